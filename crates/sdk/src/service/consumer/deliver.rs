use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::FutureExt;
use realmwire_fabric::journal::{Delivery, EventRecord, JournalError};
use tokio::sync::OwnedSemaphorePermit;
use tracing::Instrument;

use super::order::Turn;
use super::run::Consumer;
use crate::context::{Context, ContextParts, KeyClaim, TraceContext};
use crate::events::EventMetadata;
use crate::idempotency::{Idempotency, claim_of_event};
use crate::identity::Principal;
use crate::resilience::{Backoff, CONFLICT_BACKOFF};
use crate::status::{Code, RetryAdvice, Status};
use crate::tasks::{Shutdown, panic_message};

/// The waits before an event that could not be handled is delivered again.
const RETRY_BACKOFF: Backoff = Backoff { first: Duration::from_secs(1), most: Duration::from_secs(16) };
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
        if let Some(waiting) = delivery.waiting() {
            self.metrics.waiting(waiting);
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
        let mut lost_races = 0;
        // What is delivered for the first time has hardly ever taken effect: it is not asked for then.
        let mut may_be_repeat = attempt > 1;
        loop {
            let parts = self.context_parts(record, trace, deadline);
            let claim = parts.key.clone();
            if may_be_repeat && self.took_effect(claim.as_ref()).await? {
                return Ok(());
            }
            may_be_repeat = true;
            let Err(failure) = self.run_handler(Context::new(parts), record, attempt).await else { return Ok(()) };
            lost_races += 1;
            let wait = CONFLICT_BACKOFF.wait(lost_races, &self.parts.host, None);
            if !failure.is_conflict() || tokio::time::Instant::now() + wait >= deadline {
                // A handler may fail because of what it did before: a journal that was restarted counts from 1 again.
                return if self.took_effect(claim.as_ref()).await? { Ok(()) } else { Err(failure) };
            }
            tokio::time::sleep(wait).await;
        }
    }

    /// Whether the event with this claim was dealt with before.
    async fn took_effect(&self, claim: Option<&KeyClaim>) -> Result<bool, Status> {
        let (Some(store), Some(claim)) = (&self.parts.store, claim) else { return Ok(false) };
        let took_effect = store.recall(claim).await?.is_some();
        if took_effect {
            self.metrics.repeats.inc();
        }
        Ok(took_effect)
    }

    fn context_parts(
        &self,
        record: &EventRecord,
        trace: &TraceContext,
        deadline: tokio::time::Instant,
    ) -> ContextParts {
        let policy = &self.parts.policy;
        let claim = || claim_of_event(&policy.config.durable, self.parts.handler.spec().subject, record);
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
        let half = RETRY_BACKOFF.ceiling(attempt) / 2;
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
