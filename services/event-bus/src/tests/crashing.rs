//! Receivers that an event brings down, each time, without an answer.

use realmwire_contract::event_bus::v1::DeadLetter;

use super::*;

/// How a receiver's life ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// At an event that it could not stand; what it had in hand is not answered.
    Died,
    /// It has seen all it was to see.
    Done,
}

/// Receives at `at` and answers each event there, until `seen` has `count` events or one of them is the bad one.
async fn live(at: &World, seen: &mut Vec<String>, count: usize) -> End {
    let mut receiver = at.receive("s").await;
    while seen.len() < count {
        let delivered = receiver.next(1).await;
        if delivered[0].key == "bad" {
            return End::Died;
        }
        at.ack("s", &delivered).await;
        seen.push(delivered[0].key.clone());
    }
    End::Done
}

fn events(count: usize, bad: usize) -> Vec<NewEvent> {
    let key = |number: usize| if number == bad { "bad".to_owned() } else { number.to_string() };
    (0..count).map(|number| bounty(&key(number))).collect()
}

fn check(letter: &DeadLetter, failures: u32) {
    let counts: Vec<u32> = letter.failures.iter().map(|failure| failure.delivery).collect();
    assert_eq!(counts, (1..=failures).collect::<Vec<_>>());
    let reasons: Vec<_> = letter.failures.iter().map(|failure| failure.reason.as_str()).collect();
    assert!(reasons.iter().all(|reason| *reason == "the receiver went away before it answered"), "{reasons:?}");
    assert_eq!(letter.event.as_ref().map(|event| (event.key.as_str(), event.delivery)), Some(("bad", failures)));
}

/// Receivers and whole instances die at the same event, and answers to commits are lost: after five deliveries it is a
/// dead letter, the only one, and what comes behind it is delivered.
#[tokio::test]
async fn an_event_at_which_every_receiver_dies_becomes_a_dead_letter_and_the_subscription_goes_on() {
    const EVENTS: usize = 20;
    let world = World::new().await;
    let sibling = world.sibling().await;
    world.subscribe("s", &["game.*"]).await;
    world.post_all(events(EVENTS, 7)).await;
    let (mut seen, mut deaths) = (Vec::new(), 0);
    while deaths <= 5 {
        let end = if deaths % 2 == 0 {
            sibling.host.faults().lose_commit_answers(1);
            live(&sibling, &mut seen, EVENTS - 1).await
        } else {
            let instance = world.sibling().await;
            instance.host.faults().fail_commits(1);
            let end = live(&instance, &mut seen, EVENTS - 1).await;
            instance.host.faults().disconnect();
            drop(instance.running);
            end
        };
        if end == End::Done {
            break;
        }
        deaths += 1;
    }
    assert_eq!(deaths, 5);
    let expected: Vec<_> = (0..EVENTS).filter(|number| *number != 7).map(|number| number.to_string()).collect();
    assert_eq!(seen, expected, "each was answered once, in order");
    let letters = world.dead_letters().await;
    assert_eq!(letters.len(), 1);
    check(&letters[0], 5);

    let mut receiver = sibling.receive("s").await;
    world.replay(&[&letters[0].dead_letter_id]).await.unwrap();
    let again = receiver.next(1).await;
    assert_eq!((again[0].key.as_str(), again[0].delivery), ("bad", 6));
    world.ack("s", &again).await;
    assert!(world.dead_letters().await.is_empty());
}

/// The bad one is the last of many in one message, none of which was answered: only itself becomes a dead letter.
#[tokio::test]
async fn events_that_were_in_hand_with_a_bad_one_survive_it() {
    const EVENTS: usize = 12;
    let world = World::new().await;
    let request = SubscribeRequest { max_deliveries: 3, ..subscription("s", &["game.*"]) };
    world.client.subscribe(request).await.unwrap();
    world.post_all(events(EVENTS, EVENTS - 1)).await;
    for delivery in 1..3 {
        let delivered = world.receive("s").await.next(EVENTS).await;
        assert!(delivered.iter().all(|event| event.delivery == delivery));
    }
    let mut seen = Vec::new();
    assert_eq!(live(&world, &mut seen, EVENTS).await, End::Died);
    assert_eq!(seen.len(), EVENTS - 1);
    world.post(bounty("next")).await;
    assert_eq!(live(&world, &mut seen, EVENTS).await, End::Done);
    let letters = world.dead_letters().await;
    assert_eq!(letters.len(), 1);
    check(&letters[0], 3);
}

/// As many dead letters are made as there are bad events, more than one commit takes.
#[tokio::test]
async fn a_hundred_and_fifty_bad_events_are_a_hundred_and_fifty_dead_letters() {
    const EVENTS: usize = 150;
    let world = World::new().await;
    let request = SubscribeRequest { max_deliveries: 1, ..subscription("s", &["game.*"]) };
    world.client.subscribe(request).await.unwrap();
    world.post_all((0..EVENTS).map(|_| bounty("bad")).collect()).await;
    world.receive("s").await.next(EVENTS).await;
    let mut receiver = world.receive("s").await;
    world.post(bounty("good")).await;
    assert_eq!(keys(&receiver.next(1).await), ["good"]);
    let dead = || async {
        let prefix = crate::state::dead_letters("s");
        (world.host.stored("event-bus", &prefix).await.len() == EVENTS).then_some(())
    };
    eventually("all are dead letters", dead).await;
}
