//! What the world was told of its entities is there after a kill, and whoever watches it sees each change once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http::{Method, StatusCode};
use parking_lot::Mutex;
use realmwire_test_kit::eventually;
use serde_json::{Value, json};

use crate::harness::{PATIENCE, System};
use crate::stream::Stream;

const WRITERS: usize = 4;
const ROUNDS: usize = 2;
/// The process is killed when so many writes were acknowledged.
const WRITES_BEFORE_A_KILL: u64 = 100;
const WATCH: &str = "world_state.v1.WorldState/Watch";

/// What a watch has told: the numbers of each entity, in their order.
type Told = Arc<Mutex<BTreeMap<String, Vec<u64>>>>;

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_loses_no_entity_and_a_watch_tells_each_change_once() {
    let system = Arc::new(System::up().await);
    system.call("world_state.v1.WorldState/CreateWorld", &system.admin_token(), &json!({"worldId": "vale"})).await;
    let told = Told::default();
    let watching = tokio::spawn(watch(Arc::clone(&system), Arc::clone(&told)));
    let mut counts: Vec<u64> = vec![0; WRITERS];
    for _ in 0..ROUNDS {
        write_until_killed(&system, &mut counts).await;
        system.process().restart().await.unwrap();
        for (writer, count) in counts.iter_mut().enumerate() {
            *count = check(&system, writer, *count).await;
        }
    }
    let expected: BTreeMap<String, Vec<u64>> = (0..WRITERS)
        .flat_map(|writer| ["left", "right"].map(|side| (name(writer, side), (1..=counts[writer]).collect())))
        .collect();
    let is_told = || std::future::ready((lengths(&told.lock()) == lengths(&expected)).then_some(()));
    let outcome = eventually("all changes are told", PATIENCE, is_told).await;
    watching.abort();
    assert_eq!(*told.lock(), expected, "{outcome:?}");
}

fn lengths(told: &BTreeMap<String, Vec<u64>>) -> Vec<usize> {
    told.values().map(Vec::len).collect()
}

fn name(writer: usize, side: &str) -> String {
    format!("writer-{writer}-{side}")
}

/// Lets every writer count up its two entities, with one call each time, and kills the process meanwhile.
async fn write_until_killed(system: &Arc<System>, counts: &mut [u64]) {
    let total = Arc::new(AtomicU64::new(0));
    let writers = counts.iter().enumerate().map(|(writer, count)| {
        let (system, total) = (Arc::clone(system), Arc::clone(&total));
        tokio::spawn(count_up(system, writer, *count, total))
    });
    let writers: Vec<_> = writers.collect();
    let enough = || std::future::ready((total.load(Ordering::Relaxed) >= WRITES_BEFORE_A_KILL).then_some(()));
    eventually("enough writes are acknowledged", PATIENCE, enough).await.unwrap();
    system.process().kill().unwrap();
    for (task, count) in writers.into_iter().zip(counts) {
        *count = task.await.unwrap();
    }
}

/// Writes numbers until the process answers no more, and gives the last one that was acknowledged.
async fn count_up(system: Arc<System>, writer: usize, from: u64, total: Arc<AtomicU64>) -> u64 {
    let (token, mut last) = (system.admin_token(), from);
    loop {
        let entity = |side: &str| {
            let position = json!({"x": last + 1, "y": writer});
            json!({"entityId": name(writer, side), "type": "cart", "position": position, "attributes": {"count": last + 1}})
        };
        let body = json!({"entities": [entity("left"), entity("right")]});
        match system.request(Method::POST, "/v1/worlds/vale/entities:upsert", &token, &body).await {
            Ok(answer) if answer.status == StatusCode::OK => {
                last += 1;
                total.fetch_add(1, Ordering::Relaxed);
            }
            Ok(answer) => panic!("{}: {}", answer.status, answer.body),
            Err(_) => return last,
        }
    }
}

/// Both entities of a writer have the same number, and a search finds them where it says: the last acknowledged one, or the
/// one that was on its way.
async fn check(system: &System, writer: usize, acknowledged: u64) -> u64 {
    let token = system.admin_token();
    let asked = json!({"worldId": "vale", "entityIds": [name(writer, "left"), name(writer, "right")]});
    let answer = system.call("world_state.v1.WorldState/GetEntities", &token, &asked).await;
    let entities = answer["entities"].as_array().cloned().unwrap_or_default();
    let counts: Vec<u64> = entities.iter().map(count_of).collect();
    assert_eq!(counts.len(), 2, "{answer}");
    assert_eq!(counts[0], counts[1], "a write is half done: {answer}");
    assert!(counts[0] == acknowledged || counts[0] == acknowledged + 1, "{acknowledged} was acknowledged: {answer}");
    let area = json!({"circle": {"x": counts[0], "y": writer, "radius": 0.25}});
    let asked = json!({"worldId": "vale", "filter": {"area": area}});
    let found = system.call("world_state.v1.WorldState/QueryEntities", &token, &asked).await;
    let found: Vec<&str> =
        found["entities"].as_array().unwrap().iter().filter_map(|entity| entity["entityId"].as_str()).collect();
    assert!(["left", "right"].iter().all(|side| found.contains(&name(writer, side).as_str())), "{found:?}");
    counts[0]
}

fn count_of(entity: &Value) -> u64 {
    let count = entity["attributes"]["count"].as_f64().unwrap_or_else(|| panic!("no count in {entity}"));
    format!("{count:.0}").parse().unwrap()
}

/// Watches the world, and goes on behind the last message when the process was killed.
async fn watch(system: Arc<System>, told: Told) {
    let mut resume_token = String::new();
    loop {
        // The token is written anew at each start.
        let request = json!({"worldId": "vale", "resumeToken": resume_token});
        let mut stream = Stream::open(&system, WATCH, &system.admin_token(), &request).await;
        while let Some(message) = stream.next().await {
            if let Some(token) = message["resumeToken"].as_str() {
                token.clone_into(&mut resume_token);
            }
            let mut told = told.lock();
            for event in message["events"].as_array().into_iter().flatten().filter(|event| event["entity"].is_object())
            {
                let entity = &event["entity"];
                let id = entity["entityId"].as_str().unwrap().to_owned();
                told.entry(id).or_default().push(count_of(entity));
            }
        }
    }
}
