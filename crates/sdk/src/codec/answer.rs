//! Answers: a message with metadata behind it, or a status in headers and body.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use prost::Message;
use realmwire_contract::google::rpc as google;
use realmwire_fabric::bus::{self, Headers};

use super::fields::{Field, Fields, Output, Reader};
use super::json::{Format, JSON};
use super::{CONTENT_TYPE, META_FIELD, Malformed, headers, split};
use crate::client::AnswerMeta;
use crate::status::{Code, RetryAdvice, Status};

/// What a server says about itself in each answer; `realmwire.rpc.v1.AnswerMeta`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AnswerInfo<'a> {
    pub(crate) instance: &'a str,
    pub(crate) in_flight: u32,
    pub(crate) limit: u32,
    pub(crate) replayed: bool,
}

impl Fields for AnswerInfo<'_> {
    fn write<O: Output + ?Sized>(&self, output: &mut O) {
        output.bytes_field(1, self.instance.as_bytes());
        output.number_field(2, self.in_flight.into());
        output.number_field(3, self.limit.into());
        output.number_field(4, self.replayed.into());
    }
}

impl AnswerInfo<'_> {
    /// The same as headers, for answers in JSON.
    pub(crate) fn headers(&self) -> Headers {
        let mut headers = Headers::new();
        headers.append(CONTENT_TYPE, JSON);
        headers.append(headers::INSTANCE, self.instance);
        headers.append(headers::LOAD, format!("{}/{}", self.in_flight, self.limit));
        if self.replayed {
            headers.append(headers::REPLAYED, "true");
        }
        headers
    }
}

/// What an answer says that is an error.
pub(crate) fn error_text(answer: &bus::Message) -> Option<String> {
    answer.headers.get(headers::ERROR_CODE)?;
    Some(answer.headers.get(headers::ERROR_TEXT).unwrap_or("the answer is an error").to_owned())
}

/// Appends what the server says about itself to an encoded response.
pub(crate) fn append_answer_meta(response: &mut BytesMut, info: &AnswerInfo<'_>) {
    response.message_field(META_FIELD, info);
}

/// A failed call as it is answered.
pub(crate) struct Failure {
    pub(crate) headers: Headers,
    pub(crate) payload: Bytes,
}

impl Failure {
    pub(crate) fn encode(status: &Status, format: Format, info: &AnswerInfo<'_>) -> Self {
        let mut headers = match format {
            Format::Json => info.headers(),
            Format::Protobuf => Headers::new(),
        };
        headers.append(headers::ERROR_CODE, status.code().http_status().to_string());
        headers.append(headers::ERROR_TEXT, headers::header_text(status.message()));
        headers.append(headers::CODE, status.code().as_str());
        if let Some(advice) = status.retry().as_header() {
            headers.append(headers::RETRY, advice);
        }
        if let Some(after) = status.retry_after() {
            headers.append(headers::RETRY_AFTER_MS, after.as_millis().to_string());
        }
        let payload = match format {
            Format::Protobuf => {
                let mut payload = BytesMut::from(status.to_proto().encode_to_vec().as_slice());
                append_answer_meta(&mut payload, info);
                payload.freeze()
            }
            Format::Json => json_body(status).into(),
        };
        Self { headers, payload }
    }
}

/// Details stay binary in protobuf; by hand, code, message and violations are what helps.
fn json_body(status: &Status) -> Vec<u8> {
    let violations: Vec<_> = status
        .field_violations()
        .into_iter()
        .map(|violation| serde_json::json!({ "field": violation.field, "description": violation.description }))
        .collect();
    let body = serde_json::json!({
        "code": status.code().as_str(),
        "message": status.message(),
        "reason": status.reason(),
        "fieldViolations": violations,
    });
    body.to_string().into_bytes()
}

/// What a server answered.
pub(crate) fn decode_answer(message: bus::Message) -> (Result<Bytes, Status>, AnswerMeta) {
    let bus::Message { headers, payload, .. } = message;
    let failed = !headers.is_empty() && headers.get(headers::ERROR_CODE).or(headers.get(headers::CODE)).is_some();
    let Ok(parts) = split(payload) else {
        let status = if failed { foreign_failure(&headers) } else { Status::data_loss("the answer cannot be decoded") };
        return (Err(status), AnswerMeta::default());
    };
    let meta = parts.meta.and_then(|field| read_meta(&field).ok()).unwrap_or_default();
    if !failed {
        return (Ok(parts.body), meta);
    }
    let status = match google::Status::decode(parts.body) {
        Ok(proto) if proto.code != 0 => with_retry_headers(Status::from_proto(proto), &headers),
        _ => foreign_failure(&headers),
    };
    (Err(status), meta)
}

/// Reads a `realmwire.rpc.v1.AnswerMeta`; the instance's name stays where it is.
fn read_meta(message: &Bytes) -> Result<AnswerMeta, Malformed> {
    let mut meta = AnswerMeta::default();
    let mut reader = Reader::new(message);
    while let Some(Field { number, content }) = reader.field()? {
        match number {
            1 => meta.instance = message.slice_ref(content.bytes()?).try_into().map_err(|_| Malformed)?,
            2 => meta.in_flight = content.number()?,
            3 => meta.limit = content.number()?,
            4 => meta.replayed = content.number()? != 0,
            _ => {}
        }
    }
    Ok(meta)
}

fn with_retry_headers(mut status: Status, headers: &Headers) -> Status {
    if let Some(advice) = headers.get(headers::RETRY) {
        status = status.with_retry(RetryAdvice::from_header(advice));
    }
    match headers.get(headers::RETRY_AFTER_MS).and_then(|after| after.parse().ok()) {
        Some(after_ms) => status.with_retry_after(Duration::from_millis(after_ms)),
        None => status,
    }
}

/// The status of an error answer that does not have our body: its headers are all there is.
fn foreign_failure(headers: &Headers) -> Status {
    let named = headers.get(headers::CODE).and_then(Code::from_name);
    let code = named.unwrap_or_else(|| match headers.get(headers::ERROR_CODE) {
        Some("400") => Code::InvalidArgument,
        Some("401") => Code::Unauthenticated,
        Some("403") => Code::PermissionDenied,
        Some("404") => Code::NotFound,
        Some("409") => Code::Aborted,
        Some("429") => Code::ResourceExhausted,
        Some("499") => Code::Cancelled,
        Some("501") => Code::Unimplemented,
        Some("503") => Code::Unavailable,
        Some("504") => Code::DeadlineExceeded,
        Some("500") => Code::Internal,
        _ => Code::Unknown,
    });
    let text = headers.get(headers::ERROR_TEXT).unwrap_or("the service answered with an error");
    with_retry_headers(Status::new(code, text), headers)
}
