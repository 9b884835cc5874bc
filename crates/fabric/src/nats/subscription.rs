//! The task that reads a subscription, and its end.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use async_nats::Subscriber;
use bytestring::ByteString;
use futures::future::BoxFuture;
use futures::{FutureExt, StreamExt};
use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot};
use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::connection::{Connection, unavailable};
use super::convert::from_client;
use crate::bus::{BusError, Message, Sink, Unsubscribe};
use crate::subject::has_wildcard;

/// How long a drain may take.
const DRAIN_WITHIN: Duration = Duration::from_secs(5);

/// "Unsubscribe after so many messages". The server reads at most nine digits and takes a longer number for "now",
/// while the client goes on delivering what is on its way here until it has counted that far. Its own unsubscribe and
/// drain forget the subscription at once and lose those messages.
const AFTER_ALL_THAT_IS_ON_ITS_WAY: u64 = u64::MAX;

type Drained = oneshot::Sender<Result<(), BusError>>;

/// A subscription that is read, on one connection after the other.
pub(super) struct Reading {
    pattern: String,
    group: Option<String>,
    sink: Arc<dyn Sink>,
    is_cancelled: Arc<AtomicBool>,
    /// Messages dropped on connections that were left.
    dropped_before: AtomicU64,
    task: Mutex<Task>,
}

/// The task that reads a subscription on one connection.
#[derive(Clone)]
struct Task {
    connection: Arc<Connection>,
    number: u64,
    dropped: Arc<AtomicU64>,
    drain: mpsc::Sender<Drained>,
    handle: AbortHandle,
}

impl Reading {
    pub(super) async fn start(
        connection: &Arc<Connection>,
        pattern: &str,
        group: Option<&str>,
        sink: Arc<dyn Sink>,
    ) -> Result<Self, BusError> {
        let is_cancelled = Arc::new(AtomicBool::new(false));
        let task = Task::start(connection, pattern, group, &sink, &is_cancelled).await?;
        Ok(Self {
            pattern: pattern.to_owned(),
            group: group.map(str::to_owned),
            sink,
            is_cancelled,
            dropped_before: AtomicU64::new(0),
            task: Mutex::new(task),
        })
    }

    /// Goes on with reading on another connection.
    ///
    /// A member of a group is on both for a moment, and gets each message once. Without a group it would get each
    /// twice, so the old one ends before the new one begins: what is sent in between finds nobody.
    pub(super) async fn move_to(&self, connection: &Arc<Connection>) -> Result<(), BusError> {
        let old = self.task.lock().clone();
        let group = self.group.as_deref();
        if group.is_none() {
            self.leave(&old).await?;
        }
        let new = Task::start(connection, &self.pattern, group, &self.sink, &self.is_cancelled).await?;
        *self.task.lock() = new;
        if group.is_some() {
            self.leave(&old).await?;
        }
        if self.is_cancelled.load(Ordering::Acquire) {
            // It was cancelled on the old connection in the meantime.
            self.cancel();
        }
        Ok(())
    }

    async fn leave(&self, task: &Task) -> Result<(), BusError> {
        let left = task.drain().await;
        self.dropped_before.fetch_add(task.dropped.load(Ordering::Relaxed), Ordering::Relaxed);
        task.end();
        left
    }
}

impl Task {
    async fn start(
        connection: &Arc<Connection>,
        pattern: &str,
        group: Option<&str>,
        sink: &Arc<dyn Sink>,
        is_cancelled: &Arc<AtomicBool>,
    ) -> Result<Self, BusError> {
        let (subscriber, dropped, number) = connection.subscribe(pattern, group).await?;
        let (drain, orders) = mpsc::channel(1);
        let reader = Reader {
            connection: Arc::clone(connection),
            subscriber,
            // The subject of each message, if there can be only one.
            subject: (!has_wildcard(pattern)).then(|| pattern.into()),
            sink: Arc::clone(sink),
            is_cancelled: Arc::clone(is_cancelled),
        };
        let handle = tokio::spawn(reader.run(orders)).abort_handle();
        Ok(Self { connection: Arc::clone(connection), number, dropped, drain, handle })
    }

    async fn drain(&self) -> Result<(), BusError> {
        let (done, drained) = oneshot::channel();
        self.drain.send(done).await.map_err(|_| unavailable("the subscription has ended"))?;
        drained.await.unwrap_or_else(|_| Err(unavailable("the subscription has ended")))
    }

    fn end(&self) {
        self.handle.abort();
        self.connection.forget(self.number);
    }
}

impl Unsubscribe for Reading {
    fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Release);
        self.task.lock().end();
    }

    fn drain(&self) -> BoxFuture<'_, Result<(), BusError>> {
        let task = self.task.lock().clone();
        Box::pin(async move { task.drain().await })
    }

    fn dropped(&self) -> u64 {
        let now = self.task.lock().dropped.load(Ordering::Relaxed);
        self.dropped_before.load(Ordering::Relaxed) + now
    }
}

struct Reader {
    connection: Arc<Connection>,
    subscriber: Subscriber,
    subject: Option<ByteString>,
    sink: Arc<dyn Sink>,
    is_cancelled: Arc<AtomicBool>,
}

impl Reader {
    async fn run(mut self, mut orders: mpsc::Receiver<Drained>) {
        loop {
            tokio::select! {
                biased;
                Some(done) = orders.recv() => {
                    let drained = self.drain().await;
                    // Who ordered it may have gone.
                    let _ = done.send(drained);
                    return;
                }
                message = self.subscriber.next() => match message {
                    Some(message) => self.deliver(message),
                    None => return,
                },
            }
        }
    }

    /// Ends the subscription at the server and delivers each message that was on its way.
    async fn drain(&mut self) -> Result<(), BusError> {
        let deadline = Instant::now() + DRAIN_WITHIN;
        let leaving = self.subscriber.unsubscribe_after(AFTER_ALL_THAT_IS_ON_ITS_WAY);
        tokio::time::timeout_at(deadline, leaving).await.map_err(unavailable)?.map_err(unavailable)?;
        // The server answers in order: with the answer, all that it had sent to the subscription is here.
        let connection = Arc::clone(&self.connection);
        let mut round_trip = std::pin::pin!(connection.round_trip(deadline));
        loop {
            tokio::select! {
                arrived = &mut round_trip => {
                    self.deliver_buffered();
                    return arrived;
                }
                Some(message) = self.subscriber.next() => self.deliver(message),
            }
        }
    }

    fn deliver_buffered(&mut self) {
        // Tokio's budget for cooperation would make the buffer look empty now and then.
        while let Some(Some(message)) = tokio::task::coop::unconstrained(self.subscriber.next()).now_or_never() {
            self.deliver(message);
        }
    }

    fn deliver(&self, message: async_nats::Message) {
        if self.is_cancelled.load(Ordering::Acquire) {
            return;
        }
        let subject = self.subject.clone().unwrap_or_else(|| ByteString::from(&*message.subject));
        let message: Message = from_client(message, subject);
        deliver(|| self.sink.deliver(message));
    }
}

/// Runs a delivery; a sink that panics must not end the task that reads for it.
pub(super) fn deliver(delivery: impl FnOnce()) {
    if catch_unwind(AssertUnwindSafe(delivery)).is_err() {
        tracing::error!("the receiver of a message panicked");
    }
}
