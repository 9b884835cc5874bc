//! The real sky: when the moon changes and the seasons begin.
//!
//! The formulas are those of Jean Meeus, "Astronomical Algorithms" (second edition): chapter 49 for the moon and
//! chapter 27 for the sun. From 1800 to 2100 they agree with the published tables to within two minutes. Outside of
//! the years -1000 to 3000, for which they are made, they are continued evenly.
//!
//! Times are Julian days in universal time.

mod dynamical;
mod moon;
mod sun;

#[cfg(test)]
mod tests;

pub(crate) use moon::{SYNODIC_MONTH_DAYS, lunation};
pub(crate) use sun::{Turn, turn_at};
