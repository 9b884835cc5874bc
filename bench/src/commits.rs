//! Durable commits of a write and an event to the embedded store.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use realmwire_fabric::bus::Headers;
use realmwire_fabric::embedded::{EmbeddedConfig, open};
use realmwire_fabric::journal::{Commit, CommitId, Event, Expect, Key, Write};

use crate::measure::{Plan, median, round};
use crate::report::{Report, Row};

/// How many documents the writers choose from.
const DOCUMENTS: u64 = 100_000;
/// How many writers commit at a time.
const WRITERS: [usize; 2] = [1, 64];

/// Measures commits that are on the disk when they are answered.
pub(crate) async fn durable(plan: Plan, report: &mut Report) -> anyhow::Result<()> {
    for writers in WRITERS {
        let mut rounds = Vec::new();
        for _ in 0..plan.rounds {
            let folder = tempfile::tempdir_in(".")?;
            let fabric = open(EmbeddedConfig::new(folder.path()))?;
            let journal = fabric.journals.open("bench").await?;
            let count = Arc::new(AtomicU64::new(0));
            let commit = move |_| {
                let (journal, number) = (Arc::clone(&journal), count.fetch_add(1, Ordering::Relaxed));
                async move {
                    journal.commit(commit(number)).await?;
                    Ok(())
                }
            };
            rounds.push(round(writers, plan.round, commit).await?);
        }
        let figures = median(&rounds);
        report.figures(&format!("durable commit of a write and an event, {writers} writers"), figures);
        if writers > 1 {
            report.row(Row::target("… a second", figures.throughput, "≥ 30,000"));
        }
    }
    Ok(())
}

fn commit(number: u64) -> Commit {
    // Multiplying by an odd constant spreads consecutive numbers over all documents.
    let document = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) % DOCUMENTS;
    let mut commit = Commit::new(CommitId::random());
    commit.writes.push(Write {
        key: Key::new("entity").with(&document.to_string()),
        expect: Expect::Any,
        value: Some(Bytes::from_static(&[7; 250])),
        ttl: None,
    });
    commit.events.push(Event {
        subject: "evt.bench.entity.updated.v1".into(),
        headers: Headers::new(),
        payload: Bytes::from_static(&[9; 250]),
        ttl: None,
    });
    commit
}
