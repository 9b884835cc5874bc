// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! What travels over a feed: one WebSocket with many subscriptions. docs/feeds.md explains how.

/// One message from a client.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct FeedRequest {
    /// Exactly one of these.
    #[prost(oneof = "feed_request::Request", tags = "1, 2, 3, 4, 5")]
    pub request: ::core::option::Option<feed_request::Request>,
}
/// Nested message and enum types in `FeedRequest`.
pub mod feed_request {
    /// Exactly one of these.
    #[derive(Clone, PartialEq, Eq, Hash, ::prost::Oneof)]
    pub enum Request {
        /// Begins to receive events.
        #[prost(message, tag = "1")]
        Subscribe(super::Subscribe),
        /// Begins to receive the messages of a streaming method.
        #[prost(message, tag = "2")]
        Watch(super::Watch),
        /// Ends a subscription or a watch.
        #[prost(message, tag = "3")]
        Unsubscribe(super::Unsubscribe),
        /// Presents another access token of the same caller, before the one in use ends.
        #[prost(message, tag = "4")]
        Authenticate(super::Authenticate),
        /// Asks for a pong.
        #[prost(message, tag = "5")]
        Ping(super::Ping),
    }
}
impl ::prost::Name for FeedRequest {
    const NAME: &'static str = "FeedRequest";
    const PACKAGE: &'static str = "realmwire.feed.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.feed.v1.FeedRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.feed.v1.FeedRequest".into()
    }
}
/// Begins to receive events.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Subscribe {
    /// The client's name for the subscription, unique within the feed: 1 to 64 characters.
    #[prost(string, tag = "1")]
    pub id: ::prost::alloc::string::String,
    /// The events of one service, such as "state-manager.entity.updated", or "state-manager.*" for all of them that the
    /// caller may receive.
    #[prost(string, repeated, tag = "2")]
    pub events: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// Only events about one of these; all if there are none.
    #[prost(string, repeated, tag = "3")]
    pub keys: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// Goes on after the event that carried this token. Left out: with events from now on.
    #[prost(string, tag = "4")]
    pub resume_token: ::prost::alloc::string::String,
}
impl ::prost::Name for Subscribe {
    const NAME: &'static str = "Subscribe";
    const PACKAGE: &'static str = "realmwire.feed.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.feed.v1.Subscribe".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.feed.v1.Subscribe".into()
    }
}
/// Begins to receive the messages of a streaming method.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Watch {
    /// The client's name for the watch, unique within the feed: 1 to 64 characters.
    #[prost(string, tag = "1")]
    pub id: ::prost::alloc::string::String,
    /// The method, such as "state-manager.Watch".
    #[prost(string, tag = "2")]
    pub method: ::prost::alloc::string::String,
    /// Its request.
    #[prost(message, optional, tag = "3")]
    pub request: ::core::option::Option<::prost_types::Any>,
}
impl ::prost::Name for Watch {
    const NAME: &'static str = "Watch";
    const PACKAGE: &'static str = "realmwire.feed.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.feed.v1.Watch".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.feed.v1.Watch".into()
    }
}
/// Ends a subscription or a watch.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Unsubscribe {
    /// Which one.
    #[prost(string, tag = "1")]
    pub id: ::prost::alloc::string::String,
}
impl ::prost::Name for Unsubscribe {
    const NAME: &'static str = "Unsubscribe";
    const PACKAGE: &'static str = "realmwire.feed.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.feed.v1.Unsubscribe".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.feed.v1.Unsubscribe".into()
    }
}
/// Presents another access token.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
#[prost(skip_debug)]
pub struct Authenticate {
    /// The token.
    #[prost(string, tag = "1")]
    pub access_token: ::prost::alloc::string::String,
}
impl ::prost::Name for Authenticate {
    const NAME: &'static str = "Authenticate";
    const PACKAGE: &'static str = "realmwire.feed.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.feed.v1.Authenticate".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.feed.v1.Authenticate".into()
    }
}
/// Asks for a pong.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Ping {
    /// Comes back with the pong; at most 64 characters.
    #[prost(string, tag = "1")]
    pub payload: ::prost::alloc::string::String,
}
impl ::prost::Name for Ping {
    const NAME: &'static str = "Ping";
    const PACKAGE: &'static str = "realmwire.feed.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.feed.v1.Ping".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.feed.v1.Ping".into()
    }
}
/// One message from the gateway.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct FeedResponse {
    /// Exactly one of these.
    #[prost(oneof = "feed_response::Response", tags = "1, 2, 3, 4, 5, 6, 7, 8")]
    pub response: ::core::option::Option<feed_response::Response>,
}
/// Nested message and enum types in `FeedResponse`.
pub mod feed_response {
    /// Exactly one of these.
    #[derive(Clone, PartialEq, ::prost::Oneof)]
    pub enum Response {
        /// The feed stands.
        #[prost(message, tag = "1")]
        Welcome(super::Welcome),
        /// A subscription or a watch stands.
        #[prost(message, tag = "2")]
        Subscribed(super::Subscribed),
        /// An event of a subscription.
        #[prost(message, tag = "3")]
        Event(super::FeedEvent),
        /// A message of a watch.
        #[prost(message, tag = "4")]
        Item(super::FeedItem),
        /// A subscription or a watch is over, or was refused.
        #[prost(message, tag = "5")]
        Ended(super::Ended),
        /// The answer to a ping.
        #[prost(message, tag = "6")]
        Pong(super::Pong),
        /// Nothing has happened for a while.
        #[prost(message, tag = "7")]
        Heartbeat(super::Heartbeat),
        /// Another access token is in use.
        #[prost(message, tag = "8")]
        Authenticated(super::Authenticated),
    }
}
impl ::prost::Name for FeedResponse {
    const NAME: &'static str = "FeedResponse";
    const PACKAGE: &'static str = "realmwire.feed.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.feed.v1.FeedResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.feed.v1.FeedResponse".into()
    }
}
/// The feed stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Welcome {
    /// How often the gateway sends something at least, in milliseconds.
    #[prost(uint32, tag = "1")]
    pub heartbeat_ms: u32,
}
impl ::prost::Name for Welcome {
    const NAME: &'static str = "Welcome";
    const PACKAGE: &'static str = "realmwire.feed.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.feed.v1.Welcome".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.feed.v1.Welcome".into()
    }
}
/// A subscription or a watch stands.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Subscribed {
    /// Which one.
    #[prost(string, tag = "1")]
    pub id: ::prost::alloc::string::String,
}
impl ::prost::Name for Subscribed {
    const NAME: &'static str = "Subscribed";
    const PACKAGE: &'static str = "realmwire.feed.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.feed.v1.Subscribed".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.feed.v1.Subscribed".into()
    }
}
/// An event of a subscription.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct FeedEvent {
    /// Which subscription.
    #[prost(string, tag = "1")]
    pub id: ::prost::alloc::string::String,
    /// Its type, such as "state-manager.entity.updated.v1".
    #[prost(string, tag = "2")]
    pub r#type: ::prost::alloc::string::String,
    /// The event's id; the same whenever the event is received again.
    #[prost(string, tag = "3")]
    pub event_id: ::prost::alloc::string::String,
    /// When it happened.
    #[prost(message, optional, tag = "4")]
    pub event_time: ::core::option::Option<::prost_types::Timestamp>,
    /// What it is about.
    #[prost(string, tag = "5")]
    pub key: ::prost::alloc::string::String,
    /// The event itself.
    #[prost(message, optional, tag = "6")]
    pub message: ::core::option::Option<::prost_types::Any>,
    /// Resumes the subscription after this event.
    #[prost(string, tag = "7")]
    pub resume_token: ::prost::alloc::string::String,
}
impl ::prost::Name for FeedEvent {
    const NAME: &'static str = "FeedEvent";
    const PACKAGE: &'static str = "realmwire.feed.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.feed.v1.FeedEvent".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.feed.v1.FeedEvent".into()
    }
}
/// A message of a watch.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct FeedItem {
    /// Which watch.
    #[prost(string, tag = "1")]
    pub id: ::prost::alloc::string::String,
    /// The message itself. If it has a resume token, that goes into the request of the next watch.
    #[prost(message, optional, tag = "2")]
    pub message: ::core::option::Option<::prost_types::Any>,
}
impl ::prost::Name for FeedItem {
    const NAME: &'static str = "FeedItem";
    const PACKAGE: &'static str = "realmwire.feed.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.feed.v1.FeedItem".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.feed.v1.FeedItem".into()
    }
}
/// A subscription or a watch is over.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Ended {
    /// Which one.
    #[prost(string, tag = "1")]
    pub id: ::prost::alloc::string::String,
    /// Why, if it failed; not set when it is complete or was ended by the client.
    #[prost(message, optional, tag = "2")]
    pub status: ::core::option::Option<super::super::super::google::rpc::Status>,
}
impl ::prost::Name for Ended {
    const NAME: &'static str = "Ended";
    const PACKAGE: &'static str = "realmwire.feed.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.feed.v1.Ended".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.feed.v1.Ended".into()
    }
}
/// The answer to a ping.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Pong {
    /// As it was sent.
    #[prost(string, tag = "1")]
    pub payload: ::prost::alloc::string::String,
}
impl ::prost::Name for Pong {
    const NAME: &'static str = "Pong";
    const PACKAGE: &'static str = "realmwire.feed.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.feed.v1.Pong".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.feed.v1.Pong".into()
    }
}
/// Nothing has happened for a while.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Heartbeat {}
impl ::prost::Name for Heartbeat {
    const NAME: &'static str = "Heartbeat";
    const PACKAGE: &'static str = "realmwire.feed.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.feed.v1.Heartbeat".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.feed.v1.Heartbeat".into()
    }
}
/// Another access token is in use.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Authenticated {}
impl ::prost::Name for Authenticated {
    const NAME: &'static str = "Authenticated";
    const PACKAGE: &'static str = "realmwire.feed.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.feed.v1.Authenticated".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.feed.v1.Authenticated".into()
    }
}

impl ::core::fmt::Debug for Authenticate {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        formatter.debug_struct("Authenticate").field("access_token", &"[secret]").finish()
    }
}
