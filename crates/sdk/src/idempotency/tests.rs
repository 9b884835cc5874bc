mod digest;
mod record;
