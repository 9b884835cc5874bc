use std::time::Duration;

use super::*;

fn daily(id: &str, hour: i64, catch_up: CatchUp) -> ScheduleState {
    ScheduleState {
        schedule_id: id.to_owned(),
        trigger: Trigger::Interval { first: Moment(hour * HOUR), every_ms: DAY },
        catch_up,
        next: Moment(hour * HOUR),
        fire_limit: 0,
        fire_count: 0,
        missed_count: 0,
        missed_since: 0,
    }
}

/// A round after so many hours of the game, in which at most `fires_max` fire and nothing after `until` hours.
fn round(schedules: Vec<ScheduleState>, hours: i64, until: i64, fires_max: usize) -> Round {
    let (calendar, timeline, now) = (calendar(STANDARD), clock(), minutes(i128::from(hours)));
    let moment = timeline.moment_at(now);
    let punctual_since = now.minus(Duration::from_secs(60));
    let due = Due { calendar: &calendar, timeline: &timeline, now, moment, punctual_since };
    run(schedules, &due, Bounds { until: Moment(until * HOUR), fires_max })
}

/// Which schedule fired at which hour.
fn fired(round: &Round) -> Vec<(&str, i64)> {
    round.firings.iter().map(|firing| (firing.schedule_id.as_str(), firing.planned.0 / HOUR)).collect()
}

fn next_hours(round: &Round) -> Vec<i64> {
    round.going_on.iter().map(|state| state.next.0 / HOUR).collect()
}

#[test]
fn schedules_fire_in_the_order_of_time() {
    let schedules = vec![daily("noon", 12, CatchUp::All), daily("dawn", 5, CatchUp::All)];
    let round = round(schedules, 40, 40, 100);
    assert_eq!(fired(&round), [("dawn", 5), ("noon", 12), ("dawn", 29), ("noon", 36)]);
    assert_eq!(next_hours(&round), [60, 53]);
}

#[test]
fn what_does_not_fit_is_left_to_the_next_round() {
    let schedules = vec![daily("noon", 12, CatchUp::All), daily("dawn", 5, CatchUp::All)];
    let first = round(schedules, 40, 40, 3);
    assert_eq!(fired(&first), [("dawn", 5), ("noon", 12), ("dawn", 29)]);
    assert_eq!(next_hours(&first), [36, 53]);
    let second = round(first.going_on, 40, 40, 3);
    assert_eq!(fired(&second), [("noon", 36)]);
    assert_eq!(second.firings[0].number, 2);
}

#[test]
fn nothing_fires_before_schedules_that_are_not_part_of_the_round() {
    let round = round(vec![daily("dawn", 5, CatchUp::All)], 80, 30, 100);
    assert_eq!(fired(&round), [("dawn", 5), ("dawn", 29)]);
    assert_eq!(next_hours(&round), [53]);
}

#[test]
fn missed_times_are_remembered_until_the_schedule_fires() {
    // The last of three missed dawns lies behind the end of the first round.
    let first = round(vec![daily("dawn", 5, CatchUp::Last)], 60, 10, 100);
    assert!(first.firings.is_empty());
    assert_eq!(next_hours(&first), [53]);
    let second = round(first.going_on, 60, 60, 100);
    assert_eq!(fired(&second), [("dawn", 53)]);
    assert_eq!(second.firings[0].missed, 2);
    assert_eq!((second.going_on[0].missed_count, second.going_on[0].missed_since), (2, 0));
}

#[test]
fn a_schedule_ends_with_its_last_time() {
    let limited = ScheduleState { fire_limit: 2, ..daily("dawn", 5, CatchUp::All) };
    let round_of_two = round(vec![limited], 80, 80, 100);
    assert_eq!(fired(&round_of_two), [("dawn", 5), ("dawn", 29)]);
    assert_eq!(round_of_two.firings.iter().map(|firing| firing.last).collect::<Vec<_>>(), [false, true]);
    assert_eq!(round_of_two.ended, ["dawn"]);
    let single = ScheduleState { trigger: Trigger::Once(Moment(5 * HOUR)), ..daily("bell", 5, CatchUp::None) };
    let missed = round(vec![single], 80, 80, 100);
    assert_eq!((missed.firings.len(), missed.ended.as_slice()), (0, ["bell".to_owned()].as_slice()));
}
