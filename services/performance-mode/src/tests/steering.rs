use realmwire_contract::performance_mode::v1::{
    Bottleneck, BudgetBreached, BudgetKind, ChangeReason, ModeChanged, ThermalState,
};

use super::*;

#[tokio::test]
async fn frames_that_come_late_lower_the_quality_and_are_told() {
    let world = World::new().await;
    let calm = world.report(1, 60, 14.0).await;
    assert!(!calm.changed);
    let late = world.report(61, 60, 30.0).await;
    let mode = late.mode.unwrap();
    assert!(late.changed);
    assert_eq!((mode.reason(), mode.bottleneck(), mode.version), (ChangeReason::Panic, Bottleneck::Gpu, 1));
    // 30 ms at the square of 0.7 are 14.7 ms.
    assert_eq!((mode.preset(), mode.resolution_percent), (Mode::High, 70));
    let [told] = world.events::<ModeChanged>().await.try_into().unwrap();
    assert_eq!(
        (told.previous_resolution_percent, told.resolution_percent, told.reason()),
        (100, 70, ChangeReason::Panic)
    );
    assert_eq!(world.mode().await, mode);
}

/// Frames that were drawn before a change do not change anything again.
#[tokio::test]
async fn the_controller_waits_for_frames_of_the_present_quality() {
    let world = World::new().await;
    world.report(1, 60, 30.0).await;
    let old = |first| ReportMetricsRequest { mode_version: 0, ..report(first, 60, 30.0) };
    let before = world.mode().await;
    assert_eq!(before.version, 1);
    // The version is that of before the change.
    let stale = ReportMetricsRequest { mode_version: 1, ..old(61) };
    assert!(world.client.report_metrics(stale).await.unwrap().changed, "these are of the present quality");
    let stale = ReportMetricsRequest { mode_version: 1, ..old(121) };
    assert!(!world.client.report_metrics(stale).await.unwrap().changed, "these are not");
    assert_eq!(world.mode().await.version, 2);
    let future = ReportMetricsRequest { mode_version: 3, ..old(181) };
    assert_eq!(refused_fields(world.client.report_metrics(future).await), ["mode_version"]);
}

#[tokio::test]
async fn what_is_locked_or_chosen_stays() {
    let world = World::new().await;
    let locks = Locks { resolution_percent: Some(100), preset: Mode::Ultra.into() };
    world.adjust(Mode::Auto, locks).await;
    assert!(!world.report(1, 600, 50.0).await.changed);
    world.adjust(Mode::Auto, Locks { resolution_percent: Some(100), ..Locks::default() }).await;
    let lowered = world.report(601, 60, 30.0).await.mode.unwrap();
    assert_eq!(
        (lowered.resolution_percent, lowered.preset()),
        (100, Mode::Low),
        "there is only the preset left to lower"
    );
    world.adjust(Mode::Ultra, Locks::default()).await;
    assert!(!world.report(661, 600, 50.0).await.changed);
    assert_eq!(world.mode().await.preset(), Mode::Ultra);
}

#[tokio::test]
async fn heat_lowers_the_quality() {
    let world = World::new().await;
    let hot = ReportMetricsRequest { thermal: ThermalState::Serious.into(), ..report(1, 20, 5.0) };
    let reported = world.client.report_metrics(hot).await.unwrap();
    assert_eq!((reported.changed, reported.mode.unwrap().reason()), (true, ChangeReason::Thermal));
    let unknown = ReportMetricsRequest { thermal: 9, ..report(21, 1, 5.0) };
    assert_eq!(refused_fields(world.client.report_metrics(unknown).await), ["thermal"]);
}

#[tokio::test]
async fn a_broken_budget_is_told_once_it_lasts() {
    let world = World::new().await;
    world.adjust(Mode::High, Locks::default()).await;
    // Five seconds of play are 250 frames of 20 ms.
    let broken = |mode: ModeState| mode.breached;
    assert_eq!(broken(world.report(1, 200, 20.0).await.mode.unwrap()), Vec::<i32>::new());
    assert_eq!(broken(world.report(201, 250, 20.0).await.mode.unwrap()), [i32::from(BudgetKind::FrameTime)]);
    world.report(451, 500, 20.0).await;
    let [told] = world.events::<BudgetBreached>().await.try_into().unwrap();
    assert_eq!((told.kind(), told.strict), (BudgetKind::FrameTime, false));
    assert!((told.measured - 20.0).abs() < 1e-9 && (told.budget - 16.667).abs() < 1e-9, "{told:?}");
    assert_eq!(broken(world.report(951, 120, 10.0).await.mode.unwrap()), Vec::<i32>::new());
}

#[tokio::test]
async fn a_strict_budget_is_told_at_once() {
    let world = World::new().await;
    let budget = Budget {
        frame_time_ms: 40.0,
        cpu_time_ms: Some(4.0),
        gpu_time_ms: Some(9.0),
        memory_mb: Some(100.0),
        strict: true,
    };
    world.set_budget(budget).await.unwrap();
    let request = ReportMetricsRequest { memory_mb: Some(150.0), ..report(1, 1, 10.0) };
    world.client.report_metrics(request).await.unwrap();
    let told = world.events::<BudgetBreached>().await;
    let kinds: Vec<_> = told.iter().map(BudgetBreached::kind).collect();
    assert_eq!(kinds, [BudgetKind::Memory, BudgetKind::CpuTime, BudgetKind::GpuTime]);
    assert!(told.iter().all(|event| event.strict));
}
