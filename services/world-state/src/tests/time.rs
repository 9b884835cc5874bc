//! A stand-in for time-manager: its clock shows what a test says, and its schedules fire when the test lets time pass.

use std::sync::Arc;

use parking_lot::Mutex;
use realmwire_api::time_manager::{TimeManager, TimeManagerServer};
use realmwire_contract::time_manager::v1::{
    CancelScheduleRequest, CancelScheduleResponse, Clock, ConvertRequest, ConvertResponse, CreateClockRequest,
    CreateClockResponse, GameInstant, GameTime, GetCalendarRequest, GetCalendarResponse, GetSeasonsRequest,
    GetSeasonsResponse, GetTimeRequest, GetTimeResponse, ListCalendarsRequest, ListCalendarsResponse,
    ListClocksRequest, ListClocksResponse, ListSchedulesRequest, ListSchedulesResponse, PauseRequest, PauseResponse,
    ResumeRequest, ResumeResponse, SERVICE, ScheduleFired, ScheduleRequest, ScheduleResponse, SetScaleRequest,
    SetScaleResponse, SetTimeRequest, SetTimeResponse, game_instant, trigger,
};
use realmwire_sdk::context::Context;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::service::Running;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Store};
use realmwire_sdk::testing::TestHost;

/// The clock "default".
#[derive(Clone, Default)]
pub(super) struct Clockwork(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    now_ms: i64,
    planned: Vec<ScheduleRequest>,
}

/// The clock and the service that shows it.
pub(super) struct Time {
    clockwork: Clockwork,
    store: Store,
    _running: Running,
}

impl Time {
    pub(super) async fn on(host: &TestHost) -> Self {
        let clockwork = Clockwork::default();
        let served = clockwork.clone();
        let running = host
            .start(&SERVICE, async |cx| {
                cx.store().await?;
                cx.serve(TimeManagerServer::new(served)).start().await
            })
            .await;
        let store = host.process().context(&SERVICE, toml::Table::new()).unwrap().store().await.unwrap();
        Self { clockwork, store, _running: running }
    }

    /// Sets the clock, and lets the schedules fire whose time has come.
    pub(super) async fn pass_to(&self, host: &TestHost, now_ms: i64) {
        let due: Vec<_> = {
            let mut state = self.clockwork.0.lock();
            state.now_ms = now_ms;
            let (due, planned) = std::mem::take(&mut state.planned).into_iter().partition(|plan| end(plan) <= now_ms);
            state.planned = planned;
            due
        };
        for plan in due {
            let planned = Some(GameTime { milliseconds: end(&plan), ..GameTime::default() });
            let fired =
                ScheduleFired { clock_id: "default".to_owned(), planned, payload: plan.payload, ..Default::default() };
            let cx = host.context(Principal::service("time-manager"));
            self.store.commit(&cx, Changes::new().event(&fired), ()).await.unwrap();
        }
    }

    /// Forgets what was planned, as if no schedule ever fired.
    pub(super) fn forget_plans(&self) -> usize {
        std::mem::take(&mut self.clockwork.0.lock().planned).len()
    }
}

fn end(plan: &ScheduleRequest) -> i64 {
    match plan.trigger.as_ref().and_then(|trigger| trigger.trigger.as_ref()) {
        Some(trigger::Trigger::Once(GameInstant { instant: Some(game_instant::Instant::Milliseconds(at)) })) => *at,
        other => panic!("{other:?} is not planned for one instant"),
    }
}

fn not_here<T>() -> Result<T, Status> {
    Err(Status::unimplemented("the stand-in has no such operation"))
}

impl TimeManager for Clockwork {
    async fn get_time(&self, _cx: &Context, request: GetTimeRequest) -> Result<GetTimeResponse, Status> {
        if request.clock_id != "default" {
            return Err(Status::not_found("clock", &request.clock_id));
        }
        let time = Some(GameTime { milliseconds: self.0.lock().now_ms, ..GameTime::default() });
        Ok(GetTimeResponse { clock: Some(Clock { time, ..Clock::default() }) })
    }

    async fn schedule(&self, _cx: &Context, request: ScheduleRequest) -> Result<ScheduleResponse, Status> {
        self.0.lock().planned.push(request);
        Ok(ScheduleResponse::default())
    }

    async fn create_clock(&self, _: &Context, _: CreateClockRequest) -> Result<CreateClockResponse, Status> {
        not_here()
    }

    async fn list_clocks(&self, _: &Context, _: ListClocksRequest) -> Result<ListClocksResponse, Status> {
        not_here()
    }

    async fn set_time(&self, _: &Context, _: SetTimeRequest) -> Result<SetTimeResponse, Status> {
        not_here()
    }

    async fn set_scale(&self, _: &Context, _: SetScaleRequest) -> Result<SetScaleResponse, Status> {
        not_here()
    }

    async fn pause(&self, _: &Context, _: PauseRequest) -> Result<PauseResponse, Status> {
        not_here()
    }

    async fn resume(&self, _: &Context, _: ResumeRequest) -> Result<ResumeResponse, Status> {
        not_here()
    }

    async fn convert(&self, _: &Context, _: ConvertRequest) -> Result<ConvertResponse, Status> {
        not_here()
    }

    async fn cancel_schedule(&self, _: &Context, _: CancelScheduleRequest) -> Result<CancelScheduleResponse, Status> {
        not_here()
    }

    async fn list_schedules(&self, _: &Context, _: ListSchedulesRequest) -> Result<ListSchedulesResponse, Status> {
        not_here()
    }

    async fn list_calendars(&self, _: &Context, _: ListCalendarsRequest) -> Result<ListCalendarsResponse, Status> {
        not_here()
    }

    async fn get_seasons(&self, _: &Context, _: GetSeasonsRequest) -> Result<GetSeasonsResponse, Status> {
        not_here()
    }

    async fn get_calendar(&self, _: &Context, _: GetCalendarRequest) -> Result<GetCalendarResponse, Status> {
        not_here()
    }
}
