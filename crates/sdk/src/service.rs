//! The life of a service: what it is started with, what it serves and consumes, and how it stops.
//!
//! A service crate has one function that starts it, `async fn start(cx: ServiceContext) -> Result<Running, StartError>`,
//! and the [spec](realmwire_contract::ServiceSpec) of its contract beside it; the crate's documentation shows one.
//!
//! A service starts from the inside out and stops the other way: its tasks and consumers run before it takes calls, and
//! it takes no more calls before they end.

mod builder;
mod caller;
mod config;
mod consumer;
mod context;
mod error;
mod process;
mod running;
mod settings;
#[cfg(test)]
mod tests;

pub use builder::ServiceBuilder;
pub use caller::Caller;
pub use config::{ConfigError, in_range};
pub use consumer::ConsumerOptions;
pub use context::ServiceContext;
pub use error::StartError;
pub use process::{Process, ProcessParts};
pub use running::{DrainReport, Running};
pub use settings::Settings;
// What background tasks are told to end with, and how long computations keep out of the way of calls.
pub use crate::tasks::{Shutdown, blocking};
