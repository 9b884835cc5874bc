use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;

/// How many calls of a method an instance works on at a time.
///
/// The contract says how many at most. Below that, the number follows the time that calls take: as long as they take
/// about as long as ever, more are let in; when they begin to wait for each other, fewer.
#[derive(Debug)]
pub(super) struct Limit {
    most: u32,
    current: AtomicU32,
    gradient: Mutex<Gradient>,
}

impl Limit {
    pub(super) fn new(most: u32) -> Self {
        Self { most, current: AtomicU32::new(most), gradient: Mutex::new(Gradient::new(most)) }
    }

    pub(super) fn current(&self) -> u32 {
        self.current.load(Ordering::Relaxed)
    }

    /// A call that ended at `now` among `in_flight` others took that long.
    pub(super) fn observe(&self, took: Duration, in_flight: u32, now: Instant) {
        if self.current() == self.most && in_flight < self.most / 8 {
            // Far from any limit there is nothing to learn.
            return;
        }
        // A sample that is lost to another thread is no loss.
        if let Some(mut gradient) = self.gradient.try_lock()
            && let Some(limit) = gradient.sample(took, in_flight, now)
        {
            self.current.store(limit.min(self.most), Ordering::Relaxed);
        }
    }
}

/// Samples that are averaged before the limit moves.
const SAMPLES: u32 = 32;

/// How much longer than usual calls may take before the limit falls.
const TOLERANCE: f64 = 2.0;

/// How much of the way to its new value the limit goes at a time.
const SMOOTHING: f64 = 0.2;

/// How much a batch of samples counts in the average of what is usual.
const USUAL_SHARE: f64 = 0.05;

/// How long calls under constant pressure must take longer before twice as long counts as usual. Until then the extra
/// time is taken for waiting; for ever would be wrong, because what a method does can become slower.
const DOUBLES_IN: Duration = Duration::from_mins(2);

/// The limit does not fall below this, so that there is something to learn from.
const LEAST: f64 = 8.0;

/// The gradient of usual to current latency, after Netflix' concurrency-limits ("Gradient2").
///
/// What is usual is learned while the limit does not press. Under pressure it falls at once and rises slowly, or else a
/// long overload would become the measure of itself.
#[derive(Debug)]
pub(super) struct Gradient {
    most: f64,
    limit: f64,
    usual: f64,
    sum: f64,
    samples: u32,
    busiest: u32,
    stepped: Option<Instant>,
}

impl Gradient {
    pub(super) fn new(most: u32) -> Self {
        let most = f64::from(most);
        Self { most, limit: most, usual: f64::MAX, sum: 0.0, samples: 0, busiest: 0, stepped: None }
    }

    /// Takes a sample in, and says what the limit is when enough of them came together.
    pub(super) fn sample(&mut self, took: Duration, in_flight: u32, now: Instant) -> Option<u32> {
        self.sum += took.as_secs_f64();
        self.samples += 1;
        self.busiest = self.busiest.max(in_flight);
        if self.samples < SAMPLES {
            return None;
        }
        let current = self.sum / f64::from(self.samples);
        let presses = f64::from(self.busiest) >= self.limit / 2.0;
        (self.sum, self.samples, self.busiest) = (0.0, 0, 0);
        let since = now.saturating_duration_since(self.stepped.replace(now).unwrap_or(now));
        self.learn(current, presses, since);
        if presses || current > TOLERANCE * self.usual {
            self.adjust(current);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and a 32-bit number")]
        Some(self.limit as u32)
    }

    fn learn(&mut self, current: f64, presses: bool, since: Duration) {
        if current <= self.usual {
            self.usual = current;
        } else if presses {
            self.usual *= (since.as_secs_f64() / DOUBLES_IN.as_secs_f64()).exp2().min(current / self.usual);
        } else {
            self.usual += (current - self.usual) * USUAL_SHARE;
        }
    }

    fn adjust(&mut self, current: f64) {
        let gradient = (TOLERANCE * self.usual / current.max(f64::EPSILON)).clamp(0.5, 1.0);
        // Room for a short queue lets the limit grow while calls take as long as ever.
        let target = self.limit * gradient + self.limit.sqrt();
        let smoothed = self.limit * (1.0 - SMOOTHING) + target * SMOOTHING;
        self.limit = smoothed.clamp(LEAST.min(self.most), self.most);
    }
}
