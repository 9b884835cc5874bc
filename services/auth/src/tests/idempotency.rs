//! Each mutation, sent twice with the same key.

use std::future::Future;

use realmwire_contract::auth::v1 as wire;
use realmwire_sdk::identity::{Principal, Role};
use realmwire_sdk::status::{Code, Status, reason};

use super::{Bench, DEVICE, PASSWORD, caller, device, login, of_session, password, refresh};

const KEY: &str = "4dbb0f5e-7f43-44c1-8d0f-1ce39a2d2f6a";

/// Makes a call twice and checks that both got the same answer.
async fn twice<T, F>(what: &str, call: impl Fn() -> F) -> T
where
    T: PartialEq + std::fmt::Debug,
    F: Future<Output = Result<T, Status>>,
{
    let first = call().await.unwrap_or_else(|status| panic!("{what}: {status}"));
    let second = call().await.unwrap_or_else(|status| panic!("{what} again: {status}"));
    assert!(first == second, "{what} was done twice");
    first
}

#[tokio::test]
async fn accounts_are_created_and_changed_once() {
    let bench = Bench::new().await;
    let create = wire::CreatePlayerRequest { credential: Some(password("ada", PASSWORD)), role: 0 };
    let player = twice("CreatePlayer", async || {
        bench.client.create_player(create.clone()).principal(Principal::anonymous()).idempotency_key(KEY).await
    })
    .await
    .player
    .unwrap();
    assert_eq!(bench.host.events::<wire::PlayerCreated>().await.len(), 1);

    let player_id = player.player_id;
    let link = wire::LinkIdentityRequest { player_id: player_id.clone(), credential: Some(device(DEVICE)) };
    twice("LinkIdentity", async || bench.client.link_identity(link.clone()).idempotency_key(KEY).await).await;
    let change = wire::ChangePasswordRequest {
        player_id: player_id.clone(),
        current_password: String::new(),
        new_password: "an even better phrase".to_owned(),
    };
    twice("ChangePassword", async || bench.client.change_password(change.clone()).idempotency_key(KEY).await).await;
    let role = wire::SetRoleRequest { player_id: player_id.clone(), role: wire::Role::Moderator.into() };
    twice("SetRole", async || bench.client.set_role(role.clone()).idempotency_key(KEY).await).await;
    assert_eq!(bench.host.events::<wire::RoleChanged>().await.len(), 1);

    let ban = wire::BanRequest { player_id: player_id.clone(), reason: "x".to_owned(), duration: None };
    twice("Ban", async || bench.client.ban(ban.clone()).idempotency_key(KEY).await).await;
    assert_eq!(bench.host.events::<wire::PlayerBanned>().await.len(), 1);
    let unban = wire::UnbanRequest { player_id };
    twice("Unban", async || bench.client.unban(unban.clone()).idempotency_key(KEY).await).await;
    assert_eq!(bench.host.events::<wire::PlayerUnbanned>().await.len(), 1);
}

#[tokio::test]
async fn sessions_are_opened_renewed_and_ended_once() {
    let bench = Bench::new().await;
    let request = wire::LoginRequest { create: true, ..login(device(DEVICE)) };
    let opened = twice("Login", async || bench.client.login(request.clone()).idempotency_key(KEY).await).await;
    let (session, tokens) = (opened.session.unwrap(), opened.tokens.unwrap());

    let create = wire::CreateSessionRequest { player_id: session.subject.clone(), label: String::new() };
    twice("CreateSession", async || bench.client.create_session(create.clone()).idempotency_key(KEY).await).await;
    assert_eq!(bench.host.events::<wire::SessionCreated>().await.len(), 2);

    let renewed =
        twice("RefreshSession", async || bench.client.refresh_session(refresh(&tokens)).idempotency_key(KEY).await)
            .await;
    assert!(bench.client.refresh_session(refresh(&renewed.tokens.unwrap())).await.is_ok(), "the session goes on");

    let revoke = wire::RevokeSessionRequest { subject: session.subject.clone(), session_id: session.session_id };
    let answer =
        twice("RevokeSession", async || bench.client.revoke_session(revoke.clone()).idempotency_key(KEY).await);
    assert!(answer.await.revoked);
    let all = wire::RevokeAllRequest { subject: session.subject, keep_current: false };
    assert_eq!(
        twice("RevokeAll", async || bench.client.revoke_all(all.clone()).idempotency_key(KEY).await).await.revoked,
        1
    );
    assert_eq!(bench.host.events::<wire::SessionRevoked>().await.len(), 2);
}

#[tokio::test]
async fn tokens_keys_and_limits_are_made_once() {
    let bench = Bench::new().await;
    let issue = wire::IssueServiceTokenRequest {
        subject: "operator".to_owned(),
        role: wire::Role::Admin.into(),
        ..wire::IssueServiceTokenRequest::default()
    };
    twice("IssueServiceToken", async || bench.client.issue_service_token(issue.clone()).idempotency_key(KEY).await)
        .await;
    let rotate = wire::RotateKeysRequest { distrust: false };
    let rotated = twice("RotateKeys", async || bench.client.rotate_keys(rotate).idempotency_key(KEY).await).await;
    assert_eq!(rotated.keys.len(), 2);
    let limit = wire::Limit { rate_class: "read".to_owned(), requests: 7, period: None, burst: 0 };
    let set = wire::SetLimitsRequest { limits: vec![limit] };
    twice("SetLimits", async || bench.client.set_limits(set.clone()).idempotency_key(KEY).await).await;
    let take = wire::CheckRateLimitRequest { subject: "p1".to_owned(), rate_class: "write".to_owned(), cost: 10 };
    let answer =
        twice("CheckRateLimit", async || bench.client.check_rate_limit(take.clone()).idempotency_key(KEY).await).await;
    assert_eq!(answer.remaining, 40);
    assert_eq!(bench.client.check_rate_limit(take).await.unwrap().remaining, 30);
}

#[tokio::test]
async fn two_instances_that_get_the_same_refresh_at_once_do_not_take_it_for_theft() {
    let first = Bench::new().await;
    let second = first.second().await;
    let (session, mut tokens) = first.device(DEVICE).await;
    for round in 0..20 {
        let key = format!("{KEY}-{round}");
        let calls = (0..4).map(|at| {
            let client = if at % 2 == 0 { &first.client } else { &second.client };
            client.refresh_session(refresh(&tokens)).principal(of_session(&session)).idempotency_key(key.clone())
        });
        let calls = calls.map(IntoFuture::into_future);
        let answers: Vec<_> = futures::future::join_all(calls).await.into_iter().flatten().collect();
        let renewed = answers.first().unwrap().tokens.clone().unwrap();
        assert!(answers.iter().all(|answer| answer.tokens.as_ref() == Some(&renewed)));
        tokens = renewed;
    }
    assert!(first.validate(&tokens).await.is_ok());
}

#[tokio::test]
async fn a_key_belongs_to_its_request_and_its_caller() {
    let bench = Bench::new().await;
    bench.player("ada").await;
    let sign_in = |with: &str| bench.client.login(login(password("ada", with))).idempotency_key(KEY);
    sign_in(PASSWORD).await.unwrap();
    let status = sign_in("wrong horse battery").await.unwrap_err();
    assert_eq!(status.reason().as_deref(), Some(reason::IDEMPOTENCY_KEY_REUSED));

    let ban = |principal: Principal| {
        let request = wire::BanRequest { player_id: String::new(), reason: "x".to_owned(), duration: None };
        bench.client.ban(request).principal(principal).idempotency_key(KEY)
    };
    let (one, other) = (caller(Role::Moderator, "m1"), caller(Role::Moderator, "m2"));
    assert_eq!(ban(one).await.unwrap_err().code(), Code::InvalidArgument);
    assert_eq!(ban(other).await.unwrap_err().reason(), None);
}

#[tokio::test]
async fn a_key_that_protects_a_secret_is_long() {
    let bench = Bench::new().await;
    let status = bench.client.login(login(device(DEVICE))).idempotency_key("1").await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
    assert_eq!(status.field_violations().first().unwrap().field, "idempotency_key");
}
