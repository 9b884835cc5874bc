//! Clearing away what worlds leave behind.
//!
//! A world that is deleted is gone with one commit. What it held lies under names that nobody else knows, and is cleared
//! away step by step, each of which may be repeated. A call that had found the world before the end may still store
//! something after it: so it is looked again when every such call is over.
//!
//! Work of several commits, such as a snapshot, notes before its first one what it may leave behind, and takes the note
//! back with its last: what it has written when it is cut off in between is cleared away.

use std::time::{Duration, SystemTime};

use realmwire_contract::world_state::v1::RemainsDue;
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Document, Expect, Key, PageRequest};

use crate::handlers::Worlds;
use crate::state::{RemainsRecord, remains_key};

/// Documents that one step clears away.
const CLEARED_AT_ONCE: usize = 500;
/// Longer than any call may take.
pub(crate) const CALLS_ARE_OVER_AFTER: Duration = Duration::from_mins(2);

/// Any document, of which only the key matters.
#[derive(Clone, PartialEq, prost::Message)]
struct Anything {}

impl Document for Anything {}

/// Adds that everything under these prefixes is to be cleared away, from a time on.
pub(crate) fn leave(changes: Changes, name: &str, prefixes: impl IntoIterator<Item = Key>, at: SystemTime) -> Changes {
    let prefixes = prefixes.into_iter().map(|prefix| prefix.as_str().to_owned()).collect();
    let record = RemainsRecord { cleared: false, prefixes };
    again(changes.put(remains_key(name), Expect::Any, &record, None), name, at)
}

/// Takes back that something is to be cleared away.
pub(crate) fn keep(changes: Changes, name: &str) -> Changes {
    changes.delete(remains_key(name), Expect::Any).cancel_timer(remains_key(name))
}

fn again(changes: Changes, name: &str, at: SystemTime) -> Changes {
    changes.timer(remains_key(name), at, &RemainsDue { incarnation: name.to_owned() })
}

impl Worlds {
    /// Clears away some of what was left behind; the timer leads to the rest.
    pub(crate) async fn clear_remains(&self, cx: &Context, due: RemainsDue) -> Result<(), Status> {
        let name = due.incarnation.as_str();
        let Some(stored) = self.store.load::<RemainsRecord>(&remains_key(name)).await? else { return Ok(()) };
        let found = self.remains_of(&stored.value).await?;
        let changes = if !found.is_empty() {
            let changes = found.into_iter().fold(Changes::new(), |changes, key| changes.delete(key, Expect::Any));
            again(changes, name, cx.now())
        } else if stored.value.cleared {
            Changes::new().remove(&stored)
        } else {
            let cleared = RemainsRecord { cleared: true, ..stored.value.clone() };
            again(Changes::new().update(&stored, &cleared), name, cx.now() + CALLS_ARE_OVER_AFTER)
        };
        self.store.commit(cx, changes, ()).await
    }

    /// Keys of what was left behind, as many as one step clears away.
    async fn remains_of(&self, record: &RemainsRecord) -> Result<Vec<Key>, Status> {
        let mut found = Vec::new();
        for prefix in &record.prefixes {
            let left = CLEARED_AT_ONCE.saturating_sub(found.len());
            let Ok(prefix) = Key::from_encoded(prefix.as_str()) else { continue };
            if left == 0 {
                break;
            }
            let page = PageRequest::parse(0, "", left, CLEARED_AT_ONCE)?;
            let page = self.store.list::<Anything>(&prefix, &page).await?;
            found.extend(page.items.into_iter().map(|stored| stored.key));
        }
        Ok(found)
    }
}
