//! From requests to the domain's own types; every error names the field.

use std::time::{Duration, SystemTime};

use prost::Message;
use prost_types::Struct;
use prost_types::value::Kind;
use realmwire_contract::time_manager::v1::{self, game_instant, trigger};
use realmwire_sdk::requests::check_id;

use crate::calendar::{Calendar, Date, DateError, DateTime, TimeOfDay};
use crate::clock::{Rate, RealTime};
use crate::config::Config;
use crate::error::Error;
use crate::moment::Moment;
use crate::schedule::{CatchUp, Cron, Trigger};

/// How deep a payload may be nested: events that carry it lie below what protobuf decodes.
const PAYLOAD_DEPTH_MAX: usize = 24;

/// The clock of requests that name none.
pub(crate) const DEFAULT_CLOCK: &str = "default";

/// The clock that a request names.
pub(crate) fn clock_id(clock_id: String) -> Result<String, Error> {
    if clock_id.is_empty() { Ok(DEFAULT_CLOCK.to_owned()) } else { id("clock_id", clock_id) }
}

/// An id that a request names.
pub(crate) fn id(field: &str, id: String) -> Result<String, Error> {
    check_id(field, &id)?;
    Ok(id)
}

/// A scale.
pub(crate) fn scale(scale: v1::TimeScale, config: &Config) -> Result<Rate, Error> {
    const SECONDS_MAX: u64 = 1_000_000_000;
    let part = |field: &str, seconds: i64| {
        let whole = u64::try_from(seconds).ok().filter(|seconds| (1..=SECONDS_MAX).contains(seconds));
        whole.ok_or_else(|| Error::invalid(format!("scale.{field}"), format!("must be from 1 to {SECONDS_MAX}")))
    };
    let rate =
        Rate { game: part("game_seconds", scale.game_seconds)?, real: part("real_seconds", scale.real_seconds)? };
    if rate.game > rate.real.saturating_mul(u64::from(config.scale_max)) {
        let limit = config.scale_max;
        return Err(Error::invalid("scale", format!("is faster than {limit} game seconds a real second")));
    }
    Ok(rate)
}

/// The scale of clocks that are created without one.
pub(crate) fn default_scale(calendar: &Calendar, config: &Config) -> Rate {
    let hour_seconds = calendar.hour_ms().unsigned_abs() / 1000;
    Rate { game: hour_seconds.max(1), real: u64::from(config.hour_real_seconds) }
}

/// A real instant.
pub(crate) fn real_time(time: prost_types::Timestamp) -> Result<RealTime, Error> {
    let time = SystemTime::try_from(time).ok().map(RealTime::from).filter(|time| *time <= RealTime::LAST);
    time.ok_or_else(|| Error::invalid("real_time", "must be a time before the year 10,000"))
}

/// A game instant.
pub(crate) fn instant(field: &str, instant: Option<v1::GameInstant>, calendar: &Calendar) -> Result<Moment, Error> {
    match instant.and_then(|instant| instant.instant) {
        None => Err(Error::invalid(field, "must be milliseconds or a date_time")),
        Some(game_instant::Instant::Milliseconds(milliseconds)) => {
            let moment = Moment(milliseconds);
            let possible = (Moment::MIN..=Moment::MAX).contains(&moment);
            possible.then_some(moment).ok_or_else(|| {
                Error::invalid(format!("{field}.milliseconds"), "lies more than a million years from the first")
            })
        }
        Some(game_instant::Instant::DateTime(date_time)) => self::date_time(&date_time, calendar)
            .map_err(|(part, description)| Error::invalid(format!("{field}.date_time.{part}"), description)),
    }
}

/// The longest time of which the seasons are told at once, in days.
const SEASON_DAYS_MAX: i64 = 3000;

/// The two instants between which seasons are asked for.
pub(crate) fn span(request: &v1::GetSeasonsRequest, calendar: &Calendar) -> Result<(Moment, Moment), Error> {
    let (from, until) = (Moment(request.from_milliseconds), Moment(request.until_milliseconds));
    if !(Moment::MIN..=Moment::MAX).contains(&from) {
        return Err(Error::invalid("from_milliseconds", "lies more than a million years from the first"));
    }
    let latest = from.plus_ms(calendar.day_ms().saturating_mul(SEASON_DAYS_MAX));
    if !(from..=latest).contains(&until) {
        let rule = format!("must not be before from_milliseconds and at most {SEASON_DAYS_MAX} days later");
        return Err(Error::invalid("until_milliseconds", rule));
    }
    Ok((from, until))
}

type PartError = (&'static str, String);

fn date_time(date_time: &v1::GameDateTime, calendar: &Calendar) -> Result<Moment, PartError> {
    let part =
        |name: &'static str, value: i32| u32::try_from(value).map_err(|_| (name, "must not be negative".to_owned()));
    let month = if date_time.festival.is_empty() {
        let number = part("month", date_time.month)?.max(1);
        let count = calendar.month_count();
        calendar.month_numbered(number).ok_or_else(|| ("month", format!("must be from 1 to {count}")))?
    } else if date_time.month == 0 {
        let festival = calendar.festival_named(&date_time.festival);
        festival.ok_or_else(|| ("festival", "is not known to the calendar".to_owned()))?
    } else {
        return Err(("festival", "lies outside of the months: leave out one of the two".to_owned()));
    };
    let date = Date { year: date_time.year, month, day: part("day", date_time.day)?.max(1) };
    let time = TimeOfDay {
        hour: part("hour", date_time.hour)?,
        minute: part("minute", date_time.minute)?,
        second: part("second", date_time.second)?,
        millisecond: part("millisecond", date_time.millisecond)?,
    };
    calendar.moment(&DateTime { date, time }).map_err(|error| date_error(error, calendar))
}

fn date_error(error: DateError, calendar: &Calendar) -> PartError {
    let below = |count: u32| format!("must be from 0 to {}", count.saturating_sub(1));
    match error {
        DateError::Year => ("year", "lies more than a million years from the first".to_owned()),
        DateError::Month => ("month", "is not known to the calendar".to_owned()),
        DateError::Day { days: 0 } => ("day", "does not exist in that year".to_owned()),
        DateError::Day { days } => ("day", format!("must be from 1 to {days}")),
        DateError::Hour => ("hour", below(calendar.hours_per_day)),
        DateError::Minute => ("minute", below(calendar.minutes_per_hour)),
        DateError::Second => ("second", below(calendar.seconds_per_minute)),
        DateError::Millisecond => ("millisecond", below(1000)),
    }
}

/// How long a clock takes to be set; nothing is at once.
pub(crate) fn transition(over: Option<prost_types::Duration>, config: &Config) -> Result<Option<Duration>, Error> {
    let Some(over) = over else { return Ok(None) };
    let max = config.transition_max();
    let over = Duration::try_from(over).ok().filter(|over| *over <= max);
    let over = over.ok_or_else(|| {
        Error::invalid("over", format!("must not be negative and at most {} hours", config.transition_hours_max))
    })?;
    // Less than a millisecond is a jump to anybody who looks.
    Ok(Some(over).filter(|over| over.as_millis() > 0))
}

/// When a schedule fires that is planned at `now`.
pub(crate) fn trigger(trigger: Option<v1::Trigger>, calendar: &Calendar, now: Moment) -> Result<Trigger, Error> {
    match trigger.and_then(|trigger| trigger.trigger) {
        None => Err(Error::invalid("trigger", "must be one of once, interval and cron")),
        Some(trigger::Trigger::Once(at)) => Ok(Trigger::Once(instant("trigger.once", Some(at), calendar)?)),
        Some(trigger::Trigger::Interval(interval)) => {
            let every_ms = duration("trigger.interval.every", interval.every, calendar)?;
            let first = match interval.first {
                Some(first) => instant("trigger.interval.first", Some(first), calendar)?,
                None => now.plus_ms(every_ms),
            };
            Ok(Trigger::Interval { first, every_ms })
        }
        Some(trigger::Trigger::Cron(rule)) => {
            let cron = Cron::parse(&rule, calendar);
            Ok(Trigger::Cron(cron.map_err(|error| Error::invalid("trigger.cron", error.to_string()))?))
        }
    }
}

/// A length of game time of at least a second, in milliseconds.
fn duration(field: &str, duration: Option<v1::GameDuration>, calendar: &Calendar) -> Result<i64, Error> {
    let v1::GameDuration { days, hours, minutes, seconds } = duration.unwrap_or_default();
    let parts =
        [(days, calendar.day_ms()), (hours, calendar.hour_ms()), (minutes, calendar.minute_ms()), (seconds, 1000)];
    let total = parts.into_iter().try_fold(0_i64, |total, (count, unit_ms)| {
        if count < 0 { None } else { total.checked_add(count.checked_mul(unit_ms)?) }
    });
    let total = total.filter(|total| (1000..=Moment::MAX.0).contains(total));
    total.ok_or_else(|| Error::invalid(field, "must be at least a second, and no part of it negative"))
}

/// A catch-up policy.
pub(crate) fn catch_up(catch_up: i32) -> Result<CatchUp, Error> {
    match v1::CatchUp::try_from(catch_up) {
        Ok(v1::CatchUp::All) => Ok(CatchUp::All),
        Ok(v1::CatchUp::Unspecified | v1::CatchUp::Last) => Ok(CatchUp::Last),
        Ok(v1::CatchUp::None) => Ok(CatchUp::None),
        Err(_) => Err(Error::invalid("catch_up", "is not known")),
    }
}

/// The payload of a schedule.
pub(crate) fn payload(payload: Option<Struct>, config: &Config) -> Result<Option<Struct>, Error> {
    let Some(payload) = payload else { return Ok(None) };
    let (size, limit) = (payload.encoded_len(), config.payload_bytes_max);
    if size > limit {
        return Err(Error::invalid("payload", format!("holds {size} encoded bytes, the limit is {limit}")));
    }
    if !is_shallow(payload.fields.values(), PAYLOAD_DEPTH_MAX) {
        return Err(Error::invalid("payload", format!("is nested deeper than {PAYLOAD_DEPTH_MAX} levels")));
    }
    Ok(Some(payload))
}

fn is_shallow<'a>(mut values: impl Iterator<Item = &'a prost_types::Value>, levels: usize) -> bool {
    values.all(|value| match (&value.kind, levels.checked_sub(1)) {
        (_, None) => false,
        (Some(Kind::StructValue(object)), Some(below)) => is_shallow(&mut object.fields.values(), below),
        (Some(Kind::ListValue(list)), Some(below)) => is_shallow(&mut list.values.iter(), below),
        _ => true,
    })
}
