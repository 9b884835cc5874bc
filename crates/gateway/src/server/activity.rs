//! What a connection is doing, as far as its time limits are concerned.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Notify;
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
    /// Whether what arrives between requests is the beginning of one. In HTTP/2 it may be anything.
    has_bare_heads: AtomicBool,
    /// The headers of a request did not arrive in time.
    is_late: AtomicBool,
    /// Another connection needs the place.
    is_displaced: AtomicBool,
    displaced: Notify,
}

/// Why a connection is to be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overdue {
    /// The headers of a request did not arrive in time.
    Headers,
    /// No request came for too long.
    Idle,
    /// No request came for a while, and another connection needed the place.
    Displaced,
}

/// A request that is being answered, until it is dropped.
pub(crate) struct Busy(Arc<Activity>);

impl Busy {
    pub(crate) fn begin(activity: &Arc<Activity>) -> Self {
        activity.request_begins();
        Self(Arc::clone(activity))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.request_ends();
    }
}

impl Activity {
    pub(crate) fn new() -> Self {
        Self {
            begin: Instant::now(),
            in_flight: AtomicUsize::new(0),
            idle_since_ms: AtomicU64::new(0),
            head_since_ms: AtomicU64::new(0),
            has_bare_heads: AtomicBool::new(true),
            is_late: AtomicBool::new(false),
            is_displaced: AtomicBool::new(false),
            displaced: Notify::new(),
        }
    }

    /// The client speaks HTTP/2, whose connections are never silent: pings and windows come between requests.
    pub(super) fn speaks_http2(&self) {
        self.has_bare_heads.store(false, Ordering::Relaxed);
        self.head_since_ms.store(0, Ordering::Relaxed);
    }

    fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.begin.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Bytes arrived.
    pub(super) fn received(&self) {
        let begins = self.has_bare_heads.load(Ordering::Relaxed) && self.is_idle();
        if begins && self.head_since_ms.load(Ordering::Relaxed) == 0 {
            self.head_since_ms.store(self.elapsed_ms().max(1), Ordering::Relaxed);
        }
    }

    /// A request's headers are complete.
    fn request_begins(&self) {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
        self.head_since_ms.store(0, Ordering::Relaxed);
    }

    /// A request's answer was sent, or given up.
    fn request_ends(&self) {
        self.idle_since_ms.store(self.elapsed_ms(), Ordering::Relaxed);
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
    }

    pub(super) fn is_idle(&self) -> bool {
        self.in_flight.load(Ordering::Relaxed) == 0
    }

    /// How long nothing has been asked, and nothing has begun to be.
    pub(super) fn quiet_for(&self) -> Duration {
        if !self.is_idle() || self.head_since_ms.load(Ordering::Relaxed) > 0 {
            return Duration::ZERO;
        }
        Duration::from_millis(self.elapsed_ms().saturating_sub(self.idle_since_ms.load(Ordering::Relaxed)))
    }

    /// Lets nothing more be read: the client is told that its request came too slowly.
    pub(super) fn give_up_waiting(&self) {
        self.is_late.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_late(&self) -> bool {
        self.is_late.load(Ordering::Relaxed)
    }

    /// Asks the connection to end, because another one needs its place. False: it was asked before.
    pub(super) fn displace(&self) -> bool {
        let first = !self.is_displaced.swap(true, Ordering::Relaxed);
        if first {
            self.displaced.notify_one();
        }
        first
    }

    pub(super) fn is_displaced(&self) -> bool {
        self.is_displaced.load(Ordering::Relaxed)
    }

    /// Waits until another connection needs the place.
    pub(super) async fn displaced(&self) {
        self.displaced.notified().await;
    }

    /// Which limit was passed, if one was.
    pub(super) fn overdue(&self, timeouts: &Timeouts) -> Option<Overdue> {
        if !self.is_idle() {
            return None;
        }
        let now = self.elapsed_ms();
        let head = self.head_since_ms.load(Ordering::Relaxed);
        if head > 0 {
            return (now.saturating_sub(head) >= timeouts.headers_ms).then_some(Overdue::Headers);
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

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn headers_that_begin_late_in_an_idle_time_have_all_of_their_own() {
        let timeouts = Timeouts { headers_ms: 10_000, idle_ms: 75_000, ..Timeouts::default() };
        let activity = Activity::new();
        advance(Duration::from_secs(74)).await;
        assert_eq!(activity.overdue(&timeouts), None);
        activity.received();
        advance(Duration::from_secs(9)).await;
        assert_eq!(activity.overdue(&timeouts), None);
        advance(Duration::from_secs(1)).await;
        assert_eq!(activity.overdue(&timeouts), Some(Overdue::Headers));
    }
}
