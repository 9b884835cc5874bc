//! What is stored, and under which keys.
//!
//! - `device.<player>.<device>`: a device, with all that the controller remembers of it, for as long as it is heard of.
//! - `metrics.<player>.<device>.<number>`: what it measured within ten seconds, which are numbered since 1970; kept a
//!   little longer than the longest window.

use prost_types::Timestamp;
use realmwire_contract::performance_mode::v1::{Budget, ChangeReason, Mode, ThermalState};
use realmwire_sdk::store::{Document, Key};

use crate::budget::Breach;
use crate::controller::Observed;
use crate::metrics::Sketch;

/// A device.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct DeviceRecord {
    /// Counts the changes of the mode, the quality, the locks and the budgets.
    #[prost(uint64, tag = "1")]
    pub(crate) version: u64,
    #[prost(enumeration = "Mode", tag = "2")]
    pub(crate) mode: i32,
    /// The preset in force.
    #[prost(enumeration = "Mode", tag = "3")]
    pub(crate) preset: i32,
    #[prost(uint32, tag = "4")]
    pub(crate) resolution_percent: u32,
    #[prost(uint32, optional, tag = "5")]
    pub(crate) locked_resolution: Option<u32>,
    #[prost(enumeration = "Mode", tag = "6")]
    pub(crate) locked_preset: i32,
    #[prost(message, optional, tag = "7")]
    pub(crate) budget: Option<Budget>,
    #[prost(message, optional, tag = "8")]
    pub(crate) change_time: Option<Timestamp>,
    #[prost(enumeration = "ChangeReason", tag = "9")]
    pub(crate) reason: i32,
    #[prost(string, tag = "10")]
    pub(crate) run_id: String,
    /// The last frame of the run that was reported.
    #[prost(uint64, optional, tag = "11")]
    pub(crate) last_frame: Option<u64>,
    #[prost(message, optional, tag = "12")]
    pub(crate) observed: Option<Observed>,
    #[prost(message, repeated, tag = "13")]
    pub(crate) breaches: Vec<Breach>,
}

impl Document for DeviceRecord {}

/// What a device measured within ten seconds.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct BucketRecord {
    #[prost(message, optional, tag = "1")]
    pub(crate) frame: Option<Sketch>,
    #[prost(message, optional, tag = "2")]
    pub(crate) cpu: Option<Sketch>,
    #[prost(message, optional, tag = "3")]
    pub(crate) gpu: Option<Sketch>,
    #[prost(uint64, tag = "4")]
    pub(crate) late: u64,
    #[prost(uint64, tag = "5")]
    pub(crate) dropped: u64,
    #[prost(double, tag = "6")]
    pub(crate) memory_mb: f64,
    #[prost(enumeration = "ThermalState", tag = "7")]
    pub(crate) thermal: i32,
}

impl Document for BucketRecord {}

/// The devices of a player.
pub(crate) fn devices(player_id: &str) -> Key {
    Key::new("device").with(player_id)
}

pub(crate) fn device_key(player_id: &str, device_id: &str) -> Key {
    devices(player_id).with(device_id)
}

pub(crate) fn bucket_key(player_id: &str, device_id: &str, number: u64) -> Key {
    Key::new("metrics").with(player_id).with(device_id).with(&number.to_string())
}
