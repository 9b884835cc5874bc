//! That the permissions which are named are all that is needed, and no more.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures::StreamExt;
use realmwire_test_kit::{NatsOptions, NatsServer};

use super::journal::{commit, key, reader, write};
use crate::bus::Headers;
use crate::journal::{
    Commit, CommitId, ConsumerStart, Event, EventQuery, Journal, JournalError, Journals, Key, ListQuery, Timer,
    WatchStart,
};
use crate::nats::journal::NatsJournals;
use crate::nats::{Credentials, NatsConfig, Permissions};

/// A server with users that have these permissions.
async fn server(users: &[(&str, Permissions)]) -> NatsServer {
    let users: Vec<_> = users
        .iter()
        .map(|(user, Permissions { publish, subscribe })| {
            format!("{{ user: {user}, password: secret, permissions: {{ publish: {publish:?}, subscribe: {subscribe:?} }} }}")
        })
        .collect();
    let config = format!("authorization {{ users: [{}] }}", users.join(", "));
    NatsServer::start_with(NatsOptions { config, ..NatsOptions::default() }).await.unwrap()
}

async fn journals(server: &NatsServer, user: &str) -> NatsJournals {
    let credentials = Credentials::Password { user: user.to_owned(), password: "secret".to_owned() };
    let config = NatsConfig::new(vec![server.url()], user, "test");
    let config = NatsConfig { credentials, journal_timeout: Duration::from_secs(5), ..config };
    NatsJournals::connect(&config).await.unwrap()
}

fn owner() -> Permissions {
    Permissions::of_process("quest").and(Permissions::of_journal("quest"))
}

fn event(body: &'static str) -> Event {
    Event { subject: "evt.quest.done.v1".into(), headers: Headers::new(), payload: body.into(), ttl: None }
}

async fn emit(journal: &Arc<dyn Journal>, body: &'static str) {
    let timer =
        Timer::Set { key: Key::new("timer"), at: SystemTime::now() + Duration::from_hours(1), event: event(body) };
    let commit = Commit {
        writes: vec![write("emitted", body)],
        events: vec![event(body)],
        timers: vec![timer],
        ..Commit::new(CommitId::random())
    };
    journal.commit(commit).await.unwrap();
}

#[tokio::test]
async fn the_owner_of_a_journal_can_do_everything_with_it() {
    let server = server(&[("quest", owner())]).await;
    let journals = journals(&server, "quest").await;
    let journal = journals.open("quest").await.unwrap();

    commit(&journal, vec![write("a", "1")]).await.unwrap();
    emit(&journal, "done").await;
    assert!(journal.get(&key("a")).await.unwrap().is_some());
    let page = journal.list(ListQuery { prefix: Key::new("thing"), after: None, limit: 10 }).await.unwrap();
    assert_eq!(page.entries.len(), 2);
    let mut changes = journal.watch(Key::new("thing"), WatchStart::Current).await.unwrap();
    changes.next().await.unwrap().unwrap();
    let mut consumer = journal.consume(reader()).await.unwrap();
    consumer.next().await.unwrap().unwrap().dead_letter("no").await.unwrap();
    let query = EventQuery { filter: "dlq.quest.>".to_owned(), start: ConsumerStart::First, limit: 10 };
    let letters = journal.read(query).await.unwrap();
    journal.discard(letters[0].sequence).await.unwrap();
    assert_eq!(journals.names().await.unwrap(), ["quest"]);
}

#[tokio::test]
async fn another_service_can_do_nothing_with_it() {
    let stranger = Permissions::of_process("stranger").and(Permissions::of_journal("stranger"));
    let server = server(&[("quest", owner()), ("stranger", stranger)]).await;
    let journal = journals(&server, "quest").await.open("quest").await.unwrap();
    commit(&journal, vec![write("a", "1")]).await.unwrap();

    let outcome = journals(&server, "stranger").await.open("quest").await;

    assert!(matches!(outcome.map(drop), Err(JournalError::Invalid { detail, .. }) if detail.contains("not permitted")));
}

#[tokio::test]
async fn a_consumer_of_another_journal_can_consume_and_nothing_else() {
    let stranger = Permissions::of_process("stranger").and(Permissions::of_consumer("quest", "reader"));
    let server = server(&[("quest", owner()), ("stranger", stranger)]).await;
    let own = journals(&server, "quest").await.open("quest").await.unwrap();
    emit(&own, "done").await;
    let stranger = journals(&server, "stranger").await;
    let foreign = stranger.open("quest").await.unwrap();

    let mut consumer = foreign.consume(reader()).await.unwrap();
    consumer.next().await.unwrap().unwrap().ack().await.unwrap();

    assert!(commit(&foreign, vec![write("a", "2")]).await.is_err());
    assert!(foreign.get(&key("a")).await.is_err());
    let other = crate::journal::ConsumerConfig { durable: "other".to_owned(), ..reader() };
    assert!(foreign.consume(other).await.is_err());
}
