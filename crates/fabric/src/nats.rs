//! The fabric over NATS: messages by its subjects, journals in `JetStream`, and the cache in Redis.

pub mod bus;
mod config;
mod connect;
mod connection;
mod convert;
mod error;
mod events;
pub mod journal;
mod permissions;
mod subscription;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use self::bus::NatsBus;
pub use self::config::{Credentials, NatsConfig, TlsFiles};
pub use self::error::ConnectError;
use self::journal::NatsJournals;
pub use self::permissions::Permissions;
use crate::Fabric;
use crate::cache::Cache;
use crate::clock::SystemClock;
use crate::embedded::cache::{CacheLimits, EmbeddedCache};
use crate::redis::RedisConfig;

/// Connects to NATS and, where it is configured, to Redis.
///
/// Waits for servers that are not there yet, for as long as the configuration allows. What is connected stays so by
/// itself: servers may go and come back.
///
/// ```no_run
/// use realmwire_fabric::nats::{NatsConfig, connect};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let servers = vec!["nats://10.0.0.1:4222".to_owned(), "nats://10.0.0.2:4222".to_owned()];
/// let config = NatsConfig { replicas: 3, ..NatsConfig::new(servers, "quest-system", "0197") };
/// let fabric = connect(config).await?;
/// let journal = fabric.journals.open("quest-system").await?;
/// # Ok(())
/// # }
/// ```
pub async fn connect(config: NatsConfig) -> Result<Fabric, ConnectError> {
    check_tokens(&config)?;
    let (bus, journals) = futures::try_join!(NatsBus::connect(&config), NatsJournals::connect(&config))?;
    Ok(Fabric { bus: Arc::new(bus), journals: Arc::new(journals), cache: cache(config)? })
}

fn cache(config: NatsConfig) -> Result<Arc<dyn Cache>, ConnectError> {
    if let Some(urls) = config.redis {
        return Ok(Arc::new(crate::redis::connect(RedisConfig::new(urls))?));
    }
    tracing::warn!("no Redis is configured: cache and quotas are of this process alone");
    Ok(Arc::new(EmbeddedCache::new(Arc::new(SystemClock), CacheLimits::default())))
}

/// Refuses names that cannot stand in a reply subject.
fn check_tokens(config: &NatsConfig) -> Result<(), ConnectError> {
    for (what, token) in [("name", &config.name), ("instance", &config.instance)] {
        let is_token =
            !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        if !is_token {
            let rule = format!("the {what} {token:?} is not of letters, digits, - and _");
            return Err(ConnectError::Invalid(rule));
        }
    }
    Ok(())
}
