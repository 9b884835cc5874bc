//! Our messages and those of the client, into each other.

use async_nats::header::{HeaderMap, HeaderName, HeaderValue};
use async_nats::{StatusCode, Subject};
use bytestring::ByteString;

use crate::bus::{BusError, Headers, Message};

/// A status from a client, where one from the server is in the first line of the headers.
const STATUS: &str = "Status";

/// The same text without a copy.
pub(super) fn to_subject(text: ByteString) -> Result<Subject, BusError> {
    Subject::from_utf8(text.into_bytes()).map_err(|_| {
        // A ByteString is UTF-8, so this does not happen.
        BusError::InvalidSubject { subject: String::new(), reason: "a subject is UTF-8" }
    })
}

/// Headers as the client takes them; `None` if there are none, because a message without is cheaper.
pub(super) fn to_header_map(headers: &Headers) -> Result<Option<HeaderMap>, BusError> {
    if headers.is_empty() {
        return Ok(None);
    }
    let mut map = HeaderMap::new();
    for (name, value) in headers.iter() {
        let refuse = |reason| BusError::InvalidHeader { name: name.to_owned(), reason };
        let parsed_name: HeaderName = name.parse().map_err(|_| refuse("the client refuses the name"))?;
        let parsed_value: HeaderValue = value.parse().map_err(|_| refuse("the client refuses the value"))?;
        map.append(parsed_name, parsed_value);
    }
    Ok(Some(map))
}

/// A message that came in; its `subject` is given because who reads it often has it already.
pub(super) fn from_client(message: async_nats::Message, subject: ByteString) -> Message {
    let headers = message.headers.map(|map| from_header_map(&map)).unwrap_or_default();
    let status = message.status.filter(|status| *status != StatusCode::OK).map(|status| status.as_u16());
    Message {
        subject,
        reply: message.reply.as_deref().map(ByteString::from),
        status: status.or_else(|| headers.get(STATUS)?.parse().ok()),
        headers,
        payload: message.payload,
    }
}

/// The headers of a message that stands for a status. Only the server can send one in the way of the protocol.
pub(super) fn status_headers(status: u16) -> HeaderMap {
    let mut map = HeaderMap::new();
    map.insert(HeaderName::from_static(STATUS), HeaderValue::from(status));
    map
}

fn from_header_map(map: &HeaderMap) -> Headers {
    let mut headers = Headers::new();
    for (name, values) in map.iter() {
        for value in values {
            headers.append(AsRef::<str>::as_ref(name), value.as_str());
        }
    }
    headers
}
