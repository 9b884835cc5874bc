//! What other services know: worlds with their seeds and clocks, the clocks' time, and the seasons of calendars.
//!
//! Worlds and clocks are asked each time, so that all instances see the same. A calendar is content and changes only when
//! the content does; what it says is kept for a short while.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use parking_lot::Mutex;
use realmwire_api::time_manager::TimeManagerClient;
use realmwire_api::world_state::WorldStateClient;
use realmwire_contract::time_manager::v1::{GetCalendarRequest, GetSeasonsRequest, GetTimeRequest};
use realmwire_contract::world_state::v1::{GetWorldRequest, ListWorldsRequest, World};
use realmwire_sdk::client::Channel;
use realmwire_sdk::context::Context;
use realmwire_sdk::status::{Code, Status};

use crate::chain::LOOKBACK_HOURS;
use crate::course::ENVELOPE_HOURS;
use crate::seasons::{Era, FELT_DAYS};

/// The ways to other services.
#[derive(Clone)]
pub(crate) struct Surroundings {
    worlds: WorldStateClient,
    clocks: TimeManagerClient,
    calendars: Arc<Mutex<BTreeMap<String, Known>>>,
    keep: Duration,
}

/// What a clock shows.
#[derive(Clone, Debug)]
pub(crate) struct Now {
    pub(crate) calendar_id: String,
    pub(crate) milliseconds: i64,
}

/// What a calendar said.
#[derive(Clone)]
struct Known {
    told_at: SystemTime,
    /// The hours whose weather can be worked out with it.
    hours: (i64, i64),
    era: Arc<Era>,
}

/// The worlds of one page.
const PAGE_SIZE: i32 = 500;
/// The most pages of worlds.
const PAGES_MAX: usize = 200;
/// The most calendars that are kept.
const CALENDARS_MAX: usize = 64;
/// The most days of which time-manager tells the seasons at once.
const SEASON_DAYS_MAX: i64 = 3000;
/// The earliest and latest game time that a clock can show.
const GAME_MS_MAX: i64 = 40_000_000_000_000_000;
/// Hours that are asked for beyond those that are needed, so that the next calls need not ask.
const SPARE_HOURS: i64 = 24 * 40;

impl Surroundings {
    pub(crate) fn new(channel: &Channel, keep: Duration) -> Self {
        Self {
            worlds: WorldStateClient::new(channel),
            clocks: TimeManagerClient::new(channel),
            calendars: Arc::default(),
            keep,
        }
    }

    /// A world. `NOT_FOUND` when there is none.
    pub(crate) async fn world(&self, cx: &Context, world_id: &str) -> Result<World, Status> {
        let request = GetWorldRequest { world_id: world_id.to_owned() };
        let response = self.worlds.get_world(request).within(cx).as_service().await?;
        response.world.ok_or_else(|| missing("world"))
    }

    /// A world, if there is one.
    pub(crate) async fn find_world(&self, cx: &Context, world_id: &str) -> Result<Option<World>, Status> {
        match self.world(cx, world_id).await {
            Ok(world) => Ok(Some(world)),
            Err(status) if status.code() == Code::NotFound => Ok(None),
            Err(status) => Err(status),
        }
    }

    /// The worlds that follow a clock.
    pub(crate) async fn worlds_of(&self, cx: &Context, clock_id: &str) -> Result<Vec<World>, Status> {
        let mut found = Vec::new();
        let mut page_token = String::new();
        for _ in 0..PAGES_MAX {
            let request = ListWorldsRequest { page_size: PAGE_SIZE, page_token };
            let page = self.worlds.list_worlds(request).within(cx).as_service().await?;
            found.extend(page.worlds.into_iter().filter(|world| world.clock_id == clock_id));
            if page.next_page_token.is_empty() {
                return Ok(found);
            }
            page_token = page.next_page_token;
        }
        tracing::error!(clock_id, pages = PAGES_MAX, "there are more worlds than are looked at");
        Ok(found)
    }

    /// What a clock shows now.
    pub(crate) async fn now(&self, cx: &Context, clock_id: &str) -> Result<Now, Status> {
        let request = GetTimeRequest { clock_id: clock_id.to_owned() };
        let response = self.clocks.get_time(request).within(cx).as_service().await?;
        let clock = response.clock.ok_or_else(|| missing("clock"))?;
        let milliseconds = clock.time.ok_or_else(|| missing("time"))?.milliseconds;
        Ok(Now { calendar_id: clock.calendar_id, milliseconds })
    }

    /// The time of a calendar, with all seasons that the weather between two instants depends on.
    pub(crate) async fn era(&self, cx: &Context, calendar_id: &str, span: (i64, i64)) -> Result<Arc<Era>, Status> {
        let known = self.calendars.lock().get(calendar_id).cloned();
        if let Some(known) = known {
            let is_fresh = cx.now().duration_since(known.told_at).is_ok_and(|age| age < self.keep);
            let (first, last) = (known.era.hour(span.0), known.era.hour(span.1));
            if is_fresh && known.hours.0 <= first && last <= known.hours.1 {
                return Ok(known.era);
            }
        }
        let known = self.ask(cx, calendar_id, span).await?;
        let mut calendars = self.calendars.lock();
        if calendars.len() >= CALENDARS_MAX {
            calendars.clear();
        }
        calendars.insert(calendar_id.to_owned(), known.clone());
        Ok(known.era)
    }

    async fn ask(&self, cx: &Context, calendar_id: &str, span: (i64, i64)) -> Result<Known, Status> {
        let request = GetCalendarRequest { calendar_id: calendar_id.to_owned() };
        let response = self.clocks.get_calendar(request).within(cx).as_service().await?;
        let calendar = response.calendar.ok_or_else(|| missing("calendar"))?;
        let hour_seconds = i64::from(calendar.minutes_per_hour) * i64::from(calendar.seconds_per_minute);
        let hour_ms = hour_seconds.max(1) * 1000;
        let hours_per_day = i64::from(calendar.hours_per_day.max(1));
        let first = span.0.div_euclid(hour_ms) - SPARE_HOURS;
        let last = span.1.div_euclid(hour_ms) + SPARE_HOURS;
        let before = LOOKBACK_HOURS + 2 * ENVELOPE_HOURS + FELT_DAYS * hours_per_day;
        let after = 2 * ENVELOPE_HOURS + (FELT_DAYS + 1) * hours_per_day;
        let bound = |hour: i64| hour.saturating_mul(hour_ms).clamp(-GAME_MS_MAX, GAME_MS_MAX);
        let (from, until) = (bound(first - before), bound(last + after));
        let spans = self.seasons(cx, calendar_id, (from, until), hour_ms * hours_per_day).await?;
        let era = Era { hour_ms, hours_per_day, spans };
        Ok(Known { told_at: cx.now(), hours: (first, last), era: Arc::new(era) })
    }

    async fn seasons(
        &self,
        cx: &Context,
        calendar_id: &str,
        (from, until): (i64, i64),
        day_ms: i64,
    ) -> Result<Vec<(i64, String)>, Status> {
        let mut spans: Vec<(i64, String)> = Vec::new();
        let mut begin = from;
        while begin < until {
            let end = begin.saturating_add(day_ms.saturating_mul(SEASON_DAYS_MAX)).min(until);
            let request = GetSeasonsRequest {
                calendar_id: calendar_id.to_owned(),
                from_milliseconds: begin,
                until_milliseconds: end,
            };
            let response = self.clocks.get_seasons(request).within(cx).as_service().await?;
            for season in response.seasons {
                // The first season of a part goes on from the part before.
                if spans.last().is_none_or(|(_, name)| *name != season.name) {
                    spans.push((season.begin_milliseconds, season.name));
                }
            }
            begin = end;
        }
        Ok(spans)
    }
}

fn missing(what: &str) -> Status {
    Status::data_loss(format!("an answer came without its {what}"))
}
