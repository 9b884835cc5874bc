use proptest::prelude::*;
use prost_types::value::Kind;
use prost_types::{Struct, Value};
use realmwire_contract::world_state::v1::{
    Entity, EntityChange, EntityWrite, Faction, FactionEffect, Good, GoodEffect, Position, RelationEffect, WorldEvent,
};

use super::entities::merge;
use super::filter::{Area, Facts, Filter};
use super::society::{floor, next_price, relate, step};
use crate::config::Config;
use crate::state::SocietyRecord;
use crate::watch::{Seen, seen};

fn text(text: &str) -> Value {
    Value { kind: Some(Kind::StringValue(text.to_owned())) }
}

fn entity() -> Entity {
    Entity {
        entity_id: "e".to_owned(),
        r#type: "cart".to_owned(),
        display_name: "A cart".to_owned(),
        tags: vec!["old".to_owned(), "red".to_owned()],
        position: Some(Position { x: 1.0, y: 2.0, z: Some(3.0) }),
        place_id: "here".to_owned(),
        attributes: Some(Struct { fields: [("load".to_owned(), text("salt"))].into() }),
        revision: 7,
        ..Entity::default()
    }
}

/// A write in which each field is sent or not.
fn write() -> impl Strategy<Value = EntityWrite> {
    let word = || prop::option::of(prop::sample::select(vec!["a", "b"]).prop_map(str::to_owned));
    let tags = || prop::collection::vec(prop::sample::select(vec!["old", "new"]).prop_map(str::to_owned), 0..3);
    let point = prop::option::of((-9_i8..9).prop_map(|x| Position { x: f64::from(x), y: 0.0, z: None }));
    let attributes = prop::option::of(
        word().prop_map(|word| Struct { fields: [("more".to_owned(), text(&word.unwrap_or_default()))].into() }),
    );
    (word(), word(), word(), tags(), point, attributes).prop_map(
        |(kind, display_name, place_id, tags, position, attributes)| EntityWrite {
            entity_id: "e".to_owned(),
            r#type: kind,
            display_name,
            place_id,
            tags,
            position,
            attributes,
            ..EntityWrite::default()
        },
    )
}

proptest! {
    #[test]
    fn a_merge_keeps_what_is_not_sent_and_takes_what_is(write in write()) {
        let before = entity();
        let after = merge(Some(&before), write.clone(), &Config::default()).unwrap();
        prop_assert_eq!(&after.r#type, write.r#type.as_ref().unwrap_or(&before.r#type));
        prop_assert_eq!(&after.display_name, write.display_name.as_ref().unwrap_or(&before.display_name));
        prop_assert_eq!(&after.place_id, write.place_id.as_ref().unwrap_or(&before.place_id));
        prop_assert_eq!(after.position, write.position.or(before.position));
        let mut tags = if write.tags.is_empty() { before.tags.clone() } else { write.tags.clone() };
        tags.sort();
        tags.dedup();
        prop_assert_eq!(&after.tags, &tags);
        let fields = &after.attributes.as_ref().unwrap().fields;
        prop_assert_eq!(fields.get("load"), Some(&text("salt")), "members that are not sent stay");
        prop_assert_eq!(fields.contains_key("more"), write.attributes.is_some());
        // A write that was merged changes nothing when it comes again.
        prop_assert_eq!(merge(Some(&after), write, &Config::default()).unwrap(), after);
    }

    /// The rule of prices: never below a tenth of the base price, and what is scarcer is not cheaper.
    #[test]
    fn a_price_keeps_its_floor_and_follows_what_is_scarce(
        base_price in 1_i64..1_000_000,
        factor in 1_i64..3000,
        (supply, demand) in (0.0_f64..1.0e6, 0.0_f64..1.0e6),
        elasticity in 0.0_f64..4.0,
    ) {
        let price = (base_price * factor / 100).max(floor(base_price));
        let good = Good { base_price, price, elasticity, ..Good::default() };
        let next = next_price(&good, supply, demand);
        prop_assert!(next * 10 >= base_price && next >= 1, "{next}");
        prop_assert!(next_price(&good, supply / 2.0, demand) >= next);
        prop_assert!(next_price(&good, supply, demand / 2.0) <= next);
    }

    /// However wild the events, power and relations stay within their bounds and prices above their floor.
    #[test]
    fn a_society_stays_within_its_bounds(
        seed in any::<u64>(),
        (power, change) in (-100.0_f64..100.0, -2.0_f64..2.0),
        (supply, demand) in (0.0_f64..10.0, 0.0_f64..10.0),
        intensity in 0.0_f64..=1.0,
    ) {
        let mut society = society();
        society.events.push(WorldEvent {
            intensity,
            end_milliseconds: i64::MAX,
            goods: vec![GoodEffect { good_id: "salt".to_owned(), supply, demand }],
            factions: vec![FactionEffect { faction_id: "a".to_owned(), power }],
            relations: vec![RelationEffect { faction_ids: vec!["b".to_owned(), "a".to_owned()], change }],
            ..WorldEvent::default()
        });
        for number in 1..50 {
            let taken = step(&society, seed, 0);
            prop_assert_eq!(&taken, &step(&society, seed, 0), "the same step gives the same result");
            society = taken.society;
            prop_assert_eq!(society.step, number);
            prop_assert!(society.factions.iter().all(|faction| (0.0..=100.0).contains(&faction.power)));
            prop_assert!(society.relations.iter().all(|relation| (-1.0..=1.0).contains(&relation.value)));
            prop_assert!(society.goods.iter().all(|good| good.price * 10 >= good.base_price));
            prop_assert!(society.goods.iter().all(|good| good.supply > 0.0 && good.demand > 0.0));
        }
    }
}

fn society() -> SocietyRecord {
    let faction = |id: &str| Faction { faction_id: id.to_owned(), power: 50.0, ..Faction::default() };
    let salt = Good {
        good_id: "salt".to_owned(),
        base_price: 8,
        price: 8,
        supply: 500.0,
        demand: 500.0,
        elasticity: 1.1,
        ..Good::default()
    };
    SocietyRecord { factions: vec![faction("a"), faction("b")], goods: vec![salt], ..SocietyRecord::default() }
}

#[test]
fn prices_come_back_when_nothing_happens() {
    let mut society = society();
    society.goods[0].price = 80;
    for _ in 0..40 {
        society = step(&society, 7, 0).society;
    }
    assert!((5..=12).contains(&society.goods[0].price), "{:?}", society.goods);
}

#[test]
fn the_floor_is_a_tenth_rounded_up() {
    assert_eq!([1, 9, 10, 11, 100, 105].map(floor), [1, 1, 1, 2, 10, 11]);
}

#[test]
fn relations_are_listed_once_whoever_is_named_first() {
    let mut relations = Vec::new();
    for (one, other) in [("b", "a"), ("a", "b"), ("c", "a")] {
        relate(&mut relations, one, other, |value| value + 0.4);
    }
    let listed: Vec<_> = relations.iter().map(|relation| (relation.faction_ids.join("-"), relation.value)).collect();
    assert_eq!(listed, [("a-b".to_owned(), 0.8), ("a-c".to_owned(), 0.4)]);
}

#[test]
fn edges_belong_to_an_area() {
    let circle = Area::Circle { x: 0.0, y: 0.0, radius: 5.0 };
    assert!(circle.contains([3.0, 4.0]) && !circle.contains([3.1, 4.0]));
    let corners = Area::Box { min: [0.0, 0.0], max: [2.0, 1.0] };
    assert!(corners.contains([2.0, 1.0]) && corners.contains([0.0, 0.0]) && !corners.contains([2.1, 0.0]));
}

#[test]
fn an_empty_filter_means_everything_and_nowhere_is_in_no_area() {
    let nowhere = Entity { position: None, ..entity() };
    assert!(Filter::default().matches(&Facts::from(&nowhere)));
    let area = Some(Area::Circle { x: 0.0, y: 0.0, radius: 1.0e6 });
    assert!(!Filter { area, ..Filter::default() }.matches(&Facts::from(&nowhere)));
}

#[test]
fn a_watch_sees_what_matches_and_what_did() {
    let filter = Filter { all_tags: vec!["red".to_owned()], ..Filter::default() };
    let grey = || Entity { tags: Vec::new(), ..entity() };
    let change = |entity, before, created| EntityChange { entity: Some(entity), before, created };
    for (change, expected) in [
        (change(entity(), None, true), Seen::Matches),
        (change(entity(), None, false), Seen::Matches),
        (change(entity(), Some(grey()), false), Seen::Matches),
        (change(grey(), Some(entity()), false), Seen::Left),
        (change(grey(), None, false), Seen::Never),
        (change(grey(), None, true), Seen::Never),
        (change(grey(), Some(Entity { display_name: String::new(), ..grey() }), false), Seen::Never),
    ] {
        assert_eq!(seen(&filter, &change), expected, "{change:?}");
    }
}
