use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::RwLock;
use realmwire_fabric::cache::Quota;

use super::class;

/// How many requests come back in which time, and how many can be made at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Requests that come back in each period.
    pub requests: u32,
    /// The period.
    pub period: Duration,
    /// The most requests at once.
    pub burst: u32,
}

impl Limit {
    /// The most requests in a period, and in a burst.
    pub const MOST_REQUESTS: u32 = 1_000_000;

    /// So many requests a minute, and at once.
    #[must_use]
    pub const fn a_minute(requests: u32) -> Self {
        Self { requests, period: Duration::from_mins(1), burst: requests }
    }

    /// The quota that it is in the cache.
    #[must_use]
    pub fn quota(&self) -> Quota {
        Quota { units: self.requests, period: self.period, burst: self.burst }
    }

    /// Checks the bounds of its parts.
    pub fn validate(&self) -> Result<(), InvalidLimit> {
        let requests = 1..=Self::MOST_REQUESTS;
        if !requests.contains(&self.requests) {
            return Err(InvalidLimit::Requests);
        }
        if !requests.contains(&self.burst) {
            return Err(InvalidLimit::Burst);
        }
        let period = Duration::from_secs(1)..=Duration::from_hours(24);
        if period.contains(&self.period) { Ok(()) } else { Err(InvalidLimit::Period) }
    }
}

/// Why a limit cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidLimit {
    /// The class has another form.
    #[error("must be a letter a-z, then up to 31 of a-z 0-9 -")]
    Class,
    /// The requests are out of range.
    #[error("must be 1 to 1,000,000")]
    Requests,
    /// The burst is out of range.
    #[error("must be at most 1,000,000")]
    Burst,
    /// The period is out of range.
    #[error("must be 1 second to 1 day")]
    Period,
}

/// Limits by class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits(BTreeMap<String, Limit>);

impl Default for Limits {
    fn default() -> Self {
        let limits = [
            (class::DEFAULT, 100),
            (class::READ, 200),
            (class::WRITE, 50),
            (class::AUTHENTICATED, 500),
            (class::ADMIN, 1_000),
            (class::GENERATION, 10),
        ];
        Self(limits.into_iter().map(|(class, requests)| (class.to_owned(), Limit::a_minute(requests))).collect())
    }
}

impl Limits {
    /// The limit of a class.
    #[must_use]
    pub fn get(&self, rate_class: &str) -> Option<&Limit> {
        self.0.get(rate_class)
    }

    /// Sets the limit of a class.
    ///
    /// # Errors
    /// The part that is out of its bounds.
    pub fn set(&mut self, rate_class: &str, limit: Limit) -> Result<(), InvalidLimit> {
        let mut bytes = rate_class.bytes();
        let well_formed = bytes.next().is_some_and(|first| first.is_ascii_lowercase())
            && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !well_formed || rate_class.len() > 32 {
            return Err(InvalidLimit::Class);
        }
        limit.validate()?;
        self.0.insert(rate_class.to_owned(), limit);
        Ok(())
    }

    /// Each class with its limit, by class.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Limit)> {
        self.0.iter().map(|(class, limit)| (class.as_str(), limit))
    }
}

/// The limits of a process, shared by whoever goes by them and whoever keeps them fresh. Clones are the same table.
#[derive(Clone, Debug, Default)]
pub struct LimitTable(Arc<RwLock<Arc<Limits>>>);

impl LimitTable {
    /// The limits in force.
    #[must_use]
    pub fn current(&self) -> Arc<Limits> {
        Arc::clone(&self.0.read())
    }

    /// Replaces all limits.
    pub fn replace(&self, limits: Limits) {
        *self.0.write() = Arc::new(limits);
    }
}
