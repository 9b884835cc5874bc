//! What a Realmwire service is written with: client, server, status, context, resilience, events, telemetry, health, testing.

pub mod client;
mod codec;
pub mod content;
pub mod context;
pub mod edge;
pub mod events;
#[cfg(test)]
mod fixture;
pub mod health;
pub mod host;
pub mod idempotency;
pub mod identity;
pub mod limits;
pub mod resilience;
pub mod secret;
pub mod server;
pub mod service;
pub mod status;
pub mod store;
pub mod stream;
mod tasks;
pub mod telemetry;
pub mod testing;
pub mod token;
