mod consume;
mod lifecycle;
