//! The fabric in this process: messages in memory, state in memory or on this machine's disk.

pub mod bus;
pub mod cache;
