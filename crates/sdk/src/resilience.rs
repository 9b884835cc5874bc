//! What keeps a failure small: deadlines, retries with a budget, circuit breakers, admission.
//!
//! Each policy is a small state machine that is told the time, so that it can be tested without waiting.

mod admission;
mod backoff;
mod breaker;
mod budget;
mod deadline;
mod limit;
#[cfg(test)]
mod tests;

pub(crate) use admission::{MethodGate, Permit};
pub(crate) use backoff::{Backoff, CONFLICT_BACKOFF};
pub(crate) use breaker::{Breaker, Outcome, Probe};
pub(crate) use budget::RetryBudget;
pub(crate) use deadline::{absolute_unix_ms, time_left};

pub use admission::ProcessGate;
