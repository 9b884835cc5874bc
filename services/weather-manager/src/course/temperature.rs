//! The course of the temperature: within the range of each hour's condition, and never faster than the climate allows.
//!
//! What the season, the time of day and chance ask for at each hour can be too far apart. From it comes the curve that
//! lies in the middle between the lowest curve above it and the highest below it that change as slowly as they must
//! (`McShane` 1934). It is then held between two such curves that keep the ranges of all hours. Holding slow curves between
//! slow curves gives a slow curve.

use super::Site;
use crate::climate::Range;
use crate::condition::Condition;
use crate::field::HourTime;
use crate::random::Channel;

/// How many hours before and after one count for its temperature; by then, the climate allows any change.
pub(crate) const ENVELOPE_HOURS: i64 = 24;

/// What each cause makes of the range of a condition; together more than all of it, which is cut off.
const BY_DAY: f64 = 0.40;
const BY_SLOW_CHANCE: f64 = 0.55;
const BY_FAST_CHANCE: f64 = 0.15;
const BY_SEASON: f64 = 0.60;
/// A difference of the seasons' means, in degrees, that counts in full.
const SEASON_CELSIUS: f64 = 8.0;

/// The temperatures at the beginnings of hours, for the conditions from the hour `from`.
pub(super) fn course(site: &Site<'_>, from: i64, conditions: &[Condition]) -> Vec<f64> {
    let rate = site.climate.celsius_per_hour_max;
    let hours: Vec<Hour> =
        (from..).zip(conditions).map(|(hour, condition)| Hour::new(site, hour, *condition)).collect();
    let ranges: Vec<Range> =
        hours.iter().enumerate().map(|(index, hour)| hour.within(previous(&hours, index))).collect();
    let wished: Vec<f64> =
        hours.iter().zip(&ranges).map(|(hour, range)| hour.wished.clamp(range.low, range.high)).collect();
    let above = highest_below(&ranges.iter().map(|range| range.high).collect::<Vec<_>>(), rate);
    let below = lowest_above(&ranges.iter().map(|range| range.low).collect::<Vec<_>>(), rate);
    let middle = highest_below(&wished, rate).into_iter().zip(lowest_above(&wished, rate));
    middle
        .zip(above.into_iter().zip(below))
        .map(|((low, high), (above, below))| f64::midpoint(low, high).max(below.min(above)).min(above))
        .collect()
}

/// What is asked for at an hour.
#[derive(Clone, Copy)]
struct Hour {
    wished: f64,
    range: Range,
}

fn previous(hours: &[Hour], index: usize) -> Option<&Hour> {
    index.checked_sub(1).and_then(|index| hours.get(index))
}

impl Hour {
    fn new(site: &Site<'_>, hour: i64, condition: Condition) -> Self {
        let season = site.seasons.at(hour);
        let row = site.row(condition, season);
        let range = site.climate.celsius(&row, condition, site.altitude_metres);
        let time = HourTime::begin_of(hour);
        let share = BY_DAY * by_day(site.seasons.day_share(hour))
            + BY_SLOW_CHANCE * site.field.curve(Channel::SlowTemperature, 60, time)
            + BY_FAST_CHANCE * site.field.curve(Channel::FastTemperature, 8, time)
            + BY_SEASON * by_season(site, hour, season);
        Self { wished: range.at(f64::midpoint(share.clamp(-1.0, 1.0), 1.0)), range }
    }

    /// The range at the beginning of the hour, which is also the end of the one before.
    fn within(&self, before: Option<&Self>) -> Range {
        let before = before.map_or(self.range, |before| before.range);
        let high = self.range.high.min(before.high);
        Range { low: self.range.low.max(before.low).min(high), high }
    }
}

/// How warm a time of day is, from -1 to 1: the warmest is a little after the middle of the day.
fn by_day(day_share: f64) -> f64 {
    let distance = (day_share - 0.6 + 0.5).rem_euclid(1.0) - 0.5;
    let far = distance.abs();
    if far <= 0.25 { 1.0 - 16.0 * far * far } else { 16.0 * (0.5 - far) * (0.5 - far) - 1.0 }
}

/// How much warmer or colder it is than in the middle of the season, because another one is near.
fn by_season(site: &Site<'_>, hour: i64, season: usize) -> f64 {
    let mean = |season: usize| site.climate.seasons.get(season).map_or(0.0, |season| season.mean_celsius);
    let nearness = site.seasons.nearness(hour);
    let felt =
        |(other, share): (usize, f64)| share * 2.0 * ((mean(other) - mean(season)) / SEASON_CELSIUS).clamp(-1.0, 1.0);
    nearness.before.map_or(0.0, felt) + nearness.after.map_or(0.0, felt)
}

/// The highest curve that is nowhere above `points` and changes by at most `rate` from one to the next.
fn highest_below(points: &[f64], rate: f64) -> Vec<f64> {
    sweep(points, |near, own| own.min(near + rate))
}

/// The lowest curve that is nowhere below `points` and changes by at most `rate` from one to the next.
fn lowest_above(points: &[f64], rate: f64) -> Vec<f64> {
    sweep(points, |near, own| own.max(near - rate))
}

/// Goes forth and back, each point being bound by the one before.
fn sweep(points: &[f64], bound: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let pass = |points: &mut dyn Iterator<Item = f64>| {
        let mut near: Option<f64> = None;
        let mut curve = Vec::new();
        for own in points {
            let held = near.map_or(own, |near| bound(near, own));
            near = Some(held);
            curve.push(held);
        }
        curve
    };
    let forth = pass(&mut points.iter().copied());
    let mut back = pass(&mut forth.into_iter().rev());
    back.reverse();
    back
}
