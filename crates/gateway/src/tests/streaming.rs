//! Server-sent events and lines of JSON.

use http::Method;
use http_body_util::{BodyExt, Full};

use super::fixture::{Fixture, soon};

/// A request for the stream of a document.
pub(super) fn watch(fixture: &Fixture, id: &str, accept: &str) -> http::request::Builder {
    let path = format!("/v1/states/KIND_ENTITY/{id}:watch");
    fixture.request(Method::GET, &path).header("accept", accept.to_owned())
}

#[tokio::test]
async fn events_have_ids_a_retry_time_and_an_end() {
    let fixture = Fixture::start("[streams]\nretry_ms = 1234").await;
    let answer = fixture.send(watch(&fixture, "three", "text/event-stream"), "").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "text/event-stream");
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    let events: Vec<_> = text.split("\n\n").filter(|event| !event.is_empty() && *event != ":").collect();
    assert_eq!(events.len(), 5, "{text}");
    assert_eq!(events[0], "retry: 1234");
    assert!(events[1].starts_with("id: t1\ndata: {\"state\":{"), "{text}");
    assert!(events[3].starts_with("id: t3\ndata: {"), "{text}");
    assert_eq!(events[4], "event: end\ndata: {}");
}

#[tokio::test]
async fn a_stream_goes_on_after_the_last_event_that_the_client_has() {
    let fixture = Fixture::start("").await;
    let resumed = watch(&fixture, "three", "text/event-stream").header("last-event-id", "t2");
    let text = String::from_utf8(fixture.send(resumed, "").await.body.to_vec()).unwrap();
    assert!(!text.contains("id: t2") && text.contains("id: t3"), "{text}");
}

#[tokio::test]
async fn lines_are_one_message_each() {
    let fixture = Fixture::start("").await;
    for accept in ["application/x-ndjson", "*/*"] {
        let answer = fixture.send(watch(&fixture, "three", accept), "").await;
        assert_eq!(answer.header("content-type"), "application/x-ndjson");
        let text = String::from_utf8(answer.body.to_vec()).unwrap();
        let lines: Vec<serde_json::Value> =
            text.lines().filter(|line| !line.is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[2]["state"]["version"], "3");
    }
    assert_eq!(fixture.send(watch(&fixture, "three", "application/xml"), "").await.status, 406);
}

#[tokio::test]
async fn an_error_has_its_status_before_the_first_byte_and_is_the_last_event_after_it() {
    let fixture = Fixture::start("").await;
    let refused = fixture.send(watch(&fixture, "refused", "text/event-stream"), "").await;
    assert_eq!(refused.status, 403);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    let failed = fixture.send(watch(&fixture, "fails", "text/event-stream"), "").await;
    assert_eq!(failed.status, 200);
    let text = String::from_utf8(failed.body.to_vec()).unwrap();
    let last = text.split("\n\n").filter(|event| !event.is_empty()).last().unwrap();
    assert!(last.starts_with("event: error\ndata: {") && last.contains("\"UNAVAILABLE\""), "{text}");
    let lines = fixture.send(watch(&fixture, "fails", "application/x-ndjson"), "").await;
    let text = String::from_utf8(lines.body.to_vec()).unwrap();
    let last: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!(last["error"]["status"], 503);
}

#[tokio::test]
async fn something_is_sent_while_there_is_nothing_to_say_and_going_away_cancels() {
    let fixture = Fixture::start("[streams]\nheartbeat_ms = 20").await;
    let request = watch(&fixture, "quiet", "text/event-stream").body(Full::default()).unwrap();
    let mut body = soon(fixture.client.request(request)).await.unwrap().into_body();
    let mut text = String::new();
    while text.matches(":\n\n").count() < 3 {
        let frame = soon(body.frame()).await.unwrap().unwrap();
        text.push_str(std::str::from_utf8(&frame.into_data().unwrap()).unwrap());
    }
    drop(body);
    soon(fixture.script.cancelled.notified()).await;
}

#[tokio::test]
async fn the_stream_of_a_token_that_is_no_longer_good_ends() {
    let fixture = Fixture::start("[streams]\nheartbeat_ms = 20").await;
    let request = watch(&fixture, "quiet", "text/event-stream").body(Full::default()).unwrap();
    let response = soon(fixture.client.request(request)).await.unwrap();
    fixture.trust.set_keys(realmwire_sdk::token::KeySet::default());
    let body = soon(response.into_body().collect()).await.unwrap().to_bytes();
    let text = String::from_utf8(body.to_vec()).unwrap();
    assert!(text.contains("event: error") && text.contains("UNAUTHENTICATED"), "{text}");
}

#[tokio::test]
async fn a_client_that_does_not_read_is_cut_off() {
    let fixture = Fixture::start("[timeouts]\nwrite_ms = 100").await;
    let request = watch(&fixture, "endless", "text/event-stream").body(Full::default()).unwrap();
    let response = soon(fixture.client.request(request)).await.unwrap();
    soon(fixture.script.cancelled.notified()).await;
    drop(response);
}

#[tokio::test]
async fn streams_end_when_the_gateway_drains() {
    let fixture = Fixture::start("").await;
    let request = watch(&fixture, "quiet", "text/event-stream").body(Full::default()).unwrap();
    let response = soon(fixture.client.request(request)).await.unwrap();
    let reading = tokio::spawn(response.into_body().collect());
    let report = soon(fixture.gateway.drain(super::fixture::SOON)).await;
    assert_eq!(report.cut_off, 0);
    let body = soon(reading).await.unwrap().unwrap().to_bytes();
    let text = String::from_utf8(body.to_vec()).unwrap();
    assert!(text.contains("event: error") && text.contains("UNAVAILABLE"), "{text}");
}
