use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use realmwire_fabric::bus::{Bus, BusError, Message, Subscription};
use realmwire_fabric::journal::{Commit, CommitId, Expect, JournalError, Key, Write};
use tokio::time::Instant;

use super::{TestHost, eventually};

/// Counts what arrives on `news.>`.
async fn listen(bus: &Arc<dyn Bus>) -> (Subscription, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let sink = move |_: Message| {
        counted.fetch_add(1, Ordering::Relaxed);
    };
    (bus.subscribe("news.>", None, Arc::new(sink)).await.expect("subscribed"), count)
}

async fn publish(host: &TestHost, count: usize) {
    for _ in 0..count {
        host.process().fabric().bus.publish(Message::new("news.today", "x")).await.expect("published");
    }
}

/// Waits until everything that was published has been delivered, and gives the number.
async fn arrived(host: &TestHost, count: &AtomicUsize) -> usize {
    let (_last, seen) = listen_to_end(host).await;
    host.fabric().bus.publish(Message::new("end", "")).await.expect("published");
    eventually("the end arrives", async || (seen.load(Ordering::Relaxed) > 0).then_some(())).await;
    count.load(Ordering::Relaxed)
}

async fn listen_to_end(host: &TestHost) -> (Subscription, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let sink = move |_: Message| {
        counted.fetch_add(1, Ordering::Relaxed);
    };
    (host.fabric().bus.subscribe("end", None, Arc::new(sink)).await.expect("subscribed"), count)
}

#[tokio::test]
async fn messages_are_lost_and_doubled_as_often_as_asked() {
    for (lost, doubled, expected) in [(0.0, 0.0, 100), (1.0, 0.0, 0), (0.0, 1.0, 200)] {
        let host = TestHost::new().await;
        let (_listening, count) = listen(&host.fabric().bus).await;
        host.faults().lose("news.*", lost);
        host.faults().duplicate("news.>", doubled);
        host.faults().lose("other.>", 1.0);
        publish(&host, 100).await;
        assert_eq!(arrived(&host, &count).await, expected);
    }
}

#[tokio::test]
async fn the_same_seed_hits_the_same_messages() {
    let mut counts = Vec::new();
    for _ in 0..2 {
        let host = TestHost::new().await;
        let (_listening, count) = listen(&host.fabric().bus).await;
        host.faults().lose("news.>", 0.5);
        publish(&host, 100).await;
        counts.push(arrived(&host, &count).await);
    }
    assert_eq!(counts.first(), counts.last());
    assert!(counts.iter().all(|count| (1..100).contains(count)), "{counts:?}");
}

#[tokio::test]
async fn a_late_message_arrives_after_its_delay() {
    let host = TestHost::new().await;
    let (_listening, count) = listen(&host.fabric().bus).await;
    let delay = Duration::from_millis(20);
    host.faults().delay("news.>", delay);
    let sent = Instant::now();
    publish(&host, 1).await;
    eventually("it arrives", async || (count.load(Ordering::Relaxed) == 1).then_some(())).await;
    assert!(sent.elapsed() >= delay);
}

#[tokio::test]
async fn a_host_that_is_cut_off_reaches_nothing_and_hears_nothing_while_others_go_on() {
    let host = TestHost::new().await;
    let other = host.sibling().await;
    let bus = Arc::clone(&host.process().fabric().bus);
    let (_listening, here) = listen(&bus).await;
    let (_listening_too, there) = listen(&other.process().fabric().bus).await;
    let journal = host.process().fabric().journals.open("shop").await.expect("a journal");

    host.faults().disconnect();
    assert!(!bus.is_connected());
    let refused = bus.publish(Message::new("news.today", "x")).await;
    assert!(matches!(refused, Err(BusError::Unavailable(_))), "{refused:?}");
    let read = journal.get(&Key::new("a")).await;
    assert!(matches!(read, Err(JournalError::Unavailable { .. })), "{read:?}");
    publish(&other, 3).await;
    assert_eq!(arrived(&host, &there).await, 3);
    assert_eq!(here.load(Ordering::Relaxed), 0);

    host.faults().reconnect();
    publish(&other, 2).await;
    assert_eq!(arrived(&host, &here).await, 2);
    journal.get(&Key::new("a")).await.expect("reached");
}

#[tokio::test]
async fn the_answer_to_a_request_is_lost_when_its_host_is_cut_off_meanwhile() {
    let host = TestHost::new().await;
    let bus = Arc::clone(&host.process().fabric().bus);
    let (answering, faults) = (Arc::clone(&host.fabric().bus), host.faults().clone());
    let sink = move |request: Message| {
        faults.disconnect();
        let answering = Arc::clone(&answering);
        tokio::spawn(async move {
            let _ = answering.publish(Message::new(request.reply.unwrap_or_default(), "late")).await;
        });
    };
    let _answering = host.fabric().bus.subscribe("ask", None, Arc::new(sink)).await.expect("subscribed");
    let answer = bus.request(Message::new("ask", ""), Instant::now() + Duration::from_millis(50)).await;
    assert!(matches!(answer, Err(BusError::DeadlineExceeded { .. })), "{answer:?}");
}

#[tokio::test]
async fn a_commit_with_a_lost_answer_is_stored_and_a_failed_one_is_not() {
    let host = TestHost::new().await;
    let journal = host.process().fabric().journals.open("shop").await.expect("a journal");
    let commit = |name: &str| {
        let mut commit = Commit::new(CommitId::random());
        let value = Some(b"x"[..].into());
        commit.writes.push(Write { key: Key::new(name), expect: Expect::Absent, value, ttl: None });
        commit
    };
    host.faults().lose_commit_answers(1);
    journal.commit(commit("a")).await.expect_err("the answer is lost");
    host.faults().fail_commits(1);
    journal.commit(commit("b")).await.expect_err("the journal is away");
    assert!(journal.get(&Key::new("a")).await.expect("read").is_some());
    assert!(journal.get(&Key::new("b")).await.expect("read").is_none());
    journal.commit(commit("b")).await.expect("all is well again");
}
