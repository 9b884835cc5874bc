//! `OPTIONS`, and which web pages may call (the fetch standard's CORS protocol).

use http::{HeaderMap, HeaderValue, Method, Response, header};

use super::body::Body;
use super::{join, no_content};
use crate::config::Cors;
use crate::gateway::State;
use crate::problem::Problem;

/// Headers that pages may send.
const ALLOW_HEADERS: &str = "accept, authorization, content-type, content-encoding, idempotency-key, if-match, \
    if-none-match, last-event-id, traceparent, tracestate, x-request-id, x-request-timeout";
/// Headers that pages may read.
const EXPOSE_HEADERS: &str = "etag, idempotency-replayed, link, ratelimit, ratelimit-policy, retry-after, \
    server-timing, traceparent, www-authenticate, x-request-id";

/// What tells a browser that the page may have the answer. Empty when it may not, or when no page asks.
pub(super) fn headers(config: &Cors, request: &HeaderMap) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if config.origins.is_empty() {
        return headers;
    }
    let all = config.origins.iter().any(|origin| origin == "*");
    if !all {
        headers.insert(header::VARY, HeaderValue::from_static("origin"));
    }
    let Some(origin) = request.get(header::ORIGIN) else { return headers };
    let allowed = config.origins.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes());
    if all || allowed {
        let value = if all { HeaderValue::from_static("*") } else { origin.clone() };
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, value);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSE_HEADERS));
    }
    headers
}

/// Answers `OPTIONS`: what a path takes, and what pages may send to it.
pub(super) fn options(state: &State, path: &str, request: &HeaderMap) -> Result<Response<Body>, Problem> {
    let allowed = state.operations.allowed(path);
    if allowed.is_empty() {
        return Err(Problem::no_route(path));
    }
    let mut headers = HeaderMap::new();
    let methods = methods_value(&allowed);
    if request.contains_key(header::ORIGIN) && request.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods.clone());
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(ALLOW_HEADERS));
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from(state.config.cors.max_age_seconds));
    }
    headers.insert(header::ALLOW, methods);
    Ok(no_content(headers))
}

fn methods_value(methods: &[Method]) -> HeaderValue {
    HeaderValue::from_str(&join(methods)).unwrap_or_else(|_| HeaderValue::from_static("OPTIONS"))
}
