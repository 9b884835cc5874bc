//! Where the entities of one world are and what they are like, so that they are found: a copy of what is stored, by place,
//! tag and type.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use realmwire_contract::world_state::v1::Entity;
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};

use crate::rules::filter::{Facts, Filter, squared};

type Id = Arc<str>;
type Point = GeomWithData<[f64; 2], Id>;

/// What can be found of a world's entities.
#[derive(Debug, Default)]
pub(crate) struct Chart {
    entities: BTreeMap<Id, Charted>,
    points: RTree<Point>,
    by_tag: HashMap<String, BTreeSet<Id>>,
    by_type: HashMap<String, BTreeSet<Id>>,
}

/// What is known of one entity.
#[derive(Clone, Debug)]
struct Charted {
    revision: u64,
    kind: String,
    display_name: String,
    tags: Vec<String>,
    place_id: String,
    position: Option<[f64; 2]>,
}

/// An entity that was found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) entity_id: Id,
    /// The revision that was found to match.
    pub(crate) revision: u64,
    /// The square of its distance, where one was asked for.
    pub(crate) distance_2: f64,
}

/// Where a search for what is nearest begins.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Near {
    pub(crate) point: [f64; 2],
    /// The square of the longest distance.
    pub(crate) limit_2: f64,
    /// Only what comes after this distance and id.
    pub(crate) after: Option<(f64, String)>,
}

impl Chart {
    /// A chart of these entities.
    pub(crate) fn of(entities: impl IntoIterator<Item = Entity>) -> Self {
        let mut chart = Self::default();
        let mut points = Vec::new();
        for entity in entities {
            let (id, charted) = charted(entity);
            chart.list(&id, &charted);
            points.extend(charted.position.map(|position| Point::new(position, Arc::clone(&id))));
            chart.entities.insert(id, charted);
        }
        chart.points = RTree::bulk_load(points);
        chart
    }

    /// How many entities there are.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.entities.len()
    }

    /// Takes note of an entity as it was written, unless a later state of it is known.
    pub(crate) fn put(&mut self, entity: Entity) {
        let (id, charted) = charted(entity);
        if self.entities.get(&id).is_some_and(|known| known.revision >= charted.revision) {
            return;
        }
        self.forget(&id);
        self.list(&id, &charted);
        if let Some(position) = charted.position {
            self.points.insert(Point::new(position, Arc::clone(&id)));
        }
        self.entities.insert(id, charted);
    }

    /// Takes note of an entity's removal, unless a later state of it is known.
    pub(crate) fn remove(&mut self, entity_id: &str, revision: u64) {
        if self.entities.get(entity_id).is_some_and(|known| known.revision < revision) {
            self.forget(entity_id);
        }
    }

    /// Entities that match, in the order of their ids, after one of them.
    pub(crate) fn find(&self, filter: &Filter, after: &str, limit: usize) -> Vec<Found> {
        if let Some(area) = filter.area {
            let (min, max) = area.bounds();
            let inside = self.points.locate_in_envelope_intersecting(AABB::from_corners(min, max));
            let ids = inside.map(|point| &point.data).filter(|id| &***id > after);
            let mut found: Vec<_> = ids.filter_map(|id| self.look(id, filter)).collect();
            found.sort_unstable_by(|one, other| one.entity_id.cmp(&other.entity_id));
            found.truncate(limit);
            return found;
        }
        let from = (Bound::Excluded(after), Bound::Unbounded);
        match self.candidates(filter) {
            Candidates::None => Vec::new(),
            Candidates::Listed(ids) => {
                ids.range::<str, _>(from).filter_map(|id| self.look(id, filter)).take(limit).collect()
            }
            Candidates::All => {
                let ids = self.entities.range::<str, _>(from).map(|(id, _)| id);
                ids.filter_map(|id| self.look(id, filter)).take(limit).collect()
            }
        }
    }

    /// Entities that match, the nearest first.
    pub(crate) fn find_nearest(&self, filter: &Filter, near: &Near, limit: usize) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for (point, distance_2) in self.points.nearest_neighbor_iter_with_distance_2(near.point) {
            let is_full = found.len() >= limit && found.last().is_some_and(|last| distance_2 > last.distance_2);
            if distance_2 > near.limit_2 || is_full {
                break;
            }
            let is_after = near.after.as_ref().is_none_or(|(after_2, after_id)| {
                by_distance((distance_2, &point.data), (*after_2, after_id)) == Ordering::Greater
            });
            if is_after && let Some(entity) = self.look(&point.data, filter) {
                found.push(Found { distance_2, ..entity });
            }
        }
        // Those that are equally far come in no order.
        found.sort_unstable_by(|one, other| {
            by_distance((one.distance_2, &one.entity_id), (other.distance_2, &other.entity_id))
        });
        found.truncate(limit);
        found
    }

    fn look(&self, id: &Id, filter: &Filter) -> Option<Found> {
        let charted = self.entities.get(id)?;
        filter.matches(&charted.facts(id)).then(|| Found {
            entity_id: Arc::clone(id),
            revision: charted.revision,
            distance_2: 0.0,
        })
    }

    /// The shortest list that has every entity that matches.
    fn candidates(&self, filter: &Filter) -> Candidates<'_> {
        let mut lists: Vec<_> = filter.all_tags.iter().map(|tag| self.by_tag.get(tag)).collect();
        if let [kind] = filter.types.as_slice() {
            lists.push(self.by_type.get(kind));
        }
        if let [tag] = filter.any_tags.as_slice() {
            lists.push(self.by_tag.get(tag));
        }
        if lists.contains(&None) {
            return Candidates::None;
        }
        let shortest = lists.into_iter().flatten().min_by_key(|list| list.len());
        shortest.map_or(Candidates::All, Candidates::Listed)
    }

    fn list(&mut self, id: &Id, charted: &Charted) {
        for tag in &charted.tags {
            self.by_tag.entry(tag.clone()).or_default().insert(Arc::clone(id));
        }
        self.by_type.entry(charted.kind.clone()).or_default().insert(Arc::clone(id));
    }

    fn forget(&mut self, entity_id: &str) {
        let Some((id, charted)) = self.entities.remove_entry(entity_id) else { return };
        for tag in &charted.tags {
            unlist(&mut self.by_tag, tag, &id);
        }
        unlist(&mut self.by_type, &charted.kind, &id);
        if let Some(position) = charted.position {
            self.points.remove(&Point::new(position, id));
        }
    }
}

enum Candidates<'a> {
    None,
    Listed(&'a BTreeSet<Id>),
    All,
}

impl Charted {
    fn facts<'a>(&'a self, id: &'a str) -> Facts<'a> {
        Facts {
            entity_id: id,
            kind: &self.kind,
            display_name: &self.display_name,
            tags: &self.tags,
            place_id: &self.place_id,
            position: self.position,
        }
    }
}

fn charted(entity: Entity) -> (Id, Charted) {
    let charted = Charted {
        revision: entity.revision,
        kind: entity.r#type,
        display_name: entity.display_name,
        tags: entity.tags,
        place_id: entity.place_id,
        position: entity.position.map(|position| [position.x, position.y]),
    };
    (entity.entity_id.into(), charted)
}

fn unlist(lists: &mut HashMap<String, BTreeSet<Id>>, name: &str, id: &Id) {
    if let Some(list) = lists.get_mut(name) {
        list.remove(id);
        if list.is_empty() {
            lists.remove(name);
        }
    }
}

/// The order of what is near: by distance, then by id.
pub(crate) fn by_distance((one_2, one): (f64, &str), (other_2, other): (f64, &str)) -> Ordering {
    one_2.total_cmp(&other_2).then_with(|| one.cmp(other))
}

/// The square of an entity's distance from a point.
pub(crate) fn distance_2(entity: &Entity, point: [f64; 2]) -> Option<f64> {
    entity.position.map(|position| squared([position.x, position.y], point))
}

#[cfg(test)]
mod tests;
