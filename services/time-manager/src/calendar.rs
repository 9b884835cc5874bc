//! Calendars: what an instant of game time is called.
//!
//! A calendar is data, read from a file and checked. All arithmetic is on whole milliseconds and days; every date has
//! exactly one day number and every day number one date, for all years in either direction.

mod check;
mod date;
mod definition;
mod format;
mod sky;
mod years;

#[cfg(test)]
mod tests;

pub(crate) use check::read;
pub(crate) use date::{Date, DateError, DateTime, TimeOfDay};
pub(crate) use sky::Phase;

use crate::moment::Moment;
use format::Format;
use years::Years;

/// A checked calendar.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) hours_per_day: u32,
    pub(crate) minutes_per_hour: u32,
    pub(crate) seconds_per_minute: u32,
    pub(crate) weekdays: Vec<String>,
    /// The index of the weekday of the first day of the first year.
    first_weekday: i64,
    /// The parts of the year in their order.
    pub(crate) months: Vec<Month>,
    years: Years,
    /// In the order of their first years; the one that counts down comes first.
    eras: Vec<Era>,
    pub(crate) seasons: Vec<Season>,
    pub(crate) moons: Vec<Moon>,
    daylight: Daylight,
    /// The Julian day at which the first year begins.
    epoch_julian_day: f64,
    format: Format,
    festival_format: Format,
}

/// A part of the year: a month, or days that lie outside of the months.
#[derive(Clone, Debug)]
pub(crate) struct Month {
    pub(crate) name: String,
    pub(crate) days: u32,
    pub(crate) leap_days: u32,
    pub(crate) festival: bool,
    pub(crate) in_week: bool,
    /// Its number among the months, from 1; 0 when it is none.
    pub(crate) number: u32,
}

/// An era and how it counts.
#[derive(Clone, Debug)]
struct Era {
    name: String,
    counts: EraCount,
}

#[derive(Clone, Copy, Debug)]
enum EraCount {
    /// Up from its first year.
    Up(i64),
    /// Down to its last year.
    Down(i64),
}

/// A season and when it begins.
#[derive(Clone, Debug)]
pub(crate) struct Season {
    pub(crate) name: String,
    pub(crate) begins: SeasonStart,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SeasonStart {
    /// With a day of a part of the year.
    Date { month: usize, day: u32 },
    /// With an equinox or solstice of the real sun.
    Sun(crate::sky::Turn),
}

/// A moon and how it moves.
#[derive(Clone, Debug)]
pub(crate) struct Moon {
    pub(crate) name: String,
    pub(crate) orbit: Orbit,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Orbit {
    /// Evenly, from new moon to new moon in `period_ms`; new at `new_moon`.
    Even { period_ms: i64, new_moon: Moment },
    /// As the real moon.
    Real,
}

/// The hours at which the parts of a day begin.
#[derive(Clone, Copy, Debug)]
struct Daylight {
    dawn: u32,
    day: u32,
    dusk: u32,
    night: u32,
}

/// The parts of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DayPart {
    Dawn,
    Day,
    Dusk,
    Night,
}

impl Calendar {
    /// Milliseconds in a minute.
    pub(crate) fn minute_ms(&self) -> i64 {
        i64::from(self.seconds_per_minute) * 1000
    }

    /// Milliseconds in an hour.
    pub(crate) fn hour_ms(&self) -> i64 {
        i64::from(self.minutes_per_hour) * self.minute_ms()
    }

    /// Milliseconds in a day.
    pub(crate) fn day_ms(&self) -> i64 {
        i64::from(self.hours_per_day) * self.hour_ms()
    }

    /// The part of the day at an hour.
    pub(crate) fn day_part(&self, hour: u32) -> DayPart {
        let Daylight { dawn, day, dusk, night } = self.daylight;
        match hour {
            hour if hour < dawn || hour >= night => DayPart::Night,
            hour if hour < day => DayPart::Dawn,
            hour if hour < dusk => DayPart::Day,
            _ => DayPart::Dusk,
        }
    }

    /// The era of a year and the year as it counts it; nothing in a calendar without eras.
    pub(crate) fn era(&self, year: i64) -> Option<(&str, i64)> {
        let (era, year_of_era) = self.eras.iter().rev().find_map(|era| match era.counts {
            EraCount::Up(first) => (year >= first).then(|| (era, year - first + 1)),
            EraCount::Down(last) => (year <= last).then(|| (era, last - year + 1)),
        })?;
        Some((era.name.as_str(), year_of_era))
    }

    /// The instant of the calendar at a real one, in milliseconds since 1970: as if both skies were the same.
    pub(crate) fn moment_in_real_sky(&self, unix_ms: i64) -> Moment {
        /// The Julian day with which 1970 began.
        const UNIX_EPOCH_JULIAN_DAY: f64 = 2_440_587.5;
        const REAL_DAY_MS: i64 = 86_400_000;
        let before_1970 = sky::days_to_ms(UNIX_EPOCH_JULIAN_DAY - self.epoch_julian_day, self.day_ms());
        let since_1970 = i128::from(unix_ms) * i128::from(self.day_ms()) / i128::from(REAL_DAY_MS);
        Moment(before_1970).plus_ms(i64::try_from(since_1970).unwrap_or(i64::MAX))
    }

    /// Whether the moon or the seasons are those of the real sky.
    pub(crate) fn has_real_sky(&self) -> bool {
        self.moons.iter().any(|moon| moon.orbit == Orbit::Real)
            || self.seasons.iter().any(|season| matches!(season.begins, SeasonStart::Sun(_)))
    }

    /// The date and time as the calendar writes it.
    pub(crate) fn text(&self, moment: Moment) -> String {
        let date_time = self.date_time(moment);
        let festival = self.months.get(date_time.date.month).is_some_and(|month| month.festival);
        let format = if festival { &self.festival_format } else { &self.format };
        format.write(self, &date_time)
    }
}
