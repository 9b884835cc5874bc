use std::pin::pin;

use futures::FutureExt;
use tokio::time::Instant;

use super::*;
use crate::context::ContextParts;
use crate::host::Host;

fn claim() -> KeyClaim {
    let key = "k".to_owned();
    KeyClaim { key, scope: "player/p1".to_owned(), method: "test.Probe/Write", request_digest: [1; 32] }
}

fn within(time: Duration) -> Context {
    Context::new(ContextParts { deadline: Instant::now() + time, ..ContextParts::new(Host::system()) })
}

fn plenty() -> Context {
    within(Duration::from_mins(1))
}

fn reason_of(outcome: Result<KeyInUse<'_>, Status>) -> Option<String> {
    outcome.err().and_then(|status| status.reason())
}

#[tokio::test(start_paused = true)]
async fn the_next_call_has_its_turn_when_the_one_before_is_dropped_and_gets_its_answer() {
    let keys = KeysInUse::default();
    let (claim, cx) = (claim(), plenty());
    let first = keys.claim(&claim, &cx).await.expect("the first");
    let mut second = pin!(keys.claim(&claim, &cx));
    let mut third = pin!(keys.claim(&claim, &cx));
    assert!(second.as_mut().now_or_never().is_none() && third.as_mut().now_or_never().is_none());

    drop(first);
    let second = second.await.expect("the second");
    assert!(second.outcome().is_none(), "the first has none");
    assert!(third.as_mut().now_or_never().is_none());
    second.settle(|| Ok(Bytes::from_static(b"yes")));
    drop(second);
    let answer = third.await.expect("the third").outcome().expect("the second's").expect("an answer");
    assert_eq!(answer, b"yes"[..]);
    assert!(keys.0.lock().is_empty(), "nothing is left of a key that nobody uses");
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_for_those_who_have_waited_and_not_for_those_who_come_later() {
    let keys = KeysInUse::default();
    let (claim, cx) = (claim(), plenty());
    let first = keys.claim(&claim, &cx).await.expect("the first");
    let mut second = pin!(keys.claim(&claim, &cx));
    let mut third = pin!(keys.claim(&claim, &cx));
    assert!(second.as_mut().now_or_never().is_none() && third.as_mut().now_or_never().is_none());
    first.settle(|| Err(Status::not_found("door", "d1")));
    let later = keys.claim(&claim, &cx).now_or_never().expect("at once").expect("it is worked on");
    assert!(later.outcome().is_none());
    drop(first);
    for waiting in [second, third] {
        let refusal = waiting.await.expect("its turn").outcome().expect("the first's").expect_err("a refusal");
        assert_eq!(refusal.code(), Code::NotFound);
    }
    assert_eq!(keys.0.lock().len(), 1, "the later call still has the key");
    drop(later);
    assert!(keys.0.lock().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_call_waits_almost_until_its_deadline_and_leaves_no_trace() {
    let keys = KeysInUse::default();
    let claim = claim();
    let first = keys.claim(&claim, &plenty()).await.expect("the first");
    for (time, waits) in [(5_000, 4_900), (500, 450)] {
        let begun = Instant::now();
        let outcome = keys.claim(&claim, &within(Duration::from_millis(time))).await;
        assert_eq!(reason_of(outcome).as_deref(), Some(reason::IDEMPOTENCY_KEY_IN_USE));
        assert_eq!(begun.elapsed().as_millis(), waits);
    }
    drop(first);
    assert!(keys.0.lock().is_empty());
}

#[tokio::test(start_paused = true)]
async fn another_request_is_refused_and_other_keys_callers_and_methods_are_free() {
    let keys = KeysInUse::default();
    let (mine, cx) = (claim(), plenty());
    let _first = keys.claim(&mine, &cx).await.expect("the first");
    let other = KeyClaim { request_digest: [2; 32], ..claim() };
    let outcome = keys.claim(&other, &cx).now_or_never().expect("at once");
    assert_eq!(reason_of(outcome).as_deref(), Some(reason::IDEMPOTENCY_KEY_REUSED));
    for free in [
        KeyClaim { key: "l".to_owned(), ..claim() },
        KeyClaim { scope: "player/p2".to_owned(), ..claim() },
        KeyClaim { method: "test.Probe/Keyed", ..claim() },
    ] {
        assert!(keys.claim(&free, &cx).now_or_never().is_some_and(|outcome| outcome.is_ok()), "{free:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn only_so_many_calls_wait_for_one_key() {
    let keys = KeysInUse::default();
    let (claim, cx) = (claim(), plenty());
    let _first = keys.claim(&claim, &cx).await.expect("the first");
    let mut waiting: Vec<_> = (1..MOST_CALLS).map(|_| Box::pin(keys.claim(&claim, &cx))).collect();
    assert!(waiting.iter_mut().all(|call| call.as_mut().now_or_never().is_none()));
    let outcome = keys.claim(&claim, &cx).now_or_never().expect("at once");
    assert_eq!(reason_of(outcome).as_deref(), Some(reason::IDEMPOTENCY_KEY_IN_USE));
    // Whoever gives up makes room.
    waiting.pop();
    assert!(keys.claim(&claim, &cx).now_or_never().is_none());
}
