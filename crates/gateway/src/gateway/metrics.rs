//! What a gateway counts. Names follow OpenTelemetry where it has one.

use std::collections::HashMap;
use std::time::Duration;

use http::{Method, StatusCode};
use parking_lot::RwLock;
use realmwire_sdk::telemetry::{Counter, Gauge, Histogram, Telemetry};

use crate::server::Overdue;

pub(crate) struct Metrics {
    telemetry: Telemetry,
    pub(crate) connections: Gauge,
    pub(crate) requests: Gauge,
    pub(crate) streams: Gauge,
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
            ignored_parameters: telemetry.counter(
                "gateway_ignored_parameters_total",
                "Query parameters that no field is named like.",
                &[],
            ),
            durations: RwLock::default(),
            telemetry: telemetry.clone(),
        }
    }

    /// A connection was not taken, or was ended before it had a request.
    pub(crate) fn connection_refused(&self, reason: &'static str) {
        let help = "Connections that were closed without a request.";
        self.telemetry.counter("gateway_connections_refused_total", help, &[("reason", reason)]).inc();
    }

    pub(crate) fn connection_overdue(&self, overdue: Overdue) {
        let help = "Connections that were closed because a time limit was passed.";
        let reason = match overdue {
            Overdue::Headers => "headers",
            Overdue::Idle => "idle",
        };
        self.telemetry.counter("gateway_connections_overdue_total", help, &[("reason", reason)]).inc();
        if overdue == Overdue::Headers {
            tracing::info!("a connection was closed: the headers of a request did not arrive in time");
        }
    }

    /// A request was refused because there is too much to do.
    pub(crate) fn shed(&self, reason: &'static str) {
        let help = "Requests that were refused because there is too much to do.";
        self.telemetry.counter("gateway_requests_shed_total", help, &[("reason", reason)]).inc();
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
