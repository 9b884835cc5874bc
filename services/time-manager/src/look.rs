//! What is done when there is something to do for a clock: its hours, days, seasons and moons are told, and schedules
//! fire.
//!
//! A look does what the stored clock and schedules call for at the time, whatever timer led to it, and stores how far it
//! came with the events that it tells. It may therefore run any number of times, on any instance: what was told once is
//! not told again.

use prost_types::Timestamp;
use realmwire_contract::time_manager::v1::{self, ClockDue};
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect, Key, PageRequest, Stored};

use crate::calendar::Calendar;
use crate::clock::{ClockState, RealTime};
use crate::error::Error;
use crate::handlers::Clocks;
use crate::moment::Moment;
use crate::present::game_time;
use crate::schedule::{Bounds, Due, Firing, Round, ScheduleState, run};
use crate::state::{
    ClockRecord, DueRecord, ScheduleRecord, due_key, due_prefix, parse_due_key, schedule_key, schedules, timer_key,
};
use crate::tell::{Passage, tell};

/// Schedules that one look deals with at most.
const SCHEDULES_MAX: usize = 100;
/// How long a clock waits whose calendar is gone.
const NO_CALENDAR_WAIT: std::time::Duration = std::time::Duration::from_secs(60);

/// A clock at a real time, with all that is known of it.
pub(crate) struct Looked<'a> {
    pub(crate) clock_id: &'a str,
    pub(crate) stored: &'a Stored<ClockRecord>,
    pub(crate) state: &'a ClockState,
    pub(crate) calendar: &'a Calendar,
    pub(crate) now: RealTime,
    /// What the clock shows.
    pub(crate) moment: Moment,
}

/// The schedules in the order of time.
struct DuePage {
    due: Vec<(Stored<DueRecord>, Moment, String)>,
    /// Whether there are more that are due.
    is_cut: bool,
    /// When the first schedule is due that is not part of the page; not known if the page was cut.
    next: Option<Moment>,
}

impl Clocks {
    /// Looks at a clock whose timer has fired.
    pub(crate) async fn on_due(&self, cx: &Context, due: ClockDue) -> Result<(), Status> {
        self.look(cx, &due.clock_id).await
    }

    /// Does what there is to do for a clock now, and sets its timer.
    pub(crate) async fn look(&self, cx: &Context, clock_id: &str) -> Result<(), Status> {
        let Some((stored, state)) = self.find(clock_id).await? else { return Ok(()) };
        let Some(calendar) = self.calendars.current().get(&stored.value.calendar_id) else {
            let error = Error::CalendarMissing(stored.value.calendar_id.clone());
            tracing::warn!(clock_id, error = %error, "a clock stands still for its observers");
            let again = RealTime::from(cx.now()).plus(NO_CALENDAR_WAIT);
            let (changes, record) = set_alarm(Changes::new(), clock_id, stored.value.clone(), Some(again));
            return self.store.commit(cx, changes.update(&stored, &record), ()).await;
        };
        let now = RealTime::from(cx.now());
        let moment = state.timeline.moment_at(now);
        let looked = Looked { clock_id, stored: &stored, state: &state, calendar: &calendar, now, moment };
        match &stored.value.rewind_token {
            Some(token) => self.rewind(cx, &looked, token).await,
            None => self.fire(cx, &looked).await,
        }
    }

    /// Fires what is due, and tells what has changed.
    async fn fire(&self, cx: &Context, looked: &Looked<'_>) -> Result<(), Status> {
        let Looked { clock_id, calendar, moment, .. } = *looked;
        let page = self.due_page(looked).await?;
        let ids: Vec<_> = page.due.iter().map(|(_, _, id)| id.clone()).collect();
        let stored = self.load_schedules(clock_id, &ids).await?;
        let states = ids
            .iter()
            .zip(&stored)
            .filter_map(|(id, stored)| stored.as_ref().and_then(|stored| stored.value.to_state(id.clone(), calendar)));
        let until = page.due.last().filter(|_| page.is_cut).map_or(moment, |(_, time, _)| *time);
        let due = Due {
            calendar,
            timeline: &looked.state.timeline,
            now: looked.now,
            moment,
            punctual_since: looked.now.minus(self.config.punctual()),
        };
        let round = run(states.collect(), &due, Bounds { until, fires_max: self.config.fires_per_commit_max });
        let mut record = looked.stored.value.clone();
        let passage = Passage::to_hour(calendar, Moment(record.told_ms), moment);
        let mut changes = tell(Changes::new(), clock_id, calendar, &passage);
        record.told_ms = passage.told.0;
        record.schedule_count = record.schedule_count.saturating_sub(count(round.ended.len()));
        changes = with_firings(changes, looked, &round.firings, &stored, cx.timestamp());
        changes = with_round(changes, clock_id, &page, &stored, &round);
        let next = round.going_on.iter().map(|state| state.next).chain(page.next).min();
        record.next_due_ms = if page.is_cut { Some(moment.0) } else { next.map(|next| next.0) };
        self.commit_look(cx, looked, changes, record).await
    }

    /// Moves schedules to the times that come again after the clock was set back, some at a time.
    async fn rewind(&self, cx: &Context, looked: &Looked<'_>, token: &str) -> Result<(), Status> {
        let Looked { clock_id, calendar, moment, .. } = *looked;
        let size = i32::try_from(SCHEDULES_MAX).unwrap_or(i32::MAX);
        let request = PageRequest::parse(size, token, SCHEDULES_MAX, SCHEDULES_MAX)?;
        let page = self.store.list::<ScheduleRecord>(&schedules(clock_id), &request).await?;
        let mut changes = Changes::new();
        let mut record = looked.stored.value.clone();
        for stored in &page.items {
            let Some(state) = stored.value.to_state(stored.key.last(), calendar) else { continue };
            let before = Moment(moment.0.saturating_sub(1));
            let again = state.trigger.next_after(calendar, before).filter(|again| *again < state.next);
            let Some(again) = again.filter(|_| state.trigger.repeats()) else { continue };
            let id = &state.schedule_id;
            record.note_due(again);
            changes = changes
                .delete(due_key(clock_id, state.next, id), Expect::Any)
                .put(due_key(clock_id, again, id), Expect::Any, &DueRecord {}, None)
                .update(stored, &ScheduleRecord { next_ms: Some(again.0), ..stored.value.clone() });
        }
        record.rewind_token = Some(page.next_page_token).filter(|token| !token.is_empty());
        self.commit_look(cx, looked, changes, record).await
    }

    async fn commit_look(
        &self,
        cx: &Context,
        looked: &Looked<'_>,
        changes: Changes,
        record: ClockRecord,
    ) -> Result<(), Status> {
        let alarm = self.alarm(&record, looked.state, looked.calendar, looked.now);
        let (changes, record) = set_alarm(changes, looked.clock_id, record, alarm);
        self.store.commit(cx, changes.update(looked.stored, &record), ()).await
    }

    /// When there is something to do for a clock next.
    pub(crate) fn alarm(
        &self,
        record: &ClockRecord,
        state: &ClockState,
        calendar: &Calendar,
        now: RealTime,
    ) -> Option<RealTime> {
        let moment = state.timeline.moment_at(now);
        let next = record.next_due();
        if record.rewind_token.is_some() || next.is_some_and(|next| next <= moment) {
            return Some(now);
        }
        let hour_ms = calendar.hour_ms();
        let hour = Moment(moment.period(hour_ms).saturating_add(1).saturating_mul(hour_ms));
        let first = next.map_or(hour, |next| next.min(hour));
        let reached = state.timeline.next_reached(now, first)?;
        Some(reached.max(now.plus(self.config.look_interval())))
    }

    async fn due_page(&self, looked: &Looked<'_>) -> Result<DuePage, Status> {
        let next = looked.stored.value.next_due();
        if next.is_none_or(|next| next > looked.moment) {
            return Ok(DuePage { due: Vec::new(), is_cut: false, next });
        }
        let size = SCHEDULES_MAX + 1;
        let request = PageRequest::parse(i32::try_from(size).unwrap_or(i32::MAX), "", size, size)?;
        let listed = self.store.list::<DueRecord>(&due_prefix(looked.clock_id), &request).await?;
        let parsed = listed.items.into_iter().filter_map(|stored| {
            let (time, id) = parse_due_key(&stored.key)?;
            Some((stored, time, id))
        });
        let (mut due, later): (Vec<_>, Vec<_>) = parsed.partition(|(_, time, _)| *time <= looked.moment);
        let is_cut = due.len() > SCHEDULES_MAX;
        due.truncate(SCHEDULES_MAX);
        Ok(DuePage { due, is_cut, next: later.first().map(|(_, time, _)| *time) })
    }

    async fn load_schedules(
        &self,
        clock_id: &str,
        ids: &[String],
    ) -> Result<Vec<Option<Stored<ScheduleRecord>>>, Status> {
        let keys: Vec<Key> = ids.iter().map(|id| schedule_key(clock_id, id)).collect();
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        self.store.load_many(&keys).await
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// Sets or cancels a clock's timer, and notes it in its record.
pub(crate) fn set_alarm(
    changes: Changes,
    clock_id: &str,
    record: ClockRecord,
    alarm: Option<RealTime>,
) -> (Changes, ClockRecord) {
    let at = alarm.and_then(RealTime::to_system_time);
    let changes = match at {
        Some(at) => changes.timer(timer_key(clock_id), at, &ClockDue { clock_id: clock_id.to_owned() }),
        None => changes.cancel_timer(timer_key(clock_id)),
    };
    (changes, ClockRecord { alarm_time: at.map(Into::into), ..record })
}

/// Adds the events of schedules that fire.
fn with_firings(
    changes: Changes,
    looked: &Looked<'_>,
    firings: &[Firing],
    stored: &[Option<Stored<ScheduleRecord>>],
    fire_time: Timestamp,
) -> Changes {
    firings.iter().fold(changes, |changes, firing| {
        let record = stored.iter().flatten().find(|stored| stored.key.last() == firing.schedule_id);
        changes.event(&v1::ScheduleFired {
            clock_id: looked.clock_id.to_owned(),
            schedule_id: firing.schedule_id.clone(),
            fire_number: firing.number,
            planned: Some(game_time(looked.calendar, firing.planned)),
            fire_time: Some(fire_time),
            missed: firing.missed,
            late: firing.late,
            payload: record.and_then(|stored| stored.value.payload.clone()),
            last: firing.last,
        })
    })
}

/// Adds how far the schedules of a page have come.
fn with_round(
    changes: Changes,
    clock_id: &str,
    page: &DuePage,
    stored: &[Option<Stored<ScheduleRecord>>],
    round: &Round,
) -> Changes {
    page.due.iter().zip(stored).fold(changes, |changes, ((entry, time, id), schedule)| {
        let going_on = round.going_on.iter().find(|state: &&ScheduleState| state.schedule_id == *id);
        let Some(schedule) = schedule else { return changes.remove(entry) };
        match going_on {
            Some(state) => {
                let mut record = schedule.value.clone();
                record.set_state(state);
                let changes = changes.update(schedule, &record);
                if state.next == *time {
                    return changes;
                }
                changes.remove(entry).put(due_key(clock_id, state.next, id), Expect::Any, &DueRecord {}, None)
            }
            None if round.ended.contains(id) => changes.remove(entry).remove(schedule),
            // It means nothing in the calendar as it is now.
            None => {
                tracing::warn!(clock_id, schedule_id = id, "a schedule was stopped that the calendar no longer allows");
                changes.remove(entry).update(schedule, &ScheduleRecord { next_ms: None, ..schedule.value.clone() })
            }
        }
    })
}
