use realmwire_contract::weather_manager::v1::{SetWeatherRequest, Severity};

use super::*;

/// Winter, when there is much to tell.
pub(super) const WINTER_MS: i64 = 300 * 24 * HOUR_MS;

/// What a zone's events should tell of these hours, after nothing or another hour before them.
pub(super) fn expected_changes(hours: &[Weather], before: Option<Condition>) -> Vec<(i64, Condition, Condition)> {
    let mut previous = before.unwrap_or_default();
    let mut changes = Vec::new();
    for weather in hours {
        if weather.condition() != previous {
            changes.push((weather.milliseconds, previous, weather.condition()));
        }
        previous = weather.condition();
    }
    changes
}

pub(super) fn told_changes(changes: &[WeatherChanged]) -> Vec<(i64, Condition, Condition)> {
    let told = changes.iter().map(|change| (change.weather.as_ref().unwrap(), change.previous_condition()));
    told.map(|(weather, previous)| (weather.milliseconds, previous, weather.condition())).collect()
}

/// The alerts of these hours: the hour, how dangerous it was before and is then.
pub(super) fn expected_alerts(hours: &[Weather]) -> Vec<(i64, Severity, Severity)> {
    let mut previous = Severity::None;
    let mut alerts = Vec::new();
    for weather in hours {
        if weather.severity() != previous {
            alerts.push((weather.milliseconds, previous, weather.severity()));
        }
        previous = weather.severity();
    }
    alerts
}

pub(super) fn told_alerts(alerts: &[SevereAlert]) -> Vec<(i64, Severity, Severity)> {
    alerts.iter().map(|alert| (alert.milliseconds, alert.previous_severity(), alert.severity())).collect()
}

#[tokio::test]
async fn each_hours_change_is_told_once() {
    let realm = Realm::new().await;
    realm.jump(WINTER_MS).await;
    realm.pass_hours(30).await;
    let mut alerts = 0;
    for zone in sample::ZONES {
        let hours = realm.history(zone, 31).await;
        assert_eq!(hours[0].milliseconds, WINTER_MS);
        let expected = expected_changes(&hours, None);
        eventually("the changes are told", async || (realm.changes(zone).await.len() >= expected.len()).then_some(()))
            .await;
        let changes = realm.changes(zone).await;
        assert_eq!(told_changes(&changes), expected, "{zone}");
        assert!(
            changes.iter().all(|change| change.world_id == WORLD && hours.contains(change.weather.as_ref().unwrap()))
        );
        let told = realm.alerts(zone).await;
        assert_eq!(told_alerts(&told), expected_alerts(&hours), "{zone}");
        assert!(told.iter().all(|alert| !alert.late));
        alerts += told.len();
    }
    assert!(alerts > 2, "there was too little to tell");
}

/// Hours that passed together: one change, and every alert among them.
#[tokio::test]
async fn alerts_of_hours_that_passed_together_are_told_late() {
    let realm = Realm::new().await;
    realm.jump(WINTER_MS).await;
    realm.pass_hours(1).await;
    let passed = 20;
    realm.host.clock().advance(HOUR * passed);
    for zone in sample::ZONES {
        let hours = realm.history(zone, 22).await;
        let expected = expected_alerts(&hours);
        eventually("the alerts are told", async || (realm.alerts(zone).await.len() >= expected.len()).then_some(()))
            .await;
        let alerts = realm.alerts(zone).await;
        assert_eq!(told_alerts(&alerts), expected, "{zone}");
        let now = hours.last().unwrap().milliseconds;
        let late: Vec<_> = alerts.iter().filter(|alert| alert.late).map(|alert| alert.milliseconds).collect();
        assert!(late.iter().all(|at| *at < now));
    }
}

/// What a jump passes over is not told, and neither is what is as it was.
#[tokio::test]
async fn a_jump_tells_what_has_changed_across_it() {
    let realm = Realm::new().await;
    realm.jump(WINTER_MS).await;
    realm.jump(WINTER_MS + 500 * HOUR_MS + 1).await;
    realm.jump(WINTER_MS + 7 * HOUR_MS).await;
    for zone in sample::ZONES {
        let mut stations = Vec::new();
        for at in [WINTER_MS, WINTER_MS + 500 * HOUR_MS + 1, WINTER_MS + 7 * HOUR_MS] {
            stations.extend(realm.get(zone, Some(at)).await.weather);
        }
        let expected = expected_changes(&stations, None);
        eventually("the changes are told", async || (realm.changes(zone).await.len() >= expected.len()).then_some(()))
            .await;
        assert_eq!(told_changes(&realm.changes(zone).await), expected, "{zone}");
        assert_eq!(told_alerts(&realm.alerts(zone).await), expected_alerts(&stations), "{zone}");
    }
}

#[tokio::test]
async fn weather_that_is_set_is_told_at_the_hour() {
    let realm = Realm::new().await;
    let request = SetWeatherRequest {
        world_id: WORLD.to_owned(),
        zone_id: "heights".to_owned(),
        condition: Condition::Blizzard.into(),
        fade_in: Some(prost_types::Duration::default()),
        ..SetWeatherRequest::default()
    };
    realm.client.set_weather(request).await.unwrap();
    realm.pass_hours(1).await;
    let changes = eventually("the change is told", async || {
        Some(realm.changes("heights").await).filter(|changes| !changes.is_empty())
    })
    .await;
    assert_eq!(changes[0].weather.as_ref().unwrap().condition(), Condition::Blizzard);
    let alerts = realm.alerts("heights").await;
    assert_eq!(told_alerts(&alerts), [(HOUR_MS, Severity::None, Severity::Warning)]);
}
