//! The times of a schedule.

use super::cron::Cron;
use crate::calendar::Calendar;
use crate::moment::Moment;

/// When a schedule fires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trigger {
    /// Once.
    Once(Moment),
    /// At `first` and then at an interval, which is at least 1.
    Interval { first: Moment, every_ms: i64 },
    /// By a rule in the calendar.
    Cron(Cron),
}

/// Times that are counted one by one at most; more are as many.
const COUNT_MAX: u64 = 10_000;

impl Trigger {
    /// The first time after an instant.
    pub(crate) fn next_after(&self, calendar: &Calendar, after: Moment) -> Option<Moment> {
        match self {
            Self::Once(at) => Some(*at).filter(|at| *at > after),
            Self::Interval { first, .. } if *first > after => Some(*first),
            Self::Interval { first, every_ms } => {
                let passed = after.0.checked_sub(first.0)?.div_euclid(*every_ms);
                nth(*first, *every_ms, passed.checked_add(1)?)
            }
            Self::Cron(cron) => cron.next_after(calendar, after),
        }
    }

    /// The last time at or before an instant.
    pub(crate) fn last_until(&self, calendar: &Calendar, until: Moment) -> Option<Moment> {
        match self {
            Self::Once(at) => Some(*at).filter(|at| *at <= until),
            Self::Interval { first, every_ms } => {
                let passed = until.0.checked_sub(first.0).filter(|passed| *passed >= 0)?.div_euclid(*every_ms);
                nth(*first, *every_ms, passed)
            }
            Self::Cron(cron) => cron.last_until(calendar, until),
        }
    }

    /// How many times lie from `from`, which is one of them, up to but without `to`; of a rule, at most 10,000.
    pub(crate) fn count(&self, calendar: &Calendar, from: Moment, to: Moment) -> u64 {
        match self {
            Self::Once(_) => u64::from(from < to),
            Self::Interval { every_ms, .. } => {
                let whole = to.0.saturating_sub(from.0).saturating_add(every_ms - 1).div_euclid(*every_ms);
                u64::try_from(whole).unwrap_or_default()
            }
            Self::Cron(cron) => {
                let mut count = 0;
                let mut next = Some(from);
                while let Some(time) = next.filter(|time| *time < to && count < COUNT_MAX) {
                    count += 1;
                    next = cron.next_after(calendar, time);
                }
                count
            }
        }
    }

    /// Whether it can fire more than once.
    pub(crate) fn repeats(&self) -> bool {
        !matches!(self, Self::Once(_))
    }
}

fn nth(first: Moment, every_ms: i64, number: i64) -> Option<Moment> {
    let time = Moment(first.0.checked_add(every_ms.checked_mul(number)?)?);
    Some(time).filter(|time| *time <= Moment::MAX)
}
