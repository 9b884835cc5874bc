// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! The service `world-state`.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures::future::BoxFuture;
use realmwire_contract::world_state::v1;
use realmwire_contract::{MethodSpec, ServiceSpec};
use realmwire_sdk::client::{Call, Channel, ServiceClient};
use realmwire_sdk::context::Context;
use realmwire_sdk::server::{Service, decode, encode, unimplemented};
use realmwire_sdk::status::Status;
use realmwire_sdk::stream::FrameSender;

/// Keeps worlds: each has a seed from which everything generated in it follows, a clock whose time it lives by, and flags
/// that say what has come to pass.
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
            _ => unimplemented(method),
        }
    }

    fn open(
        &self,
        method: &'static MethodSpec,
        _cx: Context,
        _request: Bytes,
        _frames: FrameSender,
    ) -> BoxFuture<'static, Result<(), Status>> {
        unimplemented(method)
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
}
