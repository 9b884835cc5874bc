//! What only a cache on servers can get wrong. What all caches have in common is in the behaviour suite.

use std::time::Duration;

use bytes::Bytes;
use realmwire_test_kit::{RedisCluster, RedisServer, eventually};
use tokio::time::Instant;

use super::{RedisCache, RedisConfig, RedisError, connect};
use crate::cache::{Cache, Quota};

const WITHIN: Duration = Duration::from_secs(30);
const HOUR: Duration = Duration::from_hours(1);
/// An operation that gives up does so in a tenth of it; the rest is for machines that are busy.
const SOON: Duration = Duration::from_secs(2);

async fn until_answered(cache: &RedisCache, key: &str) {
    eventually("the cache answers", WITHIN, || async { cache.get(key).await.ok() }).await.unwrap();
}

#[tokio::test]
async fn a_cache_without_its_server_fails_soon_and_recovers() {
    let server = RedisServer::start().await.unwrap();
    let cache = connect(RedisConfig::new(vec![server.url()])).unwrap();
    until_answered(&cache, "a").await;
    cache.set("a", Bytes::from_static(b"1"), HOUR).await.unwrap();

    server.kill().unwrap();
    let begun = Instant::now();
    assert!(cache.get("a").await.is_err());
    assert!(cache.take("a", Quota { units: 1, period: HOUR, burst: 1 }, 1).await.is_err());
    assert!(begun.elapsed() < SOON);

    server.restart().await.unwrap();
    until_answered(&cache, "a").await;
    assert_eq!(cache.get("a").await.unwrap(), None, "a server that was killed has forgotten");
}

#[tokio::test]
async fn a_server_that_hangs_costs_one_wait_and_not_many() {
    const OPERATIONS: u32 = 200;
    let server = RedisServer::start().await.unwrap();
    let cache = connect(RedisConfig::new(vec![server.url()])).unwrap();
    until_answered(&cache, "a").await;

    server.stop().unwrap();
    let begun = Instant::now();
    for _ in 0..OPERATIONS {
        assert!(cache.get("a").await.is_err());
    }
    let waited = begun.elapsed();
    server.cont().unwrap();

    assert!(waited < Duration::from_millis(100) * OPERATIONS / 4, "{waited:?}");
    until_answered(&cache, "a").await;
}

#[tokio::test]
async fn a_server_may_come_after_its_cache() {
    let server = RedisServer::start().await.unwrap();
    server.kill().unwrap();
    let cache = connect(RedisConfig::new(vec![server.url()])).unwrap();
    assert!(cache.get("a").await.is_err());

    server.restart().await.unwrap();

    until_answered(&cache, "a").await;
}

#[tokio::test]
async fn a_cluster_that_lost_a_shard_serves_the_others() {
    let cluster = RedisCluster::start(3).await.unwrap();
    let cache = connect(RedisConfig::new(cluster.urls())).unwrap();
    let keys: Vec<_> = (0..48).map(|number| format!("key {number}")).collect();
    for key in &keys {
        until_answered(&cache, key).await;
        cache.set(key, Bytes::from_static(b"1"), HOUR).await.unwrap();
    }

    cluster.nodes()[0].kill().unwrap();
    let begun = Instant::now();
    let mut served = 0;
    for key in &keys {
        served += usize::from(cache.get(key).await.is_ok());
    }

    assert!(served >= keys.len() / 3, "only {served} keys of {}", keys.len());
    assert!(served < keys.len(), "the lost shard had some of them");
    assert!(begun.elapsed() < SOON * 5);
}

#[test]
fn what_is_no_server_is_refused() {
    assert!(matches!(connect(RedisConfig::new(vec![])), Err(RedisError::NoServer)));
    assert!(matches!(connect(RedisConfig::new(vec!["http://x".to_owned()])), Err(RedisError::Url(_))));
}
