//! Delivers the subscriptions that name a subject. Each instance tries to; the books say which one does.

use std::collections::HashSet;
use std::time::Duration;

use futures::future::BoxFuture;
use futures::stream::{FuturesUnordered, StreamExt};
use realmwire_sdk::courier::Courier;
use realmwire_sdk::service::Shutdown;
use realmwire_sdk::status::{Code, Status};
use realmwire_sdk::store::{Changed, WatchStart};

use crate::desk::Change;
use crate::handlers::Bus;
use crate::state::{SubscriptionRecord, subscriptions, time_of};

/// How long to wait after a failure, such as that nobody listens on a subject.
const PAUSE: Duration = Duration::from_secs(1);

/// What delivers subscriptions to their subjects.
#[derive(Clone)]
pub(crate) struct Deliverer {
    pub(crate) bus: Bus,
    pub(crate) courier: Courier,
    /// Names this instance in the books.
    pub(crate) holder: String,
}

impl Deliverer {
    /// Delivers until it is told to end; then others may go on at once.
    pub(crate) async fn run(self, shutdown: Shutdown) {
        let mut active = HashSet::new();
        while !shutdown.is_requested() {
            if let Some(Err(status)) = shutdown.or(self.follow(&mut active)).await {
                tracing::warn!(error = %status, "subscriptions cannot be followed, the next attempt follows");
            }
            for id in active.drain() {
                let release = Change::Release { holder: self.holder.clone() };
                if let Err(status) = self.bus.desks.change(&id, release).await {
                    tracing::debug!(subscription_id = id, error = %status, "a subscription was not handed on");
                }
            }
            shutdown.or(self.pause()).await;
        }
    }

    /// Delivers every subscription that there is or comes.
    async fn follow(&self, active: &mut HashSet<String>) -> Result<(), Status> {
        let mut changes = std::pin::pin!(self.bus.store.watch(&subscriptions(), WatchStart::Current).await?);
        let mut delivering: FuturesUnordered<BoxFuture<'static, String>> = FuturesUnordered::new();
        let mut wanted = HashSet::new();
        loop {
            // Nothing is waited for but here: futures that are not polled may stand in the way of others.
            tokio::select! {
                Some(ended) = delivering.next() => drop(active.remove(&ended)),
                change = changes.next() => match change.transpose()? {
                    None => return Ok(()),
                    Some(Changed::Put(stored)) => {
                        let subscription: SubscriptionRecord = stored.value;
                        let subscription = subscription.into_shown();
                        if subscription.deliver_subject.is_empty() {
                            wanted.remove(&subscription.subscription_id);
                        } else {
                            wanted.insert(subscription.subscription_id);
                        }
                    }
                    Some(Changed::Delete { key, .. }) => drop(wanted.remove(&key.last())),
                    Some(Changed::Current) => {}
                }
            }
            // One that has ended may have been made again.
            for id in &wanted {
                if active.insert(id.clone()) {
                    delivering.push(self.clone().deliver(id.clone()));
                }
            }
        }
    }

    /// Delivers one subscription as long as it names a subject.
    fn deliver(self, id: String) -> BoxFuture<'static, String> {
        Box::pin(async move {
            loop {
                let subscription = match self.bus.subscription(&id).await {
                    Ok(subscription) if subscription.deliver_subject.is_empty() => return id,
                    Err(status) if status.code() == Code::NotFound => return id,
                    other => other,
                };
                let outcome = match subscription {
                    Ok(subscription) => self.bus.deliver_to_subject(&self.courier, &self.holder, subscription).await,
                    Err(status) => Err(status),
                };
                match outcome {
                    Ok(until) => self.bus.host.clock().sleep_until(time_of(until)).await,
                    Err(status) => {
                        tracing::debug!(subscription_id = id, error = %status, "a subscription is not delivered for now");
                        self.pause().await;
                    }
                }
            }
        })
    }

    async fn pause(&self) {
        let host = &self.bus.host;
        host.clock().sleep_until(host.now() + PAUSE).await;
    }
}
