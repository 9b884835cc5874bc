//! The binary as a whole: how soon it is ready, and what it takes while it waits.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use bytes::Bytes;
use realmwire_fabric::embedded::{EmbeddedConfig, open};
use realmwire_fabric::journal::{Commit, CommitId, Expect, Key, Write};
use realmwire_test_kit::Process;

use crate::measure::{Plan, median_of};
use crate::peer::resident_mb;
use crate::report::{Report, Row, progress};
use crate::system::binary;

/// How many keys the large store has.
const KEYS: usize = 1_000_000;
const KEYS_PER_COMMIT: usize = 1_000;

/// Measures `realmwire up`, whose binary lies beside this program.
pub(crate) async fn product(plan: Plan, report: &mut Report) -> anyhow::Result<()> {
    let (mut starts, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        let folder = tempfile::tempdir_in(".")?;
        let (ready_ms, memory_mb) = start(folder.path()).await?;
        starts.push(ready_ms);
        memory.push(memory_mb);
    }
    report.row(Row::target("start to ready with empty data, ms", median_of(starts), "≤ 300"));
    report.row(Row::target("idle memory of `up`, MB", median_of(memory), "≤ 60"));

    progress("filling a store with a million keys");
    let folder = tempfile::tempdir_in(".")?;
    fill(folder.path()).await?;
    let mut starts = Vec::new();
    for _ in 0..plan.rounds {
        starts.push(start(folder.path()).await?.0);
    }
    report.row(Row::target("start to ready with a million keys, ms", median_of(starts), "≤ 2,000"));
    Ok(())
}

/// Milliseconds until the process is ready, and megabytes that it then takes.
async fn start(data: &Path) -> anyhow::Result<(f64, f64)> {
    let data = data.canonicalize()?.display().to_string();
    let process = Process::builder("realmwire", binary()?)?
        .args(["up", "--data", &data, "--http", "127.0.0.1:0", "--admin", "127.0.0.1:0"])
        .start();
    let begin = Instant::now();
    let process = process.await?;
    // Its log is looked at more often than a test would, since the time is what counts.
    while !process.log().contains("ready in") {
        anyhow::ensure!(process.is_running() && begin.elapsed() < Duration::from_secs(60), "{}", process.log());
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let ready_ms = begin.elapsed().as_secs_f64() * 1000.0;
    tokio::time::sleep(Duration::from_secs(2)).await;
    Ok((ready_ms, resident_mb(process.id().context("the process ended")?)?))
}

async fn fill(folder: &Path) -> anyhow::Result<()> {
    let fabric = open(EmbeddedConfig::new(folder))?;
    let journal = fabric.journals.open("state-manager").await?;
    for first in (0..KEYS).step_by(KEYS_PER_COMMIT) {
        let mut commit = Commit::new(CommitId::random());
        commit.writes.extend((first..first + KEYS_PER_COMMIT).map(|number| Write {
            key: Key::new("filling").with(&number.to_string()),
            expect: Expect::Any,
            value: Some(Bytes::from_static(&[7; 100])),
            ttl: None,
        }));
        journal.commit(commit).await?;
    }
    Ok(())
}
