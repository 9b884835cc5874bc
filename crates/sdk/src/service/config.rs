use std::fmt;
use std::ops::RangeInclusive;

/// A value of a configuration that its type allows and its meaning does not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {problem}")]
pub struct ConfigError {
    /// The path of the wrong key.
    pub key: String,
    /// What is wrong with it.
    pub problem: String,
}

impl ConfigError {
    /// The value at `key` is wrong; `problem` says what it is and what it may be.
    pub fn new(key: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { key: key.into(), problem: problem.into() }
    }
}

/// Checks that the value at `key` is within its range.
///
/// ```
/// use realmwire_sdk::service::in_range;
///
/// assert!(in_range("page_size_max", 500, 1..=1000).is_ok());
/// let error = in_range("page_size_max", 0, 1..=1000).unwrap_err();
/// assert_eq!(error.to_string(), "page_size_max: is 0, but must be from 1 to 1000");
/// ```
///
/// # Errors
/// The value and the range.
pub fn in_range<T: Copy + PartialOrd + fmt::Display>(
    key: &str,
    value: T,
    range: RangeInclusive<T>,
) -> Result<(), ConfigError> {
    if range.contains(&value) {
        return Ok(());
    }
    let (start, end) = range.into_inner();
    Err(ConfigError::new(key, format!("is {value}, but must be from {start} to {end}")))
}
