use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::join_all;
use realmwire_contract::state_manager::v1::GetResponse;
use realmwire_sdk::context::Context;
use realmwire_sdk::status::{Code, RetryAdvice, Status};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::service::{KEYED, Probe, READ, SHORT, WRITE, answer, request};
use crate::watched::Watched;
use crate::world::{Client, World, eventually, on_every_bus};

on_every_bus!(
    what_was_not_executed_is_sent_again,
    what_may_have_been_executed_is_sent_again_only_if_that_is_safe,
    what_would_fail_again_is_not_sent_again,
    attempts_share_the_call_and_are_counted,
    an_instance_that_stands_still_costs_an_attempt_and_not_the_call,
    calls_go_around_an_instance_that_stands_still,
    a_slow_answer_to_the_first_attempt_still_counts,
    an_instance_that_starts_late_is_found,
    a_breaker_spares_a_method_that_does_not_answer,
    an_outage_leaves_no_call_hanging_and_nothing_stale,
);

/// Fails the first `failures` runs with `status`, and counts all.
fn failing(failures: usize, status: Status) -> (Probe, Arc<AtomicUsize>) {
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let probe = Probe::unary(move |cx: Context, _| {
        let run = counted.fetch_add(1, Ordering::SeqCst);
        let result = if run < failures { Err(status.clone()) } else { Ok(answer(&cx.attempt().to_string())) };
        async move { result }
    });
    (probe, runs)
}

async fn what_was_not_executed_is_sent_again(world: World) {
    let status = Status::unavailable("not now").with_retry(RetryAdvice::NotExecuted);
    let (probe, runs) = failing(2, status);
    let _server = world.serve("one", probe).await;
    assert_eq!(world.client().await.call(&WRITE, request("a")).await.unwrap(), answer("3"));
    assert_eq!(runs.load(Ordering::SeqCst), 3);
}

async fn what_may_have_been_executed_is_sent_again_only_if_that_is_safe(world: World) {
    for advice in [RetryAdvice::Unknown, RetryAdvice::IfIdempotent] {
        let status = Status::unavailable("halfway").with_retry(advice);
        for (method, key, attempts) in [(&READ, None, 2), (&WRITE, Some("k"), 2), (&WRITE, None, 1)] {
            let (probe, runs) = failing(1, status.clone());
            let server = world.serve("one", probe).await;
            let client = world.client().await;
            let call = client.call(method, request("a"));
            let result = match key {
                Some(key) => call.idempotency_key(key).await,
                None => call.await,
            };
            assert_eq!(result.is_ok(), attempts > 1, "{} {key:?} {advice:?}", method.name);
            assert_eq!(runs.load(Ordering::SeqCst), attempts);
            server.drain(Duration::from_secs(10)).await;
        }
    }
}

async fn what_would_fail_again_is_not_sent_again(world: World) {
    let statuses = [
        Status::unavailable("for good").with_retry(RetryAdvice::Never),
        Status::not_found("door", "a"),
        Status::new(Code::Internal, "a defect"),
        Status::resource_exhausted("quota", Duration::from_secs(60)),
        Status::version_mismatch("state", "a", 7),
    ];
    for status in statuses {
        let (probe, runs) = failing(usize::MAX, status.clone());
        let server = world.serve("one", probe).await;
        let result = world.client().await.call(&READ, request("a")).await;
        assert_eq!(result.unwrap_err().code(), status.code());
        assert_eq!(runs.load(Ordering::SeqCst), 1, "{status}");
        server.drain(Duration::from_secs(10)).await;
    }
}

async fn attempts_share_the_call_and_are_counted(world: World) {
    let seen = Arc::new(parking_lot::Mutex::new(Vec::new()));
    let recorded = Arc::clone(&seen);
    let probe = Probe::unary(move |cx: Context, _| {
        recorded.lock().push((cx.call_id(), cx.attempt()));
        async { Err(Status::unavailable("not now").with_retry(RetryAdvice::NotExecuted)) }
    });
    let _server = world.serve("one", probe).await;
    let status = world.client().await.call(&WRITE, request("a")).await.unwrap_err();
    assert_eq!(status.code(), Code::Unavailable);
    let seen = seen.lock();
    assert_eq!(seen.iter().map(|(_, attempt)| *attempt).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(seen.iter().all(|(call_id, _)| *call_id == seen[0].0));
}

/// Takes calls and never answers, as a process that was stopped does.
fn standing_still() -> (Probe, Watched) {
    let watched = Watched::default();
    let counted = watched.clone();
    let probe = Probe::unary(move |_, _| {
        let counted = counted.clone();
        async move {
            let _at_work = counted.begin();
            std::future::pending().await
        }
    });
    (probe, watched)
}

async fn an_instance_that_stands_still_costs_an_attempt_and_not_the_call(world: World) {
    let (still, _) = standing_still();
    let _still = world.serve("still", still).await;
    let _well = world.serve("well", Probe::echo()).await;
    let client = world.client().await;
    // Until an answer tells that there is another instance, chance decides where an attempt goes. So few calls that the
    // retries of all of them, twice over, fit into the budget.
    let calls = (0..6).map(|_| client.call(&SHORT, request("a")).timeout(Duration::from_secs(10)).into_future());
    let results = join_all(calls).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
}

async fn calls_go_around_an_instance_that_stands_still(world: World) {
    let (still, watched) = standing_still();
    let _well = world.serve("well", Probe::echo()).await;
    let client = world.client().await;
    client.call(&SHORT, request("a")).await.unwrap();
    let _still = world.serve("still", still).await;
    let mut calls = 0;
    while watched.begun() == 0 {
        let _ = client.call(&SHORT, request("a")).await;
        calls += 1;
        assert!(calls < 1_000, "the instance that stands still gets no calls");
    }
    let swallowed = watched.begun();
    for _ in 0..200 {
        client.call(&SHORT, request("a")).await.unwrap();
    }
    // Half of them without precaution; a few when this machine itself stands still for a while.
    let more = watched.begun() - swallowed;
    assert!(more < 10, "{more} calls went to the instance that stands still");
}

async fn a_slow_answer_to_the_first_attempt_still_counts(world: World) {
    let begun = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&begun);
    let probe = Probe::unary(move |cx: Context, _| {
        let counted = Arc::clone(&counted);
        async move {
            // The first answers only once there is company, the others never.
            if counted.fetch_add(1, Ordering::SeqCst) > 0 {
                std::future::pending::<()>().await;
            }
            eventually("there is company", || counted.load(Ordering::SeqCst) > 1).await;
            Ok(answer(&cx.attempt().to_string()))
        }
    });
    let _server = world.serve("one", probe).await;
    let response = world.client().await.call(&SHORT, request("a")).await.unwrap();
    assert_eq!(response, answer("1"));
}

async fn an_instance_that_starts_late_is_found(world: World) {
    let client = world.client().await;
    let calls = async {
        // Attempts of one call end soon; an application that waits for a service calls again.
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            match client.call(&WRITE, request("a")).await {
                Ok(response) => return response,
                Err(status) => {
                    assert_eq!(status.code(), Code::Unavailable);
                    assert!(Instant::now() < until);
                }
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let (response, _server) = tokio::join!(calls, world.serve("one", Probe::echo()));
    assert_eq!(response, answer("a"));
}

async fn a_breaker_spares_a_method_that_does_not_answer(world: World) {
    let (probe, runs) = failing(21, Status::unavailable("down").with_retry(RetryAdvice::Never));
    let _server = world.serve("one", probe).await;
    let client = world.client().await;
    let mut refused = 0;
    for _ in 0..200 {
        let status = client.call(&WRITE, request("a")).await.unwrap_err();
        assert_eq!(status.code(), Code::Unavailable);
        if status.reason().as_deref() == Some("CIRCUIT_OPEN") {
            assert_eq!(status.retry(), RetryAdvice::NotExecuted);
            assert!(status.retry_after().is_some());
            refused += 1;
        }
    }
    assert_eq!(runs.load(Ordering::SeqCst), 200 - refused);
    assert!(refused > 150, "{refused}");
    // Another method of the service is not concerned.
    assert!(client.call(&KEYED, request("a")).await.is_err_and(|status| status.code() == Code::InvalidArgument));
    // Probes find out when it works again.
    let until = Instant::now() + Duration::from_secs(60);
    while client.call(&WRITE, request("a")).await.is_err() {
        assert!(Instant::now() < until, "the breaker does not close");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn an_outage_leaves_no_call_hanging_and_nothing_stale(world: World) {
    let scene = Outage::default();
    let _server = world.serve("one", scene.probe()).await;
    let client = world.client().await;
    let under_way = scene.call_all(&client, "held");
    let outage = async {
        eventually("calls are under way", || scene.begun.load(Ordering::SeqCst) == OUTAGE_CALLS).await;
        world.cut_off();
        // Their answers find no way back any more.
        scene.release.add_permits(OUTAGE_CALLS);
        scene.call_all(&client, "during").await
    };
    let (under_way, during) = tokio::join!(under_way, outage);
    assert!(during.iter().all(Result::is_err));
    assert!(under_way.iter().all(Result::is_err));
    world.restore().await;
    let until = Instant::now() + Duration::from_secs(30);
    while client.call(&WRITE, request("after")).timeout(OUTAGE_CALL).await.is_err() {
        assert!(Instant::now() < until, "calls do not work again");
    }
    assert_eq!(scene.stale.load(Ordering::SeqCst), 0);
    let begun = scene.begun.load(Ordering::SeqCst);
    assert_eq!(begun, OUTAGE_CALLS, "what was called for during the outage is not executed after it");
}

const OUTAGE_CALLS: usize = 200;
/// How long each call of the outage may take.
const OUTAGE_CALL: Duration = Duration::from_secs(2);

/// What is called for before and during an outage.
#[derive(Clone)]
struct Outage {
    /// Calls that were executed, but for those after the outage.
    begun: Arc<AtomicUsize>,
    /// Calls that were executed after they had been given up.
    stale: Arc<AtomicUsize>,
    given_up: Arc<parking_lot::Mutex<HashSet<String>>>,
    /// Lets calls be answered that were made before the outage.
    release: Arc<Semaphore>,
}

impl Default for Outage {
    fn default() -> Self {
        let (begun, stale, given_up) = Default::default();
        Self { begun, stale, given_up, release: Arc::new(Semaphore::new(0)) }
    }
}

impl Outage {
    fn probe(&self) -> Probe {
        let scene = self.clone();
        Probe::unary(move |_, request| {
            if scene.given_up.lock().contains(&request.id) {
                scene.stale.fetch_add(1, Ordering::SeqCst);
            }
            let is_held = request.id.starts_with("held");
            if request.id != "after" {
                scene.begun.fetch_add(1, Ordering::SeqCst);
            }
            let release = Arc::clone(&scene.release);
            async move {
                if is_held {
                    release.acquire().await.unwrap().forget();
                }
                Ok(answer(&request.id))
            }
        })
    }

    /// Makes many calls at once, none of which may hang.
    async fn call_all(&self, client: &Client, name: &str) -> Vec<Result<GetResponse, Status>> {
        let calls = (0..OUTAGE_CALLS).map(|number| async move {
            let id = format!("{name}-{number}");
            let call = client.call(&WRITE, request(&id)).timeout(OUTAGE_CALL).into_future();
            let ended = tokio::time::timeout(OUTAGE_CALL + Duration::from_secs(10), call).await;
            self.given_up.lock().insert(id.clone());
            ended.unwrap_or_else(|_| panic!("call {id} hangs"))
        });
        join_all(calls).await
    }
}
