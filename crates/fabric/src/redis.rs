//! The cache on Redis: one server, or a cluster.
//!
//! Redis is a cache here and nothing else: it loses acknowledged writes when a master dies. Whatever it does not
//! answer in time is a [`CacheError`], and its caller goes on without it.

mod patience;
#[cfg(test)]
mod tests;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use redis::aio::{ConnectionLike, ConnectionManager, ConnectionManagerConfig};
use redis::cluster::{ClusterClient, ClusterConfig};
use redis::cluster_async::ClusterConnection;
use redis::{Client, Cmd, FromRedisValue, Script};

use self::patience::Patience;
use crate::cache::{Admission, Cache, CacheError, Quota};

/// How a process reaches Redis.
#[derive(Clone)]
pub struct RedisConfig {
    /// URLs such as `redis://127.0.0.1:6379`: one for a single server, several of a cluster for a cluster.
    pub urls: Vec<String>,
    /// What all keys begin with, so that systems can share a Redis.
    pub prefix: String,
    /// How long one operation may take.
    pub timeout: Duration,
}

impl RedisConfig {
    /// The servers; the rest as it is by default.
    pub fn new(urls: Vec<String>) -> Self {
        Self { urls, prefix: "realmwire".to_owned(), timeout: Duration::from_millis(100) }
    }
}

// URLs may hold passwords.
impl fmt::Debug for RedisConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RedisConfig").field("servers", &self.urls.len()).finish_non_exhaustive()
    }
}

/// Why the configuration for Redis cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RedisError {
    /// No server is given.
    #[error("no Redis server is given")]
    NoServer,
    /// A URL cannot be understood.
    #[error("the URL of a Redis server cannot be used")]
    Url(#[source] redis::RedisError),
}

/// A cache on Redis.
pub struct RedisCache {
    connection: Connection,
    prefix: String,
    timeout: Duration,
    patience: Patience,
    take: Script,
}

/// The cache on the servers of `config`. They need not be there yet, and may go and come back.
///
/// To be called within a Tokio runtime.
///
/// ```no_run
/// use realmwire_fabric::redis::{RedisConfig, connect};
///
/// # fn example() -> Result<(), realmwire_fabric::redis::RedisError> {
/// let cache = connect(RedisConfig::new(vec!["redis://127.0.0.1:6379".to_owned()]))?;
/// # Ok(())
/// # }
/// ```
pub fn connect(config: RedisConfig) -> Result<RedisCache, RedisError> {
    Ok(RedisCache {
        connection: Connection::open(&config)?,
        prefix: config.prefix,
        timeout: config.timeout,
        patience: Patience::default(),
        take: Script::new(TAKE),
    })
}

/// How long it may take to connect to a server. It goes on when the operation that began it has given up.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);

/// The longest pause between attempts to connect.
const RECONNECT_PAUSE: Duration = Duration::from_secs(1);

#[derive(Clone)]
enum Connection {
    Single(ConnectionManager),
    Cluster(ClusterConnection),
}

impl Connection {
    fn open(config: &RedisConfig) -> Result<Self, RedisError> {
        match config.urls.as_slice() {
            [] => Err(RedisError::NoServer),
            [url] => {
                let client = Client::open(url.as_str()).map_err(RedisError::Url)?;
                let settings = ConnectionManagerConfig::new()
                    .set_connection_timeout(Some(CONNECT_WITHIN))
                    .set_response_timeout(Some(config.timeout))
                    .set_max_delay(RECONNECT_PAUSE);
                let manager = ConnectionManager::new_lazy_with_config(client, settings).map_err(RedisError::Url)?;
                Ok(Self::Single(manager))
            }
            urls => {
                let client = ClusterClient::builder(urls.iter().map(String::as_str))
                    // A shard that was moved is asked again at its new place; more is for the caller to decide.
                    .retries(2)
                    .build()
                    .map_err(RedisError::Url)?;
                let settings =
                    ClusterConfig::new().set_connection_timeout(CONNECT_WITHIN).set_response_timeout(config.timeout);
                Ok(Self::Cluster(client.get_pending_async_connection_with_config(settings)))
            }
        }
    }
}

impl ConnectionLike for Connection {
    fn req_packed_command<'a>(&'a mut self, command: &'a Cmd) -> redis::RedisFuture<'a, redis::Value> {
        match self {
            Self::Single(connection) => connection.req_packed_command(command),
            Self::Cluster(connection) => connection.req_packed_command(command),
        }
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        commands: &'a redis::Pipeline,
        offset: usize,
        count: usize,
    ) -> redis::RedisFuture<'a, Vec<redis::Value>> {
        match self {
            Self::Single(connection) => connection.req_packed_commands(commands, offset, count),
            Self::Cluster(connection) => connection.req_packed_commands(commands, offset, count),
        }
    }

    fn get_db(&self) -> i64 {
        match self {
            Self::Single(connection) => connection.get_db(),
            Self::Cluster(connection) => connection.get_db(),
        }
    }
}

impl RedisCache {
    fn value_key(&self, key: &str) -> String {
        format!("{}:value:{key}", self.prefix)
    }

    fn quota_key(&self, key: &str) -> String {
        format!("{}:quota:{key}", self.prefix)
    }

    /// What `operation` gives, within the time for it.
    async fn bounded<T>(
        &self,
        key: &str,
        operation: impl Future<Output = Result<T, redis::RedisError>>,
    ) -> Result<T, CacheError> {
        self.patience.check(key).map_err(|error| CacheError(error.into()))?;
        match tokio::time::timeout(self.timeout, operation).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => {
                if error.is_timeout() {
                    self.patience.lose(key);
                }
                Err(CacheError(error.into()))
            }
            Err(elapsed) => {
                self.patience.lose(key);
                Err(CacheError(elapsed.into()))
            }
        }
    }

    async fn query<T: FromRedisValue>(&self, key: &str, command: &Cmd) -> Result<T, CacheError> {
        let mut connection = self.connection.clone();
        self.bounded(key, command.query_async(&mut connection)).await
    }

    async fn take_units(&self, key: String, quota: Quota, cost: u32) -> Result<Admission, CacheError> {
        let mut connection = self.connection.clone();
        let mut invocation = self.take.key(&key);
        invocation
            .arg(u64::try_from(quota.interval().as_nanos()).unwrap_or(u64::MAX))
            .arg(quota.burst.max(1))
            .arg(cost);
        let answer: (bool, u32, i64, i64) = self.bounded(&key, invocation.invoke_async(&mut connection)).await?;
        let (allowed, remaining, retry_us, reset_us) = answer;
        // More than a burst is never allowed, which the script says with a negative number.
        let retry_after = u64::try_from(retry_us).map_or(Duration::MAX, Duration::from_micros);
        let reset_after = Duration::from_micros(u64::try_from(reset_us).unwrap_or_default());
        Ok(Admission { allowed, remaining, retry_after, reset_after })
    }
}

impl Cache for RedisCache {
    fn get(&self, key: &str) -> BoxFuture<'_, Result<Option<Bytes>, CacheError>> {
        let key = self.value_key(key);
        Box::pin(async move {
            let value: Option<Vec<u8>> = self.query(&key, &Cmd::get(&key)).await?;
            Ok(value.map(Bytes::from))
        })
    }

    fn set(&self, key: &str, value: Bytes, ttl: Duration) -> BoxFuture<'_, Result<(), CacheError>> {
        let key = self.value_key(key);
        Box::pin(async move {
            // A value for no time at all is none.
            let ttl_ms = u64::try_from(ttl.as_millis()).unwrap_or(u64::MAX).clamp(1, LONGEST_TTL_MS);
            self.query(&key, &Cmd::pset_ex(&key, value.as_ref(), ttl_ms)).await
        })
    }

    fn delete(&self, key: &str) -> BoxFuture<'_, Result<(), CacheError>> {
        let key = self.value_key(key);
        Box::pin(async move { self.query(&key, &Cmd::del(&key)).await })
    }

    fn take(&self, key: &str, quota: Quota, cost: u32) -> BoxFuture<'_, Result<Admission, CacheError>> {
        Box::pin(self.take_units(self.quota_key(key), quota, cost))
    }
}

/// A century, which Redis can add to its clock.
const LONGEST_TTL_MS: u64 = 100 * 365 * 24 * 60 * 60 * 1000;

/// The generic cell rate algorithm (ITU-T I.371) as a virtual schedule, in one step and by the server's clock.
///
/// The whole state of a quota is the time at which it is whole. All numbers are microseconds, which a double holds
/// exactly for centuries.
const TAKE: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval = tonumber(ARGV[1]) / 1000
local burst = tonumber(ARGV[2])
local cost = tonumber(ARGV[3])
local whole = interval * burst
local debt = (tonumber(redis.call('GET', KEYS[1])) or now) - now
debt = math.min(math.max(debt, 0), whole)
local wanted = debt + interval * cost
local allowed = wanted <= whole
local retry = 0
if allowed then
    debt = wanted
    if debt > 0 then
        redis.call('SET', KEYS[1], string.format('%.0f', now + debt), 'PX', math.ceil(debt / 1000))
    end
elseif cost > burst then
    retry = -1
else
    retry = math.ceil(wanted - whole)
end
local remaining = burst
if interval > 0 then
    remaining = math.min(burst, math.floor((whole - debt) / interval))
end
return {allowed and 1 or 0, remaining, retry, math.ceil(debt)}
";
