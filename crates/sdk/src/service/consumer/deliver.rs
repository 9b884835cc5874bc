use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::FutureExt;
use realmwire_fabric::journal::{Delivery, EventRecord, JournalError};
use tokio::sync::OwnedSemaphorePermit;
use tracing::Instrument;

use super::order::Turn;
use super::run::Consumer;
use crate::context::{Context, ContextParts, TraceContext};
use crate::events::EventMetadata;
use crate::idempotency::{Idempotency, claim_of_event};
use crate::identity::Principal;
use crate::status::{Code, RetryAdvice, Status};
use crate::tasks::{Shutdown, panic_message};

/// The wait before the second delivery of an event; it doubles with each delivery.
const FIRST_BACKOFF: Duration = Duration::from_secs(1);
/// The longest wait before another delivery.
const LAST_BACKOFF: Duration = Duration::from_secs(16);
/// The longest reason that a dead letter gets, in bytes.
const REASON_LIMIT: usize = 1_000;

impl Consumer {
    /// Deals with one event: waits for its turn, handles it and answers the journal.
    pub(super) async fn deliver(
        self: Arc<Self>,
        delivery: Box<dyn Delivery>,
        mut turn: Turn,
        _slot: OwnedSemaphorePermit,
        shutdown: Shutdown,
    ) {
        let _in_flight = self.metrics.in_flight.hold();
        if delivery.attempt() > 1 {
            self.metrics.redeliveries.inc();
        }
        let outcome = {
            let work = async {
                // What has not begun when the service stops is left to another instance.
                shutdown.or(turn.comes()).await?;
                Some(self.handle(delivery.record(), delivery.attempt()).await)
            };
            self.with_progress(&*delivery, work).await
        };
        let settled = match outcome {
            None => delivery.nak(Duration::ZERO).await,
            Some(outcome) => self.settle(delivery, outcome).await,
        };
        if let Err(error) = settled {
            let durable = &self.parts.policy.config.durable;
            tracing::warn!(consumer = durable, error = %error, "an event could not be answered and comes again");
        }
    }

    /// Runs `work`, and asks for more time as long as it takes.
    async fn with_progress<T>(&self, delivery: &dyn Delivery, work: impl Future<Output = T>) -> T {
        let mut work = std::pin::pin!(work);
        let interval = self.parts.policy.config.ack_wait / 3;
        loop {
            match tokio::time::timeout(interval, work.as_mut()).await {
                Ok(outcome) => return outcome,
                Err(_) => {
                    if let Err(error) = delivery.progress().await {
                        tracing::debug!(error = %error, "no more time could be asked for");
                    }
                }
            }
        }
    }

    /// Handles one delivery, unless the event took effect before.
    async fn handle(&self, record: &EventRecord, attempt: u32) -> Result<(), Status> {
        let started = Instant::now();
        let received = EventMetadata::of(record).trace;
        let trace = if received.is_valid() {
            received.child(&self.parts.host)
        } else {
            self.parts.telemetry.new_trace(&self.parts.host)
        };
        let span = tracing::info_span!(
            "event",
            subject = %record.subject,
            sequence = record.sequence,
            trace_id = %trace.trace_id_hex(),
            span_id = %trace.span_id_hex(),
        );
        let outcome = self.until_no_conflict(record, attempt, &trace).instrument(span).await;
        let failure = outcome.as_ref().err().map(Status::code);
        self.metrics.handled(started.elapsed(), failure, &trace, received.parent_span_id);
        outcome
    }

    async fn until_no_conflict(&self, record: &EventRecord, attempt: u32, trace: &TraceContext) -> Result<(), Status> {
        let deadline = tokio::time::Instant::now() + self.parts.policy.timeout;
        let mut wait = Duration::from_millis(1);
        // What is delivered for the first time cannot have taken effect, and most events are.
        let mut may_be_repeat = attempt > 1;
        loop {
            let parts = self.context_parts(record, trace, deadline);
            if may_be_repeat && self.took_effect(&parts).await? {
                self.metrics.repeats.inc();
                return Ok(());
            }
            may_be_repeat = true;
            let cx = Context::new(parts);
            let outcome = self.run_handler(cx, record, attempt).await;
            let lost_race = outcome.as_ref().is_err_and(Status::is_conflict);
            let now = tokio::time::Instant::now();
            if !lost_race || now + wait >= deadline {
                return outcome;
            }
            tokio::time::sleep(self.parts.host.jitter(wait)).await;
            wait *= 2;
        }
    }

    async fn took_effect(&self, parts: &ContextParts) -> Result<bool, Status> {
        match (&self.parts.store, &parts.key) {
            (Some(store), Some(claim)) => Ok(store.recall(claim).await?.is_some()),
            _ => Ok(false),
        }
    }

    fn context_parts(
        &self,
        record: &EventRecord,
        trace: &TraceContext,
        deadline: tokio::time::Instant,
    ) -> ContextParts {
        let policy = &self.parts.policy;
        let claim = || claim_of_event(&policy.config.durable, self.parts.handler.spec().subject, record.sequence);
        let mut parts = ContextParts::new(self.parts.host.clone());
        parts.deadline = deadline;
        parts.principal = Principal::service(self.parts.service);
        parts.key = (policy.effect_once && self.parts.store.is_some()).then(claim);
        parts.trace = trace.clone();
        parts
    }

    async fn run_handler(&self, cx: Context, record: &EventRecord, attempt: u32) -> Result<(), Status> {
        let deadline = cx.deadline();
        // The handler is called within the guarded future, so that it may panic at once or later.
        let work = async { self.parts.handler.handle(cx, record, attempt).await };
        match tokio::time::timeout_at(deadline, AssertUnwindSafe(work).catch_unwind()).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(panic)) => {
                let message = panic_message(&*panic);
                tracing::error!(panic = message, "the handler of an event panicked");
                Err(Status::new(Code::Internal, format!("the handler panicked: {message}")))
            }
            Err(_) => Err(Status::deadline_exceeded("the handler took longer than its deadline")),
        }
    }

    async fn settle(&self, delivery: Box<dyn Delivery>, outcome: Result<(), Status>) -> Result<(), JournalError> {
        let Err(status) = outcome else { return delivery.ack().await };
        let policy = &self.parts.policy.config;
        let attempt = delivery.attempt();
        let sequence = delivery.record().sequence;
        if is_permanent(&status) || attempt >= policy.max_deliver {
            tracing::error!(
                consumer = policy.durable, sequence, attempt, error = %status, "an event became a dead letter"
            );
            self.metrics.dead_letters.inc();
            return delivery.dead_letter(&reason(&status)).await;
        }
        let delay = self.backoff(attempt).max(status.retry_after().unwrap_or_default());
        tracing::warn!(
            consumer = policy.durable, sequence, attempt, error = %status, "an event could not be handled and is tried again"
        );
        delivery.nak(delay).await
    }

    /// Between half of 1, 2, 4, 8 and 16 seconds and all of it.
    fn backoff(&self, attempt: u32) -> Duration {
        let doubled = FIRST_BACKOFF.saturating_mul(1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX));
        let half = doubled.min(LAST_BACKOFF) / 2;
        half + self.parts.host.jitter(half)
    }
}

/// Whether the event would fail in the same way each time.
fn is_permanent(status: &Status) -> bool {
    let hopeless = matches!(status.code(), Code::InvalidArgument | Code::DataLoss | Code::Unimplemented);
    // An aborted call must not be sent again as it is, but the handler starts over from what is stored then.
    hopeless || (status.retry() == RetryAdvice::Never && status.code() != Code::Aborted)
}

fn reason(status: &Status) -> String {
    let mut reason = status.to_string();
    if let Some(cut) = reason.char_indices().map(|(index, _)| index).take_while(|index| *index <= REASON_LIMIT).last()
        && reason.len() > REASON_LIMIT
    {
        reason.truncate(cut);
    }
    reason
}
