//! What waits for the writer: bounded in number and in bytes.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use bytestring::ByteString;
use parking_lot::Mutex;
use tokio::sync::{Notify, Semaphore, oneshot};

use super::consumer::Group;
use super::failure::Failure;
use super::service::Service;
use crate::bus::Headers;
use crate::journal::{Commit, CommitError, Receipt};

/// Where the outcome of a piece of work goes. The caller may be gone; the work is done all the same.
pub(super) type Answer<T> = oneshot::Sender<Result<T, Failure>>;

/// What the writer is asked to do.
pub(super) enum Work {
    /// Finds the journal of a service, or creates it.
    Open { name: String, answer: Answer<Arc<Service>> },
    /// Stores a commit.
    Commit { service: Arc<Service>, commit: Commit, answer: Answer<Result<Receipt, CommitError>> },
    /// Stores the position of a consumer.
    Save { group: Arc<Group>, answer: Answer<()> },
    /// Stores a dead letter and settles its event with the consumer.
    DeadLetter { letter: DeadLetter, answer: Answer<()> },
    /// Removes an event.
    Discard { service: Arc<Service>, sequence: u64, answer: Answer<()> },
}

/// An event that a consumer could not deal with.
pub(super) struct DeadLetter {
    pub group: Arc<Group>,
    /// The event that is settled by this.
    pub sequence: u64,
    pub subject: ByteString,
    pub headers: Headers,
    pub payload: Bytes,
}

impl Work {
    /// What it takes of the room in the queue.
    fn cost(&self) -> u32 {
        const UNIT_BYTES: usize = 4096;
        let bytes = match self {
            Self::Open { .. } | Self::Save { .. } | Self::Discard { .. } => 0,
            Self::Commit { commit, .. } => commit.size(),
            Self::DeadLetter { letter, .. } => letter.payload.len() + letter.headers.encoded_size(),
        };
        u32::try_from(1 + bytes / UNIT_BYTES).unwrap_or(u32::MAX).min(ROOM)
    }
}

/// Units of cost that may wait: 8192 small commits, or 32 MiB.
const ROOM: u32 = 8192;

/// The writer's queue.
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    arrived: Notify,
    room: Semaphore,
}

#[derive(Default)]
struct Waiting {
    works: VecDeque<Work>,
    closed: bool,
}

impl Queue {
    pub(super) fn new() -> Self {
        Self { waiting: Mutex::default(), arrived: Notify::new(), room: Semaphore::new(ROOM as usize) }
    }

    /// Hands work to the writer as soon as there is room.
    pub(super) async fn send(&self, work: Work) -> Result<(), Failure> {
        self.room.acquire_many(work.cost()).await.map_err(|_| Failure::closed())?.forget();
        {
            let mut waiting = self.waiting.lock();
            if waiting.closed {
                return Err(Failure::closed());
            }
            waiting.works.push_back(work);
        }
        self.wake();
        Ok(())
    }

    /// Takes what waits, up to `most`.
    pub(super) fn take(&self, most: usize) -> Vec<Work> {
        let works: Vec<Work> = {
            let mut waiting = self.waiting.lock();
            let count = waiting.works.len().min(most);
            waiting.works.drain(..count).collect()
        };
        self.room.add_permits(works.iter().map(|work| work.cost() as usize).sum());
        works
    }

    /// Resolves when work has arrived, or [`Queue::wake`] was called, since the last time.
    pub(super) async fn arrival(&self) {
        self.arrived.notified().await;
    }

    pub(super) fn wake(&self) {
        self.arrived.notify_one();
    }

    /// Takes no more work; what waits is still done.
    pub(super) fn close(&self) {
        self.waiting.lock().closed = true;
        self.room.close();
        self.wake();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.waiting.lock().closed
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.lock().works.is_empty()
    }
}
