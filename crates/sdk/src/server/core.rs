use std::sync::Arc;

use realmwire_contract::{MethodSpec, ServiceSpec};
use realmwire_fabric::bus::Bus;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::calls::CallTable;
use super::keys::KeysInUse;
use super::stats::EndpointStats;
use super::{LAST_ANSWERS, ServerParts, Service};
use crate::host::Host;
use crate::idempotency::Idempotency;
use crate::resilience::MethodGate;
use crate::telemetry::RpcMetrics;

/// What all calls of one server share.
pub(super) struct Core {
    pub(super) service: Arc<dyn Service>,
    pub(super) spec: &'static ServiceSpec,
    pub(super) bus: Arc<dyn Bus>,
    pub(super) host: Host,
    pub(super) instance: String,
    pub(super) methods: Vec<Arc<Method>>,
    pub(super) idempotency: Option<Arc<dyn Idempotency>>,
    pub(super) calls: CallTable,
    pub(super) keys: KeysInUse,
    /// Owns every task that works on a call.
    pub(super) tasks: TaskTracker,
    /// Ends the streams of a stopping instance.
    pub(super) stop_streams: CancellationToken,
    /// When the server started, in RFC 3339.
    pub(super) started: String,
}

/// What is kept for each method.
pub(super) struct Method {
    pub(super) spec: &'static MethodSpec,
    pub(super) metrics: RpcMetrics,
    pub(super) gate: Arc<MethodGate>,
    pub(super) stats: EndpointStats,
}

impl Core {
    pub(super) fn new(service: Arc<dyn Service>, parts: ServerParts) -> Self {
        let spec = service.spec();
        let methods = spec.methods.iter().copied().map(|spec| {
            Arc::new(Method {
                spec,
                metrics: parts.telemetry.rpc_server(spec.full_name),
                gate: Arc::new(MethodGate::new(parts.gate.clone(), spec.max_in_flight)),
                stats: EndpointStats::default(),
            })
        });
        let started = jiff::Timestamp::try_from(parts.host.now()).unwrap_or_default().to_string();
        Self {
            spec,
            methods: methods.collect(),
            bus: parts.bus,
            host: parts.host,
            instance: parts.instance,
            idempotency: parts.idempotency,
            calls: CallTable::default(),
            keys: KeysInUse::default(),
            tasks: TaskTracker::new(),
            stop_streams: CancellationToken::new(),
            started,
            service,
        }
    }

    /// The method with this name. A service has a handful, so they are looked through.
    pub(super) fn method(&self, name: &str) -> Option<&Arc<Method>> {
        self.methods.iter().find(|method| method.spec.name == name)
    }

    /// Cancels the calls that are still worked on, and says how many there were.
    pub(super) async fn give_up(&self) -> usize {
        let abandoned = self.tasks.len();
        self.calls.stop_all();
        if tokio::time::timeout(LAST_ANSWERS, self.tasks.wait()).await.is_err() {
            tracing::error!(service = self.spec.name, left = self.tasks.len(), "handlers do not yield to cancellation");
        }
        abandoned
    }
}
