use std::collections::BTreeMap;

use super::*;

/// What a receiver saw of each event: how often, and the highest delivery count.
type Seen = BTreeMap<String, Vec<u32>>;

fn note(seen: &mut Seen, deliveries: &[Delivery]) {
    for delivery in deliveries {
        seen.entry(delivery.key.clone()).or_default().push(delivery.delivery);
    }
}

/// Every event at least once, each repeat with a higher count.
fn check(seen: &Seen, count: usize) {
    assert_eq!(seen.len(), count);
    for (key, deliveries) in seen {
        assert!(deliveries.is_sorted_by(|one, next| one < next), "{key}: {deliveries:?}");
        assert_eq!(deliveries[0], 1, "{key} is not told to be a repeat when it comes first: {deliveries:?}");
    }
}

/// The instance that delivers is killed again and again, with some events answered and others not; whichever instance
/// goes on delivers every event, and tells the repeats.
#[tokio::test]
async fn every_event_comes_at_least_once_although_instances_are_killed() {
    const EVENTS: usize = 60;
    let world = World::new().await;
    // As many deliveries as an event can lose here, so that none becomes a dead letter.
    let request = SubscribeRequest { max_outstanding: 7, max_deliveries: 10, ..subscription("s", &["game.*"]) };
    world.client.subscribe(request).await.unwrap();
    world.post_all((0..EVENTS).map(|number| bounty(&format!("{number:03}"))).collect()).await;
    let mut seen = Seen::new();
    for round in 0..12 {
        let instance = world.sibling().await;
        let mut receiver = instance.receive("s").await;
        let delivered = receiver.next(1 + round % 6).await;
        note(&mut seen, &delivered);
        // Some are answered, to another instance; then the one that delivers is gone without a word.
        world.ack("s", &delivered[..delivered.len() / 2]).await;
        note(&mut seen, &std::mem::take(&mut receiver.waiting));
        instance.host.faults().disconnect();
        drop(instance.running);
    }
    let mut receiver = world.receive("s").await;
    while seen.len() < EVENTS {
        let delivered = receiver.next(1).await;
        note(&mut seen, &delivered);
        world.ack("s", &delivered).await;
    }
    assert_eq!(seen.len(), EVENTS);
    for (key, deliveries) in &seen {
        assert!(deliveries.is_sorted_by(|one, next| one < next), "{key}: {deliveries:?}");
    }
}

/// The answer to a commit is lost at each step: what was noted is not noted twice, and nothing is left out.
#[tokio::test]
async fn nothing_is_lost_or_doubled_when_answers_to_commits_are_lost() {
    let world = World::new().await;
    world.subscribe("s", &["game.*"]).await;
    let mut receiver = world.receive("s").await;
    let mut seen = Seen::new();
    for number in 0..10 {
        world.host.faults().lose_commit_answers(usize::from(number % 2 == 0));
        world.post(bounty(&number.to_string())).await;
        world.host.faults().lose_commit_answers(usize::from(number % 3 == 0));
        let delivered = receiver.next(1).await;
        note(&mut seen, &delivered);
        world.host.faults().lose_commit_answers(1);
        world.ack("s", &delivered).await;
    }
    check(&seen, 10);
    assert!(seen.values().all(|deliveries| deliveries.len() == 1), "{seen:?}");
}

/// The journal is away for a moment at each step, and everything is tried again.
#[tokio::test]
async fn commits_that_fail_are_made_again() {
    let world = World::new().await;
    world.subscribe("s", &["game.*"]).await;
    let mut receiver = world.receive("s").await;
    for number in 0..6 {
        world.host.faults().fail_commits(1);
        world.post(bounty(&number.to_string())).await;
        world.host.faults().fail_commits(1);
        let delivered = receiver.next(1).await;
        assert_eq!((delivered[0].key.as_str(), delivered[0].delivery), (number.to_string().as_str(), 1));
        world.host.faults().fail_commits(1);
        world.ack("s", &delivered).await;
    }
}

/// A dead letter is made although the answer to its commit is lost, and there is one.
#[tokio::test]
async fn a_dead_letter_is_made_once_when_the_answer_is_lost_and_survives_a_kill() {
    let first = World::new().await;
    let request = SubscribeRequest { max_deliveries: 1, ..subscription("s", &["game.*"]) };
    first.client.subscribe(request).await.unwrap();
    first.post(bounty("b1")).await;
    let delivered = first.receive("s").await.next(1).await;
    first.host.faults().lose_commit_answers(1);
    first.nack("s", &delivered, Duration::ZERO, "no").await;
    let second = first.sibling().await;
    first.host.faults().disconnect();
    drop(first.running);
    let prefix = crate::state::dead_letters("s");
    assert_eq!(second.host.stored("event-bus", &prefix).await.len(), 1);
    second.post(bounty("b2")).await;
    assert_eq!(keys(&second.receive("s").await.next(1).await), ["b2"], "the dead one is not delivered again");
}

/// Many answers at once, to both instances: none is lost, and few commits are needed.
#[tokio::test]
async fn both_instances_take_answers_at_once() {
    const EVENTS: usize = 200;
    let world = World::new().await;
    let sibling = world.sibling().await;
    world.subscribe("s", &["game.*"]).await;
    world.post_all((0..EVENTS).map(|number| bounty(&number.to_string())).collect()).await;
    let mut receiver = world.receive("s").await;
    let delivered = receiver.next(EVENTS).await;
    let answers = delivered.iter().enumerate().map(|(index, delivery)| {
        let by = if index % 2 == 0 { &world } else { &sibling };
        by.ack("s", std::slice::from_ref(delivery))
    });
    futures::future::join_all(answers).await;
    drop(receiver);
    world.post(bounty("last")).await;
    assert_eq!(keys(&sibling.receive("s").await.next(1).await), ["last"]);
}
