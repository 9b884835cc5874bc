use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use realmwire_fabric::clock::SystemClock;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::{OtlpConfig, OtlpExporter};
use crate::context::TraceContext;
use crate::host::Host;
use crate::status::Code;
use crate::tasks::Tasks;
use crate::telemetry::{SpanKind, SpanRecord, SpanSink, Telemetry};

fn config(endpoint: &str) -> OtlpConfig {
    OtlpConfig {
        endpoint: endpoint.to_owned(),
        service_name: "realmwire".to_owned(),
        service_version: "0.1.0".to_owned(),
        instance: "test-1".to_owned(),
    }
}

fn span() -> SpanRecord {
    SpanRecord {
        name: "realmwire.shop.v1.Shop/Buy".into(),
        kind: SpanKind::Server,
        trace: TraceContext::from_traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .expect("valid"),
        parent_span_id: [1; 8],
        end: SystemTime::UNIX_EPOCH + Duration::from_secs(10),
        duration: Duration::from_secs(1),
        failure: Some(Code::NotFound),
        attributes: vec![("rpc.system.name", "realmwire".to_owned())],
    }
}

/// A collector that answers every request with 200 and hands its path and body on.
async fn collector(tasks: &Tasks) -> (String, mpsc::UnboundedReceiver<(String, Value)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let (received, requests) = mpsc::unbounded_channel();
    let serve = async move {
        while let Ok((stream, _)) = listener.accept().await {
            let received = received.clone();
            let service = service_fn(move |request: Request<Incoming>| {
                let received = received.clone();
                async move {
                    let path = request.uri().path().to_owned();
                    let body = request.into_body().collect().await.expect("a body").to_bytes();
                    let _ = received.send((path, serde_json::from_slice(&body).expect("JSON")));
                    Ok::<_, Infallible>(Response::new(Full::new(Bytes::new())))
                }
            });
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        }
    };
    tasks.spawn("collector", serve, |_| {});
    (endpoint, requests)
}

#[tokio::test]
async fn spans_reach_the_collector_in_the_form_of_otlp() {
    let tasks = Tasks::default();
    let (endpoint, mut requests) = collector(&tasks).await;
    let telemetry = Telemetry::new();
    let (exporter, sink) = OtlpExporter::new(config(&endpoint), &telemetry).expect("an endpoint");
    tasks.spawn("exporter", exporter.run(tasks.shutdown().clone()), |_| {});
    sink.record(span());

    let (path, body) = requests.recv().await.expect("a request");
    assert_eq!(path, "/v1/traces");
    let attribute = |key: &str, value: &str| json!({ "key": key, "value": { "stringValue": value } });
    let expected = json!({ "resourceSpans": [{
        "resource": { "attributes": [
            attribute("service.name", "realmwire"),
            attribute("service.version", "0.1.0"),
            attribute("service.instance.id", "test-1"),
        ] },
        "scopeSpans": [{ "scope": { "name": "realmwire" }, "spans": [{
            "traceId": "0af7651916cd43dd8448eb211c80319c",
            "spanId": "b7ad6b7169203331",
            "parentSpanId": "0101010101010101",
            "traceState": "",
            "name": "realmwire.shop.v1.Shop/Buy",
            "kind": 2,
            "startTimeUnixNano": "9000000000",
            "endTimeUnixNano": "10000000000",
            "attributes": [attribute("rpc.system.name", "realmwire")],
            "status": { "code": 2, "message": "NOT_FOUND" },
        }] }],
    }] });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn what_waits_at_the_end_is_sent() {
    let collecting = Tasks::default();
    let (endpoint, mut requests) = collector(&collecting).await;
    let telemetry = Telemetry::new();
    let (exporter, sink) = OtlpExporter::new(config(&endpoint), &telemetry).expect("an endpoint");
    telemetry.export_spans(sink, 1.0);
    let host = Host::seeded(Arc::new(SystemClock), 1);
    telemetry
        .rpc_server("realmwire.shop.v1.Shop/Buy")
        .begin(&TraceContext::default(), &host, Instant::now())
        .finish(None, Instant::now());

    let tasks = Tasks::default();
    let shutdown = tasks.shutdown().clone();
    let stop = tasks.stop(Instant::now() + Duration::from_secs(30));
    let ((), _) = tokio::join!(exporter.run(shutdown), stop);
    assert!(requests.recv().await.is_some());
    assert!(telemetry.render().contains("realmwire_spans_exported_total 1\n"));
}

#[tokio::test]
async fn spans_that_no_collector_takes_are_dropped_and_counted() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let telemetry = Telemetry::new();
    let (exporter, sink) = OtlpExporter::new(config(&endpoint), &telemetry).expect("an endpoint");
    sink.record(span());
    let tasks = Tasks::default();
    let shutdown = tasks.shutdown().clone();
    let stop = tasks.stop(Instant::now() + Duration::from_secs(30));
    let ((), _) = tokio::join!(exporter.run(shutdown), stop);
    assert!(telemetry.render().contains("realmwire_spans_dropped_total 1\n"));
    sink.record(span());
    assert!(telemetry.render().contains("realmwire_spans_dropped_total 2\n"), "after the end nothing is taken");
}

#[test]
fn an_endpoint_must_be_an_http_address() {
    for wrong in ["", "collector:4318", "https://collector:4318", "http://", "http://a b"] {
        assert!(OtlpExporter::new(config(wrong), &Telemetry::new()).is_err(), "{wrong}");
    }
    assert!(OtlpExporter::new(config("http://[::1]:4318/"), &Telemetry::new()).is_ok());
}
