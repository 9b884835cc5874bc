use realmwire_contract::weather_manager::v1::Precipitation;

use super::*;

#[tokio::test]
async fn the_weather_of_one_zone_and_of_all() {
    let realm = Realm::new().await;
    let all = realm.get("", None).await.weather;
    let zones: Vec<_> = all.iter().map(|weather| weather.zone_id.as_str()).collect();
    assert_eq!(zones, sample::ZONES);
    for weather in all {
        assert_eq!(realm.weather(&weather.zone_id).await, weather);
        assert_eq!((weather.milliseconds, weather.season.as_str(), weather.override_weight), (0, "spring", 0.0));
        assert_eq!(weather.effects.len(), 7);
        assert!(weather.effects.is_sorted_by(|one, next| one.name < next.name));
        let falls = weather.precipitation_millimetres_per_hour > 0.0;
        assert_eq!(weather.precipitation() != Precipitation::None, falls);
    }
}

/// The weather of another time is what it is when the clock gets there, however it gets there.
#[tokio::test]
async fn the_weather_of_a_time_is_the_same_whenever_it_is_asked_for() {
    let realm = Realm::new().await;
    let at = 100 * 24 * HOUR_MS + 12_345_678;
    let ahead = realm.get("", Some(at)).await.weather;
    realm.jump(at).await;
    assert_eq!(realm.get("", None).await.weather, ahead);
    realm.jump(7 * at).await;
    assert_eq!(realm.get("", Some(at)).await.weather, ahead);
    let summer = realm.get("", Some(at)).await.weather;
    assert!(summer.iter().all(|weather| weather.season == "summer"));
}

#[tokio::test]
async fn worlds_have_the_weather_of_their_seeds() {
    let realm = Realm::new().await;
    realm.create("twin", 412).await;
    realm.create("other", 413).await;
    let of = async |world: &str| {
        let world_id = world.to_owned();
        let request = GetWeatherRequest { world_id, ..GetWeatherRequest::default() };
        realm.client.get_weather(request).await.unwrap().weather
    };
    assert_eq!(of("twin").await, of(WORLD).await);
    assert_ne!(of("other").await, of(WORLD).await);
}

/// What a forecast says comes true hour by hour, and the history tells it afterwards.
#[tokio::test]
async fn a_forecast_comes_true_and_becomes_history() {
    let realm = Realm::new().await;
    realm.jump(200 * 24 * HOUR_MS + HOUR_MS / 2).await;
    let told = realm.forecast("coast", 12).await;
    assert_eq!(told.issued_milliseconds, 200 * 24 * HOUR_MS + HOUR_MS / 2);
    assert!(told.confidence_meaning.contains("probability"));
    assert_eq!(told.hours.len(), 12);
    let expected: Vec<_> = told.hours.iter().map(|hour| hour.weather.clone().unwrap()).collect();
    // Half past becomes the full hour.
    realm.host.clock().advance(HOUR / 2);
    for (lead, weather) in (1..).zip(&expected) {
        assert_eq!(&realm.weather("coast").await, weather, "{lead} hours ahead");
        realm.host.clock().advance(HOUR);
    }
    let history = realm.history("coast", 13).await;
    assert_eq!(history[..12], expected);
}

#[tokio::test]
async fn the_confidence_of_a_forecast_falls_with_the_distance() {
    let realm = Realm::new().await;
    let told = realm.forecast("vale", 240).await.hours;
    let mean = |hours: &[realmwire_contract::weather_manager::v1::ForecastHour]| {
        hours.iter().map(|hour| hour.confidence).sum::<f64>() / crate::field::whole(hours.len().try_into().unwrap())
    };
    assert!((mean(&told[..6]) - 1.0).abs() < 1e-12);
    assert!(mean(&told[6..48]) > mean(&told[120..]) && mean(&told[120..]) < 0.4);
    for hour in &told {
        let condition = hour.weather.as_ref().unwrap().condition;
        let chance = hour.chances.iter().find(|chance| chance.condition == condition);
        assert!(chance.is_none_or(|chance| (chance.probability - hour.confidence).abs() < 1e-12));
        assert!(hour.chances.is_sorted_by(|one, next| one.probability >= next.probability));
        assert!((0.0..=1.0 + 1e-9).contains(&hour.precipitation_probability));
    }
}

#[tokio::test]
async fn a_wrong_question_is_refused_by_the_fields_name() {
    let realm = Realm::new().await;
    let client = &realm.client;
    refused_field(client.get_weather(GetWeatherRequest::default()).await, "world_id");
    refused_field(client.get_weather(get("vale", Some(i64::MAX))).await, "milliseconds");
    refused(client.get_weather(get("moor", None)).await, Code::NotFound);
    let unknown = GetWeatherRequest { world_id: "nowhere".to_owned(), ..GetWeatherRequest::default() };
    refused(client.get_weather(unknown).await, Code::NotFound);
    refused_field(client.forecast(forecast("vale", 241)).await, "hours");
    refused_field(client.forecast(forecast("vale", -1)).await, "hours");
    refused_field(client.forecast(forecast("", 1)).await, "zone_id");
    refused(client.forecast(forecast("moor", 1)).await, Code::NotFound);
    refused_field(client.history(history("vale", 721)).await, "hours");
    refused_field(client.history(history("", 1)).await, "zone_id");
    refused(client.history(history("moor", 1)).await, Code::NotFound);
    assert_eq!(realm.history("vale", 0).await.len(), 24);
    assert_eq!(realm.forecast("vale", 0).await.hours.len(), 24);
}
