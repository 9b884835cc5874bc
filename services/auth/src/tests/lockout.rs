use std::time::Duration;

use realmwire_contract::auth::v1 as wire;
use realmwire_sdk::client::CallOptions;
use realmwire_sdk::status::{Code, Status};

use super::{Bench, PASSWORD, login, password};

const WRONG: &str = "wrong horse battery";

async fn attempt(bench: &Bench, name: &str, with: &str) -> Result<wire::LoginResponse, Status> {
    bench.client.login(login(password(name, with))).await
}

#[tokio::test]
async fn ten_wrong_passwords_lock_the_name_on_every_instance_and_say_for_how_long() {
    let first = Bench::new().await;
    let second = first.second().await;
    first.player("ada").await;
    for at in 0..10 {
        let bench = if at % 2 == 0 { &first } else { &second };
        let status = attempt(bench, "ada", WRONG).await.unwrap_err();
        assert_eq!(status.code(), Code::Unauthenticated);
        assert_eq!(status.retry_after(), (at == 9).then_some(Duration::from_mins(1)), "after {at}");
    }
    for bench in [&first, &second] {
        let status = attempt(bench, "ada", PASSWORD).await.unwrap_err();
        assert_eq!(status.code(), Code::ResourceExhausted);
        assert_eq!(status.reason().as_deref(), Some("LOCKED"));
        assert_eq!(status.retry_after(), Some(Duration::from_mins(1)));
    }
    first.host.clock().advance(Duration::from_secs(59));
    assert_eq!(attempt(&second, "ada", PASSWORD).await.unwrap_err().retry_after(), Some(Duration::from_secs(1)));
    first.host.clock().advance(Duration::from_secs(1));
    assert!(attempt(&first, "ada", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn an_unknown_name_locks_like_any_other() {
    let bench = Bench::new().await;
    for _ in 0..10 {
        assert_eq!(attempt(&bench, "nobody", WRONG).await.unwrap_err().code(), Code::Unauthenticated);
    }
    assert_eq!(attempt(&bench, "nobody", WRONG).await.unwrap_err().reason().as_deref(), Some("LOCKED"));
    assert_eq!(attempt(&bench, "somebody", WRONG).await.unwrap_err().code(), Code::Unauthenticated);
}

#[tokio::test]
async fn a_right_password_forgets_the_wrong_ones() {
    let bench = Bench::new().await;
    bench.player("ada").await;
    for _ in 0..3 {
        for _ in 0..9 {
            attempt(&bench, "ada", WRONG).await.unwrap_err();
        }
        assert!(attempt(&bench, "ada", PASSWORD).await.is_ok());
    }
}

#[tokio::test]
async fn guesses_at_the_same_time_are_counted_each() {
    let first = Bench::new().await;
    let second = first.second().await;
    first.player("ada").await;
    let guesses = (0..30).map(|at| attempt(if at % 2 == 0 { &first } else { &second }, "ada", WRONG));
    let refusals = futures::future::join_all(guesses).await;
    let looked_at =
        refusals.iter().filter(|guess| matches!(guess, Err(s) if s.code() == Code::Unauthenticated)).count();
    assert!(looked_at <= 10, "{looked_at} of 30 guesses were looked at");
    assert_eq!(attempt(&first, "ada", PASSWORD).await.unwrap_err().reason().as_deref(), Some("LOCKED"));
}

#[tokio::test]
async fn one_address_has_a_number_of_attempts_over_all_names() {
    let config = "lockout = {attempts_by_address = 3}";
    let bench = Bench::with(config).await;
    let from = async |name: &str, address: &str| {
        let options = CallOptions { client_address: Some(address.to_owned()), ..CallOptions::default() };
        bench.client.login(login(password(name, WRONG))).options(options).await.unwrap_err()
    };
    for name in ["ada", "bob", "cyd"] {
        assert_eq!(from(name, "192.0.2.1").await.code(), Code::Unauthenticated);
    }
    let status = from("dan", "192.0.2.1").await;
    assert_eq!(status.code(), Code::ResourceExhausted);
    assert_eq!(status.retry_after(), Some(Duration::from_mins(5)));
    assert_eq!(from("dan", "192.0.2.2").await.code(), Code::Unauthenticated);
    for (name, address) in [("eve", "2001:db8::1"), ("fay", "2001:db8::2"), ("gus", "2001:db8::3")] {
        assert_eq!(from(name, address).await.code(), Code::Unauthenticated);
    }
    assert_eq!(from("hal", "2001:db8::4").await.code(), Code::ResourceExhausted);
}

#[tokio::test]
async fn a_failure_is_an_event_that_does_not_tell_the_name() {
    let bench = Bench::new().await;
    for _ in 0..10 {
        attempt(&bench, "ada.lovelace", WRONG).await.unwrap_err();
    }
    let events = bench.host.events::<wire::LoginFailed>().await;
    let failures: Vec<_> = events.iter().map(|failed| failed.event.failures).collect();
    assert_eq!(failures, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    let last = &events.last().unwrap().event;
    assert_eq!(last.identity_kind(), wire::IdentityKind::Password);
    assert!(last.unlock_time.is_some() && !last.identity.contains("ada"));
}
