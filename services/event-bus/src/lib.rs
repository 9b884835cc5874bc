//! The events of the whole game, for services and for those who run it.
//!
//! It owns subscriptions, what they have delivered, their dead letters, and the events that are published through it. It
//! promises that each event of a subscription is delivered until it was dealt with or is a dead letter, also when
//! receivers and instances are killed, and that repeats can be told. It does not know what events mean, and keeps no copy
//! of those that services publish themselves.

pub mod config;
mod contents;
mod deliverer;
mod desk;
mod error;
mod filter;
mod handlers;
mod lane;
mod ledger;
mod pattern;
mod priority;
mod requests;
mod session;
mod state;
#[cfg(test)]
mod tests;
mod types;

use realmwire_api::event_bus::EventBusServer;
use realmwire_contract::ServiceSpec;
use realmwire_contract::event_bus::v1::SERVICE;
use realmwire_sdk::content::{Content, RELOAD_INTERVAL};
use realmwire_sdk::service::{Running, ServiceContext, StartError};

use config::Config;
use deliverer::Deliverer;
use desk::Desks;
use handlers::{Bus, Metrics};
use types::Types;

/// What the contract says about the service.
pub const SPEC: &ServiceSpec = &SERVICE;

/// Starts the service.
///
/// # Errors
/// When the configuration or a declared type is wrong, or the journal or the bus cannot be reached.
pub async fn start(cx: ServiceContext) -> Result<Running, StartError> {
    let config = cx.valid_config(Config::validate)?;
    let types = Content::load(Types::source(cx.content()), Types::build)
        .map_err(|error| StartError::failed("load the types of events", error))?;
    let store = cx.store().await?;
    let events = cx.events()?;
    let metrics = Metrics::new(cx.telemetry());
    let bus = Bus {
        host: cx.host().clone(),
        desks: Desks::new(store.clone(), events.clone(), cx.caller(), metrics.clone(), config.dead_letter_retention()),
        store,
        events,
        types: types.clone(),
        config,
        metrics,
    };
    let holder = format!("subject/{}", cx.instance());
    let deliverer = Deliverer { bus: bus.clone(), courier: cx.courier(), holder };
    cx.serve(EventBusServer::new(bus))
        .background("types", |shutdown| types.follow(RELOAD_INTERVAL, shutdown))
        .background("deliveries", |shutdown| deliverer.run(shutdown))
        .start()
        .await
}
