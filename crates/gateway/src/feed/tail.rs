//! The latest events of each service that a feed of this process listens to, read once for all feeds.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Weak};
use std::time::Duration;

use parking_lot::{Mutex, RwLock};
use realmwire_sdk::events::{EventReader, ReadEvent, ReadFrom};
use realmwire_sdk::status::Status;
use tokio::sync::watch;
use tokio::time::sleep;

use crate::gateway::Shared;

/// How often it is looked for new events.
const POLL_INTERVAL: Duration = Duration::from_millis(50);
/// How long to wait when the events cannot be read.
const RETRY_INTERVAL: Duration = Duration::from_secs(1);
/// Events that are read at once.
const PAGE: usize = 256;
/// Events of a service that are kept in memory; who is further behind reads for itself.
const KEPT: usize = 4_096;

/// The tails of all services that are listened to.
pub(crate) struct Tails {
    reader: EventReader,
    tails: Mutex<HashMap<&'static str, Weak<Tail>>>,
}

/// The latest events of one service.
pub(super) struct Tail {
    service: &'static str,
    reader: EventReader,
    kept: RwLock<Kept>,
    /// The place of the last event that is kept; 0 before the first one.
    head: watch::Sender<u64>,
}

#[derive(Default)]
struct Kept {
    events: VecDeque<Arc<ReadEvent>>,
    /// All events after this place are kept. `None` before the first one.
    base: Option<u64>,
}

impl Tails {
    pub(crate) fn new(reader: EventReader) -> Self {
        Self { reader, tails: Mutex::default() }
    }

    /// The tail of a service, which is followed while somebody holds it.
    pub(super) fn of(&self, service: &'static str, shared: &Arc<Shared>) -> Arc<Tail> {
        let mut tails = self.tails.lock();
        if let Some(tail) = tails.get(service).and_then(Weak::upgrade) {
            return tail;
        }
        let (reader, kept, head) = (self.reader.clone(), RwLock::default(), watch::Sender::new(0));
        let tail = Arc::new(Tail { service, reader, kept, head });
        tails.insert(service, Arc::downgrade(&tail));
        let begin = ReadFrom::Time(shared.host.now());
        let following = follow(Arc::downgrade(&tail), begin);
        let draining = shared.draining.clone();
        shared.spawn(async move {
            draining.run_until_cancelled(following).await;
        });
        tail
    }
}

/// Keeps a tail fresh until nobody holds it.
async fn follow(tail: Weak<Tail>, begin: ReadFrom) {
    let mut from = begin;
    loop {
        let Some(current) = tail.upgrade() else { return };
        let read = current.reader.read(current.service, from, PAGE).await;
        let wait = match read {
            Ok(events) => {
                let is_full = events.len() == PAGE;
                if let Some(last) = events.last() {
                    from = ReadFrom::After(last.sequence);
                }
                current.keep(events);
                if is_full { Duration::ZERO } else { POLL_INTERVAL }
            }
            Err(status) => {
                tracing::warn!(service = current.service, error = %status, "events cannot be read for feeds");
                RETRY_INTERVAL
            }
        };
        drop(current);
        sleep(wait).await;
    }
}

impl Tail {
    fn keep(&self, events: Vec<ReadEvent>) {
        let Some(last) = events.last().map(|event| event.sequence) else { return };
        let mut kept = self.kept.write();
        for event in events {
            kept.base.get_or_insert(event.sequence.saturating_sub(1));
            kept.events.push_back(Arc::new(event));
            if kept.events.len() > KEPT {
                kept.base = kept.events.pop_front().map(|oldest| oldest.sequence);
            }
        }
        drop(kept);
        self.head.send_replace(last);
    }

    /// The place after which events are new to whoever begins now.
    pub(super) fn now(&self) -> Option<u64> {
        Some(*self.head.borrow()).filter(|head| *head > 0)
    }

    /// Waits until there are events after a place, and gives some of them, in order. Without a place: from the first
    /// event that the tail saw.
    pub(super) async fn after(&self, place: Option<u64>) -> Result<Vec<Arc<ReadEvent>>, Status> {
        let mut head = self.head.subscribe();
        loop {
            if let Some(kept) = self.kept_after(place) {
                if !kept.is_empty() {
                    return Ok(kept);
                }
            } else if let Some(place) = place {
                let read = self.reader.read(self.service, ReadFrom::After(place), PAGE).await?;
                if !read.is_empty() {
                    return Ok(read.into_iter().map(Arc::new).collect());
                }
            }
            // The sender lives in `self`: waiting cannot fail.
            let _ = head.changed().await;
        }
    }

    /// The events after a place, if all of them are kept.
    fn kept_after(&self, place: Option<u64>) -> Option<Vec<Arc<ReadEvent>>> {
        let kept = self.kept.read();
        let base = match (kept.base, place) {
            (None, None) => return Some(Vec::new()),
            (Some(base), None) => base,
            (Some(base), Some(place)) if place >= base => place,
            (_, Some(_)) => return None,
        };
        let begin = kept.events.partition_point(|event| event.sequence <= base);
        Some(kept.events.iter().skip(begin).take(PAGE).cloned().collect())
    }
}
