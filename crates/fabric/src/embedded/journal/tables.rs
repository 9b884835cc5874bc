//! The tables of the store, and how they are read and written.
//!
//! All services share one set of tables: one tree is written, and one file synced, for all commits of a batch. A key
//! begins with the number of its service.

use redb::{ReadOnlyTable, ReadTransaction, ReadableTable, Table, TableDefinition, WriteTransaction};

use super::failure::Failure;
use super::record::Nanos;

type Definition = TableDefinition<'static, &'static [u8], &'static [u8]>;
type Writable<'t> = Table<'t, &'static [u8], &'static [u8]>;
type Readable = ReadOnlyTable<&'static [u8], &'static [u8]>;

/// Name of a service → its number.
const SERVICES: Definition = TableDefinition::new("services");
/// Service → where its line of sequence numbers stands.
const HEADS: Definition = TableDefinition::new("heads");
/// Service, key → current value.
const STATE: Definition = TableDefinition::new("state");
/// Service, sequence → the key that changed.
const CHANGES: Definition = TableDefinition::new("changes");
/// Service, sequence → event.
const EVENTS: Definition = TableDefinition::new("events");
/// Service, key → timer.
const TIMERS: Definition = TableDefinition::new("timers");
/// Time, service, kind, name → what shall happen then.
const DUE: Definition = TableDefinition::new("due");
/// Service, name → position of a consumer.
const CONSUMERS: Definition = TableDefinition::new("consumers");
/// Service, sequence → id of the commit that ended there.
const COMMITS: Definition = TableDefinition::new("commits");
/// What is said of the store as a whole.
const META: Definition = TableDefinition::new("meta");

/// The key of the generation of the log that belongs to the tables.
pub(super) const GENERATION: &[u8] = b"generation";

/// Which table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Services,
    Heads,
    State,
    Changes,
    Events,
    Timers,
    Due,
    Consumers,
    Commits,
    Meta,
}

impl Name {
    const ALL: [Self; 10] = [
        Self::Services,
        Self::Heads,
        Self::State,
        Self::Changes,
        Self::Events,
        Self::Timers,
        Self::Due,
        Self::Consumers,
        Self::Commits,
        Self::Meta,
    ];

    /// How the log names the table.
    pub(super) const fn code(self) -> u8 {
        self as u8
    }

    pub(super) fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }
}

/// The number of a service in keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct ServiceId(pub u32);

impl ServiceId {
    /// The key of `name` within this service.
    pub(super) fn key(self, name: &[u8]) -> Vec<u8> {
        let mut key = Vec::with_capacity(size_of::<u32>() + name.len());
        key.extend_from_slice(&self.0.to_be_bytes());
        key.extend_from_slice(name);
        key
    }

    /// The key of `sequence` within this service.
    pub(super) fn at(self, sequence: u64) -> [u8; 12] {
        let mut key = [0; 12];
        let (service, rest) = key.split_at_mut(size_of::<u32>());
        service.copy_from_slice(&self.0.to_be_bytes());
        rest.copy_from_slice(&sequence.to_be_bytes());
        key
    }
}

/// What follows the number of the service in `key`.
pub(super) fn name_of(key: &[u8]) -> Result<&[u8], Failure> {
    key.get(size_of::<u32>()..).ok_or_else(bad_key)
}

/// The service and the sequence number in `key`.
pub(super) fn position_of(key: &[u8]) -> Result<(ServiceId, u64), Failure> {
    let (service, rest) = key.split_first_chunk().ok_or_else(bad_key)?;
    let sequence = rest.try_into().map_err(|_| bad_key())?;
    Ok((ServiceId(u32::from_be_bytes(*service)), u64::from_be_bytes(sequence)))
}

/// Something that shall happen at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DueKind {
    /// A timer fires.
    Timer,
    /// A value's time to live ends.
    Value,
    /// An event's time to live ends.
    Event,
}

impl DueKind {
    const fn code(self) -> u8 {
        match self {
            Self::Timer => b't',
            Self::Value => b'v',
            Self::Event => b'e',
        }
    }

    fn from_code(code: u8) -> Result<Self, Failure> {
        [Self::Timer, Self::Value, Self::Event].into_iter().find(|kind| kind.code() == code).ok_or_else(bad_key)
    }
}

/// The key of an entry in the table of what is due.
pub(super) fn due_key(at: Nanos, service: ServiceId, kind: DueKind, name: &[u8]) -> Vec<u8> {
    let mut key = Vec::with_capacity(size_of::<Nanos>() + size_of::<u32>() + 1 + name.len());
    key.extend_from_slice(&at.to_be_bytes());
    key.extend_from_slice(&service.0.to_be_bytes());
    key.push(kind.code());
    key.extend_from_slice(name);
    key
}

/// The parts of a [`due_key`].
pub(super) fn parse_due_key(key: &[u8]) -> Result<(Nanos, ServiceId, DueKind, &[u8]), Failure> {
    let (at, rest) = key.split_first_chunk().ok_or_else(bad_key)?;
    let (service, rest) = rest.split_first_chunk().ok_or_else(bad_key)?;
    let (kind, name) = rest.split_first().ok_or_else(bad_key)?;
    Ok((Nanos::from_be_bytes(*at), ServiceId(u32::from_be_bytes(*service)), DueKind::from_code(*kind)?, name))
}

fn bad_key() -> Failure {
    Failure::corrupt("a key has not the form of its table")
}

/// The tables as one batch of commits left them.
pub(super) struct Snapshot {
    pub heads: Readable,
    pub state: Readable,
    pub changes: Readable,
    pub events: Readable,
    pub consumers: Readable,
    pub services: Readable,
    pub commits: Readable,
    pub meta: Readable,
}

impl Snapshot {
    /// The tables, unless the file is new and has none.
    pub(super) fn find(transaction: &ReadTransaction) -> Result<Option<Self>, Failure> {
        match transaction.open_table(SERVICES) {
            Err(redb::TableError::TableDoesNotExist(_)) => Ok(None),
            Err(error) => Err(error.into()),
            Ok(_) => Self::new(transaction).map(Some),
        }
    }

    pub(super) fn new(transaction: &ReadTransaction) -> Result<Self, Failure> {
        Ok(Self {
            heads: transaction.open_table(HEADS)?,
            state: transaction.open_table(STATE)?,
            changes: transaction.open_table(CHANGES)?,
            events: transaction.open_table(EVENTS)?,
            consumers: transaction.open_table(CONSUMERS)?,
            services: transaction.open_table(SERVICES)?,
            commits: transaction.open_table(COMMITS)?,
            meta: transaction.open_table(META)?,
        })
    }
}

/// The tables while a batch is written.
pub(super) struct Tables<'t> {
    services: Writable<'t>,
    heads: Writable<'t>,
    state: Writable<'t>,
    changes: Writable<'t>,
    events: Writable<'t>,
    timers: Writable<'t>,
    due: Writable<'t>,
    consumers: Writable<'t>,
    commits: Writable<'t>,
    meta: Writable<'t>,
}

impl<'t> Tables<'t> {
    pub(super) fn open(transaction: &'t WriteTransaction) -> Result<Self, Failure> {
        Ok(Self {
            services: transaction.open_table(SERVICES)?,
            heads: transaction.open_table(HEADS)?,
            state: transaction.open_table(STATE)?,
            changes: transaction.open_table(CHANGES)?,
            events: transaction.open_table(EVENTS)?,
            timers: transaction.open_table(TIMERS)?,
            due: transaction.open_table(DUE)?,
            consumers: transaction.open_table(CONSUMERS)?,
            commits: transaction.open_table(COMMITS)?,
            meta: transaction.open_table(META)?,
        })
    }

    pub(super) fn get(&self, name: Name, key: &[u8]) -> Result<Option<redb::AccessGuard<'_, &'static [u8]>>, Failure> {
        Ok(self.table(name).get(key)?)
    }

    pub(super) fn put(&mut self, name: Name, key: &[u8], value: &[u8]) -> Result<(), Failure> {
        self.table_mut(name).insert(key, value)?;
        Ok(())
    }

    pub(super) fn delete(&mut self, name: Name, key: &[u8]) -> Result<(), Failure> {
        self.table_mut(name).remove(key)?;
        Ok(())
    }

    /// The first `limit` entries between two keys, copied so that the table can be changed.
    pub(super) fn first(&self, name: Name, from: &[u8], until: &[u8], limit: usize) -> Result<Vec<Pair>, Failure> {
        let mut pairs = Vec::new();
        for entry in self.table(name).range::<&[u8]>(from..until)?.take(limit) {
            let (key, value) = entry?;
            pairs.push((key.value().to_vec(), value.value().to_vec()));
        }
        Ok(pairs)
    }

    fn table(&self, name: Name) -> &Writable<'t> {
        match name {
            Name::Services => &self.services,
            Name::Heads => &self.heads,
            Name::State => &self.state,
            Name::Changes => &self.changes,
            Name::Events => &self.events,
            Name::Timers => &self.timers,
            Name::Due => &self.due,
            Name::Consumers => &self.consumers,
            Name::Commits => &self.commits,
            Name::Meta => &self.meta,
        }
    }

    fn table_mut(&mut self, name: Name) -> &mut Writable<'t> {
        match name {
            Name::Services => &mut self.services,
            Name::Heads => &mut self.heads,
            Name::State => &mut self.state,
            Name::Changes => &mut self.changes,
            Name::Events => &mut self.events,
            Name::Timers => &mut self.timers,
            Name::Due => &mut self.due,
            Name::Consumers => &mut self.consumers,
            Name::Commits => &mut self.commits,
            Name::Meta => &mut self.meta,
        }
    }
}

/// A key and its stored value.
pub(super) type Pair = (Vec<u8>, Vec<u8>);
