//! Clock, weather and world together: a day of the sample game, advanced by hand.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::time::Duration;

use realmwire_api::time_manager::TimeManagerClient;
use realmwire_api::weather_manager::WeatherManagerClient;
use realmwire_api::world_state::WorldStateClient;
use realmwire_contract::time_manager::v1::{CreateClockRequest, HourChanged};
use realmwire_contract::weather_manager::v1::{Condition, GetWeatherRequest, WeatherChanged};
use realmwire_contract::world_state::v1::{AdvanceRequest, CreateWorldRequest, EventEnded, StartEventRequest};
use realmwire_sdk::service::Running;
use realmwire_sdk::testing::{TestHost, eventually};

/// Hours of a day of the sample game's calendar, and the real time in which one passes.
const HOURS: usize = 20;
const HOUR: Duration = Duration::from_secs(60);

const WORLD: &str = "emberfall";

/// What was seen at one hour.
#[derive(Debug, PartialEq)]
struct Moment {
    milliseconds: i64,
    weather: Vec<(String, Condition, f64)>,
    prices: Vec<(String, i64)>,
    powers: Vec<(String, f64)>,
}

/// The services on one host, with the sample game's world.
struct Game {
    host: TestHost,
    weather: WeatherManagerClient,
    world: WorldStateClient,
    running: Vec<Running>,
}

impl Game {
    async fn start(seed: u64) -> Self {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
        let host = TestHost::with_content(Some(content)).await;
        let running = vec![
            host.start(realmwire_time_manager::SPEC, realmwire_time_manager::start).await,
            host.start(realmwire_world_state::SPEC, realmwire_world_state::start).await,
            host.start(realmwire_weather_manager::SPEC, realmwire_weather_manager::start).await,
        ];
        let world = WorldStateClient::new(host.channel());
        let (clock_id, calendar_id) = (WORLD.to_owned(), "emberfall".to_owned());
        let clock = CreateClockRequest { clock_id, calendar_id, ..CreateClockRequest::default() };
        TimeManagerClient::new(host.channel()).create_clock(clock).await.unwrap();
        let (world_id, content, clock_id) = (WORLD.to_owned(), WORLD.to_owned(), WORLD.to_owned());
        let request =
            CreateWorldRequest { world_id, content, clock_id, seed: Some(seed), ..CreateWorldRequest::default() };
        world.create_world(request).await.unwrap();
        let (world_id, template_id) = (WORLD.to_owned(), "oil-shortage".to_owned());
        let event = StartEventRequest {
            world_id,
            template_id,
            event_id: "shortage".to_owned(),
            ..StartEventRequest::default()
        };
        world.start_event(event).await.unwrap();
        Self { weather: WeatherManagerClient::new(host.channel()), world, host, running }
    }

    /// Lets an hour pass, until it was told.
    async fn pass_hour(&self) -> i64 {
        let told = async || {
            self.host
                .events::<HourChanged>()
                .await
                .into_iter()
                .map(|told| told.event)
                .filter(|told| told.clock_id == WORLD)
                .collect::<Vec<_>>()
        };
        let before = told().await.len();
        self.host.clock().advance(HOUR);
        let next = async || told().await.get(before).and_then(|hour| hour.time.as_ref()).map(|time| time.milliseconds);
        eventually("the hour is told", next).await
    }

    async fn look(&self, milliseconds: i64) -> Moment {
        let request = GetWeatherRequest {
            world_id: WORLD.to_owned(),
            milliseconds: Some(milliseconds),
            ..GetWeatherRequest::default()
        };
        let weather = self.weather.get_weather(request).await.unwrap().weather;
        let step = self.world.advance(AdvanceRequest { world_id: WORLD.to_owned() }).await.unwrap();
        Moment {
            milliseconds,
            weather: weather
                .into_iter()
                .map(|zone| (zone.zone_id.clone(), zone.condition(), zone.temperature_celsius))
                .collect(),
            prices: step.goods.into_iter().map(|good| (good.good_id, good.price)).collect(),
            powers: step.factions.into_iter().map(|faction| (faction.faction_id, faction.power)).collect(),
        }
    }

    async fn day(&self) -> Vec<Moment> {
        let mut day = Vec::new();
        for _ in 0..HOURS {
            let milliseconds = self.pass_hour().await;
            day.push(self.look(milliseconds).await);
        }
        day
    }

    /// The conditions that weather-manager has told, by zone and hour.
    async fn told(&self) -> Vec<(i64, String, Condition)> {
        let told = self.host.events::<WeatherChanged>().await.into_iter().filter_map(|told| told.event.weather);
        let mut told: Vec<_> =
            told.map(|weather| (weather.milliseconds, weather.zone_id.clone(), weather.condition())).collect();
        told.sort_unstable();
        told
    }

    async fn stop(self) {
        for running in self.running {
            assert!(running.drain(Duration::from_secs(30)).await.is_clean());
        }
    }
}

/// Each change of condition from one moment to the next.
fn changes(day: &[Moment]) -> Vec<(i64, String, Condition)> {
    let mut changes = Vec::new();
    for pair in day.windows(2) {
        let [before, after] = pair else { continue };
        for (zone, condition, _) in &after.weather {
            let was = before.weather.iter().find(|(other, _, _)| other == zone).map(|(_, condition, _)| *condition);
            if was != Some(*condition) {
                changes.push((after.milliseconds, zone.clone(), *condition));
            }
        }
    }
    changes.sort_unstable();
    changes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_has_the_same_trace_on_every_run_and_another_one_under_another_seed() {
    let (game, again, other) = (Game::start(7).await, Game::start(7).await, Game::start(8).await);
    let day = game.day().await;
    assert_eq!(day, again.day().await);
    assert_ne!(day, other.day().await);
    game.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clock_weather_and_world_tell_the_same_day() {
    let game = Game::start(7).await;
    let day = game.day().await;
    let expected = changes(&day);
    assert!(!expected.is_empty());
    let first = day[0].milliseconds;
    let all = async || {
        let told: Vec<_> = game.told().await.into_iter().filter(|(at, _, _)| *at > first).collect();
        (told.len() >= expected.len()).then_some(told)
    };
    assert_eq!(eventually("the weather is told", all).await, expected);
    // An economic event lasts for an hour of the game: the clock ends it, or the step that comes first.
    let ended = async || (!game.host.events::<EventEnded>().await.is_empty()).then_some(());
    eventually("the shortage is over", ended).await;
    game.stop().await;
}
