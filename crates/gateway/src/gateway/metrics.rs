//! What a gateway counts. Names follow OpenTelemetry where it has one.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;

use http::{Method, StatusCode};
use parking_lot::{Mutex, RwLock};
use realmwire_sdk::telemetry::{Counter, Gauge, Histogram, Telemetry};
use tokio::time::Instant;

use crate::server::Overdue;

/// How often the log tells that something of one kind happened to some client: a flood must not become one of the log.
const REPORT_INTERVAL: Duration = Duration::from_secs(1);

const SHED: &str = "gateway_requests_shed_total";
const SHED_HELP: &str = "Requests that were refused because there is too much to do.";

pub(crate) struct Metrics {
    telemetry: Telemetry,
    reports: Reports,
    pub(crate) connections: Gauge,
    pub(crate) requests: Gauge,
    pub(crate) streams: Gauge,
    pub(crate) body_bytes: Gauge,
    pressed: Counter,
    pub(crate) ignored_parameters: Counter,
    /// Durations by method, route and status: looked up for every request, made once.
    durations: RwLock<HashMap<(Method, &'static str, u16), Histogram>>,
}

impl Metrics {
    pub(super) fn new(telemetry: &Telemetry) -> Self {
        Self {
            connections: telemetry.gauge("gateway_connections", "Open connections.", &[]),
            requests: telemetry.gauge("http_server_active_requests", "Requests that are worked on.", &[]),
            streams: telemetry.gauge("gateway_streams", "Streams and feeds that are open.", &[]),
            body_bytes: telemetry.gauge("gateway_body_bytes", "Bytes of requests' bodies in memory.", &[]),
            pressed: telemetry.counter(SHED, SHED_HELP, &[("reason", "pressure")]),
            ignored_parameters: telemetry.counter(
                "gateway_ignored_parameters_total",
                "Query parameters that no field is named like.",
                &[],
            ),
            durations: RwLock::default(),
            reports: Reports::default(),
            telemetry: telemetry.clone(),
        }
    }

    /// A connection was not taken, or was ended before it had a request.
    pub(crate) fn connection_refused(&self, reason: &'static str, address: SocketAddr) {
        let help = "Connections that were closed without a request.";
        self.telemetry.counter("gateway_connections_refused_total", help, &[("reason", reason)]).inc();
        self.reports.report(reason, || tracing::info!(reason, address = %address.ip(), "a connection was refused"));
    }

    /// A connection was closed because a time was over.
    pub(crate) fn connection_overdue(&self, overdue: Overdue, address: SocketAddr) {
        let help = "Connections that were closed because a time limit was passed.";
        let reason = match overdue {
            Overdue::Headers => "headers",
            Overdue::Idle => "idle",
            Overdue::Displaced => "displaced",
        };
        self.telemetry.counter("gateway_connections_overdue_total", help, &[("reason", reason)]).inc();
        match overdue {
            // That clients are silent for a while is as it should be.
            Overdue::Idle => {}
            Overdue::Headers => self.reports.report(reason, || {
                tracing::info!(
                    reason,
                    address = %address.ip(),
                    "a connection was closed: the headers of a request did not arrive in time"
                );
            }),
            Overdue::Displaced => self.reports.report(reason, || {
                tracing::info!(reason, address = %address.ip(), "a connection was closed: a new one needed its place");
            }),
        }
    }

    /// A connection, or an answer on it, was ended because of what its client did.
    pub(crate) fn connection_cut(&self, reason: &'static str, address: SocketAddr) {
        let help = "Connections and answers that were cut off because of what their client did.";
        self.telemetry.counter("gateway_connections_cut_total", help, &[("reason", reason)]).inc();
        self.reports.report(reason, || tracing::info!(reason, address = %address.ip(), "a client was cut off"));
    }

    /// A request was refused because there is too much to do.
    pub(crate) fn shed(&self, reason: &'static str) {
        self.telemetry.counter(SHED, SHED_HELP, &[("reason", reason)]).inc();
        self.report_shed(reason);
    }

    /// A request was refused because work waits too long for its turn. This must cost next to nothing.
    pub(crate) fn shed_under_pressure(&self) {
        self.pressed.inc();
        self.report_shed("pressure");
    }

    fn report_shed(&self, reason: &'static str) {
        self.reports.report(reason, || tracing::info!(reason, "a request was refused: there is too much to do"));
    }

    /// A request was answered. `route` is the method's full name, so that the number of series is known.
    pub(crate) fn answered(&self, method: &Method, route: &'static str, status: StatusCode, duration: Duration) {
        let key = (method.clone(), route, status.as_u16());
        if let Some(histogram) = self.durations.read().get(&key) {
            histogram.observe(duration);
            return;
        }
        let (status, help) = (status.as_u16().to_string(), "How long requests took.");
        let labels =
            [("http_request_method", method.as_str()), ("rpc_method", route), ("http_response_status_code", &status)];
        let histogram = self.telemetry.histogram("http_server_request_duration_seconds", help, &labels);
        histogram.observe(duration);
        self.durations.write().insert(key, histogram);
    }
}

/// What the log has told, and what it has kept back.
#[derive(Default)]
struct Reports(Mutex<HashMap<&'static str, Told>>);

#[derive(Default)]
struct Told {
    at: Option<Instant>,
    since: u64,
}

impl Reports {
    /// Tells the log what happened, unless it has told that a moment ago; then it tells how often later.
    fn report(&self, reason: &'static str, tell: impl FnOnce()) {
        let now = Instant::now();
        let kept_back = {
            let mut reports = self.0.lock();
            let told = reports.entry(reason).or_default();
            if told.at.is_some_and(|at| now.saturating_duration_since(at) < REPORT_INTERVAL) {
                told.since += 1;
                return;
            }
            told.at = Some(now);
            std::mem::take(&mut told.since)
        };
        tell();
        if kept_back > 0 {
            tracing::info!(reason, count = kept_back, "that happened to other clients, too, since it was told last");
        }
    }
}
