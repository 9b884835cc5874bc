use std::time::Duration;

use bytes::Bytes;
use futures::future::join_all;
use proptest::prelude::{prop, proptest};
use realmwire_fabric::journal::{ConsumerStart, EventQuery, EventRecord};

use super::super::{Changes, Expect, Key, PageRequest, RelayedEvent, Store};
use crate::context::{Context, ContextParts, KeyClaim};
use crate::events::{EventMetadata, Incoming};
use crate::fixture::{Count, ItemSold, SHOP, add, sold};
use crate::idempotency::Idempotency;
use crate::identity::Principal;
use crate::status::{Code, RetryAdvice};
use crate::testing::{TestHost, eventually};

async fn store(host: &TestHost) -> Store {
    let cx = host.process().context(&SHOP, toml::Table::new()).expect("valid");
    cx.store().await.expect("a store")
}

fn context(host: &TestHost) -> Context {
    host.context(Principal::service("test"))
}

fn keyed(host: &TestHost, key: &str) -> Context {
    let mut parts = ContextParts::new(host.process().host().clone());
    parts.key = Some(claim(key));
    Context::new(parts)
}

fn claim(key: &str) -> KeyClaim {
    let scope = "player/p1".to_owned();
    KeyClaim { key: key.to_owned(), scope, method: "realmwire.shop.v1.Shop/Buy", request_digest: [7; 32] }
}

async fn events(host: &TestHost) -> Vec<EventRecord> {
    let journal = host.fabric().journals.open("shop").await.expect("the journal");
    let query = EventQuery { filter: "evt.shop.>".to_owned(), start: ConsumerStart::First, limit: 100 };
    journal.read(query).await.expect("the events")
}

async fn number(store: &Store, key: &Key) -> Option<i64> {
    store.load::<Count>(key).await.expect("a count").map(|stored| stored.value.number)
}

#[tokio::test]
async fn an_event_of_somebody_else_is_published_in_the_own_journal_under_its_own_type() {
    let host = TestHost::new().await;
    let relayed = RelayedEvent {
        topic: "high.quest-system.quest.completed.v1".to_owned(),
        id: "q-1".to_owned(),
        event_type: "quest-system.quest.completed.v1".to_owned(),
        key: "p 1".to_owned(),
        headers: vec![("Event-Publisher", "admin/a".to_owned())],
        payload: Bytes::from_static(b"body"),
    };
    let store = store(&host).await;
    store.commit(&context(&host), Changes::new().relay(relayed), ()).await.expect("stored");

    let events = events(&host).await;
    let event = events.first().expect("one event");
    assert_eq!(event.subject, "evt.shop.high.quest-system.quest.completed.v1");
    let metadata = EventMetadata::of(event);
    assert_eq!((metadata.id.as_str(), metadata.key.as_str()), ("q-1", "p 1"));
    assert_eq!(metadata.event_type, "quest-system.quest.completed.v1");
    assert_eq!(event.headers.get("Event-Publisher"), Some("admin/a"));
    assert_eq!(event.payload, "body");
}

#[tokio::test]
async fn documents_events_and_the_answer_are_committed_together() {
    let host = TestHost::new().await;
    let (store, cx, key) = (store(&host).await, keyed(&host, "k"), Key::new("count").with("a"));
    let changes = Changes::new().create(key.clone(), &Count { number: 3 }).event(&sold("potion", 5));
    assert_eq!(store.commit(&cx, changes, 42_u64).await.expect("stored"), 42);

    let stored = store.load::<Count>(&key).await.expect("a count").expect("stored");
    assert_eq!((stored.value.number, stored.written_at), (3, cx.now()));
    let events = events(&host).await;
    let incoming = Incoming::<ItemSold>::decode(events.first().expect("one event"), 1).expect("decodes");
    assert_eq!(incoming.event, sold("potion", 5));
    let metadata = incoming.metadata;
    assert_eq!(metadata.event_type, "shop.item.sold.v1");
    assert_eq!(metadata.key, "potion");
    assert_eq!((metadata.time, metadata.cause), (cx.now(), Some(cx.call_id())));
    let answer = store.recall(&claim("k")).await.expect("known").expect("executed");
    assert_eq!(prost::Message::decode(answer), Ok(42_u64));
}

#[tokio::test]
async fn a_lost_race_is_a_conflict_that_stores_nothing() {
    let host = TestHost::new().await;
    let (store, cx, key) = (store(&host).await, context(&host), Key::new("count").with("a"));
    add(&store, &cx, key.clone(), 1).await.expect("stored");
    let seen = store.load::<Count>(&key).await.expect("a count").expect("stored");
    add(&store, &cx, key.clone(), 1).await.expect("stored");

    let changes = Changes::new().update(&seen, &Count { number: 9 }).event(&sold("potion", 5));
    let status = store.commit(&cx, changes, ()).await.expect_err("lost");
    assert!(status.is_conflict());
    assert_eq!(number(&store, &key).await, Some(2));
    assert_eq!(events(&host).await, []);
}

#[tokio::test]
async fn a_key_that_took_effect_is_recalled_and_never_again() {
    let host = TestHost::new().await;
    let (store, key) = (store(&host).await, Key::new("count").with("a"));
    assert_eq!(store.recall(&claim("k")).await.expect("unknown"), None);
    add(&store, &keyed(&host, "k"), key.clone(), 1).await.expect("stored");
    let status = add(&store, &keyed(&host, "k"), key.clone(), 1).await.expect_err("took effect before");
    assert!(status.is_conflict());
    assert_eq!(number(&store, &key).await, Some(1));

    let other = KeyClaim { request_digest: [8; 32], ..claim("k") };
    let status = store.recall(&other).await.expect_err("another request");
    assert_eq!((status.code(), status.retry()), (Code::InvalidArgument, RetryAdvice::Never));
    let elsewhere = KeyClaim { scope: "player/p2".to_owned(), ..claim("k") };
    assert_eq!(store.recall(&elsewhere).await.expect("another caller's"), None);
}

#[tokio::test]
async fn an_answer_is_forgotten_after_its_time() {
    let host = TestHost::new().await;
    let store = store(&host).await.with_keys_ttl(Some(Duration::from_mins(1)));
    add(&store, &keyed(&host, "k"), Key::new("count"), 1).await.expect("stored");
    host.clock().advance(Duration::from_secs(59));
    assert!(store.recall(&claim("k")).await.expect("known").is_some());
    host.clock().advance(Duration::from_secs(2));
    assert!(store.recall(&claim("k")).await.expect("unknown").is_none());
}

#[tokio::test]
async fn a_commit_whose_answer_is_lost_takes_effect_once() {
    let host = TestHost::new().await;
    let (store, key) = (store(&host).await, Key::new("count").with("a"));
    host.faults().lose_commit_answers(3);
    let changes = Changes::new().create(key.clone(), &Count { number: 1 }).event(&sold("potion", 5));
    store.commit(&keyed(&host, "k"), changes, ()).await.expect("stored");
    assert_eq!(number(&store, &key).await, Some(1));
    assert_eq!(events(&host).await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_commit_is_repeated_until_the_deadline_and_then_says_that_it_is_unknown() {
    let host = TestHost::new().await;
    let store = store(&host).await;
    host.faults().fail_commits(usize::MAX);
    let cx = context(&host);
    let changes = Changes::new().create(Key::new("count"), &Count { number: 1 });
    let status = store.commit(&cx, changes, ()).await.expect_err("away");
    assert_eq!((status.code(), status.retry()), (Code::Unavailable, RetryAdvice::IfIdempotent));
    assert!(cx.time_left() <= Duration::from_secs(1), "it has tried for most of the time");
}

#[tokio::test]
async fn nothing_to_store_stores_nothing() {
    let host = TestHost::new().await;
    let store = store(&host).await;
    host.faults().disconnect();
    store.commit(&context(&host), Changes::new(), ()).await.expect("nothing to do");
}

#[tokio::test]
async fn mistakes_of_a_service_are_defects_and_store_nothing() {
    let host = TestHost::new().await;
    let (store, key) = (store(&host).await, Key::new("count"));
    let one = Count { number: 1 };
    for changes in [
        Changes::new().create(key.clone(), &one).put(key.clone(), Expect::Any, &one, None),
        Changes::new().create(Key::new("idem").with("x"), &one),
    ] {
        let status = store.commit(&context(&host), changes, ()).await.expect_err("a mistake");
        assert_eq!(status.code(), Code::Internal);
    }
    assert_eq!(number(&store, &key).await, None);
}

#[tokio::test]
async fn a_timer_fires_an_event_at_its_time_unless_it_is_cancelled() {
    let host = TestHost::new().await;
    let (store, cx) = (store(&host).await, context(&host));
    let at = cx.now() + Duration::from_mins(1);
    let timer = |name: &str| Key::new("closing").with(name);
    let changes = Changes::new().timer(timer("a"), at, &sold("a", 1)).timer(timer("b"), at, &sold("b", 1)).timer(
        timer("c"),
        at + Duration::from_hours(1),
        &sold("c", 1),
    );
    store.commit(&cx, changes, ()).await.expect("stored");
    store.commit(&cx, Changes::new().cancel_timer(timer("a")), ()).await.expect("stored");
    assert_eq!(events(&host).await, []);

    host.clock().advance(Duration::from_mins(2));
    let fired = eventually("the timer fires", async || events(&host).await.first().cloned()).await;
    let incoming = Incoming::<ItemSold>::decode(&fired, 1).expect("decodes");
    assert_eq!((incoming.event, incoming.metadata.time), (sold("b", 1), at));
    assert_eq!(events(&host).await.len(), 1);
}

#[tokio::test]
async fn a_document_with_a_time_to_live_ends() {
    let host = TestHost::new().await;
    let (store, cx, key) = (store(&host).await, context(&host), Key::new("count"));
    let half_a_minute = Some(Duration::from_millis(29_500));
    let changes = Changes::new().put(key.clone(), Expect::Any, &Count { number: 1 }, half_a_minute);
    store.commit(&cx, changes, ()).await.expect("stored");
    host.clock().advance(Duration::from_millis(29_900));
    assert_eq!(number(&store, &key).await, Some(1), "whole seconds, and never too early");
    host.clock().advance(Duration::from_secs(1));
    assert_eq!(number(&store, &key).await, None);
}

#[tokio::test]
async fn several_documents_are_loaded_in_the_order_of_their_keys() {
    let host = TestHost::new().await;
    let (store, cx) = (store(&host).await, context(&host));
    let key = |name: &str| Key::new("count").with(name);
    add(&store, &cx, key("a"), 1).await.expect("stored");
    add(&store, &cx, key("c"), 3).await.expect("stored");
    let loaded = store.load_many::<Count>(&[key("c"), key("b"), key("a")]).await.expect("loaded");
    let numbers: Vec<_> = loaded.into_iter().map(|stored| stored.map(|stored| stored.value.number)).collect();
    assert_eq!(numbers, [Some(3), None, Some(1)]);
    let removed = store.load::<Count>(&key("a")).await.expect("loaded").expect("stored");
    store.commit(&cx, Changes::new().remove(&removed), ()).await.expect("stored");
    assert_eq!(number(&store, &key("a")).await, None);
}

#[tokio::test]
async fn writers_that_start_over_after_a_conflict_lose_nothing() {
    let (one, key) = (TestHost::new().await, Key::new("count").with("a"));
    let other = one.sibling().await;
    let stores = [store(&one).await, store(&other).await];
    let write = async |writer: usize| {
        let store = stores.get(writer % 2).expect("two stores");
        let cx = context(&one);
        while let Err(status) = add(store, &cx, key.clone(), 1).await {
            assert!(status.is_conflict(), "{status}");
        }
    };
    join_all((0..32).map(write)).await;
    for store in &stores {
        assert_eq!(number(store, &key).await, Some(32));
    }
}

proptest! {
    #[test]
    fn pages_of_any_size_make_up_the_whole_list(
        ids in prop::collection::btree_set("[a-c .é]{1,3}", 0..12),
        size in 1_i32..6,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let host = TestHost::new().await;
            let (store, cx, prefix) = (store(&host).await, context(&host), Key::new("count"));
            let mut changes = Changes::new().create(Key::new("other").with("x"), &Count { number: 0 });
            for id in &ids {
                changes = changes.create(prefix.with(id), &Count { number: 1 });
            }
            store.commit(&cx, changes, ()).await.expect("stored");
            let mut listed = Vec::new();
            let mut token = String::new();
            loop {
                let page = PageRequest::parse(size, &token, 50, 100).expect("valid");
                let page = store.list::<Count>(&prefix, &page).await.expect("a page");
                let (keys, next) = page.map(|stored| stored.key);
                listed.extend(keys);
                if next.is_empty() {
                    break;
                }
                token = next;
            }
            let mut expected: Vec<_> = ids.iter().map(|id| prefix.with(id)).collect();
            expected.sort();
            assert_eq!(listed, expected);
        });
    }
}
