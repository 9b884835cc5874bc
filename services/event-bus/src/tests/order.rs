//! In which order events come: see "Order" on the service's page.

use super::*;

/// An event of a key, which has a number.
fn event(key: &str, number: usize) -> NewEvent {
    NewEvent { event_id: format!("{key}-{number}"), ..bounty(key) }
}

fn ids(deliveries: &[Delivery]) -> Vec<&str> {
    deliveries.iter().map(|delivery| delivery.event_id.as_str()).collect()
}

/// Every first delivery fails, in one of three ways, and one event always does: each key's events come one after the other.
#[tokio::test]
async fn one_at_a_time_the_events_of_a_key_are_in_order_whatever_fails() {
    const KEYS: [&str; 3] = ["a", "b", "c"];
    let world = World::new().await;
    let sibling = world.sibling().await;
    let request = SubscribeRequest { max_outstanding: 1, max_deliveries: 3, ..subscription("s", &["game.*"]) };
    world.client.subscribe(request).await.unwrap();
    let posted: Vec<_> = (0..12).map(|number| event(KEYS[number % 3], number)).collect();
    let expected: Vec<String> = posted.iter().map(|event| event.event_id.clone()).collect();
    world.post_all(posted).await;
    let (mut receiver, mut seen) = (world.receive("s").await, Vec::new());
    while seen.last() != expected.last() {
        let delivered = receiver.next(1).await;
        let (id, delivery) = (delivered[0].event_id.clone(), delivered[0].delivery);
        let fails = delivery == 1 || id == "b-4";
        match (fails, (seen.len() + delivery as usize) % 3) {
            (false, _) => world.ack("s", &delivered).await,
            (true, 0) => world.nack("s", &delivered, Duration::ZERO, "no").await,
            (true, 1) => world.host.clock().advance(Duration::from_secs(30)),
            (true, _) => receiver = if delivery == 1 { &sibling } else { &world }.receive("s").await,
        }
        if delivery == 1 {
            seen.push(id);
        } else {
            assert_eq!(seen.last(), Some(&id), "nothing came in between");
        }
    }
    assert_eq!(seen, expected);
    let again = receiver.next(1).await;
    world.ack("s", &again).await;
    let letters = world.dead_letters().await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    world.replay(&[&letters[0].dead_letter_id]).await.unwrap();
    assert_eq!(ids(&receiver.next(1).await), ["b-4"], "a dead letter comes after those that followed it");
}

/// With more than one at a time, a refused event is overtaken by the next of its key, and tells that it is a repeat.
#[tokio::test]
async fn a_refused_event_is_overtaken_by_others_of_its_key() {
    let world = World::new().await;
    world.subscribe("s", &["game.*"]).await;
    world.post_all((0..2).map(|number| event("a", number)).collect()).await;
    let mut receiver = world.receive("s").await;
    let delivered = receiver.next(2).await;
    world.nack("s", &delivered[..1], Duration::from_secs(1), "not yet").await;
    world.post(event("a", 2)).await;
    assert_eq!(ids(&receiver.next(1).await), ["a-2"]);
    world.host.clock().advance(Duration::from_secs(1));
    let again = receiver.next(1).await;
    assert_eq!((ids(&again), again[0].delivery), (vec!["a-0"], 2));
}
