use std::time::SystemTime;

use serde_json::{Value, json};

use super::OtlpConfig;
use crate::telemetry::{SpanKind, SpanRecord};

/// The body of an `ExportTraceServiceRequest`, as OTLP writes it in JSON.
pub(super) fn request(config: &OtlpConfig, spans: &[SpanRecord]) -> Vec<u8> {
    let spans: Vec<_> = spans.iter().map(span).collect();
    let resource = [
        attribute("service.name", &config.service_name),
        attribute("service.version", &config.service_version),
        attribute("service.instance.id", &config.instance),
    ];
    let request = json!({
        "resourceSpans": [{
            "resource": { "attributes": resource },
            "scopeSpans": [{ "scope": { "name": "realmwire" }, "spans": spans }],
        }],
    });
    request.to_string().into_bytes()
}

fn span(span: &SpanRecord) -> Value {
    let attributes: Vec<_> = span.attributes.iter().map(|(name, value)| attribute(name, value)).collect();
    let start = span.end.checked_sub(span.duration).unwrap_or(SystemTime::UNIX_EPOCH);
    let mut encoded = json!({
        "traceId": span.trace.trace_id_hex().to_string(),
        "spanId": span.trace.span_id_hex().to_string(),
        "traceState": span.trace.state,
        "name": span.name,
        "kind": kind(span.kind),
        "startTimeUnixNano": unix_nanos(start),
        "endTimeUnixNano": unix_nanos(span.end),
        "attributes": attributes,
        "status": status(span),
    });
    if span.parent_span_id != [0; 8]
        && let Some(fields) = encoded.as_object_mut()
    {
        let parent = format!("{:016x}", u64::from_be_bytes(span.parent_span_id));
        fields.insert("parentSpanId".to_owned(), Value::String(parent));
    }
    encoded
}

fn attribute(name: &str, value: &str) -> Value {
    json!({ "key": name, "value": { "stringValue": value } })
}

/// The numbers of OTLP's `SpanKind`.
const fn kind(kind: SpanKind) -> u8 {
    match kind {
        SpanKind::Internal => 1,
        SpanKind::Server => 2,
        SpanKind::Client => 3,
        SpanKind::Consumer => 5,
    }
}

/// Only a failure is said: success is for the caller to judge, as the conventions want it.
fn status(span: &SpanRecord) -> Value {
    const ERROR: u8 = 2;
    match span.failure {
        Some(code) => json!({ "code": ERROR, "message": code.as_str() }),
        None => json!({}),
    }
}

/// 64-bit numbers are strings in protobuf's JSON.
fn unix_nanos(time: SystemTime) -> String {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_nanos().to_string()
}
