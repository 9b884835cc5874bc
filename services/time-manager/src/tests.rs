//! The service alone, on the embedded fabric, with a clock that stands still until a test moves it.

mod access;
mod clocks;
mod content;
mod converting;
mod events;
mod instances;
mod scheduling;

use std::time::Duration;

use realmwire_api::time_manager::TimeManagerClient;
use realmwire_contract::Event;
use realmwire_contract::time_manager::v1::{
    Clock, CreateClockRequest, GameDateTime, GameInstant, GetTimeRequest, ScheduleFired, SetTimeRequest, TimeScale,
    game_instant::Instant,
};
use realmwire_sdk::service::Running;
use realmwire_sdk::status::{Code, Status};
use realmwire_sdk::testing::{TestHost, eventually, refused, refused_field};

/// Real time in which a game hour passes.
const HOUR: Duration = Duration::from_secs(60);
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// The service on a host, and a client that calls it as a service.
struct World {
    host: TestHost,
    client: TimeManagerClient,
    running: Running,
}

impl World {
    async fn new() -> Self {
        Self::on(TestHost::new().await, "").await
    }

    async fn on(host: TestHost, config: &str) -> Self {
        let running = host.start_with(crate::SPEC, config, crate::start).await;
        Self { client: TimeManagerClient::new(host.channel()), host, running }
    }

    /// A second instance over the same state.
    async fn sibling(&self) -> Self {
        Self::on(self.host.sibling().await, "").await
    }

    async fn clock(&self, clock_id: &str) -> Clock {
        let request = GetTimeRequest { clock_id: clock_id.to_owned() };
        self.client.get_time(request).await.unwrap().clock.unwrap()
    }

    /// What the default clock shows.
    async fn shown(&self) -> i64 {
        self.clock("").await.time.unwrap().milliseconds
    }

    async fn create(&self, clock_id: &str, calendar_id: &str) -> Clock {
        let (clock_id, calendar_id) = (clock_id.to_owned(), calendar_id.to_owned());
        let request = CreateClockRequest { clock_id, calendar_id, ..CreateClockRequest::default() };
        self.client.create_clock(request).await.unwrap().clock.unwrap()
    }

    /// Sets the default clock at once.
    async fn jump(&self, milliseconds: i64) {
        let request = SetTimeRequest { target: Some(at(milliseconds)), ..SetTimeRequest::default() };
        self.client.set_time(request).await.unwrap();
    }

    async fn events<E: Event>(&self) -> Vec<E> {
        self.host.events::<E>().await.into_iter().map(|incoming| incoming.event).collect()
    }

    /// Waits until at least so many events of a type were published.
    async fn until_events<E: Event>(&self, count: usize) -> Vec<E> {
        let enough = async || Some(self.events::<E>().await).filter(|events| events.len() >= count);
        eventually("the events are published", enough).await
    }

    /// Waits until at least so many firings were published: the hour of each planned time, on which day, and its number.
    async fn until_fired(&self, count: usize) -> Vec<(String, i64, u64)> {
        let fired = self.until_events::<ScheduleFired>(count).await;
        fired
            .into_iter()
            .map(|event| (event.schedule_id, event.planned.unwrap().milliseconds / HOUR_MS, event.fire_number))
            .collect()
    }

    /// Lets real time pass an hour of the game at a time, and waits each time until the hour has been told.
    async fn pass_hours(&self, hours: usize) {
        for _ in 0..hours {
            let told = self.events::<realmwire_contract::time_manager::v1::HourChanged>().await.len();
            self.host.clock().advance(HOUR);
            self.until_events::<realmwire_contract::time_manager::v1::HourChanged>(told + 1).await;
        }
    }
}

fn at(milliseconds: i64) -> GameInstant {
    GameInstant { instant: Some(Instant::Milliseconds(milliseconds)) }
}

fn on(date_time: GameDateTime) -> GameInstant {
    GameInstant { instant: Some(Instant::DateTime(date_time)) }
}

fn scale(game_seconds: i64, real_seconds: i64) -> TimeScale {
    TimeScale { game_seconds, real_seconds }
}

fn real(duration: Duration) -> prost_types::Duration {
    duration.try_into().unwrap()
}
