//! What happens to the entities of worlds, as their events tell it: read and decoded once in a process.

use std::time::Duration;

use prost::Message;
use realmwire_contract::Event;
use realmwire_contract::world_state::v1::{EntitiesRemoved, EntitiesUpdated, WorldDeleted, WorldRestored};
use realmwire_sdk::events::{Followed, ReadEvent, Tail, TailOptions};
use realmwire_sdk::store::Store;

use crate::chart::Chart;
use crate::config::Config;

/// Something that happened to what is in a world.
#[derive(Debug)]
pub(crate) enum Change {
    Updated(EntitiesUpdated),
    Removed(EntitiesRemoved),
    Restored(WorldRestored),
    Deleted(WorldDeleted),
}

/// The changes of all worlds.
pub(crate) type Changes = Tail<Change>;

/// The changes that the events of this service tell.
pub(crate) fn tail(store: &Store, config: &Config) -> Changes {
    let options = TailOptions {
        interval: Duration::from_millis(u64::from(config.follow_interval_ms)),
        kept_events: config.kept_changes_max,
        kept_bytes: config.kept_changes_bytes_max,
    };
    Tail::new(store, options, decode)
}

fn decode(event: &ReadEvent) -> Option<Change> {
    let payload = event.payload.clone();
    let decoded = match event.subject.as_str() {
        subject if subject == EntitiesUpdated::SPEC.subject => EntitiesUpdated::decode(payload).map(Change::Updated),
        subject if subject == EntitiesRemoved::SPEC.subject => EntitiesRemoved::decode(payload).map(Change::Removed),
        subject if subject == WorldRestored::SPEC.subject => WorldRestored::decode(payload).map(Change::Restored),
        subject if subject == WorldDeleted::SPEC.subject => WorldDeleted::decode(payload).map(Change::Deleted),
        _ => return None,
    };
    if let Err(error) = &decoded {
        tracing::error!(sequence = event.sequence, %error, "an event of this service cannot be decoded");
    }
    decoded.ok()
}

/// Takes note of a change, if it is of the world that the chart is of.
pub(crate) fn apply(chart: &mut Chart, incarnation: &str, change: &Followed<Change>) {
    match &change.event {
        Change::Updated(updated) if updated.incarnation == incarnation => {
            for entity in updated.changes.iter().filter_map(|change| change.entity.as_ref()) {
                chart.put(crate::rules::entities::facts(entity));
            }
        }
        Change::Removed(removed) if removed.incarnation == incarnation => {
            for entity in &removed.entities {
                chart.remove(&entity.entity_id, entity.revision);
            }
        }
        _ => {}
    }
}
