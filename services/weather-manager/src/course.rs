//! The course of the weather in one zone over some hours, as its climate has it.
//!
//! A course is a pure function of the world's seed, the place, the climate and the time: whichever hours one begins and
//! ends with, an hour has the same weather.

mod temperature;
#[cfg(test)]
mod tests;

use crate::chain::{Driver, Kernel, State, state_at};
use crate::climate::{Climate, Range, Row};
use crate::condition::{Condition, FROZEN_CELSIUS_MAX, Falling, LIQUID_CELSIUS_MIN};
use crate::field::{Field, HourTime};
use crate::random::Channel;
use crate::seasons::Seasons;

pub(crate) use temperature::ENVELOPE_HOURS;

/// A zone in a world: all that its weather follows from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'a> {
    pub(crate) climate: &'a Climate,
    pub(crate) seasons: &'a Seasons,
    pub(crate) field: Field,
    pub(crate) altitude_metres: f64,
}

/// The weather of a zone over some hours.
#[derive(Clone, Debug)]
pub(crate) struct Course<'a> {
    site: Site<'a>,
    first: i64,
    /// The state of each hour from the first.
    states: Vec<State>,
    /// The temperature at the beginning of each hour from the first.
    celsius: Vec<f64>,
}

/// The weather at an instant, without what it means for the game.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reading {
    pub(crate) condition: Condition,
    pub(crate) celsius: f64,
    pub(crate) wind: f64,
    pub(crate) wind_from_degrees: f64,
    pub(crate) humidity: f64,
    pub(crate) visibility: f64,
    pub(crate) precipitation: f64,
    pub(crate) falling: Falling,
    /// The condition to which it turns, and how far it has turned.
    pub(crate) turn: Option<(Condition, f64)>,
}

/// The part of an hour after which the weather turns, if the next hour has another condition.
const TURN_BEGINS: f64 = 0.5;

impl Driver for Site<'_> {
    fn kernel(&self, hour: i64) -> &Kernel {
        // A checked climate has at least one season, and seasons are indices of it.
        static EMPTY: std::sync::LazyLock<Kernel> = std::sync::LazyLock::new(|| Kernel::new(1, &[], Condition::Clear));
        self.climate.seasons.get(self.seasons.at(hour)).map_or(&EMPTY, |season| &season.kernel)
    }

    fn random(&self, hour: i64) -> f64 {
        self.field.uniform(Channel::Conditions, hour)
    }
}

impl<'a> Course<'a> {
    /// The weather from the beginning of the first hour to the end of the last.
    pub(crate) fn new(site: Site<'a>, first: i64, last: i64) -> Self {
        // The temperature needs to know what comes before and after.
        let (from, until) = (first - ENVELOPE_HOURS - 1, last + ENVELOPE_HOURS + 2);
        let mut state = state_at(&site, from);
        let mut states = vec![state];
        for hour in (from + 1)..=until {
            state = site.kernel(hour).next(state, site.random(hour));
            states.push(state);
        }
        let all: Vec<Condition> = states.iter().map(|state| state.condition).collect();
        let celsius = temperature::course(&site, from, &all);
        let skipped = usize::try_from(first - from).unwrap_or_default();
        Self {
            site,
            first,
            states: states.split_off(skipped.min(states.len())),
            celsius: celsius.into_iter().skip(skipped).collect(),
        }
    }

    /// The state at an hour of the course.
    pub(crate) fn state(&self, hour: i64) -> State {
        let index = usize::try_from(hour - self.first).unwrap_or_default();
        let last = self.states.last().copied();
        self.states.get(index).copied().or(last).unwrap_or(State { condition: Condition::Clear, age: 0 })
    }

    /// The condition at an hour of the course.
    pub(crate) fn condition(&self, hour: i64) -> Condition {
        self.state(hour).condition
    }

    /// The weather at an instant of the course.
    pub(crate) fn at(&self, time: HourTime) -> Reading {
        let condition = self.condition(time.hour);
        let now = self.site.reading(condition, self.site.seasons.at(time.hour), time);
        let next = self.condition(time.hour + 1);
        let celsius = self.celsius_at(time);
        let share = turned(time.fraction);
        if next == condition || share <= 0.0 {
            return Reading { celsius, ..now }.settled();
        }
        let then = self.site.reading(next, self.site.seasons.at(time.hour + 1), time);
        let turning = now.towards(&then, share);
        let wind_from_degrees = now.wind_from_degrees;
        Reading { celsius, condition, turn: Some((next, share)), wind_from_degrees, ..turning }.settled()
    }

    fn celsius_at(&self, time: HourTime) -> f64 {
        let index = usize::try_from(time.hour - self.first).unwrap_or_default();
        let node = |index: usize| self.celsius.get(index).or(self.celsius.last()).copied().unwrap_or_default();
        node(index) + (node(index + 1) - node(index)) * time.fraction
    }
}

impl Site<'_> {
    /// What a condition is like at an instant. Its temperature is the middle of its range.
    pub(crate) fn reading(&self, condition: Condition, season: usize, time: HourTime) -> Reading {
        let share = |channel, period| f64::midpoint(self.field.curve(channel, period, time), 1.0);
        let row = self.row(condition, season);
        let direction = self.climate.wind_from_degrees + 120.0 * self.field.curve(Channel::WindDirection, 36, time);
        Reading {
            condition,
            celsius: self.climate.celsius(&row, condition, self.altitude_metres).middle(),
            wind: row.wind.at(share(Channel::Wind, 7)),
            wind_from_degrees: direction.rem_euclid(360.0),
            humidity: row.humidity.at(share(Channel::Humidity, 11)),
            visibility: row.visibility.skewed_at(share(Channel::Visibility, 5)),
            precipitation: row.precipitation.skewed_at(share(Channel::Precipitation, 4)),
            falling: condition.falling(),
            turn: None,
        }
    }

    /// What a condition is like in a season. Every condition that the chain comes to is in some season of the climate.
    pub(crate) fn row(&self, condition: Condition, season: usize) -> Row {
        const NOTHING: Range = Range { low: 0.0, high: 0.0 };
        let none =
            Row { celsius: NOTHING, wind: NOTHING, humidity: NOTHING, visibility: NOTHING, precipitation: NOTHING };
        self.climate.row(season, condition).copied().unwrap_or(none)
    }
}

impl Reading {
    /// What falls as the temperature allows it: while one condition gives way to another, what is left of it melts or
    /// freezes.
    pub(crate) fn settled(self) -> Self {
        let falling = match self.falling {
            _ if self.precipitation <= 0.0 => Falling::Nothing,
            Falling::Rain if self.celsius < LIQUID_CELSIUS_MIN => Falling::Snow,
            Falling::Sleet | Falling::Snow if self.celsius > FROZEN_CELSIUS_MAX => Falling::Rain,
            falling => falling,
        };
        Self { falling, ..self }
    }

    /// A part of the way to another weather; the condition is this one's.
    pub(crate) fn towards(&self, other: &Self, share: f64) -> Self {
        let between = |from: f64, to: f64| from + (to - from) * share;
        let falling = if self.falling == Falling::Nothing { other.falling } else { self.falling };
        Self {
            celsius: between(self.celsius, other.celsius),
            wind: between(self.wind, other.wind),
            wind_from_degrees: between(self.wind_from_degrees, other.wind_from_degrees),
            humidity: between(self.humidity, other.humidity),
            visibility: between(self.visibility, other.visibility),
            precipitation: between(self.precipitation, other.precipitation),
            falling,
            ..*self
        }
    }
}

/// How far the weather has turned to the next hour's at a part of an hour: slowly at first and at last.
fn turned(fraction: f64) -> f64 {
    smooth((fraction - TURN_BEGINS) / (1.0 - TURN_BEGINS))
}

/// From 0 to 1, slowly at first and at last.
pub(crate) fn smooth(share: f64) -> f64 {
    let share = share.clamp(0.0, 1.0);
    share * share * (3.0 - 2.0 * share)
}
