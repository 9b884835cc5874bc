use realmwire_fabric::bus::BusError;

use super::{RetryAdvice, Status, reason};
use crate::status::Code;

/// What it means for a call that its message could not be sent or was not answered.
impl From<BusError> for Status {
    fn from(error: BusError) -> Self {
        match &error {
            BusError::NoResponders { subject } => {
                Self::unavailable(format!("no instance listens on {subject}")).with_retry(RetryAdvice::NotExecuted)
            }
            BusError::DeadlineExceeded { subject } => {
                Self::deadline_exceeded(format!("no answer from {subject} in time"))
                    .with_retry(RetryAdvice::IfIdempotent)
            }
            BusError::PayloadTooLarge { .. } => Self::new(Code::ResourceExhausted, error.to_string())
                .with_reason(reason::MESSAGE_TOO_LARGE, [])
                .with_retry(RetryAdvice::Never),
            BusError::InvalidSubject { .. } | BusError::InvalidHeader { .. } | BusError::NotPermitted { .. } => {
                Self::internal(error)
            }
            BusError::Unavailable(_) => Self::unavailable("the message bus is unavailable")
                .with_retry(RetryAdvice::IfIdempotent)
                .with_source(error),
        }
    }
}
