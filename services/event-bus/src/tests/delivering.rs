use realmwire_contract::event_bus::v1::{
    EventFilter, FilterOperator, PriorityRule, ReplayRequest, StatsRequest, UnsubscribeRequest, replay_request,
};

use super::*;

#[tokio::test]
async fn a_subscription_receives_what_services_publish_and_what_is_published_for_others() {
    let world = World::new().await;
    world.pass_hour("before").await;
    world.subscribe("s", &["time-manager.hour.*", "game.*"]).await;
    world.pass_hour("vale").await;
    world.post(bounty("b1")).await;
    let mut receiver = world.receive("s").await;
    let mut delivered = receiver.next(2).await;
    world.pass_hour("coast").await;
    delivered.extend(receiver.next(1).await);
    delivered.sort_by(|one, other| one.key.cmp(&other.key));
    assert_eq!(keys(&delivered), ["b1", "coast", "vale"]);
    assert_eq!(delivered[2].source, "time-manager");
    assert_eq!(delivered[2].r#type, "time-manager.hour.changed.v1");
    assert!(delivered[2].publisher.is_empty() && !delivered[2].cause.is_empty());
}

#[tokio::test]
async fn only_what_fulfils_the_filters_is_delivered() {
    let world = World::new().await;
    let filter = |attribute: &str, operator: FilterOperator, value: &str| EventFilter {
        attribute: attribute.to_owned(),
        operator: operator.into(),
        values: vec![value.to_owned()],
    };
    let filters = vec![
        filter("message.faction_id", FilterOperator::Equal, "glasswrights"),
        filter("key", FilterOperator::Prefix, "wanted"),
    ];
    let request = SubscribeRequest { filters, ..subscription("s", &["game.*"]) };
    world.client.subscribe(request).await.unwrap();
    for key in ["other", "wanted-1", "unwanted", "wanted-2"] {
        world.post(bounty(key)).await;
    }
    assert_eq!(keys(&world.receive("s").await.next(2).await), ["wanted-1", "wanted-2"]);
}

#[tokio::test]
async fn a_receiver_that_comes_back_gets_what_it_did_not_answer_and_can_tell_it() {
    let world = World::new().await;
    world.subscribe("s", &["game.*"]).await;
    for number in 0..4 {
        world.post(bounty(&number.to_string())).await;
    }
    let mut receiver = world.receive("s").await;
    let first = receiver.next(4).await;
    world.ack("s", &first[..1]).await;
    drop(receiver);
    let again = world.receive("s").await.next(3).await;
    assert_eq!(keys(&again), ["1", "2", "3"]);
    assert!(again.iter().all(|delivery| delivery.delivery == 2));
    for (one, other) in first[1..].iter().zip(&again) {
        assert_eq!((&one.event_id, one.sequence), (&other.event_id, other.sequence));
    }
}

#[tokio::test]
async fn a_new_receiver_takes_over_and_the_old_one_is_told() {
    let world = World::new().await;
    let sibling = world.sibling().await;
    world.subscribe("s", &["game.*"]).await;
    let old = world.receive("s").await;
    let mut new = sibling.receive("s").await;
    assert_eq!(old.end().await.code(), Code::Aborted);
    world.post(bounty("b1")).await;
    assert_eq!(keys(&new.next(1).await), ["b1"]);
}

#[tokio::test]
async fn no_more_is_delivered_than_may_be_outstanding() {
    let world = World::new().await;
    let sibling = world.sibling().await;
    let request = SubscribeRequest { max_outstanding: 3, ..subscription("s", &["game.*"]) };
    world.client.subscribe(request).await.unwrap();
    let events: Vec<_> = (0..10).map(|number| bounty(&number.to_string())).collect();
    world.post_all(events).await;
    let mut receiver = world.receive("s").await;
    let mut seen = Vec::new();
    for round in 0..4 {
        let count = if round == 3 { 1 } else { 3 };
        let delivered = receiver.next(count).await;
        let stats = world.client.stats(StatsRequest::default()).await.unwrap().subscriptions;
        assert_eq!(stats[0].outstanding as usize, count);
        seen.extend(keys(&delivered).into_iter().map(str::to_owned));
        // The other instance takes the answer, and the one that delivers goes on.
        let last = delivered.last().map(place).into_iter().collect();
        let request = AckRequest { subscription_id: "s".to_owned(), places: Vec::new(), through: last };
        sibling.client.ack(request).await.unwrap();
    }
    assert_eq!(seen, (0..10).map(|number| number.to_string()).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_not_answered_in_time_comes_again_to_the_same_receiver() {
    let world = World::new().await;
    world.subscribe("s", &["game.*"]).await;
    world.post(bounty("b1")).await;
    let mut receiver = world.receive("s").await;
    receiver.next(1).await;
    world.host.clock().advance(Duration::from_secs(30));
    let again = receiver.next(1).await;
    assert_eq!((again[0].key.as_str(), again[0].delivery), ("b1", 2));
    world.ack("s", &again).await;
    world.host.clock().advance(Duration::from_secs(60));
    world.post(bounty("b2")).await;
    assert_eq!(keys(&receiver.next(1).await), ["b2"]);
}

#[tokio::test]
async fn of_what_waits_the_higher_priority_comes_first() {
    let world = World::new().await;
    let rule = PriorityRule { pattern: "time-manager.hour.*".to_owned(), priority: Priority::Low.into() };
    let request = SubscribeRequest { priorities: vec![rule], ..subscription("s", &["game.*", "time-manager.hour.*"]) };
    world.client.subscribe(request).await.unwrap();
    world.pass_hour("vale").await;
    world.host.clock().advance(Duration::from_secs(1));
    for (id, priority) in [("low", Priority::Low), ("normal", Priority::Normal), ("high", Priority::High)] {
        for number in 0..3 {
            world.post(with_priority(bounty(&format!("{id}-{number}")), priority)).await;
        }
    }
    let delivered = world.receive("s").await.next(10).await;
    let expected =
        ["high-0", "high-1", "high-2", "normal-0", "normal-1", "normal-2", "vale", "low-0", "low-1", "low-2"];
    assert_eq!(keys(&delivered), expected);
    assert_eq!(delivered[6].priority(), Priority::Low);
}

#[tokio::test]
async fn low_priority_is_not_starved() {
    let world = World::new().await;
    world.subscribe("s", &["game.*"]).await;
    let many = |id: &str, priority: Priority, count: usize| -> Vec<NewEvent> {
        (0..count).map(|number| with_priority(bounty(&format!("{id}-{number}")), priority)).collect()
    };
    world.post_all(many("high", Priority::High, 200)).await;
    world.post_all(many("low", Priority::Low, 2)).await;
    let delivered = world.receive("s").await.next(202).await;
    let first_low = delivered.iter().position(|delivery| delivery.key == "low-0").unwrap();
    assert!(first_low < 64, "{first_low}");
}

#[tokio::test]
async fn a_subscription_is_set_back_to_a_time_or_a_place() {
    let world = World::new().await;
    world.subscribe("s", &["game.*"]).await;
    let mut times = Vec::new();
    for number in 0..4 {
        times.push(world.host.process().host().now());
        world.post(bounty(&number.to_string())).await;
        world.host.clock().advance(Duration::from_secs(10));
    }
    let mut receiver = world.receive("s").await;
    let delivered = receiver.next(4).await;
    world.ack("s", &delivered).await;
    let replay = async |start: replay_request::Start| {
        let request = ReplayRequest { subscription_id: "s".to_owned(), start: Some(start) };
        world.client.replay(request).await
    };
    replay(replay_request::Start::FromTime(times[2].into())).await.unwrap();
    let again = receiver.next(2).await;
    assert_eq!(keys(&again), ["2", "3"]);
    assert!(again.iter().all(|delivery| delivery.replayed));
    world.ack("s", &again).await;
    replay(replay_request::Start::FromPlace(place(&delivered[1]))).await.unwrap();
    assert_eq!(keys(&receiver.next(3).await), ["1", "2", "3"]);
    world.post(bounty("new")).await;
    let new = receiver.next(1).await;
    assert_eq!((new[0].key.as_str(), new[0].replayed), ("new", false));

    let elsewhere = Place { source: "auth".to_owned(), sequence: 1, delivery: 0 };
    refused_field(replay(replay_request::Start::FromPlace(elsewhere)).await, "from_place.source");
    let request = ReplayRequest { subscription_id: "s".to_owned(), start: None };
    refused_field(world.client.replay(request).await, "start");
}

#[tokio::test]
async fn a_receiver_is_told_when_its_subscription_ends() {
    let world = World::new().await;
    world.subscribe("s", &["game.*"]).await;
    let receiver = world.receive("s").await;
    world.client.unsubscribe(UnsubscribeRequest { subscription_id: "s".to_owned() }).await.unwrap();
    assert_eq!(receiver.end().await.code(), Code::NotFound);
}

#[tokio::test]
async fn statistics_tell_what_was_done_and_what_waits() {
    let world = World::new().await;
    world.subscribe("s", &["game.*"]).await;
    world.post_all(vec![bounty("a"), bounty("b"), bounty("c")]).await;
    let mut receiver = world.receive("s").await;
    let delivered = receiver.next(3).await;
    world.ack("s", &delivered[..1]).await;
    world.nack("s", &delivered[1..2], Duration::from_secs(60), "no").await;
    let stats = world.client.stats(StatsRequest::default()).await.unwrap().subscriptions.remove(0);
    assert_eq!((stats.delivered, stats.acked, stats.failed, stats.dead_lettered), (3, 1, 1, 0));
    assert_eq!((stats.outstanding, stats.failing), (2, 1));
    let normal = stats.positions.iter().find(|position| position.priority() == Priority::Normal).unwrap();
    assert_eq!(normal.source, "event-bus");
    assert!(normal.sequence >= delivered[2].sequence && normal.last_sequence >= normal.sequence);
}
