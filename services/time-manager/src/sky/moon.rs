//! The phases of the moon.

use super::dynamical::{polynomial, universal};

/// Days from one new moon to the next, on average.
pub(crate) const SYNODIC_MONTH_DAYS: f64 = 29.530_588_861;
/// The new moon of January 2000, from which lunations are counted.
const FIRST_NEW_MOON: f64 = 2_451_550.097_66;
/// Lunations from 2000 to either end of the years for which the formulas are made.
const LUNATIONS_MAX: f64 = 37_000.0;
/// Lunations in a century.
const LUNATIONS_PER_CENTURY: f64 = 1236.85;

/// The arguments of one lunation's phase, in radians.
struct Arguments {
    /// The eccentricity of the Earth's orbit, as a factor.
    eccentricity: f64,
    /// The sun's mean anomaly.
    sun: f64,
    /// The moon's mean anomaly.
    moon: f64,
    /// The moon's argument of latitude.
    latitude: f64,
    /// The longitude of the ascending node.
    node: f64,
}

/// A periodic term: amplitude in hundred-thousandths of a day, multiples of the sun's and the moon's anomaly and of the
/// argument of latitude. The eccentricity comes in once for each multiple of the sun's anomaly, at most twice.
type Term = (f64, f64, f64, f64);

/// New and full moon: the terms whose amplitude is the same for both.
const SYZYGY: [Term; 17] = [
    (-111.0, 0.0, 1.0, -2.0),
    (-57.0, 0.0, 1.0, 2.0),
    (56.0, 1.0, 2.0, 0.0),
    (-42.0, 0.0, 3.0, 0.0),
    (42.0, 1.0, 0.0, 2.0),
    (38.0, 1.0, 0.0, -2.0),
    (-24.0, -1.0, 2.0, 0.0),
    (-7.0, 2.0, 1.0, 0.0),
    (4.0, 0.0, 2.0, -2.0),
    (4.0, 3.0, 0.0, 0.0),
    (3.0, 1.0, 1.0, -2.0),
    (3.0, 0.0, 2.0, 2.0),
    (-3.0, 1.0, 1.0, 2.0),
    (3.0, -1.0, 1.0, 2.0),
    (-2.0, -1.0, 1.0, -2.0),
    (-2.0, 1.0, 3.0, 0.0),
    (2.0, 0.0, 4.0, 0.0),
];

const NEW_MOON: [Term; 7] = [
    (-40_720.0, 0.0, 1.0, 0.0),
    (17_241.0, 1.0, 0.0, 0.0),
    (1_608.0, 0.0, 2.0, 0.0),
    (1_039.0, 0.0, 0.0, 2.0),
    (739.0, -1.0, 1.0, 0.0),
    (-514.0, 1.0, 1.0, 0.0),
    (208.0, 2.0, 0.0, 0.0),
];

const FULL_MOON: [Term; 7] = [
    (-40_614.0, 0.0, 1.0, 0.0),
    (17_302.0, 1.0, 0.0, 0.0),
    (1_614.0, 0.0, 2.0, 0.0),
    (1_043.0, 0.0, 0.0, 2.0),
    (734.0, -1.0, 1.0, 0.0),
    (-515.0, 1.0, 1.0, 0.0),
    (209.0, 2.0, 0.0, 0.0),
];

const QUARTERS: [Term; 24] = [
    (-62_801.0, 0.0, 1.0, 0.0),
    (17_172.0, 1.0, 0.0, 0.0),
    (-1_183.0, 1.0, 1.0, 0.0),
    (862.0, 0.0, 2.0, 0.0),
    (804.0, 0.0, 0.0, 2.0),
    (454.0, -1.0, 1.0, 0.0),
    (204.0, 2.0, 0.0, 0.0),
    (-180.0, 0.0, 1.0, -2.0),
    (-70.0, 0.0, 1.0, 2.0),
    (-40.0, 0.0, 3.0, 0.0),
    (-34.0, -1.0, 2.0, 0.0),
    (32.0, 1.0, 0.0, 2.0),
    (32.0, 1.0, 0.0, -2.0),
    (-28.0, 2.0, 1.0, 0.0),
    (27.0, 1.0, 2.0, 0.0),
    (-5.0, -1.0, 1.0, -2.0),
    (4.0, 0.0, 2.0, 2.0),
    (-4.0, 1.0, 1.0, 2.0),
    (4.0, -2.0, 1.0, 0.0),
    (3.0, 1.0, 1.0, -2.0),
    (3.0, 3.0, 0.0, 0.0),
    (2.0, 0.0, 2.0, -2.0),
    (2.0, -1.0, 1.0, 2.0),
    (-2.0, 1.0, 3.0, 0.0),
];

/// The amplitude of the term in the longitude of the node, the same for all phases.
const NODE: f64 = -17.0;

/// The pull of the planets, for all phases: amplitude in millionths of a day, angle in degrees and its speed a lunation.
const PLANETS: [(f64, f64, f64); 14] = [
    (325.0, 299.77, 0.107_408),
    (165.0, 251.88, 0.016_321),
    (164.0, 251.83, 26.651_886),
    (126.0, 349.42, 36.412_478),
    (110.0, 84.66, 18.206_239),
    (62.0, 141.74, 53.303_771),
    (60.0, 207.14, 2.453_732),
    (56.0, 154.84, 7.306_860),
    (47.0, 34.52, 27.261_239),
    (42.0, 207.19, 0.121_824),
    (40.0, 291.34, 1.844_379),
    (37.0, 161.72, 24.198_154),
    (35.0, 239.56, 25.513_099),
    (23.0, 331.55, 3.592_518),
];

/// The four phases whose moments are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quarter {
    New,
    First,
    Full,
    Last,
}

impl Quarter {
    pub(super) const ALL: [Self; 4] = [Self::New, Self::First, Self::Full, Self::Last];

    /// Its place within a lunation.
    pub(super) fn fraction(self) -> f64 {
        match self {
            Self::New => 0.0,
            Self::First => 0.25,
            Self::Full => 0.5,
            Self::Last => 0.75,
        }
    }
}

impl Arguments {
    fn new(lunation: f64) -> Self {
        let centuries = lunation / LUNATIONS_PER_CENTURY;
        let angle = |start: f64, per_lunation: f64, curve: &[f64]| {
            (start + per_lunation * lunation + centuries * centuries * polynomial(curve, centuries)).to_radians()
        };
        Self {
            eccentricity: polynomial(&[1.0, -0.002_516, -0.000_007_4], centuries),
            sun: angle(2.5534, 29.105_356_70, &[-0.000_001_4, -0.000_000_11]),
            moon: angle(201.5643, 385.816_935_28, &[0.010_758_2, 0.000_012_38, -0.000_000_058]),
            latitude: angle(160.7108, 390.670_502_84, &[-0.001_611_8, -0.000_002_27, 0.000_000_011]),
            node: angle(124.7746, -1.563_755_88, &[0.002_067_2, 0.000_002_15]),
        }
    }

    fn sum(&self, terms: &[Term]) -> f64 {
        let term = |(amplitude, sun, moon, latitude): &Term| {
            let angle = sun * self.sun + moon * self.moon + latitude * self.latitude;
            // Terms of three times the sun's anomaly are too small for the eccentricity to matter.
            let factor = match sun.abs() {
                1.0 => self.eccentricity,
                2.0 => self.eccentricity * self.eccentricity,
                _ => 1.0,
            };
            amplitude * factor * angle.sin()
        };
        terms.iter().map(term).sum()
    }

    /// What parts the quarters from each other.
    fn quarter_shift(&self) -> f64 {
        let Self { eccentricity, sun, moon, latitude, .. } = self;
        306.0 - 38.0 * eccentricity * sun.cos() + 26.0 * moon.cos() - 2.0 * (moon - sun).cos()
            + 2.0 * (moon + sun).cos()
            + 2.0 * (2.0 * latitude).cos()
    }
}

/// When a phase of a lunation takes place; `number` is whole, and 0 begins with the first new moon of 2000.
pub(super) fn phase_time(number: f64, quarter: Quarter) -> f64 {
    let known = number.clamp(-LUNATIONS_MAX, LUNATIONS_MAX);
    let lunation = known + quarter.fraction();
    let centuries = lunation / LUNATIONS_PER_CENTURY;
    let curve = polynomial(&[0.000_154_37, -0.000_000_150, 0.000_000_000_73], centuries);
    let mean = FIRST_NEW_MOON + SYNODIC_MONTH_DAYS * lunation + centuries * centuries * curve;
    let arguments = Arguments::new(lunation);
    let periodic = match quarter {
        Quarter::New => arguments.sum(&NEW_MOON) + arguments.sum(&SYZYGY),
        Quarter::Full => arguments.sum(&FULL_MOON) + arguments.sum(&SYZYGY),
        Quarter::First => arguments.sum(&QUARTERS) + arguments.quarter_shift(),
        Quarter::Last => arguments.sum(&QUARTERS) - arguments.quarter_shift(),
    } + NODE * arguments.node.sin();
    let planets: f64 = PLANETS
        .iter()
        .map(|(amplitude, start, per_lunation)| amplitude * (start + per_lunation * lunation).to_radians().sin())
        .sum();
    universal(mean + periodic * 0.000_01 + planets * 0.000_001) + (number - known) * SYNODIC_MONTH_DAYS
}

/// How far the moon is from one new moon to the next at a time, from 0 to just under 1.
///
/// Between two of the four phases it is taken to move evenly.
pub(crate) fn lunation(julian_day: f64) -> f64 {
    let estimate = ((julian_day - FIRST_NEW_MOON) / SYNODIC_MONTH_DAYS).floor();
    // The true phases are up to 14 hours from the mean ones, so the lunation before or after may be meant.
    let mut last = None;
    for number in [estimate - 1.0, estimate, estimate + 1.0] {
        for quarter in Quarter::ALL {
            let time = phase_time(number, quarter);
            match last {
                Some((fraction, began)) if julian_day < time => {
                    return fraction + 0.25 * (julian_day - began) / (time - began);
                }
                _ => last = Some((quarter.fraction(), time)),
            }
        }
    }
    0.0
}
