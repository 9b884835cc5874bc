//! A calendar as its file says it, before it is checked.

use realmwire_sdk::content::Spanned;
use serde::Deserialize;

/// The content of a calendar's file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Definition {
    pub(super) id: Spanned<String>,
    pub(super) name: String,
    #[serde(default = "Defaults::hours_per_day")]
    pub(super) hours_per_day: Spanned<u32>,
    #[serde(default = "Defaults::sixty")]
    pub(super) minutes_per_hour: Spanned<u32>,
    #[serde(default = "Defaults::sixty")]
    pub(super) seconds_per_minute: Spanned<u32>,
    /// How a date is written; placeholders are in braces.
    pub(super) format: Spanned<String>,
    /// How a date outside of the months is written; as `format` if there is none.
    pub(super) festival_format: Option<Spanned<String>>,
    pub(super) daylight: Option<Spanned<Daylight>>,
    pub(super) week: Option<Week>,
    #[serde(default)]
    pub(super) leap: Vec<LeapRule>,
    pub(super) months: Spanned<Vec<Month>>,
    #[serde(default)]
    pub(super) eras: Vec<Era>,
    #[serde(default)]
    pub(super) seasons: Vec<Season>,
    #[serde(default)]
    pub(super) moons: Vec<Moon>,
    /// Where the calendar's beginning lies in the real sky.
    pub(super) sky: Option<Sky>,
}

/// The hours at which the parts of a day begin.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Daylight {
    pub(super) dawn: u32,
    pub(super) day: u32,
    pub(super) dusk: u32,
    pub(super) night: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Week {
    pub(super) days: Spanned<Vec<String>>,
    /// The weekday of the first day of the first year.
    pub(super) first: Spanned<String>,
}

/// Years whose number gives the remainder `offset` when divided by `every` are leap years, or are not. The last rule
/// that speaks of a year decides.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LeapRule {
    pub(super) every: Spanned<i64>,
    #[serde(default)]
    pub(super) offset: i64,
    #[serde(default = "Defaults::yes")]
    pub(super) leap: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Month {
    pub(super) name: Spanned<String>,
    pub(super) days: u32,
    #[serde(default)]
    pub(super) leap_days: u32,
    /// Whether these days lie outside of the months.
    #[serde(default)]
    pub(super) festival: bool,
    /// Whether these days count as days of a week.
    #[serde(default = "Defaults::yes")]
    pub(super) in_week: bool,
}

/// One era; either it has a first year, or it counts the years before all others down to its last year.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Era {
    pub(super) name: Spanned<String>,
    pub(super) first_year: Option<i64>,
    pub(super) last_year: Option<i64>,
}

/// One season; it begins with a day of the calendar, or when the real sun says so.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Season {
    pub(super) name: Spanned<String>,
    pub(super) month: Option<Spanned<String>>,
    pub(super) day: Option<u32>,
    pub(super) sun: Option<SunEvent>,
}

/// What the real sun does at the beginning of a season.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SunEvent {
    MarchEquinox,
    JuneSolstice,
    SeptemberEquinox,
    DecemberSolstice,
}

/// One moon; it has a period of its own, or is the real one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Moon {
    pub(super) name: Spanned<String>,
    pub(super) period_days: Option<f64>,
    /// Days from the beginning of the first year to a new moon.
    #[serde(default)]
    pub(super) new_moon_day: f64,
    #[serde(default)]
    pub(super) real: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sky {
    /// The Julian day, in universal time, at which the first year begins.
    pub(super) epoch_julian_day: Spanned<f64>,
}

/// Values of fields that are left out.
struct Defaults;

impl Defaults {
    fn hours_per_day() -> Spanned<u32> {
        Spanned::new(0..0, 24)
    }

    fn sixty() -> Spanned<u32> {
        Spanned::new(0..0, 60)
    }

    fn yes() -> bool {
        true
    }
}
