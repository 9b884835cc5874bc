//! Writing entities: what is sent takes the place of what is there, and nothing else does.

use prost::Message;
use prost_types::value::Kind;
use prost_types::{Struct, Timestamp, Value};
use realmwire_contract::world_state::v1::{Entity, EntityWrite, Position};

use super::{names, values};
use crate::config::Config;
use crate::error::Error;

/// The farthest coordinate, in metres.
pub(crate) const COORDINATE_MAX: f64 = 1.0e7;
/// Tags of one entity, and of one list in a request.
pub(crate) const TAGS_MAX: usize = 64;
/// What [`EntityWrite::clear`] may name.
const CLEARABLE: [&str; 4] = ["tags", "position", "place_id", "attributes"];

/// Checks what is written of an entity, whatever is stored.
pub(crate) fn check(write: &EntityWrite, config: &Config) -> Result<(), Error> {
    names::id("entity_id", write.entity_id.clone())?;
    if let Some(kind) = &write.r#type {
        names::check_word(kind).map_err(|rule| Error::invalid("type", rule))?;
    }
    names::optional("display_name", write.display_name.clone().unwrap_or_default())?;
    names::optional("place_id", write.place_id.clone().unwrap_or_default())?;
    for (field, tags) in [("tags", &write.tags), ("add_tags", &write.add_tags), ("remove_tags", &write.remove_tags)] {
        check_words(field, tags)?;
    }
    if let Some(position) = &write.position {
        check_position(position)?;
    }
    for (name, value) in write.attributes.iter().flat_map(|attributes| &attributes.fields) {
        values::check(&mut format!("attributes.{name}"), value, config.value_depth_max)?;
    }
    match write.clear.iter().find(|field| !CLEARABLE.contains(&field.as_str())) {
        Some(field) => {
            Err(Error::invalid("clear", format!("{field:?} cannot be emptied; {} can", CLEARABLE.join(", "))))
        }
        None => Ok(()),
    }
}

/// Checks tags or types that a request lists.
pub(crate) fn check_words(field: &str, words: &[String]) -> Result<(), Error> {
    if words.len() > TAGS_MAX {
        return Err(Error::invalid(field, format!("must be at most {TAGS_MAX}")));
    }
    for (index, word) in words.iter().enumerate() {
        names::check_word(word).map_err(|rule| Error::invalid(format!("{field}[{index}]"), rule))?;
    }
    Ok(())
}

/// Checks a coordinate that a request names.
pub(crate) fn check_coordinate(field: &str, coordinate: f64) -> Result<(), Error> {
    if coordinate.abs() <= COORDINATE_MAX {
        return Ok(());
    }
    Err(Error::invalid(field, format!("must be from -{COORDINATE_MAX} to {COORDINATE_MAX}")))
}

fn check_position(position: &Position) -> Result<(), Error> {
    check_coordinate("position.x", position.x)?;
    check_coordinate("position.y", position.y)?;
    check_coordinate("position.z", position.z.unwrap_or_default())
}

/// An entity after a write. Its revision and times are those of `current`, for they are not written.
pub(crate) fn merge(current: Option<&Entity>, write: EntityWrite, config: &Config) -> Result<Entity, Error> {
    let mut entity = current.cloned().unwrap_or_default();
    entity.entity_id = write.entity_id;
    for field in &write.clear {
        match field.as_str() {
            "tags" => entity.tags.clear(),
            "position" => entity.position = None,
            "place_id" => entity.place_id.clear(),
            _ => entity.attributes = None,
        }
    }
    replace(&mut entity.r#type, write.r#type);
    replace(&mut entity.display_name, write.display_name);
    replace(&mut entity.place_id, write.place_id);
    entity.position = write.position.or(entity.position);
    if !write.tags.is_empty() {
        entity.tags = write.tags;
    }
    entity.tags.retain(|tag| !write.remove_tags.contains(tag));
    entity.tags.extend(write.add_tags);
    entity.tags.sort_unstable();
    entity.tags.dedup();
    if let Some(patch) = write.attributes {
        merge_patch(entity.attributes.get_or_insert_default(), &patch);
    }
    if entity.attributes.as_ref().is_some_and(|attributes| attributes.fields.is_empty()) {
        entity.attributes = None;
    }
    check_merged(&entity, config)?;
    Ok(entity)
}

fn check_merged(entity: &Entity, config: &Config) -> Result<(), Error> {
    if entity.r#type.is_empty() {
        return Err(Error::invalid("type", "must be set for an entity that does not exist yet"));
    }
    if entity.tags.len() > TAGS_MAX {
        return Err(Error::invalid("add_tags", format!("would give the entity more than {TAGS_MAX} tags")));
    }
    for (name, value) in entity.attributes.iter().flat_map(|attributes| &attributes.fields) {
        values::check(&mut format!("attributes.{name}"), value, config.value_depth_max)?;
    }
    let (size, limit) = (entity.encoded_len(), config.entity_bytes_max);
    if size > limit {
        return Err(Error::invalid("attributes", format!("would make the entity {size} bytes, the limit is {limit}")));
    }
    Ok(())
}

fn replace(field: &mut String, sent: Option<String>) {
    if let Some(sent) = sent {
        *field = sent;
    }
}

/// Changes `target` as a JSON merge patch (RFC 7396) says: members replace those of the target, objects are merged, null
/// removes.
fn merge_patch(target: &mut Struct, patch: &Struct) {
    for (name, change) in &patch.fields {
        match &change.kind {
            Some(Kind::NullValue(_)) => drop(target.fields.remove(name)),
            Some(Kind::StructValue(members)) => {
                let mut object = match target.fields.remove(name) {
                    Some(Value { kind: Some(Kind::StructValue(object)) }) => object,
                    _ => Struct::default(),
                };
                merge_patch(&mut object, members);
                target.fields.insert(name.clone(), Value { kind: Some(Kind::StructValue(object)) });
            }
            _ => drop(target.fields.insert(name.clone(), change.clone())),
        }
    }
}

/// The entity with the revision and the times of a write.
pub(crate) fn stamp(mut entity: Entity, revision: u64, now: Timestamp) -> Entity {
    entity.revision = revision;
    entity.create_time.get_or_insert(now);
    entity.update_time = Some(now);
    entity
}

/// What filters look at of an entity.
pub(crate) fn facts(entity: &Entity) -> Entity {
    Entity { attributes: None, create_time: None, update_time: None, ..entity.clone() }
}

/// Whether filters see a difference between two states of an entity.
pub(crate) fn looks_alike(one: &Entity, other: &Entity) -> bool {
    one.r#type == other.r#type
        && one.display_name == other.display_name
        && one.tags == other.tags
        && one.position == other.position
        && one.place_id == other.place_id
}
