//! From a calendar's file to a calendar: every rule that a definition must keep, and the line where it does not.

use std::collections::BTreeSet;
use std::ops::Range;

use realmwire_sdk::content::{ContentError, ContentFile, Spanned};

use super::definition::{self, Definition, SunEvent};
use super::format::Format;
use super::sky::days_to_ms;
use super::years::{self, Years};
use super::{Calendar, Daylight, Era, EraCount, Month, Moon, Orbit, Season, SeasonStart};
use crate::moment::Moment;
use crate::sky::Turn;

/// The most days of a week, parts of a year, eras, seasons and moons.
const LIST_MAX: usize = 100;
/// The most hours in a day, minutes in an hour and seconds in a minute.
const UNIT_MAX: u32 = 1000;
/// The most days of one part of a year.
const MONTH_DAYS_MAX: u32 = 10_000;

/// Reads and checks the calendar in a file.
pub(crate) fn read(file: &ContentFile) -> Result<Calendar, ContentError> {
    let definition = file.parse::<Definition>()?;
    check(definition).map_err(|problem| file.error(problem.place, problem.description))
}

/// What is wrong, and where.
struct Problem {
    place: Range<usize>,
    description: String,
}

fn problem<T>(at: &Spanned<T>, description: impl Into<String>) -> Problem {
    Problem { place: at.span(), description: description.into() }
}

fn check(definition: Definition) -> Result<Calendar, Problem> {
    let id = definition.id.get_ref();
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
        return Err(problem(&definition.id, "an id is made of the letters a to z, digits and hyphens"));
    }
    for (unit, name) in [
        (&definition.hours_per_day, "hours_per_day"),
        (&definition.minutes_per_hour, "minutes_per_hour"),
        (&definition.seconds_per_minute, "seconds_per_minute"),
    ] {
        if !(1..=UNIT_MAX).contains(unit.get_ref()) {
            return Err(problem(unit, format!("{name} must be from 1 to {UNIT_MAX}")));
        }
    }
    let months = check_months(&definition.months)?;
    let years = check_years(&definition, &months)?;
    let (weekdays, first_weekday) = check_week(definition.week.as_ref())?;
    let epoch_julian_day = check_sky(&definition)?;
    let seasons = check_seasons(&definition, &months)?;
    let format = check_format(&definition.format)?;
    let festival_format = match &definition.festival_format {
        Some(pattern) => check_format(pattern)?,
        None => format.clone(),
    };
    let mut calendar = Calendar {
        id: id.clone(),
        hours_per_day: *definition.hours_per_day.get_ref(),
        minutes_per_hour: *definition.minutes_per_hour.get_ref(),
        seconds_per_minute: *definition.seconds_per_minute.get_ref(),
        weekdays,
        first_weekday,
        months,
        years,
        eras: check_eras(&definition.eras)?,
        seasons,
        moons: Vec::new(),
        daylight: check_daylight(&definition)?,
        epoch_julian_day,
        format,
        festival_format,
        name: definition.name,
    };
    calendar.moons = check_moons(&definition.moons, calendar.day_ms())?;
    Ok(calendar)
}

/// Names must not repeat, so that each says which one is meant.
fn check_names<'a>(names: impl Iterator<Item = &'a Spanned<String>>) -> Result<(), Problem> {
    let mut seen = BTreeSet::new();
    for (index, name) in names.enumerate() {
        if name.get_ref().is_empty() {
            return Err(problem(name, "a name must not be empty"));
        }
        if !seen.insert(name.get_ref().to_lowercase()) {
            return Err(problem(name, format!("the name {:?} is used twice", name.get_ref())));
        }
        if index >= LIST_MAX {
            return Err(problem(name, format!("there are more than {LIST_MAX} of these")));
        }
    }
    Ok(())
}

fn check_months(months: &Spanned<Vec<definition::Month>>) -> Result<Vec<Month>, Problem> {
    check_names(months.get_ref().iter().map(|month| &month.name))?;
    let mut number = 0;
    let mut checked = Vec::new();
    for month in months.get_ref() {
        let longest = month.days.saturating_add(month.leap_days);
        if !(1..=MONTH_DAYS_MAX).contains(&longest) || (month.days == 0 && !month.festival) {
            return Err(problem(&month.name, format!("has {longest} days, but must have 1 to {MONTH_DAYS_MAX}")));
        }
        number += u32::from(!month.festival);
        checked.push(Month {
            name: month.name.get_ref().clone(),
            days: month.days,
            leap_days: month.leap_days,
            festival: month.festival,
            in_week: month.in_week,
            number: if month.festival { 0 } else { number },
        });
    }
    if number == 0 {
        return Err(problem(months, "a year needs at least one month"));
    }
    Ok(checked)
}

fn check_years(definition: &Definition, months: &[Month]) -> Result<Years, Problem> {
    for rule in &definition.leap {
        if !(1..=years::CYCLE_YEARS_MAX).contains(rule.every.get_ref()) {
            return Err(problem(&rule.every, format!("every must be from 1 to {}", years::CYCLE_YEARS_MAX)));
        }
    }
    let cycle = years::cycle_years(&definition.leap);
    let last = definition.leap.last();
    match (cycle, last) {
        (Some(cycle), _) => Ok(Years::new(months, &definition.leap, cycle)),
        (None, Some(rule)) => {
            let limit = years::CYCLE_YEARS_MAX;
            Err(problem(&rule.every, format!("with this rule, leap years repeat only after more than {limit} years")))
        }
        (None, None) => Ok(Years::new(months, &[], 1)),
    }
}

fn check_week(week: Option<&definition::Week>) -> Result<(Vec<String>, i64), Problem> {
    let Some(week) = week else { return Ok((Vec::new(), 0)) };
    let days = week.days.get_ref();
    let distinct: BTreeSet<_> = days.iter().map(|day| day.to_lowercase()).collect();
    if days.is_empty() || days.len() > LIST_MAX || distinct.len() != days.len() || distinct.contains("") {
        return Err(problem(&week.days, format!("a week has 1 to {LIST_MAX} days of different names")));
    }
    let first = days.iter().position(|day| day == week.first.get_ref());
    let first = first.and_then(|index| i64::try_from(index).ok());
    let first = first.ok_or_else(|| problem(&week.first, "is none of the days of the week"))?;
    Ok((days.clone(), first))
}

fn check_eras(eras: &[definition::Era]) -> Result<Vec<Era>, Problem> {
    check_names(eras.iter().map(|era| &era.name))?;
    let mut checked: Vec<Era> = Vec::new();
    let mut begun = i64::MIN;
    for era in eras {
        let counts = match (era.first_year, era.last_year) {
            (Some(first), None) if first > begun => EraCount::Up(first),
            (None, Some(last)) if checked.is_empty() => EraCount::Down(last),
            (Some(_), None) => return Err(problem(&era.name, "begins before the era that stands above it has begun")),
            (None, Some(_)) => return Err(problem(&era.name, "only the first era can count down to a last year")),
            _ => return Err(problem(&era.name, "an era has either a first_year or a last_year")),
        };
        begun = era.first_year.or(era.last_year).unwrap_or(begun);
        checked.push(Era { name: era.name.get_ref().clone(), counts });
    }
    Ok(checked)
}

fn check_daylight(definition: &Definition) -> Result<Daylight, Problem> {
    let hours = *definition.hours_per_day.get_ref();
    let Some(daylight) = &definition.daylight else {
        // The parts of a day of 24 hours, in proportion.
        return Ok(Daylight {
            dawn: hours * 5 / 24,
            day: hours * 7 / 24,
            dusk: hours * 18 / 24,
            night: hours * 20 / 24,
        });
    };
    let definition::Daylight { dawn, day, dusk, night } = *daylight.get_ref();
    if dawn > day || day > dusk || dusk > night || night > hours {
        return Err(problem(daylight, "dawn, day, dusk and night must follow each other within the day"));
    }
    Ok(Daylight { dawn, day, dusk, night })
}

fn check_sky(definition: &Definition) -> Result<f64, Problem> {
    /// Beyond it, the formulas for the sun and the moon say nothing.
    const JULIAN_DAY_MAX: f64 = 10_000_000.0;
    if let Some(sky) = &definition.sky {
        let epoch = *sky.epoch_julian_day.get_ref();
        if !(-JULIAN_DAY_MAX..=JULIAN_DAY_MAX).contains(&epoch) {
            return Err(problem(&sky.epoch_julian_day, "is not a Julian day"));
        }
        return Ok(epoch);
    }
    let real_moon = definition.moons.iter().find(|moon| moon.real).map(|moon| &moon.name);
    let real_season = definition.seasons.iter().find(|season| season.sun.is_some()).map(|season| &season.name);
    match real_moon.or(real_season) {
        Some(name) => Err(problem(name, "follows the real sky, so the calendar needs [sky] epoch_julian_day")),
        None => Ok(0.0),
    }
}

fn check_seasons(definition: &Definition, months: &[Month]) -> Result<Vec<Season>, Problem> {
    let seasons = &definition.seasons;
    check_names(seasons.iter().map(|season| &season.name))?;
    let mut checked: Vec<Season> = Vec::new();
    let mut last = None;
    for season in seasons {
        let begins = match (&season.month, season.day, season.sun) {
            (Some(month), Some(day), None) => {
                let index = months.iter().position(|known| !known.festival && known.name == *month.get_ref());
                let index = index.ok_or_else(|| problem(month, "is none of the calendar's months"))?;
                let days = months.get(index).map_or(0, |month| month.days);
                if day == 0 || day > days {
                    return Err(problem(month, format!("has no day {day} in every year")));
                }
                if last.is_some_and(|last| last >= (index, day)) {
                    return Err(problem(&season.name, "begins before the season that stands above it"));
                }
                last = Some((index, day));
                SeasonStart::Date { month: index, day }
            }
            (None, None, Some(sun)) => SeasonStart::Sun(turn(sun)),
            _ => return Err(problem(&season.name, "a season begins with a month and a day, or with the sun")),
        };
        checked.push(Season { name: season.name.get_ref().clone(), begins });
    }
    check_sun_seasons(seasons, &checked)?;
    Ok(checked)
}

/// With the real sun, each of its four turns begins one season.
fn check_sun_seasons(seasons: &[definition::Season], checked: &[Season]) -> Result<(), Problem> {
    let turns: BTreeSet<_> = checked
        .iter()
        .filter_map(|season| match season.begins {
            SeasonStart::Sun(turn) => Some(turn),
            SeasonStart::Date { .. } => None,
        })
        .collect();
    match seasons.first() {
        Some(first) if !turns.is_empty() && (turns.len() != 4 || checked.len() != 4) => {
            Err(problem(&first.name, "with the real sun there are four seasons, one for each equinox and solstice"))
        }
        _ => Ok(()),
    }
}

fn turn(sun: SunEvent) -> Turn {
    match sun {
        SunEvent::MarchEquinox => Turn::MarchEquinox,
        SunEvent::JuneSolstice => Turn::JuneSolstice,
        SunEvent::SeptemberEquinox => Turn::SeptemberEquinox,
        SunEvent::DecemberSolstice => Turn::DecemberSolstice,
    }
}

fn check_moons(moons: &[definition::Moon], day_ms: i64) -> Result<Vec<Moon>, Problem> {
    /// The longest period and the latest first new moon.
    const DAYS_MAX: f64 = 100_000.0;
    check_names(moons.iter().map(|moon| &moon.name))?;
    let mut checked = Vec::new();
    for moon in moons {
        let orbit = match (moon.period_days, moon.real) {
            (None, true) => Orbit::Real,
            (Some(period), false)
                if (0.01..=DAYS_MAX).contains(&period) && (-DAYS_MAX..=DAYS_MAX).contains(&moon.new_moon_day) =>
            {
                Orbit::Even {
                    period_ms: days_to_ms(period, day_ms),
                    new_moon: Moment(days_to_ms(moon.new_moon_day, day_ms)),
                }
            }
            _ => {
                let rule = "a moon is real, or has period_days from 0.01 to 100000 and new_moon_day up to 100000";
                return Err(problem(&moon.name, rule));
            }
        };
        checked.push(Moon { name: moon.name.get_ref().clone(), orbit });
    }
    Ok(checked)
}

fn check_format(pattern: &Spanned<String>) -> Result<Format, Problem> {
    Format::parse(pattern.get_ref()).map_err(|description| problem(pattern, description))
}
