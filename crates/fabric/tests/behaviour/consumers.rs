//! Durable consumers of events.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use realmwire_fabric::journal::{
    Consumer, ConsumerConfig, ConsumerStart, Delivery, Journal, JournalError, Key, Timer, dead_letter,
};

use crate::events::{read, texts};
use crate::system::{System, all_events, commit_of, dead_letters, emit, event, eventually, soon, text};

/// Longer than any handler here takes, short enough for servers whose time passes.
const ACK_WAIT: Duration = Duration::from_secs(2);

fn config(journal: &Arc<dyn Journal>, durable: &str) -> ConsumerConfig {
    ConsumerConfig {
        durable: durable.to_owned(),
        filter: all_events(journal),
        start: ConsumerStart::First,
        ack_wait: ACK_WAIT,
        max_deliver: 3,
        max_in_flight: 100,
    }
}

async fn join(journal: &Arc<dyn Journal>, config: ConsumerConfig) -> Box<dyn Consumer> {
    journal.consume(config).await.expect("the consumer is joined")
}

async fn next(consumer: &mut Box<dyn Consumer>) -> Box<dyn Delivery> {
    soon("a delivery", consumer.next()).await.expect("the journal is open").expect("no error")
}

/// The next event's body and attempt, without an answer.
async fn peek(consumer: &mut Box<dyn Consumer>) -> (String, u32) {
    let delivery = next(consumer).await;
    (text(&delivery.record().payload), delivery.attempt())
}

async fn take(consumer: &mut Box<dyn Consumer>, count: usize) -> Vec<String> {
    let mut bodies = Vec::new();
    for _ in 0..count {
        let delivery = next(consumer).await;
        bodies.push(text(&delivery.record().payload));
        delivery.ack().await.expect("acknowledged");
    }
    bodies
}

async fn emit_bodies(journal: &Arc<dyn Journal>, bodies: &[&str]) {
    emit(journal, bodies.iter().map(|body| event(journal, "thing", body)).collect()).await;
}

fn numbers(range: std::ops::Range<usize>) -> Vec<String> {
    range.map(|number| number.to_string()).collect()
}

async fn emit_numbers(journal: &Arc<dyn Journal>, range: std::ops::Range<usize>) {
    for chunk in numbers(range).chunks(50) {
        emit(journal, chunk.iter().map(|body| event(journal, "thing", body)).collect()).await;
    }
}

pub(crate) async fn a_consumer_gets_the_events_in_order(system: System) {
    let journal = system.journal().await;
    emit_numbers(&journal, 0..100).await;

    let mut consumer = join(&journal, config(&journal, "reader")).await;

    assert_eq!(take(&mut consumer, 100).await, numbers(0..100));
    emit_numbers(&journal, 100..200).await;
    assert_eq!(take(&mut consumer, 100).await, numbers(100..200));
}

pub(crate) async fn a_consumer_keeps_to_its_filter(system: System) {
    let journal = system.journal().await;
    let filter = format!("evt.{}.wanted.v1", journal.service());
    let mut consumer = join(&journal, ConsumerConfig { filter, ..config(&journal, "reader") }).await;

    emit(&journal, ["wanted", "other", "wanted"].map(|name| event(&journal, name, name)).to_vec()).await;
    emit(&journal, vec![event(&journal, "wanted", "last")]).await;

    assert_eq!(take(&mut consumer, 3).await, ["wanted", "wanted", "last"]);
}

pub(crate) async fn a_consumer_waits_for_the_next_event(system: System) {
    let journal = system.journal().await;
    let mut consumer = join(&journal, config(&journal, "reader")).await;
    let waiting = tokio::spawn(async move { take(&mut consumer, 1).await });
    tokio::task::yield_now().await;

    emit_bodies(&journal, &["hello"]).await;

    assert_eq!(soon("the event", waiting).await.expect("no panic"), ["hello"]);
}

pub(crate) async fn members_share_the_events(system: System) {
    const EVENTS: usize = 200;
    let journal = system.journal().await;
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    let mut members = Vec::new();
    for _ in 0..3 {
        let mut consumer = join(&journal, config(&journal, "workers")).await;
        let sender = sender.clone();
        members.push(tokio::spawn(async move {
            while let Some(Ok(delivery)) = consumer.next().await {
                let _ = sender.send(text(&delivery.record().payload));
                delivery.ack().await.expect("acknowledged");
            }
        }));
    }

    emit_numbers(&journal, 0..EVENTS).await;

    let mut bodies = BTreeSet::new();
    for _ in 0..EVENTS {
        let body = soon("an event", receiver.recv()).await.expect("members are there");
        assert!(bodies.insert(body), "an event came twice");
    }
    members.iter().for_each(tokio::task::JoinHandle::abort);
}

pub(crate) async fn consumers_of_different_names_each_get_the_events(system: System) {
    let journal = system.journal().await;
    let mut one = join(&journal, config(&journal, "one")).await;
    let mut other = join(&journal, config(&journal, "other")).await;

    emit_numbers(&journal, 0..10).await;

    assert_eq!(take(&mut one, 10).await, numbers(0..10));
    assert_eq!(take(&mut other, 10).await, numbers(0..10));
}

pub(crate) async fn an_acknowledged_event_does_not_come_again(system: System) {
    let journal = system.journal().await;
    let mut consumer = join(&journal, config(&journal, "reader")).await;
    emit_bodies(&journal, &["1"]).await;
    assert_eq!(take(&mut consumer, 1).await, ["1"]);

    system.pass(2 * ACK_WAIT).await;
    emit_bodies(&journal, &["2"]).await;

    assert_eq!(peek(&mut consumer).await, ("2".to_owned(), 1));
}

pub(crate) async fn an_unanswered_event_comes_again(system: System) {
    let journal = system.journal().await;
    let mut consumer = join(&journal, config(&journal, "reader")).await;
    emit_bodies(&journal, &["1"]).await;
    assert_eq!(peek(&mut consumer).await, ("1".to_owned(), 1));

    system.pass(2 * ACK_WAIT).await;

    let again = next(&mut consumer).await;
    assert_eq!((text(&again.record().payload), again.attempt()), ("1".to_owned(), 2));
    again.ack().await.expect("acknowledged");
}

pub(crate) async fn a_refused_event_comes_again_after_its_delay(system: System) {
    let journal = system.journal().await;
    let mut consumer = join(&journal, config(&journal, "reader")).await;
    emit_bodies(&journal, &["1"]).await;
    next(&mut consumer).await.nak(Duration::from_secs(5)).await.expect("refused");

    // It is not due yet when the next event comes.
    emit_bodies(&journal, &["2"]).await;
    assert_eq!(take(&mut consumer, 1).await, ["2"]);
    system.pass(Duration::from_secs(6)).await;

    assert_eq!(peek(&mut consumer).await, ("1".to_owned(), 2));
}

pub(crate) async fn progress_gives_the_handler_more_time(system: System) {
    let journal = system.journal().await;
    let mut consumer = join(&journal, ConsumerConfig { max_in_flight: 2, ..config(&journal, "reader") }).await;
    emit_bodies(&journal, &["slow", "dropped"]).await;
    let slow = next(&mut consumer).await;
    assert_eq!(peek(&mut consumer).await, ("dropped".to_owned(), 1));

    for _ in 0..2 {
        system.pass(ACK_WAIT * 3 / 4).await;
        slow.progress().await.expect("noted");
    }

    // Its time would be over by now, as that of the other is.
    assert_eq!(peek(&mut consumer).await, ("dropped".to_owned(), 2));
    slow.ack().await.expect("acknowledged");
}

pub(crate) async fn a_late_acknowledgement_counts(system: System) {
    let journal = system.journal().await;
    let mut consumer = join(&journal, config(&journal, "reader")).await;
    emit_bodies(&journal, &["1"]).await;
    let first = next(&mut consumer).await;
    system.pass(2 * ACK_WAIT).await;
    let second = next(&mut consumer).await;
    assert_eq!((first.attempt(), second.attempt()), (1, 2));

    first.ack().await.expect("acknowledged");
    drop(second);
    system.pass(2 * ACK_WAIT).await;
    emit_bodies(&journal, &["2"]).await;

    assert_eq!(peek(&mut consumer).await, ("2".to_owned(), 1));
}

pub(crate) async fn the_last_failure_makes_a_dead_letter(system: System) {
    let journal = system.journal().await;
    let mut consumer = join(&journal, ConsumerConfig { max_deliver: 2, ..config(&journal, "reader") }).await;
    emit_bodies(&journal, &["poison"]).await;
    assert_eq!(peek(&mut consumer).await, ("poison".to_owned(), 1));
    system.pass(2 * ACK_WAIT).await;
    assert_eq!(peek(&mut consumer).await, ("poison".to_owned(), 2));
    system.pass(2 * ACK_WAIT).await;

    // The member finds out while it waits for the next event.
    let waiting = tokio::spawn(async move { peek(&mut consumer).await });
    until_dead(&journal, &["poison"]).await;
    emit_bodies(&journal, &["good"]).await;

    assert_eq!(soon("the next event", waiting).await.expect("no panic"), ("good".to_owned(), 1));
    until_dead(&journal, &["poison"]).await;
}

async fn until_dead(journal: &Arc<dyn Journal>, expected: &[&str]) {
    let letters = dead_letters(journal);
    eventually("the dead letters", || async {
        texts(&read(journal, &letters, ConsumerStart::First).await) == expected
    })
    .await;
}

pub(crate) async fn an_event_that_is_refused_at_its_last_attempt_becomes_a_dead_letter(system: System) {
    let journal = system.journal().await;
    let mut consumer = join(&journal, ConsumerConfig { max_deliver: 1, ..config(&journal, "reader") }).await;
    emit_bodies(&journal, &["poison", "good"]).await;

    next(&mut consumer).await.nak(Duration::ZERO).await.expect("refused");

    assert_eq!(peek(&mut consumer).await, ("good".to_owned(), 1));
    until_dead(&journal, &["poison"]).await;
}

pub(crate) async fn a_dead_letter_keeps_the_event_and_says_why(system: System) {
    let journal = system.journal().await;
    let mut consumer = join(&journal, config(&journal, "reader")).await;
    let mut sent = event(&journal, "thing", "body");
    sent.headers.set("Event-Id", "42");
    let sequence = emit(&journal, vec![sent.clone()]).await.last_sequence;
    next(&mut consumer).await.nak(Duration::ZERO).await.expect("refused");
    let second = next(&mut consumer).await;

    second.dead_letter("cannot be understood").await.expect("stored");

    let letters = read(&journal, &dead_letters(&journal), ConsumerStart::First).await;
    let [letter] = letters.as_slice() else { panic!("{letters:?}") };
    assert_eq!(letter.subject, format!("dlq.{}.reader", journal.service()));
    assert_eq!(letter.payload, sent.payload);
    let header = |name| letter.headers.get(name);
    assert_eq!(header("Event-Id"), Some("42"));
    assert_eq!(header(dead_letter::SUBJECT), Some(&*sent.subject));
    assert_eq!(header(dead_letter::SEQUENCE), Some(&*sequence.to_string()));
    assert_eq!(header(dead_letter::ATTEMPTS), Some("2"));
    assert_eq!(header(dead_letter::REASON), Some("cannot be understood"));
    assert!(header(dead_letter::STORED_AT).is_some_and(|time| time.parse::<jiff::Timestamp>().is_ok()));
    // It is settled: the next event is another one.
    system.pass(2 * ACK_WAIT).await;
    emit_bodies(&journal, &["next"]).await;
    assert_eq!(peek(&mut consumer).await, ("next".to_owned(), 1));
}

pub(crate) async fn a_dead_letter_is_gone_when_it_was_dealt_with(system: System) {
    let journal = system.journal().await;
    let mut consumer = join(&journal, config(&journal, "reader")).await;
    emit_bodies(&journal, &["1", "2"]).await;
    for _ in 0..2 {
        next(&mut consumer).await.dead_letter("no").await.expect("stored");
    }
    let letters = read(&journal, &dead_letters(&journal), ConsumerStart::First).await;
    assert_eq!(texts(&letters), ["1", "2"]);

    journal.discard(letters[0].sequence).await.expect("discarded");

    until_dead(&journal, &["2"]).await;
}

pub(crate) async fn deliveries_in_flight_are_bounded(system: System) {
    let journal = system.journal().await;
    let bounded = ConsumerConfig { max_in_flight: 2, ..config(&journal, "reader") };
    let mut one = join(&journal, bounded.clone()).await;
    let mut other = join(&journal, bounded).await;
    emit_bodies(&journal, &["1", "2", "3"]).await;
    let first = next(&mut one).await;
    let second = next(&mut other).await;

    let mut waiting = one.next();
    assert!(futures::poll!(&mut waiting).is_pending());
    first.ack().await.expect("acknowledged");

    let third = soon("the third", waiting).await.expect("open").expect("no error");
    assert_eq!(text(&third.record().payload), "3");
    second.ack().await.expect("acknowledged");
    third.ack().await.expect("acknowledged");
}

pub(crate) async fn a_consumer_begins_where_it_was_told(system: System) {
    let journal = system.journal().await;
    emit_bodies(&journal, &["1"]).await;
    system.pass(Duration::from_secs(2)).await;
    let time = system.now() - Duration::from_secs(1);
    let second = emit(&journal, vec![event(&journal, "thing", "2")]).await.last_sequence;
    for (durable, start) in [
        ("first", ConsumerStart::First),
        ("new", ConsumerStart::New),
        ("sequence", ConsumerStart::Sequence(second)),
        ("time", ConsumerStart::Time(time)),
    ] {
        drop(join(&journal, ConsumerConfig { start, ..config(&journal, durable) }).await);
    }
    emit_bodies(&journal, &["3"]).await;

    for (durable, expected) in [("first", "1"), ("new", "3"), ("sequence", "2"), ("time", "2")] {
        let mut consumer = join(&journal, config(&journal, durable)).await;
        assert_eq!(peek(&mut consumer).await.0, expected, "{durable}");
    }
}

pub(crate) async fn a_member_that_joins_again_goes_on(system: System) {
    let journal = system.journal().await;
    emit_bodies(&journal, &["1", "2"]).await;
    let mut consumer = join(&journal, config(&journal, "reader")).await;
    assert_eq!(take(&mut consumer, 1).await, ["1"]);
    drop(consumer);

    let mut again = join(&journal, config(&journal, "reader")).await;

    assert_eq!(take(&mut again, 1).await, ["2"]);
}

pub(crate) async fn a_fired_timer_reaches_consumers(system: System) {
    let journal = system.journal().await;
    let mut consumer = join(&journal, config(&journal, "reader")).await;
    let timer = Timer::Set {
        key: Key::new("timer"),
        at: system.now() + Duration::from_secs(2),
        event: event(&journal, "fired", "now"),
    };
    journal.commit(commit_of(vec![], vec![], vec![timer])).await.expect("set");

    system.pass(Duration::from_secs(3)).await;

    assert_eq!(take(&mut consumer, 1).await, ["now"]);
}

pub(crate) async fn a_consumer_that_breaks_a_rule_is_refused(system: System) {
    let journal = system.journal().await;
    let good = config(&journal, "reader");
    for (what, bad) in [
        ("a name of two tokens", ConsumerConfig { durable: "a.b".to_owned(), ..good.clone() }),
        ("no name", ConsumerConfig { durable: String::new(), ..good.clone() }),
        ("events of another service", ConsumerConfig { filter: "evt.another.>".to_owned(), ..good.clone() }),
        ("dead letters", ConsumerConfig { filter: dead_letters(&journal), ..good.clone() }),
        ("no attempt", ConsumerConfig { max_deliver: 0, ..good.clone() }),
        ("no delivery", ConsumerConfig { max_in_flight: 0, ..good.clone() }),
    ] {
        assert!(matches!(journal.consume(bad).await, Err(JournalError::Invalid { .. })), "{what}");
    }
}

pub(crate) async fn a_consumer_goes_on_after_a_restart(mut system: System) {
    let journal = system.journal().await;
    let service = journal.service().to_owned();
    emit_numbers(&journal, 0..20).await;
    let mut consumer = join(&journal, config(&journal, "reader")).await;
    assert_eq!(take(&mut consumer, 10).await, numbers(0..10));
    drop((consumer, journal));

    system.restart().await;

    let journal = system.journal_of(&service).await;
    let mut consumer = join(&journal, config(&journal, "reader")).await;
    assert_eq!(take(&mut consumer, 10).await, numbers(10..20));
}

pub(crate) async fn attempts_are_counted_over_a_restart(mut system: System) {
    let journal = system.journal().await;
    let service = journal.service().to_owned();
    emit_bodies(&journal, &["1"]).await;
    let mut consumer = join(&journal, config(&journal, "reader")).await;
    assert_eq!(peek(&mut consumer).await, ("1".to_owned(), 1));
    drop((consumer, journal));

    system.restart().await;
    system.pass(2 * ACK_WAIT).await;

    let journal = system.journal_of(&service).await;
    let mut consumer = join(&journal, config(&journal, "reader")).await;
    assert_eq!(peek(&mut consumer).await, ("1".to_owned(), 2));
}
