//! Commits, watches and consumers while the leader of their stream is lost.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt;
use parking_lot::Mutex;
use realmwire_test_kit::{NatsCluster, NatsServer, eventually};
use tokio::task::JoinSet;

use crate::bus::Headers;
use crate::journal::{
    Change, Commit, CommitError, CommitId, ConsumerConfig, ConsumerStart, Event, EventQuery, Expect, Journal,
    JournalError, Journals, Key, WatchStart, Write,
};
use crate::nats::NatsConfig;
use crate::nats::journal::NatsJournals;

const SERVICE: &str = "ledger";
const WRITERS: u64 = 8;
const WITHIN: Duration = Duration::from_mins(1);

/// What the writers of a scene share.
#[derive(Clone)]
struct Scene {
    journal: Arc<dyn Journal>,
    stop: Arc<AtomicBool>,
    stored: Arc<AtomicU64>,
}

impl Scene {
    async fn new(urls: Vec<String>, replicas: u8) -> Self {
        let config = NatsConfig { replicas, ..NatsConfig::new(urls, "writer", "test") };
        let journals = NatsJournals::connect(&config).await.unwrap();
        let journal = journals.open(SERVICE).await.unwrap();
        // The journals live as long as the test; closing them would end its watches.
        Box::leak(Box::new(journals));
        Self { journal, stop: Arc::default(), stored: Arc::default() }
    }

    /// Writes 1, 2, 3, … under a key of its own, each on the revision before, and gives the last number.
    async fn write(self, writer: u64) -> u64 {
        let (mut number, mut expect) = (0, Expect::Absent);
        while !self.stop.load(Ordering::Relaxed) {
            number += 1;
            // Every other writer commits single messages, whose way through the server is another.
            let events = if writer.is_multiple_of(2) { vec![event(writer, number)] } else { Vec::new() };
            let write = Write { key: key(writer), expect, value: Some(number.to_string().into()), ttl: None };
            let commit = Commit { writes: vec![write], events, ..Commit::new(CommitId::random()) };
            let receipt = loop {
                match self.journal.commit(commit.clone()).await {
                    Ok(receipt) => break receipt,
                    // Whether it was stored is not known; the same commit again finds out.
                    Err(CommitError::Journal(JournalError::Unavailable { .. })) => {}
                    Err(error) => panic!("writer {writer} at {number}: {error}"),
                }
            };
            expect = Expect::Revision(receipt.revisions[0]);
            self.stored.fetch_add(1, Ordering::Relaxed);
        }
        number
    }

    /// Waits for some more commits.
    async fn progress(&self) {
        let goal = self.stored.load(Ordering::Relaxed) + 20 * WRITERS;
        let reached = || std::future::ready((self.stored.load(Ordering::Relaxed) >= goal).then_some(()));
        eventually("commits go on", WITHIN, reached).await.unwrap();
    }

    /// Collects the numbers of each writer as a watch sees them.
    async fn watch(&self) -> Seen {
        let mut changes = self.journal.watch(Key::new("writer"), WatchStart::Current).await.unwrap();
        let seen = Seen::default();
        let collected = seen.clone();
        tokio::spawn(async move {
            while let Some(change) = changes.next().await {
                if let Change::Put(entry) = change.unwrap() {
                    collected.note(parse(entry.key.last().as_bytes()), parse(&entry.value));
                }
            }
        });
        seen
    }

    /// Collects the numbers of each writer as a consumer gets them.
    async fn consume(&self) -> Seen {
        let config = ConsumerConfig {
            durable: "reader".to_owned(),
            filter: format!("evt.{SERVICE}.>"),
            start: ConsumerStart::First,
            ack_wait: Duration::from_secs(5),
            max_deliver: 100,
            max_in_flight: 100,
        };
        let mut consumer = self.journal.consume(config).await.unwrap();
        let seen = Seen::default();
        let collected = seen.clone();
        tokio::spawn(async move {
            while let Some(delivery) = consumer.next().await {
                let delivery = delivery.unwrap();
                let (writer, number) = parse_event(&delivery.record().payload);
                collected.note(writer, number);
                // One whose answer is lost comes again.
                let _ = delivery.ack().await;
            }
        });
        seen
    }
}

/// Numbers by their writer, as they were seen.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<BTreeMap<u64, Vec<u64>>>>);

impl Seen {
    fn note(&self, writer: u64, number: u64) {
        self.0.lock().entry(writer).or_default().push(number);
    }

    /// The numbers of `writer`, once `is_complete`.
    async fn until(&self, writer: u64, is_complete: impl Fn(&[u64]) -> bool) -> Vec<u64> {
        eventually(&format!("all of writer {writer} is seen"), WITHIN, || {
            let seen = self.0.lock().get(&writer).filter(|numbers| is_complete(numbers)).cloned();
            std::future::ready(seen)
        })
        .await
        .unwrap()
    }
}

fn key(writer: u64) -> Key {
    Key::new("writer").with(&writer.to_string())
}

fn event(writer: u64, number: u64) -> Event {
    let payload = Bytes::from(format!("{writer} {number}"));
    Event { subject: format!("evt.{SERVICE}.written.v1").into(), headers: Headers::new(), payload, ttl: None }
}

fn parse(text: &[u8]) -> u64 {
    std::str::from_utf8(text).unwrap().parse().unwrap()
}

fn parse_event(body: &[u8]) -> (u64, u64) {
    let (writer, number) = std::str::from_utf8(body).unwrap().split_once(' ').unwrap();
    (writer.parse().unwrap(), number.parse().unwrap())
}

/// All events, page by page.
async fn events(journal: &Arc<dyn Journal>) -> BTreeMap<u64, Vec<u64>> {
    let mut found: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    let mut start = ConsumerStart::First;
    loop {
        let query = EventQuery { filter: format!("evt.{SERVICE}.>"), start, limit: 1000 };
        let page = journal.read(query).await.unwrap();
        let Some(last) = page.last() else { return found };
        start = ConsumerStart::Sequence(last.sequence + 1);
        for record in page {
            let (writer, number) = parse_event(&record.payload);
            found.entry(writer).or_default().push(number);
        }
    }
}

/// Commits go on through the loss of the stream's leader and its return, and afterwards all is there, once.
async fn nothing_is_lost_or_doubled(scene: Scene, lose_and_recover: impl AsyncFnOnce(&Scene)) {
    let (watched, consumed) = (scene.watch().await, scene.consume().await);
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let scene = scene.clone();
        writers.spawn(async move { (writer, scene.write(writer).await) });
    }
    scene.progress().await;
    lose_and_recover(&scene).await;
    scene.progress().await;

    scene.stop.store(true, Ordering::Relaxed);
    let written: BTreeMap<_, _> = writers.join_all().await.into_iter().collect();
    let events = events(&scene.journal).await;
    for (writer, last) in written {
        let entry = scene.journal.get(&key(writer)).await.unwrap().unwrap();
        assert_eq!(parse(&entry.value), last, "the value of writer {writer}");
        let seen = watched.until(writer, |numbers| numbers.contains(&last)).await;
        assert!(seen.is_sorted_by(|one, next| one < next), "the watch saw {seen:?} of writer {writer}");
        if writer.is_multiple_of(2) {
            assert!(events[&writer].iter().copied().eq(1..=last), "{:?} of writer {writer}", events[&writer]);
            // An event whose acknowledgement was lost came twice, and one whose delivery was lost came later.
            let distinct = |numbers: &[u64]| numbers.iter().copied().collect::<BTreeSet<_>>();
            consumed.until(writer, |numbers| distinct(numbers).into_iter().eq(1..=last)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_when_the_leader_is_killed() {
    let cluster = NatsCluster::start(3).await.unwrap();
    let scene = Scene::new(cluster.urls(), 3).await;
    nothing_is_lost_or_doubled(scene, async |scene| {
        let leader = cluster.leader_of(&format!("KV_{SERVICE}")).await.unwrap();
        leader.kill().unwrap();
        scene.progress().await;
        leader.restart().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_when_the_leader_stands_still() {
    let cluster = NatsCluster::start(3).await.unwrap();
    let scene = Scene::new(cluster.urls(), 3).await;
    nothing_is_lost_or_doubled(scene, async |scene| {
        let leader = cluster.leader_of(&format!("KV_{SERVICE}")).await.unwrap();
        leader.stop().unwrap();
        scene.progress().await;
        leader.cont().unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_when_the_only_server_is_killed() {
    let server = NatsServer::start().await.unwrap();
    let scene = Scene::new(vec![server.url()], 1).await;
    nothing_is_lost_or_doubled(scene, async |_| {
        server.kill().unwrap();
        server.restart().await.unwrap();
    })
    .await;
}
