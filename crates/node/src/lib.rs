//! Which services there are, and how a process starts and stops the ones it runs.
//!
//! - [`catalogue`]: the table of all services; adding one is a row.
//! - [`select`] and [`start_order`]: which of them, and in which order.
//! - [`Node`]: the services that this process runs.

mod catalogue;
mod node;
mod order;

pub use catalogue::{ServiceEntry, catalogue, schema_of};
pub use node::{Node, NodeError, ServiceState};
pub use order::{UnknownService, select, start_order};
