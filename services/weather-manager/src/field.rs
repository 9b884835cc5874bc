//! Randomness over a world: what places have in common, the more the nearer they are.
//!
//! For each number that is drawn, the plane is cut into squares, each time from another random corner; all places in one
//! square get the same number. Every place by itself gets independent, even numbers. Two places get the same number with
//! the probability (1 - |dx| / side) (1 - |dy| / side), which falls from one to nothing with their distance.

use crate::random::{Channel, hash, unit};

/// The randomness of one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) seed: u64,
    /// The side of the squares, in metres.
    pub(crate) front_metres: f64,
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// How much a curve through random points is stretched, so that it makes use of its range.
const STRETCH: f64 = 1.8;

impl Field {
    /// A number from 0 to just under 1 for this place.
    pub(crate) fn uniform(&self, channel: Channel, index: i64) -> f64 {
        let (purpose, index) = (channel as u64, index.cast_unsigned());
        let corner = hash(self.seed, &[Channel::Grid as u64, purpose, index]);
        let column = self.square(self.x, corner);
        let row = self.square(self.y, corner.rotate_left(32));
        unit(hash(self.seed, &[purpose, index, column, row]))
    }

    /// The number of the square along one axis, for squares that begin at a random corner.
    #[expect(clippy::cast_possible_truncation, reason = "places lie within a billion metres of the origin")]
    fn square(&self, position: f64, corner: u64) -> u64 {
        // The upper half of the bits alone: the lower one is the other axis's.
        let shift = unit(corner & 0xffff_ffff_0000_0000);
        let square = (position / self.front_metres + shift).floor() as i64;
        square.cast_unsigned()
    }

    /// A curve from -1 to 1 that turns at random about once in `period_hours`: a cubic B-spline over random points.
    pub(crate) fn curve(&self, channel: Channel, period_hours: i64, time: HourTime) -> f64 {
        let point = time.hour.div_euclid(period_hours);
        let t = (whole(time.hour.rem_euclid(period_hours)) + time.fraction) / whole(period_hours);
        let weights = [
            (1.0 - t) * (1.0 - t) * (1.0 - t),
            (3.0 * t - 6.0) * t * t + 4.0,
            ((3.0 - 3.0 * t) * t + 3.0) * t + 1.0,
            t * t * t,
        ];
        let points = (point.saturating_sub(1)..).zip(weights);
        let sum: f64 = points.map(|(index, weight)| weight * (2.0 * self.uniform(channel, index) - 1.0)).sum();
        (sum / 6.0 * STRETCH).clamp(-1.0, 1.0)
    }
}

/// An instant: a whole hour since the beginning of game time, and the part of it that has passed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct HourTime {
    pub(crate) hour: i64,
    /// From 0 to just under 1.
    pub(crate) fraction: f64,
}

impl HourTime {
    /// The beginning of an hour.
    pub(crate) fn begin_of(hour: i64) -> Self {
        Self { hour, fraction: 0.0 }
    }

    /// The instant at a game time.
    pub(crate) fn at(milliseconds: i64, hour_ms: i64) -> Self {
        let fraction = whole(milliseconds.rem_euclid(hour_ms)) / whole(hour_ms);
        Self { hour: milliseconds.div_euclid(hour_ms), fraction }
    }
}

/// A count as a number.
#[expect(clippy::cast_precision_loss, reason = "hours of a day, a period or a season are far below 2^53")]
pub(crate) fn whole(count: i64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Field {
        Field { seed: 7, front_metres: 10_000.0, x, y }
    }

    /// Pins what every world's weather is made of.
    #[test]
    fn the_numbers_never_change() {
        let field = Field { seed: 412, front_metres: 20_000.0, x: 5200.0, y: 4100.0 };
        let drawn = [-1_000_000, -1, 0, 1, 8_760].map(|hour| field.uniform(Channel::Conditions, hour));
        let expected =
            "[0.8516354662411015, 0.49460769602285193, 0.6896981035291129, 0.5835269544993644, 0.4921345801433664]";
        assert_eq!(format!("{drawn:?}"), expected);
        let time = HourTime { hour: 150, fraction: 0.25 };
        assert_eq!(format!("{:?}", field.curve(Channel::SlowTemperature, 48, time)), "-0.5088064673790839");
    }

    #[test]
    fn places_share_numbers_as_their_distance_says() {
        let here = at(0.0, 0.0);
        for (x, y) in [(0.0, 0.0), (1000.0, 0.0), (-4000.0, 2000.0), (9000.0, 9000.0), (0.0, 10_000.0)] {
            let there = at(x, y);
            let count = (0..20_000).filter(|hour| {
                here.uniform(Channel::Conditions, *hour).to_bits()
                    == there.uniform(Channel::Conditions, *hour).to_bits()
            });
            let share = whole(i64::try_from(count.count()).unwrap()) / 20_000.0;
            let expected = (1.0 - x.abs() / 10_000.0) * (1.0 - y.abs() / 10_000.0);
            assert!((share - expected).abs() < 0.015, "{share} at ({x}, {y}), expected {expected}");
        }
    }

    #[test]
    fn a_curve_is_smooth_and_fills_its_range() {
        let field = at(123.0, -456.0);
        let mut extremes = (1.0_f64, -1.0_f64);
        let mut before = field.curve(Channel::Wind, 10, HourTime::begin_of(-500));
        for step in 1..20_000 {
            let time = HourTime::at(-500 * 3_600_000 + step * 360_000, 3_600_000);
            let value = field.curve(Channel::Wind, 10, time);
            assert!((value - before).abs() < 0.04, "from {before} to {value} at {time:?}");
            extremes = (extremes.0.min(value), extremes.1.max(value));
            before = value;
        }
        assert!(extremes.0 < -0.95 && extremes.1 > 0.95, "{extremes:?}");
    }
}
