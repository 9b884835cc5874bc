//! The end of a store, and those who fall behind before it.

use std::collections::BTreeMap;
use std::time::Duration;

use futures::StreamExt;

use super::disk::Disk;
use super::{clock, ledger, open};
use crate::journal::{Change, CommitError, ConsumerConfig, ConsumerStart, JournalError, Journals, Key, WatchStart};

fn config() -> ConsumerConfig {
    ConsumerConfig {
        durable: "reader".to_owned(),
        filter: "evt.ledger.>".to_owned(),
        start: ConsumerStart::First,
        ack_wait: Duration::from_secs(10),
        max_deliver: 3,
        max_in_flight: 10,
    }
}

#[tokio::test]
async fn a_closed_store_ends_who_waits_and_refuses_who_comes() {
    let journals = open(&Disk::default(), &clock()).expect("opened");
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    let mut consumer = journal.consume(config()).await.expect("joined");
    let mut changes = journal.watch(Key::new("ledger"), WatchStart::New).await.expect("watched");
    let waiting = tokio::spawn(async move { (consumer.next().await.is_none(), changes.next().await.is_none()) });
    tokio::task::yield_now().await;

    journals.close().await.expect("closed");
    journals.close().await.expect("closed again");

    assert_eq!(waiting.await.expect("no panic"), (true, true));
    let refused = journal.commit(ledger::commit(1)).await;
    assert!(matches!(refused, Err(CommitError::Journal(JournalError::Unavailable { .. }))), "{refused:?}");
    let refused = journal.get(&ledger::counter()).await;
    assert!(matches!(refused, Err(JournalError::Unavailable { .. })), "{refused:?}");
}

#[tokio::test]
async fn what_was_taken_is_stored_before_a_store_closes() {
    let disk = Disk::default();
    let journals = open(&disk, &clock()).expect("opened");
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    let mut commit = journal.commit(ledger::commit(1));
    assert!(futures::poll!(&mut commit).is_pending());

    journals.close().await.expect("closed");

    commit.await.expect("stored");
    let journals = open(&disk, &clock()).expect("opened");
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    assert_eq!(ledger::check(&journal).await.expect("read"), 1);
}

#[tokio::test]
async fn a_watch_that_fell_behind_still_sees_the_last_value_of_each_key() {
    // More than is kept in memory for those who watch.
    const COMMITS: u64 = 1200;
    let journals = open(&Disk::default(), &clock()).expect("opened");
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    let mut changes = journal.watch(Key::new("ledger"), WatchStart::New).await.expect("watched");
    ledger::store(&journal, 1, COMMITS, |_, _| {}).await.expect("stored");

    let mut seen = BTreeMap::new();
    let mut last = 0;
    while seen.get(&ledger::counter()) != Some(&ledger::body(COMMITS))
        || seen.get(&ledger::slot(COMMITS)) != Some(&ledger::body(COMMITS))
    {
        let Change::Put(entry) = changes.next().await.expect("goes on").expect("no error") else { continue };
        assert!(entry.revision > last, "changes are in order");
        last = entry.revision;
        seen.insert(entry.key, entry.value);
    }

    for number in COMMITS - 6..=COMMITS {
        assert_eq!(seen.get(&ledger::slot(number)), Some(&ledger::body(number)));
    }
    journals.close().await.expect("closed");
}
