use proptest::prelude::*;

use super::*;
use crate::calendar::{Date, DateTime, TimeOfDay};

fn moment(calendar: &Calendar, year: i64, month: u32, day: u32, hour: u32, minute: u32) -> Moment {
    let date = Date { year, month: calendar.month_numbered(month).unwrap(), day };
    calendar.moment(&DateTime { date, time: TimeOfDay { hour, minute, ..TimeOfDay::default() } }).unwrap()
}

/// The first three times of a rule from the beginning of 2030 on: year, month, day, hour, minute.
#[track_caller]
fn first_times(calendar: &Calendar, rule: &str, expected: [(i64, u32, u32, u32, u32); 3]) {
    let cron = Cron::parse(rule, calendar).unwrap();
    let start = Moment(moment(calendar, 2030, 1, 1, 0, 0).0 - 1);
    let next = |after: &Moment| cron.next_after(calendar, *after);
    let found: Vec<_> = std::iter::successors(next(&start), next).take(3).map(|time| calendar.text(time)).collect();
    let expected = expected
        .map(|(year, month, day, hour, minute)| calendar.text(moment(calendar, year, month, day, hour, minute)));
    assert_eq!(found, expected, "{rule}");
}

#[test]
fn rules_name_times_as_cron_does() {
    let gregorian = calendar(GREGORIAN);
    let check = |rule, expected| first_times(&gregorian, rule, expected);
    check("0 8 * * *", [(2030, 1, 1, 8, 0), (2030, 1, 2, 8, 0), (2030, 1, 3, 8, 0)]);
    check("*/20 0 * * *", [(2030, 1, 1, 0, 0), (2030, 1, 1, 0, 20), (2030, 1, 1, 0, 40)]);
    check("5/30 23 * * *", [(2030, 1, 1, 23, 5), (2030, 1, 1, 23, 35), (2030, 1, 2, 23, 5)]);
    check("0 0 29 2 *", [(2032, 2, 29, 0, 0), (2036, 2, 29, 0, 0), (2040, 2, 29, 0, 0)]);
    check("0 0 29 february *", [(2032, 2, 29, 0, 0), (2036, 2, 29, 0, 0), (2040, 2, 29, 0, 0)]);
    check("30 12 31 * *", [(2030, 1, 31, 12, 30), (2030, 3, 31, 12, 30), (2030, 5, 31, 12, 30)]);
    check("0 0 * * monday", [(2030, 1, 7, 0, 0), (2030, 1, 14, 0, 0), (2030, 1, 21, 0, 0)]);
    check("0 0 * * 6-7", [(2030, 1, 5, 0, 0), (2030, 1, 6, 0, 0), (2030, 1, 12, 0, 0)]);
    check("0 0 1,15 * *", [(2030, 1, 1, 0, 0), (2030, 1, 15, 0, 0), (2030, 2, 1, 0, 0)]);
    // Of two restricted day fields one is enough.
    check("0 0 3 * friday", [(2030, 1, 3, 0, 0), (2030, 1, 4, 0, 0), (2030, 1, 11, 0, 0)]);
    check("0 0 1 3-5 *", [(2030, 3, 1, 0, 0), (2030, 4, 1, 0, 0), (2030, 5, 1, 0, 0)]);
}

#[test]
fn rules_are_in_the_terms_of_the_calendar() {
    let emberfall = calendar(EMBERFALL);
    first_times(&emberfall, "0 19 36 10 *", [(2030, 10, 36, 19, 0), (2031, 10, 36, 19, 0), (2032, 10, 36, 19, 0)]);
    let daily = Cron::parse("0 0 * * *", &emberfall).unwrap();
    let feast = Date { year: 3, month: emberfall.festival_named("Feast of Seeds").unwrap(), day: 1 };
    let feast = emberfall.moment(&DateTime { date: feast, time: TimeOfDay::default() }).unwrap();
    assert_eq!(daily.next_after(&emberfall, Moment(feast.0 - 1)), Some(feast), "every day is one");
    let standard = calendar(STANDARD);
    assert!(Cron::parse("0 0 1 first-bloom *", &standard).is_ok(), "spaces in names are hyphens");
    assert!(Cron::parse("0 0 * first-bloom-last-bloom *", &standard).is_ok(), "and so are ranges");
}

#[test]
fn rules_that_mean_nothing_are_refused() {
    let calendar = calendar(GREGORIAN);
    let check = |rule: &str, expected: &str| {
        let error = Cron::parse(rule, &calendar).unwrap_err().to_string();
        assert!(error.contains(expected), "{rule}: {error}");
    };
    check("* * * *", "has 4 fields");
    check("60 * * * *", "\"60\" lies outside of the field minute, which is from 0 to 59");
    check("* 24 * * *", "field hour, which is from 0 to 23");
    check("* * 0 * *", "field day of the month, which is from 1 to 31");
    check("* * * smarch *", "\"smarch\" is no value of the field month");
    check("* * * * 8", "field day of the week, which is from 1 to 7");
    check("*/0 * * * *", "\"*/0\" is no value");
    check("5-1 * * * *", "\"5-1\" is no value");
    check("1, * * * *", "\"\" is no value");
    check("0 0 31 2,4 *", "names no day that ever comes");
}

fn trigger() -> impl Strategy<Value = (Trigger, &'static str)> {
    let calendars = prop_oneof![Just(STANDARD), Just(GREGORIAN), Just(EMBERFALL)];
    let field = |last: u32| {
        prop_oneof![
            Just("*".to_owned()),
            (1..last).prop_map(|n| n.to_string()),
            (2..last).prop_map(|n| format!("*/{n}"))
        ]
    };
    let cron = (calendars.clone(), field(19), field(19), field(28), field(10), field(6)).prop_map(
        |(text, minute, hour, day, month, weekday)| {
            let rule = format!("{minute} {hour} {day} {month} {weekday}");
            (Trigger::Cron(Cron::parse(&rule, &calendar(text)).unwrap()), text)
        },
    );
    let interval = (calendars, -10 * DAY..10 * DAY, 1_i64..3 * DAY)
        .prop_map(|(text, first, every_ms)| (Trigger::Interval { first: Moment(first), every_ms }, text));
    prop_oneof![cron, interval]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn next_and_last_are_each_others_inverse((trigger, text) in trigger(), at in -1000 * DAY..1000 * DAY) {
        let calendar = calendar(text);
        let at = Moment(at);
        let next = trigger.next_after(&calendar, at).unwrap();
        prop_assert!(next > at);
        prop_assert_eq!(trigger.last_until(&calendar, next), Some(next));
        let before = trigger.last_until(&calendar, Moment(next.0 - 1));
        prop_assert!(before.is_none_or(|before| before <= at), "nothing lies between");
        if let Some(before) = before {
            prop_assert_eq!(trigger.next_after(&calendar, before), Some(next));
            prop_assert_eq!(trigger.count(&calendar, before, next), 1);
        }
    }

    #[test]
    fn a_rule_names_the_minutes_that_match_and_no_others(minute in 0_u32..60, hour in 0_u32..24, weekday in 1_u32..8, at in 0..400 * DAY) {
        let calendar = calendar(GREGORIAN);
        let cron = Cron::parse(&format!("{minute} {hour} * * {weekday}"), &calendar).unwrap();
        let by_hand = (0..=8 * 24 * 60).map(|passed| Moment((at / 60_000 + 1 + passed) * 60_000)).find(|time| {
            let DateTime { date, time } = calendar.date_time(*time);
            time.minute == minute && time.hour == hour && calendar.weekday(&date) == Some(weekday as usize - 1)
        });
        prop_assert_eq!(cron.next_after(&calendar, Moment(at)), by_hand);
    }
}
