/// The canonical codes of `google.rpc.Code`, without `OK`: a status is a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// The caller gave up.
    Cancelled = 1,
    /// Nothing more is known.
    Unknown = 2,
    /// The request is wrong, whatever the state.
    InvalidArgument = 3,
    /// Time ran out; the call may have been executed.
    DeadlineExceeded = 4,
    /// What was asked for does not exist.
    NotFound = 5,
    /// What was to be created exists.
    AlreadyExists = 6,
    /// The caller is known and may not do this.
    PermissionDenied = 7,
    /// A quota or a limit is used up.
    ResourceExhausted = 8,
    /// The state does not allow it; trying again will not help until the state changes.
    FailedPrecondition = 9,
    /// A concurrent change came first; start over.
    Aborted = 10,
    /// Beyond the end of what there is.
    OutOfRange = 11,
    /// There is no such method.
    Unimplemented = 12,
    /// A defect on the server's side.
    Internal = 13,
    /// Not reachable now.
    Unavailable = 14,
    /// Data was lost or is corrupt.
    DataLoss = 15,
    /// The caller must sign in.
    Unauthenticated = 16,
}

impl Code {
    /// How many codes there are, `OK` included: the length of a table indexed by code.
    pub const COUNT: usize = 17;

    /// The code with this number; numbers that are no code are `Unknown`.
    #[must_use]
    pub const fn from_i32(number: i32) -> Self {
        match number {
            1 => Self::Cancelled,
            3 => Self::InvalidArgument,
            4 => Self::DeadlineExceeded,
            5 => Self::NotFound,
            6 => Self::AlreadyExists,
            7 => Self::PermissionDenied,
            8 => Self::ResourceExhausted,
            9 => Self::FailedPrecondition,
            10 => Self::Aborted,
            11 => Self::OutOfRange,
            12 => Self::Unimplemented,
            13 => Self::Internal,
            14 => Self::Unavailable,
            15 => Self::DataLoss,
            16 => Self::Unauthenticated,
            _ => Self::Unknown,
        }
    }

    /// The code with this name, such as `NOT_FOUND`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        (1..=16).map(Self::from_i32).find(|code| code.as_str() == name)
    }

    /// The canonical name, such as `NOT_FOUND`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cancelled => "CANCELLED",
            Self::Unknown => "UNKNOWN",
            Self::InvalidArgument => "INVALID_ARGUMENT",
            Self::DeadlineExceeded => "DEADLINE_EXCEEDED",
            Self::NotFound => "NOT_FOUND",
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::PermissionDenied => "PERMISSION_DENIED",
            Self::ResourceExhausted => "RESOURCE_EXHAUSTED",
            Self::FailedPrecondition => "FAILED_PRECONDITION",
            Self::Aborted => "ABORTED",
            Self::OutOfRange => "OUT_OF_RANGE",
            Self::Unimplemented => "UNIMPLEMENTED",
            Self::Internal => "INTERNAL",
            Self::Unavailable => "UNAVAILABLE",
            Self::DataLoss => "DATA_LOSS",
            Self::Unauthenticated => "UNAUTHENTICATED",
        }
    }

    /// The HTTP status that stands for the code.
    #[must_use]
    pub const fn http_status(self) -> u16 {
        match self {
            Self::Cancelled => 499,
            Self::InvalidArgument | Self::OutOfRange | Self::FailedPrecondition => 400,
            Self::Unauthenticated => 401,
            Self::PermissionDenied => 403,
            Self::NotFound => 404,
            Self::AlreadyExists | Self::Aborted => 409,
            Self::ResourceExhausted => 429,
            Self::Unknown | Self::Internal | Self::DataLoss => 500,
            Self::Unimplemented => 501,
            Self::Unavailable => 503,
            Self::DeadlineExceeded => 504,
        }
    }
}

/// Whether a failed call can be tried again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RetryAdvice {
    /// Nothing is known: only if the method can be repeated.
    #[default]
    Unknown,
    /// It would fail again.
    Never,
    /// The call was not executed: it can always be tried again.
    NotExecuted,
    /// The call may have been executed: only if the method is idempotent or a key was sent.
    IfIdempotent,
}

impl RetryAdvice {
    /// The value of the header `Rpc-Retry`; `None` when nothing is known.
    #[must_use]
    pub const fn as_header(self) -> Option<&'static str> {
        match self {
            Self::Unknown => None,
            Self::Never => Some("never"),
            Self::NotExecuted => Some("not_executed"),
            Self::IfIdempotent => Some("if_idempotent"),
        }
    }

    /// The advice in a header `Rpc-Retry`; anything unknown is [`RetryAdvice::Unknown`].
    #[must_use]
    pub fn from_header(value: &str) -> Self {
        match value {
            "never" => Self::Never,
            "not_executed" => Self::NotExecuted,
            "if_idempotent" => Self::IfIdempotent,
            _ => Self::Unknown,
        }
    }
}
