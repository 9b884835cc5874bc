use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use realmwire_fabric::bus::{Bus, BusError, Inbox, Message, Sink, Subscription};
use tokio::time::Instant;

use super::faults::{CutOff, Faults};
use crate::tasks::Tasks;

/// A bus with faults before it.
pub(super) struct FaultyBus {
    inner: Arc<dyn Bus>,
    faults: Faults,
    /// Messages that are under way for longer.
    delayed: Tasks,
}

impl FaultyBus {
    pub(super) fn new(inner: Arc<dyn Bus>, faults: Faults) -> Self {
        Self { inner, faults, delayed: Tasks::default() }
    }

    fn check_connected(&self) -> Result<(), BusError> {
        if self.faults.is_connected() { Ok(()) } else { Err(BusError::Unavailable(Box::new(CutOff))) }
    }

    /// What arrives while the host is cut off is lost, as over a connection that is gone.
    fn guarded(&self, sink: Arc<dyn Sink>) -> Arc<dyn Sink> {
        let faults = self.faults.clone();
        Arc::new(move |message| {
            if faults.is_connected() {
                sink.deliver(message);
            }
        })
    }

    fn send_later(&self, message: Message, delay: Duration) {
        let inner = Arc::clone(&self.inner);
        let send = async move {
            tokio::time::sleep(delay).await;
            if let Err(error) = inner.publish(message).await {
                tracing::debug!(error = %error, "a delayed message was lost");
            }
        };
        self.delayed.spawn("delayed message", send, |_| {});
    }
}

impl Bus for FaultyBus {
    fn publish(&self, message: Message) -> BoxFuture<'_, Result<(), BusError>> {
        Box::pin(async move {
            self.check_connected()?;
            let fate = self.faults.fate(&message.subject);
            if fate.lost {
                return Ok(());
            }
            for message in std::iter::repeat_n(message, 1 + usize::from(fate.duplicated)) {
                if fate.delay.is_zero() {
                    self.inner.publish(message).await?;
                } else {
                    self.send_later(message, fate.delay);
                }
            }
            Ok(())
        })
    }

    fn request(&self, message: Message, deadline: Instant) -> BoxFuture<'_, Result<Message, BusError>> {
        Box::pin(async move {
            self.check_connected()?;
            let fate = self.faults.fate(&message.subject);
            let subject = message.subject.clone();
            if fate.lost || Instant::now() + fate.delay >= deadline {
                tokio::time::sleep_until(deadline).await;
                return Err(BusError::DeadlineExceeded { subject });
            }
            if !fate.delay.is_zero() {
                tokio::time::sleep(fate.delay).await;
                self.check_connected()?;
            }
            if fate.duplicated {
                let copy = Message { reply: None, ..message.clone() };
                self.inner.publish(copy).await?;
            }
            tokio::select! {
                biased;
                () = self.faults.disconnected() => {}
                answered = self.inner.request(message, deadline) => return answered,
            }
            // The answer was to come over the connection that is gone.
            tokio::time::sleep_until(deadline).await;
            Err(BusError::DeadlineExceeded { subject })
        })
    }

    fn subscribe(
        &self,
        pattern: &str,
        group: Option<&str>,
        sink: Arc<dyn Sink>,
    ) -> BoxFuture<'_, Result<Subscription, BusError>> {
        let (pattern, group) = (pattern.to_owned(), group.map(str::to_owned));
        Box::pin(async move {
            self.check_connected()?;
            self.inner.subscribe(&pattern, group.as_deref(), self.guarded(sink)).await
        })
    }

    fn open_inbox(&self, sink: Arc<dyn Sink>) -> Result<Inbox, BusError> {
        self.inner.open_inbox(self.guarded(sink))
    }

    fn max_payload(&self) -> usize {
        self.inner.max_payload()
    }

    fn is_connected(&self) -> bool {
        self.faults.is_connected() && self.inner.is_connected()
    }

    fn flush(&self, within: Duration) -> BoxFuture<'_, Result<(), BusError>> {
        Box::pin(async move {
            self.check_connected()?;
            self.inner.flush(within).await
        })
    }
}
