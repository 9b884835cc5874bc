use std::future::Future;
use std::marker::PhantomData;

use futures::future::BoxFuture;
use realmwire_contract::{Event, EventSpec};
use realmwire_fabric::journal::EventRecord;

use crate::context::Context;
use crate::events::Incoming;
use crate::status::Status;

/// Handles the events of one kind, whatever their type.
pub(in crate::service) trait EventHandler: Send + Sync + 'static {
    fn spec(&self) -> &'static EventSpec;

    /// Decodes and handles one delivery. `DATA_LOSS` when it cannot be decoded.
    fn handle(&self, cx: Context, record: &EventRecord, attempt: u32) -> BoxFuture<'static, Result<(), Status>>;
}

/// A handler of events of type `E`.
pub(in crate::service) fn typed<E, F, Fut>(handler: F) -> impl EventHandler
where
    E: Event + 'static,
    F: Fn(Context, Incoming<E>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), Status>> + Send + 'static,
{
    Typed { handler, event: PhantomData }
}

struct Typed<E, F> {
    handler: F,
    event: PhantomData<fn(E)>,
}

impl<E, F, Fut> EventHandler for Typed<E, F>
where
    E: Event + 'static,
    F: Fn(Context, Incoming<E>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), Status>> + Send + 'static,
{
    fn spec(&self) -> &'static EventSpec {
        E::SPEC
    }

    fn handle(&self, cx: Context, record: &EventRecord, attempt: u32) -> BoxFuture<'static, Result<(), Status>> {
        match Incoming::decode(record, attempt) {
            Ok(incoming) => Box::pin((self.handler)(cx, incoming)),
            Err(status) => Box::pin(std::future::ready(Err(status))),
        }
    }
}
