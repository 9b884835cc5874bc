use std::sync::Arc;

use parking_lot::Mutex;
use realmwire_contract::event_bus::v1::{DeliveryAnswer, Refusal};
use realmwire_fabric::bus::{Message as BusMessage, Subscription as Listening};

use super::*;

/// What came to a subject.
type Arrived = Arc<Mutex<Vec<Delivery>>>;

/// Listens on a subject, and answers each message as `answer` says.
async fn listen(
    world: &World,
    answer: impl Fn(&[Delivery]) -> DeliveryAnswer + Send + Sync + 'static,
) -> (Listening, Arrived) {
    listen_unless(world, |_| false, answer).await
}

/// As [`listen`], and dies without an answer at messages for which `dies` holds.
async fn listen_unless(
    world: &World,
    dies: impl Fn(&[Delivery]) -> bool + Send + Sync + 'static,
    answer: impl Fn(&[Delivery]) -> DeliveryAnswer + Send + Sync + 'static,
) -> (Listening, Arrived) {
    let (bus, arrived) = (Arc::clone(&world.host.fabric().bus), Arrived::default());
    let (answering, noting) = (Arc::clone(&bus), Arc::clone(&arrived));
    let sink = move |message: BusMessage| {
        let Some(reply) = message.reply.clone() else { return };
        let received = ReceiveResponse::decode(message.payload).unwrap().deliveries;
        let dies = dies(&received);
        let answer = BusMessage::new(reply, answer(&received).encode_to_vec());
        noting.lock().extend(received);
        if dies {
            return;
        }
        let bus = Arc::clone(&answering);
        tokio::spawn(async move { bus.publish(answer).await });
    };
    (bus.subscribe("deliver.test", None, Arc::new(sink)).await.unwrap(), arrived)
}

fn to_subject(id: &str) -> SubscribeRequest {
    SubscribeRequest { deliver_subject: "deliver.test".to_owned(), ..subscription(id, &["game.*"]) }
}

async fn until_arrived(world: &World, arrived: &Arrived, count: usize) -> Vec<Delivery> {
    eventually("the events arrive", async || {
        // Whatever waits for a time has it.
        world.host.clock().advance(Duration::from_millis(500));
        let arrived = arrived.lock();
        (arrived.len() >= count).then(|| arrived.clone())
    })
    .await
}

#[tokio::test]
async fn events_are_delivered_to_a_subject_and_settled_by_its_answers() {
    let world = World::new().await;
    let refuse_twice = |deliveries: &[Delivery]| {
        let bad = deliveries.iter().filter(|delivery| delivery.key == "bad" && delivery.delivery < 3);
        let refusal = |delivery: &Delivery| Refusal {
            place: Some(place(delivery)),
            delay: Some(prost_types::Duration::default()),
            reason: "not yet".to_owned(),
        };
        DeliveryAnswer { refusals: bad.map(refusal).collect() }
    };
    let (_listening, arrived) = listen(&world, refuse_twice).await;
    world.client.subscribe(to_subject("s")).await.unwrap();
    world.post_all(vec![bounty("a"), bounty("bad"), bounty("c")]).await;
    let all = until_arrived(&world, &arrived, 5).await;
    let counts: Vec<_> = all.iter().map(|delivery| (delivery.key.as_str(), delivery.delivery)).collect();
    assert_eq!(counts, [("a", 1), ("bad", 1), ("c", 1), ("bad", 2), ("bad", 3)]);
    let receive = ReceiveRequest { subscription_id: "s".to_owned(), batch_max: 0 };
    refused(world.client.receive(receive).await, Code::FailedPrecondition);
}

#[tokio::test]
async fn one_of_two_instances_delivers_and_the_other_goes_on_when_it_is_killed() {
    let world = World::new().await;
    let sibling = world.sibling().await;
    let third = world.sibling().await;
    let (_listening, arrived) = listen(&third, |_| DeliveryAnswer::default()).await;
    world.client.subscribe(to_subject("s")).await.unwrap();
    let events: Vec<_> = (0..20).map(|number| bounty(&number.to_string())).collect();
    world.post_all(events[..10].to_vec()).await;
    assert_eq!(until_arrived(&third, &arrived, 10).await.len(), 10, "each once");
    for instance in [world, sibling] {
        instance.host.faults().disconnect();
        drop(instance.running);
    }
    third.post_all(events[10..].to_vec()).await;
    let all = until_arrived(&third, &arrived, 20).await;
    assert_eq!(keys(&all), (0..20).map(|number| number.to_string()).collect::<Vec<_>>());
}

/// That nobody listens says nothing about the events: they wait.
#[tokio::test]
async fn events_wait_for_somebody_who_listens() {
    let world = World::new().await;
    world.client.subscribe(to_subject("s")).await.unwrap();
    world.post(bounty("b1")).await;
    for _ in 0..20 {
        world.host.clock().advance(Duration::from_secs(10));
        world.client.stats(realmwire_contract::event_bus::v1::StatsRequest::default()).await.unwrap();
    }
    let (_listening, arrived) = listen(&world, |_| DeliveryAnswer::default()).await;
    assert_eq!(keys(&until_arrived(&world, &arrived, 1).await), ["b1"]);
    let request = ListDeadLettersRequest { subscription_id: "s".to_owned(), ..ListDeadLettersRequest::default() };
    assert!(world.client.list_dead_letters(request).await.unwrap().dead_letters.is_empty());
}

#[tokio::test]
async fn a_subject_must_be_one_for_deliveries() {
    let world = World::new().await;
    for subject in ["svc.auth.v1.Login", "deliver.", "deliver.*", "deliver.a b", "evt.x"] {
        let request = SubscribeRequest { deliver_subject: subject.to_owned(), ..subscription("s", &["game.*"]) };
        refused_field(world.client.subscribe(request).await, "deliver_subject");
    }
}

/// A subscription changes from a subject to a stream and back.
#[tokio::test]
async fn a_subscription_changes_how_it_delivers() {
    let world = World::new().await;
    let (_listening, arrived) = listen(&world, |_| DeliveryAnswer::default()).await;
    world.client.subscribe(to_subject("s")).await.unwrap();
    world.post(bounty("b1")).await;
    until_arrived(&world, &arrived, 1).await;
    world.subscribe("s", &["game.*"]).await;
    world.post(bounty("b2")).await;
    let delivered = world.receive("s").await.next(1).await;
    assert_eq!(keys(&delivered), ["b2"]);
    world.ack("s", &delivered).await;
    world.client.subscribe(to_subject("s")).await.unwrap();
    world.post(bounty("b3")).await;
    assert_eq!(keys(&until_arrived(&world, &arrived, 2).await), ["b1", "b3"]);
}

/// A message is answered as a whole: the last delivery of what was in it is alone, and only what is bad is a dead letter.
#[tokio::test]
async fn an_event_at_which_listeners_die_becomes_a_dead_letter_and_those_with_it_do_not() {
    let world = World::new().await;
    let is_bad = |deliveries: &[Delivery]| deliveries.iter().any(|delivery| delivery.key == "bad");
    let (_listening, arrived) = listen_unless(&world, is_bad, |_| DeliveryAnswer::default()).await;
    // A second of real time, which passes where nobody answers.
    let ack_wait = Some(prost_types::Duration { seconds: 1, nanos: 0 });
    world.client.subscribe(SubscribeRequest { max_deliveries: 2, ack_wait, ..to_subject("s") }).await.unwrap();
    world.post_all(vec![bounty("a"), bounty("bad"), bounty("c")]).await;
    let all = until_arrived(&world, &arrived, 6).await;
    let counts: Vec<_> = all.iter().map(|delivery| (delivery.key.as_str(), delivery.delivery)).collect();
    assert_eq!(counts, [("a", 1), ("bad", 1), ("c", 1), ("a", 2), ("bad", 2), ("c", 2)]);
    world.post(bounty("d")).await;
    assert_eq!(keys(&until_arrived(&world, &arrived, 7).await[6..]), ["d"]);
    let letters = world.dead_letters().await;
    assert_eq!(letters.iter().map(|letter| letter.event.as_ref().unwrap().key.as_str()).collect::<Vec<_>>(), ["bad"]);
}
