use realmwire_contract::common::v1::{ExpectedVersion, expected_version::Expectation};
use realmwire_contract::performance_mode::v1::{BudgetKind, ChangeReason, ModeChanged};

use super::*;

#[tokio::test]
async fn a_device_begins_in_the_mode_auto() {
    let world = World::new().await;
    let fresh = world.mode().await;
    assert_eq!((fresh.mode(), fresh.preset(), fresh.resolution_percent), (Mode::Auto, Mode::High, 100));
    assert_eq!(
        (fresh.version, fresh.reason(), fresh.budget.unwrap().frame_time_ms.to_bits()),
        (0, ChangeReason::Unspecified, 16.667_f64.to_bits())
    );
    assert_eq!(fresh.scalers["shadows"], 3);
}

#[tokio::test]
async fn every_mode_can_be_chosen_and_is_told() {
    let world = World::new().await;
    for (version, mode) in (1..).zip([Mode::Ultra, Mode::High, Mode::Medium, Mode::Low, Mode::Competitive, Mode::Auto])
    {
        let chosen = world.adjust(mode, Locks::default()).await;
        assert_eq!((chosen.mode(), chosen.version, chosen.reason()), (mode, version, ChangeReason::Chosen));
        let expected = if mode == Mode::Auto { Mode::High } else { mode };
        assert_eq!(chosen.preset(), expected);
        assert_eq!(world.mode().await, chosen);
    }
    assert_eq!(world.adjust(Mode::Auto, Locks::default()).await.version, 6, "what is so already is no change");
    let told = world.events::<ModeChanged>().await;
    let versions: Vec<_> = told.iter().map(|event| (event.previous_version, event.version)).collect();
    assert_eq!(versions, (0..6).map(|version| (version, version + 1)).collect::<Vec<_>>());
    let competitive = &told[4];
    assert_eq!(
        (competitive.previous_mode(), competitive.mode(), competitive.resolution_percent),
        (Mode::Low, Mode::Competitive, 75)
    );
}

#[tokio::test]
async fn locks_are_taken_and_shown() {
    let world = World::new().await;
    let locks = Locks { resolution_percent: Some(83), preset: Mode::Low.into() };
    let locked = world.adjust(Mode::Auto, locks).await;
    assert_eq!((locked.resolution_percent, locked.preset(), locked.locks), (83, Mode::Low, Some(locks)));
    let fields = |request: AdjustModeRequest| async { refused_fields(world.client.adjust_mode(request).await) };
    let too_low = Locks { resolution_percent: Some(24), preset: Mode::Competitive.into() };
    assert_eq!(fields(adjust(Mode::Auto, too_low)).await, ["locks.resolution_percent", "locks.preset"]);
    let pointless = Locks { preset: Mode::Low.into(), ..Locks::default() };
    assert_eq!(fields(adjust(Mode::High, pointless)).await, ["locks.preset"]);
    assert_eq!(fields(adjust(Mode::Unspecified, Locks::default())).await, ["mode"]);
    assert_eq!(
        fields(AdjustModeRequest { device_id: String::new(), ..adjust(Mode::Low, Locks::default()) }).await,
        ["device_id"]
    );
    let expecting = |expectation| AdjustModeRequest {
        expected_version: Some(ExpectedVersion { expectation: Some(expectation) }),
        ..adjust(Mode::Low, Locks::default())
    };
    refused(world.client.adjust_mode(expecting(Expectation::Version(2))).await, Code::Aborted);
    refused(world.client.adjust_mode(expecting(Expectation::Absent(true))).await, Code::Aborted);
    world.client.adjust_mode(expecting(Expectation::Version(1))).await.unwrap();
}

#[tokio::test]
async fn budgets_are_set_and_checked() {
    let world = World::new().await;
    let budget = Budget { frame_time_ms: 8.3, memory_mb: Some(2000.0), strict: true, ..Budget::default() };
    let set = world.set_budget(budget).await.unwrap();
    assert_eq!((set.version, set.budget), (1, Some(budget)));
    assert_eq!(world.set_budget(budget).await.unwrap().version, 1);
    let wrong = Budget {
        frame_time_ms: 0.0,
        memory_mb: Some(f64::NAN),
        cpu_time_ms: Some(-1.0),
        gpu_time_ms: Some(2000.0),
        strict: false,
    };
    let fields = refused_fields(world.set_budget(wrong).await);
    assert_eq!(fields, ["budget.frame_time_ms", "budget.memory_mb", "budget.cpu_time_ms", "budget.gpu_time_ms"]);
    assert_eq!(refused_fields(world.client.set_budget(set_budget()).await), ["budget"]);
    assert!(set.breached.is_empty());
    let breaching = ReportMetricsRequest { memory_mb: Some(2001.0), ..report(1, 1, 5.0) };
    let reported = world.client.report_metrics(breaching).await.unwrap().mode.unwrap();
    assert_eq!(reported.breached, [i32::from(BudgetKind::Memory)]);
    let roomier = Budget { memory_mb: Some(4000.0), ..budget };
    assert_eq!(world.set_budget(roomier).await.unwrap().breached, Vec::<i32>::new());
}

#[tokio::test]
async fn a_player_has_so_many_devices() {
    let world = World::on(TestHost::new().await, "devices_per_player_max = 2").await;
    let on = |device: &str| AdjustModeRequest { device_id: device.to_owned(), ..adjust(Mode::Low, Locks::default()) };
    for device in ["one", "two", "one"] {
        world.client.adjust_mode(on(device)).await.unwrap();
    }
    let status = refused(world.client.adjust_mode(on("three")).await, Code::FailedPrecondition);
    assert_eq!(status.reason().unwrap(), "TOO_MANY_DEVICES");
    for (config, key) in [
        ("devices = 3", "devices"),
        ("frame_budget_us = 5", "frame_budget_us"),
        ("resolution_percent_min = 52", "resolution_percent_min"),
    ] {
        let error = world.host.try_start(crate::SPEC, config, crate::start).await.err().unwrap().to_string();
        assert!(error.contains(key), "{error}");
    }
}
