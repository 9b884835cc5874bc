//! Spans out of the process: OTLP over HTTP with JSON, to a collector.

mod encode;
mod post;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;

use self::post::{PostError, post};
use super::registry::Counter;
use super::{SpanRecord, SpanSink, Telemetry};
use crate::tasks::Shutdown;

/// Where spans go, and on whose behalf.
#[derive(Clone, Debug)]
pub struct OtlpConfig {
    /// The collector's address, such as `http://127.0.0.1:4318`. Without TLS: the collector stands beside the process.
    pub endpoint: String,
    /// `service.name` of the resource.
    pub service_name: String,
    /// `service.version` of the resource.
    pub service_version: String,
    /// `service.instance.id` of the resource.
    pub instance: String,
}

/// Takes spans for an [`OtlpExporter`]; spans for which there is no room are dropped and counted.
pub struct OtlpSink {
    queue: mpsc::Sender<SpanRecord>,
    dropped: Counter,
}

/// Sends spans to a collector, many at a time.
pub struct OtlpExporter {
    queue: mpsc::Receiver<SpanRecord>,
    endpoint: Uri,
    config: OtlpConfig,
    /// Whether the collector took the last batch.
    reached: bool,
    exported: Counter,
    dropped: Counter,
}

/// The endpoint cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{endpoint:?} is no address of a collector: {problem}")]
pub struct InvalidEndpoint {
    endpoint: String,
    problem: String,
}

/// Spans that wait to be sent, at the most.
const QUEUE_LIMIT: usize = 8_192;
/// Spans in one request, at the most.
const BATCH_LIMIT: usize = 512;
/// How long a span waits for others to be sent with.
const BATCH_INTERVAL: Duration = Duration::from_millis(500);
/// How long a request to the collector may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);

impl OtlpExporter {
    /// An exporter, to be [run](OtlpExporter::run), and what it gets its spans by
    /// ([`Telemetry::export_spans`]).
    ///
    /// # Errors
    /// When the endpoint is no `http` address.
    pub fn new(config: OtlpConfig, telemetry: &Telemetry) -> Result<(Self, Arc<OtlpSink>), InvalidEndpoint> {
        let endpoint = parse(&config.endpoint)?;
        let (sender, queue) = mpsc::channel(QUEUE_LIMIT);
        let exported = telemetry.counter("realmwire_spans_exported_total", "Spans that a collector took.", &[]);
        let dropped = telemetry.counter("realmwire_spans_dropped_total", "Spans that reached no collector.", &[]);
        let sink = Arc::new(OtlpSink { queue: sender, dropped: dropped.clone() });
        Ok((Self { queue, endpoint, config, reached: true, exported, dropped }, sink))
    }

    /// Sends spans until `shutdown`, and then those that wait.
    pub async fn run(mut self, shutdown: Shutdown) {
        let mut ticks = tokio::time::interval(BATCH_INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while shutdown.or(ticks.tick()).await.is_some() {
            self.send_waiting().await;
        }
        self.send_waiting().await;
    }

    /// Sends what waits. What the collector does not take is dropped, so that memory is bounded.
    async fn send_waiting(&mut self) {
        loop {
            let waiting = std::iter::from_fn(|| self.queue.try_recv().ok());
            let batch: Vec<_> = waiting.take(BATCH_LIMIT).collect();
            if batch.is_empty() {
                return;
            }
            let post = post(&self.endpoint, encode::request(&self.config, &batch));
            let outcome = tokio::time::timeout(REQUEST_TIMEOUT, post).await.unwrap_or(Err(PostError::TimedOut));
            self.tell(outcome, batch.len() as u64);
        }
    }

    /// Counts a batch, and logs when the collector goes or comes, but not each time.
    fn tell(&mut self, outcome: Result<(), PostError>, spans: u64) {
        let reached = outcome.is_ok();
        let reached_before = std::mem::replace(&mut self.reached, reached);
        match outcome {
            Ok(()) => self.exported.add(spans),
            Err(_) => self.dropped.add(spans),
        }
        match outcome {
            Err(error) if reached_before => {
                tracing::warn!(endpoint = %self.endpoint, error = %error, "the collector takes no spans");
            }
            Ok(()) if !reached_before => tracing::info!(endpoint = %self.endpoint, "the collector takes spans again"),
            _ => {}
        }
    }
}

/// The address that traces are sent to.
fn parse(endpoint: &str) -> Result<Uri, InvalidEndpoint> {
    let invalid = |problem: String| InvalidEndpoint { endpoint: endpoint.to_owned(), problem };
    let address = format!("{}/v1/traces", endpoint.trim_end_matches('/'));
    let uri: Uri = address.parse().map_err(|error: http::uri::InvalidUri| invalid(error.to_string()))?;
    match (uri.scheme_str(), uri.host()) {
        (Some("http"), Some(_)) => Ok(uri),
        _ => Err(invalid("it must begin with http://".to_owned())),
    }
}

impl SpanSink for OtlpSink {
    fn record(&self, span: SpanRecord) {
        if self.queue.try_send(span).is_err() {
            self.dropped.inc();
        }
    }
}
