use std::hash::{DefaultHasher, Hash, Hasher};

use tokio::sync::oneshot;

/// Keeps events with the same key in order while others are handled at the same time.
///
/// Each key belongs to one of a fixed number of lanes. In a lane, an event waits for the end of the one before it.
pub(super) struct Lanes(Vec<Option<oneshot::Receiver<()>>>);

/// A place in a lane. The next one in the lane waits until it is dropped.
pub(super) struct Turn {
    before: Option<oneshot::Receiver<()>>,
    _end: Option<oneshot::Sender<()>>,
}

impl Lanes {
    pub(super) fn new(count: usize) -> Self {
        Self((0..count.max(1)).map(|_| None).collect())
    }

    /// The next place in the lane of `key`. An event without a key waits for nothing.
    pub(super) fn turn(&mut self, key: &str) -> Turn {
        if key.is_empty() {
            return Turn { before: None, _end: None };
        }
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let lanes = self.0.len() as u64;
        let lane = usize::try_from(hasher.finish() % lanes).unwrap_or_default();
        let (end, ended) = oneshot::channel();
        let before = self.0.get_mut(lane).and_then(|last| last.replace(ended));
        Turn { before, _end: Some(end) }
    }
}

impl Turn {
    /// Waits until the event before this one was dealt with.
    pub(super) async fn comes(&mut self) {
        if let Some(before) = self.before.as_mut() {
            // The sender never sends: its end is the signal.
            let _ = before.await;
            self.before = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::Lanes;

    #[test]
    fn events_of_one_key_wait_for_each_other() {
        let mut lanes = Lanes::new(16);
        let mut first = lanes.turn("a");
        let mut second = lanes.turn("a");
        let mut third = lanes.turn("a");
        assert!(first.comes().now_or_never().is_some());
        assert!(second.comes().now_or_never().is_none());
        drop(first);
        assert!(second.comes().now_or_never().is_some());
        assert!(second.comes().now_or_never().is_some(), "it has come once and for all");
        assert!(third.comes().now_or_never().is_none());
        drop(second);
        assert!(third.comes().now_or_never().is_some());
    }

    #[test]
    fn an_event_that_is_given_up_holds_nobody_back() {
        let mut lanes = Lanes::new(1);
        let first = lanes.turn("a");
        let second = lanes.turn("b");
        let mut third = lanes.turn("c");
        drop(second);
        assert!(third.comes().now_or_never().is_some(), "only the one just before counts");
        drop(first);
    }

    #[test]
    fn events_without_a_key_wait_for_nothing() {
        let mut lanes = Lanes::new(1);
        let _first = lanes.turn("");
        assert!(lanes.turn("").comes().now_or_never().is_some());
    }
}
