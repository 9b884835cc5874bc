//! From a world's file to what a world is made from: every rule that a definition must keep, and the line where it does
//! not.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};

use prost_types::value::Kind;
use prost_types::{Struct, Value};
use realmwire_contract::world_state::v1::{Entity, Faction, Good, Position, Relation};
use realmwire_sdk::content::{ContentError, ContentFile, Spanned};

use super::Template;
use super::definition::{self, Definition};
use super::events::check_events;
use crate::rules::entities::COORDINATE_MAX;
use crate::rules::names;

/// Entities of one world's content: a world is created in one commit, which holds no more.
const ENTITIES_MAX: usize = 500;
/// Factions of one world.
const FACTIONS_MAX: usize = 32;
/// Goods of one world.
const GOODS_MAX: usize = 200;

/// Reads and checks the world in a file.
pub(super) fn read(file: &ContentFile) -> Result<Template, ContentError> {
    let definition = file.parse::<Definition>()?;
    let whole = |problem: &str| ContentError::whole(file.path.as_str(), problem);
    if 1 + definition.places.len() + definition.characters.len() > ENTITIES_MAX {
        return Err(whole(&format!("more than {ENTITIES_MAX} places and characters")));
    }
    if definition.factions.len() > FACTIONS_MAX {
        return Err(whole(&format!("more than {FACTIONS_MAX} factions")));
    }
    if definition.goods.len() > GOODS_MAX {
        return Err(whole(&format!("more than {GOODS_MAX} goods")));
    }
    check(definition).map_err(|problem| file.error(problem.place, problem.description))
}

/// What is wrong, and where.
pub(super) struct Problem {
    place: Range<usize>,
    description: String,
}

pub(super) fn problem<T>(at: &Spanned<T>, description: impl Into<String>) -> Problem {
    Problem { place: at.span(), description: description.into() }
}

fn check(definition: Definition) -> Result<Template, Problem> {
    check_slug(&definition.id)?;
    let mut known = BTreeSet::new();
    let mut entities = Vec::new();
    if let Some(region) = definition.region {
        entities.push(region_entity(region, &mut known)?);
    }
    let mut places = BTreeMap::new();
    for place in definition.places {
        let entity = place_entity(place, &mut known)?;
        places.insert(entity.entity_id.clone(), entity.clone());
        entities.push(entity);
    }
    let factions = check_factions(definition.factions, &places)?;
    let faction_ids: BTreeSet<_> = factions.iter().map(|faction| faction.faction_id.clone()).collect();
    for character in definition.characters {
        entities.push(character_entity(character, &places, &faction_ids, &mut known)?);
    }
    let goods = check_goods(definition.goods)?;
    let good_ids = goods.iter().map(|good| good.good_id.clone()).collect();
    Ok(Template {
        events: check_events(definition.events, &good_ids, &faction_ids)?,
        id: definition.id.into_inner(),
        display_name: definition.name,
        entities,
        relations: check_relations(definition.relations, &faction_ids)?,
        factions,
        goods,
    })
}

fn region_entity(region: definition::Region, known: &mut BTreeSet<String>) -> Result<Entity, Problem> {
    Ok(Entity {
        entity_id: new_id(region.id, known)?,
        r#type: "region".to_owned(),
        display_name: region.name,
        attributes: Some(texts([("description", region.description)])),
        ..Entity::default()
    })
}

fn place_entity(place: definition::Place, known: &mut BTreeSet<String>) -> Result<Entity, Problem> {
    for coordinate in [&place.x, &place.y] {
        check_range(coordinate, "a coordinate", -COORDINATE_MAX..=COORDINATE_MAX)?;
    }
    let (x, y) = (place.x.into_inner(), place.y.into_inner());
    Ok(Entity {
        entity_id: new_id(place.id, known)?,
        r#type: "place".to_owned(),
        display_name: place.name,
        tags: check_tags(place.tags)?,
        position: Some(Position { x, y, z: None }),
        attributes: Some(texts([("description", place.description), ("zone", place.zone)])),
        ..Entity::default()
    })
}

/// A character begins where its place is.
fn character_entity(
    character: definition::Character,
    places: &BTreeMap<String, Entity>,
    factions: &BTreeSet<String>,
    known: &mut BTreeSet<String>,
) -> Result<Entity, Problem> {
    let place = places.get(character.place.get_ref());
    let place = place.ok_or_else(|| problem(&character.place, "there is no such place"))?;
    let mut attributes = texts([("description", character.description), ("role", character.role)]);
    if let Some(faction) = character.faction {
        if !factions.contains(faction.get_ref()) {
            return Err(problem(&faction, "there is no such faction"));
        }
        attributes.fields.insert("faction".to_owned(), text(faction.into_inner()));
    }
    Ok(Entity {
        entity_id: new_id(character.id, known)?,
        r#type: "character".to_owned(),
        display_name: character.name,
        tags: check_tags(character.tags)?,
        position: place.position,
        place_id: place.entity_id.clone(),
        attributes: Some(attributes),
        ..Entity::default()
    })
}

fn check_factions(
    definitions: Vec<definition::Faction>,
    places: &BTreeMap<String, Entity>,
) -> Result<Vec<Faction>, Problem> {
    let (mut known, mut held) = (BTreeSet::new(), BTreeSet::new());
    let mut factions = Vec::new();
    for definition in definitions {
        check_range(&definition.power, "power", 0.0..=100.0)?;
        let mut territory = Vec::new();
        for place in definition.territory {
            if !places.contains_key(place.get_ref()) {
                return Err(problem(&place, "there is no such place"));
            }
            if !held.insert(place.get_ref().clone()) {
                return Err(problem(&place, "is held by two factions"));
            }
            territory.push(place.into_inner());
        }
        factions.push(Faction {
            faction_id: new_id(definition.id, &mut known)?,
            display_name: definition.name,
            description: definition.description,
            power: definition.power.into_inner(),
            territory,
        });
    }
    factions.sort_by(|one, other| one.faction_id.cmp(&other.faction_id));
    Ok(factions)
}

fn check_relations(
    definitions: Vec<definition::Relation>,
    factions: &BTreeSet<String>,
) -> Result<Vec<Relation>, Problem> {
    let mut relations = BTreeMap::new();
    for definition in definitions {
        check_range(&definition.value, "a relation", -1.0..=1.0)?;
        let pair = check_pair(&definition.between, factions)?;
        if relations.insert(pair, *definition.value.get_ref()).is_some() {
            let [one, _] = &definition.between;
            return Err(problem(one, "these two are related already"));
        }
    }
    let relation = |(pair, value): ([String; 2], f64)| Relation { faction_ids: pair.into(), value };
    Ok(relations.into_iter().map(relation).collect())
}

/// Two factions, ordered.
pub(super) fn check_pair(between: &[Spanned<String>; 2], factions: &BTreeSet<String>) -> Result<[String; 2], Problem> {
    let [one, other] = between;
    for faction in [one, other] {
        if !factions.contains(faction.get_ref()) {
            return Err(problem(faction, "there is no such faction"));
        }
    }
    if one.get_ref() == other.get_ref() {
        return Err(problem(other, "a faction has no relation to itself"));
    }
    let mut pair = [one.get_ref().clone(), other.get_ref().clone()];
    pair.sort();
    Ok(pair)
}

fn check_goods(definitions: Vec<definition::Good>) -> Result<Vec<Good>, Problem> {
    const QUANTITY_MAX: f64 = 1.0e9;
    const PRICE_MAX: i64 = 1_000_000_000_000;
    let mut known = BTreeSet::new();
    let mut goods = Vec::new();
    for definition in definitions {
        let base_price = *definition.base_price.get_ref();
        if !(1..=PRICE_MAX).contains(&base_price) {
            return Err(problem(&definition.base_price, format!("base_price must be from 1 to {PRICE_MAX}")));
        }
        check_range(&definition.supply, "supply", 0.0..=QUANTITY_MAX)?;
        check_range(&definition.demand, "demand", 0.0..=QUANTITY_MAX)?;
        check_range(&definition.elasticity, "elasticity", 0.0..=4.0)?;
        goods.push(Good {
            good_id: new_id(definition.id, &mut known)?,
            display_name: definition.name,
            base_price,
            price: base_price,
            supply: definition.supply.into_inner(),
            demand: definition.demand.into_inner(),
            elasticity: definition.elasticity.into_inner(),
        });
    }
    goods.sort_by(|one, other| one.good_id.cmp(&other.good_id));
    Ok(goods)
}

pub(super) fn check_range(at: &Spanned<f64>, what: &str, range: RangeInclusive<f64>) -> Result<(), Problem> {
    if range.contains(at.get_ref()) {
        return Ok(());
    }
    Err(problem(at, format!("{what} must be from {} to {}", range.start(), range.end())))
}

fn check_tags(tags: Vec<Spanned<String>>) -> Result<Vec<String>, Problem> {
    let mut checked = BTreeSet::new();
    for tag in tags {
        if let Err(rule) = names::check_word(tag.get_ref()) {
            return Err(problem(&tag, format!("a tag {rule}")));
        }
        checked.insert(tag.into_inner());
    }
    Ok(checked.into_iter().collect())
}

fn check_slug(id: &Spanned<String>) -> Result<(), Problem> {
    names::check_word(id.get_ref()).map_err(|rule| problem(id, format!("an id {rule}")))
}

/// An id that no other of its kind has.
pub(super) fn new_id(id: Spanned<String>, known: &mut BTreeSet<String>) -> Result<String, Problem> {
    check_slug(&id)?;
    if !known.insert(id.get_ref().clone()) {
        return Err(problem(&id, "this id is used twice"));
    }
    Ok(id.into_inner())
}

fn texts<const N: usize>(members: [(&str, String); N]) -> Struct {
    Struct { fields: members.into_iter().map(|(name, value)| (name.to_owned(), text(value))).collect() }
}

fn text(value: String) -> Value {
    Value { kind: Some(Kind::StringValue(value)) }
}
