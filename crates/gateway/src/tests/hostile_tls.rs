//! Clients that abuse TLS itself.

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::fixture::{Fixture, Logs, read_answer, read_to_end};
use super::transport::{HTTP1, Transport, say, tls};

/// What is no beginning of a handshake, each in its own way: another protocol, no record, a record of more than there may
/// be, a record without a message.
const GARBAGE: [&[u8]; 4] =
    [b"GET / HTTP/1.1\r\n\r\n", &[0xff; 500], b"\x16\x03\x01\xff\xff\x01", b"\x16\x03\x01\0\x05hello"];

#[tokio::test]
async fn handshakes_of_garbage_are_refused_however_many_come() {
    let (logs, _guard) = Logs::keep();
    let fixture = Fixture::start_over(Transport::Tls, "").await;
    for garbage in GARBAGE.repeat(25) {
        let mut stream = TcpStream::connect(fixture.gateway.address()).await.unwrap();
        stream.write_all(garbage).await.unwrap();
        let answer = read_to_end(&mut stream).await;
        assert!(!answer.contains("HTTP"), "{answer}");
    }
    fixture.measured("gateway_connections_refused_total{reason=\"tls\"} 100").await;
    fixture.serves_others().await;
    fixture.measured("gateway_connections 0").await;
    assert!(logs.text().contains("\"reason\":\"tls\""), "{}", logs.text());
}

#[tokio::test]
async fn a_client_that_asks_for_new_keys_again_and_again_is_cut_off() {
    let (logs, _guard) = Logs::keep();
    let fixture = Fixture::start_over(Transport::Tls, "").await;
    // Between requests, and within one.
    for (number, begin) in ["", "GET /nothing HTTP/1.1\r\n"].into_iter().enumerate() {
        let stream = TcpStream::connect(fixture.gateway.address()).await.unwrap();
        let mut stream = tls(stream, HTTP1).await.unwrap();
        // With the first answer the handshake is over on both sides.
        say(&mut stream, b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        read_answer(&mut stream).await;
        say(&mut stream, begin.as_bytes()).await.unwrap();
        for _ in 0..100 {
            stream.get_mut().1.refresh_traffic_keys().unwrap();
            // It may be closed before all of them are sent.
            let _ = stream.flush().await;
        }
        assert_eq!(read_to_end(&mut stream).await, "");
        fixture.measured(&format!("gateway_connections_cut_total{{reason=\"tls\"}} {}", number + 1)).await;
    }
    fixture.serves_others().await;
    assert!(logs.text().contains("a client was cut off"), "{}", logs.text());
}
