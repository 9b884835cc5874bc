//! One flipped bit in a store that was closed.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::super::failure::Failure;
use super::disk::Disk;
use super::{clock, ledger, open};
use crate::journal::{JournalError, Journals};

const COMMITS: u64 = 150;
const PAGE: usize = 4096;

async fn closed_store() -> Vec<u8> {
    let disk = Disk::default();
    let journals = open(&disk, &clock()).expect("opened");
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    ledger::store(&journal, 1, COMMITS, |_, _| {}).await.expect("stored");
    journals.close().await.expect("closed");
    disk.content()
}

/// Whether the flip was noticed; where it was not, everything is as it was.
async fn is_noticed(content: Vec<u8>, offset: usize) -> bool {
    let journals = match open(&Disk::with(content), &clock()) {
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
    let content = closed_store().await;
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
        let mut flipped = content.clone();
        flipped[*offset] ^= 1 << random.random_range(0..8);
        noticed += usize::from(is_noticed(flipped, *offset).await);
    }

    // Pages that were freed hold old bytes whose change means nothing; most bytes mean something.
    assert!(noticed * 3 > offsets.len(), "{noticed} of {} flips were noticed", offsets.len());
}
