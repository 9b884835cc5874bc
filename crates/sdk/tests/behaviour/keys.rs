//! Idempotency keys, and handlers that lose a commit.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures::future::{BoxFuture, join_all};
use parking_lot::Mutex;
use prost::Message as _;
use realmwire_contract::state_manager::v1::GetResponse;
use realmwire_fabric::journal::Key;
use realmwire_sdk::client::CallOptions;
use realmwire_sdk::context::{Context, KeyClaim};
use realmwire_sdk::idempotency::Idempotency;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::server::{Server, ServerParts};
use realmwire_sdk::status::{Code, RetryAdvice, Status};

use crate::service::{KEYED, Probe, READ, WRITE, answer, request};
use crate::watched::Watched;
use crate::world::{World, eventually, on_every_bus};

on_every_bus!(
    a_call_with_a_key_takes_effect_once,
    the_same_key_with_another_request_is_refused,
    keys_belong_to_their_callers,
    a_required_key_is_required,
    methods_that_change_nothing_take_no_key,
    of_calls_at_once_one_takes_effect,
    a_call_that_failed_can_be_sent_again,
    a_lost_commit_runs_the_handler_again,
    all_writers_of_one_document_get_through,
    a_handler_that_always_loses_ends_at_its_deadline,
);

/// A document with a revision, and the answers to keys, committed together as a journal does it.
#[derive(Default)]
struct Journal {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    revision: u64,
    answers: HashMap<String, (KeyClaim, Bytes)>,
}

fn place(claim: &KeyClaim) -> String {
    format!("{} {} {}", claim.scope, claim.method, claim.key)
}

impl Journal {
    fn read(&self) -> u64 {
        self.state.lock().revision
    }

    /// One more revision, unless somebody was faster.
    fn commit(&self, cx: &Context, read: u64) -> Result<GetResponse, Status> {
        let mut state = self.state.lock();
        let claim = cx.key_claim();
        if state.revision != read || claim.is_some_and(|claim| state.answers.contains_key(&place(claim))) {
            return Err(Status::conflict(&Key::new("document")));
        }
        state.revision += 1;
        let response = answer(&state.revision.to_string());
        if let Some(claim) = claim {
            state.answers.insert(place(claim), (claim.clone(), response.encode_to_vec().into()));
        }
        Ok(response)
    }
}

impl Idempotency for Journal {
    fn recall<'a>(&'a self, claim: &'a KeyClaim) -> BoxFuture<'a, Result<Option<Bytes>, Status>> {
        Box::pin(async move {
            match self.state.lock().answers.get(&place(claim)) {
                Some((known, _)) if known.request_digest != claim.request_digest => {
                    Err(Status::new(Code::InvalidArgument, "another request")
                        .with_reason("IDEMPOTENCY_KEY_REUSED", [])
                        .with_retry(RetryAdvice::Never))
                }
                known => Ok(known.map(|(_, answer)| answer.clone())),
            }
        })
    }
}

/// A service that counts up a document: read, wait a little, commit.
fn counter(journal: &Arc<Journal>) -> Probe {
    let journal = Arc::clone(journal);
    Probe::unary(move |cx, _| {
        let journal = Arc::clone(&journal);
        async move {
            let read = journal.read();
            tokio::task::yield_now().await;
            journal.commit(&cx, read)
        }
    })
}

async fn serve(world: &World, instance: &str, journal: &Arc<Journal>, probe: Probe) -> Server {
    let parts = world.parts(instance).await;
    let idempotency: Arc<dyn Idempotency> = Arc::clone(journal) as _;
    let parts = ServerParts { idempotency: Some(idempotency), ..parts };
    Server::start(Arc::new(probe), parts).await.unwrap()
}

async fn a_call_with_a_key_takes_effect_once(world: World) {
    let journal = Arc::new(Journal::default());
    let _server = serve(&world, "one", &journal, counter(&journal)).await;
    let channel = world.channel().await;
    let options = CallOptions { idempotency_key: Some("k".into()), ..CallOptions::default() };
    let first = channel.call(&WRITE, options.clone(), "".into()).await.unwrap();
    let again = channel.call(&WRITE, options, "".into()).await.unwrap();
    assert_eq!(first.body, again.body);
    assert_eq!((first.meta.replayed, again.meta.replayed), (false, true));
    assert_eq!(journal.read(), 1);
}

async fn the_same_key_with_another_request_is_refused(world: World) {
    let journal = Arc::new(Journal::default());
    let _server = serve(&world, "one", &journal, counter(&journal)).await;
    let client = world.client().await;
    client.call(&WRITE, request("a")).idempotency_key("k").await.unwrap();
    let status = client.call(&WRITE, request("b")).idempotency_key("k").await.unwrap_err();
    assert_eq!(status.reason().as_deref(), Some("IDEMPOTENCY_KEY_REUSED"));
    assert_eq!(journal.read(), 1);
}

async fn keys_belong_to_their_callers(world: World) {
    let journal = Arc::new(Journal::default());
    let _server = serve(&world, "one", &journal, counter(&journal)).await;
    let client = world.client().await;
    for principal in ["p1", "p2", "p1"].map(Principal::player) {
        client.call(&WRITE, request("a")).idempotency_key("k").principal(principal).await.unwrap();
    }
    // Another session of the same player is the same player.
    let session = Principal { session_id: Some("s2".into()), ..Principal::player("p2") };
    client.call(&WRITE, request("a")).idempotency_key("k").principal(session).await.unwrap();
    assert_eq!(journal.read(), 2);
}

async fn a_required_key_is_required(world: World) {
    let journal = Arc::new(Journal::default());
    let _server = serve(&world, "one", &journal, counter(&journal)).await;
    let client = world.client().await;
    let status = client.call(&KEYED, request("a")).await.unwrap_err();
    assert_eq!(status.reason().as_deref(), Some("IDEMPOTENCY_KEY_REQUIRED"));
    let status = client.call(&KEYED, request("a")).idempotency_key("k".repeat(256)).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
    client.call(&KEYED, request("a")).idempotency_key("k").await.unwrap();
    assert_eq!(journal.read(), 1);
}

async fn methods_that_change_nothing_take_no_key(world: World) {
    let journal = Arc::new(Journal::default());
    let probe = Probe::unary(|cx: Context, _| async move { Ok(answer(cx.idempotency_key().unwrap_or("none"))) });
    let _server = serve(&world, "one", &journal, probe).await;
    let response = world.client().await.call(&READ, request("a")).idempotency_key("k").await.unwrap();
    assert_eq!(response, answer("none"));
}

async fn of_calls_at_once_one_takes_effect(world: World) {
    let journal = Arc::new(Journal::default());
    // On one instance and on another one.
    let _one = serve(&world, "one", &journal, counter(&journal)).await;
    let _two = serve(&world, "two", &journal, counter(&journal)).await;
    let client = world.client().await;
    for round in 0..50 {
        let key = round.to_string();
        let calls = (0..8).map(|_| client.call(&WRITE, request("a")).idempotency_key(&key).into_future());
        let expected = answer(&(round + 1).to_string());
        for result in join_all(calls).await {
            assert_eq!(result.unwrap(), expected);
        }
        assert_eq!(journal.read(), round + 1);
    }
}

async fn a_call_that_failed_can_be_sent_again(world: World) {
    let journal = Arc::new(Journal::default());
    let tries = Arc::new(AtomicUsize::new(0));
    let (counted, committed) = (Arc::clone(&tries), Arc::clone(&journal));
    let probe = Probe::unary(move |cx, _| {
        let first = counted.fetch_add(1, Ordering::SeqCst) == 0;
        let journal = Arc::clone(&committed);
        async move {
            if first {
                return Err(Status::failed_precondition("CLOSED", "not yet"));
            }
            journal.commit(&cx, journal.read())
        }
    });
    let _server = serve(&world, "one", &journal, probe).await;
    let client = world.client().await;
    assert!(client.call(&WRITE, request("a")).idempotency_key("k").await.is_err());
    assert_eq!(client.call(&WRITE, request("a")).idempotency_key("k").await.unwrap(), answer("1"));
    assert_eq!(client.call(&WRITE, request("a")).idempotency_key("k").await.unwrap(), answer("1"));
    assert_eq!(tries.load(Ordering::SeqCst), 2);
}

async fn a_lost_commit_runs_the_handler_again(world: World) {
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let probe = Probe::unary(move |_, _| {
        let run = counted.fetch_add(1, Ordering::SeqCst);
        async move { if run < 3 { Err(Status::conflict(&Key::new("document"))) } else { Ok(answer("won")) } }
    });
    let _server = world.serve("one", probe).await;
    let client = world.client().await;
    for method in [&WRITE, &READ] {
        assert_eq!(client.call(method, request("a")).await.unwrap(), answer("won"));
        assert_eq!(runs.swap(0, Ordering::SeqCst), 4, "{}", method.name);
    }
}

async fn all_writers_of_one_document_get_through(world: World) {
    const WRITERS: usize = 64;
    let journal = Arc::new(Journal::default());
    let _one = serve(&world, "one", &journal, counter(&journal)).await;
    let _two = serve(&world, "two", &journal, counter(&journal)).await;
    let client = world.client().await;
    let results = join_all((0..WRITERS).map(|_| client.call(&WRITE, request("a")).into_future())).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!(journal.read(), WRITERS as u64);
}

async fn a_handler_that_always_loses_ends_at_its_deadline(world: World) {
    let watched = Watched::default();
    let counted = watched.clone();
    let probe = Probe::unary(move |_, _| {
        let _at_work = counted.begin();
        async { Err(Status::conflict(&Key::new("document"))) }
    });
    let _server = world.serve("one", probe).await;
    let client = world.client().await;
    let status = client.call(&WRITE, request("a")).timeout(Duration::from_millis(300)).await.unwrap_err();
    assert_eq!(status.code(), Code::DeadlineExceeded);
    eventually("the handler has run more than once", || watched.begun() > 1).await;
}
