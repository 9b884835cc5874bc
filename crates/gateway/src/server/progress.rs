//! Answers of HTTP/2 that their clients do not take.
//!
//! In HTTP/1 an answer that is not read fills the socket, and the connection notices. In HTTP/2 each answer waits for a
//! window that its client may never open, while the connection as a whole is alive and well: each is watched by itself.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Poll, ready};
use std::time::Duration;

use tokio::time::{Sleep, sleep};

tokio::task_local! {
    static PROGRESS: Arc<Progress>;
}

/// How far an answer has come.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    /// Pieces that were handed over, and half steps while one waits to be taken: odd numbers are waiting.
    steps: AtomicUsize,
}

/// An answer was given up because its client did not take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotTaken;

impl Progress {
    /// The progress of the answer that this task is giving, if it is one that is watched.
    pub(crate) fn current() -> Option<Arc<Self>> {
        PROGRESS.try_with(Arc::clone).ok()
    }

    /// A piece was handed over, and waits for its client.
    pub(crate) fn handed_over(&self) {
        self.steps.fetch_or(1, Ordering::Relaxed);
    }

    /// Another piece is asked for: the last one was taken.
    pub(crate) fn taken(&self) {
        let steps = self.steps.load(Ordering::Relaxed);
        self.steps.store(steps.wrapping_add(steps & 1), Ordering::Relaxed);
    }

    fn waiting(&self) -> Option<usize> {
        let steps = self.steps.load(Ordering::Relaxed);
        (steps & 1 == 1).then_some(steps)
    }
}

/// Gives an answer, unless one piece of it waits for longer than `limit` to be taken.
pub(super) async fn watched(answer: impl Future, limit: impl Fn() -> Duration) -> Result<(), NotTaken> {
    let progress = Arc::new(Progress::default());
    let mut answer = pin!(PROGRESS.scope(Arc::clone(&progress), answer));
    let mut waiting: Option<(usize, std::pin::Pin<Box<Sleep>>)> = None;
    poll_fn(|cx| {
        if answer.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Ok(()));
        }
        let Some(piece) = progress.waiting() else {
            waiting = None;
            return Poll::Pending;
        };
        if waiting.as_ref().is_none_or(|(before, _)| *before != piece) {
            waiting = None;
        }
        let (_, time) = waiting.get_or_insert_with(|| (piece, Box::pin(sleep(limit()))));
        ready!(time.as_mut().poll(cx));
        Poll::Ready(Err(NotTaken))
    })
    .await
}
