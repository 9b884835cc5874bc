use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use realmwire_contract::{Idempotency, MethodKind, MethodSpec};
use realmwire_fabric::bus::{Bus, BusError, Message, Sink, Subscription};
use tokio::time::Instant;

use super::answer::ReturnAddress;
use super::calls::CANCEL;
use super::core::{Core, Method};
use super::execution::{self, Call, Request};
use crate::codec::{CallMeta, Format, Parts, StreamWindow, split};
use crate::context::{ContextParts, KeyClaim};
use crate::identity::{Principal, Role};
use crate::resilience::{Permit, time_left};
use crate::status::{Code, RetryAdvice, Status, reason};

/// Where answers may go. Anything else could make a service publish where its caller may not.
const INBOX: &str = "_INBOX.";

/// When an instance that is full is likely to have room again.
const ROOM_AFTER: Duration = Duration::from_millis(50);

/// Takes calls for the service, as one of its instances, and for this instance alone.
pub(super) async fn subscribe(core: &Arc<Core>, bus: &dyn Bus) -> Result<Vec<Subscription>, BusError> {
    let (name, version) = (core.spec.name, core.spec.version);
    let any = format!("svc.{name}.{version}.");
    let this = format!("svci.{}.{name}.{version}.", core.instance);
    let mut subscriptions = Vec::with_capacity(2);
    for (prefix, group) in [(this, None), (any, Some(name))] {
        let pattern = format!("{prefix}*");
        let sink = Intake { core: Arc::clone(core), prefix };
        subscriptions.push(bus.subscribe(&pattern, group, Arc::new(sink)).await?);
    }
    Ok(subscriptions)
}

/// Takes requests off the bus: each becomes a call or is answered with a refusal.
struct Intake {
    core: Arc<Core>,
    prefix: String,
}

impl Sink for Intake {
    fn deliver(&self, mut message: Message) {
        let Some(name) = message.subject.strip_prefix(self.prefix.as_str()) else { return };
        if name == CANCEL {
            return;
        }
        let method = self.core.method(name);
        let Some(reply) = message.reply.take().filter(|reply| reply.starts_with(INBOX)) else {
            if let Some(method) = method {
                method.metrics.refused("no_inbox");
            }
            return;
        };
        let format = Format::of(&message.headers);
        let to = ReturnAddress { reply, format: format.unwrap_or(Format::Protobuf) };
        let Some(method) = method.cloned() else {
            let service = self.core.spec.name;
            let status =
                Status::unimplemented(format!("{service} has no method of this name")).with_retry(RetryAdvice::Never);
            return self.core.send_from_reader(self.core.answer(to, None, Err(status)));
        };
        let taken = match format {
            Some(_) => self.take(&method, message, to.format),
            None => Err(Refusal::new("content_type", invalid("the content type is not supported"))),
        };
        match taken {
            Ok(taken) => {
                let (call, request) = taken.into_call(&self.core, method, to);
                execution::start(call, request);
            }
            Err(refusal) => self.refuse(&method, to, refusal),
        }
    }
}

/// Why a request does not become a call.
struct Refusal {
    /// The word that it is counted under.
    reason: &'static str,
    status: Status,
}

impl Refusal {
    fn new(reason: &'static str, status: Status) -> Self {
        Self { reason, status }
    }
}

/// A request that may be executed.
struct Taken {
    meta: CallMeta,
    at: Instant,
    deadline: Instant,
    body: Bytes,
    window: Option<StreamWindow>,
    permit: Permit,
}

impl Intake {
    /// Decides whether a request is executed. Nothing here depends on the message's fields.
    fn take(&self, method: &Method, message: Message, format: Format) -> Result<Taken, Refusal> {
        let (meta, parts) = read(message, format).map_err(|status| Refusal::new("malformed", status))?;
        let spec = method.spec;
        authorize(&meta.principal, spec).map_err(|status| Refusal::new("access", status))?;
        check_key(&meta, spec, self.core.idempotency.is_some()).map_err(|status| Refusal::new("key", status))?;
        let window = window(spec, parts.stream).map_err(|status| Refusal::new("window", status))?;
        let criticality = meta.criticality.unwrap_or(spec.criticality);
        let permit = method.gate.admit(criticality).ok_or_else(|| Refusal::new("overloaded", overloaded(spec)))?;
        // The machine's clock, not the host's: how long people wait does not depend on the time in a game.
        let left = time_left(SystemTime::now(), meta.timeout, meta.deadline_unix_ms, spec.timeout);
        let left = left.ok_or_else(|| Refusal::new("expired", expired(spec)))?;
        let at = Instant::now();
        Ok(Taken { meta, at, deadline: at + left, body: parts.body, window, permit })
    }

    fn refuse(&self, method: &Method, to: ReturnAddress, refusal: Refusal) {
        method.metrics.refused(refusal.reason);
        method.stats.record(Duration::ZERO, Some(&refusal.status));
        self.core.send_from_reader(self.core.answer(to, Some(method), Err(refusal.status)));
    }
}

impl Taken {
    fn into_call(self, core: &Arc<Core>, method: Arc<Method>, to: ReturnAddress) -> (Call, Request) {
        let Self { meta, at, deadline, body, window, permit } = self;
        let rpc = method.metrics.begin(&meta.trace, &core.host, at);
        let key = meta.idempotency_key.filter(|_| method.spec.idempotency != Idempotency::Safe);
        let key = key.filter(|_| core.idempotency.is_some()).map(|key| KeyClaim {
            key,
            scope: scope(&meta.principal),
            method: method.spec.full_name,
            // Made when the call is executed: it takes long for a large request.
            request_digest: [0; 32],
        });
        let parts = ContextParts {
            host: core.host.clone(),
            deadline,
            call_id: meta.call_id.unwrap_or_else(|| core.host.new_uuid()),
            attempt: meta.attempt,
            key,
            criticality: meta.criticality.unwrap_or(method.spec.criticality),
            trace: rpc.trace().clone(),
            principal: meta.principal,
            client_address: meta.client_address,
        };
        let call = Call { core: Arc::clone(core), method, to, permit, rpc, started: at };
        (call, Request { parts, body, window })
    }
}

/// Takes a request apart.
fn read(message: Message, format: Format) -> Result<(CallMeta, Parts), Status> {
    let Message { headers, payload, .. } = message;
    let parts = match format {
        Format::Protobuf => split(payload).map_err(|_| invalid("the request cannot be decoded"))?,
        Format::Json => Parts { body: payload, ..Parts::default() },
    };
    let meta = match &parts.meta {
        Some(field) => CallMeta::from_field(field),
        None => CallMeta::from_headers(&headers),
    };
    Ok((meta.map_err(|_| invalid("the request's metadata cannot be decoded"))?, parts))
}

fn authorize(principal: &Principal, spec: &MethodSpec) -> Result<(), Status> {
    if principal.may(spec.access) {
        return Ok(());
    }
    Err(match principal.role {
        Role::Anonymous => Status::unauthenticated("sign in first"),
        role => Status::permission_denied(format!("{} is not open to role {}", spec.full_name, role.as_str())),
    })
}

fn check_key(meta: &CallMeta, spec: &MethodSpec, has_records: bool) -> Result<(), Status> {
    const LONGEST: usize = 255;
    match &meta.idempotency_key {
        Some(key) if key.len() > LONGEST => Err(invalid("the idempotency key is longer than 255 bytes")),
        Some(_) if has_records => Ok(()),
        _ if spec.idempotency != Idempotency::KeyRequired => Ok(()),
        Some(_) => Err(Status::failed_precondition(
            "IDEMPOTENCY_UNAVAILABLE",
            format!("{} needs a store that this instance does not have", spec.full_name),
        )),
        None => Err(invalid("the method takes no calls without an idempotency key")
            .with_reason(reason::IDEMPOTENCY_KEY_REQUIRED, [])),
    }
}

fn window(spec: &MethodSpec, field: Option<Bytes>) -> Result<Option<StreamWindow>, Status> {
    match (spec.kind, field) {
        (MethodKind::Unary, _) => Ok(None),
        (MethodKind::ServerStream, Some(field)) => {
            StreamWindow::from_field(field).map(Some).map_err(|_| invalid("the stream's window cannot be decoded"))
        }
        (MethodKind::ServerStream, None) => Err(invalid("the method answers with a stream, which was not opened")),
    }
}

fn scope(principal: &Principal) -> String {
    let Principal { role, id, session_id: _ } = principal;
    Principal { role: *role, id: id.clone(), session_id: None }.to_header()
}

fn invalid(message: &str) -> Status {
    Status::new(Code::InvalidArgument, message).with_retry(RetryAdvice::Never)
}

fn overloaded(spec: &MethodSpec) -> Status {
    Status::resource_exhausted(format!("{} has too much to do", spec.service), ROOM_AFTER)
        .with_reason(reason::OVERLOADED, [])
        .with_retry(RetryAdvice::NotExecuted)
}

fn expired(spec: &MethodSpec) -> Status {
    Status::deadline_exceeded(format!("the time for {} was over when it arrived", spec.name))
        .with_retry(RetryAdvice::NotExecuted)
}
