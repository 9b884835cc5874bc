use std::error::Error;

use realmwire_fabric::bus::BusError;
use realmwire_fabric::journal::JournalError;

/// Why a service did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Its configuration is wrong.
    #[error("configuration of {service}: {key}: {problem}")]
    Config {
        /// The service.
        service: &'static str,
        /// The path of the wrong key; `.` is the whole table.
        key: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A journal could not be opened.
    #[error("open the journal of {service}")]
    Journal {
        /// Whose journal.
        service: String,
        /// The cause.
        #[source]
        source: JournalError,
    },
    /// The bus refused what the service needs.
    #[error("connect {service} to the bus")]
    Bus {
        /// The service.
        service: &'static str,
        /// The cause.
        #[source]
        source: BusError,
    },
    /// The service does what its contract does not say.
    #[error("{service} does not follow its contract: {problem}")]
    Contract {
        /// The service.
        service: &'static str,
        /// What it does.
        problem: String,
    },
    /// Something of the service's own.
    #[error("{attempted}")]
    Failed {
        /// What was attempted.
        attempted: String,
        /// The cause.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}

impl StartError {
    /// Something of the service's own failed; `attempted` says what, such as `load the calendars`.
    pub fn failed(attempted: impl Into<String>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Failed { attempted: attempted.into(), source: source.into() }
    }
}
