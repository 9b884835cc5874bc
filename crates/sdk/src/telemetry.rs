//! What a process tells about itself: metrics in Prometheus' format, spans, and the trace ids of log lines.
//!
//! Names follow OpenTelemetry's semantic conventions with `.` written as `_`; units are base units; no label holds an
//! id, so that the number of series is known from the contract.

mod family;
pub mod otlp;
mod process;
mod registry;
mod rpc;
mod span;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::context::TraceContext;
use crate::host::Host;
use registry::Registry;

pub(crate) use family::CounterFamily;

pub use registry::{Counter, Gauge, GaugeGuard, Histogram};
pub use rpc::{RpcCall, RpcMetrics};
pub use span::{SpanKind, SpanRecord, SpanSink};

/// The metrics and spans of one process. Cheap to clone.
///
/// ```
/// use realmwire_sdk::telemetry::Telemetry;
///
/// let telemetry = Telemetry::new();
/// let sold = telemetry.counter("shop_sold_total", "Things sold.", &[("kind", "potion")]);
/// sold.inc();
/// assert!(telemetry.render().contains("shop_sold_total{kind=\"potion\"} 1"));
/// ```
#[derive(Clone, Default)]
pub struct Telemetry(Arc<Inner>);

#[derive(Default)]
struct Inner {
    registry: Registry,
    spans: OnceLock<Spans>,
}

struct Spans {
    sink: Arc<dyn SpanSink>,
    sampled_share: f64,
}

impl Telemetry {
    /// No metrics yet, and spans that go nowhere.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Hands finished spans of sampled traces to `sink`, and samples `share` (0 to 1) of the traces that begin here.
    ///
    /// Only the first call has an effect.
    pub fn export_spans(&self, sink: Arc<dyn SpanSink>, share: f64) {
        if self.0.spans.set(Spans { sink, sampled_share: share }).is_err() {
            tracing::warn!("spans are exported already, the second exporter is ignored");
        }
    }

    /// The counter with this name, which ends in `_total`, and these labels.
    pub fn counter(&self, name: &str, help: &str, labels: &[(&str, &str)]) -> Counter {
        self.0.registry.metric(name, help, labels)
    }

    /// The gauge with this name and these labels.
    pub fn gauge(&self, name: &str, help: &str, labels: &[(&str, &str)]) -> Gauge {
        self.0.registry.metric(name, help, labels)
    }

    /// The histogram of durations with this name, which ends in `_seconds`, and these labels.
    pub fn histogram(&self, name: &str, help: &str, labels: &[(&str, &str)]) -> Histogram {
        self.0.registry.metric(name, help, labels)
    }

    /// What is measured of one method where it is served; `method` is its full name.
    pub fn rpc_server(&self, method: &'static str) -> RpcMetrics {
        RpcMetrics::server(self, method)
    }

    /// What is measured of one method where it is called; `method` is its full name.
    pub fn rpc_client(&self, method: &'static str) -> RpcMetrics {
        RpcMetrics::client(self, method)
    }

    /// The beginning of a trace, sampled or not as configured.
    pub fn new_trace(&self, host: &Host) -> TraceContext {
        let sampled = self.0.spans.get().is_some_and(|spans| {
            let share = std::time::Duration::from_secs(1).mul_f64(spans.sampled_share.clamp(0.0, 1.0));
            host.jitter(std::time::Duration::from_secs(1)) < share
        });
        TraceContext::root(host, sampled)
    }

    /// Hands a span to the exporter, if there is one and the span's trace is sampled. `span` runs only then.
    pub fn record_span(&self, trace: &TraceContext, span: impl FnOnce() -> SpanRecord) {
        if !trace.is_sampled() {
            return;
        }
        if let Some(spans) = self.0.spans.get() {
            spans.sink.record(span());
        }
    }

    /// All metrics in the Prometheus text format 0.0.4 (`text/plain; version=0.0.4; charset=utf-8`).
    pub fn render(&self) -> String {
        let mut text = self.0.registry.render();
        process::render(&mut text);
        text
    }
}

impl fmt::Debug for Telemetry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Telemetry").finish_non_exhaustive()
    }
}
