//! The service on the embedded fabric, beside the services that it calls, with a clock that stands still until a test
//! moves it.

mod access;
mod content;
mod instances;
mod reading;
pub(crate) mod sample;
mod setting;
mod telling;

use std::time::Duration;

use realmwire_api::time_manager::TimeManagerClient;
use realmwire_api::weather_manager::WeatherManagerClient;
use realmwire_api::world_state::WorldStateClient;
use realmwire_contract::Event;
use realmwire_contract::time_manager::v1::{GameInstant, HourChanged, SetTimeRequest, game_instant::Instant};
use realmwire_contract::weather_manager::v1::{
    Condition, ForecastRequest, ForecastResponse, GetWeatherRequest, GetWeatherResponse, HistoryRequest, SevereAlert,
    Weather, WeatherChanged,
};
use realmwire_contract::world_state::v1::CreateWorldRequest;
use realmwire_sdk::service::Running;
use realmwire_sdk::status::Code;
use realmwire_sdk::testing::{TestHost, eventually, refused, refused_field};

use sample::HOUR_MS;

/// Real time in which a game hour passes.
const HOUR: Duration = Duration::from_secs(60);
const WORLD: &str = "emberfall";

/// The service on a host, beside those that it calls.
struct Realm {
    host: TestHost,
    client: WeatherManagerClient,
    clocks: TimeManagerClient,
    worlds: WorldStateClient,
    running: Running,
    /// What it calls; a second instance uses the first one's.
    called: Vec<Running>,
}

impl Realm {
    /// A realm with one world, at the beginning of the calendar's first year.
    async fn new() -> Self {
        Self::configured("").await
    }

    async fn configured(config: &str) -> Self {
        let (host, called) = called().await;
        let realm = Self::on(host, config, called).await;
        realm.create(WORLD, 412).await;
        realm
    }

    async fn on(host: TestHost, config: &str, called: Vec<Running>) -> Self {
        let running = host.start_with(crate::SPEC, config, crate::start).await;
        let channel = host.channel();
        let (client, clocks) = (WeatherManagerClient::new(channel), TimeManagerClient::new(channel));
        let worlds = WorldStateClient::new(channel);
        Self { host, client, clocks, worlds, running, called }
    }

    /// A second instance over the same state.
    async fn sibling(&self) -> Self {
        Self::on(self.host.sibling().await, "", Vec::new()).await
    }

    /// What a kill does: nothing is drained, and whatever the instance had begun is cut off.
    fn kill(self) {
        self.host.faults().disconnect();
        drop(self.running);
        drop(self.called);
    }

    async fn create(&self, world_id: &str, seed: u64) {
        let request =
            CreateWorldRequest { world_id: world_id.to_owned(), seed: Some(seed), ..CreateWorldRequest::default() };
        self.worlds.create_world(request).await.unwrap();
    }

    /// Sets the clock at once.
    async fn jump(&self, milliseconds: i64) {
        let target = Some(GameInstant { instant: Some(Instant::Milliseconds(milliseconds)) });
        self.clocks.set_time(SetTimeRequest { target, ..SetTimeRequest::default() }).await.unwrap();
    }

    /// Lets hours of the game pass, each with an event of its own.
    async fn pass_hours(&self, hours: usize) {
        for _ in 0..hours {
            let told = self.events::<HourChanged>().await.len();
            self.host.clock().advance(HOUR);
            let enough = async || (self.events::<HourChanged>().await.len() > told).then_some(());
            eventually("the hour is told", enough).await;
        }
    }

    async fn get(&self, zone_id: &str, milliseconds: Option<i64>) -> GetWeatherResponse {
        self.client.get_weather(get(zone_id, milliseconds)).await.unwrap()
    }

    /// The weather in a zone now.
    async fn weather(&self, zone_id: &str) -> Weather {
        self.get(zone_id, None).await.weather.pop().unwrap()
    }

    async fn forecast(&self, zone_id: &str, hours: i32) -> ForecastResponse {
        self.client.forecast(forecast(zone_id, hours)).await.unwrap()
    }

    async fn history(&self, zone_id: &str, hours: i32) -> Vec<Weather> {
        self.client.history(history(zone_id, hours)).await.unwrap().hours
    }

    async fn events<E: Event>(&self) -> Vec<E> {
        self.host.events::<E>().await.into_iter().map(|incoming| incoming.event).collect()
    }

    /// The events of a zone in the order in which they were published.
    async fn changes(&self, zone_id: &str) -> Vec<WeatherChanged> {
        let mut changes = self.events::<WeatherChanged>().await;
        changes.retain(|change| change.zone_id == zone_id);
        changes
    }

    async fn alerts(&self, zone_id: &str) -> Vec<SevereAlert> {
        let mut alerts = self.events::<SevereAlert>().await;
        alerts.retain(|alert| alert.zone_id == zone_id);
        alerts
    }
}

/// A host with the services that this one calls.
async fn called() -> (TestHost, Vec<Running>) {
    let host = TestHost::with_content(Some(sample::folder())).await;
    let clocks = host.start(realmwire_time_manager::SPEC, realmwire_time_manager::start).await;
    let worlds = host.start(realmwire_world_state::SPEC, realmwire_world_state::start).await;
    (host, vec![clocks, worlds])
}

fn get(zone_id: &str, milliseconds: Option<i64>) -> GetWeatherRequest {
    GetWeatherRequest { world_id: WORLD.to_owned(), zone_id: zone_id.to_owned(), milliseconds }
}

fn forecast(zone_id: &str, hours: i32) -> ForecastRequest {
    ForecastRequest { world_id: WORLD.to_owned(), zone_id: zone_id.to_owned(), hours }
}

fn history(zone_id: &str, hours: i32) -> HistoryRequest {
    HistoryRequest { world_id: WORLD.to_owned(), zone_id: zone_id.to_owned(), hours }
}
