//! The operations.

mod dead_letters;
mod publishing;
mod subscriptions;

use realmwire_api::event_bus::EventBus;
use realmwire_contract::event_bus::v1;
use realmwire_sdk::content::Content;
use realmwire_sdk::context::Context;
use realmwire_sdk::events::EventReader;
use realmwire_sdk::host::Host;
use realmwire_sdk::identity::Role;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Key, PageRequest, Store};
use realmwire_sdk::stream::Sender;
use realmwire_sdk::telemetry::{Counter, Telemetry};

use crate::config::Config;
use crate::desk::{Change, Desks};
use crate::error::Error;
use crate::ledger::{Counts, Reason};
use crate::requests;
use crate::state::{SubscriptionRecord, subscription_key};
use crate::types::{KnownType, Types};

/// The events of the whole game.
#[derive(Clone)]
pub(crate) struct Bus {
    pub(crate) store: Store,
    pub(crate) events: EventReader,
    pub(crate) types: Content<Types>,
    pub(crate) desks: Desks,
    pub(crate) config: Config,
    pub(crate) metrics: Metrics,
    pub(crate) host: Host,
}

/// What is counted.
#[derive(Clone)]
pub(crate) struct Metrics {
    pub(crate) published: Counter,
    pub(crate) duplicates: Counter,
    pub(crate) read: Counter,
    delivered: Counter,
    acked: Counter,
    failed: Counter,
    dead_lettered: Counter,
}

impl EventBus for Bus {
    async fn publish(&self, cx: &Context, request: v1::PublishRequest) -> Result<v1::PublishResponse, Status> {
        let event = request.event.ok_or_else(|| Error::invalid("event", "must not be missing"))?;
        let draft = self.draft(cx, "event", event)?;
        self.publish_one(cx, draft).await
    }

    async fn publish_batch(
        &self,
        cx: &Context,
        request: v1::PublishBatchRequest,
    ) -> Result<v1::PublishBatchResponse, Status> {
        let drafts = self.drafts(cx, request.events)?;
        self.publish_all(cx, drafts).await
    }

    async fn list_types(&self, cx: &Context, request: v1::ListTypesRequest) -> Result<v1::ListTypesResponse, Status> {
        let types = self.types.current();
        let may = |known: &KnownType| is_service(cx) || !known.is_internal();
        let pattern = match request.pattern.as_str() {
            "" => None,
            text => Some(types.pattern("pattern", text, may)?),
        };
        let scope = Key::new("type");
        let page = PageRequest::parse(request.page_size, &request.page_token, 100, 1_000)?;
        let after = page.after(&scope)?.map_or_else(String::new, |key| key.last());
        let fits =
            |known: &&KnownType| may(known) && pattern.as_ref().is_none_or(|pattern| pattern.matches(&known.name));
        let mut found = types.after(&after).filter(fits);
        let listed: Vec<_> = found.by_ref().take(page.size()).map(KnownType::to_proto).collect();
        let next_page_token = match listed.last() {
            Some(last) if found.next().is_some() => PageRequest::token_after(&scope, &scope.with(&last.r#type)),
            _ => String::new(),
        };
        Ok(v1::ListTypesResponse { types: listed, next_page_token })
    }

    async fn subscribe(&self, cx: &Context, request: v1::SubscribeRequest) -> Result<v1::SubscribeResponse, Status> {
        self.make_or_change(cx, request).await
    }

    async fn unsubscribe(
        &self,
        cx: &Context,
        request: v1::UnsubscribeRequest,
    ) -> Result<v1::UnsubscribeResponse, Status> {
        let id = requests::subscription_id(&request.subscription_id)?;
        self.end(cx, &id).await
    }

    async fn list_subscriptions(
        &self,
        _: &Context,
        request: v1::ListSubscriptionsRequest,
    ) -> Result<v1::ListSubscriptionsResponse, Status> {
        let page = PageRequest::parse(request.page_size, &request.page_token, 50, 500)?;
        self.list(&page).await
    }

    async fn receive(
        &self,
        cx: &Context,
        request: v1::ReceiveRequest,
        out: Sender<v1::ReceiveResponse>,
    ) -> Result<(), Status> {
        let subscription = self.readable(cx, &request.subscription_id).await?;
        if !subscription.deliver_subject.is_empty() {
            return Err(Error::DeliversToSubject(subscription.deliver_subject).into());
        }
        self.deliver(cx, subscription, requests::batch_max(request.batch_max), &out).await
    }

    async fn ack(&self, _: &Context, request: v1::AckRequest) -> Result<v1::AckResponse, Status> {
        let id = requests::subscription_id(&request.subscription_id)?;
        let spots = requests::places("places", request.places)?.into_iter().map(|(spot, _)| spot).collect();
        let through = requests::through(request.through)?;
        self.desks.change(&id, Change::Ack { spots, through }).await?;
        Ok(v1::AckResponse {})
    }

    async fn nack(&self, _: &Context, request: v1::NackRequest) -> Result<v1::NackResponse, Status> {
        let id = requests::subscription_id(&request.subscription_id)?;
        let spots = requests::places("places", request.places)?;
        if spots.is_empty() {
            return Err(Error::invalid("places", "must name an event").into());
        }
        let delay = requests::delay(request.delay)?;
        let reason = Reason::Said(request.reason);
        self.desks.change(&id, Change::Nack { spots, delay, reason }).await?;
        Ok(v1::NackResponse {})
    }

    async fn replay(&self, cx: &Context, request: v1::ReplayRequest) -> Result<v1::ReplayResponse, Status> {
        let subscription = self.subscription(&request.subscription_id).await?;
        let start = request.start.ok_or_else(|| Error::invalid("start", "must be from_time or from_place"))?;
        self.set_back(cx, &subscription.subscription_id, start).await
    }

    async fn list_dead_letters(
        &self,
        cx: &Context,
        request: v1::ListDeadLettersRequest,
    ) -> Result<v1::ListDeadLettersResponse, Status> {
        let subscription = self.readable(cx, &request.subscription_id).await?;
        let page = PageRequest::parse(request.page_size, &request.page_token, 20, 100)?;
        self.list_dead(&subscription.subscription_id, &page).await
    }

    async fn get_dead_letter(
        &self,
        cx: &Context,
        request: v1::GetDeadLetterRequest,
    ) -> Result<v1::GetDeadLetterResponse, Status> {
        let subscription = self.readable(cx, &request.subscription_id).await?;
        self.get_dead(&subscription.subscription_id, &request.dead_letter_id).await
    }

    async fn replay_dead_letters(
        &self,
        cx: &Context,
        request: v1::ReplayDeadLettersRequest,
    ) -> Result<v1::ReplayDeadLettersResponse, Status> {
        let subscription = self.subscription(&request.subscription_id).await?;
        let spots = requests::dead_letters(&request.dead_letter_ids)?;
        self.revive(cx, &subscription.subscription_id, &spots).await
    }

    async fn discard_dead_letters(
        &self,
        cx: &Context,
        request: v1::DiscardDeadLettersRequest,
    ) -> Result<v1::DiscardDeadLettersResponse, Status> {
        let subscription = self.subscription(&request.subscription_id).await?;
        let spots = requests::dead_letters(&request.dead_letter_ids)?;
        self.discard(cx, &subscription.subscription_id, &spots).await
    }

    async fn stats(&self, _: &Context, request: v1::StatsRequest) -> Result<v1::StatsResponse, Status> {
        let page = PageRequest::parse(request.page_size, &request.page_token, 50, 500)?;
        self.tell(&page).await
    }
}

impl Bus {
    /// The subscription that a request names.
    pub(crate) async fn subscription(&self, id: &str) -> Result<v1::Subscription, Status> {
        let id = requests::subscription_id(id)?;
        let stored = self.store.load::<SubscriptionRecord>(&subscription_key(&id)).await?;
        let stored = stored.ok_or(Error::SubscriptionNotFound(id))?;
        Ok(stored.value.into_shown())
    }

    /// The subscription that a request names, whose events the caller may see.
    async fn readable(&self, cx: &Context, id: &str) -> Result<v1::Subscription, Status> {
        let subscription = self.subscription(id).await?;
        if subscription.internal && !is_service(cx) {
            return Err(Error::Internal(format!("subscription {}", subscription.subscription_id)).into());
        }
        Ok(subscription)
    }
}

/// Whether the caller may see what is for services only.
fn is_service(cx: &Context) -> bool {
    cx.principal().role == Role::Service
}

impl Metrics {
    pub(crate) fn new(telemetry: &Telemetry) -> Self {
        let counter =
            |name: &str, help: &str| telemetry.counter(&format!("realmwire_event_bus_{name}_total"), help, &[]);
        Self {
            published: counter("published", "Events that were published through the event bus."),
            duplicates: counter("duplicates", "Events that were not published, because their id had been seen."),
            read: counter("read", "Events that were read from journals, whether a subscription wanted them or not."),
            delivered: counter("delivered", "Deliveries to subscriptions, repeats included."),
            acked: counter("acked", "Events that subscriptions have dealt with."),
            failed: counter("failed", "Deliveries that failed."),
            dead_lettered: counter("dead_lettered", "Events that became dead letters."),
        }
    }

    /// Counts what a commit of a subscription's books has added.
    pub(crate) fn counted(&self, before: &Counts, after: &Counts) {
        for (counter, before, after) in [
            (&self.delivered, before.delivered, after.delivered),
            (&self.acked, before.acked, after.acked),
            (&self.failed, before.failed, after.failed),
            (&self.dead_lettered, before.dead_lettered, after.dead_lettered),
        ] {
            counter.add(after.saturating_sub(before));
        }
    }
}
