//! Why a request was refused.

use realmwire_contract::common::v1::{ExpectedVersion, expected_version::Expectation};
use realmwire_contract::google::rpc::bad_request::FieldViolation;
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
    let met = match expected.and_then(|expected| expected.expectation.as_ref()) {
        None => true,
        Some(Expectation::Absent(true)) => current == 0,
        Some(Expectation::Absent(false)) => return Err(Error::invalid("expected_version.absent", "can only be true")),
        Some(Expectation::Version(0)) => {
            return Err(Error::invalid("expected_version.version", "must be at least 1; use absent for nothing"));
        }
        Some(Expectation::Version(version)) => *version == current,
    };
    if met { Ok(()) } else { Err(Error::VersionMismatch { kind, id: id.to_owned(), current }) }
}

/// Checks an id that a request names: 1 to 128 characters, none of them a control character.
pub(crate) fn check_id(field: &str, id: &str) -> Result<(), Error> {
    const CHARACTERS_MAX: usize = 128;
    if id.is_empty() {
        return Err(Error::invalid(field, "must not be empty"));
    }
    if id.chars().count() > CHARACTERS_MAX {
        return Err(Error::invalid(field, format!("is longer than {CHARACTERS_MAX} characters")));
    }
    if id.chars().any(char::is_control) {
        return Err(Error::invalid(field, "must not hold control characters"));
    }
    Ok(())
}
