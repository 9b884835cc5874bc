//! How a call fails: one of sixteen codes, a sentence, and typed details.

mod bus;
mod code;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use prost::{Message, Name};
use prost_types::Any;
use realmwire_contract::google::rpc as google;
use realmwire_contract::google::rpc::bad_request::FieldViolation;
use realmwire_fabric::journal::Key;

pub use code::{Code, RetryAdvice};

/// Who defines the reasons that the SDK itself gives, as `google.rpc.ErrorInfo.domain`.
pub const DOMAIN: &str = "realmwire";

/// Reasons that the SDK gives, as `google.rpc.ErrorInfo.reason`.
pub mod reason {
    /// Another write came first; `current_version` in the metadata tells what is stored now.
    pub const VERSION_MISMATCH: &str = "VERSION_MISMATCH";
    /// The idempotency key was sent before with another request.
    pub const IDEMPOTENCY_KEY_REUSED: &str = "IDEMPOTENCY_KEY_REUSED";
    /// A call with the same idempotency key is being worked on, for longer than this one could wait.
    pub const IDEMPOTENCY_KEY_IN_USE: &str = "IDEMPOTENCY_KEY_IN_USE";
    /// The method takes no calls without an idempotency key.
    pub const IDEMPOTENCY_KEY_REQUIRED: &str = "IDEMPOTENCY_KEY_REQUIRED";
    /// The instance works on as many calls as it can.
    pub const OVERLOADED: &str = "OVERLOADED";
    /// The message is larger than the bus carries.
    pub const MESSAGE_TOO_LARGE: &str = "MESSAGE_TOO_LARGE";
    /// The client has seen the method fail too often to try it now.
    pub const CIRCUIT_OPEN: &str = "CIRCUIT_OPEN";
}

/// Why a call failed.
///
/// Handlers return it, the wire carries it, clients get it back, and the gateway maps it to HTTP.
///
/// ```
/// use realmwire_sdk::status::{Code, Status};
///
/// let status = Status::not_found("entity", "door-7");
/// assert_eq!(status.code(), Code::NotFound);
/// assert_eq!(status.to_string(), "NOT_FOUND: entity door-7 does not exist");
/// assert_eq!(Status::from_proto(status.to_proto()).code(), Code::NotFound);
/// ```
#[derive(Clone)]
pub struct Status(Box<Inner>);

#[derive(Clone)]
struct Inner {
    code: Code,
    message: String,
    details: Vec<Any>,
    retry: RetryAdvice,
    retry_after: Option<Duration>,
    /// Stays in the process: it may name what callers must not learn.
    source: Option<Arc<dyn Error + Send + Sync>>,
    /// A lost optimistic commit, which the server answers by running the handler again.
    conflict: bool,
    /// The failure of another call with the same idempotency key.
    replayed: bool,
}

impl Status {
    /// A status with a message that is safe to show to any caller.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            code,
            message: message.into(),
            details: Vec::new(),
            retry: RetryAdvice::Unknown,
            retry_after: None,
            source: None,
            conflict: false,
            replayed: false,
        }))
    }

    /// `INVALID_ARGUMENT` for one field.
    pub fn invalid(field: impl Into<String>, description: impl Into<String>) -> Self {
        Self::invalid_fields(vec![FieldViolation {
            field: field.into(),
            description: description.into(),
            reason: String::new(),
        }])
    }

    /// `INVALID_ARGUMENT` for all fields that are wrong; the message names each.
    pub fn invalid_fields(violations: Vec<FieldViolation>) -> Self {
        let parts: Vec<_> = violations.iter().map(|v| format!("{}: {}", v.field, v.description)).collect();
        Self::new(Code::InvalidArgument, parts.join("; "))
            .with_detail(&google::BadRequest { field_violations: violations })
    }

    /// `NOT_FOUND` for a resource.
    pub fn not_found(resource_type: &str, id: &str) -> Self {
        Self::new(Code::NotFound, format!("{resource_type} {id} does not exist")).with_detail(&resource(
            resource_type,
            id,
            String::new(),
        ))
    }

    /// `ALREADY_EXISTS` for a resource.
    pub fn already_exists(resource_type: &str, id: &str) -> Self {
        Self::new(Code::AlreadyExists, format!("{resource_type} {id} exists already")).with_detail(&resource(
            resource_type,
            id,
            String::new(),
        ))
    }

    /// `ABORTED` because the caller expected another version than `current`.
    pub fn version_mismatch(resource_type: &str, id: &str, current: u64) -> Self {
        let description = format!("current version {current}");
        Self::new(Code::Aborted, format!("{resource_type} {id} has another version; {description}"))
            .with_detail(&resource(resource_type, id, description))
            .with_reason(reason::VERSION_MISMATCH, [("current_version", current.to_string())])
            .with_retry(RetryAdvice::Never)
    }

    /// `FAILED_PRECONDITION` with a constant in `UPPER_SNAKE_CASE` that clients can branch on.
    pub fn failed_precondition(reason: &str, message: impl Into<String>) -> Self {
        Self::new(Code::FailedPrecondition, message).with_reason(reason, [])
    }

    /// `PERMISSION_DENIED`: the caller is known and may not do this.
    pub fn permission_denied(message: impl Into<String>) -> Self {
        Self::new(Code::PermissionDenied, message).with_retry(RetryAdvice::Never)
    }

    /// `UNAUTHENTICATED`: the caller must sign in first.
    pub fn unauthenticated(message: impl Into<String>) -> Self {
        Self::new(Code::Unauthenticated, message).with_retry(RetryAdvice::Never)
    }

    /// `UNAVAILABLE`: something this call needs cannot be reached now.
    pub fn unavailable(message: impl Into<String>) -> Self {
        Self::new(Code::Unavailable, message)
    }

    /// `INTERNAL`. The cause stays in this process, where it is logged.
    pub fn internal(source: impl Error + Send + Sync + 'static) -> Self {
        Self::new(Code::Internal, "internal error").with_source(source)
    }

    /// `RESOURCE_EXHAUSTED`, with the time after which another try makes sense.
    pub fn resource_exhausted(message: impl Into<String>, retry_after: Duration) -> Self {
        Self::new(Code::ResourceExhausted, message).with_retry_after(retry_after)
    }

    /// `DEADLINE_EXCEEDED`.
    pub fn deadline_exceeded(message: impl Into<String>) -> Self {
        Self::new(Code::DeadlineExceeded, message)
    }

    /// `CANCELLED`: the caller no longer waits.
    pub fn cancelled() -> Self {
        Self::new(Code::Cancelled, "the call was cancelled by its caller")
    }

    /// `UNIMPLEMENTED`.
    pub fn unimplemented(message: impl Into<String>) -> Self {
        Self::new(Code::Unimplemented, message).with_retry(RetryAdvice::Never)
    }

    /// `DATA_LOSS`.
    pub fn data_loss(message: impl Into<String>) -> Self {
        Self::new(Code::DataLoss, message)
    }

    /// A lost optimistic commit: the server runs the handler again, so callers see it only when time runs out.
    ///
    /// For the store's commits and for handlers that use a journal directly.
    pub fn conflict(key: &Key) -> Self {
        let mut status = Self::new(Code::Aborted, format!("{key} was changed by another commit"))
            .with_retry(RetryAdvice::NotExecuted);
        status.0.conflict = true;
        status
    }

    /// Whether this is [`Status::conflict`], made in this process.
    pub fn is_conflict(&self) -> bool {
        self.0.conflict
    }

    /// Whether the request itself, or what was stored when it was decided, is why it was refused: whoever asked for the
    /// same at the same time is refused too. What depends on who calls, on load or on chance is not final.
    pub(crate) fn is_final(&self) -> bool {
        match self.code() {
            Code::InvalidArgument
            | Code::NotFound
            | Code::AlreadyExists
            | Code::FailedPrecondition
            | Code::OutOfRange
            | Code::Unimplemented => true,
            Code::Aborted => self.retry() == RetryAdvice::Never,
            _ => false,
        }
    }

    /// The same, as the failure of another call with the same idempotency key.
    pub(crate) fn replayed(mut self) -> Self {
        self.0.replayed = true;
        self
    }

    /// Whether this is [`Status::replayed`].
    pub(crate) fn is_replayed(&self) -> bool {
        self.0.replayed
    }
}

impl Status {
    /// Adds a typed detail that travels with the status.
    #[must_use]
    pub fn with_detail<M: Message + Name>(mut self, detail: &M) -> Self {
        self.0.details.push(Any { type_url: M::type_url(), value: detail.encode_to_vec() });
        self
    }

    /// Adds `google.rpc.ErrorInfo`: a constant that clients can branch on, and facts about this occurrence.
    #[must_use]
    pub fn with_reason<const N: usize>(self, reason: &str, metadata: [(&str, String); N]) -> Self {
        let metadata = metadata.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        self.with_detail(&google::ErrorInfo { reason: reason.to_owned(), domain: DOMAIN.to_owned(), metadata })
    }

    /// Says after which time another try makes sense.
    #[must_use]
    pub fn with_retry_after(mut self, after: Duration) -> Self {
        self.0.retry_after = Some(after);
        self
    }

    /// Says whether the call can be tried again.
    #[must_use]
    pub fn with_retry(mut self, advice: RetryAdvice) -> Self {
        self.0.retry = advice;
        self
    }

    /// Keeps the cause for this process's logs. It is never sent.
    #[must_use]
    pub fn with_source(mut self, source: impl Error + Send + Sync + 'static) -> Self {
        self.0.source = Some(Arc::new(source));
        self
    }
}

impl Status {
    /// The code.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The sentence, without the code.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// All details as they travel.
    pub fn details(&self) -> &[Any] {
        &self.0.details
    }

    /// The first detail of type `M`.
    pub fn detail<M: Message + Name + Default>(&self) -> Option<M> {
        // A type URL is any prefix, a slash, and the full name.
        let name = M::full_name();
        let matches = |any: &&Any| any.type_url.rsplit('/').next() == Some(name.as_str());
        self.0.details.iter().find(matches).and_then(|any| M::decode(any.value.as_slice()).ok())
    }

    /// The fields that are wrong, if the status says so.
    pub fn field_violations(&self) -> Vec<FieldViolation> {
        self.detail::<google::BadRequest>().map(|detail| detail.field_violations).unwrap_or_default()
    }

    /// The reason in `google.rpc.ErrorInfo`, if there is one.
    pub fn reason(&self) -> Option<String> {
        self.detail::<google::ErrorInfo>().map(|info| info.reason)
    }

    /// Whether the call can be tried again.
    pub fn retry(&self) -> RetryAdvice {
        self.0.retry
    }

    /// After which time another try makes sense, if that is known.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// What travels: code, message and details. The retry hint becomes `google.rpc.RetryInfo`.
    pub fn to_proto(&self) -> google::Status {
        let mut details = self.0.details.clone();
        if let Some(after) = self.0.retry_after {
            let retry_delay = prost_types::Duration::try_from(after).ok();
            let info = google::RetryInfo { retry_delay };
            details.push(Any { type_url: google::RetryInfo::type_url(), value: info.encode_to_vec() });
        }
        google::Status { code: self.0.code as i32, message: self.0.message.clone(), details }
    }

    /// A status as it was received.
    pub fn from_proto(proto: google::Status) -> Self {
        let mut status = Self::new(Code::from_i32(proto.code), proto.message);
        status.0.details = proto.details;
        if let Some(info) = status.detail::<google::RetryInfo>() {
            status.0.retry_after = info.retry_delay.and_then(|delay| Duration::try_from(delay).ok());
            let url = google::RetryInfo::full_name();
            status.0.details.retain(|any| any.type_url.rsplit('/').next() != Some(url.as_str()));
        }
        status
    }
}

fn resource(resource_type: &str, id: &str, description: String) -> google::ResourceInfo {
    google::ResourceInfo {
        resource_type: resource_type.to_owned(),
        resource_name: id.to_owned(),
        owner: String::new(),
        description,
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.0.code.as_str(), self.0.message)
    }
}

impl fmt::Debug for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details: Vec<_> = self.0.details.iter().map(|any| any.type_url.as_str()).collect();
        formatter
            .debug_struct("Status")
            .field("code", &self.0.code)
            .field("message", &self.0.message)
            .field("details", &details)
            .field("retry", &self.0.retry)
            .field("retry_after", &self.0.retry_after)
            .field("source", &self.0.source)
            .finish()
    }
}

impl Error for Status {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}
