//! One receiver of a subscription, by stream or on a subject: reads what waits, notes what is delivered, and sends it.
//!
//! Nothing is sent before it is noted, so that whoever goes on after a session that was killed knows what may have been
//! seen. A session holds no more than it has read ahead; what it has sent is in the books.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use futures::stream::{Stream, StreamExt};
use futures::{FutureExt, future};
use prost::Message;
use realmwire_contract::event_bus::v1::{Delivery, DeliveryAnswer, ReceiveResponse, Subscription};
use realmwire_sdk::context::Context;
use realmwire_sdk::courier::Courier;
use realmwire_sdk::events::{EventReader, ReadEvent};
use realmwire_sdk::status::{Code, Status};
use realmwire_sdk::store::{Changed as DocumentChanged, WatchStart};
use realmwire_sdk::stream::Sender;
use tokio::sync::watch;

use crate::contents::{Wanted, delivery_of, is_wanted};
use crate::desk::{Change, Changed};
use crate::error::Error;
use crate::handlers::Bus;
use crate::lane::Reader;
use crate::ledger::{Advanced, LaneId, Ledger, LedgerRecord, Millis, Offer, Reason, Spot};
use crate::requests::{Interest, batch_max, limits};
use crate::state::{ledger_key, ledger_prefix, millis, time_of};

/// Bytes of events in one message, but for the last of them.
const MESSAGE_BYTES: usize = 256 * 1024;
/// How far a lane may have looked at events of no interest before that is noted, so that nobody does it again.
const NOTED_EVERY: u64 = 10_000;

/// One receiver.
pub(crate) struct Session<'a> {
    bus: &'a Bus,
    id: String,
    holder: String,
    interest: Interest,
    batch_max: usize,
    lanes: Vec<Reader>,
    /// What is known of the sources.
    horizons: watch::Receiver<Horizons>,
    room: usize,
    next_due: Option<Millis>,
    /// When it has to be said that this session still delivers.
    renew_at: Option<Millis>,
}

/// Where a session delivers to.
pub(crate) enum Outlet<'a> {
    /// A receiver's stream.
    Stream(&'a Sender<ReceiveResponse>),
    /// A subject of the bus, where an answer is waited for so long.
    Subject { courier: &'a Courier, subject: &'a str, within: Duration },
}

/// Up to where reading finds all there is, for each source.
type Horizons = BTreeMap<Arc<str>, u64>;

type Watch = Pin<Box<dyn Stream<Item = Result<DocumentChanged<LedgerRecord>, Status>> + Send>>;

impl Bus {
    /// Delivers the events of a subscription until its receiver goes away.
    pub(crate) async fn deliver(
        &self,
        cx: &Context,
        subscription: Subscription,
        batch_max: usize,
        out: &Sender<ReceiveResponse>,
    ) -> Result<(), Status> {
        let prefix = ledger_prefix(&subscription.subscription_id);
        // Before the books are read, so that no change of them is missed.
        let changes: Watch = Box::pin(self.store.watch(&prefix, WatchStart::New).await?);
        let interest = Interest::parse(&subscription)?;
        let lanes = self.lanes_of(&subscription, &interest).await?;
        let (id, holder) = (subscription.subscription_id, cx.new_id());
        self.desks.change(&id, Change::Attach { holder: holder.clone(), lanes }).await?;
        let (tell, horizons) = watch::channel(Horizons::new());
        let mut session = Session::open(self, (id, holder), interest, batch_max, horizons).await?;
        let sources = session.sources();
        out.open()?;
        let outlet = Outlet::Stream(out);
        tokio::select! {
            () = out.closed() => Ok(()),
            status = follow(&self.events, sources, &tell) => Err(status),
            outcome = session.run(changes, &outlet) => outcome,
        }
    }

    /// Delivers the events of a subscription to its subject, until that fails or another instance has to; then the time
    /// until which it does.
    pub(crate) async fn deliver_to_subject(
        &self,
        courier: &Courier,
        holder: &str,
        subscription: Subscription,
    ) -> Result<Millis, Status> {
        let prefix = ledger_prefix(&subscription.subscription_id);
        let changes: Watch = Box::pin(self.store.watch(&prefix, WatchStart::New).await?);
        let interest = Interest::parse(&subscription)?;
        let lanes = self.lanes_of(&subscription, &interest).await?;
        let within = Duration::from_millis(limits(&subscription).ack_wait);
        let Subscription { subscription_id: id, deliver_subject, .. } = subscription;
        let lease = Change::Lease { holder: holder.to_owned(), lanes };
        if let Changed::Held(until) = self.desks.change(&id, lease).await? {
            return Ok(until);
        }
        let (tell, horizons) = watch::channel(Horizons::new());
        let mut session = Session::open(self, (id, holder.to_owned()), interest, batch_max(0), horizons).await?;
        let sources = session.sources();
        let outlet = Outlet::Subject { courier, subject: &deliver_subject, within };
        tokio::select! {
            status = follow(&self.events, sources, &tell) => Err(status),
            outcome = session.run(changes, &outlet) => outcome.map(|()| 0),
        }
    }
}

impl<'a> Session<'a> {
    /// Begins where the books stand, which say that it is the one that delivers.
    async fn open(
        bus: &'a Bus,
        (id, holder): (String, String),
        interest: Interest,
        batch_max: usize,
        horizons: watch::Receiver<Horizons>,
    ) -> Result<Self, Status> {
        let mut session = Self {
            bus,
            id,
            holder,
            interest,
            batch_max,
            lanes: Vec::new(),
            horizons,
            room: 0,
            next_due: None,
            renew_at: None,
        };
        session.look().await?;
        Ok(session)
    }

    async fn run(&mut self, mut changes: Watch, out: &Outlet<'_>) -> Result<(), Status> {
        loop {
            self.fill().await?;
            if self.has_work() {
                self.advance(out).await?;
            } else if !self.lanes.iter().any(|reader| self.has_more(reader)) {
                self.wait(&mut changes).await?;
            }
        }
    }

    /// Reads the books: where lanes stand, and what there is room for.
    async fn look(&mut self) -> Result<(), Status> {
        let stored = self.bus.store.load::<LedgerRecord>(&ledger_key(&self.id)).await?;
        let stored = stored.ok_or_else(|| Error::SubscriptionNotFound(self.id.clone()))?;
        let ledger = Ledger::from_record(&stored.value);
        if ledger.holder != self.holder {
            return Err(Error::TakenOver.into());
        }
        let now = millis(self.bus.host.now());
        (self.room, self.next_due, self.renew_at) = (ledger.room(now), ledger.next_due(now), ledger.renew_at());
        let types = self.bus.types.current();
        let mut before: BTreeMap<LaneId, Reader> =
            self.lanes.drain(..).map(|reader| (reader.lane.clone(), reader)).collect();
        for (id, lane) in &ledger.lanes {
            let kept = before.remove(id).filter(|reader| reader.from == lane.cursor);
            let begin = || Reader::new(id.clone(), lane.cursor, self.interest.subjects(&types, id));
            self.lanes.push(kept.unwrap_or_else(begin));
        }
        Ok(())
    }

    /// Where reading goes on in each source: where its slowest lane stands.
    fn sources(&self) -> Horizons {
        let mut sources = Horizons::new();
        for reader in &self.lanes {
            let from = sources.entry(Arc::clone(&reader.lane.source)).or_insert(reader.from);
            *from = reader.from.min(*from);
        }
        sources
    }

    /// Reads ahead in each lane that has little left.
    async fn fill(&mut self) -> Result<(), Status> {
        let types = self.bus.types.current();
        let horizons = self.horizons.borrow_and_update().clone();
        for reader in &mut self.lanes {
            let LaneId { source, class } = reader.lane.clone();
            let horizon = horizons.get(&source).copied().unwrap_or(0);
            let wants = |event: &ReadEvent| is_wanted(&self.interest, &types, &source, class, event);
            let (events, read) = (&self.bus.events, &self.bus.metrics.read);
            reader.fill(events, (horizon, self.batch_max), wants, read).await?;
        }
        Ok(())
    }

    fn has_work(&self) -> bool {
        let now = millis(self.bus.host.now());
        let waits = || self.lanes.iter().any(Reader::has_next);
        let is_far = |reader: &Reader| !reader.has_next() && reader.through() >= reader.from + NOTED_EVERY;
        (self.room > 0 && waits())
            || self.next_due.into_iter().chain(self.renew_at).any(|due| due <= now)
            || self.lanes.iter().any(is_far)
    }

    /// Whether a lane that has nothing left may find something.
    fn has_more(&self, reader: &Reader) -> bool {
        !reader.has_next()
            && self.horizons.borrow().get(&reader.lane.source).is_some_and(|horizon| reader.through() < *horizon)
    }

    /// Notes what comes next, and then sends it.
    async fn advance(&mut self, out: &Outlet<'_>) -> Result<(), Status> {
        let offer = Arc::new(self.offer());
        let change = Change::Advance { holder: self.holder.clone(), offer: Arc::clone(&offer) };
        match self.bus.desks.change(&self.id, change).await? {
            Changed::Advanced(advanced) => {
                let deliveries = self.take(advanced, &offer).await?;
                self.look().await?;
                self.send(deliveries, out).await
            }
            Changed::Moved | Changed::Done | Changed::Held(_) => self.look().await,
        }
    }

    fn offer(&self) -> Offer {
        let lanes = self.lanes.iter().map(|reader| reader.offer(self.batch_max));
        Offer { batch_max: self.batch_max, shares: self.bus.config.shares(), lanes: lanes.collect() }
    }

    /// The events that are delivered now, as they are sent.
    async fn take(&mut self, advanced: Advanced, offer: &Offer) -> Result<Vec<Delivery>, Status> {
        let mut deliveries = self.read_again(&advanced).await?;
        for fresh in advanced.fresh {
            let Some(reader) = self.lanes.get_mut(fresh.lane) else { continue };
            let Some(event) = reader.next() else { continue };
            let mut delivery = delivery_of(&reader.lane.source, reader.lane.class, event);
            (delivery.delivery, delivery.replayed) = (fresh.delivery, fresh.replayed);
            deliveries.push(delivery);
        }
        for (reader, offered) in self.lanes.iter_mut().zip(&offer.lanes) {
            if !reader.has_next() {
                reader.from = reader.from.max(offered.through);
            }
        }
        Ok(deliveries)
    }

    async fn read_again(&mut self, advanced: &Advanced) -> Result<Vec<Delivery>, Status> {
        if advanced.again.is_empty() {
            return Ok(Vec::new());
        }
        let wanted = advanced
            .again
            .iter()
            .map(|again| (again.spot.clone(), Wanted { class: again.class, revived: again.revived }));
        let mut found = self.bus.desks.contents().read(&self.id, &wanted.collect()).await?;
        let (mut deliveries, mut gone) = (Vec::new(), Vec::new());
        for again in &advanced.again {
            match found.remove(&again.spot) {
                Some(mut delivery) => {
                    delivery.delivery = again.delivery;
                    deliveries.push(delivery);
                }
                None => gone.push(again.spot.clone()),
            }
        }
        if !gone.is_empty() {
            self.forget(gone).await?;
        }
        Ok(deliveries)
    }

    /// Events that are no longer kept cannot be delivered again.
    async fn forget(&mut self, gone: Vec<Spot>) -> Result<(), Status> {
        let (subscription_id, events) = (&self.id, gone.len());
        tracing::warn!(subscription_id, events, "events are no longer kept and cannot be delivered again");
        self.bus.desks.change(&self.id, Change::Forget { spots: gone }).await.map(drop)
    }

    /// Sends events; those that go to a subject are answered there and then.
    async fn send(&self, deliveries: Vec<Delivery>, out: &Outlet<'_>) -> Result<(), Status> {
        for message in messages(deliveries) {
            match out {
                Outlet::Stream(out) => out.send(message).await?,
                Outlet::Subject { courier, subject, within } => {
                    let answer = courier.deliver(subject, message.encode_to_vec().into(), *within).await;
                    for change in changes_of(&message, answer)? {
                        self.bus.desks.change(&self.id, change).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Waits until there may be something to do.
    async fn wait(&mut self, changes: &mut Watch) -> Result<(), Status> {
        let (host, next_due) = (&self.bus.host, self.next_due.into_iter().chain(self.renew_at).min());
        let due = async move {
            match next_due {
                Some(due) => host.clock().sleep_until(time_of(due)).await,
                None => future::pending().await,
            }
        };
        tokio::select! {
            // An error means that nobody follows the sources any more, which ends the session.
            _ = self.horizons.changed() => return Ok(()),
            () = due => return Ok(()),
            change = changes.next() => drop(change.transpose()?),
        }
        while let Some(Some(change)) = changes.next().now_or_never() {
            change?;
        }
        self.look().await
    }
}

/// Tells how far sources can be read, until one cannot be reached.
///
/// This goes on while a session waits for something else: a future that is not polled may stand in the way of others.
async fn follow(events: &EventReader, sources: Horizons, horizons: &watch::Sender<Horizons>) -> Status {
    let each = sources.into_iter().map(|(source, mut after)| {
        Box::pin(async move {
            loop {
                match events.beyond(&source, after).await {
                    Ok(reached) => after = reached,
                    Err(status) => return status,
                }
                horizons.send_modify(|horizons| {
                    horizons.insert(Arc::clone(&source), after);
                });
            }
        })
    });
    // There is always the event bus itself; `select_all` takes no empty list.
    let nobody = Box::pin(future::pending());
    let each = each.map(|each| each as BoxFuture<'_, Status>).chain([nobody as BoxFuture<'_, Status>]);
    let (status, ..) = future::select_all(each).await;
    status
}

/// Events in as few messages as their size allows.
fn messages(deliveries: Vec<Delivery>) -> Vec<ReceiveResponse> {
    let (mut messages, mut message, mut bytes) = (Vec::new(), ReceiveResponse::default(), 0);
    for delivery in deliveries {
        bytes += delivery.encoded_len();
        message.deliveries.push(delivery);
        if bytes >= MESSAGE_BYTES {
            messages.push(std::mem::take(&mut message));
            bytes = 0;
        }
    }
    if !message.deliveries.is_empty() {
        messages.push(message);
    }
    messages
}

/// The changes of the books that follow from what a receiver said about a message.
fn changes_of(message: &ReceiveResponse, answer: Result<Bytes, Status>) -> Result<Vec<Change>, Status> {
    let spot = |source: &str, sequence: u64| Spot { source: source.into(), sequence };
    let all = message.deliveries.iter().map(|delivery| spot(&delivery.source, delivery.sequence));
    let refused =
        |reason: Reason| vec![Change::Nack { spots: all.clone().map(|spot| (spot, 0)).collect(), delay: None, reason }];
    let answer = match answer {
        Ok(answer) => answer,
        // Nobody is there: that says nothing about the events.
        Err(status) if status.code() == Code::Unavailable => return Err(status),
        Err(status) if status.code() == Code::DeadlineExceeded => return Ok(refused(Reason::NotAnswered)),
        Err(status) => return Ok(refused(Reason::Said(status.message().to_owned()))),
    };
    let Ok(answer) = DeliveryAnswer::decode(answer) else {
        return Ok(refused(Reason::Said("the answer is no DeliveryAnswer".to_owned())));
    };
    let mut done: BTreeSet<Spot> = all.clone().collect();
    let mut changes = Vec::new();
    for refusal in answer.refusals {
        let Some(place) = refusal.place else { continue };
        let spot = spot(&place.source, place.sequence);
        done.remove(&spot);
        let delay = crate::requests::delay(refusal.delay).unwrap_or_default();
        let reason = Reason::Said(refusal.reason);
        changes.push(Change::Nack { spots: vec![(spot, place.delivery)], delay, reason });
    }
    changes.push(Change::Ack { spots: done.into_iter().collect(), through: Vec::new() });
    Ok(changes)
}
