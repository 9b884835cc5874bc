//! Which season it is at an hour, as the calendar of a clock has it.

use crate::climate::Climate;
use crate::field::whole;

/// The time of a calendar: how long its hours and days are, and its seasons.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Era {
    pub(crate) hour_ms: i64,
    pub(crate) hours_per_day: i64,
    /// When each season begins, in milliseconds, and what the calendar calls it; the first goes back as far as is known.
    pub(crate) spans: Vec<(i64, String)>,
}

/// The seasons of a climate in a calendar's time.
#[derive(Clone, Debug)]
pub(crate) struct Seasons {
    hours_per_day: i64,
    /// The first hour of each season, and its index in the climate. Neighbours differ.
    spans: Vec<(i64, usize)>,
}

/// How strongly the seasons before and after an hour are felt, from 0 to 0.5.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Nearness {
    /// The index of the season and how much of it is felt.
    pub(crate) before: Option<(usize, f64)>,
    pub(crate) after: Option<(usize, f64)>,
}

/// How long before and after its beginning a season is felt, in days.
pub(crate) const FELT_DAYS: i64 = 20;

impl Era {
    /// The hour in which an instant lies.
    pub(crate) fn hour(&self, milliseconds: i64) -> i64 {
        milliseconds.div_euclid(self.hour_ms.max(1))
    }
}

impl Seasons {
    pub(crate) fn new(era: &Era, climate: &Climate) -> Self {
        let hour_ms = era.hour_ms.max(1);
        let mut spans: Vec<(i64, usize)> = Vec::with_capacity(era.spans.len());
        for (begin_ms, name) in &era.spans {
            // A season that begins within an hour begins for the weather with the next one.
            let first_hour = begin_ms.div_euclid(hour_ms) + i64::from(begin_ms.rem_euclid(hour_ms) > 0);
            let season = climate.season_named(name);
            if spans.last().is_none_or(|(_, last)| *last != season) {
                spans.push((first_hour, season));
            }
        }
        Self { hours_per_day: era.hours_per_day.max(1), spans }
    }

    /// The index of the season at an hour.
    pub(crate) fn at(&self, hour: i64) -> usize {
        self.place(hour).1
    }

    /// The place of an hour's season among the spans, and its index.
    fn place(&self, hour: i64) -> (usize, usize) {
        let place = self.spans.partition_point(|(begin, _)| *begin <= hour).saturating_sub(1);
        (place, self.spans.get(place).map_or(0, |(_, season)| *season))
    }

    /// How strongly the neighbouring seasons are felt.
    pub(crate) fn nearness(&self, hour: i64) -> Nearness {
        let felt_hours = whole(FELT_DAYS * self.hours_per_day);
        let felt = |distance: i64| 0.5 - 0.5 * whole(distance) / felt_hours;
        let (place, _) = self.place(hour);
        let span = |place: Option<usize>| place.and_then(|place| self.spans.get(place));
        let before = match (span(place.checked_sub(1)), span(Some(place))) {
            (Some((_, season)), Some((begin, _))) => Some((*season, felt(hour - begin))),
            _ => None,
        };
        let after = span(Some(place + 1)).map(|(begin, season)| (*season, felt(begin - hour)));
        let near = |season: &(usize, f64)| season.1 > 0.0;
        Nearness { before: before.filter(near), after: after.filter(near) }
    }

    /// The part of the day that has passed at the beginning of an hour.
    pub(crate) fn day_share(&self, hour: i64) -> f64 {
        whole(hour.rem_euclid(self.hours_per_day)) / whole(self.hours_per_day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::sample;

    #[test]
    fn a_season_is_felt_before_and_after_it_begins() {
        let spans = [(0, "winter"), (1000 * 3_600_000 + 1, "spring"), (9000 * 3_600_000, "summer")];
        let spans = spans.map(|(begin, name)| (begin, name.to_owned())).to_vec();
        let climate = sample::climate("temperate-vale");
        let [winter, spring, summer] = ["winter", "spring", "summer"].map(|name| climate.season_named(name));
        let seasons = Seasons::new(&Era { hour_ms: 3_600_000, hours_per_day: 24, spans }, &climate);
        assert_eq!([-5, 1000, 1001, 9000].map(|hour| seasons.at(hour)), [winter, winter, spring, summer]);
        assert_eq!(seasons.nearness(400), Nearness::default());
        let felt = |hour| seasons.nearness(hour).after.map_or(0.0, |(_, share)| share);
        assert!(felt(600) > 0.0 && felt(600) < felt(1000) && felt(1000) < 0.5);
        let (season, share) = seasons.nearness(1001).before.unwrap();
        assert_eq!(season, winter);
        assert!((share - 0.5).abs() < 0.01);
    }
}
