//! Events: the metadata that travels with them, and how they are read back.
//!
//! An event's body is its message; what is known about it beside that is in headers, so that any tool can read it.

mod metadata;
mod reader;
mod tail;
#[cfg(test)]
mod tests;

use bytes::Bytes;
use realmwire_contract::Event;
use realmwire_fabric::journal::EventRecord;

use crate::status::Status;

pub(crate) use metadata::event_type;

pub use metadata::{EventMetadata, InvalidMetadata, header};
pub use reader::{EventReader, ReadEvent, ReadFrom};
pub use tail::{Followed, Follower, Stretch, Tail, TailOptions};

/// An event as a consumer or a feed receives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming<E> {
    /// What is known beside the message.
    pub metadata: EventMetadata,
    /// Its place in the journal of the service that published it.
    pub sequence: u64,
    /// Which delivery it is, from 1.
    pub attempt: u32,
    /// The message.
    pub event: E,
}

impl<E: Event> Incoming<E> {
    /// Decodes a record of a journal.
    ///
    /// # Errors
    /// `DATA_LOSS` when the body is not an `E`.
    pub fn decode(record: &EventRecord, attempt: u32) -> Result<Self, Status> {
        let event = E::decode(Bytes::clone(&record.payload)).map_err(|error| {
            let (sequence, subject) = (record.sequence, &record.subject);
            Status::data_loss(format!("the event {sequence} on {subject} cannot be decoded")).with_source(error)
        })?;
        Ok(Self { metadata: EventMetadata::of(record), sequence: record.sequence, attempt, event })
    }
}
