//! What the two ends of a stream notice of each other when a process is killed.

use std::path::Path;

use realmwire_contract::state_manager::v1::{Kind, WATCH, WatchRequest, WatchResponse};
use realmwire_fabric::nats::{NatsConfig, connect};
use realmwire_sdk::client::{CallOptions, Channel, ChannelConfig};
use realmwire_sdk::host::Host;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::status::Code;
use realmwire_sdk::stream::Receiver;
use realmwire_sdk::telemetry::Telemetry;
use realmwire_test_kit::{NatsServer, Process, eventually};

use prost_reflect::prost::Message;

use crate::harness::{BINARY, PATIENCE, System, run};

/// Asks for documents that nobody writes.
const QUIET: &str = r#"{"kind": "KIND_ENTITY"}"#;

/// The way to the services for a reader in this process.
async fn channel(nats: &[String]) -> Channel {
    let fabric = connect(NatsConfig::new(nats.to_vec(), "test", "1")).await.unwrap();
    let caller = ChannelConfig { caller: "test/1".to_owned(), principal: Principal::service("test") };
    Channel::new(fabric.bus, Host::system(), Telemetry::new(), caller)
}

async fn watch(channel: &Channel) -> Receiver<WatchResponse> {
    let request = WatchRequest { kind: Kind::Entity.into(), ..WatchRequest::default() };
    Receiver::new(channel.open(&WATCH, CallOptions::default(), request.encode_to_vec().into()).await.unwrap())
}

/// Waits until the instance works on `count` streams.
async fn streams(instance: &System, count: u64) {
    let as_many = || async { (instance.calls_in_flight(WATCH.full_name).await? == count).then_some(()) };
    eventually(&format!("there are {count} streams"), PATIENCE, as_many).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_end_with_an_error_when_their_server_is_killed() {
    let server = NatsServer::start().await.unwrap();
    let nats = [server.url()];
    let instance = System::serve("state-manager", &nats).await;
    let channel = channel(&nats).await;
    let mut stream = watch(&channel).await;
    assert!(stream.next().await.unwrap().is_ok(), "first comes that there is nothing");
    let url = server.url();
    let command = run(Path::new("."), ["call", "state-manager.Watch", QUIET, "--nats", &url]);
    let killed = async {
        streams(&instance, 2).await;
        instance.process().kill().unwrap();
        let ended = tokio::time::timeout(PATIENCE, stream.next()).await.expect("the stream ends");
        assert_eq!(ended.unwrap().unwrap_err().code(), Code::Unavailable);
        assert!(stream.next().await.is_none());
    };
    let (command, ()) = tokio::join!(command, killed);
    assert_eq!(command.code, 1, "{}", command.errors);
    assert!(command.errors.contains("UNAVAILABLE"), "{}", command.errors);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_at_its_server_when_its_reader_is_killed() {
    let server = NatsServer::start().await.unwrap();
    let nats = [server.url()];
    let instance = System::serve("state-manager", &nats).await;
    let channel = channel(&nats).await;
    let mut stream = watch(&channel).await;
    let reader = Process::builder("reader", BINARY).unwrap();
    let reader = reader.args(["call", "state-manager.Watch", QUIET, "--nats", &nats[0]]).start().await.unwrap();
    streams(&instance, 2).await;

    reader.kill().unwrap();

    // That of the reader that lives goes on.
    streams(&instance, 1).await;
    assert!(stream.next().await.unwrap().is_ok());
    drop(stream);
    streams(&instance, 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_over_http_ends_with_an_error_when_its_server_is_killed() {
    let server = NatsServer::start().await.unwrap();
    let nats = [server.url()];
    let door = System::serve("gateway,auth", &nats).await;
    let instance = System::serve("state-manager", &nats).await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("token"), crate::distributed::admin_token(&nats).await).unwrap();
    let url = door.http();
    let command = ["call", "state-manager.Watch", QUIET, "--url", &url, "--token-file", "token"];
    let killed = async {
        streams(&instance, 1).await;
        instance.process().kill().unwrap();
    };
    let (command, ()) = tokio::join!(run(folder.path(), command), killed);
    assert_eq!(command.code, 1, "{}", command.errors);
    assert!(command.errors.contains("UNAVAILABLE"), "{}", command.errors);
}
