//! A gateway as a whole: starting, reloading and draining it.

mod metrics;
mod pressure;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use parking_lot::RwLock;
use realmwire_contract::{SERVICES, descriptors};
use realmwire_sdk::client::Channel;
use realmwire_sdk::events::EventReader;
use realmwire_sdk::host::Host;
use realmwire_sdk::limits::Limiter;
use realmwire_sdk::telemetry::Telemetry;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::authenticator::Authenticator;
use crate::config::{ConfigProblem, GatewayConfig};
use crate::documents::Documents;
use crate::feed::Tails;
use crate::open_files;
use crate::openapi;
use crate::operations::{Operations, OperationsError};
use crate::server::{self, Certificates, TlsError, accept_until_drained};

pub(crate) use self::metrics::Metrics;
pub(crate) use self::pressure::Pressure;

/// What a gateway is made of.
pub struct GatewayParts {
    /// Its settings.
    pub config: GatewayConfig,
    /// The way to the services.
    pub channel: Channel,
    /// Who decides whose a token is.
    pub authenticator: Arc<dyn Authenticator>,
    /// Counts requests against the limits of their callers; `None` counts none.
    pub limiter: Option<Limiter>,
    /// Reads the events that feeds are made of; without it there are no feeds.
    pub events: Option<EventReader>,
    /// Where metrics and spans go.
    pub telemetry: Telemetry,
    /// The clock and the source of randomness.
    pub host: Host,
}

/// Starts gateways.
#[derive(Debug)]
pub struct Gateway;

/// A gateway that serves. Dropping it stops it at once; [`RunningGateway::drain`] lets it finish.
pub struct RunningGateway {
    shared: Arc<Shared>,
    address: SocketAddr,
    /// Ends what runs beside connections.
    background: CancellationToken,
}

/// What became of a drain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrainReport {
    /// Connections and streams that were not finished in time and were cut off.
    pub cut_off: usize,
}

/// Why a gateway does not start, or does not take new settings.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Settings are wrong.
    #[error("{key} {problem}", key = .0.key, problem = .0.problem)]
    Config(ConfigProblem),
    /// The contract cannot be served.
    #[error("the contract cannot be served")]
    Operations(#[from] OperationsError),
    /// The certificate cannot be used.
    #[error("HTTPS cannot be served")]
    Tls(#[from] TlsError),
    /// The address is taken, or not ours.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address as configured.
        address: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

/// What all connections share.
pub(crate) struct Shared {
    pub(crate) channel: Channel,
    pub(crate) authenticator: Arc<dyn Authenticator>,
    pub(crate) limiter: Option<Limiter>,
    pub(crate) tails: Option<Arc<Tails>>,
    pub(crate) host: Host,
    pub(crate) telemetry: Telemetry,
    pub(crate) metrics: Metrics,
    pub(crate) pressure: Pressure,
    /// Owns every connection, and what runs beside it.
    tasks: TaskTracker,
    /// Nothing new is taken any more.
    pub(crate) draining: CancellationToken,
    /// Everything still running is cut off.
    cut_off: CancellationToken,
    pub(crate) requests_in_flight: AtomicUsize,
    pub(crate) streams_open: AtomicUsize,
    pub(crate) streams_compressed: AtomicUsize,
    state: RwLock<Arc<State>>,
}

/// What new settings replace, all at once.
pub(crate) struct State {
    pub(crate) config: GatewayConfig,
    pub(crate) operations: Operations,
    /// What the gateway tells about itself, if it does.
    pub(crate) documents: Option<Documents>,
}

impl State {
    fn build(config: GatewayConfig) -> Result<Self, StartError> {
        if let Some(problem) = config.check().into_iter().next() {
            return Err(StartError::Config(problem));
        }
        let operations = Operations::build(descriptors(), SERVICES, &config)?;
        let describe = || Documents::new(&openapi::document(descriptors(), SERVICES, &config, &operations));
        let documents = config.documents.then(describe);
        Ok(Self { config, operations, documents })
    }
}

impl Shared {
    /// The settings in force. A request keeps those it began with.
    pub(crate) fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.read())
    }

    /// Runs a task that belongs to the gateway: a drain waits for it, and cuts it off when the time is over.
    pub(crate) fn spawn(&self, task: impl Future<Output: Send> + Send + 'static) {
        let cut_off = self.cut_off.clone();
        self.tasks.spawn(async move {
            cut_off.run_until_cancelled(task).await;
        });
    }
}

impl Gateway {
    /// Everything that is wrong with settings: what [`GatewayConfig::check`] finds, and what only the contract and the
    /// files show.
    pub fn check(config: &GatewayConfig) -> Vec<ConfigProblem> {
        let mut problems = config.check();
        let mut add = |key: &str, error: &dyn std::error::Error| {
            let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
            problems.push(ConfigProblem { key: key.to_owned(), problem: format!("{error}{cause}") });
        };
        if let Some(Err(error)) = config.tls.as_ref().map(Certificates::load) {
            add("tls", &error);
        }
        if let Err(error) = Operations::build(descriptors(), SERVICES, config) {
            add("retired", &error);
        }
        for name in config.profiles.keys() {
            let (service, method) = name.split_once('.').map_or((name.as_str(), None), |(s, m)| (s, Some(m)));
            let known = realmwire_contract::service(service);
            if known.is_none_or(|service| method.is_some_and(|method| service.method(method).is_none())) {
                let problem = "names no service or method of the contract".to_owned();
                problems.push(ConfigProblem { key: format!("profiles.{name}"), problem });
            }
        }
        problems
    }

    /// Starts a gateway. It serves when the future resolves.
    ///
    /// # Errors
    /// [`StartError`] naming what is wrong with the settings, or why the address cannot be used.
    pub async fn start(parts: GatewayParts) -> Result<RunningGateway, StartError> {
        let state = State::build(parts.config)?;
        let tls = state.config.tls.as_ref().map(Certificates::load).transpose()?;
        let listen_error = |source| StartError::Listen { address: state.config.listen.clone(), source };
        let listener = server::listen(&state.config.listen).await.map_err(listen_error)?;
        let address = listener.local_addr().map_err(listen_error)?;
        if let Some(shortage) = open_files::shortage(state.config.limits.connections) {
            tracing::warn!(%shortage, "the gateway can hold fewer connections than are configured");
        }
        let shared = Arc::new(Shared {
            channel: parts.channel,
            authenticator: parts.authenticator,
            limiter: parts.limiter,
            tails: parts.events.map(|events| Arc::new(Tails::new(events))),
            host: parts.host,
            metrics: Metrics::new(&parts.telemetry),
            pressure: Pressure::default(),
            telemetry: parts.telemetry,
            tasks: TaskTracker::new(),
            draining: CancellationToken::new(),
            cut_off: CancellationToken::new(),
            requests_in_flight: AtomicUsize::new(0),
            streams_open: AtomicUsize::new(0),
            streams_compressed: AtomicUsize::new(0),
            state: RwLock::new(Arc::new(state)),
        });
        let background = CancellationToken::new();
        if let Some(certificates) = tls.clone() {
            let stop = background.clone();
            shared.tasks.spawn(async move { stop.run_until_cancelled(certificates.follow()).await });
        }
        shared.tasks.spawn(accept_until_drained(listener, tls, Arc::clone(&shared)));
        tracing::info!(address = %address, "the gateway serves");
        Ok(RunningGateway { shared, address, background })
    }
}

impl RunningGateway {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The contract as an OpenAPI 3.1 document.
    pub fn openapi(&self) -> serde_json::Value {
        let state = self.shared.state();
        openapi::document(descriptors(), SERVICES, &state.config, &state.operations)
    }

    /// Every route as `GET /v1/things/{id} -> package.Service/Method`.
    pub fn routes(&self) -> Vec<String> {
        self.shared.state().operations.table()
    }

    /// The settings in force.
    pub fn config(&self) -> GatewayConfig {
        self.shared.state().config.clone()
    }

    /// Puts new settings in force for requests that begin from now on. The address stays.
    ///
    /// # Errors
    /// [`StartError`]; the settings in force then stay.
    pub fn reload(&self, config: GatewayConfig) -> Result<(), StartError> {
        let state = State::build(config)?;
        *self.shared.state.write() = Arc::new(state);
        tracing::info!("new settings are in force");
        Ok(())
    }

    /// Takes nothing new, lets what was taken finish, and cuts off what is left after `within`.
    pub async fn drain(self, within: Duration) -> DrainReport {
        self.shared.draining.cancel();
        self.background.cancel();
        self.shared.tasks.close();
        if timeout(within, self.shared.tasks.wait()).await.is_ok() {
            return DrainReport { cut_off: 0 };
        }
        let cut_off = self.shared.tasks.len();
        tracing::warn!(cut_off, "what was still running when the time to drain was over was cut off");
        self.shared.cut_off.cancel();
        // What is cut off ends at its next await.
        self.shared.tasks.wait().await;
        DrainReport { cut_off }
    }
}

impl Drop for RunningGateway {
    fn drop(&mut self) {
        self.shared.draining.cancel();
        self.background.cancel();
        self.shared.cut_off.cancel();
    }
}
