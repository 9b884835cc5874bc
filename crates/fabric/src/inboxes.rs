//! Reply subjects, by number.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytestring::ByteString;
use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use tokio::sync::oneshot;

use crate::bus::{Inbox, Message, Sink};

/// Maps that replies are spread over, so that two tasks seldom meet at the same lock.
const SHARDS: usize = 16;

/// Where the replies to this process go. A number is used once, so a late reply finds nobody.
pub(crate) struct Inboxes {
    /// What every reply subject begins with, with a dot at the end.
    prefix: String,
    next: AtomicU64,
    shards: [Mutex<FxHashMap<u64, Waiter>>; SHARDS],
}

/// Who waits at a reply subject.
pub(crate) enum Waiter {
    /// A request, for its first answer.
    Request {
        /// What was asked.
        subject: ByteString,
        /// Where the answer goes.
        answer: oneshot::Sender<Message>,
    },
    /// An open inbox, for any number of messages.
    Sink(Arc<dyn Sink>),
}

impl Waiter {
    pub(crate) fn deliver(self, message: Message) {
        match self {
            // The request may have given up in this moment; then nobody wants the answer.
            Self::Request { answer, .. } => drop(answer.send(message)),
            Self::Sink(sink) => sink.deliver(message),
        }
    }
}

/// A request that waits for its answer; dropping it ends the wait.
pub(crate) struct PendingRequest {
    inboxes: Arc<Inboxes>,
    number: u64,
    subject: ByteString,
    answer: oneshot::Receiver<Message>,
}

impl PendingRequest {
    pub(crate) fn subject(&self) -> &ByteString {
        &self.subject
    }

    pub(crate) fn answer(&mut self) -> &mut oneshot::Receiver<Message> {
        &mut self.answer
    }
}

impl Drop for PendingRequest {
    fn drop(&mut self) {
        self.inboxes.close(self.number);
    }
}

impl Inboxes {
    /// Inboxes at `prefix`, which ends with a dot, numbered from `first`.
    pub(crate) fn new(prefix: String, first: u64) -> Self {
        Self { prefix, next: AtomicU64::new(first), shards: Default::default() }
    }

    /// Waits for the first answer to a request to `asked`.
    pub(crate) fn expect_reply(inboxes: &Arc<Self>, asked: &ByteString) -> PendingRequest {
        let (sender, answer) = oneshot::channel();
        let (number, subject) = inboxes.register(Waiter::Request { subject: asked.clone(), answer: sender });
        PendingRequest { inboxes: Arc::clone(inboxes), number, subject, answer }
    }

    pub(crate) fn open(inboxes: &Arc<Self>, sink: Arc<dyn Sink>) -> Inbox {
        let (number, subject) = inboxes.register(Waiter::Sink(sink));
        let inboxes = Arc::clone(inboxes);
        Inbox::new(subject, move || inboxes.close(number))
    }

    /// Who waits at `subject`. A request waits for one answer only, so it is found once.
    pub(crate) fn waiter(&self, subject: &str) -> Option<Waiter> {
        let number = u64::from_str_radix(subject.strip_prefix(&*self.prefix)?, 16).ok()?;
        let mut waiters = self.shard(number).lock();
        if let Waiter::Sink(sink) = waiters.get(&number)? {
            return Some(Waiter::Sink(Arc::clone(sink)));
        }
        waiters.remove(&number)
    }

    fn register(&self, waiter: Waiter) -> (u64, ByteString) {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.shard(number).lock().insert(number, waiter);
        // Sixteen digits at most: with room for them the text is written without growing.
        let mut subject = String::with_capacity(self.prefix.len() + 16);
        subject.push_str(&self.prefix);
        // Writing to a String does not fail.
        let _ = write!(subject, "{number:x}");
        (number, subject.into())
    }

    fn close(&self, number: u64) {
        let closed = self.shard(number).lock().remove(&number);
        // Dropped without the lock: a sink may hold other inboxes.
        drop(closed);
    }

    fn shard(&self, number: u64) -> &Mutex<FxHashMap<u64, Waiter>> {
        #[expect(clippy::cast_possible_truncation, reason = "a remainder below the number of shards")]
        &self.shards[(number % SHARDS as u64) as usize]
    }

    /// Ends the requests to `asked` without an answer.
    pub(crate) fn refuse(&self, asked: &str) {
        for shard in &self.shards {
            shard.lock().retain(|_, waiter| !matches!(waiter, Waiter::Request { subject, .. } if subject == asked));
        }
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.shards.iter().map(|shard| shard.lock().len()).sum()
    }
}
