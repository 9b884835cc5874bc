//! auth: who is calling, and how much of it they may do.
//!
//! It owns accounts, the identities by which one signs in to them, sessions, the keys that access tokens are signed with,
//! bans and rate limits. It promises that
//!
//! - an access token that it signed is verified by every gateway alone, and is refused by all of them within a second of
//!   the end of its session;
//! - a refresh token works once, and presenting it again ends its session;
//! - what is stored gives nobody a password, a refresh token or, with an encryption secret, a signing key;
//! - an unknown name cannot be told from a wrong password, and neither can be tried more often than is configured;
//! - nobody decides over an account whose role is not below their own.
//!
//! It does not know what players own or do, sends no mail, and opens no connection to anywhere outside: keys of identity
//! providers are files. It grants no default account and knows no default secret.

pub mod config;
mod error;
mod handlers;
mod hashing;
mod keyring;
mod limits;
mod proof;
mod providers;
mod rules;
mod secrets;
mod sessions;
mod state;

use std::sync::Arc;

use realmwire_api::auth::AuthServer;
use realmwire_contract::ServiceSpec;
use realmwire_sdk::limits::{LimitTable, Limiter, Limits};
use realmwire_sdk::service::{Running, ServiceContext, StartError};
use realmwire_sdk::token::{Verifier, VerifierConfig};

use crate::config::{Config, LockoutConfig};
use crate::handlers::AuthService;
use crate::hashing::Hasher;
use crate::keyring::Keyring;
use crate::proof::{ATTEMPTS_CLASS, Prover};
use crate::providers::Providers;
use crate::sessions::Sessions;

/// What the contract says about the service.
pub const SPEC: &ServiceSpec = &realmwire_contract::auth::v1::SERVICE;

/// Starts the service.
///
/// # Errors
/// A configuration that is wrong, keys that cannot be read or decrypted, or a journal that cannot be reached.
pub async fn start(cx: ServiceContext) -> Result<Running, StartError> {
    let config = cx.valid_config(Config::validate)?;
    let store = cx.store().await?;
    let host = cx.host().clone();

    if config.keys.encryption_secret.is_none() {
        tracing::warn!("the signing keys are stored unencrypted: configure keys.encryption_secret");
    }
    let keyring = open_keyring(&cx, &config).await?;
    let providers = Providers::load(&config.providers).await;
    let providers = Arc::new(providers.map_err(|error| StartError::failed("load the identity providers", error))?);
    let limits = LimitTable::default();
    let loaded = limits::load(&store).await;
    limits.replace(loaded.map_err(|status| StartError::failed("load the rate limits", status))?);

    let service = AuthService {
        verifier: verifier(&keyring, &cx, &config),
        sessions: Sessions::new(store.clone(), keyring.clone(), &config),
        prover: prover(&cx, &config, Arc::clone(&providers)).await?,
        limiter: Limiter::new(Arc::clone(cx.cache()), limits.clone()),
        registration: config.registration,
        password_policy: config.password.policy(),
        keyring: keyring.clone(),
        store: store.clone(),
    };
    let provider_host = host.clone();
    cx.serve(AuthServer::new(service))
        .background("signing keys", move |shutdown| async move { keyring.keep_fresh(shutdown).await })
        .background("rate limits", move |shutdown| limits::keep_fresh(store, host, limits, shutdown))
        .background("identity providers", move |shutdown| async move {
            providers.keep_fresh(&provider_host, shutdown).await;
        })
        .start()
        .await
}

async fn open_keyring(cx: &ServiceContext, config: &Config) -> Result<Keyring, StartError> {
    let opened = Keyring::open(cx.store().await?, cx.caller(), config.rotation_policy(), &config.keys).await;
    opened.map_err(|error| StartError::failed("open the signing keys", error))
}

async fn prover(cx: &ServiceContext, config: &Config, providers: Arc<Providers>) -> Result<Prover, StartError> {
    let hasher = Hasher::new(&config.password).map_err(|error| StartError::failed("hash passwords", error))?;
    let limiter = Limiter::new(Arc::clone(cx.cache()), attempts_by_address(&config.lockout)?);
    Ok(Prover::new(cx.store().await?, hasher, providers, limiter, &config.lockout))
}

fn attempts_by_address(config: &LockoutConfig) -> Result<LimitTable, StartError> {
    let mut limits = Limits::default();
    let set = limits.set(ATTEMPTS_CLASS, config.by_address());
    set.map_err(|error| StartError::failed("limit attempts by address", error))?;
    let table = LimitTable::default();
    table.replace(limits);
    Ok(table)
}

fn verifier(keyring: &Keyring, cx: &ServiceContext, config: &Config) -> Verifier {
    let accepts = VerifierConfig {
        issuer: config.issuer.clone(),
        audience: config.audience.clone(),
        ..VerifierConfig::default()
    };
    Verifier::new(keyring.trust().clone(), cx.clock(), accepts)
}

#[cfg(test)]
mod tests;
