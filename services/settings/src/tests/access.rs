use realmwire_contract::Access;
use realmwire_contract::settings::v1::{
    DeleteFlagRequest, EvaluateFlagsRequest, ExportRequest, GetContentPolicyRequest, GetFlagRequest, GetGlobalRequest,
    GetSchemaRequest, ImportRequest, ListFlagsRequest, ResetGlobalRequest, ResetRequest, SERVICE, SetTierRequest,
    SettingsExport, UpdateGlobalRequest, WatchRequest,
};
use realmwire_sdk::identity::{Principal, Role};

use super::flags::{rollout, upsert};
use super::*;

/// Operations on a player's own things, on everybody's, and on everything.
const OWN: [&str; 8] = ["Get", "Update", "Reset", "Export", "Import", "Watch", "EvaluateFlags", "GetContentPolicy"];
const OPEN: [&str; 2] = ["GetSchema", "GetGlobal"];
const WATCHED_OVER: [&str; 2] = ["GetFlag", "ListFlags"];

#[tokio::test]
async fn operations_are_for_whom_they_should_be() {
    for method in SERVICE.methods {
        let expected = match method.name {
            name if OWN.contains(&name) || OPEN.contains(&name) => Access::Player,
            name if WATCHED_OVER.contains(&name) => Access::Moderator,
            _ => Access::Admin,
        };
        assert_eq!(method.access, expected, "{}", method.name);
        let owner = OWN.contains(&method.name).then_some("player_id");
        assert_eq!(method.owner_field, owner, "{}", method.name);
    }
    assert_eq!(SERVICE.methods.len(), 17);
}

fn by(role: Role) -> Principal {
    Principal { role, id: "p1".to_owned(), session_id: None }
}

/// What comes of an operation of each kind, called on a player's things by a caller.
async fn call_own(world: &World, player_id: &str, caller: &Principal) -> Vec<(&'static str, Result<(), Status>)> {
    let (client, player_id) = (&world.client, player_id.to_owned());
    let id = || player_id.clone();
    let get = GetRequest { player_id: id(), ..GetRequest::default() };
    let update = UpdateRequest { player_id: id(), ..update(&[("controls.invert_y", truth(true))]) };
    let reset = ResetRequest { player_id: id(), ..ResetRequest::default() };
    let export = Some(SettingsExport { format_version: 1, ..SettingsExport::default() });
    let import = ImportRequest { player_id: id(), export, ..ImportRequest::default() };
    let evaluate = EvaluateFlagsRequest { player_id: id(), flag_ids: Vec::new() };
    let policy = GetContentPolicyRequest { player_id: id(), session_id: String::new() };
    let watch = WatchRequest { player_id: id(), ..WatchRequest::default() };
    let watched = match client.watch(watch).principal(caller.clone()).await {
        Ok(mut watching) => watching.next().await.unwrap().map(drop),
        Err(status) => Err(status),
    };
    vec![
        ("Get", client.get(get).principal(caller.clone()).await.map(drop)),
        ("Update", client.update(update).principal(caller.clone()).await.map(drop)),
        ("Reset", client.reset(reset).principal(caller.clone()).await.map(drop)),
        ("Export", client.export(ExportRequest { player_id: id() }).principal(caller.clone()).await.map(drop)),
        ("Import", client.import(import).principal(caller.clone()).await.map(drop)),
        ("Watch", watched),
        ("EvaluateFlags", client.evaluate_flags(evaluate).principal(caller.clone()).await.map(drop)),
        ("GetContentPolicy", client.get_content_policy(policy).principal(caller.clone()).await.map(drop)),
    ]
}

#[tokio::test]
async fn a_player_reaches_its_own_settings_only() {
    let world = World::new().await;
    for (role, player_id, allowed) in [
        (Role::Player, "p1", true),
        (Role::Player, "", true),
        (Role::Player, "p2", false),
        (Role::Anonymous, "p1", false),
        (Role::Moderator, "p2", true),
        (Role::Admin, "p2", true),
        (Role::Service, "p2", true),
    ] {
        let called = call_own(&world, player_id, &by(role)).await;
        assert_eq!(called.iter().map(|(name, _)| *name).collect::<Vec<_>>(), OWN);
        for (name, result) in called {
            check(name, role, result, allowed);
        }
    }
}

#[tokio::test]
async fn what_is_everybodys_is_written_by_administrators() {
    let world = World::new().await;
    world.client.upsert_flag(upsert("flag", rollout(1))).await.unwrap();
    for role in [Role::Anonymous, Role::Player, Role::Moderator, Role::Admin, Role::Service] {
        let (client, caller) = (&world.client, by(role));
        let signed_in = role != Role::Anonymous;
        let moderates = signed_in && role != Role::Player;
        let administers = moderates && role != Role::Moderator;
        let global = UpdateGlobalRequest { values: Some(object(&[])), ..UpdateGlobalRequest::default() };
        let get_flag = GetFlagRequest { flag_id: "flag".to_owned() };
        let tier = SetTierRequest { player_id: "p1".to_owned(), tier: "gold".to_owned() };
        let delete = DeleteFlagRequest { flag_id: "flag".to_owned(), expected_version: None };
        let outcomes = [
            ("GetSchema", client.get_schema(GetSchemaRequest {}).principal(caller.clone()).await.map(drop), signed_in),
            ("GetGlobal", client.get_global(GetGlobalRequest {}).principal(caller.clone()).await.map(drop), signed_in),
            ("GetFlag", client.get_flag(get_flag).principal(caller.clone()).await.map(drop), moderates),
            (
                "ListFlags",
                client.list_flags(ListFlagsRequest::default()).principal(caller.clone()).await.map(drop),
                moderates,
            ),
            ("UpdateGlobal", client.update_global(global).principal(caller.clone()).await.map(drop), administers),
            (
                "ResetGlobal",
                client.reset_global(ResetGlobalRequest::default()).principal(caller.clone()).await.map(drop),
                administers,
            ),
            ("SetTier", client.set_tier(tier).principal(caller.clone()).await.map(drop), administers),
            ("DeleteFlag", client.delete_flag(delete).principal(caller.clone()).await.map(drop), administers),
            (
                "UpsertFlag",
                client.upsert_flag(upsert("flag", rollout(1))).principal(caller).await.map(drop),
                administers,
            ),
        ];
        for (name, result, allowed) in outcomes {
            check(name, role, result, allowed);
        }
    }
}

#[track_caller]
fn check(name: &str, role: Role, result: Result<(), Status>, allowed: bool) {
    match result {
        Ok(()) => assert!(allowed, "{name} was allowed to {role:?}"),
        Err(status) => {
            assert!(!allowed, "{name} was refused to {role:?}: {status}");
            let refusal = if role == Role::Anonymous { Code::Unauthenticated } else { Code::PermissionDenied };
            assert_eq!(status.code(), refusal, "{name} by {role:?}: {status}");
        }
    }
}
