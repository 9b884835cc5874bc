//! Names on the server: of streams, subjects and headers.

use crate::journal::Key;

/// What the name of a journal's stream begins with: that of a key-value bucket, so that the usual tools read it.
const STREAM_PREFIX: &str = "KV_";

/// Headers of stored messages that the server defines.
pub(super) mod server_header {
    pub(in crate::nats) const MESSAGE_ID: &str = "Nats-Msg-Id";
    pub(in crate::nats) const EXPECTED_SUBJECT_SEQUENCE: &str = "Nats-Expected-Last-Subject-Sequence";
    pub(in crate::nats) const EXPECTED_MESSAGE_ID: &str = "Nats-Expected-Last-Msg-Id";
    pub(in crate::nats) const ROLLUP: &str = "Nats-Rollup";
    pub(in crate::nats) const TTL: &str = "Nats-TTL";
    pub(in crate::nats) const BATCH_ID: &str = "Nats-Batch-Id";
    pub(in crate::nats) const BATCH_SEQUENCE: &str = "Nats-Batch-Sequence";
    pub(in crate::nats) const BATCH_COMMIT: &str = "Nats-Batch-Commit";
    pub(in crate::nats) const SCHEDULE: &str = "Nats-Schedule";
    pub(in crate::nats) const SCHEDULE_TARGET: &str = "Nats-Schedule-Target";
    pub(in crate::nats) const SCHEDULE_TTL: &str = "Nats-Schedule-TTL";
    pub(in crate::nats) const MARKER_REASON: &str = "Nats-Marker-Reason";
    pub(in crate::nats) const KV_OPERATION: &str = "KV-Operation";
    pub(in crate::nats) const SEQUENCE: &str = "Nats-Sequence";
    pub(in crate::nats) const TIME_STAMP: &str = "Nats-Time-Stamp";
    pub(in crate::nats) const SUBJECT: &str = "Nats-Subject";
}

/// Which commit wrote a value: a repeat of the commit finds itself by it.
pub(super) const COMMIT_ID: &str = "Journal-Commit-Id";

/// The seconds that a value or event lives, where the server keeps it for longer.
pub(super) const TIME_TO_LIVE: &str = "Journal-Time-To-Live";

/// The names of one journal.
#[derive(Clone, Debug)]
pub(super) struct Names {
    pub(super) service: String,
    pub(super) stream: String,
    state_prefix: String,
    timer_prefix: String,
}

impl Names {
    pub(super) fn new(service: &str) -> Self {
        Self {
            service: service.to_owned(),
            stream: format!("{STREAM_PREFIX}{service}"),
            state_prefix: format!("$KV.{service}."),
            timer_prefix: format!("timer.{service}."),
        }
    }

    /// The service whose journal is stored in `stream`.
    pub(super) fn service_of(stream: &str) -> Option<&str> {
        stream.strip_prefix(STREAM_PREFIX)
    }

    /// Everything that the stream holds.
    pub(super) fn subjects(&self) -> [String; 4] {
        let service = &self.service;
        [
            format!("{}>", self.state_prefix),
            format!("evt.{service}.>"),
            format!("{}>", self.timer_prefix),
            format!("dlq.{service}.>"),
        ]
    }

    pub(super) fn state(&self, key: &Key) -> String {
        format!("{}{key}", self.state_prefix)
    }

    /// The subjects of all keys under `prefix`.
    pub(super) fn state_under(&self, prefix: &Key) -> String {
        format!("{}{prefix}.>", self.state_prefix)
    }

    pub(super) fn timer(&self, key: &Key) -> String {
        format!("{}{key}", self.timer_prefix)
    }

    pub(super) fn dead_letters(&self, durable: &str) -> String {
        format!("dlq.{}.{durable}", self.service)
    }

    /// The key that a state subject is of; `None` for a subject that no key of ours has.
    pub(super) fn key(&self, subject: &str) -> Option<Key> {
        Key::from_encoded(subject.strip_prefix(&*self.state_prefix)?).ok()
    }
}
