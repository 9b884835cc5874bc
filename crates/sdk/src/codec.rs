//! The bytes of requests, answers and what travels beside them.
//!
//! Between our own processes metadata is one more field at the end of a message's bytes; others may send it as headers.

mod answer;
mod fields;
mod headers;
mod json;
mod meta;
#[cfg(test)]
mod tests;

pub(crate) use answer::{AnswerInfo, Failure, append_answer_meta, decode_answer, error_text};
pub(crate) use fields::{Malformed, Parts, split};
pub(crate) use headers::{CONTENT_TYPE, TRACEPARENT, TRACESTATE};
pub(crate) use json::{Format, from_json, to_json};
pub(crate) use meta::{CallMeta, OutgoingMeta, StreamWindow};

/// The field that carries a request's or an answer's metadata; no schema may use it.
pub(crate) const META_FIELD: u32 = 2047;

/// The field that opens a stream; no schema may use it.
pub(crate) const STREAM_FIELD: u32 = 2046;
