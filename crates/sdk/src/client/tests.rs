//! How the policies work together, by a clock that moves when all wait. What servers see is in the behaviour suite.

use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use futures::FutureExt;
use futures::future::join_all;
use parking_lot::Mutex;
use realmwire_contract::state_manager::v1::{GET, PUT};
use realmwire_fabric::bus::{Headers, Message, Subscription};
use realmwire_fabric::embedded::bus::EmbeddedBus;

use super::policy::may_retry;
use super::*;
use crate::codec::{AnswerInfo, Failure, Format, append_answer_meta};
use crate::identity::Principal;
use crate::status::{Code, RetryAdvice, reason};

/// What the server does with an attempt.
enum Does {
    Answers,
    Fails(Status),
    Nothing,
}

/// A channel, and when each attempt arrived at the server.
struct Scene {
    channel: Channel,
    begun: Instant,
    arrived: Arc<Mutex<Vec<Instant>>>,
    _server: Subscription,
}

impl Scene {
    /// A server that does with the attempt of each number, from 0, what `does` says.
    async fn new(does: impl Fn(usize) -> Does + Send + Sync + 'static) -> Self {
        let bus: Arc<dyn Bus> = Arc::new(EmbeddedBus::new());
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let (answering, noted) = (Arc::clone(&bus), Arc::clone(&arrived));
        let sink = move |request: Message| {
            let number = noted.lock().len();
            noted.lock().push(Instant::now());
            if let Some(answer) = answer(does(number), request) {
                answering.publish(answer).now_or_never().expect("the bus takes it at once").expect("sent");
            }
        };
        let server = bus.subscribe("svc.state-manager.v1.*", None, Arc::new(sink)).await.expect("subscribed");
        let caller = ChannelConfig { caller: "test/1".to_owned(), principal: Principal::service("test") };
        let channel = Channel::new(bus, Host::system(), Telemetry::new(), caller);
        Self { channel, begun: Instant::now(), arrived, _server: server }
    }

    async fn call(&self, method: &'static MethodSpec) -> Result<Answer, Status> {
        self.channel.call(method, CallOptions::default(), Bytes::new()).await
    }

    /// When the attempts arrived, in milliseconds.
    fn attempts_ms(&self) -> Vec<u128> {
        self.arrived.lock().iter().map(|at| at.duration_since(self.begun).as_millis()).collect()
    }

    fn attempts(&self) -> usize {
        self.arrived.lock().len()
    }
}

fn answer(does: Does, request: Message) -> Option<Message> {
    // Cancellations name no place for an answer.
    let subject = request.reply?;
    let info = AnswerInfo { instance: "one", in_flight: 0, limit: 1, replayed: false };
    let (headers, payload) = match does {
        Does::Answers => {
            let mut body = BytesMut::new();
            append_answer_meta(&mut body, &info);
            (Headers::new(), body.freeze())
        }
        Does::Fails(status) => {
            let Failure { headers, payload } = Failure::encode(&status, Format::Protobuf, &info);
            (headers, payload)
        }
        Does::Nothing => return None,
    };
    Some(Message { subject, headers, payload, ..Message::default() })
}

fn not_executed() -> Status {
    Status::unavailable("not now").with_retry(RetryAdvice::NotExecuted)
}

/// A refusal that says nothing against the server's health.
fn refused(retry_after: Duration) -> Status {
    Status::resource_exhausted("full", retry_after).with_retry(RetryAdvice::NotExecuted)
}

#[tokio::test(start_paused = true)]
async fn the_deadline_bounds_all_attempts_and_a_silent_one_gets_company_at_equal_shares_of_it() {
    let scene = Scene::new(|_| Does::Nothing).await;
    assert_eq!(scene.call(&GET).await.expect_err("silence").code(), Code::DeadlineExceeded);
    assert!((5_000..5_010).contains(&scene.begun.elapsed().as_millis()));
    let rounded: Vec<_> = scene.attempts_ms().iter().map(|at| at / 10).collect();
    assert_eq!(rounded, [0, 166, 333]);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_must_not_be_repeated_gets_no_company() {
    let scene = Scene::new(|_| Does::Nothing).await;
    assert_eq!(scene.call(&PUT).await.expect_err("silence").code(), Code::DeadlineExceeded);
    assert_eq!(scene.attempts_ms(), [0]);
}

#[tokio::test(start_paused = true)]
async fn a_retry_asks_the_breaker_again() {
    let scene = Scene::new(|number| {
        let advice = if number < 19 { RetryAdvice::Never } else { RetryAdvice::NotExecuted };
        Does::Fails(Status::unavailable("not now").with_retry(advice))
    })
    .await;
    for _ in 0..19 {
        assert_eq!(scene.call(&PUT).await.expect_err("a failure").reason(), None);
    }
    // The twentieth failure opens the breaker, and the retry that would follow is not sent.
    let status = scene.call(&PUT).await.expect_err("a failure");
    assert_eq!((status.reason().as_deref(), scene.attempts()), (Some(reason::CIRCUIT_OPEN), 20));
}

#[tokio::test(start_paused = true)]
async fn retries_are_a_fifth_of_the_traffic_and_a_few() {
    let scene = Scene::new(|_| Does::Fails(refused(Duration::ZERO))).await;
    let results = join_all((0..100).map(|_| scene.call(&PUT))).await;
    assert!(results.iter().all(Result::is_err));
    let retries = scene.attempts() - 100;
    assert!((28..=32).contains(&retries), "{retries} retries of 100 calls");
}

#[tokio::test(start_paused = true)]
async fn the_wait_before_a_retry_is_the_servers_and_some_jitter() {
    let scene = Scene::new(|number| match number {
        0 => Does::Fails(refused(Duration::from_millis(300))),
        _ => Does::Answers,
    })
    .await;
    scene.call(&PUT).await.expect("answered");
    let attempts = scene.attempts_ms();
    assert!(matches!(attempts[..], [0, 300..=325]), "{attempts:?}");
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let scene = Scene::new(|_| Does::Fails(refused(Duration::from_secs(10)))).await;
    assert_eq!(scene.call(&PUT).await.expect_err("refused").code(), Code::ResourceExhausted);
    assert_eq!((scene.begun.elapsed(), scene.attempts()), (Duration::ZERO, 1));
}

#[tokio::test(start_paused = true)]
async fn three_attempts_are_made_at_most() {
    let scene = Scene::new(|_| Does::Fails(not_executed())).await;
    assert_eq!(scene.call(&PUT).await.expect_err("a failure").code(), Code::Unavailable);
    assert_eq!(scene.attempts(), 3);
}

#[test]
fn a_failed_call_is_sent_again_only_when_that_cannot_double_it() {
    use RetryAdvice::{IfIdempotent, Never, NotExecuted, Unknown};
    let allowed = |code, advice| {
        let status = Status::new(code, "failed").with_retry(advice);
        [false, true].map(|repeatable| may_retry(&status, repeatable))
    };
    for code in [Code::Unavailable, Code::Aborted, Code::ResourceExhausted, Code::DeadlineExceeded] {
        assert_eq!(allowed(code, Never), [false, false], "{code:?}");
        assert_eq!(allowed(code, NotExecuted), [true, true], "{code:?}");
    }
    for advice in [IfIdempotent, Unknown] {
        assert_eq!(allowed(Code::Unavailable, advice), [false, true], "{advice:?}");
        for code in [Code::DeadlineExceeded, Code::Internal, Code::NotFound, Code::Aborted] {
            assert_eq!(allowed(code, advice), [false, false], "{code:?} {advice:?}");
        }
    }
}
