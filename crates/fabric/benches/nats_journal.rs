//! What the journal over NATS does in a second: on one server, and on a cluster of three on the same machine with a copy
//! of the journal on each.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use realmwire_fabric::bus::Headers;
use realmwire_fabric::journal::{Commit, CommitId, Event, Expect, Journal, Journals, Key, Write};
use realmwire_fabric::nats::NatsConfig;
use realmwire_fabric::nats::journal::NatsJournals;
use realmwire_test_kit::{NatsCluster, NatsServer};
use tokio::time::Instant;

const VALUE_BYTES: usize = 250;
const ROUND: Duration = Duration::from_secs(3);

type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let server = NatsServer::start().await?;
    measure("one server", vec![server.url()], 1).await?;
    drop(server);
    let cluster = NatsCluster::start(3).await?;
    measure("three servers", cluster.urls(), 3).await
}

async fn measure(system: &str, urls: Vec<String>, replicas: u8) -> Result<(), Failure> {
    let config = NatsConfig { replicas, ..NatsConfig::new(urls, "bench", "one") };
    let journals = NatsJournals::connect(&config).await?;
    let journal = journals.open("bench").await?;
    for in_flight in [1, 64] {
        for (operation, name) in [
            (Operation::Write, "a write on its revision"),
            (Operation::WriteAndEvent, "a write and an event"),
            (Operation::Get, "a read"),
        ] {
            let (rate, median) = rate(&journal, operation, in_flight).await?;
            println!("{system:<14} {name:<24} {in_flight:>3} in flight {rate:>8.0}/s, p50 {median:?}");
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Operation {
    Write,
    WriteAndEvent,
    Get,
}

/// Operations a second, and how long half of them take at most.
async fn rate(journal: &Arc<dyn Journal>, operation: Operation, in_flight: usize) -> Result<(f64, Duration), Failure> {
    let started = Instant::now();
    let workers = (0..in_flight).map(|number| {
        let journal = Arc::clone(journal);
        tokio::spawn(async move { work(journal, operation, number, started).await })
    });
    let mut times = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        times.extend(worker.await??);
    }
    let count = u32::try_from(times.len())?;
    let rate = f64::from(count) / started.elapsed().as_secs_f64();
    times.sort_unstable();
    Ok((rate, times.get(times.len() / 2).copied().unwrap_or_default()))
}

async fn work(
    journal: Arc<dyn Journal>,
    operation: Operation,
    number: usize,
    started: Instant,
) -> Result<Vec<Duration>, Failure> {
    let key = Key::new("bench").with(&number.to_string());
    let value = Bytes::from(vec![7; VALUE_BYTES]);
    let first = write(&key, Expect::Any, &value);
    let mut revision = commit(&journal, vec![first], Vec::new()).await?;
    let mut times = Vec::new();
    while started.elapsed() < ROUND {
        let begun = Instant::now();
        let next = write(&key, Expect::Revision(revision), &value);
        match operation {
            Operation::Write => revision = commit(&journal, vec![next], Vec::new()).await?,
            Operation::WriteAndEvent => {
                let event = Event {
                    subject: "evt.bench.written.v1".into(),
                    headers: Headers::new(),
                    payload: value.clone(),
                    ttl: None,
                };
                revision = commit(&journal, vec![next], vec![event]).await?;
            }
            Operation::Get => drop(journal.get(&key).await?),
        }
        times.push(begun.elapsed());
    }
    Ok(times)
}

fn write(key: &Key, expect: Expect, value: &Bytes) -> Write {
    Write { key: key.clone(), expect, value: Some(value.clone()), ttl: None }
}

async fn commit(journal: &Arc<dyn Journal>, writes: Vec<Write>, events: Vec<Event>) -> Result<u64, Failure> {
    let receipt = journal.commit(Commit { writes, events, ..Commit::new(CommitId::random()) }).await?;
    Ok(receipt.revisions.first().copied().unwrap_or_default())
}
