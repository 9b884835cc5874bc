// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! Worlds: what is in them and what is known of them.

/// A world.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct World {
    /// Its name: 1 to 128 characters.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// What it is called.
    #[prost(string, tag = "2")]
    pub display_name: ::prost::alloc::string::String,
    /// What everything that is generated in the world follows from.
    #[prost(uint64, tag = "3")]
    pub seed: u64,
    /// The clock of time-manager whose time the world lives by.
    #[prost(string, tag = "4")]
    pub clock_id: ::prost::alloc::string::String,
    /// The content that it was made from; empty when it was created empty.
    #[prost(string, tag = "5")]
    pub content: ::prost::alloc::string::String,
    /// When it was created.
    #[prost(message, optional, tag = "6")]
    pub create_time: ::core::option::Option<::prost_types::Timestamp>,
    /// Counts the writes of the world itself, from 1; not those of what is in it.
    #[prost(uint64, tag = "7")]
    pub revision: u64,
}
impl ::prost::Name for World {
    const NAME: &'static str = "World";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.World".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.World".into()
    }
}
/// A place in a world, in metres.
#[derive(Clone, Copy, PartialEq, ::prost::Message)]
pub struct Position {
    /// East of the world's origin.
    #[prost(double, tag = "1")]
    pub x: f64,
    /// North of the world's origin.
    #[prost(double, tag = "2")]
    pub y: f64,
    /// Above the world's origin, where it matters.
    #[prost(double, optional, tag = "3")]
    pub z: ::core::option::Option<f64>,
}
impl ::prost::Name for Position {
    const NAME: &'static str = "Position";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.Position".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.Position".into()
    }
}
/// Something in a world: a place, a character, a thing.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Entity {
    /// Its name in the world: 1 to 128 characters.
    #[prost(string, tag = "1")]
    pub entity_id: ::prost::alloc::string::String,
    /// What kind of thing it is, such as "place" or "character": a lower-case word.
    #[prost(string, tag = "2")]
    pub r#type: ::prost::alloc::string::String,
    /// What it is called.
    #[prost(string, tag = "3")]
    pub display_name: ::prost::alloc::string::String,
    /// Lower-case words that it can be found by, ordered, each once.
    #[prost(string, repeated, tag = "4")]
    pub tags: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// Where it is, if it is anywhere.
    #[prost(message, optional, tag = "5")]
    pub position: ::core::option::Option<Position>,
    /// The place that it is in or belongs to; empty when there is none.
    #[prost(string, tag = "6")]
    pub place_id: ::prost::alloc::string::String,
    /// Whatever else is known of it.
    #[prost(message, optional, tag = "7")]
    pub attributes: ::core::option::Option<::prost_types::Struct>,
    /// Counts its writes; never used twice for one id, also when it was deleted and created again.
    #[prost(uint64, tag = "8")]
    pub revision: u64,
    /// When it was created.
    #[prost(message, optional, tag = "9")]
    pub create_time: ::core::option::Option<::prost_types::Timestamp>,
    /// When it was written last.
    #[prost(message, optional, tag = "10")]
    pub update_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for Entity {
    const NAME: &'static str = "Entity";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.Entity".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.Entity".into()
    }
}
/// A power in a world.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Faction {
    /// Its name in the world.
    #[prost(string, tag = "1")]
    pub faction_id: ::prost::alloc::string::String,
    /// What it is called.
    #[prost(string, tag = "2")]
    pub display_name: ::prost::alloc::string::String,
    /// What it is.
    #[prost(string, tag = "3")]
    pub description: ::prost::alloc::string::String,
    /// How strong it is, from 0 to 100.
    #[prost(double, tag = "4")]
    pub power: f64,
    /// The ids of the places that it holds.
    #[prost(string, repeated, tag = "5")]
    pub territory: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for Faction {
    const NAME: &'static str = "Faction";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.Faction".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.Faction".into()
    }
}
/// How two factions stand to each other.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Relation {
    /// The ids of the two, ordered.
    #[prost(string, repeated, tag = "1")]
    pub faction_ids: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// From -1, war, to 1, alliance.
    #[prost(double, tag = "2")]
    pub value: f64,
}
impl ::prost::Name for Relation {
    const NAME: &'static str = "Relation";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.Relation".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.Relation".into()
    }
}
/// Something that is traded in a world.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Good {
    /// Its name in the world.
    #[prost(string, tag = "1")]
    pub good_id: ::prost::alloc::string::String,
    /// What it is called.
    #[prost(string, tag = "2")]
    pub display_name: ::prost::alloc::string::String,
    /// What it costs when supply and demand are even, in the smallest unit of money.
    #[prost(int64, tag = "3")]
    pub base_price: i64,
    /// What it costs now; never below a tenth of the base price.
    #[prost(int64, tag = "4")]
    pub price: i64,
    /// How much of it is offered, in units a step.
    #[prost(double, tag = "5")]
    pub supply: f64,
    /// How much of it is wanted, in units a step.
    #[prost(double, tag = "6")]
    pub demand: f64,
    /// How strongly the price answers to what is scarce: 1 is in proportion.
    #[prost(double, tag = "7")]
    pub elasticity: f64,
}
impl ::prost::Name for Good {
    const NAME: &'static str = "Good";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.Good".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.Good".into()
    }
}
/// Creates a world.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct CreateWorldRequest {
    /// Its name: 1 to 128 characters. Left out: a new one.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// What it is called. Left out: as its content is called, or its name.
    #[prost(string, tag = "2")]
    pub display_name: ::prost::alloc::string::String,
    /// The seed. Left out: a random one.
    #[prost(uint64, optional, tag = "3")]
    pub seed: ::core::option::Option<u64>,
    /// The clock of time-manager that it follows. Left out: "default".
    #[prost(string, tag = "4")]
    pub clock_id: ::prost::alloc::string::String,
    /// The id of the content that it is made from. Left out: the world is empty.
    #[prost(string, tag = "5")]
    pub content: ::prost::alloc::string::String,
}
impl ::prost::Name for CreateWorldRequest {
    const NAME: &'static str = "CreateWorldRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.CreateWorldRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.CreateWorldRequest".into()
    }
}
/// The answer to CreateWorld.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct CreateWorldResponse {
    /// The new world.
    #[prost(message, optional, tag = "1")]
    pub world: ::core::option::Option<World>,
}
impl ::prost::Name for CreateWorldResponse {
    const NAME: &'static str = "CreateWorldResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.CreateWorldResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.CreateWorldResponse".into()
    }
}
/// Asks for a world.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetWorldRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
}
impl ::prost::Name for GetWorldRequest {
    const NAME: &'static str = "GetWorldRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.GetWorldRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.GetWorldRequest".into()
    }
}
/// The answer to GetWorld.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetWorldResponse {
    /// The world.
    #[prost(message, optional, tag = "1")]
    pub world: ::core::option::Option<World>,
}
impl ::prost::Name for GetWorldResponse {
    const NAME: &'static str = "GetWorldResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.GetWorldResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.GetWorldResponse".into()
    }
}
/// Asks for the worlds.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ListWorldsRequest {
    /// The most worlds in the answer, from 1 to 500; 0 is 50.
    #[prost(int32, tag = "1")]
    pub page_size: i32,
    /// Where to go on: `next_page_token` of the answer before.
    #[prost(string, tag = "2")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListWorldsRequest {
    const NAME: &'static str = "ListWorldsRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.ListWorldsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.ListWorldsRequest".into()
    }
}
/// The answer to ListWorlds.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ListWorldsResponse {
    /// The worlds, ordered by id.
    #[prost(message, repeated, tag = "1")]
    pub worlds: ::prost::alloc::vec::Vec<World>,
    /// Where the next page begins; empty after the last one.
    #[prost(string, tag = "2")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListWorldsResponse {
    const NAME: &'static str = "ListWorldsResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.ListWorldsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.ListWorldsResponse".into()
    }
}
/// Deletes a world.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DeleteWorldRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The revision that the world must be at; 0 is any.
    #[prost(uint64, tag = "2")]
    pub expected_revision: u64,
}
impl ::prost::Name for DeleteWorldRequest {
    const NAME: &'static str = "DeleteWorldRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.DeleteWorldRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.DeleteWorldRequest".into()
    }
}
/// The answer to DeleteWorld.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DeleteWorldResponse {
    /// The world as it was.
    #[prost(message, optional, tag = "1")]
    pub world: ::core::option::Option<World>,
}
impl ::prost::Name for DeleteWorldResponse {
    const NAME: &'static str = "DeleteWorldResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.DeleteWorldResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.DeleteWorldResponse".into()
    }
}
/// Sets flags.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct SetFlagsRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The flags by their names, 1 to 100 of them. A name has 1 to 128 characters; a value is anything that JSON can write,
    /// and null removes the flag.
    #[prost(message, optional, tag = "2")]
    pub flags: ::core::option::Option<::prost_types::Struct>,
    /// What the revision of the world's flags must be; absent: no flag was ever set. Left out: whatever it is.
    #[prost(message, optional, tag = "3")]
    pub expected_revision: ::core::option::Option<super::super::common::v1::ExpectedVersion>,
}
impl ::prost::Name for SetFlagsRequest {
    const NAME: &'static str = "SetFlagsRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.SetFlagsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.SetFlagsRequest".into()
    }
}
/// The answer to SetFlags.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct SetFlagsResponse {
    /// The revision of the world's flags now.
    #[prost(uint64, tag = "1")]
    pub revision: u64,
    /// The names of the flags whose values are others than before, ordered.
    #[prost(string, repeated, tag = "2")]
    pub changed: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for SetFlagsResponse {
    const NAME: &'static str = "SetFlagsResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.SetFlagsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.SetFlagsResponse".into()
    }
}
/// Asks for flags.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetFlagsRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// Which flags, at most 100. Left out: all of them.
    #[prost(string, repeated, tag = "2")]
    pub names: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for GetFlagsRequest {
    const NAME: &'static str = "GetFlagsRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.GetFlagsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.GetFlagsRequest".into()
    }
}
/// The answer to GetFlags.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetFlagsResponse {
    /// The flags that are set, by their names.
    #[prost(message, optional, tag = "1")]
    pub flags: ::core::option::Option<::prost_types::Struct>,
    /// Counts the changes of the world's flags; 0 when none was ever set.
    #[prost(uint64, tag = "2")]
    pub revision: u64,
}
impl ::prost::Name for GetFlagsResponse {
    const NAME: &'static str = "GetFlagsResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.GetFlagsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.GetFlagsResponse".into()
    }
}
/// A world was created.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct WorldCreated {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The world as it was created.
    #[prost(message, optional, tag = "2")]
    pub world: ::core::option::Option<World>,
}
impl ::prost::Name for WorldCreated {
    const NAME: &'static str = "WorldCreated";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.WorldCreated".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.WorldCreated".into()
    }
}
/// A world was deleted, with all that was in it.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct WorldDeleted {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// When it was deleted.
    #[prost(message, optional, tag = "2")]
    pub delete_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for WorldDeleted {
    const NAME: &'static str = "WorldDeleted";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.WorldDeleted".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.WorldDeleted".into()
    }
}
/// A flag of a world has another value than before.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct FlagChanged {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The flag's name.
    #[prost(string, tag = "2")]
    pub name: ::prost::alloc::string::String,
    /// Its value; null when it was removed.
    #[prost(message, optional, tag = "3")]
    pub value: ::core::option::Option<::prost_types::Value>,
    /// Its value before; null when it was not set.
    #[prost(message, optional, tag = "4")]
    pub previous_value: ::core::option::Option<::prost_types::Value>,
    /// The revision of the world's flags that has the value.
    #[prost(uint64, tag = "5")]
    pub revision: u64,
    /// When it was set.
    #[prost(message, optional, tag = "6")]
    pub update_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for FlagChanged {
    const NAME: &'static str = "FlagChanged";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.FlagChanged".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.FlagChanged".into()
    }
}
/// What a world that is no more has left behind is to be cleared away. The service sets this timer for itself.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct RemainsDue {
    /// Names the documents of the world that is no more.
    #[prost(string, tag = "1")]
    pub incarnation: ::prost::alloc::string::String,
}
impl ::prost::Name for RemainsDue {
    const NAME: &'static str = "RemainsDue";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.RemainsDue".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.RemainsDue".into()
    }
}
/// The service `world-state`.
pub static SERVICE: crate::ServiceSpec = crate::ServiceSpec {
    name: "world-state",
    version: "v1",
    full_name: "realmwire.world_state.v1.WorldState",
    description: "Keeps worlds: each has a seed from which everything generated in it follows, a clock whose time it lives by, and flags that say what has come to pass",
    methods: &[&CREATE_WORLD, &GET_WORLD, &LIST_WORLDS, &DELETE_WORLD, &SET_FLAGS, &GET_FLAGS],
    events: &[&WORLD_CREATED, &WORLD_DELETED, &FLAG_CHANGED, &REMAINS_DUE],
    calls: &[],
    consumes: &[],
};

/// The method `WorldState/CreateWorld`.
pub static CREATE_WORLD: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "CreateWorld",
    full_name: "realmwire.world_state.v1.WorldState/CreateWorld",
    subject: "svc.world-state.v1.CreateWorld",
    input: "realmwire.world_state.v1.CreateWorldRequest",
    output: "realmwire.world_state.v1.CreateWorldResponse",
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

/// The method `WorldState/GetWorld`.
pub static GET_WORLD: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "GetWorld",
    full_name: "realmwire.world_state.v1.WorldState/GetWorld",
    subject: "svc.world-state.v1.GetWorld",
    input: "realmwire.world_state.v1.GetWorldRequest",
    output: "realmwire.world_state.v1.GetWorldResponse",
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

/// The method `WorldState/ListWorlds`.
pub static LIST_WORLDS: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "ListWorlds",
    full_name: "realmwire.world_state.v1.WorldState/ListWorlds",
    subject: "svc.world-state.v1.ListWorlds",
    input: "realmwire.world_state.v1.ListWorldsRequest",
    output: "realmwire.world_state.v1.ListWorldsResponse",
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

/// The method `WorldState/DeleteWorld`.
pub static DELETE_WORLD: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "DeleteWorld",
    full_name: "realmwire.world_state.v1.WorldState/DeleteWorld",
    subject: "svc.world-state.v1.DeleteWorld",
    input: "realmwire.world_state.v1.DeleteWorldRequest",
    output: "realmwire.world_state.v1.DeleteWorldResponse",
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

/// The method `WorldState/SetFlags`.
pub static SET_FLAGS: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "SetFlags",
    full_name: "realmwire.world_state.v1.WorldState/SetFlags",
    subject: "svc.world-state.v1.SetFlags",
    input: "realmwire.world_state.v1.SetFlagsRequest",
    output: "realmwire.world_state.v1.SetFlagsResponse",
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

/// The method `WorldState/GetFlags`.
pub static GET_FLAGS: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "GetFlags",
    full_name: "realmwire.world_state.v1.WorldState/GetFlags",
    subject: "svc.world-state.v1.GetFlags",
    input: "realmwire.world_state.v1.GetFlagsRequest",
    output: "realmwire.world_state.v1.GetFlagsResponse",
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

/// The event `world.created`.
pub static WORLD_CREATED: crate::EventSpec = crate::EventSpec {
    service: "world-state",
    name: "world.created",
    subject: "evt.world-state.world.created.v1",
    message: "realmwire.world_state.v1.WorldCreated",
    audience: crate::Audience::Everyone,
};

impl crate::Event for WorldCreated {
    const SPEC: &'static crate::EventSpec = &WORLD_CREATED;

    fn key(&self) -> &str {
        &self.world_id
    }
}

/// The event `world.deleted`.
pub static WORLD_DELETED: crate::EventSpec = crate::EventSpec {
    service: "world-state",
    name: "world.deleted",
    subject: "evt.world-state.world.deleted.v1",
    message: "realmwire.world_state.v1.WorldDeleted",
    audience: crate::Audience::Everyone,
};

impl crate::Event for WorldDeleted {
    const SPEC: &'static crate::EventSpec = &WORLD_DELETED;

    fn key(&self) -> &str {
        &self.world_id
    }
}

/// The event `flag.changed`.
pub static FLAG_CHANGED: crate::EventSpec = crate::EventSpec {
    service: "world-state",
    name: "flag.changed",
    subject: "evt.world-state.flag.changed.v1",
    message: "realmwire.world_state.v1.FlagChanged",
    audience: crate::Audience::Everyone,
};

impl crate::Event for FlagChanged {
    const SPEC: &'static crate::EventSpec = &FLAG_CHANGED;

    fn key(&self) -> &str {
        &self.world_id
    }
}

/// The event `remains.due`.
pub static REMAINS_DUE: crate::EventSpec = crate::EventSpec {
    service: "world-state",
    name: "remains.due",
    subject: "evt.world-state.remains.due.v1",
    message: "realmwire.world_state.v1.RemainsDue",
    audience: crate::Audience::Services,
};

impl crate::Event for RemainsDue {
    const SPEC: &'static crate::EventSpec = &REMAINS_DUE;

    fn key(&self) -> &str {
        &self.incarnation
    }
}
