//! Values that may be lost at any time, and quotas shared by all processes.

use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;

/// A cache shared by the processes of a system. Losing it loses no data.
pub trait Cache: Send + Sync + 'static {
    /// The value of `key`, unless it was never set, expired or was lost.
    fn get(&self, key: &str) -> BoxFuture<'_, Result<Option<Bytes>, CacheError>>;

    /// Stores `value` for at most `ttl`.
    fn set(&self, key: &str, value: Bytes, ttl: Duration) -> BoxFuture<'_, Result<(), CacheError>>;

    /// Forgets `key`.
    fn delete(&self, key: &str) -> BoxFuture<'_, Result<(), CacheError>>;

    /// Takes `cost` units out of the quota of `key`, or none if there are fewer.
    ///
    /// The generic cell rate algorithm (ITU-T I.371): a caller may send `quota.burst` units at once, and
    /// `quota.units` in each `quota.period` after that.
    fn take(&self, key: &str, quota: Quota, cost: u32) -> BoxFuture<'_, Result<Admission, CacheError>>;
}

/// How much may be taken in which time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Units that come back in each `period`; at least 1.
    pub units: u32,
    /// The time in which `units` come back.
    pub period: Duration,
    /// The most units that can be taken at once; at least 1.
    pub burst: u32,
}

impl Quota {
    /// The time that one unit takes to come back.
    #[must_use]
    pub fn interval(&self) -> Duration {
        self.period / self.units.max(1)
    }
}

/// The answer to [`Cache::take`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admission {
    /// Whether the units were taken.
    pub allowed: bool,
    /// Units that could be taken at once now.
    pub remaining: u32,
    /// How long until the same request would be allowed; zero when it was.
    pub retry_after: Duration,
    /// How long until the quota is whole again.
    pub reset_after: Duration,
}

/// Why the cache gave no answer. A caller goes on without it.
#[derive(Debug, thiserror::Error)]
#[error("the cache is unavailable")]
pub struct CacheError(#[source] pub Box<dyn std::error::Error + Send + Sync>);
