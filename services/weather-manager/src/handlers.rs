//! The operations that read; those that set weather are in `handlers/setting.rs`.

mod setting;

use realmwire_api::weather_manager::WeatherManager;
use realmwire_contract::weather_manager::v1::{
    Chance, ForecastHour, ForecastRequest, ForecastResponse, GetWeatherRequest, GetWeatherResponse, HistoryRequest,
    HistoryResponse, ListZonesRequest, ListZonesResponse, ReleaseOverrideRequest, ReleaseOverrideResponse,
    SetWeatherRequest, SetWeatherResponse, Zone as ZoneView,
};
use realmwire_contract::world_state::v1::World;
use realmwire_sdk::content::Content;
use realmwire_sdk::context::Context;
use realmwire_sdk::identity::Role;
use realmwire_sdk::requests::check_id;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Key, PageRequest, Store, Stored};

use crate::atlas::{Atlas, ZONES_MAX, Zone};
use crate::condition::Condition;
use crate::config::Config;
use crate::error::Error;
use crate::forecast::{Outlook, outlooks};
use crate::overrides::Override;
use crate::requests;
use crate::scene::{Scene, View, incarnation};
use crate::state::{OverrideRecord, OverridesRecord, overrides_key};
use crate::surroundings::{Now, Surroundings};

/// The weather of all worlds.
#[derive(Clone)]
pub(crate) struct Weathers {
    pub(crate) store: Store,
    pub(crate) content: Content<Atlas>,
    pub(crate) surroundings: Surroundings,
    pub(crate) config: Config,
}

/// What a request speaks of.
struct Asked {
    world: World,
    now: Now,
    scene: Scene,
}

/// Hours of a forecast and of the past when nothing is said.
const HOURS: i64 = 24;
/// Chances below this are left out.
const CHANCE_MIN: f64 = 0.005;
/// What the confidence of a forecast means.
const CONFIDENCE_MEANING: &str = "the probability of the condition at that hour for an observer who knows the weather \
    now and, of what drives the coming hours, the less the farther away they are; what is told comes true unless \
    weather is set";

impl WeatherManager for Weathers {
    async fn get_weather(&self, cx: &Context, request: GetWeatherRequest) -> Result<GetWeatherResponse, Status> {
        let asked = self.ask(cx, &request.world_id, (0, 0), request.milliseconds).await?;
        let at = request.milliseconds.unwrap_or(asked.now.milliseconds);
        let atlas = &asked.scene.atlas;
        let zones: Vec<&Zone> = match request.zone_id.as_str() {
            "" => atlas.zones().collect(),
            id => vec![zone(atlas, id)?],
        };
        let keys: Vec<Key> = zones.iter().map(|zone| overrides_key(&request.world_id, &zone.id)).collect();
        let records = self.store.load_many::<OverridesRecord>(&keys).await?;
        let mut response = GetWeatherResponse::default();
        for (zone, stored) in zones.into_iter().zip(records) {
            let records = shown(cx, &asked, stored);
            let overrides: Vec<Override> = records.iter().filter_map(OverrideRecord::to_override).collect();
            let seasons = asked.scene.seasons(zone);
            let view = asked.scene.view(zone, &seasons, &overrides, (at, at));
            response.weather.push(view.weather(at));
            let lasting = records.iter().zip(&overrides).filter(|(_, one)| !one.has_ended(at));
            response.overrides.extend(lasting.map(|(record, one)| setting::view(&zone.id, one, record.create_time)));
        }
        Ok(response)
    }

    async fn forecast(&self, cx: &Context, request: ForecastRequest) -> Result<ForecastResponse, Status> {
        check_id("zone_id", &request.zone_id)?;
        let hours = requests::hours(request.hours, HOURS, self.config.forecast_hours_max)?;
        let asked = self.ask(cx, &request.world_id, (0, hours + 1), None).await?;
        let zone = zone(&asked.scene.atlas, &request.zone_id)?;
        let overrides = self.overrides(cx, &asked, zone).await?;
        let seasons = asked.scene.seasons(zone);
        let (now, hour_ms) = (asked.now.milliseconds, asked.scene.era.hour_ms);
        let view = asked.scene.view(zone, &seasons, &overrides, (now, now.saturating_add(hours * hour_ms)));
        let issued = asked.scene.era.hour(now);
        let told = outlooks(view.site(), &view.course, issued, hours);
        let hours = (1..).zip(told).map(|(lead, outlook)| {
            forecast_hour(&view, (issued + i64::from(lead)).saturating_mul(hour_ms), lead, outlook)
        });
        Ok(ForecastResponse {
            issued_milliseconds: now,
            hours: hours.collect(),
            confidence_meaning: CONFIDENCE_MEANING.to_owned(),
        })
    }

    async fn set_weather(&self, cx: &Context, request: SetWeatherRequest) -> Result<SetWeatherResponse, Status> {
        self.set(cx, request).await
    }

    async fn release_override(
        &self,
        cx: &Context,
        request: ReleaseOverrideRequest,
    ) -> Result<ReleaseOverrideResponse, Status> {
        self.release(cx, request).await
    }

    async fn list_zones(&self, _cx: &Context, request: ListZonesRequest) -> Result<ListZonesResponse, Status> {
        let scope = Key::new("zone");
        let page = PageRequest::parse(request.page_size, &request.page_token, 50, ZONES_MAX)?;
        let after = page.after(&scope)?.map_or_else(String::new, |key| key.last());
        let atlas = self.content.current();
        let mut listed = atlas.zones().filter(|zone| zone.id > after).map(zone_view);
        let zones: Vec<_> = listed.by_ref().take(page.size()).collect();
        let last = zones.last().filter(|_| listed.next().is_some());
        let next_page_token =
            last.map_or_else(String::new, |last| PageRequest::token_after(&scope, &scope.with(&last.zone_id)));
        Ok(ListZonesResponse { zones, next_page_token })
    }

    async fn history(&self, cx: &Context, request: HistoryRequest) -> Result<HistoryResponse, Status> {
        check_id("zone_id", &request.zone_id)?;
        let hours = requests::hours(request.hours, HOURS, self.config.history_hours_max)?;
        let asked = self.ask(cx, &request.world_id, (-hours, 0), None).await?;
        let zone = zone(&asked.scene.atlas, &request.zone_id)?;
        let overrides = self.overrides(cx, &asked, zone).await?;
        let seasons = asked.scene.seasons(zone);
        let (now, hour_ms) = (asked.now.milliseconds, asked.scene.era.hour_ms);
        let last = asked.scene.era.hour(now);
        let first = last - hours + 1;
        let view = asked.scene.view(zone, &seasons, &overrides, (first.saturating_mul(hour_ms), now));
        Ok(HistoryResponse { hours: (first..=last).map(|hour| view.weather(hour.saturating_mul(hour_ms))).collect() })
    }
}

impl Weathers {
    /// The world that a request names, its time, and the seasons from some hours before to some after it.
    async fn ask(
        &self,
        cx: &Context,
        world_id: &str,
        (before, after): (i64, i64),
        at: Option<i64>,
    ) -> Result<Asked, Status> {
        check_id("world_id", world_id)?;
        let at = at.map(|at| requests::instant("milliseconds", at)).transpose()?;
        let world = self.surroundings.world(cx, world_id).await?;
        let now = self.surroundings.now(cx, &world.clock_id).await?;
        let shown = at.unwrap_or(now.milliseconds);
        // Hours of a calendar can be longer than these; what is not covered is asked for again.
        let mut span = (shown, shown);
        let mut era = self.surroundings.era(cx, &now.calendar_id, span).await?;
        if before != 0 || after != 0 {
            span = (span.0.saturating_add(before * era.hour_ms), span.1.saturating_add(after * era.hour_ms));
            era = self.surroundings.era(cx, &now.calendar_id, span).await?;
        }
        let scene = Scene { atlas: self.content.current(), era, seed: world.seed };
        Ok(Asked { world, now, scene })
    }

    /// What was set for a zone, as far as the caller may know.
    async fn overrides(&self, cx: &Context, asked: &Asked, zone: &Zone) -> Result<Vec<Override>, Status> {
        let stored = self.store.load(&overrides_key(&asked.world.world_id, &zone.id)).await?;
        Ok(shown(cx, asked, stored).iter().filter_map(OverrideRecord::to_override).collect())
    }
}

/// What of it the caller may know: players are not told what is planned.
fn shown(cx: &Context, asked: &Asked, stored: Option<Stored<OverridesRecord>>) -> Vec<OverrideRecord> {
    let current = stored.filter(|stored| stored.value.incarnation == incarnation(&asked.world));
    let mut entries = current.map(|stored| stored.value.entries).unwrap_or_default();
    let knows_plans = matches!(cx.principal().role, Role::Moderator | Role::Admin | Role::Service);
    entries.retain(|record| {
        let known = record.to_override();
        known.is_some_and(|one| knows_plans || one.begin_ms <= asked.now.milliseconds)
    });
    entries
}

/// The zone with this id.
fn zone<'a>(atlas: &'a Atlas, id: &str) -> Result<&'a Zone, Error> {
    atlas.zone(id).ok_or_else(|| Error::ZoneNotFound(id.to_owned()))
}

fn forecast_hour(view: &View<'_>, at: i64, lead_hours: i32, natural: Outlook) -> ForecastHour {
    let weather = view.weather(at);
    // What was set is known for as long as it was set.
    let outlook = match Condition::from_proto(weather.condition) {
        Some(condition) if weather.override_weight >= 0.5 => Outlook::certain(condition),
        _ => natural,
    };
    let condition = Condition::from_proto(weather.condition);
    let chances = outlook.ranked().into_iter().filter(|(_, probability)| *probability >= CHANCE_MIN);
    ForecastHour {
        lead_hours,
        confidence: condition.map_or(0.0, |condition| outlook.chance(condition)),
        chances: chances
            .map(|(condition, probability)| Chance { condition: condition.to_proto().into(), probability })
            .collect(),
        precipitation_probability: outlook.precipitation(),
        weather: Some(weather),
    }
}

fn zone_view(zone: &Zone) -> ZoneView {
    ZoneView {
        zone_id: zone.id.clone(),
        display_name: zone.name.clone(),
        x: zone.x,
        y: zone.y,
        altitude_metres: zone.altitude_metres,
        climate_id: zone.climate.id.clone(),
        climate_name: zone.climate.name.clone(),
    }
}
