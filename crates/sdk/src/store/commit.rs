use std::collections::HashSet;
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use prost::Message;
use realmwire_fabric::bus::Headers;
use realmwire_fabric::journal::{Commit, CommitError, CommitId, Event, JournalError, Receipt, Timer, Write};

use super::changes::{Draft, EventDraft, TimerDraft};
use super::{Changes, RelayedEvent, Store, probe, status_of};
use crate::context::Context;
use crate::events::{EventMetadata, event_type};
use crate::idempotency;
use crate::resilience::Backoff;
use crate::status::{Code, RetryAdvice, Status};

/// The waits before a commit whose outcome is unknown is repeated.
const REPEAT_BACKOFF: Backoff = Backoff { first: Duration::from_millis(20), most: Duration::from_secs(1) };

/// A commit, and the subjects of its events as the contract writes them.
struct Prepared {
    commit: Commit,
    subjects: Vec<&'static str>,
}

impl Store {
    /// Stores `changes`, or nothing of them, and gives `response` back once they are durable.
    ///
    /// When the call has an idempotency key its answer becomes part of the commit, so that a repeat of the call gets
    /// `response` and changes nothing. A handler therefore commits once, and what it commits is all of its effect.
    /// A commit whose outcome is unknown is repeated until the call's deadline, and takes effect once.
    ///
    /// # Errors
    /// A lost race is a conflict, upon which the server runs the handler again from its start; handlers pass it on.
    /// `UNAVAILABLE` and `DEADLINE_EXCEEDED` when it is not known whether the changes were stored,
    /// `RESOURCE_EXHAUSTED` when there is no room for them, `INVALID_ARGUMENT` when they are too large.
    pub async fn commit<R: Message>(&self, cx: &Context, changes: Changes, response: R) -> Result<R, Status> {
        let mut prepared = self.prepare(cx, changes)?;
        if let Some(claim) = cx.key_claim() {
            let answer = Bytes::from(response.encode_to_vec());
            prepared.commit.writes.push(idempotency::record(claim, answer, cx.now(), self.kept)?);
        }
        self.store(cx, prepared).await.map(|()| response)
    }

    /// Stores `changes` of a call that is going to fail, such as the count of its failures.
    ///
    /// They take effect each time the call is made: no record of its idempotency key is stored, for there is no answer.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub async fn note(&self, cx: &Context, changes: Changes) -> Result<(), Status> {
        let prepared = self.prepare(cx, changes)?;
        self.store(cx, prepared).await
    }

    fn prepare(&self, cx: &Context, changes: Changes) -> Result<Prepared, Status> {
        check_keys(&changes.writes)?;
        let subjects = changes.events.iter().map(Draft::destination).collect();
        let mut commit = Commit::new(CommitId::random());
        commit.writes = changes.writes;
        for draft in changes.events {
            commit.events.push(match draft {
                Draft::Own(draft) => self.event(cx, draft, cx.now())?,
                Draft::Relayed(event) => self.relayed(cx, event),
            });
        }
        for draft in changes.timers {
            commit.timers.push(match draft {
                TimerDraft::Set { key, at, event } => Timer::Set { key, at, event: self.event(cx, event, at)? },
                TimerDraft::Cancel { key } => Timer::Cancel { key },
            });
        }
        Ok(Prepared { commit, subjects })
    }

    /// The event with its metadata, as `events` reads it back.
    fn event(&self, cx: &Context, draft: EventDraft, time: SystemTime) -> Result<Event, Status> {
        if draft.spec.service != self.journal.service() {
            return Err(defect(format!("{} is not an event of {}", draft.spec.name, self.journal.service())));
        }
        let headers = headers(cx, cx.new_id(), event_type(draft.spec), time, draft.key);
        Ok(Event { subject: draft.spec.subject.into(), headers, payload: draft.payload, ttl: None })
    }

    fn relayed(&self, cx: &Context, event: RelayedEvent) -> Event {
        let mut headers = headers(cx, event.id, &event.event_type, cx.now(), event.key);
        for (name, value) in event.headers {
            headers.append(name, value);
        }
        let subject = format!("evt.{}.{}", self.journal.service(), event.topic).into();
        Event { subject, headers, payload: event.payload, ttl: None }
    }

    async fn store(&self, cx: &Context, prepared: Prepared) -> Result<(), Status> {
        let Prepared { commit, subjects } = prepared;
        if commit.writes.is_empty() && commit.events.is_empty() && commit.timers.is_empty() {
            return Ok(());
        }
        let started = Instant::now();
        let outcome = self.until_known(cx, commit).await;
        self.metrics.commits.observe(started.elapsed());
        outcome?;
        for subject in subjects {
            self.metrics.published.inc(subject);
        }
        Ok(())
    }

    /// Repeats the commit as long as its outcome is unknown and the caller waits.
    async fn until_known(&self, cx: &Context, commit: Commit) -> Result<Receipt, Status> {
        let mut failures = 0;
        loop {
            let attempt = tokio::time::timeout_at(cx.deadline(), self.journal.commit(commit.clone()));
            let error = match attempt.await {
                Ok(Ok(receipt)) => {
                    self.found(None);
                    return Ok(receipt);
                }
                Ok(Err(error)) => error,
                Err(_) => {
                    self.found(Some(&"a commit was not answered in time"));
                    return Err(unknown_outcome(Status::deadline_exceeded(self.unknown())));
                }
            };
            match error {
                CommitError::Conflict { key } => {
                    self.metrics.conflicts.inc();
                    return Err(Status::conflict(&key));
                }
                CommitError::Invalid(detail) => {
                    tracing::error!(
                        service = self.journal.service(),
                        detail,
                        "the journal refused a commit as invalid"
                    );
                    return Err(Status::new(Code::InvalidArgument, format!("the change cannot be stored: {detail}")));
                }
                CommitError::Journal(error @ JournalError::Unavailable { .. }) => {
                    self.found(Some(&error));
                    failures += 1;
                    let wait = REPEAT_BACKOFF.wait(failures, &self.host, None);
                    if wait >= cx.time_left() {
                        return Err(unknown_outcome(Status::unavailable(self.unknown()).with_source(error)));
                    }
                    self.metrics.repeats.inc();
                    tokio::time::sleep(wait).await;
                }
                CommitError::Journal(error) => {
                    self.found(Some(&error));
                    return Err(status_of(error));
                }
            }
        }
    }

    fn unknown(&self) -> String {
        let service = self.journal.service();
        format!("the journal of {service} did not answer in time: the change may have been stored")
    }
}

impl Draft {
    /// What is counted as the event's destination: those of others are too many to be told apart.
    fn destination(&self) -> &'static str {
        match self {
            Self::Own(draft) => draft.spec.subject,
            Self::Relayed(_) => "relayed",
        }
    }
}

fn headers(cx: &Context, id: String, event_type: &str, time: SystemTime, key: String) -> Headers {
    let (event_type, trace, cause) = (event_type.to_owned(), cx.trace().clone(), Some(cx.call_id()));
    EventMetadata { id, event_type, time, key, trace, cause }.to_headers()
}

fn unknown_outcome(status: Status) -> Status {
    status.with_retry(RetryAdvice::IfIdempotent)
}

/// A commit names each key once, and leaves the records of idempotency keys alone.
fn check_keys(writes: &[Write]) -> Result<(), Status> {
    let mut seen = HashSet::with_capacity(writes.len());
    for write in writes {
        if idempotency::is_record(&write.key) || probe::is_probe(&write.key) {
            return Err(defect(format!("{} is not for documents of the service", write.key)));
        }
        if !seen.insert(&write.key) {
            return Err(defect(format!("{} is written twice in one commit", write.key)));
        }
    }
    Ok(())
}

fn defect(what: String) -> Status {
    Status::internal(Defect(what))
}

/// A mistake in a service's code.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Defect(String);
