//! A response's JSON from its bytes.

use std::sync::Arc;

use super::request::BindError;
use super::schema::{Kind, Message, MessageId, Schema, Shape};
use super::wire::{Fields, WireValue};
use super::write::{Profile, WriteError, Writer};

/// Makes the JSON bodies of one route's responses.
#[derive(Clone, Debug)]
pub struct ResponseTranscoder {
    schema: Arc<Schema>,
    output: MessageId,
    /// The number of the field that is the body, if not all are.
    body: Option<u32>,
    /// The numbers of the fields that lead to the version of the only thing in the response, if it has one.
    version: Vec<u32>,
    profile: Profile,
}

impl ResponseTranscoder {
    /// Checks `HttpRule.response_body` against the type of the response.
    pub fn compile(
        schema: &Arc<Schema>,
        output: &str,
        response_body: &str,
        profile: Profile,
    ) -> Result<Self, BindError> {
        let id = schema.message_id(output).ok_or_else(|| BindError::UnknownType(output.to_owned()))?;
        let body = match response_body {
            "" => None,
            name => {
                let message = schema.message(id);
                let unknown = || BindError::UnknownField { message: message.name.clone(), field: name.to_owned() };
                Some(message.field_by_name(name).ok_or_else(unknown)?.number)
            }
        };
        let version = version_path(schema, schema.message(id));
        Ok(Self { schema: Arc::clone(schema), output: id, body, version, profile })
    }

    /// What a stream goes on with after this message, if its messages say so in a field `resume_token`.
    pub fn resume_token<'r>(&self, response: &'r [u8]) -> Option<&'r str> {
        let field = self.schema.message(self.output).field_by_name("resume_token");
        let number = field.filter(|field| field.kind == Kind::String && field.shape == Shape::Single)?.number;
        match last(response, number)? {
            WireValue::Length(token) => std::str::from_utf8(token).ok().filter(|token| !token.is_empty()),
            _ => None,
        }
    }

    /// The version of the thing that is the response, if it is one thing with a version.
    pub fn version(&self, response: &[u8]) -> Option<u64> {
        let (leaf, outer) = self.version.split_last()?;
        let mut bytes = response;
        for number in outer {
            match last(bytes, *number)? {
                WireValue::Length(inner) => bytes = inner,
                _ => return None,
            }
        }
        match last(bytes, *leaf)? {
            WireValue::Varint(version) => Some(version),
            _ => None,
        }
    }

    /// Writes a response as JSON.
    pub fn transcode(&self, response: &[u8]) -> Result<Vec<u8>, WriteError> {
        let writer = Writer::new(&self.schema, self.profile);
        let field = self.body.and_then(|number| self.schema.message(self.output).field_by_number(number));
        match field {
            Some(field) => writer.field(self.output, field, response),
            None => writer.message(self.output, response),
        }
    }
}

/// Leads to the field `version` of the response's only field. A response with more in it may change while the version
/// does not.
fn version_path(schema: &Schema, message: &Message) -> Vec<u32> {
    let [only] = message.fields.as_slice() else { return Vec::new() };
    let inner = schema.message_of(only).filter(|_| only.shape == Shape::Single);
    let version = inner.and_then(|inner| inner.field_by_name("version"));
    match version {
        Some(version) if version.kind == Kind::Uint64 && version.shape == Shape::Single => {
            vec![only.number, version.number]
        }
        _ => Vec::new(),
    }
}

fn last(bytes: &[u8], number: u32) -> Option<WireValue<'_>> {
    let mut fields = Fields(bytes);
    let mut found = None;
    while let Ok(Some((at, value))) = fields.next() {
        if at == number {
            found = Some(value);
        }
    }
    found
}
