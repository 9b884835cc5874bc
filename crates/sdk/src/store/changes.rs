use std::time::{Duration, SystemTime};

use bytes::Bytes;
use realmwire_contract::{Event, EventSpec};
use realmwire_fabric::journal::{Expect, Key, Write};

use super::document;
use super::{Document, Stored};

/// What one commit stores: documents, events and timers, all of it or nothing.
///
/// ```
/// # use realmwire_sdk::store::{Changes, Document, Key};
/// # #[derive(Clone, PartialEq, prost::Message)]
/// # struct Door { #[prost(bool, tag = "1")] open: bool }
/// # impl Document for Door {}
/// let changes = Changes::new().create(Key::new("door").with("north"), &Door { open: false });
/// assert!(!changes.is_empty());
/// ```
#[derive(Debug, Default)]
pub struct Changes {
    pub(super) writes: Vec<Write>,
    pub(super) events: Vec<Draft>,
    pub(super) timers: Vec<TimerDraft>,
}

/// An event before it gets its metadata from the context of the commit.
#[derive(Debug)]
pub(super) enum Draft {
    Own(EventDraft),
    Relayed(RelayedEvent),
}

/// An event that a service publishes on behalf of somebody else, and whose type is therefore none of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelayedEvent {
    /// What follows the service's name in the subject, such as `high.quest-system.quest.completed.v1`.
    pub topic: String,
    /// The event's id, which the caller may have chosen.
    pub id: String,
    /// Its type, such as `quest-system.quest.completed.v1`.
    pub event_type: String,
    /// What it is about; empty for events without a key.
    pub key: String,
    /// Headers beside those of every event.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub payload: Bytes,
}

/// An event of the service itself.
#[derive(Debug)]
pub(super) struct EventDraft {
    pub(super) spec: &'static EventSpec,
    pub(super) key: String,
    pub(super) payload: Bytes,
}

#[derive(Debug)]
pub(super) enum TimerDraft {
    Set { key: Key, at: SystemTime, event: EventDraft },
    Cancel { key: Key },
}

impl Changes {
    /// No changes yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nothing would be stored.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.events.is_empty() && self.timers.is_empty()
    }

    /// Stores a document where none is.
    #[must_use]
    pub fn create<T: Document>(self, key: Key, value: &T) -> Self {
        self.put(key, Expect::Absent, value, None)
    }

    /// Replaces the document that was loaded, unless somebody else replaced it since.
    #[must_use]
    pub fn update<T: Document>(self, stored: &Stored<impl Document>, value: &T) -> Self {
        self.put(stored.key.clone(), Expect::Revision(stored.revision), value, None)
    }

    /// Stores a document for as long as `ttl` says (rounded up to whole seconds), `None` being for ever.
    #[must_use]
    pub fn put<T: Document>(mut self, key: Key, expect: Expect, value: &T, ttl: Option<Duration>) -> Self {
        self.writes.push(write(key, expect, value, ttl));
        self
    }

    /// Deletes what is at `key`.
    #[must_use]
    pub fn delete(mut self, key: Key, expect: Expect) -> Self {
        self.writes.push(Write { key, expect, value: None, ttl: None });
        self
    }

    /// Deletes the document that was loaded, unless somebody else replaced it since.
    #[must_use]
    pub fn remove(self, stored: &Stored<impl Document>) -> Self {
        self.delete(stored.key.clone(), Expect::Revision(stored.revision))
    }

    /// Publishes an event of this service with the commit.
    #[must_use]
    pub fn event<E: Event>(mut self, event: &E) -> Self {
        self.events.push(Draft::Own(EventDraft::new(event)));
        self
    }

    /// Publishes an event on behalf of somebody else with the commit, in this service's journal.
    #[must_use]
    pub fn relay(mut self, event: RelayedEvent) -> Self {
        self.events.push(Draft::Relayed(event));
        self
    }

    /// Publishes an event of this service at `at`, or as soon as possible after it. Replaces the timer with this key.
    #[must_use]
    pub fn timer<E: Event>(mut self, key: Key, at: SystemTime, event: &E) -> Self {
        self.timers.push(TimerDraft::Set { key, at, event: EventDraft::new(event) });
        self
    }

    /// Cancels a timer, if it has not fired.
    #[must_use]
    pub fn cancel_timer(mut self, key: Key) -> Self {
        self.timers.push(TimerDraft::Cancel { key });
        self
    }

    /// These changes and then those of `other`.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.writes.extend(other.writes);
        self.events.extend(other.events);
        self.timers.extend(other.timers);
        self
    }
}

impl EventDraft {
    fn new<E: Event>(event: &E) -> Self {
        Self { spec: E::SPEC, key: event.key().to_owned(), payload: event.encode_to_vec().into() }
    }
}

/// The write of a document; the time to live is rounded up to whole seconds.
pub(crate) fn write<T: Document>(key: Key, expect: Expect, value: &T, ttl: Option<Duration>) -> Write {
    Write { key, expect, value: Some(document::encode(value)), ttl: ttl.map(whole_seconds) }
}

/// The journal keeps values for whole seconds, at least one; a value never ends before its time.
fn whole_seconds(ttl: Duration) -> Duration {
    let partial = u64::from(ttl.subsec_nanos() > 0);
    Duration::from_secs(ttl.as_secs().saturating_add(partial).max(1))
}
