use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use realmwire_test_kit::{NatsOptions, NatsServer, eventually};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::time::Instant;

use crate::bus::{Bus, BusError, Message, Sink, Subscription};
use crate::nats::bus::NatsBus;
use crate::nats::{ConnectError, Credentials, NatsConfig};

const WITHIN: Duration = Duration::from_secs(20);

fn config(server: &NatsServer, name: &str) -> NatsConfig {
    NatsConfig::new(vec![server.url()], name, "test")
}

async fn bus(server: &NatsServer, name: &str) -> Arc<NatsBus> {
    Arc::new(NatsBus::connect(&config(server, name)).await.unwrap())
}

fn soon() -> Instant {
    Instant::now() + WITHIN
}

/// Answers each request with its own body, on tasks of their own.
fn echo(bus: &Arc<NatsBus>) -> Arc<dyn Sink> {
    let bus = Arc::clone(bus);
    Arc::new(move |request: Message| {
        let bus = Arc::clone(&bus);
        tokio::spawn(async move {
            let Some(reply) = request.reply else { return };
            let _ = bus.publish(Message::new(reply, request.payload)).await;
        });
    })
}

async fn serve(bus: &Arc<NatsBus>, subject: &str) -> Subscription {
    bus.subscribe(subject, Some("group"), echo(bus)).await.unwrap()
}

#[tokio::test]
async fn a_member_that_drains_loses_no_request() {
    const ROUNDS: usize = 40;
    let server = NatsServer::start().await.unwrap();
    let (caller, stayer, leaver) =
        (bus(&server, "caller").await, bus(&server, "stayer").await, bus(&server, "leaver").await);
    let _stays = serve(&stayer, "work").await;

    let calls = tokio::spawn(async move {
        let mut calls = tokio::task::JoinSet::new();
        for _ in 0..64 {
            let caller = Arc::clone(&caller);
            calls.spawn(async move {
                let mut failures = Vec::new();
                for _ in 0..400 {
                    failures.extend(caller.request(Message::new("work", "body"), soon()).await.err());
                }
                failures
            });
        }
        calls.join_all().await.into_iter().flatten().collect::<Vec<_>>()
    });
    for _ in 0..ROUNDS {
        serve(&leaver, "work").await.drain().await.unwrap();
    }

    let failures = calls.await.unwrap();
    assert!(failures.is_empty(), "{} of the requests failed: {:?}", failures.len(), failures.first());
}

#[tokio::test]
async fn nothing_arrives_after_a_drain() {
    let server = NatsServer::start().await.unwrap();
    let (sender, receiver) = (bus(&server, "sender").await, bus(&server, "receiver").await);
    let arrived = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&arrived);
    let sink = move |_| {
        count.fetch_add(1, Ordering::SeqCst);
    };
    let subscription = receiver.subscribe("news.*", None, Arc::new(sink)).await.unwrap();
    for _ in 0..100 {
        sender.publish(Message::new("news.today", "")).await.unwrap();
    }
    sender.flush(WITHIN).await.unwrap();

    subscription.drain().await.unwrap();

    assert_eq!(arrived.load(Ordering::SeqCst), 100);
    let outcome = sender.request(Message::new("news.today", ""), soon()).await;
    assert!(matches!(outcome, Err(BusError::NoResponders { .. })), "{outcome:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn dropped_messages_are_counted() {
    const SENT: usize = 200_000;
    let server = NatsServer::start().await.unwrap();
    let (sender, receiver) = (bus(&server, "sender").await, bus(&server, "receiver").await);
    // The second subscription is the one that counts: its number must not be taken for that of the first.
    let _other = receiver.subscribe("other", None, Arc::new(|_| {})).await.unwrap();
    let (gate, wait) = std::sync::mpsc::channel::<()>();
    let wait = parking_lot::Mutex::new(wait);
    // Breaks the rule that a sink returns soon, as a machine does that has no time for its task.
    let sink = move |_| {
        let _ = wait.lock().recv_timeout(WITHIN);
    };
    let slow = receiver.subscribe("flood", None, Arc::new(sink)).await.unwrap();

    let flood = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            for _ in 0..SENT {
                sender.publish(Message::new("flood", "")).await.unwrap();
            }
            sender.flush(WITHIN).await.unwrap();
        });
    });
    eventually("messages are dropped", WITHIN, || std::future::ready((slow.dropped() > 0).then_some(())))
        .await
        .unwrap();
    drop(gate);
    flood.join().unwrap();
}

#[tokio::test]
async fn what_is_not_permitted_fails_at_once() {
    let options = NatsOptions {
        config: "authorization { users: [{ user: quest, password: secret, permissions: {\n\
            publish: [\"allowed\", \"_INBOX.quest.>\"], subscribe: [\"_INBOX.quest.>\"] } }] }"
            .to_owned(),
        ..NatsOptions::default()
    };
    let server = NatsServer::start_with(options).await.unwrap();
    let credentials = Credentials::Password { user: "quest".to_owned(), password: "secret".to_owned() };
    let permitted = NatsConfig { credentials, ..config(&server, "quest") };
    let bus = NatsBus::connect(&permitted).await.unwrap();

    let outcome = bus.request(Message::new("allowed", ""), soon()).await;
    assert!(matches!(outcome, Err(BusError::NoResponders { .. })), "{outcome:?}");
    let outcome = bus.request(Message::new("secret", ""), soon()).await;
    assert!(matches!(outcome, Err(BusError::NotPermitted { .. })), "{outcome:?}");

    let refused = NatsBus::connect(&config(&server, "quest")).await;
    assert!(matches!(refused, Err(ConnectError::Refused { .. })));
}

#[tokio::test]
async fn an_old_server_is_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let info = r#"INFO {"server_id":"x","server_name":"old","version":"2.10.29","headers":true,"max_payload":1048576,"jetstream":true}"#;
            stream.write_all(format!("{info}\r\nPONG\r\n").as_bytes()).await.unwrap();
            open.push(stream);
        }
    });

    let outcome = NatsBus::connect(&NatsConfig::new(vec![format!("nats://{address}")], "quest", "test")).await;

    assert!(matches!(outcome, Err(ConnectError::ServerTooOld { ref version, .. }) if version == "2.10.29"));
    server.abort();
}

#[tokio::test]
async fn a_server_that_is_not_there_is_an_error_after_the_time_for_it() {
    let mut config = NatsConfig::new(vec!["nats://127.0.0.1:9".to_owned()], "quest", "test");
    config.connect_within = Duration::from_millis(300);
    let outcome = NatsBus::connect(&config).await;
    assert!(matches!(outcome, Err(ConnectError::Unreachable { .. })));
}
