//! What can be configured of a gateway. Every limit has a name here.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use http::{HeaderValue, Method};
use realmwire_contract::MethodSpec;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::transcode::Profile;

/// The settings of a gateway.
///
/// ```
/// use realmwire_gateway::GatewayConfig;
///
/// let config: GatewayConfig = toml::from_str("[limits]\nbody_bytes = 4096").unwrap();
/// assert!(config.check().is_empty());
/// assert!(toml::from_str::<GatewayConfig>("[limits]\nbody_byte = 4096").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GatewayConfig {
    /// The address and port that HTTP clients connect to; port 0 takes a free one. A change takes effect at the next
    /// start.
    pub listen: String,
    /// The certificate and key for HTTPS; without them the gateway speaks HTTP.
    pub tls: Option<Tls>,
    /// How much is taken at the most.
    pub limits: Limits,
    /// How long things may take.
    pub timeouts: Timeouts,
    /// How often one caller may come.
    pub rate_limits: RateLimits,
    /// Which web pages may call.
    pub cors: Cors,
    /// When bodies are compressed.
    pub compression: Compression,
    /// Server-sent events, lines of JSON, and feeds over WebSockets.
    pub streams: Streams,
    /// How messages look in JSON: `canonical` or `legacy`, by service (`state-manager`) or method
    /// (`state-manager.Get`). What is not named is canonical.
    pub profiles: BTreeMap<String, Profile>,
    /// Operations that are no more, answered with 410.
    pub retired: Vec<RetiredRoute>,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether each request is logged.
    pub access_log: bool,
    /// Whether `/docs` and `/openapi.json` are served.
    pub documents: bool,
}

/// A certificate and its key, read again when the files change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// A PEM file with the certificate, and the intermediate ones after it.
    pub certificate_file: PathBuf,
    /// A PEM file with the private key.
    pub key_file: PathBuf,
    /// How often the files are checked for changes, in milliseconds.
    #[serde(default = "default_reload_ms")]
    pub reload_interval_ms: u64,
}

/// How much is taken at the most. What comes beyond is refused at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Open connections. A further one takes the place of one that has been quiet for a second, or is refused.
    pub connections: usize,
    /// Requests worked on at a time. Less important ones are refused a little earlier.
    pub requests_in_flight: usize,
    /// Requests of one operation worked on at a time.
    pub requests_in_flight_per_operation: usize,
    /// How long a request may have waited for its turn on a processor, in microseconds, when there is more to do than time;
    /// those that have waited longer are refused. Bursts are worked off. 0 refuses none.
    pub turn_wait_us: u64,
    /// Streams and feeds open at a time.
    pub streams: usize,
    /// HTTP/2 requests in flight on one connection.
    pub http2_streams_per_connection: u32,
    /// Bytes of a request's body, after decompression.
    pub body_bytes: u64,
    /// Bytes of all requests' bodies that are in memory at a time.
    pub bodies_bytes: u64,
    /// Bytes of the path and query.
    pub uri_bytes: usize,
    /// Bytes of all headers.
    pub header_bytes: usize,
    /// How deep objects and lists may lie in each other.
    pub json_depth: usize,
    /// How many times larger than as it was sent a compressed body may become.
    pub decompression_ratio: u64,
}

/// How long things may take, in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Timeouts {
    /// From the connection to the end of the TLS handshake, and to the first byte of a request.
    pub handshake_ms: u64,
    /// From the first byte of a request, or the end of the last one, to the end of the headers.
    pub headers_ms: u64,
    /// The whole body.
    pub body_ms: u64,
    /// How long a client may go without reading what is sent to it.
    pub write_ms: u64,
    /// How long a connection may be open without a request.
    pub idle_ms: u64,
    /// The most that a request may take, whatever the client asks for.
    pub request_ms: u64,
}

/// How often one caller may come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RateLimits {
    /// Whether requests are counted at all. The limits themselves are auth's, changed with its `SetLimits`.
    pub enabled: bool,
}

/// Which web pages may call (CORS).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Cors {
    /// Origins such as `https://play.example.com`, or `*` for all. None: browsers refuse calls from other pages.
    pub origins: Vec<String>,
    /// How long browsers remember the answer, in seconds.
    pub max_age_seconds: u64,
}

/// When bodies are compressed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Compression {
    /// Whether answers are compressed for clients that accept it. Compressed requests are always read.
    pub enabled: bool,
    /// Answers with fewer bytes are sent as they are. Messages of streams are compressed whatever their size.
    pub min_bytes: usize,
    /// Streams that are compressed at a time, each of which takes up to 400 KiB of memory. Further ones are sent as
    /// they are.
    pub streams: usize,
}

/// Server-sent events, lines of JSON, and feeds over WebSockets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Streams {
    /// How often something is sent when there is nothing to say, in milliseconds.
    pub heartbeat_ms: u64,
    /// How long a client should wait before it connects again, in milliseconds.
    pub retry_ms: u64,
    /// Messages kept for a client that reads slowly; at more it is cut off.
    pub buffer_messages: usize,
    /// Subscriptions of one feed.
    pub subscriptions_per_feed: usize,
    /// Bytes of one message from a client of a feed.
    pub feed_message_bytes: usize,
    /// How long the token of a feed may be expired before it is closed, in milliseconds.
    pub feed_token_grace_ms: u64,
}

/// An operation that is no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetiredRoute {
    /// The HTTP method.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The path to use instead, if there is one.
    #[serde(default)]
    pub successor: Option<String>,
}

/// A setting that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// Its key, such as `limits.body_bytes`.
    pub key: String,
    /// What is wrong and what would be right.
    pub problem: String,
}

fn default_reload_ms() -> u64 {
    10_000
}

impl Default for GatewayConfig {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            tls: None,
            limits: Limits::default(),
            timeouts: Timeouts::default(),
            rate_limits: RateLimits::default(),
            cors: Cors::default(),
            compression: Compression::default(),
            streams: Streams::default(),
            profiles: BTreeMap::new(),
            retired: Vec::new(),
            trusted_proxies: Vec::new(),
            access_log: true,
            documents: true,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 10_000,
            requests_in_flight: 1_024,
            requests_in_flight_per_operation: 512,
            turn_wait_us: 2_000,
            streams: 2_048,
            http2_streams_per_connection: 128,
            body_bytes: 1024 * 1024,
            bodies_bytes: 256 * 1024 * 1024,
            uri_bytes: 8 * 1024,
            header_bytes: 64 * 1024,
            json_depth: 64,
            decompression_ratio: 100,
        }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            handshake_ms: 5_000,
            headers_ms: 10_000,
            body_ms: 10_000,
            write_ms: 30_000,
            idle_ms: 75_000,
            request_ms: 60_000,
        }
    }
}

impl Default for RateLimits {
    fn default() -> Self {
        Self { enabled: true }
    }
}

impl Default for Cors {
    fn default() -> Self {
        Self { origins: Vec::new(), max_age_seconds: 600 }
    }
}

impl Default for Compression {
    fn default() -> Self {
        Self { enabled: true, min_bytes: 1_024, streams: 256 }
    }
}

impl Default for Streams {
    fn default() -> Self {
        Self {
            heartbeat_ms: 15_000,
            retry_ms: 2_000,
            buffer_messages: 256,
            subscriptions_per_feed: 64,
            feed_message_bytes: 16 * 1024,
            feed_token_grace_ms: 30_000,
        }
    }
}

impl GatewayConfig {
    /// How messages of a method look in JSON: as is said of the method, else of its service.
    pub(crate) fn profile(&self, spec: &MethodSpec) -> Profile {
        let by_method = self.profiles.get(&format!("{}.{}", spec.service, spec.name));
        by_method.or_else(|| self.profiles.get(spec.service)).copied().unwrap_or_default()
    }

    /// Everything that is wrong with the settings, beyond what their types say.
    pub fn check(&self) -> Vec<ConfigProblem> {
        let mut problems = Problems(Vec::new());
        if self.listen.parse::<SocketAddr>().is_err() {
            problems.add("listen", "is no address and port such as 0.0.0.0:8080");
        }
        self.limits.check(&mut problems);
        self.timeouts.check(&mut problems);
        self.streams.check(&mut problems);
        for (index, origin) in self.cors.origins.iter().enumerate() {
            if !is_origin(origin) {
                problems.add(format!("cors.origins[{index}]"), "is no origin such as https://play.example.com, nor *");
            }
        }
        for (index, route) in self.retired.iter().enumerate() {
            if Method::from_bytes(route.method.as_bytes()).is_err() {
                problems.add(format!("retired[{index}].method"), "is no HTTP method");
            }
            if let Err(error) = crate::routing::Template::parse(&route.path) {
                problems.add(format!("retired[{index}].path"), error.to_string());
            }
            if route.successor.as_ref().is_some_and(|path| !path.starts_with('/')) {
                problems.add(format!("retired[{index}].successor"), "does not begin with /");
            }
        }
        problems.0
    }
}

struct Problems(Vec<ConfigProblem>);

impl Problems {
    fn add(&mut self, key: impl Into<String>, problem: impl Into<String>) {
        self.0.push(ConfigProblem { key: key.into(), problem: problem.into() });
    }

    fn at_least<N: Copy + PartialOrd + std::fmt::Display>(&mut self, key: &str, value: N, least: N) {
        if value < least {
            self.add(key, format!("is {value}, the least is {least}"));
        }
    }
}

impl Limits {
    fn check(&self, problems: &mut Problems) {
        problems.at_least("limits.connections", self.connections, 1);
        problems.at_least("limits.requests_in_flight", self.requests_in_flight, 1);
        let per_operation = self.requests_in_flight_per_operation;
        problems.at_least("limits.requests_in_flight_per_operation", per_operation, 1);
        problems.at_least("limits.http2_streams_per_connection", self.http2_streams_per_connection, 1);
        problems.at_least("limits.body_bytes", self.body_bytes, 1_024);
        problems.at_least("limits.bodies_bytes", self.bodies_bytes, self.body_bytes);
        problems.at_least("limits.uri_bytes", self.uri_bytes, 256);
        // HTTP/1 heads are read into one buffer, of which this is the least.
        problems.at_least("limits.header_bytes", self.header_bytes, 8_192);
        problems.at_least("limits.json_depth", self.json_depth, 1);
        problems.at_least("limits.decompression_ratio", self.decompression_ratio, 1);
        if self.json_depth > 100 {
            problems.add("limits.json_depth", "is more than 100, which is what services decode");
        }
    }
}

impl Timeouts {
    fn check(&self, problems: &mut Problems) {
        let all = [
            ("timeouts.handshake_ms", self.handshake_ms),
            ("timeouts.headers_ms", self.headers_ms),
            ("timeouts.body_ms", self.body_ms),
            ("timeouts.write_ms", self.write_ms),
            ("timeouts.idle_ms", self.idle_ms),
            ("timeouts.request_ms", self.request_ms),
        ];
        for (key, value) in all {
            problems.at_least(key, value, 1);
        }
    }
}

impl Streams {
    fn check(&self, problems: &mut Problems) {
        problems.at_least("streams.heartbeat_ms", self.heartbeat_ms, 1);
        problems.at_least("streams.buffer_messages", self.buffer_messages, 1);
        problems.at_least("streams.subscriptions_per_feed", self.subscriptions_per_feed, 1);
        problems.at_least("streams.feed_message_bytes", self.feed_message_bytes, 256);
    }
}

/// `*`, or a scheme and a host with nothing after them, as browsers send it.
fn is_origin(origin: &str) -> bool {
    let plain =
        |(scheme, host): (&str, &str)| !scheme.is_empty() && !host.is_empty() && !host.contains(['/', '?', '#']);
    origin == "*" || (HeaderValue::from_str(origin).is_ok() && origin.split_once("://").is_some_and(plain))
}
