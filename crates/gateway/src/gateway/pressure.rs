//! Whether there is time for a request.
//!
//! Work waits for a processor before anything can be counted: in a process that has too much to do, every connection waits
//! for all others to have had their turn. A burst is worked off. When connections keep waiting for too long, those that
//! have waited too long are refused, the least important first, and the others find the process as it should be: a
//! refusal costs a fraction of an answer. (Controlled delay: Nichols and Jacobson, “Controlling Queue Delay”, ACM Queue
//! 10 (5), 2012, with a limit for each request where they drop one at a time.)

#[cfg(test)]
mod tests;

use std::time::Duration;

use parking_lot::Mutex;
use realmwire_contract::Criticality;
use tokio::time::Instant;

/// Waits that are too long are no burst any more when they go on for so many times the limit,
const BURST: u32 = 8;
/// which they do until none is too long for so many times the limit.
const PAUSE: u32 = 4;

/// Once requests are refused, all is well when nothing waited too long for such a time: long enough for those that were
/// refused to come again.
const CALM: Duration = Duration::from_millis(100);

/// What decides whether there is time for a request.
#[derive(Debug, Default)]
pub(crate) struct Pressure(Mutex<Option<Lateness>>);

/// Requests have waited for too long, again and again.
#[derive(Clone, Copy, Debug)]
struct Lateness {
    since: Instant,
    last: Instant,
    is_burst: bool,
}

impl Lateness {
    /// Another request is late.
    fn and_now(before: Option<Self>, now: Instant, limit: Duration) -> Self {
        let goes_on = before.filter(|before| {
            let pause = if before.is_burst { limit * PAUSE } else { CALM };
            now.saturating_duration_since(before.last) < pause
        });
        let Some(Self { since, is_burst, .. }) = goes_on else { return Self { since: now, last: now, is_burst: true } };
        let is_burst = is_burst && now.saturating_duration_since(since) < limit * BURST;
        Self { since, last: now, is_burst }
    }
}

impl Pressure {
    /// Whether [`Self::admits`] might refuse a request that has waited for so long, whatever it is about.
    pub(crate) fn might_refuse(waited: Duration, limit: Duration) -> bool {
        !limit.is_zero() && waited > patience(limit, Criticality::Sheddable)
    }

    /// Whether there is time for a request of this importance that has waited for so long. A limit of zero is none.
    pub(crate) fn admits(&self, waited: Duration, limit: Duration, criticality: Criticality, now: Instant) -> bool {
        if limit.is_zero() || waited <= patience(limit, criticality) {
            return true;
        }
        let mut lateness = self.0.lock();
        let after = Lateness::and_now(*lateness, now, limit);
        *lateness = Some(after);
        after.is_burst
    }
}

/// How long a request may have waited: what is sheddable is refused first, what is critical last.
fn patience(limit: Duration, criticality: Criticality) -> Duration {
    match criticality {
        Criticality::Critical => limit * 4,
        Criticality::Default => limit,
        Criticality::Sheddable => limit / 2,
    }
}
