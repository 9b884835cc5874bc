use std::collections::HashSet;
use std::time::Duration;

use realmwire_contract::auth::v1 as wire;
use realmwire_contract::auth::v1::RevokeReason;
use realmwire_sdk::identity::Role;
use realmwire_sdk::status::Code;

use super::{Bench, DEVICE, caller, of_session, refresh};

async fn reasons(bench: &Bench) -> Vec<RevokeReason> {
    bench.host.events::<wire::SessionRevoked>().await.iter().map(|revoked| revoked.event.reason()).collect()
}

#[tokio::test]
async fn an_access_token_ends_after_its_time_and_the_session_goes_on() {
    let bench = Bench::new().await;
    let (session, tokens) = bench.device(DEVICE).await;
    bench.host.clock().advance(Duration::from_mins(15));
    assert!(bench.validate(&tokens).await.is_ok(), "within the tolerated skew");
    bench.host.clock().advance(Duration::from_mins(1));
    assert_eq!(bench.validate(&tokens).await.unwrap_err().code(), Code::InvalidArgument);
    let renewed = bench.client.refresh_session(refresh(&tokens)).await.unwrap();
    assert_eq!(renewed.session.unwrap().session_id, session.session_id);
    assert!(bench.validate(&renewed.tokens.unwrap()).await.is_ok());
}

#[tokio::test]
async fn a_refresh_token_that_comes_back_ends_the_whole_session() {
    let bench = Bench::new().await;
    let (_, first) = bench.device(DEVICE).await;
    let second = bench.client.refresh_session(refresh(&first)).await.unwrap().tokens.unwrap();
    let third = bench.client.refresh_session(refresh(&second)).await.unwrap().tokens.unwrap();
    assert!(bench.validate(&third).await.is_ok());

    let status = bench.client.refresh_session(refresh(&first)).await.unwrap_err();
    assert_eq!(status.code(), Code::Unauthenticated);
    assert_eq!(status.reason().as_deref(), Some("REFRESH_REUSED"));
    for tokens in [&first, &second, &third] {
        assert_eq!(bench.validate(tokens).await.unwrap_err().code(), Code::InvalidArgument);
        let status = bench.client.refresh_session(refresh(tokens)).await.unwrap_err();
        assert_eq!((status.code(), status.reason()), (Code::Unauthenticated, None));
    }
    assert_eq!(reasons(&bench).await, [RevokeReason::RefreshReused]);
}

#[tokio::test]
async fn a_token_that_was_made_up_ends_nothing() {
    let bench = Bench::new().await;
    let (_, tokens) = bench.device(DEVICE).await;
    // Whoever sees an access token knows the player and the session, and must not be able to end it with that.
    let genuine = crate::rules::refresh::RefreshToken::parse(&tokens.refresh_token).unwrap();
    let made_up = crate::rules::refresh::RefreshToken { family: [0; 16], ..genuine };
    for text in [made_up.encode().expose(), "", "rwr_", "rwr_AAAA", &tokens.access_token] {
        let request = wire::RefreshSessionRequest { refresh_token: text.to_owned() };
        let status = bench.client.refresh_session(request).await.unwrap_err();
        assert_eq!(status.code(), Code::Unauthenticated, "{text}");
    }
    assert!(bench.validate(&tokens).await.is_ok());
    assert!(bench.client.refresh_session(refresh(&tokens)).await.is_ok());
}

#[tokio::test]
async fn of_two_refreshes_at_the_same_time_one_wins_and_the_session_ends() {
    let bench = Bench::new().await;
    let other = bench.second().await;
    let (_, tokens) = bench.device(DEVICE).await;
    let first = async { bench.client.refresh_session(refresh(&tokens)).await };
    let second = async { other.client.refresh_session(refresh(&tokens)).await };
    let (first, second) = futures::join!(first, second);
    assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1);
    let winner = first.or(second).unwrap().tokens.unwrap();
    assert!(bench.client.refresh_session(refresh(&winner)).await.is_err());
}

#[tokio::test]
async fn a_session_that_is_not_refreshed_ends_and_none_lasts_for_ever() {
    let bench = Bench::new().await;
    let (_, tokens) = bench.device(DEVICE).await;
    bench.host.clock().advance(Duration::from_hours(24 * 30));
    assert_eq!(bench.client.refresh_session(refresh(&tokens)).await.unwrap_err().code(), Code::Unauthenticated);

    let (_, mut tokens) = bench.device(DEVICE).await;
    let mut days = 0;
    while let Ok(renewed) = bench.client.refresh_session(refresh(&tokens)).await {
        tokens = renewed.tokens.unwrap();
        bench.host.clock().advance(Duration::from_hours(24 * 29));
        days += 29;
    }
    assert_eq!(days, 13 * 29, "the first refresh after 365 days is refused");
}

#[tokio::test]
async fn sessions_survive_a_restart() {
    let bench = Bench::new().await;
    let (session, tokens) = bench.device(DEVICE).await;
    let bench = bench.restarted("").await;
    assert_eq!(bench.validate(&tokens).await.unwrap(), session);
    assert!(bench.client.refresh_session(refresh(&tokens)).await.is_ok());
}

#[tokio::test]
async fn a_further_session_than_are_kept_ends_the_one_used_least_recently() {
    let bench = Bench::with("sessions_per_player_max = 2").await;
    let (_, first) = bench.device(DEVICE).await;
    bench.host.clock().advance(Duration::from_mins(1));
    let (_, second) = bench.device(DEVICE).await;
    bench.host.clock().advance(Duration::from_mins(1));
    let first = bench.client.refresh_session(refresh(&first)).await.unwrap().tokens.unwrap();
    bench.host.clock().advance(Duration::from_mins(1));
    let (_, third) = bench.device(DEVICE).await;
    assert!(bench.validate(&first).await.is_ok());
    assert!(bench.validate(&second).await.is_err());
    assert!(bench.validate(&third).await.is_ok());
    assert_eq!(reasons(&bench).await, [RevokeReason::TooMany]);
}

#[tokio::test]
async fn sessions_are_listed_in_pages_oldest_first() {
    let bench = Bench::new().await;
    let mut opened = Vec::new();
    for _ in 0..5 {
        bench.host.clock().advance(Duration::from_secs(1));
        opened.push(bench.device(DEVICE).await.0);
    }
    let ada = of_session(&opened[0]);
    let (mut listed, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = wire::ListSessionsRequest { subject: String::new(), page_size: 2, page_token };
        let page = bench.client.list_sessions(request).principal(ada.clone()).await.unwrap();
        assert!(page.sessions.len() <= 2);
        listed.extend(page.sessions);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(listed, opened);
}

#[tokio::test]
async fn a_revoked_session_is_over_and_revoking_it_again_is_no_error() {
    let bench = Bench::new().await;
    let (session, tokens) = bench.device(DEVICE).await;
    let (_, other) = bench.device(DEVICE).await;
    let request = wire::RevokeSessionRequest { subject: String::new(), session_id: session.session_id.clone() };
    for revoked in [true, false] {
        let answer = bench.client.revoke_session(request.clone()).principal(of_session(&session)).await.unwrap();
        assert_eq!(answer.revoked, revoked);
    }
    assert!(bench.validate(&tokens).await.is_err());
    assert!(bench.client.refresh_session(refresh(&tokens)).await.is_err());
    assert!(bench.validate(&other).await.is_ok());
    assert_eq!(reasons(&bench).await, [RevokeReason::Requested]);
}

#[tokio::test]
async fn all_sessions_end_at_once_but_the_one_in_use_if_wanted() {
    let bench = Bench::new().await;
    let (session, own) = bench.device(DEVICE).await;
    let (_, other) = bench.device(DEVICE).await;
    let request = |keep_current| wire::RevokeAllRequest { subject: String::new(), keep_current };
    let ada = of_session(&session);
    let answer = bench.client.revoke_all(request(true)).principal(ada.clone()).await.unwrap();
    assert_eq!(answer.revoked, 1);
    assert!(bench.validate(&own).await.is_ok() && bench.validate(&other).await.is_err());
    assert_eq!(bench.client.revoke_all(request(false)).principal(ada).await.unwrap().revoked, 1);
    assert!(bench.validate(&own).await.is_err());
}

#[tokio::test]
async fn a_ban_ends_the_sessions_also_those_that_are_opened_at_the_same_time() {
    let bench = Bench::new().await;
    let other = bench.second().await;
    let (session, tokens) = bench.device(DEVICE).await;
    let ban = wire::BanRequest { player_id: session.subject.clone(), reason: "cheating".to_owned(), duration: None };
    let create = wire::CreateSessionRequest { player_id: session.subject.clone(), label: String::new() };
    let banned = async { bench.client.ban(ban).principal(caller(Role::Moderator, "m")).await };
    let opened = futures::future::join_all((0..8).map(|_| async { other.client.create_session(create.clone()).await }));
    let (banned, opened) = futures::join!(banned, opened);
    let banned = banned.unwrap();
    let opened: Vec<_> = opened.into_iter().flatten().map(|answer| answer.tokens.unwrap()).collect();
    assert_eq!(banned.revoked as usize, 1 + opened.len());
    for tokens in opened.iter().chain([&tokens]) {
        assert!(bench.validate(tokens).await.is_err());
        assert!(bench.client.refresh_session(refresh(tokens)).await.is_err());
    }
    assert_eq!(banned.player.unwrap().ban.unwrap().banned_by, "m");
    assert_eq!(bench.host.events::<wire::PlayerBanned>().await.len(), 1);
    assert_eq!(bench.client.create_session(create.clone()).await.unwrap_err().code(), Code::PermissionDenied);

    let unban = wire::UnbanRequest { player_id: session.subject };
    assert_eq!(bench.client.unban(unban).await.unwrap().player.unwrap().ban, None);
    assert!(bench.client.create_session(create).await.is_ok());
}

#[tokio::test]
async fn no_two_sessions_or_tokens_are_alike() {
    let bench = Bench::new().await;
    let mut seen = HashSet::new();
    for _ in 0..10 {
        let (session, tokens) = bench.device(DEVICE).await;
        assert!(
            seen.insert(session.session_id) && seen.insert(tokens.access_token) && seen.insert(tokens.refresh_token)
        );
    }
}

#[tokio::test]
async fn a_service_token_is_good_for_its_time_and_can_be_revoked() {
    let bench = Bench::new().await;
    let issue = |seconds: i64| wire::IssueServiceTokenRequest {
        subject: "operator".to_owned(),
        role: wire::Role::Admin.into(),
        duration: Some(prost_types::Duration { seconds, nanos: 0 }),
        label: "first administrator".to_owned(),
    };
    let tokens = |issued: &wire::IssueServiceTokenResponse| wire::Tokens {
        access_token: issued.access_token.clone(),
        ..wire::Tokens::default()
    };
    let issued = bench.client.issue_service_token(issue(3_600)).await.unwrap();
    let session = bench.validate(&tokens(&issued)).await.unwrap();
    assert_eq!((session.role(), session.subject.as_str()), (wire::Role::Admin, "operator"));
    bench.host.clock().advance(Duration::from_mins(61));
    assert!(bench.validate(&tokens(&issued)).await.is_err());

    let issued = bench.client.issue_service_token(issue(86_400)).await.unwrap();
    let request = wire::RevokeAllRequest { subject: "operator".to_owned(), keep_current: false };
    assert_eq!(bench.client.revoke_all(request).await.unwrap().revoked, 1);
    assert!(bench.validate(&tokens(&issued)).await.is_err());

    for (subject, role, seconds) in
        [("Operator", wire::Role::Admin, 60), ("a", wire::Role::Player, 60), ("a", wire::Role::Admin, 86_400 * 31)]
    {
        let request =
            wire::IssueServiceTokenRequest { subject: subject.to_owned(), role: role.into(), ..issue(seconds) };
        assert_eq!(bench.client.issue_service_token(request).await.unwrap_err().code(), Code::InvalidArgument);
    }
}
