use std::sync::Arc;
use std::time::Duration;

use futures::stream::{self, Stream, StreamExt};
use realmwire_fabric::journal::{Change, ChangeStream, Journal, JournalError, Key, WatchStart};

use super::{Document, Store, Stored, status_of};
use crate::host::Host;
use crate::resilience::Backoff;
use crate::status::Status;
use crate::telemetry::GaugeGuard;

/// One change of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Changed<T> {
    /// A document was written.
    Put(Stored<T>),
    /// A document was deleted or its time to live ended.
    Delete {
        /// Where it was.
        key: Key,
        /// Names the deletion among all writes of the journal.
        revision: u64,
    },
    /// All current documents have been delivered; changes follow.
    Current,
}

/// The waits before a watch that was cut off is opened again.
const REOPEN_BACKOFF: Backoff = Backoff { first: Duration::from_millis(50), most: Duration::from_secs(5) };

impl Store {
    /// The changes of the documents under `prefix`, in order, each once.
    ///
    /// A watch that the journal cuts off goes on after the last change that it has seen. One that begins with the
    /// current documents and is cut off before [`Changed::Current`] delivers them again from the first. A document
    /// that cannot be read is an error in its place, and the watch goes on; any other error is its end: an `OUT_OF_RANGE`
    /// asks to start over because changes were missed that are no longer kept.
    ///
    /// # Errors
    /// `UNAVAILABLE` when the journal is.
    pub async fn watch<T: Document>(
        &self,
        prefix: &Key,
        start: WatchStart,
    ) -> Result<impl Stream<Item = Result<Changed<T>, Status>> + Send + use<T>, Status> {
        let changes = self.journal.watch(prefix.clone(), start).await.map_err(status_of)?;
        let watch = Watch {
            journal: Arc::clone(&self.journal),
            host: self.host.clone(),
            prefix: prefix.clone(),
            resume: start,
            seen: if let WatchStart::After(seen) = start { seen } else { 0 },
            changes: Some(changes),
            _open: self.metrics.watches.hold(),
        };
        Ok(stream::unfold(watch, |mut watch| async move {
            let change = watch.next().await?;
            Some((change.and_then(decode), watch))
        }))
    }
}

struct Watch {
    journal: Arc<dyn Journal>,
    host: Host,
    prefix: Key,
    /// Where the watch would begin if it were opened now.
    resume: WatchStart,
    /// The highest revision that was delivered.
    seen: u64,
    /// `None` after the last item.
    changes: Option<ChangeStream>,
    _open: GaugeGuard,
}

impl Watch {
    async fn next(&mut self) -> Option<Result<Change, Status>> {
        loop {
            let error = match self.changes.as_mut()?.next().await? {
                Ok(change) => {
                    self.advance(&change);
                    return Some(Ok(change));
                }
                Err(error) => error,
            };
            // A watch for new changes that has seen none does not know where to go on.
            let can_resume = !matches!(self.resume, WatchStart::New);
            let reopened = match error {
                JournalError::Unavailable { .. } if can_resume => self.reopen().await,
                other => Err(status_of(other)),
            };
            match reopened {
                Ok(changes) => self.changes = Some(changes),
                Err(status) => {
                    self.changes = None;
                    return Some(Err(status));
                }
            }
        }
    }

    fn advance(&mut self, change: &Change) {
        match change {
            Change::Put(entry) => self.seen = self.seen.max(entry.revision),
            Change::Delete { revision, .. } => self.seen = self.seen.max(*revision),
            Change::Current => {}
        }
        // Until all current values have come, what follows the highest of them would not be complete.
        if self.resume != WatchStart::Current || *change == Change::Current {
            self.resume = WatchStart::After(self.seen);
        }
    }

    async fn reopen(&mut self) -> Result<ChangeStream, Status> {
        let mut failures = 1;
        loop {
            tokio::time::sleep(REOPEN_BACKOFF.wait(failures, &self.host, None)).await;
            match self.journal.watch(self.prefix.clone(), self.resume).await {
                Err(JournalError::Unavailable { .. }) => failures += 1,
                other => return other.map_err(status_of),
            }
        }
    }
}

fn decode<T: Document>(change: Change) -> Result<Changed<T>, Status> {
    Ok(match change {
        Change::Put(entry) => Changed::Put(Stored::decode(entry)?),
        Change::Delete { key, revision } => Changed::Delete { key, revision },
        Change::Current => Changed::Current,
    })
}
