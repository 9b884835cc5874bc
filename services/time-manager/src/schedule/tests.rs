mod missed;
mod rounds;
mod rules;

use realmwire_sdk::content::ContentFile;

use super::*;
use crate::calendar::{self, Calendar};
use crate::clock::{Rate, RealTime, Timeline};
use crate::moment::Moment;

const STANDARD: &str = include_str!("../../calendars/standard.toml");
const GREGORIAN: &str = include_str!("../../../../content/calendars/gregorian.toml");
const EMBERFALL: &str = include_str!("../../../../content/calendars/emberfall.toml");

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

fn calendar(text: &str) -> Calendar {
    calendar::read(&ContentFile { path: "test.toml".to_owned(), text: text.to_owned() }).unwrap()
}

/// A game hour a real minute; real time 0 is the first midnight.
fn clock() -> Timeline {
    Timeline::new(RealTime(0), Moment(0), Rate { game: 60, real: 1 })
}

fn minutes(minutes: i128) -> RealTime {
    RealTime(minutes * 60_000_000_000)
}
