//! settings and performance-mode in one process on the embedded store, on disk.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use realmwire_api::performance_mode::PerformanceModeClient;
use realmwire_api::settings::SettingsClient;
use realmwire_contract::performance_mode::v1::{FrameSample, ReportMetricsRequest};
use realmwire_contract::settings::v1::{
    EvaluateFlagsRequest, FlagRule, FlagVariant, GetRequest, UpdateRequest, UpsertFlagRequest,
};
use realmwire_fabric::embedded::{EmbeddedConfig, open};
use realmwire_sdk::client::{Channel, ChannelConfig};
use realmwire_sdk::health::Health;
use realmwire_sdk::host::Host;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::resilience::ProcessGate;
use realmwire_sdk::service::{Process, ProcessParts, Running};
use realmwire_sdk::telemetry::Telemetry;
use tempfile::TempDir;

use crate::measure::{Plan, median, round};
use crate::report::Report;

/// Flags that exist.
const FLAGS: u32 = 50;
/// Players that calls are about.
const PLAYERS: u64 = 1000;
/// Frames of one report: half a second.
const FRAMES: u64 = 30;
/// Calls that are in flight at a time.
const IN_FLIGHT: usize = 16;

/// The services and ways to call them.
struct Players {
    settings: SettingsClient,
    performance: PerformanceModeClient,
    _running: [Running; 2],
    _folder: TempDir,
}

/// Measures what every player's client does all day.
pub(crate) async fn players(plan: Plan, report: &mut Report) -> anyhow::Result<()> {
    let players = Players::start().await?;
    for number in 0..FLAGS {
        players.settings.upsert_flag(flag(number)).await?;
    }
    let settings = players.settings.clone();
    let evaluate = move |number: u64| {
        let settings = settings.clone();
        async move {
            let request = EvaluateFlagsRequest { player_id: player(number), flag_ids: Vec::new() };
            settings.evaluate_flags(request).await.map(drop)
        }
    };
    measure(plan, report, "all of 50 flags decided for a player", evaluate).await?;
    let settings = players.settings.clone();
    let get = move |number: u64| {
        let settings = settings.clone();
        async move { settings.get(GetRequest { player_id: player(number), ..GetRequest::default() }).await.map(drop) }
    };
    measure(plan, report, "settings read", get).await?;
    let settings = players.settings.clone();
    let update = move |number: u64| {
        let settings = settings.clone();
        async move { settings.update(update_of(number)).await.map(drop) }
    };
    measure(plan, report, "setting written, with its event", update).await?;
    let performance = players.performance.clone();
    let frames = move |number: u64| {
        let performance = performance.clone();
        async move { performance.report_metrics(frames_of(number)).await.map(drop) }
    };
    measure(plan, report, "30 frames reported", frames).await
}

/// Measures calls of which several are in flight.
pub(crate) async fn measure<C, F>(plan: Plan, report: &mut Report, what: &str, call: C) -> anyhow::Result<()>
where
    C: Fn(u64) -> F + Clone + Send + 'static,
    F: Future<Output = Result<(), realmwire_sdk::status::Status>> + Send,
{
    let count = Arc::new(AtomicU64::new(0));
    let numbered = move |_| {
        let (call, number) = (call.clone(), count.fetch_add(1, Ordering::Relaxed));
        async move { Ok(call(number).await?) }
    };
    let mut rounds = Vec::new();
    for _ in 0..plan.rounds {
        rounds.push(round(IN_FLIGHT, plan.round, numbered.clone()).await?);
    }
    report.figures(&format!("{what}, {IN_FLIGHT} in flight"), median(&rounds));
    Ok(())
}

impl Players {
    async fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir_in(".")?;
        let (host, telemetry) = (Host::system(), Telemetry::new());
        let process = Process::new(ProcessParts {
            fabric: open(EmbeddedConfig::new(folder.path()))?,
            host: host.clone(),
            instance: "bench".to_owned(),
            telemetry: telemetry.clone(),
            health: Health::new(),
            gate: ProcessGate::default(),
            content: None,
        });
        let context = |spec| process.context(spec, toml::Table::new());
        let running = [
            realmwire_settings::start(context(realmwire_settings::SPEC)?).await?,
            realmwire_performance_mode::start(context(realmwire_performance_mode::SPEC)?).await?,
        ];
        let caller = ChannelConfig { caller: "bench".to_owned(), principal: Principal::service("bench") };
        let channel = Channel::new(Arc::clone(&process.fabric().bus), host, telemetry, caller);
        Ok(Self {
            settings: SettingsClient::new(&channel),
            performance: PerformanceModeClient::new(&channel),
            _running: running,
            _folder: folder,
        })
    }
}

fn player(number: u64) -> String {
    format!("player-{}", number % PLAYERS)
}

fn flag(number: u32) -> UpsertFlagRequest {
    let variant = |name: &str| FlagVariant { name: name.to_owned(), weight: 1, value: None };
    let rule = FlagRule {
        enabled: true,
        rollout_basis_points: Some(number * 10_000 / FLAGS),
        variants: ["one", "other"].map(variant).into(),
        ..FlagRule::default()
    };
    UpsertFlagRequest { flag_id: format!("flag-{number}"), rule: Some(rule), expected_version: None }
}

fn update_of(number: u64) -> UpdateRequest {
    let is_on = prost_types::value::Kind::BoolValue((number / PLAYERS).is_multiple_of(2));
    let value = prost_types::Value { kind: Some(is_on) };
    let values = prost_types::Struct { fields: [("controls.invert_y".to_owned(), value)].into() };
    UpdateRequest { player_id: player(number), values: Some(values), ..UpdateRequest::default() }
}

fn frames_of(number: u64) -> ReportMetricsRequest {
    // Each report is of a run of its own, so that it does not matter in which order they arrive.
    let sample = |frame| FrameSample { frame, frame_time_ms: 14.0, cpu_time_ms: Some(6.0), gpu_time_ms: Some(13.5) };
    ReportMetricsRequest {
        player_id: player(number),
        device_id: "desk".to_owned(),
        run_id: number.to_string(),
        samples: (1..=FRAMES).map(sample).collect(),
        ..ReportMetricsRequest::default()
    }
}
