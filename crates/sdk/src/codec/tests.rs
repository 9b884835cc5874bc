use std::time::Duration;

use bytes::{Bytes, BytesMut};
use proptest::prelude::*;
use prost::Message;
use realmwire_contract::Criticality;
use realmwire_contract::rpc::v1 as wire;
use realmwire_contract::state_manager::v1::{GetRequest, GetResponse, State};
use realmwire_fabric::bus::{self, Headers};
use uuid::Uuid;

use super::*;
use crate::context::TraceContext;
use crate::identity::{Principal, Role};
use crate::status::{Code, RetryAdvice, Status};

const INFO: AnswerInfo<'static> = AnswerInfo { instance: "one", in_flight: 3, limit: 9, replayed: true };

fn principal() -> impl Strategy<Value = Principal> {
    let roles = vec![Role::Anonymous, Role::Player, Role::Moderator, Role::Admin, Role::Service];
    (prop::sample::select(roles), ".*", prop::option::of(".+")).prop_map(|(role, id, session_id)| Principal {
        role,
        id,
        session_id,
    })
}

fn trace() -> impl Strategy<Value = TraceContext> {
    let valid = (prop::array::uniform16(1_u8..), prop::array::uniform8(1_u8..), any::<u8>(), ".*");
    let valid = valid.prop_map(|(trace_id, parent_span_id, flags, state)| TraceContext {
        trace_id,
        parent_span_id,
        flags,
        state,
    });
    prop_oneof![Just(TraceContext::default()), valid]
}

fn criticality() -> impl Strategy<Value = Criticality> {
    prop::sample::select(&[Criticality::Critical, Criticality::Default, Criticality::Sheddable][..])
}

proptest! {
    #[test]
    fn metadata_arrives_beside_the_message(
        body in ".*",
        call_id: u128,
        timeout_ms in 1..u32::MAX,
        deadline_unix_ms in 1_u64..,
        attempt in 1_u32..,
        key in prop::option::of(".+"),
        criticality in criticality(),
        principal in principal(),
        trace in trace(),
        address in prop::option::of(".+"),
    ) {
        let message = GetRequest { id: body, ..GetRequest::default() }.encode_to_vec();
        let outgoing = OutgoingMeta {
            call_id: Uuid::from_u128(call_id),
            timeout: Duration::from_millis(timeout_ms.into()),
            deadline_unix_ms,
            attempt,
            idempotency_key: key.as_deref().unwrap_or_default(),
            criticality,
            principal: &principal,
            trace: &trace,
            caller: "quest-system/7f3a",
            client_address: address.as_deref().unwrap_or_default(),
        };
        let window = StreamWindow { messages: 7, bytes: 8, idle_timeout: Duration::from_millis(9) };
        let mut payload = BytesMut::from(message.as_slice());
        window.append(&mut payload);
        outgoing.append(&mut payload);
        prop_assert_eq!(payload.len(), message.len() + window.appended_length() + outgoing.appended_length());

        let parts = split(payload.clone().freeze()).unwrap();
        prop_assert_eq!(&parts.body, &message);
        prop_assert_eq!(StreamWindow::from_field(parts.stream.unwrap()), Ok(window));
        let field = parts.meta.unwrap();
        let received = CallMeta::from_field(&field).unwrap();
        prop_assert_eq!(received, CallMeta {
            call_id: Some(Uuid::from_u128(call_id)),
            timeout: Some(Duration::from_millis(timeout_ms.into())),
            deadline_unix_ms: Some(deadline_unix_ms),
            attempt,
            idempotency_key: key,
            criticality: Some(criticality),
            principal,
            trace,
            client_address: address,
        });
        prop_assert_eq!(wire::CallMeta::decode(field).unwrap().caller, "quest-system/7f3a");
        // A foreign service decodes the message as if the metadata were not there.
        prop_assert_eq!(GetRequest::decode(payload.freeze()).unwrap(), GetRequest::decode(message.as_slice()).unwrap());
    }

    #[test]
    fn taking_apart_never_fails_otherwise_than_by_an_error(bytes: Vec<u8>) {
        let payload = Bytes::from(bytes);
        if let Ok(parts) = split(payload.clone()) {
            prop_assert!(payload.starts_with(&parts.body));
        }
    }

    #[test]
    fn an_answer_arrives_with_its_metadata(id in ".*", version: u64) {
        let message = State { id, version, ..State::default() }.encode_to_vec();
        let mut payload = BytesMut::from(message.as_slice());
        append_answer_meta(&mut payload, &INFO);
        let (body, meta) = decode_answer(bus::Message::new("_INBOX.x", payload.freeze()));
        prop_assert_eq!(body.unwrap(), message);
        prop_assert_eq!((&*meta.instance, meta.in_flight, meta.limit, meta.replayed), ("one", 3, 9, true));
    }
}

fn failure(status: &Status, format: Format) -> bus::Message {
    let Failure { headers, payload } = Failure::encode(status, format, &INFO);
    bus::Message { headers, payload, ..bus::Message::new("_INBOX.x", "") }
}

#[test]
fn a_failure_arrives_with_its_details_and_advice() {
    let sent = Status::not_found("entity", "door\r\n7")
        .with_retry(RetryAdvice::IfIdempotent)
        .with_retry_after(Duration::from_millis(1_500));
    let message = failure(&sent, Format::Protobuf);
    assert_eq!(message.headers.get("Nats-Service-Error-Code"), Some("404"));
    assert_eq!(message.headers.get("Nats-Service-Error"), Some("entity door  7 does not exist"));
    let (result, meta) = decode_answer(message);
    let received = result.unwrap_err();
    assert_eq!(received.code(), Code::NotFound);
    assert_eq!(received.message(), sent.message());
    assert_eq!(received.details(), sent.details());
    assert_eq!((received.retry(), received.retry_after()), (sent.retry(), sent.retry_after()));
    assert_eq!(&*meta.instance, "one");
}

#[test]
fn a_failure_in_json_reads_well() {
    let message = failure(&Status::invalid("amount", "must be positive"), Format::Json);
    assert_eq!(message.headers.get("Content-Type"), Some("application/json"));
    assert_eq!(message.headers.get("Rpc-Load"), Some("3/9"));
    let body: serde_json::Value = serde_json::from_slice(&message.payload).unwrap();
    assert_eq!(body["code"], "INVALID_ARGUMENT");
    assert_eq!(body["fieldViolations"][0]["field"], "amount");
}

#[test]
fn errors_of_foreign_services_are_understood_by_their_headers() {
    let cases = [
        (vec![("Nats-Service-Error-Code", "404"), ("Nats-Service-Error", "gone")], Code::NotFound, "gone"),
        (vec![("Nats-Service-Error-Code", "418")], Code::Unknown, "the service answered with an error"),
        (vec![("Nats-Service-Error-Code", "500"), ("Rpc-Code", "DATA_LOSS")], Code::DataLoss, ""),
    ];
    for (headers, code, text) in cases {
        let mut message = bus::Message::new("_INBOX.x", "not a status");
        for (name, value) in headers {
            message.headers.append(name, value);
        }
        let status = decode_answer(message).0.unwrap_err();
        assert_eq!(status.code(), code);
        assert!(status.message().contains(text));
    }
}

#[test]
fn headers_mean_the_same_as_the_field() {
    let mut headers = Headers::new();
    let id = Uuid::from_u128(7);
    headers.append("Rpc-Call-Id", id.to_string());
    headers.append("Rpc-Timeout-Ms", "250");
    headers.append("Rpc-Deadline-Unix-Ms", "1893456000000");
    headers.append("Rpc-Attempt", "2");
    headers.append("Rpc-Idempotency-Key", "k");
    headers.append("Rpc-Criticality", "sheddable");
    headers.append("Rpc-Principal", "player/p1");
    headers.append("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    headers.append("tracestate", "a=b");
    let meta = CallMeta::from_headers(&headers).unwrap();
    assert_eq!(meta.call_id, Some(id));
    assert_eq!(meta.timeout, Some(Duration::from_millis(250)));
    assert_eq!(meta.deadline_unix_ms, Some(1_893_456_000_000));
    assert_eq!((meta.attempt, meta.idempotency_key.as_deref()), (2, Some("k")));
    assert_eq!(meta.criticality, Some(Criticality::Sheddable));
    assert_eq!(meta.principal, Principal::player("p1"));
    assert!(meta.trace.is_sampled());
    assert_eq!(meta.trace.state, "a=b");
    for (name, value) in [("Rpc-Timeout-Ms", "soon"), ("Rpc-Principal", "king/x"), ("Rpc-Criticality", "very")] {
        let mut headers = Headers::new();
        headers.append(name, value);
        assert_eq!(CallMeta::from_headers(&headers), Err(Malformed), "{name}");
    }
}

#[test]
fn json_becomes_protobuf_and_back() {
    let encoded = from_json("realmwire.state_manager.v1.GetRequest", br#"{"kind":"KIND_ENTITY","id":"door"}"#).unwrap();
    assert_eq!(GetRequest::decode(encoded).unwrap().id, "door");
    assert!(from_json("realmwire.state_manager.v1.GetRequest", b" ").unwrap().is_empty());
    for wrong in [&b"{"[..], br#"{"nonsense":1}"#, b"[]", br#"{"id":"a"} x"#] {
        let status = from_json("realmwire.state_manager.v1.GetRequest", wrong).unwrap_err();
        assert_eq!(status.code(), Code::InvalidArgument);
    }
    let response = GetResponse { state: Some(State { id: "door".into(), ..State::default() }) };
    let json = to_json("realmwire.state_manager.v1.GetResponse", response.encode_to_vec().into()).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["state"]["id"], "door");
    assert_eq!(json["state"]["version"], "0");
}

#[test]
fn content_types_are_told_apart() {
    let of = |content_type: &'static str| {
        let mut headers = Headers::new();
        headers.append(CONTENT_TYPE, content_type);
        Format::of(&headers)
    };
    assert_eq!(Format::of(&Headers::new()), Some(Format::Protobuf));
    assert_eq!(of("application/protobuf"), Some(Format::Protobuf));
    assert_eq!(of("application/json; charset=utf-8"), Some(Format::Json));
    assert_eq!(of("text/plain"), None);
}
