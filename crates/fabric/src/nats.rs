//! The fabric over NATS: messages by its subjects, journals in `JetStream`, and the cache in Redis.

pub mod bus;
mod config;
mod connect;
mod connection;
mod convert;
mod error;
mod events;
mod subscription;
#[cfg(test)]
mod tests;

pub use config::{Credentials, NatsConfig, TlsFiles};
pub use error::ConnectError;
