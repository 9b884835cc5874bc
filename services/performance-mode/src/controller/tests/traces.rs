//! Loads frame by frame, as they would be recorded at the preset high and full resolution, replayed against the controller.
//!
//! Each line of a trace is what the processor and the graphics processor took, in milliseconds, and how hot the device was
//! (0 nominal to 3 critical). `testdata/README.md` tells how they were made.

use super::plant::{Change, LateTime, goal, high, sample};
use super::*;

struct Replay {
    changes: Vec<Change>,
    late_share: f64,
    late_frames: f64,
    end: Point,
}

/// Plays a trace; late frames are counted after `settled_us`.
fn replay(trace: &str, settled_us: u64) -> Replay {
    let (mut observed, mut point) = (Observed::default(), high());
    let (mut changes, mut late) = (Vec::new(), LateTime::default());
    for line in trace.lines() {
        let numbers: Vec<f64> = line.split(' ').map(|number| number.parse().unwrap()).collect();
        let [cpu, gpu, heat] = numbers.as_slice() else { panic!("{line}") };
        let heat = if *heat > 2.5 {
            Heat::Critical
        } else if *heat > 1.5 {
            Heat::Serious
        } else if *heat > 0.5 {
            Heat::Fair
        } else {
            Heat::Nominal
        };
        let level =
            [0.4, 0.55, 0.75, 1.0][ladder::LEVELS.iter().position(|level| *level == point.level).unwrap()] / 0.75;
        let pixels = f64::from(point.resolution * point.resolution) / 10_000.0;
        // A fifth of the graphics processor's work does not depend on the number of pixels.
        let drawn = sample(cpu * level, gpu * level * (0.2 + 0.8 * pixels));
        if observed.played_us > settled_us {
            late.add(drawn.frame_us);
        }
        if let Some((next, reason)) = step(&mut observed, point, drawn, heat, &goal()) {
            point = next;
            changes.push(Change { at_us: observed.played_us, point, reason });
        }
    }
    Replay { changes, late_share: late.share(), late_frames: late.frames(), end: point }
}

#[test]
fn a_steady_trace_is_left_alone() {
    let replay = replay(include_str!("../../testdata/steady.txt"), 0);
    assert_eq!(replay.changes, []);
    assert!(replay.late_share < 0.02, "{}", replay.late_share);
}

#[test]
fn a_trace_with_hitches_is_left_alone() {
    let replay = replay(include_str!("../../testdata/spikes.txt"), 0);
    assert_eq!(replay.changes, []);
    // Only the hitches themselves are late, and they would be so at any quality.
    assert!(replay.late_frames < 0.01, "{}", replay.late_frames);
}

#[test]
fn a_device_that_gets_hot_is_followed_down() {
    let replay = replay(include_str!("../../testdata/thermal-decay.txt"), 2_000_000);
    assert!(replay.late_share < 0.02, "{} {:?}", replay.late_share, replay.changes);
    assert!((2..=12).contains(&replay.changes.len()), "{:?}", replay.changes);
    assert!(replay.changes.iter().all(|change| change.reason != Reason::Headroom), "{:?}", replay.changes);
    assert!(replay.end.resolution < 90, "{:?}", replay.end);
}

#[test]
fn a_noisy_trace_settles() {
    let replay = replay(include_str!("../../testdata/noisy.txt"), 4_000_000);
    assert!(replay.late_share < 0.02, "{} {:?}", replay.late_share, replay.changes);
    assert!(replay.changes.len() <= 6, "{:?}", replay.changes);
}
