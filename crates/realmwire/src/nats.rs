//! How this process reaches NATS, as its configuration says.

use std::time::Duration;

use realmwire_fabric::nats::{Credentials, NatsConfig, TlsFiles};

use crate::config::Nats;
use crate::failure::Failure;

/// A certificate without its key, or a key without its certificate.
#[derive(Debug, thiserror::Error)]
#[error("nats.certificate_file and nats.key_file go together: set both or none")]
struct HalfAnIdentity;

/// The settings as the fabric takes them; `name` and `instance` tell this process from others on the bus.
///
/// # Errors
/// Half an identity.
pub(crate) fn nats_config(nats: &Nats, name: &str, instance: &str) -> Result<NatsConfig, Failure> {
    let mut config = NatsConfig::new(nats.servers.clone(), name, instance);
    config.replicas = nats.replicas;
    config.connect_within = Duration::from_millis(nats.connect_timeout_ms);
    config.credentials = nats.credentials_file.clone().map_or(Credentials::None, Credentials::File);
    config.tls = tls_files(nats)?;
    Ok(config)
}

fn tls_files(nats: &Nats) -> Result<Option<TlsFiles>, Failure> {
    let identity = match (nats.certificate_file.clone(), nats.key_file.clone()) {
        (Some(certificate), Some(key)) => Some((certificate, key)),
        (None, None) => None,
        _ => return Err(Failure::configuration(HalfAnIdentity)),
    };
    let authority = nats.authority_file.clone();
    let is_wanted = nats.tls || authority.is_some() || identity.is_some();
    Ok(is_wanted.then_some(TlsFiles { authority, identity }))
}
