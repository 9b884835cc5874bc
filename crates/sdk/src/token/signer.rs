//! Signing access tokens.

use std::fmt;

use ring::signature::{Ed25519KeyPair, KeyPair};

use super::TOKEN_TYPE;
use super::claims::Claims;
use super::jwk::{self, Jwk};
use super::jws::{self, Algorithm};

/// A private Ed25519 key and its id, the RFC 7638 thumbprint of its public half.
pub struct SigningKey {
    id: String,
    public: [u8; 32],
    pair: Ed25519KeyPair,
    /// The encoded header, the same for each token that it signs.
    header: String,
}

/// Why a token could not be signed, or a key not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SignError(&'static str);

impl SigningKey {
    /// The key with this seed (RFC 8032's private key).
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, SignError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| SignError("not an Ed25519 seed"))?;
        let public: [u8; 32] =
            pair.public_key().as_ref().try_into().map_err(|_| SignError("not an Ed25519 public key"))?;
        let id = jwk::ed25519_thumbprint(&public);
        let header = serde_json::json!({"alg": Algorithm::EdDsa.as_str(), "kid": id, "typ": TOKEN_TYPE}).to_string();
        Ok(Self { id, public, pair, header: jws::encode(header.as_bytes()) })
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its public half.
    #[must_use]
    pub fn public(&self) -> &[u8; 32] {
        &self.public
    }

    /// Its public half, as it is published.
    #[must_use]
    pub fn jwk(&self) -> Jwk {
        jwk::ed25519(&self.public)
    }

    /// A signed token.
    pub fn sign(&self, claims: &Claims) -> Result<String, SignError> {
        let claims = serde_json::to_vec(claims).map_err(|_| SignError("the claims cannot be written as JSON"))?;
        let mut token = format!("{}.{}", self.header, jws::encode(&claims));
        let signature = self.pair.sign(token.as_bytes());
        token.push('.');
        token.push_str(&jws::encode(signature.as_ref()));
        Ok(token)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SigningKey").field("id", &self.id).finish_non_exhaustive()
    }
}
