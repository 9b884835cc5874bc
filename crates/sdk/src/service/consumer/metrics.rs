use std::borrow::Cow;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use crate::context::TraceContext;
use crate::status::Code;
use crate::telemetry::{Counter, Gauge, Histogram, SpanKind, SpanRecord, Telemetry};

/// What is measured of one consumer.
pub(super) struct Metrics {
    telemetry: Telemetry,
    subject: &'static str,
    durable: String,
    /// By code, 0 being success; registered when it first happens.
    durations: [OnceLock<Histogram>; Code::COUNT],
    pub(super) in_flight: Gauge,
    waiting: OnceLock<Gauge>,
    pub(super) redeliveries: Counter,
    pub(super) dead_letters: Counter,
    pub(super) repeats: Counter,
}

const SYSTEM: &str = "realmwire";

impl Metrics {
    pub(super) fn new(telemetry: &Telemetry, subject: &'static str, durable: &str) -> Self {
        let labels = [("consumer", durable), ("subject", subject)];
        let in_flight = "Events that are being handled or wait for another one with the same key.";
        let redeliveries = "Deliveries of events that were delivered before.";
        let dead_letters = "Events that were given up.";
        let repeats = "Deliveries of events that had taken effect already.";
        Self {
            in_flight: telemetry.gauge("realmwire_consumer_in_flight", in_flight, &labels),
            redeliveries: telemetry.counter("realmwire_consumer_redeliveries_total", redeliveries, &labels),
            dead_letters: telemetry.counter("realmwire_consumer_dead_letters_total", dead_letters, &labels),
            repeats: telemetry.counter("realmwire_consumer_repeats_total", repeats, &labels),
            waiting: OnceLock::new(),
            telemetry: telemetry.clone(),
            subject,
            durable: durable.to_owned(),
            durations: Default::default(),
        }
    }

    /// So many events wait for their first delivery. Backends that do not know it have no such metric.
    pub(super) fn waiting(&self, count: u64) {
        let register = || {
            let help = "Events that waited for their first delivery at the time of the last one.";
            let labels = [("consumer", self.durable.as_str()), ("subject", self.subject)];
            self.telemetry.gauge("realmwire_consumer_waiting", help, &labels)
        };
        self.waiting.get_or_init(register).set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// One delivery was handled, and failed with `failure` if at all.
    pub(super) fn handled(&self, duration: Duration, failure: Option<Code>, trace: &TraceContext, parent: [u8; 8]) {
        let index = failure.map_or(0, |code| code as usize);
        if let Some(durations) = self.durations.get(index) {
            durations.get_or_init(|| self.register_duration(failure)).observe(duration);
        }
        self.telemetry.record_span(trace, || SpanRecord {
            name: Cow::Owned(format!("process {}", self.subject)),
            kind: SpanKind::Consumer,
            trace: trace.clone(),
            parent_span_id: parent,
            end: SystemTime::now(),
            duration,
            failure,
            attributes: self.labels().map(|(name, value)| (name.0, value.to_owned())).into(),
        });
    }

    /// The facts about a handled event, each with its name as an attribute of spans and as a label of metrics.
    fn labels(&self) -> [((&'static str, &'static str), &str); 5] {
        [
            (("messaging.system", "messaging_system"), SYSTEM),
            (("messaging.operation.name", "messaging_operation_name"), "process"),
            (("messaging.operation.type", "messaging_operation_type"), "process"),
            (("messaging.destination.name", "messaging_destination_name"), self.subject),
            (("messaging.consumer.group.name", "messaging_consumer_group_name"), &self.durable),
        ]
    }

    fn register_duration(&self, failure: Option<Code>) -> Histogram {
        let mut labels: Vec<_> = self.labels().map(|((_, label), value)| (label, value)).into();
        if let Some(code) = failure {
            labels.push(("error_type", code.as_str()));
        }
        let help = "How long it took to handle an event.";
        self.telemetry.histogram("messaging_process_duration_seconds", help, &labels)
    }
}
