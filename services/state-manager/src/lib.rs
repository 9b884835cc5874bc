//! Versioned state of players and entities: one JSON-like document each, with a version that counts its writes.
//!
//! It owns the documents, their histories and their times to live. It promises that a write which says what it expects
//! never overwrites what it did not see, that a version number is never used twice, that a transaction is seen whole or
//! not at all, and that every version is told by an event. It does not know what the documents mean.

mod access;
pub mod config;
mod consumers;
mod error;
mod handlers;
mod pages;
mod rules;
mod snapshot;
mod staging;
mod state;
#[cfg(test)]
mod tests;
mod watch;

use realmwire_api::state_manager::StateManagerServer;
use realmwire_contract::ServiceSpec;
use realmwire_contract::state_manager::v1::{DocumentDue, SERVICE};
use realmwire_sdk::events::Incoming;
use realmwire_sdk::service::{ConsumerOptions, Running, ServiceContext, StartError};

use config::Config;
use handlers::Documents;

/// What the contract says about the service.
pub const SPEC: &ServiceSpec = &SERVICE;

/// Starts the service.
///
/// # Errors
/// When the configuration is wrong, or the journal or the bus cannot be reached.
pub async fn start(cx: ServiceContext) -> Result<Running, StartError> {
    let config = cx.valid_config(Config::validate)?;
    let documents = Documents { store: cx.store().await?, config };
    let timers = documents.clone();
    cx.serve(StateManagerServer::new(documents))
        .consume_with(ConsumerOptions::new("document-due").repeatable(), move |cx, due: Incoming<DocumentDue>| {
            let timers = timers.clone();
            async move { timers.on_due(&cx, due.event).await }
        })
        .start()
        .await
}
