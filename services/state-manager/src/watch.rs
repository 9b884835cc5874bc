//! Telling a caller of changes as they happen.

use std::pin::pin;

use futures::StreamExt;
use realmwire_contract::state_manager::v1::watch_response::Event;
use realmwire_contract::state_manager::v1::{WatchReady, WatchResponse};
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changed, Key, Store, Stored, WatchStart};
use realmwire_sdk::stream::Sender;

use crate::error::Error;
use crate::state::{Document, DocumentId};

/// Sends the current states of the documents under `prefix`, then that this was all, and then every change; or only the
/// changes after the one whose token is given.
pub(crate) async fn run(
    cx: &Context,
    store: &Store,
    prefix: &Key,
    resume_token: &str,
    out: &Sender<WatchResponse>,
) -> Result<(), Status> {
    let start = parse_token(resume_token)?;
    let mut changes = pin!(store.watch::<Document>(prefix, start).await?);
    out.open()?;
    let mut is_ready = start != WatchStart::Current;
    // Until all current states were sent, nothing can be resumed: they come in the order of their ids, not of time.
    let mut last_revision = 0;
    while let Some(change) = changes.next().await {
        match change? {
            Changed::Put(stored) => {
                last_revision = last_revision.max(stored.revision);
                let shown = is_ready || stored.value.is_live(cx.now());
                let token = if is_ready { stored.revision.to_string() } else { String::new() };
                if let Some(response) = state_response(stored, token).filter(|_| shown) {
                    out.send(response).await?;
                }
            }
            Changed::Current => {
                is_ready = true;
                let resume_token = last_revision.to_string();
                out.send(WatchResponse { event: Some(Event::Ready(WatchReady {})), resume_token }).await?;
            }
            // Deletions are versions; an entry never goes away.
            Changed::Delete { .. } => {}
        }
    }
    Ok(())
}

fn parse_token(resume_token: &str) -> Result<WatchStart, Error> {
    if resume_token.is_empty() {
        return Ok(WatchStart::Current);
    }
    let revision = resume_token.parse().map_err(|_| Error::invalid("resume_token", "is not a token of a watch"))?;
    Ok(WatchStart::After(revision))
}

fn state_response(stored: Stored<Document>, resume_token: String) -> Option<WatchResponse> {
    let id = DocumentId::of_current_key(&stored.key)?;
    Some(WatchResponse { event: Some(Event::State(stored.value.into_state(&id))), resume_token })
}
