//! How a record keeps what it knows from whoever reads the journal.
//!
//! A request may hold a password and an answer a token. A plain digest of the one could be guessed at high speed, and a
//! plain copy of the other would be a token at rest. So a record is bound to the idempotency key, which is not stored
//! either: its name, the proof of the request and the sealed answer come out of the key by HKDF, and whoever repeats the
//! call brings it. A key should be hard to guess, as a UUID is; what protects a secret must be, and auth asks for it.

use bytes::Bytes;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use ring::rand::{SecureRandom, SystemRandom};

use crate::context::KeyClaim;
use crate::status::Status;

/// Separates these keys from all others that might come out of the same text.
const DOMAIN: &[u8] = b"realmwire idempotency record 1";

/// What one idempotency key opens.
pub(super) struct Seal {
    root: Prk,
}

/// A record could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
#[error("{0} the record of an idempotency key")]
struct SealError(&'static str);

/// 32 bytes out of HKDF.
struct Derived;

impl KeyType for Derived {
    fn len(&self) -> usize {
        32
    }
}

impl Seal {
    pub(super) fn of(claim: &KeyClaim) -> Self {
        let root = Salt::new(HKDF_SHA256, DOMAIN).extract(claim.key.as_bytes());
        Self { root }
    }

    /// Stands for the key in the record's name.
    pub(super) fn name(&self) -> Result<[u8; 32], Status> {
        self.derive(&[b"name"])
    }

    /// Says which request the key was sent with, to whoever knows the key.
    pub(super) fn proof(&self, claim: &KeyClaim) -> Result<[u8; 32], Status> {
        self.derive(&[b"request", &claim.request_digest])
    }

    /// The answer, to be opened only with the same key and request.
    pub(super) fn seal(&self, claim: &KeyClaim, answer: &[u8]) -> Result<Bytes, Status> {
        let failed = || Status::internal(SealError("seal"));
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| failed())?;
        let mut sealed = Vec::with_capacity(NONCE_LEN + answer.len() + AES_256_GCM.tag_len());
        sealed.extend_from_slice(answer);
        let nonce_of_seal = Nonce::assume_unique_for_key(nonce);
        self.cipher(claim)?.seal_in_place_append_tag(nonce_of_seal, Aad::empty(), &mut sealed).map_err(|_| failed())?;
        sealed.splice(0..0, nonce);
        Ok(sealed.into())
    }

    /// The answer that was sealed.
    pub(super) fn open(&self, claim: &KeyClaim, sealed: &[u8]) -> Result<Bytes, Status> {
        let failed = || Status::internal(SealError("open"));
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LEN>().ok_or_else(failed)?;
        let mut answer = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let length = self.cipher(claim)?.open_in_place(nonce, Aad::empty(), &mut answer).map_err(|_| failed())?.len();
        answer.truncate(length);
        Ok(answer.into())
    }

    fn cipher(&self, claim: &KeyClaim) -> Result<LessSafeKey, Status> {
        let place = [claim.scope.as_bytes(), claim.method.as_bytes()];
        let key = self.derive(&[b"answer", &claim.request_digest, place[0], b"\0", place[1]])?;
        let key = UnboundKey::new(&AES_256_GCM, &key).map_err(|_| Status::internal(SealError("seal")))?;
        Ok(LessSafeKey::new(key))
    }

    fn derive(&self, info: &[&[u8]]) -> Result<[u8; 32], Status> {
        let mut derived = [0; 32];
        let failed = |_| Status::internal(SealError("seal"));
        self.root.expand(info, Derived).and_then(|okm| okm.fill(&mut derived)).map_err(failed)?;
        Ok(derived)
    }
}
