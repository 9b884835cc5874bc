//! A cache in this process's memory: bounded, with times to live, and quotas.

mod bounded;
mod quota;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures::future::{BoxFuture, ready};
use parking_lot::Mutex;

use self::bounded::Bounded;
use crate::cache::{Admission, Cache, CacheError, Quota};
use crate::clock::Clock;

/// How much a cache holds.
#[derive(Clone, Copy, Debug)]
pub struct CacheLimits {
    /// Bytes of keys and values; past it the values least used make room.
    pub value_bytes: usize,
    /// Quotas that are not whole; past it those least used are forgotten, which makes them whole.
    pub quotas: usize,
}

impl Default for CacheLimits {
    fn default() -> Self {
        Self { value_bytes: 64 * 1024 * 1024, quotas: 100_000 }
    }
}

/// The cache of one process.
pub struct EmbeddedCache {
    clock: Arc<dyn Clock>,
    values: Mutex<Bounded<Bytes>>,
    quotas: Mutex<Bounded<SystemTime>>,
}

impl EmbeddedCache {
    /// An empty cache.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, limits: CacheLimits) -> Self {
        Self {
            clock,
            values: Mutex::new(Bounded::new(limits.value_bytes)),
            quotas: Mutex::new(Bounded::new(limits.quotas)),
        }
    }

    fn take_now(&self, key: &str, quota: Quota, cost: u32) -> Admission {
        let now = self.clock.now();
        let mut quotas = self.quotas.lock();
        let whole_at = quotas.get(key, now).copied();
        let (admission, whole_at) = quota::take(quota, cost, whole_at, now);
        if admission.allowed && whole_at > now {
            // The quota is whole again when the entry expires: forgetting it then changes nothing.
            quotas.set(key, whole_at, whole_at, 1);
        }
        admission
    }
}

impl Cache for EmbeddedCache {
    fn get(&self, key: &str) -> BoxFuture<'_, Result<Option<Bytes>, CacheError>> {
        let value = self.values.lock().get(key, self.clock.now()).cloned();
        Box::pin(ready(Ok(value)))
    }

    fn set(&self, key: &str, value: Bytes, ttl: Duration) -> BoxFuture<'_, Result<(), CacheError>> {
        let weight = key.len() + value.len();
        self.values.lock().set(key, value, later(self.clock.now(), ttl), weight);
        Box::pin(ready(Ok(())))
    }

    fn delete(&self, key: &str) -> BoxFuture<'_, Result<(), CacheError>> {
        self.values.lock().delete(key);
        Box::pin(ready(Ok(())))
    }

    fn take(&self, key: &str, quota: Quota, cost: u32) -> BoxFuture<'_, Result<Admission, CacheError>> {
        Box::pin(ready(Ok(self.take_now(key, quota, cost))))
    }
}

/// `time` and `by` after it; a time too far away to be written stands for never, which a century is.
fn later(time: SystemTime, by: Duration) -> SystemTime {
    const CENTURY: Duration = Duration::from_hours(100 * 365 * 24);
    time + by.min(CENTURY)
}
