//! A whole service in three lines of a test: in memory, with a clock that stands still and randomness with a seed.
//!
//! ```ignore
//! let host = TestHost::new().await;
//! let running = host.start(realmwire_state_manager::SPEC, realmwire_state_manager::start).await;
//! let client = StateManagerClient::new(host.channel());
//! ```
//!
//! Waiting in tests is for a condition: [`eventually`].

mod bus;
mod faults;
mod host;
mod journal;
#[cfg(test)]
mod tests;

pub use faults::Faults;
pub use host::{TestHost, eventually};
