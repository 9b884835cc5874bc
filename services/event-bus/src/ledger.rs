//! What a subscription has delivered, and what was answered. No waiting and no reading here: time is handed in.
//!
//! An event is first waiting, then open, then settled. It is open from its first delivery until it was dealt with or
//! became a dead letter. Where a lane's cursor stands says what was delivered at all, so nothing between the open events
//! needs to be remembered.

mod open;
mod record;
mod suspects;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::priority::{Class, Passed, Shares};

pub(crate) use open::{Failure, Open, OpenState, Reason};
pub(crate) use record::LedgerRecord;

/// Milliseconds since 1970.
pub(crate) type Millis = u64;

/// Where an event lies.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub(crate) source: Arc<str>,
    pub(crate) sequence: u64,
}

/// The events of one source and class, which are delivered in their order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct LaneId {
    pub(crate) source: Arc<str>,
    pub(crate) class: Class,
}

/// How far a lane is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lane {
    /// Events up to here were delivered or are of no interest.
    pub(crate) cursor: u64,
    /// How far the cursor was before it was set back.
    pub(crate) reached: u64,
}

/// What a subscription allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) max_outstanding: usize,
    pub(crate) ack_wait: Millis,
    pub(crate) max_deliveries: u32,
}

/// How much was done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) delivered: u64,
    pub(crate) acked: u64,
    pub(crate) failed: u64,
    pub(crate) dead_lettered: u64,
}

/// The books of one subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ledger {
    pub(crate) limits: Limits,
    /// Who receives.
    pub(crate) holder: String,
    /// Until when nobody else may receive unless the holder says so: where instances deliver by themselves. 0 otherwise.
    pub(crate) held_until: Millis,
    pub(crate) lanes: BTreeMap<LaneId, Lane>,
    pub(crate) open: BTreeMap<Spot, Open>,
    pub(crate) passed: Passed,
    pub(crate) counts: Counts,
}

/// What a receiver's session has read and could deliver.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    /// The most events to be delivered now.
    pub(crate) batch_max: usize,
    pub(crate) shares: Shares,
    pub(crate) lanes: Vec<Offered>,
}

/// The events of a lane that wait.
#[derive(Clone, Debug)]
pub(crate) struct Offered {
    pub(crate) lane: LaneId,
    /// Where the lane's cursor stood when they were read.
    pub(crate) from: u64,
    /// Everything up to here was read: those that wait are all there is.
    pub(crate) through: u64,
    /// Sequence number and time of each, in order.
    pub(crate) waiting: Vec<(u64, Millis)>,
}

/// What is to be delivered now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Advanced {
    /// Events that were delivered before.
    pub(crate) again: Vec<Again>,
    /// Events that were offered, in the order in which they are delivered.
    pub(crate) fresh: Vec<Fresh>,
}

/// An event that is delivered again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Again {
    pub(crate) spot: Spot,
    pub(crate) class: Class,
    pub(crate) delivery: u32,
    pub(crate) revived: bool,
}

/// An event that is delivered out of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fresh {
    /// The index of its lane in the offer.
    pub(crate) lane: usize,
    pub(crate) sequence: u64,
    pub(crate) delivery: u32,
    pub(crate) replayed: bool,
}

/// Why a session cannot go on as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// Another receiver took over.
    TakenOver,
    /// A lane was set somewhere else: what was read is not what comes next.
    Moved,
}

/// Bytes of reasons that all open events may have together; later ones are left out, so that the books stay small.
const REASONS_BYTES_MAX: usize = 128 * 1024;
/// For how long an instance that delivers by itself may go without a sign of life.
const LEASE: Millis = 10_000;
/// The longest wait before an event that was refused without a delay is delivered again.
const RETRY_MAX: Millis = 64_000;

impl Ledger {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            holder: String::new(),
            held_until: 0,
            lanes: BTreeMap::new(),
            open: BTreeMap::new(),
            passed: Passed::default(),
            counts: Counts::default(),
        }
    }

    /// A new receiver takes over: what the one before had in hand has failed, and is delivered again at once.
    ///
    /// That counts, for a receiver that an event brings down never says so.
    pub(crate) fn attach(&mut self, holder: &str, now: Millis) {
        for spot in self.in_hand(|_| true) {
            self.fail(&spot, (now, now), OpenState::Waiting, Reason::CutOff);
        }
        self.hand_on(holder, now);
    }

    /// A receiver goes on where another one, or an earlier attempt of its own, has stopped without harm.
    pub(crate) fn hand_on(&mut self, holder: &str, now: Millis) {
        holder.clone_into(&mut self.holder);
        self.held_until = 0;
        for open in self.open.values_mut().filter(|open| open.state == OpenState::InHand) {
            open.state = OpenState::Waiting;
            open.due = now;
        }
    }

    /// An instance takes over, unless another one delivers, and gives how long that still may.
    pub(crate) fn lease(&mut self, holder: &str, now: Millis) -> Result<(), Millis> {
        if self.holder == holder {
            self.hand_on(holder, now);
        } else if self.held_until > now {
            return Err(self.held_until);
        } else {
            self.attach(holder, now);
        }
        self.held_until = now + LEASE;
        Ok(())
    }

    /// An instance that delivers stops: another one may take over at once.
    pub(crate) fn release(&mut self, holder: &str, now: Millis) {
        if self.holder == holder {
            self.hand_on("", now);
        }
    }

    /// When the holder has to say that it is still there.
    pub(crate) fn renew_at(&self) -> Option<Millis> {
        (self.held_until > 0).then(|| self.held_until.saturating_sub(LEASE * 2 / 3))
    }

    /// The lanes are now these: new ones begin where they are given, others stay where they are.
    pub(crate) fn set_lanes(&mut self, lanes: Vec<(LaneId, u64)>) {
        let before = std::mem::take(&mut self.lanes);
        for (id, cursor) in lanes {
            let lane = before.get(&id).copied().unwrap_or(Lane { cursor, reached: cursor });
            self.lanes.insert(id, lane);
        }
    }

    /// Where all lanes of a source have been, if it has any.
    pub(crate) fn start_of(&self, source: &str) -> Option<u64> {
        self.lanes.iter().filter(|(id, _)| &*id.source == source).map(|(_, lane)| lane.cursor).min()
    }

    /// Sets the lanes of a source somewhere else.
    pub(crate) fn seek(&mut self, source: &str, cursor: u64) {
        for (_, lane) in self.lanes.iter_mut().filter(|(id, _)| &*id.source == source) {
            lane.reached = lane.reached.max(lane.cursor);
            lane.cursor = cursor;
        }
    }

    /// How many more events can be delivered before some are settled.
    pub(crate) fn room(&self, now: Millis) -> usize {
        if self.waits_for_suspect(now) { 0 } else { self.limits.max_outstanding.saturating_sub(self.open.len()) }
    }

    /// When an open event is to be looked at next.
    pub(crate) fn next_due(&self, now: Millis) -> Option<Millis> {
        let is_held = self.waits_for_suspect(now) && self.due(now, 1).is_empty();
        let counts =
            |open: &&Open| !is_held || open.state == OpenState::InHand || open.due > now || self.is_condemned(open);
        self.open.values().filter(counts).map(|open| open.due).min()
    }

    /// Moves on: deliveries whose time is over have failed, what is due is delivered again, and of what is offered comes
    /// as much as there is room for.
    pub(crate) fn advance(&mut self, holder: &str, offer: &Offer, now: Millis) -> Result<Advanced, Lost> {
        if self.holder != holder {
            return Err(Lost::TakenOver);
        }
        let stands = |offered: &Offered| self.lanes.get(&offered.lane).is_some_and(|lane| lane.cursor == offered.from);
        if !offer.lanes.iter().all(stands) {
            return Err(Lost::Moved);
        }
        if self.held_until > 0 {
            self.held_until = now + LEASE;
        }
        self.expire(now);
        let again = self.redeliver(now, offer.batch_max);
        let fresh = self.take(offer, offer.batch_max.saturating_sub(again.len()), now);
        self.counts.delivered += (again.len() + fresh.len()) as u64;
        Ok(Advanced { again, fresh })
    }

    fn expire(&mut self, now: Millis) {
        for spot in self.in_hand(|open| open.due <= now) {
            self.fail(&spot, (now, now), OpenState::Waiting, Reason::NotAnswered);
        }
    }

    /// The events that the receiver has and that fulfil a condition.
    fn in_hand(&self, condition: impl Fn(&Open) -> bool) -> Vec<Spot> {
        let chosen = self.open.iter().filter(|(_, open)| open.state == OpenState::InHand && condition(open));
        chosen.map(|(spot, _)| spot.clone()).collect()
    }

    fn redeliver(&mut self, now: Millis, most: usize) -> Vec<Again> {
        let until = now + self.limits.ack_wait;
        let mut again = Vec::new();
        for spot in self.due(now, most) {
            let Some(open) = self.open.get_mut(&spot) else { continue };
            open.deliveries += 1;
            open.state = OpenState::InHand;
            open.due = until;
            let (class, delivery, revived) = (open.class, open.deliveries, open.revived);
            again.push(Again { spot, class, delivery, revived });
        }
        again
    }

    fn take(&mut self, offer: &Offer, most: usize, now: Millis) -> Vec<Fresh> {
        let mut heads = vec![0_usize; offer.lanes.len()];
        let mut fresh = Vec::new();
        let most = most.min(self.room(now));
        while fresh.len() < most {
            let Some((index, sequence)) = next_of(offer, &heads, &mut self.passed) else { break };
            let Some(offered) = offer.lanes.get(index) else { break };
            if let Some(head) = heads.get_mut(index) {
                *head += 1;
            }
            fresh.push(self.deliver(index, &offered.lane, sequence, now));
        }
        for (offered, taken) in offer.lanes.iter().zip(heads) {
            // All that was read has been delivered, so what follows begins after what was read.
            if taken == offered.waiting.len()
                && let Some(lane) = self.lanes.get_mut(&offered.lane)
            {
                lane.cursor = lane.cursor.max(offered.through);
                lane.reached = lane.reached.max(lane.cursor);
            }
        }
        fresh
    }

    fn deliver(&mut self, index: usize, id: &LaneId, sequence: u64, now: Millis) -> Fresh {
        let mut replayed = false;
        if let Some(lane) = self.lanes.get_mut(id) {
            replayed = sequence <= lane.reached;
            lane.cursor = sequence;
            lane.reached = lane.reached.max(sequence);
        }
        let spot = Spot { source: Arc::clone(&id.source), sequence };
        // It may be open already when the lane was set back.
        let open = self.open.entry(spot).or_insert_with(|| Open::new(id.class));
        open.deliveries += 1;
        open.state = OpenState::InHand;
        open.due = now + self.limits.ack_wait;
        Fresh { lane: index, sequence, delivery: open.deliveries, replayed }
    }

    /// Settles events; gives those that were dead letters before.
    pub(crate) fn ack(&mut self, spots: &[Spot], through: &[Spot]) -> Vec<Spot> {
        let mut settled: Vec<Spot> = spots.to_vec();
        for last in through {
            let first = Spot { source: Arc::clone(&last.source), sequence: 0 };
            // What was refused in the meantime is not dealt with.
            let reached = self.open.range(first..=last.clone()).filter(|(_, open)| open.state != OpenState::Refused);
            settled.extend(reached.map(|(spot, _)| spot.clone()));
        }
        let mut revived = Vec::new();
        for spot in settled {
            if let Some(open) = self.open.remove(&spot) {
                self.counts.acked += 1;
                revived.extend(open.revived.then_some(spot));
            }
        }
        revived
    }

    /// Deliveries have failed, each the one that is named, if it is the latest; 0 names the latest.
    pub(crate) fn nack(&mut self, spots: &[(Spot, u32)], now: Millis, delay: Option<Millis>, reason: &Reason) {
        let kept = self.open.values().flat_map(|open| &open.failures).map(|failure| failure.reason.kept_bytes());
        let mut kept: usize = kept.sum();
        for (spot, delivery) in spots {
            let Some(open) = self.open.get(spot) else { continue };
            let is_latest = *delivery == 0 || *delivery == open.deliveries;
            if open.state == OpenState::InHand && is_latest {
                let wait = delay.unwrap_or_else(|| retry_wait(open.failures.len()));
                let reason = reason.kept(kept < REASONS_BYTES_MAX);
                kept += reason.kept_bytes();
                self.fail(spot, (now, now + wait), OpenState::Refused, reason);
            }
        }
    }

    /// A delivery has failed now, and is made again when it is due.
    fn fail(&mut self, spot: &Spot, (now, due): (Millis, Millis), state: OpenState, reason: Reason) {
        let Some(open) = self.open.get_mut(spot) else { return };
        open.failures.push(Failure { delivery: open.deliveries, at: now, reason });
        open.state = state;
        let is_last = open.failures.len() >= self.limits.max_deliveries as usize;
        // Who has failed for the last time is to be buried at once.
        open.due = if is_last { now } else { due };
        self.counts.failed += 1;
    }

    /// Up to so many events that have failed for the last time.
    pub(crate) fn condemned(&self, most: usize) -> Vec<Spot> {
        let condemned = self.open.iter().filter(|(_, open)| self.is_condemned(open));
        condemned.take(most).map(|(spot, _)| spot.clone()).collect()
    }

    fn is_condemned(&self, open: &Open) -> bool {
        open.failures.len() >= self.limits.max_deliveries as usize
    }

    /// Takes an event that became a dead letter out of the books.
    pub(crate) fn bury(&mut self, spot: &Spot) -> Option<Open> {
        let open = self.open.remove(spot)?;
        self.counts.dead_lettered += 1;
        Some(open)
    }

    /// Takes events out of the books whose content is no longer kept.
    pub(crate) fn forget(&mut self, spots: &[Spot]) {
        for spot in spots {
            self.open.remove(spot);
        }
    }

    /// Delivers a dead letter again, with as many deliveries to fail as an event has that was never delivered.
    pub(crate) fn revive(&mut self, spot: Spot, class: Class, deliveries: u32, now: Millis) {
        let open = Open { deliveries, due: now, state: OpenState::Waiting, revived: true, ..Open::new(class) };
        self.open.insert(spot, open);
    }
}

/// The lane and the sequence number of the event that comes next. Of one class the older comes first.
fn next_of(offer: &Offer, heads: &[usize], passed: &mut Passed) -> Option<(usize, u64)> {
    let waiting = || {
        let lanes = offer.lanes.iter().zip(heads).enumerate();
        lanes.filter_map(|(index, (offered, head))| {
            let (sequence, at) = *offered.waiting.get(*head)?;
            Some((offered.lane.class, at, index, sequence))
        })
    };
    let class = passed.next(offer.shares, |class| waiting().any(|(other, ..)| other == class))?;
    let oldest = waiting().filter(|(other, ..)| *other == class).min_by_key(|(_, at, index, _)| (*at, *index))?;
    Some((oldest.2, oldest.3))
}

/// 1, 2, 4 seconds and so on.
fn retry_wait(failures: usize) -> Millis {
    1_000_u64.saturating_mul(1 << failures.min(16)).min(RETRY_MAX)
}
