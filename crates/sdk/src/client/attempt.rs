use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use bytestring::ByteString;
use futures::future::BoxFuture;
use realmwire_contract::Criticality;
use realmwire_fabric::bus::{BusError, Headers, Message};
use tokio::time::Instant;
use uuid::Uuid;

use super::method::Method;
use super::{CallOptions, Inner};
use crate::codec::{OutgoingMeta, StreamWindow, TRACEPARENT, TRACESTATE};
use crate::context::{Context, TraceContext};
use crate::identity::Principal;
use crate::resilience::{Probe, absolute_unix_ms};
use crate::status::{RetryAdvice, Status, reason};

/// A request's message, encoded when it is sent.
pub(super) trait Body: Send + Sync {
    fn length(&self) -> usize;
    fn write(&self, buffer: &mut BytesMut);
}

impl Body for Bytes {
    fn length(&self) -> usize {
        self.len()
    }

    fn write(&self, buffer: &mut BytesMut) {
        buffer.extend_from_slice(self);
    }
}

/// A typed request.
pub(super) struct Typed<M>(pub(super) M);

impl<M: prost::Message> Body for Typed<M> {
    fn length(&self) -> usize {
        self.0.encoded_len()
    }

    fn write(&self, buffer: &mut BytesMut) {
        self.0.encode_raw(buffer);
    }
}

/// A call and everything that is the same for all its attempts.
pub(super) struct Outgoing<'a> {
    pub(super) channel: &'a Arc<Inner>,
    pub(super) method: &'a Method,
    pub(super) options: &'a CallOptions,
    pub(super) body: &'a dyn Body,
    pub(super) window: Option<StreamWindow>,
    pub(super) call_id: Uuid,
    pub(super) deadline: Instant,
    pub(super) trace: &'a TraceContext,
}

impl<'a> Outgoing<'a> {
    /// When the call ends at the latest, by its own options, by the call it is made within and by its method.
    pub(super) fn deadline(method: &Method, options: &CallOptions, now: Instant) -> Instant {
        let most = method.spec.timeout;
        let own = now + options.timeout.map_or(most, |timeout| timeout.min(most));
        options.within.as_ref().map_or(own, |cx| own.min(cx.deadline()))
    }

    fn principal(&self) -> &Principal {
        let inherited = || self.options.within.as_ref().map(Context::principal);
        self.options.principal.as_ref().or_else(inherited).unwrap_or(&self.channel.config.principal)
    }

    fn client_address(&self) -> &str {
        let inherited = || self.options.within.as_ref().and_then(Context::client_address);
        self.options.client_address.as_deref().or_else(inherited).unwrap_or_default()
    }

    fn criticality(&self) -> Criticality {
        let inherited = || self.options.within.as_ref().map(Context::criticality);
        self.options.criticality.or_else(inherited).unwrap_or(self.method.spec.criticality)
    }

    pub(super) fn is_repeatable(&self) -> bool {
        self.method.is_repeatable(self.options.idempotency_key.as_deref())
    }

    /// The message of one attempt: the request with the metadata behind it, written in one pass.
    pub(super) fn message(&self, subject: ByteString, number: u32, now: Instant) -> Message {
        let left = self.deadline.saturating_duration_since(now);
        let meta = OutgoingMeta {
            call_id: self.call_id,
            timeout: left,
            // The machine's clock: how long people wait does not depend on the time in a game.
            deadline_unix_ms: absolute_unix_ms(SystemTime::now(), left),
            attempt: number,
            idempotency_key: self.options.idempotency_key.as_deref().unwrap_or_default(),
            criticality: self.criticality(),
            principal: self.principal(),
            trace: self.trace,
            caller: &self.channel.config.caller,
            client_address: self.client_address(),
        };
        let window_length = self.window.as_ref().map_or(0, StreamWindow::appended_length);
        let mut payload = BytesMut::with_capacity(self.body.length() + window_length + meta.appended_length());
        self.body.write(&mut payload);
        if let Some(window) = &self.window {
            window.append(&mut payload);
        }
        meta.append(&mut payload);
        Message { subject, reply: None, headers: self.headers(), payload: payload.freeze(), status: None }
    }

    fn headers(&self) -> Headers {
        let mut headers = Headers::new();
        if self.trace.is_sampled()
            && let Some(traceparent) = self.trace.to_traceparent()
        {
            headers.append(TRACEPARENT, traceparent);
            if !self.trace.state.is_empty() {
                headers.append(TRACESTATE, self.trace.state.clone());
            }
        }
        headers
    }

    /// Which instance an attempt goes to; `None` is any.
    pub(super) fn instance(&self, now: Instant) -> Option<ByteString> {
        match &self.options.instance {
            Some(instance) => Some(instance.as_str().into()),
            None => self.method.peers.pick(now, || self.channel.host.random_u64()),
        }
    }

    pub(super) fn subject(&self, instance: Option<&str>) -> ByteString {
        instance.map_or_else(|| self.method.subject.clone(), |instance| self.method.subject_of(instance))
    }

    /// Asks the breaker, and sends the request.
    pub(super) fn attempt(&self, number: u32, now: Instant) -> Result<Attempt<'a>, Status> {
        let probe = self.method.breaker.admit(now).map_err(|open_for| circuit_open(self.method, open_for))?;
        let instance = self.instance(now);
        let subject = self.subject(instance.as_deref());
        let answer = self.channel.bus.request(self.message(subject, number, now), self.deadline);
        Ok(Attempt { answer, probe, instance })
    }
}

pub(super) fn circuit_open(method: &Method, open_for: Duration) -> Status {
    method.metrics.refused("circuit_open");
    Status::unavailable(format!("{} does not answer", method.spec.service))
        .with_reason(reason::CIRCUIT_OPEN, [])
        .with_retry(RetryAdvice::NotExecuted)
        .with_retry_after(open_for)
}

/// A request on its way.
pub(super) struct Attempt<'a> {
    answer: BoxFuture<'a, Result<Message, BusError>>,
    pub(super) probe: Probe<'a>,
    /// The one instance that was asked, if not any.
    pub(super) instance: Option<ByteString>,
}

/// Attempts that a call makes at most.
pub(super) const MOST_ATTEMPTS: u32 = 3;

/// The attempts of one call that have not been answered.
#[derive(Default)]
pub(super) struct Attempts<'a>([Option<Attempt<'a>>; MOST_ATTEMPTS as usize]);

impl<'a> Attempts<'a> {
    pub(super) fn push(&mut self, attempt: Attempt<'a>) {
        if let Some(free) = self.0.iter_mut().find(|slot| slot.is_none()) {
            *free = Some(attempt);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// Instances that were asked and have not answered.
    pub(super) fn asked(&self) -> impl Iterator<Item = &ByteString> {
        self.0.iter().flatten().filter_map(|attempt| attempt.instance.as_ref())
    }

    /// Waits for the next answer.
    pub(super) async fn next(&mut self) -> (Attempt<'a>, Result<Message, BusError>) {
        poll_fn(|task| {
            for slot in &mut self.0 {
                let Some(attempt) = slot else { continue };
                if let Poll::Ready(answer) = attempt.answer.as_mut().poll(task)
                    && let Some(attempt) = slot.take()
                {
                    return Poll::Ready((attempt, answer));
                }
            }
            Poll::Pending
        })
        .await
    }
}
