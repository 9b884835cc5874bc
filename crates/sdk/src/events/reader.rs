use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use realmwire_fabric::bus::Headers;
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
    /// When it was stored.
    pub stored_at: SystemTime,
    /// All its headers.
    pub headers: Headers,
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
        self.read_some(service, ">", from, limit).await
    }

    /// As [`EventReader::read`], those only whose subject goes on after the service's name as `pattern` says, such as
    /// `entity.updated.v1` or `entity.>`.
    ///
    /// # Errors
    /// `UNAVAILABLE` when the journal cannot be reached.
    pub async fn read_some(
        &self,
        service: &str,
        pattern: &str,
        from: ReadFrom,
        limit: usize,
    ) -> Result<Vec<ReadEvent>, Status> {
        let start = match from {
            ReadFrom::After(sequence) => ConsumerStart::Sequence(sequence.saturating_add(1)),
            ReadFrom::Time(time) => ConsumerStart::Time(time),
        };
        let query = EventQuery { filter: format!("evt.{service}.{pattern}"), start, limit };
        let read = async { self.0.open(service).await?.read(query).await };
        let records = read.await.map_err(unavailable)?;
        Ok(records.into_iter().map(ReadEvent::from).collect())
    }

    /// The place after which everything is still to come.
    ///
    /// # Errors
    /// `UNAVAILABLE` when the journal cannot be reached.
    pub async fn end(&self, service: &str) -> Result<u64, Status> {
        let end = async { self.0.open(service).await?.last_sequence().await };
        end.await.map_err(unavailable)
    }

    /// Waits until there may be events after a place, and gives the place up to which reading finds all there are.
    ///
    /// # Errors
    /// `UNAVAILABLE` when the journal cannot be reached.
    pub async fn beyond(&self, service: &str, after: u64) -> Result<u64, Status> {
        let reached = async { self.0.open(service).await?.beyond(after).await };
        reached.await.map_err(unavailable)
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
            stored_at: record.stored_at,
            headers: record.headers,
        }
    }
}

impl fmt::Debug for EventReader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("EventReader").finish_non_exhaustive()
    }
}
