//! Over a real nats-server.

use std::collections::BTreeSet;

use realmwire_fabric::nats::{NatsConfig, connect};
use realmwire_sdk::client::{Channel, ChannelConfig};
use realmwire_sdk::health::Health;
use realmwire_sdk::host::Host;
use realmwire_sdk::resilience::ProcessGate;
use realmwire_sdk::service::{Process, ProcessParts};
use realmwire_sdk::telemetry::Telemetry;
use realmwire_test_kit::NatsServer;

use super::*;

/// An instance in a process of its own.
async fn instance(server: &NatsServer, name: &str) -> (Running, EventBusClient) {
    let config = NatsConfig { replicas: 1, ..NatsConfig::new(vec![server.url()], "event-bus", name) };
    let fabric = connect(config).await.unwrap();
    let (host, telemetry) = (Host::system(), Telemetry::new());
    let caller = ChannelConfig { caller: format!("test/{name}"), principal: Principal::service("test") };
    let channel = Channel::new(std::sync::Arc::clone(&fabric.bus), host.clone(), telemetry.clone(), caller);
    let process = Process::new(ProcessParts {
        fabric,
        host,
        instance: name.to_owned(),
        telemetry,
        health: Health::new(),
        gate: ProcessGate::default(),
        content: None,
    });
    let cx = process.context(crate::SPEC, toml::Table::new()).unwrap();
    (crate::start(cx).await.unwrap(), EventBusClient::new(&channel))
}

fn hour(clock_id: &str) -> NewEvent {
    let hour = HourChanged { clock_id: clock_id.to_owned(), ..HourChanged::default() };
    NewEvent {
        r#type: "time-manager.hour.changed".to_owned(),
        content: Some(new_event::Content::Message(any(&hour))),
        ..NewEvent::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_delivered_refused_and_buried_over_nats_by_two_instances() {
    let server = NatsServer::start().await.unwrap();
    let (first, client) = instance(&server, "one").await;
    let (_second, _) = instance(&server, "two").await;
    let request = SubscribeRequest { max_deliveries: 3, ..subscription("s", &["time-manager.hour.*"]) };
    client.subscribe(request).await.unwrap();
    let events = (0..20).map(|number| hour(&format!("clock-{number}"))).collect();
    client.publish_batch(PublishBatchRequest { events }).await.unwrap();

    let receive = || client.receive(ReceiveRequest { subscription_id: "s".to_owned(), batch_max: 8 });
    let mut deliveries = Deliveries { stream: receive().await.unwrap(), waiting: Vec::new() };
    let delivered = deliveries.next(20).await;
    assert_eq!(keys(&delivered), (0..20).map(|number| format!("clock-{number}")).collect::<Vec<_>>());
    let places = delivered[..10].iter().map(place).collect();
    client.ack(AckRequest { subscription_id: "s".to_owned(), places, through: Vec::new() }).await.unwrap();
    // A receiver that is gone, and an instance that stops: the other one goes on.
    drop(deliveries);
    first.drain(Duration::from_secs(10)).await;
    let mut deliveries = Deliveries { stream: receive().await.unwrap(), waiting: Vec::new() };
    let again = deliveries.next(10).await;
    assert!(again.iter().all(|delivery| delivery.delivery == 2));
    let expected: BTreeSet<u64> = delivered[10..].iter().map(|delivery| delivery.sequence).collect();
    assert_eq!(again.iter().map(|delivery| delivery.sequence).collect::<BTreeSet<_>>(), expected);

    let refuse = |deliveries: &[Delivery]| NackRequest {
        subscription_id: "s".to_owned(),
        places: deliveries.iter().map(place).collect(),
        delay: Some(prost_types::Duration::default()),
        reason: "no".to_owned(),
    };
    client.nack(refuse(&again[..1])).await.unwrap();
    // It was cut off before, so its last delivery waits until nothing else is in hand.
    let places = again[1..].iter().map(place).collect();
    client.ack(AckRequest { subscription_id: "s".to_owned(), places, through: Vec::new() }).await.unwrap();
    let once_more = deliveries.next(1).await;
    client.nack(refuse(&once_more)).await.unwrap();
    let request = ListDeadLettersRequest { subscription_id: "s".to_owned(), ..ListDeadLettersRequest::default() };
    let letters = client.list_dead_letters(request).await.unwrap().dead_letters;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].event.as_ref().unwrap().sequence, again[0].sequence);
    let reasons: Vec<_> = letters[0].failures.iter().map(|failure| failure.reason.as_str()).collect();
    assert_eq!(reasons, ["the receiver went away before it answered", "no", "no"]);
}
