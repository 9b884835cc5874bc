//! Which event brings its receiver down: a receiver that dies does not say which of all that it had in hand it was.
//!
//! An event that was in hand then, and may be delivered once more before it is a dead letter, is a suspect. It is delivered
//! alone: if the receiver dies again it was that event, and the others, which had the bad luck to be with it, are dealt with.

use super::{Failure, Ledger, Millis, Open, OpenState, Reason, Spot};

impl Ledger {
    /// Whether nothing new may be delivered, because a suspect is in hand or has its turn.
    pub(super) fn waits_for_suspect(&self, now: Millis) -> bool {
        let has_turn = |open: &Open| open.state == OpenState::InHand || open.due <= now;
        self.open.values().any(|open| self.is_suspect(open) && has_turn(open))
    }

    /// Up to so many events that are to be delivered again now, in the order of their places: those before the first
    /// suspect, or that one alone.
    pub(super) fn due(&self, now: Millis, most: usize) -> Vec<Spot> {
        let mut in_hand = self.open.values().filter(|open| open.state == OpenState::InHand).peekable();
        let has_in_hand = in_hand.peek().is_some();
        if in_hand.any(|open| self.is_suspect(open)) {
            return Vec::new();
        }
        let is_due = |open: &Open| open.state != OpenState::InHand && open.due <= now && !self.is_condemned(open);
        let mut due = Vec::new();
        for (spot, open) in self.open.iter().filter(|(_, open)| is_due(open)).take(most) {
            let is_suspect = self.is_suspect(open);
            if !is_suspect || (due.is_empty() && !has_in_hand) {
                due.push(spot.clone());
            }
            if is_suspect {
                break;
            }
        }
        due
    }

    fn is_suspect(&self, open: &Open) -> bool {
        let is_last = open.failures.len() + 1 == self.limits.max_deliveries as usize;
        is_last && open.failures.iter().any(|failure| self.may_be_of_another(failure))
    }

    /// Whether a delivery may have failed because of an event that was delivered with it. A receiver on a subject answers
    /// a message as a whole.
    fn may_be_of_another(&self, failure: &Failure) -> bool {
        failure.reason == Reason::CutOff || (self.held_until > 0 && failure.reason == Reason::NotAnswered)
    }
}
