//! Durable consumers of events.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Inner;
use super::api::{Failure, Pauses, code};
use super::pull::Puller;
use super::stored::{Origin, format_time};
use super::stream::nanoseconds;
use crate::bus::Message;
use crate::clock::{Clock, SystemClock};
use crate::journal::{Consumer, ConsumerConfig, ConsumerStart, Delivery, EventRecord, JournalError, dead_letter};
use crate::rules::check_consumer;

/// A member takes no event ahead of its call: the time to answer it runs, and others could have it.
const AT_ONCE: usize = 1;

const ACK: &str = "+ACK";
const PROGRESS: &str = "+WPI";

#[derive(Deserialize)]
struct ConsumerInfo {
    config: Map<String, Value>,
}

/// Joins the consumer that `config` names.
pub(super) async fn join(journal: Arc<Inner>, config: ConsumerConfig) -> Result<Box<dyn Consumer>, JournalError> {
    journal.check_open()?;
    check_consumer(&journal.names.service, &config)?;
    ensure(&journal, &config).await?;
    Ok(Box::new(Member { journal, config: Arc::new(config), puller: None }))
}

/// Creates the consumer, or brings it up to date, all but where it began.
async fn ensure(journal: &Inner, config: &ConsumerConfig) -> Result<(), JournalError> {
    let api = &journal.api;
    let consumer = format!("{}.{}", journal.names.stream, config.durable);
    let found = api.call(&format!("CONSUMER.INFO.{consumer}"), &json!({})).await;
    let wanted = match found {
        Ok(ConsumerInfo { config: mut existing }) => {
            let fields = wanted(config);
            if fields.iter().all(|(field, value)| existing.get(field) == Some(value)) {
                return Ok(());
            }
            existing.extend(fields);
            existing
        }
        Err(Failure::Refused(error)) if error.err_code == code::CONSUMER_NOT_FOUND => {
            let mut fields = wanted(config);
            fields.extend(start(journal, config.start).await?);
            fields
        }
        Err(failure) => return Err(api.error(failure)),
    };
    let request = json!({ "stream_name": journal.names.stream, "config": wanted });
    let created: Result<ConsumerInfo, _> = api.call(&format!("CONSUMER.CREATE.{consumer}"), &request).await;
    match created {
        Ok(_) => Ok(()),
        Err(Failure::Refused(error)) => Err(api.invalid(format!("create the consumer {consumer}: {error}"))),
        Err(failure) => Err(api.error(failure)),
    }
}

fn wanted(config: &ConsumerConfig) -> Map<String, Value> {
    let fields = json!({
        "durable_name": config.durable,
        "name": config.durable,
        "filter_subject": config.filter,
        "ack_policy": "explicit",
        "ack_wait": nanoseconds(config.ack_wait),
        "max_ack_pending": config.max_in_flight,
        // The delivery after the last one allowed is taken for the event's end by whoever gets it. The server would
        // just stop to deliver, and say so once, to whoever listens in that moment.
        "max_deliver": -1,
    });
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

async fn start(journal: &Inner, start: ConsumerStart) -> Result<Map<String, Value>, JournalError> {
    let fields = match start {
        ConsumerStart::First => json!({ "deliver_policy": "all" }),
        // Whoever leads the consumer may not have heard of the last commits yet; the leader of the stream has.
        ConsumerStart::New => {
            json!({ "deliver_policy": "by_start_sequence", "opt_start_seq": journal.last_sequence().await? + 1 })
        }
        ConsumerStart::Sequence(sequence) => {
            json!({ "deliver_policy": "by_start_sequence", "opt_start_seq": sequence.max(1) })
        }
        ConsumerStart::Time(time) => json!({ "deliver_policy": "by_start_time", "opt_start_time": format_time(time) }),
    };
    match fields {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Map::new()),
    }
}

/// One of those who share a durable consumer.
struct Member {
    journal: Arc<Inner>,
    config: Arc<ConsumerConfig>,
    puller: Option<Puller>,
}

impl Member {
    async fn next_delivery(&mut self) -> Option<Result<Box<dyn Delivery>, JournalError>> {
        let journal = Arc::clone(&self.journal);
        tokio::select! {
            () = journal.closed() => None,
            delivery = self.take() => Some(delivery),
        }
    }

    /// Waits for an event, also while the server is away.
    async fn take(&mut self) -> Result<Box<dyn Delivery>, JournalError> {
        let mut pauses = Pauses::default();
        loop {
            let Some(puller) = &mut self.puller else {
                let names = &self.journal.names;
                let opened = Puller::open(&self.journal.api, &names.stream, &self.config.durable, AT_ONCE).await;
                self.puller = opened.ok();
                if self.puller.is_none() {
                    pauses.pause().await;
                }
                continue;
            };
            if let Ok((message, origin)) = puller.next().await {
                match self.delivery(message, origin).await? {
                    Some(delivery) => return Ok(delivery),
                    None => continue,
                }
            }
            self.puller = None;
            pauses.pause().await;
            // Who deleted the consumer did not mean to stop its members.
            match ensure(&self.journal, &self.config).await {
                Ok(()) | Err(JournalError::Unavailable { .. }) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// What was delivered, unless it is dealt with here.
    async fn delivery(&self, message: Message, origin: Origin) -> Result<Option<Box<dyn Delivery>>, JournalError> {
        let Some(reply) = message.reply.clone() else { return Ok(None) };
        let stored = origin.stored(message);
        let is_absent = stored.is_absent(SystemClock.now());
        let handed = Handed {
            journal: Arc::clone(&self.journal),
            config: Arc::clone(&self.config),
            answer_to: reply.to_string(),
            record: stored.into_record(),
            attempt: origin.attempt,
            waiting: origin.pending,
        };
        if is_absent {
            handed.settle(ACK).await?;
            return Ok(None);
        }
        if origin.attempt > self.config.max_deliver {
            handed.bury(self.config.max_deliver, "not answered in time at the last attempt").await?;
            return Ok(None);
        }
        Ok(Some(Box::new(handed)))
    }
}

impl Consumer for Member {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Box<dyn Delivery>, JournalError>>> {
        Box::pin(self.next_delivery())
    }
}

/// An event in the hands of a member.
struct Handed {
    journal: Arc<Inner>,
    config: Arc<ConsumerConfig>,
    answer_to: String,
    record: EventRecord,
    attempt: u32,
    waiting: u64,
}

impl Handed {
    /// Answers, and waits until the server has noted it.
    async fn settle(&self, answer: &str) -> Result<(), JournalError> {
        let api = &self.journal.api;
        let message = Message::new(self.answer_to.clone(), answer.to_owned());
        let noted = api.repeat(|deadline| api.once(message.clone(), deadline)).await;
        noted.map(drop).map_err(|failure| api.error(failure))
    }

    /// Stores the event as a dead letter and settles it. Each event has one of each consumer, however often it is sent.
    async fn bury(&self, attempts: u32, reason: &str) -> Result<(), JournalError> {
        let Self { journal, record, .. } = self;
        let mut headers = record.headers.clone();
        headers.set(dead_letter::SUBJECT, record.subject.clone());
        headers.set(dead_letter::SEQUENCE, record.sequence.to_string());
        headers.set(dead_letter::ATTEMPTS, attempts.to_string());
        headers.set(dead_letter::REASON, reason.replace(['\r', '\n'], " "));
        headers.set(dead_letter::STORED_AT, format_time(record.stored_at));
        journal.store_dead_letter(&self.config.durable, record, headers).await?;
        self.settle(ACK).await
    }
}

impl Delivery for Handed {
    fn record(&self) -> &EventRecord {
        &self.record
    }

    fn attempt(&self) -> u32 {
        self.attempt
    }

    fn waiting(&self) -> Option<u64> {
        Some(self.waiting)
    }

    fn ack(self: Box<Self>) -> BoxFuture<'static, Result<(), JournalError>> {
        Box::pin(async move { self.settle(ACK).await })
    }

    fn nak(self: Box<Self>, delay: Duration) -> BoxFuture<'static, Result<(), JournalError>> {
        Box::pin(async move {
            if self.attempt >= self.config.max_deliver {
                return self.bury(self.attempt, "refused at the last attempt").await;
            }
            self.settle(&nak(delay)).await
        })
    }

    fn progress(&self) -> BoxFuture<'_, Result<(), JournalError>> {
        Box::pin(self.settle(PROGRESS))
    }

    fn dead_letter(self: Box<Self>, reason: &str) -> BoxFuture<'static, Result<(), JournalError>> {
        let reason = reason.to_owned();
        Box::pin(async move { self.bury(self.attempt, &reason).await })
    }
}

fn nak(delay: Duration) -> String {
    if delay.is_zero() { "-NAK".to_owned() } else { format!("-NAK {{\"delay\": {}}}", nanoseconds(delay)) }
}
