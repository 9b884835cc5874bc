//! How fast the fabric in this process is: `cargo bench -p realmwire-fabric [-- FOLDER]`.

#![expect(clippy::print_stdout, reason = "figures are what a benchmark is for")]
#![expect(clippy::expect_used, reason = "a benchmark that fails stops")]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use bytes::Bytes;
use realmwire_fabric::Fabric;
use realmwire_fabric::bus::{Headers, Message};
use realmwire_fabric::clock::SystemClock;
use realmwire_fabric::embedded::{self, EmbeddedConfig};
use realmwire_fabric::journal::{Commit, CommitId, Event, Expect, Journal, Key, Write};
use tokio::time::Instant;

const FOR: Duration = Duration::from_secs(4);
const KEYS: u64 = 1_000_000;
const READS: u32 = 100_000;

#[tokio::main]
async fn main() {
    let parent = std::env::args().nth(1).filter(|argument| !argument.starts_with("--"));
    let folder = tempfile::tempdir_in(parent.as_deref().unwrap_or(".")).expect("a folder");
    requests(&embedded::memory(Arc::new(SystemClock))).await;
    println!("in memory:");
    commits(&embedded::memory(Arc::new(SystemClock)), 64).await;
    for writers in [1, 64, 256] {
        commits(&open(folder.path()), writers).await;
    }
    fill(&open(folder.path())).await;
    println!("with a million keys, an event each:");
    open(folder.path()).journals.close().await.expect("closed");
}

fn open(folder: &Path) -> Fabric {
    let begin = Instant::now();
    let fabric = embedded::open(EmbeddedConfig::new(folder)).expect("opened");
    println!("open: {:?}", begin.elapsed());
    fabric
}

/// A handler that answers at once, called by one task.
async fn requests(fabric: &Fabric) {
    const REQUESTS: u32 = 500_000;
    let bus = Arc::clone(&fabric.bus);
    let answer = {
        let bus = Arc::clone(&bus);
        move |request: Message| {
            let reply = Message::new(request.reply.unwrap_or_default(), request.payload);
            futures::executor::block_on(bus.publish(reply)).expect("answered");
        }
    };
    let _server = bus.subscribe("svc.echo.v1.Echo", Some("echo"), Arc::new(answer)).await.expect("subscribed");
    let payload = Bytes::from(vec![7; 250]);
    let deadline = Instant::now() + Duration::from_mins(1);
    let begin = Instant::now();
    for _ in 0..REQUESTS {
        let request = Message::new("svc.echo.v1.Echo", payload.clone());
        bus.request(request, deadline).await.expect("answered");
    }
    println!("request and answer: {:?} each", begin.elapsed() / REQUESTS);
}

/// A write of 250 bytes under a random key and an event of 250 bytes in each commit.
async fn commits(fabric: &Fabric, writers: u64) {
    let journal = fabric.journals.open("bench").await.expect("opened");
    let (done, stop) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(false)));
    let begin = Instant::now();
    let tasks: Vec<_> = (0..writers)
        .map(|writer| tokio::spawn(write(Arc::clone(&journal), writer, Arc::clone(&done), Arc::clone(&stop))))
        .collect();
    tokio::time::sleep(FOR).await;
    stop.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await.expect("no panic");
    }
    let rate = f64::from(done.load(Ordering::Relaxed)) / begin.elapsed().as_secs_f64();
    println!("{writers} writers: {rate:.0} commits/s");

    let begin = Instant::now();
    for number in 0..READS {
        journal.get(&key(mix(u64::from(number)))).await.expect("read");
    }
    println!("get: {:?} each", begin.elapsed() / READS);
    fabric.journals.close().await.expect("closed");
}

/// Writes every key once.
async fn fill(fabric: &Fabric) {
    const AT_ONCE: u64 = 500;
    let journal = fabric.journals.open("bench").await.expect("opened");
    for chunk in 0..KEYS / AT_ONCE {
        let mut commit = Commit::new(CommitId::random());
        for number in chunk * AT_ONCE..(chunk + 1) * AT_ONCE {
            let part = commit_of(number, &Bytes::from(vec![7; 250]));
            commit.writes.extend(part.writes);
            commit.events.extend(part.events);
        }
        journal.commit(commit).await.expect("stored");
    }
    fabric.journals.close().await.expect("closed");
}

async fn write(journal: Arc<dyn Journal>, writer: u64, done: Arc<AtomicU32>, stop: Arc<AtomicBool>) {
    let value = Bytes::from(vec![7; 250]);
    let mut number = writer << 32;
    while !stop.load(Ordering::Relaxed) {
        number += 1;
        journal.commit(commit_of(mix(number), &value)).await.expect("stored");
        done.fetch_add(1, Ordering::Relaxed);
    }
}

fn commit_of(number: u64, value: &Bytes) -> Commit {
    let write = Write { key: key(number), expect: Expect::Any, value: Some(value.clone()), ttl: None };
    let event =
        Event { subject: "evt.bench.written.v1".into(), headers: Headers::new(), payload: value.clone(), ttl: None };
    Commit { id: CommitId::random(), writes: vec![write], events: vec![event], timers: vec![] }
}

fn key(number: u64) -> Key {
    Key::new("entity").with(&format!("{:08x}", number % KEYS))
}

const fn mix(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
