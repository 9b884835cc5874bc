use proptest::prelude::*;
use std::time::Duration;

use super::*;
use crate::moment::Moment;

/// A game hour in a real minute.
const DEFAULT: Rate = Rate { game: 3600, real: 60 };
const MILLI: i128 = 1_000_000;

fn real_ms(milliseconds: i64) -> RealTime {
    RealTime(i128::from(milliseconds) * MILLI)
}

#[test]
fn a_game_hour_passes_in_a_real_minute() {
    let clock = Timeline::new(real_ms(0), Moment(0), DEFAULT);
    assert_eq!(clock.moment_at(real_ms(60_000)), Moment(3_600_000));
    assert_eq!(clock.moment_at(real_ms(60_000 * 24 * 365)), Moment(3_600_000 * 24 * 365));
    assert_eq!(clock.moment_at(RealTime(59_999_999_999)), Moment(3_599_999));
}

#[test]
fn a_paused_clock_stands_and_goes_on_from_there() {
    let clock = Timeline::new(real_ms(0), Moment(0), DEFAULT)
        .with_rate(real_ms(1000), Rate::STANDING)
        .with_rate(real_ms(500_000), DEFAULT);
    assert_eq!(clock.moment_at(real_ms(1000)), Moment(60_000));
    assert_eq!(clock.moment_at(real_ms(499_999)), Moment(60_000));
    assert_eq!(clock.moment_at(real_ms(501_000)), Moment(120_000));
}

#[test]
fn a_gradual_setting_reaches_its_target_and_goes_on_at_the_old_rate() {
    let clock = Timeline::new(real_ms(0), Moment(0), DEFAULT);
    let clock = clock.with_glide(real_ms(1000), Moment(7_260_000), Duration::from_secs(2), DEFAULT);
    assert_eq!(clock.moment_at(real_ms(1000)), Moment(60_000));
    assert_eq!(clock.moment_at(real_ms(2000)), Moment(3_660_000));
    assert_eq!(clock.moment_at(real_ms(3000)), Moment(7_260_000));
    assert_eq!(clock.moment_at(real_ms(4000)), Moment(7_320_000));
    assert_eq!(clock.transition(real_ms(2000)), Some((real_ms(3000), Moment(7_260_000))));
    assert_eq!(clock.transition(real_ms(3000)), None);
}

#[test]
fn a_change_ends_a_gradual_setting_where_it_is() {
    let clock = Timeline::new(real_ms(0), Moment(0), DEFAULT);
    let clock = clock.with_glide(real_ms(0), Moment(7_200_000), Duration::from_secs(2), DEFAULT);
    let clock = clock.with_rate(real_ms(1000), Rate::STANDING);
    assert_eq!(clock.moment_at(real_ms(9_999_999)), Moment(3_600_000));
    assert_eq!(clock.transition(real_ms(1000)), None);
}

#[test]
fn instants_are_found_as_the_clock_showed_them() {
    let hour = 3_600_000;
    let clock = Timeline::new(real_ms(0), Moment(0), DEFAULT)
        .with_jump(real_ms(60_000), Moment(5 * hour), DEFAULT)
        .with_rate(real_ms(120_000), Rate::STANDING)
        .with_rate(real_ms(200_000), DEFAULT);
    assert_eq!(clock.reached(Moment(hour / 2)), Some(real_ms(30_000)));
    assert_eq!(clock.reached(Moment(hour)), None, "the clock was set past it");
    assert_eq!(clock.reached(Moment(5 * hour)), Some(real_ms(60_000)));
    assert_eq!(clock.reached(Moment(6 * hour)), Some(real_ms(120_000)), "when it began to stand, not later");
    assert_eq!(clock.reached(Moment(7 * hour)), Some(real_ms(260_000)));
    let set_back = clock.with_jump(real_ms(300_000), Moment(0), DEFAULT);
    assert_eq!(set_back.reached(Moment(hour / 2)), Some(real_ms(330_000)), "the later of two");
    assert_eq!(set_back.reached(Moment(-1)), None);
    let paused = set_back.with_rate(real_ms(310_000), Rate::STANDING);
    assert_eq!(paused.reached(Moment(hour / 2)), Some(real_ms(30_000)), "it will not come again");
}

#[test]
fn a_clock_that_passes_milliseconds_within_a_nanosecond_has_shown_those_it_stopped_in() {
    let racing = Rate { game: 2_500_000, real: 1 };
    let clock = Timeline::new(RealTime(0), Moment(0), racing).with_rate(RealTime(1), Rate::STANDING);
    assert_eq!(clock.moment_at(RealTime(1)), Moment(2));
    assert_eq!(clock.reached(Moment(2)), Some(RealTime(1)));
    assert_eq!(clock.reached(Moment(1)), None);
}

#[test]
fn only_what_the_clock_ran_through_was_reached_in_time() {
    let clock = Timeline::new(real_ms(0), Moment(0), DEFAULT).with_jump(real_ms(1000), Moment(600_000), DEFAULT);
    let ran_through = |moment| clock.ran_through(real_ms(500), real_ms(2000), Moment(moment));
    assert!(ran_through(45_000));
    assert!(!ran_through(20_000), "too long ago");
    assert!(!ran_through(300_000), "the clock jumped over it");
    assert!(ran_through(600_000), "the clock jumped to it");
    assert!(ran_through(660_000));
    assert!(!ran_through(661_000), "still to come");
}

#[test]
fn the_oldest_segments_are_forgotten() {
    let mut clock = Timeline::new(real_ms(0), Moment(0), DEFAULT);
    for change in 1..=1000 {
        clock = clock.with_rate(real_ms(change * 60_000), DEFAULT);
    }
    assert_eq!(clock.segments().count(), Timeline::SEGMENTS_MAX);
    assert_eq!(clock.moment_at(real_ms(1001 * 60_000)), Moment(1001 * 3_600_000));
}

/// What is done to a clock.
#[derive(Clone, Debug)]
enum Change {
    Rate(Rate),
    JumpForward(i64),
    Glide { by: i64, over_ms: u64 },
}

fn rate() -> impl Strategy<Value = Rate> {
    prop_oneof![
        Just(Rate::STANDING),
        Just(DEFAULT),
        (1_u64..1_000_000, 1_u64..100).prop_map(|(game, real)| Rate { game, real }),
    ]
}

fn changes() -> impl Strategy<Value = Vec<(u64, Change)>> {
    let change = prop_oneof![
        3 => rate().prop_map(Change::Rate),
        1 => (0_i64..1_000_000_000).prop_map(Change::JumpForward),
        1 => (0_i64..1_000_000_000, 1_u64..100_000).prop_map(|(by, over_ms)| Change::Glide { by, over_ms }),
    ];
    prop::collection::vec((0_u64..1_000_000_000_000, change), 0..20)
}

/// A clock after these changes, each of them some nanoseconds after the one before, and the time of the last one.
fn changed(changes: &[(u64, Change)]) -> (Timeline, RealTime) {
    let mut now = RealTime(1_700_000_000_000_000_000);
    let mut clock = Timeline::new(now, Moment(0), DEFAULT);
    for (after, change) in changes {
        now = RealTime(now.0 + i128::from(*after));
        let shown = clock.moment_at(now);
        clock = match change {
            Change::Rate(rate) => clock.with_rate(now, *rate),
            Change::JumpForward(by) => clock.with_jump(now, shown.plus_ms(*by), DEFAULT),
            Change::Glide { by, over_ms } => {
                clock.with_glide(now, shown.plus_ms(*by + 1), Duration::from_millis(*over_ms), DEFAULT)
            }
        };
    }
    (clock, now)
}

proptest! {
    #[test]
    fn time_never_goes_back_unless_it_is_set_back(changes in changes(), at in 0_i128..20_000_000_000_000_i128, step in 0_i128..1_000_000_000_i128) {
        let (clock, _) = changed(&changes);
        let earlier = RealTime(1_700_000_000_000_000_000 + at);
        prop_assert!(clock.moment_at(earlier) <= clock.moment_at(RealTime(earlier.0 + step)));
    }

    #[test]
    fn a_change_of_the_rate_moves_the_time_by_nothing(changes in changes(), rate in rate(), after in 0_i128..100_000_000_000_i128) {
        let (clock, now) = changed(&changes);
        let then = RealTime(now.0 + after);
        let shown = clock.moment_at(then);
        prop_assert_eq!(clock.with_rate(then, rate).moment_at(then), shown);
    }

    #[test]
    fn pausing_costs_no_time(pauses in prop::collection::vec((1_i128..1_000_000_000, 1_i128..1_000_000_000), 0..100), rate in rate()) {
        let mut now = RealTime(0);
        let mut ran = 0;
        let mut clock = Timeline::new(now, Moment(0), rate);
        for (running, standing) in pauses {
            now = RealTime(now.0 + running);
            ran += running;
            clock = clock.with_rate(now, Rate::STANDING);
            now = RealTime(now.0 + standing);
            clock = clock.with_rate(now, rate);
        }
        let exact = ran * i128::from(rate.game) / i128::from(rate.real) / MILLI;
        let shown = i128::from(clock.moment_at(now).0);
        // Each pause may cut off less than a nanosecond of game time: not even a millisecond in all.
        prop_assert!(exact - shown <= 1 && shown <= exact, "{shown} for {exact}");
    }

    #[test]
    fn an_instant_of_the_clock_converts_there_and_back(changes in changes(), at in 0_i128..20_000_000_000_000_i128) {
        let (clock, _) = changed(&changes);
        let real = RealTime(1_700_000_000_000_000_000 + at);
        let shown = clock.moment_at(real);
        let reached = clock.reached(shown).unwrap();
        prop_assert_eq!(clock.moment_at(reached), shown);
        prop_assert!(reached <= real, "the first moment at which it was shown");
        prop_assert!(clock.moment_at(RealTime(reached.0 - 1)) < shown || reached == clock.begins_at());
    }

    #[test]
    fn a_timer_for_an_instant_fires_when_it_is_shown_and_no_earlier(changes in changes(), ahead in 0_i64..10_000_000_000) {
        let (clock, now) = changed(&changes);
        let wanted = clock.moment_at(now).plus_ms(ahead);
        if let Some(reached) = clock.next_reached(now, wanted) {
            prop_assert!(reached >= now);
            prop_assert!(clock.moment_at(reached) >= wanted);
            prop_assert!(reached == now || clock.moment_at(RealTime(reached.0 - 1)) < wanted);
        } else {
            prop_assert_eq!(clock.segments().last().unwrap().rate, Rate::STANDING);
        }
    }

    #[test]
    fn system_time_converts_there_and_back(nanos in -1_000_000_000_000_000_000_i128..4_000_000_000_000_000_000) {
        let system = RealTime(nanos).to_system_time().unwrap();
        prop_assert_eq!(RealTime::from(system), RealTime(nanos));
    }
}
