//! The body of an answer.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures::stream::BoxStream;
use http_body::{Frame, SizeHint};

use super::record::Record;

/// The body of an answer. What the exchange holds is let go when it ends.
pub(crate) struct Body {
    content: Content,
    record: Option<Box<Record>>,
}

enum Content {
    Empty,
    Full(Bytes),
    Stream(BoxStream<'static, Result<Bytes, CutOff>>),
}

/// A body that does not end as it should: the connection or the stream is reset, so that the client can tell.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the answer was cut off")]
pub(crate) struct CutOff;

impl Body {
    pub(super) fn empty() -> Self {
        Self { content: Content::Empty, record: None }
    }

    pub(super) fn full(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let content = if bytes.is_empty() { Content::Empty } else { Content::Full(bytes) };
        Self { content, record: None }
    }

    pub(super) fn stream(stream: BoxStream<'static, Result<Bytes, CutOff>>) -> Self {
        Self { content: Content::Stream(stream), record: None }
    }

    pub(super) fn with_record(self, record: Record) -> Self {
        Self { record: Some(Box::new(record)), ..self }
    }

    /// How long it is, if that is known beforehand.
    pub(super) fn known_length(&self) -> Option<u64> {
        match &self.content {
            Content::Empty => Some(0),
            Content::Full(bytes) => Some(bytes.len() as u64),
            Content::Stream(_) => None,
        }
    }

    fn sent(&mut self, bytes: &Bytes) {
        if let Some(record) = &mut self.record {
            record.sent(bytes.len() as u64);
        }
    }

    fn completed(&mut self) {
        if let Some(record) = &mut self.record {
            record.completed();
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = CutOff;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, CutOff>>> {
        let next = match &mut self.content {
            Content::Empty => None,
            Content::Full(bytes) => Some(Ok(std::mem::take(bytes))),
            Content::Stream(stream) => ready!(stream.as_mut().poll_next(cx)),
        };
        if !matches!(self.content, Content::Stream(_)) {
            self.content = Content::Empty;
        }
        match &next {
            Some(Ok(bytes)) => {
                self.sent(bytes);
                if matches!(self.content, Content::Empty) {
                    self.completed();
                }
            }
            None => self.completed(),
            Some(Err(CutOff)) => {}
        }
        Poll::Ready(next.map(|bytes| bytes.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.content, Content::Empty)
    }

    fn size_hint(&self) -> SizeHint {
        self.known_length().map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
