//! What a Realmwire service is written with: client, server, status, context, resilience, events, telemetry, health, testing.

pub mod context;
pub mod host;
pub mod identity;
pub mod status;
pub mod telemetry;
