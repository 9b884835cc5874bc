//! One round over the schedules that are due: what fires now, and when each is due next.

use super::catch_up::{CatchUp, Due, Fire, plan};
use super::trigger::Trigger;
use crate::moment::Moment;

/// A schedule and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ScheduleState {
    pub(crate) schedule_id: String,
    pub(crate) trigger: Trigger,
    pub(crate) catch_up: CatchUp,
    /// The next time that was not dealt with.
    pub(crate) next: Moment,
    /// 0 is without end.
    pub(crate) fire_limit: u64,
    pub(crate) fire_count: u64,
    pub(crate) missed_count: u64,
    /// Times that were missed since it fired last.
    pub(crate) missed_since: u64,
}

/// A schedule that fires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Firing {
    pub(crate) schedule_id: String,
    /// From 1.
    pub(crate) number: u64,
    pub(crate) planned: Moment,
    pub(crate) late: bool,
    pub(crate) missed: u64,
    /// Whether the schedule has ended with it.
    pub(crate) last: bool,
}

/// What a round comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Round {
    /// In the order of time.
    pub(crate) firings: Vec<Firing>,
    /// The schedules that go on.
    pub(crate) going_on: Vec<ScheduleState>,
    /// The ids of the schedules that have ended.
    pub(crate) ended: Vec<String>,
}

/// How much a round does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Schedules that are not part of the round are due from here on: nothing later fires before them.
    pub(crate) until: Moment,
    pub(crate) fires_max: usize,
}

/// Runs a round over schedules whose `next` has come. What does not fit stays due, so that the next round goes on with
/// it.
pub(crate) fn run(schedules: Vec<ScheduleState>, due: &Due<'_>, bounds: Bounds) -> Round {
    let plans: Vec<(ScheduleState, Vec<Fire>)> = schedules.into_iter().map(|state| with_plan(state, due)).collect();
    let mut order: Vec<(Moment, String)> = plans
        .iter()
        .flat_map(|(state, fires)| fires.iter().map(|fire| (fire.planned, state.schedule_id.clone())))
        .filter(|(time, _)| *time <= bounds.until)
        .collect();
    order.sort();
    let last_that_fires = order.get(..bounds.fires_max.min(order.len())).and_then(<[_]>::last).cloned();
    let fires = |state: &ScheduleState, fire: &Fire| {
        last_that_fires.as_ref().is_some_and(|(time, id)| (fire.planned, &state.schedule_id) <= (*time, id))
    };
    let mut round = Round::default();
    for (mut state, plan) in plans {
        let (firing, waiting): (Vec<_>, Vec<_>) = plan.into_iter().partition(|fire| fires(&state, fire));
        let next = match waiting.first() {
            Some(fire) => Some(fire.planned),
            None => state.trigger.next_after(due.calendar, due.moment).filter(|_| !state.is_used_up(firing.len())),
        };
        let count = firing.len();
        for (position, fire) in firing.into_iter().enumerate() {
            let last = next.is_none() && position + 1 == count;
            round.firings.push(state.fire(fire, last));
        }
        match next {
            Some(next) => round.going_on.push(ScheduleState { next, ..state }),
            None => round.ended.push(state.schedule_id),
        }
    }
    round.firings.sort_by(|a, b| (a.planned, &a.schedule_id).cmp(&(b.planned, &b.schedule_id)));
    round
}

/// The times of a schedule that fire now, with those that do not already counted as missed.
fn with_plan(mut state: ScheduleState, due: &Due<'_>) -> (ScheduleState, Vec<Fire>) {
    let mut plan = plan(&state.trigger, state.catch_up, state.next, due);
    state.missed_count = state.missed_count.saturating_add(plan.skipped);
    state.missed_since = state.missed_since.saturating_add(plan.skipped);
    if state.fire_limit > 0 {
        let left = state.fire_limit.saturating_sub(state.fire_count);
        plan.fires.truncate(usize::try_from(left).unwrap_or(usize::MAX));
    }
    (state, plan.fires)
}

impl ScheduleState {
    /// Whether it may not fire again after so many more times.
    fn is_used_up(&self, more: usize) -> bool {
        let more = u64::try_from(more).unwrap_or(u64::MAX);
        self.fire_limit > 0 && self.fire_count.saturating_add(more) >= self.fire_limit
    }

    fn fire(&mut self, fire: Fire, last: bool) -> Firing {
        self.fire_count += 1;
        Firing {
            schedule_id: self.schedule_id.clone(),
            number: self.fire_count,
            planned: fire.planned,
            late: fire.late,
            missed: std::mem::take(&mut self.missed_since),
            last,
        }
    }
}
