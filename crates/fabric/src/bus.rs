//! Messages between processes: subjects, queue groups and requests, with the semantics of NATS.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use bytestring::ByteString;
use futures::future::BoxFuture;
use tokio::time::Instant;

/// One message as it travels over a [`Bus`].
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// Where the message goes: tokens separated by `.`, no wildcard.
    pub subject: ByteString,
    /// Where an answer is expected, if one is.
    pub reply: Option<ByteString>,
    /// Case-sensitive headers, as in NATS.
    pub headers: Headers,
    /// The body. Its size together with the headers' is limited by [`Bus::max_payload`].
    pub payload: Bytes,
    /// A status that the bus itself sent in place of a body, such as [`STATUS_NO_RESPONDERS`].
    pub status: Option<u16>,
}

/// The status of a message that tells its sender that nobody listens on the subject.
pub const STATUS_NO_RESPONDERS: u16 = 503;

impl Message {
    /// A message without headers or reply subject.
    pub fn new(subject: impl Into<ByteString>, payload: impl Into<Bytes>) -> Self {
        Self { subject: subject.into(), payload: payload.into(), ..Self::default() }
    }

    /// Bytes that count against [`Bus::max_payload`]: headers as encoded on the wire, and the body.
    #[must_use]
    pub fn size(&self) -> usize {
        self.headers.encoded_size() + self.payload.len()
    }
}

/// An ordered list of headers. Names are case-sensitive; a name may occur more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(Vec<(ByteString, ByteString)>);

impl Headers {
    /// No headers; allocates nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The first value of `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| &**value)
    }

    /// Replaces every value of `name` by `value`.
    pub fn set(&mut self, name: impl Into<ByteString>, value: impl Into<ByteString>) {
        let name = name.into();
        self.0.retain(|(n, _)| *n != name);
        self.0.push((name, value.into()));
    }

    /// Adds a value without removing earlier ones of the same name.
    pub fn append(&mut self, name: impl Into<ByteString>, value: impl Into<ByteString>) {
        self.0.push((name.into(), value.into()));
    }

    /// All headers in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The size of the header block on the wire: `NATS/1.0`, a line a header, an empty line; 0 if there is none.
    #[must_use]
    pub fn encoded_size(&self) -> usize {
        const FRAME: usize = "NATS/1.0\r\n\r\n".len();
        const LINE: usize = ": \r\n".len();
        if self.0.is_empty() {
            return 0;
        }
        self.0.iter().map(|(name, value)| name.len() + value.len() + LINE).sum::<usize>() + FRAME
    }
}

/// Takes the messages of a subscription.
///
/// `deliver` runs on the task that reads the bus and must return soon: it hands the message on, answers it, or
/// counts it as dropped, and never waits.
pub trait Sink: Send + Sync + 'static {
    /// Takes one message.
    fn deliver(&self, message: Message);
}

impl<F: Fn(Message) + Send + Sync + 'static> Sink for F {
    fn deliver(&self, message: Message) {
        self(message);
    }
}

/// Moves messages between the processes of a system, with at-most-once delivery.
///
/// Both backends behave alike: a random member of a queue group gets a message, a request that nobody listens to
/// fails at once, and messages that a slow receiver has no room for are dropped and counted.
pub trait Bus: Send + Sync + 'static {
    /// Sends a message to all subscribers of its subject, and to one member of each queue group.
    ///
    /// Success means that the message was handed to the transport.
    fn publish(&self, message: Message) -> BoxFuture<'_, Result<(), BusError>>;

    /// Sends a request and waits for its first answer, at most until `deadline`.
    ///
    /// The reply subject is set by the bus. An answer with a service error is a success here.
    fn request(&self, message: Message, deadline: Instant) -> BoxFuture<'_, Result<Message, BusError>>;

    /// Receives the messages that match `pattern` (`*` is one token, a trailing `>` one or more).
    ///
    /// Members of the same `group` share the messages. When the future resolves, messages sent from now on arrive.
    fn subscribe(
        &self,
        pattern: &str,
        group: Option<&str>,
        sink: Arc<dyn Sink>,
    ) -> BoxFuture<'_, Result<Subscription, BusError>>;

    /// Opens a reply subject of this process whose messages, of which there may be many, go to `sink`.
    fn open_inbox(&self, sink: Arc<dyn Sink>) -> Result<Inbox, BusError>;

    /// The largest [`Message::size`] that can be sent.
    fn max_payload(&self) -> usize;

    /// Whether the transport is reachable now.
    fn is_connected(&self) -> bool;

    /// Sends what is buffered and waits until the transport has taken all of it, at most `within`.
    fn flush(&self, within: Duration) -> BoxFuture<'_, Result<(), BusError>>;
}

/// Ends a subscription; implemented by the backends.
pub trait Unsubscribe: Send + Sync + 'static {
    /// Stops new messages at once. Called on drop when [`Subscription::drain`] was not.
    fn cancel(&self);

    /// Stops new messages and resolves when each message that was routed here before has been delivered.
    fn drain(&self) -> BoxFuture<'_, Result<(), BusError>>;

    /// Messages that were dropped because the buffer before the sink was full.
    fn dropped(&self) -> u64;
}

/// A subscription; dropping it ends it.
pub struct Subscription(Arc<dyn Unsubscribe>);

impl Subscription {
    /// Wraps what a backend does to end a subscription.
    #[must_use]
    pub fn new(unsubscribe: Arc<dyn Unsubscribe>) -> Self {
        Self(unsubscribe)
    }

    /// Ends the subscription without losing a message that was already routed to it.
    ///
    /// # Errors
    /// [`BusError::Unavailable`] when the transport is gone; some messages may then be lost.
    pub async fn drain(self) -> Result<(), BusError> {
        self.0.drain().await
    }

    /// Messages dropped so far because the buffer before the sink was full.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.0.dropped()
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Subscription").finish_non_exhaustive()
    }
}

/// A reply subject of this process; dropping it closes it.
pub struct Inbox {
    subject: ByteString,
    close: Option<Box<dyn FnOnce() + Send + Sync>>,
}

impl Inbox {
    /// An inbox at `subject`; `close` runs once, on drop.
    pub fn new(subject: ByteString, close: impl FnOnce() + Send + Sync + 'static) -> Self {
        Self { subject, close: Some(Box::new(close)) }
    }

    /// The subject to be named as [`Message::reply`].
    #[must_use]
    pub fn subject(&self) -> &ByteString {
        &self.subject
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        if let Some(close) = self.close.take() {
            close();
        }
    }
}

impl fmt::Debug for Inbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Inbox").field("subject", &self.subject).finish_non_exhaustive()
    }
}

/// Why a message could not be sent, or a request got no answer.
#[derive(Debug, thiserror::Error)]
pub enum BusError {
    /// Nobody listens on the subject: the request was not executed.
    #[error("no service listens on {subject}")]
    NoResponders {
        /// The request's subject.
        subject: ByteString,
    },
    /// No answer came in time: the request may have been executed.
    #[error("no answer from {subject} before the deadline")]
    DeadlineExceeded {
        /// The request's subject.
        subject: ByteString,
    },
    /// The message is larger than the transport carries: it was not sent.
    #[error("message to {subject} has {size} bytes, the limit is {limit}")]
    PayloadTooLarge {
        /// The message's subject.
        subject: ByteString,
        /// Its [`Message::size`].
        size: usize,
        /// The transport's limit.
        limit: usize,
    },
    /// The subject or pattern is not well-formed.
    #[error("invalid subject {subject:?}: {reason}")]
    InvalidSubject {
        /// The subject as given.
        subject: String,
        /// The rule it breaks.
        reason: &'static str,
    },
    /// A header is not well-formed.
    #[error("invalid header {name:?}: {reason}")]
    InvalidHeader {
        /// The header's name as given.
        name: String,
        /// The rule it breaks.
        reason: &'static str,
    },
    /// This process may not use the subject.
    #[error("not permitted to use {subject}")]
    NotPermitted {
        /// The subject.
        subject: String,
    },
    /// The transport is not reachable.
    #[error("the message bus is unavailable")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}
