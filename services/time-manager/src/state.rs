//! What is stored, and under which keys.
//!
//! - `clock.<clock>`: a clock. Every commit that concerns a clock expects its record's revision, so that everything of
//!   one clock is decided in one order; clocks do not wait for each other.
//! - `schedule.<clock>.<schedule>`: a schedule.
//! - `due.<clock>.<game time>.<schedule>`: when a schedule is due next, in the order of time. Being in game time, it
//!   stays as it is when the clock is paused or runs faster.
//! - timer `clock.<clock>`: when there is something to do for a clock. There is one at most.

use prost_types::{Struct, Timestamp};
use realmwire_sdk::store::{Document, Key};

use crate::calendar::Calendar;
use crate::clock::{ClockState, Rate, RealTime, Segment, Timeline};
use crate::moment::Moment;
use crate::schedule::{CatchUp, Cron, ScheduleState, Trigger};

/// A clock.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ClockRecord {
    #[prost(string, tag = "1")]
    pub(crate) calendar_id: String,
    #[prost(uint64, tag = "2")]
    pub(crate) scale_game: u64,
    #[prost(uint64, tag = "3")]
    pub(crate) scale_real: u64,
    #[prost(bool, tag = "4")]
    pub(crate) paused: bool,
    #[prost(message, repeated, tag = "5")]
    pub(crate) segments: Vec<SegmentRecord>,
    /// The game time of which events have told last.
    #[prost(sint64, tag = "6")]
    pub(crate) told_ms: i64,
    /// When the timer fires, if it is set.
    #[prost(message, optional, tag = "7")]
    pub(crate) alarm_time: Option<Timestamp>,
    #[prost(message, optional, tag = "8")]
    pub(crate) create_time: Option<Timestamp>,
    #[prost(uint64, tag = "9")]
    pub(crate) schedule_count: u64,
    /// Set while schedules are moved back after the clock was: where to go on.
    #[prost(string, optional, tag = "10")]
    pub(crate) rewind_token: Option<String>,
    /// No schedule is due before it; none at all when it is missing.
    #[prost(sint64, optional, tag = "11")]
    pub(crate) next_due_ms: Option<i64>,
}

impl Document for ClockRecord {}

/// A stretch of even time.
#[derive(Clone, Copy, PartialEq, Eq, prost::Message)]
pub(crate) struct SegmentRecord {
    #[prost(sint64, tag = "1")]
    real_seconds: i64,
    #[prost(uint32, tag = "2")]
    real_nanos: u32,
    #[prost(sint64, tag = "3")]
    game_ms: i64,
    /// Below a millisecond.
    #[prost(uint32, tag = "4")]
    game_nanos: u32,
    #[prost(uint64, tag = "5")]
    rate_game: u64,
    #[prost(uint64, tag = "6")]
    rate_real: u64,
}

/// A schedule.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ScheduleRecord {
    #[prost(oneof = "TriggerRecord", tags = "1, 2, 3")]
    pub(crate) trigger: Option<TriggerRecord>,
    #[prost(enumeration = "CatchUpRecord", tag = "4")]
    pub(crate) catch_up: i32,
    #[prost(message, optional, tag = "5")]
    pub(crate) payload: Option<Struct>,
    #[prost(uint64, tag = "6")]
    pub(crate) fire_limit: u64,
    #[prost(uint64, tag = "7")]
    pub(crate) fire_count: u64,
    #[prost(uint64, tag = "8")]
    pub(crate) missed_count: u64,
    /// Missed since it fired last.
    #[prost(uint64, tag = "9")]
    pub(crate) missed_since: u64,
    /// Missing when its rule means nothing any more in a calendar that was changed.
    #[prost(sint64, optional, tag = "10")]
    pub(crate) next_ms: Option<i64>,
    #[prost(message, optional, tag = "11")]
    pub(crate) create_time: Option<Timestamp>,
}

impl Document for ScheduleRecord {}

/// When a schedule fires.
#[derive(Clone, PartialEq, Eq, prost::Oneof)]
pub(crate) enum TriggerRecord {
    #[prost(sint64, tag = "1")]
    OnceMs(i64),
    #[prost(message, tag = "2")]
    Interval(IntervalRecord),
    #[prost(string, tag = "3")]
    Cron(String),
}

#[derive(Clone, Copy, PartialEq, Eq, prost::Message)]
pub(crate) struct IntervalRecord {
    #[prost(sint64, tag = "1")]
    pub(crate) first_ms: i64,
    #[prost(sint64, tag = "2")]
    pub(crate) every_ms: i64,
}

/// What becomes of missed times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, prost::Enumeration)]
#[repr(i32)]
pub(crate) enum CatchUpRecord {
    Last = 0,
    All = 1,
    Nothing = 2,
}

/// When a schedule is due; everything is in the key.
#[derive(Clone, Copy, PartialEq, Eq, prost::Message)]
pub(crate) struct DueRecord {}

impl Document for DueRecord {}

/// The prefix of all clocks.
pub(crate) fn clocks() -> Key {
    Key::new("clock")
}

pub(crate) fn clock_key(clock_id: &str) -> Key {
    clocks().with(clock_id)
}

/// The timer of a clock.
pub(crate) fn timer_key(clock_id: &str) -> Key {
    Key::new("clock").with(clock_id)
}

/// The prefix of a clock's schedules.
pub(crate) fn schedules(clock_id: &str) -> Key {
    Key::new("schedule").with(clock_id)
}

pub(crate) fn schedule_key(clock_id: &str, schedule_id: &str) -> Key {
    schedules(clock_id).with(schedule_id)
}

/// The prefix under which a clock's schedules lie in the order of time.
pub(crate) fn due_prefix(clock_id: &str) -> Key {
    Key::new("due").with(clock_id)
}

pub(crate) fn due_key(clock_id: &str, next: Moment, schedule_id: &str) -> Key {
    // Shifted so that the order of the texts is that of the times, also of those before the first year.
    let shifted = next.0.cast_unsigned() ^ (1 << 63);
    due_prefix(clock_id).with(&format!("{shifted:020}")).with(schedule_id)
}

/// The time and the schedule of a key in the order of time.
pub(crate) fn parse_due_key(key: &Key) -> Option<(Moment, String)> {
    let tokens = key.tokens();
    let [_, _, shifted, schedule_id] = tokens.as_slice() else { return None };
    let shifted: u64 = shifted.parse().ok()?;
    Some((Moment((shifted ^ (1 << 63)).cast_signed()), schedule_id.clone()))
}

impl ClockRecord {
    /// Before which no schedule is due; nothing when there is none.
    pub(crate) fn next_due(&self) -> Option<Moment> {
        self.next_due_ms.map(Moment)
    }

    /// Notes that a schedule is due at `next`.
    pub(crate) fn note_due(&mut self, next: Moment) {
        self.next_due_ms = Some(self.next_due_ms.map_or(next.0, |due| due.min(next.0)));
    }

    /// The clock, unless it has no segment, which none is stored without.
    pub(crate) fn to_state(&self) -> Option<ClockState> {
        Some(ClockState {
            scale: Rate { game: self.scale_game, real: self.scale_real.max(1) },
            paused: self.paused,
            timeline: Timeline::from_segments(self.segments.iter().map(|segment| segment.to_segment()))?,
        })
    }

    /// Takes over what the clock shows.
    pub(crate) fn set_state(&mut self, state: &ClockState) {
        self.scale_game = state.scale.game;
        self.scale_real = state.scale.real;
        self.paused = state.paused;
        self.segments = state.timeline.segments().map(SegmentRecord::of).collect();
    }
}

const NANOS_PER_SECOND: i128 = 1_000_000_000;
const NANOS_PER_MILLI: i128 = 1_000_000;

impl SegmentRecord {
    fn of(segment: &Segment) -> Self {
        Self {
            real_seconds: narrow(segment.real.0.div_euclid(NANOS_PER_SECOND)),
            real_nanos: rest(segment.real.0.rem_euclid(NANOS_PER_SECOND)),
            game_ms: narrow(segment.game.div_euclid(NANOS_PER_MILLI)),
            game_nanos: rest(segment.game.rem_euclid(NANOS_PER_MILLI)),
            rate_game: segment.rate.game,
            rate_real: segment.rate.real,
        }
    }

    fn to_segment(self) -> Segment {
        Segment {
            real: RealTime(i128::from(self.real_seconds) * NANOS_PER_SECOND + i128::from(self.real_nanos)),
            game: i128::from(self.game_ms) * NANOS_PER_MILLI + i128::from(self.game_nanos),
            rate: Rate { game: self.rate_game, real: self.rate_real.max(1) },
        }
    }
}

/// Times so far away that they do not fit are stored as the last that does; clocks cannot be set as far.
fn narrow(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}

fn rest(value: i128) -> u32 {
    u32::try_from(value).unwrap_or_default()
}

impl ScheduleRecord {
    /// The schedule, unless it was stopped or means nothing in the calendar.
    pub(crate) fn to_state(&self, schedule_id: String, calendar: &Calendar) -> Option<ScheduleState> {
        Some(ScheduleState {
            schedule_id,
            trigger: self.trigger.as_ref()?.parse(calendar)?,
            catch_up: match self.catch_up() {
                CatchUpRecord::All => CatchUp::All,
                CatchUpRecord::Last => CatchUp::Last,
                CatchUpRecord::Nothing => CatchUp::None,
            },
            next: Moment(self.next_ms?),
            fire_limit: self.fire_limit,
            fire_count: self.fire_count,
            missed_count: self.missed_count,
            missed_since: self.missed_since,
        })
    }

    /// Takes over how far the schedule has come.
    pub(crate) fn set_state(&mut self, state: &ScheduleState) {
        self.fire_count = state.fire_count;
        self.missed_count = state.missed_count;
        self.missed_since = state.missed_since;
        self.next_ms = Some(state.next.0);
    }
}

impl TriggerRecord {
    pub(crate) fn of(trigger: &Trigger) -> Self {
        match trigger {
            Trigger::Once(at) => Self::OnceMs(at.0),
            Trigger::Interval { first, every_ms } => {
                Self::Interval(IntervalRecord { first_ms: first.0, every_ms: *every_ms })
            }
            Trigger::Cron(cron) => Self::Cron(cron.text.clone()),
        }
    }

    /// The trigger, unless it means nothing in the calendar.
    pub(crate) fn parse(&self, calendar: &Calendar) -> Option<Trigger> {
        Some(match self {
            Self::OnceMs(at) => Trigger::Once(Moment(*at)),
            Self::Interval(interval) => {
                Trigger::Interval { first: Moment(interval.first_ms), every_ms: interval.every_ms.max(1) }
            }
            Self::Cron(text) => Trigger::Cron(Cron::parse(text, calendar).ok()?),
        })
    }
}

impl From<CatchUp> for CatchUpRecord {
    fn from(catch_up: CatchUp) -> Self {
        match catch_up {
            CatchUp::All => Self::All,
            CatchUp::Last => Self::Last,
            CatchUp::None => Self::Nothing,
        }
    }
}
