//! The operations on clocks and calendars; those on schedules are in `handlers/schedules.rs`.

mod schedules;

use std::sync::Arc;

use realmwire_api::time_manager::TimeManager;
use realmwire_contract::time_manager::v1::{
    CancelScheduleRequest, CancelScheduleResponse, Clock, ConvertRequest, ConvertResponse, CreateClockRequest,
    CreateClockResponse, GetCalendarRequest, GetCalendarResponse, GetSeasonsRequest, GetSeasonsResponse,
    GetTimeRequest, GetTimeResponse, ListCalendarsRequest, ListCalendarsResponse, ListClocksRequest,
    ListClocksResponse, ListSchedulesRequest, ListSchedulesResponse, PauseRequest, PauseResponse, ResumeRequest,
    ResumeResponse, ScheduleRequest, ScheduleResponse, SetScaleRequest, SetScaleResponse, SetTimeRequest,
    SetTimeResponse, convert_request,
};
use realmwire_sdk::content::Content;
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Key, PageRequest, Store, Stored};

use crate::calendar::Calendar;
use crate::calendars::{Calendars, STANDARD};
use crate::clock::{ClockState, RealTime};
use crate::config::Config;
use crate::error::Error;
use crate::look::set_alarm;
use crate::moment::Moment;
use crate::present::{self, ClockView, game_time, timestamp};
use crate::requests;
use crate::state::{ClockRecord, clock_key, clocks};
use crate::tell::{Passage, tell};

/// The clocks and what is scheduled by them.
#[derive(Clone, Debug)]
pub(crate) struct Clocks {
    pub(crate) store: Store,
    pub(crate) calendars: Content<Calendars>,
    pub(crate) config: Config,
}

/// A clock that was loaded to be changed.
struct Loaded {
    clock_id: String,
    stored: Stored<ClockRecord>,
    state: ClockState,
    calendar: Arc<Calendar>,
    now: RealTime,
}

impl TimeManager for Clocks {
    async fn create_clock(&self, cx: &Context, request: CreateClockRequest) -> Result<CreateClockResponse, Status> {
        let clock_id = match request.clock_id.as_str() {
            "" => cx.new_id(),
            _ => requests::id("clock_id", request.clock_id)?,
        };
        if self.store.load::<ClockRecord>(&clock_key(&clock_id)).await?.is_some() {
            return Err(Error::ClockExists(clock_id).into());
        }
        let calendar_id = if request.calendar_id.is_empty() { STANDARD.to_owned() } else { request.calendar_id };
        let calendar = self.calendars.current().get(&calendar_id).ok_or(Error::CalendarNotFound(calendar_id))?;
        let scale = match request.scale {
            Some(scale) => requests::scale(scale, &self.config)?,
            None => requests::default_scale(&calendar, &self.config),
        };
        let now = RealTime::from(cx.now());
        let start = match request.start {
            Some(start) => requests::instant("start", Some(start), &calendar)?,
            None if calendar.has_real_sky() => calendar.moment_in_real_sky(now.unix_ms()),
            None => Moment::default(),
        };
        let state = ClockState::new(now, start, scale, request.paused);
        self.create(cx, &clock_id, &calendar, &state).await
    }

    async fn list_clocks(&self, cx: &Context, request: ListClocksRequest) -> Result<ListClocksResponse, Status> {
        let page = PageRequest::parse(request.page_size, &request.page_token, 50, 500)?;
        let page = self.store.list::<ClockRecord>(&clocks(), &page).await?;
        let calendars = self.calendars.current();
        let now = RealTime::from(cx.now());
        let next_page_token = page.next_page_token;
        let mut found = Vec::with_capacity(page.items.len());
        for stored in page.items {
            let (clock_id, state) = (stored.key.last(), state_of(&stored)?);
            let calendar = calendars.get(&stored.value.calendar_id);
            found.push(view(&clock_id, &stored.value, &state, calendar.as_deref(), now));
        }
        Ok(ListClocksResponse { clocks: found, next_page_token })
    }

    async fn get_time(&self, cx: &Context, request: GetTimeRequest) -> Result<GetTimeResponse, Status> {
        let loaded = self.load(cx, request.clock_id).await?;
        Ok(GetTimeResponse { clock: Some(loaded.view()) })
    }

    async fn set_time(&self, cx: &Context, request: SetTimeRequest) -> Result<SetTimeResponse, Status> {
        let mut loaded = self.load(cx, request.clock_id).await?;
        let target = requests::instant("target", request.target, &loaded.calendar)?;
        let shown = loaded.moment();
        let changes = match requests::transition(request.over, &self.config)? {
            None => loaded.jump(target),
            Some(_) if target < shown => {
                return Err(
                    Error::invalid("target", "lies in the past of the clock, which only a jump can go to").into()
                );
            }
            Some(over) => {
                loaded.state.glide(loaded.now, target, over);
                Changes::new()
            }
        };
        self.commit_change(cx, loaded, changes, |clock| SetTimeResponse { clock }).await
    }

    async fn set_scale(&self, cx: &Context, request: SetScaleRequest) -> Result<SetScaleResponse, Status> {
        let mut loaded = self.load(cx, request.clock_id).await?;
        let scale = request.scale.ok_or_else(|| Error::invalid("scale", "must not be missing"))?;
        let scale = requests::scale(scale, &self.config)?;
        loaded.state.set_scale(loaded.now, scale);
        self.commit_change(cx, loaded, Changes::new(), |clock| SetScaleResponse { clock }).await
    }

    async fn pause(&self, cx: &Context, request: PauseRequest) -> Result<PauseResponse, Status> {
        let mut loaded = self.load(cx, request.clock_id).await?;
        loaded.state.pause(loaded.now);
        self.commit_change(cx, loaded, Changes::new(), |clock| PauseResponse { clock }).await
    }

    async fn resume(&self, cx: &Context, request: ResumeRequest) -> Result<ResumeResponse, Status> {
        let mut loaded = self.load(cx, request.clock_id).await?;
        loaded.state.resume(loaded.now);
        self.commit_change(cx, loaded, Changes::new(), |clock| ResumeResponse { clock }).await
    }

    async fn convert(&self, cx: &Context, request: ConvertRequest) -> Result<ConvertResponse, Status> {
        let loaded = self.load(cx, request.clock_id).await?;
        let timeline = &loaded.state.timeline;
        let (real, moment) = match request.instant {
            None => return Err(Error::invalid("instant", "must be real_time or game_time").into()),
            Some(convert_request::Instant::RealTime(time)) => {
                let real = requests::real_time(time)?;
                if real < timeline.begins_at() {
                    return Err(Error::BeforeClock.into());
                }
                (real, timeline.moment_at(real))
            }
            Some(convert_request::Instant::GameTime(instant)) => {
                let moment = requests::instant("game_time", Some(instant), &loaded.calendar)?;
                (timeline.reached(moment).ok_or(Error::NotShown)?, moment)
            }
        };
        let real_time = Some(timestamp(real).ok_or(Error::TooLate)?);
        Ok(ConvertResponse { real_time, game_time: Some(game_time(&loaded.calendar, moment)) })
    }

    async fn schedule(&self, cx: &Context, request: ScheduleRequest) -> Result<ScheduleResponse, Status> {
        self.create_schedule(cx, request).await
    }

    async fn cancel_schedule(
        &self,
        cx: &Context,
        request: CancelScheduleRequest,
    ) -> Result<CancelScheduleResponse, Status> {
        self.remove_schedule(cx, request).await
    }

    async fn list_schedules(
        &self,
        cx: &Context,
        request: ListSchedulesRequest,
    ) -> Result<ListSchedulesResponse, Status> {
        self.page_of_schedules(cx, request).await
    }

    async fn list_calendars(
        &self,
        _cx: &Context,
        request: ListCalendarsRequest,
    ) -> Result<ListCalendarsResponse, Status> {
        let scope = Key::new("calendar");
        let page = PageRequest::parse(request.page_size, &request.page_token, 50, 100)?;
        let after = page.after(&scope)?.map_or_else(String::new, |key| key.last());
        let current = self.calendars.current();
        let mut listed = current.after(&after).map(|calendar| present::calendar(calendar));
        let calendars: Vec<_> = listed.by_ref().take(page.size()).collect();
        let last = calendars.last().filter(|_| listed.next().is_some());
        let next_page_token =
            last.map_or_else(String::new, |last| PageRequest::token_after(&scope, &scope.with(&last.calendar_id)));
        Ok(ListCalendarsResponse { calendars, next_page_token })
    }

    async fn get_calendar(&self, _cx: &Context, request: GetCalendarRequest) -> Result<GetCalendarResponse, Status> {
        let calendar = self.calendars.current().get(&request.calendar_id);
        let calendar = calendar.ok_or(Error::CalendarNotFound(request.calendar_id))?;
        Ok(GetCalendarResponse { calendar: Some(present::calendar(&calendar)) })
    }

    async fn get_seasons(&self, _cx: &Context, request: GetSeasonsRequest) -> Result<GetSeasonsResponse, Status> {
        let calendar = self.calendars.current().get(&request.calendar_id);
        let calendar = calendar.ok_or_else(|| Error::CalendarNotFound(request.calendar_id.clone()))?;
        let (from, until) = requests::span(&request, &calendar)?;
        Ok(GetSeasonsResponse { seasons: present::seasons(&calendar, from, until) })
    }
}

impl Clocks {
    /// Creates the clock of requests that name none, unless there is one.
    pub(crate) async fn ensure_default_clock(&self, cx: &Context) -> Result<(), Status> {
        if self.find(requests::DEFAULT_CLOCK).await?.is_some() {
            return Ok(());
        }
        let request = CreateClockRequest {
            clock_id: requests::DEFAULT_CLOCK.to_owned(),
            calendar_id: self.config.default_calendar.clone(),
            ..CreateClockRequest::default()
        };
        match self.create_clock(cx, request).await {
            // Another instance was faster.
            Err(status) if status.is_conflict() => Ok(()),
            other => other.map(drop),
        }
    }

    /// A clock and what it shows.
    pub(crate) async fn find(&self, clock_id: &str) -> Result<Option<(Stored<ClockRecord>, ClockState)>, Status> {
        let Some(stored) = self.store.load::<ClockRecord>(&clock_key(clock_id)).await? else { return Ok(None) };
        let state = state_of(&stored)?;
        Ok(Some((stored, state)))
    }

    /// The clock that a request names, with its calendar.
    async fn load(&self, cx: &Context, clock_id: String) -> Result<Loaded, Status> {
        let clock_id = requests::clock_id(clock_id)?;
        let found = self.find(&clock_id).await?;
        let (stored, state) = found.ok_or_else(|| Error::ClockNotFound(clock_id.clone()))?;
        let calendar_id = &stored.value.calendar_id;
        let calendar = self.calendars.current().get(calendar_id);
        let calendar = calendar.ok_or_else(|| Error::CalendarMissing(calendar_id.clone()))?;
        Ok(Loaded { clock_id, stored, state, calendar, now: RealTime::from(cx.now()) })
    }

    async fn create(
        &self,
        cx: &Context,
        clock_id: &str,
        calendar: &Calendar,
        state: &ClockState,
    ) -> Result<CreateClockResponse, Status> {
        let now = RealTime::from(cx.now());
        let mut record = ClockRecord {
            calendar_id: calendar.id.clone(),
            told_ms: state.timeline.moment_at(now).0,
            create_time: Some(cx.timestamp()),
            ..ClockRecord::default()
        };
        record.set_state(state);
        let alarm = self.alarm(&record, state, calendar, now);
        let (changes, record) = set_alarm(Changes::new(), clock_id, record, alarm);
        let clock = view(clock_id, &record, state, Some(calendar), now);
        let changes = changes.create(clock_key(clock_id), &record);
        self.store.commit(cx, changes, CreateClockResponse { clock: Some(clock) }).await
    }

    /// Stores a clock that was changed, and sets its timer for the way it runs now.
    async fn commit_change<R: prost::Message>(
        &self,
        cx: &Context,
        loaded: Loaded,
        changes: Changes,
        respond: impl FnOnce(Option<Clock>) -> R,
    ) -> Result<R, Status> {
        let alarm = self.alarm(&loaded.stored.value, &loaded.state, &loaded.calendar, loaded.now);
        let (changes, mut record) = set_alarm(changes, &loaded.clock_id, loaded.stored.value.clone(), alarm);
        record.set_state(&loaded.state);
        let response = respond(Some(loaded.view()));
        self.store.commit(cx, changes.update(&loaded.stored, &record), response).await
    }
}

impl Loaded {
    /// What the clock shows.
    fn moment(&self) -> Moment {
        self.state.timeline.moment_at(self.now)
    }

    fn view(&self) -> Clock {
        view(&self.clock_id, &self.stored.value, &self.state, Some(&self.calendar), self.now)
    }

    /// Sets the clock at once, which is told at once. After it was set back, what comes again is planned again.
    fn jump(&mut self, target: Moment) -> Changes {
        if target < self.moment() {
            self.stored.value.rewind_token = Some(String::new());
        }
        self.state.jump(self.now, target);
        let passage = Passage::jump(Moment(self.stored.value.told_ms), target);
        self.stored.value.told_ms = target.0;
        tell(Changes::new(), &self.clock_id, &self.calendar, &passage)
    }
}

fn state_of(stored: &Stored<ClockRecord>) -> Result<ClockState, Status> {
    let state = stored.value.to_state();
    state.ok_or_else(|| Status::data_loss(format!("the entry {} holds no time", stored.key)))
}

fn view(clock_id: &str, record: &ClockRecord, state: &ClockState, calendar: Option<&Calendar>, now: RealTime) -> Clock {
    let calendar_id = record.calendar_id.as_str();
    ClockView { clock_id, calendar_id, calendar, state, create_time: record.create_time, now }.to_proto()
}
