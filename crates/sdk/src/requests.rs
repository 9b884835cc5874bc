//! Rules that the requests of many services share.

use realmwire_contract::common::v1::ExpectedVersion;
use realmwire_contract::common::v1::expected_version::Expectation;

use crate::status::Status;

#[cfg(test)]
mod tests;

/// The longest id or name that a request may give, in characters.
pub const NAME_CHARACTERS_MAX: usize = 128;

/// A field that breaks a rule. Each service makes it an error of its own, which becomes an `INVALID_ARGUMENT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidField {
    /// The field's path in the request.
    pub field: String,
    /// What is wrong with it.
    pub description: String,
}

impl InvalidField {
    fn new(field: impl Into<String>, description: impl Into<String>) -> Self {
        Self { field: field.into(), description: description.into() }
    }
}

impl From<InvalidField> for Status {
    fn from(InvalidField { field, description }: InvalidField) -> Self {
        Self::invalid(field, description)
    }
}

/// Checks an id that a request gives in `field`: 1 to [`NAME_CHARACTERS_MAX`] characters, none of them a control character.
///
/// # Errors
/// With what is wrong.
///
/// ```
/// use realmwire_sdk::requests::check_id;
///
/// assert!(check_id("clock_id", "world").is_ok());
/// assert_eq!(check_id("clock_id", "").unwrap_err().description, "must not be empty");
/// ```
pub fn check_id(field: &str, id: &str) -> Result<(), InvalidField> {
    if id.is_empty() {
        return Err(InvalidField::new(field, "must not be empty"));
    }
    check_name(field, id)
}

/// Checks an id or a name that may be left out.
///
/// # Errors
/// With what is wrong.
pub fn check_name(field: &str, name: &str) -> Result<(), InvalidField> {
    if name.chars().count() > NAME_CHARACTERS_MAX {
        return Err(InvalidField::new(field, format!("is longer than {NAME_CHARACTERS_MAX} characters")));
    }
    if name.chars().any(char::is_control) {
        return Err(InvalidField::new(field, "must not hold control characters"));
    }
    Ok(())
}

/// The version that a write expects to find: `None` is whatever there is, 0 is that there is nothing.
///
/// # Errors
/// With what is wrong.
///
/// ```
/// use realmwire_contract::common::v1::ExpectedVersion;
/// use realmwire_contract::common::v1::expected_version::Expectation;
/// use realmwire_sdk::requests::expected_version;
///
/// let seven = ExpectedVersion { expectation: Some(Expectation::Version(7)) };
/// assert_eq!(expected_version("expected_version", Some(&seven)), Ok(Some(7)));
/// assert_eq!(expected_version("expected_version", None), Ok(None));
/// ```
pub fn expected_version(field: &str, expected: Option<&ExpectedVersion>) -> Result<Option<u64>, InvalidField> {
    match expected.and_then(|expected| expected.expectation) {
        None => Ok(None),
        Some(Expectation::Absent(true)) => Ok(Some(0)),
        Some(Expectation::Absent(false)) => Err(InvalidField::new(format!("{field}.absent"), "can only be true")),
        Some(Expectation::Version(0)) => {
            Err(InvalidField::new(format!("{field}.version"), "must be at least 1; use absent for nothing"))
        }
        Some(Expectation::Version(version)) => Ok(Some(version)),
    }
}
