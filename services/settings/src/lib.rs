//! Typed settings, feature flags and content policy.
//!
//! It owns what players and administrators have set, the flags, and the content policies that sessions began with. It
//! promises that no value breaks the definition that held when it was written, that a wrong write is refused as a whole
//! with every wrong key named, that a flag is the same for one player on every instance, and that raising a percentage
//! takes a flag from nobody. It does not know what a setting or a flag means.

pub mod config;
mod error;
mod flags;
mod handlers;
mod policy;
mod schema;
mod state;
#[cfg(test)]
mod tests;
mod values;
mod watch;

use realmwire_api::settings::SettingsServer;
use realmwire_contract::ServiceSpec;
use realmwire_contract::settings::v1::SERVICE;
use realmwire_sdk::content::{Content, RELOAD_INTERVAL};
use realmwire_sdk::service::{Running, ServiceContext, StartError};

use config::Config;
use handlers::Handlers;
use schema::Schema;

/// What the contract says about the service.
pub const SPEC: &ServiceSpec = &SERVICE;

/// Starts the service.
///
/// # Errors
/// When the configuration or a definition is wrong, or the journal or the bus cannot be reached.
pub async fn start(cx: ServiceContext) -> Result<Running, StartError> {
    let config = cx.valid_config(Config::validate)?;
    let schema = Content::load(Schema::source(cx.content()), Schema::build)
        .map_err(|error| StartError::failed("load the definitions of settings", error))?;
    let handlers = Handlers { store: cx.store().await?, schema: schema.clone(), config };
    cx.serve(SettingsServer::new(handlers))
        .background("definitions", |shutdown| schema.follow(RELOAD_INTERVAL, shutdown))
        .start()
        .await
}
