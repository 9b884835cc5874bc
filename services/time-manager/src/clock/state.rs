//! What can be done to a clock.

use std::time::Duration;

use super::timeline::{Rate, RealTime, Timeline};
use crate::moment::Moment;

/// A clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClockState {
    /// How fast it runs when it is neither paused nor being set gradually.
    pub(crate) scale: Rate,
    pub(crate) paused: bool,
    pub(crate) timeline: Timeline,
}

impl ClockState {
    pub(crate) fn new(now: RealTime, start: Moment, scale: Rate, paused: bool) -> Self {
        let rate = if paused { Rate::STANDING } else { scale };
        Self { scale, paused, timeline: Timeline::new(now, start, rate) }
    }

    /// The rate at which it runs while it is not being set gradually.
    fn rate(&self) -> Rate {
        if self.paused { Rate::STANDING } else { self.scale }
    }

    /// Sets it at once.
    pub(crate) fn jump(&mut self, now: RealTime, target: Moment) {
        let rate = self.rate();
        self.replace(|timeline| timeline.with_jump(now, target, rate));
    }

    /// Lets it run to a time within a while. A paused clock stands again at the end.
    pub(crate) fn glide(&mut self, now: RealTime, target: Moment, over: Duration) {
        let rate = self.rate();
        self.replace(|timeline| timeline.with_glide(now, target, over, rate));
    }

    /// Runs at another scale from now on, or when it is resumed.
    pub(crate) fn set_scale(&mut self, now: RealTime, scale: Rate) {
        self.scale = scale;
        let rate = self.rate();
        self.replace(|timeline| timeline.with_rate(now, rate));
    }

    pub(crate) fn pause(&mut self, now: RealTime) {
        if self.paused && self.timeline.transition(now).is_none() {
            return;
        }
        self.paused = true;
        self.replace(|timeline| timeline.with_rate(now, Rate::STANDING));
    }

    pub(crate) fn resume(&mut self, now: RealTime) {
        if !self.paused {
            return;
        }
        self.paused = false;
        let scale = self.scale;
        self.replace(|timeline| timeline.with_rate(now, scale));
    }

    fn replace(&mut self, change: impl FnOnce(Timeline) -> Timeline) {
        self.timeline = change(self.timeline.clone());
    }
}
