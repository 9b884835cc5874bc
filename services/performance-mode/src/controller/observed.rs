//! What the controller remembers of the frames that it has seen.

use super::ladder::{LEVELS, Point};
use super::{Bound, PROBATION_US, RAISE_WAIT_US, RAISE_WAIT_US_MAX, Reason, Sample, WINDOW};

/// What is remembered, and stored with the device.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Observed {
    /// Times of the last frames since the last change, hitches left out; the oldest first.
    #[prost(uint32, repeated, tag = "1")]
    pub(crate) frames_us: Vec<u32>,
    /// What those frames cost.
    #[prost(uint32, repeated, tag = "2")]
    pub(crate) loads_us: Vec<u32>,
    #[prost(uint32, tag = "3")]
    pub(crate) frames_since_change: u32,
    /// How long all frames took: the controller's time.
    #[prost(uint64, tag = "4")]
    pub(crate) played_us: u64,
    #[prost(uint64, tag = "5")]
    pub(crate) changed_at_us: u64,
    /// When quality was raised, if it is not yet known whether that was right.
    #[prost(uint64, optional, tag = "6")]
    pub(crate) raised_at_us: Option<u64>,
    /// How long it takes until quality rises to `failed` again; 0 is the shortest wait.
    #[prost(uint64, tag = "7")]
    pub(crate) raise_wait_us: u64,
    #[prost(uint64, optional, tag = "8")]
    pub(crate) heat_at_us: Option<u64>,
    /// Whether the last frame was so late that another one is a panic.
    #[prost(bool, tag = "9")]
    pub(crate) is_suspicious: bool,
    /// Moving averages of what the processors took.
    #[prost(uint32, optional, tag = "10")]
    pub(crate) cpu_us: Option<u32>,
    #[prost(uint32, optional, tag = "11")]
    pub(crate) gpu_us: Option<u32>,
    /// The quality that it was last a mistake to raise to, if no later raise to it was right.
    #[prost(message, optional, tag = "12")]
    pub(crate) failed: Option<Reached>,
    /// The quality of the last raise.
    #[prost(message, optional, tag = "13")]
    pub(crate) raised_to: Option<Reached>,
}

/// A quality, in the order in which it rises: presets rise when the resolution cannot.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, prost::Message)]
pub(crate) struct Reached {
    #[prost(uint32, tag = "1")]
    level: u32,
    #[prost(uint32, tag = "2")]
    resolution: u32,
}

impl From<Point> for Reached {
    fn from(point: Point) -> Self {
        let below = LEVELS.iter().filter(|level| **level < point.level).count();
        Self { level: u32::try_from(below).unwrap_or_default(), resolution: point.resolution }
    }
}

impl Observed {
    /// Counts a frame, and learns what it waited for.
    pub(crate) fn begin_frame(&mut self, sample: Sample) {
        self.played_us = self.played_us.saturating_add(u64::from(sample.frame_us));
        self.frames_since_change = self.frames_since_change.saturating_add(1);
        self.cpu_us = average(self.cpu_us, sample.cpu_us);
        self.gpu_us = average(self.gpu_us, sample.gpu_us);
        if self.raised_at_us.is_some_and(|raised| self.played_us.saturating_sub(raised) >= PROBATION_US) {
            self.raised_at_us = None;
            if self.raised_to >= self.failed {
                self.forget_mistakes();
            }
        }
    }

    /// Forgets which raises were mistakes.
    pub(crate) fn forget_mistakes(&mut self) {
        self.failed = None;
        self.raise_wait_us = RAISE_WAIT_US;
    }

    /// Remembers a frame. One that is later than `limit_us` is kept back until the next shows what it was: `true` when
    /// that is late as well.
    pub(crate) fn take(&mut self, sample: Sample, limit_us: u32) -> bool {
        let is_late = sample.frame_us > limit_us;
        let panics = is_late && self.is_suspicious;
        self.is_suspicious = is_late;
        // One that is not alone is no hitch, and what is left where quality cannot fall.
        if !is_late || panics {
            remember(&mut self.frames_us, sample.frame_us);
            remember(&mut self.loads_us, sample.load_us());
        }
        panics
    }

    /// Lets the time of a frame pass that tells nothing of the present quality.
    pub(crate) fn pass(&mut self, sample: Sample) {
        self.played_us = self.played_us.saturating_add(u64::from(sample.frame_us));
    }

    /// Begins anew after a change of quality: what was observed before does not tell what comes.
    pub(crate) fn changed(&mut self, to: Point, reason: Reason) {
        match reason {
            Reason::Headroom => {
                self.raised_at_us = Some(self.played_us);
                self.raised_to = Some(to.into());
            }
            Reason::Heat => {
                self.heat_at_us = Some(self.played_us);
                self.raised_at_us = None;
            }
            Reason::OverBudget | Reason::Panic => {
                if self.raised_at_us.take().is_some() {
                    self.failed = self.raised_to;
                    self.raise_wait_us = self.raise_wait_us.max(RAISE_WAIT_US).saturating_mul(2).min(RAISE_WAIT_US_MAX);
                }
            }
        }
        self.restart();
    }

    /// Whether quality may rise to this already.
    pub(crate) fn may_rise_to(&self, to: Point) -> bool {
        let was_mistake = self.failed.is_some_and(|failed| Reached::from(to) >= failed);
        let wait = if was_mistake { self.raise_wait_us.max(RAISE_WAIT_US) } else { RAISE_WAIT_US };
        self.since_change_us() >= wait
    }

    /// Forgets the frames, after a change that somebody else made or when the game was started again.
    pub(crate) fn restart(&mut self) {
        self.frames_us.clear();
        self.loads_us.clear();
        self.frames_since_change = 0;
        self.changed_at_us = self.played_us;
        self.is_suspicious = false;
    }

    /// What frames wait for, as far as is known.
    pub(crate) fn bound(&self) -> Option<Bound> {
        let frame_us = self.cpu_us.unwrap_or_default().max(self.gpu_us.unwrap_or_default());
        let frame_us = self.frames_us.last().copied().unwrap_or(frame_us);
        Bound::of(frame_us, self.cpu_us, self.gpu_us)
    }

    /// How many of the remembered frames took longer.
    pub(crate) fn late(&self, budget_us: u32) -> usize {
        self.frames_us.iter().filter(|frame_us| **frame_us > budget_us).count()
    }

    pub(crate) fn frame_p95_us(&self) -> u32 {
        percentile_95(&self.frames_us)
    }

    pub(crate) fn load_p95_us(&self) -> u32 {
        percentile_95(&self.loads_us)
    }

    pub(crate) fn since_change_us(&self) -> u64 {
        self.played_us.saturating_sub(self.changed_at_us)
    }

    pub(crate) fn since_heat_us(&self) -> Option<u64> {
        self.heat_at_us.map(|at| self.played_us.saturating_sub(at))
    }
}

fn remember(times_us: &mut Vec<u32>, newest_us: u32) {
    if times_us.len() >= WINDOW {
        times_us.remove(0);
    }
    times_us.push(newest_us);
}

/// The least of the times that 95 of 100 do not exceed.
fn percentile_95(times_us: &[u32]) -> u32 {
    let mut sorted = times_us.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * 95).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

/// A moving average over about sixteen frames.
fn average(before: Option<u32>, now: Option<u32>) -> Option<u32> {
    match (before, now) {
        (Some(before), Some(now)) => {
            let sum = u64::from(before) * 15 + u64::from(now);
            u32::try_from(sum / 16).ok()
        }
        (None, now) => now,
        (before, None) => before,
    }
}
