//! What becomes of a document: the next versions that a write makes, and the end of its time to live.

use std::time::{Duration, SystemTime};

use prost_types::Struct;

use super::limits::check_data;
use super::merge_patch::merge_patch;
use crate::config::Config;
use crate::error::Error;
use crate::state::{Document, DocumentId};

/// One write of one document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Write {
    pub(crate) document: DocumentId,
    pub(crate) expected: Expected,
    pub(crate) edit: Edit,
}

/// What must be stored for a write to take place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Any,
    Absent,
    Version(u64),
}

/// What a write does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Edit {
    Put { data: Struct, ttl: Option<Duration> },
    Patch { patch: Struct, ttl: Option<Duration>, allow_missing: bool },
    Delete { allow_missing: bool, erase_history: bool },
}

impl Edit {
    /// Its name in an operation of a transaction.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Put { .. } => "put",
            Self::Patch { .. } => "patch",
            Self::Delete { .. } => "delete",
        }
    }
}

/// Versions that are removed by one write at most: more than one only after the configuration was lowered.
const TRIM_MAX: u64 = 16;

/// The versions that `write` makes, oldest first; none when there is nothing to do.
///
/// A document whose time to live has ended is deleted first, if that was not done yet, and that is a version of its own.
pub(crate) fn decide(
    write: &Write,
    current: Option<&Document>,
    now: SystemTime,
    config: &Config,
) -> Result<Vec<Document>, Error> {
    let mut versions: Vec<Document> = current.and_then(|document| expire(document, now, config)).into_iter().collect();
    let latest = versions.last().or(current);
    let live = latest.filter(|document| !document.deleted);
    check_expected(write, live)?;
    let next = match &write.edit {
        Edit::Put { data, ttl } => replace(latest, data.clone(), expiry(*ttl, now), now, config),
        Edit::Patch { patch, ttl, allow_missing } => {
            if live.is_none() && !allow_missing {
                return Err(Error::NotFound(write.document.clone()));
            }
            let mut data = live.and_then(|document| document.data.clone()).unwrap_or_default();
            merge_patch(&mut data, patch);
            check_data("patch", &data, config)?;
            let kept = live.and_then(Document::expires_at);
            replace(latest, data, expiry(*ttl, now).or(kept), now, config)
        }
        Edit::Delete { allow_missing, erase_history } => match live {
            Some(document) => delete(document, *erase_history, now, config),
            None if *allow_missing => return Ok(Vec::new()),
            None => return Err(Error::NotFound(write.document.clone())),
        },
    };
    versions.push(next);
    Ok(versions)
}

fn check_expected(write: &Write, live: Option<&Document>) -> Result<(), Error> {
    let current = live.map_or(0, |document| document.version);
    let met = match write.expected {
        Expected::Any => true,
        Expected::Absent => live.is_none(),
        Expected::Version(version) => current == version,
    };
    if met { Ok(()) } else { Err(Error::VersionMismatch { document: write.document.clone(), current }) }
}

fn expiry(ttl: Option<Duration>, now: SystemTime) -> Option<SystemTime> {
    ttl.and_then(|ttl| now.checked_add(ttl))
}

/// The deletion of a document whose time to live has ended; nothing for any other.
pub(crate) fn expire(document: &Document, now: SystemTime, config: &Config) -> Option<Document> {
    let end = document.expires_at().filter(|end| *end <= now && !document.deleted)?;
    Some(delete(document, false, end, config))
}

fn replace(
    latest: Option<&Document>,
    data: Struct,
    expires_at: Option<SystemTime>,
    now: SystemTime,
    config: &Config,
) -> Document {
    let version = latest.map_or(0, |document| document.version) + 1;
    Document {
        version,
        data: Some(data),
        update_time: Some(now.into()),
        expire_time: expires_at.map(Into::into),
        history_from: latest.map_or(version, |document| trimmed(document, version, config)),
        deleted: false,
    }
}

fn delete(document: &Document, erase_history: bool, at: SystemTime, config: &Config) -> Document {
    let version = document.version + 1;
    let erased = erase_history || config.deleted_history_retention().is_zero();
    Document {
        version,
        data: None,
        update_time: Some(at.into()),
        expire_time: None,
        history_from: if erased { version } else { trimmed(document, version, config) },
        deleted: true,
    }
}

/// The oldest version that is kept when `version` follows `latest`.
fn trimmed(latest: &Document, version: u64, config: &Config) -> u64 {
    let oldest = (version + 1).saturating_sub(config.history_versions_max);
    oldest.clamp(latest.history_from, latest.history_from + TRIM_MAX)
}

/// The versions whose storage is freed when `last` follows `current`. What is left then is freed by [`Due::Clean`].
pub(crate) fn freed(current: Option<&Document>, last: &Document) -> std::ops::Range<u64> {
    let from = current.map_or(last.history_from, |document| document.history_from);
    from..last.history_from.min(from + TRIM_MAX)
}

/// The oldest version of a document that is shown.
pub(crate) fn oldest_shown(document: &Document, now: SystemTime, config: &Config) -> u64 {
    let retained_until = retained_until(document, config);
    if retained_until.is_some_and(|end| end <= now) {
        return document.version;
    }
    (document.version + 1).saturating_sub(config.history_versions_max).max(document.history_from)
}

/// Until when the history of a deleted document is kept; nothing for one that is not deleted.
fn retained_until(document: &Document, config: &Config) -> Option<SystemTime> {
    let deleted_at = document.updated_at().filter(|_| document.deleted)?;
    deleted_at.checked_add(config.deleted_history_retention())
}

/// What happens to the timer of a document with a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alarm {
    Set(SystemTime),
    Cancel,
    Keep,
}

/// What happens to the timer when `last` follows `current`.
pub(crate) fn alarm(current: Option<&Document>, last: &Document, config: &Config) -> Alarm {
    if last.deleted {
        let erased = last.history_from == last.version;
        let at = if erased { last.updated_at() } else { retained_until(last, config) };
        return at.map_or(Alarm::Keep, Alarm::Set);
    }
    match last.expires_at() {
        Some(end) => Alarm::Set(end),
        // Only a time to live has a timer that would do harm. The one of a deletion that this write ends still frees
        // what is left of an erased history.
        None if current.is_some_and(|document| document.expire_time.is_some()) => Alarm::Cancel,
        None => Alarm::Keep,
    }
}

/// What is to be done when the timer of a document fires.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Due {
    /// Its time to live has ended: this deletion follows.
    Expire(Document),
    /// Versions before this one are freed, and the timer is set again if there is more to come.
    Clean { oldest_shown: u64, next: Option<SystemTime> },
}

/// What is to be done now that the timer of `document` has fired, perhaps a little early or for an earlier write.
pub(crate) fn due(document: &Document, now: SystemTime, config: &Config) -> Due {
    if let Some(deletion) = expire(document, now, config) {
        return Due::Expire(deletion);
    }
    let next = document.expires_at().or_else(|| retained_until(document, config)).filter(|at| *at > now);
    Due::Clean { oldest_shown: oldest_shown(document, now, config), next }
}
