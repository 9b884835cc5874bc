//! Real servers for tests: nats-server and Redis, started on free ports and stopped on drop; and a real browser.
//!
//! Every server has its own ports and its own folder, is seen to live before `start` returns, and is killed when its
//! handle is dropped or the test process ends, however it ends. The folder with its log stays when a test fails.
//!
//! ```no_run
//! # async fn example() -> Result<(), realmwire_test_kit::Error> {
//! let server = realmwire_test_kit::NatsServer::start().await?;
//! println!("connect to {}", server.url());
//! server.kill()?;
//! server.restart().await?;
//! # Ok(())
//! # }
//! ```
//!
//! The servers' programs are brought into the workspace's `.tools` folder by [`tools`] when they are first needed.

mod browser;
mod certificates;
mod error;
mod folder;
mod http;
mod nats;
mod operator;
mod port;
mod process;
mod redis;
pub mod tools;
mod wait;

pub use browser::Browser;
pub use certificates::{Authority, Identity};
pub use error::Error;
pub use http::fetch;
pub use nats::{NatsCluster, NatsOptions, NatsServer};
pub use operator::Operator;
pub use port::Port;
pub use process::{Process, ProcessBuilder, Ready};
pub use redis::{RedisCluster, RedisServer};
pub use wait::eventually;

#[cfg(test)]
mod tests;
