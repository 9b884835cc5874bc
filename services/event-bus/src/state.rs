//! What is stored, and under which keys.
//!
//! - `subscription.<id>`: a subscription, as it is shown.
//! - `ledger.<id>.books`: what it has delivered and what was answered. Every commit that concerns a subscription's
//!   deliveries expects its revision. The last token makes it the only key under a prefix, so that it can be watched.
//! - `dead.<id>.<source>.<sequence>`: a dead letter, in the order of its place.
//! - `revived.<id>.<source>.<sequence>`: a dead letter that is delivered again, until it is settled.
//! - `seen.<event id>`: an event id that was published a short while ago.
//!
//! Events that are published lie at `evt.event-bus.<class>.<type>`.

use std::time::{Duration, SystemTime};

use realmwire_contract::event_bus::v1;
use realmwire_sdk::store::{Document, Key};

use crate::ledger::{Millis, Spot};

/// A subscription.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct SubscriptionRecord {
    #[prost(message, optional, tag = "1")]
    shown: Option<v1::Subscription>,
}

impl Document for SubscriptionRecord {}

/// A dead letter.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct DeadRecord {
    #[prost(message, optional, tag = "1")]
    shown: Option<v1::DeadLetter>,
}

impl Document for DeadRecord {}

/// An event id that was seen.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct SeenRecord {
    /// The type of the event.
    #[prost(string, tag = "1")]
    pub(crate) event_type: String,
}

impl Document for SeenRecord {}

impl SubscriptionRecord {
    pub(crate) fn new(shown: v1::Subscription) -> Self {
        Self { shown: Some(shown) }
    }

    pub(crate) fn into_shown(self) -> v1::Subscription {
        self.shown.unwrap_or_default()
    }
}

impl DeadRecord {
    pub(crate) fn new(shown: v1::DeadLetter) -> Self {
        Self { shown: Some(shown) }
    }

    pub(crate) fn into_shown(self) -> v1::DeadLetter {
        self.shown.unwrap_or_default()
    }
}

pub(crate) fn subscriptions() -> Key {
    Key::new("subscription")
}

pub(crate) fn subscription_key(id: &str) -> Key {
    subscriptions().with(id)
}

/// The prefix that has no other key than [`ledger_key`].
pub(crate) fn ledger_prefix(id: &str) -> Key {
    Key::new("ledger").with(id)
}

pub(crate) fn ledger_key(id: &str) -> Key {
    ledger_prefix(id).with("books")
}

pub(crate) fn dead_letters(id: &str) -> Key {
    Key::new("dead").with(id)
}

pub(crate) fn dead_letter_key(id: &str, spot: &Spot) -> Key {
    at_spot(&dead_letters(id), spot)
}

pub(crate) fn revived(id: &str) -> Key {
    Key::new("revived").with(id)
}

pub(crate) fn revived_key(id: &str, spot: &Spot) -> Key {
    at_spot(&revived(id), spot)
}

/// The order of the texts is that of the numbers.
fn at_spot(prefix: &Key, spot: &Spot) -> Key {
    prefix.with(&spot.source).with(&format!("{:020}", spot.sequence))
}

pub(crate) fn seen_key(event_id: &str) -> Key {
    Key::new("seen").with(event_id)
}

/// The id of the dead letter of an event.
pub(crate) fn dead_letter_id(spot: &Spot) -> String {
    format!("{}-{}", spot.source, spot.sequence)
}

/// The event of the dead letter with this id.
pub(crate) fn spot_of(dead_letter_id: &str) -> Option<Spot> {
    let (source, sequence) = dead_letter_id.rsplit_once('-')?;
    Some(Spot { source: source.into(), sequence: sequence.parse().ok()? })
}

pub(crate) fn millis(time: SystemTime) -> Millis {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}

pub(crate) fn time_of(at: Millis) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dead_letter_is_named_by_its_place() {
        let spot = Spot { source: "time-manager".into(), sequence: 77 };
        assert_eq!(spot_of(&dead_letter_id(&spot)), Some(spot));
        for id in ["", "time-manager", "a-x", "a-"] {
            assert_eq!(spot_of(id), None, "{id}");
        }
    }

    #[test]
    fn dead_letters_are_in_the_order_of_their_places() {
        let key = |sequence| dead_letter_key("s", &Spot { source: "a".into(), sequence });
        assert!(key(9) < key(10) && key(10) < key(u64::MAX));
    }
}
