//! The texts of `google.protobuf.Timestamp` and `google.protobuf.Duration`.

/// Seconds and nanoseconds, as both types hold them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seconds {
    pub(crate) seconds: i64,
    pub(crate) nanos: i32,
}

const DAY: i64 = 86_400;
/// 0001-01-01T00:00:00Z.
const FIRST_SECOND: i64 = -62_135_596_800;
/// 9999-12-31T23:59:59Z.
const LAST_SECOND: i64 = 253_402_300_799;
/// 10,000 years.
const LONGEST_DURATION: i64 = 315_576_000_000;

/// Reads a time of RFC 3339 with an offset, from the year 1 to 9999 in UTC.
pub(crate) fn parse_timestamp(text: &str) -> Option<Seconds> {
    let mut scanner = Scanner(text.as_bytes());
    let year = scanner.digits(4)?;
    let month = scanner.after(b'-')?.digits(2)?;
    let day = scanner.after(b'-')?.digits(2)?;
    let hour = scanner.after(b'T')?.digits(2)?;
    let minute = scanner.after(b':')?.digits(2)?;
    let second = scanner.after(b':')?.digits(2)?;
    let nanos = if scanner.take(b'.') { scanner.fraction()? } else { 0 };
    let offset = if scanner.take(b'Z') {
        0
    } else {
        let sign = if scanner.take(b'+') { 1 } else { scanner.after(b'-').map(|_| -1)? };
        let hours = scanner.digits(2)?;
        let minutes = scanner.after(b':')?.digits(2)?;
        if hours > 23 || minutes > 59 {
            return None;
        }
        sign * (hours * 3_600 + minutes * 60)
    };
    let in_range = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
    if !scanner.0.is_empty() || !in_range || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = days_from_civil(year, month, day) * DAY + hour * 3_600 + minute * 60 + second - offset;
    (FIRST_SECOND..=LAST_SECOND).contains(&seconds).then_some(Seconds { seconds, nanos })
}

/// Writes a time in UTC with 0, 3, 6 or 9 digits of a second.
pub(crate) fn format_timestamp(time: Seconds) -> Option<String> {
    if !(FIRST_SECOND..=LAST_SECOND).contains(&time.seconds) || !(0..1_000_000_000).contains(&time.nanos) {
        return None;
    }
    let (year, month, day) = civil_from_days(time.seconds.div_euclid(DAY));
    let second = time.seconds.rem_euclid(DAY);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    let fraction = fraction(time.nanos.unsigned_abs());
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z"))
}

/// Reads a number of seconds with up to nine digits after the point and an `s` at the end.
pub(crate) fn parse_duration(text: &str) -> Option<Seconds> {
    let mut scanner = Scanner(text.strip_suffix('s')?.as_bytes());
    let negative = scanner.take(b'-');
    let length = scanner.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if length == 0 || length > 12 {
        return None;
    }
    let seconds = scanner.digits(length)?;
    let nanos = if scanner.take(b'.') { scanner.fraction()? } else { 0 };
    if !scanner.0.is_empty() || seconds > LONGEST_DURATION || (seconds == LONGEST_DURATION && nanos > 0) {
        return None;
    }
    Some(if negative { Seconds { seconds: -seconds, nanos: -nanos } } else { Seconds { seconds, nanos } })
}

/// Writes a duration with 0, 3, 6 or 9 digits after the point.
pub(crate) fn format_duration(duration: Seconds) -> Option<String> {
    let Seconds { seconds, nanos } = duration;
    let same_sign = seconds == 0 || nanos == 0 || (seconds < 0) == (nanos < 0);
    if seconds.unsigned_abs() > LONGEST_DURATION.unsigned_abs() || nanos.unsigned_abs() >= 1_000_000_000 || !same_sign {
        return None;
    }
    let sign = if seconds < 0 || nanos < 0 { "-" } else { "" };
    Some(format!("{sign}{}{}s", seconds.unsigned_abs(), fraction(nanos.unsigned_abs())))
}

fn fraction(nanos: u32) -> String {
    match nanos {
        0 => String::new(),
        nanos if nanos % 1_000_000 == 0 => format!(".{:03}", nanos / 1_000_000),
        nanos if nanos % 1_000 == 0 => format!(".{:06}", nanos / 1_000),
        nanos => format!(".{nanos:09}"),
    }
}

struct Scanner<'a>(&'a [u8]);

impl Scanner<'_> {
    fn take(&mut self, expected: u8) -> bool {
        let found = self.0.split_first().filter(|(byte, _)| **byte == expected);
        found.map(|(_, rest)| self.0 = rest).is_some()
    }

    fn after(&mut self, expected: u8) -> Option<&mut Self> {
        self.take(expected).then_some(self)
    }

    fn digits(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let mut value = 0;
        for digit in digits {
            value = value * 10 + i64::from(char::from(*digit).to_digit(10)?);
        }
        self.0 = rest;
        Some(value)
    }

    /// One to nine digits after the point, as nanoseconds.
    fn fraction(&mut self) -> Option<i32> {
        let length = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if !(1..=9).contains(&length) {
            return None;
        }
        let value = i32::try_from(self.digits(length)?).ok()?;
        (length..9).try_fold(value, |value, _| value.checked_mul(10))
    }
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01, by eras of 400 years that begin in March, so that leap days come last.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}
