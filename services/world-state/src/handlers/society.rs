//! The operations on factions, goods and what befalls a world.

use prost_types::value::Kind;
use prost_types::{Struct, Value};
use realmwire_contract::time_manager::v1::{
    CatchUp, GameInstant, GetTimeRequest, ScheduleFired, ScheduleRequest, Trigger, game_instant, trigger,
};
use realmwire_contract::world_state::v1::update_relation_request::Change;
use realmwire_contract::world_state::v1::{
    AdvanceRequest, AdvanceResponse, EventEnded, EventStarted, FactionChanged, ListEventsRequest, ListEventsResponse,
    ListFactionsRequest, ListFactionsResponse, ListGoodsRequest, ListGoodsResponse, StartEventRequest,
    StartEventResponse, UpdateRelationRequest, UpdateRelationResponse, WorldEvent,
};
use realmwire_sdk::context::Context;
use realmwire_sdk::status::{Code, Status};
use realmwire_sdk::store::{Changes, Key, PageRequest, Stored};

use super::Worlds;
use crate::error::Error;
use crate::rules::society::{FactionChange, changes, end_events, relate, step};
use crate::rules::{events, names};
use crate::state::{SocietyRecord, WorldRecord, society_key};

/// The members of a schedule's payload that name the event that ends with it.
const WORLD_MEMBER: &str = "world_id";
const EVENT_MEMBER: &str = "world_event_id";

/// What befalls a world and who lives in it, loaded to be changed.
struct Society {
    world_id: String,
    world: WorldRecord,
    stored: Option<Stored<SocietyRecord>>,
}

impl Worlds {
    pub(super) async fn page_of_factions(&self, request: ListFactionsRequest) -> Result<ListFactionsResponse, Status> {
        let society = self.society(request.world_id).await?.record();
        let page = PageRequest::parse(request.page_size, &request.page_token, 50, 500)?;
        let (factions, next_page_token) = page_of(society.factions, "factions", &page, |faction| &faction.faction_id)?;
        let shown = |id: &String| factions.iter().any(|faction| faction.faction_id == *id);
        let relations = society.relations.into_iter().filter(|relation| relation.faction_ids.iter().any(shown));
        Ok(ListFactionsResponse { relations: relations.collect(), factions, next_page_token })
    }

    pub(super) async fn page_of_goods(&self, request: ListGoodsRequest) -> Result<ListGoodsResponse, Status> {
        let society = self.society(request.world_id).await?.record();
        let page = PageRequest::parse(request.page_size, &request.page_token, 50, 500)?;
        let (goods, next_page_token) = page_of(society.goods, "goods", &page, |good| &good.good_id)?;
        Ok(ListGoodsResponse { goods, next_page_token })
    }

    pub(super) async fn page_of_events(&self, request: ListEventsRequest) -> Result<ListEventsResponse, Status> {
        let society = self.society(request.world_id).await?.record();
        let page = PageRequest::parse(request.page_size, &request.page_token, 50, 500)?;
        let (events, next_page_token) = page_of(society.events, "events", &page, |event| &event.event_id)?;
        Ok(ListEventsResponse { events, next_page_token })
    }

    pub(super) async fn change_relation(
        &self,
        cx: &Context,
        request: UpdateRelationRequest,
    ) -> Result<UpdateRelationResponse, Status> {
        let society = self.society(request.world_id).await?;
        let before = society.record();
        let (one, other) = (request.faction_id, request.other_faction_id);
        if one == other {
            return Err(Error::invalid("other_faction_id", "must name another faction").into());
        }
        for faction in [&one, &other] {
            if !events::has_faction(&before, faction) {
                return Err(Error::FactionNotFound(faction.clone()).into());
            }
        }
        let mut after = before.clone();
        let relation = match request.change {
            Some(Change::Value(value)) if (-1.0..=1.0).contains(&value) => {
                relate(&mut after.relations, &one, &other, |_| value)
            }
            Some(Change::Delta(delta)) if (-2.0..=2.0).contains(&delta) => {
                relate(&mut after.relations, &one, &other, |value| value + delta)
            }
            Some(Change::Value(_)) => return Err(Error::invalid("value", "must be from -1 to 1").into()),
            Some(Change::Delta(_)) => return Err(Error::invalid("delta", "must be from -2 to 2").into()),
            None => return Err(Error::invalid("change", "must be value or delta").into()),
        };
        let response = UpdateRelationResponse { relation: Some(relation) };
        let changed = changes(&before, &after);
        if changed.is_empty() {
            return self.store.commit(cx, Changes::new(), response).await;
        }
        let told = tell_factions(society.update(&after), &society.world_id, changed);
        self.store.commit(cx, told, response).await
    }

    pub(super) async fn start_event_now(
        &self,
        cx: &Context,
        mut request: StartEventRequest,
    ) -> Result<StartEventResponse, Status> {
        let society = self.society(std::mem::take(&mut request.world_id)).await?;
        let mut record = society.record();
        let event_id = match std::mem::take(&mut request.event_id) {
            id if id.is_empty() => cx.new_id(),
            id => names::id("event_id", id)?,
        };
        if record.events.iter().any(|event| event.event_id == event_id) {
            return Err(Error::EventExists(event_id).into());
        }
        if record.events.len() >= self.config.events_per_world_max {
            return Err(Error::TooManyEvents { limit: self.config.events_per_world_max }.into());
        }
        let template = self.template(&society.world, &request.template_id)?;
        let (mut event, duration_ms) = events::parse(request, event_id, template.as_ref(), &record, &self.config)?;
        event.start_milliseconds = self.game_time(cx, &society.world.clock_id).await?;
        event.end_milliseconds = event.start_milliseconds.saturating_add(duration_ms);
        // The end is planned first: a plan without its event does nothing, an event without an end would run on.
        self.plan_end(cx, &society, &event).await?;
        let index = record.events.partition_point(|other| other.event_id < event.event_id);
        record.events.insert(index, event.clone());
        let event = Some(event);
        let started = EventStarted { world_id: society.world_id.clone(), event: event.clone() };
        self.store.commit(cx, society.update(&record).event(&started), StartEventResponse { event }).await
    }

    pub(super) async fn take_step(&self, cx: &Context, request: AdvanceRequest) -> Result<AdvanceResponse, Status> {
        let society = self.society(request.world_id).await?;
        let now_ms = self.game_time(cx, &society.world.clock_id).await?;
        let taken = step(&society.record(), society.world.seed, now_ms);
        let response = AdvanceResponse {
            step: taken.society.step,
            goods: taken.society.goods.clone(),
            factions: taken.society.factions.clone(),
            ended_event_ids: taken.ended.iter().map(|event| event.event_id.clone()).collect(),
        };
        let told = tell_factions(society.update(&taken.society), &society.world_id, taken.changed);
        let told = tell_ends(told, &society.world_id, taken.ended);
        self.store.commit(cx, told, response).await
    }

    /// Ends the event whose time has come, if a schedule was for one.
    pub(crate) async fn on_schedule(&self, cx: &Context, fired: ScheduleFired) -> Result<(), Status> {
        let payload = fired.payload.unwrap_or_default();
        let (Some(world_id), Some(event_id)) = (member(&payload, WORLD_MEMBER), member(&payload, EVENT_MEMBER)) else {
            return Ok(());
        };
        let society = match self.society(world_id).await {
            Err(status) if status.code() == Code::NotFound => return Ok(()),
            other => other?,
        };
        let due_ms = fired.planned.map_or(i64::MIN, |planned| planned.milliseconds);
        let record = society.record();
        let is_due = |event: &WorldEvent| event.event_id == event_id && event.end_milliseconds <= due_ms;
        if !record.events.iter().any(is_due) {
            return Ok(());
        }
        let (after, ended) = end_events(&record, due_ms);
        let told = tell_ends(society.update(&after), &society.world_id, ended);
        self.store.commit(cx, told, ()).await
    }

    async fn society(&self, world_id: String) -> Result<Society, Status> {
        let world_id = names::id("world_id", world_id)?;
        let world = self.world(&world_id).await?.value;
        let stored = self.store.load::<SocietyRecord>(&society_key(&world.incarnation)).await?;
        Ok(Society { world_id, world, stored })
    }

    fn template(&self, world: &WorldRecord, template_id: &str) -> Result<Option<WorldEvent>, Error> {
        if template_id.is_empty() {
            return Ok(None);
        }
        let content = self.content.current().get(&world.content);
        let found =
            content.and_then(|content| content.events.iter().find(|event| event.template_id == template_id).cloned());
        found.map(Some).ok_or_else(|| Error::TemplateNotFound(template_id.to_owned()))
    }

    /// What a clock shows, in milliseconds.
    async fn game_time(&self, cx: &Context, clock_id: &str) -> Result<i64, Status> {
        let asked = GetTimeRequest { clock_id: clock_id.to_owned() };
        let answer = match self.time.get_time(asked).within(cx).as_service().await {
            Err(status) if status.code() == Code::NotFound => {
                return Err(Error::ClockNotFound(clock_id.to_owned()).into());
            }
            answer => answer?,
        };
        let shown = answer.clock.and_then(|clock| clock.time);
        shown.map(|time| time.milliseconds).ok_or_else(|| Status::data_loss("the clock shows no time"))
    }

    async fn plan_end(&self, cx: &Context, society: &Society, event: &WorldEvent) -> Result<(), Status> {
        let end = GameInstant { instant: Some(game_instant::Instant::Milliseconds(event.end_milliseconds)) };
        let members = [(WORLD_MEMBER, &society.world_id), (EVENT_MEMBER, &event.event_id)];
        let text = |text: &String| Value { kind: Some(Kind::StringValue(text.clone())) };
        let fields = members.into_iter().map(|(name, value)| (name.to_owned(), text(value))).collect();
        let request = ScheduleRequest {
            clock_id: society.world.clock_id.clone(),
            trigger: Some(Trigger { trigger: Some(trigger::Trigger::Once(end)) }),
            catch_up: CatchUp::Last.into(),
            payload: Some(Struct { fields }),
            ..ScheduleRequest::default()
        };
        self.time.schedule(request).within(cx).as_service().idempotency_key(cx.new_id()).await.map(drop)
    }
}

impl Society {
    fn record(&self) -> SocietyRecord {
        self.stored.as_ref().map(|stored| stored.value.clone()).unwrap_or_default()
    }

    /// Stores what it has become.
    fn update(&self, record: &SocietyRecord) -> Changes {
        match &self.stored {
            Some(stored) => Changes::new().update(stored, record),
            None => Changes::new().create(society_key(&self.world.incarnation), record),
        }
    }
}

fn tell_factions(told: Changes, world_id: &str, changed: Vec<FactionChange>) -> Changes {
    changed.into_iter().fold(told, |told, change| {
        told.event(&FactionChanged {
            world_id: world_id.to_owned(),
            faction: Some(change.faction),
            previous_power: change.previous_power,
            relations: change.relations,
        })
    })
}

fn tell_ends(told: Changes, world_id: &str, ended: Vec<WorldEvent>) -> Changes {
    ended
        .into_iter()
        .fold(told, |told, event| told.event(&EventEnded { world_id: world_id.to_owned(), event: Some(event) }))
}

/// A page of things that are ordered by their ids.
fn page_of<T>(
    items: Vec<T>,
    kind: &str,
    page: &PageRequest,
    id_of: impl Fn(&T) -> &String,
) -> Result<(Vec<T>, String), Status> {
    let scope = Key::new("list").with(kind);
    let after = page.after(&scope)?.map(|key| key.last());
    let mut rest = items.into_iter().filter(|item| after.as_ref().is_none_or(|after| id_of(item) > after));
    let shown: Vec<T> = rest.by_ref().take(page.size()).collect();
    let last = shown.last().filter(|_| rest.next().is_some());
    let token = last.map_or_else(String::new, |last| PageRequest::token_after(&scope, &scope.with(id_of(last))));
    Ok((shown, token))
}

fn member(payload: &Struct, name: &str) -> Option<String> {
    match payload.fields.get(name)?.kind.as_ref()? {
        Kind::StringValue(text) => Some(text.clone()),
        _ => None,
    }
}
