use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use tokio::time::Instant;
use tracing::Span;

use super::Telemetry;
use super::family::CounterFamily;
use super::registry::{Counter, Gauge, GaugeGuard, Histogram};
use super::span::{SpanKind, SpanRecord};
use crate::context::TraceContext;
use crate::host::Host;
use crate::status::Code;

/// The value of `rpc.system.name`: whose protocol it is.
const SYSTEM: &str = "realmwire";

/// What is measured of one method, on one side. Cheap to clone; made once, and then a few atomics a call.
#[derive(Clone)]
pub struct RpcMetrics(Arc<Inner>);

struct Inner {
    telemetry: Telemetry,
    side: Side,
    method: &'static str,
    in_flight: Gauge,
    retries: OnceLock<Counter>,
    /// Registered when it first happens: most methods never answer with most codes.
    durations: [OnceLock<Histogram>; Code::COUNT],
    refusals: CounterFamily,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Server,
    Client,
}

impl RpcMetrics {
    pub(super) fn server(telemetry: &Telemetry, method: &'static str) -> Self {
        let help = "Calls that are being answered.";
        let in_flight = telemetry.gauge("rpc_server_calls_in_flight", help, &labels(method));
        Self::new(telemetry, method, Side::Server, in_flight)
    }

    pub(super) fn client(telemetry: &Telemetry, method: &'static str) -> Self {
        let help = "Calls that wait for their answer.";
        let in_flight = telemetry.gauge("rpc_client_calls_in_flight", help, &labels(method));
        Self::new(telemetry, method, Side::Client, in_flight)
    }

    fn new(telemetry: &Telemetry, method: &'static str, side: Side, in_flight: Gauge) -> Self {
        let refused = match side {
            Side::Server => "rpc_server_calls_refused_total",
            Side::Client => "rpc_client_calls_refused_total",
        };
        let help = "Calls that were refused before they were executed.";
        Self(Arc::new(Inner {
            refusals: CounterFamily::new(telemetry, refused, help, &labels(method), "reason"),
            telemetry: telemetry.clone(),
            side,
            method,
            in_flight,
            retries: OnceLock::new(),
            durations: Default::default(),
        }))
    }

    /// A call begins: one more in flight until the result is finished or dropped.
    ///
    /// Its span is a child of `parent`, or begins a trace when `parent` is none.
    pub fn begin(&self, parent: &TraceContext, host: &Host, now: Instant) -> RpcCall {
        let (trace, parent_span_id) = if parent.is_valid() {
            (parent.child(host), parent.parent_span_id)
        } else {
            (self.0.telemetry.new_trace(host), [0; 8])
        };
        RpcCall {
            metrics: self.clone(),
            trace,
            parent_span_id,
            started: now,
            _in_flight: self.0.in_flight.hold(),
            finished: false,
        }
    }

    /// A call was refused before it was executed; `reason` is one of a few words.
    pub fn refused(&self, reason: &'static str) {
        self.0.refusals.inc(reason);
    }

    /// A call is tried once more.
    pub fn retried(&self) {
        let register = || {
            let help = "Further attempts of calls that failed.";
            self.0.telemetry.counter("rpc_client_call_retries_total", help, &labels(self.0.method))
        };
        self.0.retries.get_or_init(register).inc();
    }

    /// Calls in flight now.
    pub fn in_flight(&self) -> i64 {
        self.0.in_flight.get()
    }

    fn duration(&self, failure: Option<Code>) -> Option<&Histogram> {
        // OK is 0 in the canonical numbering, which the codes follow.
        let index = failure.map_or(0, |code| code as usize);
        Some(self.0.durations.get(index)?.get_or_init(|| self.register_duration(failure)))
    }

    fn register_duration(&self, failure: Option<Code>) -> Histogram {
        let (name, help) = match self.0.side {
            Side::Server => ("rpc_server_call_duration_seconds", "How long calls took to be answered."),
            Side::Client => ("rpc_client_call_duration_seconds", "How long answers took, attempts and waits included."),
        };
        let [system, method] = labels(self.0.method);
        let code = failure.map_or("OK", Code::as_str);
        let mut labels = vec![system, method, ("rpc_response_status_code", code)];
        if failure.is_some() {
            labels.push(("error_type", code));
        }
        self.0.telemetry.histogram(name, help, &labels)
    }
}

const fn labels(method: &'static str) -> [(&'static str, &'static str); 2] {
    [("rpc_system_name", SYSTEM), ("rpc_method", method)]
}

/// One call that is measured. Dropped unfinished, it counts as cancelled.
pub struct RpcCall {
    metrics: RpcMetrics,
    trace: TraceContext,
    parent_span_id: [u8; 8],
    started: Instant,
    _in_flight: GaugeGuard,
    finished: bool,
}

impl RpcCall {
    /// This call's span as the parent of what follows: calls made while handling it, events, log lines.
    pub fn trace(&self) -> &TraceContext {
        &self.trace
    }

    /// A span that gives the log lines within it the method, the trace id and the span id.
    pub fn span(&self) -> Span {
        tracing::info_span!(
            "call",
            method = self.metrics.0.method,
            trace_id = %self.trace.trace_id_hex(),
            span_id = %self.trace.span_id_hex(),
        )
    }

    /// The call was answered; `failure` is the code of its status, if it failed.
    pub fn finish(mut self, failure: Option<Code>, now: Instant) {
        self.record(failure, now);
    }

    fn record(&mut self, failure: Option<Code>, now: Instant) {
        self.finished = true;
        let duration = now.saturating_duration_since(self.started);
        if let Some(durations) = self.metrics.duration(failure) {
            durations.observe(duration);
        }
        self.metrics.0.telemetry.record_span(&self.trace, || SpanRecord {
            name: Cow::Borrowed(self.metrics.0.method),
            kind: match self.metrics.0.side {
                Side::Server => SpanKind::Server,
                Side::Client => SpanKind::Client,
            },
            trace: self.trace.clone(),
            parent_span_id: self.parent_span_id,
            end: SystemTime::now(),
            duration,
            failure,
            attributes: vec![
                ("rpc.system.name", SYSTEM.to_owned()),
                ("rpc.method", self.metrics.0.method.to_owned()),
                ("rpc.response.status_code", failure.map_or("OK", Code::as_str).to_owned()),
            ],
        });
    }
}

impl Drop for RpcCall {
    fn drop(&mut self) {
        if !self.finished {
            self.record(Some(Code::Cancelled), Instant::now());
        }
    }
}
