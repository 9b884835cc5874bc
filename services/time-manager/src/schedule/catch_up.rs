//! What becomes of the times of a schedule that have come, some of them long ago.

use super::trigger::Trigger;
use crate::calendar::Calendar;
use crate::clock::{RealTime, Timeline};
use crate::moment::Moment;

/// What becomes of times that were missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CatchUp {
    /// Each fires.
    All,
    /// The last fires.
    Last,
    /// None fires.
    None,
}

/// Times of one schedule that fire in one go at most; of more, the oldest are skipped.
pub(crate) const FIRES_MAX: usize = 1000;

/// The clock at the time when schedules are looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Due<'a> {
    pub(crate) calendar: &'a Calendar,
    pub(crate) timeline: &'a Timeline,
    pub(crate) now: RealTime,
    /// What the clock shows.
    pub(crate) moment: Moment,
    /// Times that the clock ran through since then are not missed, only a little late.
    pub(crate) punctual_since: RealTime,
}

/// What is to be done with the times of a schedule that have come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Times that do not fire.
    pub(crate) skipped: u64,
    /// Times that fire, in order.
    pub(crate) fires: Vec<Fire>,
}

/// A time that fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fire {
    pub(crate) planned: Moment,
    /// Whether it was missed at first.
    pub(crate) late: bool,
}

/// Decides about the times of a schedule from `next` on, which is one of them, up to now.
pub(crate) fn plan(trigger: &Trigger, catch_up: CatchUp, next: Moment, due: &Due<'_>) -> Plan {
    let mut fires: Vec<Fire> = Vec::new();
    let mut missed_fires = 0;
    let mut candidate = trigger.last_until(due.calendar, due.moment);
    // From the latest time back, because there may be very many.
    for _ in 0..FIRES_MAX {
        let Some(planned) = candidate.filter(|time| *time >= next) else { break };
        let late = !due.timeline.ran_through(due.punctual_since, due.now, planned);
        let fire = match catch_up {
            CatchUp::All => true,
            CatchUp::Last => !late || missed_fires == 0,
            CatchUp::None => !late,
        };
        if fire {
            missed_fires += u32::from(late);
            fires.push(Fire { planned, late });
        }
        candidate = trigger.last_until(due.calendar, Moment(planned.0.saturating_sub(1)));
    }
    fires.reverse();
    let all = trigger.count(due.calendar, next, Moment(due.moment.0.saturating_add(1)));
    let skipped = all.saturating_sub(u64::try_from(fires.len()).unwrap_or(u64::MAX));
    Plan { skipped, fires }
}
