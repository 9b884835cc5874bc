//! Calls that take effect once, however often they are sent: the record of each idempotency key.
//!
//! The record is written by the commit that has the call's effect, so that one never exists without the other. The
//! server asks for it before it runs a handler.

mod digest;
mod seal;
#[cfg(test)]
mod tests;

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use futures::future::BoxFuture;
use realmwire_fabric::journal::{EventRecord, Expect, Key, Write};
use subtle::ConstantTimeEq;

use crate::context::KeyClaim;
use crate::events::EventMetadata;
use crate::status::{Code, RetryAdvice, Status, reason};
use crate::store::{Document, Store};

pub use digest::request_digest;

/// Knows the answers to calls that were executed before.
pub trait Idempotency: Send + Sync + 'static {
    /// The encoded answer to the call with this key, if it was executed.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` with the reason `IDEMPOTENCY_KEY_REUSED` when the key was sent with another request.
    fn recall<'a>(&'a self, claim: &'a KeyClaim) -> BoxFuture<'a, Result<Option<Bytes>, Status>>;
}

impl Idempotency for Store {
    fn recall<'a>(&'a self, claim: &'a KeyClaim) -> BoxFuture<'a, Result<Option<Bytes>, Status>> {
        Box::pin(async move {
            let Some(stored) = self.load::<Record>(&record_key(claim)?).await? else { return Ok(None) };
            open(claim, &stored.value).map(Some)
        })
    }
}

/// What is stored about an idempotency key. Of a caller's key both parts can be read only with the key: see [`seal`].
#[derive(Clone, PartialEq, prost::Message)]
struct Record {
    /// Which request the key was sent with.
    #[prost(bytes = "bytes", tag = "1")]
    request_proof: Bytes,
    /// The encoded answer.
    #[prost(bytes = "bytes", tag = "2")]
    response: Bytes,
    #[prost(message, optional, tag = "3")]
    executed_at: Option<prost_types::Timestamp>,
}

impl Document for Record {}

/// The first token of the keys of all records.
const PREFIX: &str = "idem";

/// What the scope of a consumer's claim begins with; the scopes of callers begin with their role.
const CONSUMER: &str = "consumer/";

/// How long records are kept; `None` is for ever.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kept {
    /// The answers to callers' keys.
    pub(crate) answers: Option<Duration>,
    /// That events took effect.
    pub(crate) effects: Option<Duration>,
}

/// The claim of a consumer that handles one event: the event takes effect once.
///
/// Its place alone does not name it for ever: a journal that was deleted and made anew counts from 1 again.
pub(crate) fn claim_of_event(durable: &str, subject: &'static str, record: &EventRecord) -> KeyClaim {
    let id = EventMetadata::of(record).id;
    KeyClaim {
        key: format!("{}-{id}", record.sequence),
        scope: format!("{CONSUMER}{durable}"),
        method: subject,
        // A journal never changes an event, so that its place and id say what it is.
        request_digest: [0; 32],
    }
}

/// The write that stores the answer to a key; it conflicts when the key was used before.
pub(crate) fn record(claim: &KeyClaim, response: Bytes, now: SystemTime, kept: Kept) -> Result<Write, Status> {
    let (request_proof, response, ttl) = if is_of_consumer(claim) {
        (Bytes::new(), response, kept.effects)
    } else {
        let proof = Bytes::copy_from_slice(&seal::proof(claim)?);
        (proof, seal::seal(claim, &response)?, kept.answers)
    };
    let record = Record { request_proof, response, executed_at: Some(now.into()) };
    Ok(crate::store::write(record_key(claim)?, Expect::Absent, &record, ttl))
}

/// The answer in a record, if it is that of the claim's request.
fn open(claim: &KeyClaim, record: &Record) -> Result<Bytes, Status> {
    if is_of_consumer(claim) {
        return Ok(record.response.clone());
    }
    let same: bool = seal::proof(claim)?.as_slice().ct_eq(&record.request_proof).into();
    if same { seal::open(claim, &record.response) } else { Err(reused(claim)) }
}

/// Whether `key` is that of a record.
pub(crate) fn is_record(key: &Key) -> bool {
    key.is_under(&Key::new(PREFIX))
}

fn record_key(claim: &KeyClaim) -> Result<Key, Status> {
    let place = Key::new(PREFIX).with(&claim.scope).with(claim.method);
    // The place of an event in its journal is no secret, and an operator may want to see it.
    if is_of_consumer(claim) {
        return Ok(place.with(&claim.key));
    }
    Ok(place.with(&URL_SAFE_NO_PAD.encode(seal::name(claim)?)))
}

fn is_of_consumer(claim: &KeyClaim) -> bool {
    claim.scope.starts_with(CONSUMER)
}

/// What the caller learns who sends a known key with another request.
pub(crate) fn reused(claim: &KeyClaim) -> Status {
    let message = format!("the idempotency key {:?} was sent before with another request", claim.key);
    Status::new(Code::InvalidArgument, message)
        .with_reason(reason::IDEMPOTENCY_KEY_REUSED, [])
        .with_retry(RetryAdvice::Never)
}
