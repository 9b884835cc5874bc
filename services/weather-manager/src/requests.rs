//! From requests to the domain's own types; every error names the field.

use realmwire_contract::weather_manager::v1::SetWeatherRequest;

use crate::climate::Climate;
use crate::condition::Condition;
use crate::config::Config;
use crate::error::Error;
use crate::overrides::{Ending, Override};

/// How long weather takes to turn when nothing is said, in milliseconds.
const FADE_MS: i64 = 1_800_000;
/// The farthest game time from the beginning that is told, in milliseconds.
const GAME_MS_MAX: i64 = 39_000_000_000_000_000;

/// A number of hours; 0 is `default`.
pub(crate) fn hours(hours: i32, default: i64, max: u32) -> Result<i64, Error> {
    let max = i64::from(max);
    let asked = if hours == 0 { default.min(max) } else { i64::from(hours) };
    if (1..=max).contains(&asked) {
        Ok(asked)
    } else {
        Err(Error::invalid("hours", format!("must be from 1 to {max}")))
    }
}

/// A game time.
pub(crate) fn instant(field: &'static str, milliseconds: i64) -> Result<i64, Error> {
    let holds = (-GAME_MS_MAX..=GAME_MS_MAX).contains(&milliseconds);
    if holds { Ok(milliseconds) } else { Err(Error::invalid(field, "lies more than a million years from the first")) }
}

/// A length of game time in milliseconds.
pub(crate) fn length(
    field: &'static str,
    length: Option<prost_types::Duration>,
    config: &Config,
) -> Result<Option<i64>, Error> {
    let Some(length) = length else { return Ok(None) };
    let hours_max = config.override_hours_max;
    let length = std::time::Duration::try_from(length).ok().and_then(|length| i64::try_from(length.as_millis()).ok());
    let length = length.filter(|length| *length <= i64::from(hours_max) * 3_600_000);
    let problem = || format!("must not be negative and at most {hours_max} hours");
    length.map(Some).ok_or_else(|| Error::invalid(field, problem()))
}

/// What is to be set at the game time `now`.
pub(crate) fn to_set(
    request: &SetWeatherRequest,
    id: String,
    climate: &Climate,
    now: i64,
    config: &Config,
) -> Result<Override, Error> {
    let condition = Condition::from_proto(request.condition)
        .ok_or_else(|| Error::invalid("condition", "must be one of the conditions"))?;
    if climate.row(0, condition).is_none() {
        let problem = format!("is {}, which the climate {} has in no season", condition.name(), climate.id);
        return Err(Error::invalid("condition", problem));
    }
    let intensity = request.intensity.unwrap_or(0.5);
    if !(0.0..=1.0).contains(&intensity) {
        return Err(Error::invalid("intensity", "must be from 0 to 1"));
    }
    let begin_ms = instant("begin_milliseconds", request.begin_milliseconds.unwrap_or(now))?;
    if begin_ms < now {
        return Err(Error::invalid("begin_milliseconds", format!("must not lie before the clock's time, {now}")));
    }
    let full_ms = begin_ms + length("fade_in", request.fade_in, config)?.unwrap_or(FADE_MS);
    let fade_out_ms = length("fade_out", request.fade_out, config)?.unwrap_or(FADE_MS);
    let ending = length("hold", request.hold, config)?.map(|hold| {
        let release_ms = full_ms + hold;
        Ending { release_ms, end_ms: release_ms + fade_out_ms }
    });
    Ok(Override { id, condition, intensity, begin_ms, full_ms, ending, fade_out_ms })
}
