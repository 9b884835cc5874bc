//! Subscriptions: making, changing and ending them, and setting them somewhere else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::SystemTime;

use realmwire_contract::event_bus::v1::{
    ListSubscriptionsResponse, Place, ReplayResponse, SourcePosition, StatsResponse, SubscribeRequest,
    SubscribeResponse, Subscription, SubscriptionStats, UnsubscribeResponse, replay_request, subscribe_request,
};
use realmwire_sdk::context::Context;
use realmwire_sdk::events::ReadFrom;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect, Key, PageRequest, Stored};

use super::{Bus, is_service};
use crate::error::Error;
use crate::ledger::{LaneId, Ledger, LedgerRecord};
use crate::requests::{self, Interest};
use crate::state::{
    DeadRecord, SubscriptionRecord, dead_letters, ledger_key, millis, revived, subscription_key, subscriptions,
};

/// Dead letters that are deleted with one commit when a subscription ends.
const DELETED_AT_ONCE: usize = 500;

impl Bus {
    pub(super) async fn make_or_change(
        &self,
        cx: &Context,
        request: SubscribeRequest,
    ) -> Result<SubscribeResponse, Status> {
        let id = match request.subscription_id.as_str() {
            "" => cx.new_id(),
            id => requests::subscription_id(id)?,
        };
        let stored = self.store.load::<SubscriptionRecord>(&subscription_key(&id)).await?;
        let existing = stored.clone().map(|stored| stored.value.into_shown());
        // A service's subscription stays one for services, and an administrator's does not become one.
        let internal = existing.as_ref().map_or_else(|| is_service(cx), |existing| existing.internal);
        if internal && !is_service(cx) {
            return Err(Error::Internal(format!("subscription {id}")).into());
        }
        let types = self.types.current();
        let mut subscription = requests::subscription(&request, id, internal, &types, &self.config)?;
        let interest = Interest::parse(&subscription)?;
        let lanes = interest.lanes(&types);
        let changes = if let (Some(stored), Some(existing)) = (stored, existing) {
            subscription.create_time = existing.create_time;
            self.change(cx, &stored, &existing, &subscription, lanes).await?
        } else {
            subscription.create_time = Some(cx.timestamp());
            self.make(&subscription, lanes, request.start).await?
        };
        let response = SubscribeResponse { subscription: Some(subscription) };
        self.store.commit(cx, changes, response).await
    }

    async fn make(
        &self,
        subscription: &Subscription,
        lanes: BTreeSet<LaneId>,
        start: Option<subscribe_request::Start>,
    ) -> Result<Changes, Status> {
        self.check_count().await?;
        let start = match start {
            None | Some(subscribe_request::Start::FromOldest(false)) => None,
            Some(subscribe_request::Start::FromOldest(true)) => Some(SystemTime::UNIX_EPOCH),
            Some(subscribe_request::Start::FromTime(time)) => Some(time_in("from_time", time)?),
        };
        let mut ledger = Ledger::new(requests::limits(subscription));
        let mut places: BTreeMap<Arc<str>, u64> = BTreeMap::new();
        let mut begin = Vec::with_capacity(lanes.len());
        for lane in lanes {
            let place = match places.get(&lane.source) {
                Some(place) => *place,
                None => self.place_at(&lane.source, start).await?,
            };
            places.insert(Arc::clone(&lane.source), place);
            begin.push((lane, place));
        }
        ledger.set_lanes(begin);
        let id = &subscription.subscription_id;
        let record = SubscriptionRecord::new(subscription.clone());
        Ok(Changes::new().create(subscription_key(id), &record).create(ledger_key(id), &ledger.to_record()))
    }

    async fn check_count(&self) -> Result<(), Status> {
        let limit = self.config.subscriptions_max;
        let size = i32::try_from(limit).unwrap_or(i32::MAX);
        let page = PageRequest::parse(size, "", limit, limit)?;
        let listed = self.store.list::<SubscriptionRecord>(&subscriptions(), &page).await?;
        if listed.items.len() >= limit { Err(Error::TooManySubscriptions { limit }.into()) } else { Ok(()) }
    }

    async fn change(
        &self,
        cx: &Context,
        stored: &Stored<SubscriptionRecord>,
        existing: &Subscription,
        wanted: &Subscription,
        lanes: BTreeSet<LaneId>,
    ) -> Result<Changes, Status> {
        if existing == wanted {
            return Ok(Changes::new());
        }
        let (books, mut ledger) = self.books(&wanted.subscription_id).await?;
        ledger.limits = requests::limits(wanted);
        // Whoever receives goes by what the subscription was about; it ends, and begins anew.
        ledger.hand_on("", millis(cx.now()));
        let mut begin = Vec::with_capacity(lanes.len());
        for lane in lanes {
            let place = match ledger.start_of(&lane.source) {
                Some(place) => place,
                None => self.place_at(&lane.source, None).await?,
            };
            begin.push((lane, place));
        }
        let starts: BTreeMap<Arc<str>, u64> =
            begin.iter().map(|(lane, place)| (Arc::clone(&lane.source), *place)).collect();
        ledger.set_lanes(begin);
        if existing.priorities != wanted.priorities {
            // Types have changed their lanes: each goes on where the slowest lane of its source was.
            for (source, place) in starts.iter().filter(|(source, _)| ***source != *requests::OWN) {
                ledger.seek(source, *place);
            }
        }
        let record = SubscriptionRecord::new(wanted.clone());
        Ok(Changes::new().update(stored, &record).update(&books, &ledger.to_record()))
    }

    /// The lanes of a subscription, and where those begin that are new to it.
    pub(crate) async fn lanes_of(
        &self,
        subscription: &Subscription,
        interest: &Interest,
    ) -> Result<Vec<(LaneId, u64)>, Status> {
        let (_, ledger) = self.books(&subscription.subscription_id).await?;
        let created = subscription.create_time.and_then(|time| SystemTime::try_from(time).ok());
        let mut lanes = Vec::new();
        for lane in interest.lanes(&self.types.current()) {
            let known = ledger.lanes.get(&lane).map(|lane| lane.cursor).or_else(|| ledger.start_of(&lane.source));
            let place = match known {
                Some(place) => place,
                // A service that came after the subscription was made.
                None => self.place_at(&lane.source, created).await?,
            };
            lanes.push((lane, place));
        }
        Ok(lanes)
    }

    /// The place after which a source's events at a time or later lie; without a time, those that are still to come.
    async fn place_at(&self, source: &str, time: Option<SystemTime>) -> Result<u64, Status> {
        // The end is asked for first: what comes meanwhile lies after it.
        let end = self.events.end(source).await?;
        let Some(time) = time else { return Ok(end) };
        let first = self.events.read(source, ReadFrom::Time(time), 1).await?;
        Ok(first.first().map_or(end, |event| event.sequence.saturating_sub(1)))
    }

    async fn books(&self, id: &str) -> Result<(Stored<LedgerRecord>, Ledger), Status> {
        let stored = self.store.load::<LedgerRecord>(&ledger_key(id)).await?;
        let stored = stored.ok_or_else(|| Error::SubscriptionNotFound(id.to_owned()))?;
        let ledger = Ledger::from_record(&stored.value);
        Ok((stored, ledger))
    }

    pub(super) async fn end(&self, cx: &Context, id: &str) -> Result<UnsubscribeResponse, Status> {
        self.subscription(id).await?;
        self.delete_all(cx, &dead_letters(id)).await?;
        self.delete_all(cx, &revived(id)).await?;
        let changes = Changes::new().delete(subscription_key(id), Expect::Any).delete(ledger_key(id), Expect::Any);
        self.store.commit(cx, changes, UnsubscribeResponse {}).await
    }

    async fn delete_all(&self, cx: &Context, prefix: &Key) -> Result<(), Status> {
        loop {
            let page = PageRequest::parse(0, "", DELETED_AT_ONCE, DELETED_AT_ONCE)?;
            let listed = self.store.list::<DeadRecord>(prefix, &page).await?;
            if listed.items.is_empty() {
                return Ok(());
            }
            let delete = |changes: Changes, stored: Stored<DeadRecord>| changes.delete(stored.key, Expect::Any);
            self.store.note(cx, listed.items.into_iter().fold(Changes::new(), delete)).await?;
        }
    }

    pub(super) async fn list(&self, page: &PageRequest) -> Result<ListSubscriptionsResponse, Status> {
        let page = self.store.list::<SubscriptionRecord>(&subscriptions(), page).await?;
        let (subscriptions, next_page_token) = page.map(|stored| stored.value.into_shown());
        Ok(ListSubscriptionsResponse { subscriptions, next_page_token })
    }

    pub(super) async fn set_back(
        &self,
        cx: &Context,
        id: &str,
        start: replay_request::Start,
    ) -> Result<ReplayResponse, Status> {
        let (stored, mut ledger) = self.books(id).await?;
        let sources: BTreeSet<Arc<str>> = ledger.lanes.keys().map(|lane| Arc::clone(&lane.source)).collect();
        let mut places = Vec::new();
        match start {
            replay_request::Start::FromTime(time) => {
                let time = time_in("from_time", time)?;
                for source in sources {
                    places.push((self.place_at(&source, Some(time)).await?, source));
                }
            }
            replay_request::Start::FromPlace(place) => {
                let source = sources
                    .get(place.source.as_str())
                    .ok_or_else(|| Error::invalid("from_place.source", "is no source of this subscription"))?;
                places.push((place.sequence.saturating_sub(1), Arc::clone(source)));
            }
        }
        for (place, source) in &places {
            ledger.seek(source, *place);
        }
        let places = places.into_iter().map(|(place, source)| Place {
            source: source.to_string(),
            sequence: place.saturating_add(1),
            delivery: 0,
        });
        let response = ReplayResponse { places: places.collect() };
        self.store.commit(cx, Changes::new().update(&stored, &ledger.to_record()), response).await
    }

    pub(super) async fn tell(&self, page: &PageRequest) -> Result<StatsResponse, Status> {
        let page = self.store.list::<SubscriptionRecord>(&subscriptions(), page).await?;
        let ids: Vec<String> = page.items.iter().map(|stored| stored.key.last()).collect();
        let keys: Vec<Key> = ids.iter().map(|id| ledger_key(id)).collect();
        let books = if keys.is_empty() { Vec::new() } else { self.store.load_many::<LedgerRecord>(&keys).await? };
        let mut ends: BTreeMap<Arc<str>, u64> = BTreeMap::new();
        let mut subscriptions = Vec::with_capacity(ids.len());
        for (id, stored) in ids.into_iter().zip(books) {
            let Some(stored) = stored else { continue };
            let ledger = Ledger::from_record(&stored.value);
            for lane in ledger.lanes.keys() {
                if !ends.contains_key(&lane.source) {
                    ends.insert(Arc::clone(&lane.source), self.events.end(&lane.source).await?);
                }
            }
            subscriptions.push(stats_of(id, &ledger, &ends));
        }
        Ok(StatsResponse { subscriptions, next_page_token: page.next_page_token })
    }
}

fn stats_of(subscription_id: String, ledger: &Ledger, ends: &BTreeMap<Arc<str>, u64>) -> SubscriptionStats {
    let positions = ledger.lanes.iter().map(|(id, lane)| SourcePosition {
        source: id.source.to_string(),
        priority: id.class.to_proto().into(),
        sequence: lane.cursor,
        last_sequence: ends.get(&id.source).copied().unwrap_or_default(),
    });
    let failing = ledger.open.values().filter(|open| !open.failures.is_empty()).count();
    SubscriptionStats {
        subscription_id,
        delivered: ledger.counts.delivered,
        acked: ledger.counts.acked,
        failed: ledger.counts.failed,
        dead_lettered: ledger.counts.dead_lettered,
        outstanding: u32::try_from(ledger.open.len()).unwrap_or(u32::MAX),
        failing: u32::try_from(failing).unwrap_or(u32::MAX),
        positions: positions.collect(),
    }
}

fn time_in(field: &str, time: prost_types::Timestamp) -> Result<SystemTime, Error> {
    SystemTime::try_from(time).map_err(|_| Error::invalid(field, "is no valid time"))
}
