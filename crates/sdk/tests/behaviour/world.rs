//! A bus, with servers and channels on it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use realmwire_contract::MethodSpec;
use realmwire_contract::state_manager::v1::{GetRequest, GetResponse};
use realmwire_fabric::bus::{Bus, Inbox};
use realmwire_fabric::embedded::bus::EmbeddedBus;
use realmwire_sdk::client::{Call, Channel, ChannelConfig, ServiceClient, StreamCall};
use realmwire_sdk::host::Host;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::resilience::ProcessGate;
use realmwire_sdk::server::{Server, ServerParts};
use realmwire_sdk::telemetry::Telemetry;

use crate::service::{PROBE, Probe};

/// The longest that anything a test waits for may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// One bus as the processes of a system see it.
pub(crate) struct World {
    connect: Box<Connect>,
    processes: Mutex<HashMap<String, Arc<dyn Bus>>>,
}

/// Gives a process its view of the bus.
type Connect = dyn Fn(&str) -> Arc<dyn Bus> + Send + Sync;

/// A client of the service `probe`.
pub(crate) struct Client(ServiceClient);

impl World {
    pub(crate) fn embedded() -> Self {
        let bus: Arc<dyn Bus> = Arc::new(EmbeddedBus::new());
        Self { connect: Box::new(move |_| Arc::clone(&bus)), processes: Mutex::default() }
    }

    /// The bus as a process of its own sees it.
    pub(crate) fn bus(&self, process: &str) -> Arc<dyn Bus> {
        let mut processes = self.processes.lock();
        Arc::clone(processes.entry(process.to_owned()).or_insert_with(|| (self.connect)(process)))
    }

    /// Takes a process off the bus, as if it had been killed while it held `inbox`.
    pub(crate) fn vanish(&self, process: &str, inbox: Inbox) {
        self.processes.lock().remove(process);
        drop(inbox);
    }

    pub(crate) fn parts(&self, instance: &str) -> ServerParts {
        ServerParts {
            bus: self.bus(instance),
            host: Host::system(),
            telemetry: Telemetry::new(),
            instance: instance.to_owned(),
            gate: ProcessGate::default(),
            idempotency: None,
        }
    }

    pub(crate) async fn serve(&self, instance: &str, probe: Probe) -> Server {
        Server::start(Arc::new(probe), self.parts(instance)).await.unwrap()
    }

    pub(crate) fn channel(&self) -> Channel {
        let config = ChannelConfig { caller: "test/1".to_owned(), principal: Principal::service("test") };
        Channel::new(self.bus("client"), Host::system(), Telemetry::new(), config)
    }

    pub(crate) fn client(&self) -> Client {
        Client(ServiceClient::new(&self.channel(), &PROBE))
    }
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
    };
}
pub(crate) use on_every_bus;
