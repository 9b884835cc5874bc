//! Factions, prices and events: one step of the simulation, as a pure function of what is there, the seed and the time.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use realmwire_contract::world_state::v1::{EventKind, Faction, Good, Relation, WorldEvent};

use crate::state::SocietyRecord;

/// A price is at least its base price divided by this.
const FLOOR_DIVISOR: i64 = 10;
/// A price is at most its base price times this.
const CEILING: f64 = 20.0;
/// How much of the way to what a price should be it goes in one step.
const PACE: f64 = 0.5;
/// How much of the way to what is bought or made at the present price supply and demand go in one step.
const ANSWER: f64 = 0.05;
/// How far supply and demand stray in one step.
const STRAY: f64 = 0.02;
/// How far the power of a faction strays in one step.
const POWER_STRAY: f64 = 0.25;
/// Supply and demand are within these.
const LEAST: f64 = 1.0e-3;
const MOST: f64 = 1.0e9;

const SECOND_MS: i64 = 1000;

/// What a step has changed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    /// What is there after the step.
    pub(crate) society: SocietyRecord,
    /// Factions whose power or relations are others now, with the power before.
    pub(crate) changed: Vec<FactionChange>,
    /// Events that are over.
    pub(crate) ended: Vec<WorldEvent>,
}

/// A faction that has changed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FactionChange {
    pub(crate) faction: Faction,
    pub(crate) previous_power: f64,
    /// Its relations that have changed.
    pub(crate) relations: Vec<Relation>,
}

/// How long an event of a kind lasts, in milliseconds of game time.
pub(crate) fn duration_ms(kind: EventKind) -> i64 {
    const MINUTE_MS: i64 = 60 * SECOND_MS;
    match kind {
        EventKind::Economic | EventKind::Unspecified => 60 * MINUTE_MS,
        EventKind::Political => 120 * MINUTE_MS,
        EventKind::Social => 30 * MINUTE_MS,
        EventKind::Natural => 240 * MINUTE_MS,
        EventKind::Technological => 180 * MINUTE_MS,
    }
}

/// Takes one step at an instant of the world's clock.
pub(crate) fn step(current: &SocietyRecord, seed: u64, now_ms: i64) -> Step {
    let (mut society, ended) = end_events(current, now_ms);
    society.step += 1;
    // Each step has numbers of its own, which do not depend on how many were drawn before.
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(society.step);
    for good in &mut society.goods {
        let (supply, demand) = scarcity(&society.events, good);
        trade(good, supply, demand, &mut random);
    }
    for faction in &mut society.factions {
        let stray = random.random_range(-POWER_STRAY..=POWER_STRAY);
        faction.power = (faction.power + power_change(&society.events, &faction.faction_id) + stray).clamp(0.0, 100.0);
    }
    for event in &society.events {
        for effect in &event.relations {
            if let [one, other] = effect.faction_ids.as_slice() {
                relate(&mut society.relations, one, other, |value| value + effect.change * event.intensity);
            }
        }
    }
    let changed = changes(current, &society);
    Step { society, changed, ended }
}

/// The society without the events that are over, and those.
pub(crate) fn end_events(current: &SocietyRecord, now_ms: i64) -> (SocietyRecord, Vec<WorldEvent>) {
    let mut society = current.clone();
    let (ended, running) =
        std::mem::take(&mut society.events).into_iter().partition(|event| event.end_milliseconds <= now_ms);
    society.events = running;
    (society, ended)
}

/// What events make of supply and demand of a good.
fn scarcity(events: &[WorldEvent], good: &Good) -> (f64, f64) {
    let (mut supply, mut demand) = (good.supply, good.demand);
    for event in events {
        for effect in event.goods.iter().filter(|effect| effect.good_id == good.good_id) {
            supply *= 1.0 + (effect.supply - 1.0) * event.intensity;
            demand *= 1.0 + (effect.demand - 1.0) * event.intensity;
        }
    }
    (supply.clamp(LEAST, MOST), demand.clamp(LEAST, MOST))
}

fn trade(good: &mut Good, supply: f64, demand: f64, random: &mut ChaCha8Rng) {
    good.price = next_price(good, supply, demand);
    // What is dear is made more of and bought less of, and the other way round.
    let dearness = to_float(good.price) / to_float(good.base_price.max(1)) - 1.0;
    let answer = (ANSWER * dearness).clamp(-ANSWER, ANSWER);
    good.supply = (good.supply * (1.0 + answer + random.random_range(-STRAY..=STRAY))).clamp(LEAST, MOST);
    good.demand = (good.demand * (1.0 - answer + random.random_range(-STRAY..=STRAY))).clamp(LEAST, MOST);
}

/// The price of a good after one step under this supply and demand.
pub(crate) fn next_price(good: &Good, supply: f64, demand: f64) -> i64 {
    let base = to_float(good.base_price);
    let wanted = base * (demand.max(LEAST) / supply.max(LEAST)).powf(good.elasticity);
    let target = wanted.clamp(0.0, base * CEILING);
    let current = to_float(good.price);
    let next = current + (target - current) * PACE;
    to_price(next).max(floor(good.base_price))
}

/// The least that a good with this base price costs.
pub(crate) fn floor(base_price: i64) -> i64 {
    base_price.div_euclid(FLOOR_DIVISOR) + i64::from(base_price.rem_euclid(FLOOR_DIVISOR) > 0)
}

fn power_change(events: &[WorldEvent], faction_id: &str) -> f64 {
    let effects = events.iter().flat_map(|event| event.factions.iter().map(move |effect| (event.intensity, effect)));
    effects
        .filter(|(_, effect)| effect.faction_id == faction_id)
        .map(|(intensity, effect)| effect.power * intensity)
        .sum()
}

/// Changes how two factions stand to each other; the result is kept within -1 and 1.
pub(crate) fn relate(
    relations: &mut Vec<Relation>,
    one: &str,
    other: &str,
    change: impl FnOnce(f64) -> f64,
) -> Relation {
    let mut pair = vec![one.to_owned(), other.to_owned()];
    pair.sort_unstable();
    let index = match relations.binary_search_by(|relation| relation.faction_ids.cmp(&pair)) {
        Ok(index) => index,
        Err(index) => {
            relations.insert(index, Relation { faction_ids: pair, value: 0.0 });
            index
        }
    };
    let Some(relation) = relations.get_mut(index) else { return Relation::default() };
    relation.value = change(relation.value).clamp(-1.0, 1.0);
    relation.clone()
}

/// The factions that are different in `after`.
pub(crate) fn changes(before: &SocietyRecord, after: &SocietyRecord) -> Vec<FactionChange> {
    let related: Vec<_> = after.relations.iter().filter(|relation| !before.relations.contains(relation)).collect();
    let change = |faction: &Faction| {
        let earlier = before.factions.iter().find(|earlier| earlier.faction_id == faction.faction_id);
        let relations: Vec<_> = related
            .iter()
            .filter(|relation| relation.faction_ids.contains(&faction.faction_id))
            .copied()
            .cloned()
            .collect();
        let is_other = earlier != Some(faction) || !relations.is_empty();
        let previous_power = earlier.map_or(faction.power, |earlier| earlier.power);
        is_other.then(|| FactionChange { faction: faction.clone(), previous_power, relations })
    };
    after.factions.iter().filter_map(change).collect()
}

/// Prices are far below the 2^53 that a float holds exactly.
#[expect(clippy::cast_precision_loss, reason = "prices are checked to be far below 2^53")]
fn to_float(price: i64) -> f64 {
    price as f64
}

#[expect(clippy::cast_possible_truncation, reason = "the ceiling keeps prices far below 2^63")]
fn to_price(price: f64) -> i64 {
    price.round() as i64
}
