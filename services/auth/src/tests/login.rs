use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use realmwire_contract::auth::v1 as wire;
use realmwire_contract::auth::v1::credential::Proof;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::status::Code;
use realmwire_sdk::testing::{TestHost, eventually};
use realmwire_sdk::token::SigningKey;
use realmwire_sdk::token::jwk::JwkSet;
use ring::signature::Ed25519KeyPair;
use serde_json::json;

use super::{Bench, DEVICE, PASSWORD, device, login, password};
use crate::providers::RELOAD_EVERY;

#[tokio::test]
async fn a_device_gets_an_account_once() {
    let bench = Bench::new().await;
    let unknown = bench.client.login(login(device(DEVICE))).await.unwrap_err();
    assert_eq!(unknown.code(), Code::Unauthenticated);

    let request = wire::LoginRequest { create: true, ..login(device(DEVICE)) };
    let first = bench.client.login(request.clone()).principal(Principal::anonymous()).await.unwrap();
    let again = bench.client.login(request).principal(Principal::anonymous()).await.unwrap();
    assert_eq!((first.created, again.created), (true, false));
    let (first, again) = (first.session.unwrap(), again.session.unwrap());
    assert_eq!(first.subject, again.subject);
    assert_ne!(first.session_id, again.session_id);
    assert_eq!(first.label, "Ada's phone");
}

#[tokio::test]
async fn a_password_opens_a_session_with_tokens_that_are_good() {
    let bench = Bench::new().await;
    let player = bench.player("ada").await;
    let answer = bench.client.login(login(password(" ADA ", PASSWORD))).await.unwrap();
    let (session, tokens) = (answer.session.unwrap(), answer.tokens.unwrap());
    assert_eq!(session.subject, player.player_id);
    assert_eq!(session.identity_kind(), wire::IdentityKind::Password);
    assert_eq!(bench.validate(&tokens).await.unwrap(), session);
}

#[tokio::test]
async fn an_unknown_name_and_a_wrong_password_are_the_same_error() {
    let bench = Bench::new().await;
    bench.player("ada").await;
    let wrong = bench.client.login(login(password("ada", "wrong horse battery"))).await.unwrap_err();
    let unknown = bench.client.login(login(password("bob", "wrong horse battery"))).await.unwrap_err();
    assert_eq!(wrong.code(), Code::Unauthenticated);
    assert_eq!(wrong.to_proto(), unknown.to_proto());
}

#[tokio::test]
async fn a_credential_must_be_given_and_have_its_form() {
    let bench = Bench::new().await;
    let field = async |credential: Option<wire::Credential>| {
        let request = wire::LoginRequest { credential, ..wire::LoginRequest::default() };
        let status = bench.client.login(request).await.unwrap_err();
        assert_eq!(status.code(), Code::InvalidArgument);
        status.field_violations().first().map(|violation| violation.field.clone()).unwrap()
    };
    assert_eq!(field(None).await, "credential");
    assert_eq!(field(Some(wire::Credential { proof: None })).await, "credential");
    assert_eq!(field(Some(device("short"))).await, "credential.device.secret");
    assert_eq!(field(Some(password("a b", PASSWORD))).await, "credential.password.name");
}

#[tokio::test]
async fn a_banned_player_stays_out_until_the_ban_ends() {
    let bench = Bench::new().await;
    let player = bench.player("ada").await;
    let duration = Some(prost_types::Duration { seconds: 3_600, nanos: 0 });
    let ban = wire::BanRequest { player_id: player.player_id, reason: "cheating".to_owned(), duration };
    bench.client.ban(ban).await.unwrap();
    let status = bench.client.login(login(password("ada", PASSWORD))).await.unwrap_err();
    assert_eq!(status.code(), Code::PermissionDenied);
    assert_eq!(status.reason().as_deref(), Some("PLAYER_BANNED"));
    // Whoever does not know the password does not learn of the ban.
    let stranger = bench.client.login(login(password("ada", "wrong horse battery"))).await.unwrap_err();
    assert_eq!(stranger.code(), Code::Unauthenticated);

    bench.host.clock().advance(Duration::from_hours(1));
    assert!(bench.client.login(login(password("ada", PASSWORD))).await.is_ok());
}

/// The key set and the tokens of an identity provider with one key.
struct Studio(u8);

impl Studio {
    fn key(&self) -> SigningKey {
        SigningKey::from_seed(&[self.0; 32]).unwrap()
    }

    fn keys(&self) -> String {
        serde_json::to_string(&JwkSet { keys: vec![self.key().jwk()] }).unwrap()
    }

    fn login(&self, audience: &str, create: bool) -> wire::LoginRequest {
        let header = json!({"alg": "EdDSA", "kid": self.key().id()});
        let claims = json!({"iss": "https://studio.example", "aud": audience, "sub": "user-7", "exp": 1_893_460_000});
        let signed = format!("{}.{}", encode(header.to_string()), encode(claims.to_string()));
        let pair = Ed25519KeyPair::from_seed_unchecked(&[self.0; 32]).unwrap();
        let token = format!("{signed}.{}", encode(pair.sign(signed.as_bytes())));
        let external = wire::ExternalCredential { provider: "studio".to_owned(), token };
        let credential = Some(wire::Credential { proof: Some(Proof::External(external)) });
        wire::LoginRequest { credential, create, label: String::new() }
    }
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

const STUDIO: &str = "[providers.studio]\nissuer = 'https://studio.example'\naudience = 'game'\n";

#[tokio::test]
async fn a_token_of_a_provider_proves_an_identity() {
    let studio = Studio(3);
    let bench = Bench::with(&format!("{STUDIO}keys = '{}'", studio.keys())).await;
    let status = bench.client.login(studio.login("game", false)).await.unwrap_err();
    assert_eq!(status.code(), Code::Unauthenticated);
    let first = bench.client.login(studio.login("game", true)).await.unwrap();
    let again = bench.client.login(studio.login("game", true)).await.unwrap();
    assert!(first.created && !again.created);
    assert_eq!(first.session.unwrap().subject, again.session.unwrap().subject);

    let status = bench.client.login(studio.login("another", true)).await.unwrap_err();
    assert_eq!(status.code(), Code::Unauthenticated);
    let status = bench.client.login(Studio(4).login("game", true)).await.unwrap_err();
    assert_eq!(status.code(), Code::Unauthenticated);
}

#[tokio::test]
async fn the_keys_of_a_provider_are_read_again_and_a_bad_file_changes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("keys.json");
    std::fs::write(&path, Studio(1).keys()).unwrap();
    let bench = Bench::with(&format!("{STUDIO}keys_file = '{}'", path.display())).await;
    assert!(bench.client.login(Studio(1).login("game", true)).await.is_ok());

    std::fs::write(&path, "no key set").unwrap();
    bench.host.clock().advance(RELOAD_EVERY);
    std::fs::write(&path, Studio(2).keys()).unwrap();
    eventually("the new key is accepted", async || {
        bench.host.clock().advance(RELOAD_EVERY);
        bench.client.login(Studio(2).login("game", true)).await.ok()
    })
    .await;
    assert!(bench.client.login(Studio(1).login("game", true)).await.is_err());
}

#[tokio::test]
async fn a_closed_system_creates_accounts_for_moderators_only() {
    let bench = Bench::with("registration = 'closed'").await;
    let request = wire::CreatePlayerRequest { credential: Some(device(DEVICE)), role: 0 };
    let status = bench.client.create_player(request.clone()).principal(Principal::anonymous()).await.unwrap_err();
    assert_eq!(status.reason().as_deref(), Some("REGISTRATION_CLOSED"));
    let implied = wire::LoginRequest { create: true, ..login(device(DEVICE)) };
    let status = bench.client.login(implied).principal(Principal::anonymous()).await.unwrap_err();
    assert_eq!(status.reason().as_deref(), Some("REGISTRATION_CLOSED"));
    assert!(bench.client.create_player(request).await.is_ok());
    assert!(bench.client.login(login(device(DEVICE))).principal(Principal::anonymous()).await.is_ok());
}

#[tokio::test]
async fn a_configuration_out_of_its_range_stops_the_start() {
    let host = TestHost::new().await;
    for (config, said) in [
        ("access_token_seconds = 59", "access_token_seconds: is 59, but must be from 60 to 86400"),
        ("password = {memory_kib = 1024}", "password.memory_kib: is 1024"),
        ("keys = {encryption_secret = 'short'}", "keys.encryption_secret: must have at least 32"),
        ("providers.a = {issuer = 'i', audience = 'a'}", "providers.a.keys: give either"),
        ("unknown = 1", "unknown"),
    ] {
        let error = host.try_start(crate::SPEC, config, crate::start).await.err().unwrap().to_string();
        assert!(error.starts_with("configuration of auth: ") && error.contains(said), "{error}");
    }
}
