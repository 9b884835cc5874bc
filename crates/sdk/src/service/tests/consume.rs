use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use realmwire_contract::ServiceSpec;
use realmwire_fabric::bus::Headers;
use realmwire_fabric::journal::{Commit, CommitId, ConsumerStart, Event, EventQuery, EventRecord, dead_letter};

use super::super::{ConsumerOptions, Running, ServiceContext, StartError};
use crate::context::Context;
use crate::events::{Incoming, ReadFrom};
use crate::fixture::{Count, ItemSold, LEDGER, SHOP, SOLD, Silent, add, sold};
use crate::identity::Principal;
use crate::status::Status;
use crate::store::{Changes, Key, Store};
use crate::testing::{TestHost, eventually};

/// The key under which the ledger counts.
fn total() -> Key {
    Key::new("total")
}

async fn publish(host: &TestHost, events: &[ItemSold]) {
    let shop = host.process().context(&SHOP, toml::Table::new()).expect("valid").store().await.expect("a store");
    let changes = events.iter().fold(Changes::new(), Changes::event);
    shop.commit(&host.context(Principal::service("shop")), changes, ()).await.expect("published");
}

async fn ledger_store(host: &TestHost) -> Store {
    let cx = host.process().context(&LEDGER, toml::Table::new()).expect("valid");
    cx.store().await.expect("a store")
}

async fn counted(host: &TestHost) -> i64 {
    let stored = ledger_store(host).await.load::<Count>(&total()).await.expect("loaded");
    stored.map_or(0, |stored| stored.value.number)
}

async fn dead_letters(host: &TestHost) -> Vec<EventRecord> {
    let journal = host.fabric().journals.open("shop").await.expect("the journal");
    let query = EventQuery { filter: "dlq.shop.>".to_owned(), start: ConsumerStart::First, limit: 100 };
    journal.read(query).await.expect("dead letters")
}

/// Starts a ledger whose handler of sales is `handle`.
async fn start<F, Fut>(cx: ServiceContext, options: ConsumerOptions, handle: F) -> Result<Running, StartError>
where
    F: Fn(Store, Context, Incoming<ItemSold>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), Status>> + Send + 'static,
{
    let store = cx.store().await?;
    let handler = move |cx, incoming| handle(store.clone(), cx, incoming);
    cx.serve(Silent(&LEDGER)).consume_with(options, handler).start().await
}

fn counting() -> ConsumerOptions {
    ConsumerOptions::new("counting")
}

async fn count(store: Store, cx: Context, incoming: Incoming<ItemSold>) -> Result<(), Status> {
    add(&store, &cx, total(), incoming.event.price).await.map(|_| ())
}

/// Moves the clock on until `check` gives a value: time passes for retries.
async fn as_time_passes<T, Fut: Future<Output = Option<T>>>(
    host: &TestHost,
    what: &str,
    mut check: impl FnMut() -> Fut,
) -> T {
    eventually(what, || {
        host.clock().advance(Duration::from_secs(1));
        check()
    })
    .await
}

#[tokio::test]
async fn events_of_another_service_are_handled_each_once_by_two_instances() {
    let one = TestHost::new().await;
    let other = one.sibling().await;
    let _running = one.start(&LEDGER, |cx| start(cx, counting(), count)).await;
    let _also = other.start(&LEDGER, |cx| start(cx, counting(), count)).await;
    let events: Vec<_> = (0..40).map(|index| sold(&format!("item-{index}"), 1)).collect();
    publish(&one, &events).await;
    as_time_passes(&one, "all is counted", async || (counted(&one).await >= 40).then_some(())).await;
    assert_eq!(counted(&one).await, 40);
}

#[tokio::test]
async fn an_event_that_was_sold_before_the_consumer_was_there_is_handled() {
    let host = TestHost::new().await;
    publish(&host, &[sold("potion", 5)]).await;
    let _running = host.start(&LEDGER, |cx| start(cx, counting(), count)).await;
    eventually("it is counted", async || (counted(&host).await == 5).then_some(())).await;
}

#[tokio::test]
async fn an_event_whose_handler_committed_and_then_failed_took_effect_and_comes_no_more() {
    for failure in [Status::unavailable("failed after the commit"), Status::invalid("price", "failed after the commit")]
    {
        let host = TestHost::new().await;
        let handle = move |store: Store, cx: Context, incoming: Incoming<ItemSold>| {
            let failure = failure.clone();
            async move {
                add(&store, &cx, total(), incoming.event.price).await?;
                Err(failure)
            }
        };
        let _running = host.start(&LEDGER, |cx| start(cx, counting(), handle)).await;
        publish(&host, &[sold("potion", 5)]).await;
        let metric =
            "realmwire_consumer_repeats_total{consumer=\"ledger-counting\",subject=\"evt.shop.item.sold.v1\"} 1";
        eventually("the effect is recognised", async || {
            host.process().telemetry().render().contains(metric).then_some(())
        })
        .await;
        host.clock().advance(Duration::from_mins(1));
        assert_eq!(counted(&host).await, 5);
        assert_eq!(dead_letters(&host).await, []);
    }
}

#[tokio::test]
async fn a_failing_event_is_tried_five_times_and_then_a_dead_letter_with_its_history() {
    let host = TestHost::new().await;
    let attempts = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&attempts);
    let handle = move |_, _, incoming: Incoming<ItemSold>| {
        seen.lock().push(incoming.attempt);
        async { Err(Status::unavailable("the till is closed")) }
    };
    let _running = host.start(&LEDGER, |cx| start(cx, counting(), handle)).await;
    publish(&host, &[sold("potion", 5)]).await;
    let letter = as_time_passes(&host, "it is a dead letter", async || dead_letters(&host).await.pop()).await;
    assert_eq!(*attempts.lock(), [1, 2, 3, 4, 5]);
    assert_eq!(letter.subject, "dlq.shop.ledger-counting");
    assert_eq!(letter.headers.get(dead_letter::ATTEMPTS), Some("5"));
    assert_eq!(letter.headers.get(dead_letter::REASON), Some("UNAVAILABLE: the till is closed"));
    assert_eq!(Incoming::<ItemSold>::decode(&letter, 1).expect("the body is kept").event, sold("potion", 5));
}

#[tokio::test]
async fn an_event_that_can_never_be_handled_is_a_dead_letter_at_once() {
    let host = TestHost::new().await;
    let handle = |_, _, _: Incoming<ItemSold>| async { Err(Status::invalid("price", "must be positive")) };
    let _running = host.start(&LEDGER, |cx| start(cx, counting(), handle)).await;
    publish(&host, &[sold("potion", -5)]).await;
    let letter = eventually("it is a dead letter", async || dead_letters(&host).await.pop()).await;
    assert_eq!(letter.headers.get(dead_letter::ATTEMPTS), Some("1"));
}

#[tokio::test]
async fn a_body_that_cannot_be_decoded_is_a_dead_letter_at_once_and_stops_nobody() {
    let host = TestHost::new().await;
    let _running = host.start(&LEDGER, |cx| start(cx, counting(), count)).await;
    let journal = host.fabric().journals.open("shop").await.expect("the journal");
    let mut commit = Commit::new(CommitId::random());
    commit.events.push(Event {
        subject: SOLD.subject.into(),
        headers: Headers::new(),
        payload: b"\xff\xff"[..].into(),
        ttl: None,
    });
    journal.commit(commit).await.expect("published");
    publish(&host, &[sold("potion", 5)]).await;
    let letter = eventually("it is a dead letter", async || dead_letters(&host).await.pop()).await;
    let reason = letter.headers.get(dead_letter::REASON).expect("a reason");
    assert!(reason.starts_with("DATA_LOSS: the event "), "{reason}");
    eventually("the other is counted", async || (counted(&host).await == 5).then_some(())).await;
}

#[tokio::test]
async fn a_handler_that_panics_is_tried_again() {
    let host = TestHost::new().await;
    let handle = |store, cx, incoming: Incoming<ItemSold>| {
        assert!(incoming.attempt > 1, "the first attempt panics");
        count(store, cx, incoming)
    };
    let _running = host.start(&LEDGER, |cx| start(cx, counting(), handle)).await;
    publish(&host, &[sold("potion", 5)]).await;
    as_time_passes(&host, "it is counted", async || (counted(&host).await == 5).then_some(())).await;
}

#[tokio::test]
async fn events_with_one_key_are_handled_in_order_and_others_meanwhile() {
    let host = TestHost::new().await;
    let order = Arc::new(Mutex::new(Vec::new()));
    let gate = Arc::new(tokio::sync::Semaphore::new(0));
    let (seen, held) = (Arc::clone(&order), Arc::clone(&gate));
    let handle = move |_, _, incoming: Incoming<ItemSold>| {
        let (seen, held) = (Arc::clone(&seen), Arc::clone(&held));
        async move {
            if incoming.event == sold("a", 1) {
                let _ = held.acquire().await;
            }
            seen.lock().push((incoming.event.item, incoming.event.price));
            Ok(())
        }
    };
    let _running = host.start(&LEDGER, |cx| start(cx, counting().repeatable(), handle)).await;
    publish(&host, &[sold("a", 1), sold("a", 2), sold("b", 1)]).await;
    let of = |item: &str, price| (item.to_owned(), price);
    eventually("the other key is handled", async || (*order.lock() == [of("b", 1)]).then_some(())).await;
    gate.add_permits(1);
    eventually("all are handled", async || (order.lock().len() == 3).then_some(())).await;
    assert_eq!(*order.lock(), [of("b", 1), of("a", 1), of("a", 2)]);
}

#[tokio::test]
async fn a_consumer_comes_back_after_its_journal_was_away() {
    let host = TestHost::new().await;
    let running = host.start(&LEDGER, |cx| start(cx, counting(), count)).await;
    host.faults().disconnect();
    let missing = eventually("it is not ready", async || {
        let told = running.readiness().to_string();
        told.contains("ledger: consumer counting is missing").then_some(told)
    })
    .await;
    assert!(missing.contains("unavailable"), "{missing}");
    publish(&host.sibling().await, &[sold("potion", 5)]).await;
    host.faults().reconnect();
    as_time_passes(&host, "it is counted", async || (counted(&host).await == 5).then_some(())).await;
    eventually("it is ready", async || running.readiness().is_ready().then_some(())).await;
}

static STRANGER: ServiceSpec = ServiceSpec { name: "stranger", consumes: &[], ..LEDGER };

#[tokio::test]
async fn what_is_consumed_must_be_declared() {
    let host = TestHost::new().await;
    let start = async |cx: ServiceContext| {
        cx.serve(Silent(&SHOP)).consume("own", |_, _: ItemSold| async { Ok(()) }).start().await
    };
    host.start(&SHOP, start).await;

    let start = async |cx: ServiceContext| {
        cx.serve(Silent(&STRANGER)).consume("theirs", |_, _: ItemSold| async { Ok(()) }).start().await
    };
    let error = host.try_start(&STRANGER, "", start).await.map(|_| ()).expect_err("undeclared");
    assert_eq!(
        error.to_string(),
        "stranger does not follow its contract: it consumes shop.item.sold, which its schema does not declare"
    );
}

static LISTENER: ServiceSpec = ServiceSpec { name: "listener", consumes: &["*"], ..LEDGER };

#[tokio::test]
async fn who_declares_every_event_reads_those_of_all_services_as_they_come() {
    let host = TestHost::new().await;
    let context = |spec| host.process().context(spec, toml::Table::new()).unwrap();
    let refused = context(&STRANGER).events().map(|_| ()).expect_err("undeclared");
    assert!(refused.to_string().contains("reads the events of all services"), "{refused}");

    let events = context(&LISTENER).events().unwrap();
    publish(&host, &[sold("potion", 5)]).await;
    let end = events.end("shop").await.unwrap();
    let mut next = std::pin::pin!(events.beyond("shop", end));
    assert!(futures::poll!(next.as_mut()).is_pending());
    publish(&host, &[sold("sword", 1)]).await;
    assert!(next.await.unwrap() > end);
    let read = events.read_some("shop", "item.sold.v1", ReadFrom::After(end), 10).await.unwrap();
    assert_eq!(read.iter().map(|event| event.metadata.key.as_str()).collect::<Vec<_>>(), ["sword"]);
    assert!(events.read_some("shop", "item.lost.v1", ReadFrom::After(0), 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_handler_knows_the_trace_and_the_service_it_acts_for() {
    let host = TestHost::new().await;
    let seen = Arc::new(Mutex::new(None));
    let told = Arc::clone(&seen);
    let handle = move |_, cx: Context, incoming: Incoming<ItemSold>| {
        *told.lock() = Some((cx, incoming.metadata));
        async { Ok(()) }
    };
    let _running = host.start(&LEDGER, |cx| start(cx, counting(), handle)).await;
    publish(&host, &[sold("potion", 5)]).await;
    let (cx, metadata) = eventually("it is handled", async || seen.lock().take()).await;
    assert_eq!(cx.principal(), &Principal::service("ledger"));
    assert!(cx.trace().is_valid());
    assert_eq!(metadata.key, "potion");
    assert_eq!(cx.idempotency_key().map(str::is_empty), Some(false));
}
