//! The timer of a document.

use realmwire_contract::state_manager::v1::DocumentDue;
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect, PageRequest, Stored};

use crate::handlers::Documents;
use crate::rules::{Alarm, Due, document_id, document_kind, due};
use crate::staging::{Staging, with_alarm};
use crate::state::{Document, DocumentId};

/// Old versions that one event frees at most; the rest is left to the next.
const FREED_MAX: usize = 200;

impl Documents {
    /// Ends a document whose time to live is over, or frees versions that are no longer shown.
    ///
    /// It does what the stored document calls for, whichever write set the timer: it may run any number of times.
    pub(crate) async fn on_due(&self, cx: &Context, event: DocumentDue) -> Result<(), Status> {
        let id = document_id(document_kind(event.kind)?, event.id)?;
        let Some(stored) = self.store.load::<Document>(&id.current_key()).await? else { return Ok(()) };
        let changes = match due(&stored.value, cx.now(), &self.config) {
            Due::Expire(deletion) => {
                let mut staging = Staging::default();
                staging.add(&id, Some(&stored), &[deletion], &self.config);
                staging.into_changes()
            }
            Due::Clean { oldest_shown, next } => {
                let (old, is_all) = self.old_versions(&id, oldest_shown).await?;
                let freed = old.into_iter().fold(Changes::new(), |changes, version| {
                    changes.delete(version.key, Expect::Revision(version.revision))
                });
                let alarm = if is_all { next.map_or(Alarm::Keep, Alarm::Set) } else { Alarm::Set(cx.now()) };
                with_alarm(freed, &id, alarm)
            }
        };
        self.store.commit(cx, changes, ()).await
    }

    /// Versions before `oldest_shown` that are still stored, and whether these are all.
    async fn old_versions(&self, id: &DocumentId, oldest_shown: u64) -> Result<(Vec<Stored<Document>>, bool), Status> {
        // The newest version comes first, so those before the oldest shown one are at the end of the list.
        let prefix = id.history_prefix();
        let token = PageRequest::token_after(&prefix, &id.history_key(oldest_shown));
        let size = i32::try_from(FREED_MAX).unwrap_or(i32::MAX);
        let page = self.store.list(&prefix, &PageRequest::parse(size, &token, FREED_MAX, FREED_MAX)?).await?;
        Ok((page.items, page.next_page_token.is_empty()))
    }
}
