use realmwire_contract::event_bus::v1::ListTypesRequest;

use super::*;

#[tokio::test]
async fn an_unknown_type_is_refused_with_the_nearest_and_a_malformed_name_by_its_form() {
    let world = World::new().await;
    let publish = async |name: &str| {
        let event = NewEvent { r#type: name.to_owned(), ..bounty("b1") };
        refused_field(world.client.publish(PublishRequest { event: Some(event) }).await, "event.type")
    };
    let unknown = publish("game.bounty.postet").await.to_string();
    assert!(unknown.contains("there is no type game.bounty.postet; the nearest is game.bounty.posted.v1"), "{unknown}");
    for name in ["", "bounty", "Game.Bounty", "game..posted", "game.bounty.*"] {
        let malformed = publish(name).await.to_string();
        assert!(malformed.contains("a type is named service.thing.happened"), "{malformed}");
    }
    refused_field(world.client.publish(PublishRequest { event: None }).await, "event");
}

#[tokio::test]
async fn a_content_must_be_what_its_type_says() {
    let world = World::new().await;
    let publish = async |event: NewEvent, field: &str| {
        refused_field(world.client.publish(PublishRequest { event: Some(event) }).await, field);
    };
    let with = |name: &str, content: Option<new_event::Content>| NewEvent {
        r#type: name.to_owned(),
        content,
        ..NewEvent::default()
    };
    let hour = any(&HourChanged::default());
    let message = |any: &Any| Some(new_event::Content::Message(any.clone()));
    publish(with("game.bounty.posted", None), "event.data.bounty_id").await;
    publish(with("game.bounty.posted", message(&hour)), "event.message").await;
    publish(with("time-manager.hour.changed", None), "event.message").await;
    publish(with("time-manager.day.changed", message(&hour)), "event.message").await;
    let broken = Any { value: vec![0xff], ..hour.clone() };
    publish(with("time-manager.hour.changed", message(&broken)), "event.message").await;
    publish(NewEvent { event_id: "with space".to_owned(), ..bounty("b") }, "event.event_id").await;
    publish(NewEvent { key: "\n".to_owned(), ..bounty("b") }, "event.key").await;
    publish(NewEvent { priority: 99, ..bounty("b") }, "event.priority").await;
    publish(bounty(&"x".repeat(300_000)), "event").await;
}

#[tokio::test]
async fn an_event_is_delivered_as_it_was_published() {
    let world = World::new().await;
    world.subscribe("s", &["game.*", "time-manager.hour.changed"]).await;
    let hour = HourChanged { clock_id: "vale".to_owned(), hours_passed: 2, ..HourChanged::default() };
    let published = NewEvent {
        r#type: "time-manager.hour.changed".to_owned(),
        event_id: "mine".to_owned(),
        content: Some(new_event::Content::Message(any(&hour))),
        priority: Priority::High.into(),
        ..NewEvent::default()
    };
    world.client.publish(PublishRequest { event: Some(published) }).principal(world.host.as_admin()).await.unwrap();
    world.post(NewEvent { key: "other key".to_owned(), ..bounty("b1") }).await;
    let deliveries = world.receive("s").await.next(2).await;

    let hours = &deliveries[0];
    assert_eq!((hours.source.as_str(), hours.r#type.as_str()), ("event-bus", "time-manager.hour.changed.v1"));
    assert_eq!((hours.event_id.as_str(), hours.key.as_str()), ("mine", "vale"));
    assert_eq!((hours.publisher.as_str(), hours.priority()), ("admin/admin", Priority::High));
    assert_eq!((hours.delivery, hours.replayed), (1, false));
    let Some(content) = &hours.content else { panic!("no content") };
    assert_eq!(*content, realmwire_contract::event_bus::v1::delivery::Content::Message(any(&hour)));

    let posted = &deliveries[1];
    assert_eq!((posted.key.as_str(), posted.priority()), ("other key", Priority::Normal));
    let Some(realmwire_contract::event_bus::v1::delivery::Content::Data(data)) = &posted.content else {
        panic!("no data")
    };
    assert_eq!(data.fields["bounty_id"], text("b1"));
}

#[tokio::test]
async fn an_event_id_is_published_once_in_two_minutes() {
    let world = World::new().await;
    let sibling = world.sibling().await;
    world.subscribe("s", &["game.*"]).await;
    let named = || NewEvent { event_id: "e1".to_owned(), ..bounty("b1") };
    assert!(!world.post(named()).await.duplicate);
    assert!(sibling.post(named()).await.duplicate, "also by another instance");
    world.host.clock().advance(Duration::from_secs(119));
    assert!(world.post(named()).await.duplicate);
    let batch = world.post_all(vec![named(), NewEvent { event_id: "e2".to_owned(), ..bounty("b2") }]).await;
    assert_eq!(batch.iter().map(|event| event.duplicate).collect::<Vec<_>>(), [true, false]);
    world.host.clock().advance(Duration::from_secs(2));
    assert!(!world.post(named()).await.duplicate);
    let twice = world.post_all(vec![NewEvent { event_id: "e3".to_owned(), ..bounty("b3") }; 2]).await;
    assert_eq!(twice.iter().map(|event| event.duplicate).collect::<Vec<_>>(), [false, true]);
    let delivered = world.receive("s").await.next(4).await;
    assert_eq!(keys(&delivered), ["b1", "b2", "b1", "b3"]);
}

#[tokio::test]
async fn many_that_publish_one_id_publish_it_once() {
    let world = World::new().await;
    let sibling = world.sibling().await;
    world.subscribe("s", &["game.*"]).await;
    let named = |id: &str| NewEvent { event_id: "race".to_owned(), ..bounty(id) };
    let ids: Vec<String> = (0..20).map(|number| number.to_string()).collect();
    let posts = ids.iter().enumerate().map(|(index, id)| {
        let by = if index % 2 == 0 { &world } else { &sibling };
        by.post(named(id))
    });
    let published = futures::future::join_all(posts).await;
    assert_eq!(published.iter().filter(|event| !event.duplicate).count(), 1);
}

#[tokio::test]
async fn a_batch_is_published_whole_or_not_at_all() {
    let world = World::new().await;
    world.subscribe("s", &["game.*"]).await;
    let wrong = NewEvent { r#type: "game.bounty.forgotten".to_owned(), ..bounty("b2") };
    let events = vec![bounty("b1"), wrong];
    refused_field(world.client.publish_batch(PublishBatchRequest { events }).await, "events[1].type");
    for count in [0, 451] {
        let events = vec![bounty("b"); count];
        refused_field(world.client.publish_batch(PublishBatchRequest { events }).await, "events");
    }
    let named = |number: usize| NewEvent { event_id: format!("e{number}"), ..bounty(&number.to_string()) };
    let full = PublishBatchRequest { events: (0..450).map(named).collect() };
    let published = world.client.publish_batch(full.clone()).idempotency_key("k").await.unwrap();
    assert_eq!(world.client.publish_batch(full).idempotency_key("k").await.unwrap(), published, "a repeat");
    let delivered = world.receive("s").await.next(450).await;
    assert!(delivered.iter().enumerate().all(|(number, delivery)| delivery.key == number.to_string()));
}

#[tokio::test]
async fn types_are_listed_in_pages_and_by_pattern() {
    let world = World::new().await;
    let list = async |pattern: &str, page_size: i32, page_token: &str| {
        let request = ListTypesRequest { pattern: pattern.to_owned(), page_size, page_token: page_token.to_owned() };
        world.client.list_types(request).principal(world.host.as_player("p1")).await
    };
    let all = list("", 1_000, "").await.unwrap();
    assert!(all.next_page_token.is_empty());
    let mut paged = Vec::new();
    let mut token = String::new();
    loop {
        let page = list("", 3, &token).await.unwrap();
        paged.extend(page.types);
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(paged, all.types);
    let game = list("game.*", 0, "").await.unwrap().types;
    let names: Vec<_> = game.iter().map(|known| known.r#type.as_str()).collect();
    assert_eq!(names, ["game.bounty.posted.v1", "game.festival.begun.v1", "game.raid.won.v1"]);
    assert_eq!((game[0].key_field.as_str(), game[0].fields.len()), ("bounty_id", 4));
    refused_field(list("gamee.*", 0, "").await, "pattern");
    refused_field(list("", 0, "x").await, "page_token");
}
