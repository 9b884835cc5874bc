//! The body of an answer.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures::stream::BoxStream;
use http_body::{Frame, SizeHint};

use super::record::Record;
use crate::server::Progress;

/// An answer over HTTP/2 is handed over in pieces of at most so many bytes, each when its client has made room.
const PIECE_BYTES: usize = 16 * 1024;

/// Answers that are not larger are handed over whole.
const SMALL_BYTES: usize = 1024;

/// The body of an answer. What the exchange holds is let go when it ends.
pub(crate) struct Body {
    content: Content,
    record: Option<Box<Record>>,
    /// Tells whoever watches the answer how far it has come.
    progress: Option<Arc<Progress>>,
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
        Self::of(Content::Empty)
    }

    pub(super) fn full(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self::of(if bytes.is_empty() { Content::Empty } else { Content::Full(bytes) })
    }

    pub(super) fn stream(stream: BoxStream<'static, Result<Bytes, CutOff>>) -> Self {
        Self::of(Content::Stream(stream))
    }

    fn of(content: Content) -> Self {
        Self { content, record: None, progress: None }
    }

    pub(super) fn with_record(self, record: Record) -> Self {
        Self { record: Some(Box::new(record)), progress: Progress::current(), ..self }
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

/// Takes the next piece off. What is handed over lies in memory until the client takes it, and is no longer watched
/// after the last piece; so that is a single byte, which has its turn when all before it has been taken.
fn next_piece(bytes: &mut Bytes, is_watched: bool) -> Bytes {
    let length = bytes.len();
    let piece = match length {
        _ if !is_watched || length <= SMALL_BYTES => length,
        _ if length <= PIECE_BYTES => length - 1,
        _ => PIECE_BYTES,
    };
    bytes.split_to(piece)
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = CutOff;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, CutOff>>> {
        if let Some(progress) = &self.progress {
            progress.taken();
        }
        let is_watched = self.progress.is_some();
        let next = match &mut self.content {
            Content::Empty => None,
            Content::Full(bytes) => Some(Ok(next_piece(bytes, is_watched))),
            Content::Stream(stream) => ready!(stream.as_mut().poll_next(cx)),
        };
        if matches!(&self.content, Content::Full(bytes) if bytes.is_empty()) {
            self.content = Content::Empty;
        }
        if let (Some(progress), Some(Ok(_))) = (&self.progress, &next) {
            progress.handed_over();
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
