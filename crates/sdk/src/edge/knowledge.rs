use std::time::{Duration, SystemTime};

use realmwire_contract::auth::v1::watch_edge_response::Change;
use realmwire_contract::auth::v1::{JsonWebKey, LimitSet, Revocation as WireRevocation, WatchEdgeResponse};

use crate::limits::{Limit, LimitTable, Limits};
use crate::status::Status;
use crate::token::jwk::Jwk;
use crate::token::{KeySet, Revocation, Trust};

/// How often revocations are looked through for those that can be forgotten.
const FORGET_EVERY: Duration = Duration::from_mins(1);

/// What one stream has told so far.
pub(super) struct Knowledge<'a> {
    trust: &'a Trust,
    limits: &'a LimitTable,
    /// Keys wait until all sessions that have ended are known: no token is accepted before that.
    waiting: Option<Waiting>,
    forgot_at: SystemTime,
}

#[derive(Default)]
struct Waiting {
    keys: Option<KeySet>,
    limits: Limits,
}

impl<'a> Knowledge<'a> {
    pub(super) fn new(trust: &'a Trust, limits: &'a LimitTable) -> Self {
        Self { trust, limits, waiting: Some(Waiting::default()), forgot_at: SystemTime::UNIX_EPOCH }
    }

    /// Takes one fact. True when with it all that is in force is known.
    pub(super) fn learn(&mut self, fact: WatchEdgeResponse, now: SystemTime) -> Result<bool, Status> {
        self.forget(now);
        match fact.change {
            Some(Change::Revocation(revocation)) => self.trust.revoke(revocation_of(revocation, now)),
            Some(Change::Keys(keys)) => {
                let keys = KeySet::from_jwks(&keys.keys.into_iter().map(jwk).collect::<Vec<_>>())
                    .map_err(|error| Status::data_loss("the keys cannot be used").with_source(error))?;
                match &mut self.waiting {
                    Some(waiting) => waiting.keys = Some(keys),
                    None => self.trust.set_keys(keys),
                }
            }
            Some(Change::Limits(limits)) => match &mut self.waiting {
                Some(waiting) => waiting.limits = limits_of(&limits),
                None => self.limits.replace(limits_of(&limits)),
            },
            Some(Change::Current(_)) => return self.current(),
            // A kind of fact that a later version tells.
            None => {}
        }
        Ok(false)
    }

    fn current(&mut self) -> Result<bool, Status> {
        let Some(waiting) = self.waiting.take() else { return Ok(false) };
        let keys = waiting.keys.filter(|keys| !keys.is_empty());
        self.trust.set_keys(keys.ok_or_else(|| Status::unavailable("there are no keys yet"))?);
        self.limits.replace(waiting.limits);
        Ok(true)
    }

    fn forget(&mut self, now: SystemTime) {
        if now.duration_since(self.forgot_at).is_ok_and(|since| since >= FORGET_EVERY) {
            self.trust.forget_before(now);
            self.forgot_at = now;
        }
    }
}

fn revocation_of(revocation: WireRevocation, now: SystemTime) -> Revocation {
    /// Longer than any access token lasts, for a revocation that does not say.
    const LONG: Duration = Duration::from_hours(24 * 91);
    let forget_at = revocation.expire_time.and_then(|time| SystemTime::try_from(time).ok());
    Revocation { session_id: revocation.session_id, forget_at: forget_at.unwrap_or(now + LONG) }
}

fn jwk(key: JsonWebKey) -> Jwk {
    let member = |text: String| Some(text).filter(|text| !text.is_empty());
    Jwk {
        kty: key.kty,
        kid: member(key.kid),
        alg: member(key.alg),
        usage: member(key.r#use),
        crv: member(key.crv),
        x: member(key.x),
        ..Jwk::default()
    }
}

/// The limits that were sent; the class of one that cannot be used keeps its default.
fn limits_of(set: &LimitSet) -> Limits {
    let mut limits = Limits::default();
    for limit in &set.limits {
        let period = limit.period.and_then(|period| Duration::try_from(period).ok()).unwrap_or_default();
        let parsed = Limit { requests: limit.requests, period, burst: limit.burst };
        if let Err(error) = limits.set(&limit.rate_class, parsed) {
            tracing::warn!(rate_class = limit.rate_class, error = %error, "a rate limit is not used");
        }
    }
    limits
}
