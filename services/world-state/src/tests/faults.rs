//! What holds when an instance is gone in the middle of something.

use std::time::Duration;

use realmwire_contract::world_state::v1::{EntitiesUpdated, RestoreRequest, SnapshotRequest};
use realmwire_sdk::testing::eventually;

use super::*;

/// A write whose answer is lost is stored once, with its event, and so it is told.
#[tokio::test]
async fn a_write_takes_effect_once_though_its_answer_is_lost() {
    let realm = Realm::new().await;
    realm.create("vale", "").await;
    realm.host.faults().lose_commit_answers(1);
    let written = realm.upsert(vec![cart("c1", 0.0, 0.0)]).await.unwrap();
    assert_eq!((written[0].revision, realm.events::<EntitiesUpdated>().await.len()), (1, 1));
    realm.host.faults().fail_commits(1);
    let written = realm.upsert(vec![moved("c1", 1.0, 0.0)]).await.unwrap();
    assert_eq!((written[0].revision, realm.events::<EntitiesUpdated>().await.len()), (2, 2));
}

/// A repeat with the same key gets the first answer and writes nothing.
#[tokio::test]
async fn a_repeated_call_writes_once() {
    let first = Realm::new().await;
    let second = first.sibling().await;
    first.create("vale", "").await;
    let call = async |realm: &Realm| {
        let request = upsert(vec![cart("c1", 0.0, 0.0)]);
        realm.client.upsert_entities(request).idempotency_key("k1").await.unwrap().written
    };
    let written = call(&first).await;
    first.upsert(vec![moved("c1", 5.0, 0.0)]).await.unwrap();
    assert_eq!(call(&second).await, written);
    assert_eq!(second.entity("c1").await.unwrap().position, Some(at(5.0, 0.0)));
    assert_eq!(second.events::<EntitiesUpdated>().await.len(), 2);
}

/// Every write that was acknowledged by instances of which one is killed is there, and was told once.
#[tokio::test]
async fn a_kill_loses_no_acknowledged_change_and_no_event() {
    let first = Realm::new().await;
    let second = first.sibling().await;
    first.create("vale", "").await;
    let mut acknowledged = Vec::new();
    for number in 0..40 {
        let name = format!("c{number}");
        if number == 20 {
            first.host.faults().disconnect();
        }
        let client = if number % 2 == 0 { &first.client } else { &second.client };
        let request = upsert(vec![cart(&name, 0.0, 0.0)]);
        if client.upsert_entities(request).timeout(Duration::from_millis(200)).await.is_ok() {
            acknowledged.push(name);
        }
    }
    drop(first.running);
    assert!(acknowledged.len() > 20, "{acknowledged:?}");
    let present = second.ids(EntityFilter::default()).await;
    assert!(acknowledged.iter().all(|name| present.contains(name)));
    let mut told: Vec<_> = second
        .events::<EntitiesUpdated>()
        .await
        .into_iter()
        .flat_map(|event| event.changes.into_iter().map(|change| change.entity.unwrap().entity_id))
        .collect();
    told.sort_unstable();
    let mut expected = present;
    expected.sort_unstable();
    assert_eq!(told, expected, "what is there was told, once");
}

/// A snapshot or a restore that is cut off between any two of its commits changes nothing that can be seen, and what it
/// has written is cleared away.
#[tokio::test]
async fn a_restore_that_is_cut_off_leaves_the_world_as_it_is() {
    let first = Realm::new().await;
    let second = first.sibling().await;
    first.create("vale", "emberfall").await;
    let snapshot = SnapshotRequest { world_id: "vale".to_owned(), snapshot_id: "s".to_owned() };
    first.client.snapshot(snapshot.clone()).await.unwrap();
    first.upsert(vec![cart("c1", 0.0, 0.0)]).await.unwrap();
    let (entities, chunks) = (second.stored("entity").await, second.stored("chunk").await);
    // The first commit of each is stored, the second is not, and then its instance is gone.
    for stored in 1..3 {
        let third = second.sibling().await;
        let restore = RestoreRequest { world_id: "vale".to_owned(), snapshot_id: "s".to_owned() };
        let cut = async {
            eventually("it has begun", async || (second.stored("remains").await >= stored).then_some(())).await;
            third.host.faults().fail_commits(usize::MAX);
        };
        let work = async {
            if stored == 1 {
                third.client.restore(restore).timeout(Duration::from_millis(400)).await.map(drop)
            } else {
                third.client.snapshot(snapshot.clone()).timeout(Duration::from_millis(400)).await.map(drop)
            }
        };
        let (_, ()) = futures::join!(work, cut);
        third.host.faults().disconnect();
        drop(third.running);
    }
    assert_eq!(second.get("vale").await.unwrap().world_id, "vale");
    eventually("what was abandoned is cleared away", async || {
        second.host.clock().advance(Duration::from_mins(4));
        (second.stored("remains").await == 0).then_some(())
    })
    .await;
    let is_restored = second.entity("c1").await.is_none();
    assert_eq!(second.stored("entity").await, if is_restored { entities - 1 } else { entities });
    assert_eq!(second.stored("chunk").await, chunks);
    second.upsert(vec![cart("c2", 0.0, 0.0)]).await.unwrap();
}
