//! The content: climates, zones and the table of effects, which refer to each other and are replaced together.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use realmwire_sdk::content::{ContentError, ContentFile, ContentSource, Spanned};
use serde::Deserialize;

use crate::climate::{self, Climate, is_id};
use crate::effects::Effects;

/// What the service brings with it, for each area.
const CLIMATES: &[(&str, &str)] = &[("standard.toml", include_str!("../defaults/climate.toml"))];
const ZONES: &[(&str, &str)] = &[("standard.toml", include_str!("../defaults/zone.toml"))];
const EFFECTS: &[(&str, &str)] = &[("effects.toml", include_str!("../defaults/effects.toml"))];

/// The most zones.
pub(crate) const ZONES_MAX: usize = 256;
/// The farthest that a zone lies from the origin, in metres.
const DISTANCE_MAX: f64 = 1e9;

/// The checked content.
#[derive(Clone, Debug)]
pub(crate) struct Atlas {
    zones: BTreeMap<String, Zone>,
    pub(crate) effects: Effects,
}

/// A zone with its climate.
#[derive(Clone, Debug)]
pub(crate) struct Zone {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) altitude_metres: f64,
    pub(crate) climate: Arc<Climate>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ZoneDefinition {
    id: Spanned<String>,
    name: String,
    climate: Spanned<String>,
    x: Spanned<f64>,
    y: Spanned<f64>,
    altitude_metres: Spanned<f64>,
}

impl Atlas {
    /// Where the content comes from.
    pub(crate) fn source(content: Option<&Path>) -> ContentSource {
        ContentSource::new(content, "climates", "toml", CLIMATES)
            .and(ContentSource::new(content, "zones", "toml", ZONES))
            .and(ContentSource::new(content, "weather", "toml", EFFECTS))
    }

    /// Reads and checks the content of these files; all problems of all files are told.
    pub(crate) fn build(files: &[ContentFile]) -> Result<Self, ContentError> {
        let area = |area: &'static str| files.iter().filter(move |file| file.is_in(area));
        let climates = ContentError::all(area("climates").map(|file| Ok((file, climate::read(file)?))));
        let effects = ContentError::all(area("weather").map(Effects::read));
        let (climates, effects) = ContentError::both(climates, effects)?;
        let mut known: BTreeMap<String, Arc<Climate>> = BTreeMap::new();
        for (file, climate) in climates {
            if known.contains_key(&climate.id) {
                return Err(taken(file, "climate", &climate.id));
            }
            known.insert(climate.id.clone(), Arc::new(climate));
        }
        let [effects] = <[Effects; 1]>::try_from(effects).map_err(|files| {
            ContentError::whole("weather", format!("one file is needed, there are {}", files.len()))
        })?;
        let mut zones = BTreeMap::new();
        for (file, zone) in ContentError::all(area("zones").map(|file| Ok((file, read_zone(file, &known)?))))? {
            if zones.contains_key(&zone.id) {
                return Err(taken(file, "zone", &zone.id));
            }
            zones.insert(zone.id.clone(), zone);
        }
        if zones.is_empty() || zones.len() > ZONES_MAX {
            return Err(ContentError::whole("zones", format!("there must be 1 to {ZONES_MAX} zones")));
        }
        Ok(Self { zones, effects })
    }

    /// The zone with this id.
    pub(crate) fn zone(&self, id: &str) -> Option<&Zone> {
        self.zones.get(id)
    }

    /// All zones, ordered by id.
    pub(crate) fn zones(&self) -> impl Iterator<Item = &Zone> {
        self.zones.values()
    }
}

fn taken(file: &ContentFile, what: &str, id: &str) -> ContentError {
    ContentError::whole(file.path.as_str(), format!("the id {id:?} belongs to another file's {what} already"))
}

fn read_zone(file: &ContentFile, climates: &BTreeMap<String, Arc<Climate>>) -> Result<Zone, ContentError> {
    let definition = file.parse::<ZoneDefinition>()?;
    let id = definition.id.get_ref();
    if !is_id(id) {
        let problem = "an id is made of the letters a to z, digits and hyphens";
        return Err(file.error(definition.id.span(), problem));
    }
    let Some(climate) = climates.get(definition.climate.get_ref()) else {
        let problem = format!("there is no climate {:?}", definition.climate.get_ref());
        return Err(file.error(definition.climate.span(), problem));
    };
    let within = |value: &Spanned<f64>, name: &str, low: f64, high: f64| {
        let holds = (low..=high).contains(value.get_ref());
        holds
            .then_some(*value.get_ref())
            .ok_or_else(|| file.error(value.span(), format!("{name} must be from {low} to {high}")))
    };
    Ok(Zone {
        x: within(&definition.x, "x", -DISTANCE_MAX, DISTANCE_MAX)?,
        y: within(&definition.y, "y", -DISTANCE_MAX, DISTANCE_MAX)?,
        altitude_metres: within(&definition.altitude_metres, "altitude_metres", -1000.0, 10_000.0)?,
        climate: Arc::clone(climate),
        id: definition.id.into_inner(),
        name: definition.name,
    })
}
