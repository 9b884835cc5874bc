//! Dead letters: looking at them, delivering them again, discarding them.

use std::collections::BTreeSet;

use realmwire_contract::event_bus::v1::{
    DiscardDeadLettersResponse, GetDeadLetterResponse, ListDeadLettersResponse, ReplayDeadLettersResponse,
};
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect, PageRequest};

use super::Bus;
use crate::error::Error;
use crate::ledger::{Ledger, LedgerRecord, Spot};
use crate::priority::Class;
use crate::state::{
    DeadRecord, dead_letter_id, dead_letter_key, dead_letters, ledger_key, millis, revived_key, spot_of,
};

/// Bytes of dead letters that one answer has, but for the last of them.
const PAGE_BYTES: usize = 512 * 1024;

impl Bus {
    pub(super) async fn list_dead(&self, id: &str, page: &PageRequest) -> Result<ListDeadLettersResponse, Status> {
        let prefix = dead_letters(id);
        let page = self.store.list::<DeadRecord>(&prefix, page).await?;
        let (mut letters, mut bytes, mut next_page_token) = (Vec::new(), 0, page.next_page_token);
        let mut items = page.items.into_iter().peekable();
        while let Some(stored) = items.next() {
            let letter = stored.value.into_shown();
            bytes += prost::Message::encoded_len(&letter);
            letters.push(letter);
            if bytes >= PAGE_BYTES && items.peek().is_some() {
                next_page_token = PageRequest::token_after(&prefix, &stored.key);
                break;
            }
        }
        Ok(ListDeadLettersResponse { dead_letters: letters, next_page_token })
    }

    pub(super) async fn get_dead(&self, id: &str, letter_id: &str) -> Result<GetDeadLetterResponse, Status> {
        let not_found = || Error::DeadLetterNotFound(letter_id.to_owned());
        let spot = spot_of(letter_id).ok_or_else(not_found)?;
        let stored = self.store.load::<DeadRecord>(&dead_letter_key(id, &spot)).await?;
        let letter = stored.ok_or_else(not_found)?.value.into_shown();
        Ok(GetDeadLetterResponse { dead_letter: Some(letter) })
    }

    /// Puts dead letters among the events that are to be delivered again.
    pub(super) async fn revive(
        &self,
        cx: &Context,
        id: &str,
        spots: &BTreeSet<Spot>,
    ) -> Result<ReplayDeadLettersResponse, Status> {
        let keys: Vec<_> = spots.iter().map(|spot| dead_letter_key(id, spot)).collect();
        let letters = self.store.load_many::<DeadRecord>(&keys).await?;
        let books = self.store.load::<LedgerRecord>(&ledger_key(id)).await?;
        let books = books.ok_or_else(|| Error::SubscriptionNotFound(id.to_owned()))?;
        let mut ledger = Ledger::from_record(&books.value);
        let (now, ttl) = (millis(cx.now()), Some(self.config.dead_letter_retention()));
        let limit = ledger.limits.max_outstanding * 2;
        let mut changes = Changes::new();
        for (spot, letter) in spots.iter().zip(letters) {
            let letter = letter.ok_or_else(|| Error::DeadLetterNotFound(dead_letter_id(spot)))?;
            let event = letter.value.clone().into_shown().event.unwrap_or_default();
            let class = Class::from_proto(event.priority).unwrap_or(Class::Normal);
            ledger.revive(spot.clone(), class, event.delivery, now);
            changes = changes.put(revived_key(id, spot), Expect::Any, &letter.value, ttl).remove(&letter);
        }
        if ledger.open.len() > limit {
            return Err(Error::TooManyOutstanding { limit }.into());
        }
        let changes = changes.update(&books, &ledger.to_record());
        self.store.commit(cx, changes, ReplayDeadLettersResponse {}).await
    }

    pub(super) async fn discard(
        &self,
        cx: &Context,
        id: &str,
        spots: &BTreeSet<Spot>,
    ) -> Result<DiscardDeadLettersResponse, Status> {
        let delete = |changes: Changes, spot: &Spot| changes.delete(dead_letter_key(id, spot), Expect::Any);
        self.store.commit(cx, spots.iter().fold(Changes::new(), delete), DiscardDeadLettersResponse {}).await
    }
}
