//! How often one caller may come: draft-ietf-httpapi-ratelimit-headers.

use std::net::IpAddr;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use realmwire_sdk::identity::Principal;
use realmwire_sdk::limits::{Decision, Limiter};
use realmwire_sdk::status::Status;

use crate::problem::{Precondition, Problem};

const RATELIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATELIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Counts a request against the limits of its caller. The headers tell how much is left.
pub(super) async fn count(
    limiter: &Limiter,
    caller: &Principal,
    address: IpAddr,
    rate_class: &str,
) -> Result<HeaderMap, Problem> {
    let Some(decision) = limiter.take(caller, &address.to_string(), rate_class).await else {
        return Ok(HeaderMap::new());
    };
    let headers = headers(&decision);
    if decision.allowed {
        return Ok(headers);
    }
    let message = format!("more than {} requests of the class {}", decision.limit.requests, decision.rate_class);
    let status = Status::resource_exhausted(message, decision.retry_after);
    Err(Problem::from_status(&status, Precondition::None).with_headers(headers))
}

fn headers(decision: &Decision) -> HeaderMap {
    let Decision { rate_class, limit, remaining, reset_after, .. } = decision;
    let policy = format!("\"{rate_class}\";q={};w={}", limit.requests, limit.period.as_secs());
    let left = format!("\"{rate_class}\";r={remaining};t={}", whole_seconds(*reset_after));
    let values = [(RATELIMIT_POLICY, policy), (RATELIMIT, left)];
    values.into_iter().filter_map(|(name, value)| Some((name, HeaderValue::from_str(&value).ok()?))).collect()
}

/// Rounded up: a client that comes back early is refused again.
fn whole_seconds(duration: Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}
