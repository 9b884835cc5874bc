//! Setting flags.

use prost::Message;
use prost_types::{Struct, Value};

use super::{names, values};
use crate::config::Config;
use crate::error::Error;
use crate::state::FlagsRecord;

/// Flags that are set or asked for at once.
pub(crate) const FLAGS_AT_ONCE_MAX: usize = 100;

/// A flag that has another value than before.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    pub(crate) name: String,
    pub(crate) value: Value,
    pub(crate) previous: Value,
}

/// Checks the flags that a request sets.
pub(crate) fn check(flags: &Struct, config: &Config) -> Result<(), Error> {
    let count = flags.fields.len();
    if count == 0 || count > FLAGS_AT_ONCE_MAX {
        return Err(Error::invalid("flags", format!("must be from 1 to {FLAGS_AT_ONCE_MAX}, not {count}")));
    }
    for (name, value) in &flags.fields {
        let mut path = format!("flags.{name}");
        names::id(&path, name.clone())?;
        values::check(&mut path, value, config.value_depth_max)?;
    }
    Ok(())
}

/// The flags after some were set, and those that have changed, in the order of their names.
pub(crate) fn set(current: &FlagsRecord, flags: Struct, config: &Config) -> Result<(FlagsRecord, Vec<Change>), Error> {
    let mut next = current.clone();
    let all = &mut next.flags.get_or_insert_default().fields;
    let mut changes = Vec::new();
    for (name, value) in flags.fields {
        let previous =
            if values::is_null(&value) { all.remove(&name) } else { all.insert(name.clone(), value.clone()) };
        let previous = previous.unwrap_or_else(values::null);
        if previous != value {
            changes.push(Change { name, value, previous });
        }
    }
    if all.len() > config.flags_per_world_max {
        return Err(Error::TooManyFlags { limit: config.flags_per_world_max });
    }
    if !changes.is_empty() {
        next.revision += 1;
    }
    if next.encoded_len() > config.flags_bytes_max {
        return Err(Error::FlagsTooLarge { limit: config.flags_bytes_max });
    }
    Ok((next, changes))
}
