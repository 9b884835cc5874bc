//! What gateways must know to decide alone, as a stream.

use std::pin::Pin;

use futures::stream::{self, Stream, StreamExt};
use realmwire_contract::auth::v1 as wire;
use realmwire_contract::auth::v1::watch_edge_response::Change;
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changed, Document, Key, Store, Stored, WatchStart};
use realmwire_sdk::stream::Sender;

use super::AuthService;
use super::keys::to_wire as key_to_wire;
use crate::keyring::public_jwk;
use crate::limits::{table, to_wire as limit_to_wire};
use crate::state::{KeyRingDocument, LimitsDocument, RevocationDocument, key};

/// The watches that are merged; each says once that it has delivered what was in force.
const WATCHES: usize = 3;

/// A fact for gateways, or `None` when a watch has delivered what was in force.
type Facts = Pin<Box<dyn Stream<Item = Result<Option<Change>, Status>> + Send>>;

pub(super) async fn watch_edge(
    auth: &AuthService,
    _cx: &Context,
    _request: wire::WatchEdgeRequest,
    out: Sender<wire::WatchEdgeResponse>,
) -> Result<(), Status> {
    let store = &auth.store;
    let watches: [Facts; WATCHES] = [
        facts(store, &key::revocations(), revocation).await?,
        facts(store, &key::keys(), keys).await?,
        facts(store, &key::limits(), |document, _key| Some(limits(document))).await?,
    ];
    let mut merged = stream::select_all(watches);
    let mut behind = WATCHES;
    while let Some(fact) = merged.next().await {
        let change = if let Some(change) = fact? {
            change
        } else {
            behind = behind.saturating_sub(1);
            if behind > 0 {
                continue;
            }
            Change::Current(true)
        };
        out.send(wire::WatchEdgeResponse { change: Some(change) }).await?;
    }
    // A watch never ends by itself; the gateway asks again.
    Err(Status::unavailable("the watch has ended"))
}

/// The changes of the documents under `prefix` as facts.
async fn facts<T: Document + 'static>(
    store: &Store,
    prefix: &Key,
    fact: fn(Option<&T>, &Key) -> Option<Change>,
) -> Result<Facts, Status> {
    let watch = store.watch::<T>(prefix, WatchStart::Current).await?;
    let facts = watch.filter_map(move |changed| {
        std::future::ready(match changed {
            Ok(Changed::Put(Stored { key, value, .. })) => fact(Some(&value), &key).map(|change| Ok(Some(change))),
            Ok(Changed::Delete { key, .. }) => fact(None, &key).map(|change| Ok(Some(change))),
            Ok(Changed::Current) => Some(Ok(None)),
            Err(status) => Some(Err(status)),
        })
    });
    Ok(Box::pin(facts))
}

/// A revocation that the store forgets is forgotten by the gateways too, by its time.
fn revocation(document: Option<&RevocationDocument>, key: &Key) -> Option<Change> {
    let document = document?;
    Some(Change::Revocation(wire::Revocation { session_id: key.last(), expire_time: document.forget_at }))
}

/// Without a document nothing is trusted: but the keys are never deleted, and to trust nothing would be worse.
fn keys(document: Option<&KeyRingDocument>, _key: &Key) -> Option<Change> {
    let keys = document?.keys.iter().filter_map(public_jwk).map(key_to_wire).collect();
    Some(Change::Keys(wire::KeySet { keys }))
}

fn limits(document: Option<&LimitsDocument>) -> Change {
    let limits = document.map(table).unwrap_or_default();
    let limits = limits.iter().map(|(rate_class, limit)| limit_to_wire(rate_class, limit)).collect();
    Change::Limits(wire::LimitSet { limits })
}
