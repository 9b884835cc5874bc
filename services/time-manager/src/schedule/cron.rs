//! Rules of five fields, as cron has them, in the terms of a game calendar.

use crate::calendar::{Calendar, Date, DateTime, Month, TimeOfDay};
use crate::moment::Moment;

/// A rule: minute, hour, day of the month, month, day of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cron {
    /// The rule as it was written.
    pub(crate) text: String,
    /// Minutes and hours in order; neither is empty.
    minutes: Vec<u32>,
    hours: Vec<u32>,
    days: Field,
    months: Field,
    weekdays: Field,
}

/// The values of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Field {
    /// `*`.
    Any,
    /// These, in order.
    Only(Vec<u32>),
}

/// Why a rule was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CronError {
    #[error("has {0} fields; a rule has five: minute, hour, day of the month, month, day of the week")]
    FieldCount(usize),
    #[error("{part:?} is no value of the field {field}")]
    Value { field: &'static str, part: String },
    #[error("{part:?} lies outside of the field {field}, which is from {first} to {last}")]
    Range { field: &'static str, part: String, first: u32, last: u32 },
    #[error("names no day that ever comes in the calendar {0}")]
    Never(String),
}

/// Years that are searched for a day that matches, at the least: weekdays need more than one cycle of leap years.
const SEARCH_YEARS_MIN: i64 = 400;
/// And at the most, which is the longest cycle of leap years.
const SEARCH_YEARS_MAX: i64 = 10_000;

/// What a field may hold.
struct Values<'a> {
    field: &'static str,
    first: u32,
    last: u32,
    names: &'a [String],
}

impl Cron {
    /// Reads a rule in the terms of a calendar.
    pub(crate) fn parse(text: &str, calendar: &Calendar) -> Result<Self, CronError> {
        let fields: Vec<_> = text.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = fields.as_slice() else {
            return Err(CronError::FieldCount(fields.len()));
        };
        let longest = calendar.months.iter().filter(|month| !month.festival).map(|month| month.length(true)).max();
        let month_names: Vec<_> =
            calendar.months.iter().filter(|month| !month.festival).map(|month| joined(&month.name)).collect();
        let weekday_names: Vec<_> = calendar.weekdays.iter().map(|name| joined(name)).collect();
        let weekday_count = u32::try_from(calendar.weekdays.len()).unwrap_or_default();
        let values = |field, first, last, names| Values { field, first, last, names };
        let minutes = values("minute", 0, calendar.minutes_per_hour.saturating_sub(1), &[]);
        let hours = values("hour", 0, calendar.hours_per_day.saturating_sub(1), &[]);
        let days = values("day of the month", 1, longest.unwrap_or_default(), &[]);
        let months = values("month", 1, calendar.month_count(), &month_names);
        let weekdays = values("day of the week", 1, weekday_count, &weekday_names);
        let rule = Self {
            text: text.to_owned(),
            minutes: minutes.parse(minute)?.all(&minutes),
            hours: hours.parse(hour)?.all(&hours),
            days: days.parse(day)?,
            months: months.parse(month)?,
            weekdays: weekdays.parse(weekday)?,
        };
        match rule.next_day(calendar, 0) {
            Some(_) => Ok(rule),
            None => Err(CronError::Never(calendar.id.clone())),
        }
    }

    /// The first time after an instant.
    pub(crate) fn next_after(&self, calendar: &Calendar, after: Moment) -> Option<Moment> {
        let DateTime { date, time } = calendar.date_time(after);
        let today = calendar.day_number(after);
        if self.matches(calendar, &date) {
            let later = self.times().find(|(hour, minute)| (*hour, *minute) > (time.hour, time.minute));
            if let Some(later) = later {
                return moment(calendar, date, later);
            }
        }
        let day = self.next_day(calendar, today + 1)?;
        moment(calendar, calendar.date(day), self.times().next()?)
    }

    /// The last time at or before an instant.
    pub(crate) fn last_until(&self, calendar: &Calendar, until: Moment) -> Option<Moment> {
        let DateTime { date, time } = calendar.date_time(until);
        let today = calendar.day_number(until);
        if self.matches(calendar, &date) {
            let earlier = self.times().rfind(|(hour, minute)| (*hour, *minute) <= (time.hour, time.minute));
            if let Some(earlier) = earlier {
                return moment(calendar, date, earlier);
            }
        }
        let day = self.previous_day(calendar, today - 1)?;
        moment(calendar, calendar.date(day), self.times().next_back()?)
    }

    /// The hours and minutes of a day that matches.
    fn times(&self) -> impl DoubleEndedIterator<Item = (u32, u32)> {
        self.hours.iter().flat_map(|hour| self.minutes.iter().map(|minute| (*hour, *minute)))
    }

    fn matches(&self, calendar: &Calendar, date: &Date) -> bool {
        calendar.months.get(date.month).is_some_and(|month| self.matches_month(month))
            && self.matches_day(calendar, date)
    }

    fn matches_month(&self, month: &Month) -> bool {
        match &self.months {
            Field::Any => true,
            Field::Only(numbers) => !month.festival && numbers.contains(&month.number),
        }
    }

    /// Whether a day of a month that matches does, too. Of two restricted fields one is enough, as in cron.
    fn matches_day(&self, calendar: &Calendar, date: &Date) -> bool {
        let festival = calendar.months.get(date.month).is_some_and(|month| month.festival);
        let by_day = |days: &[u32]| !festival && days.contains(&date.day);
        let by_weekday = |weekdays: &[u32]| {
            let weekday = calendar.weekday(date).and_then(|index| u32::try_from(index + 1).ok());
            weekday.is_some_and(|weekday| weekdays.contains(&weekday))
        };
        match (&self.days, &self.weekdays) {
            (Field::Any, Field::Any) => true,
            (Field::Only(days), Field::Any) => by_day(days),
            (Field::Any, Field::Only(weekdays)) => by_weekday(weekdays),
            (Field::Only(days), Field::Only(weekdays)) => by_day(days) || by_weekday(weekdays),
        }
    }

    /// The first day from `from` on that matches.
    fn next_day(&self, calendar: &Calendar, from: i64) -> Option<i64> {
        let start = calendar.date(from);
        (start.year..=start.year + search_years(calendar)).find_map(|year| {
            calendar.months.iter().enumerate().find_map(|(index, month)| {
                let before_start = year == start.year && index < start.month;
                if before_start || !self.matches_month(month) {
                    return None;
                }
                let first = if year == start.year && index == start.month { start.day } else { 1 };
                let mut days = first..=calendar.month_length(year, index);
                days.find_map(|day| self.day_if_matches(calendar, Date { year, month: index, day }))
            })
        })
    }

    /// The last day up to `until` that matches.
    fn previous_day(&self, calendar: &Calendar, until: i64) -> Option<i64> {
        let end = calendar.date(until);
        (end.year - search_years(calendar)..=end.year).rev().find_map(|year| {
            calendar.months.iter().enumerate().rev().find_map(|(index, month)| {
                let after_end = year == end.year && index > end.month;
                if after_end || !self.matches_month(month) {
                    return None;
                }
                let at_end = year == end.year && index == end.month;
                let last = if at_end { end.day } else { calendar.month_length(year, index) };
                (1..=last).rev().find_map(|day| self.day_if_matches(calendar, Date { year, month: index, day }))
            })
        })
    }

    fn day_if_matches(&self, calendar: &Calendar, date: Date) -> Option<i64> {
        if self.matches_day(calendar, &date) { calendar.day_number_of(&date).ok() } else { None }
    }
}

fn search_years(calendar: &Calendar) -> i64 {
    calendar.cycle_years().clamp(SEARCH_YEARS_MIN, SEARCH_YEARS_MAX)
}

fn moment(calendar: &Calendar, date: Date, (hour, minute): (u32, u32)) -> Option<Moment> {
    let time = TimeOfDay { hour, minute, ..TimeOfDay::default() };
    calendar.moment(&DateTime { date, time }).ok()
}

/// A name as it is written in a rule, where spaces part the fields.
fn joined(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join("-")
}

impl Field {
    fn all(self, values: &Values<'_>) -> Vec<u32> {
        match self {
            Self::Any => (values.first..=values.last).collect(),
            Self::Only(only) => only,
        }
    }
}

impl Values<'_> {
    fn parse(&self, text: &str) -> Result<Field, CronError> {
        if text == "*" {
            return Ok(Field::Any);
        }
        let mut only = Vec::new();
        for part in text.split(',') {
            only.extend(self.parse_part(part)?);
        }
        only.sort_unstable();
        only.dedup();
        Ok(Field::Only(only))
    }

    /// A number, a name, a range or `*`, perhaps with a step.
    fn parse_part(&self, part: &str) -> Result<impl Iterator<Item = u32>, CronError> {
        let wrong = || CronError::Value { field: self.field, part: part.to_owned() };
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(step)),
            None => (part, None),
        };
        let step_by = step.map_or(Ok(1), |step| step.parse::<usize>().map_err(|_| wrong()))?;
        let (first, last) = if range == "*" {
            (self.first, self.last)
        } else if let Some(value) = self.value(range) {
            // A single value with a step stands for all from there on.
            (value, if step.is_some() { self.last } else { value })
        } else {
            self.range(range).ok_or_else(wrong)?
        };
        if first < self.first || last > self.last {
            let part = part.to_owned();
            return Err(CronError::Range { field: self.field, part, first: self.first, last: self.last });
        }
        if step_by == 0 || first > last {
            return Err(wrong());
        }
        Ok((first..=last).step_by(step_by))
    }

    /// The ends of a range. Names may hold a hyphen themselves, so each one is tried.
    fn range(&self, range: &str) -> Option<(u32, u32)> {
        range.match_indices('-').find_map(|(at, _)| {
            let (first, last) = (range.get(..at)?, range.get(at + 1..)?);
            self.value(first).zip(self.value(last))
        })
    }

    fn value(&self, text: &str) -> Option<u32> {
        if let Ok(number) = text.parse() {
            return Some(number);
        }
        let position = self.names.iter().position(|name| name.eq_ignore_ascii_case(text))?;
        u32::try_from(position).ok().and_then(|position| position.checked_add(1))
    }
}
