use realmwire_contract::Access;
use realmwire_contract::world_state::v1::{ListWorldsRequest, SERVICE};
use realmwire_sdk::identity::{Principal, Role};

use super::*;

/// What is in a world is for everybody who is signed in, changing it is for administrators and services.
const READING: [&str; 3] = ["GetWorld", "ListWorlds", "GetFlags"];

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
    let create = client.create_world(create("another", ""));
    outcomes.push(("CreateWorld", create.principal(by.clone()).await.map(drop)));
    let delete = client.delete_world(DeleteWorldRequest { world_id: world_id(), expected_revision: 0 });
    outcomes.push(("DeleteWorld", delete.principal(by.clone()).await.map(drop)));
    outcomes
}

#[tokio::test]
async fn every_operation_is_refused_to_whom_it_is_not_for() {
    for role in [Role::Anonymous, Role::Player, Role::Moderator, Role::Admin, Role::Service] {
        let realm = Realm::new().await;
        realm.create("vale", "emberfall").await;
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
