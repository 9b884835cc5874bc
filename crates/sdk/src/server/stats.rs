use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::Mutex;

use crate::status::Status;

/// What `$SRV.STATS` tells about a method.
#[derive(Debug, Default)]
pub(super) struct EndpointStats {
    requests: AtomicU64,
    errors: AtomicU64,
    nanos: AtomicU64,
    last_error: Mutex<String>,
}

/// The numbers at one moment.
#[derive(Clone, Debug)]
pub(super) struct StatsSnapshot {
    pub(super) requests: u64,
    pub(super) errors: u64,
    pub(super) nanos: u64,
    pub(super) last_error: String,
}

impl EndpointStats {
    /// A call was answered, or refused after no time at all.
    pub(super) fn record(&self, took: Duration, failure: Option<&Status>) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.nanos.fetch_add(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
        if let Some(status) = failure {
            self.errors.fetch_add(1, Ordering::Relaxed);
            let text = format!("{}:{}", status.code().http_status(), status.code().as_str());
            *self.last_error.lock() = text;
        }
    }

    pub(super) fn snapshot(&self) -> StatsSnapshot {
        StatsSnapshot {
            requests: self.requests.load(Ordering::Relaxed),
            errors: self.errors.load(Ordering::Relaxed),
            nanos: self.nanos.load(Ordering::Relaxed),
            last_error: self.last_error.lock().clone(),
        }
    }
}
