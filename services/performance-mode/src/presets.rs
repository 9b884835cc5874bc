//! The presets of the content.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use realmwire_contract::performance_mode::v1::{self, Mode};
use realmwire_sdk::content::{ContentError, ContentFile, ContentSource, Spanned};
use serde::Deserialize;

/// What the service brings with it.
const DEFAULTS: &[(&str, &str)] = &[("standard.toml", include_str!("../presets/standard.toml"))];

/// The modes that have a preset each, in the order of their numbers.
pub(crate) const PRESET_MODES: [Mode; 5] = [Mode::Low, Mode::Medium, Mode::High, Mode::Ultra, Mode::Competitive];
/// Those that the controller chooses among, from the lowest.
pub(crate) const AUTO_MODES: [Mode; 4] = [Mode::Low, Mode::Medium, Mode::High, Mode::Ultra];

const SCALERS_MAX: usize = 50;
const SCALER_VALUE_MAX: u32 = 10;

/// The presets by their modes: one for each.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Presets(BTreeMap<i32, Preset>);

/// A quality that can be chosen.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Preset {
    pub(crate) mode: Mode,
    pub(crate) display_name: String,
    pub(crate) description: String,
    pub(crate) resolution_percent: u32,
    pub(crate) scalers: BTreeMap<String, u32>,
    pub(crate) cost: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    presets: Vec<Definition>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Definition {
    mode: Spanned<ModeName>,
    display_name: Spanned<String>,
    description: String,
    resolution_percent: Spanned<u32>,
    cost: Spanned<f64>,
    scalers: Spanned<BTreeMap<String, u32>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ModeName {
    Low,
    Medium,
    High,
    Ultra,
    Competitive,
}

impl Presets {
    /// Where the presets come from.
    pub(crate) fn source(content: Option<&Path>) -> ContentSource {
        ContentSource::new(content, "presets", "toml", DEFAULTS)
    }

    /// Reads and checks the presets of these files; all problems of all files are told.
    pub(crate) fn build(files: &[ContentFile]) -> Result<Self, ContentError> {
        let read = |file: &ContentFile| {
            let presets = file.parse::<File>()?.presets;
            ContentError::all(presets.into_iter().map(|definition| check(file, definition)))
        };
        let mut presets = BTreeMap::new();
        for preset in ContentError::all(files.iter().map(read))?.into_iter().flatten() {
            let name = preset.mode.as_str_name();
            if presets.insert(i32::from(preset.mode), preset).is_some() {
                return Err(ContentError::whole("presets", format!("{name} has two presets")));
            }
        }
        let presets = Self(presets);
        presets.check_together().map_err(|problem| ContentError::whole("presets", problem))?;
        Ok(presets)
    }

    fn check_together(&self) -> Result<(), String> {
        for mode in PRESET_MODES {
            self.get(mode).ok_or_else(|| format!("{} has no preset", mode.as_str_name()))?;
        }
        let [low, medium, high, ultra] = self.costs();
        if !(low <= medium && medium <= high && high <= ultra) {
            return Err("the costs of low, medium, high and ultra must not fall".to_owned());
        }
        let names: BTreeSet<Vec<&String>> = self.0.values().map(|preset| preset.scalers.keys().collect()).collect();
        if names.len() > 1 { Err("all presets must have the same scalers".to_owned()) } else { Ok(()) }
    }

    /// The preset of a mode; auto has none.
    pub(crate) fn get(&self, mode: Mode) -> Option<&Preset> {
        self.0.get(&i32::from(mode))
    }

    /// What frames cost with the presets that the controller chooses among, from the lowest.
    pub(crate) fn costs(&self) -> [f64; 4] {
        AUTO_MODES.map(|mode| self.get(mode).map_or(1.0, |preset| preset.cost))
    }

    /// All presets, in the order of their modes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Preset> {
        self.0.values()
    }
}

impl Preset {
    /// As the contract shows it.
    pub(crate) fn to_proto(&self) -> v1::Preset {
        v1::Preset {
            mode: self.mode.into(),
            display_name: self.display_name.clone(),
            description: self.description.clone(),
            resolution_percent: self.resolution_percent,
            scalers: self.scalers.clone().into_iter().collect(),
            cost: self.cost,
        }
    }
}

fn check(file: &ContentFile, definition: Definition) -> Result<Preset, ContentError> {
    if definition.display_name.get_ref().is_empty() {
        return Err(file.error(definition.display_name.span(), "a name must not be empty"));
    }
    let resolution = &definition.resolution_percent;
    if !(25..=100).contains(resolution.get_ref()) || !resolution.get_ref().is_multiple_of(5) {
        return Err(file.error(resolution.span(), "resolution_percent must be a multiple of 5 from 25 to 100"));
    }
    let cost = &definition.cost;
    if !(0.01..=10.0).contains(cost.get_ref()) {
        return Err(file.error(cost.span(), "a cost must be from 0.01 to 10; ultra is 1"));
    }
    let scalers = &definition.scalers;
    let is_word = |name: &String| {
        !name.is_empty() && name.len() <= 64 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
    };
    if scalers.get_ref().len() > SCALERS_MAX || !scalers.get_ref().keys().all(is_word) {
        let problem = format!("there are at most {SCALERS_MAX} scalers, named by words of a to z and underscores");
        return Err(file.error(scalers.span(), problem));
    }
    if let Some((name, value)) = scalers.get_ref().iter().find(|(_, value)| **value > SCALER_VALUE_MAX) {
        return Err(file.error(scalers.span(), format!("{name} is {value}, but must be from 0 to {SCALER_VALUE_MAX}")));
    }
    Ok(Preset {
        mode: mode(*definition.mode.get_ref()),
        resolution_percent: *resolution.get_ref(),
        cost: *cost.get_ref(),
        display_name: definition.display_name.into_inner(),
        description: definition.description,
        scalers: definition.scalers.into_inner(),
    })
}

fn mode(name: ModeName) -> Mode {
    match name {
        ModeName::Low => Mode::Low,
        ModeName::Medium => Mode::Medium,
        ModeName::High => Mode::High,
        ModeName::Ultra => Mode::Ultra,
        ModeName::Competitive => Mode::Competitive,
    }
}
