use realmwire_contract::state_manager::v1::operation::Operation as Kinds;
use realmwire_contract::state_manager::v1::{
    BatchGetRequest, ListRequest, Operation, TransactRequest, WatchRequest, watch_response::Event,
};
use realmwire_sdk::identity::{Principal, Role};

use super::*;

/// A caller, the document it is about, and whether it may read and write it.
const MATRIX: [(Role, i32, &str, bool, bool); 10] = [
    (Role::Player, v1::Kind::Player as i32, "p1", true, true),
    (Role::Player, v1::Kind::Player as i32, "p2", false, false),
    (Role::Player, v1::Kind::Entity as i32, "door", true, false),
    (Role::Moderator, v1::Kind::Player as i32, "p2", true, false),
    (Role::Moderator, v1::Kind::Entity as i32, "door", true, false),
    (Role::Admin, v1::Kind::Player as i32, "p2", true, true),
    (Role::Admin, v1::Kind::Entity as i32, "door", true, true),
    (Role::Service, v1::Kind::Player as i32, "p2", true, true),
    (Role::Service, v1::Kind::Entity as i32, "door", true, true),
    (Role::Anonymous, v1::Kind::Entity as i32, "door", false, false),
];

fn caller(role: Role) -> Principal {
    Principal { role, id: "p1".to_owned(), session_id: None }
}

async fn filled() -> World {
    let world = World::new().await;
    for id in ["p1", "p2"] {
        world.client.put(PutRequest { kind: player(), ..put(id, "{}") }).await.unwrap();
    }
    world.put("door", "{}").await;
    world
}

#[track_caller]
fn check<T: std::fmt::Debug>(what: &str, result: Result<T, Status>, allowed: bool) {
    match result {
        Ok(_) => assert!(allowed, "{what} was allowed"),
        Err(status) => {
            assert!(!allowed, "{what} was refused: {status}");
            assert!(matches!(status.code(), Code::PermissionDenied | Code::Unauthenticated), "{what}: {status}");
        }
    }
}

#[tokio::test]
async fn everybody_reads_and_writes_what_is_for_them() {
    let world = filled().await;
    for (role, kind, id, reads, writes) in MATRIX {
        let by = caller(role);
        let what = |operation: &str| format!("{operation} of {kind} {id} by {role:?}");
        let id = id.to_owned();
        let get = GetRequest { kind, id: id.clone(), version: 0 };
        check(&what("get"), world.client.get(get).principal(by.clone()).await, reads);
        let documents = vec![DocumentName { kind, id: id.clone() }];
        let batch = BatchGetRequest { documents };
        check(&what("batch get"), world.client.batch_get(batch).principal(by.clone()).await, reads);
        let history = HistoryRequest { kind, id: id.clone(), ..HistoryRequest::default() };
        check(&what("history"), world.client.history(history).principal(by.clone()).await, reads);
        let watch = WatchRequest { kind, id: id.clone(), ..WatchRequest::default() };
        check(&what("watch"), first_of_watch(&world, watch, by.clone()).await, reads);
        let put = PutRequest { kind, ..put(&id, "{}") };
        check(&what("put"), world.client.put(put.clone()).principal(by.clone()).await, writes);
        let patch = PatchRequest { kind, ..patch(&id, "{}") };
        check(&what("patch"), world.client.patch(patch).principal(by.clone()).await, writes);
        let operations = vec![Operation { operation: Some(Kinds::Put(put.clone())) }];
        let transact = TransactRequest { operations };
        check(&what("transact"), world.client.transact(transact).principal(by.clone()).await, writes);
        let delete = DeleteRequest { kind, ..delete(&id) };
        check(&what("delete"), world.client.delete(delete).principal(by).await, writes);
        world.client.put(put).await.unwrap();
    }
}

async fn first_of_watch(world: &World, request: WatchRequest, by: Principal) -> Result<Option<Event>, Status> {
    let mut watch = world.client.watch(request).principal(by).await?;
    watch.next().await.unwrap().map(|response| response.event)
}

#[tokio::test]
async fn a_player_may_leave_out_its_own_id() {
    let world = filled().await;
    let by = || world.host.as_player("p1");
    let request = PutRequest { kind: player(), ..put("", r#"{"level":2}"#) };
    assert_eq!(world.client.put(request.clone()).principal(by()).await.unwrap().state.unwrap().id, "p1");
    let get = GetRequest { kind: player(), ..GetRequest::default() };
    assert_eq!(world.client.get(get.clone()).principal(by()).await.unwrap().state.unwrap().id, "p1");
    let watch = WatchRequest { kind: player(), ..WatchRequest::default() };
    let Some(Event::State(state)) = first_of_watch(&world, watch, by()).await.unwrap() else { panic!("no state") };
    assert_eq!(state.id, "p1");
    let operations = vec![Operation { operation: Some(Kinds::Put(request)) }];
    let written = world.client.transact(TransactRequest { operations }).principal(by()).await.unwrap().written;
    assert_eq!(written[0].id, "p1");
    refused_field(world.client.get(get).await, "id");
}

#[tokio::test]
async fn a_transaction_is_refused_for_one_document_that_is_not_the_players() {
    let world = filled().await;
    let own = PutRequest { kind: player(), ..put("p1", r#"{"gold":1000}"#) };
    let operations = [own, put("door", "{}")].map(|put| Operation { operation: Some(Kinds::Put(put)) }).into();
    let result = world.client.transact(TransactRequest { operations }).principal(world.host.as_player("p1")).await;
    refused(result, Code::PermissionDenied);
    let get = GetRequest { kind: player(), id: "p1".to_owned(), version: 0 };
    assert_eq!(world.client.get(get).await.unwrap().state.unwrap().version, 1);
}

#[tokio::test]
async fn the_list_of_players_is_for_moderators() {
    let world = filled().await;
    for (role, players, entities) in [
        (Role::Anonymous, false, false),
        (Role::Player, false, true),
        (Role::Moderator, true, true),
        (Role::Admin, true, true),
        (Role::Service, true, true),
    ] {
        for (kind, allowed) in [(player(), players), (entity(), entities)] {
            let list = ListRequest { kind, ..ListRequest::default() };
            check(
                &format!("list of {kind} by {role:?}"),
                world.client.list(list).principal(caller(role)).await,
                allowed,
            );
        }
    }
}
