//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use toml::Value;

use crate::config::Overrides;

/// Realmwire: a game backend of services that speak protobuf over NATS.
#[derive(Debug, Parser)]
#[command(name = "realmwire", version, propagate_version = true, disable_help_subcommand = true, max_term_width = 100)]
#[command(after_help = "Examples:
  realmwire up                                       everything in this process, data in ./realmwire-data
  realmwire serve auth gateway --nats nats://n1:4222  two of them, over NATS
  realmwire call state-manager.Get '{\"kind\": \"KIND_ENTITY\", \"id\": \"door\"}'

Exit codes: 0 success, 1 the call or command failed, 2 wrong usage, 3 invalid configuration,
4 could not start or reach the system.")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Runs the gateway and every service in this process, with nothing else installed
    #[command(after_help = "Examples:
  realmwire up
  realmwire up --ephemeral --http 127.0.0.1:0
  realmwire up --data /var/lib/realmwire --http 0.0.0.0:8080")]
    Up(UpArgs),
    /// Runs some services, and the gateway if named, over NATS
    #[command(after_help = "Examples:
  realmwire serve state-manager --nats nats://127.0.0.1:4222
  realmwire serve gateway,auth --nats nats://n1:4222,nats://n2:4222 --redis redis://r1:6379")]
    Serve(ServeArgs),
    /// Calls a method of a running system, and prints its answer as JSON
    #[command(after_help = "Examples:
  realmwire call time-manager.ListClocks
  realmwire call state-manager.Get '{\"kind\": \"KIND_ENTITY\", \"id\": \"door\"}'
  realmwire call state-manager.Watch '{}' --nats nats://127.0.0.1:4222")]
    Call(CallArgs),
    /// Lists the service instances that run
    #[command(after_help = "Examples:
  realmwire services
  realmwire services --nats nats://127.0.0.1:4222 --json
  realmwire services --nats tls://n1:4222 --config realmwire.toml")]
    Services(ServicesArgs),
    /// Follows the events of a running system
    #[command(subcommand)]
    Events(EventsCommand),
    /// Checks the gateway's settings
    #[command(subcommand)]
    Gateway(GatewayCommand),
    /// Shows and checks the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Prints a completion script for a shell
    #[command(after_help = "Example:
  realmwire completions bash > /etc/bash_completion.d/realmwire")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Where the configuration comes from.
#[derive(Debug, Args)]
pub(crate) struct Source {
    /// Configuration file
    #[arg(long, value_name = "FILE", env = "REALMWIRE_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Sets a configuration key; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_setting)]
    pub(crate) settings: Vec<(String, Value)>,
}

#[derive(Debug, Args)]
pub(crate) struct UpArgs {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Folder of the data [default: ./realmwire-data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Keep everything in memory and forget it at the end
    #[arg(long, conflicts_with = "data")]
    ephemeral: bool,
    /// Address of the gateway [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    http: Option<String>,
    /// Address of the admin port [default: 127.0.0.1:9901]
    #[arg(long, value_name = "ADDRESS")]
    admin: Option<String>,
    /// Folder of the game's content
    #[arg(long, value_name = "DIR")]
    content: Option<PathBuf>,
    /// Only these services
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) services: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Services to run, and `gateway` for the gateway
    #[arg(required = true, value_name = "SERVICE", value_delimiter = ',')]
    pub(crate) services: Vec<String>,
    /// NATS servers
    #[arg(long, value_name = "URLS", value_delimiter = ',')]
    nats: Vec<String>,
    /// How many NATS servers keep a copy of each journal [default: 1]
    #[arg(long, value_name = "N")]
    replicas: Option<u32>,
    /// Redis nodes
    #[arg(long, value_name = "URLS", value_delimiter = ',')]
    redis: Vec<String>,
    /// Address of the gateway [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    http: Option<String>,
    /// Address of the admin port [default: 127.0.0.1:9901]
    #[arg(long, value_name = "ADDRESS")]
    admin: Option<String>,
    /// Folder of the game's content
    #[arg(long, value_name = "DIR")]
    content: Option<PathBuf>,
}

/// How a command reaches the running system over NATS, when it does.
#[derive(Debug, Args)]
pub(crate) struct NatsTarget {
    /// NATS servers, which are spoken to in place of HTTP; other `nats.` keys of the configuration hold as for `serve`
    #[arg(long, value_name = "URLS", value_delimiter = ',')]
    nats: Vec<String>,
    #[command(flatten)]
    pub(crate) source: Source,
}

/// How a command reaches the running system.
#[derive(Debug, Args)]
pub(crate) struct Target {
    /// The gateway's address
    #[arg(long, value_name = "URL", env = "REALMWIRE_URL", default_value = "http://127.0.0.1:8080")]
    pub(crate) url: String,
    #[command(flatten)]
    pub(crate) nats: NatsTarget,
    /// Access token
    #[arg(long, value_name = "TOKEN", env = "REALMWIRE_TOKEN", hide_env_values = true)]
    pub(crate) token: Option<String>,
    /// File that holds the access token [default: ./realmwire-data/admin-token where it exists]
    #[arg(long, value_name = "FILE", conflicts_with = "token")]
    pub(crate) token_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct CallArgs {
    /// The method, such as `state-manager.Get`
    pub(crate) method: String,
    /// The request as JSON; `-` reads it from standard input
    #[arg(default_value = "{}")]
    pub(crate) request: String,
    #[command(flatten)]
    pub(crate) target: Target,
    /// Makes a mutating call repeatable
    #[arg(long, value_name = "KEY")]
    pub(crate) idempotency_key: Option<String>,
    /// How long to wait, in milliseconds [default: the method's]
    #[arg(long, value_name = "MS")]
    pub(crate) timeout_ms: Option<u64>,
    /// Print the answer on one line
    #[arg(long)]
    pub(crate) compact: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ServicesArgs {
    /// The admin port's address
    #[arg(long, value_name = "URL", env = "REALMWIRE_ADMIN_URL", default_value = "http://127.0.0.1:9901")]
    pub(crate) admin: String,
    #[command(flatten)]
    pub(crate) nats: NatsTarget,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EventsCommand {
    /// Prints events as they happen, until Ctrl-C
    #[command(after_help = "Examples:
  realmwire events tail
  realmwire events tail 'evt.time-manager.>' --json")]
    Tail(TailArgs),
}

#[derive(Debug, Args)]
pub(crate) struct TailArgs {
    /// Which events
    #[arg(default_value = "evt.>", value_name = "SUBJECT")]
    pub(crate) subject: String,
    #[command(flatten)]
    pub(crate) target: Target,
    /// Stop after this many events
    #[arg(long, value_name = "N")]
    pub(crate) count: Option<u64>,
    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum GatewayCommand {
    /// Tells everything that is wrong with the gateway's settings, its certificates and routes included
    #[command(after_help = "Example:
  realmwire gateway check --config realmwire.toml")]
    Check(Source),
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Validates file, variables and flags
    Check(Source),
    /// Prints what differs from the defaults
    Show(Source),
    /// Lists every key with its type and default
    Keys,
    /// Prints the page of the documentation that lists every key
    Page,
}

impl UpArgs {
    /// The flags as configuration values.
    pub(crate) fn overrides(&self) -> Overrides {
        let mut found = self.source.settings.clone();
        push_path(&mut found, "data.directory", self.data.as_ref());
        if self.ephemeral {
            found.push(("data.ephemeral".to_owned(), Value::Boolean(true)));
        }
        push_text(&mut found, "gateway.listen", self.http.as_ref());
        push_text(&mut found, "admin.listen", self.admin.as_ref());
        push_path(&mut found, "content.directory", self.content.as_ref());
        found
    }
}

impl ServeArgs {
    /// The flags as configuration values.
    pub(crate) fn overrides(&self) -> Overrides {
        let mut found = self.source.settings.clone();
        push_list(&mut found, "nats.servers", &self.nats);
        if let Some(replicas) = self.replicas {
            found.push(("nats.replicas".to_owned(), Value::Integer(replicas.into())));
        }
        push_list(&mut found, "redis.nodes", &self.redis);
        push_text(&mut found, "gateway.listen", self.http.as_ref());
        push_text(&mut found, "admin.listen", self.admin.as_ref());
        push_path(&mut found, "content.directory", self.content.as_ref());
        found
    }
}

impl NatsTarget {
    /// Whether the command goes over NATS.
    pub(crate) fn is_named(&self) -> bool {
        !self.nats.is_empty()
    }

    /// The flags as configuration values.
    pub(crate) fn overrides(&self) -> Overrides {
        let mut found = self.source.settings.clone();
        push_list(&mut found, "nats.servers", &self.nats);
        found
    }
}

fn push_text(found: &mut Overrides, key: &str, value: Option<&String>) {
    if let Some(value) = value {
        found.push((key.to_owned(), Value::String(value.clone())));
    }
}

fn push_path(found: &mut Overrides, key: &str, value: Option<&PathBuf>) {
    push_text(found, key, value.map(|path| path.to_string_lossy().into_owned()).as_ref());
}

fn push_list(found: &mut Overrides, key: &str, values: &[String]) {
    if !values.is_empty() {
        found.push((key.to_owned(), Value::Array(values.iter().cloned().map(Value::String).collect())));
    }
}

/// `key=value` where the value is TOML, or text without quotes.
fn parse_setting(text: &str) -> Result<(String, Value), String> {
    let (key, value) = text.split_once('=').ok_or("expected KEY=VALUE")?;
    let parsed = format!("value = {value}").parse::<toml::Table>().ok().and_then(|mut table| table.remove("value"));
    Ok((key.trim().to_owned(), parsed.unwrap_or_else(|| Value::String(value.to_owned()))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn flags_become_configuration_values() {
        let cli =
            Cli::parse_from(["realmwire", "up", "--ephemeral", "--http", "127.0.0.1:0", "--set", "stop.drain_ms=5"]);
        let Command::Up(args) = cli.command else { panic!("not up") };
        let expected: Overrides = vec![
            ("stop.drain_ms".to_owned(), Value::Integer(5)),
            ("data.ephemeral".to_owned(), Value::Boolean(true)),
            ("gateway.listen".to_owned(), Value::String("127.0.0.1:0".to_owned())),
        ];
        assert_eq!(args.overrides(), expected);
    }

    #[test]
    fn services_are_separated_by_commas_or_spaces() {
        let cli = Cli::parse_from(["realmwire", "serve", "auth,gateway", "state-manager"]);
        let Command::Serve(args) = cli.command else { panic!("not serve") };
        assert_eq!(args.services, ["auth", "gateway", "state-manager"]);
    }
}
