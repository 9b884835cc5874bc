//! Messages of a feed, in JSON or in protobuf.

use bytes::Bytes;
use prost::{Message as _, Name as _};
use realmwire_contract::feed::v1::{FeedRequest, FeedResponse};
use tokio_tungstenite::tungstenite::Message;

use crate::transcode::{Profile, Schema};

/// How the messages of a feed are written: its sub-protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    Json,
    Protobuf,
}

/// Longer than any service needs, shorter than what could hurt.
const JSON_DEPTH: usize = 64;

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

    /// Writes a message for the client; `None` when it has no form in JSON.
    pub(super) fn encode(self, schema: &Schema, response: &FeedResponse) -> Option<Message> {
        let bytes = response.encode_to_vec();
        match self {
            Self::Protobuf => Some(Message::Binary(bytes.into())),
            Self::Json => {
                let json = schema.wire_to_json(&FeedResponse::full_name(), &bytes, Profile::Canonical).ok()?;
                Some(Message::Text(json.into()))
            }
        }
    }
}
