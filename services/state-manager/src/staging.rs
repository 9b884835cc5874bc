//! From the next versions of documents to what one commit stores.

use prost_types::Timestamp;
use realmwire_contract::state_manager::v1::{DocumentDue, EntityDeleted, EntityUpdated, PlayerDeleted, PlayerUpdated};
use realmwire_sdk::store::{Changes, Expect, Stored};

use crate::config::Config;
use crate::rules::{Alarm, alarm, freed};
use crate::state::{Document, DocumentId, DocumentKind};

/// The changes of one commit.
#[derive(Default)]
pub(crate) struct Staging {
    history: Changes,
    current: Changes,
}

impl Staging {
    /// Adds the versions of a document that follow the stored one, oldest first.
    pub(crate) fn add(
        &mut self,
        id: &DocumentId,
        stored: Option<&Stored<Document>>,
        versions: &[Document],
        config: &Config,
    ) {
        let Some(last) = versions.last() else { return };
        let before = stored.map(|stored| &stored.value);
        let mut history = std::mem::take(&mut self.history);
        for version in freed(before, last) {
            history = history.delete(id.history_key(version), Expect::Any);
        }
        // A version that is freed again by the same commit is not stored at all.
        for version in versions.iter().filter(|version| version.version >= last.history_from) {
            history = history.put(id.history_key(version.version), Expect::Any, version, None);
        }
        self.history = history;
        let current = std::mem::take(&mut self.current);
        let current = match stored {
            Some(stored) => current.update(stored, last),
            None => current.create(id.current_key(), last),
        };
        let current = with_events(current, id, before, versions);
        self.current = with_alarm(current, id, alarm(before, last, config));
    }

    /// What is committed. Histories come before current versions: whoever sees a current version of this commit finds
    /// that the histories of all documents of the commit are older than it.
    pub(crate) fn into_changes(self) -> Changes {
        self.history.and(self.current)
    }
}

fn with_events(changes: Changes, id: &DocumentId, before: Option<&Document>, versions: &[Document]) -> Changes {
    let mut existed = before.is_some_and(|document| !document.deleted);
    versions.iter().fold(changes, |changes, document| {
        let happened =
            Happened { document, created: !existed, expired: before.is_some_and(|b| has_expired(b, document)) };
        existed = !document.deleted;
        happened.publish(changes, id)
    })
}

/// Whether a deletion took place because the time to live of the version before it ended.
fn has_expired(before: &Document, deletion: &Document) -> bool {
    deletion.deleted && before.expires_at().is_some_and(|end| deletion.updated_at() == Some(end))
}

/// What an event tells.
struct Happened<'a> {
    document: &'a Document,
    created: bool,
    expired: bool,
}

impl Happened<'_> {
    fn publish(&self, changes: Changes, id: &DocumentId) -> Changes {
        let version = self.document.version;
        let previous_version = version.saturating_sub(1);
        let time: Option<Timestamp> = self.document.update_time;
        let (created, expired) = (self.created, self.expired);
        let id_text = id.id.clone();
        match (id.kind, self.document.deleted) {
            (DocumentKind::Player, false) => changes.event(&PlayerUpdated {
                player_id: id_text,
                version,
                previous_version,
                update_time: time,
                created,
            }),
            (DocumentKind::Player, true) => changes.event(&PlayerDeleted {
                player_id: id_text,
                version,
                previous_version,
                delete_time: time,
                expired,
            }),
            (DocumentKind::Entity, false) => changes.event(&EntityUpdated {
                entity_id: id_text,
                version,
                previous_version,
                update_time: time,
                created,
            }),
            (DocumentKind::Entity, true) => changes.event(&EntityDeleted {
                entity_id: id_text,
                version,
                previous_version,
                delete_time: time,
                expired,
            }),
        }
    }
}

/// Adds what happens to the document's timer.
pub(crate) fn with_alarm(changes: Changes, id: &DocumentId, alarm: Alarm) -> Changes {
    match alarm {
        Alarm::Set(at) => {
            let due = DocumentDue { kind: id.kind.to_proto().into(), id: id.id.clone() };
            changes.timer(id.timer_key(), at, &due)
        }
        Alarm::Cancel => changes.cancel_timer(id.timer_key()),
        Alarm::Keep => changes,
    }
}
