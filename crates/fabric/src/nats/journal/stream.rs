//! The stream of a journal: how it is configured, created and brought up to date.

use std::time::{Duration, SystemTime};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::api::{Api, Failure, code};
use super::names::Names;
use super::stored::parse_time;
use crate::journal::JournalError;

/// How long a deletion is seen by a watch that was interrupted, and a value's end likewise. The server keeps every
/// value that has a time to live for at least so long, so what lives shorter is seen to here.
pub(super) const DELETIONS_KEPT_FOR: Duration = Duration::from_hours(1);

/// How long the server knows the ids of commits. A repeat comes in seconds, if it comes.
const COMMIT_IDS_KEPT_FOR: Duration = Duration::from_mins(2);

/// Messages of one subject: more than there will be, but a number, as the tools for key-value buckets want it.
const MESSAGES_OF_A_SUBJECT: i64 = 1_000_000_000_000;

/// What the server says about a stream.
#[derive(Debug, Deserialize)]
pub(super) struct StreamInfo {
    config: Map<String, Value>,
    created: String,
    /// Subjects that match what was asked for, over all pages.
    #[serde(default)]
    total: usize,
    pub(super) state: StreamState,
}

/// What is in a stream.
#[derive(Debug, Deserialize)]
pub(super) struct StreamState {
    pub(super) last_seq: u64,
    /// Messages by subject, of those that were asked for.
    #[serde(default)]
    pub(super) subjects: Map<String, Value>,
}

impl StreamInfo {
    pub(super) fn created_at(&self) -> Option<SystemTime> {
        parse_time(&self.created)
    }

    /// Copies of the stream.
    pub(super) fn replicas(&self) -> u64 {
        self.config.get("num_replicas").and_then(Value::as_u64).unwrap_or(1)
    }
}

/// The stream as it is, with its subjects that match `filter`; its leader answers.
pub(super) async fn info(api: &Api, names: &Names, filter: Option<&str>) -> Result<StreamInfo, Failure> {
    let mut request = Map::new();
    if let Some(filter) = filter {
        request.insert("subjects_filter".to_owned(), filter.into());
    }
    let mut info: StreamInfo = api.call(&format!("STREAM.INFO.{}", names.stream), &request).await?;
    // The server tells subjects in pages.
    let mut told = info.state.subjects.len();
    while told < info.total {
        request.insert("offset".to_owned(), told.into());
        let more: StreamInfo = api.call(&format!("STREAM.INFO.{}", names.stream), &request).await?;
        if more.state.subjects.is_empty() {
            break;
        }
        told += more.state.subjects.len();
        info.state.subjects.extend(more.state.subjects);
    }
    Ok(info)
}

/// The stream of a journal, created or brought up to date when that is needed.
pub(super) async fn open(api: &Api, names: &Names, replicas: u64) -> Result<StreamInfo, JournalError> {
    match info(api, names, None).await {
        Ok(found) => return reconcile(api, names, found, replicas).await,
        Err(Failure::Refused(error)) if error.err_code == code::STREAM_NOT_FOUND => {}
        Err(failure) => return Err(api.error(failure)),
    }
    let wanted = wanted(names, replicas);
    match api.call(&format!("STREAM.CREATE.{}", names.stream), &wanted).await {
        Ok(created) => Ok(created),
        // Another process was faster.
        Err(Failure::Refused(error)) if error.err_code == code::STREAM_EXISTS => {
            let found = info(api, names, None).await.map_err(|failure| api.error(failure))?;
            reconcile(api, names, found, replicas).await
        }
        Err(failure) => Err(describe(api, names, failure, "create")),
    }
}

async fn reconcile(api: &Api, names: &Names, found: StreamInfo, replicas: u64) -> Result<StreamInfo, JournalError> {
    // Copies are added and never taken away: the process with the smaller number may be the one that is mistaken.
    let mut config = found.config.clone();
    let mut differing = Vec::new();
    for (field, value) in wanted(names, replicas.max(found.replicas())) {
        if field != "metadata" && config.get(&field) != Some(&value) {
            differing.push(field.clone());
            config.insert(field, value);
        }
    }
    if differing.is_empty() {
        return Ok(found);
    }
    tracing::info!(stream = names.stream, ?differing, "bringing the stream of a journal up to date");
    let updated = api.call(&format!("STREAM.UPDATE.{}", names.stream), &config).await;
    updated.map_err(|failure| describe(api, names, failure, "update"))
}

fn describe(api: &Api, names: &Names, failure: Failure, attempted: &str) -> JournalError {
    match failure {
        Failure::Refused(error) => api.invalid(format!("{attempted} the stream {}: {error}", names.stream)),
        other => api.error(other),
    }
}

fn wanted(names: &Names, replicas: u64) -> Map<String, Value> {
    let config = json!({
        "name": names.stream,
        "description": format!("state, events and timers of {}", names.service),
        "subjects": names.subjects(),
        "storage": "file",
        "retention": "limits",
        // Schedules allow nothing else; what limits the stream is the room on the server.
        "discard": "old",
        "num_replicas": replicas,
        "max_msgs_per_subject": MESSAGES_OF_A_SUBJECT,
        "duplicate_window": nanoseconds(COMMIT_IDS_KEPT_FOR),
        "allow_rollup_hdrs": true,
        "allow_direct": true,
        "allow_msg_ttl": true,
        "subject_delete_marker_ttl": nanoseconds(DELETIONS_KEPT_FOR),
        "allow_atomic": true,
        "allow_msg_schedules": true,
    });
    match config {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// A duration as the server's configuration has it.
pub(super) fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
