//! From the even time of the formulas to universal time, which follows the turning of the Earth.

use std::ops::RangeInclusive;

/// The years for which the formulas are made.
pub(super) const YEARS: RangeInclusive<f64> = -1000.0..=3000.0;

const SECONDS_PER_DAY: f64 = 86_400.0;

/// The universal time of a time of the formulas.
pub(super) fn universal(dynamical: f64) -> f64 {
    dynamical - difference_seconds(year(dynamical)) / SECONDS_PER_DAY
}

/// The year, with its fraction, of a Julian day.
pub(super) fn year(julian_day: f64) -> f64 {
    2000.0 + (julian_day - 2_451_545.0) / 365.2425
}

/// The value of a polynomial whose coefficients begin with the constant one.
pub(super) fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

/// How far universal time is behind, after the expressions of Espenak and Meeus.
fn difference_seconds(year: f64) -> f64 {
    let centuries = (year.clamp(*YEARS.start(), *YEARS.end()) - 1820.0) / 100.0;
    let long_term = -20.0 + 32.0 * centuries * centuries;
    match year {
        year if year < 1900.0 => long_term,
        year if year < 1920.0 => polynomial(&[-2.79, 1.494_119, -0.059_893_9, 0.006_196_6, -0.000_197], year - 1900.0),
        year if year < 1941.0 => polynomial(&[21.20, 0.844_93, -0.076_100, 0.002_093_6], year - 1920.0),
        year if year < 1961.0 => polynomial(&[29.07, 0.407, -1.0 / 233.0, 1.0 / 2547.0], year - 1950.0),
        year if year < 1986.0 => polynomial(&[45.45, 1.067, -1.0 / 260.0, -1.0 / 718.0], year - 1975.0),
        year if year < 2005.0 => {
            let terms = [63.86, 0.3345, -0.060_374, 0.001_727_5, 0.000_651_814, 0.000_023_735_99];
            polynomial(&terms, year - 2000.0)
        }
        year if year < 2050.0 => polynomial(&[62.92, 0.322_17, 0.005_589], year - 2000.0),
        year if year < 2150.0 => long_term - 0.5628 * (2150.0 - year),
        _ => long_term,
    }
}
