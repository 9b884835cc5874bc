//! Wall-clock time as a dependency, so that tests and replays can hold it in their hands.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures::future::BoxFuture;
use tokio::sync::watch;

/// Tells the time and waits for it.
pub trait Clock: Send + Sync + 'static {
    /// The current wall-clock time.
    fn now(&self) -> SystemTime;

    /// Resolves once [`Clock::now`] has reached `time`, also when the clock jumps.
    fn sleep_until(&self, time: SystemTime) -> BoxFuture<'_, ()>;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

/// The longest wait before the system clock is read again: a clock that was set is noticed within it.
const RECHECK: Duration = Duration::from_secs(1);

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep_until(&self, time: SystemTime) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            while let Ok(left) = time.duration_since(self.now()) {
                if left.is_zero() {
                    return;
                }
                tokio::time::sleep(left.min(RECHECK)).await;
            }
        })
    }
}

/// A clock that stands still until it is moved; for tests and simulations.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<watch::Sender<SystemTime>>);

impl ManualClock {
    /// A clock that stands at `start`.
    #[must_use]
    pub fn new(start: SystemTime) -> Self {
        Self(Arc::new(watch::Sender::new(start)))
    }

    /// Moves the clock forward and wakes whoever waited for a time up to then.
    pub fn advance(&self, by: Duration) {
        self.0.send_modify(|now| *now += by);
    }

    /// Sets the clock, also to an earlier time.
    pub fn set(&self, time: SystemTime) {
        self.0.send_replace(time);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        *self.0.borrow()
    }

    fn sleep_until(&self, time: SystemTime) -> BoxFuture<'_, ()> {
        let mut times = self.0.subscribe();
        Box::pin(async move {
            // The sender lives in `self`, which outlives this future: waiting cannot fail.
            let _ = times.wait_for(|now| *now >= time).await;
        })
    }
}
