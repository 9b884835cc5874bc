//! What was written since the tables were last synced, so that a commit costs one short write to the disk.
//!
//! Each record is one batch: the changes that it made to the tables. Records begin at the borders of sectors, so that
//! writing one cannot harm the one before it, and each is synced before the next is written. When the tables have been
//! synced, the log begins again from its start with a new generation; records of an older one are void.

use std::sync::Arc;

use redb::StorageBackend;

use super::failure::Failure;
use super::tables::{Name, Tables};

/// The unit that a disk writes whole or not at all.
const SECTOR: usize = 512;

/// What a record begins with: its checksum, generation, number and length.
const HEADER: usize = 4 + 8 + 8 + 4;

/// The log of one generation.
pub(super) struct Log {
    file: Arc<dyn StorageBackend>,
    generation: u64,
    /// Where the next record goes, and its number.
    position: u64,
    number: u64,
}

/// A record that was read.
struct Record {
    number: u64,
    /// How many bytes it takes in the file.
    size: u64,
    changes: Vec<u8>,
}

impl Log {
    /// The log of `generation`, of which nothing has been read yet.
    pub(super) fn new(file: Arc<dyn StorageBackend>, generation: u64) -> Self {
        Self { file, generation, position: 0, number: 0 }
    }

    /// Gives `replay` the changes of each record in order, and goes on behind the last.
    ///
    /// A record that is not whole is one whose write was cut off: it was not acknowledged. If a later one is whole it
    /// was whole once, too, and what it held is lost.
    pub(super) fn replay(&mut self, mut replay: impl FnMut(&[u8]) -> Result<(), Failure>) -> Result<(), Failure> {
        let length = self.file.len()?;
        while let Some(record) = self.read(self.position, length)?.filter(|record| record.number == self.number) {
            replay(&record.changes)?;
            self.position += record.size;
            self.number += 1;
        }
        let mut position = self.position;
        while position < length {
            if self.read(position, length)?.is_some_and(|record| record.number > self.number) {
                return Err(Failure::corrupt(format!("the log is damaged at byte {}", self.position)));
            }
            position += SECTOR as u64;
        }
        // What was read may have been written and not synced; from now on it counts.
        Ok(self.file.sync_data()?)
    }

    /// The record of this generation at `position`, if there is a whole one.
    fn read(&self, position: u64, length: u64) -> Result<Option<Record>, Failure> {
        let mut header = [0; HEADER];
        if position + HEADER as u64 > length {
            return Ok(None);
        }
        self.file.read(position, &mut header)?;
        let Some((checksum, generation, number, size)) = parse(&header) else { return Ok(None) };
        if generation != self.generation || position + HEADER as u64 + u64::from(size) > length {
            return Ok(None);
        }
        let mut changes = vec![0; size as usize];
        self.file.read(position + HEADER as u64, &mut changes)?;
        let whole = checksum == checksum_of(&header, &changes);
        Ok(whole.then(|| Record { number, size: padded(HEADER + changes.len()) as u64, changes }))
    }

    /// Writes the changes of a batch. They are safe when this returns.
    pub(super) fn append(&mut self, changes: &[u8]) -> Result<(), Failure> {
        let size = u32::try_from(changes.len()).map_err(|_| Failure::Full)?;
        let mut record = Vec::with_capacity(padded(HEADER + changes.len()));
        record.extend_from_slice(&[0; size_of::<u32>()]);
        record.extend_from_slice(&self.generation.to_be_bytes());
        record.extend_from_slice(&self.number.to_be_bytes());
        record.extend_from_slice(&size.to_be_bytes());
        let checksum = checksum_of(&record, changes);
        record.extend_from_slice(changes);
        record.resize(padded(record.len()), 0);
        if let Some(head) = record.first_chunk_mut() {
            *head = checksum.to_be_bytes();
        }
        self.file.write(self.position, &record)?;
        self.file.sync_data()?;
        self.position += record.len() as u64;
        self.number += 1;
        Ok(())
    }

    /// Begins again for a new generation: the tables hold all that was written.
    pub(super) fn restart(&mut self, generation: u64) {
        (self.generation, self.position, self.number) = (generation, 0, 0);
    }

    /// How long it has become.
    pub(super) fn length(&self) -> u64 {
        self.position
    }
}

fn parse(header: &[u8; HEADER]) -> Option<(u32, u64, u64, u32)> {
    let (checksum, rest) = header.split_first_chunk()?;
    let (generation, rest) = rest.split_first_chunk()?;
    let (number, rest) = rest.split_first_chunk()?;
    let size = rest.first_chunk()?;
    Some((
        u32::from_be_bytes(*checksum),
        u64::from_be_bytes(*generation),
        u64::from_be_bytes(*number),
        u32::from_be_bytes(*size),
    ))
}

/// The checksum over all of a record but the checksum.
fn checksum_of(header: &[u8], changes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(header.get(size_of::<u32>()..).unwrap_or_default());
    hasher.update(changes);
    hasher.finalize()
}

const fn padded(size: usize) -> usize {
    size.next_multiple_of(SECTOR)
}

/// Changes to tables, in the form in which a record holds them.
#[derive(Default)]
pub(super) struct Changes(Vec<u8>);

/// Stands in the place of a value's length where a key was deleted.
const DELETED: u32 = u32::MAX;

impl Changes {
    pub(super) fn put(&mut self, table: Name, key: &[u8], value: &[u8]) {
        self.key(table, key);
        self.0.extend_from_slice(&length(value).to_be_bytes());
        self.0.extend_from_slice(value);
    }

    pub(super) fn delete(&mut self, table: Name, key: &[u8]) {
        self.key(table, key);
        self.0.extend_from_slice(&DELETED.to_be_bytes());
    }

    fn key(&mut self, table: Name, key: &[u8]) {
        self.0.push(table.code());
        self.0.extend_from_slice(&length(key).to_be_bytes());
        self.0.extend_from_slice(key);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Makes the changes of a record to `tables`.
    pub(super) fn replay(changes: &[u8], tables: &mut Tables<'_>) -> Result<(), Failure> {
        let mut rest = changes;
        while !rest.is_empty() {
            let (change, after) = Change::parse(rest).ok_or_else(|| Failure::corrupt("a record of the log"))?;
            match change.value {
                Some(value) => tables.put(change.table, change.key, value)?,
                None => tables.delete(change.table, change.key)?,
            }
            rest = after;
        }
        Ok(())
    }
}

/// One change to a table.
struct Change<'a> {
    table: Name,
    key: &'a [u8],
    /// The new value, or `None` where the key was deleted.
    value: Option<&'a [u8]>,
}

impl<'a> Change<'a> {
    /// The first of `changes`, and the rest.
    fn parse(changes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (code, rest) = changes.split_first()?;
        let table = Name::from_code(*code)?;
        let (size, rest) = rest.split_first_chunk()?;
        let (key, rest) = rest.split_at_checked(u32::from_be_bytes(*size) as usize)?;
        let (size, rest) = rest.split_first_chunk()?;
        let size = u32::from_be_bytes(*size);
        if size == DELETED {
            return Some((Self { table, key, value: None }, rest));
        }
        let (value, rest) = rest.split_at_checked(size as usize)?;
        Some((Self { table, key, value: Some(value) }, rest))
    }
}

/// A length as it is stored. A commit is bounded far below what it can say.
fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX - 1)
}
