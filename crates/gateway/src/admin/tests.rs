use std::sync::atomic::AtomicUsize;

use http_body_util::BodyExt;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;

use super::*;

/// A port, and how often its drain was called.
async fn start(health: &Health) -> (RunningAdmin, Arc<AtomicUsize>) {
    let drained = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&drained);
    let telemetry = Telemetry::new();
    telemetry.counter("shop_sold_total", "Things sold.", &[]).inc();
    let page = AdminPage {
        path: "/routes",
        content_type: "text/plain; charset=utf-8",
        render: Box::new(|| Box::pin(async { "GET /v1/things\n".to_owned() })),
    };
    let parts = AdminParts {
        listen: "127.0.0.1:0".to_owned(),
        health: health.clone(),
        telemetry,
        pages: vec![page],
        drain: Box::new(move || {
            counter.fetch_add(1, Ordering::Relaxed);
        }),
    };
    (RunningAdmin::start(parts).await.unwrap(), drained)
}

async fn ask(admin: &RunningAdmin, method: Method, path: &str) -> (u16, String) {
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let uri = format!("http://{}{path}", admin.address());
    let request = Request::builder().method(method).uri(uri).body(Full::default()).unwrap();
    let response = client.request(request).await.unwrap();
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn readiness_names_what_is_missing_and_liveness_does_not_care() {
    let health = Health::new();
    let journal = health.dependency("shop", "journal");
    let (admin, _) = start(&health).await;
    assert_eq!(ask(&admin, Method::GET, "/livez").await, (200, "live\n".to_owned()));
    let (status, body) = ask(&admin, Method::GET, "/readyz").await;
    assert_eq!(status, 503);
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["missing"][0]["part"], "shop");
    assert_eq!(body["missing"][0]["dependency"], "journal");
    assert_eq!(ask(&admin, Method::GET, "/startupz").await.0, 503);
    journal.present();
    assert_eq!(ask(&admin, Method::GET, "/readyz").await.0, 200);
    assert_eq!(ask(&admin, Method::GET, "/startupz").await.0, 200);
    journal.missing("gone again");
    assert_eq!(ask(&admin, Method::GET, "/readyz").await.0, 503);
    assert_eq!(ask(&admin, Method::GET, "/startupz").await.0, 200);
    admin.stop().await;
}

#[tokio::test]
async fn draining_turns_readiness_first_and_begins_once() {
    let (admin, drained) = start(&Health::new()).await;
    assert_eq!(ask(&admin, Method::GET, "/drain").await.0, 405);
    assert_eq!(ask(&admin, Method::POST, "/drain").await.0, 202);
    assert_eq!(ask(&admin, Method::POST, "/drain").await.0, 202);
    assert_eq!(drained.load(Ordering::Relaxed), 1);
    assert_eq!(ask(&admin, Method::GET, "/readyz").await.0, 503);
    assert_eq!(ask(&admin, Method::GET, "/livez").await.0, 200);
}

#[tokio::test]
async fn metrics_and_pages_can_be_asked_for() {
    let (admin, _) = start(&Health::new()).await;
    let (status, metrics) = ask(&admin, Method::GET, "/metrics").await;
    assert_eq!(status, 200);
    assert!(metrics.contains("shop_sold_total 1"), "{metrics}");
    assert_eq!(ask(&admin, Method::GET, "/routes").await, (200, "GET /v1/things\n".to_owned()));
    assert_eq!(ask(&admin, Method::GET, "/nothing").await.0, 404);
}
