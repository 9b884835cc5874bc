//! A bus and journals, with servers and channels on them.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use realmwire_contract::MethodSpec;
use realmwire_contract::state_manager::v1::{GetRequest, GetResponse};
use realmwire_fabric::bus::Bus;
use realmwire_fabric::clock::SystemClock;
use realmwire_fabric::journal::Journals;
use realmwire_fabric::nats::NatsConfig;
use realmwire_fabric::nats::bus::NatsBus;
use realmwire_fabric::nats::journal::NatsJournals;
use realmwire_fabric::{Fabric, embedded};
use realmwire_sdk::client::{Call, Channel, ChannelConfig, ServiceClient, StreamCall};
use realmwire_sdk::host::Host;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::resilience::ProcessGate;
use realmwire_sdk::server::{Server, ServerParts};
use realmwire_sdk::store::Store;
use realmwire_sdk::telemetry::Telemetry;
use realmwire_sdk::testing::Faults;

use realmwire_test_kit::NatsServer;
use tokio::sync::Mutex;

use crate::service::{PROBE, Probe};

/// The longest that anything a test waits for may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// One bus as the processes of a system see it.
pub(crate) struct World {
    backend: Backend,
    processes: Mutex<HashMap<String, Arc<dyn Bus>>>,
}

enum Backend {
    /// The faults are those between all processes and the fabric.
    Embedded {
        fabric: Fabric,
        faults: Faults,
    },
    Nats(Box<NatsServer>),
}

/// A client of the service `probe`.
pub(crate) struct Client(ServiceClient);

impl World {
    pub(crate) fn embedded() -> Self {
        let faults = Faults::seeded(2030);
        let fabric = faults.before(&embedded::memory(Arc::new(SystemClock)));
        Self { backend: Backend::Embedded { fabric, faults }, processes: Mutex::default() }
    }

    pub(crate) async fn nats() -> Self {
        let server = NatsServer::start().await.unwrap();
        Self { backend: Backend::Nats(Box::new(server)), processes: Mutex::default() }
    }

    /// The bus as a process of its own sees it.
    pub(crate) async fn bus(&self, process: &str) -> Arc<dyn Bus> {
        let mut processes = self.processes.lock().await;
        if let Some(bus) = processes.get(process) {
            return Arc::clone(bus);
        }
        let bus: Arc<dyn Bus> = match &self.backend {
            Backend::Embedded { fabric, .. } => Arc::clone(&fabric.bus),
            Backend::Nats(server) => Arc::new(NatsBus::connect(&config(server, process)).await.unwrap()),
        };
        processes.insert(process.to_owned(), Arc::clone(&bus));
        bus
    }

    /// Takes a process off the bus, once nothing else holds its end, as if it had been killed.
    pub(crate) async fn vanish(&self, process: &str) {
        self.processes.lock().await.remove(process);
    }

    /// The documents of the service `probe` as a process of its own sees them.
    pub(crate) async fn store(&self, process: &str) -> Store {
        let journal = match &self.backend {
            Backend::Embedded { fabric, .. } => fabric.journals.open("probe").await.unwrap(),
            Backend::Nats(server) => {
                NatsJournals::connect(&config(server, process)).await.unwrap().open("probe").await.unwrap()
            }
        };
        Store::new(journal, Host::system(), &Telemetry::new())
    }

    /// Takes what carries the messages away from all processes.
    pub(crate) fn cut_off(&self) {
        match &self.backend {
            Backend::Embedded { faults, .. } => faults.disconnect(),
            Backend::Nats(server) => server.kill().unwrap(),
        }
    }

    /// Gives back what carries the messages.
    pub(crate) async fn restore(&self) {
        match &self.backend {
            Backend::Embedded { faults, .. } => faults.reconnect(),
            Backend::Nats(server) => server.restart().await.unwrap(),
        }
    }

    pub(crate) async fn parts(&self, instance: &str) -> ServerParts {
        ServerParts {
            bus: self.bus(instance).await,
            host: Host::system(),
            telemetry: Telemetry::new(),
            instance: instance.to_owned(),
            gate: ProcessGate::default(),
            idempotency: None,
        }
    }

    pub(crate) async fn serve(&self, instance: &str, probe: Probe) -> Server {
        Server::start(Arc::new(probe), self.parts(instance).await).await.unwrap()
    }

    pub(crate) async fn channel(&self) -> Channel {
        let config = ChannelConfig { caller: "test/1".to_owned(), principal: Principal::service("test") };
        Channel::new(self.bus("client").await, Host::system(), Telemetry::new(), config)
    }

    pub(crate) async fn client(&self) -> Client {
        Client(ServiceClient::new(&self.channel().await, &PROBE))
    }
}

fn config(server: &NatsServer, process: &str) -> NatsConfig {
    NatsConfig::new(vec![server.url()], "probe", process)
}

impl Client {
    pub(crate) fn call(&self, method: &'static MethodSpec, request: GetRequest) -> Call<'_, GetRequest, GetResponse> {
        self.0.call(method, request)
    }

    pub(crate) fn open<T>(&self, method: &'static MethodSpec, request: GetRequest) -> StreamCall<'_, GetRequest, T> {
        self.0.open(method, request)
    }
}

/// Waits until `condition` holds.
pub(crate) async fn eventually(what: &str, condition: impl Fn() -> bool) {
    let until = tokio::time::Instant::now() + PATIENCE;
    while !condition() {
        assert!(tokio::time::Instant::now() < until, "not in time: {what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// Runs each scenario on every bus.
macro_rules! on_every_bus {
    ($($scenario:ident),* $(,)?) => {
        mod embedded {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $scenario() {
                    super::$scenario(crate::world::World::embedded()).await;
                }
            )*
        }

        mod nats {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $scenario() {
                    super::$scenario(crate::world::World::nats().await).await;
                }
            )*
        }
    };
}
pub(crate) use on_every_bus;
