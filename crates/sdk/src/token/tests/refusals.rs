use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use ring::hmac;
use serde_json::{Value, json};

use super::super::jwk::PublicKey;
use super::super::jws::JwsError;
use super::super::{Claims, KeySet, Revocation, SigningKey, TOKEN_TYPE, TokenError, Trust, Verifier, VerifierConfig};
use super::{Bench, START, claims};
use crate::identity::Role;
use crate::status::{Code, Status};

fn header(bench: &Bench) -> Value {
    json!({"alg": "EdDSA", "typ": TOKEN_TYPE, "kid": bench.key.id()})
}

fn body() -> Value {
    serde_json::to_value(claims()).unwrap()
}

/// A token with any header and claims, as text, signed with the right key.
fn forge(header: &str, body: &str) -> String {
    let pair = ring::signature::Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(body));
    let signature = URL_SAFE_NO_PAD.encode(pair.sign(signed.as_bytes()));
    format!("{signed}.{signature}")
}

fn changed(mut value: Value, member: &str, to: Value) -> String {
    value[member] = to;
    value.to_string()
}

fn without(mut value: Value, member: &str) -> String {
    value.as_object_mut().unwrap().remove(member);
    value.to_string()
}

#[test]
fn a_good_token_says_who_calls() {
    let bench = Bench::new();
    let token = bench.sign(&claims());
    for _ in 0..2 {
        let verified = bench.verifier.verify(&token).unwrap();
        assert_eq!(*verified, claims());
        let principal = verified.principal();
        assert_eq!((principal.role, principal.id.as_str()), (Role::Player, "p1"));
        assert_eq!(principal.session_id.as_deref(), Some("s1"));
    }
    assert!(bench.verifier.verify(&forge(&header(&bench).to_string(), &body().to_string())).is_ok());
}

#[test]
fn expired_is_refused_a_minute_after_the_end_at_the_latest() {
    let bench = Bench::new();
    let token = bench.sign(&claims());
    bench.clock.advance(Duration::from_secs(15 * 60 + 59));
    assert!(bench.verifier.verify(&token).is_ok(), "the clocks may differ by 60 seconds");
    bench.clock.advance(Duration::from_secs(1));
    assert_eq!(bench.verifier.verify(&token), Err(TokenError::Expired), "a cached signature does not prolong it");
    assert_eq!(Bench::new().verifier.verify(&token).map(|_| ()), Ok(()));
}

#[test]
fn no_configuration_tolerates_more_skew() {
    let bench = Bench::new();
    let config = VerifierConfig { skew: Duration::from_hours(1), ..VerifierConfig::default() };
    let lax = Verifier::new(bench.verifier.trust().clone(), std::sync::Arc::new(bench.clock.clone()), config);
    bench.clock.advance(Duration::from_mins(16));
    assert_eq!(lax.verify(&bench.sign(&claims())), Err(TokenError::Expired));
}

#[test]
fn a_token_of_the_future_is_refused() {
    let bench = Bench::new();
    let late = |seconds| claims().not_before + Duration::from_secs(seconds);
    let case = |nbf, iat| bench.sign(&Claims { not_before: late(nbf), issued_at: late(iat), ..claims() });
    assert!(bench.verifier.verify(&case(60, 60)).is_ok());
    assert_eq!(bench.verifier.verify(&case(61, 0)), Err(TokenError::NotYetValid));
    assert_eq!(bench.verifier.verify(&case(0, 61)), Err(TokenError::NotYetValid));
}

#[test]
fn a_revoked_session_ends_its_tokens_at_once() {
    let bench = Bench::new();
    let token = bench.sign(&claims());
    let other = bench.sign(&Claims { session_id: "s2".to_owned(), ..claims() });
    assert!(bench.verifier.verify(&token).is_ok());

    let forget_at = claims().expires_at + Duration::from_mins(1);
    bench.verifier.trust().revoke(Revocation { session_id: "s1".to_owned(), forget_at });
    assert_eq!(bench.verifier.verify(&token), Err(TokenError::Revoked));
    assert!(bench.verifier.verify(&other).is_ok());

    // It is forgotten only when no token of the session can be good any more.
    bench.verifier.trust().forget_before(forget_at - Duration::from_secs(1));
    assert_eq!(bench.verifier.trust().revocations(), 1);
    bench.clock.set(forget_at);
    bench.verifier.trust().forget_before(forget_at);
    assert_eq!(bench.verifier.trust().revocations(), 0);
    assert_eq!(bench.verifier.verify(&token), Err(TokenError::Expired));
}

#[test]
fn tokens_of_a_key_that_is_no_longer_trusted_end_at_once() {
    let bench = Bench::new();
    let token = bench.sign(&claims());
    assert!(bench.verifier.verify(&token).is_ok());
    let next = SigningKey::from_seed(&[8; 32]).unwrap();
    bench.verifier.trust().set_keys(KeySet::from_jwks([&next.jwk()]).unwrap());
    assert_eq!(bench.verifier.verify(&token), Err(TokenError::UnknownKey));
    assert!(bench.verifier.verify(&next.sign(&claims()).unwrap()).is_ok());
}

#[test]
fn nothing_is_judged_before_anything_is_known() {
    let bench = Bench::new();
    let clock = std::sync::Arc::new(bench.clock.clone());
    let verifier = Verifier::new(Trust::default(), clock, VerifierConfig::default());
    let error = verifier.verify(&bench.sign(&claims())).unwrap_err();
    assert_eq!(Status::from(error).code(), Code::Unavailable);
}

#[test]
fn each_algorithm_but_ours_is_refused() {
    let bench = Bench::new();
    for alg in ["none", "None", "NONE", "", "HS256", "RS256", "ES256", "eddsa", "EDDSA", "Ed25519"] {
        let token = forge(&changed(header(&bench), "alg", json!(alg)), &body().to_string());
        assert_eq!(bench.verifier.verify(&token), Err(TokenError::Jws(JwsError::Algorithm)), "{alg}");
    }
    for alg in [json!(null), json!(["EdDSA"]), json!(1)] {
        let token = forge(&changed(header(&bench), "alg", alg), &body().to_string());
        assert!(matches!(bench.verifier.verify(&token), Err(TokenError::Jws(JwsError::Malformed(_)))));
    }
}

#[test]
fn a_token_without_signature_is_refused() {
    let bench = Bench::new();
    let none = changed(header(&bench), "alg", json!("none"));
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(none), URL_SAFE_NO_PAD.encode(body().to_string()));
    assert!(bench.verifier.verify(&format!("{signed}.")).is_err());
    assert!(bench.verifier.verify(&signed).is_err());
    let (good, _) = bench.sign(&claims()).rsplit_once('.').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert!(bench.verifier.verify(&format!("{good}.")).is_err());
    assert_eq!(
        bench.verifier.verify(&format!("{good}.{}", URL_SAFE_NO_PAD.encode([0; 64]))),
        Err(TokenError::Jws(JwsError::Signature))
    );
}

/// The classic confusion: a token signed by HMAC with the public key as the secret.
#[test]
fn the_public_key_is_no_hmac_secret() {
    let bench = Bench::new();
    let PublicKey::Ed25519(public) = PublicKey::from_jwk(&bench.key.jwk()).unwrap() else { unreachable!() };
    for alg in ["HS256", "EdDSA"] {
        let header = changed(header(&bench), "alg", json!(alg));
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(body().to_string()));
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &public), signed.as_bytes());
        let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag));
        assert!(matches!(
            bench.verifier.verify(&token),
            Err(TokenError::Jws(JwsError::Algorithm | JwsError::Signature))
        ));
    }
}

#[test]
fn a_header_must_name_a_trusted_key_and_our_type_and_no_extension() {
    let bench = Bench::new();
    let case = |header: String| bench.verifier.verify(&forge(&header, &body().to_string())).map(|_| ());
    assert_eq!(case(without(header(&bench), "kid")), Err(TokenError::UnknownKey));
    assert_eq!(case(changed(header(&bench), "kid", json!(""))), Err(TokenError::UnknownKey));
    assert_eq!(case(changed(header(&bench), "kid", json!("other"))), Err(TokenError::UnknownKey));
    assert_eq!(case(without(header(&bench), "typ")), Err(TokenError::Type));
    assert_eq!(case(changed(header(&bench), "typ", json!("JWT"))), Err(TokenError::Type));
    for extension in ["crit", "zip", "b64", "cty"] {
        let result = case(changed(header(&bench), extension, json!(["exp"])));
        assert!(matches!(result, Err(TokenError::Jws(JwsError::Malformed(_)))), "{extension}");
    }
    // A key that comes with the token proves nothing: it is not looked at, and the named one decides.
    let own_key = SigningKey::from_seed(&[9; 32]).unwrap();
    let embedded = changed(header(&bench), "jwk", serde_json::to_value(own_key.jwk()).unwrap());
    assert_eq!(case(embedded), Ok(()));
}

#[test]
fn a_member_that_occurs_twice_is_refused() {
    let bench = Bench::new();
    let twice = |json: Value, member: &str, value: &str| {
        let text = json.to_string();
        format!("{},\"{member}\":{value}}}", text.strip_suffix('}').unwrap())
    };
    let header_twice = forge(&twice(header(&bench), "alg", "\"none\""), &body().to_string());
    let body_twice = forge(&header(&bench).to_string(), &twice(body(), "role", "\"admin\""));
    assert!(bench.verifier.verify(&header_twice).is_err());
    assert!(bench.verifier.verify(&body_twice).is_err());
}

#[test]
fn each_claim_is_required_and_must_be_what_it_is() {
    let bench = Bench::new();
    let case = |body: String| bench.verifier.verify(&forge(&header(&bench).to_string(), &body)).map(|_| ());
    for name in ["iss", "aud", "sub", "exp", "nbf", "iat", "jti", "sid", "role"] {
        assert!(matches!(case(without(body(), name)), Err(TokenError::Jws(JwsError::Malformed(_)))), "{name}");
        assert!(case(changed(body(), name, json!(null))).is_err(), "{name}");
        assert!(case(changed(body(), name, json!(["x"]))).is_err(), "{name}");
    }
    for name in ["sub", "jti", "sid"] {
        assert_eq!(case(changed(body(), name, json!(""))), Err(TokenError::Claim(name)));
        assert_eq!(case(changed(body(), name, json!("x".repeat(129)))), Err(TokenError::Claim(name)));
    }
    for exp in [json!(-1), json!(1.5), json!("9999999999"), json!(u64::MAX)] {
        assert!(case(changed(body(), "exp", exp)).is_err());
    }
    assert_eq!(case(changed(body(), "exp", json!(START))), Err(TokenError::Claim("exp")));
    assert_eq!(case(changed(body(), "iss", json!("other"))), Err(TokenError::Issuer));
    assert_eq!(case(changed(body(), "aud", json!("other"))), Err(TokenError::Audience));
    for role in ["anonymous", "root", "Admin", ""] {
        assert!(case(changed(body(), "role", json!(role))).is_err(), "{role}");
    }
    assert_eq!(case(changed(body(), "added_later", json!(1))), Ok(()));
}

#[test]
fn the_cache_stays_within_its_bound_and_forgets_no_rule() {
    let bench = Bench::with_cache(4);
    let token = |n: usize| bench.sign(&Claims { token_id: format!("t{n}"), ..claims() });
    for n in 0..40 {
        assert!(bench.verifier.verify(&token(n)).is_ok());
    }
    bench.verifier.trust().revoke(Revocation { session_id: "s1".to_owned(), forget_at: claims().expires_at });
    for n in 0..40 {
        assert_eq!(bench.verifier.verify(&token(n)), Err(TokenError::Revoked));
    }
}

#[test]
fn nothing_of_a_key_or_token_is_printed() {
    let bench = Bench::new();
    let token = bench.sign(&claims());
    let seed = URL_SAFE_NO_PAD.encode([7; 32]);
    let tampered = token.replace('A', "B");
    let printed = format!("{:?} {:?} {:?}", bench.key, bench.verifier, bench.verifier.verify(&tampered));
    assert!(!printed.contains(&seed));
    assert!(!printed.contains(token.rsplit('.').next().unwrap()));
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,200}", bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let bench = Bench::new();
        let encoded = URL_SAFE_NO_PAD.encode(bytes);
        prop_assert!(bench.verifier.verify(&text).is_err());
        let composed = format!("{encoded}.{encoded}.{encoded}");
        prop_assert!(bench.verifier.verify(&composed).is_err());
    }

    #[test]
    fn a_token_with_any_character_changed_is_refused(at in any::<prop::sample::Index>(), to in "[A-Za-z0-9_.=-]") {
        let bench = Bench::new();
        let token = bench.sign(&claims());
        let at = at.index(token.len());
        let mut tampered = token.clone();
        tampered.replace_range(at..=at, &to);
        prop_assert_eq!(bench.verifier.verify(&tampered).is_ok(), tampered == token);
    }

    #[test]
    fn what_is_signed_verifies_as_it_was(subject in "[a-z0-9-]{1,64}", session in "[a-z0-9-]{1,64}") {
        let bench = Bench::new();
        let claims = Claims { subject, session_id: session, role: Role::Admin, ..claims() };
        let verified = bench.verifier.verify(&bench.sign(&claims)).unwrap();
        prop_assert_eq!(&*verified, &claims);
    }
}
