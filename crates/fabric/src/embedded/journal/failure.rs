//! What can go wrong in the store, whichever service asked.

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::journal::JournalError;

/// Why the store could not do something. Cheap to clone, since all commits of a batch fail together.
#[derive(Clone, Debug)]
pub(super) enum Failure {
    /// No room on the disk.
    Full,
    /// Stored data does not hold together.
    Corrupt(Arc<str>),
    /// The disk failed, or the store was closed.
    Unavailable(Arc<io::Error>),
    /// The changes that were asked for are no longer held.
    Compacted(u64),
}

impl Failure {
    pub(super) fn corrupt(detail: impl Into<Arc<str>>) -> Self {
        Self::Corrupt(detail.into())
    }

    pub(super) fn closed() -> Self {
        Self::Unavailable(Arc::new(io::Error::other("the store is closed")))
    }

    /// The error as the journal of `service` reports it.
    pub(super) fn of(self, service: &str) -> JournalError {
        let service = service.to_owned();
        match self {
            Self::Full => JournalError::Full { service },
            Self::Corrupt(detail) => JournalError::Corrupt { service, detail: detail.to_string() },
            Self::Unavailable(source) => JournalError::Unavailable { service, source: Box::new(source) },
            Self::Compacted(sequence) => JournalError::Compacted { service, sequence },
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => Self::Full,
            // How redb reports a file that is not one of its own, or too short.
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => Self::corrupt(error.to_string()),
            _ => Self::Unavailable(Arc::new(error)),
        }
    }
}

impl From<redb::StorageError> for Failure {
    fn from(error: redb::StorageError) -> Self {
        match error {
            redb::StorageError::Io(error) => error.into(),
            redb::StorageError::Corrupted(detail) => Self::corrupt(detail),
            other => Self::Unavailable(Arc::new(io::Error::other(other))),
        }
    }
}

impl From<redb::DatabaseError> for Failure {
    fn from(error: redb::DatabaseError) -> Self {
        match error {
            redb::DatabaseError::Storage(error) => error.into(),
            other => Self::corrupt(other.to_string()),
        }
    }
}

impl From<redb::TransactionError> for Failure {
    fn from(error: redb::TransactionError) -> Self {
        match error {
            redb::TransactionError::Storage(error) => error.into(),
            other => Self::Unavailable(Arc::new(io::Error::other(other))),
        }
    }
}

impl From<redb::TableError> for Failure {
    fn from(error: redb::TableError) -> Self {
        match error {
            redb::TableError::Storage(error) => error.into(),
            other => Self::corrupt(other.to_string()),
        }
    }
}

impl From<redb::CommitError> for Failure {
    fn from(error: redb::CommitError) -> Self {
        match error {
            redb::CommitError::Storage(error) => error.into(),
            other => Self::Unavailable(Arc::new(io::Error::other(other))),
        }
    }
}

/// Runs `work` on the store. A file that was damaged under the store's hands can make it panic: that is an answer too.
pub(super) fn contain<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(Failure::corrupt(panic_message(&*panic))))
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let message = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("the store stopped: {}", message.unwrap_or("no reason given"))
}
