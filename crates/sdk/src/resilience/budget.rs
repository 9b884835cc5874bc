use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use tokio::time::Instant;

/// A thousandth of a retry, the unit of the budget.
const RETRY: u64 = 1_000;

/// What each call adds: retries may be a fifth of the traffic.
const PER_CALL: u64 = RETRY / 5;

/// What each second adds: little traffic may be retried too.
const PER_SECOND: u64 = 10 * RETRY;

/// The most that is saved up, in seconds of [`PER_SECOND`] and as many calls: a short burst of failures, not a storm.
const MOST: u64 = 300 * RETRY;

/// Bounds the retries of a process, so that they cannot multiply the load on services that fail.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    saved: AtomicU64,
    refilled: Mutex<Instant>,
}

impl RetryBudget {
    pub(crate) fn new(now: Instant) -> Self {
        Self { saved: AtomicU64::new(PER_SECOND), refilled: Mutex::new(now) }
    }

    /// A call is made.
    pub(crate) fn deposit(&self) {
        if self.saved.load(Ordering::Relaxed) < MOST {
            self.saved.fetch_add(PER_CALL, Ordering::Relaxed);
        }
    }

    /// Takes one retry out, if there is one.
    pub(crate) fn withdraw(&self, now: Instant) -> bool {
        let mut refilled = self.refilled.lock();
        let since = now.saturating_duration_since(*refilled);
        let earned = u64::try_from(since.as_millis()).unwrap_or(u64::MAX).saturating_mul(PER_SECOND) / 1_000;
        if earned > 0 {
            *refilled = now;
            let total = self.saved.load(Ordering::Relaxed).saturating_add(earned).min(MOST);
            self.saved.fetch_max(total, Ordering::Relaxed);
        }
        self.saved.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |saved| saved.checked_sub(RETRY)).is_ok()
    }
}
