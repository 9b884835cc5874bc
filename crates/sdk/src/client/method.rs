use std::fmt;
use std::sync::Arc;

use bytestring::ByteString;
use realmwire_contract::{Idempotency, MethodSpec};

use super::peers::Peers;
use crate::resilience::Breaker;
use crate::telemetry::RpcMetrics;

/// What a channel keeps for each method.
pub(super) struct Method {
    pub(super) spec: &'static MethodSpec,
    pub(super) subject: ByteString,
    pub(super) metrics: RpcMetrics,
    pub(super) breaker: Breaker,
    pub(super) peers: Arc<Peers>,
}

impl Method {
    pub(super) fn new(spec: &'static MethodSpec, metrics: RpcMetrics, peers: Arc<Peers>) -> Self {
        let subject = ByteString::from_static(spec.subject);
        Self { spec, subject, metrics, breaker: Breaker::default(), peers }
    }

    /// Whether the method may be executed more than once for one call.
    pub(super) fn is_repeatable(&self, key: Option<&str>) -> bool {
        self.spec.idempotency == Idempotency::Safe || key.is_some_and(|key| !key.is_empty())
    }

    /// Where one instance takes calls of this method.
    pub(super) fn subject_of(&self, instance: &str) -> ByteString {
        // The subject is svc.<service>.<version>.<method>.
        let rest = self.spec.subject.strip_prefix("svc").unwrap_or(self.spec.subject);
        format!("svci.{instance}{rest}").into()
    }
}

impl fmt::Debug for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Method").field(&self.spec.full_name).finish()
    }
}
