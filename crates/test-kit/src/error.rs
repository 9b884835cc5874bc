use std::fmt;
use std::path::PathBuf;

/// Why a server could not be brought to life or spoken to.
#[derive(thiserror::Error)]
pub enum Error {
    /// A program is not there and could not be brought.
    #[error("bring {tool}: {reason}; {remedy}")]
    Tool {
        /// The program.
        tool: &'static str,
        /// What went wrong.
        reason: String,
        /// What to do about it.
        remedy: &'static str,
    },
    /// A process did not become ready, or ended before it did.
    #[error("start {name}: {reason}; the end of {}:\n{log_end}", log.display())]
    Start {
        /// The process.
        name: String,
        /// What went wrong.
        reason: String,
        /// The log file.
        log: PathBuf,
        /// The log's last lines.
        log_end: String,
    },
    /// Something did not come true in time.
    #[error("waited in vain until {condition}")]
    Timeout {
        /// What was waited for.
        condition: String,
    },
    /// The operating system refused.
    #[error("{attempted}")]
    System {
        /// What was attempted.
        attempted: String,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
}

impl Error {
    pub(crate) fn system(attempted: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let attempted = attempted.into();
        move |source| Self::System { attempted, source }
    }
}

// A test shows its error with `unwrap`, which prints this: the text in full, with the causes, is what its reader needs.
impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")?;
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            write!(formatter, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
