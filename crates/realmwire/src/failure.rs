//! How a command fails, and what the process tells its parent then.

use crate::config::ConfigError;

/// The kinds of failure; each has an exit code of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The call or command was carried out and failed.
    Failed,
    /// The command was not given as it must be.
    Usage,
    /// The configuration cannot be used.
    Configuration,
    /// The system could not be started or reached.
    Unreachable,
}

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: Kind,
    pub(crate) error: Box<dyn std::error::Error + Send + Sync>,
}

impl Failure {
    /// A command that was carried out and failed.
    pub(crate) fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind: Kind::Failed, error: error.into() }
    }

    /// A command that was not given as it must be.
    pub(crate) fn usage(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind: Kind::Usage, error: error.into() }
    }

    /// A configuration that cannot be used.
    pub(crate) fn configuration(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind: Kind::Configuration, error: error.into() }
    }

    /// A system that could not be started or reached.
    pub(crate) fn unreachable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind: Kind::Unreachable, error: error.into() }
    }

    /// The exit code.
    pub(crate) const fn code(&self) -> u8 {
        match self.kind {
            Kind::Failed => 1,
            Kind::Usage => 2,
            Kind::Configuration => 3,
            Kind::Unreachable => 4,
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self { kind: Kind::Configuration, error: error.into() }
    }
}
