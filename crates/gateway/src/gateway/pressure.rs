//! How much of what comes is let in, when more comes than the process can do.
//!
//! Work waits for a processor before anything can be counted: in a process that has too much to do, every task waits for
//! all others to have had their turn. How long that takes is measured; when it stays too long, a share of the requests is
//! refused before anything is done for them, the least important first, and the others find the process as it should be.

#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use realmwire_contract::Criticality;
use tokio::sync::Notify;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

/// How often the wait for a turn is measured.
const INTERVAL: Duration = Duration::from_millis(4);

/// How much of a new measurement goes into the average: a wait of less than some tens of milliseconds is a burst, which
/// is worked off, and no overload.
const SMOOTHING: f64 = 0.1;

/// A single measurement counts as so many times the limit at most. A processor that was taken away for a moment is no
/// reason to refuse anything.
const OUTLIER: f64 = 4.0;

/// The share that is let in grows by so much of the whole at a time when there is time left,
const GROWTH: f64 = 0.01;
/// and falls to no less than this share of itself when there is none,
const STEEPEST_FALL: f64 = 0.85;
/// and never below this share of the whole, or there would be nothing to learn from.
const LEAST: f64 = 0.02;

/// Steps along which requests are spread over those let in and those refused: 2^32 divided by the golden ratio, so that
/// any number of requests after each other has its share.
const STEP: u32 = 2_654_435_769;

/// What decides whether there is time for a request.
#[derive(Debug)]
pub(crate) struct Pressure {
    /// The share of requests of usual importance that is let in, of `u32::MAX`.
    share: AtomicU32,
    turn: AtomicU32,
    is_busy: AtomicBool,
    busy: Notify,
}

impl Pressure {
    pub(super) fn new() -> Self {
        Self {
            share: AtomicU32::new(u32::MAX),
            turn: AtomicU32::new(0),
            is_busy: AtomicBool::new(false),
            busy: Notify::new(),
        }
    }

    /// Whether there is time for a request of this importance.
    pub(crate) fn admits(&self, criticality: Criticality) -> bool {
        if !self.is_busy.load(Ordering::Relaxed) {
            self.is_busy.store(true, Ordering::Relaxed);
            self.busy.notify_one();
        }
        let share = self.share.load(Ordering::Relaxed);
        if share == u32::MAX {
            return true;
        }
        self.turn.fetch_add(STEP, Ordering::Relaxed) < share_of(share, criticality)
    }

    /// The share that is let in, in hundredths.
    fn percent(&self) -> u32 {
        let share = u64::from(self.share.load(Ordering::Relaxed));
        u32::try_from(share * 100 / u64::from(u32::MAX)).unwrap_or(100)
    }

    /// Measures how long work waits for its turn, and sets the share by it. For ever; while nothing comes, it rests.
    pub(super) async fn follow(&self, limit: impl Fn() -> Duration, observe: impl Fn(u32)) {
        let mut control = Control::default();
        loop {
            if control.is_calm() && !self.is_busy.swap(false, Ordering::Relaxed) {
                self.busy.notified().await;
            }
            sleep(INTERVAL).await;
            let begin = Instant::now();
            // Gives the turn away, and gets it back when all others have had theirs.
            yield_now().await;
            let waited = begin.elapsed();
            let share = control.measured(waited, limit());
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 0 and a 32-bit number"
            )]
            self.share.store((share * f64::from(u32::MAX)) as u32, Ordering::Relaxed);
            observe(self.percent());
        }
    }
}

/// What is sheddable goes when half of the usual is refused, what is critical is touched when three quarters are.
fn share_of(share: u32, criticality: Criticality) -> u32 {
    match criticality {
        Criticality::Critical => share.saturating_mul(4),
        Criticality::Default => share,
        Criticality::Sheddable => share.saturating_sub(u32::MAX - share),
    }
}

/// The share to let in, by how long work waited.
#[derive(Debug)]
struct Control {
    share: f64,
    /// The wait on average, in seconds.
    wait: f64,
}

impl Default for Control {
    fn default() -> Self {
        Self { share: 1.0, wait: 0.0 }
    }
}

impl Control {
    fn is_calm(&self) -> bool {
        self.share >= 1.0
    }

    /// The new share.
    fn measured(&mut self, waited: Duration, limit: Duration) -> f64 {
        let limit = limit.as_secs_f64();
        if limit <= 0.0 {
            *self = Self::default();
            return self.share;
        }
        let waited = waited.as_secs_f64().min(OUTLIER * limit);
        self.wait += (waited - self.wait) * SMOOTHING;
        let excess = self.wait / limit;
        let next = if excess > 1.0 { self.share * (1.0 / excess).max(STEEPEST_FALL) } else { self.share + GROWTH };
        self.share = next.clamp(LEAST, 1.0);
        self.share
    }
}
