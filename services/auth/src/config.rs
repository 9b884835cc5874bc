//! What can be configured.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use realmwire_sdk::limits::Limit;
use realmwire_sdk::secret::Secret;
use realmwire_sdk::service::{ConfigError, in_range};
use realmwire_sdk::token::VerifierConfig;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rules::keyring::RotationPolicy;
use crate::rules::lockout::LockoutPolicy;
use crate::rules::password::PasswordPolicy;
use crate::rules::session::SessionPolicy;

/// The configuration of auth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The `iss` of access tokens. Gateways must be configured with the same.
    pub issuer: String,
    /// The `aud` of access tokens. Gateways must be configured with the same.
    pub audience: String,
    /// Whether somebody who is not signed in may create an account.
    pub registration: Registration,
    /// How long an access token is good for; from 60 to 86,400.
    pub access_token_seconds: u64,
    /// How long a session lasts without being refreshed; from 1 to 365.
    pub refresh_token_days: u64,
    /// How long a session lasts at the most; from 1 to 3,650.
    pub session_days_max: u64,
    /// Sessions that a player has at a time; a further one ends the one that was used least recently. From 1 to 100.
    pub sessions_per_player_max: usize,
    /// How long a token of `IssueServiceToken` is good for at the most; from 1 to 90.
    pub service_token_days_max: u64,
    /// How passwords are chosen and hashed.
    pub password: PasswordConfig,
    /// When too many failures lock a name, and how often an address may try.
    pub lockout: LockoutConfig,
    /// How signing keys are kept and replaced.
    pub keys: KeysConfig,
    /// The identity providers whose tokens are accepted, by the name that clients use for them.
    pub providers: BTreeMap<String, ProviderConfig>,
}

/// Whether somebody who is not signed in may create an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Registration {
    /// Everybody may.
    Open,
    /// Only moderators, administrators and services may.
    Closed,
}

/// How passwords are chosen and hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordConfig {
    /// The fewest characters of a new password; from 8 to 64.
    pub characters_min: usize,
    /// Argon2id's memory; at least 19,456, OWASP's minimum. A password hashed with other parameters is hashed anew when
    /// its owner signs in.
    pub memory_kib: u32,
    /// Argon2id's passes over the memory; at least 2.
    pub iterations: u32,
    /// Passwords that one instance hashes at a time, each in `memory_kib` of memory; from 1 to 64.
    pub hashes_max: usize,
    /// Calls that wait for their turn to hash at the most; further ones are refused at once.
    pub waiting_max: usize,
}

/// When too many failures lock a name, and how often an address may try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LockoutConfig {
    /// Wrong passwords for one name before it is locked; from 3 to 100.
    pub failures_by_name: u32,
    /// Passwords that may be tried from one address at once, and then in each window, right or wrong; from 3 to 10,000.
    /// Players behind one router share it.
    pub attempts_by_address: u32,
    /// Failures longer ago than this no longer count.
    pub window_seconds: u64,
    /// How long the first lock lasts. Each further one within a day lasts twice as long.
    pub lock_seconds: u64,
    /// The longest lock.
    pub lock_seconds_max: u64,
}

/// How signing keys are kept and replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct KeysConfig {
    /// How long a key signs; from 1 to 365.
    pub rotation_days: u64,
    /// How long before it signs a key is published; from 1 to 168. Verifiers outside this system may keep keys that long.
    pub publication_hours: u64,
    /// Encrypts the private keys in the journal: at least 32 characters that nobody can guess. Without it whoever reads
    /// the journal can sign tokens.
    #[serde(skip_serializing)]
    #[schemars(with = "Option<String>")]
    pub encryption_secret: Option<Secret>,
    /// The encryption secret until now, while it is being replaced: what it encrypted is encrypted anew.
    #[serde(skip_serializing)]
    #[schemars(with = "Option<String>")]
    pub previous_encryption_secret: Option<Secret>,
}

/// An identity provider whose tokens are accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderConfig {
    /// The `iss` that its tokens must have.
    pub issuer: String,
    /// The `aud` that its tokens must name: this game's client id with the provider.
    pub audience: String,
    /// Its JSON Web Key Set, as a file that is read again when it changes.
    pub keys_file: Option<PathBuf>,
    /// Its JSON Web Key Set, written here.
    pub keys: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            issuer: VerifierConfig::ISSUER.to_owned(),
            audience: VerifierConfig::AUDIENCE.to_owned(),
            registration: Registration::Open,
            access_token_seconds: 15 * 60,
            refresh_token_days: 30,
            session_days_max: 365,
            sessions_per_player_max: 20,
            service_token_days_max: 30,
            password: PasswordConfig::default(),
            lockout: LockoutConfig::default(),
            keys: KeysConfig::default(),
            providers: BTreeMap::new(),
        }
    }
}

impl Default for PasswordConfig {
    fn default() -> Self {
        Self { characters_min: 10, memory_kib: 19_456, iterations: 2, hashes_max: 4, waiting_max: 128 }
    }
}

impl Default for LockoutConfig {
    fn default() -> Self {
        Self {
            failures_by_name: 10,
            attempts_by_address: 100,
            window_seconds: 15 * 60,
            lock_seconds: 60,
            lock_seconds_max: 60 * 60,
        }
    }
}

impl Default for KeysConfig {
    fn default() -> Self {
        Self { rotation_days: 30, publication_hours: 24, encryption_secret: None, previous_encryption_secret: None }
    }
}

impl Config {
    /// Checks every value.
    ///
    /// # Errors
    /// The first value that is out of its range, and the range.
    pub fn validate(&self) -> Result<(), ConfigError> {
        text("issuer", &self.issuer)?;
        text("audience", &self.audience)?;
        in_range("access_token_seconds", self.access_token_seconds, 60..=86_400)?;
        in_range("refresh_token_days", self.refresh_token_days, 1..=365)?;
        in_range("session_days_max", self.session_days_max, self.refresh_token_days..=3_650)?;
        in_range("sessions_per_player_max", self.sessions_per_player_max, 1..=100)?;
        in_range("service_token_days_max", self.service_token_days_max, 1..=90)?;
        self.password.validate()?;
        self.lockout.validate()?;
        self.keys.validate()?;
        self.providers.iter().try_for_each(|(name, provider)| provider.validate(name))
    }

    pub(crate) fn session_policy(&self) -> SessionPolicy {
        SessionPolicy {
            access: Duration::from_secs(self.access_token_seconds),
            idle: days(self.refresh_token_days),
            longest: days(self.session_days_max),
            per_player: self.sessions_per_player_max,
            service_token: days(self.service_token_days_max),
        }
    }

    pub(crate) fn rotation_policy(&self) -> RotationPolicy {
        let access = Duration::from_secs(self.access_token_seconds);
        RotationPolicy {
            signs_for: days(self.keys.rotation_days),
            published_before: Duration::from_secs(self.keys.publication_hours * 3_600),
            longest_token: access.max(days(self.service_token_days_max)),
        }
    }
}

impl PasswordConfig {
    fn validate(&self) -> Result<(), ConfigError> {
        in_range("password.characters_min", self.characters_min, 8..=64)?;
        in_range("password.memory_kib", self.memory_kib, 19_456..=1_048_576)?;
        in_range("password.iterations", self.iterations, 2..=20)?;
        in_range("password.hashes_max", self.hashes_max, 1..=64)?;
        in_range("password.waiting_max", self.waiting_max, 0..=10_000)
    }

    pub(crate) fn policy(&self) -> PasswordPolicy {
        PasswordPolicy { characters_min: self.characters_min }
    }
}

impl LockoutConfig {
    fn validate(&self) -> Result<(), ConfigError> {
        in_range("lockout.failures_by_name", self.failures_by_name, 3..=100)?;
        in_range("lockout.attempts_by_address", self.attempts_by_address, 3..=10_000)?;
        in_range("lockout.window_seconds", self.window_seconds, 60..=86_400)?;
        in_range("lockout.lock_seconds", self.lock_seconds, 1..=86_400)?;
        in_range("lockout.lock_seconds_max", self.lock_seconds_max, self.lock_seconds..=86_400)
    }

    pub(crate) fn policy(&self) -> LockoutPolicy {
        LockoutPolicy {
            failures: self.failures_by_name,
            window: Duration::from_secs(self.window_seconds),
            lock: Duration::from_secs(self.lock_seconds),
            longest_lock: Duration::from_secs(self.lock_seconds_max),
        }
    }

    pub(crate) fn by_address(&self) -> Limit {
        let (attempts, window) = (self.attempts_by_address, self.window_seconds);
        Limit { requests: attempts, period: Duration::from_secs(window), burst: attempts }
    }
}

impl KeysConfig {
    fn validate(&self) -> Result<(), ConfigError> {
        in_range("keys.rotation_days", self.rotation_days, 1..=365)?;
        in_range("keys.publication_hours", self.publication_hours, 1..=168)?;
        if self.publication_hours >= self.rotation_days * 24 {
            return Err(ConfigError::new("keys.publication_hours", "must be shorter than keys.rotation_days"));
        }
        let secret = self.encryption_secret.as_ref().map(Secret::expose);
        if secret.is_some_and(|secret| secret.chars().count() < 32) {
            return Err(ConfigError::new("keys.encryption_secret", "must have at least 32 characters"));
        }
        if self.encryption_secret.is_none() && self.previous_encryption_secret.is_some() {
            return Err(ConfigError::new("keys.previous_encryption_secret", "needs a keys.encryption_secret"));
        }
        Ok(())
    }
}

impl ProviderConfig {
    fn validate(&self, name: &str) -> Result<(), ConfigError> {
        let path = |field| format!("providers.{name}.{field}");
        text(&path("issuer"), &self.issuer)?;
        text(&path("audience"), &self.audience)?;
        if self.keys.is_some() == self.keys_file.is_some() {
            return Err(ConfigError::new(path("keys"), "give either keys or keys_file"));
        }
        Ok(())
    }
}

const fn days(days: u64) -> Duration {
    Duration::from_hours(days * 24)
}

fn text(name: &str, value: &str) -> Result<(), ConfigError> {
    if value.is_empty() || value.len() > 256 {
        return Err(ConfigError::new(name, "must have 1 to 256 bytes"));
    }
    Ok(())
}
