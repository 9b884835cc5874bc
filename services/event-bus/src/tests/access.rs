use realmwire_contract::Access;
use realmwire_contract::event_bus::v1::{
    DiscardDeadLettersRequest, GetDeadLetterRequest, ListDeadLettersRequest, ListSubscriptionsRequest,
    ListTypesRequest, ReplayDeadLettersRequest, ReplayRequest, SERVICE, StatsRequest, UnsubscribeRequest,
    replay_request,
};
use realmwire_sdk::identity::Role;

use super::*;

/// Each operation and who may use it, as the schema says: types are for everybody who is signed in, all else is for
/// administrators and services.
#[test]
fn operations_are_for_whom_they_should_be() {
    for method in SERVICE.methods {
        let expected = if method.name == "ListTypes" { Access::Player } else { Access::Admin };
        assert_eq!(method.access, expected, "{}", method.name);
    }
}

/// The name of each operation, and how it answers a caller.
async fn call_all(world: &World, by: &Principal) -> Vec<(&'static str, Option<Code>)> {
    let client = &world.client;
    let id = || "s".to_owned();
    let letter = || "event-bus-1".to_owned();
    let places = || vec![Place { source: "event-bus".to_owned(), sequence: 1, delivery: 0 }];
    let start = || Some(replay_request::Start::FromTime(prost_types::Timestamp::default()));
    let code = |result: Result<(), Status>| result.err().map(|status| status.code());
    let listed = ListDeadLettersRequest { subscription_id: id(), ..ListDeadLettersRequest::default() };
    let got = GetDeadLetterRequest { subscription_id: id(), dead_letter_id: letter() };
    let replayed = ReplayDeadLettersRequest { subscription_id: id(), dead_letter_ids: vec![letter()] };
    let discarded = DiscardDeadLettersRequest { subscription_id: id(), dead_letter_ids: vec![letter()] };
    let acked = AckRequest { subscription_id: id(), ..AckRequest::default() };
    let nacked = NackRequest { subscription_id: id(), places: places(), ..NackRequest::default() };
    let set_back = ReplayRequest { subscription_id: id(), start: start() };
    macro_rules! call {
        ($method:ident, $request:expr) => {
            code(client.$method($request).principal(by.clone()).await.map(drop))
        };
    }
    vec![
        ("Receive", call!(receive, ReceiveRequest { subscription_id: id(), batch_max: 0 })),
        ("Publish", call!(publish, PublishRequest { event: Some(bounty("b")) })),
        ("PublishBatch", call!(publish_batch, PublishBatchRequest { events: vec![bounty("b")] })),
        ("ListTypes", call!(list_types, ListTypesRequest::default())),
        ("Subscribe", call!(subscribe, subscription("other", &["game.*"]))),
        ("ListSubscriptions", call!(list_subscriptions, ListSubscriptionsRequest::default())),
        ("Ack", call!(ack, acked)),
        ("Nack", call!(nack, nacked)),
        ("Replay", call!(replay, set_back)),
        ("ListDeadLetters", call!(list_dead_letters, listed)),
        ("GetDeadLetter", call!(get_dead_letter, got)),
        ("ReplayDeadLetters", call!(replay_dead_letters, replayed)),
        ("DiscardDeadLetters", call!(discard_dead_letters, discarded)),
        ("Stats", call!(stats, StatsRequest::default())),
        ("Unsubscribe", call!(unsubscribe, UnsubscribeRequest { subscription_id: id() })),
    ]
}

#[tokio::test]
async fn nobody_gets_further_than_their_role() {
    let world = World::new().await;
    for (role, refusal) in [
        (Role::Anonymous, Some(Code::Unauthenticated)),
        (Role::Player, Some(Code::PermissionDenied)),
        (Role::Moderator, Some(Code::PermissionDenied)),
        (Role::Admin, None),
        (Role::Service, None),
    ] {
        let by = Principal { role, id: "x".to_owned(), session_id: None };
        world.client.subscribe(subscription("s", &["game.*"])).principal(world.host.as_admin()).await.unwrap();
        let answers = call_all(&world, &by).await;
        assert_eq!(answers.len(), SERVICE.methods.len());
        for (operation, code) in answers {
            let open = operation == "ListTypes" && role != Role::Anonymous;
            let expected = if open { None } else { refusal };
            // There is no such dead letter; who may ask learns that.
            let absent = ["GetDeadLetter", "ReplayDeadLetters"].contains(&operation) && expected.is_none();
            let expected = if absent { Some(Code::NotFound) } else { expected };
            assert_eq!(code, expected, "{operation} by {role:?}");
        }
    }
}

/// Events without an audience are for services: administrators neither see, receive nor publish them.
#[tokio::test]
async fn what_is_for_services_stays_with_them() {
    let world = World::new().await;
    let admin = || world.host.as_admin();
    let all = |pattern: &str| ListTypesRequest {
        pattern: pattern.to_owned(),
        page_size: 1_000,
        ..ListTypesRequest::default()
    };
    let seen = world.client.list_types(all("")).principal(admin()).await.unwrap().types;
    assert!(seen.iter().any(|known| known.r#type == "time-manager.hour.changed.v1"));
    assert!(seen.iter().all(|known| !known.internal));
    let seen = world.client.list_types(all("")).await.unwrap().types;
    assert!(seen.iter().any(|known| known.internal && known.r#type == "time-manager.clock.due.v1"));

    let hidden = subscription("a", &["time-manager.clock.due"]);
    refused_field(world.client.subscribe(hidden).principal(admin()).await, "patterns[0]");
    let event = NewEvent { r#type: "time-manager.clock.due".to_owned(), ..NewEvent::default() };
    let publish = world.client.publish(PublishRequest { event: Some(event) }).principal(admin()).await;
    refused(publish, Code::PermissionDenied);

    world.subscribe("services", &["time-manager.*"]).await;
    let receive = ReceiveRequest { subscription_id: "services".to_owned(), batch_max: 0 };
    refused(world.client.receive(receive).principal(admin()).await, Code::PermissionDenied);
    let change = subscription("services", &["time-manager.*"]);
    refused(world.client.subscribe(change).principal(admin()).await, Code::PermissionDenied);
}
