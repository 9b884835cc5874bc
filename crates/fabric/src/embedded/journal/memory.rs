//! A store in memory: the same code, and nothing is left when it is dropped.

use std::io;
use std::sync::Arc;

use redb::StorageBackend;
use redb::backends::InMemoryBackend;

use super::store::Medium;

/// Memory in place of a file.
#[derive(Debug, Default)]
pub(super) struct Memory(Arc<InMemoryBackend>);

impl Medium for Memory {
    fn open_tables(&self) -> io::Result<Arc<dyn StorageBackend>> {
        Ok(Arc::clone(&self.0) as Arc<dyn StorageBackend>)
    }

    fn open_log(&self) -> io::Result<Option<Arc<dyn StorageBackend>>> {
        Ok(None)
    }

    fn free_bytes(&self) -> Option<u64> {
        None
    }
}
