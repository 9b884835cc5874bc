//! JSON bodies, so that requests can be made by hand.

use bytes::Bytes;
use prost::Message;
use prost_reflect::{DynamicMessage, MessageDescriptor, SerializeOptions};
use realmwire_fabric::bus::Headers;

use super::CONTENT_TYPE;
use crate::status::{Code, Status};

pub(super) const JSON: &str = "application/json";

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Protobuf, with metadata appended.
    Protobuf,
    /// JSON, with metadata in headers.
    Json,
}

impl Format {
    /// What `Content-Type` says; protobuf when it says nothing, `None` when it says anything else.
    pub(crate) fn of(headers: &Headers) -> Option<Self> {
        let Some(content_type) = headers.get(CONTENT_TYPE) else { return Some(Self::Protobuf) };
        match content_type.split(';').next().unwrap_or_default().trim() {
            "" | "application/protobuf" | "application/x-protobuf" => Some(Self::Protobuf),
            JSON => Some(Self::Json),
            _ => None,
        }
    }
}

/// The protobuf bytes of a JSON request. No bytes are an empty message.
pub(crate) fn from_json(message: &str, json: &[u8]) -> Result<Bytes, Status> {
    if json.iter().all(u8::is_ascii_whitespace) {
        return Ok(Bytes::new());
    }
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let decoded = DynamicMessage::deserialize(descriptor(message)?, &mut deserializer)
        .and_then(|decoded| deserializer.end().map(|()| decoded));
    // The parser's text names the place in the caller's own input.
    let decoded = decoded.map_err(|error| Status::new(Code::InvalidArgument, format!("invalid JSON: {error}")))?;
    Ok(decoded.encode_to_vec().into())
}

/// The JSON of a protobuf response, with fields that have their default value.
pub(crate) fn to_json(message: &str, protobuf: Bytes) -> Result<Vec<u8>, Status> {
    let decoded = DynamicMessage::decode(descriptor(message)?, protobuf).map_err(Status::internal)?;
    let mut serializer = serde_json::Serializer::new(Vec::new());
    let options = SerializeOptions::new().skip_default_fields(false);
    decoded.serialize_with_options(&mut serializer, &options).map_err(Status::internal)?;
    Ok(serializer.into_inner())
}

fn descriptor(message: &str) -> Result<MessageDescriptor, Status> {
    let descriptor = realmwire_contract::descriptors().get_message_by_name(message);
    descriptor.ok_or_else(|| Status::unimplemented(format!("{message} has no JSON form here")))
}
