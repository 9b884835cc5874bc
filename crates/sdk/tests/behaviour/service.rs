//! A service whose handlers are given by the test.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::future::BoxFuture;
use realmwire_contract::state_manager::v1::{GetRequest, GetResponse, State};
use realmwire_contract::{Access, Criticality, Idempotency, MethodKind, MethodSpec, ServiceSpec};
use realmwire_sdk::context::Context;
use realmwire_sdk::server::{Service, decode, encode, unimplemented};
use realmwire_sdk::status::Status;
use realmwire_sdk::stream::{FrameSender, Sender};

const fn method(name: &'static str, full_name: &'static str, subject: &'static str) -> MethodSpec {
    MethodSpec {
        service: "probe",
        name,
        full_name,
        subject,
        // Messages of the contract, so that they have a JSON form.
        input: "realmwire.state_manager.v1.GetRequest",
        output: "realmwire.state_manager.v1.GetResponse",
        kind: MethodKind::Unary,
        idempotency: Idempotency::Keyed,
        access: Access::Public,
        owner_field: None,
        timeout: Duration::from_secs(20),
        max_in_flight: 1024,
        criticality: Criticality::Default,
        brief: false,
        rate_class: "read",
    }
}

/// Can be repeated, and is done at once.
pub(crate) static READ: MethodSpec = MethodSpec {
    idempotency: Idempotency::Safe,
    brief: true,
    ..method("Read", "test.Probe/Read", "svc.probe.v1.Read")
};
/// Changes something; a key makes it repeatable.
pub(crate) static WRITE: MethodSpec = method("Write", "test.Probe/Write", "svc.probe.v1.Write");
/// Takes no call without a key.
pub(crate) static KEYED: MethodSpec =
    MethodSpec { idempotency: Idempotency::KeyRequired, ..method("Keyed", "test.Probe/Keyed", "svc.probe.v1.Keyed") };
/// For signed-in players.
pub(crate) static OWN: MethodSpec =
    MethodSpec { access: Access::Player, ..method("Own", "test.Probe/Own", "svc.probe.v1.Own") };
/// For administrators.
pub(crate) static ADMIN: MethodSpec =
    MethodSpec { access: Access::Admin, ..method("Admin", "test.Probe/Admin", "svc.probe.v1.Admin") };
/// Works on two calls at a time.
pub(crate) static NARROW: MethodSpec =
    MethodSpec { max_in_flight: 2, ..method("Narrow", "test.Probe/Narrow", "svc.probe.v1.Narrow") };
/// Is given up after a second.
pub(crate) static SHORT: MethodSpec = MethodSpec {
    timeout: Duration::from_secs(1),
    idempotency: Idempotency::Safe,
    ..method("Short", "test.Probe/Short", "svc.probe.v1.Short")
};
/// Answers with a stream.
pub(crate) static WATCH: MethodSpec = MethodSpec {
    kind: MethodKind::ServerStream,
    idempotency: Idempotency::Safe,
    ..method("Watch", "test.Probe/Watch", "svc.probe.v1.Watch")
};
/// Is in the contract, and the server's table does not have it.
pub(crate) static MISSING: MethodSpec = method("Missing", "test.Probe/Missing", "svc.probe.v1.Missing");

pub(crate) static PROBE: ServiceSpec = ServiceSpec {
    name: "probe",
    version: "v1",
    full_name: "test.Probe",
    description: "A service for tests.",
    methods: &[&READ, &WRITE, &KEYED, &OWN, &ADMIN, &NARROW, &SHORT, &WATCH, &MISSING],
    events: &[],
    calls: &[],
    consumes: &[],
};

type Unary = dyn Fn(Context, GetRequest) -> BoxFuture<'static, Result<GetResponse, Status>> + Send + Sync;
type Streaming = dyn Fn(Context, Sender<State>) -> BoxFuture<'static, Result<(), Status>> + Send + Sync;

/// What the methods do.
#[derive(Clone)]
pub(crate) struct Probe {
    unary: Arc<Unary>,
    streaming: Arc<Streaming>,
}

impl Probe {
    /// Every unary method answers with the id that it was asked for.
    pub(crate) fn echo() -> Self {
        Self::unary(|_, request| async move { Ok(answer(&request.id)) })
    }

    pub(crate) fn unary<F, Fut>(handler: F) -> Self
    where
        F: Fn(Context, GetRequest) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<GetResponse, Status>> + Send + 'static,
    {
        let streaming = |_, _| -> BoxFuture<'static, Result<(), Status>> { Box::pin(async { Ok(()) }) };
        Self { unary: Arc::new(move |cx, request| Box::pin(handler(cx, request))), streaming: Arc::new(streaming) }
    }

    pub(crate) fn streaming<F, Fut>(handler: F) -> Self
    where
        F: Fn(Context, Sender<State>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), Status>> + Send + 'static,
    {
        Self { streaming: Arc::new(move |cx, out| Box::pin(handler(cx, out))), ..Self::echo() }
    }
}

pub(crate) fn request(id: &str) -> GetRequest {
    GetRequest { id: id.to_owned(), ..GetRequest::default() }
}

pub(crate) fn answer(id: &str) -> GetResponse {
    GetResponse { state: Some(state(id, 0)) }
}

pub(crate) fn state(id: &str, version: u64) -> State {
    State { id: id.to_owned(), version, ..State::default() }
}

impl Service for Probe {
    fn spec(&self) -> &'static ServiceSpec {
        &PROBE
    }

    fn call(
        &self,
        method: &'static MethodSpec,
        cx: Context,
        request: Bytes,
    ) -> BoxFuture<'static, Result<BytesMut, Status>> {
        if method.name == MISSING.name {
            return unimplemented(method);
        }
        let handler = Arc::clone(&self.unary);
        Box::pin(async move { Ok(encode(&handler(cx, decode(request)?).await?)) })
    }

    fn open(
        &self,
        _method: &'static MethodSpec,
        cx: Context,
        _request: Bytes,
        frames: FrameSender,
    ) -> BoxFuture<'static, Result<(), Status>> {
        (self.streaming)(cx, Sender::new(frames))
    }
}
