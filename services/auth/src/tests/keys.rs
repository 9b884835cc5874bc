use std::time::Duration;

use realmwire_contract::auth::v1 as wire;
use realmwire_sdk::store::Key;
use realmwire_sdk::testing::{TestHost, eventually};

use super::{Bench, DEVICE, refresh};

const SECRET: &str = "keys = {encryption_secret = 'a secret of this very test, 32 characters'}";
const OTHER_SECRET: &str = "keys = {encryption_secret = 'another secret that is long enough, too'}";

async fn kids(bench: &Bench) -> Vec<String> {
    let keys = bench.client.get_keys(wire::GetKeysRequest {}).await.unwrap().keys;
    keys.into_iter().map(|key| key.kid).collect()
}

async fn ring(host: &TestHost) -> Vec<u8> {
    let entries = host.stored("auth", &Key::new("keys")).await;
    entries.first().unwrap().value.to_vec()
}

#[tokio::test]
async fn the_published_keys_are_a_json_web_key_set() {
    let bench = Bench::new().await;
    let keys = bench.client.get_keys(wire::GetKeysRequest {}).await.unwrap().keys;
    let [key] = keys.as_slice() else { panic!("one key") };
    assert_eq!((key.kty.as_str(), key.crv.as_str(), key.alg.as_str()), ("OKP", "Ed25519", "EdDSA"));
    assert_eq!((key.r#use.as_str(), key.x.len(), key.kid.len()), ("sig", 43, 43));
}

#[tokio::test]
async fn instances_that_start_at_the_same_time_make_one_key() {
    let host = TestHost::new().await;
    let others = futures::future::join_all((0..3).map(|_| host.sibling())).await;
    let benches = others.into_iter().chain([host]).map(|host| Bench::on(host, ""));
    let benches = futures::future::join_all(benches).await;
    for bench in &benches {
        assert_eq!(kids(bench).await.len(), 1);
    }
    let (_, tokens) = benches[0].device(DEVICE).await;
    for _ in 0..8 {
        assert!(benches[0].validate(&tokens).await.is_ok(), "whichever instance answers");
    }
}

#[tokio::test]
async fn a_key_is_published_a_day_before_it_signs_and_trusted_while_its_tokens_last() {
    let bench = Bench::new().await;
    let first = kids(&bench).await;
    let day = Duration::from_hours(24);
    bench.host.clock().advance(day * 29);
    let two =
        eventually("the next key is published", async || Some(kids(&bench).await).filter(|kids| kids.len() == 2)).await;
    assert_eq!(two[0], first[0]);
    let (_, tokens) = bench.device(DEVICE).await;
    assert_eq!(kid(&tokens), first[0], "it does not sign yet");
    bench.host.clock().advance(day);
    let (_, later) = bench.device(DEVICE).await;
    assert_eq!(kid(&later), two[1]);
    assert!(bench.client.refresh_session(refresh(&tokens)).await.is_ok());
    bench.host.clock().advance(day * 31);
    eventually("the first key is gone", async || (!kids(&bench).await.contains(&first[0])).then_some(())).await;
}

/// The id of the key that signed an access token.
fn kid(tokens: &wire::Tokens) -> String {
    let unverified = realmwire_sdk::token::jws::Unverified::parse(&tokens.access_token).unwrap();
    unverified.key_id().unwrap().to_owned()
}

#[tokio::test]
async fn a_rotation_on_demand_keeps_what_was_signed_before() {
    let bench = Bench::new().await;
    let (_, tokens) = bench.device(DEVICE).await;
    let keys = bench.client.rotate_keys(wire::RotateKeysRequest { distrust: false }).await.unwrap().keys;
    assert_eq!(keys.len(), 2);
    bench.host.clock().advance(Duration::from_secs(5));
    eventually("the new key signs", async || (kid(&bench.device(DEVICE).await.1) == keys[1].kid).then_some(())).await;
    assert!(bench.validate(&tokens).await.is_ok());
    for _ in 0..20 {
        let _ = bench.client.rotate_keys(wire::RotateKeysRequest { distrust: false }).await;
        bench.host.clock().advance(Duration::from_secs(5));
    }
    assert!(kids(&bench).await.len() <= 16, "keys do not pile up");
}

#[tokio::test]
async fn with_a_secret_no_private_key_is_stored_in_the_clear() {
    let bench = Bench::with(SECRET).await;
    let (_, tokens) = bench.device(DEVICE).await;
    let stored = ring(&bench.host).await;
    let bench = bench.restarted(SECRET).await;
    assert!(bench.validate(&tokens).await.is_ok());
    assert_eq!(ring(&bench.host).await, stored);

    // Without the secret, or with another one, the service does not start: it neither serves nor makes another key.
    let Bench { host, running, .. } = bench;
    running.drain(Duration::from_secs(10)).await;
    for config in ["", OTHER_SECRET] {
        let error = host.try_start(crate::SPEC, config, crate::start).await.err().unwrap();
        let said = crate::error::chain(&error);
        assert!(said.contains("encryption_secret"), "{said}");
    }
    assert_eq!(ring(&host).await, stored);
}

#[tokio::test]
async fn a_secret_can_be_replaced() {
    let bench = Bench::with(SECRET).await;
    let (_, tokens) = bench.device(DEVICE).await;
    let both = "keys = {encryption_secret = 'another secret that is long enough, too', \
        previous_encryption_secret = 'a secret of this very test, 32 characters'}";
    let bench = bench.restarted(both).await;
    assert!(bench.validate(&tokens).await.is_ok());
    let bench = bench.restarted(OTHER_SECRET).await;
    assert!(bench.validate(&tokens).await.is_ok());
}

#[tokio::test]
async fn a_secret_that_is_added_later_encrypts_the_keys_that_are_there() {
    let bench = Bench::new().await;
    let (_, tokens) = bench.device(DEVICE).await;
    let seed = |ring: &[u8]| {
        let document = <crate::state::KeyRingDocument as prost::Message>::decode(&ring[1..]).unwrap();
        document.keys[0].seed.clone()
    };
    let plain = seed(&ring(&bench.host).await);
    assert_eq!(plain.len(), 32);
    let bench = bench.restarted(SECRET).await;
    let stored = ring(&bench.host).await;
    assert!(!stored.windows(32).any(|window| window == plain));
    assert!(bench.validate(&tokens).await.is_ok());
}
