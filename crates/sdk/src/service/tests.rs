mod calls;
mod consume;
mod lifecycle;
