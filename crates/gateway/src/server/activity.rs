//! What a connection is doing, as far as its time limits are concerned.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use crate::config::Timeouts;

/// What a connection is doing: waiting for a request, receiving its headers, or working on requests.
#[derive(Debug)]
pub(crate) struct Activity {
    begin: Instant,
    in_flight: AtomicUsize,
    /// When the last request ended, in milliseconds since `begin`.
    idle_since_ms: AtomicU64,
    /// When the headers of a request began to arrive, in milliseconds since `begin`, from 1; 0 while none do.
    head_since_ms: AtomicU64,
}

/// Why a connection is to be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overdue {
    /// The headers of a request did not arrive in time.
    Headers,
    /// No request came for too long.
    Idle,
}

impl Activity {
    pub(crate) fn new() -> Self {
        let (in_flight, idle_since_ms, head_since_ms) = Default::default();
        Self { begin: Instant::now(), in_flight, idle_since_ms, head_since_ms }
    }

    fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.begin.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Bytes arrived.
    pub(super) fn received(&self) {
        if self.is_idle() && self.head_since_ms.load(Ordering::Relaxed) == 0 {
            self.head_since_ms.store(self.elapsed_ms().max(1), Ordering::Relaxed);
        }
    }

    /// A request's headers are complete.
    pub(crate) fn request_begins(&self) {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
        self.head_since_ms.store(0, Ordering::Relaxed);
    }

    /// A request's answer was sent, or given up.
    pub(crate) fn request_ends(&self) {
        self.idle_since_ms.store(self.elapsed_ms(), Ordering::Relaxed);
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
    }

    pub(super) fn is_idle(&self) -> bool {
        self.in_flight.load(Ordering::Relaxed) == 0
    }

    /// How long no request has been worked on.
    pub(super) fn idle_for(&self) -> Duration {
        let since = self.idle_since_ms.load(Ordering::Relaxed);
        if self.is_idle() { Duration::from_millis(self.elapsed_ms().saturating_sub(since)) } else { Duration::ZERO }
    }

    /// Which limit was passed, if one was.
    pub(super) fn overdue(&self, timeouts: &Timeouts) -> Option<Overdue> {
        if !self.is_idle() {
            return None;
        }
        let now = self.elapsed_ms();
        let head = self.head_since_ms.load(Ordering::Relaxed);
        if head > 0 && now.saturating_sub(head) >= timeouts.headers_ms {
            return Some(Overdue::Headers);
        }
        let idle = now.saturating_sub(self.idle_since_ms.load(Ordering::Relaxed));
        (idle >= timeouts.idle_ms).then_some(Overdue::Idle)
    }

    /// When it makes sense to ask again whether a limit was passed.
    pub(super) fn next_check(&self, timeouts: &Timeouts) -> Instant {
        let shortest = timeouts.headers_ms.min(timeouts.idle_ms);
        let head = self.head_since_ms.load(Ordering::Relaxed);
        let due = match (self.is_idle(), head) {
            (false, _) => self.elapsed_ms() + shortest,
            (true, 0) => {
                (self.idle_since_ms.load(Ordering::Relaxed) + timeouts.idle_ms).min(self.elapsed_ms() + shortest)
            }
            (true, head) => head + timeouts.headers_ms,
        };
        self.begin + Duration::from_millis(due.max(self.elapsed_ms() + 1))
    }
}
