//! One request and its answer.

mod admission;
mod body;
mod builtin;
mod coding;
mod conditional;
mod cors;
mod feeding;
mod head;
mod negotiation;
mod rate;
mod record;
mod refusal;
mod streaming;
mod unary;
mod upload;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::FutureExt;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Version, header};
use hyper::body::Incoming;
use realmwire_contract::MethodKind;
use realmwire_sdk::context::TraceContext;
use realmwire_sdk::identity::{Principal, Role};
use realmwire_sdk::status::Status;
use tokio::time::timeout;

use self::admission::BodyRoom;
use self::body::Body;
pub(crate) use self::coding::{CODINGS, Coding};
use self::record::Record;
use crate::feed;
use crate::gateway::{Shared, State};
use crate::operations::{Operation, Route};
use crate::problem::{self, Precondition, Problem};
use crate::routing::Match;
use crate::server::Peer;

/// How long the body of a refused request is waited for.
const DISCARD_WITHIN: Duration = Duration::from_millis(50);

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");
/// Nothing is to be taken for anything else than it says it is.
const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// A request that is being answered.
struct Exchange {
    shared: Arc<Shared>,
    state: Arc<State>,
    trace: TraceContext,
    /// What the client sends, until it is read.
    body: Option<Incoming>,
    /// Written to the access log when the answer has been sent or given up.
    record: Record,
    /// What every answer to this request says, whatever becomes of it: who may read it, how often may be asked.
    headers: HeaderMap,
}

/// Answers a request, whatever happens. Its connection waited for its turn for so long.
pub(crate) async fn serve(
    shared: Arc<Shared>,
    peer: Peer,
    waited: Duration,
    request: Request<Incoming>,
) -> Response<Body> {
    let state = shared.state();
    if let Err(refused) = refusal::check(&shared, &state, &request, waited) {
        return refusal::answer(refused, &shared, &state, &peer, request).await;
    }
    let (mut parts, body) = request.into_parts();
    let mut exchange = Exchange::begin(shared, state, &peer, &parts, body);
    let answered = AssertUnwindSafe(exchange.answer(&mut parts)).catch_unwind().await;
    let response = match answered {
        Ok(Ok(response)) => response,
        Ok(Err(problem)) => {
            exchange.discard_body(&parts.headers).await;
            exchange.refuse(&problem)
        }
        Err(_) => {
            tracing::error!(request_id = exchange.record.request_id, "answering a request panicked");
            exchange.refuse(&Problem::defect())
        }
    };
    exchange.finish(response, &parts.method, parts.version)
}

impl Exchange {
    fn begin(shared: Arc<Shared>, state: Arc<State>, peer: &Peer, parts: &Parts, body: Incoming) -> Self {
        let headers = &parts.headers;
        let trace = head::trace(headers).unwrap_or_else(|| shared.telemetry.new_trace(&shared.host));
        let request_id = head::request_id(headers).unwrap_or_else(|| shared.host.new_uuid().to_string());
        let address = head::client_address(peer.address.ip(), headers, &state.config.trusted_proxies);
        let record = Record::begin(Arc::clone(&shared), peer, parts, request_id, address);
        let headers = cors::headers(&state.config.cors, headers);
        Self { shared, state, trace, body: Some(body), record, headers }
    }

    async fn answer(&mut self, parts: &mut Parts) -> Result<Response<Body>, Problem> {
        let state = Arc::clone(&self.state);
        head::check_size(parts, &state.config.limits)?;
        if parts.uri.path() == feed::FEED_PATH && parts.method != Method::OPTIONS {
            return self.open_feed(parts).await;
        }
        let path = parts.uri.path();
        if let Some(answer) = self.builtin(&parts.method, path, &parts.headers) {
            return answer;
        }
        if parts.method == Method::OPTIONS {
            return cors::options(&state, path, &parts.headers);
        }
        let found = find(&state, &parts.method, path)?;
        let operation = match found.route {
            Route::Operation(operation) => operation,
            Route::Retired(successor) => return Err(Problem::retired(successor.as_deref())),
        };
        self.record.operation(operation.spec);
        let caller = match self.authenticate(&parts.headers, operation) {
            Ok(caller) => caller,
            Err(refused) => {
                // Trying out tokens counts, too.
                self.count(&Principal::anonymous(), operation.spec.rate_class).await?;
                return Err(refused);
            }
        };
        self.record.caller(&caller);
        self.count(&caller, operation.spec.rate_class).await?;
        let admitted = admission::admit(&self.shared, &state.config.limits, operation);
        let permits = admitted.inspect_err(|_| self.record.shed())?;
        self.record.hold(permits);
        match operation.spec.kind {
            MethodKind::Unary => self.answer_unary(&found, operation, caller, parts).await,
            MethodKind::ServerStream => self.answer_stream(&found, operation, caller, parts).await,
        }
    }

    /// Reads the body of the request.
    async fn receive(&mut self, headers: &HeaderMap, room: &mut BodyRoom) -> Result<Bytes, Problem> {
        match self.body.take() {
            Some(body) => upload::read(headers, body, &self.state.config, room).await,
            None => Ok(Bytes::new()),
        }
    }

    /// Reads the body of a refused request away, if nobody has read it and it is here, or about to be.
    async fn discard_body(&mut self, headers: &HeaderMap) {
        if let Some(body) = self.body.take() {
            let _ = timeout(DISCARD_WITHIN, upload::discard(headers, body)).await;
        }
    }

    /// Whose request it is, if that one may make it.
    fn authenticate(&self, headers: &HeaderMap, operation: &Operation) -> Result<Principal, Problem> {
        let refuse = |status: Status| Problem::from_status(&status, Precondition::None);
        let caller = match head::bearer_token(headers)? {
            Some(token) => self.shared.authenticator.authenticate(token).map_err(refuse)?,
            None => Principal::anonymous(),
        };
        if caller.may(operation.spec.access) {
            return Ok(caller);
        }
        Err(refuse(match caller.role {
            Role::Anonymous => Status::unauthenticated("this operation needs a token"),
            _ => Status::permission_denied("this operation is not for callers of this role"),
        }))
    }

    /// Counts the request against the limits of its caller.
    async fn count(&mut self, caller: &Principal, rate_class: &str) -> Result<(), Problem> {
        let Some(limiter) = self.shared.limiter.as_ref().filter(|_| self.state.config.rate_limits.enabled) else {
            return Ok(());
        };
        let headers = rate::count(limiter, caller, self.record.address, rate_class).await?;
        self.headers.extend(headers);
        Ok(())
    }

    fn refuse(&mut self, problem: &Problem) -> Response<Body> {
        self.record.code(problem.code());
        respond(problem, &self.state, &self.record.request_id)
    }

    /// Adds what every answer has, and hands the record to the body, which ends when the client has it.
    fn finish(self, response: Response<Body>, method: &Method, version: Version) -> Response<Body> {
        let Self { shared, trace, mut record, headers: common, .. } = self;
        let (mut parts, body) = response.into_parts();
        let headers = &mut parts.headers;
        let mut insert = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        insert(X_REQUEST_ID, &record.request_id);
        insert(SERVER_TIMING, &record.server_timing());
        if let Some(traceparent) = trace.to_traceparent() {
            insert(TRACEPARENT, &traceparent);
        }
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, NOSNIFF);
        for (name, value) in &common {
            headers.append(name, value.clone());
        }
        // The rest of a body that is too large or too slow is not waited for.
        let gives_up = matches!(parts.status, StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT);
        if (gives_up || shared.draining.is_cancelled()) && version < Version::HTTP_2 {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        record.answered(parts.status);
        leave_out_body(Response::from_parts(parts, body), method).map(|body| body.with_record(record))
    }
}

/// The answer that tells of a problem.
fn respond(problem: &Problem, state: &State, request_id: &str) -> Response<Body> {
    let mut response = Response::new(Body::full(problem.body(state.operations.schema(), request_id)));
    *response.status_mut() = problem.status();
    *response.headers_mut() = problem.headers();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(problem::CONTENT_TYPE));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Leaves the body out of what answers `HEAD`.
fn leave_out_body(mut response: Response<Body>, method: &Method) -> Response<Body> {
    if *method == Method::HEAD {
        if let Some(length) = response.body().known_length() {
            response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        *response.body_mut() = Body::empty();
    }
    response
}

/// The route of a request. `HEAD` is answered by whatever answers `GET`.
fn find<'s, 'p>(state: &'s State, method: &Method, path: &'p str) -> Result<Match<'s, 'p, Route>, Problem> {
    let operations = &state.operations;
    if let Some(found) = operations.find(method, path) {
        return Ok(found);
    }
    if *method == Method::HEAD
        && let Some(found) = operations.find(&Method::GET, path)
    {
        return Ok(found);
    }
    match operations.allowed(path) {
        none if none.is_empty() => Err(Problem::no_route(path)),
        allowed => Err(Problem::wrong_method(&join(&allowed))),
    }
}

fn join(methods: &[Method]) -> String {
    methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", ")
}

/// An answer without a body.
fn no_content(headers: HeaderMap) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    *response.headers_mut() = headers;
    response
}
