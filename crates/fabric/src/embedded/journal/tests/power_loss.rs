//! Loss of power at every point of a load.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::disk::{Disk, Operation, apply};
use super::{clock, ledger, open};
use crate::journal::{Journals, Receipt};

/// Commits of the load.
const COMMITS: u64 = 60;

/// Ways of losing power that are tried at each point.
const VARIANTS: usize = 3;

/// The load as the disk saw it.
struct Load {
    before: Vec<u8>,
    operations: Vec<Operation>,
    /// For each commit, how many operations there were when it was acknowledged, and its receipt.
    acknowledged: Vec<(usize, Receipt)>,
}

async fn record_load() -> Load {
    let disk = Disk::default();
    let clock = clock();
    let journals = open(&disk, &clock).expect("opened");
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    drop(journal);
    journals.close().await.expect("closed");
    let before = disk.content();

    disk.record();
    let journals = open(&disk, &clock).expect("opened");
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    let mut acknowledged = Vec::new();
    ledger::store(&journal, 1, COMMITS, |_, receipt| acknowledged.push((disk.operation_count(), receipt)))
        .await
        .expect("stored");
    journals.close().await.expect("closed");
    Load { before, operations: disk.operations(), acknowledged }
}

/// What a loss of power can leave: everything up to the last sync, and of what came after it, `keeps` says what.
fn left_behind(durable: &[u8], since: &[Operation], mut keeps: impl FnMut() -> bool) -> Vec<u8> {
    let mut content = durable.to_vec();
    for operation in since {
        apply(&mut content, operation, &mut keeps);
    }
    content
}

async fn check(load: &Load, point: usize, content: Vec<u8>, what: &str) {
    let disk = Disk::with(content);
    let journals = open(&disk, &clock()).unwrap_or_else(|failure| panic!("{what} at {point}: {failure:?}"));
    let journal = ledger::open_ledger(&journals).await.expect("opened");
    let count = ledger::check(&journal).await.unwrap_or_else(|error| panic!("{what} at {point}: {error}"));

    let acknowledged = load.acknowledged.iter().filter(|(operations, _)| *operations <= point).count();
    assert!(count >= acknowledged as u64, "{what} at {point}: {count} of {acknowledged} commits are left");
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
    let mut durable = load.before.clone();
    let mut synced = 0;
    for point in 0..=load.operations.len() {
        if point > 0 && matches!(load.operations[point - 1], Operation::Sync) {
            durable = left_behind(&durable, &load.operations[synced..point], || true);
            synced = point;
        }
        let since = &load.operations[synced..point];
        for _ in 0..VARIANTS {
            let share = random.random_range(0.1..0.9);
            let content = left_behind(&durable, since, || random.random_bool(share));
            check(&load, point, content, "a part was written").await;
        }
        // Between a sync and the next, what is lost does not depend on how far the load went.
        if since.len() == 1 {
            check(&load, point, durable.clone(), "nothing was written").await;
        }
    }
    assert_eq!(load.acknowledged.len() as u64, COMMITS);
}
