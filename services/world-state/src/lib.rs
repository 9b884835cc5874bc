//! Worlds, what is in them, and what is known of them.
//!
//! It owns worlds with their seeds and clocks, their entities, flags, factions and goods, and what befalls them. It
//! promises that a world is there whole or not at all, that a write changes what was sent and nothing else, that a search
//! sees every write that was acknowledged before, and that every change is told by an event, once and in order. It does
//! not know what the things in a world mean.

mod atlas;
mod changes;
mod chart;
pub mod config;
mod content;
mod error;
mod handlers;
mod remains;
mod rules;
mod state;
#[cfg(test)]
mod tests;
mod watch;

use std::sync::Arc;

use realmwire_api::time_manager::TimeManagerClient;
use realmwire_api::world_state::WorldStateServer;
use realmwire_contract::ServiceSpec;
use realmwire_contract::time_manager::v1::ScheduleFired;
use realmwire_contract::world_state::v1::{RemainsDue, SERVICE};
use realmwire_sdk::content::{Content, RELOAD_INTERVAL};
use realmwire_sdk::events::Incoming;
use realmwire_sdk::service::{ConsumerOptions, Running, ServiceContext, StartError};

use atlas::Atlas;
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
    let store = cx.store().await?;
    let changes = changes::tail(&store, &config);
    let atlas = Arc::new(Atlas::new(store.clone(), cx.host().clone(), changes.clone(), config.indexed_worlds_max));
    let worlds = Worlds {
        store,
        content: content.clone(),
        changes: changes.clone(),
        atlas: Arc::clone(&atlas),
        time: TimeManagerClient::new(cx.channel()),
        config,
    };
    let (remains, events, charts) = (worlds.clone(), worlds.clone(), Arc::clone(&atlas));
    cx.serve(WorldStateServer::new(worlds))
        .consume_with(ConsumerOptions::new("remains-due").repeatable(), move |cx, due: Incoming<RemainsDue>| {
            let remains = remains.clone();
            async move { remains.clear_remains(&cx, due.event).await }
        })
        .consume_with(
            ConsumerOptions::new("event-due").repeatable().only_new(),
            move |cx, fired: Incoming<ScheduleFired>| {
                let events = events.clone();
                async move { events.on_schedule(&cx, fired.event).await }
            },
        )
        .background("world content", |shutdown| content.follow(RELOAD_INTERVAL, shutdown))
        .background("entity changes", |shutdown| changes.run(shutdown))
        .background("world charts", |shutdown| charts.run(shutdown))
        .background("wanted charts", |shutdown| atlas.make_wanted(shutdown))
        .start()
        .await
}
