//! The body of a request, read within its limits.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, header};
use http_body::Body as _;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::time::timeout;

use super::admission::BodyRoom;
use super::coding;
use crate::config::GatewayConfig;
use crate::problem::Problem;

/// The largest body that is read only to be thrown away.
const DISCARDED_BYTES: u64 = 64 * 1024;

/// Reads a body whole, in the room that all bodies share.
pub(super) async fn read(
    headers: &HeaderMap,
    body: Incoming,
    config: &GatewayConfig,
    room: &mut BodyRoom,
) -> Result<Bytes, Problem> {
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let limit = config.limits.body_bytes;
    if content_length(headers).is_some_and(|length| length > limit) {
        return Err(Problem::body_too_large(limit));
    }
    let time = Duration::from_millis(config.timeouts.body_ms);
    let read = timeout(time, collect(body, limit, room)).await.unwrap_or_else(|_| Err(Problem::slow_body(time)))?;
    let received = read.len();
    let decoded = coding::decode(headers, read, &config.limits)?;
    room.grow(decoded.len().saturating_sub(received))?;
    Ok(decoded)
}

/// Reads a small body away. A connection whose request was not read to its end is closed, and to open another one costs
/// both sides more than that.
pub(super) async fn discard(headers: &HeaderMap, mut body: Incoming) {
    let is_small = content_length(headers).is_some_and(|length| length <= DISCARDED_BYTES);
    // A client that asks first is told not to send anything.
    if is_small && !headers.contains_key(header::EXPECT) {
        while let Some(Ok(_)) = body.frame().await {}
    }
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

async fn collect(mut body: Incoming, limit: u64, room: &mut BodyRoom) -> Result<Bytes, Problem> {
    let mut first: Option<Bytes> = None;
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Problem::bad_request("the body ended before it was complete"))?;
        let Ok(data) = frame.into_data() else { continue };
        room.grow(data.len())?;
        // Most bodies are one piece, which is then not copied.
        match first.take() {
            None if whole.is_empty() => first = Some(data),
            before => {
                whole.extend_from_slice(&before.unwrap_or_default());
                whole.extend_from_slice(&data);
            }
        }
        let size = first.as_ref().map_or(whole.len(), Bytes::len) as u64;
        if size > limit {
            return Err(Problem::body_too_large(limit));
        }
    }
    Ok(first.unwrap_or_else(|| whole.freeze()))
}
