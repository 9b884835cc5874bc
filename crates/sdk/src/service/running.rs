use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use realmwire_contract::ServiceSpec;
use tokio::time::Instant;

use super::consumer::Consumer;
use super::{Process, StartError};
use crate::health::{Dependency, Readiness};
use crate::idempotency::Idempotency;
use crate::server::{Server, ServerParts, Service};
use crate::store::Store;
use crate::tasks::{Shutdown, Tasks};

/// A service that runs. It is stopped by [`Running::drain`]; dropping it cuts everything off.
pub struct Running {
    spec: &'static ServiceSpec,
    process: Process,
    /// `None` until the service takes calls.
    server: Option<Server>,
    serving: Dependency,
    store: Option<(Store, Dependency)>,
    dependencies: Vec<Dependency>,
    consumers: Tasks,
    background: Tasks,
}

/// What [`Running::drain`] had to cut off because it would not end in time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DrainReport {
    /// Calls whose handlers were cut off. Their callers got an answer that says so.
    pub calls: usize,
    /// Consumers with events that were cut off. Those events are delivered to another instance.
    pub consumers: Vec<String>,
    /// Background tasks that were cut off.
    pub tasks: Vec<String>,
}

impl DrainReport {
    /// Whether everything ended by itself.
    pub fn is_clean(&self) -> bool {
        *self == Self::default()
    }
}

/// Shares of the time to drain, in percent of all of it, at whose end calls and consumers are cut off, so that what
/// comes after them still has time.
const CALLS_UNTIL_PERCENT: u32 = 60;
const CONSUMERS_UNTIL_PERCENT: u32 = 85;
/// How long the bus has to send what is buffered, also when all of the time is over.
const SHORTEST_FLUSH: Duration = Duration::from_millis(100);

impl Running {
    /// A service of which nothing runs yet.
    pub(super) fn new(spec: &'static ServiceSpec, process: Process, store: Option<(Store, Dependency)>) -> Self {
        let serving = process.health().dependency(spec.name, "calls");
        Self {
            spec,
            process,
            server: None,
            serving,
            store,
            dependencies: Vec::new(),
            consumers: Tasks::default(),
            background: Tasks::default(),
        }
    }

    /// Joins the consumer and then takes events.
    pub(super) async fn consume(&mut self, name: &str, consumer: Arc<Consumer>) -> Result<(), StartError> {
        let source = consumer.source().to_owned();
        let readiness = consumer.readiness().clone();
        let joined = consumer.join().await;
        let member = joined.map_err(|error| StartError::Journal { service: source, source: error })?;
        let failed = readiness.clone();
        let run = consumer.run(member, self.consumers.shutdown().clone());
        self.consumers.spawn(name, run, move |message| failed.missing(format!("panicked: {message}")));
        self.dependencies.push(readiness);
        Ok(())
    }

    /// Takes calls from now on; the last step of a start, and the first to be undone.
    pub(super) async fn serve(&mut self, service: Arc<dyn Service>) -> Result<(), StartError> {
        let idempotency = self.store.as_ref().map(|(store, _)| Arc::new(store.clone()) as Arc<dyn Idempotency>);
        let parts = ServerParts {
            bus: Arc::clone(&self.process.fabric().bus),
            host: self.process.host().clone(),
            telemetry: self.process.telemetry().clone(),
            instance: self.process.instance().to_owned(),
            gate: self.process.gate().clone(),
            idempotency,
        };
        let started = Server::start(service, parts).await;
        self.server = Some(started.map_err(|source| StartError::Bus { service: self.spec.name, source })?);
        self.serving.present();
        Ok(())
    }

    pub(super) fn run_background(&mut self, name: &str, task: impl FnOnce(Shutdown) -> BoxFuture<'static, ()>) {
        let alive = self.process.health().dependency(self.spec.name, &format!("task {name}"));
        alive.present();
        let failed = alive.clone();
        let task = task(self.background.shutdown().clone());
        self.background.spawn(name, task, move |message| failed.missing(format!("panicked: {message}")));
        self.dependencies.push(alive);
    }

    /// Looks at the journal from time to time, so that readiness tells the truth while nobody calls.
    pub(super) fn probe_journal(&self, interval_ms: u64) {
        let Some((store, _)) = self.store.clone() else { return };
        let interval = Duration::from_millis(interval_ms.max(1));
        let shutdown = self.background.shutdown().clone();
        let probe = async move {
            while shutdown.or(tokio::time::sleep(interval)).await.is_some() {
                store.probe().await;
            }
        };
        self.background.spawn("journal probe", probe, |_| {});
    }

    /// The service's name.
    pub fn service(&self) -> &'static ServiceSpec {
        self.spec
    }

    /// Whether the service has everything it needs, or what it misses.
    pub fn readiness(&self) -> Readiness {
        let journal = self.store.iter().map(|(_, journal)| journal);
        let own = journal.chain([&self.serving]).chain(&self.dependencies);
        Readiness::of(own.filter_map(Dependency::problem).collect())
    }

    /// Stops the service within `within`: it is no longer ready, takes no more calls, finishes those it has, then its
    /// events, then its background tasks, and sends what is buffered.
    pub async fn drain(mut self, within: Duration) -> DrainReport {
        let started = Instant::now();
        self.serving.missing("draining");
        let calls = match self.server.take() {
            Some(server) => server.drain(within * CALLS_UNTIL_PERCENT / 100).await.abandoned,
            None => 0,
        };
        let consumers = self.consumers.stop(started + within * CONSUMERS_UNTIL_PERCENT / 100).await;
        let tasks = self.background.stop(started + within).await;
        let left = (started + within).saturating_duration_since(Instant::now());
        if let Err(error) = self.process.fabric().bus.flush(left.max(SHORTEST_FLUSH)).await {
            tracing::warn!(service = self.spec.name, %error, "the bus could not be flushed at the end");
        }
        DrainReport { calls, consumers, tasks }
    }
}
