//! One flipped bit in a store that was closed.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::super::failure::Failure;
use super::super::store::StoreOptions;
use super::disk::{Contents, Disk, LOG, TABLES};
use super::{clock, ledger, open, open_with, options};
use crate::embedded::journal::EmbeddedJournals;
use crate::journal::{Commit, CommitError, CommitId, Expect, JournalError, Journals, Key, Write};

const COMMITS: u64 = 150;
const PAGE: usize = 4096;

async fn closed_store() -> Contents {
    let disk = Disk::default();
    let journals = open(&disk, &clock()).expect("opened");
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    ledger::store(&journal, 1, COMMITS, |_, _| {}).await.expect("stored");
    journals.close().await.expect("closed");
    disk.contents()
}

/// Whether the flip was noticed; where it was not, everything is as it was.
async fn is_noticed(contents: Contents, offset: usize) -> bool {
    let journals = match open(&Disk::with(contents), &clock()) {
        Ok(journals) => journals,
        Err(Failure::Corrupt(_)) => return true,
        Err(other) => panic!("at {offset}: {other:?}"),
    };
    let noticed = match ledger::open_ledger(&journals).await {
        Ok(journal) => match ledger::check(&journal).await {
            Ok(count) => {
                assert_eq!(count, COMMITS, "at {offset}: commits are gone, and nothing was said");
                false
            }
            Err(JournalError::Corrupt { .. }) => true,
            Err(other) => panic!("at {offset}: {other}"),
        },
        Err(JournalError::Corrupt { .. }) => true,
        Err(other) => panic!("at {offset}: {other}"),
    };
    journals.close().await.expect("closed");
    noticed
}

#[tokio::test]
async fn a_flipped_bit_is_noticed_or_changes_nothing() {
    let mut random = ChaCha8Rng::seed_from_u64(2);
    let contents = closed_store().await;
    let content = &contents[TABLES];
    // The first page says where all others are: each of its bytes that is in use is tried. Of the others, a few of
    // each page that holds anything.
    let header = (0..PAGE).filter(|offset| *offset < 512);
    let pages = (1..content.len() / PAGE).map(|page| page * PAGE..(page + 1) * PAGE);
    let used = pages.filter(|page| content[page.clone()].iter().any(|byte| *byte != 0));
    let mut offsets: Vec<usize> = header.collect();
    for page in used {
        offsets.extend([page.start, page.start + 1 + random.random_range(0..16)]);
        offsets.extend((0..20).map(|_| random.random_range(page.clone())));
    }

    let mut noticed = 0;
    for offset in &offsets {
        let mut flipped = contents.clone();
        flipped[TABLES][*offset] ^= 1 << random.random_range(0..8);
        noticed += usize::from(is_noticed(flipped, *offset).await);
    }

    // Many pages were freed and hold old bytes, whose change means nothing.
    assert!(noticed * 5 > offsets.len(), "{noticed} of {} flips were noticed", offsets.len());
}

#[tokio::test]
async fn a_flipped_bit_in_the_log_is_noticed_but_for_the_last_record() {
    let mut random = ChaCha8Rng::seed_from_u64(3);
    let disk = Disk::default();
    let journals = open_with(&disk, &clock(), StoreOptions { log_bytes: u64::MAX, ..options() }).expect("opened");
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    for number in 1..=20 {
        ledger::store(&journal, number, number, |_, _| {}).await.expect("stored");
    }
    // The process ends here: what is on the disk is taken as it is.
    let contents = disk.contents();
    journals.close().await.expect("closed");

    for _ in 0..300 {
        let mut flipped = contents.clone();
        let offset = random.random_range(0..contents[LOG].len());
        flipped[LOG][offset] ^= 1 << random.random_range(0..8);
        let Ok(journals) = open(&Disk::with(flipped), &clock()) else { continue };
        let journal = ledger::open_ledger(&journals).await.expect("opened");
        let count = ledger::check(&journal).await.expect("read");
        // The last record may have been cut off as well as damaged. Elsewhere, the flip was behind a record's end.
        assert!(count == 20 || count == 19, "at {offset}: {count} commits are left");
        journals.close().await.expect("closed");
    }
}

/// A store that keeps no page in memory, so that all reads see the disk.
async fn uncached(disk: &Disk) -> EmbeddedJournals {
    let journals = open(disk, &clock()).expect("opened");
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    ledger::store(&journal, 1, COMMITS, |_, _| {}).await.expect("stored");
    // The tables hold on to their root pages: values must lie below.
    let mut filler = Commit::new(CommitId::random());
    let keys = (0..100).map(|number: u32| Key::new("filler").with(&number.to_string()));
    let write = |key| Write { key, expect: Expect::Any, value: Some(ledger::body(0)), ttl: None };
    filler.writes.extend(keys.map(write));
    journal.commit(filler).await.expect("stored");
    journals.close().await.expect("closed");
    open_with(disk, &clock(), StoreOptions { cache_bytes: 0, ..options() }).expect("opened")
}

#[tokio::test]
async fn a_value_that_is_damaged_while_the_store_is_open_is_not_served() {
    let disk = Disk::default();
    let journals = uncached(&disk).await;
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    let counter = ledger::counter();
    let damaged = ledger::body(COMMITS);
    let contents = disk.contents();
    let offsets = contents[TABLES].windows(damaged.len()).enumerate().filter(|(_, bytes)| *bytes == damaged);
    for (offset, _) in offsets {
        disk.flip(TABLES, offset + 100, 3);
    }

    // It was written under the counter, under a slot and in an event.
    let value = journal.get(&counter).await;
    assert!(matches!(value, Err(JournalError::Corrupt { .. })), "{value:?}");
    let outcome = ledger::check(&journal).await;
    assert!(matches!(outcome, Err(JournalError::Corrupt { .. })), "{outcome:?}");
    let mut commit = ledger::commit(COMMITS + 1);
    for write in &mut commit.writes {
        write.expect = Expect::Revision(1);
    }
    let refused = journal.commit(commit).await;
    assert!(matches!(refused, Err(CommitError::Journal(JournalError::Corrupt { .. }))), "{refused:?}");

    // Commits that do not need what is damaged go on, and put it right.
    journal.commit(ledger::commit(COMMITS + 1)).await.expect("stored");
    let value = journal.get(&counter).await.expect("read").expect("there").value;
    assert_eq!(value, ledger::body(COMMITS + 1));
    journals.close().await.expect("closed");
}

#[tokio::test]
async fn a_bit_that_flips_while_the_store_is_open_stops_nobody() {
    let mut random = ChaCha8Rng::seed_from_u64(4);
    let disk = Disk::default();
    let journals = uncached(&disk).await;
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    let length = disk.contents()[TABLES].len();

    for _ in 0..500 {
        let (offset, bit) = (random.random_range(PAGE..length), random.random_range(0..8));
        disk.flip(TABLES, offset, bit);
        for key in [ledger::counter(), ledger::slot(1)] {
            match journal.get(&key).await {
                Ok(entry) => assert!(entry.is_none_or(|entry| ledger::was_written(&entry.value)), "at {offset}"),
                Err(error) => assert!(!matches!(error, JournalError::Full { .. }), "at {offset}: {error}"),
            }
        }
        disk.flip(TABLES, offset, bit);
    }

    assert_eq!(ledger::check(&journal).await.expect("read"), COMMITS);
    journals.close().await.expect("closed");
}
