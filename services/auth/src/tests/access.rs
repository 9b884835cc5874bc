//! Who may do what: every operation against every role, and every operation that is about a player against another player.

use bytes::Bytes;
use prost_reflect::{DynamicMessage, Value};
use realmwire_contract::auth::v1 as wire;
use realmwire_contract::{Access, MethodKind, MethodSpec};
use realmwire_sdk::client::CallOptions;
use realmwire_sdk::identity::{Principal, Role};
use realmwire_sdk::status::{Code, Status};

use prost::Message;

use super::{Bench, DEVICE, caller};

const ROLES: [Role; 5] = [Role::Anonymous, Role::Player, Role::Moderator, Role::Admin, Role::Service];

async fn call(bench: &Bench, method: &'static MethodSpec, principal: Principal, request: Bytes) -> Result<(), Status> {
    let options = CallOptions { principal: Some(principal), ..CallOptions::default() };
    match method.kind {
        MethodKind::Unary => bench.host.channel().call(method, options, request).await.map(drop),
        MethodKind::ServerStream => bench.host.channel().open(method, options, request).await.map(drop),
    }
}

/// What the contract says, written down once more: a change of either is seen here.
fn expected(method: &str) -> Access {
    match method {
        "CreatePlayer" | "Login" | "RefreshSession" | "GetKeys" => Access::Public,
        "GetPlayer" | "ListSessions" | "RevokeSession" | "RevokeAll" | "LinkIdentity" | "ChangePassword" => {
            Access::Player
        }
        "Ban" | "Unban" | "GetLimits" => Access::Moderator,
        "SetRole" | "SetLimits" | "RotateKeys" => Access::Admin,
        _ => Access::Service,
    }
}

#[tokio::test]
async fn every_operation_is_open_to_the_roles_of_its_access_and_to_no_other() {
    let bench = Bench::new().await;
    for method in crate::SPEC.methods {
        assert_eq!(method.access, expected(method.name), "{}", method.name);
        for role in ROLES {
            let id = if role == Role::Anonymous { "" } else { "01913b6e-7a50-7cc3-98c4-dc0c0c07398f" };
            let principal = caller(role, id);
            let may = principal.may(method.access);
            let outcome = call(&bench, method, principal, Bytes::new()).await;
            let code = outcome.err().map(|status| status.code());
            let refused = matches!(code, Some(Code::PermissionDenied | Code::Unauthenticated));
            if may {
                // An empty request may be wrong, but not for who sends it; an empty refresh token proves nothing.
                assert!(!refused || method.name == "RefreshSession", "{} as {role:?}: {code:?}", method.name);
            } else {
                let expected = if role == Role::Anonymous { Code::Unauthenticated } else { Code::PermissionDenied };
                assert_eq!(code, Some(expected), "{} as {role:?}", method.name);
            }
        }
    }
}

#[tokio::test]
async fn no_player_acts_for_another_in_any_operation() {
    let bench = Bench::new().await;
    let (ada, tokens) = bench.device(DEVICE).await;
    let (eve, _) = bench.device(&DEVICE.replace('b', "c")).await;
    assert_ne!(ada.subject, eve.subject);
    let mut seen = 0;
    for method in crate::SPEC.methods {
        let descriptor = realmwire_contract::descriptors().get_message_by_name(method.input).unwrap();
        for field in ["player_id", "subject"] {
            if descriptor.get_field_by_name(field).is_none() {
                continue;
            }
            seen += 1;
            let mut request = DynamicMessage::new(descriptor.clone());
            request.set_field_by_name(field, Value::String(ada.subject.clone()));
            let outcome = call(&bench, method, Principal::player(&eve.subject), request.encode_to_vec().into()).await;
            let status = outcome.expect_err(method.name);
            assert_eq!(status.code(), Code::PermissionDenied, "{}.{field}", method.name);
        }
    }
    assert!(seen >= 11, "{seen} operations name a player");
    assert!(bench.validate(&tokens).await.is_ok());
}

#[tokio::test]
async fn nobody_decides_over_an_account_whose_role_is_not_below_their_own() {
    let bench = Bench::new().await;
    let targets = [
        (Role::Player, bench.account(wire::Role::Player).await),
        (Role::Moderator, bench.account(wire::Role::Moderator).await),
        (Role::Admin, bench.account(wire::Role::Admin).await),
    ];
    for actor in [Role::Moderator, Role::Admin] {
        for (role, player_id) in &targets {
            let principal = caller(actor, "01913b6e-7a50-7cc3-98c4-dc0c0c07398f");
            let is_below = crate::rules::roles::may_decide_over(actor, *role);
            let ban = wire::BanRequest { player_id: player_id.clone(), reason: "x".to_owned(), duration: None };
            let unban = wire::UnbanRequest { player_id: player_id.clone() };
            let get = wire::GetPlayerRequest { player_id: player_id.clone() };
            let revoke = wire::RevokeAllRequest { subject: player_id.clone(), keep_current: false };
            let outcomes = [
                bench.client.ban(ban).principal(principal.clone()).await.err(),
                bench.client.unban(unban).principal(principal.clone()).await.err(),
                bench.client.get_player(get).principal(principal.clone()).await.err(),
                bench.client.revoke_all(revoke).principal(principal.clone()).await.err(),
            ];
            for outcome in outcomes {
                let code = outcome.map(|status| status.code());
                assert_eq!(code, (!is_below).then_some(Code::PermissionDenied), "{actor:?} over {role:?}");
            }
        }
    }
}

/// What a player sends beyond what players may set is refused, not taken over.
#[tokio::test]
async fn a_player_cannot_make_itself_more_than_a_player() {
    let bench = Bench::new().await;
    let (ada, _) = bench.device(DEVICE).await;
    let request = wire::CreatePlayerRequest { credential: None, role: wire::Role::Admin.into() };
    let status = bench.client.create_player(request).principal(Principal::player(&ada.subject)).await.unwrap_err();
    assert_eq!(status.code(), Code::PermissionDenied);
    let request = wire::SetRoleRequest { player_id: ada.subject.clone(), role: wire::Role::Admin.into() };
    let status = bench.client.set_role(request).principal(Principal::player(&ada.subject)).await.unwrap_err();
    assert_eq!(status.code(), Code::PermissionDenied);
}
