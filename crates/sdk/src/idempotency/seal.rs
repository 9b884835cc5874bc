//! How a record keeps what it knows from whoever reads the journal.
//!
//! A request may hold a password and an answer a token. A plain digest of the one could be guessed at high speed, and a
//! plain copy of the other would be a token at rest. So a record is bound to the idempotency key, which is not stored
//! either: its name, the proof of the request and the sealed answer come out of the key, and whoever repeats the call
//! brings it. A key should be hard to guess, as a UUID is; what protects a secret must be, and auth asks for it.

use bytes::Bytes;

use crate::context::KeyClaim;
use crate::secret::{Cipher, CipherError, derive};
use crate::status::Status;

/// A record could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
#[error("{0} the record of an idempotency key")]
struct SealError(&'static str, #[source] CipherError);

/// Stands for the key in the record's name.
pub(super) fn name(claim: &KeyClaim) -> Result<[u8; 32], Status> {
    derive(claim.key.as_bytes(), &[b"idempotency name"]).map_err(failed("name"))
}

/// Says which request the key was sent with, to whoever knows the key.
pub(super) fn proof(claim: &KeyClaim) -> Result<[u8; 32], Status> {
    derive(claim.key.as_bytes(), &[b"idempotency request", &claim.request_digest]).map_err(failed("prove"))
}

/// The answer, to be opened only with the same key and request.
pub(super) fn seal(claim: &KeyClaim, answer: &[u8]) -> Result<Bytes, Status> {
    let sealed = cipher(claim).and_then(|cipher| cipher.seal(&place(claim), answer));
    sealed.map(Bytes::from).map_err(failed("seal"))
}

/// The answer that was sealed.
pub(super) fn open(claim: &KeyClaim, sealed: &[u8]) -> Result<Bytes, Status> {
    let answer = cipher(claim).and_then(|cipher| cipher.open(&place(claim), sealed));
    answer.map(Bytes::from).map_err(failed("open"))
}

fn cipher(claim: &KeyClaim) -> Result<Cipher, CipherError> {
    Cipher::new(claim.key.as_bytes(), &[b"idempotency answer", &claim.request_digest])
}

/// Whose key it is and for which method.
fn place(claim: &KeyClaim) -> Vec<u8> {
    [claim.scope.as_bytes(), b"\0", claim.method.as_bytes()].concat()
}

fn failed(attempted: &'static str) -> impl Fn(CipherError) -> Status {
    move |source| Status::internal(SealError(attempted, source))
}
