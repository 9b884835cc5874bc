//! What the clients of players were told, of their settings and their devices, is there after a kill.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http::{Method, StatusCode};
use realmwire_contract::performance_mode::v1::ModeChanged;
use realmwire_contract::settings::v1::SettingsChanged;
use realmwire_fabric::embedded::{EmbeddedConfig, open};
use realmwire_test_kit::eventually;
use serde_json::{Value, json};

use crate::harness::{PATIENCE, System, events};

const PLAYERS: usize = 4;
/// The process is killed when so many calls were acknowledged.
const CALLS_BEFORE_THE_KILL: u64 = 200;
const FRAMES: u64 = 30;

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_loses_no_acknowledged_setting_no_report_and_no_event() {
    let system = Arc::new(System::up().await);
    let (token, total) = (system.admin_token(), Arc::new(AtomicU64::new(0)));
    let start = |call: fn(usize, u64) -> (Method, String, Value)| {
        let callers = (0..PLAYERS).map(|player| {
            let (system, token, total) = (Arc::clone(&system), token.clone(), Arc::clone(&total));
            tokio::spawn(call_until_killed(system, token, move |count| call(player, count), total))
        });
        callers.collect::<Vec<_>>()
    };
    let (settings, reports) = (start(setting), start(report));
    let enough = || std::future::ready((total.load(Ordering::Relaxed) >= CALLS_BEFORE_THE_KILL).then_some(()));
    eventually("enough calls are acknowledged", PATIENCE, enough).await.unwrap();
    system.process().kill().unwrap();
    let (mut set, mut reported) = (Vec::new(), Vec::new());
    for task in settings {
        set.push(task.await.unwrap());
    }
    for task in reports {
        reported.push(task.await.unwrap());
    }
    system.process().restart().await.unwrap();

    let (mut settings_versions, mut mode_versions) = (Vec::new(), Vec::new());
    for player in 0..PLAYERS {
        let device = json!({"playerId": format!("p{player}"), "deviceId": "pc", "window": "900s"});
        let settings = get(&system, "settings.v1.Settings/Get", &device, &["settings", "version"]).await;
        check(set[player], settings);
        settings_versions.push(settings);
        let path = ["frameTime", "count"];
        let frames = get(&system, "performance_mode.v1.PerformanceMode/GetMetrics", &device, &path).await;
        assert_eq!(frames % FRAMES, 0, "a report is half there");
        check(reported[player], frames / FRAMES);
        let path = ["mode", "version"];
        mode_versions.push(get(&system, "performance_mode.v1.PerformanceMode/GetMode", &device, &path).await);
    }
    system.process().terminate(PATIENCE).await.unwrap();

    let fabric = open(EmbeddedConfig::new(system.data())).unwrap();
    for (player, expected) in settings_versions.into_iter().enumerate() {
        let told = events::<SettingsChanged>(&fabric, "settings", "settings.changed").await;
        let told = told.into_iter().filter(|event| event.player_id == format!("p{player}"));
        let versions: Vec<u64> = told.map(|event| event.version).collect();
        assert_eq!(versions, (1..=expected).collect::<Vec<_>>());
    }
    for (player, expected) in mode_versions.into_iter().enumerate() {
        let told = events::<ModeChanged>(&fabric, "performance-mode", "mode.changed").await;
        let told = told.into_iter().filter(|event| event.player_id == format!("p{player}"));
        let versions: Vec<u64> = told.map(|event| event.version).collect();
        assert!(expected > 0, "frames of 25 ms change the mode");
        assert_eq!(versions, (1..=expected).collect::<Vec<_>>());
    }
}

/// The call that comes after `count` others.
fn setting(player: usize, count: u64) -> (Method, String, Value) {
    let path = format!("/v1/settings/p{player}?deviceId=pc");
    (Method::PATCH, path, json!({"audio.music_volume": count % 100, "controls.invert_y": count.is_multiple_of(2)}))
}

fn report(player: usize, count: u64) -> (Method, String, Value) {
    let first = count * FRAMES + 1;
    let sample = |frame: u64| json!({"frame": frame.to_string(), "frameTimeMs": 25, "gpuTimeMs": 24.5});
    let samples: Vec<Value> = (first..first + FRAMES).map(sample).collect();
    (Method::POST, format!("/v1/performance/p{player}/devices/pc/metrics"), json!({"samples": samples}))
}

/// Calls until the process answers no more, and tells how many calls were acknowledged.
async fn call_until_killed(
    system: Arc<System>,
    token: String,
    call: impl Fn(u64) -> (Method, String, Value),
    total: Arc<AtomicU64>,
) -> u64 {
    let mut count = 0;
    loop {
        let (method, path, body) = call(count);
        match system.request(method, &path, &token, &body).await {
            Ok(answer) if answer.status == StatusCode::OK => {
                count += 1;
                total.fetch_add(1, Ordering::Relaxed);
            }
            Ok(answer) => panic!("{}: {}", answer.status, answer.body),
            Err(_) => return count,
        }
    }
}

/// What is there is what was acknowledged, or that and the call that was on its way.
#[track_caller]
fn check(acknowledged: u64, found: u64) {
    assert!(found == acknowledged || found == acknowledged + 1, "{acknowledged} were acknowledged, {found} are there");
}

/// A whole number of an answer.
async fn get(system: &System, method: &str, body: &Value, path: &[&str]) -> u64 {
    let mut body = body.clone();
    let has_window = method.ends_with("GetMetrics");
    body.as_object_mut().unwrap().retain(|name, _| has_window || name != "window");
    let answer = system.call(method, &system.admin_token(), &body).await;
    let number = path.iter().fold(&answer, |value, name| &value[*name]);
    number.as_str().unwrap_or_else(|| panic!("no number in {answer}")).parse().unwrap()
}
