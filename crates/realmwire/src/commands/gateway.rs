//! `realmwire gateway`.

use realmwire_gateway::{Gateway, open_files};

use crate::cli::Source;
use crate::config::SettingsSource;
use crate::failure::Failure;
use crate::output;

/// Settings that the gateway would not start with.
#[derive(Debug, thiserror::Error)]
#[error("the gateway cannot use these settings:\n  {}", .0.join("\n  "))]
struct UnusableSettings(Vec<String>);

/// Runs `realmwire gateway check`.
pub(crate) fn check(source: &Source) -> Result<(), Failure> {
    let config = SettingsSource::new(source.config.clone(), source.settings.clone()).load()?;
    let problems = Gateway::check(&config.gateway);
    if problems.is_empty() {
        output::line("the gateway's settings are valid");
        warn_of_shortage(config.gateway.limits.connections);
        return Ok(());
    }
    let problems = problems.iter().map(|problem| format!("gateway.{}: {}", problem.key, problem.problem));
    Err(Failure::configuration(UnusableSettings(problems.collect())))
}

/// Says so when this process could not hold the connections. It is no error: another one may be allowed more.
fn warn_of_shortage(connections: usize) {
    // As a process that serves does it; what cannot be raised is what counts.
    let _ = open_files::raise();
    if let Some(shortage) = open_files::shortage(connections) {
        output::note(&format!("warning: gateway.{shortage}"));
    }
}
