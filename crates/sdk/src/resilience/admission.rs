use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use realmwire_contract::Criticality;
use tokio::time::Instant;

use super::limit::Limit;

/// Bounds the calls that a process works on, over all its services. Cheap to clone.
///
/// Work that matters less finds it full earlier: the last tenth is for critical calls, the tenth before it not for
/// sheddable ones.
#[derive(Clone, Debug)]
pub struct ProcessGate(Arc<ProcessInner>);

#[derive(Debug)]
struct ProcessInner {
    in_flight: AtomicU32,
    limit: u32,
}

impl ProcessGate {
    /// At most `limit` calls at a time.
    #[must_use]
    pub fn new(limit: u32) -> Self {
        Self(Arc::new(ProcessInner { in_flight: AtomicU32::new(0), limit }))
    }

    /// Calls that are worked on now.
    pub fn in_flight(&self) -> u32 {
        self.0.in_flight.load(Ordering::Relaxed)
    }

    fn enter(&self, criticality: Criticality) -> bool {
        enter(&self.0.in_flight, share(self.0.limit, criticality))
    }

    fn leave(&self) {
        self.0.in_flight.fetch_sub(1, Ordering::Release);
    }
}

impl Default for ProcessGate {
    /// At most 16,384 calls at a time.
    fn default() -> Self {
        Self::new(16_384)
    }
}

/// What a limit is for calls of this criticality.
fn share(limit: u32, criticality: Criticality) -> u32 {
    let tenth = limit / 10;
    match criticality {
        Criticality::Critical => limit,
        Criticality::Default => limit - tenth,
        Criticality::Sheddable => limit - 2 * tenth,
    }
}

/// Takes a place if there are fewer than `limit` taken.
fn enter(in_flight: &AtomicU32, limit: u32) -> bool {
    let before = in_flight.fetch_add(1, Ordering::Acquire);
    let entered = before < limit;
    if !entered {
        in_flight.fetch_sub(1, Ordering::Release);
    }
    entered
}

/// Bounds the calls of one method that an instance works on.
#[derive(Debug)]
pub(crate) struct MethodGate {
    process: ProcessGate,
    in_flight: AtomicU32,
    limit: Limit,
}

impl MethodGate {
    pub(crate) fn new(process: ProcessGate, most: u32) -> Self {
        Self { process, in_flight: AtomicU32::new(0), limit: Limit::new(most) }
    }

    /// A place for one call; `None` when there is none for calls of this criticality.
    pub(crate) fn admit(self: &Arc<Self>, criticality: Criticality) -> Option<Permit> {
        if !self.process.enter(criticality) {
            return None;
        }
        if !enter(&self.in_flight, self.limit.current()) {
            self.process.leave();
            return None;
        }
        Some(Permit(Arc::clone(self)))
    }

    pub(crate) fn in_flight(&self) -> u32 {
        self.in_flight.load(Ordering::Relaxed)
    }

    pub(crate) fn limit(&self) -> u32 {
        self.limit.current()
    }
}

/// A call's place. Dropping it makes room for another.
#[derive(Debug)]
pub(crate) struct Permit(Arc<MethodGate>);

impl Permit {
    /// Tells the limit how long the call took.
    pub(crate) fn observe(&self, took: Duration, now: Instant) {
        self.0.limit.observe(took, self.0.in_flight(), now);
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::Release);
        self.0.process.leave();
    }
}
