//! What can be configured.

use realmwire_sdk::service::{ConfigError, in_range};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The configuration of performance-mode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The time of a frame, in microseconds, that a device should keep unless it has a budget; from 1,000 to 1,000,000.
    pub frame_budget_us: u32,
    /// The lowest resolution that the controller chooses, in percent of the screen's width and height; a multiple of 5
    /// from 25 to 100.
    pub resolution_percent_min: u32,
    /// Devices of one player; from 1 to 100.
    pub devices_per_player_max: u64,
    /// How long a budget that is not strict must be broken before it is told, in milliseconds of play; up to 60,000.
    pub breach_ms: u32,
    /// How long a device that is not heard of is remembered, in days.
    pub device_days: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            frame_budget_us: 16_667,
            resolution_percent_min: 50,
            devices_per_player_max: 16,
            breach_ms: 5000,
            device_days: 180,
        }
    }
}

impl Config {
    /// Checks what the types do not say.
    ///
    /// # Errors
    /// The first key whose value is out of its range.
    pub fn validate(&self) -> Result<(), ConfigError> {
        in_range("frame_budget_us", self.frame_budget_us, 1000..=1_000_000)?;
        in_range("resolution_percent_min", self.resolution_percent_min, 25..=100)?;
        if !self.resolution_percent_min.is_multiple_of(5) {
            return Err(ConfigError::new("resolution_percent_min", "must be a multiple of 5"));
        }
        in_range("devices_per_player_max", self.devices_per_player_max, 1..=100)?;
        in_range("breach_ms", self.breach_ms, 0..=60_000)?;
        in_range("device_days", self.device_days, 1..=3650)
    }
}
