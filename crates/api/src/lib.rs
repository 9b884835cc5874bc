//! Service traits, servers and typed clients of the Realmwire services, generated from proto/.
//!
//! Each service is a module with three things: the trait that an implementation of the service has, the server that
//! answers calls with it, and the client that calls it wherever it runs. An operation that is in the contract and not
//! implemented does not compile.
//!
//! `cargo xtask codegen` writes everything under `generated/`.

mod generated;

// The generated modules are this crate's surface, one for each service, whatever services there are.
pub use generated::*;
