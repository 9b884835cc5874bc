//! weather-manager beside the services that it calls, in one process on the embedded store, on disk.

use std::path::Path;
use std::sync::Arc;

use realmwire_api::weather_manager::WeatherManagerClient;
use realmwire_api::world_state::WorldStateClient;
use realmwire_contract::weather_manager::v1::{ForecastRequest, GetWeatherRequest, HistoryRequest};
use realmwire_contract::world_state::v1::CreateWorldRequest;
use realmwire_fabric::embedded::{EmbeddedConfig, open};
use realmwire_sdk::client::{Channel, ChannelConfig};
use realmwire_sdk::health::Health;
use realmwire_sdk::host::Host;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::resilience::ProcessGate;
use realmwire_sdk::service::{Process, ProcessParts, Running};
use realmwire_sdk::telemetry::Telemetry;
use tempfile::TempDir;

use crate::measure::Plan;
use crate::players::measure;
use crate::report::Report;

const WORLD: &str = "bench";
/// An hour of the game.
const HOUR_MS: i64 = 3_600_000;
/// Hours from all of a year that are asked for, far from each other.
const HOURS_APART: u64 = 997;
const YEAR_HOURS: u64 = 360 * 24;

/// The services and a way to call them.
struct Realm {
    weather: WeatherManagerClient,
    _running: [Running; 3],
    _folder: TempDir,
}

/// Measures what is asked of the weather: now, at any time, ahead and in retrospect.
pub(crate) async fn weather(plan: Plan, report: &mut Report) -> anyhow::Result<()> {
    let realm = Realm::start().await?;
    let weather = realm.weather.clone();
    let now = move |_| {
        let weather = weather.clone();
        async move { weather.get_weather(get("vale", None)).await.map(drop) }
    };
    measure(plan, report, "weather of a zone, now", now).await?;
    let weather = realm.weather.clone();
    let at = move |number: u64| {
        let weather = weather.clone();
        let hour = i64::try_from(number.wrapping_mul(HOURS_APART) % YEAR_HOURS).unwrap_or_default();
        async move { weather.get_weather(get("", Some(hour * HOUR_MS))).await.map(drop) }
    };
    measure(plan, report, "weather of three zones, at any hour of a year", at).await?;
    let weather = realm.weather.clone();
    let forecast = move |_| {
        let weather = weather.clone();
        let (world_id, zone_id) = (WORLD.to_owned(), "coast".to_owned());
        async move { weather.forecast(ForecastRequest { world_id, zone_id, hours: 48 }).await.map(drop) }
    };
    measure(plan, report, "forecast of 48 hours", forecast).await?;
    let weather = realm.weather.clone();
    let history = move |_| {
        let weather = weather.clone();
        let (world_id, zone_id) = (WORLD.to_owned(), "heights".to_owned());
        async move { weather.history(HistoryRequest { world_id, zone_id, hours: 48 }).await.map(drop) }
    };
    measure(plan, report, "history of 48 hours", history).await
}

fn get(zone_id: &str, milliseconds: Option<i64>) -> GetWeatherRequest {
    GetWeatherRequest { world_id: WORLD.to_owned(), zone_id: zone_id.to_owned(), milliseconds }
}

impl Realm {
    async fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir_in(".")?;
        let (host, telemetry) = (Host::system(), Telemetry::new());
        let process = Process::new(ProcessParts {
            fabric: open(EmbeddedConfig::new(folder.path()))?,
            host: host.clone(),
            instance: "bench".to_owned(),
            telemetry: telemetry.clone(),
            health: Health::new(),
            gate: ProcessGate::default(),
            content: Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../content")),
        });
        let context = |spec| process.context(spec, toml::Table::new());
        let running = [
            realmwire_time_manager::start(context(realmwire_time_manager::SPEC)?).await?,
            realmwire_world_state::start(context(realmwire_world_state::SPEC)?).await?,
            realmwire_weather_manager::start(context(realmwire_weather_manager::SPEC)?).await?,
        ];
        let caller = ChannelConfig { caller: "bench".to_owned(), principal: Principal::service("bench") };
        let channel = Channel::new(Arc::clone(&process.fabric().bus), host, telemetry, caller);
        let world = CreateWorldRequest { world_id: WORLD.to_owned(), seed: Some(412), ..CreateWorldRequest::default() };
        WorldStateClient::new(&channel).create_world(world).await?;
        Ok(Self { weather: WeatherManagerClient::new(&channel), _running: running, _folder: folder })
    }
}
