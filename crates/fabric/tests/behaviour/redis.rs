//! The behaviours of the cache on Redis: one server, and a cluster of three shards.

use std::sync::Arc;

use realmwire_fabric::clock::SystemClock;
use realmwire_fabric::redis::{self, RedisConfig};
use realmwire_fabric::{Fabric, embedded};
use realmwire_test_kit::{RedisCluster, RedisServer};
use tokio::sync::OnceCell;

use crate::system::{System, Time, eventually};

static SERVER: OnceCell<RedisServer> = OnceCell::const_new();
static CLUSTER: OnceCell<RedisCluster> = OnceCell::const_new();

async fn system(urls: Vec<String>) -> System {
    let mut config = RedisConfig::new(urls);
    // These are about what is answered; what happens when nothing is has tests of its own.
    config.timeout = crate::system::PATIENCE;
    let cache = Arc::new(redis::connect(config).expect("connected"));
    let fabric = Fabric { cache, ..embedded::memory(Arc::new(SystemClock)) };
    eventually("Redis answers", || async { fabric.cache.get("").await.is_ok() }).await;
    System::new(fabric, Time::Real, None)
}

async fn single() -> System {
    let server = SERVER.get_or_init(|| async { RedisServer::start().await.expect("a server") }).await;
    system(vec![server.url()]).await
}

async fn sharded() -> System {
    let cluster = CLUSTER.get_or_init(|| async { RedisCluster::start(3).await.expect("a cluster") }).await;
    system(cluster.urls()).await
}

/// Of all behaviours, those of the cache.
macro_rules! run_cache {
    ($($module:ident: [$($behaviour:ident,)*];)*) => { $(run_if_cache! { $module $($behaviour)* })* };
}

macro_rules! run_if_cache {
    (cache $($behaviour:ident)*) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn on_one() {
            crate::side_by_side::run(vec![$((stringify!($behaviour), Box::pin(async {
                crate::cache::$behaviour(single().await).await;
            })),)*]).await;
        }

        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn on_three() {
            crate::side_by_side::run(vec![$((stringify!($behaviour), Box::pin(async {
                crate::cache::$behaviour(sharded().await).await;
            })),)*]).await;
        }
    };
    ($other:ident $($behaviour:ident)*) => {};
}

crate::behaviours!(run_cache);
