//! How a calendar writes dates.

use std::fmt::Write;

use super::{Calendar, DateTime};

/// A pattern with placeholders, such as `{day} {month} {year}`.
#[derive(Clone, Debug)]
pub(super) struct Format(Vec<Piece>);

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Field(Field),
}

#[derive(Clone, Copy, Debug)]
enum Field {
    Year,
    YearOfEra,
    Era,
    Month,
    MonthNumber,
    Day,
    Weekday,
    Hour,
    Minute,
    Second,
}

impl Field {
    const NAMES: [(&str, Self); 10] = [
        ("year", Self::Year),
        ("year_of_era", Self::YearOfEra),
        ("era", Self::Era),
        ("month", Self::Month),
        ("month_number", Self::MonthNumber),
        ("day", Self::Day),
        ("weekday", Self::Weekday),
        ("hour", Self::Hour),
        ("minute", Self::Minute),
        ("second", Self::Second),
    ];
}

impl Format {
    /// Reads a pattern.
    pub(super) fn parse(pattern: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = pattern;
        while let Some((text, after)) = rest.split_once('{') {
            let Some((name, tail)) = after.split_once('}') else {
                return Err("a placeholder has no closing brace".to_owned());
            };
            let Some((_, field)) = Field::NAMES.into_iter().find(|(known, _)| *known == name) else {
                let names: Vec<_> = Field::NAMES.iter().map(|(known, _)| *known).collect();
                return Err(format!("there is no placeholder {{{name}}}, only {}", names.join(", ")));
            };
            pieces.push(Piece::Text(text.to_owned()));
            pieces.push(Piece::Field(field));
            rest = tail;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Ok(Self(pieces))
    }

    pub(super) fn write(&self, calendar: &Calendar, date_time: &DateTime) -> String {
        let mut text = String::new();
        for piece in &self.0 {
            // Writing to a String does not fail.
            let _ = match piece {
                Piece::Text(piece) => text.write_str(piece),
                Piece::Field(field) => field.write(&mut text, calendar, date_time),
            };
        }
        text
    }
}

impl Field {
    fn write(self, text: &mut String, calendar: &Calendar, date_time: &DateTime) -> std::fmt::Result {
        let DateTime { date, time } = date_time;
        let month = calendar.months.get(date.month);
        match self {
            Self::Year => write!(text, "{}", date.year),
            Self::YearOfEra => write!(text, "{}", calendar.era(date.year).map_or(date.year, |(_, year)| year)),
            Self::Era => text.write_str(calendar.era(date.year).map_or("", |(name, _)| name)),
            Self::Month => text.write_str(month.map_or("", |month| month.name.as_str())),
            Self::MonthNumber => write!(text, "{}", month.map_or(0, |month| month.number)),
            Self::Day => write!(text, "{}", date.day),
            Self::Weekday => {
                let name = calendar.weekday(date).and_then(|weekday| calendar.weekdays.get(weekday));
                text.write_str(name.map_or("", String::as_str))
            }
            Self::Hour => write!(text, "{:02}", time.hour),
            Self::Minute => write!(text, "{:02}", time.minute),
            Self::Second => write!(text, "{:02}", time.second),
        }
    }
}
