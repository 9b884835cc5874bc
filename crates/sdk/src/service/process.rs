use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use realmwire_contract::ServiceSpec;
use realmwire_fabric::Fabric;

use super::{ServiceContext, StartError};
use crate::health::Health;
use crate::host::Host;
use crate::resilience::ProcessGate;
use crate::telemetry::Telemetry;

/// What a process offers to the services in it. Cheap to clone.
#[derive(Clone)]
pub struct Process(Arc<ProcessParts>);

/// What a [`Process`] is made of.
pub struct ProcessParts {
    /// Messages, state and cache.
    pub fabric: Fabric,
    /// The clock and the source of randomness.
    pub host: Host,
    /// Names the process among all: letters, digits, `-` and `_`, since it is part of subjects.
    pub instance: String,
    /// Where metrics and spans go.
    pub telemetry: Telemetry,
    /// Where it is said what is missing.
    pub health: Health,
    /// Bounds the calls of all services together.
    pub gate: ProcessGate,
    /// The directory with the game's content; `None` is what the services bring with them.
    pub content: Option<PathBuf>,
}

impl Process {
    /// Offers `parts` to services.
    #[must_use]
    pub fn new(parts: ProcessParts) -> Self {
        let bus = Arc::clone(&parts.fabric.bus);
        let disconnected = move || (!bus.is_connected()).then(|| "not connected".to_owned());
        parts.health.check("process", "bus", disconnected);
        Self(Arc::new(parts))
    }

    /// What `service` is started with. `config` is its table of the configuration.
    ///
    /// # Errors
    /// [`StartError::Config`] when the settings that every service has are wrong.
    pub fn context(&self, service: &'static ServiceSpec, config: toml::Table) -> Result<ServiceContext, StartError> {
        ServiceContext::new(self.clone(), service, config)
    }

    /// Messages, state and cache.
    pub fn fabric(&self) -> &Fabric {
        &self.0.fabric
    }

    /// The clock and the source of randomness.
    pub fn host(&self) -> &Host {
        &self.0.host
    }

    /// Names the process among all.
    pub fn instance(&self) -> &str {
        &self.0.instance
    }

    /// Where metrics and spans go.
    pub fn telemetry(&self) -> &Telemetry {
        &self.0.telemetry
    }

    /// Where it is said what is missing.
    pub fn health(&self) -> &Health {
        &self.0.health
    }

    /// Bounds the calls of all services together.
    pub fn gate(&self) -> &ProcessGate {
        &self.0.gate
    }

    /// The directory with the game's content.
    pub fn content(&self) -> Option<&PathBuf> {
        self.0.content.as_ref()
    }
}

impl fmt::Debug for Process {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Process").field("instance", &self.0.instance).finish_non_exhaustive()
    }
}
