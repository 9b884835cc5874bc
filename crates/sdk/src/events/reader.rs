use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use realmwire_fabric::journal::{ConsumerStart, EventQuery, EventRecord, JournalError, Journals};

use super::EventMetadata;
use crate::status::Status;

/// Reads the events of services where they are kept, for those who are no service themselves, such as a gateway.
///
/// Nothing is remembered of who has read what: a reader says where to begin each time.
#[derive(Clone)]
pub struct EventReader(Arc<dyn Journals>);

/// Where a reader begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadFrom {
    /// With the first event after this place in the journal.
    After(u64),
    /// With the first event at this time or after.
    Time(SystemTime),
}

/// An event as it was read, still encoded.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadEvent {
    /// What is known beside the message.
    pub metadata: EventMetadata,
    /// Its subject, such as `evt.state-manager.entity.updated.v1`.
    pub subject: String,
    /// Its place in the journal of the service that published it.
    pub sequence: u64,
    /// The encoded message.
    pub payload: Bytes,
}

impl EventReader {
    /// A reader of these journals.
    pub fn new(journals: Arc<dyn Journals>) -> Self {
        Self(journals)
    }

    /// The next events of a service, in order, at most `limit`.
    ///
    /// # Errors
    /// `UNAVAILABLE` when the journal cannot be reached.
    pub async fn read(&self, service: &str, from: ReadFrom, limit: usize) -> Result<Vec<ReadEvent>, Status> {
        let start = match from {
            ReadFrom::After(sequence) => ConsumerStart::Sequence(sequence + 1),
            ReadFrom::Time(time) => ConsumerStart::Time(time),
        };
        let query = EventQuery { filter: format!("evt.{service}.>"), start, limit };
        let read = async { self.0.open(service).await?.read(query).await };
        let records = read.await.map_err(unavailable)?;
        Ok(records.into_iter().map(ReadEvent::from).collect())
    }
}

fn unavailable(error: JournalError) -> Status {
    Status::unavailable("the events cannot be read now").with_source(error)
}

impl From<EventRecord> for ReadEvent {
    fn from(record: EventRecord) -> Self {
        Self {
            metadata: EventMetadata::of(&record),
            subject: record.subject.to_string(),
            sequence: record.sequence,
            payload: record.payload,
        }
    }
}

impl fmt::Debug for EventReader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("EventReader").finish_non_exhaustive()
    }
}
