//! A load whose outcome can be checked to the last bit: commit number `n` sets `counter` to `n`, a slot to `n`, tells
//! it in an event, and sets a timer that never fires.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures::future::join_all;
use uuid::Uuid;

use super::super::EmbeddedJournals;
use crate::bus::Headers;
use crate::journal::{
    Commit, CommitError, CommitId, ConsumerStart, Event, EventQuery, Expect, Journal, JournalError, Journals, Key,
    ListQuery, Receipt, Timer, Write,
};

/// Keys that commits write in turn, beside the counter.
const SLOTS: u64 = 7;

pub(super) async fn open_ledger(journals: &EmbeddedJournals) -> Result<Arc<dyn Journal>, JournalError> {
    journals.open("ledger").await
}

pub(super) fn counter() -> Key {
    Key::new("ledger").with("counter")
}

pub(super) fn slot(number: u64) -> Key {
    Key::new("ledger").with("slot").with(&(number % SLOTS).to_string())
}

/// Some bytes that differ from commit to commit, long enough to fill pages.
pub(super) fn body(number: u64) -> Bytes {
    let mut body = number.to_be_bytes().to_vec();
    body.resize(200, u8::try_from(number % 251).unwrap_or_default());
    body.into()
}

fn number_in(written: &[u8]) -> u64 {
    assert!(was_written(written), "a body that was never written");
    written.first_chunk().map(|chunk| u64::from_be_bytes(*chunk)).expect("a number")
}

/// Whether a commit wrote this.
pub(super) fn was_written(bytes: &[u8]) -> bool {
    bytes.first_chunk().is_some_and(|chunk| body(u64::from_be_bytes(*chunk)) == bytes)
}

pub(super) fn commit(number: u64) -> Commit {
    const NEVER: Duration = Duration::from_hours(200 * 365 * 24);
    let event = |body: Bytes| Event {
        subject: "evt.ledger.counted.v1".into(),
        headers: Headers::new(),
        payload: body,
        ttl: None,
    };
    let write = |key: Key, ttl: Option<Duration>| Write { key, expect: Expect::Any, value: Some(body(number)), ttl };
    let hour = Some(Duration::from_hours(1));
    Commit {
        id: CommitId(Uuid::from_u64_pair(7, number)),
        writes: vec![write(counter(), None), write(slot(number), hour.filter(|_| number.is_multiple_of(3)))],
        events: vec![event(body(number))],
        timers: vec![Timer::Set {
            key: Key::new("never"),
            at: SystemTime::UNIX_EPOCH + NEVER,
            event: event(Bytes::new()),
        }],
    }
}

/// Stores commits `first..=last`, up to three at a time, and calls `stored` with each that was acknowledged.
pub(super) async fn store(
    journal: &Arc<dyn Journal>,
    first: u64,
    last: u64,
    mut stored: impl FnMut(u64, Receipt),
) -> Result<(), CommitError> {
    let mut next = first;
    while next <= last {
        let count = 1 + next % 3;
        let numbers: Vec<u64> = (next..=last).take(usize::try_from(count).unwrap_or_default()).collect();
        let outcomes = join_all(numbers.iter().map(|number| journal.commit(commit(*number)))).await;
        for (number, outcome) in numbers.iter().zip(outcomes) {
            stored(*number, outcome?);
        }
        next += count;
    }
    Ok(())
}

/// How many commits the journal holds, after checking that it holds exactly the outcome of those.
pub(super) async fn check(journal: &Arc<dyn Journal>) -> Result<u64, JournalError> {
    let count = journal.get(&counter()).await?.map_or(0, |entry| number_in(&entry.value));
    let query = ListQuery { prefix: Key::new("ledger"), after: None, limit: 100 };
    let entries = journal.list(query).await?.entries;
    let mut expected: Vec<(Key, u64)> =
        (count.saturating_sub(SLOTS - 1).max(1)..=count).map(|number| (slot(number), number)).collect();
    expected.extend((count > 0).then(|| (counter(), count)));
    expected.sort();
    let found: Vec<(Key, u64)> = entries.into_iter().map(|entry| (entry.key, number_in(&entry.value))).collect();
    assert_eq!(found, expected, "after {count} commits");
    let query = EventQuery { filter: "evt.ledger.>".to_owned(), start: ConsumerStart::First, limit: 10_000 };
    let events = journal.read(query).await?;
    assert!(events.is_sorted_by(|one, next| one.sequence < next.sequence));
    let events: Vec<u64> = events.iter().map(|event| number_in(&event.payload)).collect();
    assert_eq!(events, (1..=count).collect::<Vec<_>>(), "events of {count} commits");
    Ok(count)
}
