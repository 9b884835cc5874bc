//! How long a connection waits for its turn on a processor.
//!
//! When there is more to do than time, requests wait before anything of theirs is read, and nothing that counts requests
//! sees them. What can be seen is when a connection was woken, because something arrived, and when it had its turn.

#[cfg(test)]
mod tests;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use futures::future::poll_fn;
use futures::task::AtomicWaker;
use tokio::time::Instant;

/// A connection that wakes itself goes on at once, but not for ever: others wait.
///
/// hyper asks for the body of a request after it has found out that somebody wants it, and wakes itself in between. To wait
/// for another turn then would be to wait twice as long for an answer.
const STEPS_IN_A_TURN: usize = 4;

/// The turns of one connection.
#[derive(Debug)]
pub(crate) struct Turns {
    begin: Instant,
    /// When it was woken for its next turn, in nanoseconds since `begin`.
    woken_ns: AtomicU64,
    /// How long it waited for the turn that it has.
    waited_ns: AtomicU64,
    state: AtomicU8,
    task: AtomicWaker,
}

/// Nothing wakes the connection,
const AT_REST: u8 = 0;
/// it was woken and waits for its turn,
const WAITING: u8 = 1;
/// it has its turn,
const ON_TURN: u8 = 2;
/// or was woken during it.
const WOKEN_ON_TURN: u8 = 3;

impl Turns {
    /// A connection that waits for its first turn from now on.
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            begin: Instant::now(),
            woken_ns: AtomicU64::new(0),
            waited_ns: AtomicU64::new(0),
            state: AtomicU8::new(WAITING),
            task: AtomicWaker::new(),
        })
    }

    /// How long the connection waited for the turn that it has.
    pub(crate) fn waited(&self) -> Duration {
        Duration::from_nanos(self.waited_ns.load(Ordering::Relaxed))
    }

    /// Runs all that happens on the connection, and watches when it is woken and has its turn.
    pub(super) async fn watch<F: Future>(self: Arc<Self>, mut connection: Pin<&mut F>) -> F::Output {
        let waker = Waker::from(Arc::clone(&self));
        poll_fn(|cx| {
            self.task.register(cx.waker());
            self.begins();
            for _ in 0..STEPS_IN_A_TURN {
                let polled = connection.as_mut().poll(&mut Context::from_waker(&waker));
                if polled.is_ready() || self.ends() {
                    return polled;
                }
            }
            self.gives_way();
            Poll::Pending
        })
        .await
    }

    fn begins(&self) {
        let woken = self.state.swap(ON_TURN, Ordering::AcqRel) == WAITING;
        let waited = if woken { self.elapsed_ns().saturating_sub(self.woken_ns.load(Ordering::Acquire)) } else { 0 };
        self.waited_ns.store(waited, Ordering::Relaxed);
    }

    /// Whether the turn is over. If not, something woke the connection during it.
    fn ends(&self) -> bool {
        let ended = self.state.compare_exchange(ON_TURN, AT_REST, Ordering::AcqRel, Ordering::Acquire);
        if ended.is_err() {
            self.state.store(ON_TURN, Ordering::Release);
        }
        ended.is_ok()
    }

    /// The turn is over although there is more to do.
    fn gives_way(&self) {
        self.state.store(AT_REST, Ordering::Release);
        self.wake();
    }

    fn wake(&self) {
        let mut state = self.state.load(Ordering::Acquire);
        loop {
            let next = match state {
                AT_REST => WAITING,
                ON_TURN => WOKEN_ON_TURN,
                _ => return,
            };
            if next == WAITING {
                // Whoever has the turn next sees this, for it is written before the state.
                self.woken_ns.store(self.elapsed_ns(), Ordering::Release);
            }
            match self.state.compare_exchange_weak(state, next, Ordering::AcqRel, Ordering::Acquire) {
                Ok(_) if next == WAITING => return self.task.wake(),
                Ok(_) => return,
                Err(now) => state = now,
            }
        }
    }

    fn elapsed_ns(&self) -> u64 {
        u64::try_from(self.begin.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}

impl Wake for Turns {
    fn wake(self: Arc<Self>) {
        Self::wake(&self);
    }

    fn wake_by_ref(self: &Arc<Self>) {
        Self::wake(self);
    }
}
