//! Log lines: text for people, JSON for machines, on standard error.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;
use tracing_subscriber::fmt::time::SystemTime;

use crate::config::{Log, LogFormat};

/// Begins to log as `settings` say.
///
/// # Errors
/// A filter that cannot be read.
pub(crate) fn start(settings: &Log) -> Result<(), ParseError> {
    let filter = EnvFilter::builder().parse(&settings.filter)?;
    let terminal = std::io::stderr().is_terminal();
    let json = settings.format == LogFormat::Json || (settings.format == LogFormat::Auto && !terminal);
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_timer(SystemTime);
    // A second start in one process keeps the first one's settings.
    let _ = if json { lines.json().flatten_event(true).try_init() } else { lines.with_ansi(terminal).try_init() };
    Ok(())
}
