//! A process that is asked to stop while clients call it: what it has taken, it answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use realmwire_test_kit::eventually;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::harness::{PATIENCE, System};

/// Clients of each kind.
const CLIENTS: u64 = 6;
/// Requests at a time on a connection of HTTP/2.
const AT_A_TIME: usize = 8;
/// The process is asked to stop when so many requests of each kind were answered.
const ANSWERS_BEFORE_THE_END: u64 = 100;

/// What became of a request.
#[derive(Clone, Debug)]
enum Outcome {
    Answered {
        status: StatusCode,
        closes: bool,
    },
    /// The client knows that nobody has seen it.
    NotTaken,
    Lost(String),
}

/// What clients share.
#[derive(Clone)]
struct Load {
    address: Arc<str>,
    token: Arc<str>,
    answered: Arc<AtomicU64>,
    is_stopping: Arc<AtomicBool>,
}

impl Load {
    fn new(system: &System, token: &str, is_stopping: &Arc<AtomicBool>) -> Self {
        let address = system.http().trim_start_matches("http://").into();
        Self { address, token: token.into(), answered: Arc::default(), is_stopping: Arc::clone(is_stopping) }
    }

    /// A write, which takes a commit to the disk.
    fn request(&self, client: u64) -> Request<Full<Bytes>> {
        let uri = format!("http://{}/v1/states/KIND_ENTITY/client-{client}", self.address);
        Request::put(uri)
            .header("host", &*self.address)
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json")
            .body(Full::from("{\"count\":1}"))
            .unwrap()
    }

    async fn connect(&self) -> std::io::Result<TokioIo<TcpStream>> {
        TcpStream::connect(&*self.address).await.map(TokioIo::new)
    }

    async fn outcome(&self, answer: hyper::Result<Response<Incoming>>) -> Outcome {
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) if error.is_canceled() || was_refused(&error) => return Outcome::NotTaken,
            Err(error) => return Outcome::Lost(format!("{error:?}")),
        };
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = match answer.into_body().collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) => return Outcome::Lost(format!("the answer {status} broke off: {error:?}")),
        };
        if serde_json::from_slice::<serde_json::Value>(&body).is_err() {
            return Outcome::Lost(format!("the answer {status} is no JSON: {body:?}"));
        }
        self.answered.fetch_add(1, Ordering::Relaxed);
        Outcome::Answered { status, closes: headers.get("connection").is_some_and(|value| value == "close") }
    }
}

/// Whether the other side has said that it did not take the request.
fn was_refused(error: &hyper::Error) -> bool {
    let cause = std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<h2::Error>());
    cause.is_some_and(|cause| {
        cause.is_go_away() && cause.reason() == Some(h2::Reason::NO_ERROR)
            || cause.reason() == Some(h2::Reason::REFUSED_STREAM)
    })
}

/// One connection after the other with one request each.
async fn connect_for_each(load: Load, client: u64) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    loop {
        let is_late = load.is_stopping.load(Ordering::Relaxed);
        let Ok(io) = load.connect().await else { return outcomes };
        let (mut sender, connection) = http1::handshake(io).await.unwrap();
        let connection = tokio::spawn(connection);
        let outcome = load.outcome(sender.send_request(load.request(client)).await).await;
        connection.abort();
        match outcome {
            // The system has taken a connection that the process never did: the port was closed meanwhile.
            Outcome::Lost(_) if is_late => return outcomes,
            outcome => outcomes.push(outcome),
        }
    }
}

/// One request after the other on a connection, until the gateway says that it closes.
async fn keep_alive(load: Load, client: u64) -> Vec<Outcome> {
    let (mut sender, connection) = http1::handshake(load.connect().await.unwrap()).await.unwrap();
    let connection = tokio::spawn(connection);
    let mut outcomes = Vec::new();
    let mut is_last = false;
    while !is_last {
        sender.ready().await.expect("a connection stays open until an answer says that it closes");
        let outcome = load.outcome(sender.send_request(load.request(client)).await).await;
        is_last = !matches!(outcome, Outcome::Answered { closes: false, .. });
        outcomes.push(outcome);
    }
    connection.abort();
    outcomes
}

/// Some requests at a time on a connection, until the gateway says that it takes no more.
async fn many_at_a_time(load: Load, client: u64) -> Vec<Outcome> {
    let io = load.connect().await.unwrap();
    let (sender, connection) = http2::handshake(TokioExecutor::new(), io).await.unwrap();
    let connection = tokio::spawn(connection);
    let callers = (0..AT_A_TIME).map(|_| {
        let (mut sender, load) = (sender.clone(), load.clone());
        async move {
            let mut outcomes = Vec::new();
            while sender.ready().await.is_ok() {
                outcomes.push(load.outcome(sender.send_request(load.request(client)).await).await);
                if !matches!(outcomes.last(), Some(Outcome::Answered { .. })) {
                    break;
                }
            }
            outcomes
        }
    });
    let outcomes = futures::future::join_all(callers).await.concat();
    drop(sender);
    let _ = connection.await;
    outcomes
}

#[tokio::test(flavor = "multi_thread")]
async fn every_request_that_was_taken_is_answered_when_the_process_is_asked_to_stop() {
    let system = System::up().await;
    let token = system.admin_token();
    let is_stopping = Arc::new(AtomicBool::new(false));
    let loads = [(); 3].map(|()| Load::new(&system, &token, &is_stopping));
    let [each, kept, many] = loads.clone();
    let mut clients = JoinSet::new();
    for client in 0..CLIENTS {
        clients.spawn(connect_for_each(each.clone(), client));
        clients.spawn(keep_alive(kept.clone(), client));
    }
    clients.spawn(many_at_a_time(many.clone(), 0));
    clients.spawn(many_at_a_time(many, 1));
    let all_answer = || {
        let is_enough = |load: &Load| load.answered.load(Ordering::Relaxed) >= ANSWERS_BEFORE_THE_END;
        std::future::ready(loads.iter().all(is_enough).then_some(()))
    };
    eventually("clients of every kind are answered", PATIENCE, all_answer).await.unwrap();
    is_stopping.store(true, Ordering::Relaxed);
    let status = system.process().terminate(PATIENCE).await.unwrap();
    let log = system.process().log();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(!log.contains("cut off"), "{log}");
    while let Some(outcomes) = clients.join_next().await {
        for outcome in outcomes.unwrap() {
            match outcome {
                Outcome::Answered { status: StatusCode::OK, .. } | Outcome::NotTaken => {}
                Outcome::Answered { status: StatusCode::SERVICE_UNAVAILABLE, closes } => assert!(closes),
                Outcome::Answered { status, .. } => panic!("{status}\n{log}"),
                Outcome::Lost(why) => panic!("{why}\n{log}"),
            }
        }
    }
}
