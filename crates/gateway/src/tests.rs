//! The gateway as its clients see it: real connections, a service behind a real bus.

mod fixture;
mod limits;
mod serving;
mod streaming;
