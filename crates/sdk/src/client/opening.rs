use std::pin::pin;
use std::sync::Arc;

use realmwire_fabric::bus::{Inbox, Message};
use tokio::time::Instant;

use super::attempt::{Body, Outgoing, circuit_open};
use super::cancel::cancel;
use super::method::Method;
use super::{CallOptions, Inner};
use crate::codec::StreamWindow;
use crate::context::{Context, TraceContext};
use crate::resilience::Outcome;
use crate::status::Status;
use crate::stream::{FrameReceiver, IDLE_TIMEOUT, Incoming, IncomingDriver, LEAST_WINDOW_BYTES, WINDOW_MESSAGES};

/// Opens a stream under all policies. Once it stands it is not opened again: what was sent so far cannot be known.
pub(super) async fn open(
    channel: &Arc<Inner>,
    method: &Arc<Method>,
    options: &CallOptions,
    body: &dyn Body,
) -> Result<FrameReceiver, Status> {
    let inherited = || options.within.as_ref().map(Context::trace);
    let none = TraceContext::default();
    let now = Instant::now();
    let rpc = method.metrics.begin(options.trace.as_ref().or_else(inherited).unwrap_or(&none), &channel.host, now);
    let trace = rpc.trace().clone();
    let call = Outgoing {
        channel,
        method,
        options,
        body,
        window: Some(window(channel)),
        call_id: options.call_id.unwrap_or_else(|| channel.host.new_uuid()),
        deadline: Outgoing::deadline(method, options, now),
        trace: &trace,
    };
    channel.budget.deposit();
    let opened = match &options.within {
        None => call.open().await,
        Some(cx) if cx.is_cancelled() => Err(Status::cancelled()),
        Some(cx) => tokio::select! {
            biased;
            opened = call.open() => opened,
            () = cx.cancelled() => Err(Status::cancelled()),
        },
    };
    match opened {
        Ok(receiver) => Ok(receiver.measured(rpc)),
        Err(status) => {
            rpc.finish(Some(status.code()), Instant::now());
            Err(status)
        }
    }
}

fn window(channel: &Inner) -> StreamWindow {
    let two_messages = u32::try_from(channel.bus.max_payload().saturating_mul(2)).unwrap_or(u32::MAX);
    StreamWindow { messages: WINDOW_MESSAGES, bytes: two_messages.max(LEAST_WINDOW_BYTES), idle_timeout: IDLE_TIMEOUT }
}

impl Outgoing<'_> {
    async fn open(&self) -> Result<FrameReceiver, Status> {
        let mut made = 0;
        loop {
            made += 1;
            let failure = match self.open_once(made).await {
                Ok(receiver) => return Ok(receiver),
                Err(failure) => failure,
            };
            let Some(wait) = self.wait_before_retry(&failure, made, Instant::now()) else { return Err(failure) };
            self.method.metrics.retried();
            tokio::time::sleep(wait).await;
        }
    }

    async fn open_once(&self, number: u32) -> Result<FrameReceiver, Status> {
        let now = Instant::now();
        let probe = self.method.breaker.admit(now).map_err(|open_for| circuit_open(self.method, open_for))?;
        let instance = self.instance(now);
        let subject = self.subject(instance.as_deref());
        let incoming = Arc::new(Incoming::new(window(self.channel), now));
        let (receiving, asked) = (Arc::clone(&incoming), subject.clone());
        let sink = move |message: Message| receiving.receive(message, &asked, Instant::now());
        let inbox = self.channel.bus.open_inbox(Arc::new(sink))?;
        let mut message = self.message(subject, number, now);
        message.reply = Some(inbox.subject().clone());

        // From here on, giving up means telling the server: that is what the receiver does when it is dropped.
        let receiver = FrameReceiver::new(Arc::clone(&incoming));
        self.watch_over(&incoming, inbox);
        let opened = match self.channel.bus.publish(message).await {
            Ok(()) => tokio::time::timeout_at(self.deadline, incoming.opened()).await,
            Err(error) => Ok(Err(Status::from(error))),
        };
        let opened = opened.unwrap_or_else(|_| Err(Status::deadline_exceeded("the stream was not opened in time")));
        probe.finish(Outcome::of(opened.as_ref().copied().map_err(Status::code)), Instant::now());
        if let (Err(_), Some(instance)) = (&opened, &instance) {
            self.method.peers.forget(instance);
        }
        opened.map(|()| receiver)
    }

    /// Starts the task that watches over the stream as long as it lasts.
    fn watch_over(&self, incoming: &Arc<Incoming>, inbox: Inbox) {
        let bus = Arc::clone(&self.channel.bus);
        let incoming = Arc::clone(incoming);
        let driver = IncomingDriver { incoming: Arc::clone(&incoming), bus, inbox, idle_timeout: IDLE_TIMEOUT };
        let (channel, cancel_subject) = (Arc::clone(self.channel), self.method.peers.cancel_subject.clone());
        let (within, call_id) = (self.options.within.clone(), self.call_id);
        self.channel.tasks.spawn(async move {
            let cancelled = async {
                match within {
                    Some(cx) => cx.cancelled().await,
                    None => std::future::pending().await,
                }
            };
            let mut watching = pin!(driver.run());
            let must_cancel = tokio::select! {
                must_cancel = &mut watching => must_cancel,
                () = cancelled => {
                    incoming.give_up(Status::cancelled());
                    watching.await
                }
            };
            if must_cancel {
                cancel(&channel, cancel_subject, call_id);
            }
        });
    }
}
