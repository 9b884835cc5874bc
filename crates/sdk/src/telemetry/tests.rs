use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use proptest::prelude::{prop, proptest};
use realmwire_fabric::clock::SystemClock;
use tokio::time::Instant;

use super::{SpanKind, SpanRecord, SpanSink, Telemetry};
use crate::context::TraceContext;
use crate::host::Host;
use crate::status::Code;

const METHOD: &str = "realmwire.state_manager.v1.StateManager/Get";

/// What `promtool check metrics` demands of a scrape, as far as it concerns the format and the names.
fn check(exposition: &str) {
    assert!(exposition.ends_with('\n'), "the last line ends with a line feed");
    let mut family = ("", "");
    let mut help = "";
    for line in exposition.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, text) = rest.split_once(' ').expect("a help text");
            assert!(!text.is_empty(), "{line}");
            help = name;
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            family = rest.split_once(' ').expect("a type");
            assert_eq!(family.0, help, "help and type belong together");
            assert_eq!(family.0.ends_with("_total"), family.1 == "counter", "{line}");
        } else {
            let name = line.split(['{', ' ']).next().expect("a name");
            let base = match family.1 {
                "histogram" => ["_bucket", "_sum", "_count"].iter().find_map(|suffix| name.strip_suffix(suffix)),
                _ => Some(name),
            };
            assert_eq!(base, Some(family.0), "{line}");
            let value = line.rsplit(' ').next().expect("a value");
            assert!(value.parse::<f64>().is_ok(), "{line}");
        }
    }
}

#[test]
fn calls_are_counted_by_method_and_code() {
    let telemetry = Telemetry::new();
    let host = Host::seeded(Arc::new(SystemClock), 1);
    let rpc = telemetry.rpc_server(METHOD);
    rpc.begin(&TraceContext::default(), &host, Instant::now()).finish(None, Instant::now());
    rpc.begin(&TraceContext::default(), &host, Instant::now()).finish(Some(Code::NotFound), Instant::now());
    rpc.refused("overloaded");
    rpc.refused("overloaded");
    let dropped = rpc.begin(&TraceContext::default(), &host, Instant::now());
    assert_eq!(rpc.in_flight(), 1);
    drop(dropped);
    assert_eq!(rpc.in_flight(), 0);
    telemetry.rpc_client(METHOD).retried();

    let text = telemetry.render();
    check(&text);
    let labels = format!("rpc_system_name=\"realmwire\",rpc_method=\"{METHOD}\"");
    for line in [
        format!("rpc_server_call_duration_seconds_count{{{labels},rpc_response_status_code=\"OK\"}} 1"),
        format!(
            "rpc_server_call_duration_seconds_count{{{labels},rpc_response_status_code=\"NOT_FOUND\",error_type=\"NOT_FOUND\"}} 1"
        ),
        format!(
            "rpc_server_call_duration_seconds_count{{{labels},rpc_response_status_code=\"CANCELLED\",error_type=\"CANCELLED\"}} 1"
        ),
        format!("rpc_server_calls_refused_total{{{labels},reason=\"overloaded\"}} 2"),
        format!("rpc_server_calls_in_flight{{{labels}}} 0"),
        format!("rpc_client_call_retries_total{{{labels}}} 1"),
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is missing in\n{text}");
    }
}

#[test]
fn handles_of_one_metric_count_together() {
    let telemetry = Telemetry::new();
    telemetry.counter("shop_sold_total", "Things sold.", &[("kind", "a")]).add(2);
    let again = telemetry.counter("shop_sold_total", "Things sold.", &[("kind", "a")]);
    again.inc();
    assert_eq!(again.get(), 3);
    assert_eq!(telemetry.counter("shop_sold_total", "Things sold.", &[("kind", "b")]).get(), 0);
}

#[test]
fn a_name_with_two_kinds_is_counted_nowhere() {
    let telemetry = Telemetry::new();
    telemetry.counter("shop_sold_total", "Things sold.", &[]).inc();
    telemetry.gauge("shop_sold_total", "Things sold.", &[]).set(7);
    telemetry.gauge("shop_sold_total", "Things sold.", &[("kind", "a")]).set(7);
    let text = telemetry.render();
    let lines: Vec<_> = text.lines().filter(|line| line.starts_with("shop_")).collect();
    assert_eq!(lines, ["shop_sold_total 1"]);
}

#[test]
fn label_values_and_help_are_escaped() {
    let telemetry = Telemetry::new();
    telemetry.gauge("shop_open", "Line\nfeed.", &[("name", "a\"b\\c\nd")]).set(-1);
    let text = telemetry.render();
    check(&text);
    assert!(text.contains("shop_open{name=\"a\\\"b\\\\c\\nd\"} -1"), "{text}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_process_tells_about_itself() {
    let text = Telemetry::new().render();
    check(&text);
    for name in [
        "process_cpu_seconds_total",
        "process_max_fds",
        "process_open_fds",
        "process_resident_memory_bytes",
        "process_start_time_seconds",
        "process_virtual_memory_bytes",
    ] {
        let line = text.lines().find(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(' ')));
        let value = line.and_then(|line| line.rsplit(' ').next()).map(str::parse::<f64>);
        assert!(matches!(value, Some(Ok(value)) if value >= 0.0), "{name}: {line:?}");
    }
}

proptest! {
    #[test]
    fn buckets_rise_to_the_count(nanos in prop::collection::vec(0_u64..20_000_000_000, 1..50)) {
        let telemetry = Telemetry::new();
        let histogram = telemetry.histogram("shop_wait_seconds", "Waits.", &[]);
        for nanos in &nanos {
            histogram.observe(Duration::from_nanos(*nanos));
        }
        let text = telemetry.render();
        check(&text);
        let mut last = 0;
        for line in text.lines().filter(|line| line.starts_with("shop_wait_seconds_bucket")) {
            let (labels, count) = line.rsplit_once(' ').expect("a value");
            let count: usize = count.parse().expect("a count");
            let bound = labels.split('"').nth(1).expect("a bound");
            if let Ok(bound) = bound.parse::<f64>().map(Duration::try_from_secs_f64).map(|bound| bound.unwrap_or(Duration::MAX)) {
                let within = nanos.iter().filter(|nanos| Duration::from_nanos(**nanos) <= bound).count();
                assert_eq!(count, within, "{line}");
            }
            assert!(count >= last);
            last = count;
        }
        assert_eq!(last, nanos.len());
    }
}

#[derive(Default)]
struct Kept(Mutex<Vec<SpanRecord>>);

impl SpanSink for Kept {
    fn record(&self, span: SpanRecord) {
        self.0.lock().push(span);
    }
}

#[test]
fn spans_of_sampled_traces_are_exported_with_their_parent() {
    let telemetry = Telemetry::new();
    let host = Host::seeded(Arc::new(SystemClock), 1);
    let kept = Arc::new(Kept::default());
    telemetry.export_spans(kept.clone(), 0.0);

    let parent = TraceContext::root(&host, true);
    let call = telemetry.rpc_client(METHOD).begin(&parent, &host, Instant::now());
    let trace = call.trace().clone();
    call.finish(Some(Code::Unavailable), Instant::now());
    telemetry
        .rpc_client(METHOD)
        .begin(&TraceContext::root(&host, false), &host, Instant::now())
        .finish(None, Instant::now());
    telemetry.rpc_client(METHOD).begin(&TraceContext::default(), &host, Instant::now()).finish(None, Instant::now());

    let spans = kept.0.lock();
    assert_eq!(spans.len(), 1, "only the sampled one");
    let span = spans.first().expect("one span");
    assert_eq!((span.kind, span.failure), (SpanKind::Client, Some(Code::Unavailable)));
    assert_eq!(span.trace, trace);
    assert_eq!(span.trace.trace_id, parent.trace_id);
    assert_eq!(span.parent_span_id, parent.parent_span_id);
}

#[test]
fn every_trace_is_sampled_with_a_share_of_one_and_none_with_zero() {
    let host = Host::seeded(Arc::new(SystemClock), 1);
    for (share, expected) in [(0.0, 0), (1.0, 100)] {
        let telemetry = Telemetry::new();
        telemetry.export_spans(Arc::new(Kept::default()), share);
        assert_eq!((0..100).filter(|_| telemetry.new_trace(&host).is_sampled()).count(), expected);
    }
}
