use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// How a process reaches NATS, and how it stores its journals there.
#[derive(Clone, Debug)]
pub struct NatsConfig {
    /// URLs of servers of the cluster, such as `nats://127.0.0.1:4222`; the others are learnt from these.
    pub servers: Vec<String>,
    /// The service, or what else this process is: a token of its reply subjects and the name of its connections.
    pub name: String,
    /// Tells this process from others of the same name; a token of its reply subjects.
    pub instance: String,
    /// How this process proves who it is.
    pub credentials: Credentials,
    /// Certificates, when connections are encrypted.
    pub tls: Option<TlsFiles>,
    /// Copies of each journal, on as many servers: 1, 3 or 5.
    pub replicas: u8,
    /// How long events are kept that say nothing of it themselves.
    pub event_retention: Duration,
    /// How long dead letters are kept.
    pub dead_letter_retention: Duration,
    /// URLs of Redis servers for the cache: one for a single server, several for a cluster. Without it each process
    /// has a cache of its own in its memory.
    pub redis: Option<Vec<String>>,
    /// How long [`connect`](super::connect) keeps trying before it gives up.
    pub connect_within: Duration,
    /// How long one call to a journal may take, a change of its leader included.
    pub journal_timeout: Duration,
}

impl NatsConfig {
    /// The servers to connect to and who connects; the rest as it is by default.
    pub fn new(servers: Vec<String>, name: impl Into<String>, instance: impl Into<String>) -> Self {
        Self {
            servers,
            name: name.into(),
            instance: instance.into(),
            credentials: Credentials::None,
            tls: None,
            replicas: 1,
            event_retention: Duration::from_hours(7 * 24),
            dead_letter_retention: Duration::from_hours(30 * 24),
            redis: None,
            connect_within: Duration::from_secs(15),
            journal_timeout: Duration::from_secs(15),
        }
    }
}

/// How a process proves to NATS who it is.
#[derive(Clone, Default)]
pub enum Credentials {
    /// Not at all, or by its certificate.
    #[default]
    None,
    /// With a name and a password.
    Password {
        /// The name.
        user: String,
        /// The password.
        password: String,
    },
    /// With a token.
    Token(String),
    /// With the seed of an nkey.
    Nkey(String),
    /// With a file that holds a JWT and the seed of its nkey.
    File(PathBuf),
}

// Secrets are not shown.
impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::None => "None",
            Self::Password { .. } => "Password",
            Self::Token(_) => "Token",
            Self::Nkey(_) => "Nkey",
            Self::File(_) => "File",
        };
        formatter.write_str(kind)
    }
}

/// Certificates for connections to NATS.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    /// Certificates of the authorities that servers are believed by, in place of those of the system.
    pub authority: Option<PathBuf>,
    /// This process's certificate and its key.
    pub identity: Option<(PathBuf, PathBuf)>,
}
