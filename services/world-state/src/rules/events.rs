//! What befalls a world: checks of what a request asks for.

use std::time::Duration;

use realmwire_contract::world_state::v1::{
    EventKind, FactionEffect, GoodEffect, RelationEffect, StartEventRequest, WorldEvent,
};

use super::{names, society};
use crate::config::Config;
use crate::error::Error;
use crate::state::SocietyRecord;

/// Effects of one kind that an event has.
const EFFECTS_MAX: usize = 50;
/// The longest description, in bytes.
const DESCRIPTION_BYTES_MAX: usize = 4096;

/// The event that a request asks for, without its times; and how long it lasts, in milliseconds of game time.
pub(crate) fn parse(
    request: StartEventRequest,
    event_id: String,
    template: Option<&WorldEvent>,
    society: &SocietyRecord,
    config: &Config,
) -> Result<(WorldEvent, i64), Error> {
    let template = template.cloned().unwrap_or_default();
    let kind = if request.kind == 0 { template.kind } else { request.kind };
    let kind = EventKind::try_from(kind).ok().filter(|kind| *kind != EventKind::Unspecified);
    let kind = kind.ok_or_else(|| Error::invalid("kind", "must be one of the kinds of events"))?;
    let intensity = request.intensity.unwrap_or(1.0);
    if !(0.0..=1.0).contains(&intensity) {
        return Err(Error::invalid("intensity", "must be from 0 to 1"));
    }
    if request.description.len() > DESCRIPTION_BYTES_MAX {
        return Err(Error::invalid("description", format!("is longer than {DESCRIPTION_BYTES_MAX} bytes")));
    }
    let duration_ms = match request.duration {
        None => society::duration_ms(kind),
        Some(duration) => parse_duration(duration, config)?,
    };
    let event = WorldEvent {
        event_id,
        template_id: template.template_id,
        kind: kind.into(),
        display_name: or(names::optional("display_name", request.display_name)?, template.display_name),
        description: or(request.description, template.description),
        intensity,
        goods: or_all(request.goods, template.goods),
        factions: or_all(request.factions, template.factions),
        relations: or_all(request.relations, template.relations),
        ..WorldEvent::default()
    };
    check_effects(&event, society)?;
    Ok((event, duration_ms))
}

fn parse_duration(duration: prost_types::Duration, config: &Config) -> Result<i64, Error> {
    let wrong = || {
        let limit = config.event_hours_max;
        Error::invalid("duration", format!("must be from a millisecond to {limit} hours"))
    };
    let parsed = Duration::try_from(duration).map_err(|_| wrong())?;
    let milliseconds = i64::try_from(parsed.as_millis()).map_err(|_| wrong())?;
    if milliseconds == 0 || parsed > config.event_max() { Err(wrong()) } else { Ok(milliseconds) }
}

fn check_effects(event: &WorldEvent, society: &SocietyRecord) -> Result<(), Error> {
    for (field, count) in
        [("goods", event.goods.len()), ("factions", event.factions.len()), ("relations", event.relations.len())]
    {
        if count > EFFECTS_MAX {
            return Err(Error::invalid(field, format!("must be at most {EFFECTS_MAX}")));
        }
    }
    for (index, effect) in event.goods.iter().enumerate() {
        check_good(effect, society).map_err(|error| error.within(&format!("goods[{index}]")))?;
    }
    for (index, effect) in event.factions.iter().enumerate() {
        check_faction(effect, society).map_err(|error| error.within(&format!("factions[{index}]")))?;
    }
    for (index, effect) in event.relations.iter().enumerate() {
        check_relation(effect, society).map_err(|error| error.within(&format!("relations[{index}]")))?;
    }
    Ok(())
}

fn check_good(effect: &GoodEffect, society: &SocietyRecord) -> Result<(), Error> {
    if !society.goods.iter().any(|good| good.good_id == effect.good_id) {
        return Err(Error::invalid("good_id", "names no good of the world"));
    }
    for (field, factor) in [("supply", effect.supply), ("demand", effect.demand)] {
        if !(0.0..=10.0).contains(&factor) {
            return Err(Error::invalid(field, "must be from 0 to 10"));
        }
    }
    Ok(())
}

fn check_faction(effect: &FactionEffect, society: &SocietyRecord) -> Result<(), Error> {
    if !has_faction(society, &effect.faction_id) {
        return Err(Error::invalid("faction_id", "names no faction of the world"));
    }
    if !(-100.0..=100.0).contains(&effect.power) {
        return Err(Error::invalid("power", "must be from -100 to 100"));
    }
    Ok(())
}

fn check_relation(effect: &RelationEffect, society: &SocietyRecord) -> Result<(), Error> {
    match effect.faction_ids.as_slice() {
        [one, other] if one != other && has_faction(society, one) && has_faction(society, other) => {}
        _ => return Err(Error::invalid("faction_ids", "must name two factions of the world")),
    }
    if !(-2.0..=2.0).contains(&effect.change) {
        return Err(Error::invalid("change", "must be from -2 to 2"));
    }
    Ok(())
}

/// Whether the world has this faction.
pub(crate) fn has_faction(society: &SocietyRecord, faction_id: &str) -> bool {
    society.factions.iter().any(|faction| faction.faction_id == faction_id)
}

fn or(sent: String, otherwise: String) -> String {
    if sent.is_empty() { otherwise } else { sent }
}

fn or_all<T>(sent: Vec<T>, otherwise: Vec<T>) -> Vec<T> {
    if sent.is_empty() { otherwise } else { sent }
}
