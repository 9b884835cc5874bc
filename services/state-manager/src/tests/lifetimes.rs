use realmwire_contract::state_manager::v1::{EntityDeleted, EntityUpdated};
use realmwire_sdk::store::PageRequest;
use realmwire_sdk::testing::eventually;

use super::*;
use crate::state::{Document, DocumentId, DocumentKind};

const SECOND: Duration = Duration::from_secs(1);

impl World {
    /// Waits until the deletion of an entity is stored.
    async fn until_deleted(&self, id: &str) -> i64 {
        let newest = async || Some(self.history(id).await[0]).filter(|version| *version < 0);
        eventually("the deletion is stored", newest).await
    }
}

#[tokio::test]
async fn a_document_ends_with_its_time_to_live() {
    let world = World::new().await;
    let request = PutRequest { ttl: Some(ttl(SECOND * 10)), ..put("spark", "{}") };
    let written = world.client.put(request).await.unwrap().state.unwrap();
    assert_eq!(written.expire_time.unwrap().seconds, 1_893_456_010);
    world.host.clock().advance(SECOND * 9);
    assert!(world.get("spark").await.is_ok());
    world.host.clock().advance(SECOND);
    refused(world.get("spark").await, Code::NotFound);
    assert_eq!(world.until_deleted("spark").await, -2);
    let deletions = world.events::<EntityDeleted>().await;
    let [deletion] = deletions.as_slice() else { panic!("{deletions:?}") };
    assert_eq!((deletion.version, deletion.expired), (2, true));
    assert_eq!(deletion.delete_time.unwrap().seconds, 1_893_456_010);
    assert_eq!(world.put("spark", "{}").await.version, 3);
}

#[tokio::test]
async fn a_later_write_moves_or_ends_the_time_to_live() {
    let world = World::new().await;
    for id in ["moved", "kept", "ended"] {
        world.client.put(PutRequest { ttl: Some(ttl(SECOND * 10)), ..put(id, "{}") }).await.unwrap();
    }
    world.client.patch(PatchRequest { ttl: Some(ttl(SECOND * 60)), ..patch("moved", "{}") }).await.unwrap();
    world.client.patch(patch("kept", "{}")).await.unwrap();
    world.put("ended", "{}").await;
    world.host.clock().advance(SECOND * 10);
    assert_eq!(world.until_deleted("kept").await, -3);
    assert!(world.get("moved").await.is_ok());
    assert!(world.get("ended").await.is_ok());
    world.host.clock().advance(SECOND * 50);
    assert_eq!(world.until_deleted("moved").await, -3);
    assert!(world.get("ended").await.is_ok());
}

/// The expiry is seen by the write that comes before the timer: an instance that is cut off fires none.
#[tokio::test]
async fn a_write_after_the_end_finds_no_document() {
    let world = World::new().await;
    world.client.put(PutRequest { ttl: Some(ttl(SECOND)), ..put("spark", r#"{"old":1}"#) }).await.unwrap();
    world.host.clock().advance(SECOND * 2);
    let request = PatchRequest { allow_missing: true, ..patch("spark", r#"{"new":1}"#) };
    let written = world.client.patch(request).await.unwrap().state.unwrap();
    assert_eq!((written.version, written.data), (3, Some(object(r#"{"new":1}"#))));
    assert_eq!(world.history("spark").await, [3, -2, 1]);
    assert_eq!(world.events::<EntityDeleted>().await.len(), 1);
    assert_eq!(world.events::<EntityUpdated>().await.len(), 2);
}

#[tokio::test]
async fn the_history_of_a_deleted_document_is_kept_for_a_while_and_then_freed() {
    let world = World::with_config("deleted_history_retention_hours = 1\n").await;
    world.put("door", "{}").await;
    world.put("door", "{}").await;
    world.client.delete(delete("door")).await.unwrap();
    world.host.clock().advance(SECOND * 3599);
    assert_eq!(world.history("door").await, [-3, 2, 1]);
    world.host.clock().advance(SECOND);
    assert_eq!(world.history("door").await, [-3]);
    world.until_stored_versions("door", 1).await;
}

#[tokio::test]
async fn an_erased_history_is_hidden_at_once_and_freed_soon() {
    let world = World::new().await;
    for _ in 0..50 {
        world.put("door", "{}").await;
    }
    world.client.delete(DeleteRequest { erase_history: true, ..delete("door") }).await.unwrap();
    assert_eq!(world.history("door").await, [-51]);
    let get = GetRequest { kind: entity(), id: "door".to_owned(), version: 7 };
    refused(world.client.get(get).await, Code::NotFound);
    world.until_stored_versions("door", 1).await;
}

impl World {
    /// Waits until so many versions of an entity are stored, whether they are shown or not.
    async fn until_stored_versions(&self, id: &str, count: usize) {
        let store = self.host.process().context(crate::SPEC, toml::Table::new()).unwrap().store().await.unwrap();
        let id = DocumentId { kind: DocumentKind::Entity, id: id.to_owned() };
        let stored = async || {
            let page = PageRequest::parse(1000, "", 1000, 1000).unwrap();
            let page = store.list::<Document>(&id.history_prefix(), &page).await.unwrap();
            (page.items.len() == count).then_some(())
        };
        eventually("the versions are freed", stored).await;
    }
}
