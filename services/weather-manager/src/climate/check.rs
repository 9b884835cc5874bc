//! From a climate's file to a climate: every rule that a definition must keep, and the line where it does not.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range as Place;

use realmwire_sdk::content::{ContentError, ContentFile, Spanned};

use super::definition::{self, Definition};
use super::{Climate, Range, Row, Season};
use crate::chain::{Kernel, Leaving};
use crate::condition::{COUNT, Condition, Falling};
use crate::course::ENVELOPE_HOURS;

/// The most seasons of a climate.
const SEASONS_MAX: usize = 12;
/// The most hours that a condition lasts at least.
const DWELL_HOURS_MAX: u8 = 6;
/// The most hours that a condition lasts on average: with longer spells, what the weather is would be decided too far
/// back.
const SPELL_HOURS_MAX: f64 = 120.0;
/// The least share of an hour's chances that a condition which can follow must have.
const WEIGHT_MIN: f64 = 0.001;

/// Reads and checks the climate in a file; every problem is told.
pub(crate) fn read(file: &ContentFile) -> Result<Climate, ContentError> {
    let definition = file.parse::<Definition>()?;
    let checker = Checker { file };
    let head = checker.head(&definition);
    let seasons = checker.seasons(&definition);
    let ((), seasons) = ContentError::both(head, seasons)?;
    let climate = Climate {
        id: definition.id.get_ref().clone(),
        name: definition.name.clone(),
        altitude_metres: *definition.altitude_metres.get_ref(),
        celsius_per_hour_max: *definition.celsius_per_hour_max.get_ref(),
        wind_from_degrees: *definition.wind_from_degrees.get_ref(),
        dwell_hours: *definition.dwell_hours.get_ref(),
        seasons,
    };
    checker.span(&climate, &definition)?;
    Ok(climate)
}

struct Checker<'a> {
    file: &'a ContentFile,
}

impl Checker<'_> {
    fn error(&self, place: Place<usize>, problem: impl Into<String>) -> ContentError {
        self.file.error(place, problem)
    }

    fn ensure(&self, holds: bool, place: Place<usize>, problem: impl Into<String>) -> Result<(), ContentError> {
        if holds { Ok(()) } else { Err(self.error(place, problem)) }
    }

    fn number(&self, value: &Spanned<f64>, name: &str, limits: (f64, f64)) -> Result<(), ContentError> {
        let (low, high) = limits;
        let holds = (low..=high).contains(value.get_ref());
        self.ensure(holds, value.span(), format!("{name} must be from {low} to {high}"))
    }

    fn head(&self, definition: &Definition) -> Result<(), ContentError> {
        let id = definition.id.get_ref();
        let dwell = &definition.dwell_hours;
        let dwells = (1..=DWELL_HOURS_MAX).contains(dwell.get_ref());
        let rules = [
            self.ensure(is_id(id), definition.id.span(), "an id is made of the letters a to z, digits and hyphens"),
            self.number(&definition.altitude_metres, "altitude_metres", (-1000.0, 10_000.0)),
            self.ensure(dwells, dwell.span(), format!("dwell_hours must be from 1 to {DWELL_HOURS_MAX}")),
            self.number(&definition.celsius_per_hour_max, "celsius_per_hour_max", (0.5, 20.0)),
            self.number(&definition.wind_from_degrees, "wind_from_degrees", (0.0, 360.0)),
        ];
        ContentError::all(rules).map(drop)
    }

    fn seasons(&self, definition: &Definition) -> Result<Vec<Season>, ContentError> {
        let seasons = definition.seasons.get_ref();
        let counts = (1..=SEASONS_MAX).contains(&seasons.len());
        self.ensure(counts, definition.seasons.span(), format!("a climate has 1 to {SEASONS_MAX} seasons"))?;
        let dwell_hours = (*definition.dwell_hours.get_ref()).clamp(1, DWELL_HOURS_MAX);
        let checked = ContentError::all(seasons.iter().map(|season| self.season(season, dwell_hours)))?;
        let mut known = BTreeSet::new();
        for season in seasons {
            for name in season.calendar_names.get_ref() {
                let problem = format!("{name:?} is the name of another season as well");
                self.ensure(known.insert(name), season.calendar_names.span(), problem)?;
            }
        }
        Ok(checked)
    }

    fn season(&self, season: &definition::Season, dwell_hours: u8) -> Result<Season, ContentError> {
        let rows = season.conditions.iter().map(|(name, row)| self.row(season, name, row, dwell_hours));
        let (checked, entry) = ContentError::both(ContentError::all(rows), self.named(&season.entry))?;
        let (table, values): (Vec<Leaving>, Vec<Row>) = checked.into_iter().unzip();
        let mut rows = [None; COUNT];
        for (leaving, row) in table.iter().zip(&values) {
            if let Some(slot) = rows.get_mut(leaving.condition.index()) {
                *slot = Some(*row);
            }
        }
        let has_entry = table.iter().any(|leaving| leaving.condition == entry);
        self.ensure(has_entry, season.entry.span(), "entry must be a condition that the season has")?;
        self.reachable(season, &table, entry)?;
        self.common_temperature(season, &values)?;
        let kernel = Kernel::new(dwell_hours, &table, entry);
        let middle = |row: &Option<Row>| row.map_or(0.0, |row| row.celsius.middle());
        let mean_celsius = kernel.stationary().iter().zip(&rows).map(|(share, row)| share * middle(row)).sum();
        Ok(Season {
            name: season.name.get_ref().clone(),
            calendar_names: season.calendar_names.get_ref().clone(),
            kernel,
            rows,
            mean_celsius,
        })
    }

    fn named(&self, name: &Spanned<String>) -> Result<Condition, ContentError> {
        Condition::named(name.get_ref()).ok_or_else(|| self.error(name.span(), unknown(name.get_ref())))
    }

    fn row(
        &self,
        season: &definition::Season,
        name: &Spanned<String>,
        row: &definition::Row,
        dwell_hours: u8,
    ) -> Result<(Leaving, Row), ContentError> {
        let condition = self.named(name)?;
        let limits = (f64::from(dwell_hours), SPELL_HOURS_MAX);
        let hours = self.number(&row.hours, "hours (on average, not less than dwell_hours)", limits);
        let (next, ()) = ContentError::both(self.next(season, name, row), hours)?;
        let values = Row {
            celsius: self.range(&row.celsius, "celsius", condition.natural_celsius())?,
            wind: self.range(&row.wind, "wind", (0.0, 100.0))?,
            humidity: self.range(&row.humidity, "humidity", (0.0, 100.0))?,
            visibility: self.range(&row.visibility, "visibility", (1.0, 100_000.0))?,
            precipitation: self.precipitation(condition, name, row)?,
        };
        Ok((Leaving { condition, hours: *row.hours.get_ref(), next }, values))
    }

    fn next(
        &self,
        season: &definition::Season,
        name: &Spanned<String>,
        row: &definition::Row,
    ) -> Result<Vec<(Condition, f64)>, ContentError> {
        let place = || row.next.span();
        let next: &BTreeMap<String, f64> = row.next.get_ref();
        self.ensure(!next.is_empty(), place(), "next must name at least one condition")?;
        ContentError::all(next.iter().map(|(other, weight)| {
            let condition = Condition::named(other).ok_or_else(|| self.error(place(), unknown(other)))?;
            let has = season.conditions.keys().any(|key| key.get_ref() == other);
            self.ensure(has, place(), format!("the season has no {other}"))?;
            self.ensure(other != name.get_ref(), place(), "hours says how long it lasts: next must be others")?;
            let weighs = (WEIGHT_MIN..=1000.0).contains(weight);
            self.ensure(weighs, place(), format!("the weight of {other} must be from {WEIGHT_MIN} to 1000"))?;
            Ok((condition, *weight))
        }))
    }

    fn precipitation(
        &self,
        condition: Condition,
        name: &Spanned<String>,
        row: &definition::Row,
    ) -> Result<Range, ContentError> {
        match (&row.precipitation, condition.falling()) {
            (None, Falling::Nothing) => Ok(Range { low: 0.0, high: 0.0 }),
            (Some(given), Falling::Nothing) => {
                Err(self.error(given.span(), format!("nothing falls from {}", condition.name())))
            }
            (None, _) => Err(self.error(name.span(), format!("{} needs precipitation", condition.name()))),
            (Some(given), _) => self.range(given, "precipitation", (0.05, 200.0)),
        }
    }

    fn range(&self, pair: &Spanned<[f64; 2]>, name: &str, limits: (f64, f64)) -> Result<Range, ContentError> {
        let [low, high] = *pair.get_ref();
        let (least, most) = limits;
        let holds = low.is_finite() && high.is_finite() && least <= low && low <= high && high <= most;
        let problem = format!("{name} must be the lowest and the highest value, within {least} and {most}");
        self.ensure(holds, pair.span(), problem)?;
        Ok(Range { low, high })
    }

    /// Every condition can come, and can be left for good: otherwise the chain would have no one distribution.
    fn reachable(&self, season: &definition::Season, table: &[Leaving], entry: Condition) -> Result<(), ContentError> {
        let reached = |from: Condition| {
            let mut seen = BTreeSet::from([from]);
            let mut open = vec![from];
            while let Some(condition) = open.pop() {
                let row = table.iter().find(|leaving| leaving.condition == condition);
                for (next, _) in row.iter().flat_map(|row| &row.next) {
                    if seen.insert(*next) {
                        open.push(*next);
                    }
                }
            }
            seen
        };
        let from_entry = reached(entry);
        for leaving in table {
            let name = leaving.condition.name();
            let key = season.conditions.keys().find(|key| key.get_ref() == name);
            let place = || key.map_or(season.name.span(), Spanned::span);
            self.ensure(from_entry.contains(&leaving.condition), place(), format!("nothing leads to {name}"))?;
            let returns = reached(leaving.condition).contains(&entry);
            self.ensure(returns, place(), format!("{name} never leads back to {}", entry.name()))?;
        }
        Ok(())
    }

    /// Any condition can follow another within hours, and the temperature changes slowly: there must be one that all of
    /// them allow.
    fn common_temperature(&self, season: &definition::Season, rows: &[Row]) -> Result<(), ContentError> {
        let lowest = rows.iter().map(|row| row.celsius.high).fold(f64::INFINITY, f64::min);
        for (name, row) in &season.conditions {
            let [low, _] = *row.celsius.get_ref();
            let problem = format!(
                "{} begins at {low} degrees, but another condition of the season ends at {lowest}: all need a common \
                 temperature",
                name.get_ref()
            );
            self.ensure(low <= lowest, row.celsius.span(), problem)?;
        }
        Ok(())
    }

    /// From the coldest to the warmest within the hours that are looked at.
    fn span(&self, climate: &Climate, definition: &Definition) -> Result<(), ContentError> {
        let ranges = || climate.seasons.iter().flat_map(|season| season.rows.iter().flatten()).map(|row| row.celsius);
        let coldest = ranges().map(|range| range.low).fold(f64::INFINITY, f64::min);
        let warmest = ranges().map(|range| range.high).fold(f64::NEG_INFINITY, f64::max);
        let hours = crate::field::whole(ENVELOPE_HOURS);
        let holds = warmest - coldest < climate.celsius_per_hour_max * hours;
        let problem = format!("is too little to get from {coldest} to {warmest} degrees within {hours} hours");
        self.ensure(holds, definition.celsius_per_hour_max.span(), problem)
    }
}

fn unknown(name: &str) -> String {
    let known: Vec<_> = Condition::all().map(Condition::name).collect();
    format!("{name:?} is no condition; there are {}", known.join(", "))
}

/// Whether a text can be the id of a climate or a zone.
pub(crate) fn is_id(id: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !id.is_empty() && id.len() <= 128 && id.bytes().all(allowed)
}
