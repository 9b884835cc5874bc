//! The client's end.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use bytestring::ByteString;
use parking_lot::Mutex;
use prost::Message as _;
use realmwire_contract::rpc::v1::{Frame, FrameOperation};
use realmwire_fabric::bus::{Bus, BusError, Inbox, Message, STATUS_NO_RESPONDERS};
use tokio::sync::Notify;
use tokio::time::Instant;

use super::PING_INTERVAL;
use super::frame::{encode_control, encode_credit};
use crate::codec::{StreamWindow, decode_answer};
use crate::status::{Code, RetryAdvice, Status};

/// What the receiver, the server's frames and the driver share.
pub(crate) struct Incoming {
    state: Mutex<State>,
    window: StreamWindow,
    /// A message, the opening or the end has arrived.
    arrived: Notify,
    /// There is something to grant, or the stream is over.
    work: Notify,
}

struct State {
    /// Messages that the receiver has not taken yet.
    queue: VecDeque<Bytes>,
    /// The number of the last message that arrived.
    sequence: u64,
    /// What the server may still send.
    credit_messages: u64,
    credit_bytes: u64,
    /// What the receiver has taken since the last grant.
    taken_messages: u32,
    taken_bytes: u32,
    opened: bool,
    /// Where the server listens, once it has told.
    server: Option<ByteString>,
    heard: Instant,
    ended: Option<Ended>,
}

/// How the stream ended.
struct Ended {
    result: Result<(), Status>,
    /// Whether the receiver knows the error.
    told: bool,
    /// Whether the server knows. When the end is our judgement it goes on until it is told.
    server_knows: bool,
}

impl Incoming {
    pub(crate) fn new(window: StreamWindow, now: Instant) -> Self {
        Self {
            state: Mutex::new(State {
                queue: VecDeque::new(),
                sequence: 0,
                credit_messages: window.messages.into(),
                credit_bytes: window.bytes.into(),
                taken_messages: 0,
                taken_bytes: 0,
                opened: false,
                server: None,
                heard: now,
                ended: None,
            }),
            window,
            arrived: Notify::new(),
            work: Notify::new(),
        }
    }

    /// Waits until the stream stands.
    pub(crate) async fn opened(&self) -> Result<(), Status> {
        loop {
            let arrived = self.arrived.notified();
            {
                let state = self.state.lock();
                match &state.ended {
                    _ if state.opened => return Ok(()),
                    Some(ended) => return ended.result.clone(),
                    None => {}
                }
            }
            arrived.await;
        }
    }

    pub(super) async fn next(&self) -> Option<Result<Bytes, Status>> {
        loop {
            let arrived = self.arrived.notified();
            if let Poll::Ready(next) = self.take() {
                return next;
            }
            arrived.await;
        }
    }

    /// The next message or the end, if it is there.
    fn take(&self) -> Poll<Option<Result<Bytes, Status>>> {
        let mut state = self.state.lock();
        let Some(payload) = state.queue.pop_front() else {
            let Some(ended) = &mut state.ended else { return Poll::Pending };
            let told = std::mem::replace(&mut ended.told, true);
            return Poll::Ready(ended.result.clone().err().filter(|_| !told).map(Err));
        };
        state.taken_messages += 1;
        state.taken_bytes = state.taken_bytes.saturating_add(u32::try_from(payload.len()).unwrap_or(u32::MAX));
        let grants = self.is_grant_due(&state);
        drop(state);
        if grants {
            self.work.notify_one();
        }
        Poll::Ready(Some(Ok(payload)))
    }

    /// The code of the error that the stream ended with, if it did.
    pub(super) fn failure(&self) -> Option<Code> {
        self.state.lock().ended.as_ref().and_then(|ended| ended.result.as_ref().err()).map(Status::code)
    }

    fn is_grant_due(&self, state: &State) -> bool {
        state.taken_messages >= self.window.messages.div_ceil(2) || state.taken_bytes >= self.window.bytes.div_ceil(2)
    }

    /// The receiver is gone.
    pub(crate) fn abandon(&self) {
        self.state.lock().queue.clear();
        self.give_up(Status::cancelled());
    }

    /// The stream is over for us, and the server has to be told.
    pub(crate) fn give_up(&self, status: Status) {
        self.close(Ended { result: Err(status), told: false, server_knows: false });
    }

    /// The stream is over.
    fn end(&self, result: Result<(), Status>) {
        self.close(Ended { result, told: false, server_knows: true });
    }

    fn close(&self, ended: Ended) {
        self.state.lock().ended.get_or_insert(ended);
        self.arrived.notify_waiters();
        self.work.notify_one();
    }

    /// Takes what comes from the server or the bus.
    pub(crate) fn receive(&self, message: Message, subject: &str, now: Instant) {
        if message.status == Some(STATUS_NO_RESPONDERS) {
            return self.end(Err(self.nobody(subject)));
        }
        if !message.headers.is_empty() {
            let (result, _) = decode_answer(message);
            let unexpected = || Status::data_loss("a stream was answered as a call");
            return self.end(Err(result.err().unwrap_or_else(unexpected)));
        }
        let Ok(frame) = Frame::decode(message.payload) else {
            return self.give_up(Status::data_loss("a frame cannot be decoded"));
        };
        let mut state = self.state.lock();
        if state.ended.is_some() {
            return;
        }
        state.heard = now;
        if state.server.is_none() {
            state.server = message.reply;
            // The driver watches over the server from now on.
            self.work.notify_one();
        }
        let accepted = state.accept(&frame);
        drop(state);
        match (accepted, frame.operation()) {
            (Err(status), _) => self.give_up(status),
            (Ok(()), FrameOperation::End) => self.end(Ok(())),
            (Ok(()), FrameOperation::Error) => self.end(Err(Status::from_proto(frame.status.unwrap_or_default()))),
            (Ok(()), FrameOperation::Cancel) => self.end(Err(Status::cancelled())),
            (Ok(()), FrameOperation::Open | FrameOperation::Message) => self.arrived.notify_waiters(),
            (Ok(()), _) => {}
        }
    }

    /// What it means that nobody listens where we sent something.
    fn nobody(&self, subject: &str) -> Status {
        if self.state.lock().server.is_some() {
            return Status::unavailable("the server of the stream is gone").with_retry(RetryAdvice::IfIdempotent);
        }
        Status::from(BusError::NoResponders { subject: subject.into() })
    }
}

impl State {
    fn accept(&mut self, frame: &Frame) -> Result<(), Status> {
        let follows = frame.sequence == self.sequence + 1;
        match frame.operation() {
            FrameOperation::Open => self.opened = true,
            FrameOperation::Message if follows => self.queue_message(frame)?,
            FrameOperation::Message => return Err(gap(self.sequence, frame.sequence)),
            FrameOperation::End if frame.sequence != self.sequence => return Err(gap(self.sequence, frame.sequence)),
            _ => {}
        }
        Ok(())
    }

    fn queue_message(&mut self, frame: &Frame) -> Result<(), Status> {
        let length = frame.payload.len() as u64;
        if self.credit_messages == 0 || self.credit_bytes < length {
            return Err(Status::new(Code::Internal, "the server sent more than it was granted"));
        }
        self.sequence = frame.sequence;
        self.credit_messages -= 1;
        self.credit_bytes -= length;
        self.opened = true;
        self.queue.push_back(frame.payload.clone());
        Ok(())
    }
}

fn gap(have: u64, got: u64) -> Status {
    Status::data_loss(format!("the stream was at message {have} when frame {got} arrived"))
}

/// Grants, gives signs of life, and watches over the server of one stream.
pub(crate) struct IncomingDriver {
    pub(crate) incoming: Arc<Incoming>,
    pub(crate) bus: Arc<dyn Bus>,
    /// Where we listen; named in each frame, so that the bus tells us there when the server is gone.
    pub(crate) inbox: Inbox,
    pub(crate) idle_timeout: Duration,
}

/// What the driver does next.
enum Step {
    Grant(ByteString, u32, u32),
    Wait { server: Option<ByteString>, heard: Instant },
    Stop { server: Option<ByteString>, cancels: bool },
}

impl IncomingDriver {
    /// Runs until the stream is over. `true` when the server has to be told to stop and has not said where it listens.
    pub(crate) async fn run(self) -> bool {
        let mut next_ping = Instant::now() + PING_INTERVAL;
        loop {
            match self.step() {
                Step::Grant(server, messages, bytes) => {
                    self.publish(server, encode_credit(messages, bytes)).await;
                    next_ping = Instant::now() + PING_INTERVAL;
                }
                Step::Wait { server, heard } => self.wait(server, heard, &mut next_ping).await,
                Step::Stop { cancels: false, .. } => return false,
                Step::Stop { server: None, .. } => return true,
                Step::Stop { server: Some(server), .. } => {
                    self.publish(server, encode_control(FrameOperation::Cancel, 0)).await;
                    return false;
                }
            }
        }
    }

    fn step(&self) -> Step {
        let mut state = self.incoming.state.lock();
        if let Some(ended) = &state.ended {
            return Step::Stop { server: state.server.clone(), cancels: !ended.server_knows };
        }
        match &state.server {
            Some(server) if self.incoming.is_grant_due(&state) => {
                let server = server.clone();
                let (messages, bytes) = (state.taken_messages, state.taken_bytes);
                (state.taken_messages, state.taken_bytes) = (0, 0);
                state.credit_messages += u64::from(messages);
                state.credit_bytes += u64::from(bytes);
                Step::Grant(server, messages, bytes)
            }
            server => Step::Wait { server: server.clone(), heard: state.heard },
        }
    }

    async fn wait(&self, server: Option<ByteString>, heard: Instant, next_ping: &mut Instant) {
        let Some(server) = server else {
            // Until the server has answered at all, the call's deadline watches over it.
            return self.incoming.work.notified().await;
        };
        tokio::select! {
            () = self.incoming.work.notified() => {}
            () = tokio::time::sleep_until(*next_ping) => {
                self.publish(server, encode_control(FrameOperation::Ping, 0)).await;
                *next_ping = Instant::now() + PING_INTERVAL;
            }
            () = tokio::time::sleep_until(heard + self.idle_timeout) => {
                if self.incoming.state.lock().heard == heard {
                    let text = "the server of the stream has not been heard of";
                    self.incoming.give_up(Status::unavailable(text).with_retry(RetryAdvice::IfIdempotent));
                }
            }
        }
    }

    async fn publish(&self, server: ByteString, payload: Bytes) {
        let mut message = Message::new(server, payload);
        message.reply = Some(self.inbox.subject().clone());
        if let Err(error) = self.bus.publish(message).await {
            let status = Status::unavailable("the stream lost its bus").with_retry(RetryAdvice::IfIdempotent);
            self.incoming.give_up(status.with_source(error));
        }
    }
}
