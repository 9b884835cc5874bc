use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;

use super::{CacheLimits, EmbeddedCache};
use crate::cache::{Cache, Quota};
use crate::clock::ManualClock;

const HOUR: Duration = Duration::from_hours(1);

fn cache(limits: CacheLimits) -> (EmbeddedCache, ManualClock) {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + 100 * HOUR);
    (EmbeddedCache::new(Arc::new(clock.clone()), limits), clock)
}

#[tokio::test]
async fn values_that_are_used_stay_when_room_is_needed() {
    let (cache, _clock) = cache(CacheLimits { value_bytes: 1000, quotas: 10 });
    cache.set("used", Bytes::from(vec![1; 100]), HOUR).await.expect("set");

    for number in 0..1000 {
        cache.set(&format!("once {number}"), Bytes::from(vec![0; 100]), HOUR).await.expect("set");
        assert!(cache.get("used").await.expect("read").is_some(), "forgotten after {number} others");
    }

    assert!(cache.get("once 1").await.expect("read").is_none());
    assert!(cache.values.lock().held() <= 1000);
}

#[tokio::test]
async fn a_value_larger_than_the_cache_replaces_nothing_but_its_own_key() {
    let (cache, _clock) = cache(CacheLimits { value_bytes: 1000, quotas: 10 });
    cache.set("small", Bytes::from_static(b"value"), HOUR).await.expect("set");
    cache.set("large", Bytes::from_static(b"value"), HOUR).await.expect("set");

    cache.set("large", Bytes::from(vec![0; 2000]), HOUR).await.expect("set");

    assert!(cache.get("large").await.expect("read").is_none());
    assert!(cache.get("small").await.expect("read").is_some());
}

#[tokio::test]
async fn setting_and_deleting_one_key_for_long_takes_no_memory() {
    let (cache, _clock) = cache(CacheLimits::default());
    for _ in 0..10_000 {
        cache.set("key", Bytes::from_static(b"value"), HOUR).await.expect("set");
        cache.delete("key").await.expect("deleted");
    }

    assert!(cache.values.lock().visits() < 1000);
}

#[tokio::test]
async fn quotas_are_bounded_in_number() {
    let (cache, _clock) = cache(CacheLimits { value_bytes: 1000, quotas: 10 });
    let quota = Quota { units: 1, period: HOUR, burst: 1 };
    for number in 0..1000 {
        assert!(cache.take(&format!("player {number}"), quota, 1).await.expect("taken").allowed);
    }

    assert!(cache.quotas.lock().held() <= 10);
}

#[tokio::test]
async fn a_clock_that_is_set_back_delays_nobody_for_longer_than_a_burst() {
    let (cache, clock) = cache(CacheLimits::default());
    let quota = Quota { units: 10, period: Duration::from_secs(1), burst: 10 };
    for _ in 0..10 {
        assert!(cache.take("player", quota, 1).await.expect("taken").allowed);
    }

    clock.set(SystemTime::UNIX_EPOCH + HOUR);

    let refused = cache.take("player", quota, 1).await.expect("taken");
    assert!(!refused.allowed);
    assert!(refused.retry_after <= Duration::from_secs(1));
}

#[tokio::test]
async fn more_than_a_burst_is_never_allowed_and_says_so() {
    let (cache, _clock) = cache(CacheLimits::default());
    let quota = Quota { units: 10, period: Duration::from_secs(1), burst: 10 };

    let refused = cache.take("player", quota, 11).await.expect("taken");

    assert!(!refused.allowed);
    assert_eq!(refused.retry_after, Duration::MAX);
    assert_eq!(refused.remaining, 10);
}
