//! Which keys the objects that are being read have had, found where they were written to.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use rustc_hash::FxBuildHasher;

use crate::transcode::wire::{Fields, WireValue};

/// Objects with more keys than this look them up by hash instead of comparing with each.
const FEW: usize = 32;

/// The keys of all objects that are being read, the innermost object's last.
#[derive(Default)]
pub(in crate::transcode::read) struct Keys(Vec<Key>);

struct Key {
    /// Differs for most keys that differ.
    digest: u64,
    /// Where its entry begins.
    at: usize,
}

/// Which of [`Keys`] are one object's.
pub(super) struct ObjectKeys {
    first: usize,
    many: Option<Hashes>,
}

/// Hashes of the keys of an object that has many. They are seeded, so that nobody can have them collide on purpose.
#[derive(Default)]
struct Hashes {
    hasher: RandomState,
    seen: HashSet<u64, FxBuildHasher>,
}

impl Hashes {
    fn insert(&mut self, key: &[u8]) -> bool {
        self.seen.insert(self.hasher.hash_one(key))
    }
}

impl Keys {
    /// Begins an object.
    pub(super) fn object(&self) -> ObjectKeys {
        ObjectKeys { first: self.0.len(), many: None }
    }

    /// Ends an object.
    pub(super) fn leave(&mut self, object: &ObjectKeys) {
        self.0.truncate(object.first);
    }

    /// Adds a key whose entry will be appended to `out`; false if the object has it already.
    pub(super) fn insert(&mut self, object: &mut ObjectKeys, key: &[u8], out: &[u8]) -> bool {
        let digest = digest(key);
        let before = self.0.get(object.first..).unwrap_or_default();
        let is_same = |seen: &Key| seen.digest == digest && key_at(out, seen.at) == Some(key);
        let may_be_known = before.len() < FEW || {
            let hashes = object.many.get_or_insert_with(|| {
                let mut hashes = Hashes::default();
                before.iter().filter_map(|seen| key_at(out, seen.at)).for_each(|key| _ = hashes.insert(key));
                hashes
            });
            !hashes.insert(key)
        };
        if may_be_known && before.iter().any(is_same) {
            return false;
        }
        self.0.push(Key { digest, at: out.len() });
        true
    }
}

/// The key of the entry that begins at `at`, whether its length is written already or not.
pub(super) fn key_at(out: &[u8], at: usize) -> Option<&[u8]> {
    let mut entry = Fields(out.get(at + 1..)?);
    entry.varint().ok()?;
    match entry.next() {
        Ok(Some((_, WireValue::Length(key)))) => Some(key),
        _ => None,
    }
}

/// Made of a key's length, beginning and end.
fn digest(key: &[u8]) -> u64 {
    let length = key.len() as u64;
    match (key.first_chunk(), key.last_chunk()) {
        (Some(first), Some(last)) => {
            u64::from_le_bytes(*first) ^ u64::from_le_bytes(*last).rotate_left(29) ^ length.rotate_left(58)
        }
        _ => key.iter().fold(length, |digest, byte| digest << 8 | u64::from(*byte)),
    }
}
