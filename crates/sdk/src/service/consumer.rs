//! Durable consumers: events of this and other services, each handled until it took effect once or is a dead letter.

mod deliver;
mod handler;
mod metrics;
mod order;
mod run;

use std::time::Duration;

use realmwire_fabric::journal::{ConsumerConfig, ConsumerStart};

use super::Settings;

pub(super) use handler::{EventHandler, typed};
pub(super) use run::{Consumer, ConsumerParts};

/// How a service consumes one kind of event.
///
/// ```
/// use realmwire_sdk::service::ConsumerOptions;
///
/// let options = ConsumerOptions::new("counts").repeatable().max_in_flight(8);
/// # let _ = options;
/// ```
#[derive(Clone, Debug)]
pub struct ConsumerOptions {
    pub(super) durable: String,
    effect_once: bool,
    only_new: bool,
    max_in_flight: Option<usize>,
    timeout: Option<Duration>,
}

impl ConsumerOptions {
    /// Consumes under the name `durable`, unique among the consumers of the service. All instances share the events.
    pub fn new(durable: impl Into<String>) -> Self {
        Self { durable: durable.into(), effect_once: true, only_new: false, max_in_flight: None, timeout: None }
    }

    /// The handler may run more than once for an event without harm: no record is kept of events that took effect.
    #[must_use]
    pub fn repeatable(mut self) -> Self {
        self.effect_once = false;
        self
    }

    /// A consumer that starts for the first time begins with events after now, instead of the oldest that is kept.
    #[must_use]
    pub fn only_new(mut self) -> Self {
        self.only_new = true;
        self
    }

    /// How many events an instance handles at a time, if not as many as the settings say.
    #[must_use]
    pub fn max_in_flight(mut self, max_in_flight: usize) -> Self {
        self.max_in_flight = Some(max_in_flight);
        self
    }

    /// How long the handling of one event may take, if not as long as the settings say.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }
}

/// Instances that can be busy with one consumer at a time; each bounds what it takes itself.
const INSTANCES_MAX: usize = 16;

/// A third of the wait for an answer is the beat of requests for more time: it must not be nothing.
const SHORTEST_ACK_WAIT_MS: u64 = 100;

/// What a consumer needs to know of its options and the settings.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    config: ConsumerConfig,
    /// How many events this instance handles at a time.
    at_once: usize,
    effect_once: bool,
    timeout: Duration,
}

impl Policy {
    pub(super) fn new(service: &str, subject: &str, options: &ConsumerOptions, settings: &Settings) -> Self {
        let at_once = options.max_in_flight.unwrap_or(settings.consumer_max_in_flight).max(1);
        let config = ConsumerConfig {
            durable: format!("{service}-{}", options.durable),
            filter: subject.to_owned(),
            start: if options.only_new { ConsumerStart::New } else { ConsumerStart::First },
            ack_wait: Duration::from_millis(settings.consumer_ack_wait_ms.max(SHORTEST_ACK_WAIT_MS)),
            max_deliver: settings.consumer_max_deliver.max(1),
            max_in_flight: at_once.saturating_mul(INSTANCES_MAX),
        };
        let timeout = options.timeout.unwrap_or(Duration::from_millis(settings.consumer_timeout_ms));
        Self { config, at_once, effect_once: options.effect_once, timeout }
    }
}
