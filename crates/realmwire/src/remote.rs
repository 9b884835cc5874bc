//! A running system as commands reach it over NATS.

use std::sync::Arc;

use realmwire_fabric::Fabric;
use realmwire_fabric::bus::Bus;
use realmwire_fabric::nats::connect;
use realmwire_sdk::client::{Channel, ChannelConfig};
use realmwire_sdk::host::Host;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::telemetry::Telemetry;

use crate::cli::NatsTarget;
use crate::config::SettingsSource;
use crate::failure::Failure;
use crate::nats::nats_config;

/// The name of commands on the bus.
const NAME: &str = "realmwire-cli";

/// A connection to a system.
pub(crate) struct Remote {
    fabric: Fabric,
    channel: Channel,
}

impl Remote {
    /// Connects to the servers that `target` names, as the configuration says. Whoever reaches the bus is trusted there, so
    /// calls are those of a service.
    pub(crate) async fn connect(target: &NatsTarget) -> Result<Self, Failure> {
        let config = SettingsSource::new(target.source.config.clone(), target.overrides()).load()?;
        let host = Host::system();
        let instance = host.new_uuid().simple().to_string();
        let fabric = connect(nats_config(&config.nats, NAME, &instance)?).await.map_err(Failure::unreachable)?;
        let caller = ChannelConfig { caller: format!("{NAME}/{instance}"), principal: Principal::service(NAME) };
        let channel = Channel::new(Arc::clone(&fabric.bus), host, Telemetry::new(), caller);
        Ok(Self { fabric, channel })
    }

    /// The way to the services.
    pub(crate) fn channel(&self) -> &Channel {
        &self.channel
    }

    /// The bus.
    pub(crate) fn bus(&self) -> &Arc<dyn Bus> {
        &self.fabric.bus
    }

    /// The journals of the services.
    pub(crate) fn fabric(&self) -> &Fabric {
        &self.fabric
    }
}
