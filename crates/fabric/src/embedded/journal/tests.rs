//! What the store promises about disks that fail, which only simulated ones do on demand.

mod bit_flips;
mod closing;
mod disk;
mod folders;
mod full_disk;
mod ledger;
mod power_loss;
mod upkeep;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use self::disk::Disk;
use super::EmbeddedJournals;
use super::failure::Failure;
use super::store::{Store, StoreOptions};
use super::upkeep::Retention;
use crate::clock::{Clock, ManualClock};

fn options() -> StoreOptions {
    // The tables are synced every few commits.
    StoreOptions { retention: Retention::default(), cache_bytes: 1024 * 1024, log_bytes: 10_000, reserve_bytes: 0 }
}

fn clock() -> ManualClock {
    ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_hours(60 * 365 * 24))
}

fn open(disk: &Disk, clock: &ManualClock) -> Result<EmbeddedJournals, Failure> {
    open_with(disk, clock, options())
}

fn open_with(disk: &Disk, clock: &ManualClock, options: StoreOptions) -> Result<EmbeddedJournals, Failure> {
    let clock: Arc<dyn Clock> = Arc::new(clock.clone());
    Ok(EmbeddedJournals(Ok(Arc::new(Store::open(disk.clone(), clock, options)?))))
}
