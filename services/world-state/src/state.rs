//! What is stored, and under which keys.
//!
//! - `world.<world>`: a world. It names its incarnation, and everything in it lies under that name: a world that is created
//!   again under an old name has nothing in common with what another one left behind.
//! - `flags.<incarnation>.all`: the flags of a world.
//! - `society.<incarnation>.all`: its factions, relations and goods.
//! - `census.<incarnation>.all`: how many entities there are; written only when one comes or goes.
//! - `entity.<incarnation>.<entity>`: an entity.
//! - `remains.<incarnation>`: a world that is no more, until what it left behind is cleared away; timer
//!   `remains.<incarnation>`.

use prost_types::{Struct, Timestamp};
use realmwire_contract::world_state::v1::{self, Entity, Faction, Good, Relation};
use realmwire_sdk::store::{Document, Key};

/// A world.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct WorldRecord {
    #[prost(string, tag = "1")]
    pub(crate) display_name: String,
    #[prost(uint64, tag = "2")]
    pub(crate) seed: u64,
    #[prost(string, tag = "3")]
    pub(crate) clock_id: String,
    #[prost(string, tag = "4")]
    pub(crate) content: String,
    #[prost(message, optional, tag = "5")]
    pub(crate) create_time: Option<Timestamp>,
    /// Counts the writes, from 1.
    #[prost(uint64, tag = "6")]
    pub(crate) revision: u64,
    /// Names everything that lies in the world.
    #[prost(string, tag = "7")]
    pub(crate) incarnation: String,
}

impl Document for WorldRecord {}

impl WorldRecord {
    /// As the contract shows it.
    pub(crate) fn to_world(&self, world_id: &str) -> v1::World {
        v1::World {
            world_id: world_id.to_owned(),
            display_name: self.display_name.clone(),
            seed: self.seed,
            clock_id: self.clock_id.clone(),
            content: self.content.clone(),
            create_time: self.create_time,
            revision: self.revision,
        }
    }
}

/// The flags of a world.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct FlagsRecord {
    #[prost(message, optional, tag = "1")]
    pub(crate) flags: Option<Struct>,
    /// Counts the changes, from 1.
    #[prost(uint64, tag = "2")]
    pub(crate) revision: u64,
}

impl Document for FlagsRecord {}

/// The factions and goods of a world.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct SocietyRecord {
    /// Ordered by id.
    #[prost(message, repeated, tag = "1")]
    pub(crate) factions: Vec<Faction>,
    /// Ordered by the ids of the two.
    #[prost(message, repeated, tag = "2")]
    pub(crate) relations: Vec<Relation>,
    /// Ordered by id.
    #[prost(message, repeated, tag = "3")]
    pub(crate) goods: Vec<Good>,
}

impl Document for SocietyRecord {}

/// How many entities a world has.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct CensusRecord {
    #[prost(uint64, tag = "1")]
    pub(crate) entities: u64,
    /// The highest revision of the entities that were removed: those that are created begin after it.
    #[prost(uint64, tag = "2")]
    pub(crate) removed_revision: u64,
}

impl Document for CensusRecord {}

/// An entity.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct EntityRecord {
    #[prost(message, optional, tag = "1")]
    pub(crate) entity: Option<Entity>,
}

impl Document for EntityRecord {}

/// A world that is no more.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct RemainsRecord {
    /// All was cleared away; what a call that was under way at the end has left is looked for once more.
    #[prost(bool, tag = "1")]
    pub(crate) cleared: bool,
}

impl Document for RemainsRecord {}

/// The prefix of all worlds.
pub(crate) fn worlds() -> Key {
    Key::new("world")
}

pub(crate) fn world_key(world_id: &str) -> Key {
    worlds().with(world_id)
}

pub(crate) fn flags_key(incarnation: &str) -> Key {
    under(FLAGS, incarnation).with(ALL)
}

pub(crate) fn society_key(incarnation: &str) -> Key {
    under(SOCIETY, incarnation).with(ALL)
}

pub(crate) fn census_key(incarnation: &str) -> Key {
    under(CENSUS, incarnation).with(ALL)
}

/// The prefix of the entities of a world.
pub(crate) fn entities(incarnation: &str) -> Key {
    under(ENTITY, incarnation)
}

/// The prefixes of everything that lies in a world.
pub(crate) fn belongings(incarnation: &str) -> impl Iterator<Item = Key> {
    [ENTITY, FLAGS, SOCIETY, CENSUS].into_iter().map(move |kind| under(kind, incarnation))
}

pub(crate) fn remains_key(incarnation: &str) -> Key {
    Key::new("remains").with(incarnation)
}

const ENTITY: &str = "entity";
const FLAGS: &str = "flags";
const SOCIETY: &str = "society";
const CENSUS: &str = "census";
/// The one document of its kind.
const ALL: &str = "all";

fn under(kind: &str, incarnation: &str) -> Key {
    Key::new(kind).with(incarnation)
}
