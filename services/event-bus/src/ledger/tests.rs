mod crashing;
mod order;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

const LIMITS: Limits = Limits { max_outstanding: 8, ack_wait: 1_000, max_deliveries: 3 };
const SHARES: Shares = Shares { normal: 16, low: 64 };

fn lane(source: &str, class: Class) -> LaneId {
    LaneId { source: source.into(), class }
}

fn spot(sequence: u64) -> Spot {
    Spot { source: "shop".into(), sequence }
}

fn said(reason: &str) -> Reason {
    Reason::Said(reason.to_owned())
}

/// A ledger with one lane, which begins at 0, and a receiver.
fn ledger() -> Ledger {
    let mut ledger = Ledger::new(LIMITS);
    ledger.set_lanes(vec![(lane("shop", Class::Normal), 0)]);
    ledger.attach("first", 0);
    ledger
}

/// Offers events up to `last`, from where the lane stands.
fn offer(ledger: &Ledger, last: u64) -> Offer {
    let lane = lane("shop", Class::Normal);
    let from = ledger.lanes[&lane].cursor;
    let waiting = (from + 1..=last).map(|sequence| (sequence, sequence)).collect();
    Offer { batch_max: 100, shares: SHARES, lanes: vec![Offered { lane, from, through: last.max(from), waiting }] }
}

/// The places and counts of what is delivered.
fn deliver(ledger: &mut Ledger, last: u64, now: Millis) -> Vec<(u64, u32)> {
    let holder = ledger.holder.clone();
    let advanced = ledger.advance(&holder, &offer(ledger, last), now).unwrap();
    let again = advanced.again.iter().map(|again| (again.spot.sequence, again.delivery));
    again.chain(advanced.fresh.iter().map(|fresh| (fresh.sequence, fresh.delivery))).collect()
}

#[test]
fn events_are_delivered_in_order_as_far_as_there_is_room() {
    let mut ledger = ledger();
    assert_eq!(deliver(&mut ledger, 20, 0), (1..=8).map(|sequence| (sequence, 1)).collect::<Vec<_>>());
    assert_eq!(deliver(&mut ledger, 20, 0), []);
    ledger.ack(&[], &[spot(3)]);
    ledger.ack(&[spot(7)], &[]);
    assert_eq!(deliver(&mut ledger, 20, 0), [(9, 1), (10, 1), (11, 1), (12, 1)]);
    assert_eq!(ledger.counts.acked, 4);
}

#[test]
fn a_lane_passes_what_is_of_no_interest() {
    let mut ledger = ledger();
    let mut offer = offer(&ledger, 2);
    offer.lanes[0].through = 50;
    assert_eq!(ledger.advance("first", &offer, 0).unwrap().fresh.len(), 2);
    assert_eq!(ledger.lanes[&lane("shop", Class::Normal)].cursor, 50);
}

#[test]
fn a_new_receiver_gets_what_the_old_one_had_in_hand_and_the_old_one_nothing() {
    let mut ledger = ledger();
    deliver(&mut ledger, 3, 0);
    ledger.ack(&[spot(2)], &[]);
    ledger.attach("second", 10);
    assert_eq!(ledger.advance("first", &offer(&ledger, 3), 10), Err(Lost::TakenOver));
    assert_eq!(deliver(&mut ledger, 4, 10), [(1, 2), (3, 2), (4, 1)]);
    let cut_off = [Failure { delivery: 1, at: 10, reason: Reason::CutOff }];
    assert_eq!(
        (&ledger.open[&spot(1)].failures[..], &ledger.open[&spot(3)].failures[..]),
        (&cut_off[..], &cut_off[..])
    );
}

#[test]
fn an_offer_that_was_read_elsewhere_is_refused() {
    let mut ledger = ledger();
    let offer = offer(&ledger, 3);
    ledger.seek("shop", 1);
    assert_eq!(ledger.advance("first", &offer, 0), Err(Lost::Moved));
}

#[test]
fn what_is_not_answered_has_failed_and_comes_again() {
    let mut ledger = ledger();
    deliver(&mut ledger, 1, 0);
    assert_eq!(deliver(&mut ledger, 1, 999), []);
    assert_eq!(deliver(&mut ledger, 1, 1_000), [(1, 2)]);
    assert_eq!(ledger.open[&spot(1)].failures, [Failure { delivery: 1, at: 1_000, reason: Reason::NotAnswered }]);
    assert_eq!(ledger.next_due(1_000), Some(2_000));
}

#[test]
fn what_is_refused_comes_again_after_its_delay_and_cannot_be_acknowledged_with_others() {
    let mut ledger = ledger();
    deliver(&mut ledger, 3, 0);
    ledger.nack(&[(spot(1), 1)], 0, Some(500), &said("not now"));
    ledger.nack(&[(spot(2), 0)], 0, None, &said("busy"));
    ledger.ack(&[], &[spot(3)]);
    assert_eq!(ledger.open.len(), 2);
    assert_eq!(deliver(&mut ledger, 3, 499), []);
    assert_eq!(deliver(&mut ledger, 3, 500), [(1, 2)]);
    assert_eq!(deliver(&mut ledger, 3, 1_000), [(2, 2)]);
    ledger.ack(&[], &[spot(3)]);
    assert!(ledger.open.is_empty());
}

#[test]
fn a_refusal_of_an_earlier_delivery_changes_nothing() {
    let mut ledger = ledger();
    deliver(&mut ledger, 1, 0);
    ledger.attach("second", 5);
    deliver(&mut ledger, 1, 5);
    ledger.nack(&[(spot(1), 1)], 6, None, &said("late"));
    assert_eq!(ledger.open[&spot(1)].failures.len(), 1, "that it was cut off");
    ledger.nack(&[(spot(1), 2), (spot(1), 2)], 6, None, &said("no"));
    assert_eq!(ledger.open[&spot(1)].failures.len(), 2);
}

#[test]
fn the_last_failure_condemns_with_all_that_came_before() {
    let mut ledger = ledger();
    for (round, reason) in ["a", "b", "c"].into_iter().enumerate() {
        let now = round as u64 * 100_000;
        assert_eq!(deliver(&mut ledger, 1, now).len(), 1);
        assert!(ledger.condemned(10).is_empty());
        ledger.nack(&[(spot(1), 0)], now, Some(0), &said(reason));
    }
    assert_eq!(ledger.condemned(10), [spot(1)]);
    assert_eq!(deliver(&mut ledger, 1, 900_000), [], "it is delivered no more");
    let open = ledger.bury(&spot(1)).unwrap();
    assert_eq!(open.failures.iter().map(|failure| failure.reason.text()).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!((ledger.counts.failed, ledger.counts.dead_lettered, ledger.open.len()), (3, 1, 0));
}

#[test]
fn a_dead_letter_that_is_revived_is_delivered_at_once_and_may_fail_as_often_again() {
    let mut ledger = ledger();
    ledger.revive(spot(1), Class::Low, 3, 7);
    let advanced = ledger.advance("first", &offer(&ledger, 0), 7).unwrap();
    assert_eq!(advanced.again, [Again { spot: spot(1), class: Class::Low, delivery: 4, revived: true }]);
    assert_eq!(ledger.ack(&[spot(1)], &[]), [spot(1)]);
}

#[test]
fn what_comes_again_after_a_replay_says_so() {
    let mut ledger = ledger();
    deliver(&mut ledger, 3, 0);
    ledger.ack(&[], &[spot(3)]);
    ledger.seek("shop", 1);
    let advanced = ledger.advance("first", &offer(&ledger, 4), 0).unwrap();
    let seen: Vec<_> = advanced.fresh.iter().map(|fresh| (fresh.sequence, fresh.replayed)).collect();
    assert_eq!(seen, [(2, true), (3, true), (4, false)]);
}

#[test]
fn higher_classes_come_first_and_of_one_class_the_older() {
    let mut ledger = Ledger::new(Limits { max_outstanding: 100, ..LIMITS });
    let ids = [lane("bus", Class::Low), lane("bus", Class::High), lane("a", Class::Normal), lane("b", Class::Normal)];
    ledger.set_lanes(ids.iter().map(|id| (id.clone(), 0)).collect());
    ledger.attach("first", 0);
    let waiting = [vec![(1, 1)], vec![(5, 50), (6, 60)], vec![(1, 20), (2, 40)], vec![(1, 10), (2, 30)]];
    let lanes = ids.into_iter().zip(waiting);
    let lanes = lanes.map(|(lane, waiting)| Offered { lane, from: 0, through: 9, waiting }).collect();
    let advanced = ledger.advance("first", &Offer { batch_max: 100, shares: SHARES, lanes }, 0).unwrap();
    let order: Vec<_> = advanced.fresh.iter().map(|fresh| (fresh.lane, fresh.sequence)).collect();
    assert_eq!(order, [(1, 5), (1, 6), (3, 1), (2, 1), (3, 2), (2, 2), (0, 1)]);
}

#[test]
fn lanes_that_are_no_longer_wanted_go_and_others_keep_their_place() {
    let mut ledger = ledger();
    deliver(&mut ledger, 3, 0);
    ledger.set_lanes(vec![(lane("shop", Class::Normal), 70), (lane("bank", Class::Normal), 9)]);
    assert_eq!(ledger.lanes[&lane("shop", Class::Normal)].cursor, 3);
    assert_eq!(ledger.lanes[&lane("bank", Class::Normal)].cursor, 9);
    ledger.set_lanes(vec![(lane("bank", Class::Normal), 0)]);
    assert_eq!(ledger.lanes.len(), 1);
}

/// The worst that the limits of a subscription allow is far below what a journal stores.
#[test]
fn the_fullest_books_can_be_stored() {
    use prost::Message;
    let limits = Limits { max_outstanding: 2_000, ack_wait: 1_000, max_deliveries: 10 };
    let mut ledger = Ledger::new(limits);
    ledger.set_lanes(vec![(lane("a-source-with-a-long-name", Class::Normal), 0)]);
    ledger.attach("holder", 0);
    let lane = lane("a-source-with-a-long-name", Class::Normal);
    let waiting = (1..=2_000).map(|number| (number * 1_000_000, 0)).collect();
    let offered = Offered { lane, from: 0, through: u64::MAX / 2, waiting };
    let offer = Offer { batch_max: 2_000, shares: SHARES, lanes: vec![offered] };
    ledger.advance("holder", &offer, 1_900_000_000_000).unwrap();
    let spots: Vec<_> = ledger.open.keys().map(|spot| (spot.clone(), 0)).collect();
    for round in 0..9 {
        ledger.nack(&spots, 1_900_000_000_000 + round, Some(0), &said(&"x".repeat(5_000)));
        ledger.open.values_mut().for_each(|open| open.state = OpenState::InHand);
    }
    let size = ledger.to_record().encoded_len();
    assert!(size < 1_000_000, "{size}");
}

/// What happens to a subscription.
#[derive(Clone, Debug)]
enum Step {
    Deliver,
    Publish(u64),
    Ack(usize),
    AckThrough(usize),
    Nack(usize),
    Wait(u64),
    Kill,
    Restart,
    Bury,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => Just(Step::Deliver),
        2 => (1_u64..6).prop_map(Step::Publish),
        3 => any::<usize>().prop_map(Step::Ack),
        1 => any::<usize>().prop_map(Step::AckThrough),
        2 => any::<usize>().prop_map(Step::Nack),
        1 => (1_u64..1_500).prop_map(Step::Wait),
        1 => Just(Step::Kill),
        1 => Just(Step::Restart),
        1 => Just(Step::Bury),
    ]
}

/// A receiver, and everything that it saw.
struct Run {
    ledger: Ledger,
    published: u64,
    now: Millis,
    in_hand: Vec<u64>,
    delivered: BTreeMap<u64, u32>,
    acked: BTreeSet<u64>,
    buried: BTreeSet<u64>,
}

impl Run {
    fn deliver(&mut self) {
        for (sequence, delivery) in deliver(&mut self.ledger, self.published, self.now) {
            let before = self.delivered.insert(sequence, delivery).unwrap_or(0);
            assert_eq!(delivery, before + 1, "each delivery of {sequence} has the next number");
            assert!(!self.buried.contains(&sequence) && !self.acked.contains(&sequence), "{sequence} is settled");
            self.in_hand.push(sequence);
        }
    }

    fn bury(&mut self) {
        for spot in self.ledger.condemned(100) {
            let open = self.ledger.bury(&spot).unwrap();
            assert_eq!(open.failures.len(), LIMITS.max_deliveries as usize);
            assert!(self.buried.insert(spot.sequence), "{spot:?} is buried once");
        }
    }

    fn step(&mut self, step: &Step) {
        let chosen = |number: &usize| self.in_hand.get(number % self.in_hand.len().max(1)).copied();
        match step {
            Step::Deliver => self.deliver(),
            Step::Publish(count) => self.published += count,
            Step::Ack(number) => {
                if let Some(sequence) = chosen(number) {
                    self.settle(|ledger| drop(ledger.ack(&[spot(sequence)], &[])));
                }
            }
            Step::AckThrough(number) => {
                if let Some(sequence) = chosen(number) {
                    self.settle(|ledger| drop(ledger.ack(&[], &[spot(sequence)])));
                }
            }
            Step::Nack(number) => {
                if let Some(sequence) = chosen(number) {
                    self.ledger.nack(&[(spot(sequence), 0)], self.now, Some(100), &said("no"));
                }
            }
            Step::Wait(time) => self.now += time,
            Step::Kill => {
                self.in_hand.clear();
                self.ledger.attach(&format!("at {}", self.now), self.now);
            }
            Step::Restart => self.ledger = Ledger::from_record(&self.ledger.to_record()),
            Step::Bury => self.bury(),
        }
    }

    /// Notes what an acknowledgement takes out of the books.
    fn settle(&mut self, ack: impl FnOnce(&mut Ledger)) {
        let before: BTreeSet<u64> = self.ledger.open.keys().map(|spot| spot.sequence).collect();
        ack(&mut self.ledger);
        let after: BTreeSet<u64> = self.ledger.open.keys().map(|spot| spot.sequence).collect();
        self.acked.extend(before.difference(&after));
    }
}

proptest! {
    /// Whatever is published, refused, left unanswered or killed: each event is dealt with or a dead letter in the end,
    /// exactly one of both, and none is left out.
    #[test]
    fn no_event_is_lost(steps in prop::collection::vec(step(), 1..120)) {
        let mut run = Run {
            ledger: ledger(),
            published: 3,
            now: 0,
            in_hand: Vec::new(),
            delivered: BTreeMap::new(),
            acked: BTreeSet::new(),
            buried: BTreeSet::new(),
        };
        for step in &steps {
            run.step(step);
            prop_assert!(run.ledger.open.len() <= LIMITS.max_outstanding);
        }
        for _ in 0..200 {
            run.now += 1_000;
            run.bury();
            run.deliver();
            let last = spot(run.published);
            run.settle(|ledger| drop(ledger.ack(&[], &[last])));
        }
        let all: BTreeSet<u64> = (1..=run.published).collect();
        prop_assert_eq!(run.acked.union(&run.buried).copied().collect::<BTreeSet<_>>(), all);
        prop_assert!(run.acked.is_disjoint(&run.buried));
        prop_assert!(run.ledger.open.is_empty());
    }

    #[test]
    fn books_are_read_as_they_were_stored(steps in prop::collection::vec(step(), 1..60)) {
        let mut run = Run {
            ledger: ledger(),
            published: 20,
            now: 1_900_000_000_000,
            in_hand: Vec::new(),
            delivered: BTreeMap::new(),
            acked: BTreeSet::new(),
            buried: BTreeSet::new(),
        };
        for step in &steps {
            run.step(step);
            prop_assert_eq!(&Ledger::from_record(&run.ledger.to_record()), &run.ledger);
        }
    }
}

#[test]
fn an_instance_that_delivers_is_left_alone_until_it_is_silent_or_stops() {
    let mut ledger = ledger();
    assert_eq!(ledger.lease("one", 0), Ok(()));
    assert_eq!(ledger.lease("two", 9_999), Err(10_000));
    deliver(&mut ledger, 2, 5_000);
    assert_eq!(ledger.renew_at(), Some(8_334));
    assert_eq!(ledger.lease("two", 14_999), Err(15_000), "each delivery is a sign of life");
    assert_eq!(ledger.lease("two", 15_000), Ok(()));
    assert_eq!(ledger.advance("one", &offer(&ledger, 2), 15_000), Err(Lost::TakenOver));
    ledger.release("one", 15_000);
    assert_eq!(ledger.holder, "two");
    let failed = ledger.counts.failed;
    assert_eq!(failed, 2, "the one that was silent may have been killed by what it delivered");
    deliver(&mut ledger, 2, 15_000);
    assert_eq!(ledger.lease("two", 15_500), Ok(()));
    ledger.release("two", 15_500);
    assert_eq!(ledger.lease("one", 15_500), Ok(()));
    assert_eq!(ledger.counts.failed, failed, "who goes on by itself or stops has not failed");
    assert_eq!(deliver(&mut ledger, 2, 15_500), [(1, 3), (2, 3)]);
}
