//! Secrets are nowhere but with those who hold them.

use std::io::Write;
use std::sync::{Arc, Mutex};

use realmwire_contract::auth::v1 as wire;
use realmwire_sdk::store::Key;

use super::{Bench, DEVICE, PASSWORD, login, password, refresh};

const KEY: &str = "a-key-of-the-caller-4dbb0f5e7f4344c1";

/// Everything that was logged, at every level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Uses every operation that sees a secret, well and badly, and returns the secrets and what was said about them.
async fn use_secrets(bench: &Bench) -> (Vec<String>, String) {
    let mut said = Vec::new();
    bench.player("ada").await;
    let wrong = "wrong horse battery";
    for request in [login(password("ada", wrong)), login(super::device(&DEVICE.replace('b', "d")))] {
        let refused = bench.client.login(request.clone()).idempotency_key(KEY).await.unwrap_err();
        said.push(format!("{request:?} {refused:?} {refused}"));
    }
    let request = login(password("ada", PASSWORD));
    let answer = bench.client.login(request.clone()).idempotency_key(KEY).await.unwrap();
    said.push(format!("{request:?} {answer:?}"));
    let first = answer.tokens.unwrap();
    let answer = bench.client.refresh_session(refresh(&first)).idempotency_key(KEY).await.unwrap();
    said.push(format!("{:?} {answer:?}", refresh(&first)));
    let second = answer.tokens.unwrap();
    let refused = bench.client.refresh_session(refresh(&first)).await.unwrap_err();
    said.push(format!("{refused:?}"));
    let (_, of_device) = bench.device(DEVICE).await;
    let issue = wire::IssueServiceTokenRequest {
        subject: "operator".to_owned(),
        role: wire::Role::Admin.into(),
        ..wire::IssueServiceTokenRequest::default()
    };
    let issued = bench.client.issue_service_token(issue).idempotency_key(KEY).await.unwrap();
    said.push(format!("{issued:?}"));
    let mut secrets = vec![PASSWORD.to_owned(), wrong.to_owned(), DEVICE.to_owned(), issued.access_token];
    for tokens in [first, second, of_device] {
        secrets.extend([tokens.access_token, tokens.refresh_token]);
    }
    (secrets, said.join(" "))
}

/// The secret and the parts of a token that would be enough to use it.
fn forms(secret: &str) -> Vec<&str> {
    let signature = secret.rsplit('.').next().unwrap_or(secret);
    vec![secret, signature.trim_start_matches("rwr_")]
}

#[tokio::test]
async fn no_secret_is_logged_printed_or_told_in_an_error() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    // For the whole process: where only a thread has a subscriber, what other threads met first may stay unheard. What the
    // other tests log meanwhile has no secret either.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let bench = Bench::new().await;
    let (secrets, said) = use_secrets(&bench).await;
    let logged = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(logged.contains("a refresh token was used twice"), "something was logged");
    for form in secrets.iter().flat_map(|secret| forms(secret)) {
        assert!(!logged.contains(form), "the log holds {form}");
        assert!(!said.contains(form), "a message holds {form}");
    }
}

#[tokio::test]
async fn no_secret_is_stored() {
    let bench = Bench::with("keys = {encryption_secret = 'a secret of this very test, 32 characters'}").await;
    let (mut secrets, _) = use_secrets(&bench).await;
    secrets.push(KEY.to_owned());
    let mut entries = Vec::new();
    for prefix in ["player", "identity", "session", "revocation", "attempts", "keys", "limits", "idem"] {
        entries.extend(bench.host.stored("auth", &Key::new(prefix)).await);
    }
    assert!(entries.len() >= 10, "{} entries", entries.len());
    for entry in &entries {
        for form in secrets.iter().flat_map(|secret| forms(secret)) {
            assert!(!entry.key.as_str().contains(form), "{} holds {form}", entry.key);
            assert!(!contains(&entry.value, form.as_bytes()), "{} holds {form}", entry.key);
        }
        let token = secrets.iter().filter_map(|secret| crate::rules::refresh::RefreshToken::parse(secret));
        for token in token {
            assert!(!contains(&entry.value, &token.secret) && !contains(&entry.value, &token.family));
        }
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
