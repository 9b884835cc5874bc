//! What can be configured.

use std::time::Duration;

use realmwire_sdk::service::{ConfigError, in_range};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The configuration of settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Devices of one player that values are kept for; from 1 to 100.
    pub devices_per_player_max: usize,
    /// The most that is kept of one player, or of the global settings, in bytes of its protobuf encoding; from 1,024 to
    /// 393,216.
    pub settings_bytes_max: usize,
    /// Flags that exist at a time; from 1 to 500.
    pub flags_max: u64,
    /// The largest rule of a flag, in bytes of its protobuf encoding; from 100 to 1,700, so that all flags fit into one
    /// answer.
    pub flag_bytes_max: usize,
    /// How long it is remembered which content policy a session began with, in hours; at least as long as sessions last.
    pub session_policy_hours: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            devices_per_player_max: 16,
            settings_bytes_max: 128 * 1024,
            flags_max: 500,
            flag_bytes_max: 1700,
            session_policy_hours: 30 * 24,
        }
    }
}

impl Config {
    /// Checks what the types do not say.
    ///
    /// # Errors
    /// The first key whose value is out of its range.
    pub fn validate(&self) -> Result<(), ConfigError> {
        in_range("devices_per_player_max", self.devices_per_player_max, 1..=100)?;
        in_range("settings_bytes_max", self.settings_bytes_max, 1024..=384 * 1024)?;
        in_range("flags_max", self.flags_max, 1..=500)?;
        in_range("flag_bytes_max", self.flag_bytes_max, 100..=1700)?;
        in_range("session_policy_hours", self.session_policy_hours, 1..=366 * 24)
    }

    /// How long the content policy of a session is remembered.
    pub(crate) fn session_policy_ttl(&self) -> Duration {
        Duration::from_secs(u64::from(self.session_policy_hours) * 3600)
    }
}
