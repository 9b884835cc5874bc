//! What a document may hold: checks that name the place at which they fail.

use std::fmt::Write;

use prost::Message;
use prost_types::value::Kind;
use prost_types::{Struct, Value};

use crate::config::Config;
use crate::error::Error;

/// Checks a document, or a patch of one, that a request holds in `field`.
pub(crate) fn check_data(field: &str, data: &Struct, config: &Config) -> Result<(), Error> {
    let mut path = field.to_owned();
    check_object(&mut path, data, config.document_depth_max)?;
    let size = data.encoded_len();
    if size > config.document_bytes_max {
        let limit = config.document_bytes_max;
        return Err(Error::invalid(field, format!("holds {size} encoded bytes, the limit is {limit}")));
    }
    Ok(())
}

/// Checks an object that may have `levels` levels, its own included. `path` is as before when it returns.
fn check_object(path: &mut String, object: &Struct, levels: usize) -> Result<(), Error> {
    let Some(below) = levels.checked_sub(1) else { return Err(too_deep(path)) };
    for (name, value) in &object.fields {
        let length = path.len();
        path.push('.');
        path.push_str(name);
        check_value(path, value, below)?;
        path.truncate(length);
    }
    Ok(())
}

fn check_value(path: &mut String, value: &Value, levels: usize) -> Result<(), Error> {
    match &value.kind {
        Some(Kind::StructValue(object)) => check_object(path, object, levels),
        Some(Kind::ListValue(list)) => {
            let Some(below) = levels.checked_sub(1) else { return Err(too_deep(path)) };
            for (index, item) in list.values.iter().enumerate() {
                let length = path.len();
                // Writing to a String does not fail.
                let _ = write!(path, "[{index}]");
                check_value(path, item, below)?;
                path.truncate(length);
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

fn too_deep(path: &str) -> Error {
    Error::invalid(path, "is nested deeper than a document may be")
}
