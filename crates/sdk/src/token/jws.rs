//! JSON Web Signatures in compact form (RFC 7515), read strictly.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::jwk::PublicKey;

/// The longest token that is looked at. Ours have about 500 bytes; identity providers stay below 4 KiB.
pub const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// The signature algorithms that are understood. `none` and every symmetric one are not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// Ed25519 (RFC 8037).
    EdDsa,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// RSA PKCS #1 v1.5 with SHA-256 and a modulus of at least 2,048 bits.
    Rs256,
}

impl Algorithm {
    /// The name in a header's `alg`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }

    /// The algorithm with exactly this name. Names are case-sensitive.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::EdDsa, Self::Es256, Self::Rs256].into_iter().find(|algorithm| algorithm.as_str() == name)
    }
}

/// A token whose parts have been decoded and whose signature has **not** been checked.
///
/// Only the key's id can be read from it; what it claims comes out of [`Unverified::verify`].
#[derive(Debug)]
pub struct Unverified<'a> {
    header: Header,
    signed: &'a [u8],
    payload: Vec<u8>,
    signature: Vec<u8>,
}

/// The header's members that matter. A member that occurs twice is refused by the deserialiser.
#[derive(Debug, Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default)]
    typ: Option<String>,
    /// Extensions that must be understood; none is.
    #[serde(default)]
    crit: Option<IgnoredAny>,
    /// Compressed or unencoded payloads and nested tokens: none of them is used.
    #[serde(default)]
    zip: Option<IgnoredAny>,
    #[serde(default)]
    b64: Option<IgnoredAny>,
    #[serde(default)]
    cty: Option<IgnoredAny>,
}

/// Why a token is not what it should be, as far as its form and signature go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JwsError {
    /// It is not a compact JWS with a header and claims that can be read.
    #[error("the token is malformed: {0}")]
    Malformed(&'static str),
    /// Its `alg` is not the key's.
    #[error("the token's algorithm is not its key's")]
    Algorithm,
    /// Its signature does not match.
    #[error("the token's signature does not match")]
    Signature,
}

impl<'a> Unverified<'a> {
    /// Takes a token apart.
    pub fn parse(token: &'a str) -> Result<Self, JwsError> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(JwsError::Malformed("it is too long"));
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(JwsError::Malformed("it has fewer than three parts"))?;
        let (header, payload) = signed.split_once('.').ok_or(JwsError::Malformed("it has fewer than three parts"))?;
        // A further dot would be in the payload, where base64url has none.
        let header: Header = serde_json::from_slice(&decode(header)?)
            .map_err(|_| JwsError::Malformed("its header is not the JSON of one"))?;
        if header.crit.is_some() || header.zip.is_some() || header.b64.is_some() || header.cty.is_some() {
            return Err(JwsError::Malformed("its header names an extension"));
        }
        Ok(Self { header, signed: signed.as_bytes(), payload: decode(payload)?, signature: decode(signature)? })
    }

    /// The id of the key that it says it was signed with.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.header.kid.as_deref()
    }

    /// The type that it says it has.
    #[must_use]
    pub fn token_type(&self) -> Option<&str> {
        self.header.typ.as_deref()
    }

    /// Checks the signature and reads the claims.
    ///
    /// The key decides the algorithm. The token must name the same one: otherwise it was made for another check.
    pub fn verify<C: DeserializeOwned>(&self, key: &PublicKey) -> Result<C, JwsError> {
        if self.header.alg != key.algorithm().as_str() {
            return Err(JwsError::Algorithm);
        }
        if !key.verify(self.signed, &self.signature) {
            return Err(JwsError::Signature);
        }
        serde_json::from_slice(&self.payload).map_err(|_| JwsError::Malformed("its claims are not those required"))
    }
}

/// Decodes base64url without padding, in its one canonical form.
fn decode(part: &str) -> Result<Vec<u8>, JwsError> {
    if part.is_empty() {
        return Err(JwsError::Malformed("a part is empty"));
    }
    URL_SAFE_NO_PAD.decode(part).map_err(|_| JwsError::Malformed("a part is not base64url"))
}

/// Encodes base64url without padding.
pub(super) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
