//! Tokens of identity providers, good and bad.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use realmwire_sdk::token::jws::JwsError;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use ring::{hmac, rsa};
use serde_json::{Value, json};

use super::{ExternalError, Providers};
use crate::config::ProviderConfig;

const ISSUER: &str = "https://studio.example";
const GAME: &str = "the-game";

/// One key of each kind that is understood, all of one provider.
struct Studio {
    rsa: RsaKeyPair,
    p256: EcdsaKeyPair,
    ed25519: Ed25519KeyPair,
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Studio {
    fn new() -> Self {
        let random = SystemRandom::new();
        let p256 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        Self {
            rsa: RsaKeyPair::from_pkcs8(include_bytes!("test-rsa-2048.pk8")).unwrap(),
            p256: EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, p256.as_ref(), &random).unwrap(),
            ed25519: Ed25519KeyPair::from_seed_unchecked(&[5; 32]).unwrap(),
        }
    }

    fn keys(&self) -> Value {
        let point = self.p256.public_key().as_ref();
        let public: rsa::PublicKeyComponents<Vec<u8>> = self.rsa.public().into();
        json!({"keys": [
            {"kid": "r", "kty": "RSA", "use": "sig", "alg": "RS256", "n": encode(&public.n), "e": encode(&public.e)},
            {"kid": "e", "kty": "EC", "crv": "P-256", "x": encode(&point[1..33]), "y": encode(&point[33..])},
            {"kid": "o", "kty": "OKP", "crv": "Ed25519", "x": encode(self.ed25519.public_key())},
            {"kid": "enc", "kty": "RSA", "use": "enc", "n": encode(&public.n), "e": encode(&public.e)},
            {"kid": "mac", "kty": "oct", "k": encode("a shared secret that is published by mistake")},
        ]})
    }

    async fn providers(&self) -> Providers {
        let config = ProviderConfig {
            issuer: ISSUER.to_owned(),
            audience: GAME.to_owned(),
            keys_file: None,
            keys: Some(self.keys().to_string()),
        };
        Providers::load(&BTreeMap::from([("studio".to_owned(), config)])).await.unwrap()
    }

    fn sign(&self, alg: &str, kid: &str, claims: &Value) -> String {
        let header = json!({"alg": alg, "kid": kid, "typ": "JWT", "x5t": "ignored"});
        let signed = format!("{}.{}", encode(header.to_string()), encode(claims.to_string()));
        let random = SystemRandom::new();
        let signature = match kid {
            "r" => {
                let mut signature = vec![0; self.rsa.public().modulus_len()];
                self.rsa.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature).unwrap();
                signature
            }
            "e" => self.p256.sign(&random, signed.as_bytes()).unwrap().as_ref().to_vec(),
            _ => self.ed25519.sign(signed.as_bytes()).as_ref().to_vec(),
        };
        format!("{signed}.{}", encode(signature))
    }
}

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_hours(525_960)
}

fn at(offset: i64) -> i64 {
    i64::try_from(now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs()).unwrap() + offset
}

fn claims() -> Value {
    json!({"iss": ISSUER, "aud": GAME, "sub": "user-7", "exp": at(300), "iat": at(0), "email": "a@example.org"})
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

#[tokio::test]
async fn each_kind_of_key_is_accepted_with_its_own_algorithm() {
    let studio = Studio::new();
    let providers = studio.providers().await;
    for (alg, kid) in [("RS256", "r"), ("ES256", "e"), ("EdDSA", "o")] {
        let token = studio.sign(alg, kid, &claims());
        assert_eq!(providers.subject("studio", &token, now()).as_deref(), Ok("user-7"), "{alg}");
        let several = studio.sign(alg, kid, &with("aud", json!(["other", GAME])));
        assert!(providers.subject("studio", &several, now()).is_ok(), "{alg}");
    }
}

#[tokio::test]
async fn no_key_is_used_with_another_algorithm_than_its_own() {
    let studio = Studio::new();
    let providers = studio.providers().await;
    for kid in ["r", "e", "o"] {
        for alg in ["RS256", "ES256", "EdDSA", "none", "HS256", "RS384", "PS256", "ES256K"] {
            let token = studio.sign(alg, kid, &claims());
            let right = matches!((alg, kid), ("RS256", "r") | ("ES256", "e") | ("EdDSA", "o"));
            let expected = if right { Ok("user-7".to_owned()) } else { Err(ExternalError::Jws(JwsError::Algorithm)) };
            assert_eq!(providers.subject("studio", &token, now()), expected, "{alg} with {kid}");
        }
    }
}

/// Whoever knows the public key must not be able to sign with it.
#[tokio::test]
async fn a_public_key_is_no_hmac_secret_and_a_published_secret_is_no_key() {
    let studio = Studio::new();
    let providers = studio.providers().await;
    let public: rsa::PublicKeyComponents<Vec<u8>> = studio.rsa.public().into();
    let secrets = [("r", public.n), ("mac", b"a shared secret that is published by mistake".to_vec())];
    for (kid, secret) in secrets {
        for alg in ["HS256", "RS256"] {
            let header = json!({"alg": alg, "kid": kid});
            let signed = format!("{}.{}", encode(header.to_string()), encode(claims().to_string()));
            let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &secret), signed.as_bytes());
            let token = format!("{signed}.{}", encode(tag));
            assert!(providers.subject("studio", &token, now()).is_err(), "{alg} with {kid}");
        }
    }
}

#[tokio::test]
async fn each_claim_that_matters_is_checked() {
    let studio = Studio::new();
    let providers = studio.providers().await;
    let cases = [
        (with("iss", json!("https://studio.example/")), ExternalError::Issuer),
        (with("aud", json!("another-game")), ExternalError::Audience),
        (with("aud", json!([])), ExternalError::Audience),
        (with("exp", json!(at(-60))), ExternalError::Expired),
        (with("nbf", json!(at(61))), ExternalError::NotYetValid),
        (with("iat", json!(at(61))), ExternalError::NotYetValid),
        (with("sub", json!("")), ExternalError::Subject),
        (with("sub", json!("x".repeat(257))), ExternalError::Subject),
    ];
    for (claims, expected) in cases {
        let token = studio.sign("EdDSA", "o", &claims);
        assert_eq!(providers.subject("studio", &token, now()), Err(expected), "{claims}");
    }
    for name in ["iss", "aud", "sub", "exp"] {
        let token = studio.sign("EdDSA", "o", &with(name, Value::Null));
        assert!(providers.subject("studio", &token, now()).is_err(), "{name}");
    }
}

#[tokio::test]
async fn keys_and_providers_that_are_not_configured_prove_nothing() {
    let studio = Studio::new();
    let providers = studio.providers().await;
    let token = studio.sign("EdDSA", "o", &claims());
    assert_eq!(providers.subject("other", &token, now()), Err(ExternalError::NoProvider));
    let unknown = studio.sign("EdDSA", "x", &claims());
    assert_eq!(providers.subject("studio", &unknown, now()), Err(ExternalError::UnknownKey));
    let for_encryption = studio.sign("RS256", "enc", &claims());
    assert_eq!(providers.subject("studio", &for_encryption, now()), Err(ExternalError::UnknownKey));
    let (signed, _) = token.rsplit_once('.').unwrap();
    assert!(providers.subject("studio", signed, now()).is_err());
}

#[tokio::test]
async fn a_set_without_a_usable_key_is_refused_at_the_start() {
    let load = async |keys: &str| {
        let config = ProviderConfig {
            issuer: ISSUER.to_owned(),
            audience: GAME.to_owned(),
            keys_file: None,
            keys: Some(keys.to_owned()),
        };
        Providers::load(&BTreeMap::from([("studio".to_owned(), config)])).await
    };
    for keys in ["", "{}", r#"{"keys": []}"#, r#"{"keys": [{"kty": "oct", "kid": "a", "k": "AAAA"}]}"#] {
        assert!(load(keys).await.is_err(), "{keys}");
    }
}
