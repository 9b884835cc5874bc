//! What can be configured.

use realmwire_sdk::service::{ConfigError, in_range};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The configuration of world-state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Flags of one world; from 1 to 10,000.
    pub flags_per_world_max: usize,
    /// All flags of one world together, in bytes of their protobuf encoding; from 1 to 786,432.
    pub flags_bytes_max: usize,
    /// How deep the value of a flag or an attribute may be nested; from 1 to 24.
    pub value_depth_max: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self { flags_per_world_max: 1000, flags_bytes_max: 256 * 1024, value_depth_max: 16 }
    }
}

impl Config {
    /// Checks what the types do not say.
    ///
    /// # Errors
    /// The first key whose value is out of its range.
    pub fn validate(&self) -> Result<(), ConfigError> {
        in_range("flags_per_world_max", self.flags_per_world_max, 1..=10_000)?;
        in_range("flags_bytes_max", self.flags_bytes_max, 1..=768 * 1024)?;
        // Events that carry a value lie below what protobuf decodes.
        in_range("value_depth_max", self.value_depth_max, 1..=24)
    }
}
