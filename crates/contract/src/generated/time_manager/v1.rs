// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! Game calendars and durable schedules.

/// How fast a clock runs: so many game seconds in so many real seconds. Whole numbers keep it exact.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct TimeScale {
    /// Game seconds, from 1.
    #[prost(int64, tag = "1")]
    pub game_seconds: i64,
    /// The real seconds in which they pass, from 1.
    #[prost(int64, tag = "2")]
    pub real_seconds: i64,
}
impl ::prost::Name for TimeScale {
    const NAME: &'static str = "TimeScale";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.TimeScale".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.TimeScale".into()
    }
}
/// An instant of game time, as a request names it.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GameInstant {
    /// Exactly one of these.
    #[prost(oneof = "game_instant::Instant", tags = "1, 2")]
    pub instant: ::core::option::Option<game_instant::Instant>,
}
/// Nested message and enum types in `GameInstant`.
pub mod game_instant {
    /// Exactly one of these.
    #[derive(Clone, PartialEq, Eq, Hash, ::prost::Oneof)]
    pub enum Instant {
        /// Milliseconds since the beginning of the calendar's first year.
        #[prost(int64, tag = "1")]
        Milliseconds(i64),
        /// A date and time of the clock's calendar.
        #[prost(message, tag = "2")]
        DateTime(super::GameDateTime),
    }
}
impl ::prost::Name for GameInstant {
    const NAME: &'static str = "GameInstant";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.GameInstant".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.GameInstant".into()
    }
}
/// A date and time in a calendar. What is left out is the beginning: of the year, the month, the day.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GameDateTime {
    /// The year, counted through all eras: the first year is 1, the one before it 0.
    #[prost(int64, tag = "1")]
    pub year: i64,
    /// The month, from 1; 0 in days that lie outside of the months.
    #[prost(int32, tag = "2")]
    pub month: i32,
    /// The day of the month, or of the days that `festival` names, from 1.
    #[prost(int32, tag = "3")]
    pub day: i32,
    /// The name of days that lie outside of the months; empty in a month.
    #[prost(string, tag = "4")]
    pub festival: ::prost::alloc::string::String,
    /// The hour, from 0.
    #[prost(int32, tag = "5")]
    pub hour: i32,
    /// The minute, from 0.
    #[prost(int32, tag = "6")]
    pub minute: i32,
    /// The second, from 0.
    #[prost(int32, tag = "7")]
    pub second: i32,
    /// The millisecond, from 0.
    #[prost(int32, tag = "8")]
    pub millisecond: i32,
}
impl ::prost::Name for GameDateTime {
    const NAME: &'static str = "GameDateTime";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.GameDateTime".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.GameDateTime".into()
    }
}
/// What one moon shows at an instant.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Moon {
    /// The moon's name in the calendar.
    #[prost(string, tag = "1")]
    pub name: ::prost::alloc::string::String,
    /// Its phase.
    #[prost(enumeration = "MoonPhase", tag = "2")]
    pub phase: i32,
    /// How far it is from one new moon to the next, from 0 to just under 1.
    #[prost(double, tag = "3")]
    pub cycle: f64,
    /// The part of its face that is lit, from 0 to 1.
    #[prost(double, tag = "4")]
    pub illumination: f64,
}
impl ::prost::Name for Moon {
    const NAME: &'static str = "Moon";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.Moon".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.Moon".into()
    }
}
/// An instant of game time with all that the calendar says about it.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GameTime {
    /// Milliseconds since the beginning of the calendar's first year.
    #[prost(int64, tag = "1")]
    pub milliseconds: i64,
    /// The date and time.
    #[prost(message, optional, tag = "2")]
    pub date_time: ::core::option::Option<GameDateTime>,
    /// The month's name; empty in days that lie outside of the months.
    #[prost(string, tag = "3")]
    pub month_name: ::prost::alloc::string::String,
    /// The day of the week's name; empty in a day that belongs to no week.
    #[prost(string, tag = "4")]
    pub weekday_name: ::prost::alloc::string::String,
    /// The day of the week, from 1; 0 in a day that belongs to no week.
    #[prost(int32, tag = "5")]
    pub weekday: i32,
    /// The day of the year, from 1.
    #[prost(int32, tag = "6")]
    pub day_of_year: i32,
    /// The era's name; empty in a calendar without eras.
    #[prost(string, tag = "7")]
    pub era: ::prost::alloc::string::String,
    /// The year as its era counts it.
    #[prost(int64, tag = "8")]
    pub year_of_era: i64,
    /// The season's name; empty in a calendar without seasons.
    #[prost(string, tag = "9")]
    pub season: ::prost::alloc::string::String,
    /// The part of the day.
    #[prost(enumeration = "DayPart", tag = "10")]
    pub day_part: i32,
    /// The moons, in the calendar's order.
    #[prost(message, repeated, tag = "11")]
    pub moons: ::prost::alloc::vec::Vec<Moon>,
    /// The date and time as the calendar writes it.
    #[prost(string, tag = "12")]
    pub text: ::prost::alloc::string::String,
}
impl ::prost::Name for GameTime {
    const NAME: &'static str = "GameTime";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.GameTime".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.GameTime".into()
    }
}
/// A clock that is being set gradually.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Transition {
    /// What it shows at the end.
    #[prost(message, optional, tag = "1")]
    pub target: ::core::option::Option<GameTime>,
    /// When it ends, in real time.
    #[prost(message, optional, tag = "2")]
    pub end_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for Transition {
    const NAME: &'static str = "Transition";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.Transition".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.Transition".into()
    }
}
/// A clock.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Clock {
    /// Its name: 1 to 128 characters.
    #[prost(string, tag = "1")]
    pub clock_id: ::prost::alloc::string::String,
    /// Its calendar's id.
    #[prost(string, tag = "2")]
    pub calendar_id: ::prost::alloc::string::String,
    /// How fast it runs when it is neither paused nor being set gradually.
    #[prost(message, optional, tag = "3")]
    pub scale: ::core::option::Option<TimeScale>,
    /// Whether it stands.
    #[prost(bool, tag = "4")]
    pub paused: bool,
    /// What it shows at `real_time`.
    #[prost(message, optional, tag = "5")]
    pub time: ::core::option::Option<GameTime>,
    /// The real time of the answer.
    #[prost(message, optional, tag = "6")]
    pub real_time: ::core::option::Option<::prost_types::Timestamp>,
    /// Set while the clock is being set gradually.
    #[prost(message, optional, tag = "7")]
    pub transition: ::core::option::Option<Transition>,
    /// When it was created, in real time.
    #[prost(message, optional, tag = "8")]
    pub create_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for Clock {
    const NAME: &'static str = "Clock";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.Clock".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.Clock".into()
    }
}
/// Creates a clock.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct CreateClockRequest {
    /// Its name: 1 to 128 characters. Left out: a new one.
    #[prost(string, tag = "1")]
    pub clock_id: ::prost::alloc::string::String,
    /// The id of its calendar. Left out: "standard".
    #[prost(string, tag = "2")]
    pub calendar_id: ::prost::alloc::string::String,
    /// How fast it runs. Left out: a game hour in 60 real seconds.
    #[prost(message, optional, tag = "3")]
    pub scale: ::core::option::Option<TimeScale>,
    /// What it shows at first. Left out: the beginning of the calendar's first year; in a calendar with the real sky: now.
    #[prost(message, optional, tag = "4")]
    pub start: ::core::option::Option<GameInstant>,
    /// Creates it standing.
    #[prost(bool, tag = "5")]
    pub paused: bool,
}
impl ::prost::Name for CreateClockRequest {
    const NAME: &'static str = "CreateClockRequest";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.CreateClockRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.CreateClockRequest".into()
    }
}
/// The answer to CreateClock.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct CreateClockResponse {
    /// The new clock.
    #[prost(message, optional, tag = "1")]
    pub clock: ::core::option::Option<Clock>,
}
impl ::prost::Name for CreateClockResponse {
    const NAME: &'static str = "CreateClockResponse";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.CreateClockResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.CreateClockResponse".into()
    }
}
/// Asks for the clocks.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ListClocksRequest {
    /// The most clocks in the answer, from 1 to 500; 0 is 50.
    #[prost(int32, tag = "1")]
    pub page_size: i32,
    /// Where to go on: `next_page_token` of the answer before.
    #[prost(string, tag = "2")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListClocksRequest {
    const NAME: &'static str = "ListClocksRequest";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.ListClocksRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.ListClocksRequest".into()
    }
}
/// The answer to ListClocks.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ListClocksResponse {
    /// The clocks, ordered by name.
    #[prost(message, repeated, tag = "1")]
    pub clocks: ::prost::alloc::vec::Vec<Clock>,
    /// Where the next page begins; empty after the last one.
    #[prost(string, tag = "2")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListClocksResponse {
    const NAME: &'static str = "ListClocksResponse";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.ListClocksResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.ListClocksResponse".into()
    }
}
/// Asks for a clock's time.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetTimeRequest {
    /// The clock. Left out: "default".
    #[prost(string, tag = "1")]
    pub clock_id: ::prost::alloc::string::String,
}
impl ::prost::Name for GetTimeRequest {
    const NAME: &'static str = "GetTimeRequest";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.GetTimeRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.GetTimeRequest".into()
    }
}
/// The answer to GetTime.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetTimeResponse {
    /// The clock as it stands now.
    #[prost(message, optional, tag = "1")]
    pub clock: ::core::option::Option<Clock>,
}
impl ::prost::Name for GetTimeResponse {
    const NAME: &'static str = "GetTimeResponse";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.GetTimeResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.GetTimeResponse".into()
    }
}
/// Sets a clock.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct SetTimeRequest {
    /// The clock. Left out: "default".
    #[prost(string, tag = "1")]
    pub clock_id: ::prost::alloc::string::String,
    /// The new time.
    #[prost(message, optional, tag = "2")]
    pub target: ::core::option::Option<GameInstant>,
    /// How long the clock takes to get there, in real time; it runs evenly until then, and at its own scale after. A clock
    /// can only be set forward this way. Left out: it jumps.
    #[prost(message, optional, tag = "3")]
    pub over: ::core::option::Option<::prost_types::Duration>,
}
impl ::prost::Name for SetTimeRequest {
    const NAME: &'static str = "SetTimeRequest";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.SetTimeRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.SetTimeRequest".into()
    }
}
/// The answer to SetTime.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct SetTimeResponse {
    /// The clock after the change.
    #[prost(message, optional, tag = "1")]
    pub clock: ::core::option::Option<Clock>,
}
impl ::prost::Name for SetTimeResponse {
    const NAME: &'static str = "SetTimeResponse";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.SetTimeResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.SetTimeResponse".into()
    }
}
/// Changes how fast a clock runs.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct SetScaleRequest {
    /// The clock. Left out: "default".
    #[prost(string, tag = "1")]
    pub clock_id: ::prost::alloc::string::String,
    /// The new scale. A paused clock stays paused and runs at it when it is resumed; a clock that is being set gradually
    /// goes on at it from where it is.
    #[prost(message, optional, tag = "2")]
    pub scale: ::core::option::Option<TimeScale>,
}
impl ::prost::Name for SetScaleRequest {
    const NAME: &'static str = "SetScaleRequest";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.SetScaleRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.SetScaleRequest".into()
    }
}
/// The answer to SetScale.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct SetScaleResponse {
    /// The clock after the change.
    #[prost(message, optional, tag = "1")]
    pub clock: ::core::option::Option<Clock>,
}
impl ::prost::Name for SetScaleResponse {
    const NAME: &'static str = "SetScaleResponse";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.SetScaleResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.SetScaleResponse".into()
    }
}
/// Stops a clock.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct PauseRequest {
    /// The clock. Left out: "default".
    #[prost(string, tag = "1")]
    pub clock_id: ::prost::alloc::string::String,
}
impl ::prost::Name for PauseRequest {
    const NAME: &'static str = "PauseRequest";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.PauseRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.PauseRequest".into()
    }
}
/// The answer to Pause.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct PauseResponse {
    /// The clock after the change.
    #[prost(message, optional, tag = "1")]
    pub clock: ::core::option::Option<Clock>,
}
impl ::prost::Name for PauseResponse {
    const NAME: &'static str = "PauseResponse";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.PauseResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.PauseResponse".into()
    }
}
/// Lets a clock run on.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ResumeRequest {
    /// The clock. Left out: "default".
    #[prost(string, tag = "1")]
    pub clock_id: ::prost::alloc::string::String,
}
impl ::prost::Name for ResumeRequest {
    const NAME: &'static str = "ResumeRequest";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.ResumeRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.ResumeRequest".into()
    }
}
/// The answer to Resume.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ResumeResponse {
    /// The clock after the change.
    #[prost(message, optional, tag = "1")]
    pub clock: ::core::option::Option<Clock>,
}
impl ::prost::Name for ResumeResponse {
    const NAME: &'static str = "ResumeResponse";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.ResumeResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.ResumeResponse".into()
    }
}
/// Converts one instant.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ConvertRequest {
    /// The clock. Left out: "default".
    #[prost(string, tag = "1")]
    pub clock_id: ::prost::alloc::string::String,
    /// Exactly one of these.
    #[prost(oneof = "convert_request::Instant", tags = "2, 3")]
    pub instant: ::core::option::Option<convert_request::Instant>,
}
/// Nested message and enum types in `ConvertRequest`.
pub mod convert_request {
    /// Exactly one of these.
    #[derive(Clone, PartialEq, Eq, Hash, ::prost::Oneof)]
    pub enum Instant {
        /// A real instant, not before the clock's creation.
        #[prost(message, tag = "2")]
        RealTime(::prost_types::Timestamp),
        /// An instant of the clock.
        #[prost(message, tag = "3")]
        GameTime(super::GameInstant),
    }
}
impl ::prost::Name for ConvertRequest {
    const NAME: &'static str = "ConvertRequest";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.ConvertRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.ConvertRequest".into()
    }
}
/// The answer to Convert.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ConvertResponse {
    /// The real instant. Of an instant of the clock: the first moment at which the clock shows it; when the clock was set
    /// back and shows it more than once, the latest such moment.
    #[prost(message, optional, tag = "1")]
    pub real_time: ::core::option::Option<::prost_types::Timestamp>,
    /// What the clock shows at it.
    #[prost(message, optional, tag = "2")]
    pub game_time: ::core::option::Option<GameTime>,
}
impl ::prost::Name for ConvertResponse {
    const NAME: &'static str = "ConvertResponse";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.ConvertResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.ConvertResponse".into()
    }
}
/// A length of game time. The units are as long as the clock's calendar says.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GameDuration {
    /// Days.
    #[prost(int64, tag = "1")]
    pub days: i64,
    /// Hours.
    #[prost(int64, tag = "2")]
    pub hours: i64,
    /// Minutes.
    #[prost(int64, tag = "3")]
    pub minutes: i64,
    /// Seconds.
    #[prost(int64, tag = "4")]
    pub seconds: i64,
}
impl ::prost::Name for GameDuration {
    const NAME: &'static str = "GameDuration";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.GameDuration".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.GameDuration".into()
    }
}
/// Fires at an interval.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Interval {
    /// The time from one to the next; at least one game second.
    #[prost(message, optional, tag = "1")]
    pub every: ::core::option::Option<GameDuration>,
    /// The first time. Left out: one interval from now.
    #[prost(message, optional, tag = "2")]
    pub first: ::core::option::Option<GameInstant>,
}
impl ::prost::Name for Interval {
    const NAME: &'static str = "Interval";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.Interval".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.Interval".into()
    }
}
/// When a schedule fires.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Trigger {
    /// Exactly one of these.
    #[prost(oneof = "trigger::Trigger", tags = "1, 2, 3")]
    pub trigger: ::core::option::Option<trigger::Trigger>,
}
/// Nested message and enum types in `Trigger`.
pub mod trigger {
    /// Exactly one of these.
    #[derive(Clone, PartialEq, Eq, Hash, ::prost::Oneof)]
    pub enum Trigger {
        /// Once, at this time. A time that has passed fires at once, unless the catch-up policy is to skip.
        #[prost(message, tag = "1")]
        Once(super::GameInstant),
        /// At an interval.
        #[prost(message, tag = "2")]
        Interval(super::Interval),
        /// By a rule of five fields in the clock's calendar: minute, hour, day of the month, month, day of the week. A field
        /// is `*`, a number, a range `a-b`, either with a step `/n`, or a list of these separated by commas; months and days
        /// of the week can be named. Days and months count from 1. When both day fields are restricted, a day needs to match
        /// one of them. Days outside of the months match when both the month and the day of the month are `*`.
        #[prost(string, tag = "3")]
        Cron(::prost::alloc::string::String),
    }
}
impl ::prost::Name for Trigger {
    const NAME: &'static str = "Trigger";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.Trigger".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.Trigger".into()
    }
}
/// A schedule.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ScheduleEntry {
    /// Its id within its clock.
    #[prost(string, tag = "1")]
    pub schedule_id: ::prost::alloc::string::String,
    /// The clock it goes by.
    #[prost(string, tag = "2")]
    pub clock_id: ::prost::alloc::string::String,
    /// When it fires.
    #[prost(message, optional, tag = "3")]
    pub trigger: ::core::option::Option<Trigger>,
    /// What becomes of missed times.
    #[prost(enumeration = "CatchUp", tag = "4")]
    pub catch_up: i32,
    /// What its events carry.
    #[prost(message, optional, tag = "5")]
    pub payload: ::core::option::Option<::prost_types::Struct>,
    /// How often it fires at most; 0 is without end.
    #[prost(uint64, tag = "6")]
    pub fire_limit: u64,
    /// How often it has fired.
    #[prost(uint64, tag = "7")]
    pub fire_count: u64,
    /// How many of its times were missed and did not fire.
    #[prost(uint64, tag = "8")]
    pub missed_count: u64,
    /// When it fires next.
    #[prost(message, optional, tag = "9")]
    pub next_fire: ::core::option::Option<GameTime>,
    /// When that will be in real time as the clock runs now; missing while the clock stands.
    #[prost(message, optional, tag = "10")]
    pub next_fire_real_time: ::core::option::Option<::prost_types::Timestamp>,
    /// When it was created, in real time.
    #[prost(message, optional, tag = "11")]
    pub create_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for ScheduleEntry {
    const NAME: &'static str = "ScheduleEntry";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.ScheduleEntry".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.ScheduleEntry".into()
    }
}
/// Plans something.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ScheduleRequest {
    /// The clock. Left out: "default".
    #[prost(string, tag = "1")]
    pub clock_id: ::prost::alloc::string::String,
    /// Its id within the clock: 1 to 128 characters. Left out: a new one.
    #[prost(string, tag = "2")]
    pub schedule_id: ::prost::alloc::string::String,
    /// When it fires.
    #[prost(message, optional, tag = "3")]
    pub trigger: ::core::option::Option<Trigger>,
    /// What becomes of missed times.
    #[prost(enumeration = "CatchUp", tag = "4")]
    pub catch_up: i32,
    /// What its events carry: up to 16 KiB.
    #[prost(message, optional, tag = "5")]
    pub payload: ::core::option::Option<::prost_types::Struct>,
    /// How often it fires at most; 0 is without end.
    #[prost(uint64, tag = "6")]
    pub fire_limit: u64,
}
impl ::prost::Name for ScheduleRequest {
    const NAME: &'static str = "ScheduleRequest";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.ScheduleRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.ScheduleRequest".into()
    }
}
/// The answer to Schedule.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ScheduleResponse {
    /// The new schedule.
    #[prost(message, optional, tag = "1")]
    pub schedule: ::core::option::Option<ScheduleEntry>,
}
impl ::prost::Name for ScheduleResponse {
    const NAME: &'static str = "ScheduleResponse";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.ScheduleResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.ScheduleResponse".into()
    }
}
/// Removes a schedule.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct CancelScheduleRequest {
    /// The clock. Left out: "default".
    #[prost(string, tag = "1")]
    pub clock_id: ::prost::alloc::string::String,
    /// The schedule.
    #[prost(string, tag = "2")]
    pub schedule_id: ::prost::alloc::string::String,
}
impl ::prost::Name for CancelScheduleRequest {
    const NAME: &'static str = "CancelScheduleRequest";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.CancelScheduleRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.CancelScheduleRequest".into()
    }
}
/// The answer to CancelSchedule.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct CancelScheduleResponse {
    /// The schedule as it was.
    #[prost(message, optional, tag = "1")]
    pub schedule: ::core::option::Option<ScheduleEntry>,
}
impl ::prost::Name for CancelScheduleResponse {
    const NAME: &'static str = "CancelScheduleResponse";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.CancelScheduleResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.CancelScheduleResponse".into()
    }
}
/// Asks for the schedules of a clock.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ListSchedulesRequest {
    /// The clock. Left out: "default".
    #[prost(string, tag = "1")]
    pub clock_id: ::prost::alloc::string::String,
    /// The most schedules in the answer, from 1 to 500; 0 is 50.
    #[prost(int32, tag = "2")]
    pub page_size: i32,
    /// Where to go on: `next_page_token` of the answer before.
    #[prost(string, tag = "3")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListSchedulesRequest {
    const NAME: &'static str = "ListSchedulesRequest";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.ListSchedulesRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.ListSchedulesRequest".into()
    }
}
/// The answer to ListSchedules.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ListSchedulesResponse {
    /// The schedules, ordered by id.
    #[prost(message, repeated, tag = "1")]
    pub schedules: ::prost::alloc::vec::Vec<ScheduleEntry>,
    /// Where the next page begins; empty after the last one.
    #[prost(string, tag = "2")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListSchedulesResponse {
    const NAME: &'static str = "ListSchedulesResponse";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.ListSchedulesResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.ListSchedulesResponse".into()
    }
}
/// Asks for the calendars.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ListCalendarsRequest {
    /// The most calendars in the answer, from 1 to 100; 0 is 50.
    #[prost(int32, tag = "1")]
    pub page_size: i32,
    /// Where to go on: `next_page_token` of the answer before.
    #[prost(string, tag = "2")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListCalendarsRequest {
    const NAME: &'static str = "ListCalendarsRequest";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.ListCalendarsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.ListCalendarsRequest".into()
    }
}
/// The answer to ListCalendars.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ListCalendarsResponse {
    /// The calendars, ordered by id.
    #[prost(message, repeated, tag = "1")]
    pub calendars: ::prost::alloc::vec::Vec<Calendar>,
    /// Where the next page begins; empty after the last one.
    #[prost(string, tag = "2")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListCalendarsResponse {
    const NAME: &'static str = "ListCalendarsResponse";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.ListCalendarsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.ListCalendarsResponse".into()
    }
}
/// Asks for a calendar.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetCalendarRequest {
    /// The calendar's id.
    #[prost(string, tag = "1")]
    pub calendar_id: ::prost::alloc::string::String,
}
impl ::prost::Name for GetCalendarRequest {
    const NAME: &'static str = "GetCalendarRequest";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.GetCalendarRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.GetCalendarRequest".into()
    }
}
/// The answer to GetCalendar.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetCalendarResponse {
    /// The calendar.
    #[prost(message, optional, tag = "1")]
    pub calendar: ::core::option::Option<Calendar>,
}
impl ::prost::Name for GetCalendarResponse {
    const NAME: &'static str = "GetCalendarResponse";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.GetCalendarResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.GetCalendarResponse".into()
    }
}
/// Asks for the seasons between two instants.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetSeasonsRequest {
    /// The calendar's id.
    #[prost(string, tag = "1")]
    pub calendar_id: ::prost::alloc::string::String,
    /// The first instant, in milliseconds as in `GameTime`.
    #[prost(int64, tag = "2")]
    pub from_milliseconds: i64,
    /// The instant after the last one; at most 3,000 days later.
    #[prost(int64, tag = "3")]
    pub until_milliseconds: i64,
}
impl ::prost::Name for GetSeasonsRequest {
    const NAME: &'static str = "GetSeasonsRequest";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.GetSeasonsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.GetSeasonsRequest".into()
    }
}
/// The answer to GetSeasons.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetSeasonsResponse {
    /// The seasons in their order, the first one being that of the first instant; none in a calendar without seasons.
    #[prost(message, repeated, tag = "1")]
    pub seasons: ::prost::alloc::vec::Vec<SeasonSpan>,
}
impl ::prost::Name for GetSeasonsResponse {
    const NAME: &'static str = "GetSeasonsResponse";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.GetSeasonsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.GetSeasonsResponse".into()
    }
}
/// A season of one year.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct SeasonSpan {
    /// What it is called.
    #[prost(string, tag = "1")]
    pub name: ::prost::alloc::string::String,
    /// When it begins, in milliseconds as in `GameTime`; the first instant asked for when it began before.
    #[prost(int64, tag = "2")]
    pub begin_milliseconds: i64,
}
impl ::prost::Name for SeasonSpan {
    const NAME: &'static str = "SeasonSpan";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.SeasonSpan".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.SeasonSpan".into()
    }
}
/// A calendar.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Calendar {
    /// Its id.
    #[prost(string, tag = "1")]
    pub calendar_id: ::prost::alloc::string::String,
    /// What it is called.
    #[prost(string, tag = "2")]
    pub name: ::prost::alloc::string::String,
    /// Hours in a day.
    #[prost(int32, tag = "3")]
    pub hours_per_day: i32,
    /// Minutes in an hour.
    #[prost(int32, tag = "4")]
    pub minutes_per_hour: i32,
    /// Seconds in a minute.
    #[prost(int32, tag = "5")]
    pub seconds_per_minute: i32,
    /// The days of the week, in order.
    #[prost(string, repeated, tag = "6")]
    pub weekdays: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// The parts of the year in their order: months, and days that lie outside of the months.
    #[prost(message, repeated, tag = "7")]
    pub months: ::prost::alloc::vec::Vec<CalendarMonth>,
    /// The seasons in the order of the year.
    #[prost(message, repeated, tag = "8")]
    pub seasons: ::prost::alloc::vec::Vec<CalendarSeason>,
    /// The moons.
    #[prost(message, repeated, tag = "9")]
    pub moons: ::prost::alloc::vec::Vec<CalendarMoon>,
    /// Whether the moon and the seasons are those of the real sky at the calendar's date.
    #[prost(bool, tag = "10")]
    pub real_sky: bool,
}
impl ::prost::Name for Calendar {
    const NAME: &'static str = "Calendar";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.Calendar".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.Calendar".into()
    }
}
/// A part of a calendar's year.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct CalendarMonth {
    /// What it is called.
    #[prost(string, tag = "1")]
    pub name: ::prost::alloc::string::String,
    /// How many days it has in a common year; may be 0 for days that only leap years have.
    #[prost(int32, tag = "2")]
    pub days: i32,
    /// How many days more it has in a leap year.
    #[prost(int32, tag = "3")]
    pub leap_days: i32,
    /// Whether its days lie outside of the months.
    #[prost(bool, tag = "4")]
    pub festival: bool,
}
impl ::prost::Name for CalendarMonth {
    const NAME: &'static str = "CalendarMonth";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.CalendarMonth".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.CalendarMonth".into()
    }
}
/// A season of a calendar.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct CalendarSeason {
    /// What it is called.
    #[prost(string, tag = "1")]
    pub name: ::prost::alloc::string::String,
    /// The month of its first day, from 1; 0 when the season begins with an equinox or solstice of the real sun.
    #[prost(int32, tag = "2")]
    pub month: i32,
    /// Its first day; 0 as above.
    #[prost(int32, tag = "3")]
    pub day: i32,
}
impl ::prost::Name for CalendarSeason {
    const NAME: &'static str = "CalendarSeason";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.CalendarSeason".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.CalendarSeason".into()
    }
}
/// A moon of a calendar.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct CalendarMoon {
    /// What it is called.
    #[prost(string, tag = "1")]
    pub name: ::prost::alloc::string::String,
    /// How long it takes from one new moon to the next, in game days.
    #[prost(double, tag = "2")]
    pub period_days: f64,
}
impl ::prost::Name for CalendarMoon {
    const NAME: &'static str = "CalendarMoon";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.CalendarMoon".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.CalendarMoon".into()
    }
}
/// A clock's hour has changed. When several hours passed at once, because nothing ran, the clock was set or it runs very
/// fast, one event tells of all of them; the same holds for days.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct HourChanged {
    /// The clock.
    #[prost(string, tag = "1")]
    pub clock_id: ::prost::alloc::string::String,
    /// The beginning of the new hour; after a jump, the time jumped to.
    #[prost(message, optional, tag = "2")]
    pub time: ::core::option::Option<GameTime>,
    /// The last time that was told before, in milliseconds as in `GameTime`.
    #[prost(int64, tag = "3")]
    pub previous_milliseconds: i64,
    /// How many hours passed since then; negative when the clock was set back.
    #[prost(int64, tag = "4")]
    pub hours_passed: i64,
    /// Whether the clock was set.
    #[prost(bool, tag = "5")]
    pub jumped: bool,
}
impl ::prost::Name for HourChanged {
    const NAME: &'static str = "HourChanged";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.HourChanged".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.HourChanged".into()
    }
}
/// A clock's day has changed.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct DayChanged {
    /// The clock.
    #[prost(string, tag = "1")]
    pub clock_id: ::prost::alloc::string::String,
    /// The time that `hour.changed` tells with it.
    #[prost(message, optional, tag = "2")]
    pub time: ::core::option::Option<GameTime>,
    /// The last time that was told before, in milliseconds as in `GameTime`.
    #[prost(int64, tag = "3")]
    pub previous_milliseconds: i64,
    /// How many days passed since then; negative when the clock was set back.
    #[prost(int64, tag = "4")]
    pub days_passed: i64,
    /// Whether the clock was set.
    #[prost(bool, tag = "5")]
    pub jumped: bool,
}
impl ::prost::Name for DayChanged {
    const NAME: &'static str = "DayChanged";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.DayChanged".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.DayChanged".into()
    }
}
/// A clock's season has changed.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct SeasonChanged {
    /// The clock.
    #[prost(string, tag = "1")]
    pub clock_id: ::prost::alloc::string::String,
    /// The time that `hour.changed` tells with it.
    #[prost(message, optional, tag = "2")]
    pub time: ::core::option::Option<GameTime>,
    /// The season now.
    #[prost(string, tag = "3")]
    pub season: ::prost::alloc::string::String,
    /// The season that was told before.
    #[prost(string, tag = "4")]
    pub previous_season: ::prost::alloc::string::String,
}
impl ::prost::Name for SeasonChanged {
    const NAME: &'static str = "SeasonChanged";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.SeasonChanged".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.SeasonChanged".into()
    }
}
/// A moon has entered another phase.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct MoonChanged {
    /// The clock.
    #[prost(string, tag = "1")]
    pub clock_id: ::prost::alloc::string::String,
    /// The time that `hour.changed` tells with it.
    #[prost(message, optional, tag = "2")]
    pub time: ::core::option::Option<GameTime>,
    /// The moon's name in the calendar.
    #[prost(string, tag = "3")]
    pub moon: ::prost::alloc::string::String,
    /// Its phase now.
    #[prost(enumeration = "MoonPhase", tag = "4")]
    pub phase: i32,
    /// The phase that was told before.
    #[prost(enumeration = "MoonPhase", tag = "5")]
    pub previous_phase: i32,
}
impl ::prost::Name for MoonChanged {
    const NAME: &'static str = "MoonChanged";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.MoonChanged".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.MoonChanged".into()
    }
}
/// A schedule's time has come.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ScheduleFired {
    /// The clock.
    #[prost(string, tag = "1")]
    pub clock_id: ::prost::alloc::string::String,
    /// The schedule.
    #[prost(string, tag = "2")]
    pub schedule_id: ::prost::alloc::string::String,
    /// Which firing of the schedule this is, from 1. Together with the schedule's id it names the firing.
    #[prost(uint64, tag = "3")]
    pub fire_number: u64,
    /// The time it was planned for.
    #[prost(message, optional, tag = "4")]
    pub planned: ::core::option::Option<GameTime>,
    /// When it fired, in real time.
    #[prost(message, optional, tag = "5")]
    pub fire_time: ::core::option::Option<::prost_types::Timestamp>,
    /// How many of the schedule's times were missed since the last firing.
    #[prost(uint64, tag = "6")]
    pub missed: u64,
    /// Whether it fired late, because nothing ran at its time or the clock jumped over it.
    #[prost(bool, tag = "7")]
    pub late: bool,
    /// What the schedule carries.
    #[prost(message, optional, tag = "8")]
    pub payload: ::core::option::Option<::prost_types::Struct>,
    /// Whether the schedule has ended with this.
    #[prost(bool, tag = "9")]
    pub last: bool,
}
impl ::prost::Name for ScheduleFired {
    const NAME: &'static str = "ScheduleFired";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.ScheduleFired".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.ScheduleFired".into()
    }
}
/// There is something to do for a clock: an hour has passed or a schedule's time has come. The service sets this timer
/// for itself.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ClockDue {
    /// The clock.
    #[prost(string, tag = "1")]
    pub clock_id: ::prost::alloc::string::String,
}
impl ::prost::Name for ClockDue {
    const NAME: &'static str = "ClockDue";
    const PACKAGE: &'static str = "realmwire.time_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.time_manager.v1.ClockDue".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.time_manager.v1.ClockDue".into()
    }
}
/// The parts of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum DayPart {
    /// Not said.
    Unspecified = 0,
    /// The sky grows light.
    Dawn = 1,
    /// The sun is up.
    Day = 2,
    /// The sun goes down.
    Dusk = 3,
    /// It is dark.
    Night = 4,
}
impl DayPart {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "DAY_PART_UNSPECIFIED",
            Self::Dawn => "DAY_PART_DAWN",
            Self::Day => "DAY_PART_DAY",
            Self::Dusk => "DAY_PART_DUSK",
            Self::Night => "DAY_PART_NIGHT",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "DAY_PART_UNSPECIFIED" => Some(Self::Unspecified),
            "DAY_PART_DAWN" => Some(Self::Dawn),
            "DAY_PART_DAY" => Some(Self::Day),
            "DAY_PART_DUSK" => Some(Self::Dusk),
            "DAY_PART_NIGHT" => Some(Self::Night),
            _ => None,
        }
    }
}
/// What a moon shows. Each of the eight phases is an eighth of the moon's period, with its moment in the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum MoonPhase {
    /// Not said.
    Unspecified = 0,
    /// Dark.
    New = 1,
    /// Less than half, growing.
    WaxingCrescent = 2,
    /// Half, growing.
    FirstQuarter = 3,
    /// More than half, growing.
    WaxingGibbous = 4,
    /// Whole.
    Full = 5,
    /// More than half, shrinking.
    WaningGibbous = 6,
    /// Half, shrinking.
    LastQuarter = 7,
    /// Less than half, shrinking.
    WaningCrescent = 8,
}
impl MoonPhase {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "MOON_PHASE_UNSPECIFIED",
            Self::New => "MOON_PHASE_NEW",
            Self::WaxingCrescent => "MOON_PHASE_WAXING_CRESCENT",
            Self::FirstQuarter => "MOON_PHASE_FIRST_QUARTER",
            Self::WaxingGibbous => "MOON_PHASE_WAXING_GIBBOUS",
            Self::Full => "MOON_PHASE_FULL",
            Self::WaningGibbous => "MOON_PHASE_WANING_GIBBOUS",
            Self::LastQuarter => "MOON_PHASE_LAST_QUARTER",
            Self::WaningCrescent => "MOON_PHASE_WANING_CRESCENT",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "MOON_PHASE_UNSPECIFIED" => Some(Self::Unspecified),
            "MOON_PHASE_NEW" => Some(Self::New),
            "MOON_PHASE_WAXING_CRESCENT" => Some(Self::WaxingCrescent),
            "MOON_PHASE_FIRST_QUARTER" => Some(Self::FirstQuarter),
            "MOON_PHASE_WAXING_GIBBOUS" => Some(Self::WaxingGibbous),
            "MOON_PHASE_FULL" => Some(Self::Full),
            "MOON_PHASE_WANING_GIBBOUS" => Some(Self::WaningGibbous),
            "MOON_PHASE_LAST_QUARTER" => Some(Self::LastQuarter),
            "MOON_PHASE_WANING_CRESCENT" => Some(Self::WaningCrescent),
            _ => None,
        }
    }
}
/// What becomes of times that came while nothing ran, or that a jump of the clock passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum CatchUp {
    /// The default: LAST.
    Unspecified = 0,
    /// Each of them fires, in order; the oldest are left out when there are more than 1,000.
    All = 1,
    /// The last of them fires and tells how many were missed before it.
    Last = 2,
    /// None of them fires.
    None = 3,
}
impl CatchUp {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "CATCH_UP_UNSPECIFIED",
            Self::All => "CATCH_UP_ALL",
            Self::Last => "CATCH_UP_LAST",
            Self::None => "CATCH_UP_NONE",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "CATCH_UP_UNSPECIFIED" => Some(Self::Unspecified),
            "CATCH_UP_ALL" => Some(Self::All),
            "CATCH_UP_LAST" => Some(Self::Last),
            "CATCH_UP_NONE" => Some(Self::None),
            _ => None,
        }
    }
}
/// The service `time-manager`.
pub static SERVICE: crate::ServiceSpec = crate::ServiceSpec {
    name: "time-manager",
    version: "v1",
    full_name: "realmwire.time_manager.v1.TimeManager",
    description: "Keeps the clocks of worlds, tells what their time is called in a calendar, and does what is scheduled by them",
    methods: &[
        &CREATE_CLOCK,
        &LIST_CLOCKS,
        &GET_TIME,
        &SET_TIME,
        &SET_SCALE,
        &PAUSE,
        &RESUME,
        &CONVERT,
        &SCHEDULE,
        &CANCEL_SCHEDULE,
        &LIST_SCHEDULES,
        &LIST_CALENDARS,
        &GET_CALENDAR,
        &GET_SEASONS,
    ],
    events: &[&HOUR_CHANGED, &DAY_CHANGED, &SEASON_CHANGED, &MOON_CHANGED, &SCHEDULE_FIRED, &CLOCK_DUE],
    calls: &[],
    consumes: &[],
};

/// The method `TimeManager/CreateClock`.
pub static CREATE_CLOCK: crate::MethodSpec = crate::MethodSpec {
    service: "time-manager",
    name: "CreateClock",
    full_name: "realmwire.time_manager.v1.TimeManager/CreateClock",
    subject: "svc.time-manager.v1.CreateClock",
    input: "realmwire.time_manager.v1.CreateClockRequest",
    output: "realmwire.time_manager.v1.CreateClockResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `TimeManager/ListClocks`.
pub static LIST_CLOCKS: crate::MethodSpec = crate::MethodSpec {
    service: "time-manager",
    name: "ListClocks",
    full_name: "realmwire.time_manager.v1.TimeManager/ListClocks",
    subject: "svc.time-manager.v1.ListClocks",
    input: "realmwire.time_manager.v1.ListClocksRequest",
    output: "realmwire.time_manager.v1.ListClocksResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `TimeManager/GetTime`.
pub static GET_TIME: crate::MethodSpec = crate::MethodSpec {
    service: "time-manager",
    name: "GetTime",
    full_name: "realmwire.time_manager.v1.TimeManager/GetTime",
    subject: "svc.time-manager.v1.GetTime",
    input: "realmwire.time_manager.v1.GetTimeRequest",
    output: "realmwire.time_manager.v1.GetTimeResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: true,
    rate_class: "read",
};

/// The method `TimeManager/SetTime`.
pub static SET_TIME: crate::MethodSpec = crate::MethodSpec {
    service: "time-manager",
    name: "SetTime",
    full_name: "realmwire.time_manager.v1.TimeManager/SetTime",
    subject: "svc.time-manager.v1.SetTime",
    input: "realmwire.time_manager.v1.SetTimeRequest",
    output: "realmwire.time_manager.v1.SetTimeResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `TimeManager/SetScale`.
pub static SET_SCALE: crate::MethodSpec = crate::MethodSpec {
    service: "time-manager",
    name: "SetScale",
    full_name: "realmwire.time_manager.v1.TimeManager/SetScale",
    subject: "svc.time-manager.v1.SetScale",
    input: "realmwire.time_manager.v1.SetScaleRequest",
    output: "realmwire.time_manager.v1.SetScaleResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `TimeManager/Pause`.
pub static PAUSE: crate::MethodSpec = crate::MethodSpec {
    service: "time-manager",
    name: "Pause",
    full_name: "realmwire.time_manager.v1.TimeManager/Pause",
    subject: "svc.time-manager.v1.Pause",
    input: "realmwire.time_manager.v1.PauseRequest",
    output: "realmwire.time_manager.v1.PauseResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `TimeManager/Resume`.
pub static RESUME: crate::MethodSpec = crate::MethodSpec {
    service: "time-manager",
    name: "Resume",
    full_name: "realmwire.time_manager.v1.TimeManager/Resume",
    subject: "svc.time-manager.v1.Resume",
    input: "realmwire.time_manager.v1.ResumeRequest",
    output: "realmwire.time_manager.v1.ResumeResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `TimeManager/Convert`.
pub static CONVERT: crate::MethodSpec = crate::MethodSpec {
    service: "time-manager",
    name: "Convert",
    full_name: "realmwire.time_manager.v1.TimeManager/Convert",
    subject: "svc.time-manager.v1.Convert",
    input: "realmwire.time_manager.v1.ConvertRequest",
    output: "realmwire.time_manager.v1.ConvertResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: true,
    rate_class: "read",
};

/// The method `TimeManager/Schedule`.
pub static SCHEDULE: crate::MethodSpec = crate::MethodSpec {
    service: "time-manager",
    name: "Schedule",
    full_name: "realmwire.time_manager.v1.TimeManager/Schedule",
    subject: "svc.time-manager.v1.Schedule",
    input: "realmwire.time_manager.v1.ScheduleRequest",
    output: "realmwire.time_manager.v1.ScheduleResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `TimeManager/CancelSchedule`.
pub static CANCEL_SCHEDULE: crate::MethodSpec = crate::MethodSpec {
    service: "time-manager",
    name: "CancelSchedule",
    full_name: "realmwire.time_manager.v1.TimeManager/CancelSchedule",
    subject: "svc.time-manager.v1.CancelSchedule",
    input: "realmwire.time_manager.v1.CancelScheduleRequest",
    output: "realmwire.time_manager.v1.CancelScheduleResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `TimeManager/ListSchedules`.
pub static LIST_SCHEDULES: crate::MethodSpec = crate::MethodSpec {
    service: "time-manager",
    name: "ListSchedules",
    full_name: "realmwire.time_manager.v1.TimeManager/ListSchedules",
    subject: "svc.time-manager.v1.ListSchedules",
    input: "realmwire.time_manager.v1.ListSchedulesRequest",
    output: "realmwire.time_manager.v1.ListSchedulesResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `TimeManager/ListCalendars`.
pub static LIST_CALENDARS: crate::MethodSpec = crate::MethodSpec {
    service: "time-manager",
    name: "ListCalendars",
    full_name: "realmwire.time_manager.v1.TimeManager/ListCalendars",
    subject: "svc.time-manager.v1.ListCalendars",
    input: "realmwire.time_manager.v1.ListCalendarsRequest",
    output: "realmwire.time_manager.v1.ListCalendarsResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `TimeManager/GetCalendar`.
pub static GET_CALENDAR: crate::MethodSpec = crate::MethodSpec {
    service: "time-manager",
    name: "GetCalendar",
    full_name: "realmwire.time_manager.v1.TimeManager/GetCalendar",
    subject: "svc.time-manager.v1.GetCalendar",
    input: "realmwire.time_manager.v1.GetCalendarRequest",
    output: "realmwire.time_manager.v1.GetCalendarResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `TimeManager/GetSeasons`.
pub static GET_SEASONS: crate::MethodSpec = crate::MethodSpec {
    service: "time-manager",
    name: "GetSeasons",
    full_name: "realmwire.time_manager.v1.TimeManager/GetSeasons",
    subject: "svc.time-manager.v1.GetSeasons",
    input: "realmwire.time_manager.v1.GetSeasonsRequest",
    output: "realmwire.time_manager.v1.GetSeasonsResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The event `hour.changed`.
pub static HOUR_CHANGED: crate::EventSpec = crate::EventSpec {
    service: "time-manager",
    name: "hour.changed",
    subject: "evt.time-manager.hour.changed.v1",
    message: "realmwire.time_manager.v1.HourChanged",
    audience: crate::Audience::Everyone,
};

impl crate::Event for HourChanged {
    const SPEC: &'static crate::EventSpec = &HOUR_CHANGED;

    fn key(&self) -> &str {
        &self.clock_id
    }
}

/// The event `day.changed`.
pub static DAY_CHANGED: crate::EventSpec = crate::EventSpec {
    service: "time-manager",
    name: "day.changed",
    subject: "evt.time-manager.day.changed.v1",
    message: "realmwire.time_manager.v1.DayChanged",
    audience: crate::Audience::Everyone,
};

impl crate::Event for DayChanged {
    const SPEC: &'static crate::EventSpec = &DAY_CHANGED;

    fn key(&self) -> &str {
        &self.clock_id
    }
}

/// The event `season.changed`.
pub static SEASON_CHANGED: crate::EventSpec = crate::EventSpec {
    service: "time-manager",
    name: "season.changed",
    subject: "evt.time-manager.season.changed.v1",
    message: "realmwire.time_manager.v1.SeasonChanged",
    audience: crate::Audience::Everyone,
};

impl crate::Event for SeasonChanged {
    const SPEC: &'static crate::EventSpec = &SEASON_CHANGED;

    fn key(&self) -> &str {
        &self.clock_id
    }
}

/// The event `moon.changed`.
pub static MOON_CHANGED: crate::EventSpec = crate::EventSpec {
    service: "time-manager",
    name: "moon.changed",
    subject: "evt.time-manager.moon.changed.v1",
    message: "realmwire.time_manager.v1.MoonChanged",
    audience: crate::Audience::Everyone,
};

impl crate::Event for MoonChanged {
    const SPEC: &'static crate::EventSpec = &MOON_CHANGED;

    fn key(&self) -> &str {
        &self.clock_id
    }
}

/// The event `schedule.fired`.
pub static SCHEDULE_FIRED: crate::EventSpec = crate::EventSpec {
    service: "time-manager",
    name: "schedule.fired",
    subject: "evt.time-manager.schedule.fired.v1",
    message: "realmwire.time_manager.v1.ScheduleFired",
    audience: crate::Audience::Services,
};

impl crate::Event for ScheduleFired {
    const SPEC: &'static crate::EventSpec = &SCHEDULE_FIRED;

    fn key(&self) -> &str {
        &self.clock_id
    }
}

/// The event `clock.due`.
pub static CLOCK_DUE: crate::EventSpec = crate::EventSpec {
    service: "time-manager",
    name: "clock.due",
    subject: "evt.time-manager.clock.due.v1",
    message: "realmwire.time_manager.v1.ClockDue",
    audience: crate::Audience::Services,
};

impl crate::Event for ClockDue {
    const SPEC: &'static crate::EventSpec = &CLOCK_DUE;

    fn key(&self) -> &str {
        &self.clock_id
    }
}
