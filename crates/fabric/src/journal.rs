//! Durable state of a service and its events, committed together.

mod key;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use bytestring::ByteString;
use futures::future::BoxFuture;
use futures::stream::BoxStream;

pub use self::key::{InvalidKey, Key};
use crate::bus::Headers;

/// Opens the journals of a system.
pub trait Journals: Send + Sync + 'static {
    /// The journal of `service`, created when it does not exist yet.
    fn open(&self, service: &str) -> BoxFuture<'_, Result<Arc<dyn Journal>, JournalError>>;

    /// The names of the services whose journals exist.
    fn names(&self) -> BoxFuture<'_, Result<Vec<String>, JournalError>>;

    /// Stores what was taken, then takes no more: commits fail, watches and consumers end.
    ///
    /// What journals hold of this process, such as the lock on a folder, is released. Closing again is no error.
    fn close(&self) -> BoxFuture<'_, Result<(), JournalError>> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// The durable state of one service, its events and its timers.
///
/// Everything in a journal lies on one line of sequence numbers: each write, each event, and each timer when it is set,
/// cancelled or fires, takes the next.
pub trait Journal: Send + Sync + 'static {
    /// The service whose journal this is.
    fn service(&self) -> &str;

    /// The current value of `key`. Sees every commit that was acknowledged before the call.
    fn get(&self, key: &Key) -> BoxFuture<'_, Result<Option<Entry>, JournalError>>;

    /// The current values of several keys, in the order of `keys`.
    fn get_many(&self, keys: &[Key]) -> BoxFuture<'_, Result<Vec<Option<Entry>>, JournalError>>;

    /// Entries in the order of their keys, a page at a time.
    fn list(&self, query: ListQuery) -> BoxFuture<'_, Result<ListPage, JournalError>>;

    /// Changes of the keys under `prefix`, in order, each once.
    fn watch(&self, prefix: Key, start: WatchStart) -> BoxFuture<'_, Result<ChangeStream, JournalError>>;

    /// Stores all writes, events and timers of `commit`, or none. A commit of nothing is no error.
    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<Receipt, CommitError>>;

    /// Joins the durable consumer that `config` names, and creates it when it does not exist.
    fn consume(&self, config: ConsumerConfig) -> BoxFuture<'_, Result<Box<dyn Consumer>, JournalError>>;

    /// Events of the past, in order, a page at a time.
    fn read(&self, query: EventQuery) -> BoxFuture<'_, Result<Vec<EventRecord>, JournalError>>;

    /// The last sequence number that was given: everything that was acknowledged before the call has it or a lower one.
    fn last_sequence(&self) -> BoxFuture<'_, Result<u64, JournalError>>;

    /// Waits until there may be events beyond `sequence`, and gives a sequence number up to which a read that begins then
    /// sees all there are.
    fn beyond(&self, sequence: u64) -> BoxFuture<'_, Result<u64, JournalError>>;

    /// Removes the event at `sequence`, such as a dead letter that was dealt with. Removing it again is no error.
    fn discard(&self, sequence: u64) -> BoxFuture<'_, Result<(), JournalError>>;
}

/// A stored value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its key.
    pub key: Key,
    /// The value as it was committed.
    pub value: Bytes,
    /// The sequence number of the write; what [`Expect::Revision`] compares.
    pub revision: u64,
    /// When it was written.
    pub written_at: SystemTime,
}

/// What [`Journal::list`] is asked for.
#[derive(Clone, Debug)]
pub struct ListQuery {
    /// Only keys under this one.
    pub prefix: Key,
    /// Only keys after this one, in encoded order.
    pub after: Option<Key>,
    /// The most entries in the page; at least 1.
    pub limit: usize,
}

/// A page of entries.
#[derive(Clone, Debug)]
pub struct ListPage {
    /// Entries in the order of their encoded keys.
    pub entries: Vec<Entry>,
    /// Whether more follow after the last one.
    pub more: bool,
}

/// Where a watch begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchStart {
    /// With the current value of each key, then [`Change::Current`], then changes.
    Current,
    /// With changes after now.
    New,
    /// With changes after this sequence number; of a key that changed more than once, at least the last.
    After(u64),
}

/// The changes of a [`Journal::watch`]. After an error the stream ends; watch again after the last revision seen.
pub type ChangeStream = BoxStream<'static, Result<Change, JournalError>>;

/// One change of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A value was written.
    Put(Entry),
    /// A value was deleted or its time to live ended.
    Delete {
        /// The key.
        key: Key,
        /// The sequence number of the deletion.
        revision: u64,
    },
    /// All current values have been delivered; changes follow.
    Current,
}

/// What one [`Journal::commit`] stores.
#[derive(Clone, Debug)]
pub struct Commit {
    /// Names the commit: a repeat with the same id is answered with the first one's receipt.
    pub id: CommitId,
    /// Writes of state; a key occurs at most once.
    pub writes: Vec<Write>,
    /// Events that become visible with the writes, in this order.
    pub events: Vec<Event>,
    /// Timers that are set or cancelled with the writes.
    pub timers: Vec<Timer>,
}

impl Commit {
    /// An empty commit.
    #[must_use]
    pub fn new(id: CommitId) -> Self {
        Self { id, writes: Vec::new(), events: Vec::new(), timers: Vec::new() }
    }

    /// Bytes of all keys, values, events and timers.
    #[must_use]
    pub fn size(&self) -> usize {
        let size_of_write = |write: &Write| write.key.as_str().len() + write.value.as_ref().map_or(0, Bytes::len);
        let size_of_event = |event: &Event| event.subject.len() + event.headers.encoded_size() + event.payload.len();
        let size_of_timer = |timer: &Timer| match timer {
            Timer::Set { key, event, .. } => key.as_str().len() + size_of_event(event),
            Timer::Cancel { key } => key.as_str().len(),
        };
        self.writes.iter().map(size_of_write).sum::<usize>()
            + self.events.iter().map(size_of_event).sum::<usize>()
            + self.timers.iter().map(size_of_timer).sum::<usize>()
    }
}

/// A name of a commit, unique among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CommitId(pub uuid::Uuid);

impl CommitId {
    /// A new name.
    #[must_use]
    pub fn random() -> Self {
        Self(uuid::Uuid::now_v7())
    }
}

/// One write of a commit.
#[derive(Clone, Debug)]
pub struct Write {
    /// The key that is written.
    pub key: Key,
    /// What the key must hold for the commit to take place.
    pub expect: Expect,
    /// The new value; `None` deletes.
    pub value: Option<Bytes>,
    /// How long the value stays; `None` is for ever. Whole seconds, at least 1.
    pub ttl: Option<Duration>,
}

/// What a key must hold for a write to take place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Whatever it holds.
    Any,
    /// No value: never written, deleted or expired.
    Absent,
    /// The value with exactly this [`Entry::revision`].
    Revision(u64),
}

/// An event as it is committed.
#[derive(Clone, Debug)]
pub struct Event {
    /// The subject, `evt.<service>.<event>.v<n>`.
    pub subject: ByteString,
    /// Metadata, such as the event's id and its trace.
    pub headers: Headers,
    /// The body.
    pub payload: Bytes,
    /// How long the event is kept; `None` is the journal's retention. Whole seconds, at least 1.
    pub ttl: Option<Duration>,
}

/// A change of a timer as part of a commit.
#[derive(Clone, Debug)]
pub enum Timer {
    /// Commits `event` once, at `at` or as soon as possible after it. Replaces a timer with the same key.
    Set {
        /// Names the timer within its journal.
        key: Key,
        /// When it fires.
        at: SystemTime,
        /// What is committed then.
        event: Event,
    },
    /// Removes the timer, if it has not fired.
    Cancel {
        /// Names the timer within its journal.
        key: Key,
    },
}

/// What a commit was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The sequence number of each write, in the order of [`Commit::writes`].
    pub revisions: Vec<u64>,
    /// The highest sequence number of the commit.
    pub last_sequence: u64,
}

/// Why a commit was not stored, or is not known to be.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// A write's expectation did not hold; nothing was stored.
    #[error("{key} was changed by another commit")]
    Conflict {
        /// The first key whose expectation did not hold.
        key: Key,
    },
    /// The commit breaks a rule, such as two writes of one key or a value that is too large; nothing was stored.
    #[error("invalid commit: {0}")]
    Invalid(String),
    /// The journal failed. The commit may have been stored: repeat it with the same id to find out.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// Why a journal could not answer.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The store or its server is not reachable, or did not answer in time.
    #[error("the journal of {service} is unavailable")]
    Unavailable {
        /// Whose journal.
        service: String,
        /// The cause.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// There is no room left to write.
    #[error("the journal of {service} has no space left")]
    Full {
        /// Whose journal.
        service: String,
    },
    /// Stored data does not match its checksum; it is not served.
    #[error("the journal of {service} is corrupt: {detail}")]
    Corrupt {
        /// Whose journal.
        service: String,
        /// What was found where.
        detail: String,
    },
    /// Changes since the requested sequence are no longer kept; start over from the current state.
    #[error("the journal of {service} no longer holds the changes after {sequence}")]
    Compacted {
        /// Whose journal.
        service: String,
        /// The sequence number that was asked for.
        sequence: u64,
    },
    /// The request cannot be served as it was given.
    #[error("invalid request to the journal of {service}: {detail}")]
    Invalid {
        /// Whose journal.
        service: String,
        /// The rule it breaks.
        detail: String,
    },
}

/// How a durable consumer takes events.
#[derive(Clone, Debug)]
pub struct ConsumerConfig {
    /// Its name within the journal; consumers of the same name share the events.
    pub durable: String,
    /// Which events: a subject pattern under `evt.<service>.`.
    pub filter: String,
    /// Where a consumer that is created now begins.
    pub start: ConsumerStart,
    /// How long a delivery may go without an answer before it is delivered again.
    pub ack_wait: Duration,
    /// How often an event is delivered at most; at least 1. After the last failure it becomes a dead letter.
    pub max_deliver: u32,
    /// Deliveries without an answer at the most, over all members.
    pub max_in_flight: usize,
}

/// Where a new consumer begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsumerStart {
    /// With the oldest event that is kept.
    First,
    /// With events after now.
    New,
    /// With the event at this sequence number or after.
    Sequence(u64),
    /// With the first event at this time or after.
    Time(SystemTime),
}

/// A member of a durable consumer.
pub trait Consumer: Send + 'static {
    /// Waits for the next event. `None` when the journal was closed.
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Box<dyn Delivery>, JournalError>>>;
}

/// An event handed to a consumer, to be answered within its `ack_wait`.
///
/// A delivery that is dropped unanswered is delivered again when its time is up.
pub trait Delivery: Send + Sync + 'static {
    /// The event.
    fn record(&self) -> &EventRecord;

    /// Which delivery of this event it is, from 1.
    fn attempt(&self) -> u32;

    /// How many events wait behind this one for their first delivery, where the backend knows.
    fn waiting(&self) -> Option<u64> {
        None
    }

    /// The event was dealt with.
    fn ack(self: Box<Self>) -> BoxFuture<'static, Result<(), JournalError>>;

    /// Delivers again after `delay`.
    fn nak(self: Box<Self>, delay: Duration) -> BoxFuture<'static, Result<(), JournalError>>;

    /// Gives the handler another `ack_wait`.
    fn progress(&self) -> BoxFuture<'_, Result<(), JournalError>>;

    /// Stores the event as a dead letter at `dlq.<service>.<consumer>` with `reason`, and does not deliver it again.
    fn dead_letter(self: Box<Self>, reason: &str) -> BoxFuture<'static, Result<(), JournalError>>;
}

/// A stored event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRecord {
    /// Its sequence number in the journal.
    pub sequence: u64,
    /// Its subject.
    pub subject: ByteString,
    /// Its metadata.
    pub headers: Headers,
    /// Its body.
    pub payload: Bytes,
    /// When it was stored.
    pub stored_at: SystemTime,
}

/// Headers of a dead letter, beside those of the event.
pub mod dead_letter {
    /// The subject of the event.
    pub const SUBJECT: &str = "Dead-Letter-Subject";
    /// The sequence number of the event.
    pub const SEQUENCE: &str = "Dead-Letter-Sequence";
    /// How often it was delivered.
    pub const ATTEMPTS: &str = "Dead-Letter-Attempts";
    /// Why the last delivery failed.
    pub const REASON: &str = "Dead-Letter-Reason";
    /// When the event was stored first, in RFC 3339.
    pub const STORED_AT: &str = "Dead-Letter-Stored-At";
}

/// What [`Journal::read`] is asked for.
#[derive(Clone, Debug)]
pub struct EventQuery {
    /// A subject pattern under `evt.<service>.` or `dlq.<service>.`.
    pub filter: String,
    /// Where to begin.
    pub start: ConsumerStart,
    /// The most events in the answer; at least 1.
    pub limit: usize,
}
