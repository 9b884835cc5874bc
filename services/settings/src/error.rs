//! Why a request was refused.

use realmwire_contract::common::v1::ExpectedVersion;
use realmwire_contract::google::rpc::bad_request::FieldViolation;
use realmwire_sdk::requests::{InvalidField, expected_version};
use realmwire_sdk::status::Status;

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Error {
    /// Fields of the request break rules: all of them.
    Invalid(Vec<Problem>),
    /// What is written is not at the version that the write expects.
    VersionMismatch {
        /// The kind of thing.
        kind: &'static str,
        /// Its id.
        id: String,
        /// Its version; 0 when it does not exist.
        current: u64,
    },
    /// There is no such flag.
    FlagNotFound(String),
    /// There are as many flags as there may be.
    TooManyFlags(u64),
    /// The player has values on as many devices as it may have.
    TooManyDevices(usize),
    /// What would be kept is too large.
    TooLarge(usize),
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The path of the field.
    pub(crate) field: String,
    /// What is wrong with it.
    pub(crate) description: String,
    /// A constant that clients can branch on.
    pub(crate) reason: &'static str,
}

impl Problem {
    pub(crate) fn new(field: impl Into<String>, reason: &'static str, description: impl Into<String>) -> Self {
        Self { field: field.into(), description: description.into(), reason }
    }
}

impl Error {
    /// One field breaks a rule.
    pub(crate) fn invalid(field: impl Into<String>, description: impl Into<String>) -> Self {
        Self::Invalid(vec![Problem::new(field, "", description)])
    }
}

impl From<InvalidField> for Error {
    fn from(InvalidField { field, description }: InvalidField) -> Self {
        Self::invalid(field, description)
    }
}

impl From<Error> for Status {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(problems) => Self::invalid_fields(problems.into_iter().map(violation).collect()),
            Error::VersionMismatch { kind, id, current } => Self::version_mismatch(kind, &id, current),
            Error::FlagNotFound(id) => Self::not_found("flag", &id),
            Error::TooManyFlags(limit) => Self::failed_precondition(
                "TOO_MANY_FLAGS",
                format!("there are {limit} flags, the limit: delete one first"),
            ),
            Error::TooManyDevices(limit) => Self::failed_precondition(
                "TOO_MANY_DEVICES",
                format!("the player has settings on {limit} devices, the limit: reset one of them first"),
            ),
            Error::TooLarge(limit) => Self::failed_precondition(
                "SETTINGS_TOO_LARGE",
                format!("the settings would hold more than {limit} bytes: reset some of them first"),
            ),
        }
    }
}

fn violation(problem: Problem) -> FieldViolation {
    FieldViolation { field: problem.field, description: problem.description, reason: problem.reason.to_owned() }
}

/// Checks that what has the version `current`, 0 being nothing, is what the write expects.
pub(crate) fn check_expected(
    expected: Option<&ExpectedVersion>,
    current: u64,
    kind: &'static str,
    id: &str,
) -> Result<(), Error> {
    let met = expected_version("expected_version", expected)?.is_none_or(|expected| expected == current);
    if met { Ok(()) } else { Err(Error::VersionMismatch { kind, id: id.to_owned(), current }) }
}
