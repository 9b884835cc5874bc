//! Checks of what can befall a world.

use std::collections::BTreeSet;

use realmwire_contract::world_state::v1::{EventKind, FactionEffect, GoodEffect, RelationEffect, WorldEvent};
use realmwire_sdk::content::Spanned;

use super::check::{Problem, check_pair, check_range, new_id, problem};
use super::definition::{self, Kind};

/// Events of one world's content.
const EVENTS_MAX: usize = 500;

/// The events that a world's file defines, which name its goods and factions.
pub(super) fn check_events(
    definitions: Vec<definition::Event>,
    goods: &BTreeSet<String>,
    factions: &BTreeSet<String>,
) -> Result<Vec<WorldEvent>, Problem> {
    let mut known = BTreeSet::new();
    let mut events = Vec::new();
    for definition in definitions {
        if events.len() == EVENTS_MAX {
            return Err(problem(&definition.id, format!("there are more than {EVENTS_MAX} events")));
        }
        let effects = definition.relations.into_iter().map(|effect| check_relation(effect, factions));
        events.push(WorldEvent {
            template_id: new_id(definition.id, &mut known)?,
            display_name: definition.name,
            description: definition.description.trim().to_owned(),
            kind: kind(definition.kind).into(),
            goods: definition.goods.into_iter().map(|effect| check_good(effect, goods)).collect::<Result<_, _>>()?,
            factions: definition
                .factions
                .into_iter()
                .map(|effect| check_faction(effect, factions))
                .collect::<Result<_, _>>()?,
            relations: effects.collect::<Result<_, _>>()?,
            ..WorldEvent::default()
        });
    }
    Ok(events)
}

fn kind(kind: Kind) -> EventKind {
    match kind {
        Kind::Economic => EventKind::Economic,
        Kind::Political => EventKind::Political,
        Kind::Social => EventKind::Social,
        Kind::Natural => EventKind::Natural,
        Kind::Technological => EventKind::Technological,
    }
}

fn check_good(effect: definition::GoodEffect, goods: &BTreeSet<String>) -> Result<GoodEffect, Problem> {
    if !goods.contains(effect.good.get_ref()) {
        return Err(problem(&effect.good, "there is no such good"));
    }
    let factor = |factor: Option<Spanned<f64>>, what| match factor {
        Some(factor) => check_range(&factor, what, 0.0..=10.0).map(|()| factor.into_inner()),
        None => Ok(1.0),
    };
    Ok(GoodEffect {
        good_id: effect.good.into_inner(),
        supply: factor(effect.supply, "supply")?,
        demand: factor(effect.demand, "demand")?,
    })
}

fn check_faction(effect: definition::FactionEffect, factions: &BTreeSet<String>) -> Result<FactionEffect, Problem> {
    if !factions.contains(effect.faction.get_ref()) {
        return Err(problem(&effect.faction, "there is no such faction"));
    }
    check_range(&effect.power, "power", -100.0..=100.0)?;
    Ok(FactionEffect { faction_id: effect.faction.into_inner(), power: effect.power.into_inner() })
}

fn check_relation(effect: definition::RelationEffect, factions: &BTreeSet<String>) -> Result<RelationEffect, Problem> {
    let pair = check_pair(&effect.between, factions)?;
    check_range(&effect.change, "change", -2.0..=2.0)?;
    Ok(RelationEffect { faction_ids: pair.into(), change: effect.change.into_inner() })
}
