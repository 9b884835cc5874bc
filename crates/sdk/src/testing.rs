//! A whole service in three lines of a test: in memory, with a clock that stands still and randomness with a seed.
//!
//! [`TestHost::new`], [`TestHost::start`] with the service's spec and its function `start`, and a client made from
//! [`TestHost::channel`]. [`TestHost::sibling`] is a second instance beside it, over the same state.
//!
//! Waiting in tests is for a condition: [`eventually`].

mod bus;
mod faults;
mod host;
mod journal;
mod refusals;
#[cfg(test)]
mod tests;

pub use faults::Faults;
pub use host::{TestHost, eventually};
pub use refusals::{refused, refused_field};
