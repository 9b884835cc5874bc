use proptest::prelude::*;
use realmwire_contract::world_state::v1::{Entity, Position};

use super::*;
use crate::rules::filter::Area;

/// What a test does to a chart.
#[derive(Clone, Debug)]
enum Action {
    Put(Box<Entity>),
    Remove { entity_id: String, revision: u64 },
}

fn entity() -> impl Strategy<Value = Entity> {
    let word = prop::sample::select(vec!["red", "old", "iron"]);
    let point = prop::option::of((-5_i8..5, -5_i8..5));
    (0_u8..12, 1_u64..30, prop::collection::btree_set(word, 0..3), 0_u8..3, point).prop_map(
        |(id, revision, tags, kind, point)| Entity {
            entity_id: format!("e{id}"),
            revision,
            tags: tags.into_iter().map(str::to_owned).collect(),
            r#type: format!("type-{kind}"),
            display_name: format!("Entity {id} of kind {kind}"),
            place_id: format!("place-{}", id % 2),
            position: point.map(|(x, y)| Position { x: f64::from(x), y: f64::from(y), z: None }),
            ..Entity::default()
        },
    )
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        4 => entity().prop_map(|entity| Action::Put(Box::new(entity))),
        1 => (0_u8..12, 1_u64..30).prop_map(|(id, revision)| Action::Remove { entity_id: format!("e{id}"), revision }),
    ]
}

fn area() -> impl Strategy<Value = Area> {
    let corner = || (-6_i8..6, -6_i8..6);
    prop_oneof![
        (corner(), 0_u8..8).prop_map(|((x, y), radius)| Area::Circle {
            x: f64::from(x),
            y: f64::from(y),
            radius: f64::from(radius)
        }),
        (corner(), 0_i8..6, 0_i8..6).prop_map(|((x, y), width, height)| Area::Box {
            min: [f64::from(x), f64::from(y)],
            max: [f64::from(x + width), f64::from(y + height)]
        }),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    let words = |words: [&str; 3]| {
        let words: Vec<_> = words.into_iter().map(str::to_owned).collect();
        prop::collection::vec(prop::sample::select(words), 0..3)
    };
    (
        words(["red", "old", "iron"]),
        words(["red", "iron", "never"]),
        words(["type-0", "type-1", "type-9"]),
        words(["place-0", "place-1", "place-2"]),
        words(["1", "kind", "red"]),
        prop::option::of(area()),
    )
        .prop_map(|(all_tags, any_tags, types, place_ids, words, area)| Filter {
            all_tags,
            any_tags,
            types,
            place_ids,
            words,
            area,
        })
}

/// The states that are left when of each entity the latest counts, as a chart is told in the order of revisions.
fn replay(actions: &[Action]) -> (Chart, BTreeMap<String, Entity>) {
    let (mut chart, mut plain) = (Chart::default(), BTreeMap::<String, Entity>::new());
    for action in actions {
        match action.clone() {
            Action::Put(entity) => {
                if plain.get(&entity.entity_id).is_none_or(|known| known.revision < entity.revision) {
                    plain.insert(entity.entity_id.clone(), (*entity).clone());
                }
                chart.put(*entity);
            }
            Action::Remove { entity_id, revision } => {
                if plain.get(&entity_id).is_some_and(|known| known.revision < revision) {
                    plain.remove(&entity_id);
                }
                chart.remove(&entity_id, revision);
            }
        }
    }
    (chart, plain)
}

fn ids(found: Vec<Found>) -> Vec<String> {
    found.into_iter().map(|found| found.entity_id.to_string()).collect()
}

proptest! {
    #[test]
    fn a_chart_finds_what_a_look_at_everything_finds(
        actions in prop::collection::vec(action(), 0..60),
        filter in filter(),
        after in 0_u8..12,
        limit in 1_usize..8,
    ) {
        let (chart, plain) = replay(&actions);
        prop_assert_eq!(chart.len(), plain.len());
        let after = format!("e{after}");
        let expected: Vec<_> = plain
            .values()
            .filter(|entity| filter.matches(&Facts::from(*entity)) && entity.entity_id > after)
            .take(limit)
            .map(|entity| entity.entity_id.clone())
            .collect();
        prop_assert_eq!(ids(chart.find(&filter, &after, limit)), expected.clone());
        // A chart that is made of what is left is no other.
        let made = Chart::of(plain.values().cloned());
        prop_assert_eq!(ids(made.find(&filter, &after, limit)), expected);
    }

    #[test]
    fn what_is_nearest_is_found_in_order_and_in_pages(
        actions in prop::collection::vec(action(), 0..60),
        filter in filter(),
        (x, y) in (-6_i8..6, -6_i8..6),
        reach in 0_u8..9,
        limit in 1_usize..5,
    ) {
        let (chart, plain) = replay(&actions);
        let (point, limit_2) = ([f64::from(x), f64::from(y)], f64::from(reach) * f64::from(reach));
        let mut expected: Vec<_> = plain
            .values()
            .filter(|entity| filter.matches(&Facts::from(*entity)))
            .filter_map(|entity| Some((distance_2(entity, point)?, entity.entity_id.clone())))
            .filter(|(distance_2, _)| *distance_2 <= limit_2)
            .collect();
        expected.sort_by(|one, other| by_distance((one.0, &one.1), (other.0, &other.1)));
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = chart.find_nearest(&filter, &Near { point, limit_2, after }, limit);
            found.extend(page.iter().map(|found| (found.distance_2, found.entity_id.to_string())));
            if page.len() < limit {
                break;
            }
            after = found.last().cloned();
        }
        prop_assert_eq!(found, expected);
    }
}
