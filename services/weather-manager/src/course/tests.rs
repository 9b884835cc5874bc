use proptest::prelude::*;

use super::*;
use crate::chain::LOOKBACK_HOURS;
use crate::condition::COUNT;
use crate::field::whole;
use crate::seasons::Era;
use crate::tests::sample::{self, HOUR_MS, Spot, YEAR_HOURS};

/// The conditions of a zone from one hour to before another.
fn conditions(spot: &Spot, first: i64, until: i64) -> Vec<Condition> {
    let site = spot.site();
    let course = Course::new(site, first, until - 1);
    (first..until).map(|hour| course.condition(hour)).collect()
}

fn share(count: usize, of: usize) -> f64 {
    whole(i64::try_from(count).unwrap()) / whole(i64::try_from(of).unwrap())
}

fn counts(conditions: &[Condition]) -> [usize; COUNT] {
    std::array::from_fn(|index| conditions.iter().filter(|condition| condition.index() == index).count())
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 0, ..ProptestConfig::with_cases(24) })]

    /// Whichever hours one begins and ends with, and whether one asks for one hour or a year, an hour has one weather.
    #[test]
    fn looking_at_one_hour_is_the_same_as_getting_there(
        seed in any::<u64>(), zone in 0..3_usize, hour in -20_000..200_000_i64, before in 0..400_i64, after in 0..50_i64,
        fraction in 0.0..1.0_f64,
    ) {
        let era = sample::years();
        let spot = Spot::new(sample::ZONES[zone], &era, seed);
        let time = HourTime { hour, fraction };
        let at_once = Course::new(spot.site(), hour, hour).at(time);
        let on_the_way = Course::new(spot.site(), hour - before, hour + after).at(time);
        prop_assert_eq!(at_once, on_the_way);
    }

    #[test]
    fn nature_allows_what_is_told(seed in any::<u64>(), zone in 0..3_usize, begin in -20_000..200_000_i64) {
        let era = sample::years();
        let spot = Spot::new(sample::ZONES[zone], &era, seed);
        let site = spot.site();
        let course = Course::new(site, begin, begin + 200);
        let rate = site.climate.celsius_per_hour_max / 60.0 + 1e-9;
        let mut before: Option<f64> = None;
        for minute in 0..(200 * 60) {
            let time = HourTime::at(begin * HOUR_MS + minute * 60_000, HOUR_MS);
            let reading = course.at(time);
            let Reading { condition, celsius, humidity, precipitation, falling, .. } = reading;
            prop_assert!((0.0..=100.0).contains(&humidity), "{reading:?}");
            prop_assert!(reading.wind >= 0.0 && reading.visibility > 0.0 && precipitation >= 0.0, "{reading:?}");
            prop_assert!((0.0..360.0).contains(&reading.wind_from_degrees), "{reading:?}");
            prop_assert_eq!(falling == Falling::Nothing, precipitation == 0.0, "{:?}", reading);
            let (coldest, warmest) = condition.natural_celsius();
            prop_assert!((coldest - 0.5..=warmest).contains(&celsius), "{reading:?}");
            if matches!(falling, Falling::Snow | Falling::Sleet) {
                prop_assert!(celsius <= FROZEN_CELSIUS_MAX, "{reading:?}");
            }
            if falling == Falling::Rain {
                prop_assert!(celsius >= LIQUID_CELSIUS_MIN, "{reading:?}");
            }
            if let Some(before) = before {
                prop_assert!((celsius - before).abs() <= rate, "from {before} to {celsius} within a minute");
            }
            before = Some(celsius);
        }
    }
}

#[test]
fn a_condition_lasts_for_the_climates_shortest_time_at_least() {
    let era = sample::years();
    for zone in sample::ZONES {
        let spot = Spot::new(zone, &era, 7);
        let hours = conditions(&spot, 0, YEAR_HOURS);
        let dwell = usize::from(spot.zone.climate.dwell_hours);
        let spells: Vec<usize> = hours.chunk_by(|left, right| left == right).map(<[_]>::len).collect();
        let inner = &spells[1..spells.len() - 1];
        assert!(inner.iter().all(|spell| *spell >= dwell), "{zone}: {:?}", inner.iter().min());
    }
}

/// Everything of a year lies in the ranges that the data gives for its season and condition.
#[test]
fn a_year_in_each_climate_stays_in_the_ranges_of_its_data() {
    let era = sample::years();
    for zone in sample::ZONES {
        let spot = Spot::new(zone, &era, 412);
        let site = spot.site();
        let course = Course::new(site, 0, YEAR_HOURS);
        let (mut colder, mut coldest_by) = (0, 0.0_f64);
        for hour in 0..YEAR_HOURS {
            let reading = course.at(HourTime::begin_of(hour));
            let row = site.row(reading.condition, spot.seasons.at(hour));
            let inside = |range: Range, value: f64| (range.low..=range.high).contains(&value);
            assert!(inside(row.wind, reading.wind), "{zone} {hour}: {reading:?}");
            assert!(inside(row.humidity, reading.humidity), "{zone} {hour}: {reading:?}");
            assert!(inside(row.visibility, reading.visibility), "{zone} {hour}: {reading:?}");
            assert!(inside(row.precipitation, reading.precipitation), "{zone} {hour}: {reading:?}");
            let celsius = site.climate.celsius(&row, reading.condition, site.altitude_metres);
            assert!(reading.celsius <= celsius.high + 1e-9, "{zone} {hour}: {reading:?}");
            if reading.celsius < celsius.low - 1e-9 {
                colder += 1;
                coldest_by = coldest_by.max(celsius.low - reading.celsius);
            }
        }
        assert_eq!(colder, 0, "{zone}: by up to {coldest_by}");
    }
}

/// The weather at hours months apart is independent, so that the counts follow the chi-square distribution.
#[test]
fn frequencies_are_those_of_the_stationary_distribution() {
    for (zone, name) in [("vale", "winter"), ("heights", "spring"), ("coast", "autumn")] {
        let era = sample::always(name);
        let spot = Spot::new(zone, &era, 2030);
        let season = &spot.zone.climate.seasons[spot.zone.climate.season_named(name)];
        let expected = season.kernel.stationary();
        let samples = 4000;
        let seen: Vec<_> = (0..samples).map(|number| state_at(&spot.site(), number * 2000 - 999).condition).collect();
        let mut degrees = -1;
        let mut rest = (0.0, 0.0);
        let mut chi_square = 0.0;
        for (count, share) in counts(&seen).into_iter().zip(expected) {
            let (count, expected) = (whole(i64::try_from(count).unwrap()), share * whole(samples));
            if expected < 10.0 {
                rest = (rest.0 + count, rest.1 + expected);
                continue;
            }
            degrees += 1;
            chi_square += (count - expected).powi(2) / expected;
        }
        if rest.1 >= 1.0 {
            degrees += 1;
            chi_square += (rest.0 - rest.1).powi(2) / rest.1;
        }
        // Passed by chance once in a thousand with 13 degrees of freedom, and less often with fewer.
        assert!(degrees <= 13 && chi_square < 34.5, "{zone}: {chi_square} with {degrees} degrees of freedom");
    }
}

/// As the table says: the shortest time, and after it the same chance each hour.
#[test]
fn spells_last_as_the_data_says() {
    let era = sample::always("winter");
    let spot = Spot::new("vale", &era, 5);
    let hours = conditions(&spot, 0, 60_000);
    for (condition, expected) in [(Condition::Clear, 10.0), (Condition::Snow, 6.0), (Condition::Overcast, 9.0)] {
        let spells: Vec<f64> = hours
            .chunk_by(|left, right| left == right)
            .filter(|spell| spell[0] == condition)
            .map(|spell| whole(i64::try_from(spell.len()).unwrap()))
            .collect();
        let count = whole(i64::try_from(spells.len()).unwrap());
        let mean = spells.iter().sum::<f64>() / count;
        // A geometric distribution deviates by about its mean; four standard errors.
        assert!((mean - expected).abs() < 4.0 * expected / count.sqrt(), "{condition:?}: {mean} over {count} spells");
        let median_by_chance = (1.0 - 1.0 / (expected - 1.0)).powi(4);
        let longer = share(spells.iter().filter(|spell| **spell > 5.5).count(), spells.len());
        assert!((longer - median_by_chance).abs() < 4.0 * 0.5 / count.sqrt(), "{condition:?}: {longer}");
    }
}

/// A year of seasons has the frequencies of each season's chain.
#[test]
fn years_follow_their_seasons() {
    let era = sample::years();
    for zone in sample::ZONES {
        let spot = Spot::new(zone, &era, 99);
        let years = 8;
        let hours = conditions(&spot, 0, years * YEAR_HOURS);
        for (index, season) in spot.zone.climate.seasons.iter().enumerate() {
            let of_season = (0_i64..).zip(&hours).filter(|(hour, _)| spot.seasons.at(*hour) == index);
            let seen: Vec<Condition> = of_season.map(|(_, condition)| *condition).collect();
            for (count, expected) in counts(&seen).into_iter().zip(season.kernel.stationary()) {
                let told = share(count, seen.len());
                // 720 days of a season, and weather that remembers itself for about two.
                assert!((told - expected).abs() < 0.045, "{zone}, {}: {told}, not {expected}", season.name);
            }
        }
    }
}

/// Neighbours have much in common, and the less the farther they are apart.
#[test]
fn zones_are_like_each_other_as_they_are_near() {
    let era = sample::always("autumn");
    let near = |metres: f64| Spot::at(crate::atlas::Zone { x: metres, ..sample::zone("vale") }, &era, 3);
    let here = conditions(&near(0.0), 0, 20_000);
    let alike = |metres: f64| {
        let there = conditions(&near(metres), 0, 20_000);
        share(here.iter().zip(&there).filter(|(left, right)| left == right).count(), here.len())
    };
    let [same, close, middle, far, beyond] = [0.0, 1000.0, 6000.0, 15_000.0, 50_000.0].map(alike);
    let by_chance: f64 = near(0.0).zone.climate.seasons[2].kernel.stationary().iter().map(|share| share * share).sum();
    assert!((same - 1.0).abs() < f64::EPSILON);
    assert!(close > middle && middle > far && far > beyond, "{close} {middle} {far} {beyond}");
    assert!(close > 0.75 && middle > 0.35, "{close} {middle}");
    assert!((beyond - by_chance).abs() < 0.03, "{beyond}, by chance {by_chance}");
}

/// The hour from which all states have become one lies at most weeks back, so the bound is never met.
#[test]
fn states_come_together_long_before_the_bound() {
    let era = sample::years();
    for zone in sample::ZONES {
        let spot = Spot::new(zone, &era, 1);
        let site = spot.site();
        for hour in (0..YEAR_HOURS).step_by(97) {
            let expected = state_at(&site, hour);
            for state in Kernel::states(site.climate.dwell_hours) {
                let led = ((hour - LOOKBACK_HOURS / 4 + 1)..=hour)
                    .fold(state, |state, past| site.kernel(past).next(state, site.random(past)));
                assert_eq!(led, expected, "{zone} {hour}");
            }
        }
    }
}

/// Pins the weather of a world: this is what seed 412 has, on every machine and for ever.
#[test]
fn the_weather_of_a_seed_never_changes() {
    let era: Era = sample::years();
    let told = sample::ZONES.map(|zone| {
        let spot = Spot::new(zone, &era, 412);
        let course = Course::new(spot.site(), 1000, 1000);
        let reading = course.at(HourTime { hour: 1000, fraction: 0.75 });
        format!("{:?} {:?} {:?} {:?}", reading.condition, reading.celsius, reading.wind, reading.wind_from_degrees)
    });
    let expected = [
        "Drizzle 8.567475280613653 5.82328538521811 12.779159709807118",
        "PartlyCloudy 7.336496178221175 6.458824135466238 196.11810407820457",
        "Cloudy 11.860401455078165 7.431047180290813 171.23366985213687",
    ];
    assert_eq!(told, expected);
}

/// An hour is as warm as its season, its time of day and its condition make it.
#[test]
fn days_are_warmer_than_nights_and_summers_than_winters() {
    let era = sample::years();
    let spot = Spot::new("vale", &era, 4);
    let course = Course::new(spot.site(), 0, YEAR_HOURS);
    let mean = |chosen: &dyn Fn(i64) -> bool| {
        let celsius: Vec<f64> = (0..YEAR_HOURS)
            .filter(|hour| chosen(*hour))
            .map(|hour| course.at(HourTime::begin_of(hour)).celsius)
            .collect();
        celsius.iter().sum::<f64>() / whole(i64::try_from(celsius.len()).unwrap())
    };
    let of_day = |from: i64| mean(&move |hour: i64| hour.rem_euclid(24) == from);
    assert!(of_day(14) > of_day(2) + 2.0, "{} {}", of_day(14), of_day(2));
    let of_season = |season: usize| mean(&|hour| spot.seasons.at(hour) == season);
    let [spring, summer, autumn, winter] = [0, 1, 2, 3].map(of_season);
    assert!(
        winter + 4.0 < spring && spring + 5.0 < summer && winter + 4.0 < autumn,
        "{spring} {summer} {autumn} {winter}"
    );
}
