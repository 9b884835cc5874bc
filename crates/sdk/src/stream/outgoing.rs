//! The server's end.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use bytestring::ByteString;
use parking_lot::Mutex;
use prost::Message as _;
use realmwire_contract::rpc::v1::{Frame, FrameOperation};
use realmwire_fabric::bus::{Bus, Inbox, Message, STATUS_NO_RESPONDERS};
use tokio::sync::Notify;
use tokio::time::Instant;

use super::PING_INTERVAL;
use super::frame::{encode_control, encode_error, finish_message};
use crate::codec::StreamWindow;
use crate::status::{Code, RetryAdvice, Status};

/// What a handler's sender, the client's control frames and the driver share.
pub(crate) struct Outgoing {
    state: Mutex<State>,
    /// The largest payload that fits.
    largest: usize,
    /// There may be room for a message now, or never.
    room: Notify,
    /// There is something to send, or to react to.
    work: Notify,
}

struct State {
    /// Frames that may be sent: the client has granted them.
    queue: VecDeque<BytesMut>,
    credit_messages: u64,
    credit_bytes: u64,
    opened: bool,
    /// When the client last gave a sign of life.
    heard: Instant,
    closed: Option<Status>,
}

impl Outgoing {
    pub(crate) fn new(window: StreamWindow, max_payload: usize, now: Instant) -> Self {
        let half_window = usize::try_from(window.bytes / 2).unwrap_or(usize::MAX);
        Self {
            state: Mutex::new(State {
                queue: VecDeque::new(),
                credit_messages: window.messages.into(),
                credit_bytes: window.bytes.into(),
                opened: false,
                heard: now,
                closed: None,
            }),
            largest: half_window.min(max_payload.saturating_sub(super::frame::OVERHEAD)),
            room: Notify::new(),
            work: Notify::new(),
        }
    }

    pub(super) fn open(&self) -> Result<(), Status> {
        let mut state = self.state.lock();
        if let Some(status) = &state.closed {
            return Err(status.clone());
        }
        state.opened = true;
        drop(state);
        self.work.notify_one();
        Ok(())
    }

    /// Queues a frame with a payload of `length` bytes once the client has granted it.
    pub(super) async fn send(&self, length: usize, frame: impl FnOnce() -> BytesMut) -> Result<(), Status> {
        if length > self.largest {
            let text = format!("a message has {length} bytes, the stream carries {}", self.largest);
            return Err(Status::new(Code::ResourceExhausted, text).with_retry(RetryAdvice::Never));
        }
        loop {
            let room = self.room.notified();
            if self.take_credit(length)? {
                break;
            }
            room.await;
        }
        let frame = frame();
        self.state.lock().queue.push_back(frame);
        self.work.notify_one();
        Ok(())
    }

    fn take_credit(&self, length: usize) -> Result<bool, Status> {
        let mut state = self.state.lock();
        if let Some(status) = &state.closed {
            return Err(status.clone());
        }
        state.opened = true;
        let length = length as u64;
        let granted = state.credit_messages > 0 && state.credit_bytes >= length;
        if granted {
            state.credit_messages -= 1;
            state.credit_bytes -= length;
        }
        Ok(granted)
    }

    pub(super) async fn closed(&self) {
        loop {
            let changed = self.room.notified();
            if self.state.lock().closed.is_some() {
                return;
            }
            changed.await;
        }
    }

    /// Nothing more can be sent.
    pub(crate) fn close(&self, status: Status) {
        self.state.lock().closed.get_or_insert(status);
        self.room.notify_waiters();
        self.work.notify_one();
    }

    /// Takes what comes from the client.
    pub(crate) fn receive(&self, message: Message, now: Instant) {
        if message.status == Some(STATUS_NO_RESPONDERS) {
            return self.close(client_gone());
        }
        let Ok(frame) = Frame::decode(message.payload) else { return };
        self.state.lock().heard = now;
        match frame.operation() {
            FrameOperation::Credit => self.grant(frame.credit_messages, frame.credit_bytes),
            FrameOperation::Cancel => self.close(Status::cancelled()),
            _ => {}
        }
    }

    fn grant(&self, messages: u32, bytes: u32) {
        let mut state = self.state.lock();
        state.credit_messages += u64::from(messages);
        state.credit_bytes += u64::from(bytes);
        drop(state);
        self.room.notify_waiters();
    }
}

fn client_gone() -> Status {
    Status::new(Code::Cancelled, "the client of the stream is gone")
}

/// Sends the frames of one stream, and watches over its client.
pub(crate) struct OutgoingDriver {
    pub(crate) outgoing: Arc<Outgoing>,
    pub(crate) bus: Arc<dyn Bus>,
    /// Where the client listens.
    pub(crate) client: ByteString,
    /// Where we listen; named in each frame, so that the bus tells us there when the client is gone.
    pub(crate) inbox: Inbox,
    pub(crate) idle_timeout: Duration,
    /// When the handler must have opened the stream.
    pub(crate) deadline: Instant,
    pub(crate) sequence: u64,
    pub(crate) is_open: bool,
}

impl OutgoingDriver {
    /// Runs the handler until it returns or must `stop`, and carries what it sends.
    ///
    /// A frame that is being published is never given up half-way, because its number would be missing. The handler
    /// rests in the meantime, which is as it should be when the bus is full.
    pub(crate) async fn run(
        &mut self,
        handler: impl Future<Output = Result<(), Status>>,
        stop: impl Future<Output = Status>,
    ) -> Result<(), Status> {
        let outgoing = Arc::clone(&self.outgoing);
        let (mut handler, mut stop) = (pin!(handler), pin!(stop));
        // The first sign of life tells the client where we listen, so that it can watch over us.
        let mut next_ping = Instant::now();
        loop {
            if self.send_queued().await? {
                next_ping = Instant::now() + PING_INTERVAL;
            }
            let silent_until = outgoing.state.lock().heard + self.idle_timeout;
            tokio::select! {
                biased;
                result = &mut handler => return result,
                status = &mut stop => return Err(status),
                () = outgoing.work.notified() => {}
                () = tokio::time::sleep_until(next_ping) => {
                    self.publish(encode_control(FrameOperation::Ping, self.sequence)).await?;
                    next_ping = Instant::now() + PING_INTERVAL;
                }
                () = tokio::time::sleep_until(silent_until) => {
                    if outgoing.state.lock().heard + self.idle_timeout <= Instant::now() {
                        return Err(client_gone());
                    }
                }
                () = tokio::time::sleep_until(self.deadline), if !self.is_open => {
                    return Err(Status::deadline_exceeded("the stream was not opened in time"));
                }
            }
        }
    }

    /// Sends what the handler has left behind and the end of the stream, or its error. `false` when the stream never
    /// stood, so that the error is the answer to the call.
    pub(crate) async fn finish(&mut self, result: Result<(), &Status>) -> bool {
        let sent = self.send_queued().await;
        // Senders that outlive the handler learn that nobody listens.
        self.outgoing.close(Status::cancelled());
        if !self.is_open && result.is_err() {
            return false;
        }
        let last = match result {
            Ok(()) => encode_control(FrameOperation::End, self.sequence),
            Err(status) => encode_error(status, self.sequence),
        };
        if sent.is_ok() && !self.is_open {
            // A stream without messages is opened by its end.
            let _ = self.publish(encode_control(FrameOperation::Open, 0)).await;
        }
        let _ = self.publish(last).await;
        true
    }

    /// Sends all frames that wait, and says whether there was one.
    async fn send_queued(&mut self) -> Result<bool, Status> {
        let mut any = false;
        loop {
            let (frame, opened) = {
                let mut state = self.outgoing.state.lock();
                if let Some(status) = &state.closed {
                    return Err(status.clone());
                }
                (state.queue.pop_front(), state.opened)
            };
            if opened && !self.is_open {
                self.is_open = true;
                any = true;
                self.publish(encode_control(FrameOperation::Open, 0)).await?;
            }
            let Some(frame) = frame else { return Ok(any) };
            any = true;
            self.sequence += 1;
            self.publish(finish_message(frame, self.sequence)).await?;
        }
    }

    async fn publish(&self, payload: Bytes) -> Result<(), Status> {
        let mut message = Message::new(self.client.clone(), payload);
        message.reply = Some(self.inbox.subject().clone());
        self.bus
            .publish(message)
            .await
            .map_err(|error| Status::unavailable("the stream lost its bus").with_source(error))
    }
}
