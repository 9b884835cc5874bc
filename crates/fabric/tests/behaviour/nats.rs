//! The behaviours on NATS: one server, and a cluster of three with a copy of each journal on every one.
//!
//! The servers are shared by all tests of this process. The cache is that of Redis, which has behaviours of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use realmwire_fabric::Fabric;
use realmwire_fabric::nats::{self, NatsConfig};
use realmwire_test_kit::{NatsCluster, NatsServer};
use tokio::sync::OnceCell;

use crate::system::{PATIENCE, Restart, System, Time};

static SERVER: OnceCell<NatsServer> = OnceCell::const_new();
static CLUSTER: OnceCell<NatsCluster> = OnceCell::const_new();
static INSTANCES: AtomicU64 = AtomicU64::new(0);

async fn fabric(urls: Vec<String>, replicas: u8) -> Fabric {
    let instance = INSTANCES.fetch_add(1, Ordering::Relaxed).to_string();
    let config = NatsConfig { replicas, ..NatsConfig::new(urls, "behaviour", instance) };
    nats::connect(config).await.expect("connected")
}

async fn system(urls: Vec<String>, replicas: u8) -> System {
    let again = urls.clone();
    let restart: Restart = Box::new(move || Box::pin(fabric(again.clone(), replicas)));
    System::new(fabric(urls, replicas).await, Time::Real, Some(restart))
}

async fn single() -> System {
    let server = SERVER.get_or_init(|| async { NatsServer::start().await.expect("a server") }).await;
    system(vec![server.url()], 1).await
}

/// A system whose restart is one of its server, too.
async fn single_restarted() -> System {
    let server = Arc::new(NatsServer::start().await.expect("a server"));
    let url = server.url();
    let restart: Restart = Box::new(move || {
        let server = Arc::clone(&server);
        Box::pin(async move {
            server.process().terminate(PATIENCE).await.expect("the server ends");
            server.restart().await.expect("the server lives again");
            fabric(vec![server.url()], 1).await
        })
    });
    System::new(fabric(vec![url], 1).await, Time::Real, Some(restart))
}

async fn replicated() -> System {
    let cluster = CLUSTER.get_or_init(|| async { NatsCluster::start(3).await.expect("a cluster") }).await;
    system(cluster.urls(), 3).await
}

/// Tests, one a module, of the behaviours on the systems that a function makes.
macro_rules! run_on {
    ($name:ident $make:ident $($module:ident: [$($behaviour:ident,)*];)*) => {
        mod $name {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $module() {
                crate::side_by_side::run(vec![$((stringify!($behaviour), Box::pin(async {
                    crate::$module::$behaviour(super::$make().await).await;
                })),)*]).await;
            }
        )*}
    };
}

macro_rules! run_single {
    ($($list:tt)*) => { run_on! { on_one single $($list)* } };
}

macro_rules! run_replicated {
    ($($list:tt)*) => { run_on! { on_three replicated $($list)* } };
}

macro_rules! run_lasting_single {
    ($($list:tt)*) => { run_on! { on_one_restarted single_restarted $($list)* } };
}

macro_rules! run_lasting_replicated {
    ($($list:tt)*) => { run_on! { on_three_again replicated $($list)* } };
}

crate::behaviours!(run_single);
crate::behaviours!(run_replicated);
crate::lasting_behaviours!(run_lasting_single);
crate::lasting_behaviours!(run_lasting_replicated);
