//! Deciding on an access token, alone and at once.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use realmwire_fabric::clock::Clock;

use super::cache::{Verified, VerifiedCache};
use super::claims::Claims;
use super::jwk::PublicKey;
use super::jws::{JwsError, Unverified};
use super::trust::{KeySet, Trust};
use super::{MAX_SKEW, TOKEN_TYPE};
use crate::status::Status;

/// The longest subject, session or token id.
const MAX_ID_BYTES: usize = 128;

/// What a verifier accepts.
#[derive(Clone, Debug)]
pub struct VerifierConfig {
    /// The only accepted `iss`.
    pub issuer: String,
    /// The only accepted `aud`.
    pub audience: String,
    /// How far the signer's clock may differ from ours; at most [`MAX_SKEW`].
    pub skew: Duration,
    /// Tokens whose checked signature is remembered, at least; 0 remembers none.
    pub cached_tokens: usize,
}

impl VerifierConfig {
    /// The issuer of our access tokens, unless another is configured.
    pub const ISSUER: &str = "realmwire";
    /// Their audience, unless another is configured.
    pub const AUDIENCE: &str = "realmwire";
}

impl Default for VerifierConfig {
    fn default() -> Self {
        Self {
            issuer: Self::ISSUER.to_owned(),
            audience: Self::AUDIENCE.to_owned(),
            skew: MAX_SKEW,
            cached_tokens: 16_384,
        }
    }
}

/// Verifies access tokens with what its process trusts, without asking anybody. Clones share everything.
///
/// ```
/// use std::sync::Arc;
/// use realmwire_fabric::clock::SystemClock;
/// use realmwire_sdk::token::{TokenError, Trust, Verifier, VerifierConfig};
///
/// let trust = Trust::default(); // kept fresh by a feed
/// let verifier = Verifier::new(trust, Arc::new(SystemClock), VerifierConfig::default());
/// assert_eq!(verifier.verify("e30.e30.e30"), Err(TokenError::NotReady));
/// ```
#[derive(Clone)]
pub struct Verifier(Arc<Inner>);

struct Inner {
    trust: Trust,
    clock: Arc<dyn Clock>,
    config: VerifierConfig,
    skew: Duration,
    cache: VerifiedCache,
}

/// Why a token is refused. The texts name the rule and nothing of the token, and may be shown to its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Nothing is known yet to judge it by.
    #[error("tokens cannot be verified yet")]
    NotReady,
    /// It has not the form or signature of an access token.
    #[error(transparent)]
    Jws(#[from] JwsError),
    /// It is a token of another kind.
    #[error("the token is not an access token")]
    Type,
    /// It names no key, or one that is not trusted.
    #[error("the token's key is not known")]
    UnknownKey,
    /// A required claim is empty or too long.
    #[error("the token's claim {0} is not valid")]
    Claim(&'static str),
    /// Somebody else issued it.
    #[error("the token is of another issuer")]
    Issuer,
    /// It is for somebody else.
    #[error("the token is for another audience")]
    Audience,
    /// It has ended.
    #[error("the token has expired")]
    Expired,
    /// It has not begun.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// Its session has ended.
    #[error("the token's session has ended")]
    Revoked,
}

impl From<TokenError> for Status {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::NotReady => Self::unavailable(error.to_string()),
            _ => Self::unauthenticated(error.to_string()),
        }
    }
}

impl Verifier {
    /// A verifier that goes by `trust` and `clock`.
    #[must_use]
    pub fn new(trust: Trust, clock: Arc<dyn Clock>, config: VerifierConfig) -> Self {
        let skew = config.skew.min(MAX_SKEW);
        let cache = VerifiedCache::new(config.cached_tokens.div_ceil(2));
        Self(Arc::new(Inner { trust, clock, config, skew, cache }))
    }

    /// What the token says, if it is one of ours and good now.
    pub fn verify(&self, token: &str) -> Result<Arc<Claims>, TokenError> {
        let keys = self.0.trust.keys().ok_or(TokenError::NotReady)?;
        let claims = self.0.check_signature(token, &keys)?;
        self.0.check_times(&claims)?;
        if self.0.trust.is_revoked(&claims.session_id) {
            return Err(TokenError::Revoked);
        }
        Ok(claims)
    }

    /// What the verifier goes by.
    #[must_use]
    pub fn trust(&self) -> &Trust {
        &self.0.trust
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Verifier").field("config", &self.0.config).finish_non_exhaustive()
    }
}

impl Inner {
    /// The claims of a token whose form, signature and constant claims are right.
    fn check_signature(&self, token: &str, keys: &KeySet) -> Result<Arc<Claims>, TokenError> {
        let fingerprint = VerifiedCache::fingerprint(token);
        let known = fingerprint.and_then(|fingerprint| self.cache.get(&fingerprint));
        if let Some(known) = known.filter(|known| keys.get(&known.key_id) == Some(&known.key)) {
            return Ok(known.claims);
        }

        let unverified = Unverified::parse(token)?;
        if unverified.token_type() != Some(TOKEN_TYPE) {
            return Err(TokenError::Type);
        }
        let key_id = unverified.key_id().ok_or(TokenError::UnknownKey)?;
        let key = keys.get(key_id).ok_or(TokenError::UnknownKey)?;
        // Our tokens are signed with Ed25519 and nothing else, whatever a key set might hold.
        if !matches!(key, PublicKey::Ed25519(_)) {
            return Err(TokenError::Jws(JwsError::Algorithm));
        }
        let claims: Claims = unverified.verify(key)?;
        self.check_constants(&claims)?;

        let claims = Arc::new(claims);
        if let Some(fingerprint) = fingerprint {
            let verified = Verified { claims: Arc::clone(&claims), key_id: key_id.into(), key: key.clone() };
            self.cache.insert(fingerprint, verified);
        }
        Ok(claims)
    }

    /// What does not change while the token exists.
    fn check_constants(&self, claims: &Claims) -> Result<(), TokenError> {
        if claims.issuer != self.config.issuer {
            return Err(TokenError::Issuer);
        }
        if claims.audience != self.config.audience {
            return Err(TokenError::Audience);
        }
        let ids = [("sub", &claims.subject), ("jti", &claims.token_id), ("sid", &claims.session_id)];
        for (name, id) in ids {
            if id.is_empty() || id.len() > MAX_ID_BYTES {
                return Err(TokenError::Claim(name));
            }
        }
        if claims.expires_at <= claims.not_before {
            return Err(TokenError::Claim("exp"));
        }
        Ok(())
    }

    fn check_times(&self, claims: &Claims) -> Result<(), TokenError> {
        let now: SystemTime = self.clock.now();
        if now >= claims.expires_at + self.skew {
            return Err(TokenError::Expired);
        }
        let latest = now + self.skew;
        if claims.not_before > latest || claims.issued_at > latest {
            return Err(TokenError::NotYetValid);
        }
        Ok(())
    }
}
