//! Events of the past.

use std::time::{Duration, SystemTime};

use futures::StreamExt;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};

use super::Inner;
use super::api::{Failure, code};
use super::stored::{Stored, format_time};
use crate::bus::{BusError, Message};
use crate::clock::{Clock, SystemClock};
use crate::journal::{ConsumerStart, EventQuery, EventRecord, JournalError};
use crate::nats::convert::from_client;
use crate::rules::check_query;

/// Messages that are asked for at once.
const BATCH: usize = 256;
/// How long one answer may take to come in whole.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
/// How often it is looked for new events: a subscription to them would not tell when they are committed.
const LOOK_INTERVAL: Duration = Duration::from_millis(20);
/// How long a copy of the stream that lags gets before it is asked again.
const LAG_PAUSE: Duration = Duration::from_millis(20);

/// The status that ends an answer of several messages.
const STATUS_END_OF_BATCH: u16 = 204;
const STATUS_NOT_FOUND: u16 = 404;

/// Where a read begins.
#[derive(Clone, Copy)]
enum Place {
    Sequence(u64),
    Time(SystemTime),
}

impl Place {
    /// Whether it is after `last`.
    fn is_beyond(self, last: &Stored) -> bool {
        match self {
            Self::Sequence(sequence) => sequence > last.sequence,
            Self::Time(time) => time > last.time,
        }
    }
}

impl Inner {
    pub(super) async fn read_events(&self, query: &EventQuery) -> Result<Vec<EventRecord>, JournalError> {
        check_query(&self.names.service, query)?;
        let mut from = match query.start {
            ConsumerStart::New => return Ok(Vec::new()),
            ConsumerStart::First => Place::Sequence(1),
            ConsumerStart::Sequence(sequence) => Place::Sequence(sequence.max(1)),
            ConsumerStart::Time(time) => Place::Time(time),
        };
        // Any copy of the stream answers; the leader says how far the answer has to reach.
        let last = self.message(&json!({ "last_by_subj": query.filter })).await;
        let last = last.map_err(|failure| self.api.error(failure))?;
        let Some(last) = last.filter(|last| !from.is_beyond(last)) else { return Ok(Vec::new()) };
        let deadline = self.api.deadline();
        let mut records = Vec::new();
        while records.len() < query.limit {
            let wanted = BATCH.min(query.limit - records.len());
            let batch = self.batch(&query.filter, from, wanted).await;
            let batch = batch.map_err(|failure| self.api.error(failure))?;
            let reached = batch.last().map(|stored| stored.sequence);
            let is_short = batch.len() < wanted;
            let now = SystemClock.now();
            records.extend(batch.into_iter().filter(|stored| !stored.is_absent(now)).map(Stored::into_record));
            if reached.is_some_and(|reached| reached >= last.sequence) || from.is_beyond(&last) {
                break;
            }
            if let Some(reached) = reached {
                from = Place::Sequence(reached + 1);
            }
            if is_short {
                // The copy has not heard of all yet, or the last event was removed in the meantime.
                if Instant::now() >= deadline || !self.holds(last.sequence).await? {
                    break;
                }
                tokio::time::sleep(LAG_PAUSE).await;
            }
        }
        Ok(records)
    }

    /// Waits for an event beyond `sequence`. The leader is asked, since a copy may not have heard of the last one.
    pub(super) async fn events_beyond(&self, sequence: u64) -> Result<u64, JournalError> {
        let request = json!({ "last_by_subj": format!("evt.{}.>", self.names.service) });
        loop {
            self.check_open()?;
            let last = self.message(&request).await.map_err(|failure| self.api.error(failure))?;
            if let Some(last) = last.filter(|last| last.sequence > sequence) {
                return Ok(last.sequence);
            }
            tokio::time::sleep(LOOK_INTERVAL).await;
        }
    }

    /// Up to `wanted` messages that match `filter`, from a place on.
    async fn batch(&self, filter: &str, from: Place, wanted: usize) -> Result<Vec<Stored>, Failure> {
        let request = match from {
            Place::Sequence(sequence) => json!({ "next_by_subj": filter, "batch": wanted, "seq": sequence }),
            Place::Time(time) => json!({ "next_by_subj": filter, "batch": wanted, "start_time": format_time(time) }),
        };
        let request = serde_json::to_vec(&request).map_err(|error| Failure::Silent(error.into()))?;
        self.api.repeat(|deadline| self.batch_once(request.clone(), wanted, deadline)).await
    }

    async fn batch_once(&self, request: Vec<u8>, wanted: usize, deadline: Instant) -> Result<Vec<Stored>, Failure> {
        let silent = |error: BusError| Failure::Silent(error.into());
        let connection = &self.api.connection;
        let inbox = connection.own_inbox("batch");
        let (mut answers, _, number) = connection.subscribe(&inbox, None).await.map_err(silent)?;
        connection.forget(number);
        let mut message = Message::new(format!("$JS.API.DIRECT.GET.{}", self.names.stream), request);
        message.reply = Some(inbox.into());
        let deadline = deadline.min(Instant::now() + ANSWER_WITHIN);
        connection.publish(message, deadline).await.map_err(silent)?;
        let mut batch = Vec::new();
        while batch.len() <= wanted {
            let answer = timeout_at(deadline, answers.next()).await.map_err(|error| Failure::Silent(error.into()))?;
            let Some(answer) = answer else { break };
            let answer = from_client(answer, String::new().into());
            match answer.status {
                None => batch.extend(Stored::from_direct(answer)),
                Some(STATUS_END_OF_BATCH | STATUS_NOT_FOUND) => return Ok(batch),
                Some(status) => return Err(Failure::Silent(format!("a read was answered with {status}").into())),
            }
        }
        Err(Failure::Silent("an answer without its end".into()))
    }

    /// Whether the leader still has the message.
    async fn holds(&self, sequence: u64) -> Result<bool, JournalError> {
        let found = self.message(&json!({ "seq": sequence })).await;
        found.map(|message| message.is_some()).map_err(|failure| self.api.error(failure))
    }

    pub(super) async fn discard(&self, sequence: u64) -> Result<(), JournalError> {
        let found = self.message(&json!({ "seq": sequence })).await.map_err(|failure| self.api.error(failure))?;
        let Some(found) = found else { return Ok(()) };
        let service = &self.names.service;
        let is_event = ["evt", "dlq"].iter().any(|kind| found.subject.starts_with(&format!("{kind}.{service}.")));
        if !is_event {
            return Err(self.api.invalid(format!("the message {sequence} is no event")));
        }
        let request = json!({ "seq": sequence, "no_erase": true });
        let deleted: Result<Value, _> =
            self.api.call(&format!("STREAM.MSG.DELETE.{}", self.names.stream), &request).await;
        match deleted {
            Ok(_) => Ok(()),
            Err(Failure::Refused(error))
                if matches!(error.err_code, code::MESSAGE_NOT_FOUND | code::SEQUENCE_NOT_FOUND) =>
            {
                Ok(())
            }
            Err(failure) => Err(self.api.error(failure)),
        }
    }
}
