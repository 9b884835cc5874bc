//! Reading current values, from the leader of the stream.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures::{StreamExt, TryStreamExt};
use serde::Deserialize;
use serde_json::json;

use super::api::{Failure, Pauses, code, parse};
use super::names::server_header;
use super::stored::{Stored, parse_time};
use super::{Inner, stream};
use crate::bus::{Headers, Message};
use crate::clock::{Clock, SystemClock};
use crate::journal::{Entry, JournalError, Key, ListPage, ListQuery};
use crate::rules::check_list;

/// Reads under way at once for one call.
const PARALLEL_READS: usize = 64;

/// The status of an answer that says that there is no such message.
const STATUS_NOT_FOUND: u16 = 404;

#[derive(Deserialize)]
struct MessageAnswer {
    message: EncodedMessage,
}

#[derive(Deserialize)]
struct EncodedMessage {
    subject: String,
    seq: u64,
    #[serde(default)]
    hdrs: String,
    #[serde(default)]
    data: String,
    time: String,
}

impl Inner {
    /// The last message on `subject`, which may hold wildcards if the stream has copies.
    ///
    /// A stream without copies is read directly, since who has it is its leader. Of several copies any may answer a
    /// direct read, also one that has not heard of the last commit yet, so the leader is asked by name.
    pub(super) async fn last(&self, subject: &str) -> Result<Option<Stored>, Failure> {
        if self.replicas > 1 {
            return self.message(&json!({ "last_by_subj": subject })).await;
        }
        let request = Message::new(format!("$JS.API.DIRECT.GET.{}.{subject}", self.names.stream), "");
        let answer = self.api.repeat(|deadline| self.api.ask(request.clone(), deadline)).await?;
        match answer.status {
            None => Ok(Stored::from_direct(answer)),
            Some(STATUS_NOT_FOUND) => Ok(None),
            Some(status) => Err(Failure::Silent(format!("a direct read was answered with status {status}").into())),
        }
    }

    /// The message that the leader finds for `query`.
    pub(super) async fn message(&self, query: &serde_json::Value) -> Result<Option<Stored>, Failure> {
        let found = self.api.call(&format!("STREAM.MSG.GET.{}", self.names.stream), query).await;
        match found {
            Ok(MessageAnswer { message }) => decode(message).map(Some),
            Err(Failure::Refused(error)) if error.err_code == code::MESSAGE_NOT_FOUND => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// The current value of `key`.
    pub(super) async fn entry(&self, key: &Key) -> Result<Option<Entry>, JournalError> {
        let (stored, _) = self.current(key).await?;
        Ok(stored.and_then(|stored| stored.into_entry(&self.names)))
    }

    pub(super) async fn entries(&self, keys: Vec<Key>) -> Result<Vec<Option<Entry>>, JournalError> {
        let found = self.current_of(keys).await?;
        Ok(found.into_iter().map(|(stored, _)| stored.and_then(|stored| stored.into_entry(&self.names))).collect())
    }

    /// The current value of `key`, and the sequence number of the last message about it; 0 if there is none.
    async fn current(&self, key: &Key) -> Result<(Option<Stored>, u64), JournalError> {
        let subject = self.names.state(key);
        loop {
            let last = self.last(&subject).await.map_err(|failure| self.api.error(failure))?;
            let Some(stored) = last else { return Ok((None, 0)) };
            let sequence = stored.sequence;
            if stored.is_deletion() {
                return Ok((None, sequence));
            }
            if !stored.is_absent(SystemClock.now()) {
                return Ok((Some(stored), sequence));
            }
            if let Some(deleted_at) = self.end(&subject, sequence).await? {
                return Ok((None, deleted_at));
            }
        }
    }

    /// The same for several keys, in their order.
    pub(super) async fn current_of(&self, keys: Vec<Key>) -> Result<Vec<(Option<Stored>, u64)>, JournalError> {
        let reads = futures::stream::iter(keys).map(|key| async move { self.current(&key).await });
        reads.buffered(PARALLEL_READS).try_collect().await
    }

    /// Deletes a value whose time is over, and says with which sequence number. `None` if it was written again.
    pub(super) async fn end(&self, subject: &str, sequence: u64) -> Result<Option<u64>, JournalError> {
        let mut part = super::commit::deletion(subject.to_owned());
        part.headers.set(server_header::EXPECTED_SUBJECT_SEQUENCE, sequence.to_string());
        match self.publish_one(part).await {
            Ok(acknowledged) => Ok(Some(acknowledged.seq)),
            Err(Failure::Refused(error)) if super::commit::is_conflict(&error) => Ok(None),
            Err(failure) => Err(self.api.error(failure)),
        }
    }

    /// A page of the journal as it was in one moment.
    pub(super) async fn page(&self, query: &ListQuery) -> Result<ListPage, JournalError> {
        check_list(&self.names.service, query)?;
        let deadline = self.api.deadline();
        let mut pauses = Pauses::default();
        loop {
            let (page, is_consistent) = self.page_once(query).await?;
            // Under writes that never cease a page of one moment may not be had; then it is of several.
            if is_consistent || !pauses.pause_before(deadline).await {
                return Ok(page);
            }
        }
    }

    /// A page, and whether nothing in it changed while it was read.
    async fn page_once(&self, query: &ListQuery) -> Result<(ListPage, bool), JournalError> {
        let (last_sequence, keys) = self.keys(&query.prefix).await?;
        let mut keys = keys.into_iter().filter(|key| query.after.as_ref().is_none_or(|after| key > after));
        let mut entries = Vec::new();
        let mut is_consistent = true;
        loop {
            // One entry more than asked for tells whether there are more.
            let chunk: Vec<_> = keys.by_ref().take(query.limit + 1 - entries.len()).collect();
            if chunk.is_empty() {
                return Ok((ListPage { entries, more: false }, is_consistent));
            }
            for (stored, sequence) in self.current_of(chunk).await? {
                is_consistent &= sequence <= last_sequence;
                entries.extend(stored.and_then(|stored| stored.into_entry(&self.names)));
            }
            if entries.len() > query.limit {
                entries.truncate(query.limit);
                return Ok((ListPage { entries, more: true }, is_consistent));
            }
        }
    }

    /// The keys under `prefix`, deleted ones among them, in order, and the last sequence number of the journal then.
    pub(super) async fn keys(&self, prefix: &Key) -> Result<(u64, BTreeSet<Key>), JournalError> {
        let filter = self.names.state_under(prefix);
        let info =
            stream::info(&self.api, &self.names, Some(&filter)).await.map_err(|failure| self.api.error(failure))?;
        let keys = info.state.subjects.keys().filter_map(|subject| self.names.key(subject)).collect();
        Ok((info.state.last_seq, keys))
    }

    /// The last sequence number of the journal.
    pub(super) async fn last_sequence(&self) -> Result<u64, JournalError> {
        let info = stream::info(&self.api, &self.names, None).await.map_err(|failure| self.api.error(failure))?;
        Ok(info.state.last_seq)
    }
}

fn decode(message: EncodedMessage) -> Result<Stored, Failure> {
    let decode = |text: &str| STANDARD.decode(text).map_err(|error| Failure::Silent(error.into()));
    let time = parse_time(&message.time).ok_or_else(|| Failure::Silent("a message without its time".into()))?;
    Ok(Stored {
        sequence: message.seq,
        subject: message.subject.into(),
        headers: decode_headers(&decode(&message.hdrs)?),
        payload: Bytes::from(decode(&message.data)?),
        time,
    })
}

fn decode_headers(block: &[u8]) -> Headers {
    let mut headers = Headers::new();
    // The first line names the version.
    for line in String::from_utf8_lossy(block).split("\r\n").skip(1) {
        if let Some((name, value)) = line.split_once(':') {
            headers.append(name, value.trim());
        }
    }
    headers
}

/// Whether an answer's body can be read as an acknowledgement; see [`parse`].
pub(super) fn acknowledgement(message: &Message) -> Result<super::commit::Acknowledged, Failure> {
    parse(&message.payload)
}
