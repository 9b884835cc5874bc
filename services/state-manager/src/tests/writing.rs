use realmwire_contract::google::rpc::ErrorInfo;
use realmwire_contract::state_manager::v1::{EntityDeleted, EntityUpdated, PlayerDeleted, PlayerUpdated};

use super::*;

#[tokio::test]
async fn a_document_is_created_replaced_and_deleted() {
    let world = World::new().await;
    let created = world.put("door", r#"{"open":false}"#).await;
    assert_eq!((created.version, created.data), (1, Some(object(r#"{"open":false}"#))));
    assert_eq!(created.update_time.unwrap().seconds, 1_893_456_000);
    let replaced = world.put("door", r#"{"locked":true}"#).await;
    assert_eq!((replaced.version, replaced.data), (2, Some(object(r#"{"locked":true}"#))));
    assert_eq!(world.client.delete(delete("door")).await.unwrap().version, 3);
    refused(world.get("door").await, Code::NotFound);
    assert_eq!(world.put("door", "{}").await.version, 4, "no version is used twice");
}

#[tokio::test]
async fn a_patch_is_merged() {
    let world = World::new().await;
    world.put("door", r#"{"open":false,"lock":{"kind":"iron","worn":3}}"#).await;
    let request = patch("door", r#"{"open":null,"lock":{"worn":4},"guard":"Bran"}"#);
    let patched = world.client.patch(request).await.unwrap().state.unwrap();
    assert_eq!(patched.version, 2);
    assert_eq!(patched.data, Some(object(r#"{"lock":{"kind":"iron","worn":4},"guard":"Bran"}"#)));
}

#[tokio::test]
async fn numbers_survive() {
    let world = World::new().await;
    let json = r#"{"zero":0,"negative":-1.5,"whole":9007199254740991,"tiny":5e-324,"huge":1.7976931348623157e308,"third":0.1}"#;
    world.put("numbers", json).await;
    let found = world.get("numbers").await.unwrap();
    for (member, expected) in [
        ("zero", 0.0),
        ("negative", -1.5),
        ("whole", 9_007_199_254_740_991.0),
        ("tiny", 5e-324),
        ("huge", f64::MAX),
        ("third", 0.1),
    ] {
        assert_eq!(number(&found, member).to_bits(), f64::to_bits(expected), "{member}");
    }
}

#[tokio::test]
async fn a_write_that_expects_another_version_is_told_the_current_one() {
    let world = World::new().await;
    world.put("door", "{}").await;
    world.put("door", "{}").await;
    let current = |status: &Status| {
        let info = status.detail::<ErrorInfo>().unwrap();
        (info.reason, info.metadata["current_version"].clone())
    };
    let mismatch = |version: &str| ("VERSION_MISMATCH".to_owned(), version.to_owned());
    let old = PutRequest { expected_version: Some(version(1)), ..put("door", "{}") };
    assert_eq!(current(&refused(world.client.put(old).await, Code::Aborted)), mismatch("2"));
    let new = PutRequest { expected_version: Some(absent()), ..put("door", "{}") };
    assert_eq!(current(&refused(world.client.put(new).await, Code::Aborted)), mismatch("2"));
    let old = PatchRequest { expected_version: Some(version(3)), ..patch("door", "{}") };
    assert_eq!(current(&refused(world.client.patch(old).await, Code::Aborted)), mismatch("2"));
    let old = DeleteRequest { expected_version: Some(version(1)), ..delete("door") };
    assert_eq!(current(&refused(world.client.delete(old).await, Code::Aborted)), mismatch("2"));
    let gone = PutRequest { expected_version: Some(version(1)), ..put("gate", "{}") };
    assert_eq!(current(&refused(world.client.put(gone).await, Code::Aborted)), mismatch("0"));
    let met = PutRequest { expected_version: Some(version(2)), ..put("door", "{}") };
    assert_eq!(world.client.put(met).await.unwrap().state.unwrap().version, 3);
    let met = PutRequest { expected_version: Some(absent()), ..put("gate", "{}") };
    assert_eq!(world.client.put(met).await.unwrap().state.unwrap().version, 1);
}

#[tokio::test]
async fn what_is_missing_is_not_found_unless_that_is_allowed() {
    let world = World::new().await;
    refused(world.client.patch(patch("door", "{}")).await, Code::NotFound);
    refused(world.client.delete(delete("door")).await, Code::NotFound);
    let request = DeleteRequest { allow_missing: true, ..delete("door") };
    assert_eq!(world.client.delete(request).await.unwrap().version, 0);
    let request = PatchRequest { allow_missing: true, ..patch("door", r#"{"open":true}"#) };
    assert_eq!(world.client.patch(request).await.unwrap().state.unwrap().version, 1);
}

#[tokio::test]
async fn a_repeat_with_the_same_key_does_nothing_more() {
    let world = World::new().await;
    let put_once = || world.client.put(put("door", r#"{"n":1}"#)).idempotency_key("put-1");
    let first = put_once().await.unwrap();
    assert_eq!(put_once().await.unwrap(), first);
    let patch_once = || world.client.patch(patch("door", r#"{"n":2}"#)).idempotency_key("patch-1");
    let second = patch_once().await.unwrap();
    world.put("door", r#"{"n":3}"#).await;
    assert_eq!(patch_once().await.unwrap(), second);
    assert_eq!(world.get("door").await.unwrap().version, 3);
    let nothing = DeleteRequest { allow_missing: true, ..delete("gate") };
    let delete_once = || world.client.delete(nothing.clone()).idempotency_key("delete-1");
    assert_eq!(delete_once().await.unwrap().version, 0);
    world.put("gate", "{}").await;
    assert_eq!(delete_once().await.unwrap().version, 0, "also when there was nothing to do");
    assert_eq!(world.get("gate").await.unwrap().version, 1);
    let other_body = world.client.put(put("door", r#"{"n":9}"#)).idempotency_key("put-1").await;
    assert!(other_body.is_err(), "a key belongs to one request");
    assert_eq!(world.events::<EntityUpdated>().await.len(), 4);
}

#[tokio::test]
async fn every_write_is_told_with_its_versions() {
    let world = World::new().await;
    world.put("door", "{}").await;
    world.put("door", "{}").await;
    world.client.delete(delete("door")).await.unwrap();
    world.put("door", "{}").await;
    let updates = world.events::<EntityUpdated>().await;
    let updates: Vec<_> = updates
        .iter()
        .map(|event| (event.entity_id.as_str(), event.previous_version, event.version, event.created))
        .collect();
    assert_eq!(updates, [("door", 0, 1, true), ("door", 1, 2, false), ("door", 3, 4, true)]);
    let deletions = world.events::<EntityDeleted>().await;
    let deletions: Vec<_> =
        deletions.iter().map(|event| (event.previous_version, event.version, event.expired)).collect();
    assert_eq!(deletions, [(2, 3, false)]);
    let request = PutRequest { kind: player(), ..put("p1", "{}") };
    world.client.put(request).await.unwrap();
    world.client.delete(DeleteRequest { kind: player(), ..delete("p1") }).await.unwrap();
    assert_eq!(world.events::<PlayerUpdated>().await[0].player_id, "p1");
    assert_eq!(world.events::<PlayerDeleted>().await[0].version, 2);
}

#[tokio::test]
async fn requests_that_break_a_limit_are_refused_by_the_fields_name() {
    let world = World::with_config("document_bytes_max = 200\ndocument_depth_max = 3\n").await;
    refused_field(world.client.put(PutRequest { kind: 0, ..put("door", "{}") }).await, "kind");
    refused_field(world.client.put(put("", "{}")).await, "id");
    refused_field(world.client.put(put(&"x".repeat(129), "{}")).await, "id");
    refused_field(world.client.put(PutRequest { data: None, ..put("door", "{}") }).await, "data");
    refused_field(world.client.put(put("door", r#"{"a":{"b":{"c":{}}}}"#)).await, "data.a.b.c");
    let long = format!(r#"{{"text":"{}"}}"#, "x".repeat(200));
    refused_field(world.client.put(put("door", &long)).await, "data");
    let half = format!(r#"{{"one":"{}"}}"#, "x".repeat(120));
    world.put("door", &half).await;
    refused_field(world.client.patch(patch("door", &half.replace("one", "two"))).await, "patch");
    refused_field(world.client.put(PutRequest { ttl: Some(ttl(Duration::ZERO)), ..put("door", "{}") }).await, "ttl");
    assert!(world.client.put(put(&"x".repeat(128), r#"{"a":{"b":{}}}"#)).await.is_ok());
}

#[tokio::test]
async fn an_unknown_or_impossible_setting_stops_the_start() {
    let host = TestHost::new().await;
    for (config, key) in [("history = 3", "history"), ("history_versions_max = 0", "history_versions_max")] {
        let error = host.try_start(crate::SPEC, config, crate::start).await.err().unwrap().to_string();
        assert!(error.contains(key), "{error}");
    }
}

/// 64 writers on two instances, each of which reads, adds one and writes what it read plus one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_increment_is_lost_among_64_writers_on_two_instances() {
    const WRITERS: u64 = 64;
    const INCREMENTS: u64 = 3;
    let first = World::new().await;
    let second = first.sibling().await;
    first.put("counter", r#"{"count":0}"#).await;
    let writer = async |world: &World| {
        for _ in 0..INCREMENTS {
            loop {
                let read = world.get("counter").await.unwrap();
                let next = format!(r#"{{"count":{}}}"#, whole(&read, "count") + 1);
                let request = PutRequest { expected_version: Some(version(read.version)), ..put("counter", &next) };
                match world.client.put(request).timeout(Duration::from_secs(60)).await {
                    Ok(_) => break,
                    Err(status) => assert_eq!(status.code(), Code::Aborted, "{status}"),
                }
            }
        }
    };
    let writers = (0..WRITERS).map(|number| writer(if number % 2 == 0 { &first } else { &second }));
    futures::future::join_all(writers).await;
    let end = first.get("counter").await.unwrap();
    assert_eq!(whole(&end, "count"), WRITERS * INCREMENTS);
    assert_eq!(end.version, WRITERS * INCREMENTS + 1);
    let events = first.events::<EntityUpdated>().await;
    let versions: Vec<_> = events.iter().map(|event| event.version).collect();
    assert_eq!(versions, (1..=end.version).collect::<Vec<_>>(), "each version is told once, in order");
}

/// An instance that loses the answer to its commit finds out by asking again, and the write takes effect once.
#[tokio::test]
async fn a_commit_whose_answer_is_lost_takes_effect_once() {
    let world = World::new().await;
    world.host.faults().lose_commit_answers(1);
    assert_eq!(world.put("door", "{}").await.version, 1);
    assert_eq!(world.get("door").await.unwrap().version, 1);
    assert_eq!(world.events::<EntityUpdated>().await.len(), 1);
}
