//! Calls that are answered once.

use std::time::Duration;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use realmwire_sdk::client::{Answer, CallOptions};
use realmwire_sdk::identity::Principal;
use realmwire_sdk::status::Status;
use tokio::time::{Instant, timeout};

use super::admission::BodyRoom;
use super::body::Body;
use super::coding::{Acceptance, Coding, put_body};
use super::{Exchange, conditional, head, negotiation};
use crate::config::Compression;
use crate::operations::{Operation, Route};
use crate::problem::{Precondition, Problem};
use crate::routing::Match;
use crate::transcode::{Inputs, Violation};

const IDEMPOTENCY_REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// How much longer than its time a call is waited for: the client side of the call ends it itself, and knows more.
const GRACE: Duration = Duration::from_millis(250);

impl Exchange {
    pub(super) async fn answer_unary(
        &mut self,
        found: &Match<'_, '_, Route>,
        operation: &Operation,
        caller: Principal,
        parts: &Parts,
    ) -> Result<Response<Body>, Problem> {
        negotiation::accept_json(&parts.headers)?;
        let options = self.call_options(operation, caller, &parts.headers)?;
        let is_read = operation.http_method == Method::GET;
        let expected = if is_read { None } else { conditional::expected(&parts.headers)? };
        let precondition = if expected.is_some() { Precondition::Sent } else { Precondition::None };
        if expected.is_some() && !operation.request.takes_precondition() {
            return Err(Problem::bad_request("this operation takes neither If-Match nor If-None-Match"));
        }
        let mut room = BodyRoom::new(&self.shared, &self.state.config.limits);
        let body = self.receive(&parts.headers, &mut room).await?;
        if !body.is_empty() {
            negotiation::check_content_type(&parts.headers)?;
        }
        let inputs = Inputs {
            path: captures(found)?,
            query: parts.uri.query().unwrap_or_default(),
            body: &body,
            precondition: expected,
        };
        let request = operation.request.transcode(&inputs).map_err(Problem::violations)?;
        self.shared.metrics.ignored_parameters.add(request.ignored_parameters as u64);
        let answer = self.call(operation, options, request.bytes.into(), precondition).await?;
        respond(operation, &answer, &parts.headers, &self.state.config.compression)
    }

    /// How the call is made. Nothing that a client sends can stand for the principal.
    pub(super) fn call_options(
        &self,
        operation: &Operation,
        caller: Principal,
        headers: &HeaderMap,
    ) -> Result<CallOptions, Problem> {
        let maximum = Duration::from_millis(self.state.config.timeouts.request_ms);
        Ok(CallOptions {
            timeout: Some(head::time_limit(headers, operation.spec, maximum)?),
            idempotency_key: head::idempotency_key(headers, operation.spec)?,
            principal: Some(caller),
            client_address: Some(self.record.address.to_string()),
            trace: Some(self.trace.clone()),
            ..CallOptions::default()
        })
    }

    async fn call(
        &mut self,
        operation: &Operation,
        options: CallOptions,
        request: Bytes,
        precondition: Precondition,
    ) -> Result<Answer, Problem> {
        let begin = Instant::now();
        let limit = options.timeout.unwrap_or(operation.spec.timeout) + GRACE;
        let answered = timeout(limit, self.shared.channel.call(operation.spec, options, request)).await;
        self.record.call_took(begin.elapsed());
        let answer = answered.unwrap_or_else(|_| Err(Status::deadline_exceeded("the call took too long")));
        answer.map_err(|status| {
            if let Some(source) = std::error::Error::source(&status) {
                tracing::warn!(
                    request_id = self.record.request_id,
                    code = status.code().as_str(),
                    source,
                    "a call failed"
                );
            }
            Problem::from_status(&status, precondition)
        })
    }
}

/// The decoded values of the path's variables.
pub(super) fn captures<'p>(found: &Match<'_, 'p, Route>) -> Result<Vec<std::borrow::Cow<'p, str>>, Problem> {
    let mut values = Vec::new();
    let mut violations = Vec::new();
    for (variable, value) in found.captures() {
        match value {
            Ok(value) => values.push(value),
            Err(error) => {
                violations.push(Violation { field: variable.field.clone(), description: error.to_string() });
            }
        }
    }
    if violations.is_empty() { Ok(values) } else { Err(Problem::violations(violations)) }
}

fn respond(
    operation: &Operation,
    answer: &Answer,
    headers: &HeaderMap,
    compression: &Compression,
) -> Result<Response<Body>, Problem> {
    let json = operation.response.transcode(&answer.body).map_err(|error| {
        tracing::error!(method = operation.spec.full_name, error = %error, "an answer cannot be written as JSON");
        Problem::bad_answer()
    })?;
    let mut response = Response::new(Body::empty());
    let out = response.headers_mut();
    if operation.http_method == Method::GET {
        // What one caller may see is no other's business, and must be asked for again each time.
        out.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        if let Some(etag) = conditional::etag(operation.response.version(&answer.body), &json) {
            let is_known = conditional::is_known(headers, &etag);
            out.insert(header::ETAG, etag);
            if is_known {
                *response.status_mut() = StatusCode::NOT_MODIFIED;
                return Ok(response);
            }
        }
    } else {
        out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if answer.meta.replayed {
        out.insert(IDEMPOTENCY_REPLAYED, HeaderValue::from_static("true"));
    }
    let compress = |coding: Coding, body: &Bytes| coding.compress(body).ok().map(Bytes::from);
    put_body(&mut response, json.into(), Acceptance { headers, compression }, compress);
    Ok(response)
}
