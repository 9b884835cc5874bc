use std::time::Duration;

use futures::future::join_all;
use prost::Message;

use super::super::{Running, ServiceContext, StartError};
use crate::client::{Answer, CallOptions};
use crate::fixture::{ADD, Count, SHOP, Shop, sum};
use crate::identity::Principal;
use crate::status::{Code, Status};
use crate::testing::{TestHost, eventually};

async fn start(cx: ServiceContext) -> Result<Running, StartError> {
    let store = cx.store().await?;
    cx.serve(Shop(store)).start().await
}

async fn call(host: &TestHost, number: i64, key: Option<&str>) -> Result<Answer, Status> {
    let options = CallOptions {
        idempotency_key: key.map(str::to_owned),
        principal: Some(Principal::player("p1")),
        ..CallOptions::default()
    };
    host.channel().call(&ADD, options, Count { number }.encode_to_vec().into()).await
}

fn number(answer: Answer) -> i64 {
    Count::decode(answer.body).expect("an answer").number
}

async fn stored(host: &TestHost) -> i64 {
    let cx = host.process().context(&SHOP, toml::Table::new()).expect("valid");
    let stored = cx.store().await.expect("a store").load::<Count>(&sum()).await.expect("loaded");
    stored.map_or(0, |stored| stored.value.number)
}

#[tokio::test]
async fn callers_that_race_on_one_document_through_two_instances_lose_nothing() {
    let host = TestHost::new().await;
    let other = host.sibling().await;
    let _running = [host.start(&SHOP, start).await, other.start(&SHOP, start).await];
    let answers = join_all((0..32).map(|_| call(&host, 1, None))).await;
    let mut sums: Vec<_> = answers.into_iter().map(|answer| number(answer.expect("added"))).collect();
    sums.sort_unstable();
    assert_eq!(sums, (1..=32).collect::<Vec<_>>(), "each caller has seen its own sum");
    assert_eq!(stored(&host).await, 32);
}

#[tokio::test]
async fn a_call_with_a_key_takes_effect_once_whoever_is_asked_and_however_often() {
    let host = TestHost::new().await;
    let other = host.sibling().await;
    let _running = [host.start(&SHOP, start).await, other.start(&SHOP, start).await];
    let ask = async |_| {
        loop {
            match call(&host, 7, Some("the-one")).await {
                // Another call with the key is being worked on: its answer is waited for.
                Err(status) if status.code() == Code::Aborted => tokio::time::sleep(Duration::from_millis(1)).await,
                other => return other,
            }
        }
    };
    for answer in join_all((0..40).map(ask)).await {
        assert_eq!(number(answer.expect("the same answer")), 7);
    }
    assert_eq!(stored(&host).await, 7);
    let replayed = call(&host, 7, Some("the-one")).await.expect("the same answer");
    assert!(replayed.meta.replayed);

    let status = call(&host, 8, Some("the-one")).await.expect_err("another request");
    assert_eq!(status.code(), Code::InvalidArgument);
    assert_eq!(stored(&host).await, 7);
}

#[tokio::test]
async fn a_call_whose_commit_is_not_known_to_be_stored_takes_effect_once() {
    let host = TestHost::new().await;
    let _running = host.start(&SHOP, start).await;
    host.faults().lose_commit_answers(2);
    assert_eq!(number(call(&host, 7, Some("k")).await.expect("added")), 7);
    assert_eq!(stored(&host).await, 7);
}

#[tokio::test]
async fn messages_that_are_lost_late_or_doubled_change_nothing_for_calls_with_a_key() {
    let host = TestHost::new().await;
    let _running = host.start(&SHOP, start).await;
    host.faults().duplicate("svc.>", 0.5);
    host.faults().delay("svc.>", Duration::from_millis(2));
    let keys: Vec<_> = (0..20).map(|index| format!("key-{index}")).collect();
    for answer in join_all(keys.iter().map(|key| call(&host, 1, Some(key)))).await {
        answer.expect("added");
    }
    assert_eq!(stored(&host).await, 20);
}

#[tokio::test]
async fn a_service_that_drains_takes_no_more_calls_and_another_instance_answers() {
    let host = TestHost::new().await;
    let other = host.sibling().await;
    let running = host.start(&SHOP, start).await;
    let _also = other.start(&SHOP, start).await;
    assert!(running.drain(Duration::from_secs(30)).await.is_clean());
    assert_eq!(number(call(&host, 1, None).await.expect("answered by the other")), 1);
}

#[tokio::test]
async fn calls_are_measured_where_they_are_served() {
    let host = TestHost::new().await;
    let _running = host.start(&SHOP, start).await;
    call(&host, 1, None).await.expect("added");
    let line = "rpc_server_call_duration_seconds_count{rpc_system_name=\"realmwire\",\
        rpc_method=\"realmwire.shop.v1.Shop/Add\",rpc_response_status_code=\"OK\"} 1";
    eventually("the call is counted", async || {
        host.process().telemetry().render().lines().any(|found| found == line).then_some(())
    })
    .await;
}
