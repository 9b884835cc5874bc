//! The mode auto: which quality keeps frames within their budget. A pure function of what was observed, frame by frame.
//!
//! - **Panic.** Two late frames in a row are a step in the load: quality falls at once, as far as the frames say. One late
//!   frame between two that are not is a hitch that no quality would have prevented, and is forgotten.
//! - **Late for a while.** Of the last frames more than a few came late, which is so before their 95th percentile is:
//!   quality falls to where the percentile has headroom again.
//! - **Headroom.** No frame came late for long, and the higher quality is expected to leave headroom, as if all of the
//!   frame's cost grew with it. The wait until then doubles for a quality that had to be given up soon after it was
//!   raised to, so that the controller cannot swing.
//! - **Heat.** A hot device loses quality step by step whatever its frames say, and a warm one gains none.
//!
//! What waits for the graphics processor is met with resolution first and presets then; what waits for the processor with
//! presets only, for resolution costs it nothing. Times are those of the frames themselves: the controller needs no clock.

mod ladder;
mod observed;
#[cfg(test)]
mod tests;

pub(crate) use ladder::{Bound, Knobs, Level, Point};
pub(crate) use observed::Observed;

/// What was measured of one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "a name says its unit")]
pub(crate) struct Sample {
    pub(crate) frame_us: u32,
    pub(crate) cpu_us: Option<u32>,
    pub(crate) gpu_us: Option<u32>,
}

impl Sample {
    /// What the frame cost, without what it waited for the screen.
    fn load_us(self) -> u32 {
        match (self.cpu_us, self.gpu_us) {
            (Some(cpu), Some(gpu)) => cpu.max(gpu),
            _ => self.frame_us,
        }
    }
}

/// How hot the device is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Heat {
    #[default]
    Nominal,
    Fair,
    Serious,
    Critical,
}

/// Why quality changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    OverBudget,
    Panic,
    Heat,
    Headroom,
}

/// What the controller should keep, and what it may do for that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Goal {
    pub(crate) budget_us: u32,
    pub(crate) strict: bool,
    pub(crate) knobs: Knobs,
}

/// Frames that are remembered.
pub(crate) const WINDOW: usize = 120;
/// Frames that must have been observed before quality falls for frames that are late for a while.
const OBSERVED_LEAST: usize = 60;
/// Frames after a change that were drawn before it, or while it was made.
const SETTLING_FRAMES: u32 = 8;
/// Of how many remembered frames one may be late.
const LATE_SHARE: usize = 40;
/// The part of the budget that frames should take after quality has fallen.
const TARGET: f64 = 0.9;
/// The part of the budget that frames may be expected to take after quality has risen.
const TARGET_RAISED: f64 = 0.85;
/// What a hot device should save with each step.
const HEAT_TARGET: f64 = 0.85;
/// Frames between two looks at whether quality can rise.
const RAISE_EVERY_FRAMES: u32 = 30;
/// Quality does not rise sooner than this after any change.
pub(crate) const RAISE_WAIT_US: u64 = 10_000_000;
/// The longest wait.
const RAISE_WAIT_US_MAX: u64 = 320_000_000;
/// Quality that falls within this time after it was raised was a mistake to raise.
const PROBATION_US: u64 = 30_000_000;
/// Time between the steps of a hot device, and of one that is too hot.
const HEAT_WAIT_US: [u64; 2] = [10_000_000, 3_000_000];

/// Looks at one frame, and says what quality should be if it should be another.
pub(crate) fn step(
    observed: &mut Observed,
    point: Point,
    sample: Sample,
    heat: Heat,
    goal: &Goal,
) -> Option<(Point, Reason)> {
    observed.begin_frame(sample);
    if observed.frames_since_change <= SETTLING_FRAMES {
        return None;
    }
    let panics = observed.take(sample, late_limit_us(goal));
    let next = cool_down(observed, point, heat, goal)
        .or_else(|| panics.then(|| panic(observed, point, sample, goal)).flatten())
        .or_else(|| fall(observed, point, goal))
        .or_else(|| if heat == Heat::Nominal { rise(observed, point, goal) } else { None })?;
    observed.changed(next.0, next.1);
    Some(next)
}

/// Looks at one frame of a quality that is not the controller's to change.
pub(crate) fn observe(observed: &mut Observed, sample: Sample, goal: &Goal) {
    observed.begin_frame(sample);
    observed.take(sample, late_limit_us(goal));
}

/// Frames above it are so late that two of them in a row are no accident.
fn late_limit_us(goal: &Goal) -> u32 {
    let margin = if goal.strict { goal.budget_us / 50 } else { goal.budget_us / 10 };
    goal.budget_us.saturating_add(margin)
}

fn cool_down(observed: &Observed, point: Point, heat: Heat, goal: &Goal) -> Option<(Point, Reason)> {
    let [serious, critical] = HEAT_WAIT_US;
    let wait = match heat {
        Heat::Nominal | Heat::Fair => return None,
        Heat::Serious => serious,
        Heat::Critical => critical,
    };
    if observed.since_heat_us().is_some_and(|since| since < wait) {
        return None;
    }
    Some((goal.knobs.lower(point, HEAT_TARGET, observed.bound())?, Reason::Heat))
}

fn panic(observed: &Observed, point: Point, sample: Sample, goal: &Goal) -> Option<(Point, Reason)> {
    let bound = Bound::of(sample.frame_us, sample.cpu_us, sample.gpu_us).or(observed.bound());
    let ratio = TARGET * f64::from(goal.budget_us) / f64::from(sample.frame_us.max(1));
    Some((goal.knobs.lower(point, ratio, bound)?, Reason::Panic))
}

fn fall(observed: &Observed, point: Point, goal: &Goal) -> Option<(Point, Reason)> {
    let count = observed.frames_us.len();
    if count < OBSERVED_LEAST || observed.late(goal.budget_us) * LATE_SHARE <= count {
        return None;
    }
    let ratio = TARGET * f64::from(goal.budget_us) / f64::from(observed.frame_p95_us().max(1));
    Some((goal.knobs.lower(point, ratio, observed.bound())?, Reason::OverBudget))
}

fn rise(observed: &Observed, point: Point, goal: &Goal) -> Option<(Point, Reason)> {
    let is_time = observed.frames_since_change.is_multiple_of(RAISE_EVERY_FRAMES);
    if !is_time || observed.frames_us.len() < WINDOW || observed.since_change_us() < RAISE_WAIT_US {
        return None;
    }
    if observed.late(goal.budget_us) > 0 {
        return None;
    }
    let ratio = TARGET_RAISED * f64::from(goal.budget_us) / f64::from(observed.load_p95_us().max(1));
    // When the highest that is expected to fit was a mistake before, something below it may do meanwhile.
    let next = goal.knobs.raise(point, ratio, |to| observed.may_rise_to(to))?;
    Some((next, Reason::Headroom))
}
