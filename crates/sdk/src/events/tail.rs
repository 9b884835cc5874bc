//! A service's own events, read and decoded once in a process for all who follow them.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use parking_lot::RwLock;
use realmwire_fabric::journal::{ConsumerStart, EventQuery, Journal};
use tokio::sync::{Mutex, Notify, watch};

use super::ReadEvent;
use crate::status::Status;
use crate::store::Store;
use crate::tasks::Shutdown;

/// Events that are read at once.
const PAGE: usize = 128;
/// How long to wait when the events cannot be read.
const RETRY_INTERVAL: Duration = Duration::from_secs(1);

/// How a tail is kept.
#[derive(Clone, Copy, Debug)]
pub struct TailOptions {
    /// How often it is looked for events of other instances.
    pub interval: Duration,
    /// Events that are kept in memory; who is further behind reads for itself.
    pub kept_events: usize,
    /// Encoded bytes of the events that are kept.
    pub kept_bytes: usize,
}

/// The latest events of a service, decoded. Cheap to clone.
///
/// It is read only while somebody follows it, by [`Tail::run`] and by whoever asks to catch up.
pub struct Tail<T>(Arc<Shared<T>>);

struct Shared<T> {
    journal: Arc<dyn Journal>,
    options: TailOptions,
    decode: Decode<T>,
    /// Rounds of reading that have begun.
    begun: AtomicU64,
    reading: Mutex<Reading>,
    kept: RwLock<Kept<T>>,
    /// The place up to which all events were read.
    head: watch::Sender<u64>,
    followers: AtomicUsize,
    /// Somebody follows, or has something to be seen at once.
    nudged: Notify,
}

type Decode<T> = Box<dyn Fn(&ReadEvent) -> Option<T> + Send + Sync>;

/// What one reader at a time holds.
#[derive(Default)]
struct Reading {
    place: u64,
    /// The last round that was finished.
    finished: u64,
}

struct Kept<T> {
    events: VecDeque<(Arc<Followed<T>>, usize)>,
    bytes: usize,
    /// All events after this place are kept.
    base: u64,
    /// Up to this place.
    head: u64,
}

/// An event that was decoded.
#[derive(Debug)]
pub struct Followed<T> {
    /// Its place in the journal.
    pub sequence: u64,
    /// What it was decoded to.
    pub event: T,
}

/// Some of the events after a place.
#[derive(Debug)]
pub struct Stretch<T> {
    /// The events, in order.
    pub events: Vec<Arc<Followed<T>>>,
    /// All events up to here were looked at: where to go on.
    pub through: u64,
}

/// A place among those who follow a tail, given up when it is dropped.
pub struct Follower<T>(Tail<T>);

impl<T: Send + Sync + 'static> Tail<T> {
    /// A tail of the events that the service of `store` publishes. Those for which `decode` gives nothing are left out.
    pub fn new(
        store: &Store,
        options: TailOptions,
        decode: impl Fn(&ReadEvent) -> Option<T> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(Shared {
            journal: Arc::clone(store.journal()),
            options,
            decode: Box::new(decode),
            begun: AtomicU64::new(0),
            reading: Mutex::default(),
            kept: RwLock::new(Kept { events: VecDeque::new(), bytes: 0, base: 0, head: 0 }),
            head: watch::Sender::new(0),
            followers: AtomicUsize::new(0),
            nudged: Notify::new(),
        }))
    }

    /// Begins to follow. What was committed before is behind the place of the tail then, or is in it.
    ///
    /// # Errors
    /// `UNAVAILABLE` when the journal is.
    pub async fn follow(&self) -> Result<Follower<T>, Status> {
        let shared = &self.0;
        let mut reading = shared.reading.lock().await;
        if shared.followers.load(Ordering::Acquire) == 0 {
            let place = shared.journal.last_sequence().await.map_err(unreadable)?;
            reading.place = place;
            *shared.kept.write() = Kept { events: VecDeque::new(), bytes: 0, base: place, head: place };
            shared.head.send_replace(place);
        }
        shared.followers.fetch_add(1, Ordering::AcqRel);
        shared.nudged.notify_one();
        Ok(Follower(self.clone()))
    }

    /// Has the tail look for new events now: this process has committed some.
    pub fn nudge(&self) {
        if self.0.followers.load(Ordering::Acquire) > 0 {
            self.0.nudged.notify_one();
        }
    }

    /// Keeps the tail fresh while somebody follows it, until `shutdown`; a background task of the service.
    pub async fn run(self, shutdown: Shutdown) {
        let shared = &self.0;
        while !shutdown.is_requested() {
            let nudged = shared.nudged.notified();
            if shared.followers.load(Ordering::Acquire) == 0 {
                shutdown.or(nudged).await;
                continue;
            }
            let wait = match shutdown.or(self.catch_up()).await {
                None => return,
                Some(Ok(_)) => shared.options.interval,
                Some(Err(status)) => {
                    tracing::warn!(service = shared.journal.service(), error = %status, "events cannot be followed");
                    RETRY_INTERVAL
                }
            };
            // Whether it was nudged or the time is over: it looks again.
            let _ = shutdown.or(tokio::time::timeout(wait, nudged)).await;
        }
    }

    /// Reads everything that was committed before the call, unless somebody else just did; gives the place.
    async fn catch_up(&self) -> Result<u64, Status> {
        let shared = &self.0;
        let begun_before = shared.begun.load(Ordering::Acquire);
        let mut reading = shared.reading.lock().await;
        if reading.finished > begun_before {
            return Ok(reading.place);
        }
        let round = shared.begun.fetch_add(1, Ordering::AcqRel) + 1;
        loop {
            let events = read(&*shared.journal, reading.place, PAGE).await?;
            let is_full = events.len() == PAGE;
            if let Some(last) = events.last() {
                reading.place = last.sequence;
                self.keep(&events, last.sequence);
            }
            if !is_full {
                break;
            }
        }
        reading.finished = round;
        Ok(reading.place)
    }

    fn keep(&self, events: &[ReadEvent], through: u64) {
        let shared = &self.0;
        let decoded: Vec<_> = events.iter().filter_map(|event| self.decoded(event)).collect();
        let mut kept = shared.kept.write();
        for (event, bytes) in decoded {
            kept.bytes += bytes;
            kept.events.push_back((event, bytes));
        }
        while kept.events.len() > shared.options.kept_events || kept.bytes > shared.options.kept_bytes {
            let Some((oldest, bytes)) = kept.events.pop_front() else { break };
            kept.bytes -= bytes;
            kept.base = oldest.sequence;
        }
        kept.head = through;
        drop(kept);
        shared.head.send_replace(through);
    }

    fn decoded(&self, event: &ReadEvent) -> Option<(Arc<Followed<T>>, usize)> {
        let decoded = (self.0.decode)(event)?;
        Some((Arc::new(Followed { sequence: event.sequence, event: decoded }), event.payload.len()))
    }
}

impl<T: Send + Sync + 'static> Tail<T> {
    /// Waits until the tail goes beyond a place, and gives the place up to which it goes then.
    pub async fn beyond(&self, place: u64) -> u64 {
        let mut head = self.0.head.subscribe();
        // The sender lives in `self`: waiting cannot fail.
        head.wait_for(|head| *head > place).await.map_or(place, |head| *head)
    }
}

impl<T: Send + Sync + 'static> Follower<T> {
    /// Reads everything that was committed before the call; gives the place up to which the tail goes then.
    ///
    /// # Errors
    /// `UNAVAILABLE` when the journal is.
    pub async fn catch_up(&self) -> Result<u64, Status> {
        self.0.catch_up().await
    }

    /// The next events after a place that are in memory; `None` when they are no longer.
    pub fn kept_after(&self, place: u64) -> Option<Stretch<T>> {
        let kept = self.0.0.kept.read();
        if place < kept.base {
            return None;
        }
        let begin = kept.events.partition_point(|(event, _)| event.sequence <= place);
        let events: Vec<_> = kept.events.iter().skip(begin).take(PAGE).map(|(event, _)| Arc::clone(event)).collect();
        let is_all = begin + events.len() == kept.events.len();
        let last = events.last().filter(|_| !is_all).map(|event| event.sequence);
        Some(Stretch { events, through: last.unwrap_or_else(|| kept.head.max(place)) })
    }

    /// Waits until there is something after a place, and gives some of it, in order. What is no longer in memory is read.
    ///
    /// # Errors
    /// `UNAVAILABLE` when the journal is.
    pub async fn after(&self, place: u64) -> Result<Stretch<T>, Status> {
        loop {
            let Some(stretch) = self.kept_after(place) else { return self.read_after(place).await };
            if stretch.through > place {
                return Ok(stretch);
            }
            self.0.beyond(place).await;
        }
    }

    async fn read_after(&self, place: u64) -> Result<Stretch<T>, Status> {
        let shared = &self.0.0;
        let base = shared.kept.read().base;
        let events = read(&*shared.journal, place, PAGE).await?;
        let through = events.last().map_or(base, |last| last.sequence);
        let decoded = events.iter().filter_map(|event| self.0.decoded(event));
        Ok(Stretch { events: decoded.map(|(event, _)| event).collect(), through })
    }
}

impl<T> Drop for Follower<T> {
    fn drop(&mut self) {
        self.0.0.followers.fetch_sub(1, Ordering::AcqRel);
    }
}

impl<T> Clone for Tail<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> fmt::Debug for Tail<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Tail").field("service", &self.0.journal.service()).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Follower<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Follower").finish_non_exhaustive()
    }
}

async fn read(journal: &dyn Journal, after: u64, limit: usize) -> Result<Vec<ReadEvent>, Status> {
    let filter = format!("evt.{}.>", journal.service());
    let query = EventQuery { filter, start: ConsumerStart::Sequence(after + 1), limit };
    let records = journal.read(query).await.map_err(unreadable)?;
    Ok(records.into_iter().map(ReadEvent::from).collect())
}

fn unreadable(error: realmwire_fabric::journal::JournalError) -> Status {
    Status::unavailable("the events cannot be read now").with_source(error)
}

#[cfg(test)]
mod tests;
