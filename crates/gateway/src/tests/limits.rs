//! What a client cannot do to the gateway, whatever it tries.

use std::net::SocketAddr;

use http::Method;
use http_body_util::Full;
use hyper_util::rt::TokioIo;
use realmwire_sdk::limits::{Limit, Limits, class};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::fixture::{Answered, Fixture, SOON, soon};

/// Sends bytes and reads until the gateway closes the connection.
async fn exchange(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    read_to_end(stream).await
}

async fn read_to_end(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    // A connection that is reset is closed as well.
    let _ = soon(stream.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn callers_that_come_too_often_are_told_when_to_come_back() {
    let fixture = Fixture::start("").await;
    let mut limits = Limits::default();
    limits.set(class::READ, Limit::a_minute(2)).unwrap();
    fixture.limits.replace(limits);
    let path = "/v1/states/KIND_ENTITY/door";
    let first = fixture.get(path).await;
    assert_eq!(first.status, 200);
    assert_eq!(first.header("ratelimit-policy"), "\"read\";q=2;w=60");
    assert_eq!(first.header("ratelimit"), "\"read\";r=1;t=30");
    assert_eq!(fixture.get(path).await.status, 200);
    let refused = fixture.get(path).await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.json()["code"], "RESOURCE_EXHAUSTED");
    assert!(refused.header("retry-after").parse::<u64>().unwrap() <= 30);
    assert!(refused.header("ratelimit").starts_with("\"read\";r=0"));
    // Another class has its own, and so has another caller.
    assert_eq!(fixture.send(fixture.request(Method::PUT, path), "{}").await.status, 200);
    let bad = || fixture.request(Method::GET, path);
    let mut statuses = Vec::new();
    for _ in 0..3 {
        let mut request = bad();
        request.headers_mut().unwrap().insert("authorization", "Bearer x.y.z".parse().unwrap());
        statuses.push(fixture.send(request, "").await.status.as_u16());
    }
    // Trying out tokens is limited by address.
    assert_eq!(statuses, [401, 401, 429]);
    let mut config = fixture.gateway.config();
    config.rate_limits.enabled = false;
    fixture.gateway.reload(config).unwrap();
    assert_eq!(fixture.get(path).await.status, 200);
}

#[tokio::test]
async fn bodies_paths_and_headers_have_a_size() {
    let fixture = Fixture::start("[limits]\nbody_bytes = 2000\nuri_bytes = 300\nheader_bytes = 8192").await;
    let put = || fixture.request(Method::PUT, "/v1/states/KIND_ENTITY/door");
    let body = format!("{{\"a\":\"{}\"}}", "x".repeat(2_000));
    assert_eq!(fixture.send(put(), body.clone()).await.status, 413);
    assert_eq!(fixture.send(put(), body[..0].to_owned()).await.status, 200);
    let head = format!("PUT /v1/states/KIND_ENTITY/door HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n", {
        fixture.token(realmwire_sdk::identity::Role::Player, "p1")
    });
    let declared = format!("{head}Content-Length: 1000000000\r\n\r\n");
    assert!(exchange(fixture.gateway.address(), declared.as_bytes()).await.starts_with("HTTP/1.1 413"));
    let chunk = format!("7d0\r\n{}\r\n", "x".repeat(2_000));
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n{}0\r\n\r\n", chunk.repeat(3));
    assert!(exchange(fixture.gateway.address(), chunked.as_bytes()).await.starts_with("HTTP/1.1 413"));
    assert_eq!(fixture.get(&format!("/v1/states/KIND_ENTITY/{}", "x".repeat(300))).await.status, 414);
    let large = fixture.request(Method::GET, "/v1/states/KIND_ENTITY/door").header("x-a", "x".repeat(8_000));
    assert_eq!(fixture.send(large, "").await.status, 431);
    let endless = format!("GET /v1/keys HTTP/1.1\r\nX-A: {}", "x".repeat(100_000));
    assert!(exchange(fixture.gateway.address(), endless.as_bytes()).await.starts_with("HTTP/1.1 431"));
}

#[tokio::test]
async fn json_has_a_depth() {
    let fixture = Fixture::start("[limits]\njson_depth = 10").await;
    let put = || fixture.request(Method::PUT, "/v1/states/KIND_ENTITY/door");
    let nested = |levels: usize| format!("{{\"a\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(fixture.send(put(), nested(9)).await.status, 200);
    let deep = fixture.send(put(), nested(10)).await;
    assert_eq!(deep.status, 400);
    assert!(deep.json()["detail"].as_str().unwrap().contains("nested deeper than 10 levels"));
    assert_eq!(fixture.send(put(), nested(400_000)).await.status, 400);
}

#[tokio::test]
async fn slow_clients_are_not_waited_for() {
    let config = "[timeouts]\nhandshake_ms = 50\nheaders_ms = 50\nbody_ms = 50\nidle_ms = 100";
    let fixture = Fixture::start(config).await;
    let address = fixture.gateway.address();
    // Nothing, the beginning of a request, the beginning of HTTP/2, and silence after a request.
    assert_eq!(exchange(address, b"").await, "");
    for begin in ["G", "GET /v1/keys HTTP/1.1\r\nHost:", "PRI * HTT"] {
        let answer = exchange(address, begin.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 408"), "{begin:?}: {answer}");
    }
    let kept = exchange(address, b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(kept.starts_with("HTTP/1.1 404"), "{kept}");
    let token = fixture.token(realmwire_sdk::identity::Role::Player, "p1");
    let head = format!("PUT /v1/states/KIND_ENTITY/door HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n");
    let slow = exchange(address, format!("{head}Content-Length: 10\r\n\r\n{{\"a").as_bytes()).await;
    assert!(slow.starts_with("HTTP/1.1 408"), "{slow}");
    let rendered = fixture.telemetry.render();
    assert!(rendered.contains("gateway_connections_refused_total{reason=\"silent\"} 1"), "{rendered}");
    assert!(rendered.contains("gateway_connections_overdue_total{reason=\"headers\"} 3"), "{rendered}");
}

#[tokio::test]
async fn connections_beyond_the_limit_are_closed_at_once() {
    let fixture = Fixture::start("[limits]\nconnections = 1").await;
    let address = fixture.gateway.address();
    let held = fixture.request(Method::GET, "/v1/states/KIND_ENTITY/held").body(Full::default()).unwrap();
    let held = tokio::spawn(fixture.client.request(held));
    soon(fixture.script.began.notified()).await;
    let refused = read_to_end(TcpStream::connect(address).await.unwrap()).await;
    assert!(refused.starts_with("HTTP/1.1 503") && refused.contains("Retry-After"), "{refused}");
    held.abort();
    let served = async {
        while !exchange(address, b"GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.contains("404")
        {
            tokio::task::yield_now().await;
        }
    };
    soon(served).await;
}

#[tokio::test]
async fn requests_beyond_the_limit_are_refused_at_once() {
    for limit in ["requests_in_flight = 1", "requests_in_flight_per_operation = 1"] {
        let fixture = Fixture::start(&format!("[limits]\n{limit}")).await;
        let held = fixture.request(Method::GET, "/v1/states/KIND_ENTITY/held").body(Full::default()).unwrap();
        let held = tokio::spawn(fixture.client.request(held));
        soon(fixture.script.began.notified()).await;
        let refused = fixture.get("/v1/states/KIND_ENTITY/door").await;
        assert_eq!(refused.status, 503, "{limit}");
        assert_eq!(refused.header("retry-after"), "1");
        fixture.script.go_on.notify_one();
        assert_eq!(soon(held).await.unwrap().unwrap().status(), 200);
    }
}

/// Asks on one connection without a pause until it is refused, and what it is told when it then asks again.
async fn until_refused(address: SocketAddr, method: Method) -> (Answered, Answered) {
    let stream = TokioIo::new(TcpStream::connect(address).await.unwrap());
    let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    let mut ask = async || {
        // Who it is that asks is found out later, and answered with 401.
        let path = format!("http://{address}/v1/states/KIND_ENTITY/door");
        let request = http::Request::builder().method(&method).uri(path);
        sender.ready().await.unwrap();
        let body = Full::<bytes::Bytes>::from(if method == Method::PUT { vec![b' '; 10_000] } else { Vec::new() });
        Answered::read(sender.send_request(request.body(body).unwrap()).await.unwrap()).await
    };
    loop {
        let answer = ask().await;
        if answer.status != 401 {
            return (answer, ask().await);
        }
    }
}

#[tokio::test]
async fn what_waits_too_long_for_its_turn_is_refused_before_anything_is_done_for_it() {
    let fixture = Fixture::start("").await;
    let mut config = fixture.gateway.config();
    config.limits.turn_wait_us = 100;
    config.rate_limits.enabled = false;
    fixture.gateway.reload(config.clone()).unwrap();
    // So many callers, and the gateway has one thread, which is theirs, too.
    for method in [Method::PUT, Method::HEAD] {
        let callers = (0..64).map(|_| Box::pin(until_refused(fixture.gateway.address(), method.clone())));
        let ((refused, again), ..) = soon(futures::future::select_all(callers)).await;
        assert_eq!(refused.status, 503);
        assert_eq!(refused.header("retry-after"), "1");
        if method == Method::PUT {
            assert_eq!(refused.json()["code"], "UNAVAILABLE");
            assert_eq!(refused.json()["request_id"], refused.header("x-request-id"));
        }
        assert!([401, 503].contains(&again.status.as_u16()), "the connection goes on: {again:?}");
    }
    assert!(fixture.telemetry.render().contains("gateway_requests_shed_total{reason=\"pressure\"}"));
    config.limits.turn_wait_us = 0;
    fixture.gateway.reload(config).unwrap();
    fixture.serves_others().await;
}

#[tokio::test]
async fn what_was_taken_is_answered_when_the_gateway_drains() {
    let fixture = Fixture::start("").await;
    let address = fixture.gateway.address();
    let held = fixture.request(Method::GET, "/v1/states/KIND_ENTITY/held").body(Full::default()).unwrap();
    let held = tokio::spawn(fixture.client.request(held));
    soon(fixture.script.began.notified()).await;
    let drain = tokio::spawn(fixture.gateway.drain(SOON));
    // Nothing new is taken before what was taken is answered.
    soon(async {
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    fixture.script.go_on.notify_one();
    let answer = soon(held).await.unwrap().unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["connection"], "close");
    assert_eq!(soon(drain).await.unwrap().cut_off, 0);
}

#[tokio::test]
async fn a_drain_cuts_off_what_takes_too_long() {
    let fixture = Fixture::start("").await;
    let slow = fixture.request(Method::GET, "/v1/states/KIND_ENTITY/slow").body(Full::default()).unwrap();
    let slow = tokio::spawn(fixture.client.request(slow));
    soon(fixture.script.began.notified()).await;
    let report = soon(fixture.gateway.drain(std::time::Duration::from_millis(50))).await;
    assert_eq!(report.cut_off, 1);
    assert!(soon(slow).await.unwrap().is_err());
    soon(fixture.script.cancelled.notified()).await;
}

#[tokio::test]
async fn http_2_is_spoken_without_and_with_many_requests_at_once() {
    use hyper_util::rt::TokioExecutor;
    let fixture = Fixture::start("").await;
    let client = hyper_util::client::legacy::Client::builder(TokioExecutor::new()).http2_only(true).build_http();
    let requests = (0..100).map(|number| {
        let request = fixture.request(Method::GET, &format!("/v1/states/KIND_ENTITY/{number}"));
        client.request(request.body(Full::<bytes::Bytes>::default()).unwrap())
    });
    for answer in soon(futures::future::join_all(requests)).await {
        let answer = answer.unwrap();
        assert_eq!(answer.version(), http::Version::HTTP_2);
        assert_eq!(answer.status(), 200);
    }
}
