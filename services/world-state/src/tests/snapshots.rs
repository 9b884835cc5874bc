use std::time::Duration;

use realmwire_contract::world_state::v1::{
    DeleteSnapshotRequest, ListGoodsRequest, ListSnapshotsRequest, RestoreRequest, RestoreResponse, SnapshotRequest,
    WorldRestored, WorldSnapshot,
};
use realmwire_sdk::testing::eventually;

use super::*;

async fn snapshot(realm: &Realm, id: &str) -> u64 {
    let request = SnapshotRequest { world_id: "vale".to_owned(), snapshot_id: id.to_owned() };
    realm.client.snapshot(request).await.unwrap().snapshot.unwrap().entities
}

async fn restore(realm: &Realm, id: &str) -> Result<RestoreResponse, Status> {
    realm.client.restore(RestoreRequest { world_id: "vale".to_owned(), snapshot_id: id.to_owned() }).await
}

async fn forget(realm: &Realm, id: &str, key: &str) -> Result<WorldSnapshot, Status> {
    let request = DeleteSnapshotRequest { world_id: "vale".to_owned(), snapshot_id: id.to_owned() };
    Ok(realm.client.delete_snapshot(request).idempotency_key(key).await?.snapshot.unwrap())
}

async fn kept(realm: &Realm) -> Vec<String> {
    let list = ListSnapshotsRequest { world_id: "vale".to_owned(), ..ListSnapshotsRequest::default() };
    let snapshots = realm.client.list_snapshots(list).await.unwrap().snapshots;
    snapshots.into_iter().map(|snapshot| snapshot.snapshot_id).collect()
}

/// Waits until so many parts of snapshots are stored, while time passes.
async fn until_parts_are(realm: &Realm, count: usize) {
    eventually("other parts are cleared away", async || {
        realm.host.clock().advance(Duration::from_mins(1));
        (realm.stored("chunk").await == count && realm.stored("remains").await == 0).then_some(())
    })
    .await;
}

/// Everything in the world, without the times at which it was written.
async fn everything(realm: &Realm) -> String {
    let entities = realm.query(EntityFilter::default()).await.entities;
    let goods = ListGoodsRequest { world_id: "vale".to_owned(), ..ListGoodsRequest::default() };
    let goods = realm.client.list_goods(goods).await.unwrap().goods;
    format!("{entities:?} {:?} {goods:?}", realm.flags("vale").await)
}

#[tokio::test]
async fn a_world_is_put_back_to_what_it_was() {
    let realm = Realm::new().await;
    let second = realm.sibling().await;
    realm.create("vale", "emberfall").await;
    realm.set("vale", &[("bridge", text("open"))]).await;
    let before = everything(&realm).await;
    assert_eq!(snapshot(&realm, "s1").await, 19);
    realm.set("vale", &[("bridge", text("shut"))]).await;
    realm.upsert(vec![cart("c1", 0.0, 0.0), moved("old-tam", 9.0, 9.0)]).await.unwrap();
    realm.remove(&["ines-varro"]).await.unwrap();
    let later = everything(&second).await;
    assert_eq!(snapshot(&second, "s2").await, 19);
    let restored = restore(&second, "s1").await.unwrap();
    assert_eq!((restored.entities, restored.world.unwrap().revision), (19, 2));
    assert_eq!(everything(&realm).await, before);
    assert_eq!(everything(&second).await, before);
    // Forth again: the snapshots are still there.
    restore(&realm, "s2").await.unwrap();
    assert_eq!(everything(&second).await, later);
    assert_eq!(kept(&realm).await, ["s1", "s2"]);
    assert_eq!(realm.events::<WorldRestored>().await.len(), 2);
    refused(restore(&realm, "s3").await, Code::NotFound);
}

#[tokio::test]
async fn a_snapshot_replaces_the_one_of_its_name_and_their_number_is_limited() {
    let realm = Realm::with_config("snapshots_per_world_max = 1").await;
    realm.create("vale", "emberfall").await;
    snapshot(&realm, "s").await;
    realm.upsert(vec![cart("c1", 0.0, 0.0)]).await.unwrap();
    assert_eq!(snapshot(&realm, "s").await, 20);
    let other = SnapshotRequest { world_id: "vale".to_owned(), snapshot_id: "other".to_owned() };
    let status = refused(realm.client.snapshot(other).await, Code::FailedPrecondition);
    assert_eq!(status.reason().unwrap(), "TOO_MANY_SNAPSHOTS");
    until_parts_are(&realm, 1).await;
    realm.delete("vale").await.unwrap();
    eventually("nothing is left", async || {
        (realm.stored("chunk").await + realm.stored("snapshot").await + realm.stored("entity").await == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_snapshot_that_is_deleted_makes_room_for_another() {
    let first = Realm::with_config("snapshots_per_world_max = 1").await;
    let second = Realm::on(first.host.sibling().await, "snapshots_per_world_max = 1").await;
    first.create("vale", "emberfall").await;
    snapshot(&first, "s1").await;
    let deleted = forget(&second, "s1", "k1").await.unwrap();
    assert_eq!((deleted.snapshot_id.as_str(), deleted.entities), ("s1", 19));
    assert_eq!(forget(&first, "s1", "k1").await.unwrap(), deleted, "a repeat gets the first answer");
    refused(forget(&first, "s1", "k2").await, Code::NotFound);
    refused(restore(&first, "s1").await, Code::NotFound);
    assert_eq!(snapshot(&first, "s2").await, 19);
    assert_eq!(kept(&second).await, ["s2"]);
    // A restore that has begun before still finds its parts; later nothing is left of them.
    assert_eq!(first.stored("chunk").await, 2);
    until_parts_are(&first, 1).await;
    restore(&second, "s2").await.unwrap();
}

/// A snapshot that is taken while carts are moved is the world between two of the moves, not a mixture.
#[tokio::test]
async fn a_snapshot_is_of_one_moment() {
    let realm = Realm::new().await;
    realm.create("vale", "").await;
    let names: Vec<_> = (0..300).map(|number| format!("c{number:03}")).collect();
    let all = |x: f64| names.iter().map(|name| cart(name, x, 0.0)).collect::<Vec<_>>();
    realm.upsert(all(0.0)).await.unwrap();
    let moving = async {
        for step in 1..20_u32 {
            realm.upsert(all(f64::from(step))).await.unwrap();
        }
    };
    futures::join!(moving, snapshot(&realm, "s"));
    restore(&realm, "s").await.unwrap();
    let entities = realm.query(EntityFilter::default()).await.entities;
    let first = entities[0].position;
    assert_eq!(entities.len(), 300);
    assert!(
        entities.iter().all(|entity| entity.position == first),
        "{:?}",
        entities.iter().map(|entity| entity.position).collect::<Vec<_>>()
    );
}
