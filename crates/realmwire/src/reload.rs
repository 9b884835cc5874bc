//! Puts new settings in force while the process runs, as far as they can be.

use std::error::Error;
use std::sync::Arc;

use parking_lot::RwLock;
use realmwire_gateway::{Gateway, GatewayConfig, RunningGateway};
use realmwire_sdk::telemetry::{Gauge, Telemetry};
use toml::Table;

use crate::config::{Config, ConfigError};

/// The settings in force.
#[derive(Clone)]
pub(crate) struct InForce {
    config: Arc<RwLock<Config>>,
    /// 1 when the last settings that were found could be used, else 0.
    is_current: Gauge,
}

impl InForce {
    pub(crate) fn new(config: &Config, telemetry: &Telemetry) -> Self {
        let help = "Whether the settings that were found last are in force.";
        let is_current = telemetry.gauge("config_last_reload_successful", help, &[]);
        is_current.set(1);
        Self { config: Arc::new(RwLock::new(config.clone())), is_current }
    }

    pub(crate) fn get(&self) -> Config {
        self.config.read().clone()
    }

    /// The settings as JSON, for operators.
    pub(crate) fn to_json(&self) -> String {
        // The settings are plain data with text for keys, which JSON can always hold.
        serde_json::to_string(&*self.config.read()).unwrap_or_default()
    }

    /// Puts what was found in force, or keeps what is and says why. The gateway's settings change at once; others wait
    /// for the next start, and those that do are named.
    pub(crate) fn replace(&self, found: Result<Config, ConfigError>, gateway: Option<&RunningGateway>) {
        let replaced = found.map_err(|error| with_causes(&error)).and_then(|found| self.adopt(found, gateway));
        self.is_current.set(replaced.is_ok().into());
        match replaced {
            Ok(waiting) if waiting.is_empty() => tracing::info!("the settings were read again"),
            Ok(waiting) => tracing::warn!(
                settings = waiting.join(", "),
                "the settings were read again; some that changed take effect at the next start"
            ),
            Err(problem) => tracing::error!(problem, "new settings cannot be used; those in force stay"),
        }
    }

    fn adopt(&self, mut found: Config, gateway: Option<&RunningGateway>) -> Result<Vec<String>, String> {
        let problems = Gateway::check(&found.gateway);
        if !problems.is_empty() {
            let problems = problems.iter().map(|problem| format!("gateway.{}: {}", problem.key, problem.problem));
            return Err(problems.collect::<Vec<_>>().join("; "));
        }
        let before = self.get();
        let mut waiting = changed_sections(&before, &found);
        if let Some(gateway) = gateway {
            waiting.extend(keep_until_restart(&before.gateway, &mut found.gateway));
            gateway.reload(found.gateway.clone()).map_err(|error| with_causes(&error))?;
            *self.config.write() = Config { gateway: found.gateway, ..before };
        }
        Ok(waiting)
    }
}

fn with_causes(error: &dyn Error) -> String {
    let errors = std::iter::successors(Some(error), |error| (*error).source());
    errors.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// Undoes the changes that a running gateway cannot make, and names them.
fn keep_until_restart(before: &GatewayConfig, found: &mut GatewayConfig) -> Vec<String> {
    let mut waiting = Vec::new();
    let mut keep = |key: &str, changed: bool| waiting.extend(changed.then(|| format!("gateway.{key}")));
    keep("listen", found.listen != before.listen);
    keep("tls", found.tls != before.tls);
    keep("limits.connections", found.limits.connections != before.limits.connections);
    found.listen.clone_from(&before.listen);
    found.tls.clone_from(&before.tls);
    found.limits.connections = before.limits.connections;
    waiting
}

/// The sections that only the next start takes up and that are not the same.
fn changed_sections(before: &Config, found: &Config) -> Vec<String> {
    let table = |config: &Config| Table::try_from(config).unwrap_or_default();
    let (before, found) = (table(before), table(found));
    let names = before.keys().chain(found.keys().filter(|name| !before.contains_key(*name)));
    names.filter(|name| *name != "gateway" && before.get(*name) != found.get(*name)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_that_wait_for_the_next_start_are_named() {
        let parse = |text: &str| toml::from_str::<Config>(text).unwrap();
        let before = parse("[nats]\nreplicas = 1\n[log]\nfilter = \"info\"");
        let found = parse("[nats]\nreplicas = 3\n[gateway]\nlisten = \"127.0.0.1:1\"\n[services.auth]\nissuer = \"x\"");
        assert_eq!(changed_sections(&before, &found), ["nats", "services"]);
        assert!(changed_sections(&before, &before).is_empty());
    }
}
