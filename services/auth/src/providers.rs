//! Identity providers: the tokens of others, accepted as proof of an identity.
//!
//! A provider's keys come from a file or from the configuration and are never fetched from an address: auth opens no
//! connection to anywhere outside. Whoever runs the system puts the file there and replaces it when the provider's keys
//! change; it is read again within seconds, and a file that cannot be used leaves the keys as they were.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use parking_lot::RwLock;
use realmwire_sdk::host::Host;
use realmwire_sdk::service::Shutdown;
use realmwire_sdk::status::Status;
use realmwire_sdk::token::jwk::{JwkSet, PublicKey};
use realmwire_sdk::token::jws::{JwsError, Unverified};
use realmwire_sdk::token::{KeySet, MAX_SKEW};
use serde::Deserialize;

use crate::config::ProviderConfig;
use crate::error::chain;

/// How often files are looked at.
pub(crate) const RELOAD_EVERY: Duration = Duration::from_secs(5);
/// The largest key set.
const KEYS_BYTES_MAX: u64 = 1024 * 1024;
/// The longest subject of a provider.
const SUBJECT_BYTES_MAX: usize = 256;

/// The identity providers whose tokens are accepted, by name.
#[derive(Debug, Default)]
pub(crate) struct Providers(BTreeMap<String, Provider>);

#[derive(Debug)]
struct Provider {
    issuer: String,
    audience: String,
    keys_file: Option<PathBuf>,
    loaded: RwLock<Loaded>,
}

/// The keys and the text that they were read from.
#[derive(Clone, Debug, Default)]
struct Loaded {
    text: String,
    keys: Arc<KeySet>,
}

/// Why the keys of a provider cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("load the keys of the identity provider {provider:?}")]
pub(crate) struct ProviderError {
    provider: String,
    #[source]
    source: KeysError,
}

#[derive(Debug, thiserror::Error)]
enum KeysError {
    #[error("read {}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{} is larger than {KEYS_BYTES_MAX} bytes", path.display())]
    TooLarge { path: PathBuf },
    #[error("read a JSON Web Key Set")]
    Json(#[source] serde_json::Error),
    #[error("the set holds no key with an id of its own that is OKP with Ed25519, EC with P-256, or RSA with RS256")]
    NoKey,
}

/// Why a provider's token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ExternalError {
    #[error("there is no such identity provider")]
    NoProvider,
    #[error(transparent)]
    Jws(#[from] JwsError),
    #[error("the token's key is not known")]
    UnknownKey,
    #[error("the token is of another issuer")]
    Issuer,
    #[error("the token is for another audience")]
    Audience,
    #[error("the token has expired")]
    Expired,
    #[error("the token is not valid yet")]
    NotYetValid,
    #[error("the token names no subject")]
    Subject,
}

/// The claims that matter. Providers add many more.
#[derive(Debug, Deserialize)]
struct ExternalClaims {
    iss: String,
    aud: Audience,
    sub: String,
    exp: u64,
    #[serde(default)]
    nbf: Option<u64>,
    #[serde(default)]
    iat: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl From<ExternalError> for Status {
    fn from(error: ExternalError) -> Self {
        match error {
            ExternalError::NoProvider => Self::invalid("credential.external.provider", error.to_string()),
            _ => Self::unauthenticated(error.to_string()),
        }
    }
}

impl Providers {
    /// Reads the keys of all providers.
    pub(crate) async fn load(configs: &BTreeMap<String, ProviderConfig>) -> Result<Self, ProviderError> {
        let mut providers = BTreeMap::new();
        for (name, config) in configs {
            let failed = |source| ProviderError { provider: name.clone(), source };
            let text = match (&config.keys, &config.keys_file) {
                (Some(keys), _) => keys.clone(),
                (None, Some(path)) => read(path).await.map_err(failed)?,
                (None, None) => String::new(),
            };
            let loaded = Loaded::parse(text).map_err(failed)?;
            let provider = Provider {
                issuer: config.issuer.clone(),
                audience: config.audience.clone(),
                keys_file: config.keys_file.clone(),
                loaded: RwLock::new(loaded),
            };
            providers.insert(name.clone(), provider);
        }
        Ok(Self(providers))
    }

    /// The subject of a provider's token, if the token is good.
    pub(crate) fn subject(&self, provider: &str, token: &str, now: SystemTime) -> Result<String, ExternalError> {
        let provider = self.0.get(provider).ok_or(ExternalError::NoProvider)?;
        let unverified = Unverified::parse(token)?;
        let keys = provider.keys();
        let key = unverified.key_id().and_then(|id| keys.get(id)).ok_or(ExternalError::UnknownKey)?;
        let claims: ExternalClaims = unverified.verify(key)?;
        provider.check(&claims, now)?;
        Ok(claims.sub)
    }

    /// Reads files again that have changed, until `shutdown`.
    pub(crate) async fn keep_fresh(&self, host: &Host, shutdown: Shutdown) {
        if self.0.values().all(|provider| provider.keys_file.is_none()) {
            return;
        }
        while shutdown.or(host.clock().sleep_until(host.now() + RELOAD_EVERY)).await.is_some() {
            for (name, provider) in &self.0 {
                if let Err(error) = provider.reload().await {
                    let error = chain(&error);
                    tracing::warn!(provider = name, error, "the keys of an identity provider stay as they were");
                }
            }
        }
    }
}

impl Provider {
    fn keys(&self) -> Arc<KeySet> {
        Arc::clone(&self.loaded.read().keys)
    }

    async fn reload(&self) -> Result<(), KeysError> {
        let Some(path) = &self.keys_file else { return Ok(()) };
        let text = read(path).await?;
        if text == self.loaded.read().text {
            return Ok(());
        }
        let loaded = Loaded::parse(text)?;
        *self.loaded.write() = loaded;
        Ok(())
    }

    fn check(&self, claims: &ExternalClaims, now: SystemTime) -> Result<(), ExternalError> {
        if claims.iss != self.issuer {
            return Err(ExternalError::Issuer);
        }
        let for_us = match &claims.aud {
            Audience::One(audience) => *audience == self.audience,
            Audience::Several(audiences) => audiences.contains(&self.audience),
        };
        if !for_us {
            return Err(ExternalError::Audience);
        }
        let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let skew = MAX_SKEW.as_secs();
        if now >= claims.exp.saturating_add(skew) {
            return Err(ExternalError::Expired);
        }
        if [claims.nbf, claims.iat].into_iter().flatten().any(|from| from > now.saturating_add(skew)) {
            return Err(ExternalError::NotYetValid);
        }
        if claims.sub.is_empty() || claims.sub.len() > SUBJECT_BYTES_MAX {
            return Err(ExternalError::Subject);
        }
        Ok(())
    }
}

impl Loaded {
    /// Providers publish keys for other purposes beside those for signatures; the ones that can be used are taken.
    fn parse(text: String) -> Result<Self, KeysError> {
        let set: JwkSet = serde_json::from_str(&text).map_err(KeysError::Json)?;
        let usable = set.keys.iter().filter(|jwk| jwk.kid.is_some() && PublicKey::from_jwk(jwk).is_ok());
        let keys = KeySet::from_jwks(usable).map_err(|_| KeysError::NoKey)?;
        if keys.is_empty() {
            return Err(KeysError::NoKey);
        }
        Ok(Self { text, keys: Arc::new(keys) })
    }
}

async fn read(path: &Path) -> Result<String, KeysError> {
    let failed = |source| KeysError::Read { path: path.to_owned(), source };
    if tokio::fs::metadata(path).await.map_err(failed)?.len() > KEYS_BYTES_MAX {
        return Err(KeysError::TooLarge { path: path.to_owned() });
    }
    tokio::fs::read_to_string(path).await.map_err(failed)
}

#[cfg(test)]
mod tests;
