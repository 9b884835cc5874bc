//! Clocks: what game time it is at which real time.

mod state;
mod timeline;

#[cfg(test)]
mod tests;

pub(crate) use state::ClockState;
pub(crate) use timeline::{Rate, RealTime, Segment, Timeline};
