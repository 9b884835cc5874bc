//! Worlds, what is in them, and what is known of them.
//!
//! It owns worlds with their seeds and clocks, and their flags. It promises that a world is there whole or not at all,
//! that nothing of a deleted world shows in one that takes its name, and that every change is told by an event. It does
//! not know what the things in a world mean.

pub mod config;
mod content;
mod error;
mod handlers;
mod remains;
mod rules;
mod state;
#[cfg(test)]
mod tests;

use realmwire_api::world_state::WorldStateServer;
use realmwire_contract::ServiceSpec;
use realmwire_contract::world_state::v1::{RemainsDue, SERVICE};
use realmwire_sdk::content::{Content, RELOAD_INTERVAL};
use realmwire_sdk::events::Incoming;
use realmwire_sdk::service::{ConsumerOptions, Running, ServiceContext, StartError};

use config::Config;
use content::Templates;
use handlers::Worlds;

/// What the contract says about the service.
pub const SPEC: &ServiceSpec = &SERVICE;

/// Starts the service.
///
/// # Errors
/// When the configuration or the content is wrong, or the journal or the bus cannot be reached.
pub async fn start(cx: ServiceContext) -> Result<Running, StartError> {
    let config = cx.valid_config(Config::validate)?;
    let content = Content::load(Templates::source(cx.content()), Templates::build)
        .map_err(|error| StartError::failed("load the worlds of the content", error))?;
    let worlds = Worlds { store: cx.store().await?, content: content.clone(), config };
    let remains = worlds.clone();
    cx.serve(WorldStateServer::new(worlds))
        .consume_with(ConsumerOptions::new("remains-due").repeatable(), move |cx, due: Incoming<RemainsDue>| {
            let remains = remains.clone();
            async move { remains.clear_remains(&cx, due.event).await }
        })
        .background("world content", |shutdown| content.follow(RELOAD_INTERVAL, shutdown))
        .start()
        .await
}
