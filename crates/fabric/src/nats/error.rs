use crate::redis::RedisError;

/// Why a process could not connect to NATS or to Redis.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The configuration cannot be used.
    #[error("invalid NATS configuration: {0}")]
    Invalid(String),
    /// No server could be reached in time.
    #[error("connect to NATS at {servers}: no server could be reached")]
    Unreachable {
        /// The servers as configured.
        servers: String,
        /// The last failure.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A server refused this process.
    #[error("connect to NATS at {servers}: refused")]
    Refused {
        /// The servers as configured.
        servers: String,
        /// What the server said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A server and this process do not believe each other's certificates, or one of them has none.
    #[error(
        "connect to NATS at {servers}: the certificates do not fit; check the authority that servers are believed by, and \
         this process's own certificate"
    )]
    Certificates {
        /// The servers as configured.
        servers: String,
        /// What was wrong.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A server is too old for the journal: it would ignore headers that it does not know, and store half a commit.
    #[error("the NATS server {server} is version {version}, {needed} or newer is needed")]
    ServerTooOld {
        /// The server's name.
        server: String,
        /// Its version.
        version: String,
        /// The oldest that will do.
        needed: &'static str,
    },
    /// A server runs without JetStream, or this account may not use it.
    #[error("the NATS server {server} runs without JetStream")]
    NoJetStream {
        /// The server's name.
        server: String,
    },
    /// The configuration for Redis cannot be used.
    #[error(transparent)]
    Cache(#[from] RedisError),
}
