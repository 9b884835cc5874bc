//! What can be configured.

use std::time::Duration;

use realmwire_sdk::service::{ConfigError, in_range};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The configuration of time-manager.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The calendar of the clock "default", which is created when the service starts for the first time.
    pub default_calendar: String,
    /// Real seconds in which an hour of a clock passes that is created without a scale; from 1 to 86,400.
    pub hour_real_seconds: u32,
    /// The fastest scale, in game seconds a real second; from 1 to 1,000,000, up to which conversions are exact.
    pub scale_max: u32,
    /// The longest time in which a clock can be set gradually.
    pub transition_hours_max: u32,
    /// How late a schedule may fire and still be in time, rather than missed.
    pub punctual_seconds: u32,
    /// The least time between two looks at a clock, in milliseconds: one that runs so fast that several hours pass
    /// meanwhile tells of them together. From 10 to 60,000.
    pub look_interval_ms_min: u32,
    /// Schedules that fire with one commit at most; the rest follows with the next. From 1 to 100.
    pub fires_per_commit_max: usize,
    /// Schedules of one clock.
    pub schedules_per_clock_max: u64,
    /// The largest payload of a schedule, in bytes of its protobuf encoding.
    pub payload_bytes_max: usize,
    /// How often it is checked that no clock was forgotten, in seconds; from 1 to 3,600.
    pub watch_interval_seconds: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            default_calendar: crate::calendars::STANDARD.to_owned(),
            hour_real_seconds: 60,
            scale_max: 1_000_000,
            transition_hours_max: 24,
            punctual_seconds: 60,
            look_interval_ms_min: 200,
            fires_per_commit_max: 100,
            schedules_per_clock_max: 10_000,
            payload_bytes_max: 16 * 1024,
            watch_interval_seconds: 30,
        }
    }
}

impl Config {
    /// Checks what the types do not say.
    ///
    /// # Errors
    /// The first key whose value is out of its range.
    pub fn validate(&self) -> Result<(), ConfigError> {
        in_range("hour_real_seconds", self.hour_real_seconds, 1..=86_400)?;
        in_range("scale_max", self.scale_max, 1..=1_000_000)?;
        in_range("transition_hours_max", self.transition_hours_max, 1..=24 * 30)?;
        in_range("look_interval_ms_min", self.look_interval_ms_min, 10..=60_000)?;
        in_range("fires_per_commit_max", self.fires_per_commit_max, 1..=100)?;
        in_range("payload_bytes_max", self.payload_bytes_max, 0..=256 * 1024)?;
        in_range("watch_interval_seconds", self.watch_interval_seconds, 1..=3600)
    }

    pub(crate) fn transition_max(&self) -> Duration {
        Duration::from_secs(u64::from(self.transition_hours_max) * 3600)
    }

    pub(crate) fn punctual(&self) -> Duration {
        Duration::from_secs(u64::from(self.punctual_seconds))
    }

    pub(crate) fn look_interval(&self) -> Duration {
        Duration::from_millis(u64::from(self.look_interval_ms_min))
    }

    pub(crate) fn watch_interval(&self) -> Duration {
        Duration::from_secs(u64::from(self.watch_interval_seconds))
    }
}
