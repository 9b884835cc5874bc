//! Messages within this process, with the semantics of NATS.
//!
//! A message is handed to its receivers on the task that sends it, so a request to a handler that answers at once
//! costs two lookups and no switch of tasks. No lock is held while a sink runs, and none is shared by all messages
//! but the shared lock on the table of subscriptions, for the time of a lookup. Replies go by number to one of
//! several small maps.

mod dispatch;
mod table;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytestring::ByteString;
use futures::future::BoxFuture;
use parking_lot::RwLock;
use tokio::sync::oneshot;
use tokio::time::Instant;

use self::dispatch::{Member, Target, dispatch};
use self::table::Table;
use crate::bus::{Bus, BusError, Inbox, Message, STATUS_NO_RESPONDERS, Sink, Subscription, Unsubscribe};
use crate::inboxes::Inboxes;
use crate::subject::{check_group, check_headers, check_pattern, check_subject};

/// The largest message, as a NATS server has it unless it is configured otherwise.
pub const MAX_PAYLOAD_BYTES: usize = 1024 * 1024;

const INBOX_PREFIX: &str = "_INBOX.embedded.";

/// The bus of one process.
pub struct EmbeddedBus {
    table: Arc<RwLock<Table>>,
    inboxes: Arc<Inboxes>,
    /// Counts messages to queue groups; mixed, it picks the member.
    picks: AtomicU64,
}

impl EmbeddedBus {
    /// A bus that nobody listens on yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            table: Arc::default(),
            inboxes: Arc::new(Inboxes::new(INBOX_PREFIX.to_owned(), 0)),
            picks: AtomicU64::new(0),
        }
    }

    /// Hands the message to all who shall have it, and says whether there was anybody.
    fn send(&self, message: Message) -> bool {
        let pick = mix(self.picks.fetch_add(1, Ordering::Relaxed));
        let mut targets = self.table.read().route(&message.subject, pick);
        if let Some(waiter) = self.inboxes.waiter(&message.subject) {
            targets.push(Target::Inbox(waiter));
        }
        dispatch(targets, message)
    }

    fn publish_now(&self, message: Message) -> Result<(), BusError> {
        check_message(&message)?;
        let reply = message.reply.clone();
        if let Some(reply) = &reply {
            check_subject(reply)?;
        }
        if !self.send(message)
            && let Some(subject) = reply
        {
            self.send(Message { subject, status: Some(STATUS_NO_RESPONDERS), ..Message::default() });
        }
        Ok(())
    }

    async fn request_now(&self, mut message: Message, deadline: Instant) -> Result<Message, BusError> {
        check_message(&message)?;
        let subject = message.subject.clone();
        if Instant::now() >= deadline {
            return Err(BusError::DeadlineExceeded { subject });
        }
        let mut pending = Inboxes::expect_reply(&self.inboxes, &subject);
        message.reply = Some(pending.subject().clone());
        if !self.send(message) {
            return Err(BusError::NoResponders { subject });
        }
        let answer = match pending.answer().try_recv() {
            // Answered while it was sent: no timer is needed.
            Ok(answer) => Some(answer),
            Err(oneshot::error::TryRecvError::Closed) => None,
            Err(oneshot::error::TryRecvError::Empty) => {
                tokio::time::timeout_at(deadline, pending.answer()).await.ok().and_then(Result::ok)
            }
        };
        match answer {
            Some(answer) if answer.status == Some(STATUS_NO_RESPONDERS) => Err(BusError::NoResponders { subject }),
            Some(answer) => Ok(answer),
            None => Err(BusError::DeadlineExceeded { subject }),
        }
    }

    fn subscribe_now(&self, pattern: &str, group: Option<&str>, sink: Arc<dyn Sink>) -> Result<Subscription, BusError> {
        check_pattern(pattern)?;
        group.map_or(Ok(()), check_group)?;
        let member = Arc::new(Member::new(sink));
        let pattern = ByteString::from(pattern);
        self.table.write().insert(&pattern, group, Arc::clone(&member));
        Ok(Subscription::new(Arc::new(Leave { table: Arc::clone(&self.table), pattern, member })))
    }
}

impl Default for EmbeddedBus {
    fn default() -> Self {
        Self::new()
    }
}

impl Bus for EmbeddedBus {
    fn publish(&self, message: Message) -> BoxFuture<'_, Result<(), BusError>> {
        Box::pin(async move { self.publish_now(message) })
    }

    fn request(&self, message: Message, deadline: Instant) -> BoxFuture<'_, Result<Message, BusError>> {
        Box::pin(self.request_now(message, deadline))
    }

    fn subscribe(
        &self,
        pattern: &str,
        group: Option<&str>,
        sink: Arc<dyn Sink>,
    ) -> BoxFuture<'_, Result<Subscription, BusError>> {
        let subscribed = self.subscribe_now(pattern, group, sink);
        Box::pin(async move { subscribed })
    }

    fn open_inbox(&self, sink: Arc<dyn Sink>) -> Result<Inbox, BusError> {
        Ok(Inboxes::open(&self.inboxes, sink))
    }

    fn max_payload(&self) -> usize {
        MAX_PAYLOAD_BYTES
    }

    fn is_connected(&self) -> bool {
        true
    }

    fn flush(&self, _within: Duration) -> BoxFuture<'_, Result<(), BusError>> {
        // A message is with its receivers when publish returns.
        Box::pin(async { Ok(()) })
    }
}

/// Ends one subscription.
struct Leave {
    table: Arc<RwLock<Table>>,
    pattern: ByteString,
    member: Arc<Member>,
}

impl Unsubscribe for Leave {
    fn cancel(&self) {
        self.table.write().remove(&self.pattern, &self.member);
    }

    fn drain(&self) -> BoxFuture<'_, Result<(), BusError>> {
        Box::pin(async move {
            self.cancel();
            self.member.idle().await;
            Ok(())
        })
    }

    fn dropped(&self) -> u64 {
        // Nothing is buffered before a sink, so nothing is dropped there.
        0
    }
}

fn check_message(message: &Message) -> Result<(), BusError> {
    check_subject(&message.subject)?;
    check_headers(&message.headers)?;
    let size = message.size();
    if size > MAX_PAYLOAD_BYTES {
        return Err(BusError::PayloadTooLarge { subject: message.subject.clone(), size, limit: MAX_PAYLOAD_BYTES });
    }
    Ok(())
}

/// Spreads consecutive numbers evenly (the finaliser of `SplitMix64`).
const fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
