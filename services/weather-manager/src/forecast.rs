//! What can be known of the coming hours.
//!
//! The course is fixed by the world's seed, but whoever looks ahead does not see all that drives it. A forecast is made
//! for an observer who knows the state of the weather now and, of the random numbers of the hours to come, the fewer the
//! farther away they are: all of the next hours, half of those a day and a quarter away, few of those after a week. Every
//! run of the generator that agrees with what is known is as possible as the course itself. The forecast tells how many
//! of these runs have each condition at an hour; it is worked out for all of them at once rather than for a sample.
//!
//! That makes it calibrated: the course is one of these runs, and nothing distinguishes it from the others. What is known
//! of an hour only grows as it comes nearer, so later forecasts refine earlier ones.

#[cfg(test)]
mod tests;

use crate::chain::{Distribution, Driver};
use crate::condition::{COUNT, Condition, Falling};
use crate::course::{Course, Site};
use crate::field::whole;
use crate::random::{Channel, hash, unit};

/// The hours whose randomness is known for certain.
const CERTAIN_HOURS: i64 = 6;
/// How far beyond those half of it is known, in hours.
const HALF_KNOWN_HOURS: f64 = 24.0;

/// The probabilities of conditions at an hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Outlook {
    chances: [f64; COUNT],
}

impl Outlook {
    /// Of a condition that is certain.
    pub(crate) fn certain(condition: Condition) -> Self {
        let mut chances = [0.0; COUNT];
        if let Some(chance) = chances.get_mut(condition.index()) {
            *chance = 1.0;
        }
        Self { chances }
    }

    /// The probability of a condition.
    pub(crate) fn chance(&self, condition: Condition) -> f64 {
        self.chances.get(condition.index()).copied().unwrap_or_default()
    }

    /// The probability that something falls.
    pub(crate) fn precipitation(&self) -> f64 {
        Condition::all().filter(|condition| condition.falling() != Falling::Nothing).map(|one| self.chance(one)).sum()
    }

    /// All conditions with their probabilities, the most likely first.
    pub(crate) fn ranked(&self) -> Vec<(Condition, f64)> {
        let mut ranked: Vec<_> = Condition::all().map(|condition| (condition, self.chance(condition))).collect();
        ranked.sort_by(|(_, left), (_, right)| right.total_cmp(left));
        ranked
    }
}

/// What is known at the hour `issued` of each of the `hours` after it. The course must begin with that hour.
pub(crate) fn outlooks(site: &Site<'_>, course: &Course<'_>, issued: i64, hours: i64) -> Vec<Outlook> {
    let mut runs = Distribution::certain(course.state(issued), site.climate.dwell_hours);
    let mut outlooks = Vec::new();
    for lead in 1..=hours {
        let hour = issued + lead;
        let kernel = site.kernel(hour);
        runs = if is_known(site.field.seed, hour, lead) {
            runs.led(kernel, site.random(hour))
        } else {
            runs.spread(kernel)
        };
        outlooks.push(Outlook { chances: runs.conditions() });
    }
    outlooks
}

/// Whether an observer so many hours before it knows what drives an hour. Known once, it stays known.
fn is_known(seed: u64, hour: i64, lead: i64) -> bool {
    let beyond = whole((lead - CERTAIN_HOURS).max(0)) / HALF_KNOWN_HOURS;
    unit(hash(seed, &[Channel::Knowledge as u64, hour.cast_unsigned()])) < 1.0 / (1.0 + beyond * beyond)
}
