//! The HTTP client of the commands that talk to a running system.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Response, Uri, header};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::upgrade::Upgraded;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;

/// The most of an answer that is read, in bytes; streams are read line by line.
const MAX_ANSWER_BYTES: usize = 64 << 20;

/// Sends requests to one server.
pub(crate) struct HttpClient {
    base: String,
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

/// Why a server gave no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpError {
    /// The address is not one.
    #[error("{url:?} is not an HTTP address such as http://127.0.0.1:8080")]
    Address {
        /// The address as given.
        url: String,
        #[source]
        source: http::Error,
    },
    /// No certificates to trust.
    #[error("cannot load the system's root certificates")]
    Roots(#[source] std::io::Error),
    /// Nobody answers there.
    #[error("cannot reach {url}; is the system running? `realmwire up` starts it")]
    Connect {
        /// The address.
        url: String,
        #[source]
        source: hyper_util::client::legacy::Error,
    },
    /// The server does not turn the connection into a WebSocket.
    #[error("{url} answered {status} where a WebSocket was asked for: {body}")]
    NoWebSocket {
        /// The address.
        url: String,
        /// The status.
        status: http::StatusCode,
        /// What the server says about it.
        body: String,
    },
    /// The answer broke off.
    #[error("the answer of {url} broke off")]
    Broken {
        /// The address.
        url: String,
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl HttpClient {
    /// A client of the server at `base`, such as `http://127.0.0.1:8080`.
    pub(crate) fn new(base: &str) -> Result<Self, HttpError> {
        let connector = HttpsConnectorBuilder::new()
            .with_native_roots()
            .map_err(HttpError::Roots)?
            .https_or_http()
            .enable_http1()
            .build();
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Ok(Self { base: base.trim_end_matches('/').to_owned(), client })
    }

    /// Sends a request and waits for the head of its answer.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(HeaderName, HeaderValue)],
        body: Bytes,
    ) -> Result<Response<Incoming>, HttpError> {
        let url = format!("{}{path}", self.base);
        let address = |source| HttpError::Address { url: url.clone(), source };
        let uri: Uri = url.parse().map_err(|error: http::uri::InvalidUri| address(error.into()))?;
        let mut request = Request::builder().method(method).uri(uri).body(Full::new(body)).map_err(address)?;
        for (name, value) in headers {
            request.headers_mut().insert(name.clone(), value.clone());
        }
        self.client.request(request).await.map_err(|source| HttpError::Connect { url: self.base.clone(), source })
    }

    /// Turns a connection into a WebSocket with the sub-protocol `protocol`.
    pub(crate) async fn websocket(
        &self,
        path: &str,
        protocol: &'static str,
        headers: &[(HeaderName, HeaderValue)],
    ) -> Result<WebSocketStream<TokioIo<Upgraded>>, HttpError> {
        let key = generate_key();
        let mut all = headers.to_vec();
        all.push((header::CONNECTION, HeaderValue::from_static("upgrade")));
        all.push((header::UPGRADE, HeaderValue::from_static("websocket")));
        all.push((header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13")));
        all.push((header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(protocol)));
        let key_header = HeaderValue::from_str(&key).map_err(|error| self.broken(error.into()))?;
        all.push((header::SEC_WEBSOCKET_KEY, key_header));
        let answer = self.send(Method::GET, path, &all, Bytes::new()).await?;
        let status = answer.status();
        let accepted = answer
            .headers()
            .get(header::SEC_WEBSOCKET_ACCEPT)
            .is_some_and(|accept| accept.as_bytes() == derive_accept_key(key.as_bytes()).as_bytes());
        if status != http::StatusCode::SWITCHING_PROTOCOLS || !accepted {
            let body = String::from_utf8_lossy(&self.read(answer).await?).trim().to_owned();
            return Err(HttpError::NoWebSocket { url: self.base.clone(), status, body });
        }
        let upgraded = hyper::upgrade::on(answer).await.map_err(|error| self.broken(error.into()))?;
        Ok(WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Client, None).await)
    }

    /// Reads the whole body of an answer.
    pub(crate) async fn read(&self, answer: Response<Incoming>) -> Result<Bytes, HttpError> {
        let limited = http_body_util::Limited::new(answer.into_body(), MAX_ANSWER_BYTES);
        let collected = limited.collect().await.map_err(|source| self.broken(source))?;
        Ok(collected.to_bytes())
    }

    /// Hands each line of the answer's body to `take` as it comes, until `take` returns false.
    pub(crate) async fn read_lines(
        &self,
        answer: Response<Incoming>,
        mut take: impl FnMut(&str) -> bool,
    ) -> Result<(), HttpError> {
        let mut body = answer.into_body();
        let mut pending = Vec::new();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|source| self.broken(source.into()))?;
            let Ok(data) = frame.into_data() else { continue };
            pending.extend_from_slice(&data);
            if pending.len() > MAX_ANSWER_BYTES {
                return Err(self.broken("a line is too long".into()));
            }
            while let Some(end) = pending.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = pending.drain(..=end).collect();
                if !take(String::from_utf8_lossy(&line).trim_end()) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn broken(&self, source: Box<dyn std::error::Error + Send + Sync>) -> HttpError {
        HttpError::Broken { url: self.base.clone(), source }
    }
}
