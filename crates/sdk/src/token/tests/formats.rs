use super::super::jwk::{Jwk, JwkError, PublicKey};
use super::super::jws::{JwsError, Unverified};
use super::super::{KeySet, SigningKey};
use super::{Bench, START, claims};
use crate::token::jws::Algorithm;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

fn jwk(value: Value) -> Jwk {
    serde_json::from_value(value).unwrap()
}

/// RFC 8037, A.1 to A.4: key, thumbprint and signature.
#[test]
fn ed25519_agrees_with_rfc_8037() {
    let seed: [u8; 32] =
        URL_SAFE_NO_PAD.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap().try_into().unwrap();
    let key = SigningKey::from_seed(&seed).unwrap();
    assert_eq!(key.id(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    assert_eq!(key.jwk().x.as_deref(), Some("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"));

    let signed = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    let signature = URL_SAFE_NO_PAD
        .decode("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg")
        .unwrap();
    let public = PublicKey::from_jwk(&key.jwk()).unwrap();
    assert!(public.verify(signed, &signature));
    assert!(!public.verify(b"eyJhbGciOiJFZERTQSJ9.", &signature));
}

/// The claims of the examples in RFC 7515.
#[derive(Debug, PartialEq, serde::Deserialize)]
struct Joe {
    iss: String,
    exp: u64,
}

/// RFC 7515, A.3.
#[test]
fn es256_agrees_with_rfc_7515() {
    let key = PublicKey::from_jwk(&jwk(json!({
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    })))
    .unwrap();
    let token = "eyJhbGciOiJFUzI1NiJ9.\
        eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
        DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    let joe: Joe = Unverified::parse(token).unwrap().verify(&key).unwrap();
    assert_eq!(joe, Joe { iss: "joe".to_owned(), exp: 1_300_819_380 });
}

/// RFC 7515, A.2.
#[test]
fn rs256_agrees_with_rfc_7515() {
    let key = PublicKey::from_jwk(&jwk(json!({
        "kty": "RSA", "e": "AQAB",
        "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZ\
              S-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2\
              CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9g\
              b54h4FRWyuXpoQ",
    })))
    .unwrap();
    let token = "eyJhbGciOiJSUzI1NiJ9.\
        eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
        cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1\
        dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzD\
        wusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe7\
        7Rw";
    let joe: Joe = Unverified::parse(token).unwrap().verify(&key).unwrap();
    assert_eq!(joe.iss, "joe");
}

#[test]
fn a_key_is_usable_only_as_what_it_is_published_for() {
    let published = SigningKey::from_seed(&[1; 32]).unwrap().jwk();
    assert_eq!(PublicKey::from_jwk(&published).map(|key| key.algorithm()), Ok(Algorithm::EdDsa));

    let for_encryption = Jwk { usage: Some("enc".to_owned()), ..published.clone() };
    assert_eq!(PublicKey::from_jwk(&for_encryption), Err(JwkError::NotForSignatures));
    let for_another = Jwk { alg: Some("HS256".to_owned()), ..published.clone() };
    assert_eq!(PublicKey::from_jwk(&for_another), Err(JwkError::Unsupported));
    let short = Jwk { x: Some("AQAB".to_owned()), ..published };
    assert_eq!(PublicKey::from_jwk(&short), Err(JwkError::Member("x")));

    let symmetric = jwk(json!({"kty": "oct", "k": "c2VjcmV0", "alg": "HS256"}));
    assert_eq!(PublicKey::from_jwk(&symmetric), Err(JwkError::Unsupported));
    let weak = jwk(json!({"kty": "RSA", "e": "AQAB", "n": URL_SAFE_NO_PAD.encode([0xff; 128])}));
    assert_eq!(PublicKey::from_jwk(&weak), Err(JwkError::Size));
    let other_curve = jwk(json!({"kty": "EC", "crv": "P-384", "x": "AQAB", "y": "AQAB"}));
    assert_eq!(PublicKey::from_jwk(&other_curve), Err(JwkError::Unsupported));
}

#[test]
fn a_key_set_needs_an_id_for_each_key_and_each_once() {
    let key = SigningKey::from_seed(&[1; 32]).unwrap().jwk();
    assert!(KeySet::from_jwks([&key, &key]).is_err());
    assert!(KeySet::from_jwks([&Jwk { kid: None, ..key }]).is_err());
}

#[test]
fn a_token_has_exactly_the_parts_that_are_documented() {
    let bench = Bench::new();
    let token = bench.sign(&claims());
    let parts: Vec<Value> = token
        .split('.')
        .take(2)
        .map(|part| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap())
        .collect();
    assert_eq!(parts[0], json!({"alg": "EdDSA", "typ": "realmwire-access+jwt", "kid": bench.key.id()}));
    assert_eq!(
        parts[1],
        json!({
            "iss": "realmwire", "aud": "realmwire", "sub": "p1", "exp": START + 900, "nbf": START, "iat": START,
            "jti": "t1", "sid": "s1", "role": "player",
        })
    );
}

#[test]
fn what_is_no_token_is_refused_in_parsing() {
    let cases = [
        ("", "it has fewer than three parts"),
        ("e30", "it has fewer than three parts"),
        ("e30.e30", "it has fewer than three parts"),
        ("..", "a part is empty"),
        ("e30.e30.", "its header is not the JSON of one"),
        ("W10.e30.e30", "its header is not the JSON of one"),
        ("e30=.e30.e30", "a part is not base64url"),
        ("e3 0.e30.e30", "a part is not base64url"),
        // "e31" decodes to the same bytes as "e30" where a decoder ignores the unused bits.
        ("e31.e30.e30", "a part is not base64url"),
    ];
    for (token, reason) in cases {
        assert_eq!(Unverified::parse(token).err(), Some(JwsError::Malformed(reason)), "{token:?}");
    }
    assert_eq!(Unverified::parse(&"a".repeat(8 * 1024 + 1)).err(), Some(JwsError::Malformed("it is too long")));
}
