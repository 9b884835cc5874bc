#[cfg(test)]
mod tests;

use std::time::Duration;

use bytestring::ByteString;
use parking_lot::Mutex;
use realmwire_contract::MethodSpec;
use tokio::time::Instant;

use crate::server::CANCEL;

/// How long an answer proves that an instance is well.
const FRESH: Duration = Duration::from_secs(2);

/// How long calls go around instances that are not known to be well, after one did not answer.
const SUSPICION: Duration = Duration::from_secs(5);

/// Instances of a service that are remembered.
const MOST: usize = 64;

/// The instances of a service, as far as their answers tell.
///
/// An instance that hangs keeps its place in the queue group until the bus notices, and swallows its share of the calls.
/// Once a call went without an answer, calls go for a while to instances that have answered lately.
#[derive(Debug)]
pub(super) struct Peers {
    /// Where calls of this service are cancelled.
    pub(super) cancel_subject: ByteString,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    answered: Vec<(ByteString, Instant)>,
    suspicious_until: Option<Instant>,
}

impl Peers {
    pub(super) fn new(spec: &MethodSpec) -> Self {
        let service = spec.subject.rsplit_once('.').map_or(spec.subject, |(service, _)| service);
        Self { cancel_subject: format!("{service}.{CANCEL}").into(), known: Mutex::default() }
    }

    /// An instance has answered.
    pub(super) fn answered(&self, instance: &ByteString, now: Instant) {
        if instance.is_empty() {
            return;
        }
        let mut known = self.known.lock();
        if let Some((_, answered)) = known.answered.iter_mut().find(|(name, _)| name == instance) {
            *answered = now;
            return;
        }
        if known.answered.len() >= MOST {
            known.answered.retain(|(_, answered)| now.saturating_duration_since(*answered) < FRESH);
        }
        if known.answered.len() < MOST {
            known.answered.push((ByteString::from(&**instance), now));
        }
    }

    /// An instance is not there any more, or does not answer.
    pub(super) fn forget(&self, instance: &str) {
        self.known.lock().answered.retain(|(name, _)| name != instance);
    }

    /// Some instance did not answer.
    pub(super) fn suspect(&self, now: Instant) {
        self.known.lock().suspicious_until = Some(now + SUSPICION);
    }

    /// The instance that a call should go to, if any one will not do. `random` decides between equals.
    pub(super) fn pick(&self, now: Instant, random: impl FnOnce() -> u64) -> Option<ByteString> {
        let mut known = self.known.lock();
        let suspicious_until = known.suspicious_until?;
        if now >= suspicious_until {
            known.suspicious_until = None;
            return None;
        }
        let is_well = |answered: &Instant| now.saturating_duration_since(*answered) < FRESH;
        let well = known.answered.iter().filter(|(_, answered)| is_well(answered));
        let chosen = random().checked_rem(well.clone().count() as u64)?;
        well.map(|(name, _)| name).nth(usize::try_from(chosen).ok()?).cloned()
    }
}
