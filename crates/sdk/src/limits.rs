//! Rate limits: how many requests a caller may make in which time, shared by all processes of a system.
//!
//! A request counts against the limit of its caller (`default` by address for whoever is not signed in,
//! `authenticated`, or `admin`) and, except for administrators, against the limit of its own class (`read`, `write`,
//! `generation`, …). Both must have room. Services are not limited here; their bound is admission.
//!
//! A limit is a quota by the generic cell rate algorithm in the system's cache: a caller may use up its burst at once,
//! and then as many requests as the limit says come back in each period, evenly. Gateways take from it with a
//! [`Limiter`]; auth's `CheckRateLimit` is the same function behind a call.

mod table;
#[cfg(test)]
mod tests;

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use realmwire_fabric::cache::{Admission, Cache};

use crate::identity::{Principal, Role};

pub use table::{InvalidLimit, Limit, LimitTable, Limits};

/// The classes that every system has, with what a minute allows when nothing else is configured.
pub mod class {
    /// All requests from one address without a token.
    pub const DEFAULT: &str = "default";
    /// All requests of one player or moderator.
    pub const AUTHENTICATED: &str = "authenticated";
    /// All requests of one administrator.
    pub const ADMIN: &str = "admin";
    /// Requests that only read.
    pub const READ: &str = "read";
    /// Requests that change something.
    pub const WRITE: &str = "write";
    /// Requests that make something with a model or a generator.
    pub const GENERATION: &str = "generation";
}

/// Takes requests out of quotas. Cheap to clone.
#[derive(Clone)]
pub struct Limiter {
    cache: Arc<dyn Cache>,
    table: LimitTable,
}

/// What became of a request that was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whether it may go on.
    pub allowed: bool,
    /// The class of the limit that decided: the one that refused, or the one with the least left.
    pub rate_class: String,
    /// That limit.
    pub limit: Limit,
    /// Requests that could be made at once now.
    pub remaining: u32,
    /// How long until the same request would be allowed; zero when it was.
    pub retry_after: Duration,
    /// How long until the limit's quota is whole again.
    pub reset_after: Duration,
}

impl Limiter {
    /// A limiter with the limits of `table` over a cache.
    pub fn new(cache: Arc<dyn Cache>, table: LimitTable) -> Self {
        Self { cache, table }
    }

    /// Counts a request of `rate_class` by a caller, who is known by its principal or else by `address`.
    ///
    /// `None` when no limit applies: the caller is a service, or the cache does not answer. Requests go on without the
    /// cache, because a game that stands still is worse than one whose limits do not hold for a while; it is logged.
    pub async fn take(&self, principal: &Principal, address: &str, rate_class: &str) -> Option<Decision> {
        let network = network(address);
        let subject = if principal.role == Role::Anonymous { &network } else { &principal.id };
        let mut decision: Option<Decision> = None;
        for class in classes(principal.role, rate_class).into_iter().flatten() {
            let Some(taken) = self.take_from(subject, class, 1).await else { continue };
            if !taken.allowed {
                return Some(taken);
            }
            if decision.as_ref().is_none_or(|other| taken.remaining < other.remaining) {
                decision = Some(taken);
            }
        }
        decision
    }

    /// Takes `cost` requests from one quota. `None` when there is no such limit, or the cache does not answer.
    pub async fn take_from(&self, subject: &str, rate_class: &str, cost: u32) -> Option<Decision> {
        let limit = *self.table.current().get(rate_class)?;
        match self.cache.take(&quota_key(rate_class, subject), limit.quota(), cost).await {
            Ok(admission) => Some(Decision::new(rate_class, limit, admission)),
            Err(error) => {
                tracing::warn!(rate_class, error = %error, "the rate limit was not applied");
                None
            }
        }
    }

    /// The limits that it goes by.
    pub fn table(&self) -> &LimitTable {
        &self.table
    }
}

impl Decision {
    fn new(rate_class: &str, limit: Limit, admission: Admission) -> Self {
        Self {
            allowed: admission.allowed,
            rate_class: rate_class.to_owned(),
            limit,
            remaining: admission.remaining,
            retry_after: admission.retry_after,
            reset_after: admission.reset_after,
        }
    }
}

/// Whose quota a client's address is: the address itself, or of IPv6 its first 64 bits. One subscriber has all the others,
/// and would have a quota for each. What is no address is taken as it is.
///
/// ```
/// use realmwire_sdk::limits::network;
///
/// assert_eq!(network("192.0.2.7"), "192.0.2.7");
/// assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2::1"));
/// assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
/// ```
#[must_use]
pub fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V4(address)) => address.to_string(),
        Ok(IpAddr::V6(address)) => {
            const NETWORK: u128 = !(u64::MAX as u128);
            format!("{}/64", Ipv6Addr::from_bits(address.to_bits() & NETWORK))
        }
        Err(_) => address.to_owned(),
    }
}

/// The limits that a request of `rate_class` by such a caller counts against: the caller's own, then the class's.
fn classes(role: Role, rate_class: &str) -> [Option<&str>; 2] {
    let of_caller = match role {
        Role::Service => return [None, None],
        Role::Admin => return [Some(class::ADMIN), None],
        Role::Anonymous => class::DEFAULT,
        Role::Player | Role::Moderator => class::AUTHENTICATED,
    };
    [Some(of_caller), Some(rate_class).filter(|class| *class != of_caller)]
}

/// Where the quota of a subject is in the cache. A subject may hold any text; the class never has a slash.
fn quota_key(rate_class: &str, subject: &str) -> String {
    format!("limit/{rate_class}/{subject}")
}
