use std::time::Duration;

use realmwire_contract::world_state::v1::{ListWorldsRequest, WorldDeleted};
use realmwire_sdk::testing::eventually;

use super::*;

#[tokio::test]
async fn a_world_is_what_it_was_created_as() {
    let realm = Realm::new().await;
    let created = realm.create("vale", "emberfall").await;
    assert_eq!(realm.get("vale").await.unwrap(), created);
    assert_eq!((created.display_name.as_str(), created.clock_id.as_str()), ("Emberfall", "default"));
    assert_eq!((created.seed, created.revision, created.content.as_str()), (7, 1, "emberfall"));
    let events = realm.events::<WorldCreated>().await;
    assert_eq!(events, [WorldCreated { world_id: "vale".to_owned(), world: Some(created) }]);
}

#[tokio::test]
async fn what_is_left_out_is_filled_in() {
    let realm = Realm::new().await;
    let make = || realm.client.create_world(CreateWorldRequest::default());
    let (one, other) = (make().await.unwrap().world.unwrap(), make().await.unwrap().world.unwrap());
    assert_ne!((&one.world_id, one.seed), (&other.world_id, other.seed));
    assert_eq!(one.display_name, one.world_id);
    assert_eq!(realm.stored("entity").await, 0);
}

#[tokio::test]
async fn a_name_is_used_once() {
    let realm = Realm::new().await;
    realm.create("vale", "").await;
    refused(realm.client.create_world(create("vale", "emberfall")).await, Code::AlreadyExists);
    assert_eq!(realm.stored("entity").await, 0);
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let realm = Realm::new().await;
    refused(realm.client.create_world(create("vale", "atlantis")).await, Code::NotFound);
    refused_field(realm.client.create_world(create(&"x".repeat(129), "")).await, "world_id");
    let request = CreateWorldRequest { display_name: "a\nb".to_owned(), ..create("vale", "") };
    refused_field(realm.client.create_world(request).await, "display_name");
    refused_field(realm.get("").await, "world_id");
    refused(realm.get("vale").await, Code::NotFound);
    refused(realm.delete("vale").await, Code::NotFound);
}

#[tokio::test]
async fn worlds_are_listed_in_pages() {
    let realm = Realm::new().await;
    for world_id in ["c", "a", "b"] {
        realm.create(world_id, "").await;
    }
    let list = |page_token| realm.client.list_worlds(ListWorldsRequest { page_size: 2, page_token });
    let first = list(String::new()).await.unwrap();
    let second = list(first.next_page_token.clone()).await.unwrap();
    let ids: Vec<_> = first.worlds.iter().chain(&second.worlds).map(|world| world.world_id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!((first.worlds.len(), second.next_page_token.as_str()), (2, ""));
    refused_field(list("nonsense".to_owned()).await, "page_token");
}

#[tokio::test]
async fn a_deleted_world_is_gone_and_leaves_nothing_behind() {
    let realm = Realm::new().await;
    realm.create("vale", "emberfall").await;
    realm.set("vale", &[("bridge", text("open"))]).await;
    let expected = DeleteWorldRequest { world_id: "vale".to_owned(), expected_revision: 2 };
    let status = refused(realm.client.delete_world(expected).await, Code::Aborted);
    assert_eq!(status.reason().unwrap(), "VERSION_MISMATCH");
    realm.delete("vale").await.unwrap();
    refused(realm.get("vale").await, Code::NotFound);
    assert_eq!(realm.events::<WorldDeleted>().await.len(), 1);
    // Its name is free at once, and the new world has nothing of the old one.
    realm.create("vale", "").await;
    assert_eq!(realm.flags("vale").await, GetFlagsResponse { flags: Some(Struct::default()), revision: 0 });
    until_cleared(&realm).await;
    realm.get("vale").await.unwrap();
}

/// Lets time pass until nothing of deleted worlds is stored.
async fn until_cleared(realm: &Realm) {
    for kind in ["entity", "flags", "society", "census"] {
        eventually("the remains are cleared away", async || (realm.stored(kind).await == 0).then_some(())).await;
    }
    eventually("the note of the remains is gone", async || {
        realm.host.clock().advance(Duration::from_secs(150));
        (realm.stored("remains").await == 0).then_some(())
    })
    .await;
}

/// Clearing away goes on where it was, whichever of its commits failed or was not known to be stored.
#[tokio::test]
async fn remains_are_cleared_away_whatever_fails_in_between() {
    for lost in [false, true] {
        let realm = Realm::new().await;
        realm.create("vale", "emberfall").await;
        realm.delete("vale").await.unwrap();
        if lost {
            realm.host.faults().lose_commit_answers(2);
        } else {
            realm.host.faults().fail_commits(2);
        }
        until_cleared(&realm).await;
    }
}
