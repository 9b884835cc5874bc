//! Equinoxes and solstices.

use super::dynamical::{YEARS, polynomial, universal, year};

/// What the sun does at the beginning of a season.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Turn {
    MarchEquinox,
    JuneSolstice,
    SeptemberEquinox,
    DecemberSolstice,
}

impl Turn {
    /// In the order of the year.
    pub(crate) const ALL: [Self; 4] =
        [Self::MarchEquinox, Self::JuneSolstice, Self::SeptemberEquinox, Self::DecemberSolstice];

    /// Tables 27.A and 27.B: the mean time as a polynomial of the year, in thousands from 0 and from 2000.
    fn mean(self) -> ([f64; 5], [f64; 5]) {
        match self {
            Self::MarchEquinox => (
                [1_721_139.291_89, 365_242.137_40, 0.061_34, 0.001_11, -0.000_71],
                [2_451_623.809_84, 365_242.374_04, 0.051_69, -0.004_11, -0.000_57],
            ),
            Self::JuneSolstice => (
                [1_721_233.254_01, 365_241.725_62, -0.053_23, 0.009_07, 0.000_25],
                [2_451_716.567_67, 365_241.626_03, 0.003_25, 0.008_88, -0.000_30],
            ),
            Self::SeptemberEquinox => (
                [1_721_325.704_55, 365_242.495_58, -0.116_77, -0.002_97, 0.000_74],
                [2_451_810.217_15, 365_242.017_67, -0.115_75, 0.003_37, 0.000_78],
            ),
            Self::DecemberSolstice => (
                [1_721_414.399_87, 365_242.882_57, -0.007_69, -0.009_33, -0.000_06],
                [2_451_900.059_52, 365_242.740_49, -0.062_23, -0.008_23, 0.000_32],
            ),
        }
    }
}

/// Table 27.C: amplitude in hundred-thousandths of a day, phase in degrees, speed in degrees a century.
const PERIODIC: [(f64, f64, f64); 24] = [
    (485.0, 324.96, 1_934.136),
    (203.0, 337.23, 32_964.467),
    (199.0, 342.08, 20.186),
    (182.0, 27.85, 445_267.112),
    (156.0, 73.14, 45_036.886),
    (136.0, 171.52, 22_518.443),
    (77.0, 222.54, 65_928.934),
    (74.0, 296.72, 3_034.906),
    (70.0, 243.58, 9_037.513),
    (58.0, 119.81, 33_718.147),
    (52.0, 297.17, 150.678),
    (50.0, 21.02, 2_281.226),
    (45.0, 247.54, 29_929.562),
    (44.0, 325.15, 31_555.956),
    (29.0, 60.93, 4_443.417),
    (18.0, 155.12, 67_555.328),
    (17.0, 288.79, 4_562.452),
    (16.0, 198.04, 62_894.029),
    (14.0, 199.76, 31_436.921),
    (12.0, 95.39, 14_577.848),
    (12.0, 287.11, 31_931.756),
    (12.0, 320.81, 34_777.259),
    (9.0, 227.73, 1_222.114),
    (8.0, 15.45, 16_859.074),
];

/// Days from one March equinox to the next, on average.
const TROPICAL_YEAR_DAYS: f64 = 365.242_19;

/// When a turn of a year takes place.
pub(super) fn turn_time(turn: Turn, in_year: f64) -> f64 {
    let known = in_year.clamp(*YEARS.start(), *YEARS.end());
    let (before_1000, after_1000) = turn.mean();
    let mean = if known < 1000.0 {
        polynomial(&before_1000, known / 1000.0)
    } else {
        polynomial(&after_1000, (known - 2000.0) / 1000.0)
    };
    let centuries = (mean - 2_451_545.0) / 36_525.0;
    let anomaly = (35_999.373 * centuries - 2.47).to_radians();
    let speed = 1.0 + 0.0334 * anomaly.cos() + 0.0007 * (2.0 * anomaly).cos();
    let periodic: f64 = PERIODIC
        .iter()
        .map(|(amplitude, phase, degrees)| amplitude * (phase + degrees * centuries).to_radians().cos())
        .sum();
    universal(mean + 0.000_01 * periodic / speed) + (in_year - known) * TROPICAL_YEAR_DAYS
}

/// The last turn that took place before a time.
pub(crate) fn turn_at(julian_day: f64) -> Turn {
    let this_year = year(julian_day).floor();
    let turns = Turn::ALL.into_iter().rev();
    let passed = turns.into_iter().find(|turn| turn_time(*turn, this_year) <= julian_day);
    // Before the March equinox, it is the December solstice of the year before.
    passed.unwrap_or(Turn::DecemberSolstice)
}
