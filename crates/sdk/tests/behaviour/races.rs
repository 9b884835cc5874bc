//! Many calls with one idempotency key at once, over real journals.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::join_all;
use prost::Message;
use realmwire_sdk::client::{Answer, CallOptions, Channel};
use realmwire_sdk::context::Context;
use realmwire_sdk::server::{Server, ServerParts};
use realmwire_sdk::status::{Code, Status};
use realmwire_sdk::store::{Changes, Document, Key, Store};
use tokio::sync::Semaphore;

use crate::service::{Probe, WRITE, answer, request};
use crate::world::{World, eventually, on_every_bus};

on_every_bus!(
    a_hundred_calls_over_two_instances_take_effect_once,
    calls_wait_for_the_one_that_is_worked_on,
    when_a_call_fails_the_next_one_is_worked_on,
    all_that_wait_learn_from_one_execution_that_they_are_refused_for_good,
    an_instance_executes_a_call_that_is_refused_for_good_once,
    a_call_that_cannot_wait_any_longer_learns_that_the_key_is_in_use,
    another_request_with_the_key_is_refused_at_once,
);

const CALLS: usize = 100;

#[derive(Clone, PartialEq, Message)]
struct Counter {
    #[prost(uint64, tag = "1")]
    count: u64,
}

impl Document for Counter {}

fn key() -> Key {
    Key::new("counter")
}

async fn count(store: &Store) -> u64 {
    store.load::<Counter>(&key()).await.unwrap().map_or(0, |stored| stored.value.count)
}

async fn increment(store: &Store, cx: &Context) -> Result<realmwire_contract::state_manager::v1::GetResponse, Status> {
    let stored = store.load::<Counter>(&key()).await?;
    let count = stored.as_ref().map_or(0, |stored| stored.value.count) + 1;
    let changes = match &stored {
        Some(stored) => Changes::new().update(stored, &Counter { count }),
        None => Changes::new().create(key(), &Counter { count }),
    };
    store.commit(cx, changes, answer(&count.to_string())).await
}

async fn serve(world: &World, instance: &str, probe: Probe) -> Server {
    let idempotency = Arc::new(world.store(instance).await);
    let parts = ServerParts { idempotency: Some(idempotency), ..world.parts(instance).await };
    Server::start(Arc::new(probe), parts).await.unwrap()
}

/// Counts up, each time it was let to, and counts how often it ran. The first runs fail.
struct Held {
    runs: Arc<AtomicUsize>,
    release: Arc<Semaphore>,
}

impl Held {
    async fn serve(world: &World, failures: &'static [fn() -> Status]) -> (Server, Self) {
        Self::serve_as(world, "one", failures).await
    }

    async fn serve_as(world: &World, instance: &str, failures: &'static [fn() -> Status]) -> (Server, Self) {
        let held = Self { runs: Arc::new(AtomicUsize::new(0)), release: Arc::new(Semaphore::new(0)) };
        let (runs, release, store) = (Arc::clone(&held.runs), Arc::clone(&held.release), world.store(instance).await);
        let probe = Probe::unary(move |cx, _| {
            let (run, release, store) = (runs.fetch_add(1, Ordering::SeqCst), Arc::clone(&release), store.clone());
            async move {
                release.acquire().await.unwrap().forget();
                if let Some(failure) = failures.get(run) {
                    return Err(failure());
                }
                increment(&store, &cx).await
            }
        });
        (serve(world, instance, probe).await, held)
    }

    fn runs(&self) -> usize {
        self.runs.load(Ordering::SeqCst)
    }
}

fn options() -> CallOptions {
    CallOptions { idempotency_key: Some("k".to_owned()), ..CallOptions::default() }
}

async fn call(channel: &Channel) -> Result<Answer, Status> {
    channel.call(&WRITE, options(), request("a").encode_to_vec().into()).await
}

async fn call_all(channel: &Channel) -> Vec<Result<Answer, Status>> {
    join_all((0..CALLS).map(|_| call(channel))).await
}

/// How many answers are those of another call; all must say that it was the first increment.
fn replayed<'a>(answers: impl IntoIterator<Item = &'a Answer>) -> usize {
    let mut replayed = 0;
    for Answer { body, meta } in answers {
        assert_eq!(*body, answer("1").encode_to_vec());
        replayed += usize::from(meta.replayed);
    }
    replayed
}

async fn a_hundred_calls_over_two_instances_take_effect_once(world: World) {
    let mut servers = Vec::new();
    for instance in ["one", "two"] {
        let store = world.store(instance).await;
        let probe = Probe::unary(move |cx, _| {
            let store = store.clone();
            async move { increment(&store, &cx).await }
        });
        servers.push(serve(&world, instance, probe).await);
    }
    let results = call_all(&world.channel().await).await;
    let answers: Vec<_> = results.into_iter().map(Result::unwrap).collect();
    assert_eq!(replayed(&answers), CALLS - 1);
    assert_eq!(count(&world.store("reader").await).await, 1);
}

async fn calls_wait_for_the_one_that_is_worked_on(world: World) {
    let (server, held) = Held::serve(&world, &[]).await;
    let channel = world.channel().await;
    let released = async {
        eventually("all calls are taken", || server.in_flight() == CALLS).await;
        held.release.add_permits(1);
    };
    let (results, ()) = tokio::join!(call_all(&channel), released);
    let answers: Vec<_> = results.into_iter().map(Result::unwrap).collect();
    assert_eq!((replayed(&answers), held.runs()), (CALLS - 1, 1));
}

async fn when_a_call_fails_the_next_one_is_worked_on(world: World) {
    let (server, held) = Held::serve(&world, &[full]).await;
    let channel = world.channel().await;
    let released = async {
        eventually("all calls are taken", || server.in_flight() == CALLS).await;
        held.release.add_permits(2);
    };
    let (results, ()) = tokio::join!(call_all(&channel), released);
    let failures: Vec<_> = results.iter().filter_map(|result| result.as_ref().err()).map(Status::code).collect();
    assert_eq!(failures, [Code::ResourceExhausted]);
    assert_eq!((replayed(results.iter().flatten()), held.runs()), (CALLS - 2, 2));
}

/// Another call may find room.
fn full() -> Status {
    Status::resource_exhausted("no room now", Duration::from_secs(1))
}

/// Whoever asks for the same now is refused too.
fn closed() -> Status {
    Status::failed_precondition("CLOSED", "not yet")
}

async fn all_that_wait_learn_from_one_execution_that_they_are_refused_for_good(world: World) {
    let (server, held) = Held::serve(&world, &[closed]).await;
    let channel = world.channel().await;
    let released = async {
        eventually("all other calls wait", || server.waiting() == CALLS - 1).await;
        held.release.add_permits(CALLS);
    };
    let (results, ()) = tokio::join!(call_all(&channel), released);
    for result in &results {
        assert_eq!(result.as_ref().unwrap_err().reason().as_deref(), Some("CLOSED"));
    }
    assert_eq!((held.runs(), count(&world.store("reader").await).await), (1, 0));
    // Nothing is kept of a refusal: a call that comes later is worked on.
    let answers = [call(&channel).await.unwrap(), call(&channel).await.unwrap()];
    assert_eq!((replayed(&answers), held.runs()), (1, 2));
}

async fn an_instance_executes_a_call_that_is_refused_for_good_once(world: World) {
    const REFUSALS: &[fn() -> Status] = &[closed as fn() -> Status; CALLS];
    let (one, of_one) = Held::serve_as(&world, "one", REFUSALS).await;
    let (two, of_two) = Held::serve_as(&world, "two", REFUSALS).await;
    let channel = world.channel().await;
    let released = async {
        eventually("all other calls wait", || one.waiting() + two.waiting() == CALLS - 2).await;
        of_one.release.add_permits(CALLS);
        of_two.release.add_permits(CALLS);
    };
    let (results, ()) = tokio::join!(call_all(&channel), released);
    assert!(results.iter().all(Result::is_err));
    // Of so many calls each instance has some.
    assert_eq!((of_one.runs(), of_two.runs()), (1, 1));
}

async fn a_call_that_cannot_wait_any_longer_learns_that_the_key_is_in_use(world: World) {
    let (_server, held) = Held::serve(&world, &[]).await;
    let client = world.client().await;
    let first = client.call(&WRITE, request("a")).idempotency_key("k").into_future();
    let second = async {
        eventually("the first call is worked on", || held.runs() == 1).await;
        let call = client.call(&WRITE, request("a")).idempotency_key("k").timeout(Duration::from_secs(1));
        let status = call.await.unwrap_err();
        held.release.add_permits(1);
        status
    };
    let (first, status) = tokio::join!(first, second);
    assert_eq!(status.reason().as_deref(), Some("IDEMPOTENCY_KEY_IN_USE"), "{status}");
    assert!(status.retry_after().is_some());
    assert_eq!((first.unwrap(), held.runs()), (answer("1"), 1));
}

async fn another_request_with_the_key_is_refused_at_once(world: World) {
    let (_server, held) = Held::serve(&world, &[]).await;
    let client = world.client().await;
    let first = client.call(&WRITE, request("a")).idempotency_key("k").into_future();
    let second = async {
        eventually("the first call is worked on", || held.runs() == 1).await;
        let status = client.call(&WRITE, request("b")).idempotency_key("k").await.unwrap_err();
        // Only now: the answer did not wait for the first call.
        held.release.add_permits(1);
        status
    };
    let (first, status) = tokio::join!(first, second);
    assert_eq!(status.reason().as_deref(), Some("IDEMPOTENCY_KEY_REUSED"), "{status}");
    assert_eq!((first.unwrap(), held.runs()), (answer("1"), 1));
}
