//! The service alone, on the embedded fabric, with a clock that stands still until a test moves it.

mod access;
mod crashing;
mod dead_letters;
mod delivering;
mod instances;
mod nats;
mod order;
mod publishing;
mod reading;
mod subjects;
mod subscribing;

use std::time::Duration;

use prost::{Message, Name};
use prost_types::value::Kind;
use prost_types::{Any, Struct, Value};
use realmwire_api::event_bus::EventBusClient;
use realmwire_contract::event_bus::v1::{
    AckRequest, DeadLetter, Delivery, ListDeadLettersRequest, NackRequest, NewEvent, Place, Priority,
    PublishBatchRequest, PublishRequest, PublishedEvent, ReceiveRequest, ReceiveResponse, ReplayDeadLettersRequest,
    SubscribeRequest, Subscription, new_event,
};
use realmwire_contract::time_manager::v1::HourChanged;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::service::Running;
use realmwire_sdk::status::{Code, Status};
use realmwire_sdk::store::{Changes, Store};
use realmwire_sdk::stream::Receiver;
use realmwire_sdk::testing::{TestHost, eventually, refused, refused_field};

/// The service on a host, and a client that calls it as a service.
struct World {
    host: TestHost,
    client: EventBusClient,
    running: Running,
    /// The types that the game declares, for instances that start later too.
    _content: Option<tempfile::TempDir>,
}

/// How long an event may take: far longer than it does, so that it passes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

impl World {
    async fn new() -> Self {
        let content = tempfile::tempdir().unwrap();
        let folder = content.path().join("events");
        std::fs::create_dir(&folder).unwrap();
        let sample = include_str!("../../../content/events/emberfall.toml");
        std::fs::write(folder.join("emberfall.toml"), sample).unwrap();
        let host = TestHost::with_content(Some(content.path().to_owned())).await;
        Self { _content: Some(content), ..Self::on(host).await }
    }

    async fn on(host: TestHost) -> Self {
        Self::with(host, "").await
    }

    async fn with(host: TestHost, config: &str) -> Self {
        let running = host.start_with(crate::SPEC, config, crate::start).await;
        Self { client: EventBusClient::new(host.channel()), host, running, _content: None }
    }

    /// A second instance over the same state.
    async fn sibling(&self) -> Self {
        Self::on(self.host.sibling().await).await
    }

    /// Publishes a bounty through the event bus.
    async fn post(&self, event: NewEvent) -> PublishedEvent {
        self.client.publish(PublishRequest { event: Some(event) }).await.unwrap().event.unwrap()
    }

    async fn post_all(&self, events: Vec<NewEvent>) -> Vec<PublishedEvent> {
        self.client.publish_batch(PublishBatchRequest { events }).await.unwrap().events
    }

    /// Publishes an event of time-manager in its own journal, as that service does.
    async fn pass_hour(&self, clock_id: &str) {
        let event = HourChanged { clock_id: clock_id.to_owned(), hours_passed: 1, ..HourChanged::default() };
        let cx = self.host.context(Principal::service("time-manager"));
        self.time_manager().await.commit(&cx, Changes::new().event(&event), ()).await.unwrap();
    }

    async fn time_manager(&self) -> Store {
        let spec = &realmwire_contract::time_manager::v1::SERVICE;
        self.host.process().context(spec, toml::Table::new()).unwrap().store().await.unwrap()
    }

    async fn subscribe(&self, id: &str, patterns: &[&str]) -> Subscription {
        self.client.subscribe(subscription(id, patterns)).await.unwrap().subscription.unwrap()
    }

    async fn receive(&self, id: &str) -> Deliveries {
        let request = ReceiveRequest { subscription_id: id.to_owned(), batch_max: 0 };
        Deliveries { stream: self.client.receive(request).await.unwrap(), waiting: Vec::new() }
    }

    async fn ack(&self, id: &str, deliveries: &[Delivery]) {
        let places = deliveries.iter().map(place).collect();
        let request = AckRequest { subscription_id: id.to_owned(), places, through: Vec::new() };
        self.client.ack(request).await.unwrap();
    }

    async fn nack(&self, id: &str, deliveries: &[Delivery], delay: Duration, reason: &str) {
        let request = NackRequest {
            subscription_id: id.to_owned(),
            places: deliveries.iter().map(place).collect(),
            delay: delay.try_into().ok(),
            reason: reason.to_owned(),
        };
        self.client.nack(request).await.unwrap();
    }

    async fn dead_letters(&self) -> Vec<DeadLetter> {
        let request = ListDeadLettersRequest { subscription_id: "s".to_owned(), ..ListDeadLettersRequest::default() };
        self.client.list_dead_letters(request).await.unwrap().dead_letters
    }

    async fn replay(&self, ids: &[&str]) -> Result<(), Status> {
        let dead_letter_ids = ids.iter().map(|id| (*id).to_owned()).collect();
        let request = ReplayDeadLettersRequest { subscription_id: "s".to_owned(), dead_letter_ids };
        self.client.replay_dead_letters(request).await.map(drop)
    }
}

/// What a subscription delivers.
struct Deliveries {
    stream: Receiver<ReceiveResponse>,
    waiting: Vec<Delivery>,
}

impl Deliveries {
    /// The next so many.
    async fn next(&mut self, count: usize) -> Vec<Delivery> {
        while self.waiting.len() < count {
            let next = tokio::time::timeout(PATIENCE, self.stream.next()).await;
            let message = next.expect("more is delivered").expect("the stream goes on").unwrap();
            assert!(!message.deliveries.is_empty());
            self.waiting.extend(message.deliveries);
        }
        self.waiting.drain(..count).collect()
    }

    /// How the stream ends.
    async fn end(mut self) -> Status {
        loop {
            match tokio::time::timeout(PATIENCE, self.stream.next()).await.expect("the stream ends") {
                Some(Ok(_)) => {}
                Some(Err(status)) => return status,
                None => panic!("the stream ended as if all was said"),
            }
        }
    }
}

fn subscription(id: &str, patterns: &[&str]) -> SubscribeRequest {
    let patterns = patterns.iter().map(|pattern| (*pattern).to_owned()).collect();
    SubscribeRequest { subscription_id: id.to_owned(), patterns, ..SubscribeRequest::default() }
}

fn place(delivery: &Delivery) -> Place {
    Place { source: delivery.source.clone(), sequence: delivery.sequence, delivery: delivery.delivery }
}

fn text(text: &str) -> Value {
    Value { kind: Some(Kind::StringValue(text.to_owned())) }
}

fn bounty(id: &str) -> NewEvent {
    let fields = [("bounty_id".to_owned(), text(id)), ("faction_id".to_owned(), text("glasswrights"))].into();
    NewEvent {
        r#type: "game.bounty.posted".to_owned(),
        content: Some(new_event::Content::Data(Struct { fields })),
        ..NewEvent::default()
    }
}

fn with_priority(event: NewEvent, priority: Priority) -> NewEvent {
    NewEvent { priority: priority.into(), ..event }
}

fn any<M: Message + Name>(message: &M) -> Any {
    Any { type_url: M::type_url(), value: message.encode_to_vec() }
}

/// The keys of events.
fn keys(deliveries: &[Delivery]) -> Vec<&str> {
    deliveries.iter().map(|delivery| delivery.key.as_str()).collect()
}
