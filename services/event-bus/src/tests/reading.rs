//! What is read from journals, counted: it grows with what a subscription wants, and not with what else is published.

use realmwire_contract::event_bus::v1::{PriorityRule, subscribe_request};
use realmwire_contract::time_manager::v1::DayChanged;

use super::*;
use crate::handlers::Metrics;

/// Events of other types for each one that is wanted.
const OTHERS: usize = 100;

impl World {
    /// Events that this instance has read from journals so far.
    fn read(&self) -> u64 {
        Metrics::new(self.host.process().telemetry()).read.get()
    }

    /// Publishes so many days of time-manager in its journal.
    async fn pass_days(&self, count: usize) {
        let event = DayChanged { clock_id: "vale".to_owned(), days_passed: 1, ..DayChanged::default() };
        let cx = self.host.context(Principal::service("time-manager"));
        let changes = (0..count).fold(Changes::new(), |changes, _| changes.event(&event));
        self.time_manager().await.commit(&cx, changes, ()).await.unwrap();
    }

    /// Publishes hours, each among many days.
    async fn pass_hours_among_days(&self, hours: usize) {
        for number in 0..hours {
            self.pass_days(OTHERS).await;
            self.pass_hour(&format!("clock-{number}")).await;
        }
    }
}

fn from_oldest(patterns: &[&str]) -> SubscribeRequest {
    SubscribeRequest { start: Some(subscribe_request::Start::FromOldest(true)), ..subscription("s", patterns) }
}

#[tokio::test]
async fn a_new_reader_of_a_long_journal_reads_what_it_wants() {
    let world = World::new().await;
    world.pass_hours_among_days(20).await;
    world.client.subscribe(from_oldest(&["time-manager.hour.*"])).await.unwrap();
    let before = world.read();
    let mut receiver = world.receive("s").await;
    let delivered = receiver.next(20).await;
    assert_eq!(world.read() - before, 20);
    world.ack("s", &delivered).await;

    world.pass_hours_among_days(5).await;
    receiver.next(5).await;
    assert_eq!(world.read() - before, 25, "what is published for others meanwhile is not read either");
}

#[tokio::test]
async fn what_is_delivered_again_is_read_again_and_not_what_lies_between() {
    let world = World::new().await;
    world.pass_hours_among_days(20).await;
    world.client.subscribe(from_oldest(&["time-manager.hour.*"])).await.unwrap();
    world.receive("s").await.next(20).await;
    let before = world.read();
    world.receive("s").await.next(20).await;
    assert_eq!(world.read() - before, 20);
}

/// The types of a service whose priorities differ are read each for itself.
#[tokio::test]
async fn each_event_is_read_once_whatever_its_priority() {
    let world = World::new().await;
    world.pass_hours_among_days(3).await;
    let rule = PriorityRule { pattern: "time-manager.hour.*".to_owned(), priority: Priority::High.into() };
    let patterns = ["time-manager.hour.*", "time-manager.day.*"];
    let request = SubscribeRequest { priorities: vec![rule], ..from_oldest(&patterns) };
    world.client.subscribe(request).await.unwrap();
    let delivered = world.receive("s").await.next(3 * (OTHERS + 1)).await;
    assert_eq!(keys(&delivered[..3]), ["clock-0", "clock-1", "clock-2"]);
    assert_eq!(world.read(), 3 * (OTHERS as u64 + 1));
}

/// Two types are read by themselves, over many pages, and come in the order in which they were stored.
#[tokio::test]
async fn types_that_are_read_by_themselves_come_in_the_order_of_their_journal() {
    const PAIRS: usize = 1_200;
    let world = World::new().await;
    let (hour, day) = (HourChanged::default(), DayChanged::default());
    let cx = world.host.context(Principal::service("time-manager"));
    let time_manager = world.time_manager().await;
    for _ in 0..PAIRS / 100 {
        let pair = |changes: Changes, number: usize| {
            if number.is_multiple_of(3) { changes.event(&day).event(&hour) } else { changes.event(&hour).event(&day) }
        };
        time_manager.commit(&cx, (0..100).fold(Changes::new(), pair), ()).await.unwrap();
    }
    let request = from_oldest(&["time-manager.hour.*", "time-manager.day.*"]);
    world.client.subscribe(SubscribeRequest { max_outstanding: 500, ..request }).await.unwrap();
    let mut receiver = world.receive("s").await;
    let mut places = Vec::new();
    while places.len() < 2 * PAIRS {
        let delivered = receiver.next(100).await;
        places.extend(delivered.iter().map(|delivery| delivery.sequence));
        world.ack("s", &delivered).await;
    }
    assert!(places.is_sorted_by(|one, next| one < next));
    assert_eq!(world.read(), 2 * PAIRS as u64);
}

/// Of what is published through the event bus, likewise.
#[tokio::test]
async fn events_that_are_published_here_for_others_are_not_read() {
    let world = World::new().await;
    world.subscribe("s", &["time-manager.hour.*", "game.bounty.posted"]).await;
    let hours = (0..OTHERS).map(|_| NewEvent {
        r#type: "time-manager.day.changed".to_owned(),
        content: Some(new_event::Content::Message(any(&DayChanged::default()))),
        ..NewEvent::default()
    });
    world.post_all(hours.collect()).await;
    world.post(bounty("b1")).await;
    assert_eq!(keys(&world.receive("s").await.next(1).await), ["b1"]);
    assert_eq!(world.read(), 1);
}
