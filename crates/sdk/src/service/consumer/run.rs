use std::sync::Arc;
use std::time::Duration;

use realmwire_fabric::journal::{self, Delivery, JournalError, Journals};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;

use super::metrics::Metrics;
use super::order::Lanes;
use super::{EventHandler, Policy};
use crate::events::EventMetadata;
use crate::health::Dependency;
use crate::host::Host;
use crate::resilience::Backoff;
use crate::store::Store;
use crate::tasks::Shutdown;
use crate::telemetry::Telemetry;

/// One durable consumer of a service instance.
pub(in crate::service) struct Consumer {
    pub(super) parts: ConsumerParts,
    pub(super) metrics: Metrics,
}

/// What a [`Consumer`] is made of.
pub(in crate::service) struct ConsumerParts {
    pub(in crate::service) service: &'static str,
    pub(in crate::service) handler: Arc<dyn EventHandler>,
    pub(in crate::service) policy: Policy,
    pub(in crate::service) journals: Arc<dyn Journals>,
    /// Where it is recorded which events took effect.
    pub(in crate::service) store: Option<Store>,
    pub(in crate::service) host: Host,
    pub(in crate::service) telemetry: Telemetry,
    pub(in crate::service) readiness: Dependency,
}

type Member = Box<dyn journal::Consumer>;

/// Lanes for each event in flight: enough that two keys rarely share one.
const LANES_PER_EVENT: usize = 4;
/// The waits before a consumer whose journal failed joins again.
const REJOIN_BACKOFF: Backoff = Backoff { first: Duration::from_millis(100), most: Duration::from_secs(5) };

impl Consumer {
    pub(in crate::service) fn new(parts: ConsumerParts) -> Arc<Self> {
        let durable = &parts.policy.config.durable;
        let metrics = Metrics::new(&parts.telemetry, parts.handler.spec().subject, durable);
        Arc::new(Self { parts, metrics })
    }

    /// The service whose events it consumes.
    pub(in crate::service) fn source(&self) -> &'static str {
        self.parts.handler.spec().service
    }

    /// Whether it can reach them.
    pub(in crate::service) fn readiness(&self) -> &Dependency {
        &self.parts.readiness
    }

    /// Joins the consumer, which exists from then on and misses no event.
    pub(in crate::service) async fn join(&self) -> Result<Member, JournalError> {
        let journal = self.parts.journals.open(self.source()).await?;
        let member = journal.consume(self.parts.policy.config.clone()).await?;
        self.parts.readiness.present();
        Ok(member)
    }

    /// Takes events until `shutdown`, and then waits for those that are being handled.
    pub(in crate::service) async fn run(self: Arc<Self>, member: Member, shutdown: Shutdown) {
        let at_once = self.parts.policy.at_once;
        let slots = Arc::new(Semaphore::new(at_once));
        let mut lanes = Lanes::new(at_once * LANES_PER_EVENT);
        let mut deliveries = JoinSet::new();
        let mut member = Some(member);
        while let Some(current) = member.as_mut() {
            let Some(next) = shutdown.or(take(current, &slots)).await else { break };
            while deliveries.try_join_next().is_some() {}
            match next {
                Taken::Delivery(delivery, slot) => {
                    let key = EventMetadata::of(delivery.record()).key;
                    let turn = lanes.turn(&key);
                    deliveries.spawn(Arc::clone(&self).deliver(delivery, turn, slot, shutdown.clone()));
                }
                Taken::Failed(error) => member = self.rejoin(error, &shutdown).await,
                Taken::Closed => {
                    self.parts.readiness.missing("the journal was closed");
                    break;
                }
            }
        }
        while deliveries.join_next().await.is_some() {}
    }

    async fn rejoin(&self, error: JournalError, shutdown: &Shutdown) -> Option<Member> {
        let mut failures = 1;
        let mut problem = error;
        loop {
            let durable = &self.parts.policy.config.durable;
            tracing::warn!(consumer = durable, error = %problem, "a consumer lost its journal and joins again");
            self.parts.readiness.missing(&problem);
            shutdown.or(tokio::time::sleep(REJOIN_BACKOFF.wait(failures, &self.parts.host, None))).await?;
            match shutdown.or(self.join()).await? {
                Ok(member) => return Some(member),
                Err(error) => problem = error,
            }
            failures += 1;
        }
    }
}

enum Taken {
    Delivery(Box<dyn Delivery>, OwnedSemaphorePermit),
    Failed(JournalError),
    Closed,
}

/// Waits for a free slot first, so that no event is taken that would have to wait.
async fn take(member: &mut Member, slots: &Arc<Semaphore>) -> Taken {
    let Ok(slot) = Arc::clone(slots).acquire_owned().await else { return Taken::Closed };
    match member.next().await {
        Some(Ok(delivery)) => Taken::Delivery(delivery, slot),
        Some(Err(error)) => Taken::Failed(error),
        None => Taken::Closed,
    }
}
