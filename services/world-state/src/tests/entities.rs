use realmwire_contract::world_state::v1::{EntitiesRemoved, EntitiesUpdated};

use super::*;

async fn vale() -> Realm {
    let realm = Realm::new().await;
    realm.create("vale", "").await;
    realm
}

fn attributes(members: &[(&str, Value)]) -> Struct {
    Struct { fields: members.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect() }
}

fn revision(id: &str, revision: u64, created: bool) -> EntityRevision {
    EntityRevision { entity_id: id.to_owned(), revision, created }
}

#[tokio::test]
async fn what_is_not_sent_stays_as_it_is() {
    let realm = vale().await;
    let whole = EntityWrite {
        display_name: Some("Wren's cart".to_owned()),
        tags: vec!["wood".to_owned(), "heavy".to_owned()],
        place_id: Some("cinder-pass".to_owned()),
        attributes: Some(attributes(&[("load", text("glass")), ("mule", text("Oats"))])),
        ..cart("c1", 1.0, 2.0)
    };
    assert_eq!(realm.upsert(vec![whole]).await.unwrap(), [revision("c1", 1, true)]);
    let before = realm.entity("c1").await.unwrap();
    assert_eq!(realm.upsert(vec![moved("c1", 5.0, 6.0)]).await.unwrap(), [revision("c1", 2, false)]);
    let after = realm.entity("c1").await.unwrap();
    let position = Some(Position { x: 5.0, y: 6.0, z: None });
    assert_eq!(after, Entity { position, revision: 2, update_time: after.update_time, ..before });
    let patch = EntityWrite {
        entity_id: "c1".to_owned(),
        add_tags: vec!["slow".to_owned(), "wood".to_owned()],
        remove_tags: vec!["heavy".to_owned()],
        attributes: Some(attributes(&[("load", null()), ("wheels", number(4.0))])),
        clear: vec!["position".to_owned()],
        ..EntityWrite::default()
    };
    realm.upsert(vec![patch]).await.unwrap();
    let patched = realm.entity("c1").await.unwrap();
    assert_eq!(patched.tags, ["slow", "wood"]);
    assert_eq!(patched.attributes, Some(attributes(&[("mule", text("Oats")), ("wheels", number(4.0))])));
    assert_eq!(
        (patched.position, patched.place_id.as_str(), patched.display_name),
        (None, "cinder-pass", after.display_name)
    );
}

#[tokio::test]
async fn a_write_that_changes_nothing_is_none() {
    let realm = vale().await;
    realm.upsert(vec![cart("c1", 1.0, 2.0)]).await.unwrap();
    assert_eq!(realm.upsert(vec![cart("c1", 1.0, 2.0)]).await.unwrap(), [revision("c1", 1, false)]);
    assert_eq!(realm.events::<EntitiesUpdated>().await.len(), 1);
}

#[tokio::test]
async fn a_batch_is_written_whole_or_not_at_all() {
    let realm = vale().await;
    realm.upsert(vec![cart("c1", 0.0, 0.0)]).await.unwrap();
    let expecting = EntityWrite { expected_revision: Some(version(7)), ..moved("c1", 1.0, 1.0) };
    let status = refused(realm.upsert(vec![cart("c2", 0.0, 0.0), expecting]).await, Code::Aborted);
    assert_eq!(status.reason().unwrap(), "VERSION_MISMATCH");
    assert!(realm.entity("c2").await.is_none());
    let taken = EntityWrite { expected_revision: Some(absent()), ..cart("c1", 1.0, 1.0) };
    refused(realm.upsert(vec![taken]).await, Code::Aborted);
    let right = EntityWrite { expected_revision: Some(version(1)), ..moved("c1", 1.0, 1.0) };
    realm.upsert(vec![cart("c2", 0.0, 0.0), right]).await.unwrap();
}

#[tokio::test]
async fn a_change_tells_what_was_before() {
    let realm = vale().await;
    realm.upsert(vec![cart("c1", 0.0, 0.0), cart("c2", 9.0, 9.0)]).await.unwrap();
    let load = EntityWrite { attributes: Some(attributes(&[("load", text("salt"))])), ..moved("c2", 9.0, 9.0) };
    realm.upsert(vec![moved("c1", 3.0, 3.0), load]).await.unwrap();
    let events = realm.events::<EntitiesUpdated>().await;
    assert_eq!(events.iter().map(|event| event.changes.len()).collect::<Vec<_>>(), [2, 2]);
    assert!(events[0].changes.iter().all(|change| change.created && change.before.is_none()));
    let [c1, c2] = events[1].changes.as_slice() else { panic!("two changes") };
    assert_eq!(c1.before.as_ref().unwrap().position, Some(at(0.0, 0.0)));
    assert_eq!((c2.before.as_ref(), c2.created), (None, false), "where and what it is has not changed");
    realm.remove(&["c1"]).await.unwrap();
    let removed = realm.events::<EntitiesRemoved>().await;
    assert_eq!((removed[0].entities[0].revision, removed[0].entities[0].position), (3, Some(at(3.0, 3.0))));
}

/// A reader that remembers a revision never meets another state under it.
#[tokio::test]
async fn a_revision_is_never_used_twice() {
    let realm = vale().await;
    realm.upsert(vec![cart("c1", 0.0, 0.0)]).await.unwrap();
    realm.upsert(vec![moved("c1", 1.0, 0.0)]).await.unwrap();
    assert_eq!(realm.remove(&["c1"]).await.unwrap(), [revision("c1", 3, false)]);
    assert_eq!(realm.upsert(vec![cart("c1", 0.0, 0.0)]).await.unwrap(), [revision("c1", 4, true)]);
}

#[tokio::test]
async fn what_does_not_exist_is_named() {
    let realm = vale().await;
    realm.upsert(vec![cart("c1", 0.0, 0.0)]).await.unwrap();
    let entity_ids = vec!["x".to_owned(), "c1".to_owned()];
    let got = realm.client.get_entities(GetEntitiesRequest { world_id: "vale".to_owned(), entity_ids }).await.unwrap();
    assert_eq!((got.entities.len(), got.missing), (1, vec!["x".to_owned()]));
    let deletion = |id: &str| EntityDeletion { entity_id: id.to_owned(), expected_revision: 1 };
    let request = DeleteEntitiesRequest { world_id: "vale".to_owned(), entities: vec![deletion("c1"), deletion("x")] };
    refused(realm.client.delete_entities(request).await, Code::Aborted);
    assert!(realm.entity("c1").await.is_some());
    assert_eq!(realm.remove(&["x"]).await.unwrap(), []);
    refused(
        realm
            .client
            .upsert_entities(UpsertEntitiesRequest { world_id: "x".to_owned(), entities: vec![cart("c", 0.0, 0.0)] })
            .await,
        Code::NotFound,
    );
}

#[tokio::test]
async fn what_is_wrong_is_named_with_its_place() {
    let realm = vale().await;
    let with = |change: fn(&mut EntityWrite)| {
        let mut write = cart("c1", 0.0, 0.0);
        change(&mut write);
        realm.upsert(vec![cart("ok", 0.0, 0.0), write])
    };
    refused_field(with(|write| write.entity_id.clear()).await, "entities[1].entity_id");
    refused_field(with(|write| write.r#type = None).await, "entities[1].type");
    refused_field(with(|write| write.r#type = Some("Cart".to_owned())).await, "entities[1].type");
    refused_field(with(|write| write.tags = vec!["Big".to_owned()]).await, "entities[1].tags[0]");
    refused_field(
        with(|write| write.position = Some(Position { x: f64::NAN, y: 0.0, z: None })).await,
        "entities[1].position.x",
    );
    refused_field(
        with(|write| write.attributes = Some(attributes(&[("n", number(f64::INFINITY))]))).await,
        "entities[1].attributes.n",
    );
    refused_field(with(|write| write.clear = vec!["type".to_owned()]).await, "entities[1].clear");
    refused_field(with(|write| write.entity_id = "ok".to_owned()).await, "entities[1]");
    refused_field(realm.upsert(Vec::new()).await, "entities");
    assert_eq!(realm.stored("entity").await, 0);
}

#[tokio::test]
async fn limits_hold() {
    let realm = Realm::with_config("entities_per_world_max = 2\nentity_bytes_max = 200").await;
    realm.create("vale", "").await;
    let three = vec![cart("c1", 0.0, 0.0), cart("c2", 0.0, 0.0), cart("c3", 0.0, 0.0)];
    let status = refused(realm.upsert(three.clone()).await, Code::FailedPrecondition);
    assert_eq!(status.reason().unwrap(), "TOO_MANY_ENTITIES");
    realm.upsert(three[..2].to_vec()).await.unwrap();
    realm.remove(&["c1"]).await.unwrap();
    realm.upsert(three[2..].to_vec()).await.unwrap();
    let large =
        EntityWrite { attributes: Some(attributes(&[("text", text(&"x".repeat(200)))])), ..moved("c2", 0.0, 0.0) };
    refused_field(realm.upsert(vec![large]).await, "entities[0].attributes");
}
