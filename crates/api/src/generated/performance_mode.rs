// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! The service `performance-mode`.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures::future::BoxFuture;
use realmwire_contract::performance_mode::v1;
use realmwire_contract::{MethodSpec, ServiceSpec};
use realmwire_sdk::client::{Call, Channel, ServiceClient};
use realmwire_sdk::context::Context;
use realmwire_sdk::server::{Service, decode, encode, unimplemented};
use realmwire_sdk::status::Status;
use realmwire_sdk::stream::FrameSender;

/// Keeps the quality mode of each device of a player, what the device measured, and its budgets.
///
/// A device reports how long its frames took. In the mode `auto` a controller answers with the quality at which the frames
/// keep their budget: it lowers quality when frames come late, at once when a step in the load makes them so, and raises it
/// only with headroom and after a wait that doubles each time that raising turned out to be a mistake. What the player has
/// locked is never changed.
pub trait PerformanceMode: Send + Sync + 'static {
    /// Takes the measurements of a number of frames in their order, and returns the mode that holds after them. The batch is
    /// refused as a whole when a measurement is not a number, is negative, or is of a frame that was reported before.
    fn report_metrics(
        &self,
        cx: &Context,
        request: v1::ReportMetricsRequest,
    ) -> impl Future<Output = Result<v1::ReportMetricsResponse, Status>> + Send;

    /// Returns what a device measured within a window of time.
    fn get_metrics(
        &self,
        cx: &Context,
        request: v1::GetMetricsRequest,
    ) -> impl Future<Output = Result<v1::GetMetricsResponse, Status>> + Send;

    /// Returns the presets, from the lowest to the highest quality.
    fn list_presets(
        &self,
        cx: &Context,
        request: v1::ListPresetsRequest,
    ) -> impl Future<Output = Result<v1::ListPresetsResponse, Status>> + Send;

    /// Chooses the mode of a device, and what the controller may not change. ABORTED when the mode is not at the expected
    /// version.
    fn adjust_mode(
        &self,
        cx: &Context,
        request: v1::AdjustModeRequest,
    ) -> impl Future<Output = Result<v1::AdjustModeResponse, Status>> + Send;

    /// Returns the mode of a device; of one that has not been heard of, what it would begin with.
    fn get_mode(
        &self,
        cx: &Context,
        request: v1::GetModeRequest,
    ) -> impl Future<Output = Result<v1::GetModeResponse, Status>> + Send;

    /// Sets the budgets of a device. ABORTED when the mode is not at the expected version.
    fn set_budget(
        &self,
        cx: &Context,
        request: v1::SetBudgetRequest,
    ) -> impl Future<Output = Result<v1::SetBudgetResponse, Status>> + Send;
}

/// Serves an implementation of [`PerformanceMode`].
#[derive(Debug)]
pub struct PerformanceModeServer<T>(Arc<T>);

impl<T: PerformanceMode> PerformanceModeServer<T> {
    /// Serves `implementation`.
    pub fn new(implementation: T) -> Self {
        Self(Arc::new(implementation))
    }
}

impl<T: PerformanceMode> Service for PerformanceModeServer<T> {
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
            "ReportMetrics" => Box::pin(async move {
                let mut request: v1::ReportMetricsRequest = decode(request)?;
                cx.authorize_owner("player_id", &mut request.player_id)?;
                Ok(encode(&service.report_metrics(&cx, request).await?))
            }),
            "GetMetrics" => Box::pin(async move {
                let mut request: v1::GetMetricsRequest = decode(request)?;
                cx.authorize_owner("player_id", &mut request.player_id)?;
                Ok(encode(&service.get_metrics(&cx, request).await?))
            }),
            "ListPresets" => Box::pin(async move {
                let request: v1::ListPresetsRequest = decode(request)?;
                Ok(encode(&service.list_presets(&cx, request).await?))
            }),
            "AdjustMode" => Box::pin(async move {
                let mut request: v1::AdjustModeRequest = decode(request)?;
                cx.authorize_owner("player_id", &mut request.player_id)?;
                Ok(encode(&service.adjust_mode(&cx, request).await?))
            }),
            "GetMode" => Box::pin(async move {
                let mut request: v1::GetModeRequest = decode(request)?;
                cx.authorize_owner("player_id", &mut request.player_id)?;
                Ok(encode(&service.get_mode(&cx, request).await?))
            }),
            "SetBudget" => Box::pin(async move {
                let mut request: v1::SetBudgetRequest = decode(request)?;
                cx.authorize_owner("player_id", &mut request.player_id)?;
                Ok(encode(&service.set_budget(&cx, request).await?))
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

/// Calls [`PerformanceMode`] wherever it runs.
#[derive(Clone)]
pub struct PerformanceModeClient(ServiceClient);

impl PerformanceModeClient {
    /// A client that calls through `channel`.
    pub fn new(channel: &Channel) -> Self {
        Self(ServiceClient::new(channel, &v1::SERVICE))
    }

    /// Takes the measurements of a number of frames in their order, and returns the mode that holds after them. The batch is
    /// refused as a whole when a measurement is not a number, is negative, or is of a frame that was reported before.
    pub fn report_metrics(
        &self,
        request: v1::ReportMetricsRequest,
    ) -> Call<'_, v1::ReportMetricsRequest, v1::ReportMetricsResponse> {
        self.0.call(&v1::REPORT_METRICS, request)
    }

    /// Returns what a device measured within a window of time.
    pub fn get_metrics(
        &self,
        request: v1::GetMetricsRequest,
    ) -> Call<'_, v1::GetMetricsRequest, v1::GetMetricsResponse> {
        self.0.call(&v1::GET_METRICS, request)
    }

    /// Returns the presets, from the lowest to the highest quality.
    pub fn list_presets(
        &self,
        request: v1::ListPresetsRequest,
    ) -> Call<'_, v1::ListPresetsRequest, v1::ListPresetsResponse> {
        self.0.call(&v1::LIST_PRESETS, request)
    }

    /// Chooses the mode of a device, and what the controller may not change. ABORTED when the mode is not at the expected
    /// version.
    pub fn adjust_mode(
        &self,
        request: v1::AdjustModeRequest,
    ) -> Call<'_, v1::AdjustModeRequest, v1::AdjustModeResponse> {
        self.0.call(&v1::ADJUST_MODE, request)
    }

    /// Returns the mode of a device; of one that has not been heard of, what it would begin with.
    pub fn get_mode(&self, request: v1::GetModeRequest) -> Call<'_, v1::GetModeRequest, v1::GetModeResponse> {
        self.0.call(&v1::GET_MODE, request)
    }

    /// Sets the budgets of a device. ABORTED when the mode is not at the expected version.
    pub fn set_budget(&self, request: v1::SetBudgetRequest) -> Call<'_, v1::SetBudgetRequest, v1::SetBudgetResponse> {
        self.0.call(&v1::SET_BUDGET, request)
    }
}
