//! Calls the receivers of a message.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Notify;

use crate::bus::{Message, Sink};
use crate::inboxes::Waiter;

/// How deep sinks that send messages may nest on one stack. What is sent deeper waits until the stack has unwound, so
/// that services that answer each other in place cannot exhaust it.
const MAX_DEPTH: usize = 16;

thread_local! {
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    static DEFERRED: RefCell<VecDeque<(Target, Message)>> = const { RefCell::new(VecDeque::new()) };
}

/// One subscription's receiver, and how many messages are on their way to it.
pub(super) struct Member {
    sink: Arc<dyn Sink>,
    in_flight: AtomicUsize,
    left: Notify,
}

impl Member {
    pub(super) fn new(sink: Arc<dyn Sink>) -> Self {
        Self { sink, in_flight: AtomicUsize::new(0), left: Notify::new() }
    }

    /// Resolves when no message is on its way. Called after the member left the table, so that no more can come.
    pub(super) async fn idle(&self) {
        loop {
            let left = self.left.notified();
            if self.in_flight.load(Ordering::SeqCst) == 0 {
                return;
            }
            left.await;
        }
    }
}

/// A message is on its way to the member as long as this lives.
pub(super) struct Routed(Arc<Member>);

impl Routed {
    /// Called under the lock of the table, so that a member that left it gets no more messages.
    pub(super) fn new(member: &Arc<Member>) -> Self {
        member.in_flight.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(member))
    }
}

impl Drop for Routed {
    fn drop(&mut self) {
        if self.0.in_flight.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.0.left.notify_waiters();
        }
    }
}

/// Who gets a message.
pub(super) enum Target {
    Member(Routed),
    Inbox(Waiter),
}

impl Target {
    fn deliver(self, message: Message) {
        // A sink that panics must not take down the task of whoever happened to send the message.
        let delivered = catch_unwind(AssertUnwindSafe(|| match self {
            Self::Member(routed) => routed.0.sink.deliver(message),
            Self::Inbox(waiter) => waiter.deliver(message),
        }));
        if delivered.is_err() {
            tracing::error!("the receiver of a message panicked");
        }
    }
}

/// The receivers of one message; one of them costs no allocation.
#[derive(Default)]
pub(super) struct Targets {
    first: Option<Target>,
    more: Vec<Target>,
}

impl Targets {
    pub(super) fn push(&mut self, target: Target) {
        if self.first.is_none() {
            self.first = Some(target);
        } else {
            self.more.push(target);
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        usize::from(self.first.is_some()) + self.more.len()
    }
}

/// Hands the message to each target, and says whether there was one.
pub(super) fn dispatch(targets: Targets, message: Message) -> bool {
    let Some(first) = targets.first else { return false };
    for target in targets.more {
        deliver(target, message.clone());
    }
    deliver(first, message);
    true
}

fn deliver(target: Target, message: Message) {
    let depth = DEPTH.get();
    if depth >= MAX_DEPTH {
        DEFERRED.with_borrow_mut(|deferred| deferred.push_back((target, message)));
        return;
    }
    DEPTH.set(depth + 1);
    target.deliver(message);
    if depth == 0 {
        while let Some((target, message)) = DEFERRED.with_borrow_mut(VecDeque::pop_front) {
            target.deliver(message);
        }
    }
    DEPTH.set(depth);
}
