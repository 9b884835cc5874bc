//! The content of the sample game, and places in it to look at.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use realmwire_sdk::content::Content;

use crate::atlas::{Atlas, Zone};
use crate::climate::Climate;
use crate::course::Site;
use crate::field::Field;
use crate::seasons::{Era, Seasons};

pub(crate) const HOUR_MS: i64 = 3_600_000;
pub(crate) const HOURS_PER_DAY: i64 = 24;
/// Hours of a year of four seasons of ninety days.
pub(crate) const YEAR_HOURS: i64 = 4 * 90 * HOURS_PER_DAY;
pub(crate) const CLIMATES: [&str; 3] = ["temperate-vale", "ember-heights", "salt-coast"];
pub(crate) const ZONES: [&str; 3] = ["coast", "heights", "vale"];

/// Where the sample game's content lies.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

pub(crate) fn atlas() -> Arc<Atlas> {
    static ATLAS: LazyLock<Arc<Atlas>> =
        LazyLock::new(|| Content::load(Atlas::source(Some(&folder())), Atlas::build).unwrap().current());
    Arc::clone(&ATLAS)
}

pub(crate) fn zone(id: &str) -> Zone {
    atlas().zone(id).unwrap().clone()
}

pub(crate) fn climate(id: &str) -> Arc<Climate> {
    let atlas = atlas();
    let zone = atlas.zones().find(|zone| zone.climate.id == id).unwrap();
    Arc::clone(&zone.climate)
}

/// Years of four equal seasons, long before and after the beginning of time.
pub(crate) fn years() -> Era {
    let names = ["spring", "summer", "autumn", "winter"];
    let begins = (-40_i64..4000).map(|quarter| quarter * YEAR_HOURS / 4 * HOUR_MS);
    let spans = begins.zip(names.iter().cycle()).map(|(begin, name)| (begin, (*name).to_owned()));
    Era { hour_ms: HOUR_MS, hours_per_day: HOURS_PER_DAY, spans: spans.collect() }
}

/// A season that never ends.
pub(crate) fn always(season: &str) -> Era {
    let spans = vec![(i64::MIN / 2, season.to_owned())];
    Era { hour_ms: HOUR_MS, hours_per_day: HOURS_PER_DAY, spans }
}

/// A zone through the seasons of a time.
pub(crate) struct Spot {
    pub(crate) zone: Zone,
    pub(crate) seasons: Seasons,
    pub(crate) seed: u64,
    front_metres: f64,
}

impl Spot {
    pub(crate) fn new(zone_id: &str, era: &Era, seed: u64) -> Self {
        Self::at(zone(zone_id), era, seed)
    }

    pub(crate) fn at(zone: Zone, era: &Era, seed: u64) -> Self {
        let seasons = Seasons::new(era, &zone.climate);
        Self { seasons, seed, front_metres: atlas().effects.front_metres, zone }
    }

    pub(crate) fn site(&self) -> Site<'_> {
        let Zone { x, y, altitude_metres, .. } = self.zone;
        let field = Field { seed: self.seed, front_metres: self.front_metres, x, y };
        Site { climate: &self.zone.climate, seasons: &self.seasons, field, altitude_metres }
    }
}
