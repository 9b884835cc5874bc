//! A disk that notes what is written and synced, can run full, and can be looked at as a loss of power leaves it.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use parking_lot::Mutex;
use redb::StorageBackend;

use super::super::store::Medium;

/// The unit that a disk writes whole or not at all.
pub(super) const SECTOR: usize = 512;

/// A simulated disk; clones are the same disk.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    content: Vec<u8>,
    operations: Vec<Operation>,
    recording: bool,
    /// Bytes that the file may have; beyond it the disk is full.
    capacity: Option<u64>,
    /// Whether the disk tells how much room it has.
    tells_room: bool,
}

/// What was done to the file.
#[derive(Clone, Debug)]
pub(super) enum Operation {
    Write { offset: usize, data: Vec<u8> },
    Resize { length: usize },
    Sync,
}

impl Disk {
    /// A disk that holds `content`, and notes what is done to it from now on.
    pub(super) fn with(content: Vec<u8>) -> Self {
        Self(Arc::new(Mutex::new(State { content, ..State::default() })))
    }

    pub(super) fn record(&self) {
        self.0.lock().recording = true;
    }

    pub(super) fn limit(&self, capacity: Option<u64>, tells_room: bool) {
        let mut state = self.0.lock();
        (state.capacity, state.tells_room) = (capacity, tells_room);
    }

    pub(super) fn content(&self) -> Vec<u8> {
        self.0.lock().content.clone()
    }

    pub(super) fn operations(&self) -> Vec<Operation> {
        self.0.lock().operations.clone()
    }

    pub(super) fn operation_count(&self) -> usize {
        self.0.lock().operations.len()
    }
}

impl State {
    fn note(&mut self, operation: Operation) {
        if self.recording {
            self.operations.push(operation);
        }
    }

    fn check_room(&self, length: u64) -> io::Result<()> {
        match self.capacity {
            Some(capacity) if length > capacity => Err(io::ErrorKind::StorageFull.into()),
            _ => Ok(()),
        }
    }
}

/// Does to `content` what an operation does, or only the part of it that `sectors` lets through.
pub(super) fn apply(content: &mut Vec<u8>, operation: &Operation, mut sectors: impl FnMut() -> bool) {
    match operation {
        Operation::Write { offset, data } => {
            for part in sectors_of(*offset, data.len()) {
                if sectors() {
                    if content.len() < part.end {
                        content.resize(part.end, 0);
                    }
                    let data = &data[part.start - offset..part.end - offset];
                    content[part].copy_from_slice(data);
                }
            }
        }
        Operation::Resize { length } => {
            if sectors() {
                content.resize(*length, 0);
            }
        }
        Operation::Sync => {}
    }
}

/// The range, cut at the borders of sectors.
fn sectors_of(offset: usize, length: usize) -> impl Iterator<Item = Range<usize>> {
    let end = offset + length;
    let mut start = offset;
    std::iter::from_fn(move || {
        let part = start..end.min((start / SECTOR + 1) * SECTOR);
        start = part.end;
        (!part.is_empty()).then_some(part)
    })
}

impl Medium for Disk {
    fn open(&self) -> io::Result<Arc<dyn StorageBackend>> {
        Ok(Arc::new(self.clone()))
    }

    fn free_bytes(&self) -> Option<u64> {
        let state = self.0.lock();
        state.capacity.filter(|_| state.tells_room).map(|capacity| capacity.saturating_sub(state.content.len() as u64))
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.lock().content.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.0.lock();
        let begin = usize::try_from(offset).map_err(io::Error::other)?;
        let bytes = state.content.get(begin..begin + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(bytes);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.0.lock();
        state.check_room(len)?;
        let length = usize::try_from(len).map_err(io::Error::other)?;
        state.content.resize(length, 0);
        state.note(Operation::Resize { length });
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.lock().note(Operation::Sync);
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.0.lock();
        state.check_room(offset + data.len() as u64)?;
        let operation =
            Operation::Write { offset: usize::try_from(offset).map_err(io::Error::other)?, data: data.to_vec() };
        apply(&mut state.content, &operation, || true);
        state.note(operation);
        Ok(())
    }
}
