//! What can be configured.

use std::time::Duration;

use realmwire_sdk::service::{ConfigError, in_range};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::priority::Shares;

/// The configuration of event-bus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// For how long an event id is remembered, so that an event with the same id is not published again; from 1 to 3,600.
    pub dedupe_seconds: u32,
    /// The largest content of an event that is published, in bytes of its protobuf encoding; from 1 to 262,144.
    pub event_bytes_max: usize,
    /// The most subscriptions; from 1 to 10,000.
    pub subscriptions_max: usize,
    /// Events of a subscription that are delivered and not answered, unless it says otherwise; from 1 to 2,000.
    pub outstanding_default: u32,
    /// How long a delivery may go without an answer, unless the subscription says otherwise; from 1 to 3,600.
    pub ack_wait_seconds: u32,
    /// How many deliveries of an event may fail, unless the subscription says otherwise; from 1 to 10.
    pub deliveries_max: u32,
    /// How long dead letters are kept; from 1 to 365.
    pub dead_letter_retention_days: u32,
    /// Of events that wait, at least one of so many is of normal priority, if there is one; from 2 to 1,000.
    pub normal_share: u32,
    /// Of events that wait, at least one of so many is of low priority, if there is one; from 2 to 1,000.
    pub low_share: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            dedupe_seconds: 120,
            event_bytes_max: 256 * 1024,
            subscriptions_max: 1_000,
            outstanding_default: 1_000,
            ack_wait_seconds: 30,
            deliveries_max: 5,
            dead_letter_retention_days: 30,
            normal_share: 16,
            low_share: 64,
        }
    }
}

impl Config {
    /// Checks what the types do not say.
    ///
    /// # Errors
    /// The first key whose value is out of its range.
    pub fn validate(&self) -> Result<(), ConfigError> {
        in_range("dedupe_seconds", self.dedupe_seconds, 1..=3_600)?;
        in_range("event_bytes_max", self.event_bytes_max, 1..=256 * 1024)?;
        in_range("subscriptions_max", self.subscriptions_max, 1..=10_000)?;
        in_range("outstanding_default", self.outstanding_default, 1..=2_000)?;
        in_range("ack_wait_seconds", self.ack_wait_seconds, 1..=3_600)?;
        in_range("deliveries_max", self.deliveries_max, 1..=10)?;
        in_range("dead_letter_retention_days", self.dead_letter_retention_days, 1..=365)?;
        in_range("normal_share", self.normal_share, 2..=1_000)?;
        in_range("low_share", self.low_share, 2..=1_000)
    }

    pub(crate) fn dedupe(&self) -> Duration {
        Duration::from_secs(u64::from(self.dedupe_seconds))
    }

    pub(crate) fn dead_letter_retention(&self) -> Duration {
        Duration::from_secs(u64::from(self.dead_letter_retention_days) * 24 * 3_600)
    }

    pub(crate) fn shares(&self) -> Shares {
        Shares { normal: self.normal_share, low: self.low_share }
    }
}
