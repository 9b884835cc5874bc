use std::sync::Arc;
use std::time::Duration;

use realmwire_fabric::bus::{BusError, Message};
use tokio::time::Instant;

use super::attempt::{Attempt, Attempts, Body, MOST_ATTEMPTS, Outgoing};
use super::cancel::CancelOnDrop;
use super::method::Method;
use super::{Answer, CallOptions, Inner};
use crate::codec::decode_answer;
use crate::context::{Context, TraceContext};
use crate::resilience::{Backoff, Outcome};
use crate::status::{Code, RetryAdvice, Status};

/// Waits between attempts.
pub(super) const BACKOFF: Backoff = Backoff { first: Duration::from_millis(20), most: Duration::from_secs(1) };

/// Makes a call under all policies.
pub(super) async fn call(
    channel: &Arc<Inner>,
    method: &Method,
    options: &CallOptions,
    body: &dyn Body,
) -> Result<Answer, Status> {
    let inherited = || options.within.as_ref().map(Context::trace);
    let none = TraceContext::default();
    let now = Instant::now();
    let rpc = method.metrics.begin(options.trace.as_ref().or_else(inherited).unwrap_or(&none), &channel.host, now);
    let call = Outgoing {
        channel,
        method,
        options,
        body,
        window: None,
        call_id: options.call_id.unwrap_or_else(|| channel.host.new_uuid()),
        deadline: Outgoing::deadline(method, options, now),
        trace: rpc.trace(),
    };
    channel.budget.deposit();
    let result = match &options.within {
        None => call.answer(now).await,
        Some(cx) if cx.is_cancelled() => Err(Status::cancelled()),
        Some(cx) => tokio::select! {
            biased;
            result = call.answer(now) => result,
            () = cx.cancelled() => Err(Status::cancelled()),
        },
    };
    rpc.finish(result.as_ref().err().map(Status::code), Instant::now());
    result
}

impl<'a> Outgoing<'a> {
    /// Makes attempts until one is answered for good or there is no sense in another.
    async fn answer(&self, mut now: Instant) -> Result<Answer, Status> {
        let mut cancel = CancelOnDrop::new(self.channel, self.method, self.call_id);
        let mut attempts = Attempts::default();
        let mut made = 0;
        loop {
            made += 1;
            attempts.push(self.attempt(made, now)?);
            cancel.arm();
            let failure = match self.settle(&mut attempts, &mut made, now).await {
                Ok(answer) => {
                    // A slower attempt may still be at work.
                    if attempts.is_empty() {
                        cancel.disarm();
                    }
                    return Ok(answer);
                }
                Err(failure) => failure,
            };
            cancel.disarm();
            let Some(wait) = self.wait_before_retry(&failure, made, Instant::now()) else { return Err(failure) };
            self.method.metrics.retried();
            if !wait.is_zero() {
                tokio::time::sleep(wait).await;
            }
            now = Instant::now();
        }
    }

    /// Waits for an answer of the attempts under way. One that takes suspiciously long gets company, and still counts
    /// when it answers after all: a slow server is not worth less than a hung one is bad.
    async fn settle(&self, attempts: &mut Attempts<'a>, made: &mut u32, now: Instant) -> Result<Answer, Status> {
        let mut last_failure = None;
        let mut impatient_at = self.patience(*made, now);
        loop {
            let answered = tokio::select! {
                biased;
                answered = attempts.next() => Some(answered),
                () = sleep_until(impatient_at), if impatient_at.is_some() => None,
            };
            let now = Instant::now();
            let Some((attempt, answer)) = answered else {
                impatient_at = self.add_company(attempts, made, now);
                continue;
            };
            match self.judge(attempt, answer, now) {
                Ok(answer) => return Ok(answer),
                Err(failure) if attempts.is_empty() => return Err(last_failure.unwrap_or(failure)),
                // Another attempt is under way and may still succeed, unless this answer is one for all of them.
                Err(failure) if !is_passing(&failure) => return Err(failure),
                Err(failure) => last_failure = Some(failure),
            }
        }
    }

    /// When the attempts so far have had their share of the time, if another one may follow.
    fn patience(&self, made: u32, now: Instant) -> Option<Instant> {
        if !self.is_repeatable() || made >= MOST_ATTEMPTS {
            return None;
        }
        let share = self.deadline.saturating_duration_since(now) / (MOST_ATTEMPTS - made + 1);
        Some(now + share)
    }

    fn add_company(&self, attempts: &mut Attempts<'a>, made: &mut u32, now: Instant) -> Option<Instant> {
        let peers = &self.method.peers;
        peers.suspect(now);
        attempts.asked().for_each(|instance| peers.forget(instance));
        if !self.channel.budget.withdraw(now) {
            return None;
        }
        let attempt = self.attempt(*made + 1, now).ok()?;
        *made += 1;
        self.method.metrics.retried();
        attempts.push(attempt);
        self.patience(*made, now)
    }

    /// What an answer means for the call, its breaker and the knowledge of instances.
    fn judge(&self, attempt: Attempt<'a>, answer: Result<Message, BusError>, now: Instant) -> Result<Answer, Status> {
        let result = match answer {
            Ok(message) => {
                let (result, meta) = decode_answer(message);
                self.method.peers.answered(&meta.instance, now);
                result.map(|body| Answer { body, meta })
            }
            Err(error) => {
                if let Some(instance) = &attempt.instance {
                    self.method.peers.forget(instance);
                }
                Err(Status::from(error))
            }
        };
        let code = result.as_ref().map(|_| ()).map_err(Status::code);
        attempt.probe.finish(Outcome::of(code), now);
        result
    }

    /// How long to wait before the next attempt; `None` when there must not be one.
    pub(super) fn wait_before_retry(&self, failure: &Status, made: u32, now: Instant) -> Option<Duration> {
        if made >= MOST_ATTEMPTS || !may_retry(failure, self.is_repeatable()) {
            return None;
        }
        let wait = BACKOFF.wait(made, &self.channel.host, failure.retry_after());
        let in_time = now + wait < self.deadline;
        (in_time && self.channel.budget.withdraw(now)).then_some(wait)
    }
}

/// Whether a failed call may be sent again.
pub(super) fn may_retry(failure: &Status, repeatable: bool) -> bool {
    match failure.retry() {
        RetryAdvice::Never => false,
        RetryAdvice::NotExecuted => true,
        RetryAdvice::IfIdempotent | RetryAdvice::Unknown => repeatable && failure.code() == Code::Unavailable,
    }
}

/// Whether the failure of one attempt says nothing about the others.
fn is_passing(failure: &Status) -> bool {
    failure.retry() == RetryAdvice::NotExecuted
        || matches!(failure.code(), Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled)
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}
