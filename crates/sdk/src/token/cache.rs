//! Signatures that were already checked.
//!
//! Checking an Ed25519 signature takes tens of microseconds, more than everything else that a gateway does with a small
//! request, and clients send the same token for minutes. What is remembered is only that a signature was good under a
//! certain key. Times, revocations and the trust in the key are judged anew each time.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;

use super::claims::Claims;
use super::jwk::PublicKey;

/// A token by the SHA-256 of its text: small, of one size, and useless to whoever reads the memory.
pub(super) type Fingerprint = [u8; 32];

/// Claims whose signature was good.
#[derive(Clone, Debug)]
pub(super) struct Verified {
    pub(super) claims: Arc<Claims>,
    pub(super) key_id: Arc<str>,
    pub(super) key: PublicKey,
}

/// The tokens seen last, at most twice its capacity: when the young generation is full it becomes the old one, and
/// what was not asked for in a whole generation is gone. No list to keep in order, no scan.
#[derive(Debug)]
pub(super) struct VerifiedCache {
    capacity: usize,
    generations: Mutex<Generations>,
}

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<Fingerprint, Verified>,
    old: HashMap<Fingerprint, Verified>,
}

impl VerifiedCache {
    pub(super) fn new(capacity: usize) -> Self {
        Self { capacity, generations: Mutex::default() }
    }

    pub(super) fn fingerprint(token: &str) -> Option<Fingerprint> {
        ring::digest::digest(&ring::digest::SHA256, token.as_bytes()).as_ref().try_into().ok()
    }

    pub(super) fn get(&self, fingerprint: &Fingerprint) -> Option<Verified> {
        let mut generations = self.generations.lock();
        if let Some(verified) = generations.young.get(fingerprint) {
            return Some(verified.clone());
        }
        let verified = generations.old.remove(fingerprint)?;
        self.put(&mut generations, *fingerprint, verified.clone());
        Some(verified)
    }

    pub(super) fn insert(&self, fingerprint: Fingerprint, verified: Verified) {
        self.put(&mut self.generations.lock(), fingerprint, verified);
    }

    fn put(&self, generations: &mut Generations, fingerprint: Fingerprint, verified: Verified) {
        if self.capacity == 0 {
            return;
        }
        if generations.young.len() >= self.capacity {
            generations.old = std::mem::take(&mut generations.young);
        }
        generations.young.insert(fingerprint, verified);
    }
}
