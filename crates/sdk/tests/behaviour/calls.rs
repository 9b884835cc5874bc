use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use realmwire_fabric::bus::Message;
use realmwire_sdk::client::CallOptions;
use realmwire_sdk::context::{Context, ContextParts};
use realmwire_sdk::host::Host;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::status::{Code, RetryAdvice, Status};
use tokio::time::Instant;

use crate::service::{ADMIN, MISSING, OWN, Probe, READ, SHORT, WRITE, answer, request};
use crate::watched::Watched;
use crate::world::{World, eventually, on_every_bus};

on_every_bus!(
    a_call_is_answered,
    errors_arrive_with_their_details,
    a_panic_is_answered,
    a_method_that_the_table_lacks_is_answered,
    a_method_that_does_not_exist_is_answered,
    nobody_there_is_unavailable_and_not_executed,
    undecodable_requests_are_answered,
    access_is_checked_by_role,
    a_handler_knows_its_call,
    calls_within_a_call_inherit,
    a_handler_is_dropped_at_its_deadline,
    a_call_that_is_dropped_cancels_its_handler,
    replies_go_to_inboxes_only,
    a_brief_handler_that_waits_is_answered_all_the_same,
    draining_answers_what_was_taken,
    draining_gives_up_what_does_not_end,
);

async fn a_call_is_answered(world: World) {
    let _server = world.serve("one", Probe::echo()).await;
    for method in [&READ, &WRITE] {
        let response = world.client().await.call(method, request("door")).await.unwrap();
        assert_eq!(response, answer("door"));
    }
    let encoded = prost::Message::encode_to_vec(&request("door"));
    let raw = world.channel().await.call(&READ, CallOptions::default(), encoded.into()).await.unwrap();
    assert_eq!(raw.body, prost::Message::encode_to_vec(&answer("door")));
    assert_eq!(&*raw.meta.instance, "one");
}

async fn errors_arrive_with_their_details(world: World) {
    let probe = Probe::unary(|_, request| async move {
        Err(Status::version_mismatch("state", &request.id, 7).with_retry_after(Duration::from_secs(3)))
    });
    let _server = world.serve("one", probe).await;
    let status = world.client().await.call(&WRITE, request("p1")).await.unwrap_err();
    assert_eq!(status.code(), Code::Aborted);
    assert_eq!(status.reason().as_deref(), Some("VERSION_MISMATCH"));
    assert_eq!(status.retry(), RetryAdvice::Never);
    assert_eq!(status.retry_after(), Some(Duration::from_secs(3)));
    assert!(status.message().contains("p1"));
}

async fn a_panic_is_answered(world: World) {
    let _server = world.serve("one", Probe::unary(|_, _| async { panic!("secret") })).await;
    for method in [&READ, &WRITE] {
        let status = world.client().await.call(method, request("x")).await.unwrap_err();
        assert_eq!(status.code(), Code::Internal);
        assert!(!status.message().contains("secret"));
    }
    // The instance goes on.
    assert_eq!(world.client().await.call(&MISSING, request("x")).await.unwrap_err().code(), Code::Unimplemented);
}

async fn a_method_that_the_table_lacks_is_answered(world: World) {
    let _server = world.serve("one", Probe::echo()).await;
    let status = world.client().await.call(&MISSING, request("x")).await.unwrap_err();
    assert_eq!(status.code(), Code::Unimplemented);
}

async fn a_method_that_does_not_exist_is_answered(world: World) {
    let _server = world.serve("one", Probe::echo()).await;
    let message = Message::new("svc.probe.v1.Nonsense", "");
    let answer = world.bus("stranger").await.request(message, in_ten_seconds()).await.unwrap();
    assert_eq!(answer.headers.get("Rpc-Code"), Some("UNIMPLEMENTED"));
    assert_eq!(answer.headers.get("Nats-Service-Error-Code"), Some("501"));
}

async fn nobody_there_is_unavailable_and_not_executed(world: World) {
    let status = world.client().await.call(&WRITE, request("x")).await.unwrap_err();
    assert_eq!((status.code(), status.retry()), (Code::Unavailable, RetryAdvice::NotExecuted));
}

async fn undecodable_requests_are_answered(world: World) {
    let _server = world.serve("one", Probe::echo()).await;
    // A field that ends before its time; a text that is no UTF-8; metadata that is none.
    for body in [&b"\x12\x7f"[..], b"\x12\x01\xff", b"\xfa\x7f\x02\x0a\x7f"] {
        let message = Message::new(READ.subject, body.to_vec());
        let answer = world.bus("stranger").await.request(message, in_ten_seconds()).await.unwrap();
        assert_eq!(answer.headers.get("Rpc-Code"), Some("INVALID_ARGUMENT"), "{body:?}");
    }
}

async fn access_is_checked_by_role(world: World) {
    let _server = world.serve("one", Probe::echo()).await;
    let client = world.client().await;
    let outcomes = [
        (&OWN, Principal::anonymous(), Some(Code::Unauthenticated)),
        (&OWN, Principal::player("p1"), None),
        (&ADMIN, Principal::anonymous(), Some(Code::Unauthenticated)),
        (&ADMIN, Principal::player("p1"), Some(Code::PermissionDenied)),
        (&ADMIN, Principal::admin("a"), None),
        (&ADMIN, Principal::service("other"), None),
    ];
    for (method, principal, expected) in outcomes {
        let result = client.call(method, request("x")).principal(principal.clone()).await;
        assert_eq!(result.err().map(|status| status.code()), expected, "{} {principal:?}", method.name);
    }
}

async fn a_handler_knows_its_call(world: World) {
    let probe = Probe::unary(|cx: Context, _| async move {
        assert_eq!(cx.principal(), &Principal { session_id: Some("s".into()), ..Principal::player("p1") });
        assert!(cx.time_left() <= Duration::from_secs(3));
        assert!(cx.trace().is_valid());
        assert_eq!(cx.idempotency_key(), None, "there is no store of keys");
        Ok(answer(&cx.call_id().to_string()))
    });
    let _server = world.serve("one", probe).await;
    let call_id = Host::system().new_uuid();
    let options = CallOptions {
        call_id: Some(call_id),
        idempotency_key: Some("k".into()),
        principal: Some(Principal { session_id: Some("s".into()), ..Principal::player("p1") }),
        timeout: Some(Duration::from_secs(3)),
        ..CallOptions::default()
    };
    let client = world.client().await;
    let response = client.call(&WRITE, request("x")).options(options).await.unwrap();
    assert_eq!(response, answer(&call_id.to_string()));
}

async fn calls_within_a_call_inherit(world: World) {
    let probe = Probe::unary(|cx: Context, _| async move {
        let id = format!("{} {}", cx.principal().id, cx.time_left() <= Duration::from_secs(2));
        Ok(answer(&format!("{id} {:x?}", cx.trace().trace_id)))
    });
    let _server = world.serve("one", probe).await;
    let host = Host::system();
    let mut parts = ContextParts::new(host.clone());
    parts.principal = Principal::player("p1");
    parts.deadline = Instant::now() + Duration::from_secs(2);
    parts.trace = realmwire_sdk::context::TraceContext::root(&host, true);
    let trace_id = parts.trace.trace_id;
    let cx = Context::new(parts);
    let client = world.client().await;
    let response = client.call(&WRITE, request("x")).within(&cx).await.unwrap();
    assert_eq!(response, answer(&format!("p1 true {trace_id:x?}")));
    let response = client.call(&WRITE, request("x")).within(&cx).as_service().await.unwrap();
    assert_eq!(response, answer(&format!("test true {trace_id:x?}")));
    cx.cancel();
    let status = client.call(&WRITE, request("x")).within(&cx).await.unwrap_err();
    assert_eq!(status.code(), Code::Cancelled);
}

fn endless(watched: &Watched) -> Probe {
    let watched = watched.clone();
    Probe::unary(move |_, _| {
        let watched = watched.clone();
        async move {
            let _at_work = watched.begin();
            std::future::pending().await
        }
    })
}

async fn a_handler_is_dropped_at_its_deadline(world: World) {
    let watched = Watched::default();
    let _server = world.serve("one", endless(&watched)).await;
    let client = world.client().await;
    let status = client.call(&WRITE, request("x")).timeout(Duration::from_millis(100)).await.unwrap_err();
    assert_eq!(status.code(), Code::DeadlineExceeded);
    eventually("the handler is dropped", || watched.ended() == 1).await;
    assert_eq!(watched.begun(), 1, "a call that may have been executed is not sent again");
}

async fn a_call_that_is_dropped_cancels_its_handler(world: World) {
    let watched = Watched::default();
    let _server = world.serve("one", endless(&watched)).await;
    let client = world.client().await;
    let began = async { eventually("the handler begins", || watched.begun() == 1).await };
    tokio::select! {
        result = client.call(&WRITE, request("x")) => panic!("answered: {result:?}"),
        () = began => {}
    }
    eventually("the handler is dropped", || watched.ended() == 1).await;
}

async fn replies_go_to_inboxes_only(world: World) {
    let executed = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&executed);
    let probe = Probe::unary(move |_, request| {
        seen.fetch_or(request.id != "last", Ordering::SeqCst);
        async move { Ok(answer(&request.id)) }
    });
    let _server = world.serve("one", probe).await;
    let bus = world.bus("stranger").await;
    let heard = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&heard);
    let sink = move |_: Message| {
        counted.fetch_add(1, Ordering::SeqCst);
    };
    let _listening = bus.subscribe("svc.victim.v1.Steal", None, Arc::new(sink)).await.unwrap();
    for reply in [Some("svc.victim.v1.Steal"), None] {
        let mut message = Message::new(WRITE.subject, "");
        message.reply = reply.map(Into::into);
        bus.publish(message).await.unwrap();
    }
    world.client().await.call(&WRITE, request("last")).await.unwrap();
    assert_eq!(heard.load(Ordering::SeqCst), 0);
    assert!(!executed.load(Ordering::SeqCst));
}

async fn a_brief_handler_that_waits_is_answered_all_the_same(world: World) {
    let probe = Probe::unary(|_, request| async move {
        tokio::task::yield_now().await;
        tokio::time::sleep(Duration::from_millis(1)).await;
        Ok(answer(&request.id))
    });
    let _server = world.serve("one", probe).await;
    let client = world.client().await;
    let calls = (0..50).map(|_| client.call(&READ, request("x")).into_future());
    for result in futures::future::join_all(calls).await {
        assert_eq!(result.unwrap(), answer("x"));
    }
}

async fn draining_answers_what_was_taken(world: World) {
    let begun = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&begun);
    let release = Arc::new(tokio::sync::Semaphore::new(0));
    let gate = Arc::clone(&release);
    let probe = Probe::unary(move |_, request| {
        counted.fetch_add(1, Ordering::SeqCst);
        let gate = Arc::clone(&gate);
        async move {
            let _permit = gate.acquire().await;
            Ok(answer(&request.id))
        }
    });
    let server = world.serve("one", probe).await;
    let client = world.client().await;
    let calls = (0..20).map(|_| client.call(&WRITE, request("x")).into_future());
    let calls = futures::future::join_all(calls);
    let drained = async {
        eventually("all handlers begin", || begun.load(Ordering::SeqCst) == 20).await;
        let draining = tokio::spawn(server.drain(Duration::from_secs(20)));
        // Until it has left the bus, late calls are taken and wait like the others.
        while client.call(&SHORT, request("late")).timeout(Duration::from_millis(50)).await.unwrap_err().code()
            != Code::Unavailable
        {}
        release.add_permits(1_000);
        draining.await.unwrap()
    };
    let (results, report) = tokio::join!(calls, drained);
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 20);
    assert_eq!(report.abandoned, 0);
}

async fn draining_gives_up_what_does_not_end(world: World) {
    let watched = Watched::default();
    let server = world.serve("one", endless(&watched)).await;
    let client = world.client().await;
    let drained = async {
        eventually("the handler begins", || watched.begun() == 1).await;
        server.drain(Duration::from_millis(50)).await
    };
    let (result, report) = tokio::join!(client.call(&SHORT, request("x")).into_future(), drained);
    assert_eq!(report.abandoned, 1);
    assert_eq!(result.unwrap_err().code(), Code::Unavailable);
    eventually("the handler is dropped", || watched.ended() == 1).await;
}

fn in_ten_seconds() -> Instant {
    Instant::now() + Duration::from_secs(10)
}
