use super::*;

/// A receiver that dies at some events without an answer, and comes back each time.
#[derive(Clone, Debug)]
struct Crashing {
    poison: BTreeSet<u64>,
    /// Whether it answers each event before it looks at the next, or all of a message together.
    answers_each: bool,
    deliveries: BTreeMap<u64, u32>,
    acked: BTreeSet<u64>,
    dead: BTreeMap<u64, Open>,
}

impl Crashing {
    fn new(poison: BTreeSet<u64>, answers_each: bool) -> Self {
        let (deliveries, acked, dead) = Default::default();
        Self { poison, answers_each, deliveries, acked, dead }
    }

    /// Receives until nothing is left, or until it has died; then `false`.
    fn live(&mut self, ledger: &mut Ledger, last: u64, now: Millis) -> bool {
        loop {
            for spot in ledger.condemned(3) {
                self.dead.insert(spot.sequence, ledger.bury(&spot).unwrap());
            }
            let message = deliver(ledger, last, now);
            if message.is_empty() && ledger.open.is_empty() {
                return true;
            }
            for (sequence, delivery) in &message {
                self.deliveries.insert(*sequence, *delivery);
            }
            for (sequence, _) in &message {
                if self.poison.contains(sequence) {
                    return false;
                }
                if self.answers_each {
                    ledger.ack(&[spot(*sequence)], &[]);
                    self.acked.insert(*sequence);
                }
            }
            ledger.ack(&message.iter().map(|(sequence, _)| spot(*sequence)).collect::<Vec<_>>(), &[]);
            self.acked.extend(message.iter().map(|(sequence, _)| sequence));
        }
    }
}

proptest! {
    /// What brings the receiver down is a dead letter after as many deliveries as the subscription allows, and nothing
    /// that was in hand with it is.
    #[test]
    fn events_that_kill_their_receiver_become_dead_letters_and_no_others(
        last in 1_u64..40,
        poison in prop::collection::btree_set(1_u64..40, 0..6),
        (max_deliveries, max_outstanding) in (2_u32..6, 1_usize..12),
        answers_each in any::<bool>(),
    ) {
        let mut ledger = Ledger::new(Limits { max_outstanding, max_deliveries, ..LIMITS });
        ledger.set_lanes(vec![(lane("shop", Class::Normal), 0)]);
        let mut receiver = Crashing::new(poison.into_iter().filter(|sequence| *sequence <= last).collect(), answers_each);
        let lives = receiver.poison.len() as u64 * u64::from(max_deliveries) + 1;
        let is_done = (0..lives).any(|life| {
            ledger.attach(&format!("life {life}"), life);
            receiver.live(&mut ledger, last, life)
        });
        prop_assert!(is_done, "{lives} lives are enough: {receiver:?}");
        prop_assert_eq!(receiver.dead.keys().copied().collect::<BTreeSet<_>>(), receiver.poison.clone());
        prop_assert_eq!(receiver.acked.len() + receiver.dead.len(), usize::try_from(last).unwrap());
        for open in receiver.dead.values() {
            prop_assert_eq!(open.failures.len(), max_deliveries as usize);
            prop_assert!(open.failures.iter().all(|failure| failure.reason == Reason::CutOff));
        }
        prop_assert!(receiver.deliveries.values().all(|deliveries| *deliveries <= max_deliveries));
    }
}

#[test]
fn a_suspect_waits_for_an_empty_hand_and_nothing_else_is_delivered_meanwhile() {
    let mut ledger = Ledger::new(Limits { max_deliveries: 2, ..LIMITS });
    ledger.set_lanes(vec![(lane("shop", Class::Normal), 0)]);
    ledger.attach("first", 0);
    deliver(&mut ledger, 2, 0);
    ledger.nack(&[(spot(2), 0)], 0, Some(700), &said("later"));
    ledger.attach("second", 10);
    assert_eq!(deliver(&mut ledger, 5, 10), [(1, 2)], "it is alone, and not with new ones");
    assert_eq!((ledger.room(10), ledger.next_due(10)), (0, Some(700)));
    assert_eq!(deliver(&mut ledger, 5, 700), []);
    assert_eq!(ledger.next_due(700), Some(1_010), "what is due is no reason to look before there is an answer");
    ledger.ack(&[spot(1)], &[]);
    assert_eq!(ledger.next_due(700), Some(700));
    assert_eq!(deliver(&mut ledger, 4, 700), [(2, 2), (3, 1), (4, 1)], "what was refused is no suspect");

    ledger.attach("third", 800);
    assert_eq!(ledger.condemned(9), [spot(2)]);
    ledger.bury(&spot(2));
    assert_eq!(deliver(&mut ledger, 5, 800), [(3, 2)]);
    assert_eq!(ledger.next_due(800), Some(1_800));
    ledger.attach("fourth", 801);
    assert_eq!(ledger.condemned(9), [spot(3)], "it was alone, so it is to blame");
    ledger.bury(&spot(3));
    assert_eq!(deliver(&mut ledger, 5, 801), [(4, 2)]);
    ledger.ack(&[spot(4)], &[]);
    assert_eq!(deliver(&mut ledger, 5, 801), [(5, 1)]);
}

#[test]
fn a_receiver_on_a_subject_that_does_not_answer_gets_the_last_delivery_of_each_event_alone() {
    let mut ledger = Ledger::new(Limits { max_deliveries: 2, ..LIMITS });
    ledger.set_lanes(vec![(lane("shop", Class::Normal), 0)]);
    ledger.lease("one", 0).unwrap();
    assert_eq!(deliver(&mut ledger, 2, 0).len(), 2);
    ledger.nack(&[(spot(1), 0), (spot(2), 0)], 900, Some(0), &Reason::NotAnswered);
    assert_eq!(deliver(&mut ledger, 3, 900), [(1, 2)]);
    ledger.nack(&[(spot(1), 0)], 950, Some(0), &Reason::NotAnswered);
    assert_eq!(ledger.condemned(9), [spot(1)]);
    ledger.bury(&spot(1));
    assert_eq!(deliver(&mut ledger, 3, 950), [(2, 2)]);
}

#[test]
fn where_one_delivery_is_allowed_all_that_a_dead_receiver_had_in_hand_are_dead_letters() {
    let mut ledger = Ledger::new(Limits { max_deliveries: 1, ..LIMITS });
    ledger.set_lanes(vec![(lane("shop", Class::Normal), 0)]);
    ledger.attach("first", 0);
    deliver(&mut ledger, 3, 0);
    ledger.ack(&[spot(2)], &[]);
    ledger.attach("second", 1);
    assert_eq!(ledger.condemned(9), [spot(1), spot(3)]);
}
