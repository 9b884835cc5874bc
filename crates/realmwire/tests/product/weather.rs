//! A kill changes no weather, and the weather is told once: nothing twice, and no danger missed.

use std::collections::BTreeMap;

use realmwire_contract::time_manager::v1::HourChanged;
use realmwire_contract::weather_manager::v1::{Condition, SevereAlert, Severity, WeatherChanged};
use realmwire_fabric::embedded::{EmbeddedConfig, open};
use realmwire_test_kit::eventually;
use serde_json::{Value, json};

use crate::harness::{PATIENCE, System, events};

const HOUR_MS: i64 = 3_600_000;
/// Two hours of the game pass in a second: a start takes less than what is caught up with.
const SCALE: [(&str, &str); 2] = [("gameSeconds", "7200"), ("realSeconds", "1")];
/// Hours before the kill, and after it.
const HOURS: i64 = 24;
const ZONES: [&str; 3] = ["coast", "heights", "vale"];

#[tokio::test(flavor = "multi_thread")]
async fn the_weather_is_the_same_after_a_kill_and_was_told_once() {
    let system = System::up_with_content().await;
    begin(&system).await;
    let begun = now(&system).await;
    passes(&system, begun + HOURS * HOUR_MS).await;
    let before = read(&system, begun).await;
    system.process().kill().unwrap();
    system.process().restart().await.unwrap();
    assert_eq!(read(&system, begun).await, before);

    let killed = now(&system).await;
    passes(&system, killed + HOURS * HOUR_MS).await;
    let pause = json!({"clockId": "vale"});
    system.call("time_manager.v1.TimeManager/Pause", &system.admin_token(), &pause).await;
    let end = now(&system).await;
    let hours = hourly(&system, begun, end).await;
    system.process().terminate(PATIENCE).await.unwrap();

    let fabric = open(EmbeddedConfig::new(system.data())).unwrap();
    let times = events::<HourChanged>(&fabric, "time-manager", "hour.changed").await;
    let times: Vec<i64> = times.iter().filter_map(|event| Some(event.time.as_ref()?.milliseconds)).collect();
    let changes = events::<WeatherChanged>(&fabric, "weather-manager", "weather.changed").await;
    let alerts = events::<SevereAlert>(&fabric, "weather-manager", "severe.alert").await;
    for zone in ZONES {
        let changes: Vec<_> = changes.iter().filter(|event| event.zone_id == zone).collect();
        check_changes(&changes, &hours[zone], &times);
        let alerts: Vec<_> = alerts.iter().filter(|event| event.zone_id == zone).collect();
        check_alerts(&alerts, &hours[zone], times[0]);
    }
    let last = changes.iter().filter_map(|event| Some(event.weather.as_ref()?.milliseconds)).max();
    assert!(last > Some(killed), "the weather was told after the kill");
    assert!(!alerts.is_empty(), "there was danger to be told of");
}

/// Makes a world of the sample game whose time flies, and sets weather for one of its zones.
async fn begin(system: &System) {
    let token = system.admin_token();
    let scale: BTreeMap<_, _> = SCALE.into();
    let clock = json!({"clockId": "vale", "calendarId": "emberfall", "scale": scale});
    system.call("time_manager.v1.TimeManager/CreateClock", &token, &clock).await;
    let world = json!({"worldId": "emberfall", "content": "emberfall", "seed": "7", "clockId": "vale"});
    system.call("world_state.v1.WorldState/CreateWorld", &token, &world).await;
    let far = now(system).await + 1_000 * HOUR_MS;
    let set = json!({
        "worldId": "emberfall", "zoneId": "vale", "overrideId": "feast", "condition": "CONDITION_CLEAR",
        "beginMilliseconds": far.to_string(), "hold": "36000s",
    });
    system.call("weather_manager.v1.WeatherManager/SetWeather", &token, &set).await;
}

async fn now(system: &System) -> i64 {
    let asked = json!({"clockId": "vale"});
    let answer = system.call("time_manager.v1.TimeManager/GetTime", &system.admin_token(), &asked).await;
    let milliseconds = answer["clock"]["time"]["milliseconds"].as_str().unwrap_or("0");
    milliseconds.parse().unwrap()
}

async fn passes(system: &System, milliseconds: i64) {
    let is_there = || async { (now(system).await >= milliseconds).then_some(()) };
    eventually("the game's time passes", PATIENCE, is_there).await.unwrap();
}

/// Everything that is told of some hours: what they were like, what will be, and what was set.
async fn read(system: &System, from: i64) -> Vec<Value> {
    let token = system.admin_token();
    let mut told = Vec::new();
    for hour in [0, 1, HOURS / 2, HOURS, 1_005, 2_000] {
        let asked = json!({"worldId": "emberfall", "milliseconds": (from + hour * HOUR_MS).to_string()});
        told.push(system.call("weather_manager.v1.WeatherManager/GetWeather", &token, &asked).await);
    }
    told
}

/// What the weather of each zone is at the beginning of each hour.
async fn hourly(system: &System, from: i64, to: i64) -> BTreeMap<String, BTreeMap<i64, Hour>> {
    let token = system.admin_token();
    let mut hours: BTreeMap<String, BTreeMap<i64, Hour>> = BTreeMap::new();
    for number in from / HOUR_MS..=to / HOUR_MS {
        let asked = json!({"worldId": "emberfall", "milliseconds": (number * HOUR_MS).to_string()});
        let answer = system.call("weather_manager.v1.WeatherManager/GetWeather", &token, &asked).await;
        for weather in answer["weather"].as_array().unwrap() {
            let text = |name: &str| weather[name].as_str().unwrap_or_default().to_owned();
            let condition = Condition::from_str_name(&text("condition")).unwrap();
            let severity = Severity::from_str_name(&text("severity")).unwrap_or_default();
            let celsius = weather["temperatureCelsius"].as_f64().unwrap_or_default();
            hours.entry(text("zoneId")).or_default().insert(number * HOUR_MS, Hour { condition, severity, celsius });
        }
    }
    hours
}

/// What can be read of an hour.
struct Hour {
    condition: Condition,
    severity: Severity,
    celsius: f64,
}

/// Each change is another condition than the one that was told before, at an hour that came, and as it can be read.
fn check_changes(changes: &[&WeatherChanged], hours: &BTreeMap<i64, Hour>, times: &[i64]) {
    let (mut last, mut previous) = (i64::MIN, Condition::Unspecified);
    assert!(changes.len() > 1, "the weather changes");
    for change in changes {
        let weather = change.weather.as_ref().unwrap();
        assert!(weather.milliseconds > last, "told in order, and no hour twice: {change:?}");
        assert!(times.contains(&weather.milliseconds), "at an hour that came: {change:?}");
        assert_eq!(change.previous_condition(), previous, "what was told before: {change:?}");
        assert_ne!(weather.condition(), previous, "it is news: {change:?}");
        let hour = &hours[&weather.milliseconds];
        assert_eq!((weather.condition(), weather.temperature_celsius), (hour.condition, hour.celsius), "{change:?}");
        (last, previous) = (weather.milliseconds, weather.condition());
    }
}

/// Up to the last alert, every change of danger was told, each once.
fn check_alerts(alerts: &[&SevereAlert], hours: &BTreeMap<i64, Hour>, first: i64) {
    let told: Vec<_> = alerts.iter().map(|alert| (alert.milliseconds, alert.severity())).collect();
    let mut expected = Vec::new();
    let mut danger = Severity::None;
    for (milliseconds, hour) in
        hours.range(first..).take_while(|(at, _)| told.last().is_some_and(|last| **at <= last.0))
    {
        if hour.severity != danger {
            expected.push((*milliseconds, hour.severity));
            danger = hour.severity;
        }
    }
    assert_eq!(told, expected);
}
