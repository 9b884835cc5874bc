//! Which service instances run, asked of the instances themselves (NATS services protocol, ADR-32).

use std::collections::BTreeMap;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use realmwire_fabric::bus::{Bus, BusError, Message};
use serde::{Deserialize, Serialize};

/// The subject that every instance answers with its statistics.
const STATS: &str = "$SRV.STATS";
/// The most answers that are looked at.
const MAX_INSTANCES: usize = 10_000;

/// One running instance of a service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Instance {
    /// The service.
    pub(crate) name: String,
    /// Names the instance.
    pub(crate) id: String,
    /// The version of its program.
    pub(crate) version: String,
    /// When it started, in RFC 3339.
    #[serde(default)]
    pub(crate) started: String,
    /// Calls it answered, by method.
    #[serde(default)]
    pub(crate) endpoints: Vec<Endpoint>,
}

/// The calls of one method.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Endpoint {
    /// The method.
    pub(crate) name: String,
    /// Calls that were answered.
    #[serde(default)]
    pub(crate) num_requests: u64,
    /// Of these, with an error.
    #[serde(default)]
    pub(crate) num_errors: u64,
}

/// Asks all instances and gives those that answer within `window`.
pub(crate) async fn instances(bus: &Arc<dyn Bus>, window: Duration) -> Result<Vec<Instance>, BusError> {
    let (answers, received) = mpsc::sync_channel(MAX_INSTANCES);
    let inbox = bus.open_inbox(Arc::new(move |message: Message| {
        // Answers past the limit are not looked at.
        let _ = answers.try_send(message.payload);
    }))?;
    let question = Message { reply: Some(inbox.subject().clone()), ..Message::new(STATS, Vec::new()) };
    bus.publish(question).await?;
    tokio::time::sleep(window).await;
    let found = received.try_iter().filter_map(|payload| serde_json::from_slice::<Instance>(&payload).ok());
    let by_name: BTreeMap<(String, String), Instance> =
        found.map(|instance| ((instance.name.clone(), instance.id.clone()), instance)).collect();
    Ok(by_name.into_values().collect())
}

/// The instances as JSON; none when the bus is away, which `/readyz` tells.
pub(crate) async fn render(bus: &Arc<dyn Bus>, window: Duration) -> String {
    let found = instances(bus, window).await.unwrap_or_else(|error| {
        tracing::warn!(error = %error, "instances could not be asked");
        Vec::new()
    });
    serde_json::to_string(&found).unwrap_or_default()
}
