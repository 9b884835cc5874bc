//! What `up` acknowledged is there after it was killed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http::{Method, StatusCode};
use prost_reflect::prost::Message;
use realmwire_contract::time_manager::v1::ScheduleFired;
use realmwire_fabric::embedded::{EmbeddedConfig, open};
use realmwire_fabric::journal::{ConsumerStart, EventQuery};
use realmwire_test_kit::eventually;
use serde_json::{Value, json};

use crate::harness::{PATIENCE, System};

const WRITERS: usize = 8;
/// The process is killed when so many writes were acknowledged.
const WRITES_BEFORE_THE_KILL: u64 = 200;
const ROUNDS: usize = 3;
const SCHEDULES: usize = 10;

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_in_the_middle_of_writes_loses_nothing_acknowledged_and_leaves_nothing_half_done() {
    let system = Arc::new(System::up().await);
    let mut acknowledged: BTreeMap<usize, u64> = (0..WRITERS).map(|writer| (writer, 0)).collect();
    for _ in 0..ROUNDS {
        let token = system.admin_token();
        write_until_killed(&system, &token, &mut acknowledged).await;
        system.process().restart().await.unwrap();
        let token = system.admin_token();
        for (writer, count) in &mut acknowledged {
            *count = check(&system, &token, *writer, *count).await;
        }
    }
}

/// Lets every writer count up its own two documents, in one transaction each time, and kills the process meanwhile.
async fn write_until_killed(system: &Arc<System>, token: &str, acknowledged: &mut BTreeMap<usize, u64>) {
    let total = Arc::new(AtomicU64::new(0));
    let writers = acknowledged.iter().map(|(writer, count)| {
        let (system, token, total) = (Arc::clone(system), token.to_owned(), Arc::clone(&total));
        tokio::spawn(count_up(system, token, *writer, *count, total))
    });
    let writers: Vec<_> = writers.collect();
    let enough = || std::future::ready((total.load(Ordering::Relaxed) >= WRITES_BEFORE_THE_KILL).then_some(()));
    eventually("enough writes are acknowledged", PATIENCE, enough).await.unwrap();
    system.process().kill().unwrap();
    for (task, count) in writers.into_iter().zip(acknowledged.values_mut()) {
        *count = task.await.unwrap();
    }
}

/// Writes numbers until the process answers no more, and gives the last one that was acknowledged.
async fn count_up(system: Arc<System>, token: String, writer: usize, from: u64, total: Arc<AtomicU64>) -> u64 {
    let mut last = from;
    loop {
        let put = |side: &str| {
            let id = format!("writer-{writer}-{side}");
            json!({"put": {"kind": "KIND_ENTITY", "id": id, "data": {"count": last + 1}}})
        };
        let body = json!({"operations": [put("left"), put("right")]});
        match system.request(Method::POST, "/v1/states:transact", &token, &body).await {
            Ok(answer) if answer.status == StatusCode::OK => {
                last += 1;
                total.fetch_add(1, Ordering::Relaxed);
            }
            Ok(answer) => panic!("{}: {}", answer.status, answer.body),
            Err(_) => return last,
        }
    }
}

/// Both documents of a writer have the same number: the last acknowledged one, or the one that was on its way.
async fn check(system: &System, token: &str, writer: usize, acknowledged: u64) -> u64 {
    let name = |side: &str| json!({"kind": "KIND_ENTITY", "id": format!("writer-{writer}-{side}")});
    let body = json!({"documents": [name("left"), name("right")]});
    let answer = system.call("state_manager.v1.StateManager/BatchGet", token, &body).await;
    let states = answer["states"].as_array().cloned().unwrap_or_default();
    let counts: Vec<u64> = states.iter().filter_map(|state| state["data"]["count"].as_f64()).map(whole).collect();
    assert_eq!(counts.len(), 2, "{answer}");
    assert_eq!(counts[0], counts[1], "a transaction is half done: {answer}");
    let versions: Vec<&Value> = states.iter().map(|state| &state["version"]).collect();
    assert!(counts[0] == acknowledged || counts[0] == acknowledged + 1, "{acknowledged} was acknowledged: {answer}");
    assert_eq!(versions[0], versions[1], "{answer}");
    counts[0]
}

fn whole(number: f64) -> u64 {
    format!("{number:.0}").parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn schedules_fire_once_each_across_a_kill() {
    let system = System::up().await;
    let token = system.admin_token();
    system.call("time_manager.v1.TimeManager/CreateClock", &token, &json!({"clockId": "world"})).await;
    for number in 0..SCHEDULES {
        // A minute of the game is a second of ours: they fall due while the process is away and after.
        let every = json!({"every": {"minutes": (number % 5 + 1).to_string()}});
        let schedule = json!({
            "clockId": "world", "scheduleId": format!("bell-{number}"), "trigger": {"interval": every},
            "fireLimit": "1", "catchUp": "CATCH_UP_ALL",
        });
        system.call("time_manager.v1.TimeManager/Schedule", &token, &schedule).await;
    }
    system.process().kill().unwrap();
    system.process().restart().await.unwrap();

    let token = system.admin_token();
    let none_is_left = || async {
        let asked = json!({"clockId": "world", "pageSize": 100});
        let answer = system.call("time_manager.v1.TimeManager/ListSchedules", &token, &asked).await;
        answer["schedules"].as_array().is_none_or(Vec::is_empty).then_some(())
    };
    eventually("every schedule has fired and is done", PATIENCE, none_is_left).await.unwrap();
    system.process().terminate(PATIENCE).await.unwrap();

    let fabric = open(EmbeddedConfig::new(system.data())).unwrap();
    let journal = fabric.journals.open("time-manager").await.unwrap();
    let filter = "evt.time-manager.schedule.fired.v1".to_owned();
    let query = EventQuery { filter, start: ConsumerStart::First, limit: 10 * SCHEDULES };
    let fired: Vec<ScheduleFired> = journal
        .read(query)
        .await
        .unwrap()
        .into_iter()
        .map(|event| ScheduleFired::decode(event.payload).unwrap())
        .collect();
    let mut schedules: Vec<&str> = fired.iter().map(|event| event.schedule_id.as_str()).collect();
    schedules.sort_unstable();
    let expected: Vec<String> = (0..SCHEDULES).map(|number| format!("bell-{number}")).collect();
    assert_eq!(schedules, expected);
}
