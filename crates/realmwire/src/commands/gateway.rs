//! `realmwire gateway`.

use realmwire_gateway::Gateway;

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
        return Ok(());
    }
    let problems = problems.iter().map(|problem| format!("gateway.{}: {}", problem.key, problem.problem));
    Err(Failure::configuration(UnusableSettings(problems.collect())))
}
