//! The gateway as its clients see it: real connections, a service behind a real bus.

mod documents;
mod feeds;
mod fixture;
mod hostile;
mod hostile_http2;
mod hostile_streams;
mod hostile_tls;
mod https;
mod limits;
mod serving;
mod streaming;
mod streaming_compressed;
mod transport;
