//! Reply subjects, by number.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytestring::ByteString;
use parking_lot::Mutex;
use tokio::sync::oneshot;

use crate::bus::{Inbox, Message, Sink};

const PREFIX: &str = "_INBOX.embedded.";

/// Maps that replies are spread over, so that two tasks seldom meet at the same lock.
const SHARDS: usize = 16;

/// Where the replies to this process go. A number is used once, so a late reply finds nobody.
#[derive(Default)]
pub(super) struct Inboxes {
    next: AtomicU64,
    shards: [Mutex<HashMap<u64, Waiter>>; SHARDS],
}

/// Who waits at a reply subject.
pub(super) enum Waiter {
    /// A request, for its first answer.
    Request(oneshot::Sender<Message>),
    /// An open inbox, for any number of messages.
    Sink(Arc<dyn Sink>),
}

impl Waiter {
    pub(super) fn deliver(self, message: Message) {
        match self {
            // The request may have given up in this moment; then nobody wants the answer.
            Self::Request(answer) => drop(answer.send(message)),
            Self::Sink(sink) => sink.deliver(message),
        }
    }
}

/// A request that waits for its answer; dropping it ends the wait.
pub(super) struct PendingRequest {
    inboxes: Arc<Inboxes>,
    number: u64,
    subject: ByteString,
    answer: oneshot::Receiver<Message>,
}

impl PendingRequest {
    pub(super) fn subject(&self) -> &ByteString {
        &self.subject
    }

    pub(super) fn answer(&mut self) -> &mut oneshot::Receiver<Message> {
        &mut self.answer
    }
}

impl Drop for PendingRequest {
    fn drop(&mut self) {
        self.inboxes.close(self.number);
    }
}

impl Inboxes {
    pub(super) fn expect_reply(inboxes: &Arc<Self>) -> PendingRequest {
        let (sender, answer) = oneshot::channel();
        let (number, subject) = inboxes.register(Waiter::Request(sender));
        PendingRequest { inboxes: Arc::clone(inboxes), number, subject, answer }
    }

    pub(super) fn open(inboxes: &Arc<Self>, sink: Arc<dyn Sink>) -> Inbox {
        let (number, subject) = inboxes.register(Waiter::Sink(sink));
        let inboxes = Arc::clone(inboxes);
        Inbox::new(subject, move || inboxes.close(number))
    }

    /// Who waits at `subject`. A request waits for one answer only, so it is found once.
    pub(super) fn waiter(&self, subject: &str) -> Option<Waiter> {
        let number = u64::from_str_radix(subject.strip_prefix(PREFIX)?, 16).ok()?;
        let mut waiters = self.shard(number).lock();
        if let Waiter::Sink(sink) = waiters.get(&number)? {
            return Some(Waiter::Sink(Arc::clone(sink)));
        }
        waiters.remove(&number)
    }

    fn register(&self, waiter: Waiter) -> (u64, ByteString) {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.shard(number).lock().insert(number, waiter);
        (number, format!("{PREFIX}{number:x}").into())
    }

    fn close(&self, number: u64) {
        let closed = self.shard(number).lock().remove(&number);
        // Dropped without the lock: a sink may hold other inboxes.
        drop(closed);
    }

    fn shard(&self, number: u64) -> &Mutex<HashMap<u64, Waiter>> {
        #[expect(clippy::cast_possible_truncation, reason = "a remainder below the number of shards")]
        &self.shards[(number % SHARDS as u64) as usize]
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.shards.iter().map(|shard| shard.lock().len()).sum()
    }
}
