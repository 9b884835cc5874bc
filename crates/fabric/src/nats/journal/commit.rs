//! Commits: one message, or one atomic batch of several.

use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures::future::join_all;
use serde::Deserialize;
use tokio::time::Instant;

use super::Inner;
use super::api::{ApiError, Failure, Pauses, code};
use super::names::{COMMIT_ID, TIME_TO_LIVE, server_header};
use super::read::acknowledgement;
use super::stored::{Stored, format_time};
use super::stream::DELETIONS_KEPT_FOR;
use crate::bus::{BusError, Headers, Message};
use crate::clock::{Clock, SystemClock};
use crate::journal::{Commit, CommitError, Event, EventRecord, Expect, JournalError, Receipt, Timer, Write};
use crate::rules::check_commit;

/// An id that no message has.
const NO_MESSAGE_ID: &str = "-";

/// One message of a commit.
#[derive(Clone)]
pub(super) struct Part {
    subject: String,
    pub(super) headers: Headers,
    payload: Bytes,
}

impl Part {
    fn message(&self) -> Message {
        let mut message = Message::new(self.subject.clone(), self.payload.clone());
        message.headers = self.headers.clone();
        message
    }
}

/// What the server answers to a message or batch that it stored.
#[derive(Debug, Deserialize)]
pub(super) struct Acknowledged {
    pub(super) seq: u64,
    #[serde(default)]
    duplicate: bool,
}

/// What to do after a conflict.
enum Verdict {
    /// The commit was stored before.
    Stored(Receipt),
    /// The expectations can hold; they are now as given here, one for each write.
    Again(Vec<Option<u64>>),
}

impl Inner {
    pub(super) async fn commit(&self, commit: &Commit) -> Result<Receipt, CommitError> {
        check_commit(&self.names.service, commit)?;
        let mut parts = self.parts(commit);
        if parts.is_empty() {
            return Ok(Receipt { revisions: Vec::new(), last_sequence: self.last_sequence().await? });
        }
        let deadline = self.api.deadline();
        let mut pauses = Pauses::default();
        loop {
            let failure = match self.publish(&parts, deadline).await {
                Ok(first) => return Ok(receipt(commit, parts.len(), first)),
                Err(failure) => failure,
            };
            match &failure {
                Failure::Refused(error) if is_conflict(error) => match self.after_conflict(commit, &parts).await? {
                    Verdict::Stored(receipt) => return Ok(receipt),
                    Verdict::Again(expectations) => expect(&mut parts, &expectations),
                },
                Failure::Refused(error) if error.err_code == code::BATCH_DUPLICATE => {
                    if let Some(first) = self.sequence_of_commit(commit, &parts).await? {
                        return Ok(receipt(commit, parts.len(), first));
                    }
                }
                Failure::Refused(error) if is_passing(error) => {}
                Failure::Unsendable(BusError::PayloadTooLarge { .. } | BusError::InvalidHeader { .. }) => {
                    return Err(CommitError::Invalid(failure.to_string()));
                }
                Failure::Refused(_) | Failure::Unsendable(_) => return Err(self.api.error(failure).into()),
                // Whether it was stored is not known: the same commit again finds out.
                Failure::Silent(_) => {}
            }
            if !pauses.pause_before(deadline).await {
                return Err(self.api.unavailable(failure).into());
            }
        }
    }

    /// Stores a dead letter of `record`, once.
    pub(super) async fn store_dead_letter(
        &self,
        durable: &str,
        record: &EventRecord,
        mut headers: Headers,
    ) -> Result<(), JournalError> {
        headers.set(server_header::MESSAGE_ID, format!("dead-letter {durable} {}", record.sequence));
        headers.set(server_header::TTL, seconds(self.dead_letter_retention));
        let letter = Part { subject: self.names.dead_letters(durable), headers, payload: record.payload.clone() };
        self.publish_one(letter).await.map(drop).map_err(|failure| self.api.error(failure))
    }

    /// Stores one message, also when its server changes meanwhile.
    pub(super) async fn publish_one(&self, part: Part) -> Result<Acknowledged, Failure> {
        let message = part.message();
        let answer = self.api.repeat(|deadline| self.api.once(message.clone(), deadline)).await?;
        acknowledgement(&answer)
    }

    /// Sends the parts, and gives the sequence number of the first. Those of the others follow it without a gap.
    async fn publish(&self, parts: &[Part], deadline: Instant) -> Result<u64, Failure> {
        let Some((last, others)) = parts.split_last() else { return Err(Failure::Silent("an empty commit".into())) };
        if others.is_empty() {
            return Ok(acknowledgement(&self.api.once(last.message(), deadline).await?)?.seq);
        }
        let batch = format!("{:032x}", rand::random::<u128>());
        let numbered = |part: &Part, number: usize| {
            let mut message = part.message();
            message.headers.set(server_header::BATCH_ID, batch.as_str());
            message.headers.set(server_header::BATCH_SEQUENCE, number.to_string());
            message
        };
        // The server bounds the batches that are begun and not ended: those of this process go one after the other.
        let order = self.batches.lock().await;
        for (index, part) in others.iter().enumerate() {
            let sent = self.api.connection.publish(numbered(part, index + 1), deadline).await;
            sent.map_err(|error| match error {
                BusError::Unavailable(_) => Failure::Silent(error.into()),
                other => Failure::Unsendable(other),
            })?;
        }
        let mut ending = numbered(last, parts.len());
        ending.headers.set(server_header::BATCH_COMMIT, "1");
        let mut request = pin!(self.api.once(ending, deadline));
        // It is sent when it is polled first; the wait for its answer hinders no other commit.
        let early = futures::poll!(request.as_mut());
        drop(order);
        let answer = match early {
            Poll::Ready(answer) => answer?,
            Poll::Pending => request.await?,
        };
        let end = acknowledgement(&answer)?.seq;
        let count = u64::try_from(parts.len()).unwrap_or(u64::MAX);
        Ok((end + 1).saturating_sub(count))
    }

    /// Whether the commit was stored before, and if not, which expectation does not hold.
    async fn after_conflict(&self, commit: &Commit, parts: &[Part]) -> Result<Verdict, CommitError> {
        let id = id(commit);
        let subjects: Vec<_> = commit.writes.iter().map(|write| self.names.state(&write.key)).collect();
        let found = join_all(subjects.iter().map(|subject| self.last(subject))).await;
        let found: Vec<Option<Stored>> =
            found.into_iter().collect::<Result<_, _>>().map_err(|failure| self.api.error(failure))?;
        if let Some(first) = found.iter().flatten().find_map(|stored| stored.first_of_commit(&id)) {
            return Ok(Verdict::Stored(receipt(commit, parts.len(), first)));
        }
        // Only a server that stores a single message without consent of others looks at expectations before ids.
        if parts.len() == 1
            && self.replicas == 1
            && let Some(first) = self.sequence_of_commit(commit, parts).await?
        {
            return Ok(Verdict::Stored(receipt(commit, parts.len(), first)));
        }
        let now = SystemClock.now();
        let mut expectations = Vec::with_capacity(found.len());
        for (write, stored) in commit.writes.iter().zip(&found) {
            let expectation = expected_sequence(write, stored.as_ref(), now);
            let expectation = expectation.ok_or_else(|| CommitError::Conflict { key: write.key.clone() })?;
            expectations.push(expectation);
        }
        Ok(Verdict::Again(expectations))
    }

    /// The sequence number of the commit's first message, if the server remembers its id.
    ///
    /// It is told to whoever sends the id again. The expectation of a message id that no message has makes sure that
    /// nothing is stored should the id have been forgotten in this moment.
    async fn sequence_of_commit(&self, commit: &Commit, parts: &[Part]) -> Result<Option<u64>, JournalError> {
        let Some(first) = parts.first() else { return Ok(None) };
        let mut headers = Headers::new();
        headers.set(server_header::MESSAGE_ID, id(commit));
        headers.set(server_header::EXPECTED_MESSAGE_ID, NO_MESSAGE_ID);
        let question = Part { subject: first.subject.clone(), headers, payload: Bytes::new() };
        match self.publish_one(question).await {
            Ok(answer) => Ok(answer.duplicate.then_some(answer.seq)),
            Err(Failure::Refused(error)) if error.err_code == code::WRONG_LAST_MESSAGE_ID => Ok(None),
            Err(Failure::Refused(error)) if is_passing(&error) => Ok(None),
            Err(failure) => Err(self.api.error(failure)),
        }
    }

    /// The messages of a commit: writes, events, timers. The first carries the id by which the server knows a repeat.
    fn parts(&self, commit: &Commit) -> Vec<Part> {
        let id = id(commit);
        let writes = commit.writes.iter().map(|write| self.write_part(write, &id));
        let events = commit.events.iter().map(|event| self.event_part(event));
        let timers = commit.timers.iter().map(|timer| self.timer_part(timer));
        let mut parts: Vec<_> = writes.chain(events).chain(timers).collect();
        if let Some(first) = parts.first_mut() {
            first.headers.set(server_header::MESSAGE_ID, id);
        }
        parts
    }

    fn write_part(&self, write: &Write, id: &str) -> Part {
        let subject = self.names.state(&write.key);
        let mut part = match &write.value {
            None => deletion(subject),
            Some(value) => {
                let mut headers = Headers::new();
                headers.set(server_header::ROLLUP, "sub");
                if let Some(ttl) = write.ttl {
                    set_ttl(&mut headers, server_header::TTL, ttl);
                }
                Part { subject, headers, payload: value.clone() }
            }
        };
        part.headers.set(COMMIT_ID, id);
        let expected = match write.expect {
            Expect::Any => None,
            Expect::Absent => Some(0),
            Expect::Revision(revision) => Some(revision),
        };
        if let Some(sequence) = expected {
            part.headers.set(server_header::EXPECTED_SUBJECT_SEQUENCE, sequence.to_string());
        }
        part
    }

    fn event_part(&self, event: &Event) -> Part {
        let mut headers = event.headers.clone();
        set_ttl(&mut headers, server_header::TTL, event.ttl.unwrap_or(self.event_retention));
        Part { subject: event.subject.to_string(), headers, payload: event.payload.clone() }
    }

    fn timer_part(&self, timer: &Timer) -> Part {
        match timer {
            Timer::Set { key, at, event } => {
                let mut headers = event.headers.clone();
                headers.set(server_header::SCHEDULE, format!("@at {}", format_time(*at)));
                headers.set(server_header::SCHEDULE_TARGET, event.subject.clone());
                set_ttl(&mut headers, server_header::SCHEDULE_TTL, event.ttl.unwrap_or(self.event_retention));
                Part { subject: self.names.timer(key), headers, payload: event.payload.clone() }
            }
            // The message that takes a schedule's place ends it.
            Timer::Cancel { key } => deletion(self.names.timer(key)),
        }
    }
}

/// A message that stands for nothing, in the form that tools for key-value buckets know.
pub(super) fn deletion(subject: String) -> Part {
    let mut headers = Headers::new();
    headers.set(server_header::ROLLUP, "sub");
    headers.set(server_header::KV_OPERATION, "DEL");
    // The server puts a mark in the place of what it removes, but not in that of a mark.
    headers.set(server_header::MARKER_REASON, "Remove");
    headers.set(server_header::TTL, seconds(DELETIONS_KEPT_FOR));
    Part { subject, headers, payload: Bytes::new() }
}

/// Has the server keep a message for `ttl`. What shall live shorter than the server keeps anything says so itself.
fn set_ttl(headers: &mut Headers, name: &'static str, ttl: Duration) {
    headers.set(name, seconds(ttl.max(DELETIONS_KEPT_FOR)));
    if ttl < DELETIONS_KEPT_FOR {
        headers.set(TIME_TO_LIVE, ttl.as_secs().to_string());
    }
}

/// Whether a write's expectation did not hold, or could not be judged yet.
pub(super) fn is_conflict(error: &ApiError) -> bool {
    matches!(error.err_code, code::WRONG_LAST_SEQUENCE | code::WRONG_LAST_SEQUENCE_IN_PROCESS)
}

/// Whether nothing was stored, for a reason that passes.
fn is_passing(error: &ApiError) -> bool {
    matches!(
        error.err_code,
        code::UNAVAILABLE | code::DUPLICATE_IN_PROCESS | code::BATCH_INCOMPLETE | code::BATCHES_IN_FLIGHT
    )
}

fn id(commit: &Commit) -> String {
    commit.id.0.simple().to_string()
}

fn seconds(duration: Duration) -> String {
    format!("{}s", duration.as_secs())
}

fn receipt(commit: &Commit, parts: usize, first: u64) -> Receipt {
    let number = |index: usize| first + u64::try_from(index).unwrap_or(u64::MAX);
    Receipt {
        revisions: (0..commit.writes.len()).map(number).collect(),
        last_sequence: number(parts.saturating_sub(1)),
    }
}

/// The sequence number that the last message about the key has if the expectation holds; the outer `None` if it does
/// not. A key that holds no value may well have a last message.
#[expect(clippy::option_option, reason = "no expectation is not a failed one")]
fn expected_sequence(write: &Write, stored: Option<&Stored>, now: SystemTime) -> Option<Option<u64>> {
    let is_absent = stored.is_none_or(|stored| stored.is_absent(now));
    let sequence = stored.map_or(0, |stored| stored.sequence);
    match write.expect {
        Expect::Any => Some(None),
        Expect::Absent => is_absent.then_some(Some(sequence)),
        Expect::Revision(revision) => (!is_absent && revision == sequence).then_some(Some(sequence)),
    }
}

/// Writes come first among the parts.
fn expect(parts: &mut [Part], expectations: &[Option<u64>]) {
    for (part, expectation) in parts.iter_mut().zip(expectations) {
        if let Some(sequence) = expectation {
            part.headers.set(server_header::EXPECTED_SUBJECT_SEQUENCE, sequence.to_string());
        }
    }
}
