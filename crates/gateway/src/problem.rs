//! Errors as HTTP clients see them: `application/problem+json` of RFC 9457, made in one place.

#[cfg(test)]
mod tests;

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use prost_types::Any;
use realmwire_contract::google::rpc::{BadRequest, bad_request::FieldViolation};
use realmwire_sdk::status::{Code, Status, reason};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::transcode::{Profile, Schema, Violation};

/// The media type of errors.
pub const CONTENT_TYPE: &str = "application/problem+json";

/// How long a client waits at least before it tries again, where nobody said how long.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// The reason of an answer or a request that is larger than the bus carries.
const MESSAGE_TOO_LARGE: &str = "MESSAGE_TOO_LARGE";

/// A request that is not answered with what it asked for.
#[derive(Clone, Debug)]
pub struct Problem(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    status: StatusCode,
    code: Code,
    detail: String,
    details: Vec<Any>,
    retry_after: Option<Duration>,
    headers: HeaderMap,
}

/// Whether a precondition of the client's own was part of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precondition {
    /// The request has no `If-Match` or `If-None-Match` that was passed on.
    None,
    /// It has one: a failed precondition is that one's.
    Sent,
}

impl Problem {
    /// What became of a call.
    pub fn from_status(status: &Status, precondition: Precondition) -> Self {
        let code = status.code();
        let http = http_status(status, precondition);
        let mut problem = Self::new(http, code, status.message());
        problem.0.details = status.details().to_vec();
        problem.0.retry_after = status.retry_after();
        if matches!(code, Code::Unknown | Code::Internal | Code::DataLoss) {
            // What went wrong inside is for logs; the request id leads there.
            "internal error".clone_into(&mut problem.0.detail);
            problem.0.details.clear();
        }
        if http == StatusCode::SERVICE_UNAVAILABLE || http == StatusCode::TOO_MANY_REQUESTS {
            problem.0.retry_after.get_or_insert(RETRY_AFTER);
        }
        if http == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Bearer realm=\"realmwire\"");
            problem.0.headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        problem
    }

    /// 400 with every value that does not fit.
    pub fn violations(violations: Vec<Violation>) -> Self {
        let sentence = |violation: &Violation| match violation.field.as_str() {
            "" => violation.description.clone(),
            field => format!("{field}: {}", violation.description),
        };
        let detail = violations.iter().map(sentence).collect::<Vec<_>>().join("; ");
        let field_violations = violations.into_iter().map(|violation| FieldViolation {
            field: violation.field,
            description: violation.description,
            reason: String::new(),
        });
        let details = BadRequest { field_violations: field_violations.collect() };
        let status = Status::new(Code::InvalidArgument, detail).with_detail(&details);
        Self::from_status(&status, Precondition::None)
    }

    /// 404: there is no such operation.
    pub fn no_route(path: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, Code::NotFound, format!("there is no operation at {path}"))
    }

    /// 405, with the methods that the path takes.
    pub fn wrong_method(allow: &str) -> Self {
        let detail = format!("this path takes {allow}");
        let mut problem = Self::new(StatusCode::METHOD_NOT_ALLOWED, Code::Unimplemented, detail);
        problem.insert(header::ALLOW, allow);
        problem
    }

    /// 406: none of the media types that the client accepts can be made.
    pub fn not_acceptable(available: &str) -> Self {
        Self::new(StatusCode::NOT_ACCEPTABLE, Code::InvalidArgument, format!("the answer can be had as {available}"))
    }

    /// 408: the body came too slowly.
    pub fn slow_body(limit: Duration) -> Self {
        let detail = format!("the body did not arrive within {} s", limit.as_secs_f64());
        Self::new(StatusCode::REQUEST_TIMEOUT, Code::DeadlineExceeded, detail)
    }

    /// 410: the operation is no more.
    pub fn retired(successor: Option<&str>) -> Self {
        let detail = match successor {
            Some(path) => format!("this operation is no more; use {path}"),
            None => "this operation is no more".to_owned(),
        };
        let mut problem = Self::new(StatusCode::GONE, Code::NotFound, detail);
        if let Some(path) = successor {
            problem.insert(header::LINK, &format!("<{path}>; rel=\"successor-version\""));
        }
        problem
    }

    /// 413: the body is larger than the gateway takes.
    pub fn body_too_large(limit: u64) -> Self {
        let detail = format!("the body has more than {limit} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, Code::ResourceExhausted, detail)
    }

    /// 414: the path and query are longer than the gateway takes.
    pub fn uri_too_long(limit: usize) -> Self {
        let detail = format!("the path and query have more than {limit} bytes");
        Self::new(StatusCode::URI_TOO_LONG, Code::InvalidArgument, detail)
    }

    /// 415: the body is of a media type or an encoding that the gateway does not read.
    pub fn unsupported_media(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::InvalidArgument, detail)
    }

    /// 431: a header is wrong in form or size.
    pub fn headers_too_large(limit: usize) -> Self {
        let detail = format!("the headers have more than {limit} bytes");
        Self::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, Code::InvalidArgument, detail)
    }

    /// 400 for one header or another part of the request that no field stands for.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Code::InvalidArgument, detail)
    }

    /// 502: a service answered with bytes that are not its answer.
    pub fn bad_answer() -> Self {
        Self::new(StatusCode::BAD_GATEWAY, Code::Internal, "the service's answer cannot be read")
    }

    /// 503: there is too much to do, or the gateway is about to stop.
    pub fn overloaded(detail: impl Into<String>) -> Self {
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable, detail);
        problem.0.retry_after = Some(RETRY_AFTER);
        problem
    }

    /// 500: a defect of the gateway's own.
    pub fn defect() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, Code::Internal, "internal error")
    }

    /// Another status, for a request that is wrong in a way that this status is about.
    pub(crate) fn with_status(status: StatusCode, detail: &str) -> Self {
        Self::new(status, Code::InvalidArgument, detail)
    }

    fn new(status: StatusCode, code: Code, detail: impl Into<String>) -> Self {
        let (detail, details, retry_after, headers) = (detail.into(), Vec::new(), None, HeaderMap::new());
        Self(Box::new(Inner { status, code, detail, details, retry_after, headers }))
    }

    fn insert(&mut self, name: HeaderName, value: &str) {
        // Values are made of templates and methods, which are visible ASCII.
        if let Ok(value) = HeaderValue::from_str(value) {
            self.0.headers.insert(name, value);
        }
    }

    /// Adds headers to the answer.
    #[must_use]
    pub fn with_headers(mut self, headers: HeaderMap) -> Self {
        self.0.headers.extend(headers);
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The canonical code.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// What happened, for people.
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// The headers that belong to the status, `Retry-After` among them.
    pub fn headers(&self) -> HeaderMap {
        let mut headers = self.0.headers.clone();
        if let Some(after) = self.0.retry_after {
            // Whole seconds, rounded up: a client that comes back early is refused again.
            let seconds = after.as_secs() + u64::from(after.subsec_nanos() > 0);
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
        }
        headers
    }

    /// The body.
    pub fn body(&self, schema: &Schema, request_id: &str) -> Vec<u8> {
        let details: Vec<_> = self.0.details.iter().filter_map(|detail| detail_json(schema, detail)).collect();
        let body = Body {
            r#type: "about:blank",
            title: title(self.0.status),
            status: self.0.status.as_u16(),
            code: self.0.code.as_str(),
            detail: &self.0.detail,
            request_id,
            details,
        };
        serde_json::to_vec(&body).unwrap_or_default()
    }
}

/// The members of RFC 9457, and our own after them.
#[derive(Serialize)]
struct Body<'a> {
    r#type: &'static str,
    title: &'a str,
    status: u16,
    code: &'static str,
    detail: &'a str,
    request_id: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    details: Vec<Box<RawValue>>,
}

fn title(status: StatusCode) -> &'static str {
    match status.as_u16() {
        499 => "Client Closed Request",
        _ => status.canonical_reason().unwrap_or("Error"),
    }
}

/// The detail in ProtoJSON; `None` when its type is not part of the contract.
fn detail_json(schema: &Schema, detail: &Any) -> Option<Box<RawValue>> {
    let json = schema.any_to_json(&detail.type_url, &detail.value, Profile::Canonical)?;
    RawValue::from_string(json).ok()
}

fn http_status(status: &Status, precondition: Precondition) -> StatusCode {
    let reason = status.reason();
    match (status.code(), reason.as_deref()) {
        (Code::FailedPrecondition, _) if precondition == Precondition::Sent => StatusCode::PRECONDITION_FAILED,
        (Code::Aborted, Some(reason::VERSION_MISMATCH)) if precondition == Precondition::Sent => {
            StatusCode::PRECONDITION_FAILED
        }
        (Code::InvalidArgument | Code::FailedPrecondition, Some(reason::IDEMPOTENCY_KEY_REUSED)) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        (_, Some(reason::IDEMPOTENCY_KEY_IN_USE)) => StatusCode::CONFLICT,
        (_, Some(reason::OVERLOADED)) => StatusCode::SERVICE_UNAVAILABLE,
        (_, Some(MESSAGE_TOO_LARGE)) => StatusCode::PAYLOAD_TOO_LARGE,
        (code, _) => StatusCode::from_u16(code.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
    }
}
