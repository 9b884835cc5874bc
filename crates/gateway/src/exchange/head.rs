//! What the head of a request says, beyond its route.

use std::net::IpAddr;
use std::time::Duration;

use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use realmwire_contract::{Idempotency, MethodSpec};
use realmwire_sdk::context::TraceContext;
use realmwire_sdk::status::{Code, Status, reason};

use super::{TRACEPARENT, X_REQUEST_ID};
use crate::config::Limits;
use crate::problem::{Precondition, Problem};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const GRPC_TIMEOUT: HeaderName = HeaderName::from_static("grpc-timeout");
const X_REQUEST_TIMEOUT: HeaderName = HeaderName::from_static("x-request-timeout");
const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const TRACESTATE: HeaderName = HeaderName::from_static("tracestate");

/// The longest request id or idempotency key.
const MAX_ID_BYTES: usize = 255;
/// The longest tracestate that is passed on, as W3C Trace Context has it.
const MAX_TRACESTATE_BYTES: usize = 512;

pub(super) fn check_size(parts: &Parts, limits: &Limits) -> Result<(), Problem> {
    let uri = parts.uri.path_and_query().map_or(0, |both| both.as_str().len());
    if uri > limits.uri_bytes {
        return Err(Problem::uri_too_long(limits.uri_bytes));
    }
    let line = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len();
    if parts.headers.iter().map(line).sum::<usize>() > limits.header_bytes {
        return Err(Problem::headers_too_large(limits.header_bytes));
    }
    Ok(())
}

/// The client's own id of the request, if it can be used: short and visible.
pub(super) fn request_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(X_REQUEST_ID)?.to_str().ok()?;
    let usable = !id.is_empty() && id.len() <= MAX_ID_BYTES && id.bytes().all(|byte| byte.is_ascii_graphic());
    usable.then(|| id.to_owned())
}

/// The trace that the client began.
pub(super) fn trace(headers: &HeaderMap) -> Option<TraceContext> {
    let mut trace = TraceContext::from_traceparent(headers.get(TRACEPARENT)?.to_str().ok()?)?;
    let state = headers.get(TRACESTATE).and_then(|state| state.to_str().ok());
    state.filter(|state| state.len() <= MAX_TRACESTATE_BYTES).unwrap_or_default().clone_into(&mut trace.state);
    Some(trace)
}

/// The client's address: the last one in `X-Forwarded-For` that no trusted proxy has, if a trusted proxy sent it.
pub(super) fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    if !trusted.contains(&peer.to_canonical()) {
        return peer;
    }
    let values: Vec<_> = headers.get_all(X_FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok()).collect();
    let hops = values.iter().flat_map(|value| value.split(',')).map(|hop| hop.trim().parse::<IpAddr>());
    let mut client = peer;
    for hop in hops.collect::<Vec<_>>().into_iter().rev() {
        // What stands before something that is no address cannot be believed.
        let Ok(hop) = hop else { break };
        client = hop;
        if !trusted.contains(&hop.to_canonical()) {
            break;
        }
    }
    client
}

/// The token in `Authorization`, if there is one.
pub(super) fn bearer_token(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let refuse = |text: &str| Problem::from_status(&Status::unauthenticated(text), Precondition::None);
    if values.next().is_some() {
        return Err(refuse("the header Authorization is given twice"));
    }
    let split = value.to_str().ok().and_then(|value| value.split_once(' '));
    match split {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim())),
        _ => Err(refuse("the header Authorization has not the form Bearer <token>")),
    }
}

/// The idempotency key, as the method and the draft of the IETF have it: a structured string, or bare.
pub(super) fn idempotency_key(headers: &HeaderMap, spec: &MethodSpec) -> Result<Option<String>, Problem> {
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    let value = values.next();
    if spec.idempotency == Idempotency::Safe {
        return Ok(None);
    }
    let Some(value) = value else {
        return match spec.idempotency {
            Idempotency::KeyRequired => Err(key_required()),
            _ => Ok(None),
        };
    };
    let text = value.to_str().ok().filter(|_| values.next().is_none());
    let bare = text.map(|text| text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text));
    let usable = |key: &&str| {
        let visible = key.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"');
        !key.is_empty() && key.len() <= MAX_ID_BYTES && visible
    };
    match bare.filter(usable) {
        Some(key) => Ok(Some(key.to_owned())),
        None => Err(Problem::bad_request("Idempotency-Key is not one text of 1 to 255 visible characters")),
    }
}

fn key_required() -> Problem {
    let status = Status::new(Code::InvalidArgument, "this operation needs the header Idempotency-Key");
    Problem::from_status(&status.with_reason(reason::IDEMPOTENCY_KEY_REQUIRED, []), Precondition::None)
}

/// How long the request may take: the least of the method's time, the client's wish and the gateway's maximum.
pub(super) fn time_limit(headers: &HeaderMap, spec: &MethodSpec, maximum: Duration) -> Result<Duration, Problem> {
    let mut limit = spec.timeout.min(maximum);
    for (name, parse) in [(GRPC_TIMEOUT, parse_grpc_timeout as fn(&str) -> _), (X_REQUEST_TIMEOUT, parse_timeout)] {
        let Some(value) = headers.get(&name) else { continue };
        let wish = value.to_str().ok().and_then(parse);
        limit = limit.min(wish.ok_or_else(|| Problem::bad_request(format!("{name} is no time such as 500m or 1.5")))?);
    }
    Ok(limit)
}

/// Up to eight digits and a unit: hours, minutes, seconds, milli-, micro- or nanoseconds.
fn parse_grpc_timeout(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if digits.is_empty() || digits.len() > 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value: u64 = digits.parse().ok()?;
    let time = match unit {
        "H" => Duration::from_secs(value * 3_600),
        "M" => Duration::from_secs(value * 60),
        "S" => Duration::from_secs(value),
        "m" => Duration::from_millis(value),
        "u" => Duration::from_micros(value),
        "n" => Duration::from_nanos(value),
        _ => return None,
    };
    Some(time)
}

/// Seconds, or a number with the unit `ms` or `s`.
fn parse_timeout(text: &str) -> Option<Duration> {
    let (number, scale) = match text.strip_suffix("ms") {
        Some(number) => (number, 0.001),
        None => (text.strip_suffix('s').unwrap_or(text), 1.0),
    };
    let seconds: f64 = number.trim().parse().ok()?;
    Duration::try_from_secs_f64(seconds * scale).ok()
}
