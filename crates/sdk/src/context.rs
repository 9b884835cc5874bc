//! What a handler knows about the call it answers.

#[cfg(test)]
mod tests;
mod trace;

use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use prost_types::Timestamp;
use rand_chacha::ChaCha8Rng;
use tokio::sync::Notify;
use tokio::time::Instant;
use uuid::Uuid;

use crate::host::Host;
use crate::identity::{Principal, Role};
use crate::status::Status;
use realmwire_contract::Criticality;

pub use trace::TraceContext;

/// What is kept of a call's time for the answer that something takes longer.
const LEFT_FOR_ANSWER: Duration = Duration::from_millis(100);

/// What a handler knows about the call it answers: who calls, how long it may take, and the only clock and source of
/// randomness that it may use. Cheap to clone.
///
/// ```
/// use realmwire_sdk::context::{Context, ContextParts};
/// use realmwire_sdk::host::Host;
/// use realmwire_sdk::identity::Principal;
///
/// let mut parts = ContextParts::new(Host::system());
/// parts.principal = Principal::player("p1");
/// let cx = Context::new(parts);
///
/// // A player need not say who it is, and may not name another.
/// let mut owner = String::new();
/// cx.authorize_owner("player_id", &mut owner).unwrap();
/// assert_eq!(owner, "p1");
/// assert!(cx.authorize_owner("player_id", &mut "p2".to_owned()).is_err());
/// ```
#[derive(Clone)]
pub struct Context(Arc<Inner>);

struct Inner {
    parts: ContextParts,
    cancelled: AtomicBool,
    cancellation: Notify,
}

/// What a [`Context`] is made of.
#[derive(Clone, Debug)]
pub struct ContextParts {
    /// The clock and the source of randomness.
    pub host: Host,
    /// When the caller stops waiting.
    pub deadline: Instant,
    /// On whose behalf the call is made.
    pub principal: Principal,
    /// Names the call across its attempts.
    pub call_id: Uuid,
    /// From 1; more than 1 is a retry.
    pub attempt: u32,
    /// The idempotency key and what it is bound to, if one was sent.
    pub key: Option<KeyClaim>,
    /// What is given up first.
    pub criticality: Criticality,
    /// The trace that the call belongs to.
    pub trace: TraceContext,
    /// The network address of the client that the call comes from, as seen at the system's edge.
    pub client_address: Option<String>,
}

/// An idempotency key with everything it is bound to. The commit that has the call's effect also stores the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyClaim {
    /// The key as the caller sent it.
    pub key: String,
    /// Whose key it is: two callers may use the same one. A principal as in [`Principal::to_header`] without its
    /// session, or the name of a consumer.
    pub scope: String,
    /// What was called: a method's full name.
    pub method: &'static str,
    /// A digest of the request; the same key with another one is an error.
    pub request_digest: [u8; 32],
}

/// How long a call may take when nothing says so.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(5);

impl ContextParts {
    /// A call by nobody, with a fresh call id and a deadline in 5 seconds.
    #[must_use]
    pub fn new(host: Host) -> Self {
        Self {
            deadline: Instant::now() + DEFAULT_TIMEOUT,
            principal: Principal::anonymous(),
            call_id: host.new_uuid(),
            attempt: 1,
            key: None,
            criticality: Criticality::Default,
            trace: TraceContext::default(),
            client_address: None,
            host,
        }
    }
}

impl Context {
    /// The context of a call.
    #[must_use]
    pub fn new(parts: ContextParts) -> Self {
        Self(Arc::new(Inner { parts, cancelled: AtomicBool::new(false), cancellation: Notify::new() }))
    }

    /// The current wall-clock time.
    pub fn now(&self) -> SystemTime {
        self.0.parts.host.now()
    }

    /// The current wall-clock time as it is sent.
    pub fn timestamp(&self) -> Timestamp {
        Timestamp::from(self.now())
    }

    /// When the caller stops waiting.
    pub fn deadline(&self) -> Instant {
        self.0.parts.deadline
    }

    /// How long the caller still waits; zero when it does not.
    pub fn time_left(&self) -> Duration {
        self.deadline().saturating_duration_since(Instant::now())
    }

    /// On whose behalf the call is made.
    pub fn principal(&self) -> &Principal {
        &self.0.parts.principal
    }

    /// Names the call across its attempts.
    pub fn call_id(&self) -> Uuid {
        self.0.parts.call_id
    }

    /// From 1; more than 1 is a retry.
    pub fn attempt(&self) -> u32 {
        self.0.parts.attempt
    }

    /// The idempotency key, if the caller sent one.
    pub fn idempotency_key(&self) -> Option<&str> {
        self.0.parts.key.as_ref().map(|claim| claim.key.as_str())
    }

    /// The idempotency key with what it is bound to; what a commit stores beside its effect.
    pub fn key_claim(&self) -> Option<&KeyClaim> {
        self.0.parts.key.as_ref()
    }

    /// What is given up first; calls made within this one inherit it.
    pub fn criticality(&self) -> Criticality {
        self.0.parts.criticality
    }

    /// The trace that the call belongs to.
    pub fn trace(&self) -> &TraceContext {
        &self.0.parts.trace
    }

    /// The network address of the client that the call comes from, as seen at the system's edge; calls made within this
    /// one inherit it.
    pub fn client_address(&self) -> Option<&str> {
        self.0.parts.client_address.as_deref()
    }

    /// A new id: a `UUIDv7` of this context's clock and source of randomness.
    pub fn new_id(&self) -> String {
        self.0.parts.host.new_uuid().to_string()
    }

    /// A fresh generator, seeded from the host's source of randomness.
    pub fn random(&self) -> ChaCha8Rng {
        self.0.parts.host.random()
    }

    /// The clock and the source of randomness.
    pub fn host(&self) -> &Host {
        &self.0.parts.host
    }

    /// Whether the caller gave up. The handler is dropped then; what it spawned looks here.
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Acquire)
    }

    /// Waits until the caller gives up.
    pub async fn cancelled(&self) {
        let mut notified = pin!(self.0.cancellation.notified());
        loop {
            notified.as_mut().enable();
            if self.is_cancelled() {
                return;
            }
            notified.as_mut().await;
            notified.set(self.0.cancellation.notified());
        }
    }

    /// Tells everything that works for this call to stop.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Release);
        self.0.cancellation.notify_waiters();
    }

    /// Checks that the caller may act for `owner`, the value of the request's field `field_name`.
    ///
    /// A player acts for itself: an empty owner becomes its own id, another's is refused. Everybody else must name one.
    ///
    /// # Errors
    /// `PERMISSION_DENIED` for another player's id, `INVALID_ARGUMENT` for a missing one, `UNAUTHENTICATED` when nobody
    /// is signed in.
    pub fn authorize_owner(&self, field_name: &str, owner: &mut String) -> Result<(), Status> {
        let principal = self.principal();
        match principal.role {
            Role::Anonymous => Err(Status::unauthenticated("sign in first")),
            Role::Player if owner.is_empty() => {
                owner.clone_from(&principal.id);
                Ok(())
            }
            Role::Player if *owner != principal.id => {
                Err(Status::permission_denied(format!("{field_name} names another player")))
            }
            _ if owner.is_empty() => Err(Status::invalid(field_name, "must name the player")),
            _ => Ok(()),
        }
    }

    /// Waits for `work` almost until the deadline: what is left is for the answer that it takes longer, which is `None`.
    pub async fn in_time<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let left_for_answer = LEFT_FOR_ANSWER.min(self.time_left() / 10);
        let until = self.deadline().checked_sub(left_for_answer).unwrap_or_else(Instant::now);
        tokio::time::timeout_at(until, work).await.ok()
    }

    /// Runs `work` until it is done, the deadline passes or the caller gives up.
    ///
    /// # Errors
    /// `DEADLINE_EXCEEDED` or `CANCELLED`, besides the errors of `work`.
    pub async fn bound<T>(&self, work: impl Future<Output = Result<T, Status>>) -> Result<T, Status> {
        tokio::select! {
            biased;
            result = work => result,
            () = self.cancelled() => Err(Status::cancelled()),
            () = tokio::time::sleep_until(self.deadline()) => {
                Err(Status::deadline_exceeded("the call took longer than its deadline"))
            }
        }
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Context")
            .field("call_id", &self.0.parts.call_id)
            .field("role", &self.0.parts.principal.role)
            .field("time_left", &self.time_left())
            .finish_non_exhaustive()
    }
}
