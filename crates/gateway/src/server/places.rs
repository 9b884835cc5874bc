//! Who has a connection, and who must give it up when there are too many.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use super::activity::Activity;

/// How many connections are looked at to find the one that is missed least.
const LOOKED_AT: usize = 16;

/// How long a connection must have been quiet before another one may take its place.
const QUIET: Duration = Duration::from_secs(1);

/// The open connections.
#[derive(Default)]
pub(super) struct Places(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    taken: Vec<Option<Arc<Activity>>>,
    free: Vec<usize>,
    /// Where looking goes on the next time.
    hand: usize,
}

/// The place of an open connection. Dropping it gives it up.
pub(super) struct Place {
    places: Arc<Places>,
    number: usize,
}

impl Places {
    pub(super) fn take(self: &Arc<Self>, activity: Arc<Activity>) -> Place {
        let mut inner = self.0.lock();
        let number = if let Some(number) = inner.free.pop() {
            number
        } else {
            inner.taken.push(None);
            inner.taken.len() - 1
        };
        if let Some(place) = inner.taken.get_mut(number) {
            *place = Some(activity);
        }
        Place { places: Arc::clone(self), number }
    }

    /// Ends a connection that has been quiet for a while: the quietest of some. False: none of those has.
    ///
    /// Looking at a few bounds what a flood of connections costs, and the hand goes round, so that none is spared.
    pub(super) fn displace(&self) -> bool {
        let mut inner = self.0.lock();
        let count = inner.taken.len();
        let mut quietest: Option<(Duration, &Arc<Activity>)> = None;
        for activity in (0..LOOKED_AT.min(count)).filter_map(|step| inner.taken.get((inner.hand + step) % count)) {
            let Some(activity) = activity else { continue };
            let quiet = activity.quiet_for();
            if quiet >= QUIET && !activity.is_displaced() && quietest.is_none_or(|(most, _)| quiet > most) {
                quietest = Some((quiet, activity));
            }
        }
        let displaced = quietest.is_some_and(|(_, activity)| activity.displace());
        inner.hand = (inner.hand + LOOKED_AT).checked_rem(count).unwrap_or_default();
        displaced
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inner = self.places.0.lock();
        if let Some(place) = inner.taken.get_mut(self.number) {
            *place = None;
        }
        inner.free.push(self.number);
    }
}
