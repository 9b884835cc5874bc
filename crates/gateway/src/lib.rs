//! The door for HTTP clients: JSON, server-sent events and WebSockets in, contract calls out.
//!
//! Nothing here is written for one service: routes, bodies and documents are derived from the descriptor set and its
//! `google.api.http` options.

pub mod admin;
mod authenticator;
pub mod config;
mod documents;
mod exchange;
mod feed;
mod gateway;
pub mod open_files;
mod openai;
mod openapi;
pub mod operations;
pub mod problem;
pub mod routing;
mod server;
pub mod transcode;

pub use authenticator::Authenticator;
pub use config::GatewayConfig;
pub use gateway::{DrainReport, Gateway, GatewayParts, RunningGateway, StartError};
pub use server::TlsError;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
