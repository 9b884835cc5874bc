//! Several documents as they were at one moment.
//!
//! Documents are read one after the other while commits go on, so a plain read may see one half of a transaction. A
//! snapshot reads twice. The highest revision of the first read is the moment: all of its commit was stored before the
//! second read began. A document that is newer in the second read is taken from its history, as it was at that moment.
//! A commit stores the histories of its documents before their current versions, so that one whose current version
//! belongs to the moment has its histories there too, and a transaction is either in the snapshot or not.

use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Key, Store, Stored};

use crate::state::{Document, DocumentId};

/// How often it is tried to find every document's version of one moment. Each try fails only when a document is written
/// so often during it that the version is no longer kept.
const TRIES_MAX: usize = 5;

/// Reads the newest versions of these documents at one moment, in their order. Deletions are versions, too.
pub(crate) async fn read(store: &Store, documents: &[DocumentId]) -> Result<Vec<Option<Document>>, Status> {
    let keys: Vec<_> = documents.iter().map(DocumentId::current_key).collect();
    let mut first = store.load_many::<Document>(&keys).await?;
    if let [only] = first.as_mut_slice() {
        return Ok(vec![only.take().map(|stored| stored.value)]);
    }
    for _ in 0..TRIES_MAX {
        let moment = first.iter().flatten().map(|stored| stored.revision).max().unwrap_or_default();
        let second = store.load_many::<Document>(&keys).await?;
        if let Some(found) = at_moment(store, documents, moment, &first, &second).await? {
            return Ok(found);
        }
        first = second;
    }
    Err(Status::unavailable("the documents are written too often to be read together"))
}

/// The documents at a moment, or nothing when one of the versions is no longer kept.
async fn at_moment(
    store: &Store,
    documents: &[DocumentId],
    moment: u64,
    first: &[Option<Stored<Document>>],
    second: &[Option<Stored<Document>>],
) -> Result<Option<Vec<Option<Document>>>, Status> {
    let mut found = Vec::with_capacity(documents.len());
    for (document, (before, now)) in documents.iter().zip(first.iter().zip(second)) {
        found.push(match now {
            Some(now) if now.revision > moment => {
                let earlier = before.as_ref().map(|stored| &stored.value);
                match version_at(store, document, moment, earlier, now.value.version).await? {
                    Found::Version(version) => version,
                    Found::NoLongerKept => return Ok(None),
                }
            }
            other => other.as_ref().map(|stored| stored.value.clone()),
        });
    }
    Ok(Some(found))
}

enum Found {
    Version(Option<Document>),
    NoLongerKept,
}

/// The newest version of a document at a moment, given one that was read no later and the number of a later one.
async fn version_at(
    store: &Store,
    document: &DocumentId,
    moment: u64,
    earlier: Option<&Document>,
    later: u64,
) -> Result<Found, Status> {
    let from = earlier.map_or(0, |document| document.version);
    let keys: Vec<Key> = (from + 1..=later).rev().map(|version| document.history_key(version)).collect();
    for version in store.load_many::<Document>(&keys).await? {
        match version {
            Some(stored) if stored.revision <= moment => return Ok(Found::Version(Some(stored.value))),
            Some(_) => {}
            None => return Ok(Found::NoLongerKept),
        }
    }
    Ok(Found::Version(earlier.cloned()))
}
