use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use parking_lot::Mutex;
use serde::Deserialize;
use tokio::sync::Notify;

use super::super::{ConsumerOptions, ServiceContext, StartError};
use crate::context::{Context, ContextParts};
use crate::events::Incoming;
use crate::fixture::{ItemSold, LEDGER, SHOP, Silent, add, sold, sum};
use crate::identity::Principal;
use crate::status::{Code, Status};
use crate::store::{Changes, Store};
use crate::testing::{TestHost, eventually};

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Config {
    greeting: String,
}

async fn quiet(cx: ServiceContext) -> Result<super::super::Running, StartError> {
    cx.store().await?;
    cx.serve(Silent(&SHOP)).start().await
}

#[tokio::test]
async fn a_wrong_key_or_value_is_named_with_its_path() {
    let host = TestHost::new().await;
    for (config, told) in [
        ("greting = 'hi'", "configuration of shop: greting: unknown field `greting`, expected `greeting`"),
        ("greeting = 7", "configuration of shop: greeting: invalid type: integer `7`, expected a string"),
        ("runtime = { patience = 1 }", "configuration of shop: runtime.patience: unknown field `patience`"),
        (
            "runtime = { consumer_timeout_ms = 'long' }",
            "configuration of shop: runtime.consumer_timeout_ms: invalid type: string \"long\", expected u64",
        ),
    ] {
        let start = async |cx: ServiceContext| {
            cx.config::<Config>()?;
            quiet(cx).await
        };
        let error = host.try_start(&SHOP, config, start).await.map(|_| ()).expect_err("wrong");
        assert!(error.to_string().starts_with(told), "{error}");
    }
}

#[tokio::test]
async fn configuration_begins_with_the_defaults() {
    let host = TestHost::new().await;
    let read = |config: &str| {
        let table = config.parse().expect("a table");
        host.process().context(&SHOP, table).expect("valid").config::<Config>().expect("valid")
    };
    assert_eq!(read(""), Config::default());
    assert_eq!(read("greeting = 'hi'\nruntime = { idempotency_ttl_seconds = 60 }").greeting, "hi");
}

#[tokio::test]
async fn a_service_that_serves_another_ones_contract_does_not_start() {
    let host = TestHost::new().await;
    let error = host.try_start(&LEDGER, "", quiet).await.map(|_| ()).expect_err("another contract");
    assert_eq!(error.to_string(), "ledger does not follow its contract: it serves shop");
}

#[tokio::test]
async fn a_service_without_its_journal_does_not_start_and_says_why() {
    let host = TestHost::new().await;
    host.faults().disconnect();
    let error = host.try_start(&SHOP, "", quiet).await.map(|_| ()).expect_err("no journal");
    assert!(matches!(error, StartError::Journal { .. }), "{error:?}");
    assert!(!host.process().health().readiness().is_ready());
}

#[tokio::test]
async fn readiness_names_the_journal_while_it_is_away() {
    let host = TestHost::new().await;
    let running = host.start_with(&SHOP, "runtime = { journal_probe_interval_ms = 1 }", quiet).await;
    assert!(running.readiness().is_ready());
    assert!(host.process().health().is_started());
    host.faults().disconnect();
    eventually("the journal is missed", async || {
        running.readiness().to_string().contains("shop: journal is missing").then_some(())
    })
    .await;
    assert!(host.process().health().readiness().to_string().contains("process: bus is missing: not connected"));
    host.faults().reconnect();
    eventually("it is ready again", async || running.readiness().is_ready().then_some(())).await;
}

#[tokio::test]
async fn a_journal_that_takes_no_commits_is_missed_until_it_takes_one() {
    let host = TestHost::new().await;
    let kept = Mutex::new(None);
    let start = async |cx: ServiceContext| {
        *kept.lock() = Some(cx.store().await?);
        cx.serve(Silent(&SHOP)).start().await
    };
    let running = host.start_with(&SHOP, "runtime = { journal_probe_interval_ms = 1 }", start).await;
    let store = kept.lock().take().expect("started");
    // Reads are answered all the time: only commits fail.
    host.faults().fail_commits(usize::MAX);
    let mut parts = ContextParts::new(host.process().host().clone());
    parts.deadline = tokio::time::Instant::now() + Duration::from_millis(50);
    let changes = Changes::new().event(&sold("potion", 5));
    store.commit(&Context::new(parts), changes, ()).await.expect_err("not taken");
    let missed = running.readiness().to_string();
    assert!(missed.starts_with("shop: journal is missing: the journal of shop is unavailable"), "{missed}");
    host.faults().clear();
    eventually("it is ready again", async || running.readiness().is_ready().then_some(())).await;
}

#[tokio::test]
async fn draining_ends_tasks_and_finishes_events_that_were_taken() {
    let host = TestHost::new().await;
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (handler_begun, handler_go_on) = (Arc::clone(&begun), Arc::clone(&go_on));
    let start = async |cx: ServiceContext| {
        let handle = move |_, _: Incoming<ItemSold>| {
            let (begun, go_on) = (Arc::clone(&handler_begun), Arc::clone(&handler_go_on));
            async move {
                begun.notify_one();
                go_on.notified().await;
                Ok(())
            }
        };
        cx.serve(Silent(&LEDGER))
            .consume_with(ConsumerOptions::new("counting"), handle)
            .background("polite", |shutdown| async move { shutdown.requested().await })
            .start()
            .await
    };
    let running = host.start(&LEDGER, start).await;
    let shop = host.process().context(&SHOP, toml::Table::new()).expect("valid").store().await.expect("a store");
    let cx = host.context(Principal::service("shop"));
    shop.commit(&cx, Changes::new().event(&sold("potion", 5)), ()).await.expect("published");
    begun.notified().await;

    let drain = running.drain(Duration::from_secs(30));
    let (report, ()) = tokio::join!(drain, async { go_on.notify_one() });
    assert!(report.is_clean(), "{report:?}");
    let text = host.process().telemetry().render();
    assert!(
        text.lines().any(|line| line.starts_with("realmwire_consumer_in_flight") && line.ends_with(" 0")),
        "{text}"
    );
    assert!(host.process().health().readiness().is_ready(), "what is gone is not missed");
}

#[tokio::test]
async fn what_does_not_end_in_time_is_cut_off_and_named() {
    let host = TestHost::new().await;
    let start = async |cx: ServiceContext| {
        cx.serve(Silent(&SHOP)).background("stuck", |_| std::future::pending()).start().await
    };
    let running = host.start(&SHOP, start).await;
    let report = running.drain(Duration::from_millis(20)).await;
    assert_eq!(report.tasks, ["stuck"]);
}

#[tokio::test]
async fn a_task_that_panics_makes_the_service_not_ready() {
    let host = TestHost::new().await;
    let start = async |cx: ServiceContext| {
        cx.serve(Silent(&SHOP)).background("broken", |_| async { panic!("out of luck") }).start().await
    };
    let running = host.start(&SHOP, start).await;
    let missing = eventually("the panic is told", async || {
        let readiness = running.readiness();
        (!readiness.is_ready()).then(|| readiness.to_string())
    })
    .await;
    assert_eq!(missing, "shop: task broken is missing: panicked: out of luck");
}

#[tokio::test]
async fn work_of_the_service_itself_starts_over_after_a_conflict() {
    let host = TestHost::new().await;
    let cx = host.process().context(&SHOP, toml::Table::new()).expect("valid");
    let (store, caller) = (cx.store().await.expect("a store"), cx.caller());
    let work = |_| {
        let (store, caller) = (store.clone(), caller.clone());
        async move { caller.run(Duration::from_secs(30), |cx| add_one(store.clone(), cx)).await }
    };
    let mut sums: Vec<_> = join_all((0..16).map(work)).await.into_iter().map(|sum| sum.expect("added")).collect();
    sums.sort_unstable();
    assert_eq!(sums, (1..=16).collect::<Vec<_>>());

    let stuck = caller.run(Duration::from_millis(1), |_| std::future::pending::<Result<(), _>>()).await;
    assert_eq!(stuck.expect_err("it takes too long").code(), Code::DeadlineExceeded);
}

async fn add_one(store: Store, cx: Context) -> Result<i64, Status> {
    assert_eq!(cx.principal(), &Principal::service("shop"));
    add(&store, &cx, sum(), 1).await
}
