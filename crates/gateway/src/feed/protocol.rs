//! Messages of a feed, in JSON or in protobuf.

use bytes::Bytes;
use prost::{Message as _, Name as _};
use prost_types::Any;
use realmwire_contract::feed::v1::feed_response::Response;
use realmwire_contract::feed::v1::{FeedRequest, FeedResponse};
use realmwire_sdk::status::Status;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use crate::transcode::{Profile, Schema};

/// How the messages of a feed are written: its sub-protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    Json,
    Protobuf,
}

/// Bytes of one frame. Longer messages are sent in several, so that what waits to be written is never more than a few.
const FRAME_BYTES: usize = 64 * 1024;

/// Longer than any service needs, shorter than what could hurt.
const JSON_DEPTH: usize = 64;

/// What stands for a message that cannot be written.
const STATUS: &str = "google.rpc.Status";

impl Protocol {
    /// The name that clients ask for.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Json => "realmwire.feed.v1.json",
            Self::Protobuf => "realmwire.feed.v1.protobuf",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [Self::Json, Self::Protobuf].into_iter().find(|protocol| protocol.name() == name)
    }

    /// Reads a client's message. The error says what is wrong, for the client.
    pub(super) fn decode(self, schema: &Schema, message: &Message) -> Result<FeedRequest, String> {
        let bytes = match (self, message) {
            (Self::Json, Message::Text(text)) => {
                let read = schema.json_to_wire(&FeedRequest::full_name(), text.as_bytes(), JSON_DEPTH);
                Bytes::from(read.map_err(|violation| match violation.field.as_str() {
                    "" => violation.description,
                    field => format!("{field}: {}", violation.description),
                })?)
            }
            (Self::Protobuf, Message::Binary(bytes)) => bytes.clone(),
            (Self::Json, _) => return Err("messages of this sub-protocol are text".to_owned()),
            (Self::Protobuf, _) => return Err("messages of this sub-protocol are binary".to_owned()),
        };
        FeedRequest::decode(bytes).map_err(|_| "the message is no FeedRequest".to_owned())
    }

    /// Writes a message for the client, as frames that follow each other.
    ///
    /// What it carries may have no form in JSON, as when its service is newer than this process. Then it carries a status
    /// that says so, and everything else as it is: the client can tell what it misses and goes on after it.
    pub(super) fn encode(self, schema: &Schema, response: FeedResponse) -> impl Iterator<Item = Message> {
        let (kind, bytes) = match self {
            Self::Protobuf => (Data::Binary, response.encode_to_vec()),
            Self::Json => (Data::Text, json(schema, response)),
        };
        frames(kind, bytes.into())
    }
}

fn json(schema: &Schema, mut response: FeedResponse) -> Vec<u8> {
    let write = |response: &FeedResponse| {
        let json = schema.wire_to_json(&FeedResponse::full_name(), &response.encode_to_vec(), Profile::Canonical);
        json.map(String::into_bytes)
    };
    write(&response).unwrap_or_else(|error| {
        tracing::error!(error = %error, "a message of a feed cannot be written as JSON");
        if let Some(carried) = carried(&mut response) {
            let status = Status::data_loss("this message cannot be written as JSON").to_proto();
            *carried = Any { type_url: format!("type.googleapis.com/{STATUS}"), value: status.encode_to_vec() };
        }
        // What is left is the gateway's own, and has a form in JSON.
        write(&response).unwrap_or_default()
    })
}

/// What a service has put into a message.
fn carried(response: &mut FeedResponse) -> Option<&mut Any> {
    match response.response.as_mut()? {
        Response::Event(event) => event.message.as_mut(),
        Response::Item(item) => item.message.as_mut(),
        _ => None,
    }
}

fn frames(kind: Data, mut rest: Bytes) -> impl Iterator<Item = Message> {
    let mut next = Some(kind);
    std::iter::from_fn(move || {
        let kind = next.take()?;
        let piece = rest.split_to(rest.len().min(FRAME_BYTES));
        if !rest.is_empty() {
            next = Some(Data::Continue);
        }
        Some(Message::Frame(Frame::message(piece, OpCode::Data(kind), rest.is_empty())))
    })
}

#[cfg(test)]
mod tests;
