//! The store of all journals: what its readers, its writer and its consumers share.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::thread::JoinHandle;

use parking_lot::{Mutex, RwLock};
use redb::StorageBackend;
use tokio::sync::{oneshot, watch};

use super::consumer::Group;
use super::failure::{Failure, contain};
use super::queue::{Answer, Queue, Work};
use super::record::{Nanos, nanos};
use super::service::Service;
use super::tables::Snapshot;
use super::upkeep::Retention;
use super::writer::Writer;
use crate::clock::Clock;

/// What holds the bytes of a store.
pub(super) trait Medium: Send + 'static {
    /// The file of the tables. It is opened again after it failed.
    fn open_tables(&self) -> io::Result<Arc<dyn StorageBackend>>;

    /// The file of the log; `None` where syncing the tables costs nothing.
    fn open_log(&self) -> io::Result<Option<Arc<dyn StorageBackend>>>;

    /// How much more the disk has room for; `None` when nobody knows.
    fn free_bytes(&self) -> Option<u64>;
}

/// How a store behaves.
#[derive(Clone, Copy, Debug)]
pub(super) struct StoreOptions {
    pub retention: Retention,
    /// Memory for pages of the file.
    pub cache_bytes: usize,
    /// Length of the log from which the tables are synced.
    pub log_bytes: u64,
    /// Room on the disk that is not used for commits.
    pub reserve_bytes: u64,
}

/// What readers, writer and consumers share.
pub(super) struct Shared {
    pub clock: Arc<dyn Clock>,
    pub options: StoreOptions,
    pub queue: Queue,
    pub services: RwLock<HashMap<String, Arc<Service>>>,
    /// Consumers whose position has to be written.
    pub dirty: Mutex<Vec<Arc<Group>>>,
    pub closed: watch::Sender<bool>,
    /// Held by the writer while it writes.
    pub writing: Mutex<()>,
    snapshot: RwLock<Result<Arc<Snapshot>, Failure>>,
}

impl Shared {
    pub(super) fn now(&self) -> Nanos {
        nanos(self.clock.now())
    }

    /// Reads the tables with all commits that were acknowledged before.
    pub(super) fn read<T>(&self, read: impl Fn(&Snapshot) -> Result<T, Failure>) -> Result<T, Failure> {
        let attempt = || {
            contain(|| {
                let snapshot = self.snapshot.read().clone()?;
                read(&snapshot)
            })
        };
        match attempt() {
            // The file may have failed under the writer, which opens it again before it is done.
            Err(Failure::Unavailable(_)) => {
                drop(self.writing.lock());
                attempt()
            }
            outcome => outcome,
        }
    }

    pub(super) fn set_snapshot(&self, snapshot: Result<Arc<Snapshot>, Failure>) {
        // The old one is dropped without the lock: it may hold pages that are given back then.
        let old = std::mem::replace(&mut *self.snapshot.write(), snapshot);
        drop(old);
    }

    /// Has the writer do something and waits for its answer.
    pub(super) async fn ask<T>(&self, work: impl FnOnce(Answer<T>) -> Work) -> Result<T, Failure> {
        let (sender, answer) = oneshot::channel();
        self.queue.send(work(sender)).await?;
        answer.await.unwrap_or_else(|_| Err(Failure::closed()))
    }

    /// Has the position of `group` written with one of the next batches.
    pub(super) fn mark_dirty(&self, group: &Arc<Group>) {
        if !group.mark_dirty() {
            return;
        }
        let first = {
            let mut dirty = self.dirty.lock();
            dirty.push(Arc::clone(group));
            dirty.len() == 1
        };
        if first {
            self.queue.wake();
        }
    }
}

/// The store. Closes when it is dropped, after all that it took is written.
pub(super) struct Store {
    pub shared: Arc<Shared>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl Store {
    /// Opens the store that `medium` holds, after checking that all of it is intact.
    pub(super) fn open(medium: impl Medium, clock: Arc<dyn Clock>, options: StoreOptions) -> Result<Self, Failure> {
        let shared = Arc::new(Shared {
            clock,
            options,
            queue: Queue::new(),
            services: RwLock::default(),
            dirty: Mutex::default(),
            closed: watch::Sender::new(false),
            writing: Mutex::default(),
            snapshot: RwLock::new(Err(Failure::closed())),
        });
        let writer = Writer::open(Arc::clone(&shared), Box::new(medium))?;
        let thread = std::thread::Builder::new().name("realmwire-store".to_owned()).spawn(move || writer.run())?;
        Ok(Self { shared, writer: Mutex::new(Some(thread)) })
    }

    /// Takes no more work, waits until what was taken is written, and releases the file.
    pub(super) fn close(&self) {
        self.shared.queue.close();
        self.shared.closed.send_replace(true);
        // Others that close at the same time wait here for the first.
        let mut writer = self.writer.lock();
        if let Some(thread) = writer.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer of the store panicked");
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.close();
    }
}

/// A medium's file as the tables take it.
#[derive(Debug)]
pub(super) struct Backend(pub Arc<dyn StorageBackend>);

impl StorageBackend for Backend {
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write(offset, data)
    }

    fn close(&self) -> io::Result<()> {
        self.0.close()
    }
}
