// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! What travels beside the messages of a call. docs/protocol.md explains how.

/// Metadata of a request. It is appended to the request's bytes as field 2047, which no schema may use, so that a
/// foreign service skips it and a foreign client leaves it out.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct CallMeta {
    /// Names the call across its attempts: the 16 bytes of a UUIDv7.
    #[prost(bytes = "bytes", tag = "1")]
    pub call_id: ::prost::bytes::Bytes,
    /// How much time was left when the request was sent, in milliseconds; 0 is the method's default.
    #[prost(uint32, tag = "2")]
    pub timeout_ms: u32,
    /// When the caller stops waiting, in milliseconds since 1970; guards against requests that lay in a queue.
    #[prost(uint64, tag = "3")]
    pub deadline_unix_ms: u64,
    /// From 1; more than 1 is a retry.
    #[prost(uint32, tag = "4")]
    pub attempt: u32,
    /// Makes a mutating call repeatable.
    #[prost(string, tag = "5")]
    pub idempotency_key: ::prost::alloc::string::String,
    /// What is given up first.
    #[prost(enumeration = "super::super::options::v1::Criticality", tag = "6")]
    pub criticality: i32,
    /// On whose behalf the call is made, as verified at the system's edge.
    #[prost(message, optional, tag = "7")]
    pub principal: ::core::option::Option<Principal>,
    /// The W3C traceparent's parts: the 16 bytes of the trace id.
    #[prost(bytes = "bytes", tag = "8")]
    pub trace_id: ::prost::bytes::Bytes,
    /// The 8 bytes of the parent span's id.
    #[prost(bytes = "bytes", tag = "9")]
    pub parent_span_id: ::prost::bytes::Bytes,
    /// W3C trace flags; bit 0 is "sampled".
    #[prost(uint32, tag = "10")]
    pub trace_flags: u32,
    /// W3C tracestate, as received.
    #[prost(string, tag = "11")]
    pub trace_state: ::prost::alloc::string::String,
    /// The calling service and instance; empty at the edge.
    #[prost(string, tag = "12")]
    pub caller: ::prost::alloc::string::String,
    /// The network address of the client that the call comes from, as seen at the system's edge; empty if there is none.
    #[prost(string, tag = "13")]
    pub client_address: ::prost::alloc::string::String,
}
impl ::prost::Name for CallMeta {
    const NAME: &'static str = "CallMeta";
    const PACKAGE: &'static str = "realmwire.rpc.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.rpc.v1.CallMeta".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.rpc.v1.CallMeta".into()
    }
}
/// Who a caller is.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Principal {
    /// The kind of caller.
    #[prost(enumeration = "Role", tag = "1")]
    pub role: i32,
    /// The player's, administrator's or service's id.
    #[prost(string, tag = "2")]
    pub id: ::prost::alloc::string::String,
    /// The session that the caller signed in with, if any.
    #[prost(string, tag = "3")]
    pub session_id: ::prost::alloc::string::String,
}
impl ::prost::Name for Principal {
    const NAME: &'static str = "Principal";
    const PACKAGE: &'static str = "realmwire.rpc.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.rpc.v1.Principal".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.rpc.v1.Principal".into()
    }
}
/// Metadata of an answer, appended to its bytes as field 2047.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct AnswerMeta {
    /// The instance that answered.
    #[prost(string, tag = "1")]
    pub instance: ::prost::alloc::string::String,
    /// Calls it works on now.
    #[prost(uint32, tag = "2")]
    pub in_flight: u32,
    /// Calls it would work on at most.
    #[prost(uint32, tag = "3")]
    pub limit: u32,
    /// Set when the answer is that of an earlier call with the same idempotency key.
    #[prost(bool, tag = "4")]
    pub replayed: bool,
}
impl ::prost::Name for AnswerMeta {
    const NAME: &'static str = "AnswerMeta";
    const PACKAGE: &'static str = "realmwire.rpc.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.rpc.v1.AnswerMeta".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.rpc.v1.AnswerMeta".into()
    }
}
/// One frame of a stream.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Frame {
    /// What it does.
    #[prost(enumeration = "FrameOperation", tag = "1")]
    pub operation: i32,
    /// Server to client: contiguous from 1 for messages.
    #[prost(uint64, tag = "2")]
    pub sequence: u64,
    /// The encoded message.
    #[prost(bytes = "bytes", tag = "3")]
    pub payload: ::prost::bytes::Bytes,
    /// Why the stream failed.
    #[prost(message, optional, tag = "4")]
    pub status: ::core::option::Option<super::super::super::google::rpc::Status>,
    /// Messages granted in addition.
    #[prost(uint32, tag = "5")]
    pub credit_messages: u32,
    /// Payload bytes granted in addition.
    #[prost(uint32, tag = "6")]
    pub credit_bytes: u32,
}
impl ::prost::Name for Frame {
    const NAME: &'static str = "Frame";
    const PACKAGE: &'static str = "realmwire.rpc.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.rpc.v1.Frame".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.rpc.v1.Frame".into()
    }
}
/// Sent in `CallMeta`'s place to open a stream: appended to the request as field 2046.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct StreamOpen {
    /// Messages granted at the start.
    #[prost(uint32, tag = "1")]
    pub credit_messages: u32,
    /// Payload bytes granted at the start.
    #[prost(uint32, tag = "2")]
    pub credit_bytes: u32,
    /// How long either side may be silent before the other gives it up, in milliseconds.
    #[prost(uint32, tag = "3")]
    pub idle_timeout_ms: u32,
}
impl ::prost::Name for StreamOpen {
    const NAME: &'static str = "StreamOpen";
    const PACKAGE: &'static str = "realmwire.rpc.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.rpc.v1.StreamOpen".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.rpc.v1.StreamOpen".into()
    }
}
/// The kinds of callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum Role {
    /// Nobody signed in.
    Unspecified = 0,
    /// A player.
    Player = 1,
    /// A person who looks after players.
    Moderator = 2,
    /// A person who runs the system.
    Admin = 3,
    /// A service of the system.
    Service = 4,
}
impl Role {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "ROLE_UNSPECIFIED",
            Self::Player => "ROLE_PLAYER",
            Self::Moderator => "ROLE_MODERATOR",
            Self::Admin => "ROLE_ADMIN",
            Self::Service => "ROLE_SERVICE",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "ROLE_UNSPECIFIED" => Some(Self::Unspecified),
            "ROLE_PLAYER" => Some(Self::Player),
            "ROLE_MODERATOR" => Some(Self::Moderator),
            "ROLE_ADMIN" => Some(Self::Admin),
            "ROLE_SERVICE" => Some(Self::Service),
            _ => None,
        }
    }
}
/// Whether a failed call can be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum RetryAdvice {
    /// Nothing is known: only if the method can be repeated.
    Unspecified = 0,
    /// It would fail again.
    Never = 1,
    /// The call was not executed: it can always be tried again.
    NotExecuted = 2,
    /// The call may have been executed: only if the method is idempotent or a key was sent.
    IfIdempotent = 3,
}
impl RetryAdvice {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "RETRY_ADVICE_UNSPECIFIED",
            Self::Never => "RETRY_ADVICE_NEVER",
            Self::NotExecuted => "RETRY_ADVICE_NOT_EXECUTED",
            Self::IfIdempotent => "RETRY_ADVICE_IF_IDEMPOTENT",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "RETRY_ADVICE_UNSPECIFIED" => Some(Self::Unspecified),
            "RETRY_ADVICE_NEVER" => Some(Self::Never),
            "RETRY_ADVICE_NOT_EXECUTED" => Some(Self::NotExecuted),
            "RETRY_ADVICE_IF_IDEMPOTENT" => Some(Self::IfIdempotent),
            _ => None,
        }
    }
}
/// What a frame of a stream does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum FrameOperation {
    /// Not a frame.
    Unspecified = 0,
    /// Server to client: the stream was accepted; `sequence` is 0.
    Open = 1,
    /// Server to client: one message.
    Message = 2,
    /// Server to client: no more messages; `sequence` is that of the last one.
    End = 3,
    /// Server to client: the stream failed; `status` says why.
    Error = 4,
    /// Client to server: `credit_messages` and `credit_bytes` more may be sent.
    Credit = 5,
    /// Either way: stop now.
    Cancel = 6,
    /// Either way: still here; answered by nothing.
    Ping = 7,
}
impl FrameOperation {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "FRAME_OPERATION_UNSPECIFIED",
            Self::Open => "FRAME_OPERATION_OPEN",
            Self::Message => "FRAME_OPERATION_MESSAGE",
            Self::End => "FRAME_OPERATION_END",
            Self::Error => "FRAME_OPERATION_ERROR",
            Self::Credit => "FRAME_OPERATION_CREDIT",
            Self::Cancel => "FRAME_OPERATION_CANCEL",
            Self::Ping => "FRAME_OPERATION_PING",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "FRAME_OPERATION_UNSPECIFIED" => Some(Self::Unspecified),
            "FRAME_OPERATION_OPEN" => Some(Self::Open),
            "FRAME_OPERATION_MESSAGE" => Some(Self::Message),
            "FRAME_OPERATION_END" => Some(Self::End),
            "FRAME_OPERATION_ERROR" => Some(Self::Error),
            "FRAME_OPERATION_CREDIT" => Some(Self::Credit),
            "FRAME_OPERATION_CANCEL" => Some(Self::Cancel),
            "FRAME_OPERATION_PING" => Some(Self::Ping),
            _ => None,
        }
    }
}
