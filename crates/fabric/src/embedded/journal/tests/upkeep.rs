//! What is forgotten in time.

use std::time::Duration;

use futures::StreamExt;
use tokio::time::Instant;

use super::super::store::StoreOptions;
use super::super::upkeep::Retention;
use super::disk::Disk;
use super::{clock, ledger, open_with, options};
use crate::journal::{Change, ConsumerStart, EventQuery, Journal, JournalError, Journals, Key, WatchStart};

async fn events(journal: &dyn Journal) -> usize {
    let query = EventQuery { filter: "evt.ledger.>".to_owned(), start: ConsumerStart::First, limit: 10_000 };
    journal.read(query).await.expect("read").len()
}

async fn eventually(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !condition().await {
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn events_and_changes_are_kept_for_their_time_and_state_for_ever() {
    const DAY: Duration = Duration::from_hours(24);
    let clock = clock();
    let journals = open_with(&Disk::default(), &clock, options()).expect("opened");
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    ledger::store(&journal, 1, 50, |_, _| {}).await.expect("stored");
    clock.advance(6 * DAY);
    ledger::store(&journal, 51, 60, |_, _| {}).await.expect("stored");
    assert_eq!(events(&*journal).await, 60);

    clock.advance(2 * DAY);

    eventually("old events are gone", async || events(&*journal).await == 10).await;
    let compacted = journal.watch(Key::new("ledger"), WatchStart::After(1)).await;
    assert!(matches!(compacted.err(), Some(JournalError::Compacted { sequence: 1, .. })));
    let mut changes = journal.watch(Key::new("ledger"), WatchStart::Current).await.expect("watched");
    let first = changes.next().await.expect("goes on").expect("no error");
    assert!(matches!(first, Change::Put(entry) if entry.key.last() == "counter"));
    journals.close().await.expect("closed");
}

#[tokio::test]
async fn events_are_bounded_in_bytes() {
    let retention = Retention { event_bytes: 10_000, ..Retention::default() };
    let clock = clock();
    let journals = open_with(&Disk::default(), &clock, StoreOptions { retention, ..options() }).expect("opened");
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    ledger::store(&journal, 1, 200, |_, _| {}).await.expect("stored");

    clock.advance(Duration::from_mins(2));

    eventually("the oldest are gone", async || events(&*journal).await < 50).await;
    let query = EventQuery { filter: "evt.ledger.>".to_owned(), start: ConsumerStart::First, limit: 10_000 };
    let newest = journal.read(query).await.expect("read").pop().expect("there");
    assert_eq!(newest.payload, ledger::commit(200).events[0].payload);
    journals.close().await.expect("closed");
}

#[tokio::test]
async fn the_receipt_of_a_commit_is_kept_for_two_minutes() {
    let clock = clock();
    let journals = open_with(&Disk::default(), &clock, options()).expect("opened");
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    let first = journal.commit(ledger::commit(1)).await.expect("stored");

    clock.advance(Duration::from_secs(119));
    assert_eq!(journal.commit(ledger::commit(1)).await.expect("answered"), first);
    clock.advance(Duration::from_secs(2));
    journal.commit(ledger::commit(2)).await.expect("stored");

    let stored_again = journal.commit(ledger::commit(1)).await.expect("stored");
    assert!(stored_again.last_sequence > first.last_sequence);
    journals.close().await.expect("closed");
}
