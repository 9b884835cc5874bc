//! Why a request was refused.

use realmwire_sdk::status::{Code, Status};

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Error {
    /// A field of the request breaks a rule.
    #[error("{field} {description}")]
    Invalid { field: String, description: String },
    #[error("subscription {0} does not exist")]
    SubscriptionNotFound(String),
    #[error("dead letter {0} does not exist")]
    DeadLetterNotFound(String),
    #[error("there are {limit} subscriptions, which is the limit: end one that is no longer needed")]
    TooManySubscriptions { limit: usize },
    #[error("{limit} events are waiting for an answer already: deal with some of them first")]
    TooManyOutstanding { limit: usize },
    #[error("{0} is for services only")]
    Internal(String),
    #[error("another receiver took over the subscription, or it was changed: receive it again to go on")]
    TakenOver,
    #[error("the subscription delivers to {0}: listen there, or subscribe again without deliver_subject")]
    DeliversToSubject(String),
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
            Error::SubscriptionNotFound(id) => Self::not_found("subscription", id),
            Error::DeadLetterNotFound(id) => Self::not_found("dead letter", id),
            Error::TooManySubscriptions { .. } => {
                Self::failed_precondition("TOO_MANY_SUBSCRIPTIONS", error.to_string())
            }
            Error::TooManyOutstanding { .. } => Self::failed_precondition("TOO_MANY_OUTSTANDING", error.to_string()),
            Error::Internal(_) => Self::permission_denied(error.to_string()),
            Error::DeliversToSubject(_) => Self::failed_precondition("DELIVERS_TO_SUBJECT", error.to_string()),
            Error::TakenOver => Self::new(Code::Aborted, error.to_string()),
        }
    }
}
