use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use super::EmbeddedBus;
use crate::bus::{Bus, BusError, Message};

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(10)
}

fn echo(bus: &Arc<EmbeddedBus>) -> impl Fn(Message) + Send + Sync + 'static {
    let bus = Arc::clone(bus);
    move |message: Message| {
        let reply = message.reply.expect("a request carries a reply subject");
        bus.publish_now(Message::new(reply, message.payload)).expect("the reply is sent");
    }
}

#[tokio::test]
async fn a_request_leaves_nothing_behind_whatever_became_of_it() {
    let bus = Arc::new(EmbeddedBus::new());
    let _silent = bus.subscribe("silent", None, Arc::new(|_| {})).await.expect("subscribed");
    let _echo = bus.subscribe("echo", None, Arc::new(echo(&bus))).await.expect("subscribed");

    bus.request(Message::new("echo", "hello"), soon()).await.expect("answered");
    bus.request(Message::new("nobody", ""), soon()).await.expect_err("nobody listens");
    bus.request(Message::new("silent", ""), Instant::now() + Duration::from_millis(1)).await.expect_err("silent");
    {
        let mut abandoned = bus.request(Message::new("silent", ""), soon());
        assert!(futures::poll!(&mut abandoned).is_pending());
        assert_eq!(bus.inboxes.len(), 1);
    }

    assert_eq!(bus.inboxes.len(), 0);
}

#[tokio::test]
async fn receivers_that_answer_each_other_for_long_do_not_exhaust_the_stack() {
    const ROUNDS: usize = 100_000;
    let bus = Arc::new(EmbeddedBus::new());
    let rounds = Arc::new(AtomicUsize::new(0));
    let sink = {
        let (bus, rounds) = (Arc::clone(&bus), Arc::clone(&rounds));
        move |message: Message| {
            if rounds.fetch_add(1, Ordering::SeqCst) < ROUNDS {
                bus.publish_now(message).expect("sent on");
            }
        }
    };
    let _subscription = bus.subscribe("ball", None, Arc::new(sink)).await.expect("subscribed");

    bus.publish(Message::new("ball", "")).await.expect("sent");

    assert_eq!(rounds.load(Ordering::SeqCst), ROUNDS + 1);
}

#[tokio::test]
async fn a_receiver_that_panics_does_not_harm_the_sender() {
    let bus = EmbeddedBus::new();
    let _broken = bus.subscribe("broken", None, Arc::new(|_| panic!("broken receiver"))).await.expect("subscribed");

    bus.publish(Message::new("broken", "")).await.expect("sent");
}

#[tokio::test]
async fn a_group_that_listens_by_two_patterns_gets_a_message_once() {
    let bus = EmbeddedBus::new();
    let received = Arc::new(AtomicUsize::new(0));
    let count = |received: &Arc<AtomicUsize>| {
        let received = Arc::clone(received);
        Arc::new(move |_: Message| {
            received.fetch_add(1, Ordering::SeqCst);
        })
    };
    let _exact = bus.subscribe("a.b", Some("group"), count(&received)).await.expect("subscribed");
    let _wild = bus.subscribe("a.*", Some("group"), count(&received)).await.expect("subscribed");

    bus.publish(Message::new("a.b", "")).await.expect("sent");

    assert_eq!(received.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_request_whose_deadline_has_passed_is_not_sent() {
    let bus = EmbeddedBus::new();
    let refuse = |_: Message| panic!("sent all the same");
    let _subscription = bus.subscribe("late", None, Arc::new(refuse)).await.expect("subscribed");

    let outcome = bus.request(Message::new("late", ""), Instant::now()).await;

    assert!(matches!(outcome, Err(BusError::DeadlineExceeded { .. })));
}
