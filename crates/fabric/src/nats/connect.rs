//! The way to a connection: options, patience, and what the server must be able to do.

use std::error::Error as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_nats::rustls::pki_types::pem::{self, PemObject};
use async_nats::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use async_nats::{Client, ConnectErrorKind, ConnectOptions, ServerAddr};
use rand::RngExt;
use tokio::time::Instant;

use super::config::{Credentials, NatsConfig};
use super::connection::Connection;
use super::error::ConnectError;
use super::events::Events;
use crate::inboxes::Inboxes;

/// The oldest server that has atomic batches, messages with a time to live and scheduled messages as they are used.
const NEEDED_VERSION: &str = "2.14.0";
const NEEDED: (i64, i64, i64) = (2, 14, 0);

/// Commands that may wait for the connection's task: past it a sender waits, at most until its deadline.
const COMMANDS: usize = 16 * 1024;
/// Messages that may wait for the task that reads a subscription: past it they are dropped and counted.
const SUBSCRIPTION_MESSAGES: usize = 64 * 1024;
/// A server that hangs is left after two intervals without an answer.
const PING_INTERVAL: Duration = Duration::from_secs(2);
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(3);
const FIRST_RETRY: Duration = Duration::from_millis(100);
const LAST_RETRY: Duration = Duration::from_secs(4);

/// Opens a connection for `purpose`, which must not be hindered by the traffic of another.
pub(super) async fn open(config: &NatsConfig, purpose: &str) -> Result<Arc<Connection>, ConnectError> {
    let inbox = format!("_INBOX.{}.{}", config.name, config.instance);
    let prefix = format!("{inbox}.{purpose}.");
    // Numbers start anywhere, so that a process that was restarted under the same name gets no late replies of its
    // predecessor.
    let inboxes = Arc::new(Inboxes::new(prefix.clone(), u64::from(rand::rng().random::<u32>()) << 16));
    let name = format!("{}/{} {purpose}", config.name, config.instance);
    let events = Arc::new(Events::new(name.clone(), Arc::clone(&inboxes)));
    let options = options(config, name, &inbox, Arc::clone(&events)).await?;
    let client = connect_patiently(config, &options).await?;
    check_server(&client)?;
    let opened = Connection::open(client, inboxes, events, prefix).await;
    opened.map_err(|error| ConnectError::Refused { servers: config.servers.join(", "), source: error.into() })
}

async fn options(
    config: &NatsConfig,
    name: String,
    inbox: &str,
    events: Arc<Events>,
) -> Result<ConnectOptions, ConnectError> {
    let mut options = ConnectOptions::new()
        .name(name)
        .custom_inbox_prefix(inbox)
        .client_capacity(COMMANDS)
        .subscription_capacity(SUBSCRIPTION_MESSAGES)
        .ping_interval(PING_INTERVAL)
        .connection_timeout(CONNECTION_TIMEOUT)
        // Subjects are checked before, with errors that say what is wrong.
        .skip_subject_validation(true)
        .reconnect_delay_callback(retry_delay)
        .event_callback(move |event| {
            events.take(event);
            std::future::ready(())
        });
    options = match &config.credentials {
        Credentials::None => options,
        Credentials::Password { user, password } => options.user_and_password(user.clone(), password.clone()),
        Credentials::Token(token) => options.token(token.clone()),
        Credentials::Nkey(seed) => options.nkey(seed.clone()),
        Credentials::File(path) => options
            .credentials_file(path)
            .await
            .map_err(|error| ConnectError::Invalid(format!("read the credentials file {}: {error}", path.display())))?,
    };
    if let Some(tls) = &config.tls {
        options = options.require_tls(true);
        if let Some(authority) = &tls.authority {
            check_certificates("authority", authority)?;
            options = options.add_root_certificates(authority.clone());
        }
        if let Some((certificate, key)) = &tls.identity {
            check_certificates("certificate", certificate)?;
            PrivateKeyDer::from_pem_file(key).map_err(unreadable("key", key))?;
            options = options.add_client_certificate(certificate.clone(), key.clone());
        }
    }
    Ok(options)
}

/// The client reads the files again at each connection and does not name them when it cannot.
fn check_certificates(what: &'static str, file: &Path) -> Result<(), ConnectError> {
    let certificates = CertificateDer::pem_file_iter(file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    if certificates.map_err(unreadable(what, file))?.is_empty() {
        return Err(ConnectError::Invalid(format!("the {what} file {} holds no certificate", file.display())));
    }
    Ok(())
}

fn unreadable(what: &'static str, file: &Path) -> impl Fn(pem::Error) -> ConnectError {
    move |error| ConnectError::Invalid(format!("read the {what} file {}: {error}", file.display()))
}

/// Connects, again and again until the time for it is over, and says so.
async fn connect_patiently(config: &NatsConfig, options: &ConnectOptions) -> Result<Client, ConnectError> {
    let mut servers = Vec::with_capacity(config.servers.len());
    for server in &config.servers {
        let parsed = server.parse::<ServerAddr>();
        servers.push(parsed.map_err(|error| ConnectError::Invalid(format!("server {server:?}: {error}")))?);
    }
    if servers.is_empty() {
        return Err(ConnectError::Invalid("no server is given".to_owned()));
    }
    let deadline = Instant::now() + config.connect_within;
    let named = || config.servers.join(", ");
    let mut attempts = 0;
    loop {
        let connected = tokio::time::timeout_at(deadline, Box::pin(options.clone().connect(servers.clone()))).await;
        let error: Box<dyn std::error::Error + Send + Sync> = match connected {
            Ok(Ok(client)) => return Ok(client),
            Ok(Err(error)) if is_about_certificates(&error) => {
                return Err(ConnectError::Certificates { servers: named(), source: error.into() });
            }
            Ok(Err(error)) if is_final(error.kind()) => {
                return Err(ConnectError::Refused { servers: named(), source: error.into() });
            }
            Ok(Err(error)) => error.into(),
            Err(elapsed) => elapsed.into(),
        };
        attempts += 1;
        let delay = retry_delay(attempts);
        if Instant::now() + delay >= deadline {
            return Err(ConnectError::Unreachable { servers: named(), source: error });
        }
        tracing::warn!(servers = named(), attempts, error, "cannot reach NATS yet");
        tokio::time::sleep(delay).await;
    }
}

/// Whether the handshake of TLS failed, on either side. To the client that is a failure to read or write.
fn is_about_certificates(error: &async_nats::ConnectError) -> bool {
    let io = error.source().and_then(|source| source.downcast_ref::<std::io::Error>());
    matches!(io.and_then(std::io::Error::get_ref), Some(inner) if inner.is::<async_nats::rustls::Error>())
}

fn is_final(kind: ConnectErrorKind) -> bool {
    matches!(
        kind,
        ConnectErrorKind::AuthorizationViolation
            | ConnectErrorKind::Authentication
            | ConnectErrorKind::ServerParse
            | ConnectErrorKind::Tls
    )
}

/// Exponential with full jitter, so that all who lost a server do not come back in one moment.
fn retry_delay(attempts: usize) -> Duration {
    let exponent = u32::try_from(attempts.saturating_sub(1)).unwrap_or(u32::MAX).min(16);
    let ceiling = FIRST_RETRY.saturating_mul(1 << exponent).min(LAST_RETRY);
    rand::rng().random_range(Duration::ZERO..=ceiling)
}

fn check_server(client: &Client) -> Result<(), ConnectError> {
    let info = client.server_info();
    let (major, minor, patch) = NEEDED;
    if !client.is_server_compatible(major, minor, patch) {
        let (server, version) = (info.server_name, info.version);
        return Err(ConnectError::ServerTooOld { server, version, needed: NEEDED_VERSION });
    }
    if !info.jetstream {
        return Err(ConnectError::NoJetStream { server: info.server_name });
    }
    Ok(())
}
