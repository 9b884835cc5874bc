use realmwire_contract::feed::v1::{FeedEvent, Pong};
use serde_json::Value;

use super::*;
use crate::GatewayConfig;
use crate::operations::Operations;

/// What a client makes of the frames of a message.
fn received(protocol: Protocol, response: FeedResponse) -> (usize, Vec<u8>) {
    let config = GatewayConfig::default();
    let operations =
        Operations::build(realmwire_contract::descriptors(), realmwire_contract::SERVICES, &config).unwrap();
    let mut bytes = Vec::new();
    let frames: Vec<Message> = protocol.encode(operations.schema(), response).collect();
    let count = frames.len();
    for (number, frame) in frames.into_iter().enumerate() {
        let Message::Frame(frame) = frame else { panic!("{frame:?}") };
        assert_eq!(frame.header().is_final, number + 1 == count);
        assert_eq!(frame.header().opcode == OpCode::Data(Data::Continue), number > 0);
        assert!(frame.payload().len() <= FRAME_BYTES);
        bytes.extend_from_slice(frame.payload());
    }
    (count, bytes)
}

fn pong(bytes: usize) -> FeedResponse {
    FeedResponse { response: Some(Response::Pong(Pong { payload: "x".repeat(bytes) })) }
}

#[test]
fn messages_are_cut_into_frames_of_a_size() {
    // Its field, the one around it and their lengths take eight bytes.
    for (size, count) in [(0, 1), (FRAME_BYTES - 8, 1), (FRAME_BYTES - 7, 2), (10 * FRAME_BYTES, 11)] {
        let (frames, bytes) = received(Protocol::Protobuf, pong(size));
        assert_eq!((frames, FeedResponse::decode(&bytes[..]).unwrap()), (count, pong(size)));
        let (_, bytes) = received(Protocol::Json, pong(size));
        assert_eq!(
            serde_json::from_slice::<Value>(&bytes).unwrap()["pong"]["payload"].as_str().map_or(0, str::len),
            size
        );
    }
}

#[test]
fn what_has_no_form_in_json_is_replaced_by_a_status_and_the_rest_arrives() {
    let message = Any { type_url: "type.googleapis.com/realmwire.future.v1.Unknown".to_owned(), value: vec![8, 1] };
    let event = FeedEvent {
        id: "s".to_owned(),
        key: "door".to_owned(),
        resume_token: "state-manager:7".to_owned(),
        message: Some(message),
        ..FeedEvent::default()
    };
    let (_, bytes) = received(Protocol::Json, FeedResponse { response: Some(Response::Event(event)) });
    let json: Value = serde_json::from_slice(&bytes).unwrap();
    let event = &json["event"];
    assert_eq!((&event["key"], &event["resumeToken"]), (&"door".into(), &"state-manager:7".into()));
    assert_eq!(event["message"]["@type"], "type.googleapis.com/google.rpc.Status");
    assert_eq!(event["message"]["code"], 15);
}
