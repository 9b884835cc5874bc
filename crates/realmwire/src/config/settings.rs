//! The settings of a process, as the configuration file has them.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everything that can be configured.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) data: Data,
    pub(crate) gateway: realmwire_gateway::GatewayConfig,
    pub(crate) admin: Admin,
    pub(crate) nats: Nats,
    pub(crate) redis: Redis,
    pub(crate) log: Log,
    pub(crate) content: Content,
    pub(crate) stop: Stop,
    /// Each service's own settings, by its name.
    #[schemars(with = "serde_json::Map<String, serde_json::Value>")]
    pub(crate) services: toml::Table,
}

/// Where `up` keeps its data.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Data {
    /// The folder of the store; created when it does not exist. One process at a time.
    pub(crate) directory: PathBuf,
    /// Keeps everything in memory and forgets it at the end.
    pub(crate) ephemeral: bool,
}

impl Default for Data {
    fn default() -> Self {
        Self { directory: "./realmwire-data".into(), ephemeral: false }
    }
}

/// The port for operators: health, metrics and drain. Never make it public.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Admin {
    /// The address and port to listen on; port 0 takes a free one.
    pub(crate) listen: String,
}

impl Default for Admin {
    fn default() -> Self {
        Self { listen: "127.0.0.1:9901".to_owned() }
    }
}

/// The NATS servers that `serve` uses, and how it and the commands with `--nats` reach them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Nats {
    /// Addresses of servers of one cluster, such as `nats://10.0.0.1:4222`.
    pub(crate) servers: Vec<String>,
    /// How many servers keep a copy of each journal: 1, 3 or 5.
    pub(crate) replicas: u8,
    /// A file with the credentials of a NATS user (a JWT and its seed); none without authentication.
    pub(crate) credentials_file: Option<PathBuf>,
    /// Whether connections must be encrypted; implied by the files below.
    pub(crate) tls: bool,
    /// A PEM file with the authorities that servers are believed by, in place of those of the system.
    pub(crate) authority_file: Option<PathBuf>,
    /// A PEM file with this process's certificate; `key_file` goes with it.
    pub(crate) certificate_file: Option<PathBuf>,
    /// A PEM file with the certificate's private key.
    pub(crate) key_file: Option<PathBuf>,
    /// How long to wait for a server at the start, in milliseconds.
    pub(crate) connect_timeout_ms: u64,
}

impl Default for Nats {
    fn default() -> Self {
        Self {
            servers: Vec::new(),
            replicas: 1,
            credentials_file: None,
            tls: false,
            authority_file: None,
            certificate_file: None,
            key_file: None,
            connect_timeout_ms: 10_000,
        }
    }
}

/// The Redis nodes that `serve` uses for cache and quotas.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Redis {
    /// Addresses of nodes, such as `redis://10.0.0.1:6379`: one for a single server, several for a cluster. Without
    /// any, each process has a cache and quotas of its own.
    pub(crate) nodes: Vec<String>,
}

/// What is logged.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Log {
    /// The least level, or a filter such as `info,realmwire_gateway=debug`.
    pub(crate) filter: String,
    /// How lines look.
    pub(crate) format: LogFormat,
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info".to_owned(), format: LogFormat::Auto }
    }
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// Text on a terminal, JSON elsewhere.
    Auto,
    /// One line of text each.
    Text,
    /// One JSON object each.
    Json,
}

/// The game's content.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Content {
    /// The folder with calendars, lore and other data; without one, services use what they ship.
    pub(crate) directory: Option<PathBuf>,
}

/// How a process ends.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Stop {
    /// How long work that was accepted may take to finish after SIGTERM or Ctrl-C, in milliseconds.
    pub(crate) drain_ms: u64,
}

impl Default for Stop {
    fn default() -> Self {
        Self { drain_ms: 20_000 }
    }
}
