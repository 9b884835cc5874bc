//! A response's JSON from its bytes.

use std::sync::Arc;

use super::request::BindError;
use super::schema::{MessageId, Schema};
use super::write::{Profile, WriteError, Writer};

/// Makes the JSON bodies of one route's responses.
#[derive(Debug)]
pub struct ResponseTranscoder {
    schema: Arc<Schema>,
    output: MessageId,
    /// The number of the field that is the body, if not all are.
    body: Option<u32>,
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
        Ok(Self { schema: Arc::clone(schema), output: id, body, profile })
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
