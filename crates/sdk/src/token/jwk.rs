//! JSON Web Keys (RFC 7517): the public keys that tokens are verified with.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::{Deserialize, Serialize};

use super::jws::{self, Algorithm};

/// A key as it is published. Members that are not listed are ignored, as the RFC asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    /// The key type: `OKP`, `EC` or `RSA`.
    pub kty: String,
    /// The key's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// The only algorithm that it may be used with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alg: Option<String>,
    /// What it is for; `sig` here.
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
    /// The curve of `OKP` and `EC` keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crv: Option<String>,
    /// The public key, or its x coordinate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<String>,
    /// The y coordinate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
    /// The RSA modulus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    /// The RSA exponent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e: Option<String>,
}

/// A set of keys as it is published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JwkSet {
    /// The keys.
    pub keys: Vec<Jwk>,
}

/// A public key that can be used, and the one algorithm that it is used with.
#[derive(Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// An Ed25519 key.
    Ed25519([u8; 32]),
    /// A point on P-256, uncompressed: 4, x, y.
    P256([u8; 65]),
    /// An RSA key: modulus and exponent, big-endian.
    Rsa {
        /// The modulus, without leading zeros.
        n: Vec<u8>,
        /// The exponent.
        e: Vec<u8>,
    },
}

/// Why a published key cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JwkError {
    /// Its type, curve or algorithm is not one of those understood.
    #[error("keys of this type are not supported; use OKP with Ed25519, EC with P-256, or RSA with RS256")]
    Unsupported,
    /// It is published for something else than signatures.
    #[error("the key is not for signatures")]
    NotForSignatures,
    /// A member is missing or malformed.
    #[error("the key's member {0} is missing or malformed")]
    Member(&'static str),
    /// An RSA key outside 2,048 to 8,192 bits.
    #[error("the key's modulus must have 2,048 to 8,192 bits")]
    Size,
}

impl PublicKey {
    /// Reads a published key.
    pub fn from_jwk(jwk: &Jwk) -> Result<Self, JwkError> {
        if jwk.usage.as_deref().is_some_and(|usage| usage != "sig") {
            return Err(JwkError::NotForSignatures);
        }
        let key = match (jwk.kty.as_str(), jwk.crv.as_deref()) {
            ("OKP", Some("Ed25519")) => Self::Ed25519(coordinate(jwk.x.as_ref(), "x")?),
            ("EC", Some("P-256")) => Self::p256(jwk)?,
            ("RSA", None) => Self::rsa(jwk)?,
            _ => return Err(JwkError::Unsupported),
        };
        match &jwk.alg {
            Some(alg) if alg != key.algorithm().as_str() => Err(JwkError::Unsupported),
            _ => Ok(key),
        }
    }

    /// The algorithm that this key is used with, whatever a token says.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        match self {
            Self::Ed25519(_) => Algorithm::EdDsa,
            Self::P256(_) => Algorithm::Es256,
            Self::Rsa { .. } => Algorithm::Rs256,
        }
    }

    /// Whether `signature` is this key's over `message`.
    #[must_use]
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Ed25519(key) => UnparsedPublicKey::new(&signature::ED25519, key).verify(message, signature).is_ok(),
            Self::P256(key) => {
                UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, key).verify(message, signature).is_ok()
            }
            Self::Rsa { n, e } => RsaPublicKeyComponents { n, e }
                .verify(&signature::RSA_PKCS1_2048_8192_SHA256, message, signature)
                .is_ok(),
        }
    }

    fn p256(jwk: &Jwk) -> Result<Self, JwkError> {
        let x: [u8; 32] = coordinate(jwk.x.as_ref(), "x")?;
        let y: [u8; 32] = coordinate(jwk.y.as_ref(), "y")?;
        let mut point = [0; 65];
        let (form, coordinates) = point.split_at_mut(1);
        form.fill(4);
        for (to, from) in coordinates.iter_mut().zip(x.into_iter().chain(y)) {
            *to = from;
        }
        Ok(Self::P256(point))
    }

    fn rsa(jwk: &Jwk) -> Result<Self, JwkError> {
        let n = decode(jwk.n.as_ref(), "n")?;
        let e = decode(jwk.e.as_ref(), "e")?;
        let bits = n.len() * 8 - n.first().map_or(0, |first| first.leading_zeros() as usize);
        if n.first() == Some(&0) || e.first() == Some(&0) {
            return Err(JwkError::Member("n"));
        }
        if !(2048..=8192).contains(&bits) {
            return Err(JwkError::Size);
        }
        Ok(Self::Rsa { n, e })
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({})", self.algorithm().as_str())
    }
}

/// The published form of an Ed25519 key, with its thumbprint as id.
#[must_use]
pub fn ed25519(public: &[u8; 32]) -> Jwk {
    Jwk {
        kty: "OKP".to_owned(),
        kid: Some(ed25519_thumbprint(public)),
        alg: Some(Algorithm::EdDsa.as_str().to_owned()),
        usage: Some("sig".to_owned()),
        crv: Some("Ed25519".to_owned()),
        x: Some(jws::encode(public)),
        ..Jwk::default()
    }
}

/// The RFC 7638 thumbprint of an Ed25519 key: the hash of its required members in the order of their names.
#[must_use]
pub fn ed25519_thumbprint(public: &[u8; 32]) -> String {
    let canonical = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, jws::encode(public));
    jws::encode(ring::digest::digest(&ring::digest::SHA256, canonical.as_bytes()).as_ref())
}

fn decode(member: Option<&String>, name: &'static str) -> Result<Vec<u8>, JwkError> {
    let bytes = member.and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()).ok_or(JwkError::Member(name))?;
    if bytes.is_empty() { Err(JwkError::Member(name)) } else { Ok(bytes) }
}

fn coordinate(member: Option<&String>, name: &'static str) -> Result<[u8; 32], JwkError> {
    decode(member, name)?.try_into().map_err(|_| JwkError::Member(name))
}
