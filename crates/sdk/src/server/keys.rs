#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use parking_lot::Mutex;
use tokio::sync::Semaphore;

use crate::context::{Context, KeyClaim};
use crate::idempotency::reused;
use crate::status::{Code, RetryAdvice, Status, reason};

/// The idempotency keys of the calls that this instance works on now.
///
/// Of several calls with one key and request the first is worked on. The others wait for it, and get its outcome: its
/// answer, or that it was refused for good. When it has neither, the next one is worked on. A refusal is for those that have
/// waited and kept for nobody else. Two instances that work on one key at once are kept apart by the commit of the key's
/// record: only one of them wins, and the other one finds the record.
#[derive(Debug, Default)]
pub(super) struct KeysInUse(Mutex<HashMap<Use, InUse>>);

/// Scope, method and key.
type Use = (String, &'static str, String);

/// One key, as long as there is a call with it.
#[derive(Debug)]
struct InUse {
    turns: Arc<Turns>,
    calls: usize,
}

/// What the calls with one key share.
#[derive(Debug)]
struct Turns {
    request_digest: [u8; 32],
    /// One permit, for the next call that may be worked on; none as long as there is one.
    next: Semaphore,
    outcome: OnceLock<Result<Bytes, Status>>,
}

/// A call that is counted among those of its key as long as this lives.
#[derive(Debug)]
pub(super) struct KeyInUse<'a> {
    keys: &'a KeysInUse,
    claimed: Use,
    turns: Arc<Turns>,
    /// Whether this call is the one that is worked on.
    has_turn: bool,
}

/// Calls with one key at a time: one key shall not take all places of a method.
const MOST_CALLS: usize = 256;

/// When the answer to the other call is likely to be there.
const TRY_AGAIN: Duration = Duration::from_millis(100);

impl KeysInUse {
    /// Resolves when no other call with the key is worked on. Waits almost until the deadline of `cx`.
    ///
    /// # Errors
    /// `IDEMPOTENCY_KEY_IN_USE` when another call is worked on for longer, or too many wait. `IDEMPOTENCY_KEY_REUSED` at
    /// once when the other call has another request.
    pub(super) async fn claim(&self, claim: &KeyClaim, cx: &Context) -> Result<KeyInUse<'_>, Status> {
        let mut joined = self.join(claim)?;
        if joined.has_turn {
            return Ok(joined);
        }
        let turns = Arc::clone(&joined.turns);
        match cx.in_time(turns.next.acquire()).await {
            Some(Ok(permit)) => permit.forget(),
            Some(Err(_)) | None => return Err(in_use(claim)),
        }
        joined.has_turn = true;
        Ok(joined)
    }

    /// How many calls wait for another one.
    pub(super) fn waiting(&self) -> usize {
        self.0.lock().values().map(|known| known.calls - 1).sum()
    }

    fn join(&self, claim: &KeyClaim) -> Result<KeyInUse<'_>, Status> {
        let claimed = (claim.scope.clone(), claim.method, claim.key.clone());
        let mut keys = self.0.lock();
        let (turns, has_turn) = match keys.entry(claimed.clone()) {
            Entry::Occupied(known) if known.get().turns.request_digest != claim.request_digest => {
                return Err(reused(claim));
            }
            Entry::Occupied(known) if known.get().calls >= MOST_CALLS => return Err(in_use(claim)),
            Entry::Occupied(mut known) => {
                known.get_mut().calls += 1;
                (Arc::clone(&known.get().turns), false)
            }
            Entry::Vacant(free) => {
                let request_digest = claim.request_digest;
                let turns = Arc::new(Turns { request_digest, next: Semaphore::new(0), outcome: OnceLock::new() });
                free.insert(InUse { turns: Arc::clone(&turns), calls: 1 });
                (turns, true)
            }
        };
        Ok(KeyInUse { keys: self, claimed, turns, has_turn })
    }
}

impl KeyInUse<'_> {
    /// What came of the call that was worked on before, if this one has waited for it.
    pub(super) fn outcome(&self) -> Option<Result<Bytes, Status>> {
        self.turns.outcome.get().cloned()
    }

    /// Gives the calls that wait what came of this one. Those that come later find an answer in the key's record, and are
    /// worked on when there is none.
    pub(super) fn settle(&self, outcome: impl FnOnce() -> Result<Bytes, Status>) {
        let known = self.keys.0.lock().remove(&self.claimed);
        if known.is_some_and(|known| known.calls > 1) {
            self.turns.outcome.get_or_init(outcome);
        }
    }
}

impl Drop for KeyInUse<'_> {
    fn drop(&mut self) {
        if let Entry::Occupied(mut known) = self.keys.0.lock().entry(self.claimed.clone())
            && Arc::ptr_eq(&known.get().turns, &self.turns)
        {
            known.get_mut().calls -= 1;
            if known.get().calls == 0 {
                known.remove();
            }
        }
        if self.has_turn {
            self.turns.next.add_permits(1);
        }
    }
}

fn in_use(claim: &KeyClaim) -> Status {
    let message = format!("a call with the idempotency key {:?} is being worked on", claim.key);
    Status::new(Code::Aborted, message)
        .with_reason(reason::IDEMPOTENCY_KEY_IN_USE, [])
        .with_retry(RetryAdvice::NotExecuted)
        .with_retry_after(TRY_AGAIN)
}
