//! Loss of power at every point of a load.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::disk::{Contents, Disk, Operation, apply};
use super::{clock, ledger, open};
use crate::journal::{Journals, Receipt};

/// Commits of the load. The store is closed in the middle of them, and opened again.
const COMMITS: u64 = 60;

/// Ways of losing power that are tried at each point.
const VARIANTS: usize = 3;

/// The load as the disk saw it.
struct Load {
    before: Contents,
    operations: Vec<(usize, Operation)>,
    /// For each commit, how many operations there were when it was acknowledged, and its receipt.
    acknowledged: Vec<(usize, Receipt)>,
}

async fn record_load() -> Load {
    let disk = Disk::default();
    let clock = clock();
    let journals = open(&disk, &clock).expect("opened");
    drop(ledger::open_ledger(&journals).await.expect("opened"));
    journals.close().await.expect("closed");
    let before = disk.contents();

    disk.record();
    let mut acknowledged = Vec::new();
    for commits in [1..=COMMITS / 2, COMMITS / 2 + 1..=COMMITS] {
        let journals = open(&disk, &clock).expect("opened");
        let journal = ledger::open_ledger(&journals).await.expect("opened");
        let stored = |_, receipt| acknowledged.push((disk.operation_count(), receipt));
        ledger::store(&journal, *commits.start(), *commits.end(), stored).await.expect("stored");
        journals.close().await.expect("closed");
    }
    Load { before, operations: disk.operations(), acknowledged }
}

/// What is on the disk at one point of the load.
struct Point<'a> {
    number: usize,
    /// What is safe.
    durable: Contents,
    /// What was done to each file since it was synced.
    since: Vec<&'a (usize, Operation)>,
}

impl<'a> Point<'a> {
    fn advance(&mut self, operation: &'a (usize, Operation)) {
        self.number += 1;
        let (file, done) = operation;
        if !matches!(done, Operation::Sync) {
            return self.since.push(operation);
        }
        for (_, synced) in self.since.extract_if(.., |(other, _)| other == file) {
            apply(&mut self.durable[*file], synced, || true);
        }
    }

    /// What a loss of power can leave: what is safe, and of the rest what `keeps` lets through.
    fn left_behind(&self, mut keeps: impl FnMut() -> bool) -> Contents {
        let mut contents = self.durable.clone();
        for (file, operation) in &self.since {
            apply(&mut contents[*file], operation, &mut keeps);
        }
        contents
    }
}

async fn check(load: &Load, point: usize, contents: Contents) {
    let disk = Disk::with(contents);
    let journals = open(&disk, &clock()).unwrap_or_else(|failure| panic!("at {point}: {failure:?}"));
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    let count = ledger::check(&journal).await.unwrap_or_else(|error| panic!("at {point}: {error}"));

    let acknowledged = load.acknowledged.iter().filter(|(operations, _)| *operations <= point).count();
    assert!(count >= acknowledged as u64, "at {point}: {count} of {acknowledged} commits are left");
    // What is there answers a repeat as it was answered first, and what comes next comes after it.
    let index = usize::try_from(count).expect("few");
    if let Some((_, receipt)) = index.checked_sub(1).and_then(|last| load.acknowledged.get(last)) {
        assert_eq!(&journal.commit(ledger::commit(count)).await.expect("answered"), receipt);
        let next = journal.commit(ledger::commit(count + 1)).await.expect("stored");
        assert_eq!(next.revisions.first(), Some(&(receipt.last_sequence + 1)));
        assert_eq!(ledger::check(&journal).await.expect("read"), count + 1);
    }
    journals.close().await.expect("closed");
}

#[tokio::test]
async fn no_acknowledged_commit_is_lost_and_none_is_half_done() {
    let load = record_load().await;
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut point = Point { number: 0, durable: load.before.clone(), since: Vec::new() };
    for operation in &load.operations {
        point.advance(operation);
        check(&load, point.number, point.left_behind(|| false)).await;
        for _ in 0..VARIANTS.min(point.since.len()) {
            let share = random.random_range(0.1..0.9);
            check(&load, point.number, point.left_behind(|| random.random_bool(share))).await;
        }
    }
    assert_eq!(load.acknowledged.len() as u64, COMMITS);
}
