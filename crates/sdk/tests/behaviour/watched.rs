//! Handlers that are watched.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts handlers that began and that came to an end, by returning or by being dropped.
#[derive(Clone, Default)]
pub(crate) struct Watched(Arc<Counts>);

#[derive(Default)]
struct Counts {
    begun: AtomicUsize,
    ended: AtomicUsize,
}

/// One handler at work.
pub(crate) struct AtWork(Watched);

impl Watched {
    pub(crate) fn begin(&self) -> AtWork {
        self.0.begun.fetch_add(1, Ordering::SeqCst);
        AtWork(self.clone())
    }

    pub(crate) fn begun(&self) -> usize {
        self.0.begun.load(Ordering::SeqCst)
    }

    pub(crate) fn ended(&self) -> usize {
        self.0.ended.load(Ordering::SeqCst)
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.0.ended.fetch_add(1, Ordering::SeqCst);
    }
}
