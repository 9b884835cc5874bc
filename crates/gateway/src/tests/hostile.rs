//! Clients that try to take more than their share, over HTTP/1: each is cut off, counted and logged, and others are
//! served meanwhile.

use std::io::Write;
use std::time::Duration;

use http::Method;
use http_body_util::Full;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::fixture::{Fixture, Logs, read_answer, read_to_end, soon};
use super::transport::{HTTP1, Transport, say};

/// The answer to a request whose headers came too slowly.
const TOO_SLOW: &str = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

const DOOR: &str = "/v1/states/KIND_ENTITY/door";

/// Sends the beginning of a request and then a little of it now and then, while others are served: the answer.
async fn trickle(fixture: &Fixture, begin: &str, piece: &[u8]) -> String {
    let (mut reading, mut writing) = tokio::io::split(fixture.begin(begin.as_bytes()).await);
    let trickling = async {
        while say(&mut writing, piece).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let closed = async {
        fixture.serves_others().await;
        read_to_end(&mut reading).await
    };
    soon(futures::future::join(trickling, closed)).await.1
}

#[tokio::test]
async fn headers_that_trickle_in_are_not_waited_for() {
    for transport in Transport::BOTH {
        let (logs, _guard) = Logs::keep();
        let fixture = Fixture::start_over(transport, "[timeouts]\nheaders_ms = 300").await;
        // A byte now and then does not move the deadline.
        assert_eq!(trickle(&fixture, "GET /v1/keys HTTP/1.1\r\n", b"X: y\r\n").await, TOO_SLOW, "{transport:?}");
        fixture.measured("gateway_connections_overdue_total{reason=\"headers\"} 1").await;
        assert!(logs.text().contains("the headers of a request did not arrive in time"), "{}", logs.text());
    }
}

#[tokio::test]
async fn bodies_that_trickle_in_are_not_waited_for() {
    for transport in Transport::BOTH {
        let (logs, _guard) = Logs::keep();
        let fixture = Fixture::start_over(transport, "[timeouts]\nbody_ms = 300").await;
        let begin = fixture.head("PUT", DOOR, "Content-Length: 100000\r\n");
        let answer = trickle(&fixture, &begin, b" ").await;
        assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("connection: close"), "{transport:?}: {answer}");
        fixture.measured("gateway_body_bytes 0").await;
        assert!(logs.text().contains("\"status\":408"), "{}", logs.text());
    }
}

#[tokio::test]
async fn headers_that_only_begin_are_answered_as_too_slow_at_once_and_after_other_requests() {
    let fixture = Fixture::start("[timeouts]\nhandshake_ms = 50\nheaders_ms = 300").await;
    // What might become HTTP/2 has the time for headers, too.
    let mut first = fixture.begin(b"P").await;
    assert_eq!(read_to_end(&mut first).await, TOO_SLOW);
    let mut second = fixture.begin(b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n").await;
    read_answer(&mut second).await;
    second.write_all(b"GET /nothing HTTP/1.1\r\n").await.unwrap();
    assert_eq!(read_to_end(&mut second).await, TOO_SLOW);
    fixture.measured("gateway_connections_overdue_total{reason=\"headers\"} 2").await;
    assert!(!fixture.telemetry.render().contains("gateway_connections_cut_total"), "{}", fixture.telemetry.render());
}

#[tokio::test]
async fn a_body_of_a_gigabyte_is_refused_while_it_is_being_sent_and_the_client_can_read_why() {
    for transport in Transport::BOTH {
        let fixture = Fixture::start_over(transport, "").await;
        for framing in ["Content-Length: 1000000000\r\n", "Transfer-Encoding: chunked\r\n"] {
            let begin = fixture.head("PUT", DOOR, framing);
            let (mut reading, mut writing) = tokio::io::split(fixture.begin(begin.as_bytes()).await);
            let piece = format!("10000\r\n{}\r\n", "x".repeat(0x1_0000));
            let sending = tokio::spawn(async move {
                let mut sent = 0;
                while sent < 1_000_000_000 && writing.write_all(piece.as_bytes()).await.is_ok() {
                    sent += piece.len();
                }
                sent
            });
            let answer = read_to_end(&mut reading).await;
            assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("connection: close"), "{framing}: {answer}");
            fixture.serves_others().await;
            // What the systems hold between the two is sent in vain, and no more.
            let sent = soon(sending).await.unwrap();
            assert!(sent < 100_000_000, "{framing}: {sent} bytes were sent");
        }
        fixture.measured("gateway_body_bytes 0").await;
    }
}

#[tokio::test]
async fn bodies_share_their_room() {
    let fixture = Fixture::start("[limits]\nbody_bytes = 2000\nbodies_bytes = 3000").await;
    let begin = fixture.head("PUT", DOOR, "Content-Length: 2000\r\n");
    let half = format!("{begin}{}", " ".repeat(1_500));
    let mut waiting = fixture.begin(half.as_bytes()).await;
    fixture.measured("gateway_body_bytes 1500").await;
    let refused = fixture.send(fixture.request(Method::PUT, DOOR), " ".repeat(1_900)).await;
    assert_eq!(refused.status, 503);
    assert_eq!(refused.header("retry-after"), "1");
    fixture.measured("gateway_requests_shed_total{reason=\"bodies\"} 1").await;
    fixture.measured("gateway_body_bytes 1500").await;
    waiting.write_all(format!("{}{{}}", " ".repeat(498)).as_bytes()).await.unwrap();
    let mut status = [0; 12];
    soon(waiting.read_exact(&mut status)).await.unwrap();
    assert_eq!(&status, b"HTTP/1.1 200");
    fixture.measured("gateway_body_bytes 0").await;
}

/// Bodies that are small as they are sent, and large when they are read.
fn bombs() -> Vec<(&'static str, Vec<u8>)> {
    let zeros = vec![b' '; 2 * 1024 * 1024];
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&zeros).unwrap();
    // Members one after the other are one body, of half a gigabyte here.
    let gzip = gzip.finish().unwrap().repeat(100);
    let mut br = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut br, 4_096, 3, 18);
    encoder.write_all(&zeros).unwrap();
    drop(encoder);
    let zstd = ruzstd::encoding::compress_to_vec(&zeros[..], ruzstd::encoding::CompressionLevel::Fastest);
    vec![("gzip", gzip), ("br", br), ("zstd", zstd)]
}

#[tokio::test]
async fn bodies_that_explode_are_refused_by_size_and_by_ratio() {
    for limits in ["", "[limits]\nbody_bytes = 100000000"] {
        let fixture = Fixture::start(limits).await;
        for (coding, bomb) in bombs() {
            let request = fixture.request(Method::PUT, DOOR).header("content-encoding", coding);
            let answer = fixture.send(request, bomb).await;
            assert_eq!(answer.status, 413, "{coding} with {limits:?}: {answer:?}");
            let cut = fixture.request(Method::PUT, DOOR).header("content-encoding", coding);
            assert_eq!(fixture.send(cut, &b"\x28no such thing"[..]).await.status, 400, "{coding}");
        }
        fixture.serves_others().await;
        fixture.measured("gateway_body_bytes 0").await;
    }
}

#[tokio::test]
async fn a_million_levels_of_json_are_refused() {
    let fixture = Fixture::start("").await;
    for deep in [format!("{{\"a\":{}", "[".repeat(1_000_000)), "{\"a\":".repeat(170_000)] {
        let answer = fixture.send(fixture.request(Method::PUT, DOOR), deep).await;
        assert_eq!(answer.status, 400);
        assert!(answer.json()["detail"].as_str().unwrap().contains("nested deeper than 64 levels"), "{answer:?}");
    }
    fixture.serves_others().await;
}

#[tokio::test]
async fn heads_without_an_end_are_refused() {
    for transport in Transport::BOTH {
        let (logs, _guard) = Logs::keep();
        let fixture = Fixture::start_over(transport, "").await;
        let path = format!("GET /{}", "x".repeat(200_000));
        let header = format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(200_000));
        let headers = format!("GET / HTTP/1.1\r\n{}", "X: y\r\n".repeat(50_000));
        for (begin, statuses) in [(path, ["414", "431"]), (header, ["431", "431"]), (headers, ["431", "431"])] {
            let (mut reading, mut writing) = tokio::io::split(fixture.connect(HTTP1).await);
            let sending = tokio::spawn(async move { say(&mut writing, begin.as_bytes()).await.map(|()| writing) });
            let answer = read_to_end(&mut reading).await;
            let _ = soon(sending).await;
            let status = answer.split(' ').nth(1).unwrap_or_default();
            assert!(statuses.contains(&status), "{answer}");
        }
        fixture.serves_others().await;
        fixture.measured("gateway_connections_cut_total{reason=\"headers_too_large\"} 3").await;
        assert!(logs.text().contains("\"reason\":\"headers_too_large\""), "{}", logs.text());
    }
}

#[tokio::test]
async fn answers_that_are_asked_for_and_not_read_end_the_connection() {
    for transport in Transport::BOTH {
        let (logs, _guard) = Logs::keep();
        let fixture = Fixture::start_over(transport, "[timeouts]\nwrite_ms = 200").await;
        let asked = fixture.head("GET", "/v1/states/KIND_ENTITY/large", "").repeat(200);
        let (mut reading, mut writing) = tokio::io::split(fixture.connect_narrowly(HTTP1).await);
        let sending = tokio::spawn(async move { say(&mut writing, asked.as_bytes()).await.map(|()| writing) });
        fixture.measured("gateway_connections_cut_total{reason=\"slow_reader\"} 1").await;
        fixture.serves_others().await;
        let _ = soon(sending).await;
        read_to_end(&mut reading).await;
        assert!(logs.text().contains("\"reason\":\"slow_reader\""), "{}", logs.text());
        drop(fixture.client.clone());
        fixture.measured("http_server_active_requests 0").await;
    }
}

#[tokio::test]
async fn connections_that_are_quiet_make_room_for_new_ones() {
    let (logs, _guard) = Logs::keep();
    let fixture = Fixture::start("[limits]\nconnections = 3").await;
    // One is at work, one has been, one has never said anything.
    let held = fixture.request(Method::GET, "/v1/states/KIND_ENTITY/held").body(Full::default()).unwrap();
    let held = tokio::spawn(fixture.client.request(held));
    soon(fixture.script.began.notified()).await;
    let mut used = fixture.begin(b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let mut begin = [0; 12];
    soon(used.read_exact(&mut begin)).await.unwrap();
    let mut silent = fixture.begin(b"").await;
    fixture.measured("gateway_connections 3").await;
    let get = b"GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    for number in 1..=2 {
        // Connections that have been quiet for a moment only are left alone, and the new one is refused.
        soon(async {
            while !read_to_end(&mut fixture.begin(get).await).await.starts_with("HTTP/1.1 404") {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
        .await;
        if number == 1 {
            fixture.measured("gateway_connections_overdue_total{reason=\"displaced\"} 1").await;
        }
    }
    assert!(logs.text().contains("a new one needed its place"), "{}", logs.text());
    fixture.script.go_on.notify_one();
    assert_eq!(soon(held).await.unwrap().unwrap().status(), 200);
    drop(used);
    let _ = silent.shutdown().await;
}

#[tokio::test]
async fn connections_that_say_nothing_do_not_hold_up_a_drain() {
    let fixture = Fixture::start("[timeouts]\nhandshake_ms = 60000").await;
    let mut silent = fixture.begin(b"").await;
    fixture.measured("gateway_connections 1").await;
    assert_eq!(soon(fixture.gateway.drain(super::fixture::SOON)).await.cut_off, 0);
    assert_eq!(read_to_end(&mut silent).await, "");
}
