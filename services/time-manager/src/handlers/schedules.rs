//! The operations on schedules.

use realmwire_contract::time_manager::v1::{
    self, CancelScheduleRequest, CancelScheduleResponse, GameInstant, Interval, ListSchedulesRequest,
    ListSchedulesResponse, ScheduleEntry, ScheduleRequest, ScheduleResponse, game_instant, trigger,
};
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect, PageRequest};

use super::{Clocks, Loaded};
use crate::error::Error;
use crate::look::set_alarm;
use crate::moment::Moment;
use crate::present::{game_time, timestamp};
use crate::requests;
use crate::schedule::Trigger;
use crate::state::{CatchUpRecord, DueRecord, ScheduleRecord, TriggerRecord, due_key, schedule_key, schedules};

impl Clocks {
    pub(super) async fn create_schedule(
        &self,
        cx: &Context,
        request: ScheduleRequest,
    ) -> Result<ScheduleResponse, Status> {
        let loaded = self.load(cx, request.clock_id.clone()).await?;
        let schedule_id = match request.schedule_id.as_str() {
            "" => cx.new_id(),
            id => requests::id("schedule_id", id.to_owned())?,
        };
        let (next, record) = self.parse_schedule(cx, request, &loaded)?;
        let key = schedule_key(&loaded.clock_id, &schedule_id);
        if self.store.load::<ScheduleRecord>(&key).await?.is_some() {
            return Err(Error::ScheduleExists(schedule_id).into());
        }
        let limit = self.config.schedules_per_clock_max;
        if loaded.stored.value.schedule_count >= limit {
            return Err(Error::TooManySchedules { limit }.into());
        }
        let mut clock = loaded.stored.value.clone();
        clock.schedule_count += 1;
        clock.note_due(next);
        let alarm = self.alarm(&clock, &loaded.state, &loaded.calendar, loaded.now);
        let (changes, clock) = set_alarm(Changes::new(), &loaded.clock_id, clock, alarm);
        let due = due_key(&loaded.clock_id, next, &schedule_id);
        let changes =
            changes.create(key, &record).put(due, Expect::Any, &DueRecord {}, None).update(&loaded.stored, &clock);
        let schedule = Some(loaded.schedule_entry(schedule_id, record));
        self.store.commit(cx, changes, ScheduleResponse { schedule }).await
    }

    fn parse_schedule(
        &self,
        cx: &Context,
        request: ScheduleRequest,
        loaded: &Loaded,
    ) -> Result<(Moment, ScheduleRecord), Error> {
        let now = loaded.moment();
        let trigger = requests::trigger(request.trigger, &loaded.calendar, now)?;
        let next = match &trigger {
            Trigger::Once(at) => Some(*at),
            Trigger::Interval { first, .. } if *first >= now => Some(*first),
            Trigger::Interval { .. } | Trigger::Cron(_) => trigger.next_after(&loaded.calendar, now),
        };
        let next = next.ok_or_else(|| Error::invalid("trigger", "comes at no time that the calendar knows"))?;
        let record = ScheduleRecord {
            trigger: Some(TriggerRecord::of(&trigger)),
            catch_up: CatchUpRecord::from(requests::catch_up(request.catch_up)?).into(),
            payload: requests::payload(request.payload, &self.config)?,
            fire_limit: request.fire_limit,
            next_ms: Some(next.0),
            create_time: Some(cx.timestamp()),
            ..ScheduleRecord::default()
        };
        Ok((next, record))
    }

    pub(super) async fn remove_schedule(
        &self,
        cx: &Context,
        request: CancelScheduleRequest,
    ) -> Result<CancelScheduleResponse, Status> {
        let loaded = self.load(cx, request.clock_id).await?;
        let schedule_id = requests::id("schedule_id", request.schedule_id)?;
        let stored = self.store.load::<ScheduleRecord>(&schedule_key(&loaded.clock_id, &schedule_id)).await?;
        let stored = stored.ok_or_else(|| Error::ScheduleNotFound(schedule_id.clone()))?;
        let mut clock = loaded.stored.value.clone();
        clock.schedule_count = clock.schedule_count.saturating_sub(1);
        // The timer may fire for it once more, and finds nothing to do then.
        let mut changes = Changes::new().remove(&stored).update(&loaded.stored, &clock);
        if let Some(next) = stored.value.next_ms {
            changes = changes.delete(due_key(&loaded.clock_id, Moment(next), &schedule_id), Expect::Any);
        }
        let schedule = Some(loaded.schedule_entry(schedule_id, stored.value));
        self.store.commit(cx, changes, CancelScheduleResponse { schedule }).await
    }

    pub(super) async fn page_of_schedules(
        &self,
        cx: &Context,
        request: ListSchedulesRequest,
    ) -> Result<ListSchedulesResponse, Status> {
        let loaded = self.load(cx, request.clock_id).await?;
        let page = PageRequest::parse(request.page_size, &request.page_token, 50, 500)?;
        let page = self.store.list::<ScheduleRecord>(&schedules(&loaded.clock_id), &page).await?;
        let (schedules, next_page_token) = page.map(|stored| loaded.schedule_entry(stored.key.last(), stored.value));
        Ok(ListSchedulesResponse { schedules, next_page_token })
    }
}

impl Loaded {
    fn schedule_entry(&self, schedule_id: String, record: ScheduleRecord) -> ScheduleEntry {
        let next = record.next_ms.map(Moment);
        let next_real = next.and_then(|next| self.state.timeline.next_reached(self.now, next));
        let catch_up = match record.catch_up() {
            CatchUpRecord::Last => v1::CatchUp::Last,
            CatchUpRecord::All => v1::CatchUp::All,
            CatchUpRecord::Nothing => v1::CatchUp::None,
        };
        ScheduleEntry {
            schedule_id,
            clock_id: self.clock_id.clone(),
            trigger: record.trigger.as_ref().map(trigger_view),
            catch_up: catch_up.into(),
            payload: record.payload,
            fire_limit: record.fire_limit,
            fire_count: record.fire_count,
            missed_count: record.missed_count,
            next_fire: next.map(|next| game_time(&self.calendar, next)),
            next_fire_real_time: next_real.and_then(timestamp),
            create_time: record.create_time,
        }
    }
}

fn trigger_view(trigger: &TriggerRecord) -> v1::Trigger {
    let at = |milliseconds| GameInstant { instant: Some(game_instant::Instant::Milliseconds(milliseconds)) };
    let trigger = match trigger {
        TriggerRecord::OnceMs(milliseconds) => trigger::Trigger::Once(at(*milliseconds)),
        TriggerRecord::Interval(interval) => trigger::Trigger::Interval(Interval {
            every: Some(v1::GameDuration { seconds: interval.every_ms / 1000, ..v1::GameDuration::default() }),
            first: Some(at(interval.first_ms)),
        }),
        TriggerRecord::Cron(text) => trigger::Trigger::Cron(text.clone()),
    };
    v1::Trigger { trigger: Some(trigger) }
}
