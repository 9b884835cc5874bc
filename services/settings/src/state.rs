//! What is stored, and under which keys.
//!
//! - `global.current`: the global settings.
//! - `player.<player>.current`: all that a player has set, on all of its devices. The last token makes it the only key
//!   under a prefix, so that it can be watched alone.
//! - `flag.<flag>`: a flag; `flag-count`: how many there are.
//! - `tier.<player>`: a player's tier.
//! - `policy.<player>.<session>`: the content policy that a session began with, for as long as sessions last.

use prost_types::{Struct, Timestamp};
use realmwire_contract::settings::v1::{ContentPolicy, Flag, FlagRule};
use realmwire_sdk::store::{Document, Key};

/// Everything that a player has set.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct PlayerRecord {
    /// Counts the changes, from 1.
    #[prost(uint64, tag = "1")]
    pub(crate) version: u64,
    #[prost(message, optional, tag = "2")]
    pub(crate) values: Option<Struct>,
    /// Ordered by id.
    #[prost(message, repeated, tag = "3")]
    pub(crate) devices: Vec<DeviceRecord>,
    #[prost(message, optional, tag = "4")]
    pub(crate) update_time: Option<Timestamp>,
}

impl Document for PlayerRecord {}

/// What a player has set for one device.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct DeviceRecord {
    #[prost(string, tag = "1")]
    pub(crate) device_id: String,
    #[prost(message, optional, tag = "2")]
    pub(crate) values: Option<Struct>,
}

impl PlayerRecord {
    /// What is set for a device.
    pub(crate) fn device(&self, device_id: &str) -> Option<&Struct> {
        self.devices.iter().find(|device| device.device_id == device_id)?.values.as_ref()
    }

    /// Sets what is set for a device; with nothing set, the device is forgotten.
    pub(crate) fn set_device(&mut self, device_id: &str, values: Struct) {
        self.devices.retain(|device| device.device_id != device_id);
        if !values.fields.is_empty() {
            self.devices.push(DeviceRecord { device_id: device_id.to_owned(), values: Some(values) });
            self.devices.sort_unstable_by(|a, b| a.device_id.cmp(&b.device_id));
        }
    }
}

/// The global settings.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct GlobalRecord {
    /// Counts the changes, from 1.
    #[prost(uint64, tag = "1")]
    pub(crate) version: u64,
    #[prost(message, optional, tag = "2")]
    pub(crate) values: Option<Struct>,
    #[prost(message, optional, tag = "3")]
    pub(crate) update_time: Option<Timestamp>,
}

impl Document for GlobalRecord {}

/// A flag.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct FlagRecord {
    #[prost(message, optional, tag = "1")]
    pub(crate) rule: Option<FlagRule>,
    #[prost(uint64, tag = "2")]
    pub(crate) version: u64,
    #[prost(message, optional, tag = "3")]
    pub(crate) create_time: Option<Timestamp>,
    #[prost(message, optional, tag = "4")]
    pub(crate) update_time: Option<Timestamp>,
}

impl Document for FlagRecord {}

impl FlagRecord {
    /// As the contract shows it.
    pub(crate) fn into_flag(self, flag_id: String) -> Flag {
        let Self { rule, version, create_time, update_time } = self;
        Flag { flag_id, rule, version, create_time, update_time }
    }
}

/// How many flags there are.
#[derive(Clone, Copy, PartialEq, Eq, prost::Message)]
pub(crate) struct FlagCount {
    #[prost(uint64, tag = "1")]
    pub(crate) count: u64,
}

impl Document for FlagCount {}

/// A player's tier.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub(crate) struct TierRecord {
    #[prost(string, tag = "1")]
    pub(crate) tier: String,
}

impl Document for TierRecord {}

/// The content policy that a session began with.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct SessionPolicy {
    #[prost(message, optional, tag = "1")]
    pub(crate) policy: Option<ContentPolicy>,
    #[prost(message, optional, tag = "2")]
    pub(crate) snapshot_time: Option<Timestamp>,
}

impl Document for SessionPolicy {}

pub(crate) fn global_prefix() -> Key {
    Key::new("global")
}

pub(crate) fn global_key() -> Key {
    global_prefix().with(CURRENT)
}

pub(crate) fn player_prefix(player_id: &str) -> Key {
    Key::new("player").with(player_id)
}

pub(crate) fn player_key(player_id: &str) -> Key {
    player_prefix(player_id).with(CURRENT)
}

pub(crate) fn flags() -> Key {
    Key::new("flag")
}

pub(crate) fn flag_key(flag_id: &str) -> Key {
    flags().with(flag_id)
}

pub(crate) fn flag_count_key() -> Key {
    Key::new("flag-count")
}

pub(crate) fn tier_key(player_id: &str) -> Key {
    Key::new("tier").with(player_id)
}

pub(crate) fn session_policy_key(player_id: &str, session_id: &str) -> Key {
    Key::new("policy").with(player_id).with(session_id)
}

const CURRENT: &str = "current";
