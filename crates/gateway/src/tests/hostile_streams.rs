//! Clients that ask for streams and do not read them.

use futures::{SinkExt, StreamExt};
use realmwire_sdk::identity::Role;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use super::feeds::opening;
use super::fixture::{Fixture, Logs, soon};
use super::transport::{HTTP1, Transport, say};

const SHORT: &str = "[timeouts]\nwrite_ms = 200\n[streams]\nbuffer_messages = 4";

#[tokio::test]
async fn a_stream_of_events_that_is_not_read_is_cut_off_and_its_call_ends() {
    for transport in Transport::BOTH {
        let (logs, _guard) = Logs::keep();
        let fixture = Fixture::start_over(transport, SHORT).await;
        let path = "/v1/states/KIND_ENTITY/endless:watch";
        let request = fixture.head("GET", path, "Accept: text/event-stream\r\n");
        let mut stream = fixture.connect_narrowly(HTTP1).await;
        say(&mut stream, request.as_bytes()).await.unwrap();
        soon(fixture.script.cancelled.notified()).await;
        fixture.serves_others().await;
        fixture.measured("gateway_streams 0").await;
        assert!(fixture.telemetry.render().contains("reason=\"slow_reader\"} 1"), "{}", fixture.telemetry.render());
        assert!(logs.text().contains("cut off"), "{}", logs.text());
        drop(stream);
    }
}

#[tokio::test]
async fn a_feed_that_is_not_read_is_cut_off_and_its_calls_end() {
    for transport in Transport::BOTH {
        let (logs, _guard) = Logs::keep();
        let fixture = Fixture::start_over(transport, SHORT).await;
        let address = fixture.gateway.address();
        let token = fixture.token(Role::Player, "p1");
        let request = opening(address, &format!("realmwire.feed.v1.json, bearer.{token}"));
        let stream = fixture.connect_narrowly(HTTP1).await;
        let (mut socket, _) = soon(tokio_tungstenite::client_async(request, stream)).await.unwrap();
        let asked =
            json!({"@type": "x/realmwire.state_manager.v1.WatchRequest", "kind": "KIND_ENTITY", "id": "endless"});
        let watch = json!({"watch": {"id": "w", "method": "state-manager.Watch", "request": asked}});
        soon(socket.send(Message::Text(watch.to_string().into()))).await.unwrap();
        assert!(soon(socket.next()).await.unwrap().is_ok());
        soon(fixture.script.cancelled.notified()).await;
        fixture.serves_others().await;
        fixture.measured("gateway_requests_shed_total{reason=\"slow_reader\"} 1").await;
        fixture.measured("gateway_streams 0").await;
        assert!(logs.text().contains("a feed was cut off"), "{}", logs.text());
    }
}
