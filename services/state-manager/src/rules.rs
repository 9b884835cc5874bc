//! The rules of documents: pure functions, without waiting, storage or clock.

mod limits;
mod merge_patch;
mod requests;
mod versions;

#[cfg(test)]
mod tests;

pub(crate) use requests::{document_id, document_kind, parse_delete, parse_operation, parse_patch, parse_put};
pub(crate) use versions::{Alarm, Due, Write, alarm, decide, due, freed, oldest_shown};
