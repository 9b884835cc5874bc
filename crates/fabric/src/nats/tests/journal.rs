//! The stream under a journal: who else reads it, what it is made of, and its limits.

use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream;
use bytes::Bytes;
use futures::StreamExt;
use realmwire_test_kit::{NatsOptions, NatsServer, eventually};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::journal::{
    Change, Commit, CommitError, CommitId, ConsumerConfig, ConsumerStart, EventQuery, Expect, Journal, JournalError,
    Journals, Key, ListQuery, WatchStart, Write,
};
use crate::nats::NatsConfig;
use crate::nats::journal::NatsJournals;

const WITHIN: Duration = Duration::from_secs(30);
const CALL_WITHIN: Duration = Duration::from_secs(2);
/// By how much a call may miss its deadline on a machine that is busy.
const SLACK: Duration = Duration::from_secs(3);

async fn journals(server: &NatsServer) -> NatsJournals {
    let config = NatsConfig::new(vec![server.url()], "journal", "test");
    NatsJournals::connect(&NatsConfig { journal_timeout: CALL_WITHIN, ..config }).await.unwrap()
}

async fn context(server: &NatsServer) -> jetstream::Context {
    jetstream::new(async_nats::connect(server.url()).await.unwrap())
}

pub(super) fn key(name: &str) -> Key {
    Key::new("thing").with(name)
}

pub(super) fn write(name: &str, value: impl Into<Bytes>) -> Write {
    Write { key: key(name), expect: Expect::Any, value: Some(value.into()), ttl: None }
}

pub(super) async fn commit(journal: &Arc<dyn Journal>, writes: Vec<Write>) -> Result<(), CommitError> {
    journal.commit(Commit { writes, ..Commit::new(CommitId::random()) }).await.map(drop)
}

#[tokio::test]
async fn tools_for_key_value_buckets_read_the_state() {
    let server = NatsServer::start().await.unwrap();
    let journal = journals(&server).await.open("quest").await.unwrap();
    commit(&journal, vec![write("a", "1"), write("b", "1")]).await.unwrap();
    commit(&journal, vec![write("a", "2")]).await.unwrap();
    commit(&journal, vec![Write { value: None, ..write("b", "") }]).await.unwrap();

    let bucket = context(&server).await.get_key_value("quest").await.unwrap();

    assert_eq!(bucket.get("thing.a").await.unwrap().as_deref(), Some(b"2".as_slice()));
    assert_eq!(bucket.get("thing.b").await.unwrap(), None);
    let keys: Vec<_> = bucket.keys().await.unwrap().map(Result::unwrap).collect().await;
    assert_eq!(keys, ["thing.a"]);
}

#[tokio::test]
async fn a_bucket_that_was_there_becomes_a_journal() {
    let server = NatsServer::start().await.unwrap();
    let context = context(&server).await;
    let config = jetstream::kv::Config { bucket: "quest".to_owned(), ..jetstream::kv::Config::default() };
    let bucket = context.create_key_value(config).await.unwrap();
    bucket.put("thing.a", "old".into()).await.unwrap();

    let journal = journals(&server).await.open("quest").await.unwrap();

    assert_eq!(journal.get(&key("a")).await.unwrap().unwrap().value, "old");
    commit(&journal, vec![write("a", "new"), write("b", "new")]).await.unwrap();
    assert_eq!(bucket.get("thing.b").await.unwrap().as_deref(), Some(b"new".as_slice()));
}

#[tokio::test]
async fn a_stream_that_cannot_be_a_journal_is_an_error() {
    let server = NatsServer::start().await.unwrap();
    let config = jetstream::stream::Config {
        name: "KV_quest".to_owned(),
        subjects: vec!["$KV.quest.>".to_owned()],
        storage: jetstream::stream::StorageType::Memory,
        ..jetstream::stream::Config::default()
    };
    context(&server).await.create_stream(config).await.unwrap();

    let outcome = journals(&server).await.open("quest").await;

    assert!(matches!(outcome.map(drop), Err(JournalError::Invalid { detail, .. }) if detail.contains("KV_quest")));
}

#[tokio::test]
async fn a_stream_is_made_once_and_left_alone() {
    let server = NatsServer::start().await.unwrap();
    drop(journals(&server).await.open("quest").await.unwrap());
    let config = |info: Value| info["config"].clone();
    let request = || json!({});
    let context = context(&server).await;
    let before: Value = context.request("STREAM.INFO.KV_quest", &request()).await.unwrap();

    drop(journals(&server).await.open("quest").await.unwrap());

    let after: Value = context.request("STREAM.INFO.KV_quest", &request()).await.unwrap();
    assert_eq!(config(before), config(after));
}

#[tokio::test]
async fn a_server_without_room_says_so() {
    let options = NatsOptions { max_file_store: Some("2MB".to_owned()), ..NatsOptions::default() };
    let server = NatsServer::start_with(options).await.unwrap();
    let journal = journals(&server).await.open("quest").await.unwrap();
    let large = |number: usize| write(&number.to_string(), vec![7; 200_000]);

    let mut outcome = Ok(());
    for number in 0..20 {
        outcome = commit(&journal, vec![large(number)]).await;
        if outcome.is_err() {
            break;
        }
    }

    assert!(matches!(outcome, Err(CommitError::Journal(JournalError::Full { .. }))), "{outcome:?}");
    // What is there can be read, and a commit of several parts says the same.
    assert!(journal.get(&key("0")).await.unwrap().is_some());
    let outcome = commit(&journal, vec![large(100), large(101)]).await;
    assert!(matches!(outcome, Err(CommitError::Journal(JournalError::Full { .. }))), "{outcome:?}");
}

#[tokio::test]
async fn without_its_server_every_call_ends_in_time_and_the_journal_recovers() {
    let server = NatsServer::start().await.unwrap();
    let journals = journals(&server).await;
    let journal = journals.open("quest").await.unwrap();
    commit(&journal, vec![write("a", "1")]).await.unwrap();
    let mut changes = journal.watch(Key::new("thing"), WatchStart::New).await.unwrap();
    let mut consumer = journal.consume(reader()).await.unwrap();

    server.kill().unwrap();

    let begun = Instant::now();
    let calls = tokio::join!(
        async { journal.get(&key("a")).await.map(drop) },
        async { journal.get_many(&[key("a"), key("b")]).await.map(drop) },
        async { journal.list(ListQuery { prefix: Key::new("thing"), after: None, limit: 10 }).await.map(drop) },
        async { journal.watch(Key::new("thing"), WatchStart::Current).await.map(drop) },
        async { journal.consume(reader()).await.map(drop) },
        async {
            let query = EventQuery { filter: "evt.quest.>".to_owned(), start: ConsumerStart::First, limit: 10 };
            journal.read(query).await.map(drop)
        },
        journal.discard(1),
        async { journals.names().await.map(drop) },
        async { journals.open("another").await.map(drop) },
    );
    let committed = tokio::join!(
        commit(&journal, vec![write("a", "2")]),
        commit(&journal, vec![write("b", "2"), write("c", "2")]),
    );
    assert!(begun.elapsed() < 2 * CALL_WITHIN + SLACK, "{:?}", begun.elapsed());
    let outcomes: [Result<(), JournalError>; 9] = calls.into();
    for (number, outcome) in outcomes.into_iter().enumerate() {
        assert!(matches!(outcome, Err(JournalError::Unavailable { .. })), "call {number}: {outcome:?}");
    }
    for outcome in <[Result<(), CommitError>; 2]>::from(committed) {
        assert!(matches!(outcome, Err(CommitError::Journal(JournalError::Unavailable { .. }))), "{outcome:?}");
    }

    server.restart().await.unwrap();
    eventually("a commit is stored again", WITHIN, || async { commit(&journal, vec![write("d", "3")]).await.ok() })
        .await
        .unwrap();
    let change = tokio::time::timeout(WITHIN, changes.next()).await.unwrap().unwrap().unwrap();
    assert!(matches!(change, Change::Put(entry) if entry.key == key("d")), "the watch goes on");
    journals.close().await.unwrap();
    assert!(consumer.next().await.is_none());
    assert!(changes.next().await.is_none());
}

pub(super) fn reader() -> ConsumerConfig {
    ConsumerConfig {
        durable: "reader".to_owned(),
        filter: "evt.quest.>".to_owned(),
        start: ConsumerStart::First,
        ack_wait: Duration::from_secs(5),
        max_deliver: 3,
        max_in_flight: 10,
    }
}
