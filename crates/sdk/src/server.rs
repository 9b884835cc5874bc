//! Answers the calls of a service: admission, deadlines, idempotency, errors and drain around typed handlers.

mod answer;
mod calls;
mod core;
mod discovery;
mod execution;
mod intake;
mod keys;
mod stats;
mod streaming;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::future::BoxFuture;
use prost::Message;
use realmwire_contract::{MethodSpec, ServiceSpec};
use realmwire_fabric::bus::{Bus, BusError, Subscription};
use tokio::time::Instant;

pub(crate) use self::calls::CANCEL;
use self::core::Core;
use crate::context::Context;
use crate::host::Host;
use crate::idempotency::Idempotency;
use crate::resilience::ProcessGate;
use crate::status::{Code, Status};
use crate::stream::FrameSender;
use crate::telemetry::Telemetry;

/// What the contract's generator writes for each service: a table from methods to typed handlers.
pub trait Service: Send + Sync + 'static {
    /// What the contract says about the service.
    fn spec(&self) -> &'static ServiceSpec;

    /// Runs the handler of a unary method on an encoded request. The response is made by [`encode`].
    fn call(
        &self,
        method: &'static MethodSpec,
        cx: Context,
        request: Bytes,
    ) -> BoxFuture<'static, Result<BytesMut, Status>>;

    /// Runs the handler of a streaming method on an encoded request.
    fn open(
        &self,
        method: &'static MethodSpec,
        cx: Context,
        request: Bytes,
        frames: FrameSender,
    ) -> BoxFuture<'static, Result<(), Status>>;
}

/// What a [`Server`] stands on.
#[derive(Clone)]
pub struct ServerParts {
    /// Where calls come from.
    pub bus: Arc<dyn Bus>,
    /// The clock and the source of randomness that handlers get.
    pub host: Host,
    /// Where calls are counted.
    pub telemetry: Telemetry,
    /// Names this instance of the service: letters, digits, `-` and `_`.
    pub instance: String,
    /// Bounds the calls of all services of the process.
    pub gate: ProcessGate,
    /// Knows the answers to calls with an idempotency key; without it, keys are ignored where they are optional.
    pub idempotency: Option<Arc<dyn Idempotency>>,
}

/// One instance of a service, taking calls from the bus. Dropping it stops at once; [`Server::drain`] stops well.
pub struct Server {
    core: Arc<Core>,
    calls: Vec<Subscription>,
    /// Who cancels and who asks for the instance's state is heard until the last call is answered.
    control: Vec<Subscription>,
}

/// How a server came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrainReport {
    /// Calls that were given up because the time was over; their callers were told.
    pub abandoned: usize,
}

/// How long calls that are given up have to answer.
const LAST_ANSWERS: Duration = Duration::from_millis(500);

impl Server {
    /// Takes calls from now on.
    ///
    /// # Errors
    /// The bus's, when it does not let this process listen.
    pub async fn start(service: Arc<dyn Service>, parts: ServerParts) -> Result<Self, BusError> {
        let bus = Arc::clone(&parts.bus);
        let core = Arc::new(Core::new(service, parts));
        let control = discovery::subscribe(&core).await?.into_iter().chain([calls::subscribe(&core).await?]);
        let control = control.collect();
        let calls = intake::subscribe(&core, bus.as_ref()).await?;
        Ok(Self { core, calls, control })
    }

    /// Calls that are worked on now.
    pub fn in_flight(&self) -> usize {
        self.core.tasks.len()
    }

    /// Calls among them that wait for another one with their idempotency key.
    pub fn waiting(&self) -> usize {
        self.core.keys.waiting()
    }

    /// Stops taking calls, answers those that were taken, and gives up what is left after `within`.
    ///
    /// Streams are ended at once with `UNAVAILABLE`, so that their clients open them elsewhere.
    pub async fn drain(self, within: Duration) -> DrainReport {
        let until = Instant::now() + within;
        let draining = futures::future::join_all(self.calls.into_iter().map(Subscription::drain));
        let drained = tokio::time::timeout_at(until, draining).await;
        if drained.is_err() {
            tracing::warn!("the bus did not confirm in time that an instance takes no more calls");
        }
        for error in drained.into_iter().flatten().filter_map(Result::err) {
            tracing::warn!(%error, "calls on their way to a stopping instance may be lost");
        }
        self.core.stop_streams.cancel();
        self.core.tasks.close();
        let abandoned = match tokio::time::timeout_at(until, self.core.tasks.wait()).await {
            Ok(()) => 0,
            Err(_) => self.core.give_up().await,
        };
        drop(self.control);
        if let Err(error) = self.core.bus.flush(LAST_ANSWERS).await {
            tracing::warn!(%error, "the last answers of a stopping instance may be lost");
        }
        DrainReport { abandoned }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Server")
            .field("service", &self.core.spec.name)
            .field("instance", &self.core.instance)
            .finish_non_exhaustive()
    }
}

/// Room for an answer's metadata behind its message, so that appending it does not move the message.
const ANSWER_META_ROOM: usize = 64;

/// Decodes a request.
///
/// # Errors
/// `INVALID_ARGUMENT` when the bytes are no such message.
pub fn decode<M: Message + Default>(request: Bytes) -> Result<M, Status> {
    M::decode(request)
        .map_err(|error| Status::new(Code::InvalidArgument, "the request cannot be decoded").with_source(error))
}

/// Encodes a response, with room for the answer's metadata.
pub fn encode<M: Message>(response: &M) -> BytesMut {
    let mut buffer = BytesMut::with_capacity(response.encoded_len() + ANSWER_META_ROOM);
    response.encode_raw(&mut buffer);
    buffer
}

/// The answer to a method that the service's table does not have: `UNIMPLEMENTED`.
pub fn unimplemented<T: Send + 'static>(method: &'static MethodSpec) -> BoxFuture<'static, Result<T, Status>> {
    Box::pin(async move { Err(Status::unimplemented(format!("{} is not implemented", method.full_name))) })
}
