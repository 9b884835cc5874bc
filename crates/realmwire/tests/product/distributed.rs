//! The same services as processes of their own over a real nats-server.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures::future::join_all;
use http::{Method, StatusCode};
use realmwire_fabric::journal::{ConsumerStart, EventQuery};
use realmwire_fabric::nats::NatsConfig;
use realmwire_test_kit::{NatsServer, eventually};
use serde_json::{Value, json};

use crate::harness::{PATIENCE, System, run};

const WRITERS: u64 = 64;
/// Two, so that each writes upon what it has seen acknowledged too. All race for every version: the requests are twenty times
/// the increments.
const INCREMENTS: u64 = 2;

/// An administrator's token, made over the bus, whose users are trusted.
pub(crate) async fn admin_token(nats: &[String]) -> String {
    let request = r#"{"subject": "tester", "role": "ROLE_ADMIN", "duration": "3600s"}"#;
    let nats = nats.join(",");
    let arguments = ["call", "auth.IssueServiceToken", request, "--nats", &nats, "--compact"];
    let ran = run(Path::new("."), arguments).await;
    assert_eq!(ran.code, 0, "{}", ran.errors);
    let answer: Value = serde_json::from_str(&ran.output).unwrap();
    answer["accessToken"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn writers_on_one_counter_lose_nothing_while_an_instance_is_killed() {
    let server = NatsServer::start().await.unwrap();
    let nats = [server.url()];
    let door = Arc::new(System::serve("gateway,auth", &nats).await);
    let instances = [System::serve("state-manager", &nats).await, System::serve("state-manager", &nats).await];
    let token = admin_token(&nats).await;
    let acknowledged = Arc::new(AtomicU64::new(0));

    let writers: Vec<_> = (0..WRITERS)
        .map(|_| tokio::spawn(increment(Arc::clone(&door), token.clone(), Arc::clone(&acknowledged))))
        .collect();
    let some = || std::future::ready((acknowledged.load(Ordering::Relaxed) > WRITERS).then_some(()));
    eventually("writers write", PATIENCE, some).await.unwrap();
    instances[0].process().kill().unwrap();
    instances[0].process().restart().await.unwrap();
    for writer in writers {
        writer.await.unwrap();
    }

    let answer = read(&door, &token).await.expect("the counter is there");
    assert_eq!(answer["state"]["data"]["count"], json!(WRITERS * INCREMENTS), "{answer}");
    assert_eq!(answer["state"]["version"], (WRITERS * INCREMENTS).to_string(), "{answer}");
}

async fn read(door: &System, token: &str) -> Option<Value> {
    loop {
        let answer = door.request(Method::GET, "/v1/states/KIND_ENTITY/counter", token, &Value::Null).await.unwrap();
        match answer.status {
            StatusCode::OK => return Some(answer.body),
            StatusCode::NOT_FOUND => return None,
            // An instance was just killed: the call may be repeated.
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {}
            other => panic!("{other}: {}", answer.body),
        }
    }
}

/// Counts up the counter `INCREMENTS` times by comparing versions. Each write has a key, so that one whose answer was
/// lost can be repeated without counting twice.
async fn increment(door: Arc<System>, token: String, acknowledged: Arc<AtomicU64>) {
    for _ in 0..INCREMENTS {
        while !try_increment(&door, &token).await {}
        acknowledged.fetch_add(1, Ordering::Relaxed);
    }
}

/// Tries once with the version that is current; false when another writer came first.
async fn try_increment(door: &System, token: &str) -> bool {
    let current = read(door, token).await;
    let (count, expected) = match &current {
        Some(answer) => {
            let version = answer["state"]["version"].as_str().unwrap();
            (answer["state"]["data"]["count"].as_u64().unwrap_or_default(), format!("version={version}"))
        }
        None => (0, "absent=true".to_owned()),
    };
    let path = format!("/v1/states/KIND_ENTITY/counter?expectedVersion.{expected}");
    let key = door.new_key();
    loop {
        let answer = door.put_with_key(&path, token, &key, &json!({"count": count + 1})).await;
        match answer.status {
            StatusCode::OK => return true,
            StatusCode::CONFLICT if answer.body.to_string().contains("IDEMPOTENCY_KEY") => {}
            StatusCode::CONFLICT => return false,
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => {}
            other => panic!("{other}: {}", answer.body),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_writes_with_one_key_one_takes_effect_and_all_get_its_answer() {
    let server = NatsServer::start().await.unwrap();
    let nats = [server.url()];
    let door = System::serve("gateway,auth", &nats).await;
    let _instances = [System::serve("state-manager", &nats).await, System::serve("state-manager", &nats).await];
    let token = admin_token(&nats).await;
    let (path, key, body) = ("/v1/states/KIND_ENTITY/door", door.new_key(), json!({"open": true}));
    let answers = join_all((0..100).map(|_| door.put_with_key(path, &token, &key, &body))).await;
    let (mut replayed, first) = (0, &answers[0].body);
    for answer in &answers {
        assert_eq!((answer.status, &answer.body), (StatusCode::OK, first));
        replayed += usize::from(answer.replayed);
    }
    assert_eq!((replayed, &first["state"]["version"]), (99, &json!("1")));
    let other = door.put_with_key(path, &token, &key, &json!({"open": false})).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", other.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_fires_exactly_once_with_two_instances_and_a_kill() {
    let server = NatsServer::start().await.unwrap();
    let nats = [server.url()];
    let door = System::serve("gateway,auth", &nats).await;
    let instances = [System::serve("time-manager", &nats).await, System::serve("time-manager", &nats).await];
    let token = admin_token(&nats).await;
    door.call("time_manager.v1.TimeManager/CreateClock", &token, &json!({"clockId": "world"})).await;
    let schedule = json!({
        "clockId": "world", "scheduleId": "bell", "fireLimit": "1",
        "trigger": {"interval": {"every": {"minutes": "2"}}},
    });
    door.call("time_manager.v1.TimeManager/Schedule", &token, &schedule).await;
    instances[1].process().kill().unwrap();

    let journals = realmwire_fabric::nats::connect(NatsConfig::new(nats.to_vec(), "test", "1")).await.unwrap().journals;
    let journal = journals.open("time-manager").await.unwrap();
    let fired = || async {
        let filter = "evt.time-manager.schedule.fired.v1".to_owned();
        journal.read(EventQuery { filter, start: ConsumerStart::First, limit: 10 }).await.unwrap()
    };
    let some = || async { (!fired().await.is_empty()).then_some(()) };
    eventually("the schedule fires", PATIENCE, some).await.unwrap();
    instances[1].process().restart().await.unwrap();

    // A later schedule has fired on both instances' watch: had the bell rung twice, it would have by then.
    let later = json!({
        "clockId": "world", "scheduleId": "later", "fireLimit": "1",
        "trigger": {"interval": {"every": {"minutes": "1"}}},
    });
    door.call("time_manager.v1.TimeManager/Schedule", &token, &later).await;
    let both = || async { (fired().await.len() >= 2).then_some(()) };
    eventually("the later schedule fires", PATIENCE, both).await.unwrap();
    let keys: Vec<String> =
        fired().await.iter().map(|event| event.headers.get("Event-Key").unwrap_or_default().to_owned()).collect();
    assert_eq!(fired().await.len(), 2, "{keys:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_runs_is_found_by_discovery() {
    let server = NatsServer::start().await.unwrap();
    let nats = [server.url()];
    let _instances = [System::serve("auth", &nats).await, System::serve("auth,state-manager", &nats).await];
    let ran = run(Path::new("."), ["services", "--nats", &server.url(), "--json"]).await;
    assert_eq!(ran.code, 0, "{}", ran.errors);
    let found: Value = serde_json::from_str(&ran.output).unwrap();
    let names: Vec<&str> = found.as_array().unwrap().iter().filter_map(|instance| instance["name"].as_str()).collect();
    assert_eq!(names, ["auth", "auth", "state-manager"]);
}
