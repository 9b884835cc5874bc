use std::time::Duration;

use realmwire_contract::performance_mode::v1::{GetMetricsRequest, GetMetricsResponse, ThermalState};

use super::*;

async fn metrics(world: &World, seconds: u64) -> Result<GetMetricsResponse, Status> {
    let window = Some(Duration::from_secs(seconds).try_into().unwrap());
    let request = GetMetricsRequest { player_id: "p1".to_owned(), device_id: "pc".to_owned(), window };
    world.client.get_metrics(request).await
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= expected / 100.0, "{found} is not near {expected}");
}

#[tokio::test]
async fn a_window_tells_what_was_measured_in_it() {
    let world = World::new().await;
    assert_eq!(metrics(&world, 60).await.unwrap().frame_time, None);
    world.report(1, 190, 10.0).await;
    let slow =
        ReportMetricsRequest { memory_mb: Some(900.0), thermal: ThermalState::Fair.into(), ..report(191, 10, 50.0) };
    world.client.report_metrics(slow).await.unwrap();
    let told = metrics(&world, 60).await.unwrap();
    let frame_time = told.frame_time.unwrap();
    assert_eq!(frame_time.count, 200);
    near(frame_time.p50_ms, 10.0);
    near(frame_time.p95_ms, 10.0);
    near(frame_time.p99_ms, 50.0);
    near(told.frames_per_second, 200.0 / 2.4);
    near(told.one_percent_low, 20.0);
    assert_eq!((told.late_frames, told.dropped_frames), (10, 20));
    assert_eq!((told.memory_maximum_mb.to_bits(), told.thermal()), (900.0_f64.to_bits(), ThermalState::Fair));
    near(told.cpu_time.unwrap().p99_ms, 5.0);
    near(told.gpu_time.unwrap().p99_ms, 50.0);
}

#[tokio::test]
async fn what_lies_before_a_window_is_not_in_it() {
    let world = World::new().await;
    world.report(1, 100, 10.0).await;
    world.host.clock().advance(Duration::from_secs(30));
    world.report(101, 50, 10.0).await;
    let count = async |seconds| metrics(&world, seconds).await.unwrap().frame_time.map(|frames| frames.count);
    assert_eq!(
        (count(10).await, count(30).await, count(31).await, count(900).await),
        (Some(50), Some(50), Some(150), Some(150))
    );
    world.host.clock().advance(Duration::from_secs(900));
    assert_eq!(count(900).await, None);
}

#[tokio::test]
async fn a_wrong_window_is_refused() {
    let world = World::new().await;
    for seconds in [0, 9, 901] {
        assert_eq!(refused_fields(metrics(&world, seconds).await), ["window"]);
    }
    assert!(metrics(&world, 900).await.is_ok());
}

/// Whatever is wrong with a measurement is named, and nothing of the batch is counted.
#[tokio::test]
async fn wrong_measurements_are_refused_by_name() {
    let world = World::new().await;
    world.report(1, 10, 10.0).await;
    let mut wrong = report(11, 6, 10.0);
    wrong.samples[0].frame_time_ms = f64::NAN;
    wrong.samples[1].frame_time_ms = -1.0;
    wrong.samples[2].cpu_time_ms = Some(f64::INFINITY);
    wrong.samples[3].gpu_time_ms = Some(0.0);
    wrong.samples[4].frame = 14;
    let fields = refused_fields(world.client.report_metrics(wrong).await);
    let expected = [
        "samples[0].frame_time_ms",
        "samples[1].frame_time_ms",
        "samples[2].cpu_time_ms",
        "samples[3].gpu_time_ms",
        "samples[4].frame",
    ];
    assert_eq!(fields, expected);
    let mut twice = report(11, 3, 10.0);
    twice.samples[1].frame = 11;
    assert_eq!(refused_fields(world.client.report_metrics(twice).await), ["samples[1].frame"]);
    assert_eq!(refused_fields(world.client.report_metrics(report(10, 2, 10.0)).await), ["samples[0].frame"]);
    assert_eq!(refused_fields(world.client.report_metrics(report(11, 0, 10.0)).await), ["samples"]);
    assert_eq!(refused_fields(world.client.report_metrics(report(11, 1001, 10.0)).await), ["samples"]);
    let memory = ReportMetricsRequest { memory_mb: Some(f64::NAN), ..report(11, 1, 10.0) };
    assert_eq!(refused_fields(world.client.report_metrics(memory).await), ["memory_mb"]);
    assert_eq!(metrics(&world, 60).await.unwrap().frame_time.unwrap().count, 10);
}

#[tokio::test]
async fn another_run_counts_its_frames_anew() {
    let world = World::new().await;
    world.report(100, 10, 10.0).await;
    let restarted = ReportMetricsRequest { run_id: "second".to_owned(), ..report(1, 10, 10.0) };
    world.client.report_metrics(restarted.clone()).await.unwrap();
    assert_eq!(refused_fields(world.client.report_metrics(restarted).await).len(), 10);
    assert_eq!(metrics(&world, 60).await.unwrap().frame_time.unwrap().count, 20);
}

#[tokio::test]
async fn a_report_that_is_repeated_with_its_key_counts_once() {
    let world = World::new().await;
    let once = || world.client.report_metrics(report(1, 10, 10.0)).idempotency_key("batch-1");
    let first = once().await.unwrap();
    assert_eq!(once().await.unwrap(), first);
    assert_eq!(metrics(&world, 60).await.unwrap().frame_time.unwrap().count, 10);
}
