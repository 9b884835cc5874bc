//! What others see of our services: JSON by hand, the services protocol, compressed bodies that are none of ours.

use std::sync::Arc;
use std::time::Duration;

use realmwire_fabric::bus::Message;
use realmwire_sdk::status::Status;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::service::{ADMIN, PROBE, Probe, READ, WRITE, answer, request};
use crate::world::{World, on_every_bus};

on_every_bus!(
    a_request_in_json_is_answered_in_json,
    an_error_to_a_request_in_json_reads_well,
    an_unknown_content_type_is_answered,
    a_bare_protobuf_request_needs_no_metadata,
    a_principal_in_a_header_counts,
    instances_introduce_themselves,
    statistics_count_calls_and_errors,
    questions_are_answered_to_inboxes_only,
);

async fn ask(world: &World, message: Message) -> Message {
    let deadline = Instant::now() + Duration::from_secs(10);
    world.bus("stranger").await.request(message, deadline).await.unwrap()
}

fn json(subject: &'static str, body: &'static str) -> Message {
    let mut message = Message::new(subject, body);
    message.headers.append("Content-Type", "application/json");
    message
}

fn parse(message: &Message) -> Value {
    serde_json::from_slice(&message.payload).unwrap()
}

async fn a_request_in_json_is_answered_in_json(world: World) {
    let _server = world.serve("one", Probe::echo()).await;
    for method in [&READ, &WRITE] {
        let answer = ask(&world, json(method.subject, r#"{"kind": "KIND_ENTITY", "id": "door"}"#)).await;
        assert_eq!(answer.headers.get("Content-Type"), Some("application/json"));
        assert_eq!(answer.headers.get("Rpc-Instance"), Some("one"));
        assert_eq!(parse(&answer)["state"]["id"], "door");
    }
    let answer = ask(&world, json(READ.subject, "")).await;
    assert_eq!(parse(&answer)["state"]["id"], "");
}

async fn an_error_to_a_request_in_json_reads_well(world: World) {
    let probe = Probe::unary(|_, _| async { Err(Status::invalid("id", "must name a door")) });
    let _server = world.serve("one", probe).await;
    let answer = ask(&world, json(READ.subject, "{}")).await;
    assert_eq!(answer.headers.get("Nats-Service-Error-Code"), Some("400"));
    assert_eq!(parse(&answer)["fieldViolations"][0]["description"], "must name a door");
    for body in ["{", r#"{"nonsense": 1}"#, r#"{"id": 7}"#] {
        let answer = ask(&world, json(WRITE.subject, body)).await;
        assert_eq!(parse(&answer)["code"], "INVALID_ARGUMENT", "{body}");
    }
}

async fn an_unknown_content_type_is_answered(world: World) {
    let _server = world.serve("one", Probe::echo()).await;
    let mut message = Message::new(READ.subject, "<id>door</id>");
    message.headers.append("Content-Type", "text/xml");
    assert_eq!(ask(&world, message).await.headers.get("Rpc-Code"), Some("INVALID_ARGUMENT"));
}

async fn a_bare_protobuf_request_needs_no_metadata(world: World) {
    let _server = world.serve("one", Probe::echo()).await;
    let received = ask(&world, Message::new(READ.subject, prost::Message::encode_to_vec(&request("door")))).await;
    // Our metadata behind the answer is an unknown field to others.
    let decoded: realmwire_contract::state_manager::v1::GetResponse = prost::Message::decode(received.payload).unwrap();
    assert_eq!(decoded, answer("door"));
}

async fn a_principal_in_a_header_counts(world: World) {
    let _server = world.serve("one", Probe::echo()).await;
    for (principal, code) in
        [("admin/a", None), ("player/p", Some("PERMISSION_DENIED")), ("king/k", Some("INVALID_ARGUMENT"))]
    {
        let mut message = Message::new(ADMIN.subject, "");
        message.headers.append("Rpc-Principal", principal);
        assert_eq!(ask(&world, message).await.headers.get("Rpc-Code"), code, "{principal}");
    }
}

/// All answers to a question to the services protocol.
async fn ask_all(world: &World, question: String, expected: usize) -> Vec<Value> {
    let bus = world.bus("stranger").await;
    let (sender, mut answers) = mpsc::unbounded_channel();
    let inbox = bus.open_inbox(Arc::new(move |message: Message| drop(sender.send(message)))).unwrap();
    let mut message = Message::new(question, "");
    message.reply = Some(inbox.subject().clone());
    bus.publish(message).await.unwrap();
    let mut parsed = Vec::new();
    for _ in 0..expected {
        parsed.push(parse(&answers.recv().await.unwrap()));
    }
    parsed
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

async fn instances_introduce_themselves(world: World) {
    let _one = world.serve("one", Probe::echo()).await;
    let _two = world.serve("two", Probe::echo()).await;
    for question in ["$SRV.PING", "$SRV.PING.probe", "$SRV.INFO", "$SRV.INFO.probe", "$SRV.STATS"] {
        let mut answers = ask_all(&world, question.to_owned(), 2).await;
        answers.sort_by_key(|answer| answer["id"].to_string());
        let ids: Vec<_> = answers.iter().map(|answer| answer["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["one", "two"], "{question}");
        assert!(answers.iter().all(|answer| answer["name"] == "probe" && answer["metadata"].is_object()));
    }
    let info = &ask_all(&world, "$SRV.INFO.probe.two".to_owned(), 1).await[0];
    assert_eq!(info["type"], "io.nats.micro.v1.info_response");
    assert_eq!(info["description"], PROBE.description);
    let version: Vec<_> = info["version"].as_str().unwrap().split('.').map(str::parse::<u32>).collect();
    assert!(version.len() == 3 && version.iter().all(Result::is_ok));
    let endpoints = info["endpoints"].as_array().unwrap();
    assert_eq!(endpoints.len(), PROBE.methods.len());
    for (endpoint, method) in endpoints.iter().zip(PROBE.methods) {
        assert!(is_name(endpoint["name"].as_str().unwrap()) && is_name(endpoint["queue_group"].as_str().unwrap()));
        assert_eq!(endpoint["subject"], method.subject);
        assert!(endpoint["metadata"].as_object().unwrap().values().all(Value::is_string));
    }
    let ping = &ask_all(&world, "$SRV.PING.probe.one".to_owned(), 1).await[0];
    assert_eq!(ping["type"], "io.nats.micro.v1.ping_response");
}

async fn statistics_count_calls_and_errors(world: World) {
    let probe = Probe::unary(|_, request| async move {
        if request.id.is_empty() { Err(Status::not_found("door", "")) } else { Ok(answer(&request.id)) }
    });
    let _server = world.serve("one", probe).await;
    let client = world.client().await;
    for id in ["a", "", "b"] {
        let _ = client.call(&WRITE, request(id)).await;
    }
    let _ = client.call(&ADMIN, request("a")).principal(realmwire_sdk::identity::Principal::anonymous()).await;
    let stats = &ask_all(&world, "$SRV.STATS.probe.one".to_owned(), 1).await[0];
    assert_eq!(stats["type"], "io.nats.micro.v1.stats_response");
    assert!(stats["started"].as_str().unwrap().contains('T'));
    let endpoint = |name: &str| {
        let endpoints = stats["endpoints"].as_array().unwrap();
        endpoints.iter().find(|endpoint| endpoint["name"] == name).unwrap().clone()
    };
    let write = endpoint("Write");
    assert_eq!((write["num_requests"].as_u64(), write["num_errors"].as_u64()), (Some(3), Some(1)));
    assert_eq!(write["last_error"], "404:NOT_FOUND");
    let time = write["processing_time"].as_u64().unwrap();
    assert_eq!(write["average_processing_time"].as_u64(), Some(time / 3));
    assert_eq!(endpoint("Admin")["last_error"], "401:UNAUTHENTICATED");
    assert_eq!(endpoint("Read")["num_requests"], 0);
}

async fn questions_are_answered_to_inboxes_only(world: World) {
    let _server = world.serve("one", Probe::echo()).await;
    let bus = world.bus("stranger").await;
    let (sender, mut heard) = mpsc::unbounded_channel();
    let sink = move |message: Message| drop(sender.send(message));
    let _listening = bus.subscribe("svc.victim.v1.Steal", None, Arc::new(sink)).await.unwrap();
    let mut message = Message::new("$SRV.PING", "");
    message.reply = Some("svc.victim.v1.Steal".into());
    bus.publish(message).await.unwrap();
    ask_all(&world, "$SRV.PING".to_owned(), 1).await;
    assert!(heard.try_recv().is_err());
}
