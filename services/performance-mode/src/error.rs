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
    /// The mode is not at the version that the write expects.
    VersionMismatch {
        /// The device.
        device_id: String,
        /// Its version; 0 when it has not been heard of.
        current: u64,
    },
    /// The player has as many devices as it may have.
    TooManyDevices(u64),
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The path of the field.
    pub(crate) field: String,
    /// What is wrong with it.
    pub(crate) description: String,
}

impl Problem {
    pub(crate) fn new(field: impl Into<String>, description: impl Into<String>) -> Self {
        Self { field: field.into(), description: description.into() }
    }
}

impl Error {
    /// One field breaks a rule.
    pub(crate) fn invalid(field: impl Into<String>, description: impl Into<String>) -> Self {
        Self::Invalid(vec![Problem::new(field, description)])
    }

    /// The problems, if there are any.
    pub(crate) fn unless_none(problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self::Invalid(problems)) }
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
            Error::VersionMismatch { device_id, current } => Self::version_mismatch("mode", &device_id, current),
            Error::TooManyDevices(limit) => Self::failed_precondition(
                "TOO_MANY_DEVICES",
                format!("the player has {limit} devices, the limit; one that is not heard of is forgotten with time"),
            ),
        }
    }
}

fn violation(problem: Problem) -> FieldViolation {
    FieldViolation { field: problem.field, description: problem.description, reason: String::new() }
}

/// Checks that a device at the version `current`, 0 being one that was not heard of, is what the write expects.
pub(crate) fn check_expected(expected: Option<&ExpectedVersion>, current: u64, device_id: &str) -> Result<(), Error> {
    let met = expected_version("expected_version", expected)?.is_none_or(|expected| expected == current);
    if met { Ok(()) } else { Err(Error::VersionMismatch { device_id: device_id.to_owned(), current }) }
}
