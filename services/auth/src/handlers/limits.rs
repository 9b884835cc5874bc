//! Rate limits.

use realmwire_contract::auth::v1 as wire;
use realmwire_sdk::context::Context;
use realmwire_sdk::limits::{InvalidLimit, Limit, Limits};
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect};

use super::AuthService;
use crate::limits::{from_wire, table, to_wire};
use crate::rules::identity;
use crate::state::{LimitsDocument, key};

/// Limits in one request.
const LIMITS_MAX: usize = 64;

pub(super) async fn check_rate_limit(
    auth: &AuthService,
    cx: &Context,
    request: wire::CheckRateLimitRequest,
) -> Result<wire::CheckRateLimitResponse, Status> {
    identity::rate_subject("subject", &request.subject)?;
    let cost = request.cost.max(1);
    let limits = auth.limiter.table().current();
    let limit = limits.get(&request.rate_class).ok_or_else(|| unknown_class(&limits))?;
    if cost > limit.burst {
        return Err(Status::invalid("cost", format!("must be at most the limit's burst, {}", limit.burst)));
    }
    let taken = auth.limiter.take_from(&request.subject, &request.rate_class, cost).await;
    let taken = taken.ok_or_else(|| Status::unavailable("the quotas cannot be reached"))?;
    let wait = |time| prost_types::Duration::try_from(time).ok();
    let response = wire::CheckRateLimitResponse {
        allowed: taken.allowed,
        remaining: taken.remaining,
        retry_after: wait(taken.retry_after).filter(|_| !taken.allowed),
        reset_after: wait(taken.reset_after),
        limit: Some(to_wire(&taken.rate_class, &taken.limit)),
    };
    // Nothing is stored but the answer to an idempotency key, if there is one: a repeat takes nothing.
    auth.store.commit(cx, Changes::new(), response).await
}

pub(super) async fn get_limits(
    auth: &AuthService,
    _cx: &Context,
    _request: wire::GetLimitsRequest,
) -> Result<wire::GetLimitsResponse, Status> {
    let stored = auth.store.load::<LimitsDocument>(&key::limit_table()).await?;
    let limits = stored.map(|stored| table(&stored.value)).unwrap_or_default();
    Ok(wire::GetLimitsResponse { limits: all(&limits) })
}

pub(super) async fn set_limits(
    auth: &AuthService,
    cx: &Context,
    request: wire::SetLimitsRequest,
) -> Result<wire::SetLimitsResponse, Status> {
    if request.limits.is_empty() || request.limits.len() > LIMITS_MAX {
        return Err(Status::invalid("limits", "must be 1 to 64 limits"));
    }
    let stored = auth.store.load::<LimitsDocument>(&key::limit_table()).await?;
    let mut limits = stored.as_ref().map(|stored| table(&stored.value)).unwrap_or_default();
    for (at, limit) in request.limits.iter().enumerate() {
        let parsed = from_wire(limit).map_err(|problem| invalid(at, problem))?;
        limits.set(&limit.rate_class, parsed).map_err(|problem| invalid(at, problem))?;
    }
    if limits.iter().count() > LIMITS_MAX {
        return Err(Status::invalid("limits", "there may be at most 64 classes"));
    }
    let expect = stored.map_or(Expect::Absent, |stored| Expect::Revision(stored.revision));
    let document = LimitsDocument { limits: all(&limits) };
    let changes = Changes::new().put(key::limit_table(), expect, &document, None);
    auth.store.commit(cx, changes, wire::SetLimitsResponse { limits: all(&limits) }).await
}

fn all(limits: &Limits) -> Vec<wire::Limit> {
    limits.iter().map(|(rate_class, limit): (&str, &Limit)| to_wire(rate_class, limit)).collect()
}

fn unknown_class(limits: &Limits) -> Status {
    let classes: Vec<_> = limits.iter().map(|(rate_class, _)| rate_class).collect();
    Status::invalid("rate_class", format!("must be one of {}", classes.join(", ")))
}

fn invalid(at: usize, problem: InvalidLimit) -> Status {
    let field = match problem {
        InvalidLimit::Class => "rate_class",
        InvalidLimit::Requests => "requests",
        InvalidLimit::Burst => "burst",
        InvalidLimit::Period => "period",
    };
    Status::invalid(format!("limits[{at}].{field}"), problem.to_string())
}
