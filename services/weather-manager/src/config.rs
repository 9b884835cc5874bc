//! What can be configured.

use realmwire_sdk::service::{ConfigError, in_range};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The configuration of weather-manager.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The most hours of a forecast; from 1 to 240.
    pub forecast_hours_max: u32,
    /// The most past hours that are told at once, and how long it is remembered what was set; from 1 to 2,000.
    pub history_hours_max: u32,
    /// How much weather can be set for one zone, what has ended within the history included; from 1 to 200.
    pub overrides_per_zone_max: usize,
    /// The longest time in which weather turns to what is set or back, and for which it stays, in hours of 3,600 game
    /// seconds; from 1 to 100,000.
    pub override_hours_max: u32,
    /// Hours that passed while nothing ran, up to which severe weather is told in retrospect; from 1 to 48.
    pub alert_catch_up_hours_max: u32,
    /// How long the seasons of a calendar are taken to be as they were told, in real seconds; from 0 to 3,600.
    pub calendar_seconds: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            forecast_hours_max: 240,
            history_hours_max: 720,
            overrides_per_zone_max: 50,
            override_hours_max: 10_000,
            alert_catch_up_hours_max: 24,
            calendar_seconds: 60,
        }
    }
}

impl Config {
    /// Checks what the types do not say.
    ///
    /// # Errors
    /// The first key whose value is out of its range.
    pub fn validate(&self) -> Result<(), ConfigError> {
        in_range("forecast_hours_max", self.forecast_hours_max, 1..=240)?;
        in_range("history_hours_max", self.history_hours_max, 1..=2000)?;
        in_range("overrides_per_zone_max", self.overrides_per_zone_max, 1..=200)?;
        in_range("override_hours_max", self.override_hours_max, 1..=100_000)?;
        in_range("alert_catch_up_hours_max", self.alert_catch_up_hours_max, 1..=48)?;
        in_range("calendar_seconds", self.calendar_seconds, 0..=3600)
    }
}
