use realmwire_contract::weather_manager::v1::{Override, ReleaseOverrideRequest, SetWeatherRequest};
use realmwire_contract::world_state::v1::DeleteWorldRequest;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::store::Key;

use super::*;

fn storm() -> SetWeatherRequest {
    SetWeatherRequest {
        world_id: WORLD.to_owned(),
        zone_id: "vale".to_owned(),
        override_id: "storm".to_owned(),
        condition: Condition::Thunderstorm.into(),
        fade_in: game_minutes(60),
        fade_out: game_minutes(60),
        ..SetWeatherRequest::default()
    }
}

#[expect(clippy::unnecessary_wraps, reason = "fields of requests are optional")]
fn game_minutes(minutes: i64) -> Option<prost_types::Duration> {
    Some(prost_types::Duration { seconds: minutes * 60, nanos: 0 })
}

fn release() -> ReleaseOverrideRequest {
    let (world_id, zone_id, override_id) = (WORLD.to_owned(), "vale".to_owned(), "storm".to_owned());
    ReleaseOverrideRequest { world_id, zone_id, override_id, fade_out: None }
}

impl Realm {
    async fn set(&self, request: SetWeatherRequest) -> Override {
        self.client.set_weather(request).await.unwrap().r#override.unwrap()
    }

    /// Where the weather is neither a storm nor turning to one.
    async fn calm() -> Self {
        let realm = Self::new().await;
        assert_ne!(realm.weather("vale").await.condition(), Condition::Thunderstorm);
        realm
    }
}

#[tokio::test]
async fn weather_that_is_set_comes_gradually_stays_and_goes_in_game_time() {
    let realm = Realm::calm().await;
    let natural = realm.get("vale", Some(5 * HOUR_MS)).await.weather;
    let set = realm.set(SetWeatherRequest { hold: game_minutes(120), intensity: Some(1.0), ..storm() }).await;
    assert_eq!((set.begin_milliseconds, set.full_milliseconds), (0, HOUR_MS));
    assert_eq!((set.release_milliseconds, set.end_milliseconds), (Some(3 * HOUR_MS), Some(4 * HOUR_MS)));
    let mut weights = Vec::new();
    for _ in 0..9 {
        let weather = realm.weather("vale").await;
        assert_eq!(weather.condition() == Condition::Thunderstorm, weather.override_weight >= 0.5, "{weather:?}");
        weights.push(weather.override_weight);
        realm.host.clock().advance(HOUR / 2);
    }
    assert_eq!(weights, [0.0, 0.5, 1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0]);
    realm.host.clock().advance(HOUR / 2);
    assert_eq!(realm.get("vale", None).await, GetWeatherResponse { weather: natural, overrides: Vec::new() });
    let history = realm.history("vale", 4).await;
    let told: Vec<_> = history.iter().map(|weather| weather.override_weight).collect();
    assert_eq!(told, [1.0, 1.0, 0.0, 0.0], "the history tells what was set");
    assert!(history[0].effects.iter().any(|effect| effect.name == "sailing" && (effect.factor - 0.3).abs() < 1e-9));
}

#[tokio::test]
async fn weather_that_is_set_touches_no_other_zone_and_no_other_world() {
    let realm = Realm::calm().await;
    realm.create("twin", 412).await;
    let request = |world: &str| GetWeatherRequest { world_id: world.to_owned(), ..get("", Some(2 * HOUR_MS)) };
    let before = realm.client.get_weather(request(WORLD)).await.unwrap().weather;
    realm.set(storm()).await;
    let after = realm.client.get_weather(request(WORLD)).await.unwrap().weather;
    assert_eq!(after[..2], before[..2]);
    assert_ne!(after[2], before[2]);
    assert_eq!(realm.client.get_weather(request("twin")).await.unwrap().weather, before);
}

#[tokio::test]
async fn what_is_released_goes_gradually() {
    let realm = Realm::calm().await;
    let set = realm.set(storm()).await;
    assert_eq!((set.release_milliseconds, set.end_milliseconds), (None, None));
    realm.host.clock().advance(HOUR * 50);
    assert_eq!(realm.weather("vale").await.override_weight.to_bits(), 1.0_f64.to_bits(), "it stays");
    let released = realm.client.release_override(release()).await.unwrap().r#override.unwrap();
    assert_eq!(released.end_milliseconds, Some(51 * HOUR_MS));
    realm.host.clock().advance(HOUR / 2);
    assert!((realm.weather("vale").await.override_weight - 0.5).abs() < 1e-9);
    let again = realm.client.release_override(release()).await.unwrap().r#override.unwrap();
    assert_eq!(again, released, "what goes already goes no slower");
    realm.host.clock().advance(HOUR / 2);
    assert_eq!(realm.get("vale", None).await.overrides, []);
    refused(realm.client.release_override(release()).await, Code::NotFound);
}

#[tokio::test]
async fn a_repeated_call_takes_effect_once() {
    let realm = Realm::calm().await;
    let keyed = || realm.client.set_weather(storm()).idempotency_key("storm-1");
    let first = keyed().await.unwrap();
    realm.host.clock().advance(HOUR);
    assert_eq!(keyed().await.unwrap(), first);
    refused(realm.client.set_weather(storm()).await, Code::AlreadyExists);
    assert_eq!(realm.get("vale", None).await.overrides.len(), 1);
}

/// A surprise stays one: players see what is planned neither in the forecast nor ahead, and administrators see it.
#[tokio::test]
async fn players_are_not_told_what_is_planned() {
    let realm = Realm::calm().await;
    let natural = realm.forecast("vale", 12).await;
    realm.set(SetWeatherRequest { begin_milliseconds: Some(2 * HOUR_MS), ..storm() }).await;
    let player = || Principal::player("p1");
    let by_player = realm.client.forecast(forecast("vale", 12)).principal(player()).await.unwrap();
    assert_eq!(by_player, natural);
    let by_service = realm.forecast("vale", 12).await;
    assert_eq!(by_service.hours[3].weather.as_ref().unwrap().condition(), Condition::Thunderstorm);
    assert!((by_service.hours[3].confidence - 1.0).abs() < 1e-12);
    let ahead = realm.client.get_weather(get("vale", Some(4 * HOUR_MS))).principal(player()).await.unwrap();
    assert!(ahead.overrides.is_empty() && ahead.weather[0].override_weight < 1e-12);
    realm.host.clock().advance(HOUR * 4);
    let seen = realm.client.get_weather(get("vale", None)).principal(player()).await.unwrap();
    assert_eq!((seen.overrides.len(), seen.weather[0].condition()), (1, Condition::Thunderstorm));
}

#[tokio::test]
async fn wrong_weather_is_refused_by_the_fields_name() {
    let realm = Realm::calm().await;
    realm.jump(HOUR_MS).await;
    let set = async |request| realm.client.set_weather(request).await;
    refused_field(set(SetWeatherRequest { world_id: String::new(), ..storm() }).await, "world_id");
    refused_field(set(SetWeatherRequest { zone_id: String::new(), ..storm() }).await, "zone_id");
    refused_field(set(SetWeatherRequest { override_id: "x".repeat(129), ..storm() }).await, "override_id");
    refused_field(set(SetWeatherRequest { condition: 0, ..storm() }).await, "condition");
    refused_field(set(SetWeatherRequest { condition: Condition::DustStorm.into(), ..storm() }).await, "condition");
    refused_field(set(SetWeatherRequest { intensity: Some(1.5), ..storm() }).await, "intensity");
    refused_field(set(SetWeatherRequest { intensity: Some(f64::NAN), ..storm() }).await, "intensity");
    let before = SetWeatherRequest { begin_milliseconds: Some(HOUR_MS - 1), ..storm() };
    refused_field(set(before).await, "begin_milliseconds");
    refused_field(set(SetWeatherRequest { fade_in: game_minutes(-1), ..storm() }).await, "fade_in");
    refused_field(set(SetWeatherRequest { hold: game_minutes(60 * 10_001), ..storm() }).await, "hold");
    refused_field(set(SetWeatherRequest { fade_out: game_minutes(-1), ..storm() }).await, "fade_out");
    refused(set(SetWeatherRequest { zone_id: "moor".to_owned(), ..storm() }).await, Code::NotFound);
    refused(set(SetWeatherRequest { world_id: "nowhere".to_owned(), ..storm() }).await, Code::NotFound);
    let released = async |request| realm.client.release_override(request).await;
    refused_field(released(ReleaseOverrideRequest { override_id: String::new(), ..release() }).await, "override_id");
    refused_field(released(ReleaseOverrideRequest { fade_out: game_minutes(-1), ..release() }).await, "fade_out");
    refused(released(release()).await, Code::NotFound);
}

#[tokio::test]
async fn what_is_set_is_bounded_and_what_is_long_over_is_forgotten() {
    let realm = Realm::configured("overrides_per_zone_max = 2\nhistory_hours_max = 10").await;
    let brief = |id: &str| SetWeatherRequest { override_id: id.to_owned(), hold: game_minutes(0), ..storm() };
    realm.set(brief("a")).await;
    realm.set(brief("b")).await;
    let status = refused(realm.client.set_weather(brief("c")).await, Code::FailedPrecondition);
    assert_eq!(status.reason().unwrap(), "TOO_MANY_OVERRIDES");
    realm.host.clock().advance(HOUR * 13);
    realm.set(brief("c")).await;
}

/// A world that takes the name of one that was deleted has none of its weather, and nothing is left of that.
#[tokio::test]
async fn a_deleted_world_leaves_nothing_behind() {
    let realm = Realm::calm().await;
    realm.pass_hours(1).await;
    realm.set(storm()).await;
    let stored = async || {
        let kinds = ["overrides", "told"].map(|kind| Key::new(kind).with(WORLD));
        realm.host.stored("weather-manager", &kinds[0]).await.len()
            + realm.host.stored("weather-manager", &kinds[1]).await.len()
    };
    eventually("all is stored", async || (stored().await == 4).then_some(())).await;
    let request = DeleteWorldRequest { world_id: WORLD.to_owned(), expected_revision: 0 };
    realm.worlds.delete_world(request).await.unwrap();
    refused(realm.client.get_weather(get("vale", None)).await, Code::NotFound);
    eventually("nothing is left", async || (stored().await == 0).then_some(())).await;
    realm.host.clock().advance(Duration::from_secs(1));
    realm.create(WORLD, 412).await;
    assert_eq!(realm.get("vale", None).await.overrides, []);
}
