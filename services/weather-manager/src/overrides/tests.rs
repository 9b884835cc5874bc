use proptest::prelude::*;

use super::*;
use crate::condition::FROZEN_CELSIUS_MAX;
use crate::course::Course;
use crate::tests::sample::{self, HOUR_MS, Spot, YEAR_HOURS};

fn set(condition: Condition, begin_ms: i64, fade_ms: i64) -> Override {
    let full_ms = begin_ms + fade_ms;
    let (id, fade_out_ms) = ("storm".to_owned(), fade_ms);
    Override { id, condition, intensity: 0.5, begin_ms, full_ms, ending: None, fade_out_ms }
}

#[track_caller]
fn check(one: &Override, expected: &[(i64, f64)]) {
    for (at, weight) in expected {
        assert!((one.weight(*at) - weight).abs() < 1e-12, "{} at {at}", one.weight(*at));
    }
}

#[test]
fn it_comes_gradually_stays_and_goes_gradually() {
    let mut storm = set(Condition::Thunderstorm, 1000, 1000);
    storm.ending = Some(Ending { release_ms: 5000, end_ms: 6000 });
    check(&storm, &[(0, 0.0), (1000, 0.0), (1500, 0.5), (2000, 1.0), (4999, 1.0)]);
    check(&storm, &[(5000, 1.0), (5500, 0.5), (6000, 0.0), (7000, 0.0)]);
    assert!(!storm.has_ended(5999) && storm.has_ended(6000));
}

#[test]
fn it_can_come_and_go_at_once() {
    let mut storm = set(Condition::Rain, 1000, 0);
    check(&storm, &[(999, 0.0), (1000, 1.0)]);
    storm.release(3000, 0);
    check(&storm, &[(2999, 1.0), (3000, 0.0)]);
}

#[test]
fn a_release_brings_the_end_forward_and_never_puts_it_off() {
    let mut storm = set(Condition::Rain, 0, 1000);
    storm.release(500, 1000);
    assert_eq!(storm.ending, Some(Ending { release_ms: 500, end_ms: 1500 }));
    // It rises no farther than it goes down.
    let highest = (0..1500).map(|at| storm.weight(at)).fold(0.0, f64::max);
    assert!(highest < 0.75, "{highest}");
    storm.release(600, 5000);
    assert_eq!(storm.ending, Some(Ending { release_ms: 500, end_ms: 1500 }));
    storm.release(600, 100);
    assert_eq!(storm.ending, Some(Ending { release_ms: 600, end_ms: 700 }));
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 0, ..ProptestConfig::with_cases(32) })]

    /// Whatever is set over whatever weather: it turns without a leap, and nature's rules are kept on the way.
    #[test]
    fn nature_allows_the_way_there_and_back(
        seed in any::<u64>(), zone in 0..3_usize, hour in 0..YEAR_HOURS, first in 0..14_usize, second in 0..14_usize,
    ) {
        let era = sample::years();
        let spot = Spot::new(sample::ZONES[zone], &era, seed);
        let site = spot.site();
        let begin = hour * HOUR_MS;
        let course = Course::new(site, hour - 1, hour + 12);
        let chosen = [first, second].map(|index| Condition::at(index).unwrap());
        prop_assume!(chosen.iter().all(|condition| site.climate.row(0, *condition).is_some()));
        let mut below = set(chosen[0], begin, HOUR_MS);
        below.release(begin + 6 * HOUR_MS, HOUR_MS);
        let mut above = set(chosen[1], begin + 3 * HOUR_MS, HOUR_MS);
        above.release(begin + 8 * HOUR_MS, HOUR_MS);
        let overrides = [below, above];
        let mut before: Option<Reading> = None;
        for minute in 0..(10 * 60) {
            let at = begin + minute * 60_000;
            let time = HourTime::at(at, HOUR_MS);
            let (shown, weight) = laid_over(&site, &overrides, course.at(time), at, time);
            prop_assert!((0.0..=1.0).contains(&weight));
            prop_assert!((0.0..=100.0).contains(&shown.humidity) && shown.precipitation >= 0.0, "{shown:?}");
            let (coldest, warmest) = shown.condition.natural_celsius();
            prop_assert!((coldest - 1e-9..=warmest + 1e-9).contains(&shown.celsius), "{minute}: {shown:?}");
            if matches!(shown.falling, Falling::Snow | Falling::Sleet) {
                prop_assert!(shown.celsius <= FROZEN_CELSIUS_MAX + 1e-9, "{minute}: {shown:?}");
            }
            if let Some(before) = before {
                // Within an hour, from one end of all temperatures to the other.
                prop_assert!((shown.celsius - before.celsius).abs() < 3.0, "{minute}: from {before:?} to {shown:?}");
            }
            before = Some(shown);
        }
    }
}

#[test]
fn a_season_that_begins_meanwhile_makes_no_leap() {
    let era = sample::years();
    let spot = Spot::new(sample::ZONES[0], &era, 1);
    let site = spot.site();
    let known = |condition: &Condition| site.climate.row(0, *condition).is_some();
    for last in (0..YEAR_HOURS).filter(|hour| spot.seasons.at(*hour) != spot.seasons.at(hour + 1)) {
        for one in Condition::all().filter(known).map(|condition| set(condition, 0, 0)) {
            let minutes = (0..120).map(|minute| HourTime::at(last * HOUR_MS + minute * 60_000, HOUR_MS));
            let celsius: Vec<_> = minutes.map(|time| one.reading(&site, time).celsius).collect();
            let leap = celsius.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f64::max);
            assert!(leap < 0.5, "{leap} at hour {last} with {one:?}");
        }
    }
}

/// Fully there, it is what the climate's table says at its intensity, and the latest lies over the others.
#[test]
fn it_is_as_strong_as_it_was_set() {
    let era = sample::years();
    let spot = Spot::new("coast", &era, 1);
    let site = spot.site();
    let time = HourTime::begin_of(500);
    let course = Course::new(site, 500, 500);
    let shown = |overrides: &[Override]| laid_over(&site, overrides, course.at(time), 500 * HOUR_MS, time);
    assert_eq!(shown(&[]), (course.at(time), 0.0));
    let rain = Override { intensity: 1.0, ..set(Condition::Rain, 0, 0) };
    let (reading, weight) = shown(std::slice::from_ref(&rain));
    let row = site.row(Condition::Rain, spot.seasons.at(500));
    assert_eq!((reading.condition, weight), (Condition::Rain, 1.0));
    assert!((reading.precipitation - row.precipitation.high).abs() < 1e-9);
    assert!((reading.wind - row.wind.high).abs() < 1e-9);
    let fog = set(Condition::Fog, 0, 0);
    assert_eq!(shown(&[rain.clone(), fog.clone()]).0.condition, Condition::Fog);
    assert_eq!(shown(&[fog, rain]).0.condition, Condition::Rain);
}
