use std::collections::HashSet;
use std::time::Duration;

use parking_lot::Mutex;

use crate::context::KeyClaim;
use crate::status::{Code, RetryAdvice, Status, reason};

/// The idempotency keys of the calls that this instance works on now.
///
/// Two instances that work on one key at once are kept apart by the commit of the key's record, which only one of them
/// wins. Within an instance the second call need not even begin.
#[derive(Debug, Default)]
pub(super) struct KeysInUse(Mutex<HashSet<Use>>);

/// Scope, method and key.
type Use = (String, &'static str, String);

/// A key that is in use as long as this lives.
#[derive(Debug)]
pub(super) struct KeyInUse<'a> {
    keys: &'a KeysInUse,
    claimed: Use,
}

/// When the answer to the other call is likely to be there.
const TRY_AGAIN: Duration = Duration::from_millis(100);

impl KeysInUse {
    pub(super) fn claim(&self, claim: &KeyClaim) -> Result<KeyInUse<'_>, Status> {
        let claimed = (claim.scope.clone(), claim.method, claim.key.clone());
        if self.0.lock().insert(claimed.clone()) {
            return Ok(KeyInUse { keys: self, claimed });
        }
        let message = format!("a call with the idempotency key {:?} is being worked on", claim.key);
        Err(Status::new(Code::Aborted, message)
            .with_reason(reason::IDEMPOTENCY_KEY_IN_USE, [])
            .with_retry(RetryAdvice::NotExecuted)
            .with_retry_after(TRY_AGAIN))
    }
}

impl Drop for KeyInUse<'_> {
    fn drop(&mut self) {
        self.keys.0.lock().remove(&self.claimed);
    }
}
