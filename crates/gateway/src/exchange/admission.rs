//! Room for a request: how many are worked on at a time, the less important ones refused first.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use realmwire_contract::{Criticality, MethodKind};
use tokio::sync::OwnedSemaphorePermit;

use crate::config::Limits;
use crate::gateway::Shared;
use crate::operations::Operation;
use crate::problem::Problem;

/// The room that a request takes, until it is dropped.
pub(super) struct Permits {
    shared: Arc<Shared>,
    counter: fn(&Shared) -> &AtomicUsize,
    _operation: OwnedSemaphorePermit,
}

impl Drop for Permits {
    fn drop(&mut self) {
        (self.counter)(&self.shared).fetch_sub(1, Ordering::Relaxed);
    }
}

/// Takes room for a request, or refuses it at once.
pub(super) fn admit(shared: &Arc<Shared>, limits: &Limits, operation: &Operation) -> Result<Permits, Problem> {
    let (counter, limit): (fn(&Shared) -> &AtomicUsize, _) = match operation.spec.kind {
        MethodKind::Unary => (|shared| &shared.requests_in_flight, limits.requests_in_flight),
        MethodKind::ServerStream => (|shared| &shared.streams_open, limits.streams),
    };
    let room = room_for(operation.spec.criticality, limit);
    let Ok(permit) = Arc::clone(&operation.permits).try_acquire_owned() else {
        shared.metrics.shed("operation");
        return Err(Problem::overloaded("this operation has too much to do"));
    };
    let taken = counter(shared).fetch_add(1, Ordering::Relaxed);
    // From here on dropping gives the room back, also when there was none.
    let permits = Permits { shared: Arc::clone(shared), counter, _operation: permit };
    if taken >= room {
        shared.metrics.shed("gateway");
        return Err(Problem::overloaded("the gateway has too much to do"));
    }
    Ok(permits)
}

/// The room that a feed takes, until it is dropped.
pub(super) struct FeedPermit(Arc<Shared>);

impl Drop for FeedPermit {
    fn drop(&mut self) {
        self.0.streams_open.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Takes room for a feed, or refuses it at once.
pub(super) fn admit_feed(shared: &Arc<Shared>, limits: &Limits) -> Result<FeedPermit, Problem> {
    let taken = shared.streams_open.fetch_add(1, Ordering::Relaxed);
    let permit = FeedPermit(Arc::clone(shared));
    if taken >= room_for(Criticality::Default, limits.streams) {
        shared.metrics.shed("feeds");
        return Err(Problem::overloaded("there are too many streams"));
    }
    Ok(permit)
}

/// The room that compressing a stream takes in memory, until it is dropped.
pub(super) struct CompressorPermit(Arc<Shared>);

impl Drop for CompressorPermit {
    fn drop(&mut self) {
        self.0.streams_compressed.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Takes room to compress a stream. `None`: there is no more, and the stream is sent as it is.
pub(super) fn admit_compressor(shared: &Arc<Shared>, limit: usize) -> Option<CompressorPermit> {
    let taken = shared.streams_compressed.fetch_add(1, Ordering::Relaxed);
    let permit = CompressorPermit(Arc::clone(shared));
    (taken < limit).then_some(permit)
}

/// The room that a request's body takes in memory, until it is dropped.
pub(super) struct BodyRoom {
    shared: Arc<Shared>,
    limit: u64,
    bytes: i64,
}

impl BodyRoom {
    pub(super) fn new(shared: &Arc<Shared>, limits: &Limits) -> Self {
        Self { shared: Arc::clone(shared), limit: limits.bodies_bytes, bytes: 0 }
    }

    /// Takes room for more bytes, or refuses the request: a few slow uploads are no concern, a thousand are.
    pub(super) fn grow(&mut self, bytes: usize) -> Result<(), Problem> {
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        let all = &self.shared.metrics.body_bytes;
        all.add(bytes);
        self.bytes += bytes;
        if u64::try_from(all.get()).unwrap_or_default() > self.limit {
            self.shared.metrics.shed("bodies");
            return Err(Problem::overloaded("too many bodies are being received"));
        }
        Ok(())
    }
}

impl Drop for BodyRoom {
    fn drop(&mut self) {
        self.shared.metrics.body_bytes.sub(self.bytes);
    }
}

/// How many requests may be worked on when one of this criticality comes.
fn room_for(criticality: Criticality, limit: usize) -> usize {
    match criticality {
        Criticality::Critical => limit,
        Criticality::Default => (limit - limit / 20).max(1),
        Criticality::Sheddable => (limit - limit / 5).max(1),
    }
}
