//! What is kept in memory for each service whose journal is open.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::watch;

use super::consumer::Group;
use super::failure::Failure;
use super::record::{Decoder, Encoder};
use super::tables::ServiceId;
use crate::journal::{Change, Key};

/// Where a service's line of sequence numbers stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The last sequence number that was given.
    pub last: u64,
    /// Changes up to here are no longer held.
    pub changes_floor: u64,
    /// Events up to here are gone, but for those with a time to live of their own.
    pub events_floor: u64,
    /// Bytes of the events that are held.
    pub event_bytes: u64,
}

impl Head {
    pub(super) fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    pub(super) fn seal(self, key: &[u8]) -> Vec<u8> {
        let mut record = Encoder::new(size_of::<Self>());
        for number in [self.last, self.changes_floor, self.events_floor, self.event_bytes] {
            record.u64(number);
        }
        record.seal(key)
    }

    pub(super) fn open(key: &[u8], stored: &[u8]) -> Result<Self, Failure> {
        let mut record = Decoder::open(key, stored)?;
        Ok(Self {
            last: record.u64()?,
            changes_floor: record.u64()?,
            events_floor: record.u64()?,
            event_bytes: record.u64()?,
        })
    }
}

/// A service whose journal is open.
pub(super) struct Service {
    pub id: ServiceId,
    pub name: String,
    /// The last sequence number that readers can see. Sent after the snapshot that holds it is in place.
    pub published: watch::Sender<u64>,
    pub recent: Mutex<Recent>,
    pub consumers: Mutex<HashMap<String, Arc<Group>>>,
}

impl Service {
    pub(super) fn new(id: ServiceId, name: String, head: &Head) -> Self {
        Self {
            id,
            name,
            published: watch::Sender::new(head.last),
            recent: Mutex::new(Recent::after(head.last)),
            consumers: Mutex::default(),
        }
    }
}

/// The latest changes, so that those who watch need not read them back.
pub(super) struct Recent {
    /// Changes up to here are not in memory.
    after: u64,
    changes: VecDeque<(u64, Change)>,
    bytes: usize,
}

/// How much is kept for those who watch, for each service.
const RECENT_CHANGES: usize = 1024;
const RECENT_BYTES: usize = 1024 * 1024;

/// A part of the changes after a sequence number.
#[derive(Default)]
pub(super) struct ChangeRange {
    pub changes: Vec<Change>,
    /// Changes up to here were looked at.
    pub through: u64,
}

impl Recent {
    pub(super) fn after(sequence: u64) -> Self {
        Self { after: sequence, changes: VecDeque::new(), bytes: 0 }
    }

    pub(super) fn push(&mut self, sequence: u64, change: Change) {
        self.bytes += size_of_change(&change);
        self.changes.push_back((sequence, change));
        while self.changes.len() > RECENT_CHANGES || self.bytes > RECENT_BYTES {
            let Some((sequence, change)) = self.changes.pop_front() else { break };
            self.bytes -= size_of_change(&change);
            self.after = sequence;
        }
    }

    /// The next changes under `prefix` after `sequence`, if they are in memory; all up to `last` are looked at unless
    /// there are more than `limit`.
    pub(super) fn read(&self, prefix: &Key, sequence: u64, last: u64, limit: usize) -> Option<ChangeRange> {
        if sequence < self.after {
            return None;
        }
        let mut range = ChangeRange { changes: Vec::new(), through: last };
        let first = self.changes.partition_point(|(at, _)| *at <= sequence);
        for (at, change) in self.changes.range(first..) {
            if *at > last {
                break;
            }
            if range.changes.len() == limit {
                range.through = at - 1;
                break;
            }
            if key_of(change).is_some_and(|key| key.is_under(prefix)) {
                range.changes.push(change.clone());
            }
        }
        Some(range)
    }
}

fn key_of(change: &Change) -> Option<&Key> {
    match change {
        Change::Put(entry) => Some(&entry.key),
        Change::Delete { key, .. } => Some(key),
        Change::Current => None,
    }
}

fn size_of_change(change: &Change) -> usize {
    let key = key_of(change).map_or(0, |key| key.as_str().len());
    let value = if let Change::Put(entry) = change { entry.value.len() } else { 0 };
    size_of::<(u64, Change)>() + key + value
}
