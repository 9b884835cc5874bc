//! What happens to messages while the server is away.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use parking_lot::Mutex;
use realmwire_test_kit::{NatsCluster, NatsOptions, NatsServer, eventually};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::bus::{Bus, BusError, Message};
use crate::nats::NatsConfig;
use crate::nats::bus::NatsBus;

const WITHIN: Duration = Duration::from_secs(30);
const CALLERS: usize = 32;
const CALL_WITHIN: Duration = Duration::from_secs(1);
/// By how much a call may miss its deadline on a machine that is busy.
const SLACK: Duration = Duration::from_secs(2);

struct Outcome {
    took: Duration,
    error: Option<BusError>,
}

/// A caller, a service that answers and notes how old each request is, and their server.
struct Scene {
    server: NatsServer,
    caller: Arc<NatsBus>,
    started: Instant,
    ages: Arc<Mutex<Vec<Duration>>>,
    _subscription: crate::bus::Subscription,
}

impl Scene {
    async fn new() -> Self {
        let server = NatsServer::start().await.unwrap();
        let config = |name| NatsConfig::new(vec![server.url()], name, "test");
        let caller = Arc::new(NatsBus::connect(&config("caller")).await.unwrap());
        let service = Arc::new(NatsBus::connect(&config("service")).await.unwrap());
        let (started, ages) = (Instant::now(), Arc::new(Mutex::new(Vec::new())));
        let (bus, noted) = (Arc::clone(&service), Arc::clone(&ages));
        let sink = move |request: Message| {
            let sent_at = started + Duration::from_micros(u64::from_be_bytes(request.payload[..8].try_into().unwrap()));
            noted.lock().push(sent_at.elapsed());
            let bus = Arc::clone(&bus);
            tokio::spawn(async move {
                let _ = bus.publish(Message::new(request.reply.unwrap(), "")).await;
            });
        };
        let subscription = service.subscribe("work", Some("group"), Arc::new(sink)).await.unwrap();
        Self { server, caller, started, ages, _subscription: subscription }
    }

    /// Calls from many tasks until `stop`.
    fn calls(&self, stop: Instant) -> JoinSet<Vec<Outcome>> {
        let mut calls = JoinSet::new();
        for _ in 0..CALLERS {
            let (caller, started) = (Arc::clone(&self.caller), self.started);
            calls.spawn(async move {
                let mut outcomes = Vec::new();
                while Instant::now() < stop {
                    let begun = Instant::now();
                    let sent_at = u64::try_from(started.elapsed().as_micros()).unwrap();
                    let request = Message::new("work", Bytes::copy_from_slice(&sent_at.to_be_bytes()));
                    let error = caller.request(request, begun + CALL_WITHIN).await.err();
                    outcomes.push(Outcome { took: begun.elapsed(), error });
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                outcomes
            });
        }
        calls
    }

    async fn answers(&self) {
        eventually("a call is answered", WITHIN, || async {
            let sent_at = u64::try_from(self.started.elapsed().as_micros()).unwrap();
            let request = Message::new("work", Bytes::copy_from_slice(&sent_at.to_be_bytes()));
            self.caller.request(request, Instant::now() + CALL_WITHIN).await.ok()
        })
        .await
        .unwrap();
    }
}

fn assert_bounded(outcomes: &[Outcome]) {
    let longest = outcomes.iter().map(|outcome| outcome.took).max().unwrap();
    assert!(longest < CALL_WITHIN + SLACK, "a call took {longest:?}");
    assert!(outcomes.iter().any(|outcome| outcome.error.is_some()), "the outage was not felt");
    assert!(outcomes.iter().any(|outcome| outcome.error.is_none()), "nothing was ever answered");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_call_outlives_its_deadline_when_the_server_is_killed() {
    let scene = Scene::new().await;
    let calls = scene.calls(Instant::now() + Duration::from_secs(7));
    scene.answers().await;

    scene.server.kill().unwrap();
    // The outage itself: longer than any of its calls may wait.
    tokio::time::sleep(Duration::from_secs(5)).await;
    scene.server.restart().await.unwrap();
    scene.answers().await;

    let outcomes: Vec<_> = calls.join_all().await.into_iter().flatten().collect();
    assert_bounded(&outcomes);
    // What was on its way in that moment may arrive late, where its deadline tells that nobody waits any more. What
    // was called for during the outage was never sent.
    let stale = scene.ages.lock().iter().filter(|age| **age > CALL_WITHIN).count();
    assert!(stale <= CALLERS, "{stale} requests arrived after their deadline");
    assert_eq!(scene.caller.waiting(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_call_outlives_its_deadline_when_the_server_stands_still() {
    let scene = Scene::new().await;
    let calls = scene.calls(Instant::now() + Duration::from_secs(5));
    scene.answers().await;

    scene.server.stop().unwrap();
    // The outage itself: longer than any of its calls may wait.
    tokio::time::sleep(Duration::from_secs(3)).await;
    scene.server.cont().unwrap();
    scene.answers().await;

    let outcomes: Vec<_> = calls.join_all().await.into_iter().flatten().collect();
    assert_bounded(&outcomes);
    assert_eq!(scene.caller.waiting(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sent_while_the_server_is_away_is_an_error() {
    let scene = Scene::new().await;
    scene.server.kill().unwrap();
    let is_gone = || std::future::ready((!scene.caller.is_connected()).then_some(()));
    eventually("the loss is noticed", WITHIN, is_gone).await.unwrap();

    let outcome = scene.caller.request(Message::new("work", ""), Instant::now() + CALL_WITHIN).await;
    assert!(matches!(outcome, Err(BusError::Unavailable(_))), "{outcome:?}");
    let outcome = scene.caller.flush(CALL_WITHIN).await;
    assert!(matches!(outcome, Err(BusError::Unavailable(_))), "{outcome:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_call_fails_when_servers_stop_one_after_the_other() {
    let options = NatsOptions {
        config: "lame_duck_grace_period: \"2s\"\nlame_duck_duration: \"30s\"".to_owned(),
        ..NatsOptions::default()
    };
    let cluster = NatsCluster::start_with(3, options).await.unwrap();
    let caller = Arc::new(NatsBus::connect(&NatsConfig::new(cluster.urls(), "caller", "test")).await.unwrap());
    let service = Arc::new(NatsBus::connect(&NatsConfig::new(cluster.urls(), "service", "test")).await.unwrap());
    let bus = Arc::clone(&service);
    let sink = move |request: Message| {
        let bus = Arc::clone(&bus);
        tokio::spawn(async move {
            let _ = bus.publish(Message::new(request.reply.unwrap(), "")).await;
        });
    };
    let _subscription = service.subscribe("work", Some("group"), Arc::new(sink)).await.unwrap();
    let call = || caller.request(Message::new("work", ""), Instant::now() + WITHIN);
    // The caller's server learns of the subscription a moment later.
    eventually("a call is answered", WITHIN, || async { call().await.ok() }).await.unwrap();

    for leaving in [&caller, &service] {
        let left = leaving.server();
        let server = cluster.nodes().iter().find(|server| server.name() == left).unwrap();
        server.lame_duck().unwrap();
        let deadline = Instant::now() + WITHIN;
        while leaving.server() == left {
            assert!(Instant::now() < deadline, "{left} is still not left");
            for outcome in futures::future::join_all((0..16).map(|_| call())).await {
                outcome.unwrap();
            }
        }
        for outcome in futures::future::join_all((0..200).map(|_| call())).await {
            outcome.unwrap();
        }
        server.kill().unwrap();
        server.restart().await.unwrap();
    }
}
