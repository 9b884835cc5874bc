//! A disk that notes what is written and synced, can run full, and can be looked at as a loss of power leaves it.

use std::collections::HashSet;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use parking_lot::Mutex;
use redb::StorageBackend;

use super::super::store::Medium;

/// The unit that a disk writes whole or not at all.
const SECTOR: usize = 512;

/// The unit in which a file takes room.
const BLOCK: usize = 4096;

/// The files of a store: its tables and its log.
pub(super) const FILES: usize = 2;
pub(super) const TABLES: usize = 0;
pub(super) const LOG: usize = 1;

/// What the files hold.
pub(super) type Contents = [Vec<u8>; FILES];

/// A simulated disk; clones are the same disk.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    contents: Contents,
    operations: Vec<(usize, Operation)>,
    recording: bool,
    /// Blocks that were written to.
    blocks: HashSet<(usize, usize)>,
    /// Blocks that there are; beyond them the disk is full.
    capacity: Option<usize>,
    /// Whether the disk tells how much room it has.
    tells_room: bool,
}

/// What was done to a file.
#[derive(Clone, Debug)]
pub(super) enum Operation {
    Write { offset: usize, data: Vec<u8> },
    Resize { length: usize },
    Sync,
}

impl Disk {
    /// A disk that holds `contents`.
    pub(super) fn with(contents: Contents) -> Self {
        Self(Arc::new(Mutex::new(State { contents, ..State::default() })))
    }

    /// Notes what is done from now on.
    pub(super) fn record(&self) {
        self.0.lock().recording = true;
    }

    /// Leaves room for `bytes` more than are used.
    pub(super) fn limit(&self, bytes: usize, tells_room: bool) {
        let mut state = self.0.lock();
        state.capacity = Some(state.blocks.len() + bytes / BLOCK);
        state.tells_room = tells_room;
    }

    /// Flips one bit under the hands of whoever has the file open.
    pub(super) fn flip(&self, file: usize, offset: usize, bit: u8) {
        self.0.lock().contents[file][offset] ^= 1 << bit;
    }

    pub(super) fn contents(&self) -> Contents {
        self.0.lock().contents.clone()
    }

    pub(super) fn operations(&self) -> Vec<(usize, Operation)> {
        self.0.lock().operations.clone()
    }

    pub(super) fn operation_count(&self) -> usize {
        self.0.lock().operations.len()
    }

    fn file(&self, file: usize) -> Arc<dyn StorageBackend> {
        Arc::new(DiskFile { disk: self.clone(), file })
    }
}

impl State {
    fn note(&mut self, file: usize, operation: Operation) {
        if self.recording {
            self.operations.push((file, operation));
        }
    }

    fn take_room(&mut self, file: usize, range: Range<usize>) -> io::Result<()> {
        let blocks = (range.start / BLOCK..range.end.div_ceil(BLOCK)).map(|block| (file, block));
        let new: Vec<_> = blocks.filter(|block| !self.blocks.contains(block)).collect();
        match self.capacity {
            Some(capacity) if self.blocks.len() + new.len() > capacity => Err(io::ErrorKind::StorageFull.into()),
            _ => {
                self.blocks.extend(new);
                Ok(())
            }
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
    fn open_tables(&self) -> io::Result<Arc<dyn StorageBackend>> {
        Ok(self.file(TABLES))
    }

    fn open_log(&self) -> io::Result<Option<Arc<dyn StorageBackend>>> {
        Ok(Some(self.file(LOG)))
    }

    fn free_bytes(&self) -> Option<u64> {
        let state = self.0.lock();
        let capacity = state.capacity.filter(|_| state.tells_room)?;
        Some((capacity.saturating_sub(state.blocks.len()) * BLOCK) as u64)
    }
}

#[derive(Debug)]
struct DiskFile {
    disk: Disk,
    file: usize,
}

impl StorageBackend for DiskFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.disk.0.lock().contents[self.file].len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.disk.0.lock();
        let begin = usize::try_from(offset).map_err(io::Error::other)?;
        let bytes = state.contents[self.file].get(begin..begin + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(bytes);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.disk.0.lock();
        let length = usize::try_from(len).map_err(io::Error::other)?;
        state.contents[self.file].resize(length, 0);
        state.note(self.file, Operation::Resize { length });
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        self.disk.0.lock().note(self.file, Operation::Sync);
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.disk.0.lock();
        let offset = usize::try_from(offset).map_err(io::Error::other)?;
        state.take_room(self.file, offset..offset + data.len())?;
        let operation = Operation::Write { offset, data: data.to_vec() };
        apply(&mut state.contents[self.file], &operation, || true);
        state.note(self.file, operation);
        Ok(())
    }
}
