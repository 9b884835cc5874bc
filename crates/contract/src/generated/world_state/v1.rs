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
    /// Counts its writes; never used twice for one id, also when it was deleted and created again, until the world is put
    /// back to a snapshot.
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
/// Writes entities.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct UpsertEntitiesRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// What is written: 1 to 500, each of another entity.
    #[prost(message, repeated, tag = "2")]
    pub entities: ::prost::alloc::vec::Vec<EntityWrite>,
}
impl ::prost::Name for UpsertEntitiesRequest {
    const NAME: &'static str = "UpsertEntitiesRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.UpsertEntitiesRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.UpsertEntitiesRequest".into()
    }
}
/// What is written of an entity. Fields that are left out stay as they are.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct EntityWrite {
    /// The entity.
    #[prost(string, tag = "1")]
    pub entity_id: ::prost::alloc::string::String,
    /// What kind of thing it is: a lower-case word. An entity that is created has one.
    #[prost(string, optional, tag = "2")]
    pub r#type: ::core::option::Option<::prost::alloc::string::String>,
    /// What it is called.
    #[prost(string, optional, tag = "3")]
    pub display_name: ::core::option::Option<::prost::alloc::string::String>,
    /// Its tags, in place of all that it has.
    #[prost(string, repeated, tag = "4")]
    pub tags: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// Tags that it gets besides those it has.
    #[prost(string, repeated, tag = "5")]
    pub add_tags: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// Tags that it loses.
    #[prost(string, repeated, tag = "6")]
    pub remove_tags: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// Where it is.
    #[prost(message, optional, tag = "7")]
    pub position: ::core::option::Option<Position>,
    /// The place that it is in or belongs to.
    #[prost(string, optional, tag = "8")]
    pub place_id: ::core::option::Option<::prost::alloc::string::String>,
    /// A JSON merge patch of its attributes: members replace those it has, objects are merged, null removes.
    #[prost(message, optional, tag = "9")]
    pub attributes: ::core::option::Option<::prost_types::Struct>,
    /// Fields that are emptied before the others are written: "tags", "position", "place_id", "attributes".
    #[prost(string, repeated, tag = "10")]
    pub clear: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// What must be stored for the write to take place. Left out: whatever is there.
    #[prost(message, optional, tag = "11")]
    pub expected_revision: ::core::option::Option<super::super::common::v1::ExpectedVersion>,
}
impl ::prost::Name for EntityWrite {
    const NAME: &'static str = "EntityWrite";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.EntityWrite".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.EntityWrite".into()
    }
}
/// The answer to UpsertEntities.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct UpsertEntitiesResponse {
    /// What was written, in the order of the request.
    #[prost(message, repeated, tag = "1")]
    pub written: ::prost::alloc::vec::Vec<EntityRevision>,
}
impl ::prost::Name for UpsertEntitiesResponse {
    const NAME: &'static str = "UpsertEntitiesResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.UpsertEntitiesResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.UpsertEntitiesResponse".into()
    }
}
/// An entity and one of its revisions.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct EntityRevision {
    /// The entity.
    #[prost(string, tag = "1")]
    pub entity_id: ::prost::alloc::string::String,
    /// The revision.
    #[prost(uint64, tag = "2")]
    pub revision: u64,
    /// Whether the entity did not exist before.
    #[prost(bool, tag = "3")]
    pub created: bool,
}
impl ::prost::Name for EntityRevision {
    const NAME: &'static str = "EntityRevision";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.EntityRevision".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.EntityRevision".into()
    }
}
/// Asks for entities.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetEntitiesRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// Which entities: 1 to 500, each once.
    #[prost(string, repeated, tag = "2")]
    pub entity_ids: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for GetEntitiesRequest {
    const NAME: &'static str = "GetEntitiesRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.GetEntitiesRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.GetEntitiesRequest".into()
    }
}
/// The answer to GetEntities.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetEntitiesResponse {
    /// The entities that exist, in the order of the request.
    #[prost(message, repeated, tag = "1")]
    pub entities: ::prost::alloc::vec::Vec<Entity>,
    /// The ids of those that do not exist, in the order of the request.
    #[prost(string, repeated, tag = "2")]
    pub missing: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for GetEntitiesResponse {
    const NAME: &'static str = "GetEntitiesResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.GetEntitiesResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.GetEntitiesResponse".into()
    }
}
/// Which entities are meant: those that fulfil everything that is said. An empty filter means all.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct EntityFilter {
    /// Tags that an entity must have, all of them.
    #[prost(string, repeated, tag = "1")]
    pub all_tags: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// Tags of which an entity must have one.
    #[prost(string, repeated, tag = "2")]
    pub any_tags: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// Types of which an entity must have one.
    #[prost(string, repeated, tag = "3")]
    pub types: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// Places of which an entity must be in one.
    #[prost(string, repeated, tag = "4")]
    pub place_ids: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// Words that must occur in an entity's name, id, type or tags, whatever their case.
    #[prost(string, tag = "5")]
    pub text: ::prost::alloc::string::String,
    /// Where an entity must be. Height does not count.
    #[prost(message, optional, tag = "6")]
    pub area: ::core::option::Option<Area>,
}
impl ::prost::Name for EntityFilter {
    const NAME: &'static str = "EntityFilter";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.EntityFilter".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.EntityFilter".into()
    }
}
/// A part of a world.
#[derive(Clone, Copy, PartialEq, ::prost::Message)]
pub struct Area {
    /// Exactly one of these.
    #[prost(oneof = "area::Shape", tags = "1, 2")]
    pub shape: ::core::option::Option<area::Shape>,
}
/// Nested message and enum types in `Area`.
pub mod area {
    /// Exactly one of these.
    #[derive(Clone, Copy, PartialEq, ::prost::Oneof)]
    pub enum Shape {
        /// Around a point, its edge included.
        #[prost(message, tag = "1")]
        Circle(super::Circle),
        /// Between two corners, its edges included.
        #[prost(message, tag = "2")]
        Box(super::Box),
    }
}
impl ::prost::Name for Area {
    const NAME: &'static str = "Area";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.Area".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.Area".into()
    }
}
/// A circle.
#[derive(Clone, Copy, PartialEq, ::prost::Message)]
pub struct Circle {
    /// The centre, east of the origin, in metres.
    #[prost(double, tag = "1")]
    pub x: f64,
    /// The centre, north of the origin, in metres.
    #[prost(double, tag = "2")]
    pub y: f64,
    /// The radius, in metres.
    #[prost(double, tag = "3")]
    pub radius: f64,
}
impl ::prost::Name for Circle {
    const NAME: &'static str = "Circle";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.Circle".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.Circle".into()
    }
}
/// A box.
#[derive(Clone, Copy, PartialEq, ::prost::Message)]
pub struct Box {
    /// Its western edge, in metres.
    #[prost(double, tag = "1")]
    pub min_x: f64,
    /// Its southern edge, in metres.
    #[prost(double, tag = "2")]
    pub min_y: f64,
    /// Its eastern edge, in metres.
    #[prost(double, tag = "3")]
    pub max_x: f64,
    /// Its northern edge, in metres.
    #[prost(double, tag = "4")]
    pub max_y: f64,
}
impl ::prost::Name for Box {
    const NAME: &'static str = "Box";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.Box".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.Box".into()
    }
}
/// A point to which what is nearest is found first.
#[derive(Clone, Copy, PartialEq, ::prost::Message)]
pub struct NearPoint {
    /// East of the origin, in metres.
    #[prost(double, tag = "1")]
    pub x: f64,
    /// North of the origin, in metres.
    #[prost(double, tag = "2")]
    pub y: f64,
    /// How far away an entity may be, in metres. Left out: any distance.
    #[prost(double, optional, tag = "3")]
    pub max_distance: ::core::option::Option<f64>,
}
impl ::prost::Name for NearPoint {
    const NAME: &'static str = "NearPoint";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.NearPoint".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.NearPoint".into()
    }
}
/// Finds entities.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct QueryEntitiesRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// Which entities. Left out: all.
    #[prost(message, optional, tag = "2")]
    pub filter: ::core::option::Option<EntityFilter>,
    /// Orders the entities by their distance from a point; those that are nowhere are left out. Left out: ordered by id.
    #[prost(message, optional, tag = "3")]
    pub near: ::core::option::Option<NearPoint>,
    /// The most entities in the answer, from 1 to 500; 0 is 50. A page may hold fewer, also when more follow.
    #[prost(int32, tag = "4")]
    pub page_size: i32,
    /// Where to go on: `next_page_token` of the answer before.
    #[prost(string, tag = "5")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for QueryEntitiesRequest {
    const NAME: &'static str = "QueryEntitiesRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.QueryEntitiesRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.QueryEntitiesRequest".into()
    }
}
/// The answer to QueryEntities.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct QueryEntitiesResponse {
    /// The entities.
    #[prost(message, repeated, tag = "1")]
    pub entities: ::prost::alloc::vec::Vec<Entity>,
    /// How far each of them is from the point, in metres, when one was given.
    #[prost(double, repeated, tag = "2")]
    pub distances: ::prost::alloc::vec::Vec<f64>,
    /// Where the next page begins; empty after the last one.
    #[prost(string, tag = "3")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for QueryEntitiesResponse {
    const NAME: &'static str = "QueryEntitiesResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.QueryEntitiesResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.QueryEntitiesResponse".into()
    }
}
/// Removes entities.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct DeleteEntitiesRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// What is removed: 1 to 500, each once.
    #[prost(message, repeated, tag = "2")]
    pub entities: ::prost::alloc::vec::Vec<EntityDeletion>,
}
impl ::prost::Name for DeleteEntitiesRequest {
    const NAME: &'static str = "DeleteEntitiesRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.DeleteEntitiesRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.DeleteEntitiesRequest".into()
    }
}
/// Names an entity that is removed.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct EntityDeletion {
    /// The entity.
    #[prost(string, tag = "1")]
    pub entity_id: ::prost::alloc::string::String,
    /// The revision that it must be at; 0 is any.
    #[prost(uint64, tag = "2")]
    pub expected_revision: u64,
}
impl ::prost::Name for EntityDeletion {
    const NAME: &'static str = "EntityDeletion";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.EntityDeletion".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.EntityDeletion".into()
    }
}
/// The answer to DeleteEntities.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct DeleteEntitiesResponse {
    /// What was removed, with the revision of its removal, in the order of the request.
    #[prost(message, repeated, tag = "1")]
    pub removed: ::prost::alloc::vec::Vec<EntityRevision>,
    /// The ids of those that do not exist, in the order of the request.
    #[prost(string, repeated, tag = "2")]
    pub missing: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for DeleteEntitiesResponse {
    const NAME: &'static str = "DeleteEntitiesResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.DeleteEntitiesResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.DeleteEntitiesResponse".into()
    }
}
/// Asks for the changes of entities.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct WatchRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// Which entities. Left out: all.
    #[prost(message, optional, tag = "2")]
    pub filter: ::core::option::Option<EntityFilter>,
    /// Goes on after the message that carried this token, without the current entities.
    #[prost(string, tag = "3")]
    pub resume_token: ::prost::alloc::string::String,
}
impl ::prost::Name for WatchRequest {
    const NAME: &'static str = "WatchRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.WatchRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.WatchRequest".into()
    }
}
/// One message of Watch.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct WatchResponse {
    /// What happened, in order.
    #[prost(message, repeated, tag = "1")]
    pub events: ::prost::alloc::vec::Vec<WatchEvent>,
    /// Resumes a watch after this message; empty until all current entities have been sent.
    #[prost(string, tag = "2")]
    pub resume_token: ::prost::alloc::string::String,
}
impl ::prost::Name for WatchResponse {
    const NAME: &'static str = "WatchResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.WatchResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.WatchResponse".into()
    }
}
/// What happened to one entity, or to the watch.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct WatchEvent {
    /// Exactly one of these.
    #[prost(oneof = "watch_event::Event", tags = "1, 2, 3, 4")]
    pub event: ::core::option::Option<watch_event::Event>,
}
/// Nested message and enum types in `WatchEvent`.
pub mod watch_event {
    /// Exactly one of these.
    #[derive(Clone, PartialEq, ::prost::Oneof)]
    pub enum Event {
        /// An entity that matches, as it is now.
        #[prost(message, tag = "1")]
        Entity(super::Entity),
        /// An entity that matched before and does not any more.
        #[prost(message, tag = "2")]
        Gone(super::EntityGone),
        /// All current entities have been sent: what follows are changes. Not sent when the watch was resumed.
        #[prost(message, tag = "3")]
        Ready(super::WatchReady),
        /// The world was put back to a snapshot: nothing that was sent before holds, and the current entities follow.
        #[prost(message, tag = "4")]
        Reset(super::WatchReset),
    }
}
impl ::prost::Name for WatchEvent {
    const NAME: &'static str = "WatchEvent";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.WatchEvent".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.WatchEvent".into()
    }
}
/// An entity that does not match any more.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct EntityGone {
    /// The entity.
    #[prost(string, tag = "1")]
    pub entity_id: ::prost::alloc::string::String,
    /// The revision with which it does not match.
    #[prost(uint64, tag = "2")]
    pub revision: u64,
    /// Whether it was removed from the world.
    #[prost(bool, tag = "3")]
    pub removed: bool,
}
impl ::prost::Name for EntityGone {
    const NAME: &'static str = "EntityGone";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.EntityGone".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.EntityGone".into()
    }
}
/// Says that all current entities have been sent.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct WatchReady {}
impl ::prost::Name for WatchReady {
    const NAME: &'static str = "WatchReady";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.WatchReady".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.WatchReady".into()
    }
}
/// Says that nothing that was sent before holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct WatchReset {}
impl ::prost::Name for WatchReset {
    const NAME: &'static str = "WatchReset";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.WatchReset".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.WatchReset".into()
    }
}
/// Keeps a world as it is.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct SnapshotRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// What the snapshot is called: 1 to 128 characters. Left out: a new name.
    #[prost(string, tag = "2")]
    pub snapshot_id: ::prost::alloc::string::String,
}
impl ::prost::Name for SnapshotRequest {
    const NAME: &'static str = "SnapshotRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.SnapshotRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.SnapshotRequest".into()
    }
}
/// A world as it was at one moment.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct WorldSnapshot {
    /// Its name among the snapshots of the world.
    #[prost(string, tag = "1")]
    pub snapshot_id: ::prost::alloc::string::String,
    /// How many entities it holds.
    #[prost(uint64, tag = "2")]
    pub entities: u64,
    /// The moment.
    #[prost(message, optional, tag = "3")]
    pub create_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for WorldSnapshot {
    const NAME: &'static str = "WorldSnapshot";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.WorldSnapshot".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.WorldSnapshot".into()
    }
}
/// The answer to Snapshot.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct SnapshotResponse {
    /// The snapshot.
    #[prost(message, optional, tag = "1")]
    pub snapshot: ::core::option::Option<WorldSnapshot>,
}
impl ::prost::Name for SnapshotResponse {
    const NAME: &'static str = "SnapshotResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.SnapshotResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.SnapshotResponse".into()
    }
}
/// Puts a world back.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct RestoreRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The snapshot.
    #[prost(string, tag = "2")]
    pub snapshot_id: ::prost::alloc::string::String,
}
impl ::prost::Name for RestoreRequest {
    const NAME: &'static str = "RestoreRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.RestoreRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.RestoreRequest".into()
    }
}
/// The answer to Restore.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct RestoreResponse {
    /// The world after it was put back.
    #[prost(message, optional, tag = "1")]
    pub world: ::core::option::Option<World>,
    /// How many entities it has now.
    #[prost(uint64, tag = "2")]
    pub entities: u64,
}
impl ::prost::Name for RestoreResponse {
    const NAME: &'static str = "RestoreResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.RestoreResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.RestoreResponse".into()
    }
}
/// Asks for the snapshots of a world.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ListSnapshotsRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The most snapshots in the answer, from 1 to 500; 0 is 50.
    #[prost(int32, tag = "2")]
    pub page_size: i32,
    /// Where to go on: `next_page_token` of the answer before.
    #[prost(string, tag = "3")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListSnapshotsRequest {
    const NAME: &'static str = "ListSnapshotsRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.ListSnapshotsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.ListSnapshotsRequest".into()
    }
}
/// The answer to ListSnapshots.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ListSnapshotsResponse {
    /// The snapshots, ordered by id.
    #[prost(message, repeated, tag = "1")]
    pub snapshots: ::prost::alloc::vec::Vec<WorldSnapshot>,
    /// Where the next page begins; empty after the last one.
    #[prost(string, tag = "2")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListSnapshotsResponse {
    const NAME: &'static str = "ListSnapshotsResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.ListSnapshotsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.ListSnapshotsResponse".into()
    }
}
/// Deletes a snapshot.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DeleteSnapshotRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The snapshot.
    #[prost(string, tag = "2")]
    pub snapshot_id: ::prost::alloc::string::String,
}
impl ::prost::Name for DeleteSnapshotRequest {
    const NAME: &'static str = "DeleteSnapshotRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.DeleteSnapshotRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.DeleteSnapshotRequest".into()
    }
}
/// The answer to DeleteSnapshot.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DeleteSnapshotResponse {
    /// The snapshot as it was.
    #[prost(message, optional, tag = "1")]
    pub snapshot: ::core::option::Option<WorldSnapshot>,
}
impl ::prost::Name for DeleteSnapshotResponse {
    const NAME: &'static str = "DeleteSnapshotResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.DeleteSnapshotResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.DeleteSnapshotResponse".into()
    }
}
/// Asks for factions.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ListFactionsRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The most factions in the answer, from 1 to 500; 0 is 50.
    #[prost(int32, tag = "2")]
    pub page_size: i32,
    /// Where to go on: `next_page_token` of the answer before.
    #[prost(string, tag = "3")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListFactionsRequest {
    const NAME: &'static str = "ListFactionsRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.ListFactionsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.ListFactionsRequest".into()
    }
}
/// The answer to ListFactions.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ListFactionsResponse {
    /// The factions, ordered by id.
    #[prost(message, repeated, tag = "1")]
    pub factions: ::prost::alloc::vec::Vec<Faction>,
    /// How those of the page stand to any other. Two that are not named together are indifferent, at 0.
    #[prost(message, repeated, tag = "2")]
    pub relations: ::prost::alloc::vec::Vec<Relation>,
    /// Where the next page begins; empty after the last one.
    #[prost(string, tag = "3")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListFactionsResponse {
    const NAME: &'static str = "ListFactionsResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.ListFactionsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.ListFactionsResponse".into()
    }
}
/// Changes how two factions stand to each other.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct UpdateRelationRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// One of the factions.
    #[prost(string, tag = "2")]
    pub faction_id: ::prost::alloc::string::String,
    /// The other one.
    #[prost(string, tag = "3")]
    pub other_faction_id: ::prost::alloc::string::String,
    /// Exactly one of these.
    #[prost(oneof = "update_relation_request::Change", tags = "4, 5")]
    pub change: ::core::option::Option<update_relation_request::Change>,
}
/// Nested message and enum types in `UpdateRelationRequest`.
pub mod update_relation_request {
    /// Exactly one of these.
    #[derive(Clone, Copy, PartialEq, ::prost::Oneof)]
    pub enum Change {
        /// How they stand to each other from now on, from -1 to 1.
        #[prost(double, tag = "4")]
        Value(f64),
        /// What is added to how they stand to each other, from -2 to 2.
        #[prost(double, tag = "5")]
        Delta(f64),
    }
}
impl ::prost::Name for UpdateRelationRequest {
    const NAME: &'static str = "UpdateRelationRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.UpdateRelationRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.UpdateRelationRequest".into()
    }
}
/// The answer to UpdateRelation.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct UpdateRelationResponse {
    /// How they stand to each other now.
    #[prost(message, optional, tag = "1")]
    pub relation: ::core::option::Option<Relation>,
}
impl ::prost::Name for UpdateRelationResponse {
    const NAME: &'static str = "UpdateRelationResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.UpdateRelationResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.UpdateRelationResponse".into()
    }
}
/// Asks for goods.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ListGoodsRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The most goods in the answer, from 1 to 500; 0 is 50.
    #[prost(int32, tag = "2")]
    pub page_size: i32,
    /// Where to go on: `next_page_token` of the answer before.
    #[prost(string, tag = "3")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListGoodsRequest {
    const NAME: &'static str = "ListGoodsRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.ListGoodsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.ListGoodsRequest".into()
    }
}
/// The answer to ListGoods.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ListGoodsResponse {
    /// The goods, ordered by id.
    #[prost(message, repeated, tag = "1")]
    pub goods: ::prost::alloc::vec::Vec<Good>,
    /// Where the next page begins; empty after the last one.
    #[prost(string, tag = "2")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListGoodsResponse {
    const NAME: &'static str = "ListGoodsResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.ListGoodsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.ListGoodsResponse".into()
    }
}
/// What an event does to supply and demand of a good while it runs.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GoodEffect {
    /// The good.
    #[prost(string, tag = "1")]
    pub good_id: ::prost::alloc::string::String,
    /// What its supply is multiplied by at intensity 1, from 0 to 10; 1 changes nothing.
    #[prost(double, tag = "2")]
    pub supply: f64,
    /// What its demand is multiplied by at intensity 1, from 0 to 10; 1 changes nothing.
    #[prost(double, tag = "3")]
    pub demand: f64,
}
impl ::prost::Name for GoodEffect {
    const NAME: &'static str = "GoodEffect";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.GoodEffect".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.GoodEffect".into()
    }
}
/// What an event does to a faction with each step.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct FactionEffect {
    /// The faction.
    #[prost(string, tag = "1")]
    pub faction_id: ::prost::alloc::string::String,
    /// What is added to its power at intensity 1, from -100 to 100.
    #[prost(double, tag = "2")]
    pub power: f64,
}
impl ::prost::Name for FactionEffect {
    const NAME: &'static str = "FactionEffect";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.FactionEffect".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.FactionEffect".into()
    }
}
/// What an event does to how two factions stand to each other with each step.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct RelationEffect {
    /// The ids of the two.
    #[prost(string, repeated, tag = "1")]
    pub faction_ids: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// What is added at intensity 1, from -2 to 2.
    #[prost(double, tag = "2")]
    pub change: f64,
}
impl ::prost::Name for RelationEffect {
    const NAME: &'static str = "RelationEffect";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.RelationEffect".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.RelationEffect".into()
    }
}
/// Something that befalls a world.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct WorldEvent {
    /// Its name in the world.
    #[prost(string, tag = "1")]
    pub event_id: ::prost::alloc::string::String,
    /// What the content calls it; empty when it is not from the content.
    #[prost(string, tag = "2")]
    pub template_id: ::prost::alloc::string::String,
    /// Its kind.
    #[prost(enumeration = "EventKind", tag = "3")]
    pub kind: i32,
    /// What it is called.
    #[prost(string, tag = "4")]
    pub display_name: ::prost::alloc::string::String,
    /// What happens.
    #[prost(string, tag = "5")]
    pub description: ::prost::alloc::string::String,
    /// How strong it is, from 0 to 1.
    #[prost(double, tag = "6")]
    pub intensity: f64,
    /// When it began, in milliseconds of the world's clock.
    #[prost(int64, tag = "7")]
    pub start_milliseconds: i64,
    /// When it ends, in milliseconds of the world's clock.
    #[prost(int64, tag = "8")]
    pub end_milliseconds: i64,
    /// What it does to goods.
    #[prost(message, repeated, tag = "9")]
    pub goods: ::prost::alloc::vec::Vec<GoodEffect>,
    /// What it does to factions.
    #[prost(message, repeated, tag = "10")]
    pub factions: ::prost::alloc::vec::Vec<FactionEffect>,
    /// What it does to how factions stand to each other.
    #[prost(message, repeated, tag = "11")]
    pub relations: ::prost::alloc::vec::Vec<RelationEffect>,
}
impl ::prost::Name for WorldEvent {
    const NAME: &'static str = "WorldEvent";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.WorldEvent".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.WorldEvent".into()
    }
}
/// Lets something befall a world.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct StartEventRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// What the event is called in the world: 1 to 128 characters. Left out: a new name.
    #[prost(string, tag = "2")]
    pub event_id: ::prost::alloc::string::String,
    /// An event of the world's content, which gives everything that is left out here.
    #[prost(string, tag = "3")]
    pub template_id: ::prost::alloc::string::String,
    /// Its kind. Left out: the template's.
    #[prost(enumeration = "EventKind", tag = "4")]
    pub kind: i32,
    /// What it is called.
    #[prost(string, tag = "5")]
    pub display_name: ::prost::alloc::string::String,
    /// What happens.
    #[prost(string, tag = "6")]
    pub description: ::prost::alloc::string::String,
    /// How strong it is, from 0 to 1. Left out: 1.
    #[prost(double, optional, tag = "7")]
    pub intensity: ::core::option::Option<f64>,
    /// How long it lasts, in game time. Left out: as events of its kind last.
    #[prost(message, optional, tag = "8")]
    pub duration: ::core::option::Option<::prost_types::Duration>,
    /// What it does to goods.
    #[prost(message, repeated, tag = "9")]
    pub goods: ::prost::alloc::vec::Vec<GoodEffect>,
    /// What it does to factions.
    #[prost(message, repeated, tag = "10")]
    pub factions: ::prost::alloc::vec::Vec<FactionEffect>,
    /// What it does to how factions stand to each other.
    #[prost(message, repeated, tag = "11")]
    pub relations: ::prost::alloc::vec::Vec<RelationEffect>,
}
impl ::prost::Name for StartEventRequest {
    const NAME: &'static str = "StartEventRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.StartEventRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.StartEventRequest".into()
    }
}
/// The answer to StartEvent.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct StartEventResponse {
    /// The event.
    #[prost(message, optional, tag = "1")]
    pub event: ::core::option::Option<WorldEvent>,
}
impl ::prost::Name for StartEventResponse {
    const NAME: &'static str = "StartEventResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.StartEventResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.StartEventResponse".into()
    }
}
/// Asks for the events that run.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ListEventsRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The most events in the answer, from 1 to 500; 0 is 50.
    #[prost(int32, tag = "2")]
    pub page_size: i32,
    /// Where to go on: `next_page_token` of the answer before.
    #[prost(string, tag = "3")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListEventsRequest {
    const NAME: &'static str = "ListEventsRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.ListEventsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.ListEventsRequest".into()
    }
}
/// The answer to ListEvents.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ListEventsResponse {
    /// The events, ordered by id.
    #[prost(message, repeated, tag = "1")]
    pub events: ::prost::alloc::vec::Vec<WorldEvent>,
    /// Where the next page begins; empty after the last one.
    #[prost(string, tag = "2")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListEventsResponse {
    const NAME: &'static str = "ListEventsResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.ListEventsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.ListEventsResponse".into()
    }
}
/// Takes one step of the simulation.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct AdvanceRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
}
impl ::prost::Name for AdvanceRequest {
    const NAME: &'static str = "AdvanceRequest";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.AdvanceRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.AdvanceRequest".into()
    }
}
/// The answer to Advance.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct AdvanceResponse {
    /// How many steps the world has taken, this one included.
    #[prost(uint64, tag = "1")]
    pub step: u64,
    /// The goods after the step.
    #[prost(message, repeated, tag = "2")]
    pub goods: ::prost::alloc::vec::Vec<Good>,
    /// The factions after the step.
    #[prost(message, repeated, tag = "3")]
    pub factions: ::prost::alloc::vec::Vec<Faction>,
    /// The ids of the events that have ended.
    #[prost(string, repeated, tag = "4")]
    pub ended_event_ids: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for AdvanceResponse {
    const NAME: &'static str = "AdvanceResponse";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.AdvanceResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.AdvanceResponse".into()
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
    /// What named everything that was in it.
    #[prost(string, tag = "3")]
    pub incarnation: ::prost::alloc::string::String,
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
/// A world was put back to a snapshot: whoever keeps what is in it reads it anew.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct WorldRestored {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The snapshot.
    #[prost(string, tag = "2")]
    pub snapshot_id: ::prost::alloc::string::String,
    /// Names what is in the world from now on. Changes that name another incarnation are of what was there before.
    #[prost(string, tag = "3")]
    pub incarnation: ::prost::alloc::string::String,
    /// What named it before.
    #[prost(string, tag = "4")]
    pub previous_incarnation: ::prost::alloc::string::String,
}
impl ::prost::Name for WorldRestored {
    const NAME: &'static str = "WorldRestored";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.WorldRestored".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.WorldRestored".into()
    }
}
/// Entities of a world were written. All that one call wrote is told by as few events as can carry it.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct EntitiesUpdated {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// Names what is in the world until it is put back to a snapshot.
    #[prost(string, tag = "2")]
    pub incarnation: ::prost::alloc::string::String,
    /// The changes, each of another entity.
    #[prost(message, repeated, tag = "3")]
    pub changes: ::prost::alloc::vec::Vec<EntityChange>,
}
impl ::prost::Name for EntitiesUpdated {
    const NAME: &'static str = "EntitiesUpdated";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.EntitiesUpdated".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.EntitiesUpdated".into()
    }
}
/// One change of an entity.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct EntityChange {
    /// The entity as it was written.
    #[prost(message, optional, tag = "1")]
    pub entity: ::core::option::Option<Entity>,
    /// What it was before, without attributes and times. Missing when it did not exist, and when of this nothing is new.
    #[prost(message, optional, tag = "2")]
    pub before: ::core::option::Option<Entity>,
    /// Whether it did not exist before.
    #[prost(bool, tag = "3")]
    pub created: bool,
}
impl ::prost::Name for EntityChange {
    const NAME: &'static str = "EntityChange";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.EntityChange".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.EntityChange".into()
    }
}
/// Entities of a world were removed.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct EntitiesRemoved {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// Names what is in the world until it is put back to a snapshot.
    #[prost(string, tag = "2")]
    pub incarnation: ::prost::alloc::string::String,
    /// The entities as they were, without attributes and times; the revision is that of the removal.
    #[prost(message, repeated, tag = "3")]
    pub entities: ::prost::alloc::vec::Vec<Entity>,
}
impl ::prost::Name for EntitiesRemoved {
    const NAME: &'static str = "EntitiesRemoved";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.EntitiesRemoved".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.EntitiesRemoved".into()
    }
}
/// A faction of a world, or how it stands to others, has changed.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct FactionChanged {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The faction as it is now.
    #[prost(message, optional, tag = "2")]
    pub faction: ::core::option::Option<Faction>,
    /// Its power before.
    #[prost(double, tag = "3")]
    pub previous_power: f64,
    /// How it stands to others now, as far as that has changed.
    #[prost(message, repeated, tag = "4")]
    pub relations: ::prost::alloc::vec::Vec<Relation>,
}
impl ::prost::Name for FactionChanged {
    const NAME: &'static str = "FactionChanged";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.FactionChanged".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.FactionChanged".into()
    }
}
/// Something began to befall a world.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct EventStarted {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// What it is.
    #[prost(message, optional, tag = "2")]
    pub event: ::core::option::Option<WorldEvent>,
}
impl ::prost::Name for EventStarted {
    const NAME: &'static str = "EventStarted";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.EventStarted".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.EventStarted".into()
    }
}
/// Something that befell a world is over.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct EventEnded {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// What it was.
    #[prost(message, optional, tag = "2")]
    pub event: ::core::option::Option<WorldEvent>,
}
impl ::prost::Name for EventEnded {
    const NAME: &'static str = "EventEnded";
    const PACKAGE: &'static str = "realmwire.world_state.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.world_state.v1.EventEnded".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.world_state.v1.EventEnded".into()
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
/// The kinds of what befalls a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum EventKind {
    /// Not said.
    Unspecified = 0,
    /// Of trade and plenty; lasts an hour.
    Economic = 1,
    /// Of power; lasts two hours.
    Political = 2,
    /// Of people; lasts half an hour.
    Social = 3,
    /// Of nature; lasts four hours.
    Natural = 4,
    /// Of inventions; lasts three hours.
    Technological = 5,
}
impl EventKind {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "EVENT_KIND_UNSPECIFIED",
            Self::Economic => "EVENT_KIND_ECONOMIC",
            Self::Political => "EVENT_KIND_POLITICAL",
            Self::Social => "EVENT_KIND_SOCIAL",
            Self::Natural => "EVENT_KIND_NATURAL",
            Self::Technological => "EVENT_KIND_TECHNOLOGICAL",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "EVENT_KIND_UNSPECIFIED" => Some(Self::Unspecified),
            "EVENT_KIND_ECONOMIC" => Some(Self::Economic),
            "EVENT_KIND_POLITICAL" => Some(Self::Political),
            "EVENT_KIND_SOCIAL" => Some(Self::Social),
            "EVENT_KIND_NATURAL" => Some(Self::Natural),
            "EVENT_KIND_TECHNOLOGICAL" => Some(Self::Technological),
            _ => None,
        }
    }
}
/// The service `world-state`.
pub static SERVICE: crate::ServiceSpec = crate::ServiceSpec {
    name: "world-state",
    version: "v1",
    full_name: "realmwire.world_state.v1.WorldState",
    description: "Keeps worlds and what is in them: entities with their places, factions and how they stand to each other, what things cost, what befalls the world, and flags that say what has come to pass",
    methods: &[
        &CREATE_WORLD,
        &GET_WORLD,
        &LIST_WORLDS,
        &DELETE_WORLD,
        &SET_FLAGS,
        &GET_FLAGS,
        &UPSERT_ENTITIES,
        &GET_ENTITIES,
        &QUERY_ENTITIES,
        &DELETE_ENTITIES,
        &WATCH,
        &SNAPSHOT,
        &RESTORE,
        &LIST_SNAPSHOTS,
        &DELETE_SNAPSHOT,
        &LIST_FACTIONS,
        &UPDATE_RELATION,
        &LIST_GOODS,
        &START_EVENT,
        &LIST_EVENTS,
        &ADVANCE,
    ],
    events: &[
        &WORLD_CREATED,
        &WORLD_DELETED,
        &FLAG_CHANGED,
        &WORLD_RESTORED,
        &ENTITY_UPDATED,
        &ENTITY_REMOVED,
        &FACTION_CHANGED,
        &EVENT_STARTED,
        &EVENT_ENDED,
        &REMAINS_DUE,
    ],
    calls: &["time-manager.GetTime", "time-manager.Schedule"],
    consumes: &["time-manager.schedule.fired"],
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

/// The method `WorldState/UpsertEntities`.
pub static UPSERT_ENTITIES: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "UpsertEntities",
    full_name: "realmwire.world_state.v1.WorldState/UpsertEntities",
    subject: "svc.world-state.v1.UpsertEntities",
    input: "realmwire.world_state.v1.UpsertEntitiesRequest",
    output: "realmwire.world_state.v1.UpsertEntitiesResponse",
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

/// The method `WorldState/GetEntities`.
pub static GET_ENTITIES: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "GetEntities",
    full_name: "realmwire.world_state.v1.WorldState/GetEntities",
    subject: "svc.world-state.v1.GetEntities",
    input: "realmwire.world_state.v1.GetEntitiesRequest",
    output: "realmwire.world_state.v1.GetEntitiesResponse",
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

/// The method `WorldState/QueryEntities`.
pub static QUERY_ENTITIES: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "QueryEntities",
    full_name: "realmwire.world_state.v1.WorldState/QueryEntities",
    subject: "svc.world-state.v1.QueryEntities",
    input: "realmwire.world_state.v1.QueryEntitiesRequest",
    output: "realmwire.world_state.v1.QueryEntitiesResponse",
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

/// The method `WorldState/DeleteEntities`.
pub static DELETE_ENTITIES: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "DeleteEntities",
    full_name: "realmwire.world_state.v1.WorldState/DeleteEntities",
    subject: "svc.world-state.v1.DeleteEntities",
    input: "realmwire.world_state.v1.DeleteEntitiesRequest",
    output: "realmwire.world_state.v1.DeleteEntitiesResponse",
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

/// The method `WorldState/Watch`.
pub static WATCH: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "Watch",
    full_name: "realmwire.world_state.v1.WorldState/Watch",
    subject: "svc.world-state.v1.Watch",
    input: "realmwire.world_state.v1.WatchRequest",
    output: "realmwire.world_state.v1.WatchResponse",
    kind: crate::MethodKind::ServerStream,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `WorldState/Snapshot`.
pub static SNAPSHOT: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "Snapshot",
    full_name: "realmwire.world_state.v1.WorldState/Snapshot",
    subject: "svc.world-state.v1.Snapshot",
    input: "realmwire.world_state.v1.SnapshotRequest",
    output: "realmwire.world_state.v1.SnapshotResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(60),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `WorldState/Restore`.
pub static RESTORE: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "Restore",
    full_name: "realmwire.world_state.v1.WorldState/Restore",
    subject: "svc.world-state.v1.Restore",
    input: "realmwire.world_state.v1.RestoreRequest",
    output: "realmwire.world_state.v1.RestoreResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(60),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `WorldState/ListSnapshots`.
pub static LIST_SNAPSHOTS: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "ListSnapshots",
    full_name: "realmwire.world_state.v1.WorldState/ListSnapshots",
    subject: "svc.world-state.v1.ListSnapshots",
    input: "realmwire.world_state.v1.ListSnapshotsRequest",
    output: "realmwire.world_state.v1.ListSnapshotsResponse",
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

/// The method `WorldState/DeleteSnapshot`.
pub static DELETE_SNAPSHOT: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "DeleteSnapshot",
    full_name: "realmwire.world_state.v1.WorldState/DeleteSnapshot",
    subject: "svc.world-state.v1.DeleteSnapshot",
    input: "realmwire.world_state.v1.DeleteSnapshotRequest",
    output: "realmwire.world_state.v1.DeleteSnapshotResponse",
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

/// The method `WorldState/ListFactions`.
pub static LIST_FACTIONS: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "ListFactions",
    full_name: "realmwire.world_state.v1.WorldState/ListFactions",
    subject: "svc.world-state.v1.ListFactions",
    input: "realmwire.world_state.v1.ListFactionsRequest",
    output: "realmwire.world_state.v1.ListFactionsResponse",
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

/// The method `WorldState/UpdateRelation`.
pub static UPDATE_RELATION: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "UpdateRelation",
    full_name: "realmwire.world_state.v1.WorldState/UpdateRelation",
    subject: "svc.world-state.v1.UpdateRelation",
    input: "realmwire.world_state.v1.UpdateRelationRequest",
    output: "realmwire.world_state.v1.UpdateRelationResponse",
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

/// The method `WorldState/ListGoods`.
pub static LIST_GOODS: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "ListGoods",
    full_name: "realmwire.world_state.v1.WorldState/ListGoods",
    subject: "svc.world-state.v1.ListGoods",
    input: "realmwire.world_state.v1.ListGoodsRequest",
    output: "realmwire.world_state.v1.ListGoodsResponse",
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

/// The method `WorldState/StartEvent`.
pub static START_EVENT: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "StartEvent",
    full_name: "realmwire.world_state.v1.WorldState/StartEvent",
    subject: "svc.world-state.v1.StartEvent",
    input: "realmwire.world_state.v1.StartEventRequest",
    output: "realmwire.world_state.v1.StartEventResponse",
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

/// The method `WorldState/ListEvents`.
pub static LIST_EVENTS: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "ListEvents",
    full_name: "realmwire.world_state.v1.WorldState/ListEvents",
    subject: "svc.world-state.v1.ListEvents",
    input: "realmwire.world_state.v1.ListEventsRequest",
    output: "realmwire.world_state.v1.ListEventsResponse",
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

/// The method `WorldState/Advance`.
pub static ADVANCE: crate::MethodSpec = crate::MethodSpec {
    service: "world-state",
    name: "Advance",
    full_name: "realmwire.world_state.v1.WorldState/Advance",
    subject: "svc.world-state.v1.Advance",
    input: "realmwire.world_state.v1.AdvanceRequest",
    output: "realmwire.world_state.v1.AdvanceResponse",
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

/// The event `world.restored`.
pub static WORLD_RESTORED: crate::EventSpec = crate::EventSpec {
    service: "world-state",
    name: "world.restored",
    subject: "evt.world-state.world.restored.v1",
    message: "realmwire.world_state.v1.WorldRestored",
    audience: crate::Audience::Everyone,
};

impl crate::Event for WorldRestored {
    const SPEC: &'static crate::EventSpec = &WORLD_RESTORED;

    fn key(&self) -> &str {
        &self.world_id
    }
}

/// The event `entity.updated`.
pub static ENTITY_UPDATED: crate::EventSpec = crate::EventSpec {
    service: "world-state",
    name: "entity.updated",
    subject: "evt.world-state.entity.updated.v1",
    message: "realmwire.world_state.v1.EntitiesUpdated",
    audience: crate::Audience::Everyone,
};

impl crate::Event for EntitiesUpdated {
    const SPEC: &'static crate::EventSpec = &ENTITY_UPDATED;

    fn key(&self) -> &str {
        &self.world_id
    }
}

/// The event `entity.removed`.
pub static ENTITY_REMOVED: crate::EventSpec = crate::EventSpec {
    service: "world-state",
    name: "entity.removed",
    subject: "evt.world-state.entity.removed.v1",
    message: "realmwire.world_state.v1.EntitiesRemoved",
    audience: crate::Audience::Everyone,
};

impl crate::Event for EntitiesRemoved {
    const SPEC: &'static crate::EventSpec = &ENTITY_REMOVED;

    fn key(&self) -> &str {
        &self.world_id
    }
}

/// The event `faction.changed`.
pub static FACTION_CHANGED: crate::EventSpec = crate::EventSpec {
    service: "world-state",
    name: "faction.changed",
    subject: "evt.world-state.faction.changed.v1",
    message: "realmwire.world_state.v1.FactionChanged",
    audience: crate::Audience::Everyone,
};

impl crate::Event for FactionChanged {
    const SPEC: &'static crate::EventSpec = &FACTION_CHANGED;

    fn key(&self) -> &str {
        &self.world_id
    }
}

/// The event `event.started`.
pub static EVENT_STARTED: crate::EventSpec = crate::EventSpec {
    service: "world-state",
    name: "event.started",
    subject: "evt.world-state.event.started.v1",
    message: "realmwire.world_state.v1.EventStarted",
    audience: crate::Audience::Everyone,
};

impl crate::Event for EventStarted {
    const SPEC: &'static crate::EventSpec = &EVENT_STARTED;

    fn key(&self) -> &str {
        &self.world_id
    }
}

/// The event `event.ended`.
pub static EVENT_ENDED: crate::EventSpec = crate::EventSpec {
    service: "world-state",
    name: "event.ended",
    subject: "evt.world-state.event.ended.v1",
    message: "realmwire.world_state.v1.EventEnded",
    audience: crate::Audience::Everyone,
};

impl crate::Event for EventEnded {
    const SPEC: &'static crate::EventSpec = &EVENT_ENDED;

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
