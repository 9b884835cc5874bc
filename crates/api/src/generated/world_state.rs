// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! The service `world-state`.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures::future::BoxFuture;
use realmwire_contract::world_state::v1;
use realmwire_contract::{MethodSpec, ServiceSpec};
use realmwire_sdk::client::{Call, Channel, ServiceClient, StreamCall};
use realmwire_sdk::context::Context;
use realmwire_sdk::server::{Service, decode, encode, unimplemented};
use realmwire_sdk::status::Status;
use realmwire_sdk::stream::{FrameSender, Sender};

/// Keeps worlds and what is in them: entities with their places, factions and how they stand to each other, what things
/// cost, what befalls the world, and flags that say what has come to pass. Each world has a seed from which everything
/// generated in it follows, and a clock whose time it lives by.
///
/// A world can be made from content, which gives it its places, characters, factions and goods. A world is there whole or
/// not at all, and one that was deleted leaves nothing behind, also when another one takes its name.
///
/// What is in a world is for everybody who is signed in; services and administrators change it.
pub trait WorldState: Send + Sync + 'static {
    /// Creates a world with all that its content holds. ALREADY_EXISTS when there is one of this name, NOT_FOUND when there
    /// is no such content.
    fn create_world(
        &self,
        cx: &Context,
        request: v1::CreateWorldRequest,
    ) -> impl Future<Output = Result<v1::CreateWorldResponse, Status>> + Send;

    /// Returns one world. NOT_FOUND when there is none.
    fn get_world(
        &self,
        cx: &Context,
        request: v1::GetWorldRequest,
    ) -> impl Future<Output = Result<v1::GetWorldResponse, Status>> + Send;

    /// Returns the worlds, ordered by id.
    fn list_worlds(
        &self,
        cx: &Context,
        request: v1::ListWorldsRequest,
    ) -> impl Future<Output = Result<v1::ListWorldsResponse, Status>> + Send;

    /// Deletes a world and all that is in it. NOT_FOUND when there is none, ABORTED when it is not at the expected revision.
    /// The world is gone at once; what it held is cleared away in the background.
    fn delete_world(
        &self,
        cx: &Context,
        request: v1::DeleteWorldRequest,
    ) -> impl Future<Output = Result<v1::DeleteWorldResponse, Status>> + Send;

    /// Sets flags of a world, all of them or none; the others stay as they are. A flag that is set to null is removed.
    fn set_flags(
        &self,
        cx: &Context,
        request: v1::SetFlagsRequest,
    ) -> impl Future<Output = Result<v1::SetFlagsResponse, Status>> + Send;

    /// Returns flags of a world as they are at one moment.
    fn get_flags(
        &self,
        cx: &Context,
        request: v1::GetFlagsRequest,
    ) -> impl Future<Output = Result<v1::GetFlagsResponse, Status>> + Send;

    /// Writes entities, all of them or none. Those that do not exist are created; of those that do, what is not sent stays as
    /// it is. ABORTED when one is not at its expected revision.
    fn upsert_entities(
        &self,
        cx: &Context,
        request: v1::UpsertEntitiesRequest,
    ) -> impl Future<Output = Result<v1::UpsertEntitiesResponse, Status>> + Send;

    /// Returns entities as they are at one moment. Those that do not exist are named as missing.
    fn get_entities(
        &self,
        cx: &Context,
        request: v1::GetEntitiesRequest,
    ) -> impl Future<Output = Result<v1::GetEntitiesResponse, Status>> + Send;

    /// Finds entities: by tags, type, place and text, within an area, or those nearest to a point. It sees every write that
    /// was acknowledged before.
    fn query_entities(
        &self,
        cx: &Context,
        request: v1::QueryEntitiesRequest,
    ) -> impl Future<Output = Result<v1::QueryEntitiesResponse, Status>> + Send;

    /// Removes entities, all of them or none; those that do not exist are named as missing. ABORTED when one is not at its
    /// expected revision.
    fn delete_entities(
        &self,
        cx: &Context,
        request: v1::DeleteEntitiesRequest,
    ) -> impl Future<Output = Result<v1::DeleteEntitiesResponse, Status>> + Send;

    /// Sends the entities that match a filter, and then every change of what matches, each once and in order: an entity
    /// that changed, one that came to match, and one that does not match any more.
    fn watch(
        &self,
        cx: &Context,
        request: v1::WatchRequest,
        out: Sender<v1::WatchResponse>,
    ) -> impl Future<Output = Result<(), Status>> + Send;

    /// Keeps the world as it is at one moment: entities, flags, factions, goods and events. It replaces the snapshot of the
    /// same name. FAILED_PRECONDITION when the world has as many snapshots as it may have.
    fn snapshot(
        &self,
        cx: &Context,
        request: v1::SnapshotRequest,
    ) -> impl Future<Output = Result<v1::SnapshotResponse, Status>> + Send;

    /// Puts a world back to a snapshot, all of it at one moment. What was changed since is lost.
    fn restore(
        &self,
        cx: &Context,
        request: v1::RestoreRequest,
    ) -> impl Future<Output = Result<v1::RestoreResponse, Status>> + Send;

    /// Returns the snapshots of a world, ordered by id.
    fn list_snapshots(
        &self,
        cx: &Context,
        request: v1::ListSnapshotsRequest,
    ) -> impl Future<Output = Result<v1::ListSnapshotsResponse, Status>> + Send;

    /// Deletes a snapshot of a world, which makes room for another one. NOT_FOUND when there is none of this name. It is gone at
    /// once; what it held is cleared away in the background, after every call that may still read it.
    fn delete_snapshot(
        &self,
        cx: &Context,
        request: v1::DeleteSnapshotRequest,
    ) -> impl Future<Output = Result<v1::DeleteSnapshotResponse, Status>> + Send;

    /// Returns the factions of a world and how they stand to each other, ordered by id.
    fn list_factions(
        &self,
        cx: &Context,
        request: v1::ListFactionsRequest,
    ) -> impl Future<Output = Result<v1::ListFactionsResponse, Status>> + Send;

    /// Changes how two factions stand to each other. The result stays within -1 and 1.
    fn update_relation(
        &self,
        cx: &Context,
        request: v1::UpdateRelationRequest,
    ) -> impl Future<Output = Result<v1::UpdateRelationResponse, Status>> + Send;

    /// Returns the goods of a world with their prices, ordered by id.
    fn list_goods(
        &self,
        cx: &Context,
        request: v1::ListGoodsRequest,
    ) -> impl Future<Output = Result<v1::ListGoodsResponse, Status>> + Send;

    /// Lets something befall the world, for a while of its game time. It takes effect with each step of the simulation.
    fn start_event(
        &self,
        cx: &Context,
        request: v1::StartEventRequest,
    ) -> impl Future<Output = Result<v1::StartEventResponse, Status>> + Send;

    /// Returns the events that run in a world, ordered by id.
    fn list_events(
        &self,
        cx: &Context,
        request: v1::ListEventsRequest,
    ) -> impl Future<Output = Result<v1::ListEventsResponse, Status>> + Send;

    /// Takes one step of the simulation: running events take effect or end, prices follow supply and demand, the strength of
    /// factions follows what befalls them. The same world takes the same steps under the same seed.
    fn advance(
        &self,
        cx: &Context,
        request: v1::AdvanceRequest,
    ) -> impl Future<Output = Result<v1::AdvanceResponse, Status>> + Send;
}

/// Serves an implementation of [`WorldState`].
#[derive(Debug)]
pub struct WorldStateServer<T>(Arc<T>);

impl<T: WorldState> WorldStateServer<T> {
    /// Serves `implementation`.
    pub fn new(implementation: T) -> Self {
        Self(Arc::new(implementation))
    }
}

impl<T: WorldState> Service for WorldStateServer<T> {
    fn spec(&self) -> &'static ServiceSpec {
        &v1::SERVICE
    }

    fn call(
        &self,
        method: &'static MethodSpec,
        cx: Context,
        request: Bytes,
    ) -> BoxFuture<'static, Result<BytesMut, Status>> {
        let service = Arc::clone(&self.0);
        match method.name {
            "CreateWorld" => Box::pin(async move {
                let request: v1::CreateWorldRequest = decode(request)?;
                Ok(encode(&service.create_world(&cx, request).await?))
            }),
            "GetWorld" => Box::pin(async move {
                let request: v1::GetWorldRequest = decode(request)?;
                Ok(encode(&service.get_world(&cx, request).await?))
            }),
            "ListWorlds" => Box::pin(async move {
                let request: v1::ListWorldsRequest = decode(request)?;
                Ok(encode(&service.list_worlds(&cx, request).await?))
            }),
            "DeleteWorld" => Box::pin(async move {
                let request: v1::DeleteWorldRequest = decode(request)?;
                Ok(encode(&service.delete_world(&cx, request).await?))
            }),
            "SetFlags" => Box::pin(async move {
                let request: v1::SetFlagsRequest = decode(request)?;
                Ok(encode(&service.set_flags(&cx, request).await?))
            }),
            "GetFlags" => Box::pin(async move {
                let request: v1::GetFlagsRequest = decode(request)?;
                Ok(encode(&service.get_flags(&cx, request).await?))
            }),
            "UpsertEntities" => Box::pin(async move {
                let request: v1::UpsertEntitiesRequest = decode(request)?;
                Ok(encode(&service.upsert_entities(&cx, request).await?))
            }),
            "GetEntities" => Box::pin(async move {
                let request: v1::GetEntitiesRequest = decode(request)?;
                Ok(encode(&service.get_entities(&cx, request).await?))
            }),
            "QueryEntities" => Box::pin(async move {
                let request: v1::QueryEntitiesRequest = decode(request)?;
                Ok(encode(&service.query_entities(&cx, request).await?))
            }),
            "DeleteEntities" => Box::pin(async move {
                let request: v1::DeleteEntitiesRequest = decode(request)?;
                Ok(encode(&service.delete_entities(&cx, request).await?))
            }),
            "Snapshot" => Box::pin(async move {
                let request: v1::SnapshotRequest = decode(request)?;
                Ok(encode(&service.snapshot(&cx, request).await?))
            }),
            "Restore" => Box::pin(async move {
                let request: v1::RestoreRequest = decode(request)?;
                Ok(encode(&service.restore(&cx, request).await?))
            }),
            "ListSnapshots" => Box::pin(async move {
                let request: v1::ListSnapshotsRequest = decode(request)?;
                Ok(encode(&service.list_snapshots(&cx, request).await?))
            }),
            "DeleteSnapshot" => Box::pin(async move {
                let request: v1::DeleteSnapshotRequest = decode(request)?;
                Ok(encode(&service.delete_snapshot(&cx, request).await?))
            }),
            "ListFactions" => Box::pin(async move {
                let request: v1::ListFactionsRequest = decode(request)?;
                Ok(encode(&service.list_factions(&cx, request).await?))
            }),
            "UpdateRelation" => Box::pin(async move {
                let request: v1::UpdateRelationRequest = decode(request)?;
                Ok(encode(&service.update_relation(&cx, request).await?))
            }),
            "ListGoods" => Box::pin(async move {
                let request: v1::ListGoodsRequest = decode(request)?;
                Ok(encode(&service.list_goods(&cx, request).await?))
            }),
            "StartEvent" => Box::pin(async move {
                let request: v1::StartEventRequest = decode(request)?;
                Ok(encode(&service.start_event(&cx, request).await?))
            }),
            "ListEvents" => Box::pin(async move {
                let request: v1::ListEventsRequest = decode(request)?;
                Ok(encode(&service.list_events(&cx, request).await?))
            }),
            "Advance" => Box::pin(async move {
                let request: v1::AdvanceRequest = decode(request)?;
                Ok(encode(&service.advance(&cx, request).await?))
            }),
            _ => unimplemented(method),
        }
    }

    fn open(
        &self,
        method: &'static MethodSpec,
        cx: Context,
        request: Bytes,
        frames: FrameSender,
    ) -> BoxFuture<'static, Result<(), Status>> {
        let service = Arc::clone(&self.0);
        match method.name {
            "Watch" => Box::pin(async move {
                let request: v1::WatchRequest = decode(request)?;
                service.watch(&cx, request, Sender::new(frames)).await
            }),
            _ => unimplemented(method),
        }
    }
}

/// Calls [`WorldState`] wherever it runs.
#[derive(Clone)]
pub struct WorldStateClient(ServiceClient);

impl WorldStateClient {
    /// A client that calls through `channel`.
    pub fn new(channel: &Channel) -> Self {
        Self(ServiceClient::new(channel, &v1::SERVICE))
    }

    /// Creates a world with all that its content holds. ALREADY_EXISTS when there is one of this name, NOT_FOUND when there
    /// is no such content.
    pub fn create_world(
        &self,
        request: v1::CreateWorldRequest,
    ) -> Call<'_, v1::CreateWorldRequest, v1::CreateWorldResponse> {
        self.0.call(&v1::CREATE_WORLD, request)
    }

    /// Returns one world. NOT_FOUND when there is none.
    pub fn get_world(&self, request: v1::GetWorldRequest) -> Call<'_, v1::GetWorldRequest, v1::GetWorldResponse> {
        self.0.call(&v1::GET_WORLD, request)
    }

    /// Returns the worlds, ordered by id.
    pub fn list_worlds(
        &self,
        request: v1::ListWorldsRequest,
    ) -> Call<'_, v1::ListWorldsRequest, v1::ListWorldsResponse> {
        self.0.call(&v1::LIST_WORLDS, request)
    }

    /// Deletes a world and all that is in it. NOT_FOUND when there is none, ABORTED when it is not at the expected revision.
    /// The world is gone at once; what it held is cleared away in the background.
    pub fn delete_world(
        &self,
        request: v1::DeleteWorldRequest,
    ) -> Call<'_, v1::DeleteWorldRequest, v1::DeleteWorldResponse> {
        self.0.call(&v1::DELETE_WORLD, request)
    }

    /// Sets flags of a world, all of them or none; the others stay as they are. A flag that is set to null is removed.
    pub fn set_flags(&self, request: v1::SetFlagsRequest) -> Call<'_, v1::SetFlagsRequest, v1::SetFlagsResponse> {
        self.0.call(&v1::SET_FLAGS, request)
    }

    /// Returns flags of a world as they are at one moment.
    pub fn get_flags(&self, request: v1::GetFlagsRequest) -> Call<'_, v1::GetFlagsRequest, v1::GetFlagsResponse> {
        self.0.call(&v1::GET_FLAGS, request)
    }

    /// Writes entities, all of them or none. Those that do not exist are created; of those that do, what is not sent stays as
    /// it is. ABORTED when one is not at its expected revision.
    pub fn upsert_entities(
        &self,
        request: v1::UpsertEntitiesRequest,
    ) -> Call<'_, v1::UpsertEntitiesRequest, v1::UpsertEntitiesResponse> {
        self.0.call(&v1::UPSERT_ENTITIES, request)
    }

    /// Returns entities as they are at one moment. Those that do not exist are named as missing.
    pub fn get_entities(
        &self,
        request: v1::GetEntitiesRequest,
    ) -> Call<'_, v1::GetEntitiesRequest, v1::GetEntitiesResponse> {
        self.0.call(&v1::GET_ENTITIES, request)
    }

    /// Finds entities: by tags, type, place and text, within an area, or those nearest to a point. It sees every write that
    /// was acknowledged before.
    pub fn query_entities(
        &self,
        request: v1::QueryEntitiesRequest,
    ) -> Call<'_, v1::QueryEntitiesRequest, v1::QueryEntitiesResponse> {
        self.0.call(&v1::QUERY_ENTITIES, request)
    }

    /// Removes entities, all of them or none; those that do not exist are named as missing. ABORTED when one is not at its
    /// expected revision.
    pub fn delete_entities(
        &self,
        request: v1::DeleteEntitiesRequest,
    ) -> Call<'_, v1::DeleteEntitiesRequest, v1::DeleteEntitiesResponse> {
        self.0.call(&v1::DELETE_ENTITIES, request)
    }

    /// Sends the entities that match a filter, and then every change of what matches, each once and in order: an entity
    /// that changed, one that came to match, and one that does not match any more.
    pub fn watch(&self, request: v1::WatchRequest) -> StreamCall<'_, v1::WatchRequest, v1::WatchResponse> {
        self.0.open(&v1::WATCH, request)
    }

    /// Keeps the world as it is at one moment: entities, flags, factions, goods and events. It replaces the snapshot of the
    /// same name. FAILED_PRECONDITION when the world has as many snapshots as it may have.
    pub fn snapshot(&self, request: v1::SnapshotRequest) -> Call<'_, v1::SnapshotRequest, v1::SnapshotResponse> {
        self.0.call(&v1::SNAPSHOT, request)
    }

    /// Puts a world back to a snapshot, all of it at one moment. What was changed since is lost.
    pub fn restore(&self, request: v1::RestoreRequest) -> Call<'_, v1::RestoreRequest, v1::RestoreResponse> {
        self.0.call(&v1::RESTORE, request)
    }

    /// Returns the snapshots of a world, ordered by id.
    pub fn list_snapshots(
        &self,
        request: v1::ListSnapshotsRequest,
    ) -> Call<'_, v1::ListSnapshotsRequest, v1::ListSnapshotsResponse> {
        self.0.call(&v1::LIST_SNAPSHOTS, request)
    }

    /// Deletes a snapshot of a world, which makes room for another one. NOT_FOUND when there is none of this name. It is gone at
    /// once; what it held is cleared away in the background, after every call that may still read it.
    pub fn delete_snapshot(
        &self,
        request: v1::DeleteSnapshotRequest,
    ) -> Call<'_, v1::DeleteSnapshotRequest, v1::DeleteSnapshotResponse> {
        self.0.call(&v1::DELETE_SNAPSHOT, request)
    }

    /// Returns the factions of a world and how they stand to each other, ordered by id.
    pub fn list_factions(
        &self,
        request: v1::ListFactionsRequest,
    ) -> Call<'_, v1::ListFactionsRequest, v1::ListFactionsResponse> {
        self.0.call(&v1::LIST_FACTIONS, request)
    }

    /// Changes how two factions stand to each other. The result stays within -1 and 1.
    pub fn update_relation(
        &self,
        request: v1::UpdateRelationRequest,
    ) -> Call<'_, v1::UpdateRelationRequest, v1::UpdateRelationResponse> {
        self.0.call(&v1::UPDATE_RELATION, request)
    }

    /// Returns the goods of a world with their prices, ordered by id.
    pub fn list_goods(&self, request: v1::ListGoodsRequest) -> Call<'_, v1::ListGoodsRequest, v1::ListGoodsResponse> {
        self.0.call(&v1::LIST_GOODS, request)
    }

    /// Lets something befall the world, for a while of its game time. It takes effect with each step of the simulation.
    pub fn start_event(
        &self,
        request: v1::StartEventRequest,
    ) -> Call<'_, v1::StartEventRequest, v1::StartEventResponse> {
        self.0.call(&v1::START_EVENT, request)
    }

    /// Returns the events that run in a world, ordered by id.
    pub fn list_events(
        &self,
        request: v1::ListEventsRequest,
    ) -> Call<'_, v1::ListEventsRequest, v1::ListEventsResponse> {
        self.0.call(&v1::LIST_EVENTS, request)
    }

    /// Takes one step of the simulation: running events take effect or end, prices follow supply and demand, the strength of
    /// factions follows what befalls them. The same world takes the same steps under the same seed.
    pub fn advance(&self, request: v1::AdvanceRequest) -> Call<'_, v1::AdvanceRequest, v1::AdvanceResponse> {
        self.0.call(&v1::ADVANCE, request)
    }
}
