//! Why a request was refused.

use realmwire_sdk::status::Status;

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Error {
    /// A field of the request breaks a rule.
    #[error("{field} {description}")]
    Invalid { field: &'static str, description: String },
    #[error("zone {0} does not exist")]
    ZoneNotFound(String),
    #[error("override {0} does not exist")]
    OverrideNotFound(String),
    #[error("override {0} exists already")]
    OverrideExists(String),
    #[error("{limit} overrides of the zone are remembered, which is the limit: release one, or let time pass")]
    TooManyOverrides { limit: usize },
}

impl Error {
    /// A field breaks a rule.
    pub(crate) fn invalid(field: &'static str, description: impl Into<String>) -> Self {
        Self::Invalid { field, description: description.into() }
    }
}

impl From<Error> for Status {
    fn from(error: Error) -> Self {
        match &error {
            Error::Invalid { field, description } => Self::invalid(*field, description.as_str()),
            Error::ZoneNotFound(id) => Self::not_found("zone", id),
            Error::OverrideNotFound(id) => Self::not_found("override", id),
            Error::OverrideExists(id) => Self::already_exists("override", id),
            Error::TooManyOverrides { .. } => Self::failed_precondition("TOO_MANY_OVERRIDES", error.to_string()),
        }
    }
}
