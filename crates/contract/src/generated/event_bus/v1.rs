// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! The events of the whole game, for services and for those who run it.

/// An event to be published.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct NewEvent {
    /// Its type, such as "world-state.entity.updated" or "game.raid.won.v1". Without a version: the latest.
    #[prost(string, tag = "1")]
    pub r#type: ::prost::alloc::string::String,
    /// Its id, 1 to 128 characters, by which duplicates are told. Left out: a new one.
    #[prost(string, tag = "2")]
    pub event_id: ::prost::alloc::string::String,
    /// What it is about. Left out: the value of the type's key field.
    #[prost(string, tag = "3")]
    pub key: ::prost::alloc::string::String,
    /// What comes first of the events that wait.
    #[prost(enumeration = "Priority", tag = "6")]
    pub priority: i32,
    /// What it says.
    #[prost(oneof = "new_event::Content", tags = "4, 5")]
    pub content: ::core::option::Option<new_event::Content>,
}
/// Nested message and enum types in `NewEvent`.
pub mod new_event {
    /// What it says.
    #[derive(Clone, PartialEq, ::prost::Oneof)]
    pub enum Content {
        /// The message of a type of the contract.
        #[prost(message, tag = "4")]
        Message(::prost_types::Any),
        /// The fields of a type that the game's content declares.
        #[prost(message, tag = "5")]
        Data(::prost_types::Struct),
    }
}
impl ::prost::Name for NewEvent {
    const NAME: &'static str = "NewEvent";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.NewEvent".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.NewEvent".into()
    }
}
/// An event that was published.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct PublishedEvent {
    /// Its id.
    #[prost(string, tag = "1")]
    pub event_id: ::prost::alloc::string::String,
    /// Its whole type, such as "game.raid.won.v1".
    #[prost(string, tag = "2")]
    pub r#type: ::prost::alloc::string::String,
    /// Whether an event with this id was published before, so that nothing was published now.
    #[prost(bool, tag = "3")]
    pub duplicate: bool,
}
impl ::prost::Name for PublishedEvent {
    const NAME: &'static str = "PublishedEvent";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.PublishedEvent".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.PublishedEvent".into()
    }
}
/// Publishes an event.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct PublishRequest {
    /// The event.
    #[prost(message, optional, tag = "1")]
    pub event: ::core::option::Option<NewEvent>,
}
impl ::prost::Name for PublishRequest {
    const NAME: &'static str = "PublishRequest";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.PublishRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.PublishRequest".into()
    }
}
/// The answer to Publish.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct PublishResponse {
    /// The event.
    #[prost(message, optional, tag = "1")]
    pub event: ::core::option::Option<PublishedEvent>,
}
impl ::prost::Name for PublishResponse {
    const NAME: &'static str = "PublishResponse";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.PublishResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.PublishResponse".into()
    }
}
/// Publishes several events.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct PublishBatchRequest {
    /// The events: 1 to 450.
    #[prost(message, repeated, tag = "1")]
    pub events: ::prost::alloc::vec::Vec<NewEvent>,
}
impl ::prost::Name for PublishBatchRequest {
    const NAME: &'static str = "PublishBatchRequest";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.PublishBatchRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.PublishBatchRequest".into()
    }
}
/// The answer to PublishBatch.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct PublishBatchResponse {
    /// The events, in the order of the request.
    #[prost(message, repeated, tag = "1")]
    pub events: ::prost::alloc::vec::Vec<PublishedEvent>,
}
impl ::prost::Name for PublishBatchResponse {
    const NAME: &'static str = "PublishBatchResponse";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.PublishBatchResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.PublishBatchResponse".into()
    }
}
/// A type of events.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct EventType {
    /// Its whole name, such as "world-state.entity.updated.v1".
    #[prost(string, tag = "1")]
    pub r#type: ::prost::alloc::string::String,
    /// What it tells.
    #[prost(string, tag = "2")]
    pub description: ::prost::alloc::string::String,
    /// The full name of its message; empty for a type that the game's content declares.
    #[prost(string, tag = "3")]
    pub message: ::prost::alloc::string::String,
    /// The field whose value says what the event is about.
    #[prost(string, tag = "4")]
    pub key_field: ::prost::alloc::string::String,
    /// Whether it is for services only.
    #[prost(bool, tag = "5")]
    pub internal: bool,
    /// The fields of a type that the game's content declares.
    #[prost(message, repeated, tag = "6")]
    pub fields: ::prost::alloc::vec::Vec<FieldShape>,
}
impl ::prost::Name for EventType {
    const NAME: &'static str = "EventType";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.EventType".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.EventType".into()
    }
}
/// A field of a type that the game's content declares.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct FieldShape {
    /// Its name.
    #[prost(string, tag = "1")]
    pub name: ::prost::alloc::string::String,
    /// Its kind: "string", "number", "integer", "boolean", "list" or "object".
    #[prost(string, tag = "2")]
    pub kind: ::prost::alloc::string::String,
    /// Whether it must be there.
    #[prost(bool, tag = "3")]
    pub required: bool,
}
impl ::prost::Name for FieldShape {
    const NAME: &'static str = "FieldShape";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.FieldShape".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.FieldShape".into()
    }
}
/// Asks for the types of events.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ListTypesRequest {
    /// Only types that this pattern stands for, such as "world-state.*". Empty: all.
    #[prost(string, tag = "1")]
    pub pattern: ::prost::alloc::string::String,
    /// How many to return at most. 0 is 100; more than 1,000 is 1,000.
    #[prost(int32, tag = "2")]
    pub page_size: i32,
    /// The token of the page, from the answer with the page before.
    #[prost(string, tag = "3")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListTypesRequest {
    const NAME: &'static str = "ListTypesRequest";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.ListTypesRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.ListTypesRequest".into()
    }
}
/// The answer to ListTypes.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ListTypesResponse {
    /// The types, ordered by name.
    #[prost(message, repeated, tag = "1")]
    pub types: ::prost::alloc::vec::Vec<EventType>,
    /// The token of the next page; empty when this is the last.
    #[prost(string, tag = "2")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListTypesResponse {
    const NAME: &'static str = "ListTypesResponse";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.ListTypesResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.ListTypesResponse".into()
    }
}
/// A condition that an event must fulfil.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct EventFilter {
    /// What is compared: "key", "publisher", or a field of the content such as "message.place.zone".
    #[prost(string, tag = "1")]
    pub attribute: ::prost::alloc::string::String,
    /// How it is compared.
    #[prost(enumeration = "FilterOperator", tag = "2")]
    pub operator: i32,
    /// What it is compared with: 1 to 16 texts, none for PRESENT. Numbers are written in decimal, enums by their name.
    #[prost(string, repeated, tag = "3")]
    pub values: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for EventFilter {
    const NAME: &'static str = "EventFilter";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.EventFilter".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.EventFilter".into()
    }
}
/// Gives the events of some types another priority than the normal one.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct PriorityRule {
    /// The types.
    #[prost(string, tag = "1")]
    pub pattern: ::prost::alloc::string::String,
    /// Their priority. Events that are published through the event bus keep the one of their publisher.
    #[prost(enumeration = "Priority", tag = "2")]
    pub priority: i32,
}
impl ::prost::Name for PriorityRule {
    const NAME: &'static str = "PriorityRule";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.PriorityRule".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.PriorityRule".into()
    }
}
/// A durable subscription.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Subscription {
    /// Its id.
    #[prost(string, tag = "1")]
    pub subscription_id: ::prost::alloc::string::String,
    /// The types of its events, such as "world-state.entity.*" or "*.player.deleted".
    #[prost(string, repeated, tag = "2")]
    pub patterns: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// What they must fulfil, all of it.
    #[prost(message, repeated, tag = "3")]
    pub filters: ::prost::alloc::vec::Vec<EventFilter>,
    /// Which types come first. Of several rules that fit, the first counts.
    #[prost(message, repeated, tag = "4")]
    pub priorities: ::prost::alloc::vec::Vec<PriorityRule>,
    /// How many events may be delivered and not answered at a time.
    #[prost(uint32, tag = "5")]
    pub max_outstanding: u32,
    /// How long an event may go without an answer before the delivery has failed.
    #[prost(message, optional, tag = "6")]
    pub ack_wait: ::core::option::Option<::prost_types::Duration>,
    /// How many deliveries of an event may fail before it becomes a dead letter: by a refusal, or without an answer, also when
    /// the receiver is gone.
    #[prost(uint32, tag = "7")]
    pub max_deliveries: u32,
    /// Whether it receives events that are for services only: it does when a service made it.
    #[prost(bool, tag = "8")]
    pub internal: bool,
    /// When it was made.
    #[prost(message, optional, tag = "9")]
    pub create_time: ::core::option::Option<::prost_types::Timestamp>,
    /// The subject on the bus that it delivers to; empty when it is received by stream.
    #[prost(string, tag = "10")]
    pub deliver_subject: ::prost::alloc::string::String,
}
impl ::prost::Name for Subscription {
    const NAME: &'static str = "Subscription";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.Subscription".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.Subscription".into()
    }
}
/// Makes or changes a subscription.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct SubscribeRequest {
    /// Its id: 1 to 64 lower-case letters, digits, "-" and "_". Left out: a new one.
    #[prost(string, tag = "1")]
    pub subscription_id: ::prost::alloc::string::String,
    /// The types of its events: 1 to 64 patterns of words with "*" for any one word, at the end for any that follow.
    /// INVALID_ARGUMENT when a pattern stands for no type.
    #[prost(string, repeated, tag = "2")]
    pub patterns: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// What the events must fulfil, all of it: at most 16.
    #[prost(message, repeated, tag = "3")]
    pub filters: ::prost::alloc::vec::Vec<EventFilter>,
    /// Which types come first: at most 16.
    #[prost(message, repeated, tag = "4")]
    pub priorities: ::prost::alloc::vec::Vec<PriorityRule>,
    /// How many events may be delivered and not answered at a time: up to 2,000. 0 is 1,000.
    #[prost(uint32, tag = "5")]
    pub max_outstanding: u32,
    /// How long an event may go without an answer: 1 second to 1 hour. Left out: 30 seconds.
    #[prost(message, optional, tag = "6")]
    pub ack_wait: ::core::option::Option<::prost_types::Duration>,
    /// How many deliveries of an event may fail before it becomes a dead letter: up to 10. 0 is 5.
    #[prost(uint32, tag = "7")]
    pub max_deliveries: u32,
    /// A subject on the bus to deliver to, such as "deliver.raids": begins with "deliver.". Whoever listens there gets
    /// requests with a ReceiveResponse as body and answers each with a DeliveryAnswer, empty when all was dealt with. Left out:
    /// it is received by stream.
    #[prost(string, tag = "10")]
    pub deliver_subject: ::prost::alloc::string::String,
    /// Where a new subscription begins. Left out: with what happens from now on.
    #[prost(oneof = "subscribe_request::Start", tags = "8, 9")]
    pub start: ::core::option::Option<subscribe_request::Start>,
}
/// Nested message and enum types in `SubscribeRequest`.
pub mod subscribe_request {
    /// Where a new subscription begins. Left out: with what happens from now on.
    #[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Oneof)]
    pub enum Start {
        /// With the first event at this time or after.
        #[prost(message, tag = "8")]
        FromTime(::prost_types::Timestamp),
        /// With the oldest events that are kept.
        #[prost(bool, tag = "9")]
        FromOldest(bool),
    }
}
impl ::prost::Name for SubscribeRequest {
    const NAME: &'static str = "SubscribeRequest";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.SubscribeRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.SubscribeRequest".into()
    }
}
/// The answer to Subscribe.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct SubscribeResponse {
    /// The subscription.
    #[prost(message, optional, tag = "1")]
    pub subscription: ::core::option::Option<Subscription>,
}
impl ::prost::Name for SubscribeResponse {
    const NAME: &'static str = "SubscribeResponse";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.SubscribeResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.SubscribeResponse".into()
    }
}
/// Ends a subscription.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct UnsubscribeRequest {
    /// The subscription.
    #[prost(string, tag = "1")]
    pub subscription_id: ::prost::alloc::string::String,
}
impl ::prost::Name for UnsubscribeRequest {
    const NAME: &'static str = "UnsubscribeRequest";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.UnsubscribeRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.UnsubscribeRequest".into()
    }
}
/// The answer to Unsubscribe.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct UnsubscribeResponse {}
impl ::prost::Name for UnsubscribeResponse {
    const NAME: &'static str = "UnsubscribeResponse";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.UnsubscribeResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.UnsubscribeResponse".into()
    }
}
/// Asks for the subscriptions.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ListSubscriptionsRequest {
    /// How many to return at most. 0 is 50; more than 500 is 500.
    #[prost(int32, tag = "1")]
    pub page_size: i32,
    /// The token of the page, from the answer with the page before.
    #[prost(string, tag = "2")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListSubscriptionsRequest {
    const NAME: &'static str = "ListSubscriptionsRequest";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.ListSubscriptionsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.ListSubscriptionsRequest".into()
    }
}
/// The answer to ListSubscriptions.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ListSubscriptionsResponse {
    /// The subscriptions, ordered by id.
    #[prost(message, repeated, tag = "1")]
    pub subscriptions: ::prost::alloc::vec::Vec<Subscription>,
    /// The token of the next page; empty when this is the last.
    #[prost(string, tag = "2")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListSubscriptionsResponse {
    const NAME: &'static str = "ListSubscriptionsResponse";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.ListSubscriptionsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.ListSubscriptionsResponse".into()
    }
}
/// Opens the stream of a subscription.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ReceiveRequest {
    /// The subscription.
    #[prost(string, tag = "1")]
    pub subscription_id: ::prost::alloc::string::String,
    /// How many events one message holds at most. 0 is 500; more than 500 is 500.
    #[prost(uint32, tag = "2")]
    pub batch_max: u32,
}
impl ::prost::Name for ReceiveRequest {
    const NAME: &'static str = "ReceiveRequest";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.ReceiveRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.ReceiveRequest".into()
    }
}
/// Some events of a subscription.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ReceiveResponse {
    /// The events, in the order in which they are to be dealt with.
    #[prost(message, repeated, tag = "1")]
    pub deliveries: ::prost::alloc::vec::Vec<Delivery>,
}
impl ::prost::Name for ReceiveResponse {
    const NAME: &'static str = "ReceiveResponse";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.ReceiveResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.ReceiveResponse".into()
    }
}
/// An event as a subscription delivers it.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Delivery {
    /// The service in whose journal it lies: the one that published it, or "event-bus".
    #[prost(string, tag = "1")]
    pub source: ::prost::alloc::string::String,
    /// Its place there.
    #[prost(uint64, tag = "2")]
    pub sequence: u64,
    /// Its id.
    #[prost(string, tag = "3")]
    pub event_id: ::prost::alloc::string::String,
    /// Its whole type, such as "world-state.entity.updated.v1".
    #[prost(string, tag = "4")]
    pub r#type: ::prost::alloc::string::String,
    /// What it is about. Of one source and priority, events come in the order in which they were stored; one that fails is
    /// overtaken by others, also of the same key, unless the subscription has one outstanding at a time.
    #[prost(string, tag = "5")]
    pub key: ::prost::alloc::string::String,
    /// When it happened.
    #[prost(message, optional, tag = "6")]
    pub event_time: ::core::option::Option<::prost_types::Timestamp>,
    /// When it was stored.
    #[prost(message, optional, tag = "7")]
    pub store_time: ::core::option::Option<::prost_types::Timestamp>,
    /// Its priority in this subscription.
    #[prost(enumeration = "Priority", tag = "8")]
    pub priority: i32,
    /// Which delivery it is, from 1. More than 1: it may have been dealt with before.
    #[prost(uint32, tag = "9")]
    pub delivery: u32,
    /// Whether the subscription was set back by Replay and had delivered it before.
    #[prost(bool, tag = "10")]
    pub replayed: bool,
    /// Who published it through the event bus, such as "admin/a1"; empty for a service's own events.
    #[prost(string, tag = "11")]
    pub publisher: ::prost::alloc::string::String,
    /// The call that caused it.
    #[prost(string, tag = "12")]
    pub cause: ::prost::alloc::string::String,
    /// What it says.
    #[prost(oneof = "delivery::Content", tags = "13, 14")]
    pub content: ::core::option::Option<delivery::Content>,
}
/// Nested message and enum types in `Delivery`.
pub mod delivery {
    /// What it says.
    #[derive(Clone, PartialEq, ::prost::Oneof)]
    pub enum Content {
        /// The message of a type of the contract.
        #[prost(message, tag = "13")]
        Message(::prost_types::Any),
        /// The fields of a type that the game's content declares.
        #[prost(message, tag = "14")]
        Data(::prost_types::Struct),
    }
}
impl ::prost::Name for Delivery {
    const NAME: &'static str = "Delivery";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.Delivery".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.Delivery".into()
    }
}
/// What a receiver on a subject of the bus answers to a ReceiveResponse. Events that it does not name were dealt with.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct DeliveryAnswer {
    /// Events that could not be dealt with.
    #[prost(message, repeated, tag = "1")]
    pub refusals: ::prost::alloc::vec::Vec<Refusal>,
}
impl ::prost::Name for DeliveryAnswer {
    const NAME: &'static str = "DeliveryAnswer";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.DeliveryAnswer".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.DeliveryAnswer".into()
    }
}
/// An event that could not be dealt with.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Refusal {
    /// The event.
    #[prost(message, optional, tag = "1")]
    pub place: ::core::option::Option<Place>,
    /// When it is delivered again, as in Nack.
    #[prost(message, optional, tag = "2")]
    pub delay: ::core::option::Option<::prost_types::Duration>,
    /// Why.
    #[prost(string, tag = "3")]
    pub reason: ::prost::alloc::string::String,
}
impl ::prost::Name for Refusal {
    const NAME: &'static str = "Refusal";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.Refusal".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.Refusal".into()
    }
}
/// Names a delivered event.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Place {
    /// The source.
    #[prost(string, tag = "1")]
    pub source: ::prost::alloc::string::String,
    /// The sequence.
    #[prost(uint64, tag = "2")]
    pub sequence: u64,
    /// Which delivery is meant; 0: the latest. A refusal of an earlier delivery changes nothing.
    #[prost(uint32, tag = "3")]
    pub delivery: u32,
}
impl ::prost::Name for Place {
    const NAME: &'static str = "Place";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.Place".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.Place".into()
    }
}
/// Says that events were dealt with.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct AckRequest {
    /// The subscription.
    #[prost(string, tag = "1")]
    pub subscription_id: ::prost::alloc::string::String,
    /// Events that were dealt with: at most 2,000.
    #[prost(message, repeated, tag = "2")]
    pub places: ::prost::alloc::vec::Vec<Place>,
    /// Places up to which all delivered events of their sources were dealt with: at most 100.
    #[prost(message, repeated, tag = "3")]
    pub through: ::prost::alloc::vec::Vec<Place>,
}
impl ::prost::Name for AckRequest {
    const NAME: &'static str = "AckRequest";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.AckRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.AckRequest".into()
    }
}
/// The answer to Ack: it is stored.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct AckResponse {}
impl ::prost::Name for AckResponse {
    const NAME: &'static str = "AckResponse";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.AckResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.AckResponse".into()
    }
}
/// Says that events could not be dealt with.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct NackRequest {
    /// The subscription.
    #[prost(string, tag = "1")]
    pub subscription_id: ::prost::alloc::string::String,
    /// The events: 1 to 2,000.
    #[prost(message, repeated, tag = "2")]
    pub places: ::prost::alloc::vec::Vec<Place>,
    /// When they are delivered again: up to 1 day. Left out: after 1, 2, 4 seconds and so on, with the number of failures.
    #[prost(message, optional, tag = "3")]
    pub delay: ::core::option::Option<::prost_types::Duration>,
    /// Why, for the history of a dead letter; of a long text the beginning is kept.
    #[prost(string, tag = "4")]
    pub reason: ::prost::alloc::string::String,
}
impl ::prost::Name for NackRequest {
    const NAME: &'static str = "NackRequest";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.NackRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.NackRequest".into()
    }
}
/// The answer to Nack: it is stored.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct NackResponse {}
impl ::prost::Name for NackResponse {
    const NAME: &'static str = "NackResponse";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.NackResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.NackResponse".into()
    }
}
/// Lets a subscription go on from somewhere else.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ReplayRequest {
    /// The subscription.
    #[prost(string, tag = "1")]
    pub subscription_id: ::prost::alloc::string::String,
    /// From where; must be said.
    #[prost(oneof = "replay_request::Start", tags = "2, 3")]
    pub start: ::core::option::Option<replay_request::Start>,
}
/// Nested message and enum types in `ReplayRequest`.
pub mod replay_request {
    /// From where; must be said.
    #[derive(Clone, PartialEq, Eq, Hash, ::prost::Oneof)]
    pub enum Start {
        /// From the first events at this time or after, of all sources.
        #[prost(message, tag = "2")]
        FromTime(::prost_types::Timestamp),
        /// From this place of one source; what it was for other sources stays.
        #[prost(message, tag = "3")]
        FromPlace(super::Place),
    }
}
impl ::prost::Name for ReplayRequest {
    const NAME: &'static str = "ReplayRequest";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.ReplayRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.ReplayRequest".into()
    }
}
/// The answer to Replay.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ReplayResponse {
    /// Where each source goes on: with the first event at this place or after.
    #[prost(message, repeated, tag = "1")]
    pub places: ::prost::alloc::vec::Vec<Place>,
}
impl ::prost::Name for ReplayResponse {
    const NAME: &'static str = "ReplayResponse";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.ReplayResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.ReplayResponse".into()
    }
}
/// An event that could not be delivered.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct DeadLetter {
    /// Its id within the subscription.
    #[prost(string, tag = "1")]
    pub dead_letter_id: ::prost::alloc::string::String,
    /// The event, as it was delivered last.
    #[prost(message, optional, tag = "2")]
    pub event: ::core::option::Option<Delivery>,
    /// How its deliveries failed, oldest first.
    #[prost(message, repeated, tag = "3")]
    pub failures: ::prost::alloc::vec::Vec<FailedDelivery>,
    /// When it became a dead letter.
    #[prost(message, optional, tag = "4")]
    pub dead_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for DeadLetter {
    const NAME: &'static str = "DeadLetter";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.DeadLetter".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.DeadLetter".into()
    }
}
/// A delivery that failed.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct FailedDelivery {
    /// Which delivery it was, from 1.
    #[prost(uint32, tag = "1")]
    pub delivery: u32,
    /// When it failed.
    #[prost(message, optional, tag = "2")]
    pub fail_time: ::core::option::Option<::prost_types::Timestamp>,
    /// Why.
    #[prost(string, tag = "3")]
    pub reason: ::prost::alloc::string::String,
}
impl ::prost::Name for FailedDelivery {
    const NAME: &'static str = "FailedDelivery";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.FailedDelivery".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.FailedDelivery".into()
    }
}
/// Asks for the dead letters of a subscription.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ListDeadLettersRequest {
    /// The subscription.
    #[prost(string, tag = "1")]
    pub subscription_id: ::prost::alloc::string::String,
    /// How many to return at most. 0 is 20; more than 100 is 100.
    #[prost(int32, tag = "2")]
    pub page_size: i32,
    /// The token of the page, from the answer with the page before.
    #[prost(string, tag = "3")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListDeadLettersRequest {
    const NAME: &'static str = "ListDeadLettersRequest";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.ListDeadLettersRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.ListDeadLettersRequest".into()
    }
}
/// The answer to ListDeadLetters.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ListDeadLettersResponse {
    /// The dead letters, ordered by source and sequence.
    #[prost(message, repeated, tag = "1")]
    pub dead_letters: ::prost::alloc::vec::Vec<DeadLetter>,
    /// The token of the next page; empty when this is the last.
    #[prost(string, tag = "2")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListDeadLettersResponse {
    const NAME: &'static str = "ListDeadLettersResponse";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.ListDeadLettersResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.ListDeadLettersResponse".into()
    }
}
/// Asks for a dead letter.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetDeadLetterRequest {
    /// The subscription.
    #[prost(string, tag = "1")]
    pub subscription_id: ::prost::alloc::string::String,
    /// The dead letter.
    #[prost(string, tag = "2")]
    pub dead_letter_id: ::prost::alloc::string::String,
}
impl ::prost::Name for GetDeadLetterRequest {
    const NAME: &'static str = "GetDeadLetterRequest";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.GetDeadLetterRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.GetDeadLetterRequest".into()
    }
}
/// The answer to GetDeadLetter.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetDeadLetterResponse {
    /// The dead letter.
    #[prost(message, optional, tag = "1")]
    pub dead_letter: ::core::option::Option<DeadLetter>,
}
impl ::prost::Name for GetDeadLetterResponse {
    const NAME: &'static str = "GetDeadLetterResponse";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.GetDeadLetterResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.GetDeadLetterResponse".into()
    }
}
/// Delivers dead letters again.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ReplayDeadLettersRequest {
    /// The subscription.
    #[prost(string, tag = "1")]
    pub subscription_id: ::prost::alloc::string::String,
    /// The dead letters: 1 to 100.
    #[prost(string, repeated, tag = "2")]
    pub dead_letter_ids: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for ReplayDeadLettersRequest {
    const NAME: &'static str = "ReplayDeadLettersRequest";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.ReplayDeadLettersRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.ReplayDeadLettersRequest".into()
    }
}
/// The answer to ReplayDeadLetters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ReplayDeadLettersResponse {}
impl ::prost::Name for ReplayDeadLettersResponse {
    const NAME: &'static str = "ReplayDeadLettersResponse";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.ReplayDeadLettersResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.ReplayDeadLettersResponse".into()
    }
}
/// Removes dead letters.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DiscardDeadLettersRequest {
    /// The subscription.
    #[prost(string, tag = "1")]
    pub subscription_id: ::prost::alloc::string::String,
    /// The dead letters: 1 to 100.
    #[prost(string, repeated, tag = "2")]
    pub dead_letter_ids: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for DiscardDeadLettersRequest {
    const NAME: &'static str = "DiscardDeadLettersRequest";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.DiscardDeadLettersRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.DiscardDeadLettersRequest".into()
    }
}
/// The answer to DiscardDeadLetters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DiscardDeadLettersResponse {}
impl ::prost::Name for DiscardDeadLettersResponse {
    const NAME: &'static str = "DiscardDeadLettersResponse";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.DiscardDeadLettersResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.DiscardDeadLettersResponse".into()
    }
}
/// Asks how subscriptions stand.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct StatsRequest {
    /// How many subscriptions to return at most. 0 is 50; more than 500 is 500.
    #[prost(int32, tag = "1")]
    pub page_size: i32,
    /// The token of the page, from the answer with the page before.
    #[prost(string, tag = "2")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for StatsRequest {
    const NAME: &'static str = "StatsRequest";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.StatsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.StatsRequest".into()
    }
}
/// The answer to Stats.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct StatsResponse {
    /// The subscriptions, ordered by id.
    #[prost(message, repeated, tag = "1")]
    pub subscriptions: ::prost::alloc::vec::Vec<SubscriptionStats>,
    /// The token of the next page; empty when this is the last.
    #[prost(string, tag = "2")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for StatsResponse {
    const NAME: &'static str = "StatsResponse";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.StatsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.StatsResponse".into()
    }
}
/// How a subscription stands.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct SubscriptionStats {
    /// The subscription.
    #[prost(string, tag = "1")]
    pub subscription_id: ::prost::alloc::string::String,
    /// Deliveries that were made, repeats included.
    #[prost(uint64, tag = "2")]
    pub delivered: u64,
    /// Events that were dealt with.
    #[prost(uint64, tag = "3")]
    pub acked: u64,
    /// Deliveries that failed.
    #[prost(uint64, tag = "4")]
    pub failed: u64,
    /// Events that became dead letters.
    #[prost(uint64, tag = "5")]
    pub dead_lettered: u64,
    /// Events that were delivered and are not dealt with yet.
    #[prost(uint32, tag = "6")]
    pub outstanding: u32,
    /// Those of them whose delivery failed before.
    #[prost(uint32, tag = "7")]
    pub failing: u32,
    /// How far it is in each source.
    #[prost(message, repeated, tag = "8")]
    pub positions: ::prost::alloc::vec::Vec<SourcePosition>,
}
impl ::prost::Name for SubscriptionStats {
    const NAME: &'static str = "SubscriptionStats";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.SubscriptionStats".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.SubscriptionStats".into()
    }
}
/// How far a subscription is in a source.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct SourcePosition {
    /// The source.
    #[prost(string, tag = "1")]
    pub source: ::prost::alloc::string::String,
    /// The priority of the events that this is about.
    #[prost(enumeration = "Priority", tag = "2")]
    pub priority: i32,
    /// Events up to here were delivered or are of no interest.
    #[prost(uint64, tag = "3")]
    pub sequence: u64,
    /// The last place of the source: not behind it when nothing waits.
    #[prost(uint64, tag = "4")]
    pub last_sequence: u64,
}
impl ::prost::Name for SourcePosition {
    const NAME: &'static str = "SourcePosition";
    const PACKAGE: &'static str = "realmwire.event_bus.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.event_bus.v1.SourcePosition".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.event_bus.v1.SourcePosition".into()
    }
}
/// What comes first of the events that wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum Priority {
    /// The default: normal.
    Unspecified = 0,
    /// Before all others.
    High = 1,
    /// Between the others.
    Normal = 2,
    /// When nothing else waits, and in a small share of all deliveries.
    Low = 3,
}
impl Priority {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "PRIORITY_UNSPECIFIED",
            Self::High => "PRIORITY_HIGH",
            Self::Normal => "PRIORITY_NORMAL",
            Self::Low => "PRIORITY_LOW",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "PRIORITY_UNSPECIFIED" => Some(Self::Unspecified),
            "PRIORITY_HIGH" => Some(Self::High),
            "PRIORITY_NORMAL" => Some(Self::Normal),
            "PRIORITY_LOW" => Some(Self::Low),
            _ => None,
        }
    }
}
/// The ways to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum FilterOperator {
    /// The default: equal.
    Unspecified = 0,
    /// The attribute is one of the values.
    Equal = 1,
    /// The attribute is none of the values, or missing.
    NotEqual = 2,
    /// The attribute begins with one of the values.
    Prefix = 3,
    /// The attribute is there and not empty.
    Present = 4,
}
impl FilterOperator {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "FILTER_OPERATOR_UNSPECIFIED",
            Self::Equal => "FILTER_OPERATOR_EQUAL",
            Self::NotEqual => "FILTER_OPERATOR_NOT_EQUAL",
            Self::Prefix => "FILTER_OPERATOR_PREFIX",
            Self::Present => "FILTER_OPERATOR_PRESENT",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "FILTER_OPERATOR_UNSPECIFIED" => Some(Self::Unspecified),
            "FILTER_OPERATOR_EQUAL" => Some(Self::Equal),
            "FILTER_OPERATOR_NOT_EQUAL" => Some(Self::NotEqual),
            "FILTER_OPERATOR_PREFIX" => Some(Self::Prefix),
            "FILTER_OPERATOR_PRESENT" => Some(Self::Present),
            _ => None,
        }
    }
}
/// The service `event-bus`.
pub static SERVICE: crate::ServiceSpec = crate::ServiceSpec {
    name: "event-bus",
    version: "v1",
    full_name: "realmwire.event_bus.v1.EventBus",
    description: "Lets services and administrators publish events and receive those of the whole game by durable subscriptions",
    methods: &[
        &PUBLISH,
        &PUBLISH_BATCH,
        &LIST_TYPES,
        &SUBSCRIBE,
        &UNSUBSCRIBE,
        &LIST_SUBSCRIPTIONS,
        &RECEIVE,
        &ACK,
        &NACK,
        &REPLAY,
        &LIST_DEAD_LETTERS,
        &GET_DEAD_LETTER,
        &REPLAY_DEAD_LETTERS,
        &DISCARD_DEAD_LETTERS,
        &STATS,
    ],
    events: &[],
    calls: &[],
    consumes: &["*"],
};

/// The method `EventBus/Publish`.
pub static PUBLISH: crate::MethodSpec = crate::MethodSpec {
    service: "event-bus",
    name: "Publish",
    full_name: "realmwire.event_bus.v1.EventBus/Publish",
    subject: "svc.event-bus.v1.Publish",
    input: "realmwire.event_bus.v1.PublishRequest",
    output: "realmwire.event_bus.v1.PublishResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `EventBus/PublishBatch`.
pub static PUBLISH_BATCH: crate::MethodSpec = crate::MethodSpec {
    service: "event-bus",
    name: "PublishBatch",
    full_name: "realmwire.event_bus.v1.EventBus/PublishBatch",
    subject: "svc.event-bus.v1.PublishBatch",
    input: "realmwire.event_bus.v1.PublishBatchRequest",
    output: "realmwire.event_bus.v1.PublishBatchResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `EventBus/ListTypes`.
pub static LIST_TYPES: crate::MethodSpec = crate::MethodSpec {
    service: "event-bus",
    name: "ListTypes",
    full_name: "realmwire.event_bus.v1.EventBus/ListTypes",
    subject: "svc.event-bus.v1.ListTypes",
    input: "realmwire.event_bus.v1.ListTypesRequest",
    output: "realmwire.event_bus.v1.ListTypesResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `EventBus/Subscribe`.
pub static SUBSCRIBE: crate::MethodSpec = crate::MethodSpec {
    service: "event-bus",
    name: "Subscribe",
    full_name: "realmwire.event_bus.v1.EventBus/Subscribe",
    subject: "svc.event-bus.v1.Subscribe",
    input: "realmwire.event_bus.v1.SubscribeRequest",
    output: "realmwire.event_bus.v1.SubscribeResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(15),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `EventBus/Unsubscribe`.
pub static UNSUBSCRIBE: crate::MethodSpec = crate::MethodSpec {
    service: "event-bus",
    name: "Unsubscribe",
    full_name: "realmwire.event_bus.v1.EventBus/Unsubscribe",
    subject: "svc.event-bus.v1.Unsubscribe",
    input: "realmwire.event_bus.v1.UnsubscribeRequest",
    output: "realmwire.event_bus.v1.UnsubscribeResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(15),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `EventBus/ListSubscriptions`.
pub static LIST_SUBSCRIPTIONS: crate::MethodSpec = crate::MethodSpec {
    service: "event-bus",
    name: "ListSubscriptions",
    full_name: "realmwire.event_bus.v1.EventBus/ListSubscriptions",
    subject: "svc.event-bus.v1.ListSubscriptions",
    input: "realmwire.event_bus.v1.ListSubscriptionsRequest",
    output: "realmwire.event_bus.v1.ListSubscriptionsResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `EventBus/Receive`.
pub static RECEIVE: crate::MethodSpec = crate::MethodSpec {
    service: "event-bus",
    name: "Receive",
    full_name: "realmwire.event_bus.v1.EventBus/Receive",
    subject: "svc.event-bus.v1.Receive",
    input: "realmwire.event_bus.v1.ReceiveRequest",
    output: "realmwire.event_bus.v1.ReceiveResponse",
    kind: crate::MethodKind::ServerStream,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(15),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `EventBus/Ack`.
pub static ACK: crate::MethodSpec = crate::MethodSpec {
    service: "event-bus",
    name: "Ack",
    full_name: "realmwire.event_bus.v1.EventBus/Ack",
    subject: "svc.event-bus.v1.Ack",
    input: "realmwire.event_bus.v1.AckRequest",
    output: "realmwire.event_bus.v1.AckResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `EventBus/Nack`.
pub static NACK: crate::MethodSpec = crate::MethodSpec {
    service: "event-bus",
    name: "Nack",
    full_name: "realmwire.event_bus.v1.EventBus/Nack",
    subject: "svc.event-bus.v1.Nack",
    input: "realmwire.event_bus.v1.NackRequest",
    output: "realmwire.event_bus.v1.NackResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `EventBus/Replay`.
pub static REPLAY: crate::MethodSpec = crate::MethodSpec {
    service: "event-bus",
    name: "Replay",
    full_name: "realmwire.event_bus.v1.EventBus/Replay",
    subject: "svc.event-bus.v1.Replay",
    input: "realmwire.event_bus.v1.ReplayRequest",
    output: "realmwire.event_bus.v1.ReplayResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(15),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `EventBus/ListDeadLetters`.
pub static LIST_DEAD_LETTERS: crate::MethodSpec = crate::MethodSpec {
    service: "event-bus",
    name: "ListDeadLetters",
    full_name: "realmwire.event_bus.v1.EventBus/ListDeadLetters",
    subject: "svc.event-bus.v1.ListDeadLetters",
    input: "realmwire.event_bus.v1.ListDeadLettersRequest",
    output: "realmwire.event_bus.v1.ListDeadLettersResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `EventBus/GetDeadLetter`.
pub static GET_DEAD_LETTER: crate::MethodSpec = crate::MethodSpec {
    service: "event-bus",
    name: "GetDeadLetter",
    full_name: "realmwire.event_bus.v1.EventBus/GetDeadLetter",
    subject: "svc.event-bus.v1.GetDeadLetter",
    input: "realmwire.event_bus.v1.GetDeadLetterRequest",
    output: "realmwire.event_bus.v1.GetDeadLetterResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `EventBus/ReplayDeadLetters`.
pub static REPLAY_DEAD_LETTERS: crate::MethodSpec = crate::MethodSpec {
    service: "event-bus",
    name: "ReplayDeadLetters",
    full_name: "realmwire.event_bus.v1.EventBus/ReplayDeadLetters",
    subject: "svc.event-bus.v1.ReplayDeadLetters",
    input: "realmwire.event_bus.v1.ReplayDeadLettersRequest",
    output: "realmwire.event_bus.v1.ReplayDeadLettersResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `EventBus/DiscardDeadLetters`.
pub static DISCARD_DEAD_LETTERS: crate::MethodSpec = crate::MethodSpec {
    service: "event-bus",
    name: "DiscardDeadLetters",
    full_name: "realmwire.event_bus.v1.EventBus/DiscardDeadLetters",
    subject: "svc.event-bus.v1.DiscardDeadLetters",
    input: "realmwire.event_bus.v1.DiscardDeadLettersRequest",
    output: "realmwire.event_bus.v1.DiscardDeadLettersResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `EventBus/Stats`.
pub static STATS: crate::MethodSpec = crate::MethodSpec {
    service: "event-bus",
    name: "Stats",
    full_name: "realmwire.event_bus.v1.EventBus/Stats",
    subject: "svc.event-bus.v1.Stats",
    input: "realmwire.event_bus.v1.StatsRequest",
    output: "realmwire.event_bus.v1.StatsResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Sheddable,
    brief: false,
    rate_class: "read",
};
