//! When a budget counts as broken, and when that is told.

#[cfg(test)]
mod tests;

use realmwire_contract::performance_mode::v1::BudgetKind;

/// A budget that is broken, and stored with the device.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub(crate) struct Breach {
    #[prost(enumeration = "BudgetKind", tag = "1")]
    pub(crate) kind: i32,
    /// Since when, in the device's time of play.
    #[prost(uint64, tag = "2")]
    since_us: u64,
    #[prost(bool, tag = "3")]
    pub(crate) told: bool,
}

/// What was measured against a budget.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Measured {
    pub(crate) kind: BudgetKind,
    pub(crate) value: f64,
    pub(crate) limit: f64,
}

/// A budget is kept again below this part of it, so that one on the edge is not told over and over.
const KEPT: f64 = 0.95;

/// Brings the breaches up to date with what was measured, and gives those that are to be told now: that last for
/// `patience_us`.
pub(crate) fn watch(
    breaches: &mut Vec<Breach>,
    measured: &[Measured],
    played_us: u64,
    patience_us: u64,
) -> Vec<Measured> {
    let mut to_tell = Vec::new();
    for measured in measured {
        let kind = i32::from(measured.kind);
        let is_broken = measured.value > measured.limit;
        breaches.retain(|breach| {
            let is_kept = measured.value < measured.limit * KEPT || (!breach.told && !is_broken);
            breach.kind != kind || !is_kept
        });
        if is_broken && !breaches.iter().any(|breach| breach.kind == kind) {
            breaches.push(Breach { kind, since_us: played_us, told: false });
        }
        let lasting = |breach: &&mut Breach| {
            breach.kind == kind && !breach.told && played_us.saturating_sub(breach.since_us) >= patience_us
        };
        if let Some(breach) = breaches.iter_mut().find(lasting) {
            breach.told = true;
            to_tell.push(*measured);
        }
    }
    breaches.sort_unstable_by_key(|breach| breach.kind);
    to_tell
}
