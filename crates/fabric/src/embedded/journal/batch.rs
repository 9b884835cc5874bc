//! One batch of work as it is written, before anybody sees it.

use std::collections::HashMap;
use std::sync::Arc;

use super::consumer::Group;
use super::failure::Failure;
use super::log::Changes;
use super::receipts::{CommitRecord, Receipts};
use super::record::{Decoder, Encoder, Nanos, StateRecord, StoredEvent, TimerRecord, after, nanos, time};
use super::service::{Head, Service};
use super::tables::{DueKind, Name, ServiceId, Tables, due_key};
use crate::journal::{Change, Commit, CommitError, CommitId, Entry, Expect, JournalError, Key, Receipt, Timer, Write};

/// A batch: what was written to the tables, and what follows from it once the tables are safe.
pub(super) struct Batch<'t, 'w> {
    pub tables: Tables<'t>,
    pub now: Nanos,
    pub effects: Effects,
    heads: &'w HashMap<ServiceId, Head>,
    receipts: &'w Receipts,
    /// Commits of this batch, which may be repeated within it.
    commits: HashMap<(ServiceId, CommitId), CommitRecord>,
}

/// What a batch changes in memory once it is safe.
#[derive(Default)]
pub(super) struct Effects {
    /// All that was written to the tables.
    pub written: Changes,
    pub heads: HashMap<ServiceId, Head>,
    pub changes: Vec<(ServiceId, u64, Change)>,
    pub commits: Vec<(ServiceId, CommitRecord)>,
    /// How many receipts were forgotten.
    pub forgotten: usize,
    /// The earliest time at which something that was added is due.
    pub due: Option<Nanos>,
    /// Events that a dead letter settled.
    pub settled: Vec<(Arc<Group>, u64)>,
    pub opened: Vec<Arc<Service>>,
}

/// How a change is marked in its table.
pub(super) const PUT: u8 = b'p';
pub(super) const DELETE: u8 = b'd';

impl<'t, 'w> Batch<'t, 'w> {
    pub(super) fn new(
        tables: Tables<'t>,
        now: Nanos,
        heads: &'w HashMap<ServiceId, Head>,
        receipts: &'w Receipts,
    ) -> Self {
        Self { tables, now, effects: Effects::default(), heads, receipts, commits: HashMap::new() }
    }

    /// Stores a commit, or says why not. The outer error is of the whole batch.
    pub(super) fn commit(
        &mut self,
        service: &Service,
        commit: Commit,
    ) -> Result<Result<Receipt, CommitError>, Failure> {
        let name = (service.id, commit.id);
        if let Some(known) = self.commits.get(&name).or_else(|| self.receipts.get(service.id, commit.id)) {
            return Ok(Ok(known.receipt()));
        }
        for write in &commit.writes {
            match self.holds(service.id, write) {
                Ok(true) => {}
                Ok(false) => return Ok(Err(CommitError::Conflict { key: write.key.clone() })),
                // What is corrupt under one key is no reason to refuse the commits of others.
                Err(failure @ Failure::Corrupt(_)) => {
                    let error: JournalError = failure.of(&service.name);
                    return Ok(Err(error.into()));
                }
                Err(failure) => return Err(failure),
            }
        }
        self.store(service.id, commit).map(Ok)
    }

    fn holds(&self, service: ServiceId, write: &Write) -> Result<bool, Failure> {
        if write.expect == Expect::Any {
            return Ok(true);
        }
        let key = service.key(write.key.as_str().as_bytes());
        let revision = match self.tables.get(Name::State, &key)? {
            Some(stored) => {
                let record = StateRecord::open(&key, stored.value())?;
                record.is_current(self.now).then_some(record.revision)
            }
            None => None,
        };
        Ok(match write.expect {
            Expect::Any => true,
            Expect::Absent => revision.is_none(),
            Expect::Revision(expected) => revision == Some(expected),
        })
    }

    fn store(&mut self, service: ServiceId, commit: Commit) -> Result<Receipt, Failure> {
        let first_revision = self.head(service).last + 1;
        let writes = commit.writes.len();
        for write in commit.writes {
            self.write(service, write)?;
        }
        for event in commit.events {
            let event = StoredEvent::new(event, self.now);
            self.append(service, &event)?;
        }
        for timer in commit.timers {
            self.set_timer(service, timer)?;
        }
        let last_sequence = self.head(service).last;
        let record = CommitRecord {
            id: commit.id,
            stored_at: self.now,
            first_revision,
            writes: u32::try_from(writes).unwrap_or(u32::MAX),
            last_sequence,
        };
        // A commit of nothing leaves no trace, and so can be repeated for ever.
        if last_sequence >= first_revision {
            let key = service.at(last_sequence);
            self.put(Name::Commits, &key, &record.seal(&key))?;
            self.commits.insert((service, commit.id), record);
            self.effects.commits.push((service, record));
        }
        Ok(record.receipt())
    }

    fn write(&mut self, service: ServiceId, write: Write) -> Result<(), Failure> {
        let revision = self.head(service).next();
        let key = service.key(write.key.as_str().as_bytes());
        let Some(value) = write.value else {
            self.delete(Name::State, &key)?;
            return self.mark_deleted(service, revision, write.key);
        };
        let expires_at = write.ttl.map(|ttl| after(self.now, ttl));
        let record = StateRecord { revision, written_at: self.now, expires_at, value: &value };
        self.put(Name::State, &key, &record.seal(&key))?;
        self.mark(service, revision, PUT, &write.key)?;
        if let Some(at) = expires_at {
            self.add_due(at, service, DueKind::Value, write.key.as_str().as_bytes(), revision)?;
        }
        let entry = Entry { key: write.key, value, revision, written_at: time(self.now) };
        self.effects.changes.push((service, revision, Change::Put(entry)));
        Ok(())
    }

    /// Stores an event with the next sequence number.
    pub(super) fn append(&mut self, service: ServiceId, event: &StoredEvent) -> Result<u64, Failure> {
        let sequence = self.head(service).next();
        let key = service.at(sequence);
        let record = event.seal(&key);
        self.head(service).event_bytes += record.len() as u64;
        self.put(Name::Events, &key, &record)?;
        if let Some(at) = event.expires_at {
            self.add_due(at, service, DueKind::Event, &sequence.to_be_bytes(), sequence)?;
        }
        Ok(sequence)
    }

    /// Removes an event, if it is still there.
    pub(super) fn discard(&mut self, service: ServiceId, sequence: u64) -> Result<(), Failure> {
        let key = service.at(sequence);
        let size = self.tables.get(Name::Events, &key)?.map(|stored| stored.value().len() as u64);
        if let Some(size) = size {
            self.delete(Name::Events, &key)?;
            let head = self.head(service);
            head.event_bytes = head.event_bytes.saturating_sub(size);
        }
        Ok(())
    }

    fn set_timer(&mut self, service: ServiceId, timer: Timer) -> Result<(), Failure> {
        let sequence = self.head(service).next();
        match timer {
            Timer::Set { key: timer_key, at, event } => {
                let key = service.key(timer_key.as_str().as_bytes());
                self.put(Name::Timers, &key, &TimerRecord { sequence, event }.seal(&key))?;
                self.add_due(nanos(at), service, DueKind::Timer, timer_key.as_str().as_bytes(), sequence)
            }
            Timer::Cancel { key } => self.delete(Name::Timers, &service.key(key.as_str().as_bytes())),
        }
    }

    fn add_due(
        &mut self,
        at: Nanos,
        service: ServiceId,
        kind: DueKind,
        name: &[u8],
        sequence: u64,
    ) -> Result<(), Failure> {
        let key = due_key(at, service, kind, name);
        let mut record = Encoder::new(size_of::<u64>());
        record.u64(sequence);
        self.put(Name::Due, &key, &record.seal(&key))?;
        self.effects.due = Some(self.effects.due.map_or(at, |earliest| earliest.min(at)));
        Ok(())
    }

    /// Marks that a key has no value any more.
    pub(super) fn mark_deleted(&mut self, service: ServiceId, revision: u64, key: Key) -> Result<(), Failure> {
        self.mark(service, revision, DELETE, &key)?;
        self.effects.changes.push((service, revision, Change::Delete { key, revision }));
        Ok(())
    }

    fn mark(&mut self, service: ServiceId, revision: u64, kind: u8, changed: &Key) -> Result<(), Failure> {
        let key = service.at(revision);
        let mut record = Encoder::new(size_of::<u64>() + 1 + changed.as_str().len());
        record.u64(self.now);
        record.u8(kind);
        record.rest(changed.as_str().as_bytes());
        self.put(Name::Changes, &key, &record.seal(&key))
    }

    /// The head of a service, to be changed.
    pub(super) fn head(&mut self, service: ServiceId) -> &mut Head {
        let before = self.heads.get(&service).copied().unwrap_or_default();
        self.effects.heads.entry(service).or_insert(before)
    }

    /// The number for a service that is created.
    pub(super) fn new_service_id(&self) -> ServiceId {
        let known = self.heads.keys().chain(self.effects.heads.keys()).map(|service| service.0);
        ServiceId(known.max().unwrap_or_default() + 1)
    }

    pub(super) fn put(&mut self, name: Name, key: &[u8], value: &[u8]) -> Result<(), Failure> {
        self.effects.written.put(name, key, value);
        self.tables.put(name, key, value)
    }

    pub(super) fn delete(&mut self, name: Name, key: &[u8]) -> Result<(), Failure> {
        self.effects.written.delete(name, key);
        self.tables.delete(name, key)
    }

    /// Writes what is written once a batch, and gives back what follows from it.
    pub(super) fn finish(mut self) -> Result<Effects, Failure> {
        if !self.effects.written.is_empty() {
            let heads: Vec<_> = self.effects.heads.iter().map(|(service, head)| (*service, *head)).collect();
            for (service, head) in heads {
                let key = service.key(&[]);
                self.put(Name::Heads, &key, &head.seal(&key))?;
            }
        }
        Ok(self.effects)
    }
}

/// A change as it is stored: when, which kind, and of which key.
pub(super) struct Mark {
    pub marked_at: Nanos,
    pub deleted: bool,
    pub key: Key,
}

impl Mark {
    pub(super) fn open(key: &[u8], stored: &[u8]) -> Result<Self, Failure> {
        let mut record = Decoder::open(key, stored)?;
        Ok(Self { marked_at: record.u64()?, deleted: record.u8()? == DELETE, key: key_from(record.rest())? })
    }
}

/// A key from its stored form.
pub(super) fn key_from(encoded: &[u8]) -> Result<Key, Failure> {
    std::str::from_utf8(encoded)
        .ok()
        .and_then(|encoded| Key::from_encoded(encoded).ok())
        .ok_or_else(|| Failure::corrupt("a stored key is not well-formed"))
}
