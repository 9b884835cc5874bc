//! Clients that take HTTP/2 at its word: frames that no library would send.

use realmwire_sdk::identity::Role;
use tokio::io::AsyncReadExt;

use super::fixture::{Fixture, Logs, soon};
use super::transport::{Connection, HTTP2, Transport, say};

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const PRIORITY: u8 = 2;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;
/// A kind that there is none of.
const UNKNOWN: u8 = 0x77;
/// The end of the headers and of the request.
const ALL: u8 = 0x5;

const REFUSED_STREAM: u8 = 7;
const ENHANCE_YOUR_CALM: u8 = 11;

#[derive(Debug)]
struct Frame {
    kind: u8,
    stream: u32,
    payload: Vec<u8>,
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// Text as HPACK has it, as it is.
fn text(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    match text.len().checked_sub(127) {
        None => out.push(u8::try_from(text.len()).unwrap()),
        Some(mut rest) => {
            out.push(127);
            while rest >= 128 {
                out.push(u8::try_from(rest % 128).unwrap() | 128);
                rest /= 128;
            }
            out.push(u8::try_from(rest).unwrap());
        }
    }
    out.extend_from_slice(text.as_bytes());
    out
}

/// The headers of a `GET` with a token.
fn get(fixture: &Fixture, path: &str) -> Vec<u8> {
    let token = format!("Bearer {}", fixture.token(Role::Player, "p1"));
    // GET, http, then a path, an authority and a header by name, none of which is to be remembered.
    [&[0x82, 0x86, 0x04][..], &text(path), &[0x01], &text("x"), &[0x00], &text("authorization"), &text(&token)].concat()
}

async fn connect(fixture: &Fixture, settings: &[u8]) -> Connection {
    let mut stream = fixture.connect(HTTP2).await;
    let begin = [&b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"[..], &frame(SETTINGS, 0, 0, settings)].concat();
    say(&mut stream, &begin).await.unwrap();
    stream
}

/// The next frame; `None` when the gateway has closed the connection.
async fn next(stream: &mut Connection) -> Option<Frame> {
    let mut head = [0; 9];
    soon(stream.read_exact(&mut head)).await.ok()?;
    let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
    let id = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
    let mut payload = vec![0; length.try_into().unwrap()];
    soon(stream.read_exact(&mut payload)).await.ok()?;
    Some(Frame { kind: head[3], stream: id, payload })
}

/// The next frame of a kind.
async fn next_of(stream: &mut Connection, kind: u8) -> Frame {
    loop {
        let frame = next(stream).await.expect("the connection was closed");
        if frame.kind == kind {
            return frame;
        }
    }
}

#[tokio::test]
async fn requests_that_are_taken_back_at_once_end_the_connection() {
    for transport in Transport::BOTH {
        let (logs, _guard) = Logs::keep();
        let fixture = Fixture::start_over(transport, "").await;
        let mut stream = connect(&fixture, b"").await;
        let get = get(&fixture, "/v1/states/KIND_ENTITY/door");
        let flood: Vec<u8> = (0..500)
            .flat_map(|number| {
                let id = 2 * number + 1;
                [frame(HEADERS, ALL, id, &get), frame(RST_STREAM, 0, id, &[0, 0, 0, 8])].concat()
            })
            .collect();
        // The connection may be closed before all of it is sent.
        let _ = say(&mut stream, &flood).await;
        let end = next_of(&mut stream, GOAWAY).await;
        assert_eq!(end.payload[7], ENHANCE_YOUR_CALM);
        fixture.serves_others().await;
        fixture.measured("gateway_connections_cut_total{reason=\"flood\"} 1").await;
        assert!(logs.text().contains("\"reason\":\"flood\""), "{}", logs.text());
    }
}

/// Frames of which there is no end, each of which asks for nothing.
fn floods(fixture: &Fixture) -> Vec<Vec<u8>> {
    // The beginning of a request whose headers go on and on.
    let begin = frame(HEADERS, 0, 1, &get(fixture, "/v1/states/KIND_ENTITY/door"));
    let header = [&[0x00][..], &text("x"), &text("y")].concat();
    vec![
        frame(SETTINGS, 0, 0, &[]).repeat(2_000),
        frame(PING, 0, 0, &[7; 8]).repeat(2_000),
        frame(PRIORITY, 0, 3, &[0, 0, 0, 1, 16]).repeat(2_000),
        frame(WINDOW_UPDATE, 0, 0, &[0, 0, 0, 1]).repeat(2_000),
        frame(UNKNOWN, 0, 0, b"nothing").repeat(2_000),
        [begin, frame(CONTINUATION, 0, 1, &header).repeat(2_000)].concat(),
    ]
}

#[tokio::test]
async fn frames_that_ask_for_nothing_and_do_not_end_end_the_connection() {
    for transport in Transport::BOTH {
        let (logs, _guard) = Logs::keep();
        let fixture = Fixture::start_over(transport, "").await;
        for (number, flood) in floods(&fixture).into_iter().enumerate() {
            let mut stream = connect(&fixture, b"").await;
            // The connection may be closed before all of it is sent.
            let _ = say(&mut stream, &flood).await;
            let end = next_of(&mut stream, GOAWAY).await;
            assert_eq!(end.payload[7], ENHANCE_YOUR_CALM, "{transport:?}, {number}");
            fixture.serves_others().await;
            fixture.measured(&format!("gateway_connections_cut_total{{reason=\"flood\"}} {}", number + 1)).await;
        }
        assert!(logs.text().contains("\"reason\":\"flood\""), "{}", logs.text());
    }
}

#[tokio::test]
async fn requests_beyond_those_that_a_connection_may_have_are_refused() {
    for transport in Transport::BOTH {
        let fixture = Fixture::start_over(transport, "[limits]\nhttp2_streams_per_connection = 10").await;
        let mut stream = connect(&fixture, b"").await;
        let get = get(&fixture, "/v1/states/KIND_ENTITY/held");
        let many: Vec<u8> = (0..50).flat_map(|number| frame(HEADERS, ALL, 2 * number + 1, &get)).collect();
        say(&mut stream, &many).await.unwrap();
        for _ in 0..40 {
            assert_eq!(next_of(&mut stream, RST_STREAM).await.payload[3], REFUSED_STREAM);
        }
        fixture.serves_others().await;
        fixture.measured("http_server_active_requests 10").await;
        drop(stream);
        fixture.measured("http_server_active_requests 0").await;
    }
}

#[tokio::test]
async fn an_answer_for_which_its_client_makes_no_room_is_given_up() {
    for transport in Transport::BOTH {
        for window in [0, 1, 20_000] {
            let (logs, _guard) = Logs::keep();
            let fixture = Fixture::start_over(transport, "[timeouts]\nwrite_ms = 200").await;
            let settings = [&[0, 4][..], &u32::to_be_bytes(window)].concat();
            let mut stream = connect(&fixture, &settings).await;
            let large = frame(HEADERS, ALL, 1, &get(&fixture, "/v1/states/KIND_ENTITY/large"));
            say(&mut stream, &large).await.unwrap();
            fixture.serves_others().await;
            let mut received = 0;
            let reset = loop {
                let frame = next(&mut stream).await.expect("the connection stays open");
                match frame.kind {
                    DATA => received += frame.payload.len(),
                    RST_STREAM => break frame,
                    _ => {}
                }
            };
            assert_eq!(reset.stream, 1);
            assert_eq!(received, usize::try_from(window).unwrap());
            fixture.measured("gateway_connections_cut_total{reason=\"stalled_window\"} 1").await;
            fixture.measured("http_server_active_requests 0").await;
            assert!(logs.text().contains("\"reason\":\"stalled_window\""), "{}", logs.text());
            // The connection is as good as before.
            say(&mut stream, &frame(HEADERS, ALL, 3, &get(&fixture, "/nothing"))).await.unwrap();
            assert_eq!(next_of(&mut stream, HEADERS).await.stream, 3);
        }
    }
}

#[tokio::test]
async fn a_stream_for_which_its_client_makes_no_room_is_given_up() {
    for transport in Transport::BOTH {
        let fixture =
            Fixture::start_over(transport, "[timeouts]\nwrite_ms = 200\n[streams]\nbuffer_messages = 4").await;
        let mut stream = connect(&fixture, &[0, 4, 0, 0, 0, 100]).await;
        let watch = frame(HEADERS, ALL, 1, &get(&fixture, "/v1/states/KIND_ENTITY/endless:watch"));
        say(&mut stream, &watch).await.unwrap();
        assert_eq!(next_of(&mut stream, RST_STREAM).await.stream, 1);
        soon(fixture.script.cancelled.notified()).await;
        fixture.measured("http_server_active_requests 0").await;
        fixture.measured("gateway_streams 0").await;
    }
}

#[tokio::test]
async fn a_connection_without_requests_ends_in_order_whatever_else_it_sends() {
    for transport in Transport::BOTH {
        let fixture = Fixture::start_over(transport, "[timeouts]\nheaders_ms = 50\nidle_ms = 200").await;
        let mut stream = connect(&fixture, b"").await;
        assert_eq!(next_of(&mut stream, GOAWAY).await.payload[7], 0);
        while next(&mut stream).await.is_some() {}
        fixture.measured("gateway_connections_overdue_total{reason=\"idle\"} 1").await;
        assert!(!fixture.telemetry.render().contains("reason=\"headers\""));
    }
}
