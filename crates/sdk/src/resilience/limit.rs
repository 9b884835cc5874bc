use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use parking_lot::Mutex;

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

    /// A call that began among `in_flight` others took that long.
    pub(super) fn observe(&self, took: Duration, in_flight: u32) {
        if self.current() == self.most && in_flight < self.most / 8 {
            // Far from any limit there is nothing to learn.
            return;
        }
        // A sample that is lost to another thread is no loss.
        if let Some(mut gradient) = self.gradient.try_lock()
            && let Some(limit) = gradient.sample(took, in_flight)
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

/// How much a batch of samples counts in the long-term average.
const LONG_TERM_SHARE: f64 = 0.02;

/// The limit does not fall below this, so that there is something to learn from.
const LEAST: f64 = 8.0;

/// The gradient of long-term to short-term latency, as in Netflix' concurrency-limits ("Gradient2").
#[derive(Debug)]
pub(super) struct Gradient {
    most: f64,
    limit: f64,
    long_term: Option<f64>,
    sum: f64,
    samples: u32,
    busiest: u32,
}

impl Gradient {
    pub(super) fn new(most: u32) -> Self {
        let most = f64::from(most);
        Self { most, limit: most, long_term: None, sum: 0.0, samples: 0, busiest: 0 }
    }

    /// Takes a sample in, and says what the limit is when enough of them came together.
    pub(super) fn sample(&mut self, took: Duration, in_flight: u32) -> Option<u32> {
        self.sum += took.as_secs_f64();
        self.samples += 1;
        self.busiest = self.busiest.max(in_flight);
        if self.samples < SAMPLES {
            return None;
        }
        let short_term = self.sum / f64::from(self.samples);
        let busiest = f64::from(self.busiest);
        (self.sum, self.samples, self.busiest) = (0.0, 0, 0);
        self.step(short_term, busiest);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and a 32-bit number")]
        Some(self.limit as u32)
    }

    fn step(&mut self, short_term: f64, busiest: f64) {
        let mut long_term = *self.long_term.get_or_insert(short_term);
        long_term += (short_term - long_term) * LONG_TERM_SHARE;
        if long_term > 2.0 * short_term {
            // A long stretch of load has drifted out of the average faster than it drifted in.
            long_term *= 0.95;
        }
        self.long_term = Some(long_term);
        if busiest < self.limit / 2.0 && short_term <= TOLERANCE * long_term {
            // The limit did not bound anything, so these samples say nothing about a larger one.
            return;
        }
        let gradient = (TOLERANCE * long_term / short_term.max(f64::EPSILON)).clamp(0.5, 1.0);
        // Room for a short queue lets the limit grow while calls take as long as ever.
        let target = self.limit * gradient + self.limit.sqrt();
        let smoothed = self.limit * (1.0 - SMOOTHING) + target * SMOOTHING;
        self.limit = smoothed.clamp(LEAST.min(self.most), self.most);
    }
}
