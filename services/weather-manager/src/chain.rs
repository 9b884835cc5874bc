//! The chain of conditions: from hour to hour, by chance.
//!
//! A condition stays for the climate's shortest time at least; after that, it is left with the same chance each hour, for
//! others in the proportions that the season's table says. The condition together with the hours it has lasted is a
//! Markov chain.
//!
//! What it is at an hour must not depend on where one began to reckon. So each hour has one random number, which leads
//! every state to a next one ([`Kernel::next`]); the state at an hour is the one to which all possible states of long ago
//! have led: coupling from the past (Propp and Wilson 1996). Such a state is there with exactly the chain's stationary
//! probability, the next hour's follows from it by that hour's number alone, and nothing is joined anywhere.

use crate::condition::{COUNT, Condition};

/// A condition, and for how many hours it has lasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct State {
    pub(crate) condition: Condition,
    /// From 0, for its first hour; it counts no farther than to the hour after which it may be left.
    pub(crate) age: u8,
}

/// The chain in one season.
#[derive(Clone, Debug)]
pub(crate) struct Kernel {
    /// Hours that a condition lasts at least.
    pub(crate) dwell_hours: u8,
    /// For each condition, what comes next and up to which random number; nothing for one that the season does not have.
    rows: [Option<Vec<(Condition, f64)>>; COUNT],
    /// What follows a condition that the season does not have.
    entry: Condition,
}

/// What a row of the season's table says.
#[derive(Clone, Debug)]
pub(crate) struct Leaving {
    pub(crate) condition: Condition,
    /// How long it lasts on average.
    pub(crate) hours: f64,
    /// What follows, and in which proportions.
    pub(crate) next: Vec<(Condition, f64)>,
}

/// The farthest one looks back for the hour from which all states have become one, in hours. The chance of not finding
/// it in so many is less than one in 10^30 with any chain that takes weeks to forget.
pub(crate) const LOOKBACK_HOURS: i64 = 8192;
/// How far one looks back first.
const FIRST_LOOKBACK_HOURS: i64 = 64;

impl Kernel {
    pub(crate) fn new(dwell_hours: u8, table: &[Leaving], entry: Condition) -> Self {
        let mut rows: [Option<Vec<(Condition, f64)>>; COUNT] = std::array::from_fn(|_| None);
        for row in table {
            if let Some(slot) = rows.get_mut(row.condition.index()) {
                *slot = Some(steps(row, dwell_hours));
            }
        }
        Self { dwell_hours, rows, entry }
    }

    fn row(&self, condition: Condition) -> Option<&[(Condition, f64)]> {
        self.rows.get(condition.index())?.as_deref()
    }

    /// The state of an hour, from the one before it and the hour's random number.
    pub(crate) fn next(&self, state: State, random: f64) -> State {
        if state.age + 1 < self.dwell_hours {
            return State { age: state.age + 1, ..state };
        }
        let next = match self.row(state.condition) {
            None => self.entry,
            Some(row) => row.iter().find(|(_, upto)| random < *upto).map_or(state.condition, |(next, _)| *next),
        };
        if next == state.condition { state } else { State { condition: next, age: 0 } }
    }

    /// Where a state leads by chance, and with which probabilities.
    pub(crate) fn spread(&self, state: State) -> impl Iterator<Item = (State, f64)> {
        let moved = move |condition| if condition == state.condition { state } else { State { condition, age: 0 } };
        let (only, row) = if state.age + 1 < self.dwell_hours {
            (Some(State { age: state.age + 1, ..state }), None)
        } else {
            match self.row(state.condition) {
                None => (Some(moved(self.entry)), None),
                row => (None, row),
            }
        };
        let mut below = 0.0;
        let shares = row.unwrap_or_default().iter().map(move |(condition, upto)| {
            let share = upto - below;
            below = *upto;
            (moved(*condition), share)
        });
        only.map(|state| (state, 1.0)).into_iter().chain(shares)
    }

    /// All states that the chain can be in, whatever the season.
    pub(crate) fn states(dwell_hours: u8) -> impl Iterator<Item = State> {
        Condition::all().flat_map(move |condition| (0..dwell_hours.max(1)).map(move |age| State { condition, age }))
    }

    /// The share of the time in which each condition holds in the long run.
    pub(crate) fn stationary(&self) -> [f64; COUNT] {
        const ROUNDS_MAX: usize = 4096;
        const CLOSE: f64 = 1e-13;
        let mut shares = Distribution::certain(State { condition: self.entry, age: 0 }, self.dwell_hours);
        for _ in 0..ROUNDS_MAX {
            let later = shares.spread(self);
            let change =
                shares.shares.iter().zip(&later.shares).map(|(now, then)| (now - then).abs()).fold(0.0, f64::max);
            shares = later;
            if change < CLOSE {
                break;
            }
        }
        shares.conditions()
    }
}

/// The steps from a condition in the order of all, so that high numbers lead everywhere to the foul end and low ones to
/// the fair one: states come together soon, and neighbours have much in common.
fn steps(row: &Leaving, dwell_hours: u8) -> Vec<(Condition, f64)> {
    let leave = 1.0 / (row.hours - f64::from(dwell_hours) + 1.0).max(1.0);
    let total: f64 = row.next.iter().map(|(_, weight)| weight).sum();
    let mut chances: Vec<_> = row.next.iter().map(|(next, weight)| (*next, leave * weight / total)).collect();
    chances.push((row.condition, 1.0 - leave));
    chances.sort_by_key(|(next, _)| *next);
    let mut upto = 0.0;
    let mut steps: Vec<_> = chances
        .into_iter()
        .map(|(next, chance)| {
            upto += chance;
            (next, upto)
        })
        .collect();
    if let Some((_, last)) = steps.last_mut() {
        // Sums of fractions can end a little below one.
        *last = 1.0;
    }
    steps
}

/// What drives a chain: the season's kernel and the random number of each hour.
pub(crate) trait Driver {
    fn kernel(&self, hour: i64) -> &Kernel;
    fn random(&self, hour: i64) -> f64;
}

/// The state at an hour, by coupling from the past.
pub(crate) fn state_at(driver: &impl Driver, hour: i64) -> State {
    let dwell_hours = driver.kernel(hour).dwell_hours;
    let mut lookback = FIRST_LOOKBACK_HOURS;
    loop {
        let mut states: Vec<State> = Kernel::states(dwell_hours).collect();
        for past in (hour - lookback + 1)..=hour {
            let (kernel, random) = (driver.kernel(past), driver.random(past));
            for state in &mut states {
                *state = kernel.next(*state, random);
            }
            if states.len() > 1 {
                states.sort_unstable();
                states.dedup();
            }
        }
        match states.first() {
            Some(only) if states.len() == 1 || lookback >= LOOKBACK_HOURS => return *only,
            _ => lookback *= 2,
        }
    }
}

/// Probabilities of all states.
#[derive(Clone, Debug)]
pub(crate) struct Distribution {
    dwell_hours: u8,
    /// By condition and age.
    shares: Vec<f64>,
}

impl Distribution {
    /// Of a state that is known.
    pub(crate) fn certain(state: State, dwell_hours: u8) -> Self {
        let mut known = Self::empty(dwell_hours);
        known.add(state, 1.0);
        known
    }

    fn empty(dwell_hours: u8) -> Self {
        let dwell_hours = dwell_hours.max(1);
        Self { dwell_hours, shares: vec![0.0; COUNT * usize::from(dwell_hours)] }
    }

    fn add(&mut self, state: State, share: f64) {
        let index = state.condition.index() * usize::from(self.dwell_hours) + usize::from(state.age);
        if let Some(slot) = self.shares.get_mut(index) {
            *slot += share;
        }
    }

    fn possible(&self) -> impl Iterator<Item = (State, f64)> {
        Kernel::states(self.dwell_hours).zip(self.shares.iter().copied()).filter(|(_, share)| *share > 0.0)
    }

    /// An hour later, when that hour's random number is known.
    pub(crate) fn led(&self, kernel: &Kernel, random: f64) -> Self {
        let mut later = Self::empty(self.dwell_hours);
        for (state, share) in self.possible() {
            later.add(kernel.next(state, random), share);
        }
        later
    }

    /// An hour later, when it is not.
    pub(crate) fn spread(&self, kernel: &Kernel) -> Self {
        let mut later = Self::empty(self.dwell_hours);
        for (state, share) in self.possible() {
            for (next, chance) in kernel.spread(state) {
                later.add(next, share * chance);
            }
        }
        later
    }

    /// The probability of each condition.
    pub(crate) fn conditions(&self) -> [f64; COUNT] {
        let mut conditions = [0.0; COUNT];
        for (state, share) in self.possible() {
            if let Some(slot) = conditions.get_mut(state.condition.index()) {
                *slot += share;
            }
        }
        conditions
    }
}
