//! What the contract shows.

use realmwire_contract::performance_mode::v1::{Bottleneck, Locks, ModeState};

use super::Loaded;
use crate::controller::{Bound, Observed};
use crate::presets::Presets;
use crate::state::DeviceRecord;

/// A device's mode.
pub(super) fn mode_state(loaded: &Loaded, record: &DeviceRecord, presets: &Presets) -> ModeState {
    let scalers = presets.get(record.preset()).map(|preset| preset.scalers.clone()).unwrap_or_default();
    let bottleneck = match record.observed.as_ref().and_then(Observed::bound) {
        None => Bottleneck::Unspecified,
        Some(Bound::Cpu) => Bottleneck::Cpu,
        Some(Bound::Gpu) => Bottleneck::Gpu,
    };
    ModeState {
        player_id: loaded.player_id.clone(),
        device_id: loaded.device_id.clone(),
        mode: record.mode,
        preset: record.preset,
        resolution_percent: record.resolution_percent,
        scalers: scalers.into_iter().collect(),
        locks: Some(Locks { resolution_percent: record.locked_resolution, preset: record.locked_preset }),
        budget: record.budget,
        version: record.version,
        change_time: record.change_time,
        reason: record.reason,
        bottleneck: bottleneck.into(),
        breached: record.breaches.iter().filter(|breach| breach.told).map(|breach| breach.kind).collect(),
    }
}
