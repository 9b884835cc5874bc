//! JSON values of flags and attributes: checks that name the place at which they fail.

use std::fmt::Write;

use prost_types::Value;
use prost_types::value::Kind;

use crate::error::Error;

/// Checks a value that may have `levels` levels of objects and lists. `path` is as before when it succeeds.
pub(crate) fn check(path: &mut String, value: &Value, levels: usize) -> Result<(), Error> {
    match &value.kind {
        Some(Kind::StructValue(object)) => {
            let below = below(path, levels)?;
            for (name, member) in &object.fields {
                within(path, &format!(".{name}"), |path| check(path, member, below))?;
            }
            Ok(())
        }
        Some(Kind::ListValue(list)) => {
            let below = below(path, levels)?;
            for (index, item) in list.values.iter().enumerate() {
                within(path, &format!("[{index}]"), |path| check(path, item, below))?;
            }
            Ok(())
        }
        Some(Kind::NumberValue(number)) if !number.is_finite() => {
            Err(Error::invalid(path.as_str(), "is not a finite number, and JSON has no other"))
        }
        Some(_) => Ok(()),
        None => Err(Error::invalid(path.as_str(), "has no value; a missing one is null")),
    }
}

/// Whether a value is JSON's null.
pub(crate) fn is_null(value: &Value) -> bool {
    matches!(value.kind, None | Some(Kind::NullValue(_)))
}

/// JSON's null.
pub(crate) fn null() -> Value {
    Value { kind: Some(Kind::NullValue(0)) }
}

fn below(path: &str, levels: usize) -> Result<usize, Error> {
    levels.checked_sub(1).ok_or_else(|| Error::invalid(path, "is nested deeper than a value may be"))
}

fn within(path: &mut String, part: &str, check: impl FnOnce(&mut String) -> Result<(), Error>) -> Result<(), Error> {
    let length = path.len();
    // Writing to a String does not fail.
    let _ = write!(path, "{part}");
    check(path)?;
    path.truncate(length);
    Ok(())
}
