//! Dates and times of day, and the instants they name.

use super::{Calendar, Month};
use crate::moment::Moment;

/// A day of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    /// Counted through all eras: the first year is 1, the one before it 0.
    pub(crate) year: i64,
    /// The index of the part of the year among [`Calendar::months`].
    pub(crate) month: usize,
    /// From 1.
    pub(crate) day: u32,
}

/// A time of day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TimeOfDay {
    pub(crate) hour: u32,
    pub(crate) minute: u32,
    pub(crate) second: u32,
    pub(crate) millisecond: u32,
}

/// A date and a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DateTime {
    pub(crate) date: Date,
    pub(crate) time: TimeOfDay,
}

/// Which part of a date does not exist in a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateError {
    Year,
    Month,
    Day { days: u32 },
    Hour,
    Minute,
    Second,
    Millisecond,
}

impl Month {
    /// Its days in a common or a leap year.
    pub(crate) fn length(&self, leap_year: bool) -> u32 {
        self.days + if leap_year { self.leap_days } else { 0 }
    }
}

impl Calendar {
    /// What an instant is called.
    pub(crate) fn date_time(&self, moment: Moment) -> DateTime {
        let mut rest = moment.0.rem_euclid(self.day_ms());
        let mut take = |unit_ms: i64| {
            let count = rest / unit_ms;
            rest %= unit_ms;
            u32::try_from(count).unwrap_or_default()
        };
        let time = TimeOfDay {
            hour: take(self.hour_ms()),
            minute: take(self.minute_ms()),
            second: take(1000),
            millisecond: take(1),
        };
        DateTime { date: self.date(self.day_number(moment)), time }
    }

    /// The instant that a date and time name.
    pub(crate) fn moment(&self, date_time: &DateTime) -> Result<Moment, DateError> {
        let day = self.day_number_of(&date_time.date)?;
        let TimeOfDay { hour, minute, second, millisecond } = date_time.time;
        let in_range = [
            (hour < self.hours_per_day, DateError::Hour),
            (minute < self.minutes_per_hour, DateError::Minute),
            (second < self.seconds_per_minute, DateError::Second),
            (millisecond < 1000, DateError::Millisecond),
        ];
        if let Some((_, error)) = in_range.into_iter().find(|(holds, _)| !holds) {
            return Err(error);
        }
        let time_ms = i64::from(hour) * self.hour_ms()
            + i64::from(minute) * self.minute_ms()
            + i64::from(second) * 1000
            + i64::from(millisecond);
        let moment = day.checked_mul(self.day_ms()).and_then(|begin| begin.checked_add(time_ms)).map(Moment);
        moment.filter(|moment| (Moment::MIN..=Moment::MAX).contains(moment)).ok_or(DateError::Year)
    }

    /// The number of the day in which an instant lies; 0 is the first day of the first year.
    pub(crate) fn day_number(&self, moment: Moment) -> i64 {
        moment.period(self.day_ms())
    }

    /// The date of a day.
    pub(crate) fn date(&self, day: i64) -> Date {
        let (year, day_of_year) = self.years.year_of_day(day);
        let leap = self.years.is_leap(year);
        let mut rest = u32::try_from(day_of_year).unwrap_or_default();
        for (index, month) in self.months.iter().enumerate() {
            let length = month.length(leap);
            if rest < length {
                return Date { year, month: index, day: rest + 1 };
            }
            rest -= length;
        }
        // Not reached: the day of a year is less than the sum of its months.
        Date { year, month: 0, day: 1 }
    }

    /// The number of the day that a date names.
    pub(crate) fn day_number_of(&self, date: &Date) -> Result<i64, DateError> {
        // No year is shorter than a day and no day shorter than a second: what can be set lies well within this.
        if date.year.unsigned_abs() > Moment::MAX.0.unsigned_abs() / 1000 {
            return Err(DateError::Year);
        }
        let leap = self.years.is_leap(date.year);
        let days = self.months.get(date.month).ok_or(DateError::Month)?.length(leap);
        if date.day == 0 || date.day > days {
            return Err(DateError::Day { days });
        }
        let begin = self.years.days_before(date.year);
        Ok(begin + self.days_of_year_before(date.year, date.month) + i64::from(date.day) - 1)
    }

    /// The number of a date's day within its year, from 1.
    pub(crate) fn day_of_year(&self, date: &Date) -> i64 {
        self.days_of_year_before(date.year, date.month) + i64::from(date.day)
    }

    /// How many days of a year lie before one of its parts.
    pub(super) fn days_of_year_before(&self, year: i64, month: usize) -> i64 {
        let leap = self.years.is_leap(year);
        self.months.iter().take(month).map(|month| i64::from(month.length(leap))).sum()
    }

    /// How many days a part of a year has.
    pub(crate) fn month_length(&self, year: i64, month: usize) -> u32 {
        self.months.get(month).map_or(0, |month| month.length(self.years.is_leap(year)))
    }

    /// The index of a date's weekday; nothing for a day that belongs to no week.
    pub(crate) fn weekday(&self, date: &Date) -> Option<usize> {
        let count = i64::try_from(self.weekdays.len()).ok().filter(|count| *count > 0)?;
        if !self.months.get(date.month)?.in_week {
            return None;
        }
        let leap = self.years.is_leap(date.year);
        let before = self.months.iter().take(date.month).filter(|month| month.in_week);
        let in_year: i64 = before.map(|month| i64::from(month.length(leap))).sum();
        let days = self.years.week_days_before(date.year) + in_year + i64::from(date.day) - 1;
        usize::try_from((self.first_weekday + days).rem_euclid(count)).ok()
    }

    /// The index of the month with a number.
    pub(crate) fn month_numbered(&self, number: u32) -> Option<usize> {
        self.months.iter().position(|month| !month.festival && month.number == number)
    }

    /// The index of the days outside of the months that have this name.
    pub(crate) fn festival_named(&self, name: &str) -> Option<usize> {
        self.months.iter().position(|month| month.festival && month.name == name)
    }

    /// How many months a year has.
    pub(crate) fn month_count(&self) -> u32 {
        self.months.iter().map(|month| month.number).max().unwrap_or_default()
    }

    /// Years after which leap years repeat.
    pub(crate) fn cycle_years(&self) -> i64 {
        self.years.cycle()
    }
}
