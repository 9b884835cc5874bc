//! From requests to the domain's own types; every error names the field.

use std::time::Duration;

use realmwire_contract::performance_mode::v1::{Budget, FrameSample, Locks, Mode, ThermalState};

use crate::controller::{Heat, Sample};
use crate::error::{Error, Problem};
use crate::metrics::TIME_US_MAX;
use crate::presets::{AUTO_MODES, PRESET_MODES};

const SAMPLES_MAX: usize = 1000;
/// Problems that an error names; what is wrong with the rest is found then.
const PROBLEMS_MAX: usize = 50;
const MEMORY_MB_MAX: f64 = 1e9;
/// The length of a part of a window.
pub(crate) const BUCKET_SECONDS: u64 = 10;
const WINDOW_SECONDS_MAX: u64 = 900;
const WINDOW_SECONDS_DEFAULT: u64 = 60;

/// The frames of a report, of which the last one before had the number `last_frame`.
pub(crate) fn samples(samples: &[FrameSample], last_frame: Option<u64>) -> Result<Vec<Sample>, Error> {
    if samples.is_empty() || samples.len() > SAMPLES_MAX {
        return Err(Error::invalid("samples", format!("must be from 1 to {SAMPLES_MAX}, not {}", samples.len())));
    }
    let (mut checked, mut problems, mut last_frame) = (Vec::with_capacity(samples.len()), Vec::new(), last_frame);
    for (index, sample) in samples.iter().enumerate() {
        if last_frame.is_some_and(|last| sample.frame <= last) {
            let problem = format!("is {}, but a frame with this or a later number was reported before", sample.frame);
            problems.push(Problem::new(format!("samples[{index}].frame"), problem));
        }
        last_frame = last_frame.max(Some(sample.frame));
        let mut time = |name: &str, ms: Option<f64>| {
            let checked =
                ms.map(|ms| micros(ms).map_err(|problem| Problem::new(format!("samples[{index}].{name}"), problem)));
            checked.transpose().unwrap_or_else(|problem| {
                problems.push(problem);
                None
            })
        };
        let frame_us = time("frame_time_ms", Some(sample.frame_time_ms));
        let (cpu_us, gpu_us) = (time("cpu_time_ms", sample.cpu_time_ms), time("gpu_time_ms", sample.gpu_time_ms));
        checked.extend(frame_us.map(|frame_us| Sample { frame_us, cpu_us, gpu_us }));
        if problems.len() >= PROBLEMS_MAX {
            break;
        }
    }
    Error::unless_none(problems).map(|()| checked)
}

/// Memory in use, if it was reported.
pub(crate) fn memory(memory_mb: Option<f64>) -> Result<Option<f64>, Error> {
    match memory_mb {
        Some(memory) if !(0.0..=MEMORY_MB_MAX).contains(&memory) => {
            Err(Error::invalid("memory_mb", format!("is {memory}, but must be from 0 to {MEMORY_MB_MAX}")))
        }
        other => Ok(other),
    }
}

/// How hot the device is; nominal when it does not say.
pub(crate) fn heat(thermal: i32) -> Result<Heat, Error> {
    match ThermalState::try_from(thermal) {
        Ok(ThermalState::Unspecified | ThermalState::Nominal) => Ok(Heat::Nominal),
        Ok(ThermalState::Fair) => Ok(Heat::Fair),
        Ok(ThermalState::Serious) => Ok(Heat::Serious),
        Ok(ThermalState::Critical) => Ok(Heat::Critical),
        Err(_) => Err(Error::invalid("thermal", "is not one of the states")),
    }
}

/// The parts of a window.
pub(crate) fn window_buckets(window: Option<prost_types::Duration>) -> Result<u64, Error> {
    let refusal = || Error::invalid("window", format!("must be from {BUCKET_SECONDS} to {WINDOW_SECONDS_MAX} seconds"));
    let Some(window) = window else { return Ok(WINDOW_SECONDS_DEFAULT / BUCKET_SECONDS) };
    let window = Duration::try_from(window).map_err(|_| refusal())?;
    let seconds = window.as_secs() + u64::from(window.subsec_nanos() > 0);
    if !(BUCKET_SECONDS..=WINDOW_SECONDS_MAX).contains(&seconds) {
        return Err(refusal());
    }
    Ok(seconds.div_ceil(BUCKET_SECONDS))
}

/// A mode that can be chosen.
pub(crate) fn mode(mode: i32) -> Result<Mode, Error> {
    let known = Mode::try_from(mode).ok().filter(|mode| *mode == Mode::Auto || PRESET_MODES.contains(mode));
    known.ok_or_else(|| Error::invalid("mode", "must be one of low, medium, high, ultra, competitive and auto"))
}

/// What the controller may not change: the resolution and the preset.
pub(crate) fn locks(locks: Option<Locks>, chosen: Mode) -> Result<(Option<u32>, Mode), Error> {
    let locks = locks.unwrap_or_default();
    let mut problems = Vec::new();
    if let Some(percent) = locks.resolution_percent.filter(|percent| !(25..=100).contains(percent)) {
        problems.push(Problem::new("locks.resolution_percent", format!("is {percent}, but must be from 25 to 100")));
    }
    let preset = match Mode::try_from(locks.preset) {
        Ok(Mode::Unspecified) => Mode::Unspecified,
        Ok(preset) if chosen == Mode::Auto && AUTO_MODES.contains(&preset) => preset,
        _ if chosen == Mode::Auto => {
            problems.push(Problem::new("locks.preset", "must be one of low, medium, high and ultra"));
            Mode::Unspecified
        }
        _ => {
            problems.push(Problem::new("locks.preset", "is for the mode auto; every other mode is a preset itself"));
            Mode::Unspecified
        }
    };
    Error::unless_none(problems).map(|()| (locks.resolution_percent, preset))
}

/// The budgets that a request sets.
pub(crate) fn budget(budget: Option<Budget>) -> Result<Budget, Error> {
    let budget = budget.ok_or_else(|| Error::invalid("budget", "must not be missing"))?;
    let mut problems = Vec::new();
    for (name, value, most) in [
        ("frame_time_ms", Some(budget.frame_time_ms), 1000.0),
        ("memory_mb", budget.memory_mb, MEMORY_MB_MAX),
        ("cpu_time_ms", budget.cpu_time_ms, 1000.0),
        ("gpu_time_ms", budget.gpu_time_ms, 1000.0),
    ] {
        if let Some(value) = value.filter(|value| !(1.0..=most).contains(value)) {
            problems.push(Problem::new(format!("budget.{name}"), format!("is {value}, but must be from 1 to {most}")));
        }
    }
    Error::unless_none(problems).map(|()| budget)
}

/// Whole microseconds, at least one.
fn micros(ms: f64) -> Result<u32, String> {
    const MOST_MS: f64 = 60_000.0;
    if ms.is_nan() {
        return Err("is not a number".to_owned());
    }
    if ms <= 0.0 || ms > MOST_MS {
        return Err(format!("is {ms}, but must be above 0 and at most {MOST_MS}"));
    }
    let micros = Duration::from_secs_f64(ms / 1000.0).as_micros();
    Ok(u32::try_from(micros).unwrap_or(TIME_US_MAX).clamp(1, TIME_US_MAX))
}

/// Milliseconds as microseconds, of a budget that was checked.
pub(crate) fn budget_us(budget: &Budget) -> u32 {
    micros(budget.frame_time_ms).unwrap_or(TIME_US_MAX)
}
