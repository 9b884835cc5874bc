//! Schedules: when something is due in game time, and what becomes of times that were missed.

mod catch_up;
mod cron;
mod round;
mod trigger;

#[cfg(test)]
mod tests;

pub(crate) use catch_up::{CatchUp, Due};
pub(crate) use cron::Cron;
pub(crate) use round::{Bounds, Firing, Round, ScheduleState, run};
pub(crate) use trigger::Trigger;
