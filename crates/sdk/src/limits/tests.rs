use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures::future::BoxFuture;
use realmwire_fabric::cache::{Admission, Cache, CacheError, Quota};
use realmwire_fabric::clock::ManualClock;
use realmwire_fabric::embedded::cache::{CacheLimits, EmbeddedCache};

use super::{InvalidLimit, Limit, LimitTable, Limiter, Limits, class};
use crate::identity::Principal;

fn limiter() -> (Limiter, ManualClock) {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_hours(525_960));
    let cache = EmbeddedCache::new(Arc::new(clock.clone()), CacheLimits::default());
    (Limiter::new(Arc::new(cache), LimitTable::default()), clock)
}

/// How many of `tries` requests are allowed.
async fn allowed(limiter: &Limiter, principal: &Principal, rate_class: &str, tries: u32) -> u32 {
    let mut allowed = 0;
    for _ in 0..tries {
        let decision = limiter.take(principal, "192.0.2.1", rate_class).await;
        allowed += u32::from(decision.is_none_or(|decision| decision.allowed));
    }
    allowed
}

#[tokio::test]
async fn each_caller_has_the_limit_of_its_kind_and_of_what_it_does() {
    let cases = [
        (Principal::anonymous(), class::READ, 100),
        (Principal::anonymous(), class::WRITE, 50),
        (Principal::player("p1"), class::READ, 200),
        (Principal::player("p2"), class::WRITE, 50),
        (Principal::player("p3"), class::GENERATION, 10),
        (Principal::player("p4"), "unknown-to-auth", 500),
        (Principal::admin("a1"), class::WRITE, 1_000),
        (Principal::service("npc-behavior"), class::GENERATION, 1_200),
    ];
    for (principal, rate_class, expected) in cases {
        let (limiter, _clock) = limiter();
        assert_eq!(allowed(&limiter, &principal, rate_class, 1_200).await, expected, "{principal:?} {rate_class}");
    }
}

#[tokio::test]
async fn one_caller_takes_nothing_from_another() {
    let (limiter, _clock) = limiter();
    assert_eq!(allowed(&limiter, &Principal::player("p1"), class::WRITE, 60).await, 50);
    assert_eq!(allowed(&limiter, &Principal::player("p2"), class::WRITE, 60).await, 50);
}

#[tokio::test]
async fn all_addresses_of_a_subscriber_share_a_quota() {
    let (limiter, _clock) = limiter();
    let mut allowed = 0;
    for host in 0..200 {
        let decision = limiter.take(&Principal::anonymous(), &format!("2001:db8::{host:x}"), class::READ).await;
        allowed += u32::from(decision.is_some_and(|decision| decision.allowed));
    }
    assert_eq!(allowed, 100);
    let other = limiter.take(&Principal::anonymous(), "2001:db8:0:1::1", class::READ).await;
    assert!(other.is_some_and(|decision| decision.allowed));
}

#[tokio::test]
async fn a_refusal_says_when_to_come_back() {
    let (limiter, clock) = limiter();
    let player = Principal::player("p1");
    assert_eq!(allowed(&limiter, &player, class::GENERATION, 10).await, 10);
    let refused = limiter.take(&player, "", class::GENERATION).await.expect("a limit applies");
    assert_eq!((refused.allowed, refused.rate_class.as_str()), (false, class::GENERATION));
    assert_eq!(refused.retry_after, Duration::from_secs(6));
    clock.advance(refused.retry_after);
    assert_eq!(allowed(&limiter, &player, class::GENERATION, 2).await, 1);
}

#[tokio::test]
async fn new_limits_hold_from_the_next_request_on() {
    let (limiter, _clock) = limiter();
    let mut limits = Limits::default();
    limits.set(class::WRITE, Limit::a_minute(3)).expect("valid");
    limiter.table().replace(limits);
    assert_eq!(allowed(&limiter, &Principal::player("p1"), class::WRITE, 10).await, 3);
}

#[tokio::test]
async fn requests_go_on_when_the_cache_does_not_answer() {
    let limiter = Limiter::new(Arc::new(BrokenCache), LimitTable::default());
    assert_eq!(limiter.take(&Principal::player("p1"), "", class::WRITE).await, None);
}

#[test]
fn limits_have_bounds() {
    let mut limits = Limits::default();
    let minute = Limit::a_minute(1);
    for class in ["", "Read", "a/b", "a.b", "1st", &"a".repeat(33)] {
        assert_eq!(limits.set(class, minute), Err(InvalidLimit::Class), "{class}");
    }
    assert_eq!(limits.set("read", Limit { requests: 0, ..minute }), Err(InvalidLimit::Requests));
    assert_eq!(limits.set("read", Limit { burst: 1_000_001, ..minute }), Err(InvalidLimit::Burst));
    assert_eq!(limits.set("read", Limit { period: Duration::from_millis(1), ..minute }), Err(InvalidLimit::Period));
    assert_eq!(limits, Limits::default());
}

struct BrokenCache;

impl Cache for BrokenCache {
    fn get(&self, _key: &str) -> BoxFuture<'_, Result<Option<Bytes>, CacheError>> {
        Box::pin(async { Err(broken()) })
    }

    fn set(&self, _key: &str, _value: Bytes, _ttl: Duration) -> BoxFuture<'_, Result<(), CacheError>> {
        Box::pin(async { Err(broken()) })
    }

    fn delete(&self, _key: &str) -> BoxFuture<'_, Result<(), CacheError>> {
        Box::pin(async { Err(broken()) })
    }

    fn take(&self, _key: &str, _quota: Quota, _cost: u32) -> BoxFuture<'_, Result<Admission, CacheError>> {
        Box::pin(async { Err(broken()) })
    }
}

fn broken() -> CacheError {
    CacheError("no cache".into())
}
