//! Quality modes of players' devices, steered by what the devices measure.
//!
//! It owns the mode, the budgets and the measurements of each device of a player. It promises that in the mode auto the
//! quality settles where frames keep their budget and does not swing, that what the player has locked is never changed,
//! that no frame is counted twice, and that instances agree: all that the controller remembers is stored with the device.
//! It does not draw frames, and knows of the renderer what the presets say.

mod budget;
pub mod config;
mod controller;
mod error;
mod handlers;
mod metrics;
mod presets;
mod requests;
mod state;
#[cfg(test)]
mod tests;

use realmwire_api::performance_mode::PerformanceModeServer;
use realmwire_contract::ServiceSpec;
use realmwire_contract::performance_mode::v1::SERVICE;
use realmwire_sdk::content::{Content, RELOAD_INTERVAL};
use realmwire_sdk::service::{Running, ServiceContext, StartError};

use config::Config;
use handlers::Devices;
use presets::Presets;

/// What the contract says about the service.
pub const SPEC: &ServiceSpec = &SERVICE;

/// Starts the service.
///
/// # Errors
/// When the configuration or a preset is wrong, or the journal or the bus cannot be reached.
pub async fn start(cx: ServiceContext) -> Result<Running, StartError> {
    let config = cx.valid_config(Config::validate)?;
    let presets = Content::load(Presets::source(cx.content()), Presets::build)
        .map_err(|error| StartError::failed("load the presets", error))?;
    let devices = Devices { store: cx.store().await?, presets: presets.clone(), config };
    cx.serve(PerformanceModeServer::new(devices))
        .background("presets", |shutdown| presets.follow(RELOAD_INTERVAL, shutdown))
        .start()
        .await
}
