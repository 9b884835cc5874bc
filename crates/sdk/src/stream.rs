//! Streams of messages from a server to a client, with flow control and cancellation.
//!
//! Each side has an inbox. The client grants messages and bytes, the server sends no more than was granted and numbers
//! its messages without gaps, and whoever has nothing to say sends a sign of life. A side whose process is gone is
//! noticed by the bus's "nobody listens", one that hangs by its silence.

mod frame;
mod incoming;
mod outgoing;
#[cfg(test)]
mod tests;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use prost::Message;
use tokio::time::Instant;

use self::frame::encode_message;
use crate::status::Status;
use crate::telemetry::RpcCall;

pub(crate) use incoming::{Incoming, IncomingDriver};
pub(crate) use outgoing::{Outgoing, OutgoingDriver};

/// How long a side may be silent before the other gives it up.
pub(crate) const IDLE_TIMEOUT: Duration = Duration::from_secs(2);

/// How long a side that has nothing to say waits before it gives a sign of life: several of them fit into the shortest
/// silence, and a process that was killed is noticed within a second.
pub(crate) const PING_INTERVAL: Duration = Duration::from_millis(400);

/// Messages that a client takes before it grants more.
pub(crate) const WINDOW_MESSAGES: u32 = 256;

/// Payload bytes that a client takes at least before it grants more. A window holds two of the bus's largest messages,
/// so that one of them always fits into what is left when half of it is used.
pub(crate) const LEAST_WINDOW_BYTES: u32 = 256 * 1024;

/// The server's end of a stream. Handlers get one, and the stream ends when they return.
///
/// ```
/// use realmwire_sdk::status::Status;
/// use realmwire_sdk::stream::Sender;
///
/// async fn count(out: Sender<u32>) -> Result<(), Status> {
///     for number in 0..1_000 {
///         out.send(number).await?; // waits for the client, and ends when it is gone
///     }
///     Ok(())
/// }
/// ```
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
    pub fn open(&self) -> Result<(), Status> {
        self.frames.0.open()
    }

    /// Sends one message as soon as the client has room for it.
    ///
    /// Waiting may be given up: the message is then not sent.
    ///
    /// # Errors
    /// `CANCELLED` when the client is gone; the handler returns then. `RESOURCE_EXHAUSTED` when the message is larger
    /// than the bus carries.
    pub async fn send(&self, item: T) -> Result<(), Status> {
        let length = item.encoded_len();
        self.frames.0.send(length, || encode_message(&item, length)).await
    }

    /// Waits until the client is gone.
    pub async fn closed(&self) {
        self.frames.0.closed().await;
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self { frames: self.frames.clone(), item: PhantomData }
    }
}

impl<T> fmt::Debug for Sender<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sender").finish_non_exhaustive()
    }
}

/// The server's end of a stream, without a type; made by the server for [`Sender::new`].
#[derive(Clone)]
pub struct FrameSender(pub(crate) Arc<Outgoing>);

impl fmt::Debug for FrameSender {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("FrameSender").finish_non_exhaustive()
    }
}

/// The client's end of a stream, in encoded messages. Dropping it cancels the handler.
pub struct FrameReceiver {
    incoming: Arc<Incoming>,
    measured: Option<RpcCall>,
}

impl FrameReceiver {
    pub(crate) fn new(incoming: Arc<Incoming>) -> Self {
        Self { incoming, measured: None }
    }

    /// Measures the stream until it is dropped.
    pub(crate) fn measured(mut self, rpc: RpcCall) -> Self {
        self.measured = Some(rpc);
        self
    }

    /// The next message; `None` after the last one. After an error the stream is over.
    ///
    /// Waiting may be given up: no message is lost.
    pub async fn next(&mut self) -> Option<Result<Bytes, Status>> {
        self.incoming.next().await
    }
}

impl Drop for FrameReceiver {
    fn drop(&mut self) {
        self.incoming.abandon();
        if let Some(rpc) = self.measured.take() {
            rpc.finish(self.incoming.failure(), Instant::now());
        }
    }
}

impl fmt::Debug for FrameReceiver {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("FrameReceiver").finish_non_exhaustive()
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
    ///
    /// Waiting may be given up: no message is lost.
    pub async fn next(&mut self) -> Option<Result<T, Status>> {
        let payload = match self.frames.next().await? {
            Ok(payload) => payload,
            Err(status) => return Some(Err(status)),
        };
        Some(T::decode(payload).map_err(|error| Status::data_loss("a message cannot be decoded").with_source(error)))
    }
}
