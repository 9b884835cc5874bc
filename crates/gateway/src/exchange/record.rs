//! What is remembered of a request until its answer has been sent: the access log, the metrics, and what it holds.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use http::request::Parts;
use http::{Method, StatusCode, header};
use realmwire_contract::MethodSpec;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::status::Code;
use realmwire_sdk::telemetry::GaugeGuard;
use tokio::time::Instant;

use super::admission::Permits;
use crate::gateway::Shared;
use crate::server::{Busy, Peer};

/// The status that stands for a client that went away before it had its answer.
const CLIENT_GONE: u16 = 499;

/// What is remembered of a request. Dropping it writes it down.
pub(super) struct Record {
    shared: Arc<Shared>,
    _busy: Busy,
    _active: GaugeGuard,
    begin: Instant,
    method: Method,
    /// Without the query, whose values may be secret.
    path: String,
    user_agent: String,
    pub(super) request_id: String,
    pub(super) address: IpAddr,
    operation: Option<&'static MethodSpec>,
    caller: Principal,
    permits: Option<Permits>,
    call: Option<Duration>,
    code: Option<Code>,
    status: Option<StatusCode>,
    sent: u64,
    is_complete: bool,
    is_shed: bool,
}

impl Record {
    pub(super) fn begin(shared: Arc<Shared>, peer: &Peer, parts: &Parts, request_id: String, address: IpAddr) -> Self {
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Self {
            _busy: Busy::begin(&peer.activity),
            _active: shared.metrics.requests.hold(),
            shared,
            begin: Instant::now(),
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            user_agent: user_agent.unwrap_or_default().to_owned(),
            request_id,
            address,
            operation: None,
            caller: Principal::anonymous(),
            permits: None,
            call: None,
            code: None,
            status: None,
            sent: 0,
            is_complete: false,
            is_shed: false,
        }
    }

    pub(super) fn operation(&mut self, spec: &'static MethodSpec) {
        self.operation = Some(spec);
    }

    pub(super) fn caller(&mut self, caller: &Principal) {
        self.caller = caller.clone();
    }

    /// Keeps the room that the request takes until it has been answered.
    pub(super) fn hold(&mut self, permits: Permits) {
        self.permits = Some(permits);
    }

    pub(super) fn call_took(&mut self, duration: Duration) {
        self.call = Some(duration);
    }

    pub(super) fn code(&mut self, code: Code) {
        self.code = Some(code);
    }

    pub(super) fn answered(&mut self, status: StatusCode) {
        self.status = Some(status);
    }

    pub(super) fn sent(&mut self, bytes: u64) {
        self.sent += bytes;
    }

    /// There was no room for it: the log tells of such requests together.
    pub(super) fn shed(&mut self) {
        self.is_shed = true;
    }

    pub(super) fn completed(&mut self) {
        self.is_complete = true;
    }

    /// The value of `Server-Timing`.
    pub(super) fn server_timing(&self) -> String {
        // In milliseconds with three decimals; whole numbers are written much faster than broken ones.
        let parts = |time: Duration| (time.as_millis(), time.subsec_micros() % 1_000);
        let (total, thousandths) = parts(self.begin.elapsed());
        match self.call.map(parts) {
            Some((call, rest)) => format!("call;dur={call}.{rest:03}, total;dur={total}.{thousandths:03}"),
            None => format!("total;dur={total}.{thousandths:03}"),
        }
    }

    fn log(&self, status: u16, duration: Duration) {
        tracing::info!(
            method = self.method.as_str(),
            path = self.path,
            status,
            code = self.code.map(Code::as_str),
            rpc_method = self.operation.map(|spec| spec.full_name),
            duration_ms = milliseconds(duration),
            call_ms = self.call.map(milliseconds),
            bytes_sent = self.sent,
            request_id = self.request_id,
            role = self.caller.role.as_str(),
            caller = self.caller.id,
            address = %self.address,
            user_agent = self.user_agent,
            "request"
        );
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        let duration = self.begin.elapsed();
        let status = match self.status {
            // An answer without a body is complete without being read.
            Some(status) if self.is_complete || self.sent == 0 => status.as_u16(),
            _ => CLIENT_GONE,
        };
        let route = self.operation.map_or("", |spec| spec.full_name);
        let answered = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        self.shared.metrics.answered(&self.method, route, answered, duration);
        if !self.is_shed && self.shared.state().config.access_log {
            self.log(status, duration);
        }
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}
