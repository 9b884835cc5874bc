use realmwire_contract::event_bus::v1::{
    EventFilter, ListSubscriptionsRequest, PriorityRule, UnsubscribeRequest, subscribe_request,
};

use super::*;

#[tokio::test]
async fn a_subscription_begins_where_it_is_told() {
    let world = World::new().await;
    world.post(bounty("1")).await;
    world.host.clock().advance(Duration::from_secs(10));
    let second = world.host.process().host().now();
    world.post(bounty("2")).await;
    let from = async |id: &str, start: Option<subscribe_request::Start>| {
        let request = SubscribeRequest { start, ..subscription(id, &["game.*"]) };
        world.client.subscribe(request).await.unwrap();
    };
    from("now", None).await;
    from("oldest", Some(subscribe_request::Start::FromOldest(true))).await;
    from("second", Some(subscribe_request::Start::FromTime(second.into()))).await;
    world.post(bounty("3")).await;
    assert_eq!(keys(&world.receive("now").await.next(1).await), ["3"]);
    assert_eq!(keys(&world.receive("second").await.next(2).await), ["2", "3"]);
    assert_eq!(keys(&world.receive("oldest").await.next(3).await), ["1", "2", "3"]);
}

#[tokio::test]
async fn subscribing_again_changes_what_it_is_about_and_keeps_its_place() {
    let world = World::new().await;
    let made = world.subscribe("s", &["game.bounty.*"]).await;
    assert_eq!((made.max_outstanding, made.max_deliveries), (1_000, 5));
    assert_eq!(made.ack_wait.unwrap().seconds, 30);
    world.host.clock().advance(Duration::from_secs(5));
    assert_eq!(world.subscribe("s", &["game.bounty.*"]).await, made, "the same again");
    world.post(bounty("b1")).await;
    let changed = world.subscribe("s", &["game.bounty.*", "time-manager.hour.*"]).await;
    assert_eq!(changed.create_time, made.create_time);
    world.pass_hour("vale").await;
    let mut delivered = world.receive("s").await.next(2).await;
    delivered.sort_by(|one, other| one.key.cmp(&other.key));
    assert_eq!(keys(&delivered), ["b1", "vale"]);
}

/// Who receives goes by what the subscription was about, and begins anew when it is changed.
#[tokio::test]
async fn a_receiver_is_told_when_its_subscription_changes() {
    let world = World::new().await;
    world.subscribe("s", &["game.raid.*"]).await;
    let receiver = world.receive("s").await;
    world.subscribe("s", &["game.bounty.*"]).await;
    assert_eq!(receiver.end().await.code(), Code::Aborted);
    world.post(bounty("b1")).await;
    assert_eq!(keys(&world.receive("s").await.next(1).await), ["b1"]);
}

/// An event that waits in one class is not lost when its type gets another.
#[tokio::test]
async fn a_change_of_priorities_loses_nothing() {
    let world = World::new().await;
    let rule = |priority: Priority| {
        vec![PriorityRule { pattern: "time-manager.hour.*".to_owned(), priority: priority.into() }]
    };
    let request = |priority| SubscribeRequest { priorities: rule(priority), ..subscription("s", &["time-manager.*"]) };
    world.client.subscribe(request(Priority::Normal)).await.unwrap();
    world.pass_hour("one").await;
    world.client.subscribe(request(Priority::High)).await.unwrap();
    world.pass_hour("two").await;
    world.client.subscribe(request(Priority::Low)).await.unwrap();
    assert_eq!(keys(&world.receive("s").await.next(2).await), ["one", "two"]);
}

#[tokio::test]
async fn malformed_subscriptions_are_refused_with_their_field() {
    let world = World::new().await;
    let filter = |attribute: &str| EventFilter { attribute: attribute.to_owned(), ..EventFilter::default() };
    let good = || subscription("s", &["game.*"]);
    for (request, field) in [
        (subscription("Not An Id", &["game.*"]), "subscription_id"),
        (subscription("s", &[]), "patterns"),
        (subscription("s", &["game.*", "gaem.raid.won"]), "patterns[1]"),
        (subscription("s", &["game..x"]), "patterns[0]"),
        (SubscribeRequest { filters: vec![filter("zone")], ..good() }, "filters[0].attribute"),
        (SubscribeRequest { max_outstanding: 2_001, ..good() }, "max_outstanding"),
        (SubscribeRequest { max_deliveries: 11, ..good() }, "max_deliveries"),
        (SubscribeRequest { ack_wait: Some(prost_types::Duration { seconds: 0, nanos: 5 }), ..good() }, "ack_wait"),
        (
            SubscribeRequest { priorities: vec![PriorityRule { pattern: "game.*".to_owned(), priority: 9 }], ..good() },
            "priorities[0].priority",
        ),
    ] {
        refused_field(world.client.subscribe(request).await, field);
    }
    for request in ["s", "other"] {
        let request = UnsubscribeRequest { subscription_id: request.to_owned() };
        refused(world.client.unsubscribe(request).await, Code::NotFound);
    }
}

#[tokio::test]
async fn subscriptions_are_listed_in_pages_and_bounded() {
    let host = TestHost::new().await;
    let world = World::with(host, "subscriptions_max = 3").await;
    for id in ["b", "a", "c"] {
        world.subscribe(id, &["time-manager.*"]).await;
    }
    refused(world.client.subscribe(subscription("d", &["time-manager.*"])).await, Code::FailedPrecondition);
    world.subscribe("c", &["auth.*"]).await;
    let request = |page_token: String| ListSubscriptionsRequest { page_size: 2, page_token };
    let first = world.client.list_subscriptions(request(String::new())).await.unwrap();
    let second = world.client.list_subscriptions(request(first.next_page_token.clone())).await.unwrap();
    let all = first.subscriptions.iter().chain(&second.subscriptions);
    assert_eq!(all.map(|subscription| subscription.subscription_id.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert!(second.next_page_token.is_empty());
    let id = world.client.list_subscriptions(request("x".to_owned())).await;
    refused_field(id, "page_token");
}

#[tokio::test]
async fn a_subscription_without_an_id_gets_one() {
    let world = World::new().await;
    let made = world.client.subscribe(subscription("", &["game.*"])).idempotency_key("k").await.unwrap();
    let again = world.client.subscribe(subscription("", &["game.*"])).idempotency_key("k").await.unwrap();
    assert_eq!(made, again);
    assert!(!made.subscription.unwrap().subscription_id.is_empty());
}
