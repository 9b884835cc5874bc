//! `realmwire events`.

use std::time::{Duration, SystemTime};

use futures::{SinkExt, StreamExt};
use prost_reflect::DynamicMessage;
use realmwire_contract::{EventSpec, SERVICES};
use realmwire_fabric::journal::{ConsumerStart, EventQuery, EventRecord};
use realmwire_fabric::subject::matches;
use realmwire_sdk::events::EventMetadata;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message as WebSocketMessage;

use crate::cli::TailArgs;
use crate::failure::Failure;
use crate::http::HttpClient;
use crate::output;
use crate::remote::Remote;

/// How often journals are asked for new events.
const POLL: Duration = Duration::from_millis(250);
/// Events that are asked for at a time.
const PAGE: usize = 500;

/// Where the gateway has its feeds, and how messages are written there.
const FEED_PATH: &str = "/v1/feed";
const FEED_PROTOCOL: &str = "realmwire.feed.v1.json";

/// The gateway closed the feed.
#[derive(Debug, thiserror::Error)]
#[error("the gateway ended the feed; it may be stopping, or the token has expired")]
struct FeedEnded;

/// A pattern that names no service's events.
#[derive(Debug, thiserror::Error)]
#[error("{subject:?} is no pattern of events; begin with `evt.`, such as `evt.time-manager.>`")]
struct NoEvents {
    subject: String,
}

/// Runs `realmwire events tail`.
pub(crate) async fn tail(args: &TailArgs) -> Result<(), Failure> {
    if !args.subject.starts_with("evt.") {
        return Err(Failure::usage(NoEvents { subject: args.subject.clone() }));
    }
    if args.target.nats.is_named() { over_nats(args).await } else { over_http(args).await }
}

async fn over_http(args: &TailArgs) -> Result<(), Failure> {
    let client = HttpClient::new(&args.target.url).map_err(Failure::usage)?;
    let headers = args.target.authorization()?;
    let mut feed = client.websocket(FEED_PATH, FEED_PROTOCOL, &headers).await.map_err(Failure::unreachable)?;
    for service in SERVICES.iter().filter(|service| filter_of(&args.subject, service.name).is_some()) {
        let events = json!([format!("{}.*", service.name)]);
        let subscribe = json!({"subscribe": {"id": service.name, "events": events}});
        feed.send(WebSocketMessage::text(subscribe.to_string())).await.map_err(Failure::unreachable)?;
    }
    let mut seen = 0;
    while let Some(message) = feed.next().await {
        let WebSocketMessage::Text(text) = message.map_err(Failure::unreachable)? else { continue };
        let Some(event) = read_feed(&serde_json::from_str(&text).unwrap_or_default()) else { continue };
        if !matches(&args.subject, event.get("subject").and_then(Value::as_str).unwrap_or_default()) {
            continue;
        }
        print(&event, args.json);
        seen += 1;
        if args.count.is_some_and(|count| seen >= count) {
            return Ok(());
        }
    }
    Err(Failure::unreachable(FeedEnded))
}

/// The event in a message of a feed, as [`describe`] gives it.
fn read_feed(message: &Value) -> Option<Value> {
    let event = message.get("event")?;
    let of = |name: &str| event.get(name).cloned().unwrap_or_default();
    let mut data = of("message");
    if let Value::Object(fields) = &mut data {
        fields.remove("@type");
    }
    let subject = format!("evt.{}", event.get("type").and_then(Value::as_str).unwrap_or_default());
    Some(json!({
        "id": of("eventId"), "subject": subject, "time": of("eventTime"), "key": of("key"), "data": data,
        "resumeToken": of("resumeToken"),
    }))
}

async fn over_nats(args: &TailArgs) -> Result<(), Failure> {
    let remote = Remote::connect(&args.target.nats).await?;
    let mut readers = Vec::new();
    for service in remote.fabric().journals.names().await.map_err(Failure::unreachable)? {
        if let Some(filter) = filter_of(&args.subject, &service) {
            let journal = remote.fabric().journals.open(&service).await.map_err(Failure::unreachable)?;
            readers.push((journal, filter, ConsumerStart::Time(SystemTime::now())));
        }
    }
    let mut seen = 0;
    loop {
        for (journal, filter, start) in &mut readers {
            let query = EventQuery { filter: filter.clone(), start: *start, limit: PAGE };
            for record in journal.read(query).await.map_err(Failure::failed)? {
                *start = ConsumerStart::Sequence(record.sequence + 1);
                print(&describe(&record), args.json);
                seen += 1;
                if args.count.is_some_and(|count| seen >= count) {
                    return Ok(());
                }
            }
        }
        tokio::time::sleep(POLL).await;
    }
}

/// The part of `pattern` that lies in the journal of `service`, if any does.
fn filter_of(pattern: &str, service: &str) -> Option<String> {
    let mut tokens = pattern.split('.').skip(1);
    let rest = match tokens.next()? {
        ">" => return Some(format!("evt.{service}.>")),
        token if token == "*" || token == service => tokens,
        _ => return None,
    };
    let rest: Vec<&str> = rest.collect();
    Some(if rest.is_empty() { format!("evt.{service}.>") } else { format!("evt.{service}.{}", rest.join(".")) })
}

fn describe(record: &EventRecord) -> Value {
    let metadata = EventMetadata::of(record);
    let time = jiff::Timestamp::try_from(metadata.time).map(|time| time.to_string()).unwrap_or_default();
    json!({
        "id": metadata.id,
        "subject": &*record.subject,
        "time": time,
        "key": metadata.key,
        "sequence": record.sequence.to_string(),
        "data": decode(record),
    })
}

/// The event's message as JSON; null for one that is not in this program's contract.
fn decode(record: &EventRecord) -> Value {
    let spec = SERVICES.iter().flat_map(|service| service.events).find(|event| event.subject == &*record.subject);
    let descriptor =
        spec.and_then(|spec: &&EventSpec| realmwire_contract::descriptors().get_message_by_name(spec.message));
    let message = descriptor.and_then(|descriptor| DynamicMessage::decode(descriptor, record.payload.clone()).ok());
    message.and_then(|message| serde_json::to_value(message).ok()).unwrap_or_default()
}

fn print(event: &Value, as_json: bool) {
    if as_json {
        output::line(&event.to_string());
        return;
    }
    let text = |name: &str| event.get(name).and_then(Value::as_str).unwrap_or_default();
    let data = event.get("data").unwrap_or(&Value::Null);
    output::line(&format!("{}  {}  {}  {data}", text("time"), output::strong(text("subject")), text("key")));
}

#[cfg(test)]
mod tests {
    use super::filter_of;

    #[test]
    fn a_pattern_is_divided_among_the_journals_it_touches() {
        assert_eq!(filter_of("evt.>", "auth").as_deref(), Some("evt.auth.>"));
        assert_eq!(filter_of("evt.auth.session.created.v1", "auth").as_deref(), Some("evt.auth.session.created.v1"));
        assert_eq!(filter_of("evt.*.session.*.v1", "auth").as_deref(), Some("evt.auth.session.*.v1"));
        assert_eq!(filter_of("evt.auth.>", "time-manager"), None);
    }
}
