//! The weather of worlds, by climate and time.
//!
//! It owns what was set and what was told. It promises that the weather of a zone follows from the world's seed and the
//! game time alone, that what is set lies over it for as long as was said, and that each hour is told once. It does not
//! know what the weather means to anybody.

mod atlas;
mod chain;
mod climate;
mod condition;
pub mod config;
mod consumers;
mod course;
mod effects;
mod error;
mod field;
mod forecast;
mod handlers;
mod overrides;
mod random;
mod requests;
mod scene;
mod seasons;
mod state;
mod surroundings;
#[cfg(test)]
mod tests;

use std::time::Duration;

use realmwire_api::weather_manager::WeatherManagerServer;
use realmwire_contract::ServiceSpec;
use realmwire_contract::time_manager::v1::HourChanged;
use realmwire_contract::weather_manager::v1::SERVICE;
use realmwire_contract::world_state::v1::WorldDeleted;
use realmwire_sdk::content::{Content, RELOAD_INTERVAL};
use realmwire_sdk::events::Incoming;
use realmwire_sdk::service::{ConsumerOptions, Running, ServiceContext, StartError};

use atlas::Atlas;
use config::Config;
use handlers::Weathers;
use surroundings::Surroundings;

/// What the contract says about the service.
pub const SPEC: &ServiceSpec = &SERVICE;

/// Starts the service.
///
/// # Errors
/// When the configuration or the content is wrong, or the journal or the bus cannot be reached.
pub async fn start(cx: ServiceContext) -> Result<Running, StartError> {
    let config = cx.valid_config(Config::validate)?;
    let content = Content::load(Atlas::source(cx.content()), Atlas::build)
        .map_err(|error| StartError::failed("load the climates, zones and effects", error))?;
    let keep = Duration::from_secs(u64::from(config.calendar_seconds));
    let surroundings = Surroundings::new(cx.channel(), keep);
    let weathers = Weathers { store: cx.store().await?, content: content.clone(), surroundings, config };
    let (hours, ends) = (weathers.clone(), weathers.clone());
    cx.serve(WeatherManagerServer::new(weathers))
        .consume_with(ConsumerOptions::new("hours").repeatable(), move |cx, hour: Incoming<HourChanged>| {
            let hours = hours.clone();
            async move { hours.on_hour(&cx, hour).await }
        })
        .consume_with(ConsumerOptions::new("ends").repeatable(), move |cx, end: Incoming<WorldDeleted>| {
            let ends = ends.clone();
            async move { ends.on_world_deleted(&cx, end.event).await }
        })
        .background("weather content", |shutdown| content.follow(RELOAD_INTERVAL, shutdown))
        .start()
        .await
}
