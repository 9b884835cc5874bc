use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rand_chacha::ChaCha8Rng;
use realmwire_contract::{EVERY_EVENT, ServiceSpec};
use realmwire_fabric::cache::Cache;
use realmwire_fabric::clock::Clock;
use serde::de::DeserializeOwned;
use tokio::sync::OnceCell;

use super::{Caller, ConfigError, Process, ServiceBuilder, Settings, StartError};
use crate::client::{Channel, ChannelConfig};
use crate::courier::Courier;
use crate::events::EventReader;
use crate::health::Dependency;
use crate::host::Host;
use crate::identity::Principal;
use crate::server::Service;
use crate::store::Store;
use crate::telemetry::Telemetry;

/// What a service is started with: its configuration, its store, and the ways to everything else.
pub struct ServiceContext {
    pub(super) process: Process,
    pub(super) spec: &'static ServiceSpec,
    pub(super) settings: Settings,
    pub(super) store: OnceCell<(Store, Dependency)>,
    config: toml::Table,
    channel: Channel,
}

/// The key of the settings that every service has, in the table of a service.
const SETTINGS_KEY: &str = "runtime";

impl ServiceContext {
    pub(super) fn new(
        process: Process,
        spec: &'static ServiceSpec,
        mut config: toml::Table,
    ) -> Result<Self, StartError> {
        let settings = match config.remove(SETTINGS_KEY) {
            Some(value) => parse(spec.name, Some(SETTINGS_KEY), value)?,
            None => Settings::default(),
        };
        let caller = ChannelConfig {
            caller: format!("{}/{}", spec.name, process.instance()),
            principal: Principal::service(spec.name),
        };
        let bus = Arc::clone(&process.fabric().bus);
        let channel = Channel::new(bus, process.host().clone(), process.telemetry().clone(), caller);
        Ok(Self { process, spec, settings, store: OnceCell::new(), config, channel })
    }

    /// The service's configuration, which begins with its defaults.
    ///
    /// # Errors
    /// [`StartError::Config`] naming the key that is unknown or has a wrong value.
    pub fn config<C: DeserializeOwned + Default>(&self) -> Result<C, StartError> {
        if self.config.is_empty() {
            return Ok(C::default());
        }
        parse(self.spec.name, None, toml::Value::Table(self.config.clone()))
    }

    /// The service's configuration, checked by `validate` too, which is mostly a list of [`in_range`](super::in_range).
    ///
    /// # Errors
    /// [`StartError::Config`] naming the key that is unknown or has a wrong value.
    pub fn valid_config<C>(&self, validate: impl FnOnce(&C) -> Result<(), ConfigError>) -> Result<C, StartError>
    where
        C: DeserializeOwned + Default,
    {
        let config = self.config::<C>()?;
        match validate(&config) {
            Ok(()) => Ok(config),
            Err(ConfigError { key, problem }) => Err(StartError::Config { service: self.spec.name, key, problem }),
        }
    }

    /// The service's documents. Opened once; every call gives the same store.
    ///
    /// # Errors
    /// [`StartError::Journal`] when the journal cannot be opened.
    pub async fn store(&self) -> Result<Store, StartError> {
        let (store, _) = self.store.get_or_try_init(|| self.open_store()).await?;
        Ok(store.clone())
    }

    async fn open_store(&self) -> Result<(Store, Dependency), StartError> {
        let name = self.spec.name;
        let dependency = self.process.health().dependency(name, "journal");
        let opened = self.process.fabric().journals.open(name).await;
        let journal = opened.map_err(|source| StartError::Journal { service: name.to_owned(), source })?;
        dependency.present();
        let keys_ttl = Duration::from_secs(self.settings.idempotency_ttl_seconds);
        let effects_ttl = Duration::from_secs(self.settings.consumer_effect_ttl_seconds);
        let store = Store::new(journal, self.process.host().clone(), self.process.telemetry());
        let store =
            store.with_keys_ttl(Some(keys_ttl)).with_effects_ttl(effects_ttl).with_readiness(dependency.clone());
        Ok((store, dependency))
    }

    /// The way to other services, on behalf of this one.
    pub fn channel(&self) -> &Channel {
        &self.channel
    }

    /// The events of all services, where they are kept.
    ///
    /// # Errors
    /// [`StartError::Contract`] when the schema does not say that the service consumes every event.
    pub fn events(&self) -> Result<EventReader, StartError> {
        if !self.spec.consumes.contains(&EVERY_EVENT) {
            let problem = "it reads the events of all services, which its schema does not declare".to_owned();
            return Err(StartError::Contract { service: self.spec.name, problem });
        }
        Ok(EventReader::new(Arc::clone(&self.process.fabric().journals)))
    }

    /// What delivers messages to subjects outside of the contract.
    pub fn courier(&self) -> Courier {
        Courier::new(Arc::clone(&self.process.fabric().bus))
    }

    /// Values that may be lost at any time, and quotas.
    pub fn cache(&self) -> &Arc<dyn Cache> {
        &self.process.fabric().cache
    }

    /// The clock, which is the only one a service may use.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(self.process.host().clock())
    }

    /// The clock and the source of randomness.
    pub fn host(&self) -> &Host {
        self.process.host()
    }

    /// A generator seeded from the process's source of randomness, which is the only one a service may use.
    pub fn random(&self) -> ChaCha8Rng {
        self.process.host().random()
    }

    /// The directory with the game's content; `None` is what the service brings with it.
    pub fn content(&self) -> Option<&Path> {
        self.process.content().map(std::path::PathBuf::as_path)
    }

    /// Names the process among all.
    pub fn instance(&self) -> &str {
        self.process.instance()
    }

    /// Where metrics and spans go.
    pub fn telemetry(&self) -> &Telemetry {
        self.process.telemetry()
    }

    /// Where it is said what is missing.
    pub fn health(&self) -> &crate::health::Health {
        self.process.health()
    }

    /// Makes contexts for what the service does without being called.
    pub fn caller(&self) -> Caller {
        Caller::new(self.host().clone(), Principal::service(self.spec.name))
    }

    /// Begins to build the running service: it answers calls with `service`.
    pub fn serve(self, service: impl Service) -> ServiceBuilder {
        ServiceBuilder::new(self, Arc::new(service))
    }
}

fn parse<C: DeserializeOwned>(
    service: &'static str,
    table: Option<&'static str>,
    value: toml::Value,
) -> Result<C, StartError> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let key = match table {
            Some(table) if path == "." => table.to_owned(),
            Some(table) => format!("{table}.{path}"),
            None => path,
        };
        StartError::Config { service, key, problem: error.into_inner().message().to_owned() }
    })
}
