//! A climate as its file says it, before it is checked.

use std::collections::BTreeMap;

use realmwire_sdk::content::Spanned;
use serde::Deserialize;

/// The content of a climate's file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Definition {
    pub(super) id: Spanned<String>,
    pub(super) name: String,
    /// The altitude for which the temperatures hold.
    pub(super) altitude_metres: Spanned<f64>,
    /// Hours that a condition lasts at least.
    pub(super) dwell_hours: Spanned<u8>,
    /// The most by which the temperature changes within an hour.
    pub(super) celsius_per_hour_max: Spanned<f64>,
    /// Where the wind comes from mostly: 0 is north, 90 is east.
    pub(super) wind_from_degrees: Spanned<f64>,
    pub(super) seasons: Spanned<Vec<Season>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Season {
    pub(super) name: Spanned<String>,
    /// What calendars call it.
    pub(super) calendar_names: Spanned<Vec<String>>,
    /// What follows when the season begins with a condition that it does not have.
    pub(super) entry: Spanned<String>,
    pub(super) conditions: BTreeMap<Spanned<String>, Row>,
}

/// One condition in one season. Each pair is the lowest and the highest value.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    /// How long it lasts on average.
    pub(super) hours: Spanned<f64>,
    /// What follows, and in which proportions.
    pub(super) next: Spanned<BTreeMap<String, f64>>,
    pub(super) celsius: Spanned<[f64; 2]>,
    /// Metres in a second.
    pub(super) wind: Spanned<[f64; 2]>,
    /// Percent.
    pub(super) humidity: Spanned<[f64; 2]>,
    /// Metres.
    pub(super) visibility: Spanned<[f64; 2]>,
    /// Millimetres in an hour; for conditions in which something falls.
    pub(super) precipitation: Option<Spanned<[f64; 2]>>,
}
