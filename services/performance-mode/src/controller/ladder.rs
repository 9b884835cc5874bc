//! The qualities that there are, and which of them a frame's cost asks for.

/// The presets that the controller chooses among, from the lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Low,
    Medium,
    High,
    Ultra,
}

/// All levels, from the lowest.
pub(crate) const LEVELS: [Level; 4] = [Level::Low, Level::Medium, Level::High, Level::Ultra];

/// A quality: a preset and a resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    pub(crate) level: Level,
    /// In percent of the screen's width and height.
    pub(crate) resolution: u32,
}

/// What frames wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    Cpu,
    Gpu,
}

/// What may be changed, and what that costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Knobs {
    pub(crate) resolution_min: u32,
    pub(crate) resolution_locked: bool,
    pub(crate) level_locked: bool,
    /// What a frame costs at each level, from the lowest.
    pub(crate) costs: [f64; 4],
}

/// Resolution changes by multiples of this, so that it does not change for little.
const RESOLUTION_STEP: u32 = 5;
const RESOLUTION_MAX: u32 = 100;

impl Bound {
    /// What a frame of these times waited for; `None` when nothing tells.
    pub(crate) fn of(frame_us: u32, cpu_us: Option<u32>, gpu_us: Option<u32>) -> Option<Self> {
        // Most of a frame, in hundredths: whoever takes it is what the frame waited for.
        const MOST: u64 = 85;
        let takes_most = |part: u32| u64::from(part) * 100 >= u64::from(frame_us) * MOST;
        match (cpu_us, gpu_us) {
            (None, None) => None,
            (Some(cpu), None) => Some(if takes_most(cpu) { Self::Cpu } else { Self::Gpu }),
            (None, Some(gpu)) => Some(if takes_most(gpu) { Self::Gpu } else { Self::Cpu }),
            (Some(cpu), Some(gpu)) => Some(if cpu > gpu { Self::Cpu } else { Self::Gpu }),
        }
    }
}

impl Knobs {
    /// The highest quality below `point` whose frames cost `ratio` of what they cost now; `None` when nothing may fall.
    pub(crate) fn lower(&self, point: Point, ratio: f64, bound: Option<Bound>) -> Option<Point> {
        let is_cpu = bound == Some(Bound::Cpu);
        if !is_cpu && !self.resolution_locked && point.resolution > self.resolution_min {
            // The cost of a frame grows with the number of pixels.
            let wanted = scaled(point.resolution, ratio.max(0.0).sqrt());
            let highest = point.resolution.saturating_sub(1) / RESOLUTION_STEP * RESOLUTION_STEP;
            return Some(Point { resolution: wanted.min(highest).max(self.resolution_min), ..point });
        }
        if self.level_locked {
            return None;
        }
        let below = LEVELS.into_iter().filter(|level| *level < point.level);
        let now = self.cost(point.level);
        let fits = |level: &Level| self.cost(*level) <= now * ratio;
        let level = below.clone().rfind(fits).or_else(|| below.clone().next())?;
        Some(Point { level, ..point })
    }

    /// The highest quality above `point` that is `allowed` and whose frames cost at most `ratio` of what they cost now;
    /// `None` when there is none. The resolution comes back before the preset does.
    pub(crate) fn raise(&self, point: Point, ratio: f64, allowed: impl Fn(Point) -> bool) -> Option<Point> {
        if !self.resolution_locked && point.resolution < RESOLUTION_MAX {
            let wanted = scaled(point.resolution, ratio.max(0.0).sqrt()).min(RESOLUTION_MAX);
            let mut above =
                (point.resolution + 1..=wanted).rev().filter(|percent| percent.is_multiple_of(RESOLUTION_STEP));
            return above.find_map(|resolution| Some(Point { resolution, ..point }).filter(|to| allowed(*to)));
        }
        if self.level_locked {
            return None;
        }
        let above = LEVELS.into_iter().find(|level| *level > point.level)?;
        let fits = self.cost(above) <= self.cost(point.level) * ratio;
        Some(Point { level: above, ..point }).filter(|to| fits && allowed(*to))
    }

    fn cost(&self, level: Level) -> f64 {
        let costs = LEVELS.into_iter().zip(self.costs);
        costs.filter(|(other, _)| *other == level).map(|(_, cost)| cost).sum()
    }
}

/// The largest multiple of the step that is at most `resolution` times `factor`.
fn scaled(resolution: u32, factor: f64) -> u32 {
    let steps = (RESOLUTION_STEP..=RESOLUTION_MAX * 2).step_by(5);
    let most = f64::from(resolution) * factor;
    steps.take_while(|step| f64::from(*step) <= most).last().unwrap_or(RESOLUTION_STEP)
}
