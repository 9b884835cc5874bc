//! Journals in this process: all services in one store, written by one thread.
//!
//! What holds beyond the promises of [`Journal`]:
//!
//! - A commit is acknowledged when the log on disk has it. The tables, a B-tree in a file of their own, are synced from
//!   time to time and brought up to date from the log at the next start.
//! - A commit can be repeated for two minutes, as long as it is among the last 100,000 of all services.
//! - Events are kept for a week, dead letters for a month, or as [`Retention`] says; a watch can begin that far back.
//! - The position of a consumer is written within a tenth of a second. What was acknowledged after that is delivered
//!   again when power is lost; a store that is closed writes all positions.
//! - All of the tables is checked when the store is opened, and every record whenever it is read. Two kinds of damage
//!   cannot be told from what is normal: to the last record of the log, which may have been cut off when power was
//!   lost, and, until the next start, to the inner pages of a tree that are not in memory, which can hide a key.

mod batch;
mod consumer;
mod failure;
mod file;
mod folder;
mod log;
mod memory;
mod queue;
mod read;
mod receipts;
mod record;
mod service;
mod store;
mod tables;
#[cfg(test)]
mod tests;
mod upkeep;
mod watch;
mod work;
mod writer;

use std::sync::Arc;

use futures::future::{BoxFuture, ready};

use self::consumer::{Group, Member};
use self::failure::Failure;
pub use self::folder::OpenError;
use self::folder::lock_folder;
use self::memory::Memory;
use self::queue::Work;
use self::service::Service;
use self::store::{Store, StoreOptions};
pub use self::upkeep::Retention;
use super::EmbeddedConfig;
use crate::clock::Clock;
use crate::journal::{
    ChangeStream, Commit, CommitError, Consumer, ConsumerConfig, ConsumerStart, Entry, EventQuery, EventRecord,
    Journal, JournalError, Journals, Key, ListPage, ListQuery, Receipt, WatchStart,
};
use crate::rules;

/// Short enough to be caught up with in a moment at the next start.
const LOG_BYTES: u64 = 16 * 1024 * 1024;

/// The journals of one store.
///
/// A store in memory that could not start, for want of a thread, says so when a journal is opened.
pub struct EmbeddedJournals(Result<Arc<Store>, Failure>);

impl EmbeddedJournals {
    /// Journals whose state is gone when they are dropped.
    pub(super) fn in_memory(clock: Arc<dyn Clock>) -> Self {
        const CACHE_BYTES: usize = 8 * 1024 * 1024;
        let options = StoreOptions {
            retention: Retention::default(),
            cache_bytes: CACHE_BYTES,
            log_bytes: LOG_BYTES,
            reserve_bytes: 0,
        };
        Self(Store::open(Memory::default(), clock, options).map(Arc::new))
    }

    /// Journals whose state is in a folder.
    pub(super) fn on_disk(config: &EmbeddedConfig) -> Result<Self, OpenError> {
        let folder = lock_folder(&config.directory)?;
        let options = StoreOptions {
            retention: config.retention,
            cache_bytes: config.page_cache_bytes,
            log_bytes: LOG_BYTES,
            reserve_bytes: config.reserve_bytes,
        };
        let opened = Store::open(folder, Arc::clone(&config.clock), options);
        let store = opened.map_err(|failure| OpenError::of(failure, &config.directory))?;
        Ok(Self(Ok(Arc::new(store))))
    }

    async fn open_now(&self, name: String) -> Result<Arc<dyn Journal>, JournalError> {
        rules::check_service(&name)?;
        let opened = self.find_or_create(&name).await.map_err(|failure| failure.of(&name))?;
        Ok(Arc::new(opened))
    }

    async fn find_or_create(&self, name: &str) -> Result<EmbeddedJournal, Failure> {
        let store = self.0.clone()?;
        let known = store.shared.services.read().get(name).cloned();
        let service = match known {
            Some(service) => service,
            None => store.shared.ask(|answer| Work::Open { name: name.to_owned(), answer }).await?,
        };
        Ok(EmbeddedJournal { store, service })
    }

    fn known(&self) -> Vec<String> {
        let services = self.0.iter().flat_map(|store| store.shared.services.read().keys().cloned().collect::<Vec<_>>());
        let mut names: Vec<String> = services.collect();
        names.sort_unstable();
        names
    }
}

impl Journals for EmbeddedJournals {
    fn open(&self, service: &str) -> BoxFuture<'_, Result<Arc<dyn Journal>, JournalError>> {
        Box::pin(self.open_now(service.to_owned()))
    }

    fn names(&self) -> BoxFuture<'_, Result<Vec<String>, JournalError>> {
        Box::pin(ready(Ok(self.known())))
    }

    fn close(&self) -> BoxFuture<'_, Result<(), JournalError>> {
        let store = self.0.clone();
        Box::pin(async move {
            let Ok(store) = store else { return Ok(()) };
            // The writer syncs the disk before it ends: not a wait for a task of the runtime.
            let closed = tokio::task::spawn_blocking(move || store.close()).await;
            closed.map_err(|error| Failure::from(std::io::Error::other(error)).of("every service"))
        })
    }
}

/// The journal of one service.
struct EmbeddedJournal {
    store: Arc<Store>,
    service: Arc<Service>,
}

impl EmbeddedJournal {
    fn error(&self, failure: Failure) -> JournalError {
        failure.of(&self.service.name)
    }

    fn get_now(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, JournalError> {
        read::get_many(&self.store.shared, &self.service, keys).map_err(|failure| self.error(failure))
    }

    async fn commit_now(&self, commit: Commit) -> Result<Receipt, CommitError> {
        rules::check_commit(&self.service.name, &commit)?;
        let service = Arc::clone(&self.service);
        let asked = self.store.shared.ask(|answer| Work::Commit { service, commit, answer }).await;
        asked.map_err(|failure| self.error(failure))?
    }

    async fn consume_now(&self, config: ConsumerConfig) -> Result<Box<dyn Consumer>, JournalError> {
        rules::check_consumer(&self.service.name, &config)?;
        let joined = self.join(&config).await.map_err(|failure| self.error(failure))?;
        Ok(Box::new(Member::new(Arc::clone(&self.store), joined)))
    }

    async fn join(&self, config: &ConsumerConfig) -> Result<Arc<Group>, Failure> {
        let (group, created) = self.find_or_create(config)?;
        if created {
            // A consumer that was lost in a crash would begin elsewhere when it is created again.
            self.store.shared.ask(|answer| Work::Save { group: Arc::clone(&group), answer }).await?;
        }
        Ok(group)
    }

    fn find_or_create(&self, config: &ConsumerConfig) -> Result<(Arc<Group>, bool), Failure> {
        let mut groups = self.service.consumers.lock();
        if let Some(group) = groups.get(&config.durable) {
            group.reconfigure(config);
            return Ok((Arc::clone(group), false));
        }
        let key = self.service.id.key(config.durable.as_bytes());
        let stored = self.store.shared.read(|snapshot| Ok(snapshot.consumers.get(&*key)?))?;
        let service = Arc::clone(&self.service);
        let created = stored.is_none();
        let group = Arc::new(if let Some(stored) = stored {
            Group::open(service, config, &key, stored.value())?
        } else {
            let cursor = read::before(&self.store.shared, &self.service, config.start)?;
            Group::new(service, config, cursor)
        });
        groups.insert(config.durable.clone(), Arc::clone(&group));
        Ok((group, created))
    }

    async fn read_now(&self, query: EventQuery) -> Result<Vec<EventRecord>, JournalError> {
        rules::check_query(&self.service.name, &query)?;
        self.read_pages(query).await.map_err(|failure| self.error(failure))
    }

    async fn read_pages(&self, query: EventQuery) -> Result<Vec<EventRecord>, Failure> {
        let shared = &self.store.shared;
        let last = *self.service.published.borrow();
        let mut after = match query.start {
            ConsumerStart::New => return Ok(Vec::new()),
            start => read::before(shared, &self.service, start)?,
        };
        let mut events = Vec::new();
        while after < last && events.len() < query.limit {
            let wanted = query.limit - events.len();
            let range = read::read_events(shared, &self.service, after, last, &query.filter, wanted)?;
            events.extend(range.events);
            after = range.through;
            // Few may match of many that are looked at: others have their turn in between.
            tokio::task::yield_now().await;
        }
        Ok(events)
    }

    async fn wait_beyond(&self, sequence: u64) -> Result<u64, JournalError> {
        let mut published = self.service.published.subscribe();
        let mut closed = self.store.shared.closed.subscribe();
        let reached = tokio::select! {
            biased;
            _ = closed.wait_for(|closed| *closed) => return Err(self.error(Failure::closed())),
            reached = published.wait_for(|last| *last > sequence) => reached.map(|last| *last),
        };
        reached.map_err(|_| self.error(Failure::closed()))
    }

    async fn discard_now(&self, sequence: u64) -> Result<(), JournalError> {
        let service = Arc::clone(&self.service);
        let asked = self.store.shared.ask(|answer| Work::Discard { service, sequence, answer }).await;
        asked.map_err(|failure| self.error(failure))
    }
}

impl Journal for EmbeddedJournal {
    fn service(&self) -> &str {
        &self.service.name
    }

    fn get(&self, key: &Key) -> BoxFuture<'_, Result<Option<Entry>, JournalError>> {
        let entry = self.get_now(std::slice::from_ref(key)).map(|entries| entries.into_iter().next().flatten());
        Box::pin(ready(entry))
    }

    fn get_many(&self, keys: &[Key]) -> BoxFuture<'_, Result<Vec<Option<Entry>>, JournalError>> {
        Box::pin(ready(self.get_now(keys)))
    }

    fn list(&self, query: ListQuery) -> BoxFuture<'_, Result<ListPage, JournalError>> {
        Box::pin(async move {
            rules::check_list(&self.service.name, &query)?;
            let ListQuery { prefix, after, limit } = query;
            let page = read::list(&self.store.shared, &self.service, &prefix, after.as_ref(), limit);
            page.map_err(|failure| self.error(failure))
        })
    }

    fn watch(&self, prefix: Key, start: WatchStart) -> BoxFuture<'_, Result<ChangeStream, JournalError>> {
        let watch = watch::watch(&self.store, &self.service, prefix, start);
        Box::pin(ready(watch.map_err(|failure| self.error(failure))))
    }

    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<Receipt, CommitError>> {
        Box::pin(self.commit_now(commit))
    }

    fn consume(&self, config: ConsumerConfig) -> BoxFuture<'_, Result<Box<dyn Consumer>, JournalError>> {
        Box::pin(self.consume_now(config))
    }

    fn read(&self, query: EventQuery) -> BoxFuture<'_, Result<Vec<EventRecord>, JournalError>> {
        Box::pin(self.read_now(query))
    }

    fn last_sequence(&self) -> BoxFuture<'_, Result<u64, JournalError>> {
        Box::pin(ready(Ok(*self.service.published.borrow())))
    }

    fn beyond(&self, sequence: u64) -> BoxFuture<'_, Result<u64, JournalError>> {
        Box::pin(self.wait_beyond(sequence))
    }

    fn discard(&self, sequence: u64) -> BoxFuture<'_, Result<(), JournalError>> {
        Box::pin(self.discard_now(sequence))
    }
}
