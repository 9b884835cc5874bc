//! Calls the methods of services: deadlines, retries with a budget, circuit breakers, streams.
//!
//! The order of the policies is fixed, because it is a matter of correctness: the deadline bounds everything, a retry
//! asks the breaker again, and the breaker sees each attempt.

mod answers;
mod attempt;
mod call;
mod cancel;
mod method;
mod opening;
mod options;
mod peers;
mod policy;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use parking_lot::RwLock;
use realmwire_contract::{MethodSpec, ServiceSpec};
use realmwire_fabric::bus::Bus;
use rustc_hash::FxHashMap;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use self::method::Method;
use self::peers::Peers;
use crate::host::Host;
use crate::resilience::RetryBudget;
use crate::status::Status;
use crate::stream::FrameReceiver;
use crate::telemetry::Telemetry;

pub use answers::{Answer, AnswerMeta};
pub use call::{Call, StreamCall};
pub use options::{CallOptions, ChannelConfig};

/// The way from this process to the services. Cheap to clone.
///
/// Typed clients are generated over it; with encoded messages it is used as it is.
///
/// ```
/// use realmwire_sdk::client::{CallOptions, Channel};
/// use realmwire_sdk::status::Status;
/// use realmwire_contract::state_manager::v1;
///
/// async fn get(channel: &Channel, request: Vec<u8>) -> Result<Vec<u8>, Status> {
///     let answer = channel.call(&v1::GET, CallOptions::default(), request.into()).await?;
///     Ok(answer.body.into())
/// }
/// ```
#[derive(Clone)]
pub struct Channel(Arc<Inner>);

struct Inner {
    bus: Arc<dyn Bus>,
    host: Host,
    telemetry: Telemetry,
    config: ChannelConfig,
    budget: RetryBudget,
    methods: RwLock<FxHashMap<&'static str, Arc<Method>>>,
    peers: RwLock<FxHashMap<&'static str, Arc<Peers>>>,
    /// Owns the tasks that watch over streams and that tell servers to stop.
    tasks: TaskTracker,
}

impl Channel {
    /// A channel over a bus.
    pub fn new(bus: Arc<dyn Bus>, host: Host, telemetry: Telemetry, config: ChannelConfig) -> Self {
        Self(Arc::new(Inner {
            bus,
            host,
            telemetry,
            config,
            budget: RetryBudget::new(Instant::now()),
            methods: RwLock::default(),
            peers: RwLock::default(),
            tasks: TaskTracker::new(),
        }))
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
        policy::call(&self.0, &self.0.method(spec), &options, &request).await
    }

    /// Opens a stream with an encoded request. Resolves when the stream stands.
    ///
    /// # Errors
    /// As [`Channel::call`].
    pub async fn open(
        &self,
        spec: &'static MethodSpec,
        options: CallOptions,
        request: Bytes,
    ) -> Result<FrameReceiver, Status> {
        opening::open(&self.0, &self.0.method(spec), &options, &request).await
    }

    /// Waits until what was begun in the background is done: streams that are watched over, cancellations on their way.
    ///
    /// Streams that are still held stay open, so callers bound the wait.
    pub async fn close(&self) {
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }
}

impl Inner {
    /// What is kept for a method, made when it is called first.
    fn method(&self, spec: &'static MethodSpec) -> Arc<Method> {
        if let Some(known) = self.methods.read().get(spec.full_name) {
            return Arc::clone(known);
        }
        let peers = Arc::clone(self.peers.write().entry(spec.service).or_insert_with(|| Arc::new(Peers::new(spec))));
        let method = || Arc::new(Method::new(spec, self.telemetry.rpc_client(spec.full_name), peers));
        Arc::clone(self.methods.write().entry(spec.full_name).or_insert_with(method))
    }
}

impl fmt::Debug for Channel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Channel").field("caller", &self.0.config.caller).finish_non_exhaustive()
    }
}

/// A channel with what is kept for each method of one service, so that no call looks anything up by name. Generated
/// clients are made of it.
#[derive(Clone, Debug)]
pub struct ServiceClient {
    channel: Channel,
    methods: Arc<[Arc<Method>]>,
}

impl ServiceClient {
    /// The methods of `service` over `channel`.
    #[must_use]
    pub fn new(channel: &Channel, service: &'static ServiceSpec) -> Self {
        let methods = service.methods.iter().map(|spec| channel.0.method(spec));
        Self { channel: channel.clone(), methods: methods.collect() }
    }

    /// A call of a unary method of this service, to be awaited.
    pub fn call<Req, Res>(&self, method: &'static MethodSpec, request: Req) -> Call<'_, Req, Res> {
        Call::new(&self.channel, self.method(method), request)
    }

    /// A call of a streaming method of this service, to be awaited.
    pub fn open<Req, Res>(&self, method: &'static MethodSpec, request: Req) -> StreamCall<'_, Req, Res> {
        StreamCall::new(&self.channel, self.method(method), request)
    }

    fn method(&self, spec: &'static MethodSpec) -> Arc<Method> {
        // Specs are statics, so the same method has the same address.
        let known = self.methods.iter().find(|method| std::ptr::eq(method.spec, spec));
        known.map_or_else(|| self.channel.0.method(spec), Arc::clone)
    }
}
