//! What a service stands on: messages ([`bus`]), durable state and events ([`journal`]), and a [`cache`].
//!
//! Fabric knows bytes, subjects and headers, and nothing of what they mean. Two backends behave alike and pass one
//! behaviour suite: [`embedded`], in this process and on its disk, and [`nats`], on NATS with `JetStream` and on Redis.

pub mod bus;
pub mod cache;
pub mod clock;
pub mod embedded;
mod inboxes;
pub mod journal;
pub mod nats;
pub mod redis;
pub mod rules;
pub mod subject;

use std::sync::Arc;

/// The three parts of one backend.
#[derive(Clone)]
pub struct Fabric {
    /// Messages between processes.
    pub bus: Arc<dyn bus::Bus>,
    /// Durable state and events.
    pub journals: Arc<dyn journal::Journals>,
    /// Values that may be lost, and quotas.
    pub cache: Arc<dyn cache::Cache>,
}
