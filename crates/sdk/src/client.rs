//! Calls the methods of services.

mod call;
mod options;

use std::sync::Arc;

use bytes::Bytes;
use realmwire_contract::{MethodSpec, ServiceSpec};
use realmwire_fabric::bus::Bus;

use crate::host::Host;
use crate::status::Status;
use crate::stream::FrameReceiver;
use crate::telemetry::Telemetry;

pub use call::{Call, StreamCall};
pub use options::{CallOptions, ChannelConfig};

/// The way from this process to the services. Cheap to clone.
#[derive(Clone)]
pub struct Channel(Arc<Inner>);

struct Inner {
    bus: Arc<dyn Bus>,
    host: Host,
    telemetry: Telemetry,
    config: ChannelConfig,
}

/// An answer as it was received.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The encoded response message.
    pub body: Bytes,
    /// What the server said about it.
    pub meta: AnswerMeta,
}

/// What a server says about an answer.
#[derive(Clone, Debug, Default)]
pub struct AnswerMeta {
    /// The instance that answered.
    pub instance: String,
    /// Whether the answer is that of an earlier call with the same idempotency key.
    pub replayed: bool,
}

impl Channel {
    /// A channel over a bus.
    pub fn new(bus: Arc<dyn Bus>, host: Host, telemetry: Telemetry, config: ChannelConfig) -> Self {
        Self(Arc::new(Inner { bus, host, telemetry, config }))
    }

    /// Calls a unary method with an encoded request, under all policies.
    ///
    /// # Errors
    /// The status that the server answered or that stands for the missing answer.
    pub async fn call(
        &self,
        spec: &'static MethodSpec,
        options: CallOptions,
        request: Bytes,
    ) -> Result<Answer, Status> {
        let _ = (&self.0.bus, &self.0.host, &self.0.telemetry, &self.0.config, options, request);
        std::future::ready(Err(Status::unimplemented(spec.name))).await
    }

    /// Opens a stream with an encoded request. Resolves when the server has opened it.
    ///
    /// # Errors
    /// As [`Channel::call`].
    pub async fn open(
        &self,
        spec: &'static MethodSpec,
        options: CallOptions,
        request: Bytes,
    ) -> Result<FrameReceiver, Status> {
        let _ = (options, request);
        std::future::ready(Err(Status::unimplemented(spec.name))).await
    }
}

/// A channel with what is kept for each method of one service; what generated clients are made of.
#[derive(Clone)]
pub struct ServiceClient {
    channel: Channel,
}

impl ServiceClient {
    /// The methods of `service` over `channel`.
    #[must_use]
    pub fn new(channel: &Channel, _service: &'static ServiceSpec) -> Self {
        Self { channel: channel.clone() }
    }

    /// A call of a unary method of this service, to be awaited.
    pub fn call<Req, Res>(&self, method: &'static MethodSpec, request: Req) -> Call<'_, Req, Res> {
        Call::new(&self.channel, method, request)
    }

    /// A call of a streaming method of this service, to be awaited.
    pub fn open<Req, Res>(&self, method: &'static MethodSpec, request: Req) -> StreamCall<'_, Req, Res> {
        StreamCall::new(&self.channel, method, request)
    }
}
