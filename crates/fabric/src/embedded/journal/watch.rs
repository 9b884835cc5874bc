//! Follows the changes of keys. A watch holds its place, not its backlog: one that is slow reads later, from memory if
//! the changes are still there, else from the tables.

use std::collections::VecDeque;
use std::ops::Bound;
use std::sync::Arc;

use futures::stream::{self, BoxStream, StreamExt};
use tokio::sync::watch;

use super::batch::Mark;
use super::failure::Failure;
use super::read::{get, list};
use super::service::{ChangeRange, Head, Service};
use super::store::{Shared, Store};
use super::tables::position_of;
use crate::journal::{Change, JournalError, Key, WatchStart};

/// Changes that are read at once.
const READ_AHEAD: usize = 256;

/// Changes that one read of the tables looks at, whether they match or not.
const MOST_AT_ONCE: usize = 1024;

/// A watch that begins at `start`.
pub(super) fn watch(
    store: &Arc<Store>,
    service: &Arc<Service>,
    prefix: Key,
    start: WatchStart,
) -> Result<BoxStream<'static, Result<Change, JournalError>>, Failure> {
    let published = service.published.subscribe();
    let last = *published.borrow();
    let (current, cursor) = match start {
        WatchStart::Current => (Some(Listing::Start), last),
        WatchStart::New => (None, last),
        WatchStart::After(sequence) => {
            check_held(&store.shared, service, sequence, last)?;
            (None, sequence)
        }
    };
    let watch = Watch {
        closed: store.shared.closed.subscribe(),
        store: Arc::clone(store),
        service: Arc::clone(service),
        prefix,
        published,
        listing: current,
        listed_at: last,
        cursor,
        ready: VecDeque::new(),
    };
    let changes = stream::unfold(Some(watch), |watch| async {
        let mut watch = watch?;
        match watch.next().await {
            Ok(Some(change)) => Some((Ok(change), Some(watch))),
            Ok(None) => None,
            Err(failure) => Some((Err(failure.of(&watch.service.name)), None)),
        }
    });
    Ok(changes.boxed())
}

/// The place of one watch.
struct Watch {
    store: Arc<Store>,
    service: Arc<Service>,
    prefix: Key,
    published: watch::Receiver<u64>,
    closed: watch::Receiver<bool>,
    /// Where the listing of current values stands, until it is done.
    listing: Option<Listing>,
    /// Values written up to here are listed; later ones come as changes.
    listed_at: u64,
    /// Changes up to here were delivered or passed over.
    cursor: u64,
    ready: VecDeque<Change>,
}

enum Listing {
    Start,
    After(Key),
}

impl Watch {
    /// The next change, or `None` when the store is closed.
    async fn next(&mut self) -> Result<Option<Change>, Failure> {
        loop {
            if let Some(change) = self.ready.pop_front() {
                return Ok(Some(change));
            }
            if *self.closed.borrow() {
                return Ok(None);
            }
            if let Some(listing) = self.listing.take() {
                self.list(&listing)?;
                continue;
            }
            let last = *self.published.borrow_and_update();
            if last > self.cursor {
                let range = self.read(last)?;
                self.cursor = range.through;
                self.ready.extend(range.changes);
                continue;
            }
            tokio::select! {
                // An error means that the store is gone, which the next round finds out.
                _ = self.published.changed() => {}
                _ = self.closed.changed() => {}
            }
        }
    }

    fn list(&mut self, listing: &Listing) -> Result<(), Failure> {
        let after = match listing {
            Listing::Start => None,
            Listing::After(key) => Some(key),
        };
        let page = list(&self.store.shared, &self.service, &self.prefix, after, READ_AHEAD)?;
        let last = page.entries.last().map(|entry| entry.key.clone());
        let listed_at = self.listed_at;
        let current = page.entries.into_iter().filter(|entry| entry.revision <= listed_at);
        self.ready.extend(current.map(Change::Put));
        match last.filter(|_| page.more) {
            Some(key) => self.listing = Some(Listing::After(key)),
            None => self.ready.push_back(Change::Current),
        }
        Ok(())
    }

    fn read(&self, last: u64) -> Result<ChangeRange, Failure> {
        let recent = self.service.recent.lock().read(&self.prefix, self.cursor, last, READ_AHEAD);
        match recent {
            Some(range) => Ok(range),
            None => read_changes(&self.store.shared, &self.service, &self.prefix, self.cursor, last),
        }
    }
}

/// Refuses to begin at changes that are no longer held, or that were never made.
fn check_held(shared: &Shared, service: &Service, sequence: u64, last: u64) -> Result<(), Failure> {
    let key = service.id.key(&[]);
    let head = shared.read(|snapshot| match snapshot.heads.get(&*key)? {
        Some(stored) => Head::open(&key, stored.value()),
        None => Ok(Head::default()),
    })?;
    if sequence < head.changes_floor || sequence > last {
        return Err(Failure::Compacted(sequence));
    }
    Ok(())
}

/// Changes after `after`, from the tables: of a key that changed more than once, those that are not overwritten.
fn read_changes(
    shared: &Shared,
    service: &Service,
    prefix: &Key,
    after: u64,
    last: u64,
) -> Result<ChangeRange, Failure> {
    check_held(shared, service, after, u64::MAX)?;
    let now = shared.now();
    shared.read(|snapshot| {
        let mut range = ChangeRange { changes: Vec::new(), through: last };
        let (from, end) = (service.id.at(after), service.id.at(last));
        let bounds = (Bound::Excluded(&from[..]), Bound::Included(&end[..]));
        for (index, entry) in snapshot.changes.range::<&[u8]>(bounds)?.enumerate() {
            let (key, stored) = entry?;
            let (_, sequence) = position_of(key.value())?;
            if index == MOST_AT_ONCE {
                range.through = sequence - 1;
                break;
            }
            let mark = Mark::open(key.value(), stored.value())?;
            if !mark.key.is_under(prefix) {
                continue;
            }
            if mark.deleted {
                range.changes.push(Change::Delete { key: mark.key, revision: sequence });
            } else if let Some(entry) = get(snapshot, service.id, &mark.key, now)?
                && entry.revision == sequence
            {
                range.changes.push(Change::Put(entry));
            }
        }
        Ok(range)
    })
}
