//! The generic cell rate algorithm (ITU-T I.371), as a virtual schedule.

use std::time::{Duration, SystemTime};

use super::later;
use crate::cache::{Admission, Quota};

/// Takes `cost` units out of a quota that is whole again at `whole_at`, and says when it is whole after that.
///
/// The whole state of a quota is the time at which it is whole: each unit taken moves it by [`Quota::interval`], and a
/// request is allowed as long as it stays within a burst of now.
pub(super) fn take(quota: Quota, cost: u32, whole_at: Option<SystemTime>, now: SystemTime) -> (Admission, SystemTime) {
    let interval = quota.interval();
    let burst = interval.saturating_mul(quota.burst.max(1));
    // A debt larger than a burst comes from a clock that was set back; nobody shall wait for it to catch up.
    let debt = whole_at.and_then(|time| time.duration_since(now).ok()).unwrap_or_default().min(burst);
    let wanted = debt.saturating_add(interval.saturating_mul(cost));
    let allowed = wanted <= burst;
    let debt = if allowed { wanted } else { debt };
    let retry_after = match wanted.checked_sub(burst) {
        // More than a burst is never allowed, however long one waits.
        Some(_) if cost > quota.burst.max(1) => Duration::MAX,
        Some(wait) => wait,
        None => Duration::ZERO,
    };
    let admission =
        Admission { allowed, remaining: units_in(burst.saturating_sub(debt), quota), retry_after, reset_after: debt };
    (admission, later(now, debt))
}

/// Whole units that `time` gives back.
fn units_in(time: Duration, quota: Quota) -> u32 {
    let interval = quota.interval().as_nanos();
    match time.as_nanos().checked_div(interval) {
        Some(units) => u32::try_from(units).unwrap_or(u32::MAX).min(quota.burst.max(1)),
        None => quota.burst.max(1),
    }
}
