//! What is stored, and under which keys.
//!
//! - `document.<kind>.<id>.current`: the newest version. A deletion is a version too and stays, so that the count goes
//!   on when the document is created again. The last token makes a document the only key under a prefix, so that it can
//!   be watched alone.
//! - `history.<kind>.<id>.<version>`: every version that is kept, the newest included. The version is counted down from
//!   the largest number, so that the newest comes first.
//! - timer `due.<kind>.<id>`: when the time to live ends, or the history of a deleted document has been kept long enough.

use std::fmt;
use std::time::SystemTime;

use prost_types::{Struct, Timestamp};
use realmwire_contract::state_manager::v1;
use realmwire_sdk::store::{self, Key};

/// One version of a document.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Document {
    /// Counts the writes, from 1.
    #[prost(uint64, tag = "1")]
    pub(crate) version: u64,
    /// The content; nothing in a deletion.
    #[prost(message, optional, tag = "2")]
    pub(crate) data: Option<Struct>,
    #[prost(message, optional, tag = "3")]
    pub(crate) update_time: Option<Timestamp>,
    #[prost(message, optional, tag = "4")]
    pub(crate) expire_time: Option<Timestamp>,
    /// Earlier versions are not shown any more. They may still be stored for a moment.
    #[prost(uint64, tag = "5")]
    pub(crate) history_from: u64,
    #[prost(bool, tag = "6")]
    pub(crate) deleted: bool,
}

impl store::Document for Document {}

impl Document {
    /// When its time to live ends.
    pub(crate) fn expires_at(&self) -> Option<SystemTime> {
        self.expire_time.and_then(|time| time.try_into().ok())
    }

    /// When it was written.
    pub(crate) fn updated_at(&self) -> Option<SystemTime> {
        self.update_time.and_then(|time| time.try_into().ok())
    }

    /// Whether it can be read: neither deleted nor past its time to live.
    pub(crate) fn is_live(&self, now: SystemTime) -> bool {
        !self.deleted && self.expires_at().is_none_or(|end| now < end)
    }

    /// As the contract shows it.
    pub(crate) fn into_state(self, id: &DocumentId) -> v1::State {
        v1::State {
            kind: id.kind.to_proto().into(),
            id: id.id.clone(),
            version: self.version,
            data: self.data,
            update_time: self.update_time,
            expire_time: self.expire_time,
            deleted: self.deleted,
        }
    }
}

/// Names a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct DocumentId {
    /// The kind of document.
    pub(crate) kind: DocumentKind,
    /// Its id within the kind.
    pub(crate) id: String,
}

impl DocumentId {
    pub(crate) fn current_key(&self) -> Key {
        self.watch_prefix().with(CURRENT)
    }

    /// The prefix that has no other key than [`Self::current_key`].
    pub(crate) fn watch_prefix(&self) -> Key {
        self.kind.prefix().with(&self.id)
    }

    pub(crate) fn history_prefix(&self) -> Key {
        Key::new("history").with(self.kind.name()).with(&self.id)
    }

    pub(crate) fn history_key(&self, version: u64) -> Key {
        // As many digits as the largest number has, so that the order of the texts is that of the numbers.
        self.history_prefix().with(&format!("{:020}", u64::MAX - version))
    }

    pub(crate) fn timer_key(&self) -> Key {
        Key::new("due").with(self.kind.name()).with(&self.id)
    }

    /// The document whose current version is stored under `key`.
    pub(crate) fn of_current_key(key: &Key) -> Option<Self> {
        let tokens = key.tokens();
        let [_, kind, id, _] = tokens.as_slice() else { return None };
        Some(Self { kind: DocumentKind::from_name(kind)?, id: id.clone() })
    }
}

const CURRENT: &str = "current";

impl fmt::Display for DocumentId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.kind.name(), self.id)
    }
}

/// The kinds of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum DocumentKind {
    /// A player's document.
    Player,
    /// Any other document.
    Entity,
}

impl DocumentKind {
    /// The prefix of the current versions of all documents of this kind.
    pub(crate) fn prefix(self) -> Key {
        Key::new("document").with(self.name())
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Player => "player",
            Self::Entity => "entity",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Player, Self::Entity].into_iter().find(|kind| kind.name() == name)
    }

    pub(crate) fn to_proto(self) -> v1::Kind {
        match self {
            Self::Player => v1::Kind::Player,
            Self::Entity => v1::Kind::Entity,
        }
    }

    /// The kind that a request names, if it names one.
    pub(crate) fn from_proto(kind: i32) -> Option<Self> {
        match v1::Kind::try_from(kind).ok()? {
            v1::Kind::Player => Some(Self::Player),
            v1::Kind::Entity => Some(Self::Entity),
            v1::Kind::Unspecified => None,
        }
    }
}
