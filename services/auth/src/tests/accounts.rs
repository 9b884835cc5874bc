use realmwire_contract::auth::v1 as wire;
use realmwire_contract::auth::v1::{IdentityKind, RevokeReason};
use realmwire_sdk::identity::{Principal, Role};
use realmwire_sdk::status::Code;
use realmwire_sdk::store::Key;

use super::{Bench, DEVICE, PASSWORD, caller, device, login, of_session, password};

fn create(credential: Option<wire::Credential>, role: wire::Role) -> wire::CreatePlayerRequest {
    wire::CreatePlayerRequest { credential, role: role.into() }
}

#[tokio::test]
async fn a_name_and_a_device_belong_to_one_account() {
    let bench = Bench::new().await;
    bench.player("ada").await;
    bench.device(DEVICE).await;
    for credential in [password("Ada", "another good phrase"), device(DEVICE)] {
        let status = bench.client.create_player(create(Some(credential), wire::Role::Player)).await.unwrap_err();
        assert_eq!(status.code(), Code::AlreadyExists);
    }
}

#[tokio::test]
async fn a_weak_password_is_refused_by_name_of_the_field() {
    let bench = Bench::new().await;
    for weak in ["short", "password123", "ada.lovelace1", "aaaaaaaaaaaa"] {
        let request = create(Some(password("ada.lovelace", weak)), wire::Role::Player);
        let status = bench.client.create_player(request).await.unwrap_err();
        let fields: Vec<_> = status.field_violations().into_iter().map(|violation| violation.field).collect();
        assert_eq!(fields, ["credential.password.password"], "{weak}");
        assert!(!status.message().contains(weak));
    }
}

#[tokio::test]
async fn a_stranger_creates_a_player_with_an_identity_and_nothing_else() {
    let bench = Bench::new().await;
    let stranger = Principal::anonymous();
    let refused = [
        (create(None, wire::Role::Player), Code::InvalidArgument),
        (create(Some(device(DEVICE)), wire::Role::Moderator), Code::PermissionDenied),
        (create(Some(device(DEVICE)), wire::Role::Admin), Code::PermissionDenied),
        (create(Some(device(DEVICE)), wire::Role::Service), Code::InvalidArgument),
    ];
    for (request, code) in refused {
        let status = bench.client.create_player(request).principal(stranger.clone()).await.unwrap_err();
        assert_eq!(status.code(), code);
    }
    let request = create(Some(device(DEVICE)), wire::Role::Unspecified);
    let player = bench.client.create_player(request).principal(stranger).await.unwrap().player.unwrap();
    assert_eq!(player.role(), wire::Role::Player);
    assert_eq!(player.identities.len(), 1);
    assert_eq!(bench.host.events::<wire::PlayerCreated>().await.len(), 1);
}

#[tokio::test]
async fn nobody_gives_a_role_that_is_not_below_their_own() {
    let bench = Bench::new().await;
    let target = bench.account(wire::Role::Player).await;
    let set = |role: wire::Role| wire::SetRoleRequest { player_id: target.clone(), role: role.into() };
    let admin = caller(Role::Admin, "operator");
    let status = bench.client.set_role(set(wire::Role::Admin)).principal(admin.clone()).await.unwrap_err();
    assert_eq!(status.code(), Code::PermissionDenied);
    let player = bench.client.set_role(set(wire::Role::Moderator)).principal(admin.clone()).await.unwrap();
    assert_eq!(player.player.unwrap().role(), wire::Role::Moderator);
    // A service may make an administrator, and after that no administrator may unmake it.
    assert!(bench.client.set_role(set(wire::Role::Admin)).await.is_ok());
    let status = bench.client.set_role(set(wire::Role::Player)).principal(admin).await.unwrap_err();
    assert_eq!(status.code(), Code::PermissionDenied);
    let status = bench.client.set_role(set(wire::Role::Service)).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
}

#[tokio::test]
async fn another_role_ends_the_sessions_with_the_old_one() {
    let bench = Bench::new().await;
    let (session, tokens) = bench.device(DEVICE).await;
    let request = wire::SetRoleRequest { player_id: session.subject.clone(), role: wire::Role::Moderator.into() };
    bench.client.set_role(request).await.unwrap();
    assert_eq!(bench.validate(&tokens).await.unwrap_err().code(), Code::InvalidArgument);
    let (session, tokens) = bench.device(DEVICE).await;
    assert_eq!(session.role(), wire::Role::Moderator);
    assert_eq!(bench.validate(&tokens).await.unwrap().role(), wire::Role::Moderator);
}

#[tokio::test]
async fn a_guest_becomes_a_full_account_by_linking_a_password() {
    let bench = Bench::new().await;
    let (session, _) = bench.device(DEVICE).await;
    let guest = of_session(&session);
    let link = |credential| wire::LinkIdentityRequest { player_id: String::new(), credential: Some(credential) };
    let linked = bench.client.link_identity(link(password("ada", PASSWORD))).principal(guest.clone()).await.unwrap();
    let kinds: Vec<_> = linked.player.unwrap().identities.iter().map(wire::Identity::kind).collect();
    assert_eq!(kinds, [IdentityKind::Device, IdentityKind::Password]);
    let signed_in = bench.client.login(login(password("ada", PASSWORD))).await.unwrap();
    assert_eq!(signed_in.session.unwrap().subject, session.subject);

    let status = bench.client.link_identity(link(password("eve", PASSWORD))).principal(guest.clone()).await;
    assert_eq!(status.unwrap_err().reason().as_deref(), Some("HAS_PASSWORD"));
    let status = bench.client.link_identity(link(device(DEVICE))).principal(guest).await.unwrap_err();
    assert_eq!(status.code(), Code::AlreadyExists);
}

#[tokio::test]
async fn a_changed_password_replaces_the_old_one_and_ends_the_other_sessions() {
    let bench = Bench::new().await;
    let player = bench.player("ada").await;
    let sign_in = async || bench.client.login(login(password("ada", PASSWORD))).await.unwrap();
    let (other, own) = (sign_in().await, sign_in().await);
    let own_session = own.session.unwrap();
    let change = |current: &str| wire::ChangePasswordRequest {
        player_id: player.player_id.clone(),
        current_password: current.to_owned(),
        new_password: "an even better phrase".to_owned(),
    };
    let ada = of_session(&own_session);
    let status = bench.client.change_password(change("wrong horse battery")).principal(ada.clone()).await.unwrap_err();
    assert_eq!(status.code(), Code::Unauthenticated);
    let changed = bench.client.change_password(change(PASSWORD)).principal(ada).await.unwrap();
    assert_eq!(changed.revoked, 1);
    assert!(bench.validate(&other.tokens.unwrap()).await.is_err());
    assert!(bench.validate(&own.tokens.unwrap()).await.is_ok());
    assert!(bench.client.login(login(password("ada", PASSWORD))).await.is_err());
    assert!(bench.client.login(login(password("ada", "an even better phrase"))).await.is_ok());
    let reasons = bench.host.events::<wire::SessionRevoked>().await;
    assert_eq!(reasons.first().unwrap().event.reason(), RevokeReason::PasswordChanged);
}

#[tokio::test]
async fn an_administrator_sets_a_password_anew_and_a_moderator_does_not() {
    let bench = Bench::new().await;
    let player = bench.player("ada").await;
    let change = wire::ChangePasswordRequest {
        player_id: player.player_id,
        current_password: String::new(),
        new_password: "an even better phrase".to_owned(),
    };
    let moderator = caller(Role::Moderator, "m");
    let status = bench.client.change_password(change.clone()).principal(moderator).await.unwrap_err();
    assert_eq!(status.code(), Code::PermissionDenied);
    bench.client.change_password(change).principal(caller(Role::Admin, "a")).await.unwrap();
    assert!(bench.client.login(login(password("ada", "an even better phrase"))).await.is_ok());
}

#[tokio::test]
async fn a_hash_with_older_parameters_is_replaced_when_its_owner_signs_in() {
    let old = Bench::with("password = {iterations = 3}").await;
    old.player("ada").await;
    let hash = async |bench: &Bench| {
        let entries = bench.host.stored("auth", &Key::new("identity").with("password")).await;
        String::from_utf8_lossy(&entries.first().unwrap().value).into_owned()
    };
    assert!(hash(&old).await.contains("t=3"));
    let new = old.restarted("").await;
    for _ in 0..2 {
        assert!(new.client.login(login(password("ada", PASSWORD))).await.is_ok());
        assert!(hash(&new).await.contains("t=2"));
    }
}
