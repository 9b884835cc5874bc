use std::time::SystemTime;

use jiff::Timestamp;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use realmwire_contract::EventSpec;
use realmwire_fabric::bus::Headers;
use realmwire_fabric::journal::EventRecord;
use uuid::Uuid;

use crate::context::TraceContext;

/// The names of the headers that events carry.
pub mod header {
    /// The event's id, a `UUIDv7`; the same for every delivery.
    pub const ID: &str = "Event-Id";
    /// Its type, such as `state-manager.entity.updated.v1`.
    pub const TYPE: &str = "Event-Type";
    /// When it happened, in RFC 3339.
    pub const TIME: &str = "Event-Time";
    /// What it is about, percent-encoded where it is not visible ASCII.
    pub const KEY: &str = "Event-Key";
    /// The id of the call that caused it.
    pub const CAUSE: &str = "Event-Cause";
    /// W3C trace context.
    pub const TRACEPARENT: &str = "traceparent";
    /// W3C trace context of other vendors.
    pub const TRACESTATE: &str = "tracestate";
}

/// What is known about an event beside its message.
///
/// ```
/// use realmwire_sdk::events::{EventMetadata, header};
/// use realmwire_fabric::bus::Headers;
///
/// let mut headers = Headers::new();
/// headers.set(header::ID, "0193-1");
/// headers.set(header::TYPE, "state-manager.entity.updated.v1");
/// headers.set(header::TIME, "2030-01-01T00:00:00Z");
/// headers.set(header::KEY, "door%207");
/// let metadata = EventMetadata::parse(&headers).unwrap();
/// assert_eq!(metadata.key, "door 7");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventMetadata {
    /// The event's id; the same for every delivery.
    pub id: String,
    /// Its type, such as `state-manager.entity.updated.v1`.
    pub event_type: String,
    /// When it happened.
    pub time: SystemTime,
    /// What it is about; empty when its type has no key.
    pub key: String,
    /// The trace it belongs to.
    pub trace: TraceContext,
    /// The call that caused it.
    pub cause: Option<Uuid>,
}

/// An event's headers lack one that every event has, or it is malformed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the header {0} is missing or malformed")]
pub struct InvalidMetadata(pub &'static str);

/// Everything but visible ASCII, and the percent sign: what a header cannot carry unchanged.
const NOT_VISIBLE: &AsciiSet = &CONTROLS.add(b' ').add(b'%');

impl EventMetadata {
    /// Reads the headers of an event.
    ///
    /// # Errors
    /// The name of the first header that is missing or malformed, among those that every event has.
    pub fn parse(headers: &Headers) -> Result<Self, InvalidMetadata> {
        Ok(Self {
            id: headers.get(header::ID).ok_or(InvalidMetadata(header::ID))?.to_owned(),
            event_type: headers.get(header::TYPE).ok_or(InvalidMetadata(header::TYPE))?.to_owned(),
            time: headers.get(header::TIME).and_then(parse_time).ok_or(InvalidMetadata(header::TIME))?,
            key: parse_key(headers),
            trace: parse_trace(headers),
            cause: headers.get(header::CAUSE).and_then(|cause| Uuid::try_parse(cause).ok()),
        })
    }

    /// Reads what is known about a record. What a foreign publisher left out is taken from the record itself.
    #[must_use]
    pub fn of(record: &EventRecord) -> Self {
        let headers = &record.headers;
        let event_type = record.subject.strip_prefix(EVENT_PREFIX).unwrap_or(&record.subject);
        let text = |name, default: &dyn Fn() -> String| headers.get(name).map_or_else(default, str::to_owned);
        Self {
            id: text(header::ID, &|| record.sequence.to_string()),
            event_type: text(header::TYPE, &|| event_type.to_owned()),
            time: headers.get(header::TIME).and_then(parse_time).unwrap_or(record.stored_at),
            key: parse_key(headers),
            trace: parse_trace(headers),
            cause: headers.get(header::CAUSE).and_then(|cause| Uuid::try_parse(cause).ok()),
        }
    }

    /// The headers that say this.
    #[must_use]
    pub fn to_headers(&self) -> Headers {
        let mut headers = Headers::new();
        headers.append(header::ID, self.id.as_str());
        headers.append(header::TYPE, self.event_type.as_str());
        headers.append(header::TIME, format_time(self.time));
        if !self.key.is_empty() {
            headers.append(header::KEY, utf8_percent_encode(&self.key, NOT_VISIBLE).to_string());
        }
        if let Some(traceparent) = self.trace.to_traceparent() {
            headers.append(header::TRACEPARENT, traceparent);
            if !self.trace.state.is_empty() {
                headers.append(header::TRACESTATE, self.trace.state.as_str());
            }
        }
        if let Some(cause) = self.cause {
            headers.append(header::CAUSE, cause.to_string());
        }
        headers
    }
}

/// What the subjects of events begin with; the rest is the event's type.
const EVENT_PREFIX: &str = "evt.";

/// The type of the events that `spec` describes, such as `state-manager.entity.updated.v1`.
pub(crate) fn event_type(spec: &EventSpec) -> &'static str {
    spec.subject.strip_prefix(EVENT_PREFIX).unwrap_or(spec.subject)
}

fn parse_time(text: &str) -> Option<SystemTime> {
    text.parse::<Timestamp>().ok().map(SystemTime::from)
}

fn format_time(time: SystemTime) -> String {
    // Times beyond the year 9999 cannot be written in RFC 3339; such an event is stamped with the last one that can.
    Timestamp::try_from(time).unwrap_or(Timestamp::MAX).to_string()
}

fn parse_key(headers: &Headers) -> String {
    headers.get(header::KEY).map(|key| percent_decode_str(key).decode_utf8_lossy().into_owned()).unwrap_or_default()
}

fn parse_trace(headers: &Headers) -> TraceContext {
    let Some(trace) = headers.get(header::TRACEPARENT).and_then(TraceContext::from_traceparent) else {
        return TraceContext::default();
    };
    let state = headers.get(header::TRACESTATE).unwrap_or_default().to_owned();
    TraceContext { state, ..trace }
}
