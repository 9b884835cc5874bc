use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use prost::Message;

use super::attempt::Typed;
use super::method::Method;
use super::{CallOptions, Channel, opening, policy};
use crate::context::Context;
use crate::identity::Principal;
use crate::status::Status;
use crate::stream::Receiver;

/// A call of a unary method, which happens when it is awaited.
#[must_use = "a call happens when it is awaited"]
pub struct Call<'a, Req, Res> {
    channel: &'a Channel,
    method: Arc<Method>,
    request: Req,
    options: CallOptions,
    response: PhantomData<fn() -> Res>,
}

/// A call of a streaming method, which happens when it is awaited; the stream stands then.
#[must_use = "a call happens when it is awaited"]
pub struct StreamCall<'a, Req, Res> {
    channel: &'a Channel,
    method: Arc<Method>,
    request: Req,
    options: CallOptions,
    response: PhantomData<fn() -> Res>,
}

macro_rules! builder {
    ($call:ident) => {
        impl<'a, Req, Res> $call<'a, Req, Res> {
            pub(super) fn new(channel: &'a Channel, method: Arc<Method>, request: Req) -> Self {
                Self { channel, method, request, options: CallOptions::default(), response: PhantomData }
            }

            /// Makes the call for another one: its deadline, principal, criticality, trace and cancellation are
            /// inherited.
            pub fn within(mut self, cx: &Context) -> Self {
                self.options.within = Some(cx.clone());
                self
            }

            /// The longest it may take, attempts and waits included.
            pub fn timeout(mut self, timeout: Duration) -> Self {
                self.options.timeout = Some(timeout);
                self
            }

            /// Makes a mutating call repeatable.
            pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
                self.options.idempotency_key = Some(key.into());
                self
            }

            /// On whose behalf.
            pub fn principal(mut self, principal: Principal) -> Self {
                self.options.principal = Some(principal);
                self
            }

            /// On behalf of the calling service itself, also within a call that is made for somebody else.
            pub fn as_service(mut self) -> Self {
                self.options.principal = Some(self.channel.0.config.principal.clone());
                self
            }

            /// Replaces everything that was said so far.
            pub fn options(mut self, options: CallOptions) -> Self {
                self.options = options;
                self
            }
        }
    };
}
builder!(Call);
builder!(StreamCall);

impl<'a, Req: Message + 'a, Res: Message + Default + 'a> IntoFuture for Call<'a, Req, Res> {
    type Output = Result<Res, Status>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let request = Typed(self.request);
            let answer = policy::call(&self.channel.0, &self.method, &self.options, &request).await?;
            Res::decode(answer.body)
                .map_err(|error| Status::data_loss("the answer cannot be decoded").with_source(error))
        })
    }
}

impl<'a, Req: Message + 'a, Res: Message + Default + 'a> IntoFuture for StreamCall<'a, Req, Res> {
    type Output = Result<Receiver<Res>, Status>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let request = Typed(self.request);
            opening::open(&self.channel.0, &self.method, &self.options, &request).await.map(Receiver::new)
        })
    }
}
