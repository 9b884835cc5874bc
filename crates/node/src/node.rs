//! The services that one process runs.

use std::time::Duration;

use realmwire_sdk::health::Readiness;
use realmwire_sdk::service::{DrainReport, Process, Running, StartError};
use tokio::time::Instant;

use crate::catalogue::ServiceEntry;
use crate::order::start_order;

/// The running services of this process, in the order they were started.
#[derive(Default)]
pub struct Node {
    running: Vec<(&'static str, Running)>,
}

/// A service that did not start; those started before it were stopped again.
#[derive(Debug, thiserror::Error)]
#[error("{service} did not start")]
pub struct NodeError {
    /// Its name.
    pub service: &'static str,
    /// Why.
    #[source]
    pub source: StartError,
}

/// One service's readiness.
#[derive(Clone, Debug)]
pub struct ServiceState {
    /// Its name.
    pub service: &'static str,
    /// Whether it takes calls, and if not, what it lacks.
    pub readiness: Readiness,
}

impl Node {
    /// Starts `entries` in `process`, dependencies first; `settings` has each service's table under its name.
    ///
    /// # Errors
    /// The first service that does not start, after the others were stopped again within `stop_within`.
    pub async fn start(
        entries: &[&'static ServiceEntry],
        process: &Process,
        settings: &toml::Table,
        stop_within: Duration,
    ) -> Result<Self, NodeError> {
        let mut node = Self::default();
        for entry in start_order(entries) {
            match start_one(entry, process, settings).await {
                Ok(running) => node.running.push((entry.spec.name, running)),
                Err(source) => {
                    node.stop(stop_within).await;
                    return Err(NodeError { service: entry.spec.name, source });
                }
            }
        }
        Ok(node)
    }

    /// The readiness of each service.
    #[must_use]
    pub fn states(&self) -> Vec<ServiceState> {
        self.running.iter().map(|(service, running)| ServiceState { service, readiness: running.readiness() }).collect()
    }

    /// Stops all services in reverse order; together they have `within` to finish what they accepted.
    pub async fn stop(self, within: Duration) -> Vec<(&'static str, DrainReport)> {
        let until = Instant::now() + within;
        let mut reports = Vec::with_capacity(self.running.len());
        for (service, running) in self.running.into_iter().rev() {
            reports.push((service, running.drain(until.saturating_duration_since(Instant::now())).await));
        }
        reports
    }
}

async fn start_one(entry: &ServiceEntry, process: &Process, settings: &toml::Table) -> Result<Running, StartError> {
    let own = settings.get(entry.spec.name).and_then(toml::Value::as_table).cloned().unwrap_or_default();
    (entry.start)(process.context(entry.spec, own)?).await
}
