//! Feeds: one WebSocket with many subscriptions to events and watches. docs/feeds.md is for those who write clients.

mod protocol;
mod session;
mod subscription;
mod tail;
mod upgrade;

pub(crate) use self::session::Session;
pub(crate) use self::tail::Tails;
pub(crate) use self::upgrade::{bearer_protocol, negotiate};

/// Where feeds are opened.
pub(crate) const FEED_PATH: &str = "/v1/feed";
