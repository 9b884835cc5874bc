//! Game calendars and durable schedules.
//!
//! It owns the clocks of worlds and what is scheduled by them. It promises that a clock never drifts nor goes back
//! unless it is set back, that every date has one instant and every instant one date, and that each time of a schedule
//! is told exactly once. It does not know what happens at those times.

mod calendar;
mod calendars;
mod clock;
pub mod config;
mod error;
mod handlers;
mod look;
mod moment;
mod present;
mod requests;
mod schedule;
mod sky;
mod state;
mod tell;
#[cfg(test)]
mod tests;
mod watchman;

use std::time::Duration;

use realmwire_api::time_manager::TimeManagerServer;
use realmwire_contract::ServiceSpec;
use realmwire_contract::time_manager::v1::{ClockDue, SERVICE};
use realmwire_sdk::content::{Content, RELOAD_INTERVAL};
use realmwire_sdk::events::Incoming;
use realmwire_sdk::service::{ConsumerOptions, Running, ServiceContext, StartError};

use calendars::Calendars;
use config::Config;
use handlers::Clocks;

/// What the contract says about the service.
pub const SPEC: &ServiceSpec = &SERVICE;

/// How long creating the first clock may take at the start.
const FIRST_CLOCK_TIMEOUT: Duration = Duration::from_secs(10);

/// Starts the service.
///
/// # Errors
/// When the configuration or a calendar is wrong, or the journal or the bus cannot be reached.
pub async fn start(cx: ServiceContext) -> Result<Running, StartError> {
    let config = cx.valid_config(Config::validate)?;
    let calendars = Content::load(Calendars::source(cx.content()), Calendars::build)
        .map_err(|error| StartError::failed("load the calendars", error))?;
    let clocks = Clocks { store: cx.store().await?, calendars: calendars.clone(), config };
    let caller = cx.caller();
    clocks
        .ensure_default_clock(&caller.context(FIRST_CLOCK_TIMEOUT))
        .await
        .map_err(|status| StartError::failed("create the default clock", status))?;
    let (timers, watched) = (clocks.clone(), clocks.clone());
    cx.serve(TimeManagerServer::new(clocks))
        .consume_with(ConsumerOptions::new("clock-due").repeatable(), move |cx, due: Incoming<ClockDue>| {
            let timers = timers.clone();
            async move { timers.on_due(&cx, due.event).await }
        })
        .background("calendars", |shutdown| calendars.follow(RELOAD_INTERVAL, shutdown))
        .background("clock watch", |shutdown| watchman::run(watched, caller, shutdown))
        .start()
        .await
}
