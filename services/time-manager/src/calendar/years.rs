//! How long years are, and which days lie before them.

use super::Month;
use super::definition::LeapRule;

/// The years of a calendar. They repeat in cycles, after which the same years are leap years.
#[derive(Clone, Debug)]
pub(super) struct Years {
    /// For each year of a cycle, what lies before it within the cycle; and at last what lies in the whole cycle.
    before: Vec<Before>,
    leap: Vec<bool>,
}

/// Days that lie before a year.
#[derive(Clone, Copy, Debug, Default)]
struct Before {
    days: i64,
    week_days: i64,
}

/// The longest cycle of leap years.
pub(super) const CYCLE_YEARS_MAX: i64 = 10_000;

/// The number of years after which the rules repeat; nothing when it is too long.
pub(super) fn cycle_years(rules: &[LeapRule]) -> Option<i64> {
    let mut cycle: i64 = 1;
    for rule in rules {
        let every = *rule.every.get_ref();
        cycle = (cycle / greatest_common_divisor(cycle, every)).checked_mul(every)?;
        if cycle > CYCLE_YEARS_MAX {
            return None;
        }
    }
    Some(cycle)
}

fn greatest_common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

impl Years {
    pub(super) fn new(months: &[Month], rules: &[LeapRule], cycle_years: i64) -> Self {
        let leap: Vec<bool> = (1..=cycle_years).map(|year| is_leap(rules, year)).collect();
        let mut before = vec![Before::default()];
        let mut total = Before::default();
        for leap_year in &leap {
            for month in months {
                let days = i64::from(month.length(*leap_year));
                total.days += days;
                total.week_days += if month.in_week { days } else { 0 };
            }
            before.push(total);
        }
        Self { before, leap }
    }

    /// Years in a cycle; at least one.
    pub(super) fn cycle(&self) -> i64 {
        i64::try_from(self.leap.len()).unwrap_or(i64::MAX)
    }

    pub(super) fn is_leap(&self, year: i64) -> bool {
        self.leap.get(self.position(year)).copied().unwrap_or_default()
    }

    /// Days from the beginning of the first year to the beginning of `year`.
    pub(super) fn days_before(&self, year: i64) -> i64 {
        self.sum_before(year, |before| before.days)
    }

    /// As [`Self::days_before`], of the days that belong to weeks.
    pub(super) fn week_days_before(&self, year: i64) -> i64 {
        self.sum_before(year, |before| before.week_days)
    }

    /// The year in which a day lies, and the day's number within it from 0.
    pub(super) fn year_of_day(&self, day: i64) -> (i64, i64) {
        let cycle_days = self.whole_cycle().days;
        let (cycles, day_of_cycle) = (day.div_euclid(cycle_days), day.rem_euclid(cycle_days));
        // The first entry is 0, so at least one is not after the day.
        let position = self.before.partition_point(|before| before.days <= day_of_cycle).saturating_sub(1);
        let year = cycles * self.cycle() + i64::try_from(position).unwrap_or_default() + 1;
        (year, day - self.days_before(year))
    }

    fn sum_before(&self, year: i64, part: impl Fn(&Before) -> i64) -> i64 {
        let within = self.before.get(self.position(year)).map(&part).unwrap_or_default();
        (year - 1).div_euclid(self.cycle()) * part(&self.whole_cycle()) + within
    }

    fn whole_cycle(&self) -> Before {
        self.before.last().copied().unwrap_or_default()
    }

    fn position(&self, year: i64) -> usize {
        usize::try_from((year - 1).rem_euclid(self.cycle())).unwrap_or_default()
    }
}

fn is_leap(rules: &[LeapRule], year: i64) -> bool {
    let speaks = |rule: &&LeapRule| (year - rule.offset).rem_euclid(*rule.every.get_ref()) == 0;
    rules.iter().rev().find(speaks).is_some_and(|rule| rule.leap)
}
