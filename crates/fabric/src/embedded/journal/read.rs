//! Reads from the tables as the last batch left them. A read of a few pages is done where it is asked for: they are in
//! memory, or at least in that of the operating system.

use std::ops::Bound;
use std::sync::Arc;

use bytes::Bytes;

use super::batch::key_from;
use super::failure::Failure;
use super::record::{Nanos, StateRecord, StoredEvent, nanos, time};
use super::service::Service;
use super::store::Shared;
use super::tables::{ServiceId, Snapshot, name_of, position_of};
use crate::journal::{ConsumerStart, Entry, EventRecord, Key, ListPage};
use crate::subject::matches;

/// The values of `keys`, all as of the same batch.
pub(super) fn get_many(shared: &Shared, service: &Service, keys: &[Key]) -> Result<Vec<Option<Entry>>, Failure> {
    let now = shared.now();
    shared.read(|snapshot| keys.iter().map(|key| get(snapshot, service.id, key, now)).collect())
}

/// The value of `key` in `snapshot`.
pub(super) fn get(snapshot: &Snapshot, service: ServiceId, key: &Key, now: Nanos) -> Result<Option<Entry>, Failure> {
    let stored_key = service.key(key.as_str().as_bytes());
    match snapshot.state.get(&*stored_key)? {
        Some(stored) => Ok(current_entry(key.clone(), &StateRecord::open(&stored_key, stored.value())?, now)),
        None => Ok(None),
    }
}

fn current_entry(key: Key, record: &StateRecord<'_>, now: Nanos) -> Option<Entry> {
    record.is_current(now).then(|| Entry {
        key,
        value: Bytes::copy_from_slice(record.value),
        revision: record.revision,
        written_at: time(record.written_at),
    })
}

/// A page of the entries under `prefix`, after the key `after`.
pub(super) fn list(
    shared: &Shared,
    service: &Service,
    prefix: &Key,
    after: Option<&Key>,
    limit: usize,
) -> Result<ListPage, Failure> {
    let now = shared.now();
    shared.read(|snapshot| {
        let first = service.id.key(format!("{prefix}.").as_bytes());
        // The character after the separator: no key under the prefix is as large.
        let end = service.id.key(format!("{prefix}/").as_bytes());
        let after = after.map(|key| service.id.key(key.as_str().as_bytes())).filter(|after| *after >= first);
        let from = after.as_deref().map_or(Bound::Included(&*first), Bound::Excluded);
        if after.as_ref().is_some_and(|after| *after >= end) {
            return Ok(ListPage { entries: Vec::new(), more: false });
        }
        let mut entries = Vec::new();
        for entry in snapshot.state.range::<&[u8]>((from, Bound::Excluded(&*end)))? {
            let (key, stored) = entry?;
            let record = StateRecord::open(key.value(), stored.value())?;
            let Some(entry) = current_entry(key_from(name_of(key.value())?)?, &record, now) else { continue };
            if entries.len() == limit {
                return Ok(ListPage { entries, more: true });
            }
            entries.push(entry);
        }
        Ok(ListPage { entries, more: false })
    })
}

/// Some of the events after a sequence number.
pub(super) struct EventRange {
    pub events: Vec<EventRecord>,
    /// Events up to here were looked at.
    pub through: u64,
}

/// Events that one read looks at, whether they match or not.
const MOST_AT_ONCE: usize = 1024;

/// Up to `limit` events after `after` and up to `last` that match `filter`.
pub(super) fn read_events(
    shared: &Shared,
    service: &Service,
    after: u64,
    last: u64,
    filter: &str,
    limit: usize,
) -> Result<EventRange, Failure> {
    let now = shared.now();
    shared.read(|snapshot| {
        let (from, end) = (service.id.at(after.saturating_add(1)), service.id.at(last.saturating_add(1)));
        let mut range = EventRange { events: Vec::new(), through: last };
        if from >= end {
            return Ok(range);
        }
        for (index, entry) in snapshot.events.range::<&[u8]>(&from[..]..&end[..])?.enumerate() {
            let (key, stored) = entry?;
            let (_, sequence) = position_of(key.value())?;
            if index == MOST_AT_ONCE || range.events.len() == limit {
                range.through = sequence - 1;
                break;
            }
            let event = StoredEvent::open(key.value(), stored.value())?;
            if event.is_current(now) && matches(filter, &event.subject) {
                range.events.push(event.into_record(sequence));
            }
        }
        Ok(range)
    })
}

/// The event at `sequence`, if it is still there.
pub(super) fn read_event(shared: &Shared, service: &Service, sequence: u64) -> Result<Option<EventRecord>, Failure> {
    let now = shared.now();
    let key = service.id.at(sequence);
    shared.read(|snapshot| {
        let Some(stored) = snapshot.events.get(&key[..])? else { return Ok(None) };
        let event = StoredEvent::open(&key, stored.value())?;
        Ok(event.is_current(now).then(|| event.into_record(sequence)))
    })
}

/// The sequence number after which `start` begins.
pub(super) fn before(shared: &Shared, service: &Arc<Service>, start: ConsumerStart) -> Result<u64, Failure> {
    let last = *service.published.borrow();
    match start {
        ConsumerStart::First => Ok(0),
        ConsumerStart::New => Ok(last),
        ConsumerStart::Sequence(sequence) => Ok(sequence.saturating_sub(1)),
        ConsumerStart::Time(time) => shared.read(|snapshot| before_time(snapshot, service.id, last, nanos(time))),
    }
}

/// Events are stored in the order of their times, so the first one at or after `time` is found by halving.
fn before_time(snapshot: &Snapshot, service: ServiceId, last: u64, time: Nanos) -> Result<u64, Failure> {
    let (mut earlier, mut not_earlier) = (0, last + 1);
    while not_earlier - earlier > 1 {
        let middle = earlier + (not_earlier - earlier) / 2;
        let (from, end) = (service.at(middle), service.at(not_earlier));
        match snapshot.events.range::<&[u8]>(&from[..]..&end[..])?.next() {
            Some(entry) => {
                let (key, stored) = entry?;
                let (_, sequence) = position_of(key.value())?;
                if StoredEvent::open(key.value(), stored.value())?.stored_at < time {
                    earlier = sequence;
                } else {
                    not_earlier = middle;
                }
            }
            None => not_earlier = middle,
        }
    }
    Ok(earlier)
}
