use serde::{Deserialize, Serialize};

/// Settings that every service has, in the table `runtime` of its configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How long the answer to an idempotency key is kept, in seconds. A repeat that comes later is a new call.
    pub idempotency_ttl_seconds: u64,
    /// How many events one consumer of an instance handles at a time.
    pub consumer_max_in_flight: usize,
    /// How long an event may go unanswered before another instance gets it, in milliseconds. Handlers that take longer
    /// ask for more time by themselves.
    pub consumer_ack_wait_ms: u64,
    /// How often an event is delivered before it becomes a dead letter.
    pub consumer_max_deliver: u32,
    /// How long the handling of one event may take, in milliseconds.
    pub consumer_timeout_ms: u64,
    /// How long it is remembered that an event took effect, in seconds: longer than the service may be away with events
    /// that it has dealt with and not yet said so.
    pub consumer_effect_ttl_seconds: u64,
    /// How often it is checked that the journal can be reached, in milliseconds.
    pub journal_probe_interval_ms: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            idempotency_ttl_seconds: 24 * 60 * 60,
            consumer_max_in_flight: 64,
            consumer_ack_wait_ms: 10_000,
            consumer_max_deliver: 5,
            consumer_timeout_ms: 30_000,
            consumer_effect_ttl_seconds: 24 * 60 * 60,
            journal_probe_interval_ms: 5_000,
        }
    }
}
