//! Messages.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::future::join_all;
use realmwire_fabric::bus::{Bus, BusError, Headers, Message, STATUS_NO_RESPONDERS, Sink, Subscription};
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::system::{System, patience, soon, text};

/// Messages that a sink received.
struct Received(mpsc::UnboundedReceiver<Message>);

impl Received {
    async fn next(&mut self) -> Message {
        soon("a message", self.0.recv()).await.expect("the sink is there")
    }

    async fn bodies(&mut self, count: usize) -> Vec<String> {
        let mut bodies = Vec::new();
        for _ in 0..count {
            bodies.push(text(&self.next().await.payload));
        }
        bodies
    }

    /// Nothing was received that was sent before a message that has been seen by now.
    fn assert_empty(&mut self) {
        assert!(self.0.try_recv().is_err(), "a message too many");
    }
}

fn sink() -> (Arc<dyn Sink>, Received) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let sink = move |message| drop(sender.send(message));
    (Arc::new(sink), Received(receiver))
}

async fn listen(system: &System, pattern: &str, group: Option<&str>) -> (Subscription, Received) {
    let (sink, received) = sink();
    let subscription = system.bus().subscribe(pattern, group, sink).await.expect("subscribed");
    (subscription, received)
}

async fn send(system: &System, subject: &str, body: &str) {
    system.bus().publish(message(subject, body)).await.expect("sent");
}

fn message(subject: &str, body: &str) -> Message {
    Message::new(subject, Bytes::copy_from_slice(body.as_bytes()))
}

/// A service that answers each request with what `answer` makes of its body.
async fn serve(system: &System, subject: &str, answer: fn(&str) -> String) -> Subscription {
    let (sink, mut received) = sink();
    let bus = Arc::clone(system.bus());
    tokio::spawn(async move {
        while let Some(request) = received.0.recv().await {
            let reply = request.reply.expect("a request names its reply subject");
            let body = answer(&text(&request.payload));
            // The caller may be gone, and at the end of a test the bus, too.
            let _ = bus.publish(message(&reply, &body)).await;
        }
    });
    system.bus().subscribe(subject, Some("servers"), sink).await.expect("subscribed")
}

pub(crate) async fn a_message_reaches_each_subscriber_of_its_subject(system: System) {
    let subject = system.subject("news");
    let (_first, mut one) = listen(&system, &subject, None).await;
    let (_second, mut other) = listen(&system, &subject, None).await;

    send(&system, &subject, "hello").await;

    assert_eq!(one.bodies(1).await, ["hello"]);
    assert_eq!(other.bodies(1).await, ["hello"]);
}

pub(crate) async fn a_star_stands_for_one_token(system: System) {
    let (_subscription, mut received) = listen(&system, &system.subject("*.end"), None).await;

    for (name, body) in [("one.end", "1"), ("end", "none"), ("a.b.end", "two"), ("one.other", "other"), ("x.end", "2")]
    {
        send(&system, &system.subject(name), body).await;
    }

    assert_eq!(received.bodies(2).await, ["1", "2"]);
    received.assert_empty();
}

pub(crate) async fn an_angle_stands_for_one_or_more_tokens(system: System) {
    let (_subscription, mut received) = listen(&system, &system.subject("begin.>"), None).await;

    for (name, body) in
        [("begin", "none"), ("begin.a", "1"), ("begin.a.b.c", "3"), ("other.a", "other"), ("begin.z", "z")]
    {
        send(&system, &system.subject(name), body).await;
    }

    assert_eq!(received.bodies(3).await, ["1", "3", "z"]);
    received.assert_empty();
}

pub(crate) async fn a_queue_group_gets_each_message_once(system: System) {
    let subject = system.subject("work");
    let (sink, mut received) = sink();
    let mut members = Vec::new();
    for _ in 0..3 {
        members.push(system.bus().subscribe(&subject, Some("workers"), Arc::clone(&sink)).await.expect("subscribed"));
    }

    for number in 0..30 {
        send(&system, &subject, &number.to_string()).await;
    }

    let mut bodies = received.bodies(30).await;
    bodies.sort_by_key(|body| body.parse::<u32>().expect("a number"));
    assert_eq!(bodies, (0..30).map(|number| number.to_string()).collect::<Vec<_>>());
    received.assert_empty();
}

pub(crate) async fn a_queue_group_shares_messages_among_its_members(system: System) {
    const MESSAGES: usize = 300;
    let subject = system.subject("work");
    let (sender, mut receiver) = mpsc::unbounded_channel();
    let mut members = Vec::new();
    for member in 0..3 {
        let sender = sender.clone();
        let sink: Arc<dyn Sink> = Arc::new(move |_: Message| {
            // At the end of the test nobody counts any more.
            let _ = sender.send(member);
        });
        members.push(system.bus().subscribe(&subject, Some("workers"), sink).await.expect("subscribed"));
    }

    for _ in 0..MESSAGES {
        send(&system, &subject, "").await;
    }

    let mut shares = BTreeMap::new();
    for _ in 0..MESSAGES {
        let member: usize = soon("a message", receiver.recv()).await.expect("the sinks are there");
        *shares.entry(member).or_insert(0) += 1;
    }
    // Each member gets a third; that one gets less than a tenth by chance is out of this world.
    assert!(shares.len() == 3 && shares.values().all(|share| *share > MESSAGES / 10), "{shares:?}");
}

pub(crate) async fn each_group_and_each_plain_subscriber_gets_a_message(system: System) {
    let subject = system.subject("news");
    let (_plain, mut plain) = listen(&system, &subject, None).await;
    let (_wild, mut wild) = listen(&system, &system.subject("*"), None).await;
    let (_red, mut red) = listen(&system, &subject, Some("red")).await;
    let (_blue, mut blue) = listen(&system, &subject, Some("blue")).await;

    send(&system, &subject, "hello").await;

    for received in [&mut plain, &mut wild, &mut red, &mut blue] {
        assert_eq!(received.bodies(1).await, ["hello"]);
    }
}

pub(crate) async fn messages_of_one_sender_arrive_in_order(system: System) {
    const MESSAGES: u32 = 1000;
    let subject = system.subject("count");
    let (_subscription, mut received) = listen(&system, &subject, None).await;

    for number in 0..MESSAGES {
        send(&system, &subject, &number.to_string()).await;
    }

    let expected: Vec<_> = (0..MESSAGES).map(|number| number.to_string()).collect();
    assert_eq!(received.bodies(MESSAGES as usize).await, expected);
}

pub(crate) async fn headers_and_body_arrive_unchanged(system: System) {
    let subject = system.subject("letter");
    let (_subscription, mut received) = listen(&system, &subject, None).await;
    let mut headers = Headers::new();
    headers.set("Case-Kept", "one");
    headers.set("case-kept", "two");
    headers.append("Case-Kept", "three");
    headers.set("Text", "äöü: 1, 2; \"3\"");
    let body = Bytes::from((0..=u8::MAX).collect::<Vec<u8>>());

    let sent = Message { headers: headers.clone(), ..Message::new(subject.clone(), body.clone()) };
    system.bus().publish(sent).await.expect("sent");

    let message = received.next().await;
    assert_eq!(message.subject, subject);
    assert_eq!(message.payload, body);
    assert_eq!(message.reply, None);
    assert_eq!(message.status, None);
    let values = |headers: &Headers, name: &str| {
        headers.iter().filter(|(n, _)| *n == name).map(|(_, value)| value.to_owned()).collect::<Vec<_>>()
    };
    for name in ["Case-Kept", "case-kept", "Text"] {
        assert_eq!(values(&message.headers, name), values(&headers, name), "{name}");
    }
}

pub(crate) async fn a_request_gets_its_answer(system: System) {
    let subject = system.subject("echo");
    let _server = serve(&system, &subject, |body| format!("re: {body}")).await;

    let answer = system.bus().request(message(&subject, "hello"), patience()).await.expect("answered");

    assert_eq!(text(&answer.payload), "re: hello");
}

pub(crate) async fn requests_in_parallel_get_their_own_answers(system: System) {
    let subject = system.subject("echo");
    let _one = serve(&system, &subject, str::to_owned).await;
    let _other = serve(&system, &subject, str::to_owned).await;

    let answers = join_all((0..500).map(|number| {
        let request = message(&subject, &number.to_string());
        system.bus().request(request, patience())
    }));

    for (number, answer) in answers.await.into_iter().enumerate() {
        assert_eq!(text(&answer.expect("answered").payload), number.to_string());
    }
}

pub(crate) async fn a_request_that_nobody_listens_to_fails_at_once(system: System) {
    let subject = system.subject("nobody");

    // The deadline is an hour away: that this ends at all shows that it did not wait for it.
    let request = system.bus().request(message(&subject, ""), Instant::now() + Duration::from_hours(1));

    let outcome = soon("a refusal", request).await;
    assert!(matches!(outcome, Err(BusError::NoResponders { subject: named }) if named == subject));
}

pub(crate) async fn a_request_without_an_answer_ends_at_its_deadline(system: System) {
    let subject = system.subject("silent");
    let (_subscription, mut received) = listen(&system, &subject, None).await;

    let request = system.bus().request(message(&subject, "hello"), Instant::now() + Duration::from_millis(200));

    let outcome = soon("the deadline", request).await;
    assert!(matches!(outcome, Err(BusError::DeadlineExceeded { subject: named }) if named == subject));
    assert_eq!(received.bodies(1).await, ["hello"]);
}

pub(crate) async fn a_late_answer_reaches_nobody(system: System) {
    let subject = system.subject("slow");
    let (_subscription, mut received) = listen(&system, &subject, None).await;
    let late = system.bus().request(message(&subject, "1"), Instant::now() + Duration::from_millis(50)).await;
    assert!(late.is_err());
    let late_reply = received.next().await.reply.expect("a reply subject");

    let bus = Arc::clone(system.bus());
    let request = tokio::spawn(async move { bus.request(message(&subject, "2"), patience()).await });
    let reply = received.next().await.reply.expect("a reply subject");
    send(&system, &late_reply, "late").await;
    send(&system, &reply, "right").await;

    let answer = request.await.expect("no panic").expect("answered");
    assert_eq!(text(&answer.payload), "right");
}

pub(crate) async fn an_inbox_takes_many_messages(system: System) {
    let (sink, mut received) = sink();
    let inbox = system.bus().open_inbox(sink).expect("an inbox");
    assert!(inbox.subject().starts_with("_INBOX."));

    for number in 0..100 {
        send(&system, inbox.subject(), &number.to_string()).await;
    }

    assert_eq!(received.bodies(100).await, (0..100).map(|number| number.to_string()).collect::<Vec<_>>());
}

pub(crate) async fn a_message_to_a_closed_inbox_comes_back_to_its_reply_subject(system: System) {
    let (gone, _) = sink();
    let closed = system.bus().open_inbox(gone).expect("an inbox");
    let subject = closed.subject().clone();
    drop(closed);
    let (sink, mut received) = sink();
    let inbox = system.bus().open_inbox(sink).expect("an inbox");

    let credit = Message { reply: Some(inbox.subject().clone()), ..message(&subject, "credit") };
    system.bus().publish(credit).await.expect("sent");

    assert_eq!(received.next().await.status, Some(STATUS_NO_RESPONDERS));
}

pub(crate) async fn a_message_to_nobody_comes_back_to_its_reply_subject(system: System) {
    let (sink, mut received) = sink();
    let inbox = system.bus().open_inbox(sink).expect("an inbox");

    let question = Message { reply: Some(inbox.subject().clone()), ..message(&system.subject("nobody"), "?") };
    system.bus().publish(question).await.expect("sent");

    let status = received.next().await;
    assert_eq!(status.status, Some(STATUS_NO_RESPONDERS));
    assert!(status.payload.is_empty());
}

pub(crate) async fn a_payload_up_to_the_limit_arrives(system: System) {
    let subject = system.subject("large");
    let (_subscription, mut received) = listen(&system, &subject, None).await;
    let limit = system.bus().max_payload();

    system.bus().publish(Message::new(subject, vec![b'x'; limit])).await.expect("sent");

    assert_eq!(received.next().await.payload.len(), limit);
}

pub(crate) async fn a_payload_above_the_limit_is_refused(system: System) {
    let subject = system.subject("large");
    let (_subscription, mut received) = listen(&system, &subject, None).await;
    let limit = system.bus().max_payload();
    let mut with_headers = Message::new(subject.clone(), vec![b'x'; limit]);
    with_headers.headers.set("One", "more");

    let refused = |outcome: Result<(), BusError>, size: usize| {
        let Err(BusError::PayloadTooLarge { size: found, limit: named, .. }) = outcome else { panic!("{outcome:?}") };
        assert_eq!((found, named), (size, limit));
    };
    refused(system.bus().publish(Message::new(subject.clone(), vec![b'x'; limit + 1])).await, limit + 1);
    let size = with_headers.size();
    refused(system.bus().publish(with_headers.clone()).await, size);
    refused(system.bus().request(with_headers, patience()).await.map(drop), size);

    send(&system, &subject, "small").await;
    assert_eq!(received.bodies(1).await, ["small"]);
}

pub(crate) async fn subjects_and_patterns_that_are_not_well_formed_are_refused(system: System) {
    fn refused<T>(outcome: Result<T, BusError>, subject: &str) {
        let error = outcome.err();
        assert!(matches!(error, Some(BusError::InvalidSubject { .. })), "{subject:?} was taken: {error:?}");
    }
    for subject in ["", ".", "a..b", ".a", "a.", "a b", "a\tb", "a\r\nb", "a.*", "a.>", "*"] {
        refused(system.bus().publish(Message::new(subject, "")).await, subject);
        refused(system.bus().request(Message::new(subject, ""), patience()).await, subject);
    }
    for pattern in ["", ".", "a..b", "a.", "a b", "a.>.b", ">.a"] {
        refused(system.bus().subscribe(pattern, None, sink().0).await, pattern);
    }
    refused(system.bus().subscribe("a", Some(""), sink().0).await, "an empty group");
    refused(system.bus().subscribe("a", Some("two words"), sink().0).await, "a group of two words");
}

pub(crate) async fn a_dropped_subscription_gets_nothing_more(system: System) {
    let subject = system.subject("news");
    let (dropped, mut received) = listen(&system, &subject, None).await;
    let (_kept, mut kept) = listen(&system, &subject, None).await;
    send(&system, &subject, "before").await;
    assert_eq!(received.bodies(1).await, ["before"]);

    drop(dropped);
    system.bus().flush(Duration::from_secs(10)).await.expect("flushed");
    send(&system, &subject, "after").await;

    assert_eq!(kept.bodies(2).await, ["before", "after"]);
    // The bus has let go of the sink, and put nothing more into it.
    assert!(soon("the end of the subscription", received.0.recv()).await.is_none());
}

pub(crate) async fn a_drained_member_loses_no_message(system: System) {
    const REQUESTS: usize = 2000;
    let subject = system.subject("work");
    let _stays = serve(&system, &subject, str::to_owned).await;
    let bus = Arc::clone(system.bus());
    let load = {
        let subject = subject.clone();
        tokio::spawn(async move { load(bus, subject, REQUESTS).await })
    };

    while !load.is_finished() {
        let leaves = serve(&system, &subject, str::to_owned).await;
        soon("a drain", leaves.drain()).await.expect("drained");
    }

    assert_eq!(load.await.expect("no panic"), REQUESTS);
}

/// Sends requests from several tasks and counts those that were answered.
async fn load(bus: Arc<dyn Bus>, subject: String, requests: usize) -> usize {
    const TASKS: usize = 8;
    let tasks = (0..TASKS).map(|_| {
        let (bus, subject) = (Arc::clone(&bus), subject.clone());
        async move {
            let mut answered = 0;
            for _ in 0..requests / TASKS {
                if bus.request(message(&subject, ""), Instant::now() + Duration::from_secs(10)).await.is_ok() {
                    answered += 1;
                }
            }
            answered
        }
    });
    spawned(tasks).await.into_iter().sum()
}

async fn spawned<T: Send + 'static>(tasks: impl Iterator<Item = impl Future<Output = T> + Send + 'static>) -> Vec<T> {
    let handles: Vec<_> = tasks.map(tokio::spawn).collect();
    join_all(handles).await.into_iter().map(|outcome| outcome.expect("no panic")).collect()
}

pub(crate) async fn a_connected_bus_says_so_and_flushes(system: System) {
    assert!(system.bus().is_connected());
    system.bus().flush(Duration::from_secs(10)).await.expect("flushed");
}
