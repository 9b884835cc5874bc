//! One connection to NATS with its replies, every wait on it bounded.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::task::Poll;
use std::time::Duration;

use async_nats::connection::State;
use async_nats::{Client, Subscriber};
use bytes::Bytes;
use bytestring::ByteString;
use futures::{FutureExt, StreamExt};
use tokio::sync::Mutex;
use tokio::task::AbortHandle;
use tokio::time::{Instant, timeout_at};

use super::convert::{self, from_client, to_header_map, to_subject};
use super::events::Events;
use crate::bus::{BusError, Inbox, Message, STATUS_NO_RESPONDERS, Sink};
use crate::inboxes::{Inboxes, Waiter};
use crate::subject::{check_headers, check_subject};

/// How long a message waits for a connection that is gone before its sender is told.
const RECONNECT_PATIENCE: Duration = Duration::from_secs(5);
/// How often the state of a lost connection is looked at, should the event of its return be lost.
const STATE_INTERVAL: Duration = Duration::from_millis(100);
/// How long the server may take for a round trip that only it takes part in.
const ROUND_TRIP_WITHIN: Duration = Duration::from_secs(5);

/// A connection to NATS.
///
/// The client's own requests are not used: their timeout does not bound the wait for room in the command channel, and
/// one that is never answered stays in the client for its life. Replies come to one subscription and go by number.
pub(super) struct Connection {
    client: Client,
    /// What reply subjects of this connection begin with, with a dot at the end.
    prefix: String,
    inboxes: Arc<Inboxes>,
    events: Arc<Events>,
    /// The number that the client gives to its next subscription: it names them so in events and tells them nowhere.
    next_subscription: Mutex<u64>,
    reader: AbortHandle,
}

impl Connection {
    /// Takes over a client that has just connected; `prefix` is that of `inboxes`, with a dot at the end.
    pub(super) async fn open(
        client: Client,
        inboxes: Arc<Inboxes>,
        events: Arc<Events>,
        prefix: String,
    ) -> Result<Arc<Self>, BusError> {
        let replies = client.subscribe(format!("{prefix}*")).await.map_err(unavailable)?;
        let reader = tokio::spawn(read_replies(client.clone(), replies, Arc::clone(&inboxes))).abort_handle();
        // The client numbers its subscriptions from 1, and the replies have the first.
        let connection = Arc::new(Self { client, prefix, inboxes, events, next_subscription: Mutex::new(2), reader });
        connection.round_trip(Instant::now() + ROUND_TRIP_WITHIN).await?;
        Ok(connection)
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// A reply subject for `purpose` that is subscribed to by itself, so that the server knows when nobody listens any
    /// more. It is none of those that go by number.
    pub(super) fn own_inbox(&self, purpose: &str) -> String {
        format!("{}{purpose}.{:016x}", self.prefix, rand::random::<u64>())
    }

    pub(super) fn is_connected(&self) -> bool {
        self.client.connection_state() == State::Connected
    }

    /// Sends a message, at the latest at `deadline`.
    pub(super) async fn publish(&self, message: Message, deadline: Instant) -> Result<(), BusError> {
        self.check(&message)?;
        self.connected(deadline).await?;
        let mut send = pin!(self.send(message));
        // With room in the command channel, which is the rule, no timer is needed.
        match futures::poll!(send.as_mut()) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => {
                let patience = deadline.min(Instant::now() + RECONNECT_PATIENCE);
                timeout_at(patience, send).await.unwrap_or_else(|_| Err(unavailable("no room to send")))
            }
        }
    }

    /// Sends a request and waits for its first answer until `deadline`.
    pub(super) async fn request(&self, mut message: Message, deadline: Instant) -> Result<Message, BusError> {
        self.check(&message)?;
        let subject = message.subject.clone();
        if Instant::now() >= deadline {
            return Err(BusError::DeadlineExceeded { subject });
        }
        // Nothing is left for the time when the server is back: by then nobody waits for it.
        self.connected(deadline).await?;
        let mut pending = Inboxes::expect_reply(&self.inboxes, &subject);
        message.reply = Some(pending.subject().clone());
        let answered = timeout_at(deadline, async {
            self.send(message).await?;
            pending.answer().await.map_err(|_| BusError::NotPermitted { subject: subject.to_string() })
        });
        match answered.await {
            Ok(Ok(answer)) if answer.status == Some(STATUS_NO_RESPONDERS) => Err(BusError::NoResponders { subject }),
            Ok(Ok(answer)) => Ok(Message { subject: pending.subject().clone(), ..answer }),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(BusError::DeadlineExceeded { subject }),
        }
    }

    /// Resolves when the server has taken all that was sent before, and all that it sent before has arrived here.
    pub(super) async fn round_trip(&self, deadline: Instant) -> Result<(), BusError> {
        let mut pending = Inboxes::expect_reply(&self.inboxes, &ByteString::new());
        let sentinel = Message::new(pending.subject().clone(), "");
        self.publish(sentinel, deadline).await?;
        match timeout_at(deadline, pending.answer()).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(unavailable("no answer to a round trip in time")),
        }
    }

    /// A subscription of the client, confirmed by the server, with the count of its dropped messages and its number.
    pub(super) async fn subscribe(
        &self,
        pattern: &str,
        group: Option<&str>,
    ) -> Result<(Subscriber, Arc<AtomicU64>, u64), BusError> {
        let deadline = Instant::now() + RECONNECT_PATIENCE;
        self.connected(deadline).await?;
        let (subscriber, number) = timeout_at(deadline, async {
            let mut next = self.next_subscription.lock().await;
            let number = *next;
            *next += 1;
            let pattern = pattern.to_owned();
            let subscribed = match group {
                Some(group) => self.client.queue_subscribe(pattern, group.to_owned()).await,
                None => self.client.subscribe(pattern).await,
            };
            subscribed.map(|subscriber| (subscriber, number)).map_err(unavailable)
        })
        .await
        .map_err(unavailable)??;
        let dropped = self.events.count_dropped(number);
        self.round_trip(Instant::now() + ROUND_TRIP_WITHIN).await?;
        if self.events.take_refusal(pattern) {
            self.events.forget(number);
            return Err(BusError::NotPermitted { subject: pattern.to_owned() });
        }
        Ok((subscriber, dropped, number))
    }

    /// Ends the count that [`Connection::subscribe`] began.
    pub(super) fn forget(&self, number: u64) {
        self.events.forget(number);
    }

    /// An inbox that keeps this connection as long as it is open.
    pub(super) fn open_inbox(self: &Arc<Self>, sink: Arc<dyn Sink>) -> Inbox {
        let inbox = Inboxes::open(&self.inboxes, sink);
        let connection = Arc::clone(self);
        Inbox::new(inbox.subject().clone(), move || {
            drop(inbox);
            drop(connection);
        })
    }

    /// Resolves when the server has said that it is about to stop.
    pub(super) async fn server_stops(&self) {
        self.events.server_stops().notified().await;
    }

    #[cfg(test)]
    pub(super) fn waiting(&self) -> usize {
        self.inboxes.len()
    }

    fn check(&self, message: &Message) -> Result<(), BusError> {
        check_subject(&message.subject)?;
        if let Some(reply) = &message.reply {
            check_subject(reply)?;
        }
        check_headers(&message.headers)?;
        let (size, limit) = (message.size(), self.client.max_payload());
        if size > limit {
            return Err(BusError::PayloadTooLarge { subject: message.subject.clone(), size, limit });
        }
        Ok(())
    }

    async fn connected(&self, deadline: Instant) -> Result<(), BusError> {
        if self.is_connected() {
            return Ok(());
        }
        let patience = deadline.min(Instant::now() + RECONNECT_PATIENCE);
        while Instant::now() < patience {
            let returned = self.events.connected().notified();
            if self.is_connected() {
                return Ok(());
            }
            let next_look = patience.min(Instant::now() + STATE_INTERVAL);
            let _ = timeout_at(next_look, returned).await;
        }
        Err(unavailable("not connected to any NATS server"))
    }

    async fn send(&self, message: Message) -> Result<(), BusError> {
        let headers = to_header_map(&message.headers)?;
        let reply = message.reply.map(to_subject).transpose()?;
        let (subject, payload) = (to_subject(message.subject)?, message.payload);
        let sent = match (reply, headers) {
            (None, None) => self.client.publish(subject, payload).await,
            (None, Some(headers)) => self.client.publish_with_headers(subject, headers, payload).await,
            (Some(reply), None) => self.client.publish_with_reply(subject, reply, payload).await,
            (Some(reply), Some(headers)) => {
                self.client.publish_with_reply_and_headers(subject, reply, headers, payload).await
            }
        };
        sent.map_err(unavailable)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

pub(super) fn unavailable(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> BusError {
    BusError::Unavailable(source.into())
}

/// Hands each reply to who waits for it. Never waits itself: a full buffer before it drops messages.
async fn read_replies(client: Client, mut replies: Subscriber, inboxes: Arc<Inboxes>) {
    while let Some(reply) = replies.next().await {
        let Some(waiter) = inboxes.waiter(&reply.subject) else {
            bounce(&client, reply);
            continue;
        };
        // A request knows the subject of its reply; an open inbox may need it to tell where a message came to.
        let subject = match &waiter {
            Waiter::Request { .. } => ByteString::new(),
            Waiter::Sink(_) => ByteString::from(&*reply.subject),
        };
        let message = from_client(reply, subject);
        super::subscription::deliver(|| waiter.deliver(message));
    }
}

/// Tells the sender of a message that its inbox is closed. To the server the inboxes of a process are one.
fn bounce(client: &Client, message: async_nats::Message) {
    let Some(sender) = message.reply else { return };
    let (headers, body) = (convert::status_headers(STATUS_NO_RESPONDERS), Bytes::new());
    // Without room to send it is lost, as any message may be: reading replies must not wait.
    let _ = client.publish_with_headers(sender, headers, body).now_or_never();
}
