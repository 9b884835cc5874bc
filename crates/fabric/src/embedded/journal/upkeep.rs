//! What happens without being asked: timers fire, times to live end, the past is forgotten.

use std::time::Duration;

use super::batch::{Batch, Mark, key_from};
use super::failure::Failure;
use super::receipts::Receipts;
use super::record::{Decoder, Nanos, StateRecord, StoredEvent, TimerRecord, after};
use super::tables::{DueKind, Name, Pair, ServiceId, parse_due_key, position_of};

/// How much of the past is kept, for each service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// How long an event without a time to live of its own is kept, and how far back a watch can begin.
    pub events: Duration,
    /// How long a dead letter is kept.
    pub dead_letters: Duration,
    /// Bytes of events and dead letters; past it the oldest go before their time.
    pub event_bytes: u64,
    /// Sequence numbers from which a watch can begin, counted back from the last.
    pub changes: u64,
}

impl Default for Retention {
    fn default() -> Self {
        const DAY: Duration = Duration::from_hours(24);
        Self { events: 7 * DAY, dead_letters: 30 * DAY, event_bytes: 4 << 30, changes: 1_000_000 }
    }
}

/// Entries that one batch deals with; what is left is dealt with in the next.
const MOST_AT_ONCE: usize = 512;

/// Lets happen what is due, and says whether there may be more.
pub(super) fn fire_due(batch: &mut Batch<'_, '_>) -> Result<bool, Failure> {
    let until = batch.now.saturating_add(1).to_be_bytes();
    let due = batch.tables.first(Name::Due, &[], &until, MOST_AT_ONCE)?;
    let more = due.len() == MOST_AT_ONCE;
    for (key, stored) in due {
        match fire(batch, &key, &stored) {
            // It cannot be repaired here and must not keep all others from happening.
            Err(Failure::Corrupt(detail)) => tracing::error!(%detail, "something due is lost"),
            outcome => outcome?,
        }
        batch.delete(Name::Due, &key)?;
    }
    Ok(more)
}

/// When the next thing is due.
pub(super) fn next_due(batch: &Batch<'_, '_>) -> Result<Option<Nanos>, Failure> {
    let first = batch.tables.first(Name::Due, &[], &[u8::MAX; 9], 1)?;
    first.first().map(|(key, _)| Ok(parse_due_key(key)?.0)).transpose()
}

fn fire(batch: &mut Batch<'_, '_>, key: &[u8], stored: &[u8]) -> Result<(), Failure> {
    let (_, service, kind, name) = parse_due_key(key)?;
    let sequence = Decoder::open(key, stored)?.u64()?;
    match kind {
        DueKind::Timer => fire_timer(batch, service, name, sequence),
        DueKind::Value => expire_value(batch, service, name, sequence),
        DueKind::Event => batch.discard(service, sequence),
    }
}

fn fire_timer(batch: &mut Batch<'_, '_>, service: ServiceId, name: &[u8], sequence: u64) -> Result<(), Failure> {
    let key = service.key(name);
    let timer = match batch.tables.get(Name::Timers, &key)? {
        Some(stored) => TimerRecord::open(&key, stored.value())?,
        None => return Ok(()),
    };
    // A timer that was replaced has another number, and an entry of its own.
    if timer.sequence == sequence {
        batch.delete(Name::Timers, &key)?;
        let event = StoredEvent::new(timer.event, batch.now);
        batch.append(service, &event)?;
    }
    Ok(())
}

fn expire_value(batch: &mut Batch<'_, '_>, service: ServiceId, name: &[u8], revision: u64) -> Result<(), Failure> {
    let key = service.key(name);
    let current = match batch.tables.get(Name::State, &key)? {
        Some(stored) => StateRecord::open(&key, stored.value())?.revision,
        None => return Ok(()),
    };
    if current == revision {
        batch.delete(Name::State, &key)?;
        let revision = batch.head(service).next();
        batch.mark_deleted(service, revision, key_from(name)?)?;
    }
    Ok(())
}

/// Forgets what is too old or too much, and says whether there may be more.
pub(super) fn forget(
    batch: &mut Batch<'_, '_>,
    services: &[ServiceId],
    retention: &Retention,
) -> Result<bool, Failure> {
    let mut more = false;
    for service in services {
        more |= forget_events(batch, *service, retention)?;
        more |= forget_changes(batch, *service, retention)?;
    }
    Ok(more)
}

fn forget_events(batch: &mut Batch<'_, '_>, service: ServiceId, retention: &Retention) -> Result<bool, Failure> {
    let from = service.at(batch.head(service).events_floor + 1);
    let oldest = batch.tables.first(Name::Events, &from, &service.at(u64::MAX), MOST_AT_ONCE)?;
    let full = oldest.len() == MOST_AT_ONCE;
    for pair in oldest {
        let (_, sequence) = position_of(&pair.0)?;
        let too_much = batch.head(service).event_bytes > retention.event_bytes;
        match event_outlived(&pair, batch.now, retention) {
            _ if too_much => batch.discard(service, sequence)?,
            Outlived::Gone => batch.discard(service, sequence)?,
            Outlived::OwnTime => {}
            Outlived::No => return Ok(false),
        }
        batch.head(service).events_floor = sequence;
    }
    Ok(full)
}

enum Outlived {
    /// It is of no more use.
    Gone,
    /// It goes when its own time has come.
    OwnTime,
    No,
}

fn event_outlived((key, stored): &Pair, now: Nanos, retention: &Retention) -> Outlived {
    match StoredEvent::open(key, stored) {
        Ok(event) if after(event.stored_at, retention.events) > now => Outlived::No,
        Ok(event) if event.expires_at.is_some() => Outlived::OwnTime,
        Ok(_) => Outlived::Gone,
        // It can be served to nobody and must not keep what lies behind it.
        Err(failure) => {
            tracing::error!(?failure, "an event that cannot be read is removed");
            Outlived::Gone
        }
    }
}

fn forget_changes(batch: &mut Batch<'_, '_>, service: ServiceId, retention: &Retention) -> Result<bool, Failure> {
    let head = *batch.head(service);
    let from = service.at(head.changes_floor + 1);
    let oldest = batch.tables.first(Name::Changes, &from, &service.at(u64::MAX), MOST_AT_ONCE)?;
    let full = oldest.len() == MOST_AT_ONCE;
    for (key, stored) in oldest {
        let (_, sequence) = position_of(&key)?;
        let too_many = head.last - sequence >= retention.changes;
        let recent = Mark::open(&key, &stored).is_ok_and(|mark| after(mark.marked_at, retention.events) > batch.now);
        if recent && !too_many {
            return Ok(false);
        }
        batch.delete(Name::Changes, &key)?;
        batch.head(service).changes_floor = sequence;
    }
    Ok(full)
}

/// Forgets receipts of commits that cannot be repeated any more.
pub(super) fn forget_receipts(batch: &mut Batch<'_, '_>, receipts: &Receipts) -> Result<(), Failure> {
    let outdated = receipts.outdated(batch.now, MOST_AT_ONCE);
    for (service, record) in &outdated {
        batch.delete(Name::Commits, &service.at(record.last_sequence))?;
    }
    batch.effects.forgotten = outdated.len();
    Ok(())
}
