//! The operations on worlds; those on what is in them are in `handlers/`.

mod entities;
mod flags;
mod queries;
mod snapshots;
mod society;

use std::sync::Arc;

use rand::Rng;
use realmwire_api::time_manager::TimeManagerClient;
use realmwire_api::world_state::WorldState;
use realmwire_contract::world_state::v1::{
    AdvanceRequest, AdvanceResponse, CreateWorldRequest, CreateWorldResponse, DeleteEntitiesRequest,
    DeleteEntitiesResponse, DeleteSnapshotRequest, DeleteSnapshotResponse, DeleteWorldRequest, DeleteWorldResponse,
    GetEntitiesRequest, GetEntitiesResponse, GetFlagsRequest, GetFlagsResponse, GetWorldRequest, GetWorldResponse,
    ListEventsRequest, ListEventsResponse, ListFactionsRequest, ListFactionsResponse, ListGoodsRequest,
    ListGoodsResponse, ListSnapshotsRequest, ListSnapshotsResponse, ListWorldsRequest, ListWorldsResponse,
    QueryEntitiesRequest, QueryEntitiesResponse, RestoreRequest, RestoreResponse, SetFlagsRequest, SetFlagsResponse,
    SnapshotRequest, SnapshotResponse, StartEventRequest, StartEventResponse, UpdateRelationRequest,
    UpdateRelationResponse, UpsertEntitiesRequest, UpsertEntitiesResponse, WatchRequest, WatchResponse, WorldCreated,
    WorldDeleted,
};
use realmwire_sdk::content::Content;
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect, PageRequest, Store, Stored};
use realmwire_sdk::stream::Sender;

use crate::atlas::Atlas;
use crate::config::Config;
use crate::content::{Template, Templates};
use crate::error::Error;
use crate::remains;
use crate::rules::{entities::stamp, names};
use crate::state::{
    CensusRecord, EntityRecord, SocietyRecord, WorldRecord, belongings, census_key, entities, keepsakes, society_key,
    world_key, worlds,
};

/// The clock of worlds that are created without one.
const DEFAULT_CLOCK: &str = "default";

/// The worlds and what is in them.
#[derive(Clone)]
pub(crate) struct Worlds {
    pub(crate) store: Store,
    pub(crate) content: Content<Templates>,
    pub(crate) config: Config,
    pub(crate) changes: crate::changes::Changes,
    pub(crate) atlas: Arc<Atlas>,
    pub(crate) time: TimeManagerClient,
}

impl WorldState for Worlds {
    async fn create_world(&self, cx: &Context, request: CreateWorldRequest) -> Result<CreateWorldResponse, Status> {
        let world_id = match request.world_id.as_str() {
            "" => cx.new_id(),
            _ => names::id("world_id", request.world_id)?,
        };
        let display_name = names::optional("display_name", request.display_name)?;
        let clock_id = names::optional("clock_id", request.clock_id)?;
        let template = match request.content.as_str() {
            "" => None,
            id => Some(self.content.current().get(id).ok_or_else(|| Error::ContentNotFound(id.to_owned()))?),
        };
        if self.store.load::<WorldRecord>(&world_key(&world_id)).await?.is_some() {
            return Err(Error::WorldExists(world_id).into());
        }
        let named = template.as_ref().map_or(&world_id, |template| &template.display_name);
        let incarnation = cx.new_id();
        let record = WorldRecord {
            display_name: if display_name.is_empty() { named.clone() } else { display_name },
            seed: request.seed.unwrap_or_else(|| cx.random().next_u64()),
            clock_id: if clock_id.is_empty() { DEFAULT_CLOCK.to_owned() } else { clock_id },
            content: request.content,
            create_time: Some(cx.timestamp()),
            revision: 1,
            lineage: incarnation.clone(),
            incarnation,
        };
        let world = Some(record.to_world(&world_id));
        let changes = Changes::new().create(world_key(&world_id), &record);
        let changes = match &template {
            Some(template) => fill(changes, cx, &record.incarnation, template),
            None => changes,
        };
        let changes = changes.event(&WorldCreated { world_id, world: world.clone() });
        self.store.commit(cx, changes, CreateWorldResponse { world }).await
    }

    async fn get_world(&self, _cx: &Context, request: GetWorldRequest) -> Result<GetWorldResponse, Status> {
        let world_id = names::id("world_id", request.world_id)?;
        let stored = self.world(&world_id).await?;
        Ok(GetWorldResponse { world: Some(stored.value.to_world(&world_id)) })
    }

    async fn list_worlds(&self, _cx: &Context, request: ListWorldsRequest) -> Result<ListWorldsResponse, Status> {
        let page = PageRequest::parse(request.page_size, &request.page_token, 50, 500)?;
        let page = self.store.list::<WorldRecord>(&worlds(), &page).await?;
        let (worlds, next_page_token) = page.map(|stored| stored.value.to_world(&stored.key.last()));
        Ok(ListWorldsResponse { worlds, next_page_token })
    }

    async fn delete_world(&self, cx: &Context, request: DeleteWorldRequest) -> Result<DeleteWorldResponse, Status> {
        let world_id = names::id("world_id", request.world_id)?;
        let stored = self.world(&world_id).await?;
        let current = stored.value.revision;
        if request.expected_revision != 0 && request.expected_revision != current {
            return Err(Error::RevisionMismatch { kind: "world", id: world_id, current }.into());
        }
        let world = Some(stored.value.to_world(&world_id));
        let changes = Changes::new().remove(&stored);
        let WorldRecord { incarnation, lineage, .. } = &stored.value;
        let left = belongings(incarnation).chain(keepsakes(lineage));
        let changes = remains::leave(changes, incarnation, left, cx.now());
        let changes = changes.event(&WorldDeleted {
            world_id,
            delete_time: Some(cx.timestamp()),
            incarnation: incarnation.clone(),
        });
        self.store.commit(cx, changes, DeleteWorldResponse { world }).await
    }

    async fn set_flags(&self, cx: &Context, request: SetFlagsRequest) -> Result<SetFlagsResponse, Status> {
        self.change_flags(cx, request).await
    }

    async fn get_flags(&self, _cx: &Context, request: GetFlagsRequest) -> Result<GetFlagsResponse, Status> {
        self.read_flags(request).await
    }

    async fn upsert_entities(
        &self,
        cx: &Context,
        request: UpsertEntitiesRequest,
    ) -> Result<UpsertEntitiesResponse, Status> {
        self.write_entities(cx, request).await
    }

    async fn get_entities(&self, _cx: &Context, request: GetEntitiesRequest) -> Result<GetEntitiesResponse, Status> {
        self.read_entities(request).await
    }

    async fn query_entities(
        &self,
        cx: &Context,
        request: QueryEntitiesRequest,
    ) -> Result<QueryEntitiesResponse, Status> {
        self.find_entities(cx, request).await
    }

    async fn delete_entities(
        &self,
        cx: &Context,
        request: DeleteEntitiesRequest,
    ) -> Result<DeleteEntitiesResponse, Status> {
        self.remove_entities(cx, request).await
    }

    async fn snapshot(&self, cx: &Context, request: SnapshotRequest) -> Result<SnapshotResponse, Status> {
        self.take_snapshot(cx, request).await
    }

    async fn restore(&self, cx: &Context, request: RestoreRequest) -> Result<RestoreResponse, Status> {
        self.put_back(cx, request).await
    }

    async fn list_snapshots(
        &self,
        _cx: &Context,
        request: ListSnapshotsRequest,
    ) -> Result<ListSnapshotsResponse, Status> {
        self.page_of_snapshots(request).await
    }

    async fn delete_snapshot(
        &self,
        cx: &Context,
        request: DeleteSnapshotRequest,
    ) -> Result<DeleteSnapshotResponse, Status> {
        self.remove_snapshot(cx, request).await
    }

    async fn list_factions(&self, _cx: &Context, request: ListFactionsRequest) -> Result<ListFactionsResponse, Status> {
        self.page_of_factions(request).await
    }

    async fn update_relation(
        &self,
        cx: &Context,
        request: UpdateRelationRequest,
    ) -> Result<UpdateRelationResponse, Status> {
        self.change_relation(cx, request).await
    }

    async fn list_goods(&self, _cx: &Context, request: ListGoodsRequest) -> Result<ListGoodsResponse, Status> {
        self.page_of_goods(request).await
    }

    async fn start_event(&self, cx: &Context, request: StartEventRequest) -> Result<StartEventResponse, Status> {
        self.start_event_now(cx, request).await
    }

    async fn list_events(&self, _cx: &Context, request: ListEventsRequest) -> Result<ListEventsResponse, Status> {
        self.page_of_events(request).await
    }

    async fn advance(&self, cx: &Context, request: AdvanceRequest) -> Result<AdvanceResponse, Status> {
        self.take_step(cx, request).await
    }

    async fn watch(&self, cx: &Context, request: WatchRequest, out: Sender<WatchResponse>) -> Result<(), Status> {
        crate::watch::run(self, cx, request, &out).await
    }
}

impl Worlds {
    /// The world that a request names.
    pub(crate) async fn world(&self, world_id: &str) -> Result<Stored<WorldRecord>, Status> {
        let stored = self.store.load::<WorldRecord>(&world_key(world_id)).await?;
        Ok(stored.ok_or_else(|| Error::WorldNotFound(world_id.to_owned()))?)
    }
}

/// Adds all that a world has from its content.
fn fill(mut changes: Changes, cx: &Context, incarnation: &str, template: &Template) -> Changes {
    let prefix = entities(incarnation);
    for entity in &template.entities {
        let entity = stamp(entity.clone(), 1, cx.timestamp());
        let key = prefix.with(&entity.entity_id);
        // Nobody else knows the incarnation: nothing can be there.
        changes = changes.put(key, Expect::Any, &EntityRecord { entity: Some(entity) }, None);
    }
    let census = CensusRecord { entities: template.entities.len() as u64, removed_revision: 0 };
    let society = SocietyRecord {
        factions: template.factions.clone(),
        relations: template.relations.clone(),
        goods: template.goods.clone(),
        ..SocietyRecord::default()
    };
    changes.create(census_key(incarnation), &census).create(society_key(incarnation), &society)
}
