//! Climates: what the weather of zones can be, and how it changes, in each season.

mod check;
mod definition;
#[cfg(test)]
mod tests;

pub(crate) use check::{is_id, read};

use crate::chain::Kernel;
use crate::condition::{COUNT, Condition};

/// A checked climate.
#[derive(Clone, Debug)]
pub(crate) struct Climate {
    pub(crate) id: String,
    pub(crate) name: String,
    /// The altitude for which the temperatures hold.
    pub(crate) altitude_metres: f64,
    /// The most by which the temperature changes within an hour.
    pub(crate) celsius_per_hour_max: f64,
    /// Where the wind comes from mostly.
    pub(crate) wind_from_degrees: f64,
    pub(crate) dwell_hours: u8,
    pub(crate) seasons: Vec<Season>,
}

/// A season of a climate.
#[derive(Clone, Debug)]
pub(crate) struct Season {
    pub(crate) name: String,
    calendar_names: Vec<String>,
    pub(crate) kernel: Kernel,
    rows: [Option<Row>; COUNT],
    /// The average temperature, roughly: the middles of the conditions' ranges, weighted by how often each holds.
    pub(crate) mean_celsius: f64,
}

/// What a condition is like in a season.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) celsius: Range,
    pub(crate) wind: Range,
    pub(crate) humidity: Range,
    pub(crate) visibility: Range,
    pub(crate) precipitation: Range,
}

/// From the lowest value to the highest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Range {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// How much colder it is with each kilometre up, in degrees: the mean of the lower atmosphere.
const LAPSE_CELSIUS_PER_KILOMETRE: f64 = 6.5;

impl Range {
    /// The value at a share of the range.
    pub(crate) fn at(self, share: f64) -> f64 {
        self.low + (self.high - self.low) * share
    }

    /// The value at a share of the range, in which low values are the more frequent.
    pub(crate) fn skewed_at(self, share: f64) -> f64 {
        self.at(share * share)
    }

    pub(crate) fn middle(self) -> f64 {
        self.at(0.5)
    }
}

impl Climate {
    /// The season that a calendar calls so; the first one when the climate does not know the name.
    pub(crate) fn season_named(&self, calendar_name: &str) -> usize {
        let known = |season: &Season| season.calendar_names.iter().any(|name| name == calendar_name);
        self.seasons.iter().position(known).unwrap_or_default()
    }

    /// What a condition is like in a season, or in the next one that has it.
    pub(crate) fn row(&self, season: usize, condition: Condition) -> Option<&Row> {
        let (before, after) = self.seasons.split_at_checked(season).unwrap_or((&self.seasons, &[]));
        after.iter().chain(before).find_map(|season| season.row(condition))
    }

    /// The temperatures of a condition at an altitude: shifted by it, but never to where nature does not allow it.
    pub(crate) fn celsius(&self, row: &Row, condition: Condition, altitude_metres: f64) -> Range {
        let shift = (self.altitude_metres - altitude_metres) / 1000.0 * LAPSE_CELSIUS_PER_KILOMETRE;
        let (coldest, warmest) = condition.natural_celsius();
        let fit = |celsius: f64| (celsius + shift).clamp(coldest, warmest);
        Range { low: fit(row.celsius.low), high: fit(row.celsius.high) }
    }
}

impl Season {
    /// What a condition is like; nothing for one that the season does not have.
    pub(crate) fn row(&self, condition: Condition) -> Option<&Row> {
        self.rows.get(condition.index())?.as_ref()
    }
}
