use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;

use crate::status::Code;

/// Calls in a window below which no rate of failures says anything.
const LEAST_CALLS: u32 = 20;

/// How long failures are counted together.
const WINDOW: Duration = Duration::from_secs(10);

/// Calls that are let through at a time to find out whether the method works again; as many successes close it.
const PROBES: u32 = 3;

/// How long it stays open at first; twice as long after each failed probe.
const OPEN_FIRST: Duration = Duration::from_secs(1);

/// The longest it stays open.
const OPEN_MOST: Duration = Duration::from_secs(30);

/// Stops calling a method that does not answer, and finds out with few calls when it does again.
///
/// At least half of at least 20 calls within 10 seconds must have failed for it to open. The window begins with a
/// failure, so a method that works costs one atomic addition a call.
#[derive(Debug, Default)]
pub(crate) struct Breaker {
    tripped: AtomicBool,
    successes: AtomicU32,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    state: State,
    failures: u32,
    window_ends: Option<Instant>,
    /// How often it has opened since it was last closed.
    relapses: u32,
    /// Counts the half-open phases, so that a late probe of an earlier one is told apart.
    phase: u64,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Closed,
    Open {
        until: Instant,
    },
    HalfOpen {
        probing: u32,
        succeeded: u32,
    },
}

/// What an attempt says about the health of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It answered; what it answered does not matter.
    Alive,
    /// It could not be reached or did not answer in time.
    Failed,
}

impl Outcome {
    pub(crate) fn of(result: Result<(), Code>) -> Self {
        match result {
            Err(Code::Unavailable | Code::DeadlineExceeded) => Self::Failed,
            _ => Self::Alive,
        }
    }
}

/// One attempt that the breaker let through. Dropped without an outcome, it counts for nothing.
#[derive(Debug)]
pub(crate) struct Probe<'a> {
    breaker: &'a Breaker,
    /// Which half-open phase the attempt probes, if it does.
    probes: Option<u64>,
    finished: bool,
}

impl Breaker {
    /// Lets an attempt through, or says how long none will be.
    pub(crate) fn admit(&self, now: Instant) -> Result<Probe<'_>, Duration> {
        let probes = if self.tripped.load(Ordering::Acquire) { self.admit_probe(now)? } else { None };
        Ok(Probe { breaker: self, probes, finished: false })
    }

    fn admit_probe(&self, now: Instant) -> Result<Option<u64>, Duration> {
        let mut inner = self.inner.lock();
        match &mut inner.state {
            State::Closed => return Ok(None),
            State::Open { until } if now < *until => return Err(*until - now),
            State::HalfOpen { probing, .. } if *probing >= PROBES => return Err(OPEN_FIRST),
            State::HalfOpen { probing, .. } => *probing += 1,
            State::Open { .. } => {
                inner.state = State::HalfOpen { probing: 1, succeeded: 0 };
                inner.phase += 1;
            }
        }
        Ok(Some(inner.phase))
    }

    fn record(&self, outcome: Outcome, probes: Option<u64>, now: Instant) {
        match (outcome, probes) {
            (Outcome::Alive, None) => {
                self.successes.fetch_add(1, Ordering::Relaxed);
            }
            (Outcome::Failed, None) => self.record_failure(now),
            (outcome, Some(phase)) => self.record_probe(outcome, phase, now),
        }
    }

    fn record_failure(&self, now: Instant) {
        let mut inner = self.inner.lock();
        if !matches!(inner.state, State::Closed) {
            // An attempt from before it opened; it tells nothing new.
            return;
        }
        if inner.window_ends.is_none_or(|ends| now >= ends) {
            inner.window_ends = Some(now + WINDOW);
            inner.failures = 0;
            self.successes.store(0, Ordering::Relaxed);
        }
        inner.failures += 1;
        let successes = self.successes.load(Ordering::Relaxed);
        if inner.failures.saturating_add(successes) >= LEAST_CALLS && inner.failures >= successes {
            self.open(&mut inner, now);
        }
    }

    fn record_probe(&self, outcome: Outcome, phase: u64, now: Instant) {
        let mut inner = self.inner.lock();
        if inner.phase != phase {
            return;
        }
        let State::HalfOpen { probing, succeeded } = &mut inner.state else { return };
        *probing -= 1;
        *succeeded += 1;
        let recovered = *succeeded >= PROBES;
        match outcome {
            Outcome::Failed => self.open(&mut inner, now),
            Outcome::Alive if recovered => self.close(&mut inner),
            Outcome::Alive => {}
        }
    }

    fn open(&self, inner: &mut Inner, now: Instant) {
        let open_for = OPEN_FIRST.saturating_mul(1 << inner.relapses.min(8)).min(OPEN_MOST);
        inner.state = State::Open { until: now + open_for };
        inner.relapses += 1;
        self.tripped.store(true, Ordering::Release);
    }

    fn close(&self, inner: &mut Inner) {
        *inner = Inner { phase: inner.phase, ..Inner::default() };
        self.successes.store(0, Ordering::Relaxed);
        self.tripped.store(false, Ordering::Release);
    }

    fn forget_probe(&self, phase: u64) {
        let mut inner = self.inner.lock();
        if inner.phase == phase
            && let State::HalfOpen { probing, .. } = &mut inner.state
        {
            *probing -= 1;
        }
    }
}

impl Probe<'_> {
    /// Says how the attempt went.
    pub(crate) fn finish(mut self, outcome: Outcome, now: Instant) {
        self.finished = true;
        self.breaker.record(outcome, self.probes, now);
    }
}

impl Drop for Probe<'_> {
    fn drop(&mut self) {
        if let (Some(phase), false) = (self.probes, self.finished) {
            self.breaker.forget_probe(phase);
        }
    }
}
