// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! What a schema says about its services beyond their messages. Clients, servers, routes, permissions and
//! documents are derived from these options and from nothing else.

/// Facts about a service.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ServicePolicy {
    /// The service's name on the bus, such as "quest-system".
    #[prost(string, tag = "1")]
    pub name: ::prost::alloc::string::String,
    /// Methods of other services that it calls, such as "payment.Grant".
    #[prost(string, repeated, tag = "2")]
    pub calls: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// Events of other services that it consumes, such as "time-manager.hour.changed"; "*" alone is all of all services.
    #[prost(string, repeated, tag = "3")]
    pub consumes: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for ServicePolicy {
    const NAME: &'static str = "ServicePolicy";
    const PACKAGE: &'static str = "realmwire.options.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.options.v1.ServicePolicy".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.options.v1.ServicePolicy".into()
    }
}
/// How a method is called and protected.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct MethodPolicy {
    /// Who may call it; must be said.
    #[prost(enumeration = "Access", tag = "1")]
    pub access: i32,
    /// The request field that names the player whose data is concerned. A player who calls with another's id is
    /// refused; with none, its own id is filled in. Other callers must name one.
    #[prost(string, tag = "2")]
    pub owner_field: ::prost::alloc::string::String,
    /// What an idempotency key means.
    #[prost(enumeration = "IdempotencyKey", tag = "3")]
    pub idempotency_key: i32,
    /// The longest a call may take, and the default of callers that name no deadline. 0 is 5,000. Of a stream: how long
    /// until its first message.
    #[prost(uint32, tag = "4")]
    pub timeout_ms: u32,
    /// Calls that one instance works on at a time; more are refused at once. 0 is 1,024.
    #[prost(uint32, tag = "5")]
    pub max_in_flight: u32,
    /// What is given up first.
    #[prost(enumeration = "Criticality", tag = "6")]
    pub criticality: i32,
    /// The work of a call is a few microseconds of computing and in-memory reads: it may run on the task that reads the
    /// bus.
    #[prost(bool, tag = "7")]
    pub brief: bool,
    /// The rate limit class of callers by HTTP: "read", "write" or another one that auth knows. Empty: by HTTP method.
    #[prost(string, tag = "8")]
    pub rate_class: ::prost::alloc::string::String,
}
impl ::prost::Name for MethodPolicy {
    const NAME: &'static str = "MethodPolicy";
    const PACKAGE: &'static str = "realmwire.options.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.options.v1.MethodPolicy".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.options.v1.MethodPolicy".into()
    }
}
/// Makes a message an event.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct EventPolicy {
    /// Its name within the service, such as "entity.updated". Its subject is evt.\<service>.\<name>.v\<schema version>.
    #[prost(string, tag = "1")]
    pub name: ::prost::alloc::string::String,
    /// The field whose value says what the event is about; events with the same value keep their order.
    #[prost(string, tag = "2")]
    pub key_field: ::prost::alloc::string::String,
    /// Whether clients may subscribe through the gateway. A player receives only events whose `key_field` is its own id,
    /// unless the event is about the world.
    #[prost(enumeration = "Audience", tag = "3")]
    pub audience: i32,
}
impl ::prost::Name for EventPolicy {
    const NAME: &'static str = "EventPolicy";
    const PACKAGE: &'static str = "realmwire.options.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.options.v1.EventPolicy".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.options.v1.EventPolicy".into()
    }
}
/// Who may call a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum Access {
    /// Not said: refused by the lint.
    Unspecified = 0,
    /// Everybody, without a token.
    Public = 1,
    /// Whoever is signed in. A player only for itself, where `owner_field` is set.
    Player = 2,
    /// Moderators, administrators and services.
    Moderator = 3,
    /// Administrators and services.
    Admin = 4,
    /// Services only; never reachable by HTTP with a player's token.
    Service = 5,
}
impl Access {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "ACCESS_UNSPECIFIED",
            Self::Public => "ACCESS_PUBLIC",
            Self::Player => "ACCESS_PLAYER",
            Self::Moderator => "ACCESS_MODERATOR",
            Self::Admin => "ACCESS_ADMIN",
            Self::Service => "ACCESS_SERVICE",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "ACCESS_UNSPECIFIED" => Some(Self::Unspecified),
            "ACCESS_PUBLIC" => Some(Self::Public),
            "ACCESS_PLAYER" => Some(Self::Player),
            "ACCESS_MODERATOR" => Some(Self::Moderator),
            "ACCESS_ADMIN" => Some(Self::Admin),
            "ACCESS_SERVICE" => Some(Self::Service),
            _ => None,
        }
    }
}
/// What an idempotency key means for a mutating method. Methods with `idempotency_level = NO_SIDE_EFFECTS` take none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum IdempotencyKey {
    /// A key is honoured when the caller sends one.
    Unspecified = 0,
    /// A call without a key is refused.
    Required = 1,
}
impl IdempotencyKey {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "IDEMPOTENCY_KEY_UNSPECIFIED",
            Self::Required => "IDEMPOTENCY_KEY_REQUIRED",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "IDEMPOTENCY_KEY_UNSPECIFIED" => Some(Self::Unspecified),
            "IDEMPOTENCY_KEY_REQUIRED" => Some(Self::Required),
            _ => None,
        }
    }
}
/// What is given up first when there is too much to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum Criticality {
    /// The default criticality.
    Unspecified = 0,
    /// Kept the longest: money, logins.
    Critical = 1,
    /// Ordinary work.
    Default = 2,
    /// Given up first: prefetches, statistics.
    Sheddable = 3,
}
impl Criticality {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "CRITICALITY_UNSPECIFIED",
            Self::Critical => "CRITICALITY_CRITICAL",
            Self::Default => "CRITICALITY_DEFAULT",
            Self::Sheddable => "CRITICALITY_SHEDDABLE",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "CRITICALITY_UNSPECIFIED" => Some(Self::Unspecified),
            "CRITICALITY_CRITICAL" => Some(Self::Critical),
            "CRITICALITY_DEFAULT" => Some(Self::Default),
            "CRITICALITY_SHEDDABLE" => Some(Self::Sheddable),
            _ => None,
        }
    }
}
/// Which clients may receive an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum Audience {
    /// Services only.
    Unspecified = 0,
    /// Every signed-in client.
    Everyone = 1,
    /// The player whom `key_field` names, moderators and administrators.
    Owner = 2,
}
impl Audience {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "AUDIENCE_UNSPECIFIED",
            Self::Everyone => "AUDIENCE_EVERYONE",
            Self::Owner => "AUDIENCE_OWNER",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "AUDIENCE_UNSPECIFIED" => Some(Self::Unspecified),
            "AUDIENCE_EVERYONE" => Some(Self::Everyone),
            "AUDIENCE_OWNER" => Some(Self::Owner),
            _ => None,
        }
    }
}
