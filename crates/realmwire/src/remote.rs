//! A running system as commands reach it over NATS.

use std::sync::Arc;
use std::time::Duration;

use realmwire_fabric::Fabric;
use realmwire_fabric::bus::Bus;
use realmwire_fabric::nats::{NatsConfig, connect};
use realmwire_sdk::client::{Channel, ChannelConfig};
use realmwire_sdk::host::Host;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::telemetry::Telemetry;

use crate::failure::Failure;

/// How long a command tries to reach a server.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// The name of commands on the bus.
const NAME: &str = "realmwire-cli";

/// A connection to a system.
pub(crate) struct Remote {
    fabric: Fabric,
    channel: Channel,
}

impl Remote {
    /// Connects to one of `servers`. Whoever reaches the bus is trusted there, so calls are those of a service.
    pub(crate) async fn connect(servers: &[String]) -> Result<Self, Failure> {
        let host = Host::system();
        let instance = host.new_uuid().simple().to_string();
        let mut config = NatsConfig::new(servers.to_vec(), NAME, instance.clone());
        config.connect_within = CONNECT_WITHIN;
        let fabric = connect(config).await.map_err(Failure::unreachable)?;
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
