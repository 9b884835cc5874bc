//! Streams of messages from a server to a client, with flow control and cancellation.

use std::marker::PhantomData;

use bytes::Bytes;
use prost::Message;

use crate::status::Status;

/// The server's end of a stream, in encoded messages.
#[derive(Clone, Debug)]
pub struct FrameSender {}

/// The server's end of a stream.
#[derive(Clone, Debug)]
pub struct Sender<T> {
    frames: FrameSender,
    item: PhantomData<fn(T)>,
}

impl<T: Message> Sender<T> {
    /// Gives the stream's messages a type.
    #[must_use]
    pub fn new(frames: FrameSender) -> Self {
        Self { frames, item: PhantomData }
    }

    /// Tells the client that the stream stands, before there is a message. From then on, messages may take as long as
    /// they take; until then, and until the first message, the method's deadline runs.
    ///
    /// # Errors
    /// As [`Sender::send`].
    pub async fn open(&self) -> Result<(), Status> {
        self.frames.open().await
    }

    /// Sends one message as soon as the client has room for it.
    ///
    /// # Errors
    /// `CANCELLED` when the client is gone; the handler returns then.
    pub async fn send(&self, item: T) -> Result<(), Status> {
        self.frames.send(item.encode_to_vec().into()).await
    }
}

impl FrameSender {
    async fn open(&self) -> Result<(), Status> {
        std::future::ready(Err(Status::unimplemented("streams"))).await
    }

    async fn send(&self, _payload: Bytes) -> Result<(), Status> {
        std::future::ready(Err(Status::unimplemented("streams"))).await
    }
}

/// The client's end of a stream, in encoded messages. Dropping it cancels the handler.
#[derive(Debug)]
pub struct FrameReceiver {}

impl FrameReceiver {
    /// The next message; `None` after the last one. After an error the stream is over.
    pub async fn next(&mut self) -> Option<Result<Bytes, Status>> {
        std::future::ready(None).await
    }
}

/// The client's end of a stream. Dropping it cancels the handler.
#[derive(Debug)]
pub struct Receiver<T> {
    frames: FrameReceiver,
    item: PhantomData<fn() -> T>,
}

impl<T: Message + Default> Receiver<T> {
    /// Gives the stream's messages a type.
    #[must_use]
    pub fn new(frames: FrameReceiver) -> Self {
        Self { frames, item: PhantomData }
    }

    /// The next message; `None` after the last one. After an error the stream is over.
    pub async fn next(&mut self) -> Option<Result<T, Status>> {
        let payload = match self.frames.next().await? {
            Ok(payload) => payload,
            Err(status) => return Some(Err(status)),
        };
        Some(T::decode(payload).map_err(|error| Status::data_loss("a message cannot be decoded").with_source(error)))
    }
}
