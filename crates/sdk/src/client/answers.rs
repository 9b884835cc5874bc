use bytes::Bytes;
use bytestring::ByteString;

/// An answer as it was received.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The encoded response message.
    pub body: Bytes,
    /// What the server said about it.
    pub meta: AnswerMeta,
}

/// What a server says about an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerMeta {
    /// The instance that answered.
    pub instance: ByteString,
    /// Calls of the method that it works on now.
    pub in_flight: u32,
    /// Calls of the method that it would work on at most.
    pub limit: u32,
    /// Whether the answer is that of an earlier call with the same idempotency key.
    pub replayed: bool,
}
