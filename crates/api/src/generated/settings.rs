// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! The service `settings`.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures::future::BoxFuture;
use realmwire_contract::settings::v1;
use realmwire_contract::{MethodSpec, ServiceSpec};
use realmwire_sdk::client::{Call, Channel, ServiceClient, StreamCall};
use realmwire_sdk::context::Context;
use realmwire_sdk::server::{Service, decode, encode, unimplemented};
use realmwire_sdk::status::Status;
use realmwire_sdk::stream::{FrameSender, Sender};

/// Keeps settings whose types, ranges and defaults are content, decides feature flags, and derives the content policy.
///
/// A setting has a scope: one value for everybody, one for each player, or one for each device of a player. Only
/// administrators and services write global values; a player reads and writes its own. A write that breaks a definition
/// is refused as a whole, and the error names every key that is wrong.
///
/// A flag is decided from a hash of the flag and the player alone: every instance gives one player the same answer, and
/// raising a percentage only adds players.
pub trait Settings: Send + Sync + 'static {
    /// Returns the definitions of all settings, ordered by key.
    fn get_schema(
        &self,
        cx: &Context,
        request: v1::GetSchemaRequest,
    ) -> impl Future<Output = Result<v1::GetSchemaResponse, Status>> + Send;

    /// Returns a player's settings as they hold: what was set, and the default of everything else.
    fn get(
        &self,
        cx: &Context,
        request: v1::GetRequest,
    ) -> impl Future<Output = Result<v1::GetResponse, Status>> + Send;

    /// Sets values of a player or of one of its devices: all of them, or none when one breaks its definition. ABORTED when
    /// the settings are not at the expected version.
    fn update(
        &self,
        cx: &Context,
        request: v1::UpdateRequest,
    ) -> impl Future<Output = Result<v1::UpdateResponse, Status>> + Send;

    /// Gives settings of a player back their defaults.
    fn reset(
        &self,
        cx: &Context,
        request: v1::ResetRequest,
    ) -> impl Future<Output = Result<v1::ResetResponse, Status>> + Send;

    /// Returns everything that a player has set, on all devices, in a form that Import reads.
    fn export(
        &self,
        cx: &Context,
        request: v1::ExportRequest,
    ) -> impl Future<Output = Result<v1::ExportResponse, Status>> + Send;

    /// Sets what Export returned, also for another player: all of it, or none when something breaks its definition.
    fn import(
        &self,
        cx: &Context,
        request: v1::ImportRequest,
    ) -> impl Future<Output = Result<v1::ImportResponse, Status>> + Send;

    /// Sends a player's settings as they hold, and again whenever they change: by a write of its own, of a global value, or
    /// of the definitions. Changes that follow each other closely may be sent as one.
    fn watch(
        &self,
        cx: &Context,
        request: v1::WatchRequest,
        out: Sender<v1::WatchResponse>,
    ) -> impl Future<Output = Result<(), Status>> + Send;

    /// Returns the global settings as they hold.
    fn get_global(
        &self,
        cx: &Context,
        request: v1::GetGlobalRequest,
    ) -> impl Future<Output = Result<v1::GetGlobalResponse, Status>> + Send;

    /// Sets global values: all of them, or none when one breaks its definition. ABORTED when they are not at the expected
    /// version.
    fn update_global(
        &self,
        cx: &Context,
        request: v1::UpdateGlobalRequest,
    ) -> impl Future<Output = Result<v1::UpdateGlobalResponse, Status>> + Send;

    /// Gives global settings back their defaults.
    fn reset_global(
        &self,
        cx: &Context,
        request: v1::ResetGlobalRequest,
    ) -> impl Future<Output = Result<v1::ResetGlobalResponse, Status>> + Send;

    /// Decides flags for a player.
    fn evaluate_flags(
        &self,
        cx: &Context,
        request: v1::EvaluateFlagsRequest,
    ) -> impl Future<Output = Result<v1::EvaluateFlagsResponse, Status>> + Send;

    /// Creates a flag, or replaces its rule. ABORTED when it is not at the expected version.
    fn upsert_flag(
        &self,
        cx: &Context,
        request: v1::UpsertFlagRequest,
    ) -> impl Future<Output = Result<v1::UpsertFlagResponse, Status>> + Send;

    /// Returns a flag. NOT_FOUND when there is none.
    fn get_flag(
        &self,
        cx: &Context,
        request: v1::GetFlagRequest,
    ) -> impl Future<Output = Result<v1::GetFlagResponse, Status>> + Send;

    /// Returns the flags, ordered by id.
    fn list_flags(
        &self,
        cx: &Context,
        request: v1::ListFlagsRequest,
    ) -> impl Future<Output = Result<v1::ListFlagsResponse, Status>> + Send;

    /// Deletes a flag. NOT_FOUND when there is none; ABORTED when it is not at the expected version.
    fn delete_flag(
        &self,
        cx: &Context,
        request: v1::DeleteFlagRequest,
    ) -> impl Future<Output = Result<v1::DeleteFlagResponse, Status>> + Send;

    /// Says which tier a player belongs to, for flags that are for some tiers only. Players cannot say it themselves.
    fn set_tier(
        &self,
        cx: &Context,
        request: v1::SetTierRequest,
    ) -> impl Future<Output = Result<v1::SetTierResponse, Status>> + Send;

    /// Returns how much of each kind of content a player wants to meet. With a session, it is what held when the session
    /// first asked, until the session is over: the first call remembers it.
    fn get_content_policy(
        &self,
        cx: &Context,
        request: v1::GetContentPolicyRequest,
    ) -> impl Future<Output = Result<v1::GetContentPolicyResponse, Status>> + Send;
}

/// Serves an implementation of [`Settings`].
#[derive(Debug)]
pub struct SettingsServer<T>(Arc<T>);

impl<T: Settings> SettingsServer<T> {
    /// Serves `implementation`.
    pub fn new(implementation: T) -> Self {
        Self(Arc::new(implementation))
    }
}

impl<T: Settings> Service for SettingsServer<T> {
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
            "GetSchema" => Box::pin(async move {
                let request: v1::GetSchemaRequest = decode(request)?;
                Ok(encode(&service.get_schema(&cx, request).await?))
            }),
            "Get" => Box::pin(async move {
                let mut request: v1::GetRequest = decode(request)?;
                cx.authorize_owner("player_id", &mut request.player_id)?;
                Ok(encode(&service.get(&cx, request).await?))
            }),
            "Update" => Box::pin(async move {
                let mut request: v1::UpdateRequest = decode(request)?;
                cx.authorize_owner("player_id", &mut request.player_id)?;
                Ok(encode(&service.update(&cx, request).await?))
            }),
            "Reset" => Box::pin(async move {
                let mut request: v1::ResetRequest = decode(request)?;
                cx.authorize_owner("player_id", &mut request.player_id)?;
                Ok(encode(&service.reset(&cx, request).await?))
            }),
            "Export" => Box::pin(async move {
                let mut request: v1::ExportRequest = decode(request)?;
                cx.authorize_owner("player_id", &mut request.player_id)?;
                Ok(encode(&service.export(&cx, request).await?))
            }),
            "Import" => Box::pin(async move {
                let mut request: v1::ImportRequest = decode(request)?;
                cx.authorize_owner("player_id", &mut request.player_id)?;
                Ok(encode(&service.import(&cx, request).await?))
            }),
            "GetGlobal" => Box::pin(async move {
                let request: v1::GetGlobalRequest = decode(request)?;
                Ok(encode(&service.get_global(&cx, request).await?))
            }),
            "UpdateGlobal" => Box::pin(async move {
                let request: v1::UpdateGlobalRequest = decode(request)?;
                Ok(encode(&service.update_global(&cx, request).await?))
            }),
            "ResetGlobal" => Box::pin(async move {
                let request: v1::ResetGlobalRequest = decode(request)?;
                Ok(encode(&service.reset_global(&cx, request).await?))
            }),
            "EvaluateFlags" => Box::pin(async move {
                let mut request: v1::EvaluateFlagsRequest = decode(request)?;
                cx.authorize_owner("player_id", &mut request.player_id)?;
                Ok(encode(&service.evaluate_flags(&cx, request).await?))
            }),
            "UpsertFlag" => Box::pin(async move {
                let request: v1::UpsertFlagRequest = decode(request)?;
                Ok(encode(&service.upsert_flag(&cx, request).await?))
            }),
            "GetFlag" => Box::pin(async move {
                let request: v1::GetFlagRequest = decode(request)?;
                Ok(encode(&service.get_flag(&cx, request).await?))
            }),
            "ListFlags" => Box::pin(async move {
                let request: v1::ListFlagsRequest = decode(request)?;
                Ok(encode(&service.list_flags(&cx, request).await?))
            }),
            "DeleteFlag" => Box::pin(async move {
                let request: v1::DeleteFlagRequest = decode(request)?;
                Ok(encode(&service.delete_flag(&cx, request).await?))
            }),
            "SetTier" => Box::pin(async move {
                let request: v1::SetTierRequest = decode(request)?;
                Ok(encode(&service.set_tier(&cx, request).await?))
            }),
            "GetContentPolicy" => Box::pin(async move {
                let mut request: v1::GetContentPolicyRequest = decode(request)?;
                cx.authorize_owner("player_id", &mut request.player_id)?;
                Ok(encode(&service.get_content_policy(&cx, request).await?))
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
                let mut request: v1::WatchRequest = decode(request)?;
                cx.authorize_owner("player_id", &mut request.player_id)?;
                service.watch(&cx, request, Sender::new(frames)).await
            }),
            _ => unimplemented(method),
        }
    }
}

/// Calls [`Settings`] wherever it runs.
#[derive(Clone)]
pub struct SettingsClient(ServiceClient);

impl SettingsClient {
    /// A client that calls through `channel`.
    pub fn new(channel: &Channel) -> Self {
        Self(ServiceClient::new(channel, &v1::SERVICE))
    }

    /// Returns the definitions of all settings, ordered by key.
    pub fn get_schema(&self, request: v1::GetSchemaRequest) -> Call<'_, v1::GetSchemaRequest, v1::GetSchemaResponse> {
        self.0.call(&v1::GET_SCHEMA, request)
    }

    /// Returns a player's settings as they hold: what was set, and the default of everything else.
    pub fn get(&self, request: v1::GetRequest) -> Call<'_, v1::GetRequest, v1::GetResponse> {
        self.0.call(&v1::GET, request)
    }

    /// Sets values of a player or of one of its devices: all of them, or none when one breaks its definition. ABORTED when
    /// the settings are not at the expected version.
    pub fn update(&self, request: v1::UpdateRequest) -> Call<'_, v1::UpdateRequest, v1::UpdateResponse> {
        self.0.call(&v1::UPDATE, request)
    }

    /// Gives settings of a player back their defaults.
    pub fn reset(&self, request: v1::ResetRequest) -> Call<'_, v1::ResetRequest, v1::ResetResponse> {
        self.0.call(&v1::RESET, request)
    }

    /// Returns everything that a player has set, on all devices, in a form that Import reads.
    pub fn export(&self, request: v1::ExportRequest) -> Call<'_, v1::ExportRequest, v1::ExportResponse> {
        self.0.call(&v1::EXPORT, request)
    }

    /// Sets what Export returned, also for another player: all of it, or none when something breaks its definition.
    pub fn import(&self, request: v1::ImportRequest) -> Call<'_, v1::ImportRequest, v1::ImportResponse> {
        self.0.call(&v1::IMPORT, request)
    }

    /// Sends a player's settings as they hold, and again whenever they change: by a write of its own, of a global value, or
    /// of the definitions. Changes that follow each other closely may be sent as one.
    pub fn watch(&self, request: v1::WatchRequest) -> StreamCall<'_, v1::WatchRequest, v1::WatchResponse> {
        self.0.open(&v1::WATCH, request)
    }

    /// Returns the global settings as they hold.
    pub fn get_global(&self, request: v1::GetGlobalRequest) -> Call<'_, v1::GetGlobalRequest, v1::GetGlobalResponse> {
        self.0.call(&v1::GET_GLOBAL, request)
    }

    /// Sets global values: all of them, or none when one breaks its definition. ABORTED when they are not at the expected
    /// version.
    pub fn update_global(
        &self,
        request: v1::UpdateGlobalRequest,
    ) -> Call<'_, v1::UpdateGlobalRequest, v1::UpdateGlobalResponse> {
        self.0.call(&v1::UPDATE_GLOBAL, request)
    }

    /// Gives global settings back their defaults.
    pub fn reset_global(
        &self,
        request: v1::ResetGlobalRequest,
    ) -> Call<'_, v1::ResetGlobalRequest, v1::ResetGlobalResponse> {
        self.0.call(&v1::RESET_GLOBAL, request)
    }

    /// Decides flags for a player.
    pub fn evaluate_flags(
        &self,
        request: v1::EvaluateFlagsRequest,
    ) -> Call<'_, v1::EvaluateFlagsRequest, v1::EvaluateFlagsResponse> {
        self.0.call(&v1::EVALUATE_FLAGS, request)
    }

    /// Creates a flag, or replaces its rule. ABORTED when it is not at the expected version.
    pub fn upsert_flag(
        &self,
        request: v1::UpsertFlagRequest,
    ) -> Call<'_, v1::UpsertFlagRequest, v1::UpsertFlagResponse> {
        self.0.call(&v1::UPSERT_FLAG, request)
    }

    /// Returns a flag. NOT_FOUND when there is none.
    pub fn get_flag(&self, request: v1::GetFlagRequest) -> Call<'_, v1::GetFlagRequest, v1::GetFlagResponse> {
        self.0.call(&v1::GET_FLAG, request)
    }

    /// Returns the flags, ordered by id.
    pub fn list_flags(&self, request: v1::ListFlagsRequest) -> Call<'_, v1::ListFlagsRequest, v1::ListFlagsResponse> {
        self.0.call(&v1::LIST_FLAGS, request)
    }

    /// Deletes a flag. NOT_FOUND when there is none; ABORTED when it is not at the expected version.
    pub fn delete_flag(
        &self,
        request: v1::DeleteFlagRequest,
    ) -> Call<'_, v1::DeleteFlagRequest, v1::DeleteFlagResponse> {
        self.0.call(&v1::DELETE_FLAG, request)
    }

    /// Says which tier a player belongs to, for flags that are for some tiers only. Players cannot say it themselves.
    pub fn set_tier(&self, request: v1::SetTierRequest) -> Call<'_, v1::SetTierRequest, v1::SetTierResponse> {
        self.0.call(&v1::SET_TIER, request)
    }

    /// Returns how much of each kind of content a player wants to meet. With a session, it is what held when the session
    /// first asked, until the session is over: the first call remembers it.
    pub fn get_content_policy(
        &self,
        request: v1::GetContentPolicyRequest,
    ) -> Call<'_, v1::GetContentPolicyRequest, v1::GetContentPolicyResponse> {
        self.0.call(&v1::GET_CONTENT_POLICY, request)
    }
}
