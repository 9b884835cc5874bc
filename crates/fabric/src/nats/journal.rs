//! Journals in `JetStream`: one stream a service, which holds its state, events, timers and dead letters.
//!
//! A write is a message that takes the place of the one before on its subject, with the revision that it expects; a
//! commit of several parts is one atomic batch. State lies where tools for key-value buckets look for it.
//!
//! What is acknowledged is on a majority of the copies, on their disks within the server's `sync_interval`. A commit of
//! several parts is slow on a single server without copies: the server stages each such batch in a folder of its own,
//! one after the other, and waits for the disk each time, so that a disk which syncs in milliseconds allows less than a
//! hundred a second. Three servers with copies stage in memory and do a hundred times as many, on one machine, too.

mod api;
mod commit;
mod consumer;
mod events;
mod names;
mod pull;
mod read;
mod stored;
mod stream;
mod watch;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::{Mutex, watch as signal};

use self::api::Api;
use self::names::Names;
use super::config::NatsConfig;
use super::connection::Connection;
use super::error::ConnectError;
use crate::journal::{
    ChangeStream, Commit, CommitError, Consumer, ConsumerConfig, Entry, EventQuery, EventRecord, Journal, JournalError,
    Journals, Key, ListPage, ListQuery, Receipt, WatchStart,
};
use crate::rules::check_service;

/// The journals of a system, over a connection of their own.
pub struct NatsJournals {
    connection: Arc<Connection>,
    replicas: u64,
    event_retention: Duration,
    dead_letter_retention: Duration,
    timeout: Duration,
    open: Mutex<HashMap<String, Arc<NatsJournal>>>,
    closed: signal::Sender<bool>,
}

impl NatsJournals {
    /// Connects, with patience, and checks that the server will do.
    pub async fn connect(config: &NatsConfig) -> Result<Self, ConnectError> {
        if !matches!(config.replicas, 1 | 3 | 5) {
            return Err(ConnectError::Invalid(format!("{} replicas; there can be 1, 3 or 5", config.replicas)));
        }
        Ok(Self {
            connection: super::connect::open(config, "journal").await?,
            replicas: u64::from(config.replicas),
            event_retention: config.event_retention,
            dead_letter_retention: config.dead_letter_retention,
            timeout: config.journal_timeout,
            open: Mutex::default(),
            closed: signal::Sender::new(false),
        })
    }

    async fn open_journal(&self, service: &str) -> Result<Arc<dyn Journal>, JournalError> {
        check_service(service)?;
        let mut open = self.open.lock().await;
        if let Some(journal) = open.get(service) {
            return Ok(Arc::clone(journal) as Arc<dyn Journal>);
        }
        let names = Names::new(service);
        let api = Api::new(Arc::clone(&self.connection), service, self.timeout);
        let info = stream::open(&api, &names, self.replicas).await?;
        let inner = Inner {
            names,
            api,
            replicas: info.replicas(),
            event_retention: self.event_retention,
            dead_letter_retention: self.dead_letter_retention,
            batches: Mutex::new(()),
            closed: self.closed.subscribe(),
        };
        let journal = Arc::new(NatsJournal(Arc::new(inner)));
        open.insert(service.to_owned(), Arc::clone(&journal));
        Ok(journal)
    }

    async fn stream_names(&self) -> Result<Vec<String>, JournalError> {
        #[derive(Deserialize)]
        struct Page {
            total: usize,
            #[serde(default)]
            streams: Option<Vec<String>>,
        }
        let api = Api::new(Arc::clone(&self.connection), "*", self.timeout);
        let mut names = Vec::new();
        loop {
            // Only journals hold dead letters; there may be other key-value buckets.
            let request = json!({ "subject": "dlq.>", "offset": names.len() });
            let page: Page = api.call("STREAM.NAMES", &request).await.map_err(|failure| api.error(failure))?;
            let streams = page.streams.unwrap_or_default();
            let is_last = streams.is_empty() || names.len() + streams.len() >= page.total;
            names.extend(streams);
            if is_last {
                return Ok(names.iter().filter_map(|name| Names::service_of(name)).map(str::to_owned).collect());
            }
        }
    }
}

impl Journals for NatsJournals {
    fn open(&self, service: &str) -> BoxFuture<'_, Result<Arc<dyn Journal>, JournalError>> {
        let service = service.to_owned();
        Box::pin(async move { self.open_journal(&service).await })
    }

    fn names(&self) -> BoxFuture<'_, Result<Vec<String>, JournalError>> {
        Box::pin(self.stream_names())
    }

    fn close(&self) -> BoxFuture<'_, Result<(), JournalError>> {
        self.closed.send_replace(true);
        Box::pin(std::future::ready(Ok(())))
    }
}

/// The journal of one service.
pub struct NatsJournal(Arc<Inner>);

/// What watches and consumers share with their journal.
struct Inner {
    names: Names,
    api: Api,
    /// Copies of the stream: with more than one, who is asked matters.
    replicas: u64,
    event_retention: Duration,
    dead_letter_retention: Duration,
    /// Held while the messages of a batch are sent.
    batches: Mutex<()>,
    closed: signal::Receiver<bool>,
}

impl Inner {
    /// Refuses what is asked for after the end.
    fn check_open(&self) -> Result<(), JournalError> {
        if *self.closed.borrow() { Err(self.api.unavailable("the journals are closed")) } else { Ok(()) }
    }

    /// Resolves when the journals are closed or gone.
    async fn closed(&self) {
        let mut closed = self.closed.clone();
        // An error means that they are gone.
        let _ = closed.wait_for(|closed| *closed).await;
    }
}

impl Journal for NatsJournal {
    fn service(&self) -> &str {
        &self.0.names.service
    }

    fn get(&self, key: &Key) -> BoxFuture<'_, Result<Option<Entry>, JournalError>> {
        let key = key.clone();
        Box::pin(async move { self.0.entry(&key).await })
    }

    fn get_many(&self, keys: &[Key]) -> BoxFuture<'_, Result<Vec<Option<Entry>>, JournalError>> {
        let keys = keys.to_vec();
        Box::pin(async move { self.0.entries(keys).await })
    }

    fn list(&self, query: ListQuery) -> BoxFuture<'_, Result<ListPage, JournalError>> {
        Box::pin(async move { self.0.page(&query).await })
    }

    fn watch(&self, prefix: Key, start: WatchStart) -> BoxFuture<'_, Result<ChangeStream, JournalError>> {
        Box::pin(watch::start(Arc::clone(&self.0), prefix, start))
    }

    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<Receipt, CommitError>> {
        Box::pin(async move {
            self.0.check_open()?;
            self.0.commit(&commit).await
        })
    }

    fn consume(&self, config: ConsumerConfig) -> BoxFuture<'_, Result<Box<dyn Consumer>, JournalError>> {
        Box::pin(consumer::join(Arc::clone(&self.0), config))
    }

    fn read(&self, query: EventQuery) -> BoxFuture<'_, Result<Vec<EventRecord>, JournalError>> {
        Box::pin(async move { self.0.read_events(&query).await })
    }

    fn last_sequence(&self) -> BoxFuture<'_, Result<u64, JournalError>> {
        Box::pin(self.0.last_sequence())
    }

    fn beyond(&self, sequence: u64) -> BoxFuture<'_, Result<u64, JournalError>> {
        Box::pin(self.0.events_beyond(sequence))
    }

    fn discard(&self, sequence: u64) -> BoxFuture<'_, Result<(), JournalError>> {
        Box::pin(self.0.discard(sequence))
    }
}
