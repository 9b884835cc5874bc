//! Clearing away what worlds leave behind.
//!
//! A world that is deleted is gone with one commit. What it held lies under a name that nobody else knows, and is cleared
//! away step by step, each of which may be repeated. A call that had found the world before the end may still store
//! something after it: so it is looked again when every such call is over.

use std::time::{Duration, SystemTime};

use realmwire_contract::world_state::v1::RemainsDue;
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Document, Expect, Key, PageRequest};

use crate::handlers::Worlds;
use crate::state::{RemainsRecord, belongings, remains_key};

/// Documents that one step clears away.
const CLEARED_AT_ONCE: usize = 500;
/// Longer than any call may take.
const CALLS_ARE_OVER_AFTER: Duration = Duration::from_mins(2);

/// Any document, of which only the key matters.
#[derive(Clone, PartialEq, prost::Message)]
struct Anything {}

impl Document for Anything {}

/// Adds that a world is no more.
pub(crate) fn leave(changes: Changes, incarnation: &str, now: SystemTime) -> Changes {
    let changes = changes.put(remains_key(incarnation), Expect::Any, &RemainsRecord { cleared: false }, None);
    again(changes, incarnation, now)
}

fn again(changes: Changes, incarnation: &str, at: SystemTime) -> Changes {
    changes.timer(remains_key(incarnation), at, &RemainsDue { incarnation: incarnation.to_owned() })
}

impl Worlds {
    /// Clears away some of what a world left behind; the timer leads to the rest.
    pub(crate) async fn clear_remains(&self, cx: &Context, due: RemainsDue) -> Result<(), Status> {
        let incarnation = due.incarnation.as_str();
        let Some(stored) = self.store.load::<RemainsRecord>(&remains_key(incarnation)).await? else { return Ok(()) };
        let found = self.belongings_of(incarnation).await?;
        let changes = if !found.is_empty() {
            let changes = found.into_iter().fold(Changes::new(), |changes, key| changes.delete(key, Expect::Any));
            again(changes, incarnation, cx.now())
        } else if stored.value.cleared {
            Changes::new().remove(&stored)
        } else {
            let changes = Changes::new().update(&stored, &RemainsRecord { cleared: true });
            again(changes, incarnation, cx.now() + CALLS_ARE_OVER_AFTER)
        };
        self.store.commit(cx, changes, ()).await
    }

    /// Keys of what lies in a world, as many as one step clears away.
    async fn belongings_of(&self, incarnation: &str) -> Result<Vec<Key>, Status> {
        let mut found = Vec::new();
        for prefix in belongings(incarnation) {
            let left = CLEARED_AT_ONCE.saturating_sub(found.len());
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
