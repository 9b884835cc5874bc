// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! The service `weather-manager`.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures::future::BoxFuture;
use realmwire_contract::weather_manager::v1;
use realmwire_contract::{MethodSpec, ServiceSpec};
use realmwire_sdk::client::{Call, Channel, ServiceClient};
use realmwire_sdk::context::Context;
use realmwire_sdk::server::{Service, decode, encode, unimplemented};
use realmwire_sdk::status::Status;
use realmwire_sdk::stream::FrameSender;

/// Tells the weather of each zone of a world, as its climate has it, at any time of the world's clock.
///
/// The weather follows from the world's seed, the zone and the game time, and from nothing else: it is the same whoever
/// asks, whenever and in whatever order, in the past as in the future. What administrators set lies over it for a while.
///
/// Game times are milliseconds as in time-manager's `GameTime`; lengths are game time too.
pub trait WeatherManager: Send + Sync + 'static {
    /// Returns the weather in one zone or in all, now or at another time. NOT_FOUND when there is no such world or zone.
    fn get_weather(
        &self,
        cx: &Context,
        request: v1::GetWeatherRequest,
    ) -> impl Future<Output = Result<v1::GetWeatherResponse, Status>> + Send;

    /// Says what the coming hours bring in a zone, and how much of it can be known now.
    fn forecast(
        &self,
        cx: &Context,
        request: v1::ForecastRequest,
    ) -> impl Future<Output = Result<v1::ForecastResponse, Status>> + Send;

    /// Sets the weather of a zone for a while: it turns gradually to what is set, and back. Of several that are set, the one
    /// that was set last lies over the others.
    fn set_weather(
        &self,
        cx: &Context,
        request: v1::SetWeatherRequest,
    ) -> impl Future<Output = Result<v1::SetWeatherResponse, Status>> + Send;

    /// Lets weather that was set go, gradually. NOT_FOUND when there is none of this id, or when it has ended. Releasing what
    /// is going already, and would end earlier, changes nothing.
    fn release_override(
        &self,
        cx: &Context,
        request: v1::ReleaseOverrideRequest,
    ) -> impl Future<Output = Result<v1::ReleaseOverrideResponse, Status>> + Send;

    /// Returns the zones that the content has, ordered by id.
    fn list_zones(
        &self,
        cx: &Context,
        request: v1::ListZonesRequest,
    ) -> impl Future<Output = Result<v1::ListZonesResponse, Status>> + Send;

    /// Returns what the weather was in a zone at the past hours, what was set included.
    fn history(
        &self,
        cx: &Context,
        request: v1::HistoryRequest,
    ) -> impl Future<Output = Result<v1::HistoryResponse, Status>> + Send;
}

/// Serves an implementation of [`WeatherManager`].
#[derive(Debug)]
pub struct WeatherManagerServer<T>(Arc<T>);

impl<T: WeatherManager> WeatherManagerServer<T> {
    /// Serves `implementation`.
    pub fn new(implementation: T) -> Self {
        Self(Arc::new(implementation))
    }
}

impl<T: WeatherManager> Service for WeatherManagerServer<T> {
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
            "GetWeather" => Box::pin(async move {
                let request: v1::GetWeatherRequest = decode(request)?;
                Ok(encode(&service.get_weather(&cx, request).await?))
            }),
            "Forecast" => Box::pin(async move {
                let request: v1::ForecastRequest = decode(request)?;
                Ok(encode(&service.forecast(&cx, request).await?))
            }),
            "SetWeather" => Box::pin(async move {
                let request: v1::SetWeatherRequest = decode(request)?;
                Ok(encode(&service.set_weather(&cx, request).await?))
            }),
            "ReleaseOverride" => Box::pin(async move {
                let request: v1::ReleaseOverrideRequest = decode(request)?;
                Ok(encode(&service.release_override(&cx, request).await?))
            }),
            "ListZones" => Box::pin(async move {
                let request: v1::ListZonesRequest = decode(request)?;
                Ok(encode(&service.list_zones(&cx, request).await?))
            }),
            "History" => Box::pin(async move {
                let request: v1::HistoryRequest = decode(request)?;
                Ok(encode(&service.history(&cx, request).await?))
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

/// Calls [`WeatherManager`] wherever it runs.
#[derive(Clone)]
pub struct WeatherManagerClient(ServiceClient);

impl WeatherManagerClient {
    /// A client that calls through `channel`.
    pub fn new(channel: &Channel) -> Self {
        Self(ServiceClient::new(channel, &v1::SERVICE))
    }

    /// Returns the weather in one zone or in all, now or at another time. NOT_FOUND when there is no such world or zone.
    pub fn get_weather(
        &self,
        request: v1::GetWeatherRequest,
    ) -> Call<'_, v1::GetWeatherRequest, v1::GetWeatherResponse> {
        self.0.call(&v1::GET_WEATHER, request)
    }

    /// Says what the coming hours bring in a zone, and how much of it can be known now.
    pub fn forecast(&self, request: v1::ForecastRequest) -> Call<'_, v1::ForecastRequest, v1::ForecastResponse> {
        self.0.call(&v1::FORECAST, request)
    }

    /// Sets the weather of a zone for a while: it turns gradually to what is set, and back. Of several that are set, the one
    /// that was set last lies over the others.
    pub fn set_weather(
        &self,
        request: v1::SetWeatherRequest,
    ) -> Call<'_, v1::SetWeatherRequest, v1::SetWeatherResponse> {
        self.0.call(&v1::SET_WEATHER, request)
    }

    /// Lets weather that was set go, gradually. NOT_FOUND when there is none of this id, or when it has ended. Releasing what
    /// is going already, and would end earlier, changes nothing.
    pub fn release_override(
        &self,
        request: v1::ReleaseOverrideRequest,
    ) -> Call<'_, v1::ReleaseOverrideRequest, v1::ReleaseOverrideResponse> {
        self.0.call(&v1::RELEASE_OVERRIDE, request)
    }

    /// Returns the zones that the content has, ordered by id.
    pub fn list_zones(&self, request: v1::ListZonesRequest) -> Call<'_, v1::ListZonesRequest, v1::ListZonesResponse> {
        self.0.call(&v1::LIST_ZONES, request)
    }

    /// Returns what the weather was in a zone at the past hours, what was set included.
    pub fn history(&self, request: v1::HistoryRequest) -> Call<'_, v1::HistoryRequest, v1::HistoryResponse> {
        self.0.call(&v1::HISTORY, request)
    }
}
