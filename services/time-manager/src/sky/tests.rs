use proptest::prelude::*;

use super::moon::{Quarter, phase_time};
use super::sun::turn_time;
use super::*;

/// The Julian day of a time such as "2030-01-04T02:49", in UTC.
fn julian_day(time: &str) -> f64 {
    let timestamp: jiff::Timestamp = format!("{time}:00Z").parse().unwrap();
    let minutes = i32::try_from(timestamp.as_second() / 60).unwrap();
    2_440_587.5 + f64::from(minutes) / 1440.0
}

/// The formulas keep within a minute and the published tables are rounded to one.
const TOLERANCE_DAYS: f64 = 2.0 / (24.0 * 60.0);

/// Phases of the moon as published by the US Naval Observatory.
const PHASES: [(Quarter, &str); 40] = [
    (Quarter::New, "1800-01-25T03:21"),
    (Quarter::Full, "1800-07-06T14:56"),
    (Quarter::First, "1850-06-16T22:23"),
    (Quarter::Last, "1850-12-25T21:24"),
    (Quarter::New, "1900-01-01T13:52"),
    (Quarter::First, "1900-01-08T05:40"),
    (Quarter::Full, "1900-01-15T19:07"),
    (Quarter::Last, "1900-01-23T23:53"),
    (Quarter::New, "1910-05-09T05:33"),
    (Quarter::Full, "1910-11-17T00:25"),
    (Quarter::New, "2020-06-21T06:41"),
    (Quarter::First, "2020-06-28T08:16"),
    (Quarter::Full, "2020-07-05T04:44"),
    (Quarter::Last, "2020-07-12T23:29"),
    (Quarter::New, "2020-10-16T19:31"),
    (Quarter::Full, "2020-10-31T14:49"),
    (Quarter::New, "2030-01-04T02:49"),
    (Quarter::First, "2030-01-11T14:06"),
    (Quarter::Full, "2030-01-19T15:54"),
    (Quarter::Last, "2030-01-26T18:14"),
    (Quarter::New, "2030-02-02T16:07"),
    (Quarter::First, "2030-05-10T17:11"),
    (Quarter::Full, "2030-06-15T18:41"),
    (Quarter::Last, "2030-09-19T19:56"),
    (Quarter::New, "2030-11-25T06:46"),
    (Quarter::Full, "2030-12-09T22:40"),
    (Quarter::New, "2040-04-11T14:00"),
    (Quarter::Full, "2040-08-22T09:09"),
    (Quarter::First, "2040-11-11T15:23"),
    (Quarter::Last, "2040-12-26T17:02"),
    (Quarter::New, "2050-01-23T04:57"),
    (Quarter::Full, "2050-07-04T18:51"),
    (Quarter::New, "2060-10-24T09:26"),
    (Quarter::Full, "2070-04-25T09:31"),
    (Quarter::Last, "2070-11-24T20:20"),
    (Quarter::First, "2080-03-28T14:32"),
    (Quarter::New, "2090-08-25T09:00"),
    (Quarter::Full, "2090-12-07T01:15"),
    (Quarter::New, "2100-01-10T12:57"),
    (Quarter::Full, "2100-12-16T17:01"),
];

/// Equinoxes and solstices as published by the US Naval Observatory.
const TURNS: [(Turn, f64, &str); 20] = [
    (Turn::MarchEquinox, 1961.0, "1961-03-20T20:32"),
    (Turn::JuneSolstice, 1961.0, "1961-06-21T15:30"),
    (Turn::SeptemberEquinox, 1975.0, "1975-09-23T15:55"),
    (Turn::DecemberSolstice, 1988.0, "1988-12-21T15:28"),
    (Turn::MarchEquinox, 2000.0, "2000-03-20T07:35"),
    (Turn::JuneSolstice, 2000.0, "2000-06-21T01:48"),
    (Turn::SeptemberEquinox, 2000.0, "2000-09-22T17:28"),
    (Turn::DecemberSolstice, 2000.0, "2000-12-21T13:37"),
    (Turn::MarchEquinox, 2024.0, "2024-03-20T03:06"),
    (Turn::JuneSolstice, 2024.0, "2024-06-20T20:51"),
    (Turn::SeptemberEquinox, 2024.0, "2024-09-22T12:44"),
    (Turn::DecemberSolstice, 2024.0, "2024-12-21T09:20"),
    (Turn::MarchEquinox, 2030.0, "2030-03-20T13:52"),
    (Turn::JuneSolstice, 2030.0, "2030-06-21T07:31"),
    (Turn::SeptemberEquinox, 2030.0, "2030-09-22T23:27"),
    (Turn::DecemberSolstice, 2030.0, "2030-12-21T20:09"),
    (Turn::MarchEquinox, 2050.0, "2050-03-20T10:19"),
    (Turn::JuneSolstice, 2050.0, "2050-06-21T03:33"),
    (Turn::SeptemberEquinox, 2050.0, "2050-09-22T19:28"),
    (Turn::DecemberSolstice, 2050.0, "2050-12-21T16:38"),
];

#[test]
fn phases_of_the_moon_agree_with_the_published_table() {
    for (quarter, time) in PHASES {
        let published = julian_day(time);
        let near = ((published - 2_451_550.1) / 29.530_588_861 - quarter.fraction()).round();
        let error = phase_time(near, quarter) - published;
        assert!(error.abs() < TOLERANCE_DAYS, "{quarter:?} of {time} is {} minutes off", error * 1440.0);
    }
}

#[test]
fn equinoxes_and_solstices_agree_with_the_published_table() {
    for (turn, year, time) in TURNS {
        let error = turn_time(turn, year) - julian_day(time);
        assert!(error.abs() < TOLERANCE_DAYS, "{turn:?} of {time} is {} minutes off", error * 1440.0);
    }
}

#[test]
fn a_season_begins_with_its_turn() {
    assert_eq!(turn_at(julian_day("2030-03-20T13:50")), Turn::DecemberSolstice);
    assert_eq!(turn_at(julian_day("2030-03-20T13:54")), Turn::MarchEquinox);
    assert_eq!(turn_at(julian_day("2029-12-31T23:59")), Turn::DecemberSolstice);
    assert_eq!(turn_at(julian_day("2030-01-01T00:01")), Turn::DecemberSolstice);
}

proptest! {
    #[test]
    fn the_moon_moves_on_evenly_at_all_times(day in -4_000_000.0..8_000_000.0_f64) {
        let (now, soon) = (lunation(day), lunation(day + 0.5));
        prop_assert!((0.0..1.0).contains(&now));
        // Half a day is a sixtieth of a lunation, a little more near the perigee and less near the apogee.
        let moved = (soon - now).rem_euclid(1.0);
        prop_assert!((0.012..0.022).contains(&moved), "moved by {moved}");
    }

    #[test]
    fn the_turns_of_the_sun_follow_each_other_at_all_times(year in -20_000_i32..20_000) {
        let year = f64::from(year);
        let times = Turn::ALL.map(|turn| turn_time(turn, year));
        prop_assert!(times.is_sorted());
        prop_assert!(times[3] - times[0] < 290.0 && turn_time(Turn::MarchEquinox, year + 1.0) > times[3]);
    }
}
