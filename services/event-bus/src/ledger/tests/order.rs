//! In which order events come: see "Order" on the service's page.

use super::*;

/// What order a receiver saw.
struct Watched {
    ledger: Ledger,
    published: u64,
    now: Millis,
    in_hand: BTreeSet<u64>,
    /// The last event that came for the first time.
    newest: u64,
    /// What a receiver before had in hand and has not come again yet.
    owed: BTreeSet<u64>,
    /// Every delivery.
    all: Vec<u64>,
}

impl Watched {
    fn new(limits: Limits) -> Self {
        let mut ledger = Ledger::new(limits);
        ledger.set_lanes(vec![(lane("shop", Class::Normal), 0)]);
        ledger.attach("first", 0);
        let (in_hand, owed) = Default::default();
        Self { ledger, published: 3, now: 0, in_hand, newest: 0, owed, all: Vec::new() }
    }

    fn step(&mut self, step: &Step) {
        let chosen = |number: &usize| self.in_hand.iter().nth(number % self.in_hand.len().max(1)).copied();
        match step {
            Step::Deliver => self.deliver(),
            Step::Publish(count) => self.published += count,
            Step::Ack(number) | Step::AckThrough(number) => {
                if let Some(sequence) = chosen(number) {
                    self.ledger.ack(&[spot(sequence)], &[]);
                    self.in_hand.remove(&sequence);
                }
            }
            Step::Nack(number) => {
                if let Some(sequence) = chosen(number) {
                    self.ledger.nack(&[(spot(sequence), 0)], self.now, Some(100), &said("no"));
                    self.in_hand.remove(&sequence);
                }
            }
            Step::Wait(time) => self.now += time,
            Step::Kill => {
                self.owed.append(&mut self.in_hand);
                self.ledger.attach(&format!("at {} after {}", self.now, self.all.len()), self.now);
            }
            Step::Restart => self.ledger = Ledger::from_record(&self.ledger.to_record()),
            Step::Bury => {}
        }
        for spot in self.ledger.condemned(100) {
            self.ledger.bury(&spot);
            self.owed.remove(&spot.sequence);
        }
    }

    fn deliver(&mut self) {
        let mut last_owed = 0;
        let message = deliver(&mut self.ledger, self.published, self.now);
        // What was not answered in time has failed.
        let is_in_hand =
            |sequence: &u64| self.ledger.open.get(&spot(*sequence)).map(|open| open.state) == Some(OpenState::InHand);
        self.in_hand.retain(is_in_hand);
        for (sequence, delivery) in message {
            if delivery == 1 {
                assert!(sequence > self.newest, "{sequence} comes for the first time after {}", self.newest);
                assert!(self.owed.is_empty(), "{sequence} is new, and {:?} were in hand before", self.owed);
                self.newest = sequence;
            }
            if self.owed.remove(&sequence) {
                assert!(sequence > last_owed, "what was in hand comes again in its order");
                assert!(self.owed.range(..sequence).next().is_none(), "{sequence} comes before {:?}", self.owed);
                last_owed = sequence;
            }
            self.in_hand.insert(sequence);
            self.all.push(sequence);
        }
    }
}

proptest! {
    /// Whatever fails or is killed: events come for the first time in the order in which they were stored, and what a dead
    /// receiver had in hand comes again in that order, before anything new.
    #[test]
    fn first_deliveries_and_those_after_a_kill_are_in_order(steps in prop::collection::vec(step(), 1..120)) {
        let mut watched = Watched::new(Limits { max_deliveries: 4, ..LIMITS });
        for step in &steps {
            watched.step(step);
        }
    }

    /// With one event at a time, nothing comes before all that was stored before it is settled, whatever fails or is killed.
    #[test]
    fn one_at_a_time_is_strictly_in_order(steps in prop::collection::vec(step(), 1..120)) {
        let mut watched = Watched::new(Limits { max_outstanding: 1, ..LIMITS });
        for step in &steps {
            watched.step(step);
            prop_assert!(watched.ledger.open.len() <= 1);
        }
        prop_assert!(watched.all.is_sorted(), "{:?}", watched.all);
    }
}

#[test]
fn what_is_refused_is_overtaken_by_what_is_delivered_meanwhile() {
    let mut ledger = ledger();
    deliver(&mut ledger, 2, 0);
    ledger.nack(&[(spot(1), 0)], 0, Some(100), &said("not yet"));
    assert_eq!(deliver(&mut ledger, 3, 50), [(3, 1)]);
    assert_eq!(deliver(&mut ledger, 4, 100), [(1, 2), (4, 1)], "of what is to be delivered, the oldest comes first");
}
