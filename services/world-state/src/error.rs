//! Why a request was refused.

use realmwire_sdk::status::Status;

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
}

impl Error {
    /// A field breaks a rule.
    pub(crate) fn invalid(field: impl Into<String>, description: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), description: description.into() }
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
        }
    }
}
