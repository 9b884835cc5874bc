//! The durable state of a service: typed documents, and commits that store them together with their events.
//!
//! A handler loads, decides and commits once:
//!
//! ```no_run
//! # use realmwire_sdk::context::Context;
//! # use realmwire_sdk::status::Status;
//! # use realmwire_sdk::store::{Changes, Document, Key, Store};
//! #[derive(Clone, PartialEq, prost::Message)]
//! struct Counter {
//!     #[prost(uint64, tag = "1")]
//!     count: u64,
//! }
//! impl Document for Counter {}
//!
//! async fn increment(store: &Store, cx: &Context, id: &str) -> Result<u64, Status> {
//!     let key = Key::new("counter").with(id);
//!     let stored = store.load::<Counter>(&key).await?;
//!     let count = stored.as_ref().map_or(0, |stored| stored.value.count) + 1;
//!     let changes = match &stored {
//!         Some(stored) => Changes::new().update(stored, &Counter { count }),
//!         None => Changes::new().create(key, &Counter { count }),
//!     };
//!     store.commit(cx, changes, count).await
//! }
//! ```

mod changes;
mod commit;
mod document;
mod page;
mod probe;
#[cfg(test)]
mod tests;
mod watch;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use realmwire_fabric::journal::{Entry, Journal, JournalError, ListQuery};

use crate::health::Dependency;
use crate::host::Host;
use crate::idempotency::Kept;
use crate::status::{Code, Status};
use crate::telemetry::{Counter, CounterFamily, Gauge, Histogram, Telemetry};

pub(crate) use changes::write;

pub use changes::{Changes, RelayedEvent};
pub use document::Document;
pub use page::{Page, PageRequest};
// What a service names its entries and expectations with; services do not depend on the fabric itself.
pub use realmwire_fabric::journal::{Expect, Key, WatchStart};
pub use watch::Changed;

/// The journal of a service, with typed documents. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    journal: Arc<dyn Journal>,
    host: Host,
    metrics: Arc<Metrics>,
    /// What the service's readiness says of the journal.
    readiness: Option<Dependency>,
    kept: Kept,
}

struct Metrics {
    commits: Histogram,
    conflicts: Counter,
    repeats: Counter,
    watches: Gauge,
    published: CounterFamily,
}

/// How long the answer to an idempotency key is kept unless the service says otherwise.
pub const DEFAULT_KEYS_TTL: Duration = Duration::from_hours(24);

/// A document as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored<T> {
    /// Where it is stored.
    pub key: Key,
    /// The document.
    pub value: T,
    /// Names this write among all of the journal; later writes have higher ones.
    pub revision: u64,
    /// When it was written.
    pub written_at: SystemTime,
}

impl<T: Document> Stored<T> {
    fn decode(entry: Entry) -> Result<Self, Status> {
        let value = document::decode(&entry.key, &entry.value)?;
        Ok(Self { key: entry.key, value, revision: entry.revision, written_at: entry.written_at })
    }
}

impl Store {
    /// The documents in `journal`. Answers to idempotency keys are kept for [`DEFAULT_KEYS_TTL`].
    pub fn new(journal: Arc<dyn Journal>, host: Host, telemetry: &Telemetry) -> Self {
        let metrics = Arc::new(Metrics::new(telemetry, journal.service()));
        let kept = Kept { answers: Some(DEFAULT_KEYS_TTL), effects: Some(DEFAULT_KEYS_TTL) };
        Self { journal, host, metrics, readiness: None, kept }
    }

    /// Keeps the answers to idempotency keys for `ttl`; `None` is for ever.
    #[must_use]
    pub fn with_keys_ttl(mut self, ttl: Option<Duration>) -> Self {
        self.kept.answers = ttl;
        self
    }

    /// Remembers for `ttl` which events took effect.
    #[must_use]
    pub(crate) fn with_effects_ttl(mut self, ttl: Duration) -> Self {
        self.kept.effects = Some(ttl);
        self
    }

    /// Tells `readiness` whether the journal takes commits.
    #[must_use]
    pub(crate) fn with_readiness(mut self, readiness: Dependency) -> Self {
        self.readiness = Some(readiness);
        self
    }

    /// The document at `key`, if there is one.
    ///
    /// # Errors
    /// `UNAVAILABLE` when the journal is; `DATA_LOSS` when the entry cannot be read as a `T`.
    pub async fn load<T: Document>(&self, key: &Key) -> Result<Option<Stored<T>>, Status> {
        let entry = self.journal.get(key).await.map_err(status_of)?;
        entry.map(Stored::decode).transpose()
    }

    /// The documents at `keys`, in their order.
    ///
    /// # Errors
    /// As [`Store::load`]; one entry that cannot be read fails all.
    pub async fn load_many<T: Document>(&self, keys: &[Key]) -> Result<Vec<Option<Stored<T>>>, Status> {
        let entries = self.journal.get_many(keys).await.map_err(status_of)?;
        entries.into_iter().map(|entry| entry.map(Stored::decode).transpose()).collect()
    }

    /// The documents under `prefix`, in the order of their keys, a page at a time.
    ///
    /// # Errors
    /// As [`Store::load`], and `INVALID_ARGUMENT` when the page token is not one of this prefix.
    pub async fn list<T: Document>(&self, prefix: &Key, page: &PageRequest) -> Result<Page<T>, Status> {
        let after = page.after(prefix)?;
        let query = ListQuery { prefix: prefix.clone(), after, limit: page.size() };
        let listed = self.journal.list(query).await.map_err(status_of)?;
        let next_page_token = match listed.entries.last() {
            Some(last) if listed.more => page::token(prefix, &last.key),
            _ => String::new(),
        };
        let items = listed.entries.into_iter().map(Stored::decode).collect::<Result<_, _>>()?;
        Ok(Page { items, next_page_token })
    }

    /// The journal itself, for what documents do not cover.
    pub fn journal(&self) -> &Arc<dyn Journal> {
        &self.journal
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Store").field("service", &self.journal.service()).finish_non_exhaustive()
    }
}

impl Metrics {
    fn new(telemetry: &Telemetry, service: &str) -> Self {
        let labels = [("service", service)];
        let commits = "How long commits took, repeats included.";
        let conflicts = "Commits that another commit came before.";
        let repeats = "Commits that were sent again because their outcome was unknown.";
        let watches = "Watches that are open.";
        let published = "Events that were published.";
        let system = [("messaging_system", "realmwire"), ("messaging_operation_name", "publish")];
        let sent = "messaging_client_sent_messages_total";
        Self {
            published: CounterFamily::new(telemetry, sent, published, &system, "messaging_destination_name"),
            commits: telemetry.histogram("realmwire_journal_commit_duration_seconds", commits, &labels),
            conflicts: telemetry.counter("realmwire_journal_commit_conflicts_total", conflicts, &labels),
            repeats: telemetry.counter("realmwire_journal_commit_repeats_total", repeats, &labels),
            watches: telemetry.gauge("realmwire_journal_watches", watches, &labels),
        }
    }
}

/// What a caller learns when the journal fails.
fn status_of(error: JournalError) -> Status {
    let status = match &error {
        JournalError::Unavailable { .. } => Status::unavailable(error.to_string()),
        JournalError::Full { .. } => Status::new(Code::ResourceExhausted, error.to_string()),
        // What is corrupt and where is for the log, not for the caller.
        JournalError::Corrupt { service, .. } => Status::data_loss(format!("the journal of {service} is corrupt")),
        JournalError::Compacted { .. } => Status::new(Code::OutOfRange, error.to_string()),
        JournalError::Invalid { .. } => return Status::internal(error),
    };
    status.with_source(error)
}
