//! What the client says about its connection, beside the messages.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_nats::{Event, ServerError};
use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::inboxes::Inboxes;

const NOT_PERMITTED_TO_PUBLISH: &str = "Permissions Violation for Publish to \"";
const NOT_PERMITTED_TO_SUBSCRIBE: &str = "Permissions Violation for Subscription to \"";

/// Takes the events of a connection.
///
/// The client drops events when there are many, so nothing depends on them: they make failures known sooner.
pub(super) struct Events {
    /// For messages, the name of the connection.
    connection: String,
    connected: Notify,
    server_stops: Notify,
    inboxes: Arc<Inboxes>,
    dropped: Mutex<HashMap<u64, Arc<AtomicU64>>>,
    refused_patterns: Mutex<HashSet<String>>,
}

impl Events {
    pub(super) fn new(connection: String, inboxes: Arc<Inboxes>) -> Self {
        Self {
            connection,
            connected: Notify::new(),
            server_stops: Notify::new(),
            inboxes,
            dropped: Mutex::default(),
            refused_patterns: Mutex::default(),
        }
    }

    /// Woken when the connection is there again.
    pub(super) fn connected(&self) -> &Notify {
        &self.connected
    }

    /// Woken once when the server is about to stop, whether or not anybody waits for it yet.
    pub(super) fn server_stops(&self) -> &Notify {
        &self.server_stops
    }

    /// Counts the messages of the client's subscription `number` that found no room.
    pub(super) fn count_dropped(&self, number: u64) -> Arc<AtomicU64> {
        let count = Arc::new(AtomicU64::new(0));
        self.dropped.lock().insert(number, Arc::clone(&count));
        count
    }

    /// Ends what [`Events::count_dropped`] began.
    pub(super) fn forget(&self, number: u64) {
        self.dropped.lock().remove(&number);
    }

    /// Whether the server has refused a subscription to `pattern`; says so once.
    pub(super) fn take_refusal(&self, pattern: &str) -> bool {
        self.refused_patterns.lock().remove(pattern)
    }

    pub(super) fn take(&self, event: Event) {
        let connection = &self.connection;
        match event {
            Event::Connected => {
                tracing::info!(connection, "connected to NATS");
                self.connected.notify_waiters();
            }
            Event::Disconnected => tracing::warn!(connection, "the connection to NATS is lost"),
            Event::LameDuckMode => {
                tracing::info!(connection, "the NATS server is about to stop");
                self.server_stops.notify_one();
            }
            Event::SlowConsumer(number) => {
                if let Some(count) = self.dropped.lock().get(&number) {
                    count.fetch_add(1, Ordering::Relaxed);
                }
            }
            Event::ServerError(ServerError::Other(error)) => self.take_error(&error),
            Event::ServerError(error) => tracing::warn!(connection, %error, "the NATS server complains"),
            Event::ClientError(error) => tracing::debug!(connection, %error, "the NATS client complains"),
            Event::Draining | Event::Closed => {}
        }
    }

    fn take_error(&self, error: &str) {
        let connection = &self.connection;
        if let Some(subject) = quoted_after(error, NOT_PERMITTED_TO_PUBLISH) {
            tracing::error!(connection, subject, "not permitted to publish");
            self.inboxes.refuse(subject);
        } else if let Some(pattern) = quoted_after(error, NOT_PERMITTED_TO_SUBSCRIBE) {
            tracing::error!(connection, pattern, "not permitted to subscribe");
            self.refused_patterns.lock().insert(pattern.to_owned());
        } else {
            tracing::warn!(connection, error, "the NATS server complains");
        }
    }
}

/// The text between `prefix`, which ends with a quote, and the next quote.
fn quoted_after<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(prefix)?;
    rest.split_once('"').map(|(quoted, _)| quoted)
}
