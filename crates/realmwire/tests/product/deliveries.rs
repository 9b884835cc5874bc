//! What a subscription receives while the process that delivers is killed: every event, in order, and nothing again that
//! was acknowledged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use http::{Method, StatusCode};
use parking_lot::Mutex;
use realmwire_test_kit::{NatsServer, eventually};
use serde_json::{Value, json};

use crate::distributed::admin_token;
use crate::harness::{PATIENCE, System};
use crate::stream::Stream;

const PUBLISHERS: usize = 3;
const WRITERS: usize = 3;
/// How often a process is killed: less often than a delivery may fail.
const KILLS: u64 = 3;
/// A process is killed when so many events more were acknowledged.
const ACKED_BEFORE_A_KILL: u64 = 100;
const RECEIVE: &str = "event_bus.v1.EventBus/Receive";

/// Where an event lies.
type Place = (String, u64);

/// What the receiver saw.
#[derive(Default)]
struct Seen {
    /// The delivery counts of each event, and what it is about.
    deliveries: BTreeMap<Place, (String, Vec<u64>)>,
    /// The events in the order in which they came first.
    first: Vec<Place>,
    /// Those whose acknowledgement was answered.
    acked: BTreeSet<Place>,
    /// Those of them that came once more after that.
    again: Vec<Place>,
}

/// What all tasks of a test share.
struct Run {
    door: Arc<System>,
    token: Mutex<String>,
    seen: Mutex<Seen>,
    acked: AtomicU64,
    is_enough: AtomicBool,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_event_is_delivered_in_order_although_the_process_is_killed() {
    let system = Arc::new(System::up().await);
    let run = Run::new(Arc::clone(&system), system.admin_token());
    let load = run.begin().await;
    for kill in 1..=KILLS {
        run.acknowledged(kill * ACKED_BEFORE_A_KILL).await;
        system.process().kill().unwrap();
        system.process().restart().await.unwrap();
        *run.token.lock() = system.admin_token();
    }
    run.check(load).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_event_is_delivered_in_order_although_the_instance_that_delivers_is_killed() {
    let server = NatsServer::start().await.unwrap();
    let nats = [server.url()];
    let door = Arc::new(System::serve("gateway,auth,state-manager", &nats).await);
    let instances = [System::serve("event-bus", &nats).await, System::serve("event-bus", &nats).await];
    let run = Run::new(door, admin_token(&nats).await);
    let load = run.begin().await;
    for kill in 1..=KILLS {
        run.acknowledged(kill * ACKED_BEFORE_A_KILL).await;
        let one_delivers = || async {
            for instance in &instances {
                if instance.calls_in_flight(&format!("realmwire.{RECEIVE}")).await == Some(1) {
                    return Some(instance);
                }
            }
            None
        };
        let delivering = eventually("an instance delivers", PATIENCE, one_delivers).await.unwrap();
        delivering.process().kill().unwrap();
        delivering.process().restart().await.unwrap();
    }
    run.check(load).await;
}

/// The tasks of a test: how many events each caller has caused, and the receiver.
struct Load {
    callers: Vec<tokio::task::JoinHandle<u64>>,
    receiver: tokio::task::JoinHandle<()>,
}

impl Run {
    fn new(door: Arc<System>, token: String) -> Arc<Self> {
        let (token, seen) = (Mutex::new(token), Mutex::default());
        Arc::new(Self { door, token, seen, acked: AtomicU64::new(0), is_enough: AtomicBool::new(false) })
    }

    fn token(&self) -> String {
        self.token.lock().clone()
    }

    /// Subscribes, and lets callers cause events and a receiver receive them.
    async fn begin(self: &Arc<Self>) -> Load {
        let request = json!({
            "subscriptionId": "s", "patterns": ["time-manager.hour.*", "state-manager.entity.*"], "maxOutstanding": 50,
        });
        self.door.call("event_bus.v1.EventBus/Subscribe", &self.token(), &request).await;
        let publishers = (0..PUBLISHERS).map(|publisher| tokio::spawn(Arc::clone(self).publish(publisher)));
        let callers = publishers.chain((0..WRITERS).map(|writer| tokio::spawn(Arc::clone(self).write(writer))));
        Load { callers: callers.collect(), receiver: tokio::spawn(Arc::clone(self).receive()) }
    }

    async fn acknowledged(&self, count: u64) {
        let are_acked = || std::future::ready((self.acked.load(Ordering::Relaxed) >= count).then_some(()));
        eventually("enough events are acknowledged", PATIENCE, are_acked).await.unwrap();
    }

    /// Publishes events through the event bus, each until that is acknowledged; an event id is published once.
    async fn publish(self: Arc<Self>, publisher: usize) -> u64 {
        let mut count = 0;
        while !self.is_enough.load(Ordering::Relaxed) {
            let event = json!({
                "type": "time-manager.hour.changed", "eventId": format!("{publisher}-{count}"),
                "message": {
                    "@type": "type.googleapis.com/realmwire.time_manager.v1.HourChanged",
                    "clockId": format!("clock-{publisher}"), "hoursPassed": count.to_string(),
                },
            });
            self.until_ok(Method::POST, "/v1/events", &event).await;
            count += 1;
        }
        count
    }

    /// Writes a document of its own again and again: state-manager publishes an event for each of its versions.
    async fn write(self: Arc<Self>, writer: usize) -> u64 {
        let mut version = 0;
        while !self.is_enough.load(Ordering::Relaxed) {
            let expected = if version == 0 { "absent=true".to_owned() } else { format!("version={version}") };
            let path = format!("/v1/states/KIND_ENTITY/writer-{writer}?expectedVersion.{expected}");
            self.until_ok(Method::PUT, &path, &json!({"count": version})).await;
            version += 1;
        }
        version
    }

    /// Repeats a call until it is acknowledged. A conflict says that an attempt before took effect, for nobody else writes.
    async fn until_ok(&self, method: Method, path: &str, body: &Value) {
        let is_done = || async {
            let answer = self.door.request(method.clone(), path, &self.token(), body).await.ok()?;
            let is_done = matches!(answer.status, StatusCode::OK | StatusCode::CONFLICT);
            assert!(is_done || answer.status.is_server_error(), "{path} {body}: {} {}", answer.status, answer.body);
            is_done.then_some(())
        };
        eventually("a call is acknowledged", PATIENCE, is_done).await.unwrap();
    }

    /// Receives and acknowledges until it is cut short, and begins anew when the stream breaks off.
    async fn receive(self: Arc<Self>) {
        loop {
            let request = json!({"subscriptionId": "s", "batchMax": 20});
            let mut stream = Stream::open(&self.door, RECEIVE, &self.token(), &request).await;
            while let Some(message) = stream.next().await {
                let places = self.note(&message);
                let named = |place: &Place| json!({"source": place.0, "sequence": place.1.to_string()});
                let named: Vec<Value> = places.iter().map(named).collect();
                let answered = json!({"places": named});
                let path = "/v1/events/subscriptions/s:ack";
                let Ok(answer) = self.door.request(Method::POST, path, &self.token(), &answered).await else { break };
                assert!(answer.status == StatusCode::OK || answer.status.is_server_error(), "{}", answer.body);
                if answer.status == StatusCode::OK {
                    self.acked.fetch_add(places.len() as u64, Ordering::Relaxed);
                    self.seen.lock().acked.extend(places);
                }
            }
        }
    }

    fn note(&self, message: &Value) -> Vec<Place> {
        let mut seen = self.seen.lock();
        let mut places = Vec::new();
        for delivery in message["deliveries"].as_array().unwrap() {
            let text = |name: &str| delivery[name].as_str().unwrap().to_owned();
            let place = (text("source"), text("sequence").parse().unwrap());
            if seen.acked.contains(&place) {
                seen.again.push(place.clone());
            }
            let known = seen.deliveries.entry(place.clone()).or_insert_with(|| (text("key"), Vec::new()));
            known.1.push(delivery["delivery"].as_u64().unwrap());
            if known.1.len() == 1 {
                seen.first.push(place.clone());
            }
            places.push(place);
        }
        places
    }

    /// Lets the callers end, waits for the last event, and holds what the receiver saw against what is promised.
    async fn check(&self, load: Load) {
        self.is_enough.store(true, Ordering::Relaxed);
        let mut caused = BTreeMap::new();
        for (caller, task) in load.callers.into_iter().enumerate() {
            let writer = caller.checked_sub(PUBLISHERS);
            let key = writer.map_or_else(|| format!("clock-{caller}"), |writer| format!("writer-{writer}"));
            caused.insert(key, task.await.unwrap());
        }
        let total: u64 = caused.values().sum();
        let all_are_there = || {
            let delivered = self.seen.lock().deliveries.len() as u64;
            std::future::ready((delivered >= total).then_some(()))
        };
        eventually("every event is delivered", PATIENCE, all_are_there).await.unwrap();
        load.receiver.abort();

        self.check_seen(&caused);
        let stats = self.door.call("event_bus.v1.EventBus/Stats", &self.token(), &json!({})).await;
        let dead_lettered = stats["subscriptions"][0]["deadLettered"].as_str().unwrap_or("0");
        assert_eq!(dead_lettered, "0", "{stats}");
    }

    /// What came, how often and in which order. `caused` tells how many events there are about each thing.
    fn check_seen(&self, caused: &BTreeMap<String, u64>) {
        let seen = self.seen.lock();
        assert_eq!(seen.again, [], "what was acknowledged does not come again");
        let mut delivered: BTreeMap<String, u64> = BTreeMap::new();
        for (key, counts) in seen.deliveries.values() {
            *delivered.entry(key.clone()).or_default() += 1;
            assert!(counts.is_sorted_by(|one, next| one < next), "a repeat can be told: {key} {counts:?}");
        }
        assert_eq!(delivered, *caused);
        for source in ["event-bus", "state-manager"] {
            let places: Vec<u64> =
                seen.first.iter().filter(|place| place.0 == source).map(|(_, sequence)| *sequence).collect();
            assert!(places.is_sorted(), "{source}: {places:?}");
        }
    }
}
