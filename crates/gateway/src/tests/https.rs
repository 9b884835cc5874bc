//! HTTPS, and certificates that are replaced while it is served.

use std::net::SocketAddr;
use std::path::Path;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use super::fixture::{Fixture, SOON, soon};
use super::transport::{HTTP1, HTTP2, tls};
use crate::config::{GatewayConfig, Tls};

const FIRST: (&[u8], &[u8]) = (include_bytes!("testdata/first.pem"), include_bytes!("testdata/first.key"));
const SECOND: (&[u8], &[u8]) = (include_bytes!("testdata/second.pem"), include_bytes!("testdata/second.key"));

fn write(directory: &Path, (certificate, key): (&[u8], &[u8])) {
    std::fs::write(directory.join("key.pem"), key).unwrap();
    std::fs::write(directory.join("certificate.pem"), certificate).unwrap();
}

async fn start(directory: &Path) -> Fixture {
    Fixture::start_with(config(directory)).await
}

fn config(directory: &Path) -> GatewayConfig {
    let tls = Tls {
        certificate_file: directory.join("certificate.pem"),
        key_file: directory.join("key.pem"),
        reload_interval_ms: 10,
    };
    GatewayConfig { listen: "127.0.0.1:0".to_owned(), tls: Some(tls), ..GatewayConfig::default() }
}

async fn connect(address: SocketAddr, protocol: &[u8]) -> std::io::Result<TlsStream<TcpStream>> {
    tls(TcpStream::connect(address).await?, protocol).await
}

fn certificate(stream: &TlsStream<TcpStream>) -> Vec<u8> {
    stream.get_ref().1.peer_certificates().unwrap()[0].to_vec()
}

#[tokio::test]
async fn requests_are_answered_over_tls_in_both_versions_of_http() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), FIRST);
    let fixture = start(directory.path()).await;
    let mut stream = connect(fixture.gateway.address(), HTTP1).await.unwrap();
    stream.write_all(b"GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = soon(stream.read_to_end(&mut answer)).await;
    assert!(answer.starts_with(b"HTTP/1.1 404"));
    let stream = connect(fixture.gateway.address(), HTTP2).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let io = hyper_util::rt::TokioIo::new(stream);
    let executor = hyper_util::rt::TokioExecutor::new();
    let (mut sender, connection) = soon(hyper::client::conn::http2::handshake(executor, io)).await.unwrap();
    let connection = tokio::spawn(connection);
    let request = http::Request::builder().uri("https://localhost/nothing");
    let request = request.body(http_body_util::Full::<bytes::Bytes>::default()).unwrap();
    assert_eq!(soon(sender.send_request(request)).await.unwrap().status(), 404);
    drop(sender);
    connection.abort();
}

#[tokio::test]
async fn a_certificate_that_is_replaced_is_used_and_a_bad_one_is_not() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), FIRST);
    let fixture = start(directory.path()).await;
    let address = fixture.gateway.address();
    let first = certificate(&connect(address, HTTP2).await.unwrap());
    std::fs::write(directory.path().join("certificate.pem"), "no certificate").unwrap();
    assert_eq!(certificate(&connect(address, HTTP2).await.unwrap()), first);
    write(directory.path(), SECOND);
    let replaced = async {
        while certificate(&connect(address, HTTP2).await.unwrap()) == first {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    soon(replaced).await;
    assert_eq!(soon(fixture.gateway.drain(SOON)).await.cut_off, 0);
}

#[tokio::test]
async fn certificates_that_cannot_be_used_are_named_at_the_start() {
    let directory = tempfile::tempdir().unwrap();
    let tls = |key: &str| Tls {
        certificate_file: directory.path().join("certificate.pem"),
        key_file: directory.path().join(key),
        reload_interval_ms: 10,
    };
    let problem = |tls: Tls| {
        let config = GatewayConfig { tls: Some(tls), ..GatewayConfig::default() };
        crate::Gateway::check(&config)
            .into_iter()
            .map(|problem| format!("{}: {}", problem.key, problem.problem))
            .collect::<Vec<_>>()
    };
    assert!(problem(tls("key.pem"))[0].starts_with("tls: cannot read"));
    write(directory.path(), FIRST);
    assert_eq!(problem(tls("key.pem")), Vec::<String>::new());
    std::fs::write(directory.path().join("other.pem"), SECOND.1).unwrap();
    assert!(problem(tls("other.pem"))[0].starts_with("tls: cannot use the certificate"));
}

#[tokio::test]
async fn a_client_that_does_not_speak_tls_is_not_waited_for() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), FIRST);
    let fixture = start(directory.path()).await;
    let mut stream = TcpStream::connect(fixture.gateway.address()).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = soon(stream.read_to_end(&mut answer)).await;
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
}

#[tokio::test]
async fn a_client_that_does_not_say_hello_is_not_waited_for() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), FIRST);
    let mut config = config(directory.path());
    config.timeouts.handshake_ms = 100;
    let fixture = Fixture::start_with(config).await;
    let address = fixture.gateway.address();
    for begin in [&b""[..], b"\x16\x03\x01"] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(begin).await.unwrap();
        let mut answer = Vec::new();
        let _ = soon(stream.read_to_end(&mut answer)).await;
        assert_eq!(answer, b"");
    }
    fixture.measured("gateway_connections_refused_total{reason=\"silent\"} 2").await;
    assert!(connect(address, HTTP2).await.is_ok());
}
