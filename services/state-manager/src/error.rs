//! Why a request was refused.

use realmwire_sdk::requests::InvalidField;
use realmwire_sdk::status::Status;

use crate::state::DocumentId;

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Error {
    /// A field of the request breaks a rule.
    #[error("{field} {description}")]
    Invalid {
        /// The path of the field.
        field: String,
        /// What is wrong with it.
        description: String,
    },
    /// There is no such document, or no such version of it.
    #[error("{0} does not exist")]
    NotFound(DocumentId),
    /// The document is not at the version that the write expects.
    #[error("{document} is at version {current}")]
    VersionMismatch {
        /// The document.
        document: DocumentId,
        /// Its version; 0 when it does not exist.
        current: u64,
    },
    /// The caller may not do this with this document.
    #[error("{0}")]
    NotPermitted(&'static str),
    /// The documents that were asked for are larger than one answer may be.
    #[error("the documents hold more than {limit} bytes, which is the limit of one answer")]
    AnswerTooLarge {
        /// The limit.
        limit: usize,
    },
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
            Error::NotFound(document) => Self::not_found(document.kind.name(), &document.id),
            Error::VersionMismatch { document, current } => {
                Self::version_mismatch(document.kind.name(), &document.id, *current)
            }
            Error::NotPermitted(_) => Self::permission_denied(error.to_string()),
            Error::AnswerTooLarge { .. } => Self::failed_precondition("ANSWER_TOO_LARGE", error.to_string()),
        }
    }
}
