//! Instants of game time.

/// An instant of game time: milliseconds since the beginning of the calendar's first year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Moment(pub(crate) i64);

impl Moment {
    /// The earliest that can be set: well over a million years before the first.
    pub(crate) const MIN: Self = Self(-Self::MAX.0);
    /// The latest that can be set: well over a million years after the first.
    pub(crate) const MAX: Self = Self(40_000_000_000_000_000);

    /// This much later, at the most at the end of what can be set.
    pub(crate) fn plus_ms(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds)).clamp(Self::MIN, Self::MAX)
    }

    /// Which of the periods that begin with 0 and are `period_ms` long it lies in.
    pub(crate) fn period(self, period_ms: i64) -> i64 {
        self.0.div_euclid(period_ms)
    }
}
