//! A clock as segments: from each of them on, game time runs evenly at one rate until the next begins.
//!
//! Time is always computed from a segment's beginning, so that it cannot drift. Both times are kept to the nanosecond;
//! a change of the rate begins its segment with exactly what the clock shows at that nanosecond.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::moment::Moment;

const NANOS_PER_MILLI: i128 = 1_000_000;
const NANOS_PER_SECOND: i128 = 1_000_000_000;

/// A real instant: nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RealTime(pub(crate) i128);

impl RealTime {
    /// The last that the contract's timestamps can tell: the end of the year 9999.
    pub(crate) const LAST: Self = Self(253_402_300_799_999_999_999);

    /// Whole milliseconds since 1970.
    pub(crate) fn unix_ms(self) -> i64 {
        i64::try_from(self.0.div_euclid(NANOS_PER_MILLI)).unwrap_or(i64::MAX)
    }

    /// This much later.
    pub(crate) fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(nanos(duration)))
    }

    /// This much earlier.
    pub(crate) fn minus(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(nanos(duration)))
    }
}

fn nanos(duration: Duration) -> i128 {
    i128::try_from(duration.as_nanos()).unwrap_or(i128::MAX)
}

impl From<SystemTime> for RealTime {
    fn from(time: SystemTime) -> Self {
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self(nanos(after)),
            Err(error) => Self(-nanos(error.duration())),
        }
    }
}

impl RealTime {
    /// As the system's type; nothing when it cannot hold it.
    pub(crate) fn to_system_time(self) -> Option<SystemTime> {
        let seconds = u64::try_from(self.0.unsigned_abs() / NANOS_PER_SECOND.unsigned_abs()).ok()?;
        let nanos = u32::try_from(self.0.unsigned_abs() % NANOS_PER_SECOND.unsigned_abs()).ok()?;
        let distance = Duration::new(seconds, nanos);
        if self.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
    }
}

/// How fast game time runs: so many units of it in so many of real time. No game time at all is a standing clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate {
    pub(crate) game: u64,
    /// At least 1.
    pub(crate) real: u64,
}

impl Rate {
    pub(crate) const STANDING: Self = Self { game: 0, real: 1 };

    /// Game time that passes in real time, rounded down.
    fn game_in(self, real: i128) -> i128 {
        (real * i128::from(self.game)).div_euclid(i128::from(self.real.max(1)))
    }

    /// The least real time in which this game time passes; nothing while the clock stands.
    fn real_for(self, game: i128) -> Option<i128> {
        let rate = i128::from(self.game);
        if rate == 0 {
            return None;
        }
        Some((game * i128::from(self.real.max(1)) + rate - 1).div_euclid(rate))
    }
}

/// A stretch of even time, until the next segment begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) real: RealTime,
    /// Nanoseconds of game time.
    pub(crate) game: i128,
    pub(crate) rate: Rate,
}

impl Segment {
    fn game_at(&self, real: RealTime) -> i128 {
        self.game + self.rate.game_in(real.0 - self.real.0)
    }
}

/// All segments of a clock, by their beginnings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Timeline {
    first: Segment,
    rest: Vec<Segment>,
}

impl Timeline {
    /// Segments that are kept; the oldest are forgotten.
    pub(crate) const SEGMENTS_MAX: usize = 256;

    /// A clock that begins at `real` and shows `moment` then.
    pub(crate) fn new(real: RealTime, moment: Moment, rate: Rate) -> Self {
        Self { first: Segment { real, game: game_nanos(moment), rate }, rest: Vec::new() }
    }

    /// The clock with these segments; nothing when there is none.
    pub(crate) fn from_segments(segments: impl IntoIterator<Item = Segment>) -> Option<Self> {
        let mut segments = segments.into_iter();
        Some(Self { first: segments.next()?, rest: segments.collect() })
    }

    pub(crate) fn segments(&self) -> impl DoubleEndedIterator<Item = &Segment> {
        std::iter::once(&self.first).chain(&self.rest)
    }

    /// What the clock shows; before it was created, what it showed first.
    pub(crate) fn moment_at(&self, real: RealTime) -> Moment {
        let moment = self.game_at(real).div_euclid(NANOS_PER_MILLI);
        Moment(i64::try_from(moment).unwrap_or(i64::MAX)).clamp(Moment::MIN, Moment::MAX)
    }

    /// When the clock was created, or the earliest time that is remembered.
    pub(crate) fn begins_at(&self) -> RealTime {
        self.first.real
    }

    /// The end of a gradual setting that is under way: when, and what the clock shows then.
    pub(crate) fn transition(&self, now: RealTime) -> Option<(RealTime, Moment)> {
        let end = self.rest.last().filter(|last| last.real > now)?;
        Some((end.real, self.moment_at(end.real)))
    }

    /// The clock runs at another rate from `now` on.
    #[must_use]
    pub(crate) fn with_rate(self, now: RealTime, rate: Rate) -> Self {
        let game = self.game_at(now);
        self.continued(Segment { real: now, game, rate })
    }

    /// The clock shows `target` at `now`.
    #[must_use]
    pub(crate) fn with_jump(self, now: RealTime, target: Moment, rate: Rate) -> Self {
        self.continued(Segment { real: now, game: game_nanos(target), rate })
    }

    /// The clock runs evenly to `target`, which it shows after the real time `over`, and at `rate` from then on. It
    /// stands until then if it shows more already.
    #[must_use]
    pub(crate) fn with_glide(self, now: RealTime, target: Moment, over: Duration, rate: Rate) -> Self {
        let game = self.game_at(now);
        let distance_ms = (game_nanos(target) - game).div_euclid(NANOS_PER_MILLI);
        let over_ms = u64::try_from(over.as_millis()).unwrap_or(u64::MAX);
        let glide = Rate { game: u64::try_from(distance_ms).unwrap_or_default(), real: over_ms.max(1) };
        let gliding = self.continued(Segment { real: now, game, rate: glide });
        gliding.continued(Segment { real: now.plus(over), game: game_nanos(target), rate })
    }

    /// The first real time from `now` on at which the clock shows `moment` or more, as it runs now; nothing if it will
    /// never.
    pub(crate) fn next_reached(&self, now: RealTime, moment: Moment) -> Option<RealTime> {
        let game = game_nanos(moment);
        let mut ends = self.ends();
        self.segments().find_map(|segment| {
            let end = ends.next().flatten();
            if end.is_some_and(|end| end <= now) {
                return None;
            }
            let from = segment.real.max(now);
            let missing = game - segment.game_at(from);
            if missing <= 0 {
                return Some(from);
            }
            let reached = RealTime(segment.real.0 + segment.rate.real_for(game - segment.game)?);
            end.is_none_or(|end| reached < end).then_some(reached)
        })
    }

    /// The first real time at which the clock shows `moment` since it was last set back before it; nothing if it never
    /// shows it, because it was set past it or stands.
    pub(crate) fn reached(&self, moment: Moment) -> Option<RealTime> {
        let game = game_nanos(moment);
        let mut found = None;
        let mut shown = None;
        for (segment, end) in self.segments().zip(self.ends()) {
            // After the clock was set back, an earlier finding holds only if no later one follows.
            let set_back = shown.is_some_and(|shown| segment.game < shown);
            shown = end.map(|end| segment.game_at(end));
            if found.is_some() && !set_back {
                continue;
            }
            found = segment_reaches(segment, end, game).or(found);
        }
        found
    }

    /// Whether the clock ran through `moment` between `since` and `now`, rather than having been set past it.
    pub(crate) fn ran_through(&self, since: RealTime, now: RealTime, moment: Moment) -> bool {
        let game = game_nanos(moment);
        self.segments().zip(self.ends()).any(|(segment, end)| {
            let (from, to) = (segment.real.max(since), end.map_or(now, |end| end.min(now)));
            from <= to && (segment.game_at(from)..=segment.game_at(to)).contains(&game)
        })
    }

    fn game_at(&self, real: RealTime) -> i128 {
        let real = real.max(self.first.real);
        let segment = self.segments().rfind(|segment| segment.real <= real).unwrap_or(&self.first);
        segment.game_at(real)
    }

    /// When each segment ends; the last one does not.
    fn ends(&self) -> impl Iterator<Item = Option<RealTime>> {
        self.rest.iter().map(|segment| Some(segment.real)).chain(std::iter::once(None))
    }

    /// The segments that begin before `next`, and it.
    fn continued(mut self, next: Segment) -> Self {
        self.rest.retain(|segment| segment.real < next.real);
        if self.first.real >= next.real {
            return Self { first: next, rest: Vec::new() };
        }
        self.rest.push(next);
        if self.rest.len() >= Self::SEGMENTS_MAX {
            self.first = self.rest.remove(0);
        }
        self
    }
}

fn segment_reaches(segment: &Segment, end: Option<RealTime>, game: i128) -> Option<RealTime> {
    let missing = game - segment.game;
    if missing < 0 {
        // The clock ran so fast that it came to this millisecond within the nanosecond in which the segment begins.
        return Some(segment.real).filter(|_| missing > -NANOS_PER_MILLI);
    }
    let needed = if missing == 0 { 0 } else { segment.rate.real_for(missing)? };
    let reached = RealTime(segment.real.0 + needed);
    end.is_none_or(|end| reached < end).then_some(reached)
}

fn game_nanos(moment: Moment) -> i128 {
    i128::from(moment.0) * NANOS_PER_MILLI
}
