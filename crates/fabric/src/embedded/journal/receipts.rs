//! What commits were answered with, so that a repeat gets the same answer.

use std::collections::{HashMap, VecDeque};

use uuid::Uuid;

use super::failure::Failure;
use super::record::{Decoder, Encoder, Nanos};
use super::tables::ServiceId;
use crate::journal::{CommitId, Receipt};

/// How long a commit can be repeated: the window in which a NATS stream knows duplicates, by default.
pub(super) const WINDOW: Nanos = 120 * 1_000_000_000;

/// How many commits can be repeated at the most, over all services.
pub(super) const MOST: usize = 100_000;

/// A receipt as it is kept: the sequence numbers of a commit's writes follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CommitRecord {
    pub id: CommitId,
    pub stored_at: Nanos,
    pub first_revision: u64,
    pub writes: u32,
    pub last_sequence: u64,
}

impl CommitRecord {
    pub(super) fn receipt(&self) -> Receipt {
        let revisions = (self.first_revision..).take(self.writes as usize).collect();
        Receipt { revisions, last_sequence: self.last_sequence }
    }

    pub(super) fn seal(&self, key: &[u8]) -> Vec<u8> {
        let mut record = Encoder::new(size_of::<Self>());
        record.rest(self.id.0.as_bytes());
        record.u64(self.stored_at);
        record.u64(self.first_revision);
        record.u32(self.writes as usize);
        record.u64(self.last_sequence);
        record.seal(key)
    }

    pub(super) fn open(key: &[u8], stored: &[u8]) -> Result<Self, Failure> {
        let mut record = Decoder::open(key, stored)?;
        Ok(Self {
            id: CommitId(Uuid::from_bytes(record.array()?)),
            stored_at: record.u64()?,
            first_revision: record.u64()?,
            writes: record.u32()?,
            last_sequence: record.u64()?,
        })
    }
}

/// The commits that can be repeated.
#[derive(Default)]
pub(super) struct Receipts {
    known: HashMap<(ServiceId, CommitId), CommitRecord>,
    /// In the order in which they are forgotten.
    order: VecDeque<(ServiceId, CommitId)>,
}

impl Receipts {
    pub(super) fn get(&self, service: ServiceId, id: CommitId) -> Option<&CommitRecord> {
        self.known.get(&(service, id))
    }

    pub(super) fn add(&mut self, service: ServiceId, record: CommitRecord) {
        let name = (service, record.id);
        if self.known.insert(name, record).is_none() {
            self.order.push_back(name);
        }
    }

    /// Those to be forgotten now, at the most `limit`.
    pub(super) fn outdated(&self, now: Nanos, limit: usize) -> Vec<(ServiceId, CommitRecord)> {
        let excess = self.order.len().saturating_sub(MOST);
        let ordered = self.order.iter().filter_map(|name| Some((name.0, *self.known.get(name)?)));
        ordered
            .enumerate()
            .take_while(|(index, (_, record))| *index < excess || record.stored_at.saturating_add(WINDOW) <= now)
            .map(|(_, named)| named)
            .take(limit)
            .collect()
    }

    /// Forgets the first `count`.
    pub(super) fn forget(&mut self, count: usize) {
        for name in self.order.drain(..count.min(self.order.len())) {
            self.known.remove(&name);
        }
    }
}
