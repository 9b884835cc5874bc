//! What can be wrong with a call, beyond the form of its fields.

use std::time::Duration;

use prost_types::Timestamp;
use realmwire_sdk::status::Status;

use crate::rules::password::PasswordProblem;

/// Why a call is refused. The texts are shown to the caller.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AuthError {
    /// The same for an unknown name and a wrong password.
    #[error("the name or the password is wrong")]
    WrongPassword,
    #[error("the name or the password is wrong, as it was too often: the name is locked for {} seconds", .0.as_secs())]
    WrongPasswordLocks(Duration),
    #[error("there were too many wrong passwords for this name: it is locked for {} seconds", .0.as_secs())]
    Locked(Duration),
    #[error("too many passwords were tried from this address")]
    TooManyAttempts(Duration),
    #[error("no account has this identity")]
    UnknownIdentity,
    #[error("the session has ended or was never opened")]
    NoSession,
    #[error("the refresh token was used before, so its session has been ended; sign in again")]
    RefreshReused,
    #[error("the player is banned: {reason}")]
    Banned { reason: String, until: Option<Timestamp> },
    #[error("accounts are created by moderators, administrators and services only")]
    RegistrationClosed,
    #[error("{0} has a role that is not below your own")]
    RoleTooHigh(&'static str),
    #[error("the account has no password")]
    NoPassword,
    #[error("the account has as many identities as an account can have")]
    TooManyIdentities,
    #[error("the account has a password already; change it instead")]
    HasPassword,
    #[error("the subject has as many tokens as a subject can have; revoke some")]
    TooManyServiceTokens,
}

/// The reasons in `google.rpc.ErrorInfo` that clients can branch on.
mod reason {
    pub(super) const LOCKED: &str = "LOCKED";
    pub(super) const REFRESH_REUSED: &str = "REFRESH_REUSED";
    pub(super) const PLAYER_BANNED: &str = "PLAYER_BANNED";
    pub(super) const REGISTRATION_CLOSED: &str = "REGISTRATION_CLOSED";
}

impl From<AuthError> for Status {
    fn from(error: AuthError) -> Self {
        let text = error.to_string();
        match error {
            AuthError::WrongPassword | AuthError::UnknownIdentity | AuthError::NoSession => Self::unauthenticated(text),
            AuthError::WrongPasswordLocks(lock) => Self::unauthenticated(text).with_retry_after(lock),
            AuthError::Locked(left) => Self::resource_exhausted(text, left).with_reason(reason::LOCKED, []),
            AuthError::TooManyAttempts(left) => Self::resource_exhausted(text, left),
            AuthError::RefreshReused => Self::unauthenticated(text).with_reason(reason::REFRESH_REUSED, []),
            AuthError::Banned { until, .. } => {
                let until = until.map(|until| until.to_string()).unwrap_or_default();
                Self::permission_denied(text).with_reason(reason::PLAYER_BANNED, [("end_time", until)])
            }
            AuthError::RegistrationClosed => Self::permission_denied(text).with_reason(reason::REGISTRATION_CLOSED, []),
            AuthError::RoleTooHigh(_) => Self::permission_denied(text),
            AuthError::NoPassword => Self::failed_precondition("NO_PASSWORD", text),
            AuthError::TooManyIdentities => Self::failed_precondition("TOO_MANY_IDENTITIES", text),
            AuthError::HasPassword => Self::failed_precondition("HAS_PASSWORD", text),
            AuthError::TooManyServiceTokens => Self::failed_precondition("TOO_MANY_TOKENS", text),
        }
    }
}

/// A new password that may not be chosen.
pub(crate) fn weak_password(field: &str, problem: &PasswordProblem) -> Status {
    Status::invalid(field, problem.to_string())
}

/// A duration of a request: more than nothing, and at most `most`.
pub(crate) fn duration(field: &str, value: prost_types::Duration, most: Duration) -> Result<Duration, Status> {
    let positive = Duration::try_from(value).ok().filter(|duration| !duration.is_zero() && *duration <= most);
    positive.ok_or_else(|| Status::invalid(field, format!("must be more than 0 and at most {} s", most.as_secs())))
}

/// An error and its causes in one line, for the log.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line.push_str(": ");
        line.push_str(&error.to_string());
        cause = error.source();
    }
    line
}
