//! A world at a time: all that is needed to tell its weather, and how it is told.

use std::sync::Arc;

use realmwire_contract::weather_manager::v1;
use realmwire_contract::world_state::v1::World;

use crate::atlas::{Atlas, Zone};
use crate::condition::{Condition, Falling};
use crate::course::{Course, Reading, Site};
use crate::effects::Severity;
use crate::field::{Field, HourTime};
use crate::overrides::{Override, laid_over};
use crate::seasons::{Era, Seasons};

/// A world and its time.
#[derive(Clone)]
pub(crate) struct Scene {
    pub(crate) atlas: Arc<Atlas>,
    pub(crate) era: Arc<Era>,
    pub(crate) seed: u64,
}

/// A zone of a world, through some hours.
pub(crate) struct View<'a> {
    scene: &'a Scene,
    zone: &'a Zone,
    site: Site<'a>,
    pub(crate) course: Course<'a>,
    overrides: &'a [Override],
}

impl Scene {
    /// The seasons as a zone's climate has them.
    pub(crate) fn seasons(&self, zone: &Zone) -> Seasons {
        Seasons::new(&self.era, &zone.climate)
    }

    /// The weather of a zone from one instant to another.
    pub(crate) fn view<'a>(
        &'a self,
        zone: &'a Zone,
        seasons: &'a Seasons,
        overrides: &'a [Override],
        (from_ms, until_ms): (i64, i64),
    ) -> View<'a> {
        let Zone { x, y, altitude_metres, .. } = *zone;
        let field = Field { seed: self.seed, front_metres: self.atlas.effects.front_metres, x, y };
        let site = Site { climate: &zone.climate, seasons, field, altitude_metres };
        let course = Course::new(site, self.era.hour(from_ms), self.era.hour(until_ms));
        View { scene: self, zone, site, course, overrides }
    }
}

impl<'a> View<'a> {
    pub(crate) fn site(&self) -> &Site<'a> {
        &self.site
    }

    /// The condition at an instant, and how dangerous it is.
    pub(crate) fn condition(&self, milliseconds: i64) -> (Condition, Severity) {
        let (_, shown, _) = self.shown(milliseconds);
        (shown.condition, self.scene.atlas.effects.severity(shown.condition))
    }

    /// The weather as the climate has it, what is shown, and how much of that was set.
    fn shown(&self, milliseconds: i64) -> (Reading, Reading, f64) {
        let time = HourTime::at(milliseconds, self.scene.era.hour_ms);
        let natural = self.course.at(time);
        let (shown, weight) = laid_over(&self.site, self.overrides, natural, milliseconds, time);
        (natural, shown, weight)
    }

    /// The weather at an instant.
    pub(crate) fn weather(&self, milliseconds: i64) -> v1::Weather {
        let (natural, shown, override_weight) = self.shown(milliseconds);
        let effects = &self.scene.atlas.effects;
        let season = self.site.seasons.at(self.scene.era.hour(milliseconds));
        let season = self.zone.climate.seasons.get(season).map_or_else(String::new, |season| season.name.clone());
        let turn =
            shown.turn.map(|(condition, progress)| v1::Turn { condition: condition.to_proto().into(), progress });
        let factors = effects.of(&natural, self.overrides, milliseconds);
        v1::Weather {
            zone_id: self.zone.id.clone(),
            milliseconds,
            season,
            condition: shown.condition.to_proto().into(),
            temperature_celsius: shown.celsius,
            humidity_percent: shown.humidity,
            wind_metres_per_second: shown.wind,
            wind_from_degrees: shown.wind_from_degrees,
            visibility_metres: shown.visibility,
            precipitation: precipitation(shown.falling).into(),
            precipitation_millimetres_per_hour: shown.precipitation,
            severity: severity(effects.severity(shown.condition)).into(),
            effects: factors.map(|(name, factor)| v1::Effect { name: name.to_owned(), factor }).collect(),
            turn,
            override_weight,
        }
    }
}

/// What falls.
fn precipitation(falling: Falling) -> v1::Precipitation {
    match falling {
        Falling::Nothing => v1::Precipitation::None,
        Falling::Rain => v1::Precipitation::Rain,
        Falling::Sleet => v1::Precipitation::Sleet,
        Falling::Snow => v1::Precipitation::Snow,
    }
}

/// How dangerous weather is.
pub(crate) fn severity(severity: Severity) -> v1::Severity {
    match severity {
        Severity::None => v1::Severity::None,
        Severity::Advisory => v1::Severity::Advisory,
        Severity::Warning => v1::Severity::Warning,
    }
}

/// Names a world among all that ever had its name: when it was created.
pub(crate) fn incarnation(world: &World) -> String {
    world.create_time.map_or_else(String::new, |time| format!("{}.{:09}", time.seconds, time.nanos))
}
