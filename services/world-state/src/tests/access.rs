use realmwire_contract::Access;
use realmwire_contract::world_state::v1::update_relation_request::Change;
use realmwire_contract::world_state::v1::{
    AdvanceRequest, DeleteSnapshotRequest, ListEventsRequest, ListFactionsRequest, ListGoodsRequest,
    ListSnapshotsRequest, ListWorldsRequest, RestoreRequest, SERVICE, SnapshotRequest, WatchRequest,
};
use realmwire_sdk::identity::{Principal, Role};

use super::*;

/// What is in a world is for everybody who is signed in, changing it is for administrators and services.
const READING: [&str; 9] = [
    "GetWorld",
    "ListWorlds",
    "GetFlags",
    "GetEntities",
    "QueryEntities",
    "Watch",
    "ListFactions",
    "ListGoods",
    "ListEvents",
];

#[test]
fn the_schema_says_who_may_do_what() {
    for method in SERVICE.methods {
        let expected = if READING.contains(&method.name) { Access::Player } else { Access::Admin };
        assert_eq!(method.access, expected, "{}", method.name);
    }
}

/// Calls each operation as `by`, and gives its name and what came of it. Administrators find every one of them possible.
async fn every_operation(realm: &Realm, by: &Principal) -> Vec<(&'static str, Result<(), Status>)> {
    let client = &realm.client;
    let world_id = || "vale".to_owned();
    let mut outcomes = Vec::new();
    let get = client.get_world(GetWorldRequest { world_id: world_id() });
    outcomes.push(("GetWorld", get.principal(by.clone()).await.map(drop)));
    let list = client.list_worlds(ListWorldsRequest::default());
    outcomes.push(("ListWorlds", list.principal(by.clone()).await.map(drop)));
    let flags = client.get_flags(GetFlagsRequest { world_id: world_id(), names: Vec::new() });
    outcomes.push(("GetFlags", flags.principal(by.clone()).await.map(drop)));
    let set = client.set_flags(set("vale", &[("bridge", text("open"))]));
    outcomes.push(("SetFlags", set.principal(by.clone()).await.map(drop)));
    outcomes.extend(operations_on_entities(realm, by).await);
    outcomes.extend(operations_on_society(realm, by).await);
    let create = client.create_world(create("another", ""));
    outcomes.push(("CreateWorld", create.principal(by.clone()).await.map(drop)));
    let delete = client.delete_world(DeleteWorldRequest { world_id: world_id(), expected_revision: 0 });
    outcomes.push(("DeleteWorld", delete.principal(by.clone()).await.map(drop)));
    outcomes
}

async fn operations_on_entities(realm: &Realm, by: &Principal) -> Vec<(&'static str, Result<(), Status>)> {
    let client = &realm.client;
    let world_id = || "vale".to_owned();
    let upsert = client.upsert_entities(upsert(vec![cart("c1", 0.0, 0.0)]));
    let upsert = upsert.principal(by.clone()).await.map(drop);
    let get = GetEntitiesRequest { world_id: world_id(), entity_ids: vec!["old-tam".to_owned()] };
    let get = client.get_entities(get).principal(by.clone()).await.map(drop);
    let query = QueryEntitiesRequest { world_id: world_id(), ..QueryEntitiesRequest::default() };
    let query = client.query_entities(query).principal(by.clone()).await.map(drop);
    let watch = WatchRequest { world_id: world_id(), ..WatchRequest::default() };
    let watch = match client.watch(watch).principal(by.clone()).await {
        Ok(mut stream) => stream.next().await.unwrap().map(drop),
        Err(status) => Err(status),
    };
    let deletion = EntityDeletion { entity_id: "old-tam".to_owned(), expected_revision: 0 };
    let delete = DeleteEntitiesRequest { world_id: world_id(), entities: vec![deletion] };
    let delete = client.delete_entities(delete).principal(by.clone()).await.map(drop);
    let snapshot = SnapshotRequest { world_id: world_id(), snapshot_id: "s".to_owned() };
    let snapshot = client.snapshot(snapshot).principal(by.clone()).await.map(drop);
    let list = ListSnapshotsRequest { world_id: world_id(), ..ListSnapshotsRequest::default() };
    let list = client.list_snapshots(list).principal(by.clone()).await.map(drop);
    let restore = RestoreRequest { world_id: world_id(), snapshot_id: "s".to_owned() };
    let restore = client.restore(restore).principal(by.clone()).await.map(drop);
    let forget = DeleteSnapshotRequest { world_id: world_id(), snapshot_id: "s".to_owned() };
    let forget = client.delete_snapshot(forget).principal(by.clone()).await.map(drop);
    vec![
        ("UpsertEntities", upsert),
        ("GetEntities", get),
        ("QueryEntities", query),
        ("Watch", watch),
        ("DeleteEntities", delete),
        ("Snapshot", snapshot),
        ("ListSnapshots", list),
        ("Restore", restore),
        ("DeleteSnapshot", forget),
    ]
}

async fn operations_on_society(realm: &Realm, by: &Principal) -> Vec<(&'static str, Result<(), Status>)> {
    let client = &realm.client;
    let world_id = || "vale".to_owned();
    let factions = ListFactionsRequest { world_id: world_id(), ..ListFactionsRequest::default() };
    let factions = client.list_factions(factions).principal(by.clone()).await.map(drop);
    let goods = ListGoodsRequest { world_id: world_id(), ..ListGoodsRequest::default() };
    let goods = client.list_goods(goods).principal(by.clone()).await.map(drop);
    let events = ListEventsRequest { world_id: world_id(), ..ListEventsRequest::default() };
    let events = client.list_events(events).principal(by.clone()).await.map(drop);
    let relation = society::relation(Change::Delta(0.1));
    let relation = client.update_relation(relation).principal(by.clone()).await.map(drop);
    let start = client.start_event(society::event("storm-tide"));
    let start = start.principal(by.clone()).await.map(drop);
    let advance = AdvanceRequest { world_id: world_id() };
    let advance = client.advance(advance).principal(by.clone()).await.map(drop);
    vec![
        ("ListFactions", factions),
        ("ListGoods", goods),
        ("ListEvents", events),
        ("UpdateRelation", relation),
        ("StartEvent", start),
        ("Advance", advance),
    ]
}

#[tokio::test]
async fn every_operation_is_refused_to_whom_it_is_not_for() {
    for role in [Role::Anonymous, Role::Player, Role::Moderator, Role::Admin, Role::Service] {
        let realm = Realm::new().await;
        let _time = time::Time::on(&realm.host).await;
        realm.create("vale", "emberfall").await;
        if !matches!(role, Role::Admin | Role::Service) {
            let snapshot = SnapshotRequest { world_id: "vale".to_owned(), snapshot_id: "s".to_owned() };
            realm.client.snapshot(snapshot).await.unwrap();
        }
        let by = Principal { role, id: "p1".to_owned(), session_id: None };
        let outcomes = every_operation(&realm, &by).await;
        assert_eq!(outcomes.len(), SERVICE.methods.len(), "an operation is not tried");
        for (operation, outcome) in outcomes {
            let allowed = match role {
                Role::Anonymous => false,
                Role::Player | Role::Moderator => READING.contains(&operation),
                Role::Admin | Role::Service => true,
            };
            match outcome {
                Ok(()) => assert!(allowed, "{operation} was allowed to {role:?}"),
                Err(status) => {
                    assert!(!allowed, "{operation} was refused to {role:?}: {status}");
                    assert!(matches!(status.code(), Code::PermissionDenied | Code::Unauthenticated), "{status}");
                }
            }
        }
    }
}
