use proptest::prelude::*;

use super::*;

fn sketch(times_us: &[u32]) -> Sketch {
    Sketch::of(times_us.iter().copied()).unwrap()
}

/// The shortest of the times that so many of a hundred do not exceed, exactly.
fn exact(times_us: &[u32], percent: usize) -> u64 {
    let mut sorted = times_us.to_vec();
    sorted.sort_unstable();
    u64::from(sorted[((sorted.len() * percent).div_ceil(100)).max(1) - 1])
}

fn samples(frames_us: &[u32]) -> Vec<Sample> {
    frames_us.iter().map(|frame_us| Sample { frame_us: *frame_us, cpu_us: None, gpu_us: None }).collect()
}

#[test]
fn frames_are_told_as_players_know_them() {
    // 99 frames of 10 ms and one of 100 ms.
    let frames: Vec<u32> = [100_000].into_iter().chain([10_000; 99]).collect();
    let told = BucketRecord::of(&samples(&frames), 16_667).unwrap().to_proto();
    let frame_time = told.frame_time.unwrap();
    assert!((frame_time.p50_ms - 10.0).abs() < 0.1 && (frame_time.p99_ms - 10.0).abs() < 0.1, "{frame_time:?}");
    assert_eq!((frame_time.count, frame_time.maximum_ms.to_bits()), (100, 100.0_f64.to_bits()));
    assert!((frame_time.mean_ms - 10.9).abs() < 1e-9);
    assert!((told.frames_per_second - 100.0 / 1.09).abs() < 1e-6);
    assert!((told.one_percent_low - 10.0).abs() < 0.1, "{}", told.one_percent_low);
    // 100 ms are six budgets.
    assert_eq!((told.late_frames, told.dropped_frames), (1, 5));
    assert_eq!((told.cpu_time, told.gpu_time), (None, None));
}

#[test]
fn nothing_measured_is_told_as_nothing() {
    let nothing = BucketRecord::merged(&[]).unwrap().to_proto();
    assert_eq!(nothing, GetMetricsResponse::default());
}

#[test]
fn a_frame_that_is_a_little_late_drops_none() {
    for (frame_us, expected) in [(16_667, 0), (20_000, 0), (25_001, 1), (33_334, 1), (100_000, 5)] {
        assert_eq!(dropped(frame_us, 16_667), expected, "{frame_us}");
    }
}

#[test]
fn numbers_become_doubles_exactly() {
    for number in [0, 1, u64::from(u32::MAX), 1 << 32, (1 << 53) - 1] {
        assert_eq!(format!("{:.0}", real(number)), number.to_string());
    }
}

proptest! {
    #[test]
    fn percentiles_are_within_a_hundredth(times_us in proptest::collection::vec(1_u32..=TIME_US_MAX, 1..300)) {
        let sketch = sketch(&times_us);
        prop_assert_eq!(sketch.count(), u64::try_from(times_us.len()).unwrap());
        for percent in [50, 95, 99] {
            let (found, expected) = (sketch.percentile_us(u64::try_from(percent).unwrap()), exact(&times_us, percent));
            prop_assert!(found >= expected && found - expected <= expected / 100 + 1, "p{percent}: {found} for {expected}");
        }
    }

    /// However a window is cut, and in whatever order its parts come, it is the same window.
    #[test]
    fn parts_merge_to_the_whole(times_us in proptest::collection::vec(1_u32..=TIME_US_MAX, 2..200), at in 0_usize..200) {
        let (first, second) = times_us.split_at(at.min(times_us.len()));
        let parts = [sketch(first), sketch(second)];
        let whole = sketch(&times_us);
        prop_assert_eq!(Sketch::merged(parts.iter()).unwrap(), whole.clone());
        prop_assert_eq!(Sketch::merged(parts.iter().rev()).unwrap(), whole.clone());
        prop_assert_eq!(Sketch::merged([&whole].into_iter()).unwrap(), whole, "also when it was stored before");
    }
}
