use std::error::Error;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, Waker};

use bytes::{Bytes, BytesMut};
use futures::FutureExt;
use futures::future::BoxFuture;
use realmwire_contract::MethodKind;
use realmwire_fabric::bus::Message;
use tokio::time::Instant;
use tracing::Instrument;
use uuid::Uuid;

use super::answer::{Response, ReturnAddress};
use super::core::{Core, Method};
use super::streaming;
use crate::codec::{Format, StreamWindow, from_json};
use crate::context::{Context, ContextParts};
use crate::idempotency::request_digest;
use crate::resilience::{CONFLICT_BACKOFF, Permit};
use crate::status::{Code, RetryAdvice, Status, reason};
use crate::telemetry::RpcCall;

/// A call that has its place and will be answered.
pub(super) struct Call {
    pub(super) core: Arc<Core>,
    pub(super) method: Arc<Method>,
    pub(super) to: ReturnAddress,
    pub(super) permit: Permit,
    pub(super) rpc: RpcCall,
    pub(super) started: Instant,
}

/// What a call asks for.
pub(super) struct Request {
    pub(super) parts: ContextParts,
    pub(super) body: Bytes,
    pub(super) window: Option<StreamWindow>,
}

/// A typed handler at work on one request.
type Handler = BoxFuture<'static, Result<BytesMut, Status>>;

/// Starts to work on a call, from the task that reads the bus.
pub(super) fn start(call: Call, request: Request) {
    let tasks = call.core.tasks.clone();
    let brief = call.method.spec.brief && request.parts.key.is_none() && call.to.format == Format::Protobuf;
    match (call.method.spec.kind, request.window) {
        (MethodKind::ServerStream, Some(window)) => drop(tasks.spawn(streaming::serve(call, request, window))),
        _ if brief => run_in_place(call, request),
        _ => drop(tasks.spawn(run(call, request))),
    }
}

/// Runs a handler that is expected to be done at once on the task that reads the bus. One that has to wait after all
/// goes on as a task of its own, which polls it again, so that its wakers are that task's.
fn run_in_place(call: Call, request: Request) {
    let Request { parts, body, .. } = request;
    let cx = Context::new(parts);
    let core = Arc::clone(&call.core);
    let polled = call.rpc.span().in_scope(|| {
        catch_unwind(AssertUnwindSafe(|| {
            let mut handler = core.service.call(call.method.spec, cx.clone(), body.clone());
            match handler.as_mut().poll(&mut TaskContext::from_waker(Waker::noop())) {
                Poll::Ready(result) => Ok(result),
                Poll::Pending => Err(handler),
            }
        }))
    });
    let begun = match polled {
        Ok(Ok(Err(status))) if status.is_conflict() => None,
        Ok(Ok(result)) => return core.send_from_reader(call.conclude(cx.call_id(), result.map(Response::new))),
        Ok(Err(handler)) => Some(handler),
        Err(_) => {
            let status = panicked(&call, cx.call_id());
            return core.send_from_reader(call.conclude(cx.call_id(), Err(status)));
        }
    };
    core.tasks.spawn(execute(call, cx, body, begun));
}

async fn run(call: Call, request: Request) {
    let call_id = request.parts.call_id;
    match prepare(&call, request) {
        Ok((cx, body)) => execute(call, cx, body, None).await,
        Err(status) => {
            let core = Arc::clone(&call.core);
            core.send(call.conclude(call_id, Err(status))).await;
        }
    }
}

/// The parts of the work on a request that take long enough to be kept from the task that reads the bus.
pub(super) fn prepare(call: &Call, request: Request) -> Result<(Context, Bytes), Status> {
    let Request { mut parts, mut body, .. } = request;
    if call.to.format == Format::Json {
        body = from_json(call.method.spec.input, &body)?;
    }
    if let Some(claim) = &mut parts.key {
        claim.request_digest = request_digest(call.method.spec, &body);
    }
    Ok((Context::new(parts), body))
}

async fn execute(call: Call, cx: Context, body: Bytes, begun: Option<Handler>) {
    let core = Arc::clone(&call.core);
    let registered = core.calls.register(&cx);
    let work = handle(&call, &cx, body, begun).instrument(call.rpc.span());
    let mut result = cx.bound(work).await;
    drop(registered);
    if core.calls.are_stopped() && matches!(&result, Err(status) if status.code() == Code::Cancelled) {
        result = Err(stopped());
    }
    core.send(call.conclude(cx.call_id(), result)).await;
}

/// Works on a call when no other one with its key is worked on, or gives what came of that one.
async fn handle(call: &Call, cx: &Context, body: Bytes, begun: Option<Handler>) -> Result<Response, Status> {
    let Some(claim) = cx.key_claim() else { return work_on(call, cx, body, begun).await };
    let in_use = call.core.keys.claim(claim, cx).await?;
    if let Some(outcome) = in_use.outcome() {
        return outcome.map(Response::replayed).map_err(Status::replayed);
    }
    let result = work_on(call, cx, body, begun).await;
    match &result {
        Ok(response) => in_use.settle(|| Ok(Bytes::copy_from_slice(&response.body))),
        Err(status) if status.is_final() => in_use.settle(|| Err(status.clone())),
        Err(_) => {}
    }
    result
}

/// Runs the handler until it neither panics nor loses a commit, or gives the answer of an earlier call with the key.
async fn work_on(call: &Call, cx: &Context, body: Bytes, mut begun: Option<Handler>) -> Result<Response, Status> {
    let core = &call.core;
    let mut lost = 0;
    loop {
        if let (Some(claim), Some(records)) = (cx.key_claim(), &core.idempotency)
            && let Some(answer) = records.recall(claim).await?
        {
            return Ok(Response::replayed(answer));
        }
        let handler = begun.take();
        let handler = async {
            match handler {
                Some(handler) => handler.await,
                None => core.service.call(call.method.spec, cx.clone(), body.clone()).await,
            }
        };
        match AssertUnwindSafe(handler).catch_unwind().await {
            Ok(Err(status)) if status.is_conflict() => {
                lost += 1;
                tokio::time::sleep(CONFLICT_BACKOFF.wait(lost, &core.host, None)).await;
            }
            Ok(Ok(body)) => return Ok(Response::new(body)),
            Ok(Err(status)) => return recall_or(call, cx, status).await,
            Err(_) => return Err(panicked(call, cx.call_id())),
        }
    }
}

/// The failure of a handler, unless the call had been executed by another instance after this one looked for its answer:
/// then the handler has failed because of its own effect.
async fn recall_or(call: &Call, cx: &Context, failure: Status) -> Result<Response, Status> {
    if let (Some(claim), Some(records)) = (cx.key_claim(), &call.core.idempotency)
        && let Some(answer) = records.recall(claim).await?
    {
        return Ok(Response::replayed(answer));
    }
    Err(failure)
}

impl Response {
    fn new(body: BytesMut) -> Self {
        Self { body, replayed: false }
    }

    fn replayed(answer: Bytes) -> Self {
        Self { body: BytesMut::from(answer), replayed: true }
    }
}

impl Call {
    /// Closes the books on the call, and gives the message that answers it.
    pub(super) fn conclude(self, call_id: Uuid, result: Result<Response, Status>) -> Message {
        let now = Instant::now();
        self.record(call_id, result.as_ref().err(), now);
        if self.method.spec.kind == MethodKind::Unary && !has_waited(&result) {
            self.permit.observe(now.saturating_duration_since(self.started), now);
        }
        let failure = result.as_ref().err().map(Status::code);
        let answer = self.core.answer(self.to, Some(&self.method), result);
        self.rpc.finish(failure, now);
        answer
    }

    /// Tells statistics and log how the call went.
    pub(super) fn record(&self, call_id: Uuid, failure: Option<&Status>, now: Instant) {
        self.method.stats.record(now.saturating_duration_since(self.started), failure);
        let Some(status) = failure else { return };
        let method = self.method.spec.full_name;
        match status.code() {
            Code::Internal | Code::Unknown | Code::DataLoss => {
                let cause = status.source().map(tracing::field::display);
                tracing::error!(method, %call_id, %status, cause, "a call failed");
            }
            _ => tracing::debug!(method, %call_id, %status, "a call failed"),
        }
    }
}

/// Whether a call has waited for another one with its key, which says nothing about how long the method takes.
fn has_waited(result: &Result<Response, Status>) -> bool {
    match result {
        Ok(response) => response.replayed,
        Err(status) => {
            let was_in_use = || status.reason().as_deref() == Some(reason::IDEMPOTENCY_KEY_IN_USE);
            status.is_replayed() || (status.code() == Code::Aborted && was_in_use())
        }
    }
}

/// What the caller learns of a panic. Its text is in the panic hook's hands.
pub(super) fn panicked(call: &Call, call_id: Uuid) -> Status {
    tracing::error!(method = call.method.spec.full_name, %call_id, "a handler panicked");
    Status::new(Code::Internal, "internal error")
}

/// What the caller of a call learns that a stopping instance gives up.
pub(super) fn stopped() -> Status {
    Status::unavailable("the instance is stopping").with_retry(RetryAdvice::IfIdempotent)
}
