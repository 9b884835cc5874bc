//! The fabric in this process: messages in memory, state in memory or on this machine's disk.
//!
//! Nothing else has to run. State on disk survives the end of the process and the loss of power: a commit is
//! acknowledged when the disk has it.

pub mod bus;
pub mod cache;
pub mod journal;

use std::path::PathBuf;
use std::sync::Arc;

use self::bus::EmbeddedBus;
use self::cache::{CacheLimits, EmbeddedCache};
use self::journal::{EmbeddedJournals, OpenError, Retention};
use crate::Fabric;
use crate::clock::{Clock, SystemClock};

/// How the fabric in this process is set up.
#[derive(Clone)]
pub struct EmbeddedConfig {
    /// The folder for state; created when it is not there. One process at a time has it.
    pub directory: PathBuf,
    /// The time by which timers fire and times to live end.
    pub clock: Arc<dyn Clock>,
    /// How much of the past is kept.
    pub retention: Retention,
    /// Memory for pages of the store, in bytes.
    pub page_cache_bytes: usize,
    /// Room on the disk, in bytes, that is left free: commits are refused when there is less.
    pub reserve_bytes: u64,
    /// How much the cache holds.
    pub cache: CacheLimits,
}

impl EmbeddedConfig {
    /// The defaults, with state in `directory` and the machine's clock.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: directory.into(),
            clock: Arc::new(SystemClock),
            retention: Retention::default(),
            page_cache_bytes: DEFAULT_PAGE_CACHE_BYTES,
            reserve_bytes: DEFAULT_RESERVE_BYTES,
            cache: CacheLimits::default(),
        }
    }
}

/// Page memory that keeps the whole product small when it is idle.
const DEFAULT_PAGE_CACHE_BYTES: usize = 32 * 1024 * 1024;

/// Enough to open the store and to tidy up when the disk is full.
const DEFAULT_RESERVE_BYTES: u64 = 16 * 1024 * 1024;

/// A fabric whose state is gone when it is dropped; for tests and trials.
pub fn memory(clock: Arc<dyn Clock>) -> Fabric {
    fabric(EmbeddedJournals::in_memory(Arc::clone(&clock)), clock, CacheLimits::default())
}

/// A fabric whose state is on disk. Blocks while all of it is checked for damage.
///
/// # Errors
/// [`OpenError`], which says what to do.
pub fn open(config: EmbeddedConfig) -> Result<Fabric, OpenError> {
    let journals = EmbeddedJournals::on_disk(&config)?;
    Ok(fabric(journals, config.clock, config.cache))
}

fn fabric(journals: EmbeddedJournals, clock: Arc<dyn Clock>, limits: CacheLimits) -> Fabric {
    Fabric {
        bus: Arc::new(EmbeddedBus::new()),
        journals: Arc::new(journals),
        cache: Arc::new(EmbeddedCache::new(clock, limits)),
    }
}
