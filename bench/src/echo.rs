//! The service that calls are measured with: it sends a 250-byte message back.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::future::BoxFuture;
use prost::Message;
use realmwire_contract::{Access, Criticality, Idempotency, MethodKind, MethodSpec, ServiceSpec};
use realmwire_fabric::bus::Bus;
use realmwire_sdk::client::{Channel, ChannelConfig};
use realmwire_sdk::context::Context;
use realmwire_sdk::host::Host;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::resilience::ProcessGate;
use realmwire_sdk::server::{Server, ServerParts, Service, decode, encode, unimplemented};
use realmwire_sdk::status::Status;
use realmwire_sdk::stream::FrameSender;
use realmwire_sdk::telemetry::Telemetry;

/// A message of about 250 bytes, as game calls have them.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Echo {
    #[prost(string, tag = "1")]
    pub(crate) id: String,
    #[prost(uint64, tag = "2")]
    pub(crate) version: u64,
    #[prost(bytes = "bytes", tag = "3")]
    pub(crate) content: Bytes,
}

/// The message that is sent back and forth.
pub(crate) fn message() -> Echo {
    Echo { id: "0191f6a0-7c1e-7000-8000-000000000001".to_owned(), version: 7, content: Bytes::from_static(&[42; 205]) }
}

/// The subject that the peer without the SDK listens on.
pub(crate) const RAW_SUBJECT: &str = "raw.echo";

pub(crate) static ECHO: MethodSpec = MethodSpec {
    service: "echo",
    name: "Echo",
    full_name: "realmwire.bench.v1.Echo/Echo",
    subject: "svc.echo.v1.Echo",
    input: "realmwire.bench.v1.EchoMessage",
    output: "realmwire.bench.v1.EchoMessage",
    kind: MethodKind::Unary,
    idempotency: Idempotency::Safe,
    access: Access::Player,
    owner_field: None,
    timeout: Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: Criticality::Default,
    brief: true,
    rate_class: "read",
};

static SERVICE: ServiceSpec = ServiceSpec {
    name: "echo",
    version: "v1",
    full_name: "realmwire.bench.v1.Echo",
    description: "Sends messages back.",
    methods: &[&ECHO],
    events: &[],
    calls: &[],
    consumes: &[],
};

struct EchoService;

impl Service for EchoService {
    fn spec(&self) -> &'static ServiceSpec {
        &SERVICE
    }

    fn call(
        &self,
        _method: &'static MethodSpec,
        _cx: Context,
        request: Bytes,
    ) -> BoxFuture<'static, Result<BytesMut, Status>> {
        Box::pin(async move {
            let request: Echo = decode(request)?;
            Ok(encode(&request))
        })
    }

    fn open(
        &self,
        method: &'static MethodSpec,
        _cx: Context,
        _request: Bytes,
        _frames: FrameSender,
    ) -> BoxFuture<'static, Result<(), Status>> {
        unimplemented(method)
    }
}

/// Serves [`ECHO`] on `bus`.
pub(crate) async fn serve(bus: Arc<dyn Bus>) -> anyhow::Result<Server> {
    let parts = ServerParts {
        bus,
        host: Host::system(),
        telemetry: Telemetry::new(),
        instance: "bench".to_owned(),
        gate: ProcessGate::default(),
        idempotency: None,
    };
    Ok(Server::start(Arc::new(EchoService), parts).await?)
}

/// A channel over `bus`, as a service's own.
pub(crate) fn channel(bus: Arc<dyn Bus>) -> Channel {
    let config = ChannelConfig { caller: "bench/1".to_owned(), principal: Principal::service("bench") };
    Channel::new(bus, Host::system(), Telemetry::new(), config)
}
