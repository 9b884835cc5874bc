//! Keeping a world as it is, and putting it back.
//!
//! The parts of a snapshot are a log: the entities that were there while it was read, and then what changed meanwhile. Read
//! to its end it is all entities at one moment. A snapshot is there when its last commit is stored. Putting a world back
//! writes everything under a new incarnation, which takes the place of the old one with one commit. What an attempt that
//! did not get so far has written is cleared away.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use prost::Message;
use realmwire_contract::world_state::v1::{
    DeleteSnapshotRequest, DeleteSnapshotResponse, Entity, ListSnapshotsRequest, ListSnapshotsResponse, RestoreRequest,
    RestoreResponse, SnapshotRequest, SnapshotResponse, WorldRestored,
};
use realmwire_sdk::context::Context;
use realmwire_sdk::events::Follower;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect, PageRequest};

use super::Worlds;
use crate::changes::Change;
use crate::error::Error;
use crate::remains;
use crate::rules::names;
use crate::state::{
    CensusRecord, ChunkRecord, EntityRecord, EntityState, FlagsRecord, SnapshotRecord, SocietyRecord, WorldRecord,
    belongings, census_key, chunk_key, chunks, entities, flags_key, snapshot_key, snapshots, society_key,
};

/// Documents that are read or written at once.
const PAGE: usize = 400;
/// Encoded bytes of the entities in one part of a snapshot, unless one entity alone has more.
const CHUNK_BYTES: usize = 512 * 1024;
/// When what an attempt has written is taken for abandoned: longer than any takes.
const ABANDONED_AFTER: Duration = Duration::from_mins(10);

impl Worlds {
    pub(super) async fn take_snapshot(
        &self,
        cx: &Context,
        request: SnapshotRequest,
    ) -> Result<SnapshotResponse, Status> {
        let world_id = names::id("world_id", request.world_id)?;
        let snapshot_id = match request.snapshot_id {
            id if id.is_empty() => cx.new_id(),
            id => names::id("snapshot_id", id)?,
        };
        let world = self.world(&world_id).await?.value;
        let key = snapshot_key(&world.lineage, &snapshot_id);
        let replaced = self.store.load::<SnapshotRecord>(&key).await?;
        if replaced.is_none() {
            self.check_snapshot_count(&world.lineage).await?;
        }
        let name = cx.new_id();
        let parts = [chunks(&world.lineage, &name)];
        self.store.note(cx, remains::leave(Changes::new(), &name, parts, cx.now() + ABANDONED_AFTER)).await?;
        let record = self.read_world(cx, &world, name.clone()).await?;
        let snapshot = Some(record.to_snapshot(&snapshot_id));
        let changes = match &replaced {
            Some(replaced) => {
                leave_parts(Changes::new(), cx, &world.lineage, &replaced.value).update(replaced, &record)
            }
            None => Changes::new().create(key, &record),
        };
        self.store.commit(cx, remains::keep(changes, &name), SnapshotResponse { snapshot }).await
    }

    async fn check_snapshot_count(&self, lineage: &str) -> Result<(), Status> {
        let limit = self.config.snapshots_per_world_max;
        let page = PageRequest::parse(0, "", limit, limit)?;
        let kept = self.store.list::<SnapshotRecord>(&snapshots(lineage), &page).await?;
        if kept.items.len() >= limit { Err(Error::TooManySnapshots { limit }.into()) } else { Ok(()) }
    }

    /// Writes the parts of a snapshot, and gives what is to be stored last.
    async fn read_world(&self, cx: &Context, world: &WorldRecord, name: String) -> Result<SnapshotRecord, Status> {
        let incarnation = &world.incarnation;
        let mut log = Log::new(self, &world.lineage, name);
        let follower = self.changes.follow().await?;
        let place = follower.catch_up().await?;
        let (prefix, mut token) = (entities(incarnation), String::new());
        loop {
            let page = PageRequest::parse(0, &token, PAGE, PAGE)?;
            let page = self.store.list::<EntityRecord>(&prefix, &page).await?;
            for entity in page.items.into_iter().filter_map(|stored| stored.value.entity) {
                log.put(cx, entity).await?;
            }
            token = page.next_page_token;
            if token.is_empty() {
                break;
            }
        }
        log.add_changes(cx, incarnation, &follower, place).await?;
        log.flush(cx).await?;
        let census = self.store.load::<CensusRecord>(&census_key(incarnation)).await?;
        Ok(SnapshotRecord {
            chunks: log.name,
            chunk_count: log.number,
            entities: log.present.len() as u64,
            removed_revision: census.map_or(0, |census| census.value.removed_revision),
            flags: self.store.load::<FlagsRecord>(&flags_key(incarnation)).await?.map(|stored| stored.value),
            society: self.store.load::<SocietyRecord>(&society_key(incarnation)).await?.map(|stored| stored.value),
            create_time: Some(cx.timestamp()),
        })
    }

    pub(super) async fn put_back(&self, cx: &Context, request: RestoreRequest) -> Result<RestoreResponse, Status> {
        let world_id = names::id("world_id", request.world_id)?;
        let snapshot_id = names::id("snapshot_id", request.snapshot_id)?;
        let world = self.world(&world_id).await?;
        let WorldRecord { incarnation: old, lineage, revision, .. } = world.value.clone();
        let snapshot = self.store.load::<SnapshotRecord>(&snapshot_key(&lineage, &snapshot_id)).await?;
        let snapshot = snapshot.ok_or_else(|| Error::SnapshotNotFound(snapshot_id.clone()))?.value;
        let new = cx.new_id();
        let left = remains::leave(Changes::new(), &new, belongings(&new), cx.now() + ABANDONED_AFTER);
        self.store.note(cx, left).await?;
        let record = WorldRecord { incarnation: new.clone(), revision: revision + 1, ..world.value.clone() };
        self.write_back(cx, &snapshot, &record).await?;
        let census = CensusRecord { entities: snapshot.entities, removed_revision: snapshot.removed_revision };
        let mut changes = Changes::new().update(&world, &record).create(census_key(&new), &census);
        if let Some(flags) = &snapshot.flags {
            changes = changes.create(flags_key(&new), flags);
        }
        if let Some(society) = &snapshot.society {
            changes = changes.create(society_key(&new), society);
        }
        changes = remains::leave(remains::keep(changes, &new), &old, belongings(&old), cx.now());
        let response = RestoreResponse { world: Some(record.to_world(&world_id)), entities: census.entities };
        let restored = WorldRestored { world_id, snapshot_id, incarnation: new, previous_incarnation: old };
        let response = self.store.commit(cx, changes.event(&restored), response).await?;
        self.changes.nudge();
        Ok(response)
    }

    /// Writes the entities of a snapshot under a new incarnation.
    async fn write_back(&self, cx: &Context, snapshot: &SnapshotRecord, world: &WorldRecord) -> Result<(), Status> {
        let prefix = entities(&world.incarnation);
        for number in 0..snapshot.chunk_count {
            let key = chunk_key(&world.lineage, &snapshot.chunks, number);
            let chunk = self.store.load::<ChunkRecord>(&key).await?;
            let chunk = chunk.ok_or_else(|| Status::data_loss("a part of the snapshot is missing"))?.value;
            for page in chunk.states.chunks(PAGE) {
                // Of two states in one commit the later one counts.
                let states: BTreeMap<_, _> = page.iter().map(|state| (&state.entity_id, &state.entity)).collect();
                let changes = states.into_iter().fold(Changes::new(), |changes, (id, entity)| match entity {
                    Some(entity) => {
                        let record = EntityRecord { entity: Some(entity.clone()) };
                        changes.put(prefix.with(id), Expect::Any, &record, None)
                    }
                    None => changes.delete(prefix.with(id), Expect::Any),
                });
                self.store.note(cx, changes).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn page_of_snapshots(
        &self,
        request: ListSnapshotsRequest,
    ) -> Result<ListSnapshotsResponse, Status> {
        let world_id = names::id("world_id", request.world_id)?;
        let lineage = self.world(&world_id).await?.value.lineage;
        let page = PageRequest::parse(request.page_size, &request.page_token, 50, 500)?;
        let page = self.store.list::<SnapshotRecord>(&snapshots(&lineage), &page).await?;
        let (snapshots, next_page_token) = page.map(|stored| stored.value.to_snapshot(&stored.key.last()));
        Ok(ListSnapshotsResponse { snapshots, next_page_token })
    }

    pub(super) async fn remove_snapshot(
        &self,
        cx: &Context,
        request: DeleteSnapshotRequest,
    ) -> Result<DeleteSnapshotResponse, Status> {
        let world_id = names::id("world_id", request.world_id)?;
        let snapshot_id = names::id("snapshot_id", request.snapshot_id)?;
        let lineage = self.world(&world_id).await?.value.lineage;
        let stored = self.store.load::<SnapshotRecord>(&snapshot_key(&lineage, &snapshot_id)).await?;
        let stored = stored.ok_or_else(|| Error::SnapshotNotFound(snapshot_id.clone()))?;
        let snapshot = Some(stored.value.to_snapshot(&snapshot_id));
        let changes = leave_parts(Changes::new().remove(&stored), cx, &lineage, &stored.value);
        self.store.commit(cx, changes, DeleteSnapshotResponse { snapshot }).await
    }
}

/// Adds that the parts of a snapshot are to be cleared away, when nobody who had found it puts a world back to it any more.
fn leave_parts(changes: Changes, cx: &Context, lineage: &str, snapshot: &SnapshotRecord) -> Changes {
    let at = cx.now() + remains::CALLS_ARE_OVER_AFTER;
    remains::leave(changes, &snapshot.chunks, [chunks(lineage, &snapshot.chunks)], at)
}

/// Writes the parts of a snapshot.
struct Log<'a> {
    worlds: &'a Worlds,
    lineage: &'a str,
    name: String,
    /// Parts that were written.
    number: u64,
    chunk: ChunkRecord,
    bytes: usize,
    /// The entities that are there at the end of the log.
    present: HashSet<String>,
}

impl<'a> Log<'a> {
    fn new(worlds: &'a Worlds, lineage: &'a str, name: String) -> Self {
        let (chunk, present) = (ChunkRecord::default(), HashSet::new());
        Self { worlds, lineage, name, number: 0, chunk, bytes: 0, present }
    }

    async fn put(&mut self, cx: &Context, entity: Entity) -> Result<(), Status> {
        self.present.insert(entity.entity_id.clone());
        self.add(cx, EntityState { entity_id: entity.entity_id.clone(), entity: Some(entity) }).await
    }

    async fn remove(&mut self, cx: &Context, entity_id: &str) -> Result<(), Status> {
        self.present.remove(entity_id);
        self.add(cx, EntityState { entity_id: entity_id.to_owned(), entity: None }).await
    }

    async fn add(&mut self, cx: &Context, state: EntityState) -> Result<(), Status> {
        let bytes = state.encoded_len();
        if self.bytes + bytes > CHUNK_BYTES {
            self.flush(cx).await?;
        }
        self.bytes += bytes;
        self.chunk.states.push(state);
        Ok(())
    }

    async fn flush(&mut self, cx: &Context) -> Result<(), Status> {
        self.bytes = 0;
        let chunk = std::mem::take(&mut self.chunk);
        if chunk.states.is_empty() {
            return Ok(());
        }
        let key = chunk_key(self.lineage, &self.name, self.number);
        self.number += 1;
        self.worlds.store.note(cx, Changes::new().create(key, &chunk)).await
    }

    /// Adds what has changed after a place up to now.
    async fn add_changes(
        &mut self,
        cx: &Context,
        incarnation: &str,
        follower: &Follower<Change>,
        mut place: u64,
    ) -> Result<(), Status> {
        let until = follower.catch_up().await?;
        while place < until {
            let stretch = follower.after(place).await?;
            for change in stretch.events.iter().filter(|change| change.sequence <= until) {
                match &change.event {
                    Change::Updated(updated) if updated.incarnation == incarnation => {
                        for entity in updated.changes.iter().filter_map(|change| change.entity.clone()) {
                            self.put(cx, entity).await?;
                        }
                    }
                    Change::Removed(removed) if removed.incarnation == incarnation => {
                        for entity in &removed.entities {
                            self.remove(cx, &entity.entity_id).await?;
                        }
                    }
                    _ => {}
                }
            }
            place = stretch.through;
        }
        Ok(())
    }
}
