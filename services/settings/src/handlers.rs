//! The operations; those on players' settings are in `handlers/players.rs`, and so on.

mod flags;
mod global;
mod players;
mod policy;
mod present;

use realmwire_api::settings::Settings;
use realmwire_contract::settings::v1::{
    DeleteFlagRequest, DeleteFlagResponse, EvaluateFlagsRequest, EvaluateFlagsResponse, ExportRequest, ExportResponse,
    GetContentPolicyRequest, GetContentPolicyResponse, GetFlagRequest, GetFlagResponse, GetGlobalRequest,
    GetGlobalResponse, GetRequest, GetResponse, GetSchemaRequest, GetSchemaResponse, ImportRequest, ImportResponse,
    ListFlagsRequest, ListFlagsResponse, ResetGlobalRequest, ResetGlobalResponse, ResetRequest, ResetResponse,
    SetTierRequest, SetTierResponse, UpdateGlobalRequest, UpdateGlobalResponse, UpdateRequest, UpdateResponse,
    UpsertFlagRequest, UpsertFlagResponse, WatchRequest, WatchResponse,
};
use realmwire_sdk::content::Content;
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::Store;
use realmwire_sdk::stream::Sender;

use crate::config::Config;
use crate::schema::Schema;
use crate::watch;

pub(crate) use present::{PlayerView, player_settings};

/// The settings, the flags and the policies.
#[derive(Clone, Debug)]
pub(crate) struct Handlers {
    pub(crate) store: Store,
    pub(crate) schema: Content<Schema>,
    pub(crate) config: Config,
}

impl Settings for Handlers {
    async fn get_schema(&self, _cx: &Context, _request: GetSchemaRequest) -> Result<GetSchemaResponse, Status> {
        Ok(present::schema(&self.schema.current()))
    }

    async fn get(&self, _cx: &Context, request: GetRequest) -> Result<GetResponse, Status> {
        self.get_player(request).await
    }

    async fn update(&self, cx: &Context, request: UpdateRequest) -> Result<UpdateResponse, Status> {
        self.update_player(cx, request).await
    }

    async fn reset(&self, cx: &Context, request: ResetRequest) -> Result<ResetResponse, Status> {
        self.reset_player(cx, request).await
    }

    async fn export(&self, cx: &Context, request: ExportRequest) -> Result<ExportResponse, Status> {
        self.export_player(cx, request).await
    }

    async fn import(&self, cx: &Context, request: ImportRequest) -> Result<ImportResponse, Status> {
        self.import_player(cx, request).await
    }

    async fn watch(&self, _cx: &Context, request: WatchRequest, out: Sender<WatchResponse>) -> Result<(), Status> {
        watch::run(&self.store, &self.schema, &request, &out).await
    }

    async fn get_global(&self, _cx: &Context, _request: GetGlobalRequest) -> Result<GetGlobalResponse, Status> {
        self.read_global().await
    }

    async fn update_global(&self, cx: &Context, request: UpdateGlobalRequest) -> Result<UpdateGlobalResponse, Status> {
        self.write_global(cx, request).await
    }

    async fn reset_global(&self, cx: &Context, request: ResetGlobalRequest) -> Result<ResetGlobalResponse, Status> {
        self.clear_global(cx, request).await
    }

    async fn evaluate_flags(
        &self,
        _cx: &Context,
        request: EvaluateFlagsRequest,
    ) -> Result<EvaluateFlagsResponse, Status> {
        self.evaluate(request).await
    }

    async fn upsert_flag(&self, cx: &Context, request: UpsertFlagRequest) -> Result<UpsertFlagResponse, Status> {
        self.write_flag(cx, request).await
    }

    async fn get_flag(&self, _cx: &Context, request: GetFlagRequest) -> Result<GetFlagResponse, Status> {
        self.read_flag(request).await
    }

    async fn list_flags(&self, _cx: &Context, request: ListFlagsRequest) -> Result<ListFlagsResponse, Status> {
        self.page_of_flags(request).await
    }

    async fn delete_flag(&self, cx: &Context, request: DeleteFlagRequest) -> Result<DeleteFlagResponse, Status> {
        self.remove_flag(cx, request).await
    }

    async fn set_tier(&self, cx: &Context, request: SetTierRequest) -> Result<SetTierResponse, Status> {
        self.write_tier(cx, request).await
    }

    async fn get_content_policy(
        &self,
        cx: &Context,
        request: GetContentPolicyRequest,
    ) -> Result<GetContentPolicyResponse, Status> {
        self.read_policy(cx, request).await
    }
}
