// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! The service `time-manager`.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures::future::BoxFuture;
use realmwire_contract::time_manager::v1;
use realmwire_contract::{MethodSpec, ServiceSpec};
use realmwire_sdk::client::{Call, Channel, ServiceClient};
use realmwire_sdk::context::Context;
use realmwire_sdk::server::{Service, decode, encode, unimplemented};
use realmwire_sdk::status::Status;
use realmwire_sdk::stream::FrameSender;

/// Keeps the clocks of worlds, tells what their time is called in a calendar, and does what is scheduled by them.
///
/// A clock is computed from an anchor, never counted in ticks: it cannot drift, and it runs on while nothing of the
/// system does. Calendars are data: months, days outside of months, leap rules, weeks, eras, seasons and moons. By
/// default a game hour passes in 60 real seconds; dawn is at 5, day at 7, dusk at 18 and night at 20.
///
/// A clock named "default" always exists; requests that name no clock mean that one.
pub trait TimeManager: Send + Sync + 'static {
    /// Creates a clock. ALREADY_EXISTS when there is one of this name, NOT_FOUND when there is no such calendar.
    fn create_clock(
        &self,
        cx: &Context,
        request: v1::CreateClockRequest,
    ) -> impl Future<Output = Result<v1::CreateClockResponse, Status>> + Send;

    /// Returns the clocks, ordered by name.
    fn list_clocks(
        &self,
        cx: &Context,
        request: v1::ListClocksRequest,
    ) -> impl Future<Output = Result<v1::ListClocksResponse, Status>> + Send;

    /// Tells the time of a clock and how fast it runs, so that a client can go on counting by itself.
    fn get_time(
        &self,
        cx: &Context,
        request: v1::GetTimeRequest,
    ) -> impl Future<Output = Result<v1::GetTimeResponse, Status>> + Send;

    /// Sets a clock at once, or lets it run to the new time within a while. What a jump passes over is treated as missed:
    /// each schedule's catch-up policy decides about it.
    fn set_time(
        &self,
        cx: &Context,
        request: v1::SetTimeRequest,
    ) -> impl Future<Output = Result<v1::SetTimeResponse, Status>> + Send;

    /// Changes how fast a clock runs from now on. Its time neither jumps nor goes back.
    fn set_scale(
        &self,
        cx: &Context,
        request: v1::SetScaleRequest,
    ) -> impl Future<Output = Result<v1::SetScaleResponse, Status>> + Send;

    /// Stops a clock. Pausing a clock that stands is a success and changes nothing.
    fn pause(
        &self,
        cx: &Context,
        request: v1::PauseRequest,
    ) -> impl Future<Output = Result<v1::PauseResponse, Status>> + Send;

    /// Lets a clock run on from where it stands. Resuming a clock that runs is a success and changes nothing.
    fn resume(
        &self,
        cx: &Context,
        request: v1::ResumeRequest,
    ) -> impl Future<Output = Result<v1::ResumeResponse, Status>> + Send;

    /// Converts between real time and a clock's time, for the past as the clock ran and for the future as it runs now.
    fn convert(
        &self,
        cx: &Context,
        request: v1::ConvertRequest,
    ) -> impl Future<Output = Result<v1::ConvertResponse, Status>> + Send;

    /// Plans something by a clock: once, at an interval, or by a cron-like rule in the clock's calendar. Each time that
    /// comes is told by the event `schedule.fired`, exactly once, also when no instance ran at that time.
    fn schedule(
        &self,
        cx: &Context,
        request: v1::ScheduleRequest,
    ) -> impl Future<Output = Result<v1::ScheduleResponse, Status>> + Send;

    /// Removes a schedule. NOT_FOUND when there is none, or when it has fired for the last time.
    fn cancel_schedule(
        &self,
        cx: &Context,
        request: v1::CancelScheduleRequest,
    ) -> impl Future<Output = Result<v1::CancelScheduleResponse, Status>> + Send;

    /// Returns the schedules of a clock, ordered by id.
    fn list_schedules(
        &self,
        cx: &Context,
        request: v1::ListSchedulesRequest,
    ) -> impl Future<Output = Result<v1::ListSchedulesResponse, Status>> + Send;

    /// Returns the calendars that clocks can be created with, ordered by id.
    fn list_calendars(
        &self,
        cx: &Context,
        request: v1::ListCalendarsRequest,
    ) -> impl Future<Output = Result<v1::ListCalendarsResponse, Status>> + Send;

    /// Returns one calendar: what its months, days, seasons and moons are called and how long they are.
    fn get_calendar(
        &self,
        cx: &Context,
        request: v1::GetCalendarRequest,
    ) -> impl Future<Output = Result<v1::GetCalendarResponse, Status>> + Send;

    /// Tells which seasons a calendar has between two instants, for those who need them ahead or in retrospect, whatever
    /// any clock shows.
    fn get_seasons(
        &self,
        cx: &Context,
        request: v1::GetSeasonsRequest,
    ) -> impl Future<Output = Result<v1::GetSeasonsResponse, Status>> + Send;
}

/// Serves an implementation of [`TimeManager`].
#[derive(Debug)]
pub struct TimeManagerServer<T>(Arc<T>);

impl<T: TimeManager> TimeManagerServer<T> {
    /// Serves `implementation`.
    pub fn new(implementation: T) -> Self {
        Self(Arc::new(implementation))
    }
}

impl<T: TimeManager> Service for TimeManagerServer<T> {
    fn spec(&self) -> &'static ServiceSpec {
        &v1::SERVICE
    }

    fn call(
        &self,
        method: &'static MethodSpec,
        cx: Context,
        request: Bytes,
    ) -> BoxFuture<'static, Result<BytesMut, Status>> {
        let service = Arc::clone(&self.0);
        match method.name {
            "CreateClock" => Box::pin(async move {
                let request: v1::CreateClockRequest = decode(request)?;
                Ok(encode(&service.create_clock(&cx, request).await?))
            }),
            "ListClocks" => Box::pin(async move {
                let request: v1::ListClocksRequest = decode(request)?;
                Ok(encode(&service.list_clocks(&cx, request).await?))
            }),
            "GetTime" => Box::pin(async move {
                let request: v1::GetTimeRequest = decode(request)?;
                Ok(encode(&service.get_time(&cx, request).await?))
            }),
            "SetTime" => Box::pin(async move {
                let request: v1::SetTimeRequest = decode(request)?;
                Ok(encode(&service.set_time(&cx, request).await?))
            }),
            "SetScale" => Box::pin(async move {
                let request: v1::SetScaleRequest = decode(request)?;
                Ok(encode(&service.set_scale(&cx, request).await?))
            }),
            "Pause" => Box::pin(async move {
                let request: v1::PauseRequest = decode(request)?;
                Ok(encode(&service.pause(&cx, request).await?))
            }),
            "Resume" => Box::pin(async move {
                let request: v1::ResumeRequest = decode(request)?;
                Ok(encode(&service.resume(&cx, request).await?))
            }),
            "Convert" => Box::pin(async move {
                let request: v1::ConvertRequest = decode(request)?;
                Ok(encode(&service.convert(&cx, request).await?))
            }),
            "Schedule" => Box::pin(async move {
                let request: v1::ScheduleRequest = decode(request)?;
                Ok(encode(&service.schedule(&cx, request).await?))
            }),
            "CancelSchedule" => Box::pin(async move {
                let request: v1::CancelScheduleRequest = decode(request)?;
                Ok(encode(&service.cancel_schedule(&cx, request).await?))
            }),
            "ListSchedules" => Box::pin(async move {
                let request: v1::ListSchedulesRequest = decode(request)?;
                Ok(encode(&service.list_schedules(&cx, request).await?))
            }),
            "ListCalendars" => Box::pin(async move {
                let request: v1::ListCalendarsRequest = decode(request)?;
                Ok(encode(&service.list_calendars(&cx, request).await?))
            }),
            "GetCalendar" => Box::pin(async move {
                let request: v1::GetCalendarRequest = decode(request)?;
                Ok(encode(&service.get_calendar(&cx, request).await?))
            }),
            "GetSeasons" => Box::pin(async move {
                let request: v1::GetSeasonsRequest = decode(request)?;
                Ok(encode(&service.get_seasons(&cx, request).await?))
            }),
            _ => unimplemented(method),
        }
    }

    fn open(
        &self,
        method: &'static MethodSpec,
        _cx: Context,
        _request: Bytes,
        _frames: FrameSender,
    ) -> BoxFuture<'static, Result<(), Status>> {
        unimplemented(method)
    }
}

/// Calls [`TimeManager`] wherever it runs.
#[derive(Clone)]
pub struct TimeManagerClient(ServiceClient);

impl TimeManagerClient {
    /// A client that calls through `channel`.
    pub fn new(channel: &Channel) -> Self {
        Self(ServiceClient::new(channel, &v1::SERVICE))
    }

    /// Creates a clock. ALREADY_EXISTS when there is one of this name, NOT_FOUND when there is no such calendar.
    pub fn create_clock(
        &self,
        request: v1::CreateClockRequest,
    ) -> Call<'_, v1::CreateClockRequest, v1::CreateClockResponse> {
        self.0.call(&v1::CREATE_CLOCK, request)
    }

    /// Returns the clocks, ordered by name.
    pub fn list_clocks(
        &self,
        request: v1::ListClocksRequest,
    ) -> Call<'_, v1::ListClocksRequest, v1::ListClocksResponse> {
        self.0.call(&v1::LIST_CLOCKS, request)
    }

    /// Tells the time of a clock and how fast it runs, so that a client can go on counting by itself.
    pub fn get_time(&self, request: v1::GetTimeRequest) -> Call<'_, v1::GetTimeRequest, v1::GetTimeResponse> {
        self.0.call(&v1::GET_TIME, request)
    }

    /// Sets a clock at once, or lets it run to the new time within a while. What a jump passes over is treated as missed:
    /// each schedule's catch-up policy decides about it.
    pub fn set_time(&self, request: v1::SetTimeRequest) -> Call<'_, v1::SetTimeRequest, v1::SetTimeResponse> {
        self.0.call(&v1::SET_TIME, request)
    }

    /// Changes how fast a clock runs from now on. Its time neither jumps nor goes back.
    pub fn set_scale(&self, request: v1::SetScaleRequest) -> Call<'_, v1::SetScaleRequest, v1::SetScaleResponse> {
        self.0.call(&v1::SET_SCALE, request)
    }

    /// Stops a clock. Pausing a clock that stands is a success and changes nothing.
    pub fn pause(&self, request: v1::PauseRequest) -> Call<'_, v1::PauseRequest, v1::PauseResponse> {
        self.0.call(&v1::PAUSE, request)
    }

    /// Lets a clock run on from where it stands. Resuming a clock that runs is a success and changes nothing.
    pub fn resume(&self, request: v1::ResumeRequest) -> Call<'_, v1::ResumeRequest, v1::ResumeResponse> {
        self.0.call(&v1::RESUME, request)
    }

    /// Converts between real time and a clock's time, for the past as the clock ran and for the future as it runs now.
    pub fn convert(&self, request: v1::ConvertRequest) -> Call<'_, v1::ConvertRequest, v1::ConvertResponse> {
        self.0.call(&v1::CONVERT, request)
    }

    /// Plans something by a clock: once, at an interval, or by a cron-like rule in the clock's calendar. Each time that
    /// comes is told by the event `schedule.fired`, exactly once, also when no instance ran at that time.
    pub fn schedule(&self, request: v1::ScheduleRequest) -> Call<'_, v1::ScheduleRequest, v1::ScheduleResponse> {
        self.0.call(&v1::SCHEDULE, request)
    }

    /// Removes a schedule. NOT_FOUND when there is none, or when it has fired for the last time.
    pub fn cancel_schedule(
        &self,
        request: v1::CancelScheduleRequest,
    ) -> Call<'_, v1::CancelScheduleRequest, v1::CancelScheduleResponse> {
        self.0.call(&v1::CANCEL_SCHEDULE, request)
    }

    /// Returns the schedules of a clock, ordered by id.
    pub fn list_schedules(
        &self,
        request: v1::ListSchedulesRequest,
    ) -> Call<'_, v1::ListSchedulesRequest, v1::ListSchedulesResponse> {
        self.0.call(&v1::LIST_SCHEDULES, request)
    }

    /// Returns the calendars that clocks can be created with, ordered by id.
    pub fn list_calendars(
        &self,
        request: v1::ListCalendarsRequest,
    ) -> Call<'_, v1::ListCalendarsRequest, v1::ListCalendarsResponse> {
        self.0.call(&v1::LIST_CALENDARS, request)
    }

    /// Returns one calendar: what its months, days, seasons and moons are called and how long they are.
    pub fn get_calendar(
        &self,
        request: v1::GetCalendarRequest,
    ) -> Call<'_, v1::GetCalendarRequest, v1::GetCalendarResponse> {
        self.0.call(&v1::GET_CALENDAR, request)
    }

    /// Tells which seasons a calendar has between two instants, for those who need them ahead or in retrospect, whatever
    /// any clock shows.
    pub fn get_seasons(
        &self,
        request: v1::GetSeasonsRequest,
    ) -> Call<'_, v1::GetSeasonsRequest, v1::GetSeasonsResponse> {
        self.0.call(&v1::GET_SEASONS, request)
    }
}
