//! The bookkeeping of a durable consumer; no waiting and no reading here.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use super::super::failure::Failure;
use super::super::record::{Decoder, Encoder, Nanos, after};
use crate::journal::{ConsumerConfig, EventRecord};

/// Which events were handed out and not answered yet, and where the rest begins.
pub(super) struct Positions {
    filter: String,
    ack_wait: Duration,
    max_deliver: u32,
    max_in_flight: usize,
    /// Events up to here were handed out or passed over.
    cursor: u64,
    /// Events that were read and wait to be handed out, and how far reading went.
    ahead: VecDeque<EventRecord>,
    ahead_through: u64,
    pending: BTreeMap<u64, Pending>,
    by_due: BTreeSet<(Nanos, u64)>,
}

/// An event without an answer.
struct Pending {
    attempts: u32,
    /// When it is delivered again.
    due: Nanos,
}

/// What a member does next.
pub(super) enum Step {
    /// Hands out an event for the first time.
    Deliver { record: EventRecord, attempt: u32 },
    /// Hands out an event again.
    Again { sequence: u64, attempt: u32 },
    /// Makes a dead letter of an event.
    Bury { sequence: u64, attempts: u32 },
    /// Waits for a new event, an answer, or a time.
    Wait { until: Option<Nanos> },
}

impl Positions {
    pub(super) fn new(config: &ConsumerConfig, cursor: u64) -> Self {
        Self {
            filter: config.filter.clone(),
            ack_wait: config.ack_wait,
            max_deliver: config.max_deliver,
            max_in_flight: config.max_in_flight,
            cursor,
            ahead: VecDeque::new(),
            ahead_through: cursor,
            pending: BTreeMap::new(),
            by_due: BTreeSet::new(),
        }
    }

    pub(super) fn reconfigure(&mut self, config: &ConsumerConfig) {
        if self.filter != config.filter {
            self.filter.clone_from(&config.filter);
            self.ahead.clear();
            self.ahead_through = self.cursor;
        }
        self.ack_wait = config.ack_wait;
        self.max_deliver = config.max_deliver;
        self.max_in_flight = config.max_in_flight;
    }

    /// The next step, or `None` when more events have to be read first.
    pub(super) fn step(&mut self, now: Nanos) -> Option<Step> {
        if let Some(step) = self.overdue(now) {
            return Some(step);
        }
        if self.pending.len() >= self.max_in_flight {
            return Some(Step::Wait { until: self.earliest_due() });
        }
        let record = self.ahead.pop_front()?;
        self.cursor = record.sequence;
        self.set_pending(record.sequence, Pending { attempts: 1, due: after(now, self.ack_wait) });
        Some(Step::Deliver { record, attempt: 1 })
    }

    fn overdue(&mut self, now: Nanos) -> Option<Step> {
        let (due, sequence) = *self.by_due.first()?;
        if due > now {
            return None;
        }
        let attempts = self.pending.get(&sequence)?.attempts;
        let again = after(now, self.ack_wait);
        if attempts >= self.max_deliver {
            // Should the dead letter fail to be stored, it is tried again then.
            self.set_pending(sequence, Pending { attempts, due: again });
            return Some(Step::Bury { sequence, attempts });
        }
        let attempt = attempts + 1;
        self.set_pending(sequence, Pending { attempts: attempt, due: again });
        Some(Step::Again { sequence, attempt })
    }

    pub(super) fn earliest_due(&self) -> Option<Nanos> {
        self.by_due.first().map(|(due, _)| *due)
    }

    /// Where reading goes on, and for what.
    pub(super) fn wanted(&self) -> (u64, &str) {
        (self.ahead_through, &self.filter)
    }

    pub(super) fn fetched(&mut self, events: Vec<EventRecord>, through: u64) {
        self.ahead_through = through;
        self.ahead.extend(events);
        if self.ahead.is_empty() {
            self.cursor = through;
        }
    }

    pub(super) fn settle(&mut self, sequence: u64) {
        if let Some(pending) = self.pending.remove(&sequence) {
            self.by_due.remove(&(pending.due, sequence));
        }
    }

    /// Delivers again after `delay`; `true` if there shall be no further attempt.
    ///
    /// Only the latest attempt counts: the answer to an earlier one says nothing about it.
    pub(super) fn postpone(&mut self, sequence: u64, attempt: u32, now: Nanos, delay: Duration) -> bool {
        if !self.is_latest(sequence, attempt) {
            return false;
        }
        let last = attempt >= self.max_deliver;
        let due = after(now, if last { self.ack_wait } else { delay });
        self.set_pending(sequence, Pending { attempts: attempt, due });
        last
    }

    /// Gives the handler more time.
    pub(super) fn extend(&mut self, sequence: u64, attempt: u32, now: Nanos) {
        if self.is_latest(sequence, attempt) {
            self.set_pending(sequence, Pending { attempts: attempt, due: after(now, self.ack_wait) });
        }
    }

    fn is_latest(&self, sequence: u64, attempt: u32) -> bool {
        self.pending.get(&sequence).is_some_and(|pending| pending.attempts == attempt)
    }

    fn set_pending(&mut self, sequence: u64, pending: Pending) {
        self.settle(sequence);
        self.by_due.insert((pending.due, sequence));
        self.pending.insert(sequence, pending);
    }

    pub(super) fn encode(&self, record: &mut Encoder, settled: &[u64]) {
        record.u64(self.cursor);
        for (sequence, pending) in &self.pending {
            if !settled.contains(sequence) {
                record.u64(*sequence);
                record.u64(u64::from(pending.attempts));
            }
        }
    }

    /// What was not answered when it was stored is delivered again at once.
    pub(super) fn decode(config: &ConsumerConfig, record: &mut Decoder<'_>) -> Result<Self, Failure> {
        let mut positions = Self::new(config, record.u64()?);
        while !record.is_empty() {
            let sequence = record.u64()?;
            let attempts = u32::try_from(record.u64()?).unwrap_or(u32::MAX);
            positions.set_pending(sequence, Pending { attempts, due: 0 });
        }
        Ok(positions)
    }
}
