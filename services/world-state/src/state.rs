//! What is stored, and under which keys.
//!
//! - `world.<world>`: a world. It names its incarnation, and everything in it lies under that name: a world that is created
//!   again under an old name has nothing in common with what another one left behind.
//! - `flags.<incarnation>.all`: the flags of a world.
//! - `society.<incarnation>.all`: its factions, relations, goods and running events.
//! - `census.<incarnation>.all`: how many entities there are; written only when one comes or goes.
//! - `entity.<incarnation>.<entity>`: an entity.
//! - `snapshot.<lineage>.<snapshot>` and `chunk.<lineage>.<chunks>.<number>`: the snapshots of a world and their parts. The
//!   lineage of a world stays when it is put back to a snapshot, its incarnation does not.
//! - `remains.<name>`: something that is to be cleared away, such as an incarnation; timer `remains.<name>`.

use prost_types::{Struct, Timestamp};
use realmwire_contract::world_state::v1::{self, Entity, Faction, Good, Relation, WorldEvent, WorldSnapshot};
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
    /// Names the snapshots of the world, which outlive its incarnations.
    #[prost(string, tag = "8")]
    pub(crate) lineage: String,
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

/// The factions and goods of a world, and what befalls it.
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
    /// What runs, ordered by id.
    #[prost(message, repeated, tag = "4")]
    pub(crate) events: Vec<WorldEvent>,
    /// Steps that were taken.
    #[prost(uint64, tag = "5")]
    pub(crate) step: u64,
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

/// A world as it was at one moment.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct SnapshotRecord {
    /// Names its parts.
    #[prost(string, tag = "1")]
    pub(crate) chunks: String,
    #[prost(uint64, tag = "2")]
    pub(crate) chunk_count: u64,
    #[prost(uint64, tag = "3")]
    pub(crate) entities: u64,
    #[prost(uint64, tag = "4")]
    pub(crate) removed_revision: u64,
    #[prost(message, optional, tag = "5")]
    pub(crate) flags: Option<FlagsRecord>,
    #[prost(message, optional, tag = "6")]
    pub(crate) society: Option<SocietyRecord>,
    #[prost(message, optional, tag = "7")]
    pub(crate) create_time: Option<Timestamp>,
}

impl Document for SnapshotRecord {}

impl SnapshotRecord {
    pub(crate) fn to_snapshot(&self, snapshot_id: &str) -> WorldSnapshot {
        WorldSnapshot { snapshot_id: snapshot_id.to_owned(), entities: self.entities, create_time: self.create_time }
    }
}

/// A part of a snapshot: states of entities, of which a later one replaces an earlier one.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ChunkRecord {
    #[prost(message, repeated, tag = "1")]
    pub(crate) states: Vec<EntityState>,
}

impl Document for ChunkRecord {}

/// An entity, or that it is not there.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct EntityState {
    #[prost(string, tag = "1")]
    pub(crate) entity_id: String,
    /// Missing when it was removed.
    #[prost(message, optional, tag = "2")]
    pub(crate) entity: Option<Entity>,
}

/// What is to be cleared away.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct RemainsRecord {
    /// All was cleared away; what a call that was under way at the end has left is looked for once more.
    #[prost(bool, tag = "1")]
    pub(crate) cleared: bool,
    /// What the keys begin with.
    #[prost(string, repeated, tag = "2")]
    pub(crate) prefixes: Vec<String>,
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

/// The prefixes of everything that lies in an incarnation of a world.
pub(crate) fn belongings(incarnation: &str) -> impl Iterator<Item = Key> {
    [ENTITY, FLAGS, SOCIETY, CENSUS].into_iter().map(move |kind| under(kind, incarnation))
}

/// The prefixes of the snapshots of a world and of their parts.
pub(crate) fn keepsakes(lineage: &str) -> impl Iterator<Item = Key> {
    [SNAPSHOT, CHUNK].into_iter().map(move |kind| under(kind, lineage))
}

/// The prefix of the snapshots of a world.
pub(crate) fn snapshots(lineage: &str) -> Key {
    under(SNAPSHOT, lineage)
}

pub(crate) fn snapshot_key(lineage: &str, snapshot_id: &str) -> Key {
    snapshots(lineage).with(snapshot_id)
}

/// The prefix of the parts of a snapshot.
pub(crate) fn chunks(lineage: &str, name: &str) -> Key {
    under(CHUNK, lineage).with(name)
}

pub(crate) fn chunk_key(lineage: &str, name: &str, number: u64) -> Key {
    chunks(lineage, name).with(&number.to_string())
}

pub(crate) fn remains_key(name: &str) -> Key {
    Key::new("remains").with(name)
}

const ENTITY: &str = "entity";
const FLAGS: &str = "flags";
const SOCIETY: &str = "society";
const CENSUS: &str = "census";
const SNAPSHOT: &str = "snapshot";
const CHUNK: &str = "chunk";
/// The one document of its kind.
const ALL: &str = "all";

fn under(kind: &str, incarnation: &str) -> Key {
    Key::new(kind).with(incarnation)
}
