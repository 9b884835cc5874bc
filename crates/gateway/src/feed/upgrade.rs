//! From an HTTP request to a WebSocket (RFC 6455).

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::protocol::Protocol;
use crate::problem::Problem;

/// Before a token among the sub-protocols that a client asks for: browsers can send no other header with a WebSocket.
const BEARER_PREFIX: &str = "bearer.";

/// What was agreed on.
#[derive(Debug)]
pub(crate) struct Upgrade {
    pub(crate) protocol: Protocol,
    pub(crate) headers: HeaderMap,
}

/// The token among the sub-protocols, if there is one.
pub(crate) fn bearer_protocol(headers: &HeaderMap) -> Option<&str> {
    protocols(headers).find_map(|protocol| protocol.strip_prefix(BEARER_PREFIX))
}

/// Checks a request to open a feed.
pub(crate) fn negotiate(method: &Method, version: Version, headers: &HeaderMap) -> Result<Upgrade, Problem> {
    if *method != Method::GET {
        return Err(Problem::wrong_method("GET"));
    }
    let wants = |name: HeaderName, token: &str| {
        let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|value| value.split(',')).any(|value| value.trim().eq_ignore_ascii_case(token))
    };
    let is_websocket = version == Version::HTTP_11
        && wants(header::CONNECTION, "upgrade")
        && wants(header::UPGRADE, "websocket")
        && headers.get(header::SEC_WEBSOCKET_VERSION).is_some_and(|version| version == "13");
    let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|_| is_websocket);
    let Some(key) = key else { return Err(upgrade_required()) };
    let asked: Vec<_> = protocols(headers).filter(|name| !name.starts_with(BEARER_PREFIX)).collect();
    let protocol = match asked.as_slice() {
        [] => Some(Protocol::Json),
        asked => asked.iter().find_map(|name| Protocol::from_name(name)),
    };
    let Some(protocol) = protocol else {
        let (json, protobuf) = (Protocol::Json.name(), Protocol::Protobuf.name());
        return Err(Problem::bad_request(format!("the sub-protocol of a feed is {json} or {protobuf}")));
    };
    let mut answer = HeaderMap::new();
    answer.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    answer.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(accept) = HeaderValue::from_str(&derive_accept_key(key.as_bytes())) {
        answer.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    }
    if !asked.is_empty() {
        answer.insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(protocol.name()));
    }
    Ok(Upgrade { protocol, headers: answer })
}

fn protocols(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let values = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim).filter(|protocol| !protocol.is_empty())
}

fn upgrade_required() -> Problem {
    let mut headers = HeaderMap::new();
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    Problem::with_status(StatusCode::UPGRADE_REQUIRED, "a feed is a WebSocket over HTTP/1.1").with_headers(headers)
}
