//! The table of all services.

use futures::future::BoxFuture;
use realmwire_contract::ServiceSpec;
use realmwire_sdk::service::{Running, ServiceContext, StartError};
use schemars::Schema;
use schemars::generate::SchemaSettings;

/// What the system knows of a service beyond its contract.
pub struct ServiceEntry {
    /// Its contract: name, methods, events, and what it calls and consumes.
    pub spec: &'static ServiceSpec,
    /// Starts an instance.
    pub start: fn(ServiceContext) -> BoxFuture<'static, Result<Running, StartError>>,
    /// The schema of its own settings, beside those that every service has
    /// ([`Settings`](realmwire_sdk::service::Settings), in the table `runtime`).
    pub config_schema: fn() -> Schema,
}

macro_rules! services {
    ($($service:ident),* $(,)?) => {
        &[$(ServiceEntry {
            spec: $service::SPEC,
            start: |context| Box::pin($service::start(context)),
            config_schema: schema_of::<$service::config::Config>,
        }),*]
    };
}

static CATALOGUE: &[ServiceEntry] = services![
    realmwire_auth,
    realmwire_event_bus,
    realmwire_performance_mode,
    realmwire_settings,
    realmwire_state_manager,
    realmwire_time_manager,
    realmwire_weather_manager,
    realmwire_world_state,
];

/// All services, in the order of their names.
#[must_use]
pub fn catalogue() -> &'static [ServiceEntry] {
    CATALOGUE
}

/// The schema of a settings type, without references between its parts.
#[must_use]
pub fn schema_of<T: schemars::JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12()
        .with(|settings| settings.inline_subschemas = true)
        .into_generator()
        .into_root_schema_for::<T>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_of_the_contract_is_in_the_catalogue() {
        let mut contract: Vec<_> = realmwire_contract::SERVICES.iter().map(|spec| spec.name).collect();
        contract.sort_unstable();
        let listed: Vec<_> = catalogue().iter().map(|entry| entry.spec.name).collect();
        assert_eq!(listed, contract);
    }
}
