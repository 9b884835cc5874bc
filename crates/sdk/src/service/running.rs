use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use realmwire_contract::ServiceSpec;
use realmwire_fabric::journal::Key;
use tokio::time::Instant;

use super::{Process, StartError};
use crate::health::{Dependency, Readiness};
use crate::server::Service;
use crate::store::Store;
use crate::tasks::{Shutdown, Tasks};

/// A service that runs. It is stopped by [`Running::drain`]; dropping it cuts everything off.
pub struct Running {
    spec: &'static ServiceSpec,
    process: Process,
    dependencies: Vec<Dependency>,
    serving: Dependency,
    store: Option<(Store, Dependency)>,
    pub(super) consumers: Tasks,
    background: Tasks,
}

pub(super) struct RunningParts {
    pub(super) spec: &'static ServiceSpec,
    pub(super) process: Process,
    pub(super) service: Arc<dyn Service>,
    pub(super) store: Option<Store>,
    pub(super) journal: Option<Dependency>,
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
/// How long one probe of the journal may take.
const PROBE_TIMEOUT: Duration = Duration::from_secs(2);

impl Running {
    pub(super) async fn new(parts: RunningParts) -> Result<Self, StartError> {
        let serving = parts.process.health().dependency(parts.spec.name, "calls");
        let _ = parts.service;
        serving.present();
        std::future::ready(()).await;
        Ok(Self {
            spec: parts.spec,
            process: parts.process,
            dependencies: Vec::new(),
            serving,
            store: parts.store.zip(parts.journal),
            consumers: Tasks::default(),
            background: Tasks::default(),
        })
    }

    pub(super) fn depends_on(&mut self, dependency: Dependency) {
        self.dependencies.push(dependency);
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
    pub(super) fn probe_journal(&mut self, interval_ms: u64) {
        let Some((store, readiness)) = self.store.clone() else { return };
        let interval = Duration::from_millis(interval_ms.max(1));
        let shutdown = self.background.shutdown().clone();
        let probe = async move {
            while shutdown.or(tokio::time::sleep(interval)).await.is_some() {
                match tokio::time::timeout(PROBE_TIMEOUT, store.journal().get(&Key::new("probe"))).await {
                    Ok(Ok(_)) => readiness.present(),
                    Ok(Err(error)) => readiness.missing(error),
                    Err(_) => readiness.missing("no answer in time"),
                }
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
    pub async fn drain(self, within: Duration) -> DrainReport {
        let started = Instant::now();
        self.serving.missing("draining");
        let consumers = self.consumers.stop(started + within * CONSUMERS_UNTIL_PERCENT / 100).await;
        let tasks = self.background.stop(started + within).await;
        let left = (started + within).saturating_duration_since(Instant::now());
        if let Err(error) = self.process.fabric().bus.flush(left).await {
            tracing::warn!(service = self.spec.name, error = %error, "the bus could not be flushed at the end");
        }
        let _ = CALLS_UNTIL_PERCENT;
        DrainReport { calls: 0, consumers, tasks }
    }
}
