//! The token format against its RFCs' vectors, and the verifier against every token it must refuse.

mod formats;
mod refusals;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use realmwire_fabric::clock::ManualClock;

use super::{Claims, KeySet, SigningKey, Trust, Verifier, VerifierConfig};
use crate::identity::Role;

/// 2030-01-01T00:00:00Z.
const START: u64 = 1_893_456_000;

/// A key, a clock and a verifier that trusts the key.
struct Bench {
    key: SigningKey,
    clock: ManualClock,
    verifier: Verifier,
}

impl Bench {
    fn new() -> Self {
        Self::with_cache(VerifierConfig::default().cached_tokens)
    }

    fn with_cache(cached_tokens: usize) -> Self {
        let key = SigningKey::from_seed(&[7; 32]).unwrap();
        let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(START));
        let trust = Trust::default();
        trust.replace(KeySet::from_jwks([&key.jwk()]).unwrap(), []);
        let config = VerifierConfig { cached_tokens, ..VerifierConfig::default() };
        let verifier = Verifier::new(trust, Arc::new(clock.clone()), config);
        Self { key, clock, verifier }
    }

    fn sign(&self, claims: &Claims) -> String {
        self.key.sign(claims).unwrap()
    }
}

/// Good for 15 minutes from [`START`] on.
fn claims() -> Claims {
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(START);
    Claims {
        issuer: "realmwire".to_owned(),
        audience: "realmwire".to_owned(),
        subject: "p1".to_owned(),
        expires_at: start + Duration::from_mins(15),
        not_before: start,
        issued_at: start,
        token_id: "t1".to_owned(),
        session_id: "s1".to_owned(),
        role: Role::Player,
    }
}
