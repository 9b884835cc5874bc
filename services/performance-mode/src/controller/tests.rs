//! The controller in closed loop with a plant, whose frames cost what its quality asks for.

mod plant;
mod traces;

use proptest::prelude::*;

use super::*;
use plant::{BUDGET_US, Plant, Run, goal, high};

const SECOND_US: u64 = 1_000_000;
/// How often each plant is played, with other noise.
const SEEDS: u64 = 6;

/// A plant whose graphics processor is too slow for full resolution: it takes 26 ms of 16.7.
fn heavy(seed: u64) -> Plant {
    Plant { gpu_scaled_ms: 22.0, gpu_fixed_ms: 4.0, cpu_ms: 6.0, noise: 0.03, ..Plant::new(seed) }
}

#[test]
fn an_overloaded_plant_settles_within_two_seconds_and_stays() {
    for seed in 0..SEEDS {
        let mut run = Run::new(heavy(seed), high());
        run.play(2 * SECOND_US);
        let settled = run.changes.len();
        run.count_late();
        run.play(120 * SECOND_US);
        assert!(run.late_share() < 0.01, "seed {seed}: {} late, {:?}", run.late_share(), run.changes);
        assert!(
            run.changes.len() - settled <= 12,
            "seed {seed}: more than one change in ten seconds: {:?}",
            run.changes
        );
        let last = run.changes.last().unwrap();
        assert!(last.at_us < 60 * SECOND_US, "seed {seed}: still changing: {:?}", run.changes);
        assert!(run.point.resolution >= 60, "seed {seed}: quality was given away: {:?}", run.point);
    }
}

#[test]
fn a_plant_within_its_budget_is_left_alone() {
    for seed in 0..SEEDS {
        let plant = Plant { gpu_scaled_ms: 9.0, gpu_fixed_ms: 4.0, cpu_ms: 8.0, noise: 0.05, ..Plant::new(seed) };
        let mut run = Run::new(plant, high());
        run.play(120 * SECOND_US);
        assert_eq!(run.changes, [], "seed {seed}");
    }
}

#[test]
fn a_step_in_the_load_is_met_within_two_frames() {
    for seed in 0..SEEDS {
        let mut run = Run::new(Plant { gpu_scaled_ms: 8.0, gpu_fixed_ms: 3.0, ..heavy(seed) }, high());
        run.play(10 * SECOND_US);
        assert_eq!(run.changes, [], "seed {seed}");
        run.plant.gpu_scaled_ms = 26.0;
        run.frame();
        run.frame();
        let [change] = run.changes.as_slice() else { panic!("seed {seed}: {:?}", run.changes) };
        assert_eq!(change.reason, Reason::Panic);
        run.play(2 * SECOND_US);
        run.count_late();
        run.play(30 * SECOND_US);
        assert!(run.late_share() < 0.01, "seed {seed}: {}", run.late_share());
    }
}

#[test]
fn what_waits_for_the_processor_keeps_its_resolution() {
    for seed in 0..SEEDS {
        let plant = Plant { gpu_scaled_ms: 5.0, gpu_fixed_ms: 2.0, cpu_ms: 24.0, noise: 0.03, ..Plant::new(seed) };
        let mut run = Run::new(plant, high());
        run.play(60 * SECOND_US);
        assert!(!run.changes.is_empty());
        assert!(run.changes.iter().all(|change| change.point.resolution == 100), "seed {seed}: {:?}", run.changes);
        assert!(run.point.level < Level::High);
        assert!(run.changes.len() <= 4, "seed {seed}: {:?}", run.changes);
    }
}

#[test]
fn single_hitches_are_ignored() {
    for every in [2_u32, 30, 60, 90] {
        let plant = Plant { gpu_scaled_ms: 8.0, gpu_fixed_ms: 3.0, hitch_every: every, hitch_ms: 80.0, ..heavy(1) };
        let mut run = Run::new(plant, high());
        run.play(60 * SECOND_US);
        assert_eq!(run.changes, [], "a hitch every {every} frames");
    }
}

#[test]
fn quality_comes_back_after_the_load_is_gone_and_does_not_swing() {
    for seed in 0..SEEDS {
        let mut run = Run::new(heavy(seed), high());
        run.play(10 * SECOND_US);
        assert!(run.point.resolution < 100);
        run.plant.gpu_scaled_ms = 6.0;
        run.play(60 * SECOND_US);
        assert_eq!(run.point.resolution, 100, "seed {seed}");
        run.count_late();
        let before = run.changes.len();
        run.play(120 * SECOND_US);
        assert!(run.late_share() < 0.01, "seed {seed}: {}", run.late_share());
        assert!(run.changes.len() - before <= 4, "seed {seed}: {:?}", run.changes);
    }
}

/// A plant that looks fine at one quality and is late at the next, whatever is expected of it: each mistake doubles the
/// wait until it is made again.
#[test]
fn a_mistake_is_made_less_and_less_often() {
    let mut run = Run::new(
        Plant { gpu_scaled_ms: 1.0, gpu_fixed_ms: 3.0, cpu_ms: 3.0, cliff: Some((Level::High, 24.0)), ..Plant::new(3) },
        Point { level: Level::Medium, resolution: 100 },
    );
    run.play(1200 * SECOND_US);
    let is_mistake = |change: &&plant::Change| change.reason == Reason::Headroom && change.point.level == Level::High;
    let raised: Vec<_> = run.changes.iter().filter(is_mistake).map(|change| change.at_us).collect();
    let waits: Vec<_> = raised.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(waits.windows(2).all(|pair| pair[1] + SECOND_US > pair[0]), "{waits:?}");
    assert!(raised.len() <= 11, "{raised:?}");
    assert!(waits.last().unwrap() > &(250 * SECOND_US), "{waits:?}");
}

#[test]
fn heat_lowers_quality_whatever_the_frames_say() {
    let idle = Plant { gpu_scaled_ms: 2.0, gpu_fixed_ms: 1.0, cpu_ms: 2.0, ..Plant::new(1) };
    let mut run = Run::new(idle.clone(), high());
    run.heat = Heat::Serious;
    run.play(60 * SECOND_US);
    assert!(run.changes.iter().all(|change| change.reason == Reason::Heat), "{:?}", run.changes);
    assert!((5..=7).contains(&run.changes.len()), "{:?}", run.changes);
    let mut critical = Run::new(idle.clone(), high());
    critical.heat = Heat::Critical;
    critical.play(12 * SECOND_US);
    assert!((3..=5).contains(&critical.changes.len()), "{:?}", critical.changes);
    let mut warm = Run::new(idle, Point { level: Level::Low, resolution: 60 });
    warm.heat = Heat::Fair;
    warm.play(120 * SECOND_US);
    assert_eq!(warm.changes, [], "a warm device gains no quality");
    warm.heat = Heat::Nominal;
    warm.play(60 * SECOND_US);
    assert!(warm.point.resolution > 60);
}

#[test]
fn hitches_in_a_row_are_a_step_only_beyond_the_margin() {
    let (mut observed, goal) = (Observed::default(), goal());
    let sample = |frame_us| Sample { frame_us, cpu_us: None, gpu_us: None };
    let feed =
        |observed: &mut Observed, goal: &Goal, frame_us| step(observed, high(), sample(frame_us), Heat::Nominal, goal);
    for _ in 0..20 {
        assert_eq!(feed(&mut observed, &goal, 15_000), None);
    }
    let little_late = BUDGET_US + BUDGET_US / 20;
    assert_eq!([little_late; 2].map(|frame_us| feed(&mut observed, &goal, frame_us)), [None, None]);
    let strict = Goal { strict: true, ..goal };
    assert_eq!(feed(&mut observed, &strict, little_late), None);
    assert_eq!(feed(&mut observed, &strict, little_late).unwrap().1, Reason::Panic);
}

fn a_point() -> impl Strategy<Value = Point> {
    (0_usize..4, 10_u32..=20).prop_map(|(level, steps)| Point { level: ladder::LEVELS[level], resolution: steps * 5 })
}

fn a_sample() -> impl Strategy<Value = Sample> {
    let part = || proptest::option::of(1_u32..60_000_000);
    (1_u32..60_000_000, part(), part()).prop_map(|(frame_us, cpu_us, gpu_us)| Sample { frame_us, cpu_us, gpu_us })
}

fn a_heat() -> impl Strategy<Value = Heat> {
    proptest::sample::select(vec![Heat::Nominal, Heat::Fair, Heat::Serious, Heat::Critical])
}

proptest! {
    /// Whatever is measured, locked things stay as they are, and quality stays where it may be.
    #[test]
    fn locks_are_never_overridden(
        start in a_point(),
        samples in proptest::collection::vec((a_sample(), a_heat()), 1..400),
        resolution_locked: bool,
        level_locked: bool,
        strict: bool,
    ) {
        let goal = Goal { strict, knobs: Knobs { resolution_locked, level_locked, ..goal().knobs }, ..goal() };
        let (mut observed, mut point) = (Observed::default(), start);
        for (sample, heat) in samples {
            if let Some((next, reason)) = step(&mut observed, point, sample, heat, &goal) {
                prop_assert!(next != point, "a change changes something");
                prop_assert!(!resolution_locked || next.resolution == start.resolution);
                prop_assert!(!level_locked || next.level == start.level);
                prop_assert!((50..=100).contains(&next.resolution));
                if heat >= Heat::Fair {
                    prop_assert!(reason != Reason::Headroom);
                    prop_assert!(next.level <= point.level && next.resolution <= point.resolution);
                }
                point = next;
            }
            prop_assert!(observed.frames_us.len() <= WINDOW && observed.loads_us.len() <= WINDOW);
        }
    }

    /// What is lower costs less than it did, and what is higher is expected to fit.
    #[test]
    fn the_ladder_goes_in_the_direction_that_was_asked_for(
        level in a_point(),
        resolution in 50_u32..=100,
        ratio in 0.01_f64..4.0,
    ) {
        // Also from what was locked before, which is a multiple of nothing.
        let point = Point { resolution, ..level };
        let knobs = goal().knobs;
        for bound in [None, Some(Bound::Cpu), Some(Bound::Gpu)] {
            if let Some(lower) = knobs.lower(point, ratio.min(0.99), bound) {
                prop_assert!(lower.level <= point.level && lower.resolution <= point.resolution && lower != point);
                prop_assert!(bound != Some(Bound::Cpu) || lower.resolution == point.resolution);
                prop_assert!(lower.resolution == point.resolution || lower.resolution.is_multiple_of(5));
            }
        }
        if let Some(higher) = knobs.raise(point, ratio, |_| true) {
            prop_assert!(higher.level >= point.level && higher.resolution >= point.resolution && higher != point);
            let pixels = f64::from(higher.resolution * higher.resolution) / f64::from(point.resolution * point.resolution);
            prop_assert!(higher.level > point.level || pixels <= ratio + 1e-9);
        }
    }
}
