//! Events of the past.

use std::sync::Arc;
use std::time::Duration;

use realmwire_fabric::bus::Headers;
use realmwire_fabric::journal::{ConsumerStart, EventQuery, EventRecord, Expect, Journal, JournalError};

use crate::system::{System, all_events, commit_of, conflict, emit, event, eventually, key, put, text, write};

/// Up to 1000 events that match `filter`.
pub(crate) async fn read(journal: &Arc<dyn Journal>, filter: &str, start: ConsumerStart) -> Vec<EventRecord> {
    const LIMIT: usize = 1000;
    let query = EventQuery { filter: filter.to_owned(), start, limit: LIMIT };
    journal.read(query).await.expect("the events are read")
}

/// The bodies of all events.
pub(crate) async fn bodies(journal: &Arc<dyn Journal>) -> Vec<String> {
    texts(&read(journal, &all_events(journal), ConsumerStart::First).await)
}

pub(crate) fn texts(records: &[EventRecord]) -> Vec<String> {
    records.iter().map(|record| text(&record.payload)).collect()
}

pub(crate) async fn events_are_read_in_the_order_of_their_commit(system: System) {
    let journal = system.journal().await;
    for number in 0..10 {
        let events = ["a", "b", "c"].map(|name| event(&journal, name, &format!("{number}{name}"))).to_vec();
        emit(&journal, events).await;
    }

    let records = read(&journal, &all_events(&journal), ConsumerStart::First).await;

    let expected: Vec<_> = (0..10).flat_map(|number| ["a", "b", "c"].map(|name| format!("{number}{name}"))).collect();
    assert_eq!(texts(&records), expected);
    assert!(records.is_sorted_by(|one, next| one.sequence < next.sequence));
}

/// Whoever reads events up to the last sequence number has seen every commit that was acknowledged before it was asked for.
pub(crate) async fn the_last_sequence_is_that_of_the_last_commit(system: System) {
    let journal = system.journal().await;
    let before = journal.last_sequence().await.expect("a journal that answers");
    let emitted = emit(&journal, vec![event(&journal, "thing", "1")]).await;
    assert!(emitted.last_sequence > before);
    assert_eq!(journal.last_sequence().await.expect("a journal that answers"), emitted.last_sequence);
    let written = put(&journal, vec![write(key("a"), Expect::Any, "1")]).await;
    assert_eq!(journal.last_sequence().await.expect("a journal that answers"), written.last_sequence);
}

pub(crate) async fn an_event_keeps_its_headers_and_time(system: System) {
    let journal = system.journal().await;
    let mut sent = event(&journal, "thing", "body");
    sent.headers = Headers::new();
    sent.headers.set("Event-Id", "42");
    sent.headers.set("Text", "ä: b");
    let before = system.now();

    let receipt = emit(&journal, vec![sent.clone()]).await;

    let records = read(&journal, &all_events(&journal), ConsumerStart::First).await;
    let [record] = records.as_slice() else { panic!("{records:?}") };
    assert_eq!((record.sequence, &record.subject), (receipt.last_sequence, &sent.subject));
    assert_eq!(record.payload, sent.payload);
    assert_eq!((record.headers.get("Event-Id"), record.headers.get("Text")), (Some("42"), Some("ä: b")));
    let second = Duration::from_secs(1);
    assert!(record.stored_at + second >= before && record.stored_at <= system.now() + second);
}

pub(crate) async fn events_of_a_refused_commit_are_never_seen(system: System) {
    let journal = system.journal().await;
    put(&journal, vec![write(key("a"), Expect::Any, "")]).await;

    let refused = commit_of(vec![write(key("a"), Expect::Absent, "")], vec![event(&journal, "thing", "no")], vec![]);
    conflict(journal.commit(refused).await);
    emit(&journal, vec![event(&journal, "thing", "yes")]).await;

    assert_eq!(bodies(&journal).await, ["yes"]);
}

pub(crate) async fn reading_keeps_to_its_filter(system: System) {
    let journal = system.journal().await;
    emit(&journal, ["a", "b", "a", "c"].map(|name| event(&journal, name, name)).to_vec()).await;
    let service = journal.service().to_owned();

    for (filter, expected) in [
        (format!("evt.{service}.a.v1"), vec!["a", "a"]),
        (format!("evt.{service}.*.v1"), vec!["a", "b", "a", "c"]),
        (format!("evt.{service}.*.v2"), vec![]),
        (format!("evt.{service}.b.>"), vec!["b"]),
    ] {
        assert_eq!(texts(&read(&journal, &filter, ConsumerStart::First).await), expected, "{filter}");
    }
}

pub(crate) async fn reading_begins_at_a_sequence_or_a_time(system: System) {
    let journal = system.journal().await;
    emit(&journal, vec![event(&journal, "thing", "1")]).await;
    system.pass(Duration::from_secs(2)).await;
    let time = system.now() - Duration::from_secs(1);
    let second = emit(&journal, vec![event(&journal, "thing", "2")]).await.last_sequence;
    emit(&journal, vec![event(&journal, "thing", "3")]).await;

    let all = all_events(&journal);
    for (start, expected) in [
        (ConsumerStart::First, vec!["1", "2", "3"]),
        (ConsumerStart::Sequence(second), vec!["2", "3"]),
        (ConsumerStart::Sequence(second + 1), vec!["3"]),
        (ConsumerStart::Time(time), vec!["2", "3"]),
        (ConsumerStart::Time(system.now() + Duration::from_hours(1)), vec![]),
        (ConsumerStart::New, vec![]),
    ] {
        assert_eq!(texts(&read(&journal, &all, start).await), expected, "{start:?}");
    }
}

pub(crate) async fn reading_goes_on_page_by_page(system: System) {
    let journal = system.journal().await;
    let expected: Vec<_> = (0..250).map(|number| number.to_string()).collect();
    for chunk in expected.chunks(50) {
        emit(&journal, chunk.iter().map(|body| event(&journal, "thing", body)).collect()).await;
    }

    let mut found = Vec::new();
    let mut start = ConsumerStart::First;
    loop {
        let query = EventQuery { filter: all_events(&journal), start, limit: 40 };
        let page = journal.read(query).await.expect("read");
        let Some(last) = page.last() else { break };
        assert!(page.len() <= 40);
        start = ConsumerStart::Sequence(last.sequence + 1);
        found.extend(texts(&page));
    }

    assert_eq!(found, expected);
}

pub(crate) async fn a_discarded_event_is_gone(system: System) {
    let journal = system.journal().await;
    emit(&journal, ["1", "2", "3"].map(|body| event(&journal, "thing", body)).to_vec()).await;
    let second = read(&journal, &all_events(&journal), ConsumerStart::First).await[1].sequence;

    journal.discard(second).await.expect("discarded");
    journal.discard(second).await.expect("no error either");

    eventually("the event is gone", || async { bodies(&journal).await == ["1", "3"] }).await;
}

pub(crate) async fn an_event_whose_time_is_over_is_gone(system: System) {
    let journal = system.journal().await;
    let mut short = event(&journal, "thing", "short");
    short.ttl = Some(Duration::from_secs(2));
    emit(&journal, vec![short, event(&journal, "thing", "long")]).await;
    assert_eq!(bodies(&journal).await, ["short", "long"]);

    system.pass(Duration::from_secs(3)).await;

    eventually("the event is gone", || async { bodies(&journal).await == ["long"] }).await;
}

pub(crate) async fn a_query_outside_the_journal_is_refused(system: System) {
    let journal = system.journal().await;
    let service = journal.service();
    for filter in ["evt.another-service.>", ">", "evt.>", &format!("evt.{service}"), &format!("evt.{service}.a b")] {
        let query = EventQuery { filter: filter.to_owned(), start: ConsumerStart::First, limit: 10 };
        assert!(matches!(journal.read(query).await, Err(JournalError::Invalid { .. })), "{filter}");
    }
    let query = EventQuery { filter: all_events(&journal), start: ConsumerStart::First, limit: 0 };
    assert!(matches!(journal.read(query).await, Err(JournalError::Invalid { .. })), "a page of nothing");
}

pub(crate) async fn a_reader_waits_for_the_next_event(system: System) {
    let journal = system.journal().await;
    let first = emit(&journal, vec![event(&journal, "thing", "first")]).await.last_sequence;
    assert_eq!(journal.last_sequence().await.expect("the end"), first);
    assert!(journal.beyond(first - 1).await.expect("there is one") >= first);

    let waiting = journal.beyond(first);
    let mut waiting = std::pin::pin!(waiting);
    assert!(futures::poll!(waiting.as_mut()).is_pending());
    let second = emit(&journal, vec![event(&journal, "thing", "second")]).await.last_sequence;
    assert_eq!(waiting.await.expect("the next one"), second);
    let records = read(&journal, &all_events(&journal), ConsumerStart::Sequence(first + 1)).await;
    assert_eq!(texts(&records), ["second"]);
}
