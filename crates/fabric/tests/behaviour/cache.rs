//! Values that may be lost, and quotas.

use std::time::Duration;

use bytes::Bytes;
use futures::future::join_all;
use realmwire_fabric::cache::{Admission, Quota};

use crate::system::{System, eventually};

async fn get(system: &System, key: &str) -> Option<Bytes> {
    system.cache().get(&system.name(key)).await.expect("the cache answers")
}

async fn set(system: &System, key: &str, value: &'static str, ttl: Duration) {
    system.cache().set(&system.name(key), Bytes::from_static(value.as_bytes()), ttl).await.expect("the cache answers");
}

async fn take(system: &System, key: &str, quota: Quota, cost: u32) -> Admission {
    system.cache().take(&system.name(key), quota, cost).await.expect("the cache answers")
}

const HOUR: Duration = Duration::from_hours(1);

pub(crate) async fn a_value_is_kept_until_its_time_is_over(system: System) {
    set(&system, "short", "1", Duration::from_secs(2)).await;
    set(&system, "long", "2", HOUR).await;
    assert_eq!(get(&system, "short").await.as_deref(), Some(b"1".as_slice()));
    assert_eq!(get(&system, "none").await, None);

    system.pass(Duration::from_secs(3)).await;

    eventually("the value is gone", || async { get(&system, "short").await.is_none() }).await;
    assert_eq!(get(&system, "long").await.as_deref(), Some(b"2".as_slice()));
}

pub(crate) async fn a_deleted_value_is_gone(system: System) {
    set(&system, "a", "1", HOUR).await;

    system.cache().delete(&system.name("a")).await.expect("deleted");
    system.cache().delete(&system.name("none")).await.expect("no error");

    assert_eq!(get(&system, "a").await, None);
}

pub(crate) async fn a_value_that_is_set_again_is_the_new_one(system: System) {
    set(&system, "a", "1", Duration::from_secs(1)).await;
    set(&system, "a", "2", HOUR).await;

    system.pass(Duration::from_secs(2)).await;

    assert_eq!(get(&system, "a").await.as_deref(), Some(b"2".as_slice()));
}

/// Five at once, and one each hour after that: slow enough for servers whose time passes.
const FIVE: Quota = Quota { units: 1, period: HOUR, burst: 5 };

pub(crate) async fn a_quota_allows_a_burst_and_then_its_rate(system: System) {
    let quota = Quota { units: 1, period: Duration::from_secs(2), burst: 3 };
    for left in [2, 1, 0] {
        let admission = take(&system, "a", quota, 1).await;
        assert!(admission.allowed && admission.remaining >= left && admission.retry_after.is_zero(), "{admission:?}");
    }

    eventually("the burst is used up", || async { !take(&system, "a", quota, 1).await.allowed }).await;
    system.pass(Duration::from_millis(2100)).await;
    assert!(take(&system, "a", quota, 1).await.allowed);
}

pub(crate) async fn a_refusal_says_when_to_try_again(system: System) {
    let whole = take(&system, "a", FIVE, 5).await;
    assert!(whole.allowed && whole.remaining == 0);
    assert!(whole.reset_after > 4 * HOUR && whole.reset_after <= 5 * HOUR, "{whole:?}");

    let refused = take(&system, "a", FIVE, 2).await;

    assert!(!refused.allowed);
    assert!(refused.retry_after > HOUR && refused.retry_after <= 2 * HOUR, "{refused:?}");
    assert!(refused.reset_after > 4 * HOUR && refused.reset_after <= 5 * HOUR, "{refused:?}");
}

pub(crate) async fn a_quota_counts_units_not_requests(system: System) {
    assert_eq!(take(&system, "a", FIVE, 3).await.remaining, 2);
    assert!(!take(&system, "a", FIVE, 3).await.allowed);
    // A refusal takes nothing.
    assert_eq!(take(&system, "a", FIVE, 2).await.remaining, 0);
}

pub(crate) async fn more_than_a_burst_is_never_allowed(system: System) {
    let refused = take(&system, "a", FIVE, 6).await;

    assert!(!refused.allowed);
    assert_eq!((refused.remaining, refused.retry_after), (5, Duration::MAX));
}

pub(crate) async fn quotas_do_not_see_each_other(system: System) {
    assert!(take(&system, "a", FIVE, 5).await.allowed);

    assert!(take(&system, "b", FIVE, 5).await.allowed);
}

pub(crate) async fn concurrent_takers_get_the_burst_and_no_more(system: System) {
    let quota = Quota { units: 1, period: HOUR, burst: 20 };

    let admissions = join_all((0..100).map(|_| take(&system, "a", quota, 1))).await;

    assert_eq!(admissions.iter().filter(|admission| admission.allowed).count(), 20);
}
