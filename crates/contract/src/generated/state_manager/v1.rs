// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! Versioned state of players and entities.

/// One document at one version.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct State {
    /// The kind of document.
    #[prost(enumeration = "Kind", tag = "1")]
    pub kind: i32,
    /// Its id: 1 to 128 characters.
    #[prost(string, tag = "2")]
    pub id: ::prost::alloc::string::String,
    /// Counts the writes of this document, from 1.
    #[prost(uint64, tag = "3")]
    pub version: u64,
    /// The content.
    #[prost(message, optional, tag = "4")]
    pub data: ::core::option::Option<::prost_types::Struct>,
    /// When this version was written.
    #[prost(message, optional, tag = "5")]
    pub update_time: ::core::option::Option<::prost_types::Timestamp>,
    /// When the document ends by itself, if it does.
    #[prost(message, optional, tag = "6")]
    pub expire_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for State {
    const NAME: &'static str = "State";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.State".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.State".into()
    }
}
/// Asks for one document.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetRequest {
    /// The kind of document.
    #[prost(enumeration = "Kind", tag = "1")]
    pub kind: i32,
    /// Its id.
    #[prost(string, tag = "2")]
    pub id: ::prost::alloc::string::String,
}
impl ::prost::Name for GetRequest {
    const NAME: &'static str = "GetRequest";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.GetRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.GetRequest".into()
    }
}
/// The answer to Get.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetResponse {
    /// The document.
    #[prost(message, optional, tag = "1")]
    pub state: ::core::option::Option<State>,
}
impl ::prost::Name for GetResponse {
    const NAME: &'static str = "GetResponse";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.GetResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.GetResponse".into()
    }
}
/// The kinds of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum Kind {
    /// Not said.
    Unspecified = 0,
    /// A player's document; its id is the player's.
    Player = 1,
    /// Any other document.
    Entity = 2,
}
impl Kind {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "KIND_UNSPECIFIED",
            Self::Player => "KIND_PLAYER",
            Self::Entity => "KIND_ENTITY",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "KIND_UNSPECIFIED" => Some(Self::Unspecified),
            "KIND_PLAYER" => Some(Self::Player),
            "KIND_ENTITY" => Some(Self::Entity),
            _ => None,
        }
    }
}
/// The service `state-manager`.
pub static SERVICE: crate::ServiceSpec = crate::ServiceSpec {
    name: "state-manager",
    version: "v1",
    full_name: "realmwire.state_manager.v1.StateManager",
    description: "Keeps one JSON-like document for each player and each entity, with a version that counts its writes",
    methods: &[&GET],
    events: &[],
    calls: &[],
    consumes: &[],
};

/// The method `StateManager/Get`.
pub static GET: crate::MethodSpec = crate::MethodSpec {
    service: "state-manager",
    name: "Get",
    full_name: "realmwire.state_manager.v1.StateManager/Get",
    subject: "svc.state-manager.v1.Get",
    input: "realmwire.state_manager.v1.GetRequest",
    output: "realmwire.state_manager.v1.GetResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: true,
    rate_class: "read",
};
