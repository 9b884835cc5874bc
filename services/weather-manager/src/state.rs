//! What is stored, and under which keys.
//!
//! - `overrides.<world>.<zone>`: what was set for a zone, in the order in which it was set.
//! - `told.<world>.<zone>`: what events have told of a zone last.
//!
//! Both name the world's incarnation, so that a world which takes the name of one that was deleted begins anew.

use prost_types::Timestamp;
use realmwire_sdk::store::{Document, Key};

use crate::condition::Condition;
use crate::effects::Severity;
use crate::overrides::{Ending, Override};

/// What was set for a zone.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct OverridesRecord {
    #[prost(string, tag = "1")]
    pub(crate) incarnation: String,
    #[prost(message, repeated, tag = "2")]
    pub(crate) entries: Vec<OverrideRecord>,
}

impl Document for OverridesRecord {}

/// Weather that was set.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct OverrideRecord {
    #[prost(string, tag = "1")]
    pub(crate) override_id: String,
    /// As in the contract.
    #[prost(int32, tag = "2")]
    condition: i32,
    #[prost(double, tag = "3")]
    intensity: f64,
    #[prost(sint64, tag = "4")]
    begin_ms: i64,
    #[prost(sint64, tag = "5")]
    full_ms: i64,
    #[prost(sint64, optional, tag = "6")]
    release_ms: Option<i64>,
    #[prost(sint64, optional, tag = "7")]
    end_ms: Option<i64>,
    #[prost(sint64, tag = "8")]
    fade_out_ms: i64,
    #[prost(message, optional, tag = "9")]
    pub(crate) create_time: Option<Timestamp>,
}

/// What events have told of a zone last.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ToldRecord {
    #[prost(string, tag = "1")]
    pub(crate) incarnation: String,
    /// The place of the hour's event in time-manager's journal.
    #[prost(uint64, tag = "2")]
    pub(crate) sequence: u64,
    /// The hour, counted from the beginning of game time.
    #[prost(sint64, tag = "3")]
    pub(crate) hour: i64,
    /// As in the contract.
    #[prost(int32, tag = "4")]
    condition: i32,
    #[prost(enumeration = "SeverityRecord", tag = "5")]
    severity: i32,
}

impl Document for ToldRecord {}

/// How dangerous weather is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, prost::Enumeration)]
#[repr(i32)]
pub(crate) enum SeverityRecord {
    Nothing = 0,
    Advisory = 1,
    Warning = 2,
}

/// The prefix of all that was set for a world.
pub(crate) fn overrides_of(world_id: &str) -> Key {
    Key::new("overrides").with(world_id)
}

pub(crate) fn overrides_key(world_id: &str, zone_id: &str) -> Key {
    overrides_of(world_id).with(zone_id)
}

/// The prefix of all that was told of a world.
pub(crate) fn told_of(world_id: &str) -> Key {
    Key::new("told").with(world_id)
}

pub(crate) fn told_key(world_id: &str, zone_id: &str) -> Key {
    told_of(world_id).with(zone_id)
}

impl OverrideRecord {
    pub(crate) fn new(one: &Override, create_time: Option<Timestamp>) -> Self {
        Self {
            override_id: one.id.clone(),
            condition: one.condition.to_proto().into(),
            intensity: one.intensity,
            begin_ms: one.begin_ms,
            full_ms: one.full_ms,
            release_ms: one.ending.map(|ending| ending.release_ms),
            end_ms: one.ending.map(|ending| ending.end_ms),
            fade_out_ms: one.fade_out_ms,
            create_time,
        }
    }

    /// What was set, unless it is a condition that is no longer known.
    pub(crate) fn to_override(&self) -> Option<Override> {
        let ending = self.release_ms.zip(self.end_ms).map(|(release_ms, end_ms)| Ending { release_ms, end_ms });
        Some(Override {
            id: self.override_id.clone(),
            condition: Condition::from_proto(self.condition)?,
            intensity: self.intensity,
            begin_ms: self.begin_ms,
            full_ms: self.full_ms,
            ending,
            fade_out_ms: self.fade_out_ms,
        })
    }
}

impl ToldRecord {
    pub(crate) fn new(incarnation: &str, sequence: u64, hour: i64, told: (Condition, Severity)) -> Self {
        let (condition, severity) = told;
        let severity = match severity {
            Severity::None => SeverityRecord::Nothing,
            Severity::Advisory => SeverityRecord::Advisory,
            Severity::Warning => SeverityRecord::Warning,
        };
        Self {
            incarnation: incarnation.to_owned(),
            sequence,
            hour,
            condition: condition.to_proto().into(),
            severity: severity.into(),
        }
    }

    /// What was told; nothing when it is no longer known.
    pub(crate) fn told(&self) -> Option<(Condition, Severity)> {
        let severity = match self.severity() {
            SeverityRecord::Nothing => Severity::None,
            SeverityRecord::Advisory => Severity::Advisory,
            SeverityRecord::Warning => Severity::Warning,
        };
        Some((Condition::from_proto(self.condition)?, severity))
    }
}
