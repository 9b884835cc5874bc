//! The door for HTTP clients: JSON, server-sent events and WebSockets in, contract calls out.
//!
//! Nothing here is written for one service: routes, bodies and documents are derived from the descriptor set and its
//! `google.api.http` options.

pub mod config;
pub mod problem;
pub mod routing;
pub mod transcode;

pub use config::GatewayConfig;

#[cfg(test)]
mod testing;
