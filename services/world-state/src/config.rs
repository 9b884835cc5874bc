//! What can be configured.

use std::time::Duration;

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
    /// Entities of one world; from 1 to 1,000,000. An instance that searches a world holds about half a kilobyte of memory
    /// for each.
    pub entities_per_world_max: u64,
    /// The largest entity, in bytes of its protobuf encoding; from 1 to 262,144.
    pub entity_bytes_max: usize,
    /// Worlds that one instance searches or watches at a time; from 1 to 1,000.
    pub indexed_worlds_max: usize,
    /// The most encoded bytes of entities in one answer. Pages end before it; `GetEntities` refuses more.
    pub answer_bytes_max: usize,
    /// Changes that an instance keeps in memory for those who watch, counted by the calls that made them.
    pub kept_changes_max: usize,
    /// Encoded bytes of the changes that an instance keeps in memory.
    pub kept_changes_bytes_max: usize,
    /// How often an instance looks for changes that others made, in milliseconds; from 5 to 5,000.
    pub follow_interval_ms: u32,
    /// How long a watch can be resumed after it ended; less than events are kept.
    pub resume_hours_max: u32,
    /// Events that run in one world at a time; from 1 to 500.
    pub events_per_world_max: usize,
    /// The longest event, in hours of game time.
    pub event_hours_max: u32,
    /// Snapshots of one world; from 1 to 200.
    pub snapshots_per_world_max: usize,
    /// How deep the value of a flag or an attribute may be nested; from 1 to 24.
    pub value_depth_max: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            flags_per_world_max: 1000,
            flags_bytes_max: 256 * 1024,
            entities_per_world_max: 200_000,
            entity_bytes_max: 16 * 1024,
            indexed_worlds_max: 16,
            answer_bytes_max: 768 * 1024,
            kept_changes_max: 4096,
            kept_changes_bytes_max: 32 * 1024 * 1024,
            follow_interval_ms: 50,
            resume_hours_max: 24,
            events_per_world_max: 100,
            event_hours_max: 24 * 30,
            snapshots_per_world_max: 20,
            value_depth_max: 16,
        }
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
        in_range("entities_per_world_max", self.entities_per_world_max, 1..=1_000_000)?;
        in_range("entity_bytes_max", self.entity_bytes_max, 1..=256 * 1024)?;
        in_range("indexed_worlds_max", self.indexed_worlds_max, 1..=1000)?;
        // The bus carries a mebibyte at a time, what travels beside the answer included.
        in_range("answer_bytes_max", self.answer_bytes_max, self.entity_bytes_max..=1_000_000)?;
        in_range("kept_changes_max", self.kept_changes_max, 1..=1_000_000)?;
        in_range("kept_changes_bytes_max", self.kept_changes_bytes_max, 1..=1 << 30)?;
        in_range("follow_interval_ms", self.follow_interval_ms, 5..=5000)?;
        in_range("resume_hours_max", self.resume_hours_max, 0..=24 * 6)?;
        in_range("events_per_world_max", self.events_per_world_max, 1..=500)?;
        in_range("event_hours_max", self.event_hours_max, 1..=24 * 365)?;
        in_range("snapshots_per_world_max", self.snapshots_per_world_max, 1..=200)?;
        // Events that carry a value lie below what protobuf decodes.
        in_range("value_depth_max", self.value_depth_max, 1..=24)
    }

    pub(crate) fn resume_max(&self) -> Duration {
        Duration::from_secs(u64::from(self.resume_hours_max) * 3600)
    }

    pub(crate) fn event_max(&self) -> Duration {
        Duration::from_secs(u64::from(self.event_hours_max) * 3600)
    }
}
