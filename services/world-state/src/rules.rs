//! The rules of worlds: pure functions of what is asked for and what is stored.

pub(crate) mod flags;
pub(crate) mod names;
pub(crate) mod values;
