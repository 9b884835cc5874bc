//! What a session has read ahead of one lane.

use std::collections::BTreeMap;

use realmwire_sdk::events::{EventReader, ReadEvent, ReadFrom};
use realmwire_sdk::status::Status;
use realmwire_sdk::telemetry::Counter;

use crate::ledger::{LaneId, Offered};
use crate::state::millis;

/// Events of a lane that are read at once.
const PAGE: usize = 512;

/// The events of a lane that are read ahead. Types that are wanted are read each by themselves, so that what is read does
/// not grow with what is published for others.
pub(crate) struct Reader {
    pub(crate) lane: LaneId,
    /// Where the lane's cursor stands.
    pub(crate) from: u64,
    strands: Vec<Strand>,
    /// By their places. Those behind the slowest strand are complete; others may come between those that lie after it.
    waiting: BTreeMap<u64, ReadEvent>,
}

/// Events on one pattern of subjects.
struct Strand {
    /// What follows the source in the subject.
    pattern: String,
    /// Everything up to here was read.
    through: u64,
}

impl Reader {
    pub(crate) fn new(lane: LaneId, from: u64, patterns: Vec<String>) -> Self {
        let strands = patterns.into_iter().map(|pattern| Strand { pattern, through: from });
        Self { lane, from, strands: strands.collect(), waiting: BTreeMap::new() }
    }

    /// Everything up to here was read.
    pub(crate) fn through(&self) -> u64 {
        self.strands.iter().map(|strand| strand.through).min().unwrap_or(u64::MAX)
    }

    /// Whether an event waits.
    pub(crate) fn has_next(&self) -> bool {
        self.waiting.first_key_value().is_some_and(|(sequence, _)| *sequence <= self.through())
    }

    /// The event that comes next.
    pub(crate) fn next(&mut self) -> Option<ReadEvent> {
        if !self.has_next() {
            return None;
        }
        let (sequence, event) = self.waiting.pop_first()?;
        self.from = sequence;
        Some(event)
    }

    /// Reads on where reading is slowest, if fewer than `enough` events wait: those for which `wants` holds, of all that
    /// there are up to `horizon`.
    pub(crate) async fn fill(
        &mut self,
        events: &EventReader,
        (horizon, enough): (u64, usize),
        wants: impl Fn(&ReadEvent) -> bool,
        read: &Counter,
    ) -> Result<(), Status> {
        let through = self.through();
        if through >= horizon || self.waiting.range(..=through).take(enough).count() == enough {
            return Ok(());
        }
        let most = PAGE / self.strands.len().clamp(1, PAGE);
        for strand in self.strands.iter_mut().filter(|strand| strand.through == through) {
            let page = events.read_some(&self.lane.source, &strand.pattern, ReadFrom::After(through), most).await?;
            read.add(page.len() as u64);
            let last = page.last().map_or(0, |event| event.sequence);
            strand.through = if page.len() < most { horizon.max(last) } else { last };
            self.waiting.extend(page.into_iter().filter(|event| wants(event)).map(|event| (event.sequence, event)));
        }
        Ok(())
    }

    /// What waits, up to so many.
    pub(crate) fn offer(&self, most: usize) -> Offered {
        let through = self.through();
        let mut ready = self.waiting.range(..=through);
        let waiting: Vec<_> =
            ready.by_ref().take(most).map(|(sequence, event)| (*sequence, millis(event.stored_at))).collect();
        // Of a lane that has more than it offers, only what is offered was dealt with.
        let last = waiting.last().map_or(self.from, |(sequence, _)| *sequence);
        let through = if ready.next().is_some() { last } else { through };
        Offered { lane: self.lane.clone(), from: self.from, through, waiting }
    }
}
