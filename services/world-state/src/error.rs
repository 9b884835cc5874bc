//! Why a request was refused.

use std::time::Duration;

use realmwire_sdk::requests::InvalidField;
use realmwire_sdk::status::Status;

/// How soon a world that is searched may be given up for another one, and one that is being read can be searched.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Error {
    /// A field of the request breaks a rule.
    #[error("{field} {description}")]
    Invalid { field: String, description: String },
    #[error("world {0} does not exist")]
    WorldNotFound(String),
    #[error("world {0} exists already")]
    WorldExists(String),
    #[error("the content has no world {0}")]
    ContentNotFound(String),
    /// What is stored is not at the revision that the write expects.
    #[error("{kind} {id} is at revision {current}")]
    RevisionMismatch { kind: &'static str, id: String, current: u64 },
    #[error("the world would have more than {limit} flags, which is the limit")]
    TooManyFlags { limit: usize },
    #[error("the world's flags would hold more than {limit} bytes, which is the limit")]
    FlagsTooLarge { limit: usize },
    #[error("the world would have more than {limit} entities, which is the limit")]
    TooManyEntities { limit: u64 },
    #[error("what was asked for holds more than {limit} bytes, which is the limit of one answer: ask for less")]
    AnswerTooLarge { limit: usize },
    /// There is no room for another chart.
    #[error("{limit} worlds are searched or watched at this moment, which is the limit of one instance")]
    TooManyWorldsInUse { limit: usize },
    /// Its chart is being made.
    #[error("the world's entities are being read for the first search")]
    WorldIsBeingRead,
    #[error("faction {0} does not exist")]
    FactionNotFound(String),
    #[error("the world's content has no event {0}")]
    TemplateNotFound(String),
    #[error("event {0} runs already")]
    EventExists(String),
    #[error("{limit} events run in the world, which is the limit")]
    TooManyEvents { limit: usize },
    #[error("the world follows the clock {0}, which does not exist")]
    ClockNotFound(String),
    #[error("snapshot {0} does not exist")]
    SnapshotNotFound(String),
    #[error("the world has {limit} snapshots, which is the limit: delete one first, or replace one")]
    TooManySnapshots { limit: usize },
}

impl Error {
    /// A field breaks a rule.
    pub(crate) fn invalid(field: impl Into<String>, description: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), description: description.into() }
    }

    /// The same error, of a part of the request that lies at `path`.
    pub(crate) fn within(self, path: &str) -> Self {
        match self {
            Self::Invalid { field, description } => Self::Invalid { field: format!("{path}.{field}"), description },
            other => other,
        }
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
            Error::WorldNotFound(id) => Self::not_found("world", id),
            Error::WorldExists(id) => Self::already_exists("world", id),
            Error::ContentNotFound(id) => Self::not_found("world content", id),
            Error::RevisionMismatch { kind, id, current } => Self::version_mismatch(kind, id, *current),
            Error::TooManyFlags { .. } => Self::failed_precondition("TOO_MANY_FLAGS", error.to_string()),
            Error::FlagsTooLarge { .. } => Self::failed_precondition("FLAGS_TOO_LARGE", error.to_string()),
            Error::TooManyEntities { .. } => Self::failed_precondition("TOO_MANY_ENTITIES", error.to_string()),
            Error::AnswerTooLarge { .. } => Self::failed_precondition("ANSWER_TOO_LARGE", error.to_string()),
            Error::TooManyWorldsInUse { .. } => Self::resource_exhausted(error.to_string(), RETRY_AFTER),
            Error::WorldIsBeingRead => Self::unavailable(error.to_string()).with_retry_after(RETRY_AFTER),
            Error::FactionNotFound(id) => Self::not_found("faction", id),
            Error::TemplateNotFound(id) => Self::not_found("event of the content", id),
            Error::EventExists(id) => Self::already_exists("event", id),
            Error::TooManyEvents { .. } => Self::failed_precondition("TOO_MANY_EVENTS", error.to_string()),
            Error::ClockNotFound(_) => Self::failed_precondition("CLOCK_NOT_FOUND", error.to_string()),
            Error::SnapshotNotFound(id) => Self::not_found("snapshot", id),
            Error::TooManySnapshots { .. } => Self::failed_precondition("TOO_MANY_SNAPSHOTS", error.to_string()),
        }
    }
}
