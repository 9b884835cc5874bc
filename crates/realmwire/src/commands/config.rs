//! `realmwire config`.

use toml::{Table, Value};

use crate::cli::{ConfigCommand, Source};
use crate::config::{Config, ConfigError, keys, load, render_page};
use crate::failure::Failure;
use crate::output;

/// Runs `realmwire config …`.
pub(crate) fn run(command: &ConfigCommand) -> Result<(), Failure> {
    match command {
        ConfigCommand::Check(source) => {
            load_from(source)?;
            output::line("the configuration is valid");
        }
        ConfigCommand::Show(source) => show(&load_from(source)?)?,
        ConfigCommand::Keys => list(),
        ConfigCommand::Page => output::line(render_page().trim_end()),
    }
    Ok(())
}

fn load_from(source: &Source) -> Result<Config, ConfigError> {
    load(source.config.as_deref(), std::env::vars(), source.settings.clone())
}

fn list() {
    let rows: Vec<[String; 4]> = keys()
        .into_iter()
        .map(|key| {
            let default = if key.default.is_null() { String::new() } else { key.default.to_string() };
            [key.path.clone(), key.kind.clone(), default, key.variable()]
        })
        .collect();
    output::table(["KEY", "TYPE", "DEFAULT", "VARIABLE"], &rows);
}

/// Prints the keys whose values are not the defaults, as a configuration file that sets them.
fn show(config: &Config) -> Result<(), Failure> {
    let own = Table::try_from(config).map_err(Failure::failed)?;
    let defaults = Table::try_from(Config::default()).map_err(Failure::failed)?;
    let different = difference(&own, &defaults);
    if different.is_empty() {
        output::note("everything is as it is by default");
        return Ok(());
    }
    output::line(toml::to_string_pretty(&different).map_err(Failure::failed)?.trim_end());
    Ok(())
}

fn difference(own: &Table, defaults: &Table) -> Table {
    let mut different = Table::new();
    for (name, value) in own {
        match (value, defaults.get(name)) {
            (_, Some(default)) if default == value => {}
            (Value::Table(inner), Some(Value::Table(default))) => {
                let inner = difference(inner, default);
                if !inner.is_empty() {
                    different.insert(name.clone(), Value::Table(inner));
                }
            }
            _ => {
                different.insert(name.clone(), value.clone());
            }
        }
    }
    different
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_from_the_defaults_is_shown() {
        let config: Config = toml::from_str("[nats]\nreplicas = 3\n[data]\nephemeral = false\n").unwrap();
        let own = Table::try_from(&config).unwrap();
        let shown = difference(&own, &Table::try_from(Config::default()).unwrap());
        assert_eq!(shown, "[nats]\nreplicas = 3\n".parse::<Table>().unwrap());
    }
}
