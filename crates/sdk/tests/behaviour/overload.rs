use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::join_all;
use realmwire_contract::Criticality;
use realmwire_sdk::client::CallOptions;
use realmwire_sdk::resilience::ProcessGate;
use realmwire_sdk::server::Server;
use realmwire_sdk::status::{Code, RetryAdvice};
use tokio::sync::Semaphore;

use crate::service::{NARROW, Probe, WRITE, answer, request};
use crate::world::{World, eventually, on_every_bus};

on_every_bus!(
    every_call_over_the_limit_is_answered_and_counted,
    what_matters_less_is_given_up_first,
    a_place_is_free_again_after_each_call,
);

/// A service that works on calls until it is released, and how many it works on.
fn held() -> (Probe, Arc<Semaphore>, Arc<AtomicUsize>) {
    let (release, begun) = (Arc::new(Semaphore::new(0)), Arc::new(AtomicUsize::new(0)));
    let (gate, counted) = (Arc::clone(&release), Arc::clone(&begun));
    let probe = Probe::unary(move |_, request| {
        counted.fetch_add(1, Ordering::SeqCst);
        let gate = Arc::clone(&gate);
        async move {
            gate.acquire().await.unwrap().forget();
            Ok(answer(&request.id))
        }
    });
    (probe, release, begun)
}

async fn every_call_over_the_limit_is_answered_and_counted(world: World) {
    const CALLS: usize = 5_000;
    let (probe, release, begun) = held();
    let _server = world.serve("one", probe).await;
    let channel = world.channel().await;
    // The budget of retries is for the first few; the rest shows what the server does.
    let calls = (0..CALLS).map(|_| channel.call(&NARROW, CallOptions::default(), "".into()));
    let calls = join_all(calls);
    let released = async {
        eventually("two calls are worked on", || begun.load(Ordering::SeqCst) == 2).await;
        // Later calls find places that early retries leave.
        release.add_permits(CALLS);
    };
    let (results, ()) = tokio::join!(calls, released);
    let succeeded = results.iter().filter(|result| result.is_ok()).count();
    let mut refused = 0;
    for status in results.into_iter().filter_map(Result::err) {
        assert_eq!((status.code(), status.retry()), (Code::ResourceExhausted, RetryAdvice::NotExecuted), "{status}");
        assert_eq!(status.reason().as_deref(), Some("OVERLOADED"));
        assert!(status.retry_after().is_some());
        refused += 1;
    }
    assert_eq!(succeeded + refused, CALLS);
    assert_eq!(begun.load(Ordering::SeqCst), succeeded, "what was refused was not executed");
    assert!(succeeded >= 2);
}

async fn what_matters_less_is_given_up_first(world: World) {
    let (probe, release, begun) = held();
    let parts = world.parts("one").await;
    let gate = ProcessGate::new(10);
    let parts = realmwire_sdk::server::ServerParts { gate: gate.clone(), ..parts };
    let _server = Server::start(Arc::new(probe), parts).await.unwrap();
    let client = world.client().await;
    let with = |criticality| CallOptions {
        criticality: Some(criticality),
        timeout: Some(Duration::from_secs(20)),
        ..CallOptions::default()
    };
    let full = (0..8).map(|_| client.call(&WRITE, request("x")).options(with(Criticality::Sheddable)).into_future());
    let full = join_all(full);
    let probed = async {
        eventually("eight calls are worked on", || begun.load(Ordering::SeqCst) == 8).await;
        let code = async |criticality| {
            let result = client.call(&WRITE, request("x")).options(with(criticality)).await;
            result.err().map(|status| status.code())
        };
        assert_eq!(code(Criticality::Sheddable).await, Some(Code::ResourceExhausted));
        let ordinary = client.call(&WRITE, request("x")).options(with(Criticality::Default)).into_future();
        let critical = client.call(&WRITE, request("x")).options(with(Criticality::Critical)).into_future();
        let last = async {
            eventually("all places are taken", || gate.in_flight() == 10).await;
            assert_eq!(code(Criticality::Critical).await, Some(Code::ResourceExhausted));
            release.add_permits(10);
        };
        let (ordinary, critical, ()) = tokio::join!(ordinary, critical, last);
        assert!(ordinary.is_ok() && critical.is_ok());
    };
    let (results, ()) = tokio::join!(full, probed);
    assert!(results.iter().all(Result::is_ok));
    eventually("all places are free", || gate.in_flight() == 0).await;
}

async fn a_place_is_free_again_after_each_call(world: World) {
    let _server = world.serve("one", Probe::echo()).await;
    let client = world.client().await;
    for _ in 0..500 {
        client.call(&NARROW, request("x")).await.unwrap();
    }
}
