//! Durable consumers: which events were handed out, which were answered, which come again.

mod positions;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::future::BoxFuture;
use parking_lot::Mutex;
use tokio::sync::{Notify, watch};

use self::positions::{Positions, Step};
use super::failure::Failure;
use super::queue::{DeadLetter, Work};
use super::read::{EventRange, read_event, read_events};
use super::record::{Decoder, Encoder, time};
use super::service::Service;
use super::store::{Shared, Store};
use crate::journal::{Consumer, ConsumerConfig, Delivery, EventRecord, JournalError, dead_letter};

/// A durable consumer, shared by its members.
pub(super) struct Group {
    pub service: Arc<Service>,
    pub durable: String,
    positions: Mutex<Positions>,
    /// Wakes members that wait: something was answered.
    answered: Notify,
    dirty: AtomicBool,
}

impl Group {
    /// A consumer that begins after `cursor`.
    pub(super) fn new(service: Arc<Service>, config: &ConsumerConfig, cursor: u64) -> Self {
        Self::at(service, config, Positions::new(config, cursor))
    }

    /// A consumer as it was stored.
    pub(super) fn open(
        service: Arc<Service>,
        config: &ConsumerConfig,
        key: &[u8],
        stored: &[u8],
    ) -> Result<Self, Failure> {
        let positions = Positions::decode(config, &mut Decoder::open(key, stored)?)?;
        Ok(Self::at(service, config, positions))
    }

    fn at(service: Arc<Service>, config: &ConsumerConfig, positions: Positions) -> Self {
        Self {
            service,
            durable: config.durable.clone(),
            positions: Mutex::new(positions),
            answered: Notify::new(),
            dirty: AtomicBool::new(false),
        }
    }

    /// Takes over what the member that came last asks for.
    pub(super) fn reconfigure(&self, config: &ConsumerConfig) {
        self.positions.lock().reconfigure(config);
        self.answered.notify_waiters();
    }

    /// What is stored: everything but the events in `settled`, which are settled by the same batch.
    pub(super) fn seal(&self, key: &[u8], settled: &[u64]) -> Vec<u8> {
        self.dirty.store(false, Ordering::SeqCst);
        let mut record = Encoder::new(64);
        self.positions.lock().encode(&mut record, settled);
        record.seal(key)
    }

    /// Notes that there is something to be stored; `false` if that was noted before.
    pub(super) fn mark_dirty(&self) -> bool {
        !self.dirty.swap(true, Ordering::SeqCst)
    }

    /// An event was dealt with.
    pub(super) fn settle(&self, sequence: u64) {
        self.positions.lock().settle(sequence);
        self.answered.notify_waiters();
    }
}

/// A member of a durable consumer.
pub(super) struct Member {
    pub store: Arc<Store>,
    pub group: Arc<Group>,
    published: watch::Receiver<u64>,
    closed: watch::Receiver<bool>,
}

impl Member {
    pub(super) fn new(store: Arc<Store>, group: Arc<Group>) -> Self {
        let published = group.service.published.subscribe();
        let closed = store.shared.closed.subscribe();
        Self { store, group, published, closed }
    }

    async fn wait_for_next(&mut self) -> Option<Result<Box<dyn Delivery>, JournalError>> {
        let group = Arc::clone(&self.group);
        let shared = Arc::clone(&self.store.shared);
        loop {
            let answered = group.answered.notified();
            tokio::pin!(answered);
            answered.as_mut().enable();
            self.published.borrow_and_update();
            if *self.closed.borrow() {
                return None;
            }
            let until = match next_step(&shared, &group) {
                Ok(Step::Deliver { record, attempt }) => {
                    shared.mark_dirty(&group);
                    return Some(Ok(self.delivery(record, attempt)));
                }
                Ok(Step::Again { sequence, attempt }) => match read_event(&shared, &group.service, sequence) {
                    Ok(Some(record)) => return Some(Ok(self.delivery(record, attempt))),
                    // It was discarded or its time is over: there is nothing left to deal with.
                    Ok(None) => {
                        group.settle(sequence);
                        continue;
                    }
                    Err(failure) => return Some(Err(failure.of(&group.service.name))),
                },
                Ok(Step::Bury { sequence, attempts }) => {
                    if let Err(failure) = bury_unanswered(&shared, &group, sequence, attempts).await {
                        return Some(Err(failure.of(&group.service.name)));
                    }
                    continue;
                }
                Ok(Step::Wait { until }) => until,
                Err(failure) => return Some(Err(failure.of(&group.service.name))),
            };
            let due = async {
                match until {
                    Some(until) => shared.clock.sleep_until(time(until)).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = &mut answered => {}
                () = due => {}
                // An error means that the store is gone, which the next round finds out.
                _ = self.published.changed() => {}
                _ = self.closed.changed() => {}
            }
        }
    }

    fn delivery(&self, record: EventRecord, attempt: u32) -> Box<dyn Delivery> {
        Box::new(Handed { store: Arc::clone(&self.store), group: Arc::clone(&self.group), record, attempt })
    }
}

impl Consumer for Member {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Box<dyn Delivery>, JournalError>>> {
        Box::pin(self.wait_for_next())
    }
}

/// Decides what happens next, reading further events when all that were read are handed out.
fn next_step(shared: &Shared, group: &Group) -> Result<Step, Failure> {
    let now = shared.now();
    let mut positions = group.positions.lock();
    loop {
        if let Some(step) = positions.step(now) {
            return Ok(step);
        }
        let (after, filter) = positions.wanted();
        let last = *group.service.published.borrow();
        if after >= last {
            return Ok(Step::Wait { until: positions.earliest_due() });
        }
        let EventRange { events, through } = read_events(shared, &group.service, after, last, filter, READ_AHEAD)?;
        positions.fetched(events, through);
    }
}

/// Events that are read at once.
const READ_AHEAD: usize = 64;

/// An event in the hands of a handler.
struct Handed {
    store: Arc<Store>,
    group: Arc<Group>,
    record: EventRecord,
    attempt: u32,
}

impl Handed {
    fn error(&self, failure: Failure) -> JournalError {
        failure.of(&self.group.service.name)
    }

    async fn bury(&self, reason: &str) -> Result<(), JournalError> {
        let buried = bury(&self.store.shared, &self.group, &self.record, self.attempt, reason).await;
        buried.map_err(|failure| self.error(failure))
    }
}

impl Delivery for Handed {
    fn record(&self) -> &EventRecord {
        &self.record
    }

    fn attempt(&self) -> u32 {
        self.attempt
    }

    fn ack(self: Box<Self>) -> BoxFuture<'static, Result<(), JournalError>> {
        Box::pin(async move {
            self.group.settle(self.record.sequence);
            self.store.shared.mark_dirty(&self.group);
            Ok(())
        })
    }

    fn nak(self: Box<Self>, delay: Duration) -> BoxFuture<'static, Result<(), JournalError>> {
        Box::pin(async move {
            let now = self.store.shared.now();
            let last = self.group.positions.lock().postpone(self.record.sequence, self.attempt, now, delay);
            if last {
                return self.bury("refused at the last attempt").await;
            }
            self.group.answered.notify_waiters();
            Ok(())
        })
    }

    fn progress(&self) -> BoxFuture<'_, Result<(), JournalError>> {
        Box::pin(async move {
            let now = self.store.shared.now();
            self.group.positions.lock().extend(self.record.sequence, self.attempt, now);
            Ok(())
        })
    }

    fn dead_letter(self: Box<Self>, reason: &str) -> BoxFuture<'static, Result<(), JournalError>> {
        let reason = reason.to_owned();
        Box::pin(async move { self.bury(&reason).await })
    }
}

/// Makes a dead letter of an event that nobody answered at its last attempt.
async fn bury_unanswered(shared: &Shared, group: &Arc<Group>, sequence: u64, attempts: u32) -> Result<(), Failure> {
    let Some(record) = read_event(shared, &group.service, sequence)? else {
        group.settle(sequence);
        return Ok(());
    };
    bury(shared, group, &record, attempts, "not answered in time at the last attempt").await
}

async fn bury(
    shared: &Shared,
    group: &Arc<Group>,
    record: &EventRecord,
    attempts: u32,
    reason: &str,
) -> Result<(), Failure> {
    let service = &group.service.name;
    let mut headers = record.headers.clone();
    headers.set(dead_letter::SUBJECT, record.subject.clone());
    headers.set(dead_letter::SEQUENCE, record.sequence.to_string());
    headers.set(dead_letter::ATTEMPTS, attempts.to_string());
    headers.set(dead_letter::REASON, reason);
    headers.set(dead_letter::STORED_AT, rfc3339(record.stored_at));
    let letter = DeadLetter {
        group: Arc::clone(group),
        sequence: record.sequence,
        subject: format!("dlq.{service}.{}", group.durable).into(),
        headers,
        payload: record.payload.clone(),
    };
    shared.ask(|answer| Work::DeadLetter { letter, answer }).await
}

fn rfc3339(time: std::time::SystemTime) -> String {
    jiff::Timestamp::try_from(time).unwrap_or_default().to_string()
}
