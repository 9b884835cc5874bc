//! The rules of worlds: pure functions of what is asked for and what is stored.

pub(crate) mod entities;
pub(crate) mod events;
pub(crate) mod filter;
pub(crate) mod flags;
pub(crate) mod names;
pub(crate) mod society;
pub(crate) mod values;

#[cfg(test)]
mod tests;
