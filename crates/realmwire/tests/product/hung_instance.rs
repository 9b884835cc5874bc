//! An instance that hangs for a while and then goes on where it was.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use http::StatusCode;
use realmwire_test_kit::{NatsServer, eventually};
use serde_json::{Value, json};

use crate::distributed::admin_token;
use crate::harness::{PATIENCE, System};

const WRITERS: usize = 10;
/// So many writes are acknowledged before the instance is stopped, while it hangs, and after it was woken.
const WRITES: u64 = 300;

/// What the writers have done so far.
#[derive(Default)]
struct Tally {
    acknowledged: AtomicU64,
    failed: AtomicU64,
    enough: AtomicBool,
}

impl Tally {
    /// Waits for so many more writes.
    async fn writes(&self, count: u64) {
        let wanted = self.acknowledged.load(Ordering::Relaxed) + count;
        let are_done = || std::future::ready((self.acknowledged.load(Ordering::Relaxed) >= wanted).then_some(()));
        eventually("writers write", PATIENCE, are_done).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_that_hangs_and_wakes_fails_few_calls_and_doubles_none() {
    let server = NatsServer::start().await.unwrap();
    let nats = [server.url()];
    let door = Arc::new(System::serve("gateway,auth", &nats).await);
    let instances = [System::serve("state-manager", &nats).await, System::serve("state-manager", &nats).await];
    let token = admin_token(&nats).await;
    let tally = Arc::new(Tally::default());
    let writers =
        (0..WRITERS).map(|writer| tokio::spawn(write(Arc::clone(&door), token.clone(), Arc::clone(&tally), writer)));
    let writers: Vec<_> = writers.collect();
    tally.writes(WRITES).await;

    let connected = connections(&server).await;
    instances[0].process().stop().unwrap();
    let given_up = || async { (connections(&server).await < connected).then_some(()) };
    eventually("the server gives up the instance that hangs", PATIENCE, given_up).await.unwrap();
    tally.writes(WRITES).await;
    instances[0].process().cont().unwrap();
    let back = || async { (connections(&server).await >= connected).then_some(()) };
    eventually("the instance is back", PATIENCE, back).await.unwrap();
    tally.writes(WRITES).await;
    tally.enough.store(true, Ordering::Relaxed);

    for (writer, task) in writers.into_iter().enumerate() {
        let acknowledged = task.await.unwrap();
        let name = json!({"kind": "KIND_ENTITY", "id": format!("writer-{writer}")});
        let answer = door.call("state_manager.v1.StateManager/Get", &token, &name).await;
        assert_eq!(answer["state"]["version"], acknowledged.to_string(), "{answer}");
        assert_eq!(answer["state"]["data"]["count"], json!(acknowledged), "{answer}");
    }
    let (failed, acknowledged) = (tally.failed.load(Ordering::Relaxed), tally.acknowledged.load(Ordering::Relaxed));
    assert!(failed * 100 <= failed + acknowledged, "{failed} calls failed, {acknowledged} succeeded");
}

/// How many connections the server has.
async fn connections(server: &NatsServer) -> u64 {
    let report = server.monitor("/connz").await.expect("the server reports its connections");
    let report: Value = serde_json::from_str(&report).unwrap();
    report["num_connections"].as_u64().unwrap()
}

/// Writes a document of its own until it is enough, each write under a key. One that failed is repeated until it is
/// acknowledged, so that the number of writes is known.
async fn write(door: Arc<System>, token: String, tally: Arc<Tally>, writer: usize) -> u64 {
    let path = format!("/v1/states/KIND_ENTITY/writer-{writer}");
    let mut acknowledged = 0;
    while !tally.enough.load(Ordering::Relaxed) {
        let key = door.new_key();
        while !try_write(&door, &path, &token, &key, acknowledged + 1).await {
            tally.failed.fetch_add(1, Ordering::Relaxed);
        }
        acknowledged += 1;
        tally.acknowledged.fetch_add(1, Ordering::Relaxed);
    }
    acknowledged
}

async fn try_write(door: &System, path: &str, token: &str, key: &str, count: u64) -> bool {
    let answer = door.put_with_key(path, token, key, &json!({"count": count})).await;
    match answer.status {
        StatusCode::OK => true,
        StatusCode::CONFLICT | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => false,
        other => panic!("{other}: {}", answer.body),
    }
}
