//! Feeds over real WebSockets.

use std::net::SocketAddr;

use futures::{SinkExt, StreamExt};
use http::{Method, Request, Response};
use prost::Message as _;
use realmwire_contract::feed::v1::{FeedRequest, FeedResponse, Ping, feed_request, feed_response};
use realmwire_sdk::identity::Role;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::fixture::{Fixture, LARGEST_TEXT, soon};

type Socket = WebSocketStream<TcpStream>;
/// A feed and the answer to its opening, or why there is none.
type Opened = Result<(Socket, Response<Option<Vec<u8>>>), Error>;

/// What opens a feed.
pub(super) fn opening(address: SocketAddr, protocols: &str) -> Request<()> {
    Request::builder()
        .uri(format!("ws://{address}/v1/feed"))
        .header("host", address.to_string())
        .header("connection", "Upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", generate_key())
        .header("sec-websocket-protocol", protocols)
        .body(())
        .unwrap()
}

async fn connect(fixture: &Fixture, protocols: &str) -> Opened {
    let address = fixture.gateway.address();
    let stream = TcpStream::connect(address).await.unwrap();
    soon(tokio_tungstenite::client_async(opening(address, protocols), stream)).await
}

/// A feed in JSON of player `p1`, after its welcome.
async fn open(fixture: &Fixture) -> Socket {
    let token = fixture.token(Role::Player, "p1");
    let (mut socket, _) = connect(fixture, &format!("realmwire.feed.v1.json, bearer.{token}")).await.unwrap();
    let welcome = receive(&mut socket).await;
    assert!(welcome["welcome"]["heartbeatMs"].is_number(), "{welcome}");
    socket
}

async fn send(socket: &mut Socket, message: Value) {
    soon(socket.send(Message::Text(message.to_string().into()))).await.unwrap();
}

/// The next message that is no heartbeat.
async fn receive(socket: &mut Socket) -> Value {
    loop {
        let message = soon(socket.next()).await.expect("the feed was closed").unwrap();
        let Message::Text(text) = message else { panic!("{message:?}") };
        let value: Value = serde_json::from_str(&text).unwrap();
        if value.get("heartbeat").is_none() {
            return value;
        }
    }
}

/// The code that the feed is closed with.
async fn closed(socket: &mut Socket) -> u16 {
    loop {
        match soon(socket.next()).await {
            Some(Ok(Message::Close(Some(frame)))) => return frame.code.into(),
            Some(Ok(_)) => {}
            other => panic!("{other:?}"),
        }
    }
}

async fn put(fixture: &Fixture, kind: &str, id: &str) {
    let answer = fixture.send(fixture.request(Method::PUT, &format!("/v1/states/{kind}/{id}")), "{}").await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_feed_needs_a_token_and_a_known_sub_protocol() {
    let fixture = Fixture::start("").await;
    let status = |result: Opened| match result {
        Err(Error::Http(response)) => response.status().as_u16(),
        other => panic!("{other:?}"),
    };
    assert_eq!(status(connect(&fixture, "realmwire.feed.v1.json").await), 401);
    assert_eq!(status(connect(&fixture, "realmwire.feed.v1.json, bearer.bad").await), 401);
    let token = fixture.token(Role::Player, "p1");
    assert_eq!(status(connect(&fixture, &format!("other, bearer.{token}")).await), 400);
    let (_, response) = connect(&fixture, &format!("bearer.{token}, realmwire.feed.v1.protobuf")).await.unwrap();
    assert_eq!(response.headers()["sec-websocket-protocol"], "realmwire.feed.v1.protobuf");
    assert_eq!(fixture.get("/v1/feed").await.status, 426);
}

#[tokio::test]
async fn events_arrive_as_they_happen_and_only_those_that_were_asked_for() {
    let fixture = Fixture::start("").await;
    let mut socket = open(&fixture).await;
    send(&mut socket, json!({"subscribe": {"id": "s", "events": ["state-manager.entity.updated"], "keys": ["door"]}}))
        .await;
    assert_eq!(receive(&mut socket).await, json!({"subscribed": {"id": "s"}}));
    put(&fixture, "KIND_ENTITY", "window").await;
    put(&fixture, "KIND_ENTITY", "door").await;
    let event = &receive(&mut socket).await["event"];
    assert_eq!(event["id"], "s");
    assert_eq!(event["type"], "state-manager.entity.updated.v1");
    assert_eq!(event["key"], "door");
    assert_eq!(event["message"]["@type"], "type.googleapis.com/realmwire.state_manager.v1.EntityUpdated");
    assert_eq!(event["message"]["entityId"], "door");
    assert!(event["resumeToken"].as_str().unwrap().starts_with("state-manager:"));
}

#[tokio::test]
async fn nothing_is_lost_between_a_token_and_its_resumption() {
    let fixture = Fixture::start("").await;
    let subscribe = json!({"id": "s", "events": ["state-manager.entity.updated"]});
    let mut socket = open(&fixture).await;
    send(&mut socket, json!({"subscribe": subscribe})).await;
    receive(&mut socket).await;
    put(&fixture, "KIND_ENTITY", "first").await;
    let token = receive(&mut socket).await["event"]["resumeToken"].clone();
    drop(socket);
    for id in ["second", "third"] {
        put(&fixture, "KIND_ENTITY", id).await;
    }
    let mut socket = open(&fixture).await;
    let mut resumed = subscribe;
    resumed["resumeToken"] = token;
    send(&mut socket, json!({"subscribe": resumed})).await;
    receive(&mut socket).await;
    put(&fixture, "KIND_ENTITY", "fourth").await;
    for expected in ["second", "third", "fourth"] {
        assert_eq!(receive(&mut socket).await["event"]["key"], expected);
    }
}

#[tokio::test]
async fn a_player_receives_its_own_events_only() {
    let fixture = Fixture::start("").await;
    let mut socket = open(&fixture).await;
    send(&mut socket, json!({"subscribe": {"id": "s", "events": ["state-manager.*"]}})).await;
    receive(&mut socket).await;
    put(&fixture, "KIND_PLAYER", "p2").await;
    put(&fixture, "KIND_PLAYER", "p1").await;
    assert_eq!(receive(&mut socket).await["event"]["key"], "p1");
    send(&mut socket, json!({"subscribe": {"id": "t", "events": ["state-manager.document.due"]}})).await;
    let ended = receive(&mut socket).await;
    assert_eq!(ended["ended"]["id"], "t");
    assert_eq!(ended["ended"]["status"]["code"], 7);
}

#[tokio::test]
async fn a_watch_carries_a_streaming_method_and_ends_with_it() {
    let fixture = Fixture::start("").await;
    let mut socket = open(&fixture).await;
    let request = |id: &str| json!({"@type": "type.googleapis.com/realmwire.state_manager.v1.WatchRequest", "kind": "KIND_ENTITY", "id": id});
    send(&mut socket, json!({"watch": {"id": "w", "method": "state-manager.Watch", "request": request("three")}}))
        .await;
    assert_eq!(receive(&mut socket).await, json!({"subscribed": {"id": "w"}}));
    for version in ["1", "2", "3"] {
        assert_eq!(receive(&mut socket).await["item"]["message"]["state"]["version"], version);
    }
    assert_eq!(receive(&mut socket).await, json!({"ended": {"id": "w"}}));
    send(&mut socket, json!({"watch": {"id": "w", "method": "state-manager.Watch", "request": request("quiet")}}))
        .await;
    receive(&mut socket).await;
    receive(&mut socket).await;
    send(&mut socket, json!({"unsubscribe": {"id": "w"}})).await;
    assert_eq!(receive(&mut socket).await, json!({"ended": {"id": "w"}}));
    soon(fixture.script.cancelled.notified()).await;
    for (method, request) in [
        ("state-manager.Get", json!({"@type": "x/realmwire.state_manager.v1.GetRequest"})),
        ("auth.WatchEdge", json!({})),
        ("x", json!({})),
    ] {
        send(&mut socket, json!({"watch": {"id": "x", "method": method, "request": request}})).await;
        assert!(receive(&mut socket).await["ended"]["status"]["code"].is_number(), "{method}");
    }
}

#[tokio::test]
async fn the_largest_messages_arrive_and_the_feed_goes_on() {
    let fixture = Fixture::start("").await;
    let mut socket = open(&fixture).await;
    let asked = json!({"@type": "x/realmwire.state_manager.v1.WatchRequest", "kind": "KIND_ENTITY", "id": "large"});
    send(&mut socket, json!({"watch": {"id": "w", "method": "state-manager.Watch", "request": asked}})).await;
    assert_eq!(receive(&mut socket).await, json!({"subscribed": {"id": "w"}}));
    let large = receive(&mut socket).await;
    assert_eq!(large["item"]["message"]["state"]["data"]["text"].as_str().unwrap().len(), LARGEST_TEXT);
    assert_eq!(receive(&mut socket).await["item"]["message"]["state"]["version"], "2");
    assert_eq!(receive(&mut socket).await, json!({"ended": {"id": "w"}}));
    send(&mut socket, json!({"ping": {"payload": "x"}})).await;
    assert_eq!(receive(&mut socket).await, json!({"pong": {"payload": "x"}}));
}

#[tokio::test]
async fn messages_that_break_the_rules_close_the_feed() {
    let fixture = Fixture::start("[streams]\nfeed_message_bytes = 300\nsubscriptions_per_feed = 1").await;
    for bad in ["{", "{}", r#"{"nothing":{}}"#, r#"{"authenticate":{"accessToken":"bad"}}"#] {
        let mut socket = open(&fixture).await;
        soon(socket.send(Message::Text(bad.into()))).await.unwrap();
        assert_eq!(closed(&mut socket).await, 1008, "{bad}");
    }
    let mut socket = open(&fixture).await;
    soon(socket.send(Message::Binary(vec![1, 2].into()))).await.unwrap();
    assert_eq!(closed(&mut socket).await, 1008);
    let mut socket = open(&fixture).await;
    send(&mut socket, json!({"subscribe": {"id": "a", "events": ["state-manager.*"]}})).await;
    receive(&mut socket).await;
    send(&mut socket, json!({"subscribe": {"id": "a", "events": ["state-manager.*"]}})).await;
    assert_eq!(receive(&mut socket).await["ended"]["status"]["code"], 3);
    send(&mut socket, json!({"subscribe": {"id": "b", "events": ["state-manager.*"]}})).await;
    assert_eq!(receive(&mut socket).await["ended"]["status"]["code"], 8);
    send(&mut socket, json!({"ping": {"payload": "x".repeat(400)}})).await;
    assert!(matches!(soon(socket.next()).await, Some(Ok(Message::Close(_)) | Err(_)) | None));
}

#[tokio::test]
async fn protobuf_says_the_same() {
    let fixture = Fixture::start("").await;
    let token = fixture.token(Role::Player, "p1");
    let (mut socket, _) = connect(&fixture, &format!("realmwire.feed.v1.protobuf, bearer.{token}")).await.unwrap();
    let request = feed_request::Request::Ping(Ping { payload: "p".to_owned() });
    let request = FeedRequest { request: Some(request) }.encode_to_vec();
    soon(socket.send(Message::Binary(request.into()))).await.unwrap();
    let mut answers = Vec::new();
    while answers.len() < 2 {
        let Message::Binary(bytes) = soon(socket.next()).await.unwrap().unwrap() else { panic!("no binary message") };
        answers.extend(FeedResponse::decode(bytes).unwrap().response);
    }
    assert!(matches!(&answers[0], feed_response::Response::Welcome(welcome) if welcome.heartbeat_ms == 15_000));
    assert!(matches!(&answers[1], feed_response::Response::Pong(pong) if pong.payload == "p"));
}

#[tokio::test]
async fn a_feed_lives_as_long_as_its_token_and_takes_another() {
    let fixture = Fixture::start("[streams]\nheartbeat_ms = 20\nfeed_token_grace_ms = 0").await;
    let mut socket = open(&fixture).await;
    send(&mut socket, json!({"authenticate": {"accessToken": fixture.token(Role::Player, "p1")}})).await;
    assert_eq!(receive(&mut socket).await, json!({"authenticated": {}}));
    fixture.trust.set_keys(realmwire_sdk::token::KeySet::default());
    assert_eq!(closed(&mut socket).await, 4401);
}

#[tokio::test]
async fn feeds_are_told_when_the_gateway_drains() {
    let fixture = Fixture::start("").await;
    let mut socket = open(&fixture).await;
    let drain = tokio::spawn(fixture.gateway.drain(super::fixture::SOON));
    assert_eq!(closed(&mut socket).await, 1012);
    drop(socket);
    assert_eq!(soon(drain).await.unwrap().cut_off, 0);
}
