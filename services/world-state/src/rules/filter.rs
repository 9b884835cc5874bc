//! Which entities a query or a watch is about.

use realmwire_contract::world_state::v1::area::Shape;
use realmwire_contract::world_state::v1::{self, Entity, EntityFilter};

use super::entities::{check_coordinate, check_words};
use super::names;
use crate::error::Error;

/// Words of a text that is searched for.
const WORDS_MAX: usize = 16;
/// Places that one filter names.
const PLACES_MAX: usize = 64;

/// A filter that was checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Filter {
    pub(crate) all_tags: Vec<String>,
    pub(crate) any_tags: Vec<String>,
    pub(crate) types: Vec<String>,
    pub(crate) place_ids: Vec<String>,
    /// In lower case.
    pub(crate) words: Vec<String>,
    pub(crate) area: Option<Area>,
}

/// A part of a world, its edges included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Area {
    Circle { x: f64, y: f64, radius: f64 },
    Box { min: [f64; 2], max: [f64; 2] },
}

/// What a filter looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) entity_id: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) display_name: &'a str,
    pub(crate) tags: &'a [String],
    pub(crate) place_id: &'a str,
    pub(crate) position: Option<[f64; 2]>,
}

impl<'a> From<&'a Entity> for Facts<'a> {
    fn from(entity: &'a Entity) -> Self {
        Self {
            entity_id: &entity.entity_id,
            kind: &entity.r#type,
            display_name: &entity.display_name,
            tags: &entity.tags,
            place_id: &entity.place_id,
            position: entity.position.map(|position| [position.x, position.y]),
        }
    }
}

impl Filter {
    /// Checks the filter of a request.
    pub(crate) fn parse(filter: Option<EntityFilter>) -> Result<Self, Error> {
        let filter = filter.unwrap_or_default();
        for (field, words) in [("all_tags", &filter.all_tags), ("any_tags", &filter.any_tags), ("types", &filter.types)]
        {
            check_words(&format!("filter.{field}"), words)?;
        }
        if filter.place_ids.len() > PLACES_MAX {
            return Err(Error::invalid("filter.place_ids", format!("must be at most {PLACES_MAX}")));
        }
        let text = names::optional("filter.text", filter.text)?.to_lowercase();
        let words: Vec<_> = text.split_whitespace().map(str::to_owned).collect();
        if words.len() > WORDS_MAX {
            return Err(Error::invalid("filter.text", format!("must be at most {WORDS_MAX} words")));
        }
        Ok(Self {
            all_tags: filter.all_tags,
            any_tags: filter.any_tags,
            types: filter.types,
            place_ids: filter.place_ids,
            words,
            area: filter.area.map(Area::parse).transpose()?,
        })
    }

    /// Whether an entity is meant.
    pub(crate) fn matches(&self, facts: &Facts<'_>) -> bool {
        let has = |tag: &String| facts.tags.contains(tag);
        let one_of = |wanted: &[String], value: &str| wanted.is_empty() || wanted.iter().any(|one| one == value);
        self.area.is_none_or(|area| facts.position.is_some_and(|position| area.contains(position)))
            && one_of(&self.types, facts.kind)
            && one_of(&self.place_ids, facts.place_id)
            && self.all_tags.iter().all(has)
            && (self.any_tags.is_empty() || self.any_tags.iter().any(has))
            && self.words.iter().all(|word| occurs(word, facts))
    }
}

/// Whether a word in lower case occurs in what an entity is called.
fn occurs(word: &str, facts: &Facts<'_>) -> bool {
    facts.kind.contains(word)
        || facts.tags.iter().any(|tag| tag.contains(word))
        || facts.display_name.to_lowercase().contains(word)
        || facts.entity_id.to_lowercase().contains(word)
}

impl Area {
    fn parse(area: v1::Area) -> Result<Self, Error> {
        match area.shape {
            Some(Shape::Circle(circle)) => {
                check_coordinate("filter.area.circle.x", circle.x)?;
                check_coordinate("filter.area.circle.y", circle.y)?;
                check_distance("filter.area.circle.radius", circle.radius)?;
                Ok(Self::Circle { x: circle.x, y: circle.y, radius: circle.radius })
            }
            Some(Shape::Box(corners)) => {
                for (field, value) in [
                    ("min_x", corners.min_x),
                    ("min_y", corners.min_y),
                    ("max_x", corners.max_x),
                    ("max_y", corners.max_y),
                ] {
                    check_coordinate(&format!("filter.area.box.{field}"), value)?;
                }
                if corners.min_x > corners.max_x || corners.min_y > corners.max_y {
                    return Err(Error::invalid("filter.area.box", "must not end before it begins"));
                }
                Ok(Self::Box { min: [corners.min_x, corners.min_y], max: [corners.max_x, corners.max_y] })
            }
            None => Err(Error::invalid("filter.area", "must be a circle or a box")),
        }
    }

    /// Whether a point lies in the area.
    pub(crate) fn contains(self, [east, north]: [f64; 2]) -> bool {
        match self {
            Self::Circle { x, y, radius } => squared([east, north], [x, y]) <= radius * radius,
            Self::Box { min: [west, south], max: [east_end, north_end] } => {
                (west..=east_end).contains(&east) && (south..=north_end).contains(&north)
            }
        }
    }

    /// The corners of the smallest box that holds the area.
    pub(crate) fn bounds(self) -> ([f64; 2], [f64; 2]) {
        match self {
            Self::Circle { x, y, radius } => ([x - radius, y - radius], [x + radius, y + radius]),
            Self::Box { min, max } => (min, max),
        }
    }
}

/// Checks a distance that a request names.
pub(crate) fn check_distance(field: &str, distance: f64) -> Result<(), Error> {
    check_coordinate(field, distance)?;
    if distance < 0.0 { Err(Error::invalid(field, "must not be negative")) } else { Ok(()) }
}

/// The square of the distance between two points.
pub(crate) fn squared([x, y]: [f64; 2], [other_x, other_y]: [f64; 2]) -> f64 {
    let (east, north) = (x - other_x, y - other_y);
    east * east + north * north
}
