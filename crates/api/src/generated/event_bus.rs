// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! The service `event-bus`.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures::future::BoxFuture;
use realmwire_contract::event_bus::v1;
use realmwire_contract::{MethodSpec, ServiceSpec};
use realmwire_sdk::client::{Call, Channel, ServiceClient, StreamCall};
use realmwire_sdk::context::Context;
use realmwire_sdk::server::{Service, decode, encode, unimplemented};
use realmwire_sdk::status::Status;
use realmwire_sdk::stream::{FrameSender, Sender};

/// Lets services and administrators publish events and receive those of the whole game by durable subscriptions.
///
/// Services publish their own events in their own journals; what is published here lies in the journal of the event bus.
/// A subscription receives both. It remembers what was dealt with: every event is delivered at least once, and a repeat
/// can be told by its place, its event id and its delivery count. What fails as often as the subscription allows becomes
/// a dead letter, which can be looked at, delivered again or discarded.
///
/// Players receive events by the gateway's feeds.
pub trait EventBus: Send + Sync + 'static {
    /// Publishes one event. An event id that was seen in the last two minutes is a duplicate, and nothing is published.
    /// INVALID_ARGUMENT when the type is unknown, naming the nearest, or the content is not of its shape.
    fn publish(
        &self,
        cx: &Context,
        request: v1::PublishRequest,
    ) -> impl Future<Output = Result<v1::PublishResponse, Status>> + Send;

    /// Publishes several events in their order: all of them or, when one is refused, none. Duplicates are left out.
    fn publish_batch(
        &self,
        cx: &Context,
        request: v1::PublishBatchRequest,
    ) -> impl Future<Output = Result<v1::PublishBatchResponse, Status>> + Send;

    /// Returns the types of events, ordered by name: those of the contract and those that the game's content declares.
    /// Services see all, others those that are for clients.
    fn list_types(
        &self,
        cx: &Context,
        request: v1::ListTypesRequest,
    ) -> impl Future<Output = Result<v1::ListTypesResponse, Status>> + Send;

    /// Makes a durable subscription, or changes what an existing one is about; its position stays then.
    fn subscribe(
        &self,
        cx: &Context,
        request: v1::SubscribeRequest,
    ) -> impl Future<Output = Result<v1::SubscribeResponse, Status>> + Send;

    /// Ends a subscription: its position and its dead letters are forgotten, and whoever receives it is told.
    fn unsubscribe(
        &self,
        cx: &Context,
        request: v1::UnsubscribeRequest,
    ) -> impl Future<Output = Result<v1::UnsubscribeResponse, Status>> + Send;

    /// Returns the subscriptions, ordered by id.
    fn list_subscriptions(
        &self,
        cx: &Context,
        request: v1::ListSubscriptionsRequest,
    ) -> impl Future<Output = Result<v1::ListSubscriptionsResponse, Status>> + Send;

    /// Delivers the events of a subscription in batches, until the receiver goes away. A subscription has one receiver: a
    /// new one takes over at once, and the old one ends with ABORTED. What was delivered and not answered has failed, and is
    /// delivered again as often as the subscription allows.
    /// FAILED_PRECONDITION when it is delivered to a subject.
    fn receive(
        &self,
        cx: &Context,
        request: v1::ReceiveRequest,
        out: Sender<v1::ReceiveResponse>,
    ) -> impl Future<Output = Result<(), Status>> + Send;

    /// Says that events were dealt with, one by one or all up to a place. Saying it again changes nothing.
    fn ack(
        &self,
        cx: &Context,
        request: v1::AckRequest,
    ) -> impl Future<Output = Result<v1::AckResponse, Status>> + Send;

    /// Says that events could not be dealt with: they are delivered again after a delay, or become dead letters when it was
    /// the last delivery that the subscription allows.
    fn nack(
        &self,
        cx: &Context,
        request: v1::NackRequest,
    ) -> impl Future<Output = Result<v1::NackResponse, Status>> + Send;

    /// Lets a subscription go on from a time or a place, back or ahead. What was delivered before says so (`replayed`).
    fn replay(
        &self,
        cx: &Context,
        request: v1::ReplayRequest,
    ) -> impl Future<Output = Result<v1::ReplayResponse, Status>> + Send;

    /// Returns the dead letters of a subscription, ordered by their place.
    fn list_dead_letters(
        &self,
        cx: &Context,
        request: v1::ListDeadLettersRequest,
    ) -> impl Future<Output = Result<v1::ListDeadLettersResponse, Status>> + Send;

    /// Returns one dead letter.
    fn get_dead_letter(
        &self,
        cx: &Context,
        request: v1::GetDeadLetterRequest,
    ) -> impl Future<Output = Result<v1::GetDeadLetterResponse, Status>> + Send;

    /// Delivers dead letters again, to their subscription and to nobody else. NOT_FOUND when one of them does not exist.
    fn replay_dead_letters(
        &self,
        cx: &Context,
        request: v1::ReplayDeadLettersRequest,
    ) -> impl Future<Output = Result<v1::ReplayDeadLettersResponse, Status>> + Send;

    /// Removes dead letters. Those that do not exist are no error.
    fn discard_dead_letters(
        &self,
        cx: &Context,
        request: v1::DiscardDeadLettersRequest,
    ) -> impl Future<Output = Result<v1::DiscardDeadLettersResponse, Status>> + Send;

    /// Returns what was delivered by each subscription and what waits, ordered by subscription.
    fn stats(
        &self,
        cx: &Context,
        request: v1::StatsRequest,
    ) -> impl Future<Output = Result<v1::StatsResponse, Status>> + Send;
}

/// Serves an implementation of [`EventBus`].
#[derive(Debug)]
pub struct EventBusServer<T>(Arc<T>);

impl<T: EventBus> EventBusServer<T> {
    /// Serves `implementation`.
    pub fn new(implementation: T) -> Self {
        Self(Arc::new(implementation))
    }
}

impl<T: EventBus> Service for EventBusServer<T> {
    fn spec(&self) -> &'static ServiceSpec {
        &v1::SERVICE
    }

    fn call(
        &self,
        method: &'static MethodSpec,
        cx: Context,
        request: Bytes,
    ) -> BoxFuture<'static, Result<BytesMut, Status>> {
        let service = Arc::clone(&self.0);
        match method.name {
            "Publish" => Box::pin(async move {
                let request: v1::PublishRequest = decode(request)?;
                Ok(encode(&service.publish(&cx, request).await?))
            }),
            "PublishBatch" => Box::pin(async move {
                let request: v1::PublishBatchRequest = decode(request)?;
                Ok(encode(&service.publish_batch(&cx, request).await?))
            }),
            "ListTypes" => Box::pin(async move {
                let request: v1::ListTypesRequest = decode(request)?;
                Ok(encode(&service.list_types(&cx, request).await?))
            }),
            "Subscribe" => Box::pin(async move {
                let request: v1::SubscribeRequest = decode(request)?;
                Ok(encode(&service.subscribe(&cx, request).await?))
            }),
            "Unsubscribe" => Box::pin(async move {
                let request: v1::UnsubscribeRequest = decode(request)?;
                Ok(encode(&service.unsubscribe(&cx, request).await?))
            }),
            "ListSubscriptions" => Box::pin(async move {
                let request: v1::ListSubscriptionsRequest = decode(request)?;
                Ok(encode(&service.list_subscriptions(&cx, request).await?))
            }),
            "Ack" => Box::pin(async move {
                let request: v1::AckRequest = decode(request)?;
                Ok(encode(&service.ack(&cx, request).await?))
            }),
            "Nack" => Box::pin(async move {
                let request: v1::NackRequest = decode(request)?;
                Ok(encode(&service.nack(&cx, request).await?))
            }),
            "Replay" => Box::pin(async move {
                let request: v1::ReplayRequest = decode(request)?;
                Ok(encode(&service.replay(&cx, request).await?))
            }),
            "ListDeadLetters" => Box::pin(async move {
                let request: v1::ListDeadLettersRequest = decode(request)?;
                Ok(encode(&service.list_dead_letters(&cx, request).await?))
            }),
            "GetDeadLetter" => Box::pin(async move {
                let request: v1::GetDeadLetterRequest = decode(request)?;
                Ok(encode(&service.get_dead_letter(&cx, request).await?))
            }),
            "ReplayDeadLetters" => Box::pin(async move {
                let request: v1::ReplayDeadLettersRequest = decode(request)?;
                Ok(encode(&service.replay_dead_letters(&cx, request).await?))
            }),
            "DiscardDeadLetters" => Box::pin(async move {
                let request: v1::DiscardDeadLettersRequest = decode(request)?;
                Ok(encode(&service.discard_dead_letters(&cx, request).await?))
            }),
            "Stats" => Box::pin(async move {
                let request: v1::StatsRequest = decode(request)?;
                Ok(encode(&service.stats(&cx, request).await?))
            }),
            _ => unimplemented(method),
        }
    }

    fn open(
        &self,
        method: &'static MethodSpec,
        cx: Context,
        request: Bytes,
        frames: FrameSender,
    ) -> BoxFuture<'static, Result<(), Status>> {
        let service = Arc::clone(&self.0);
        match method.name {
            "Receive" => Box::pin(async move {
                let request: v1::ReceiveRequest = decode(request)?;
                service.receive(&cx, request, Sender::new(frames)).await
            }),
            _ => unimplemented(method),
        }
    }
}

/// Calls [`EventBus`] wherever it runs.
#[derive(Clone)]
pub struct EventBusClient(ServiceClient);

impl EventBusClient {
    /// A client that calls through `channel`.
    pub fn new(channel: &Channel) -> Self {
        Self(ServiceClient::new(channel, &v1::SERVICE))
    }

    /// Publishes one event. An event id that was seen in the last two minutes is a duplicate, and nothing is published.
    /// INVALID_ARGUMENT when the type is unknown, naming the nearest, or the content is not of its shape.
    pub fn publish(&self, request: v1::PublishRequest) -> Call<'_, v1::PublishRequest, v1::PublishResponse> {
        self.0.call(&v1::PUBLISH, request)
    }

    /// Publishes several events in their order: all of them or, when one is refused, none. Duplicates are left out.
    pub fn publish_batch(
        &self,
        request: v1::PublishBatchRequest,
    ) -> Call<'_, v1::PublishBatchRequest, v1::PublishBatchResponse> {
        self.0.call(&v1::PUBLISH_BATCH, request)
    }

    /// Returns the types of events, ordered by name: those of the contract and those that the game's content declares.
    /// Services see all, others those that are for clients.
    pub fn list_types(&self, request: v1::ListTypesRequest) -> Call<'_, v1::ListTypesRequest, v1::ListTypesResponse> {
        self.0.call(&v1::LIST_TYPES, request)
    }

    /// Makes a durable subscription, or changes what an existing one is about; its position stays then.
    pub fn subscribe(&self, request: v1::SubscribeRequest) -> Call<'_, v1::SubscribeRequest, v1::SubscribeResponse> {
        self.0.call(&v1::SUBSCRIBE, request)
    }

    /// Ends a subscription: its position and its dead letters are forgotten, and whoever receives it is told.
    pub fn unsubscribe(
        &self,
        request: v1::UnsubscribeRequest,
    ) -> Call<'_, v1::UnsubscribeRequest, v1::UnsubscribeResponse> {
        self.0.call(&v1::UNSUBSCRIBE, request)
    }

    /// Returns the subscriptions, ordered by id.
    pub fn list_subscriptions(
        &self,
        request: v1::ListSubscriptionsRequest,
    ) -> Call<'_, v1::ListSubscriptionsRequest, v1::ListSubscriptionsResponse> {
        self.0.call(&v1::LIST_SUBSCRIPTIONS, request)
    }

    /// Delivers the events of a subscription in batches, until the receiver goes away. A subscription has one receiver: a
    /// new one takes over at once, and the old one ends with ABORTED. What was delivered and not answered has failed, and is
    /// delivered again as often as the subscription allows.
    /// FAILED_PRECONDITION when it is delivered to a subject.
    pub fn receive(&self, request: v1::ReceiveRequest) -> StreamCall<'_, v1::ReceiveRequest, v1::ReceiveResponse> {
        self.0.open(&v1::RECEIVE, request)
    }

    /// Says that events were dealt with, one by one or all up to a place. Saying it again changes nothing.
    pub fn ack(&self, request: v1::AckRequest) -> Call<'_, v1::AckRequest, v1::AckResponse> {
        self.0.call(&v1::ACK, request)
    }

    /// Says that events could not be dealt with: they are delivered again after a delay, or become dead letters when it was
    /// the last delivery that the subscription allows.
    pub fn nack(&self, request: v1::NackRequest) -> Call<'_, v1::NackRequest, v1::NackResponse> {
        self.0.call(&v1::NACK, request)
    }

    /// Lets a subscription go on from a time or a place, back or ahead. What was delivered before says so (`replayed`).
    pub fn replay(&self, request: v1::ReplayRequest) -> Call<'_, v1::ReplayRequest, v1::ReplayResponse> {
        self.0.call(&v1::REPLAY, request)
    }

    /// Returns the dead letters of a subscription, ordered by their place.
    pub fn list_dead_letters(
        &self,
        request: v1::ListDeadLettersRequest,
    ) -> Call<'_, v1::ListDeadLettersRequest, v1::ListDeadLettersResponse> {
        self.0.call(&v1::LIST_DEAD_LETTERS, request)
    }

    /// Returns one dead letter.
    pub fn get_dead_letter(
        &self,
        request: v1::GetDeadLetterRequest,
    ) -> Call<'_, v1::GetDeadLetterRequest, v1::GetDeadLetterResponse> {
        self.0.call(&v1::GET_DEAD_LETTER, request)
    }

    /// Delivers dead letters again, to their subscription and to nobody else. NOT_FOUND when one of them does not exist.
    pub fn replay_dead_letters(
        &self,
        request: v1::ReplayDeadLettersRequest,
    ) -> Call<'_, v1::ReplayDeadLettersRequest, v1::ReplayDeadLettersResponse> {
        self.0.call(&v1::REPLAY_DEAD_LETTERS, request)
    }

    /// Removes dead letters. Those that do not exist are no error.
    pub fn discard_dead_letters(
        &self,
        request: v1::DiscardDeadLettersRequest,
    ) -> Call<'_, v1::DiscardDeadLettersRequest, v1::DiscardDeadLettersResponse> {
        self.0.call(&v1::DISCARD_DEAD_LETTERS, request)
    }

    /// Returns what was delivered by each subscription and what waits, ordered by subscription.
    pub fn stats(&self, request: v1::StatsRequest) -> Call<'_, v1::StatsRequest, v1::StatsResponse> {
        self.0.call(&v1::STATS, request)
    }
}
