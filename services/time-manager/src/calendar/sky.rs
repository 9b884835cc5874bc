//! Seasons and moons at an instant.

use std::f64::consts::TAU;

use super::{Calendar, Moon, Orbit, SeasonStart};
use crate::moment::Moment;
use crate::sky::{lunation, turn_at};

/// What a moon shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct MoonView {
    /// How far it is from one new moon to the next, from 0 to just under 1.
    pub(crate) cycle: f64,
    pub(crate) phase: Phase,
    /// The part of its face that is lit, from 0 to 1.
    pub(crate) illumination: f64,
}

/// The phases of a moon; each is an eighth of its period, with its moment in the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    New,
    WaxingCrescent,
    FirstQuarter,
    WaxingGibbous,
    Full,
    WaningGibbous,
    LastQuarter,
    WaningCrescent,
}

/// The upper bounds of the phases within a cycle; what lies above the last is new again.
const PHASES: [(f64, Phase); 8] = [
    (1.0 / 16.0, Phase::New),
    (3.0 / 16.0, Phase::WaxingCrescent),
    (5.0 / 16.0, Phase::FirstQuarter),
    (7.0 / 16.0, Phase::WaxingGibbous),
    (9.0 / 16.0, Phase::Full),
    (11.0 / 16.0, Phase::WaningGibbous),
    (13.0 / 16.0, Phase::LastQuarter),
    (15.0 / 16.0, Phase::WaningCrescent),
];

impl MoonView {
    fn of_cycle(cycle: f64) -> Self {
        let phase = PHASES.into_iter().find(|(bound, _)| cycle < *bound).map_or(Phase::New, |(_, phase)| phase);
        Self { cycle, phase, illumination: (1.0 - (cycle * TAU).cos()) / 2.0 }
    }
}

impl Calendar {
    /// What a moon shows at an instant.
    pub(crate) fn moon_view(&self, moon: &Moon, moment: Moment) -> MoonView {
        MoonView::of_cycle(match moon.orbit {
            Orbit::Even { period_ms, new_moon } => {
                let age_ms = moment.0.saturating_sub(new_moon.0).rem_euclid(period_ms);
                ratio(age_ms, period_ms)
            }
            Orbit::Real => lunation(self.julian_day(moment)),
        })
    }

    /// The index of the season at an instant; nothing in a calendar without seasons.
    pub(crate) fn season(&self, moment: Moment) -> Option<usize> {
        if self.seasons.iter().any(|season| matches!(season.begins, SeasonStart::Sun(_))) {
            let turn = turn_at(self.julian_day(moment));
            return self.seasons.iter().position(|season| season.begins == SeasonStart::Sun(turn));
        }
        let date = self.date(self.day_number(moment));
        let today = self.day_of_year(&date);
        let begun = self.seasons.iter().rposition(|season| self.season_day(season.begins, date.year) <= today);
        // Before the first season of a year, the last one of the year before goes on.
        begun.or(self.seasons.len().checked_sub(1))
    }

    /// The seasons from one instant until before another: when each begins, and its index. The first begins with the
    /// first instant.
    pub(crate) fn seasons_between(&self, from: Moment, until: Moment) -> Vec<(Moment, usize)> {
        let mut spans = Vec::new();
        let Some(mut season) = self.season(from) else { return spans };
        spans.push((from, season));
        let by_sun = self.seasons.iter().any(|season| matches!(season.begins, SeasonStart::Sun(_)));
        // A season by date begins with a day, and may last for one; those of the real sun last for about ninety.
        let step_ms = if by_sun { self.day_ms().saturating_mul(30) } else { self.day_ms() };
        let mut seen = from;
        while seen < until {
            let next = Moment(seen.period(step_ms).saturating_add(1).saturating_mul(step_ms)).min(until);
            let found = self.season(next).unwrap_or(season);
            if found != season {
                let begin = self.season_change(seen, next);
                spans.extend((begin < until).then_some((begin, found)));
                season = found;
            }
            seen = next;
        }
        spans
    }

    /// The first instant after `before` that has the season of `after`, given that there is one change between them.
    fn season_change(&self, mut before: Moment, mut after: Moment) -> Moment {
        let changed = self.season(after);
        while after.0 - before.0 > 1 {
            let middle = Moment(before.0 + (after.0 - before.0) / 2);
            if self.season(middle) == changed { after = middle } else { before = middle }
        }
        after
    }

    /// The day of a year with which a season begins.
    fn season_day(&self, begins: SeasonStart, year: i64) -> i64 {
        match begins {
            SeasonStart::Date { month, day } => self.days_of_year_before(year, month) + i64::from(day),
            SeasonStart::Sun(_) => i64::MAX,
        }
    }

    /// Days in a length of time.
    pub(crate) fn days_in(&self, milliseconds: i64) -> f64 {
        ratio(milliseconds, self.day_ms())
    }

    /// The Julian day of an instant, in universal time.
    pub(crate) fn julian_day(&self, moment: Moment) -> f64 {
        self.epoch_julian_day + ratio(moment.0, self.day_ms())
    }
}

/// A quotient whose whole part keeps its precision.
fn ratio(part: i64, whole: i64) -> f64 {
    lossy(part.div_euclid(whole)) + lossy(part.rem_euclid(whole)) / lossy(whole)
}

#[expect(clippy::cast_precision_loss, reason = "counts of days and milliseconds of a day are far below 2^53")]
fn lossy(value: i64) -> f64 {
    value as f64
}

/// Whole milliseconds in a number of days.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "up to ten million days of a day's milliseconds; beyond an i64 it saturates, and a millisecond is close enough"
)]
pub(super) fn days_to_ms(days: f64, day_ms: i64) -> i64 {
    (days * day_ms as f64).round() as i64
}
