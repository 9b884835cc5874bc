use std::future::Future;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::{Request, StatusCode, Uri};
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// Why the collector did not take a request.
#[derive(Debug, thiserror::Error)]
pub(super) enum PostError {
    #[error("connect to the collector: {0}")]
    Connect(#[from] std::io::Error),
    #[error("send to the collector: {0}")]
    Http(#[from] hyper::Error),
    #[error("the collector answered {0}")]
    Refused(StatusCode),
    #[error("the collector did not answer in time")]
    TimedOut,
    #[error("the address of the collector cannot be used")]
    Address(#[from] http::Error),
}

/// Sends a body of JSON over a connection of its own: a request every few moments is not worth a pool.
pub(super) async fn post(endpoint: &Uri, body: Vec<u8>) -> Result<(), PostError> {
    const DEFAULT_PORT: u16 = 80;
    let host = endpoint.host().unwrap_or_default();
    // The brackets of an IPv6 address belong to the URI, not to the address.
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let stream = TcpStream::connect((address, endpoint.port_u16().unwrap_or(DEFAULT_PORT))).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let request = Request::post(endpoint.path())
        .header(HOST, endpoint.authority().map_or(host, http::uri::Authority::as_str))
        .header(CONTENT_TYPE, "application/json")
        .body(Full::new(Bytes::from(body)))?;
    let response = drive(sender.send_request(request), connection).await?;
    if response.status().is_success() { Ok(()) } else { Err(PostError::Refused(response.status())) }
}

/// Waits for `answer` while the connection does its work.
async fn drive<T>(
    answer: impl Future<Output = Result<T, hyper::Error>>,
    connection: impl Future<Output = Result<(), hyper::Error>>,
) -> Result<T, hyper::Error> {
    let mut answer = std::pin::pin!(answer);
    tokio::select! {
        biased;
        answer = &mut answer => answer,
        closed = connection => {
            closed?;
            // A connection that ended well has delivered its answer, or tells why there is none.
            answer.await
        }
    }
}
