//! Writing, reading and removing entities.

use std::collections::HashSet;

use prost::Message;
use realmwire_contract::world_state::v1::{
    DeleteEntitiesRequest, DeleteEntitiesResponse, EntitiesRemoved, EntitiesUpdated, Entity, EntityChange,
    EntityRevision, EntityWrite, GetEntitiesRequest, GetEntitiesResponse, UpsertEntitiesRequest,
    UpsertEntitiesResponse,
};
use realmwire_sdk::context::Context;
use realmwire_sdk::requests::expected_version;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Stored};

use super::Worlds;
use crate::error::Error;
use crate::rules::{entities as rules, names};
use crate::state::{CensusRecord, EntityRecord, census_key, entities};

/// Entities that one call names.
const AT_ONCE_MAX: usize = 500;
/// Encoded bytes of the changes in one event, unless one change alone has more.
const EVENT_BYTES: usize = 256 * 1024;
/// Encoded bytes of the entities that one call writes: they are stored twice, once in the event, in one commit.
const WRITTEN_BYTES_MAX: usize = 3 * 1024 * 1024;

/// What is decided about one entity of a call.
struct Written {
    change: EntityChange,
    /// What was stored before.
    stored: Option<Stored<EntityRecord>>,
}

impl Worlds {
    pub(super) async fn write_entities(
        &self,
        cx: &Context,
        request: UpsertEntitiesRequest,
    ) -> Result<UpsertEntitiesResponse, Status> {
        let world_id = names::id("world_id", request.world_id)?;
        self.check_writes(&request.entities)?;
        let incarnation = self.world(&world_id).await?.value.incarnation;
        let prefix = entities(&incarnation);
        let keys: Vec<_> = request.entities.iter().map(|write| prefix.with(&write.entity_id)).collect();
        let stored = self.store.load_many::<EntityRecord>(&keys).await?;
        let creates = stored.iter().any(Option::is_none);
        let census = if creates { self.census(&incarnation).await? } else { None };
        let first_revision = census.as_ref().map_or(0, |census| census.value.removed_revision) + 1;
        let mut response = UpsertEntitiesResponse::default();
        let mut written = Vec::new();
        for (index, (write, stored)) in request.entities.into_iter().zip(stored).enumerate() {
            let decided = self.decide(cx, write, stored, first_revision);
            let (revision, decided) = decided.map_err(|error| error.within(&format!("entities[{index}]")))?;
            response.written.push(revision);
            written.extend(decided);
        }
        let changes = self.add_to_census(&incarnation, census, &written)?;
        let changes = written.iter().fold(changes, |changes, written| {
            let record = EntityRecord { entity: written.change.entity.clone() };
            match (&written.stored, &written.change.entity) {
                (Some(stored), _) => changes.update(stored, &record),
                (None, Some(entity)) => changes.create(prefix.with(&entity.entity_id), &record),
                (None, None) => changes,
            }
        });
        let changes = tell_updates(changes, &world_id, &incarnation, written)?;
        let response = self.store.commit(cx, changes, response).await?;
        self.changes.nudge();
        Ok(response)
    }

    fn check_writes(&self, writes: &[EntityWrite]) -> Result<(), Error> {
        check_count(writes.len())?;
        let mut seen = HashSet::new();
        for (index, write) in writes.iter().enumerate() {
            let path = format!("entities[{index}]");
            rules::check(write, &self.config).map_err(|error| error.within(&path))?;
            if !seen.insert(&write.entity_id) {
                return Err(Error::invalid(path, "names an entity for the second time"));
            }
        }
        Ok(())
    }

    /// The entity after a write, or nothing when that is what is stored already; and its revision.
    fn decide(
        &self,
        cx: &Context,
        write: EntityWrite,
        stored: Option<Stored<EntityRecord>>,
        first_revision: u64,
    ) -> Result<(EntityRevision, Option<Written>), Error> {
        let current = stored.as_ref().and_then(|stored| stored.value.entity.as_ref());
        let current_revision = current.map_or(0, |entity| entity.revision);
        let expected = expected_version("expected_revision", write.expected_revision.as_ref())?;
        if expected.is_some_and(|expected| expected != current_revision) {
            return Err(Error::RevisionMismatch { kind: "entity", id: write.entity_id, current: current_revision });
        }
        let merged = rules::merge(current, write, &self.config)?;
        let (entity_id, created) = (merged.entity_id.clone(), current.is_none());
        if current == Some(&merged) {
            return Ok((EntityRevision { entity_id, revision: current_revision, created }, None));
        }
        let revision = if created { first_revision } else { current_revision + 1 };
        let before = current.filter(|before| !rules::looks_alike(before, &merged)).map(rules::facts);
        let entity = rules::stamp(merged, revision, cx.timestamp());
        let change = EntityChange { entity: Some(entity), before, created };
        Ok((EntityRevision { entity_id, revision, created }, Some(Written { change, stored })))
    }

    async fn census(&self, incarnation: &str) -> Result<Option<Stored<CensusRecord>>, Status> {
        self.store.load::<CensusRecord>(&census_key(incarnation)).await
    }

    fn add_to_census(
        &self,
        incarnation: &str,
        census: Option<Stored<CensusRecord>>,
        written: &[Written],
    ) -> Result<Changes, Error> {
        let created = written.iter().filter(|written| written.change.created).count() as u64;
        if created == 0 {
            return Ok(Changes::new());
        }
        let mut next = census.as_ref().map(|census| census.value.clone()).unwrap_or_default();
        next.entities += created;
        if next.entities > self.config.entities_per_world_max {
            return Err(Error::TooManyEntities { limit: self.config.entities_per_world_max });
        }
        Ok(match census {
            Some(census) => Changes::new().update(&census, &next),
            None => Changes::new().create(census_key(incarnation), &next),
        })
    }

    pub(super) async fn read_entities(&self, request: GetEntitiesRequest) -> Result<GetEntitiesResponse, Status> {
        let world_id = names::id("world_id", request.world_id)?;
        let ids = check_ids(request.entity_ids, "entity_ids", |id| id)?;
        let prefix = entities(&self.world(&world_id).await?.value.incarnation);
        let keys: Vec<_> = ids.iter().map(|id| prefix.with(id)).collect();
        let stored = self.store.load_many::<EntityRecord>(&keys).await?;
        let mut response = GetEntitiesResponse::default();
        for (id, stored) in ids.into_iter().zip(stored) {
            match stored.and_then(|stored| stored.value.entity) {
                Some(entity) => response.entities.push(entity),
                None => response.missing.push(id),
            }
        }
        let limit = self.config.answer_bytes_max;
        if response.encoded_len() > limit {
            return Err(Error::AnswerTooLarge { limit }.into());
        }
        Ok(response)
    }

    pub(super) async fn remove_entities(
        &self,
        cx: &Context,
        request: DeleteEntitiesRequest,
    ) -> Result<DeleteEntitiesResponse, Status> {
        let world_id = names::id("world_id", request.world_id)?;
        let ids = request.entities.iter().map(|deletion| deletion.entity_id.clone()).collect();
        let ids = check_ids(ids, "entities", |path| format!("{path}.entity_id"))?;
        let incarnation = self.world(&world_id).await?.value.incarnation;
        let prefix = entities(&incarnation);
        let keys: Vec<_> = ids.iter().map(|id| prefix.with(id)).collect();
        let stored = self.store.load_many::<EntityRecord>(&keys).await?;
        let mut response = DeleteEntitiesResponse::default();
        let (mut changes, mut gone) = (Changes::new(), Vec::new());
        for (deletion, stored) in request.entities.into_iter().zip(stored) {
            let entity = stored.as_ref().and_then(|stored| stored.value.entity.as_ref());
            let (id, current) = (deletion.entity_id, entity.map_or(0, |entity| entity.revision));
            if deletion.expected_revision != 0 && deletion.expected_revision != current {
                return Err(Error::RevisionMismatch { kind: "entity", id, current }.into());
            }
            let (Some(stored), Some(entity)) = (&stored, entity) else {
                response.missing.push(id);
                continue;
            };
            let revision = current + 1;
            changes = changes.remove(stored);
            gone.push(Entity { revision, ..rules::facts(entity) });
            response.removed.push(EntityRevision { entity_id: id, revision, created: false });
        }
        if let Some(highest) = gone.iter().map(|entity| entity.revision).max() {
            let census = self.census(&incarnation).await?;
            let mut next = census.as_ref().map(|census| census.value.clone()).unwrap_or_default();
            next.entities = next.entities.saturating_sub(gone.len() as u64);
            next.removed_revision = next.removed_revision.max(highest);
            changes = match census {
                Some(census) => changes.update(&census, &next),
                None => changes.create(census_key(&incarnation), &next),
            };
            changes = changes.event(&EntitiesRemoved { world_id, incarnation, entities: gone });
        }
        let response = self.store.commit(cx, changes, response).await?;
        self.changes.nudge();
        Ok(response)
    }
}

/// Adds the events that tell of what was written, as few as can carry it.
fn tell_updates(
    mut changes: Changes,
    world_id: &str,
    incarnation: &str,
    written: Vec<Written>,
) -> Result<Changes, Error> {
    let event =
        |changes| EntitiesUpdated { world_id: world_id.to_owned(), incarnation: incarnation.to_owned(), changes };
    let (mut all_bytes, mut bytes, mut told) = (0, 0, Vec::new());
    for Written { change, .. } in written {
        let length = change.encoded_len();
        all_bytes += length;
        if all_bytes > WRITTEN_BYTES_MAX {
            return Err(Error::invalid("entities", format!("hold more than {WRITTEN_BYTES_MAX} bytes: write fewer")));
        }
        if bytes + length > EVENT_BYTES && !told.is_empty() {
            changes = changes.event(&event(std::mem::take(&mut told)));
            bytes = 0;
        }
        bytes += length;
        told.push(change);
    }
    Ok(if told.is_empty() { changes } else { changes.event(&event(told)) })
}

fn check_count(count: usize) -> Result<(), Error> {
    if (1..=AT_ONCE_MAX).contains(&count) {
        return Ok(());
    }
    Err(Error::invalid("entities", format!("must be from 1 to {AT_ONCE_MAX}, not {count}")))
}

/// Checks ids of which each is named once. `at` makes the path of an id from that of its item.
fn check_ids(ids: Vec<String>, field: &str, at: impl Fn(String) -> String) -> Result<Vec<String>, Error> {
    if ids.is_empty() || ids.len() > AT_ONCE_MAX {
        return Err(Error::invalid(field, format!("must be from 1 to {AT_ONCE_MAX}, not {}", ids.len())));
    }
    let mut seen = HashSet::new();
    for (index, id) in ids.iter().enumerate() {
        let path = at(format!("{field}[{index}]"));
        names::id(&path, id.clone())?;
        if !seen.insert(id) {
            return Err(Error::invalid(path, "names an entity for the second time"));
        }
    }
    Ok(ids)
}
