//! A device: what its frames take follows from its quality, with noise and hitches.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::controller::{Goal, Heat, Knobs, Level, Observed, Point, Reason, Sample, step};

pub(super) const BUDGET_US: u32 = 16_667;

/// What quality costs on the plant, which is what the presets say of it.
const COSTS: [f64; 4] = [0.4, 0.55, 0.75, 1.0];

/// Frame times are `a·r² + b` on the graphics processor, scaled by the preset, and the processor's beside it.
#[derive(Clone)]
pub(super) struct Plant {
    pub(super) gpu_scaled_ms: f64,
    pub(super) gpu_fixed_ms: f64,
    pub(super) cpu_ms: f64,
    /// The standard deviation, as a part of the time.
    pub(super) noise: f64,
    /// Each so many frames one takes longer; 0 is never.
    pub(super) hitch_every: u32,
    pub(super) hitch_ms: f64,
    /// From this preset on, the graphics processor takes so long whatever is expected.
    pub(super) cliff: Option<(Level, f64)>,
    pub(super) random: ChaCha8Rng,
}

impl Plant {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            gpu_scaled_ms: 8.0,
            gpu_fixed_ms: 3.0,
            cpu_ms: 6.0,
            noise: 0.02,
            hitch_every: 0,
            hitch_ms: 0.0,
            cliff: None,
            random: ChaCha8Rng::seed_from_u64(seed),
        }
    }

    fn noise(&mut self) -> f64 {
        // The sum of three even draws is nearly normal, with a variance of a quarter.
        let sum: f64 = (0..3).map(|_| self.random.random_range(0.0..1.0)).sum();
        1.0 + self.noise * (sum - 1.5) * 2.0
    }

    /// A frame at this quality; costs are those at `High` and full resolution.
    fn draw(&mut self, point: Point, number: u32) -> Sample {
        let level = COSTS[level_index(point.level)] / COSTS[level_index(Level::High)];
        let pixels = f64::from(point.resolution * point.resolution) / 10_000.0;
        let mut gpu = (self.gpu_scaled_ms * pixels + self.gpu_fixed_ms) * level * self.noise();
        if let Some((cliff, cost)) = self.cliff
            && point.level >= cliff
        {
            gpu = cost;
        }
        let mut cpu = self.cpu_ms * level * self.noise();
        if self.hitch_every > 0 && number.is_multiple_of(self.hitch_every) {
            cpu = self.hitch_ms;
        }
        sample(cpu, gpu)
    }
}

fn level_index(level: Level) -> usize {
    match level {
        Level::Low => 0,
        Level::Medium => 1,
        Level::High => 2,
        Level::Ultra => 3,
    }
}

/// A frame whose processors took these milliseconds, side by side.
pub(super) fn sample(cpu_ms: f64, gpu_ms: f64) -> Sample {
    let micros = |ms: f64| u32::try_from(std::time::Duration::from_secs_f64(ms / 1000.0).as_micros()).unwrap();
    let [cpu, gpu] = [cpu_ms, gpu_ms].map(micros);
    Sample { frame_us: cpu.max(gpu), cpu_us: Some(cpu), gpu_us: Some(gpu) }
}

pub(super) fn goal() -> Goal {
    let knobs = Knobs { resolution_min: 50, resolution_locked: false, level_locked: false, costs: COSTS };
    Goal { budget_us: BUDGET_US, strict: false, knobs }
}

pub(super) fn high() -> Point {
    Point { level: Level::High, resolution: 100 }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) at_us: u64,
    pub(super) point: Point,
    pub(super) reason: Reason,
}

/// The plant and the controller in a loop.
pub(super) struct Run {
    pub(super) plant: Plant,
    pub(super) point: Point,
    pub(super) heat: Heat,
    pub(super) changes: Vec<Change>,
    observed: Observed,
    frames: u32,
    late: LateTime,
}

/// How much time frames took, and how much of it those that were late.
#[derive(Clone, Copy, Default)]
pub(super) struct LateTime {
    late_us: u64,
    all_us: u64,
    late_frames: u32,
    all_frames: u32,
}

impl LateTime {
    pub(super) fn add(&mut self, frame_us: u32) {
        self.all_us += u64::from(frame_us);
        self.all_frames += 1;
        self.late_frames += u32::from(frame_us > BUDGET_US);
        self.late_us += u64::from(if frame_us > BUDGET_US { frame_us } else { 0 });
    }

    /// The part of the frames that was late.
    pub(super) fn frames(self) -> f64 {
        f64::from(self.late_frames) / f64::from(self.all_frames)
    }

    /// The part of the time that late frames took.
    pub(super) fn share(self) -> f64 {
        let [late, all] =
            [self.late_us, self.all_us].map(|micros| std::time::Duration::from_micros(micros).as_secs_f64());
        late / all
    }
}

impl Run {
    pub(super) fn new(plant: Plant, point: Point) -> Self {
        Self {
            plant,
            point,
            heat: Heat::Nominal,
            changes: Vec::new(),
            observed: Observed::default(),
            frames: 0,
            late: LateTime::default(),
        }
    }

    /// Draws frames for a time.
    pub(super) fn play(&mut self, time_us: u64) {
        let end = self.observed.played_us + time_us;
        while self.observed.played_us < end {
            self.frame();
        }
    }

    pub(super) fn frame(&mut self) {
        self.frames += 1;
        let sample = self.plant.draw(self.point, self.frames);
        self.late.add(sample.frame_us);
        if let Some((point, reason)) = step(&mut self.observed, self.point, sample, self.heat, &goal()) {
            self.point = point;
            self.changes.push(Change { at_us: self.observed.played_us, point, reason });
        }
    }

    /// Counts late frames from now on.
    pub(super) fn count_late(&mut self) {
        self.late = LateTime::default();
    }

    pub(super) fn late_share(&self) -> f64 {
        self.late.share()
    }
}
