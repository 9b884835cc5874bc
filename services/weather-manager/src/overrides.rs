//! Weather that was set, which lies over the weather as the climate has it.

#[cfg(test)]
mod tests;

use crate::condition::{Condition, Falling};
use crate::course::{Reading, Site, smooth};
use crate::field::{HourTime, whole};

/// Weather that was set, in game time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Override {
    pub(crate) id: String,
    pub(crate) condition: Condition,
    /// Where in the condition's ranges it lies, from 0 to 1.
    pub(crate) intensity: f64,
    /// When the weather begins to turn to it.
    pub(crate) begin_ms: i64,
    /// When it is all there.
    pub(crate) full_ms: i64,
    /// When it begins to go, and when it is gone; nothing while it stays.
    pub(crate) ending: Option<Ending>,
    /// How long it takes to go, when it is released.
    pub(crate) fade_out_ms: i64,
}

/// The end of weather that was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ending {
    pub(crate) release_ms: i64,
    pub(crate) end_ms: i64,
}

impl Override {
    /// How much of it is there at an instant, from 0 to 1.
    pub(crate) fn weight(&self, milliseconds: i64) -> f64 {
        let risen = if milliseconds < self.begin_ms { 0.0 } else { passed(self.begin_ms, self.full_ms, milliseconds) };
        let left = self.ending.map_or(1.0, |ending| 1.0 - passed(ending.release_ms, ending.end_ms, milliseconds));
        // Released while it still rises, it goes down from where it is.
        smooth(risen.min(1.0)) * smooth(left)
    }

    /// Whether it is over at an instant.
    pub(crate) fn has_ended(&self, milliseconds: i64) -> bool {
        self.ending.is_some_and(|ending| ending.end_ms <= milliseconds)
    }

    /// Lets it go from an instant on; nothing changes if it would be gone earlier anyway.
    pub(crate) fn release(&mut self, milliseconds: i64, fade_out_ms: i64) {
        let end_ms = milliseconds.saturating_add(fade_out_ms);
        if self.ending.is_none_or(|ending| ending.end_ms > end_ms) {
            self.ending = Some(Ending { release_ms: milliseconds, end_ms });
        }
    }

    /// The weather at an instant when this lies over it with a weight.
    fn over(&self, site: &Site<'_>, below: &Reading, time: HourTime, weight: f64) -> Reading {
        let above = self.reading(site, time);
        let blended = below.towards(&above, weight);
        let is_above = weight >= 0.5;
        let upper = if is_above { &above } else { below };
        Reading {
            condition: upper.condition,
            turn: upper.turn,
            celsius: celsius_between(below, &above, weight),
            falling: if upper.falling == Falling::Nothing { blended.falling } else { upper.falling },
            ..blended
        }
        .settled()
    }

    fn reading(&self, site: &Site<'_>, time: HourTime) -> Reading {
        let season = site.seasons.at(time.hour);
        let row = site.row(self.condition, season);
        let natural = site.reading(self.condition, season, time);
        // As in the course, a season that begins is felt within the hour before it.
        let then = site.reading(self.condition, site.seasons.at(time.hour + 1), time);
        Reading {
            celsius: natural.celsius + (then.celsius - natural.celsius) * time.fraction,
            wind: row.wind.at(self.intensity),
            humidity: row.humidity.at(self.intensity),
            // The stronger it is, the less one sees.
            visibility: row.visibility.at(1.0 - self.intensity),
            precipitation: row.precipitation.at(self.intensity),
            ..natural
        }
    }
}

/// The temperature on the way from one condition to another. Halfway, where one gives its name over to the other, it is
/// one that nature allows for both.
fn celsius_between(below: &Reading, above: &Reading, weight: f64) -> f64 {
    let (coldest_below, warmest_below) = below.condition.natural_celsius();
    let (coldest_above, warmest_above) = above.condition.natural_celsius();
    let halfway = f64::midpoint(below.celsius, above.celsius);
    let halfway = halfway.max(coldest_below.max(coldest_above)).min(warmest_below.min(warmest_above));
    if weight < 0.5 {
        below.celsius + (halfway - below.celsius) * (weight * 2.0)
    } else {
        halfway + (above.celsius - halfway) * (weight * 2.0 - 1.0)
    }
}

/// The weather at an instant with all that was set, the latest uppermost; and how much of it was set.
pub(crate) fn laid_over(
    site: &Site<'_>,
    overrides: &[Override],
    natural: Reading,
    milliseconds: i64,
    time: HourTime,
) -> (Reading, f64) {
    let mut shown = natural;
    let mut untouched = 1.0;
    for one in overrides {
        let weight = one.weight(milliseconds);
        if weight > 0.0 {
            shown = one.over(site, &shown, time, weight);
            untouched *= 1.0 - weight;
        }
    }
    (shown, 1.0 - untouched)
}

/// Which part of the time from one instant to another has passed; all of it when there is none between them.
fn passed(from_ms: i64, until_ms: i64, milliseconds: i64) -> f64 {
    if milliseconds >= until_ms {
        return 1.0;
    }
    (whole(milliseconds.saturating_sub(from_ms)) / whole(until_ms.saturating_sub(from_ms).max(1))).clamp(0.0, 1.0)
}
