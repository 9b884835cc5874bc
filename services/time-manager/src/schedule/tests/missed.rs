use std::time::Duration;

use super::*;
use crate::schedule::catch_up::{FIRES_MAX, plan};

/// A schedule at 8 in the morning of each day, looked at when the clock shows `shown` after it ran from midnight of the
/// first day and was set as `set` says.
fn morning(catch_up: CatchUp, timeline: &Timeline, now: RealTime) -> (u64, Vec<(i64, bool)>) {
    let calendar = calendar(STANDARD);
    let trigger = Trigger::Interval { first: Moment(8 * HOUR), every_ms: DAY };
    let due = Due {
        calendar: &calendar,
        timeline,
        now,
        moment: timeline.moment_at(now),
        punctual_since: now.minus(Duration::from_secs(60)),
    };
    let plan = plan(&trigger, catch_up, Moment(8 * HOUR), &due);
    (plan.skipped, plan.fires.iter().map(|fire| (fire.planned.0 / DAY, fire.late)).collect())
}

#[test]
fn a_time_that_has_just_come_fires_with_every_policy() {
    for catch_up in [CatchUp::All, CatchUp::Last, CatchUp::None] {
        assert_eq!(morning(catch_up, &clock(), minutes(8)), (0, vec![(0, false)]));
        assert_eq!(morning(catch_up, &clock(), minutes(7)), (0, vec![]));
    }
}

#[test]
fn times_missed_while_nothing_ran_follow_the_policy() {
    // Four days later at noon: the mornings of the days 0 to 3 and 4 were missed.
    let now = minutes(4 * 24 + 12);
    let all = vec![(0, true), (1, true), (2, true), (3, true), (4, true)];
    assert_eq!(morning(CatchUp::All, &clock(), now), (0, all));
    assert_eq!(morning(CatchUp::Last, &clock(), now), (4, vec![(4, true)]));
    assert_eq!(morning(CatchUp::None, &clock(), now), (5, vec![]));
}

#[test]
fn a_time_that_comes_after_a_long_pause_of_the_service_is_no_missed_one() {
    // The mornings of the days 0 and 1 were missed, the one of day 2 has just come.
    let now = minutes(2 * 24 + 8);
    assert_eq!(morning(CatchUp::All, &clock(), now), (0, vec![(0, true), (1, true), (2, false)]));
    assert_eq!(morning(CatchUp::Last, &clock(), now), (1, vec![(1, true), (2, false)]));
    assert_eq!(morning(CatchUp::None, &clock(), now), (2, vec![(2, false)]));
}

#[test]
fn times_that_a_jump_passed_over_are_missed() {
    let jumped = clock().with_jump(minutes(1), Moment(3 * DAY), Rate { game: 60, real: 1 });
    assert_eq!(morning(CatchUp::All, &jumped, minutes(1)), (0, vec![(0, true), (1, true), (2, true)]));
    assert_eq!(morning(CatchUp::Last, &jumped, minutes(1)), (2, vec![(2, true)]));
    assert_eq!(morning(CatchUp::None, &jumped, minutes(1)), (3, vec![]));
    let onto = clock().with_jump(minutes(1), Moment(8 * HOUR), Rate { game: 60, real: 1 });
    assert_eq!(morning(CatchUp::None, &onto, minutes(1)), (0, vec![(0, false)]), "jumping to a time reaches it");
}

#[test]
fn a_fast_clock_misses_nothing() {
    let gliding = clock().with_glide(minutes(0), Moment(3 * DAY), Duration::from_secs(5), Rate { game: 60, real: 1 });
    let now = RealTime(5_000_000_000);
    let all = vec![(0, false), (1, false), (2, false)];
    assert_eq!(morning(CatchUp::None, &gliding, now), (0, all));
}

#[test]
fn of_very_many_missed_times_the_oldest_are_skipped() {
    let (skipped, fires) = morning(CatchUp::All, &clock(), minutes(5000 * 24));
    assert_eq!(fires.len(), FIRES_MAX);
    assert_eq!(skipped, 4000);
    assert_eq!(fires[0], (4000, true));
}
