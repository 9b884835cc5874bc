//! A disk without room.

use std::sync::Arc;

use super::super::store::StoreOptions;
use super::disk::Disk;
use super::{clock, ledger, open, open_with, options};
use crate::journal::{CommitError, Journal, JournalError, Journals};

/// What is left on the disk beyond what is not to be used.
const ROOM: usize = 128 * 1024;

/// Fills the disk with commits, and says how many were acknowledged.
async fn fill(journal: &Arc<dyn Journal>, first: u64) -> u64 {
    const MOST: u64 = 100_000;
    let mut stored = first - 1;
    let outcome = ledger::store(journal, first, MOST, |number, _| stored = number).await;
    assert!(matches!(outcome, Err(CommitError::Journal(JournalError::Full { .. }))), "{outcome:?}");
    stored
}

/// Commits, reads and recovers around a disk that is full, however it is found out.
async fn fill_and_make_room(disk: &Disk, options: StoreOptions, tells_room: bool) {
    let clock = clock();
    let journals = open_with(disk, &clock, options).expect("opened");
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    ledger::store(&journal, 1, 10, |_, _| {}).await.expect("stored");
    let reserve = usize::try_from(options.reserve_bytes).expect("small");
    disk.limit(reserve + ROOM, tells_room);

    let stored = fill(&journal, 11).await;

    // Reads go on, and so does the refusal, after what little room was found in the file.
    let count = ledger::check(&journal).await.expect("read");
    assert!(count >= stored);
    let stored = fill(&journal, count + 1).await;
    assert!(ledger::check(&journal).await.expect("read") >= stored);

    disk.limit(1 << 30, tells_room);
    let count = ledger::check(&journal).await.expect("read");
    ledger::store(&journal, count + 1, count + 50, |_, _| {}).await.expect("stored, now that there is room");
    assert_eq!(ledger::check(&journal).await.expect("read"), count + 50);
    journals.close().await.expect("closed");
    drop((journal, journals));

    let journals = open(disk, &clock).expect("opened");
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    assert_eq!(ledger::check(&journal).await.expect("read"), count + 50);
    journals.close().await.expect("closed");
}

#[tokio::test]
async fn commits_are_refused_before_the_last_room_is_used() {
    let options = StoreOptions { reserve_bytes: 1024 * 1024, ..options() };
    fill_and_make_room(&Disk::default(), options, true).await;
}

#[tokio::test]
async fn a_write_that_finds_no_room_loses_nothing() {
    fill_and_make_room(&Disk::default(), options(), false).await;
}
