//! Why a request was refused.

use realmwire_sdk::requests::InvalidField;
use realmwire_sdk::status::{Code, Status};

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Error {
    /// A field of the request breaks a rule.
    #[error("{field} {description}")]
    Invalid { field: String, description: String },
    #[error("clock {0} does not exist")]
    ClockNotFound(String),
    #[error("clock {0} exists already")]
    ClockExists(String),
    #[error("calendar {0} does not exist")]
    CalendarNotFound(String),
    /// The content no longer has the calendar that a clock goes by.
    #[error("the calendar {0} of the clock is no longer part of the content")]
    CalendarMissing(String),
    #[error("schedule {0} does not exist")]
    ScheduleNotFound(String),
    #[error("schedule {0} exists already")]
    ScheduleExists(String),
    #[error("the clock has {limit} schedules, which is the limit")]
    TooManySchedules { limit: u64 },
    /// A real instant of which nothing is known.
    #[error("real_time lies before the clock's creation, or so long ago that it is no longer known what it showed")]
    BeforeClock,
    /// A game instant that lies too far ahead.
    #[error("the clock will not show game_time before the year 10,000")]
    TooLate,
    /// A game instant that no real one shows.
    #[error("the clock never shows game_time as it runs now: it was set past it, or stands")]
    NotShown,
}

impl Error {
    /// A field breaks a rule.
    pub(crate) fn invalid(field: impl Into<String>, description: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), description: description.into() }
    }
}

impl From<InvalidField> for Error {
    fn from(InvalidField { field, description }: InvalidField) -> Self {
        Self::invalid(field, description)
    }
}

impl From<Error> for Status {
    fn from(error: Error) -> Self {
        match &error {
            Error::Invalid { field, description } => Self::invalid(field.as_str(), description.as_str()),
            Error::ClockNotFound(id) => Self::not_found("clock", id),
            Error::ClockExists(id) => Self::already_exists("clock", id),
            Error::CalendarNotFound(id) => Self::not_found("calendar", id),
            Error::CalendarMissing(_) => Self::failed_precondition("CALENDAR_MISSING", error.to_string()),
            Error::ScheduleNotFound(id) => Self::not_found("schedule", id),
            Error::ScheduleExists(id) => Self::already_exists("schedule", id),
            Error::TooManySchedules { .. } => Self::failed_precondition("TOO_MANY_SCHEDULES", error.to_string()),
            Error::BeforeClock | Error::TooLate => Self::new(Code::OutOfRange, error.to_string()),
            Error::NotShown => Self::failed_precondition("GAME_TIME_NOT_SHOWN", error.to_string()),
        }
    }
}
