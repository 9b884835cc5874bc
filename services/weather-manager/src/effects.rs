//! What the weather does to the game: a table of the content.

use std::collections::BTreeMap;

use realmwire_sdk::content::{ContentError, ContentFile, Spanned};
use serde::Deserialize;

use crate::condition::{COUNT, Condition};
use crate::course::Reading;
use crate::overrides::Override;

/// How dangerous weather is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Severity {
    #[default]
    None,
    Advisory,
    Warning,
}

/// The table of effects, and how large the weather's fronts are.
#[derive(Clone, Debug)]
pub(crate) struct Effects {
    pub(crate) front_metres: f64,
    /// What is acted on, in order.
    names: Vec<String>,
    rows: Vec<EffectRow>,
}

/// What one condition does.
#[derive(Clone, Debug, Default)]
struct EffectRow {
    severity: Severity,
    /// In the order of the names.
    factors: Vec<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Definition {
    front_metres: Spanned<f64>,
    effects: Spanned<Vec<String>>,
    conditions: Spanned<BTreeMap<Spanned<String>, RowDefinition>>,
}

#[derive(Debug, Deserialize)]
struct RowDefinition {
    #[serde(default)]
    severity: Severity,
    #[serde(flatten)]
    factors: BTreeMap<String, f64>,
}

/// The most kinds of effects.
const EFFECTS_MAX: usize = 32;
/// The largest factor.
const FACTOR_MAX: f64 = 100.0;

impl Effects {
    /// Reads and checks the table in a file.
    pub(crate) fn read(file: &ContentFile) -> Result<Self, ContentError> {
        let definition = file.parse::<Definition>()?;
        if !(100.0..=10_000_000.0).contains(definition.front_metres.get_ref()) {
            return Err(file.error(definition.front_metres.span(), "front_metres must be from 100 to 10,000,000"));
        }
        let mut names = definition.effects.get_ref().clone();
        names.sort();
        names.dedup();
        if names.len() != definition.effects.get_ref().len() || names.len() > EFFECTS_MAX {
            let problem = format!("effects must be up to {EFFECTS_MAX} different names");
            return Err(file.error(definition.effects.span(), problem));
        }
        let mut rows = vec![None; COUNT];
        for (name, row) in definition.conditions.get_ref() {
            let Some(condition) = Condition::named(name.get_ref()) else {
                return Err(file.error(name.span(), format!("{:?} is no condition", name.get_ref())));
            };
            let checked = check_row(&names, row).map_err(|problem| file.error(name.span(), problem))?;
            if let Some(slot) = rows.get_mut(condition.index()) {
                *slot = Some(checked);
            }
        }
        let missing = Condition::all().zip(&rows).find(|(_, row)| row.is_none());
        if let Some((condition, _)) = missing {
            let problem = format!("the condition {} is missing", condition.name());
            return Err(file.error(definition.conditions.span(), problem));
        }
        Ok(Self { front_metres: *definition.front_metres.get_ref(), names, rows: rows.into_iter().flatten().collect() })
    }

    /// How dangerous a condition is.
    pub(crate) fn severity(&self, condition: Condition) -> Severity {
        self.rows.get(condition.index()).map(|row| row.severity).unwrap_or_default()
    }

    /// What the weather does to the game: blended as the weather is, while it turns and where it was set.
    pub(crate) fn of<'a>(
        &'a self,
        natural: &Reading,
        overrides: &[Override],
        milliseconds: i64,
    ) -> impl Iterator<Item = (&'a str, f64)> {
        let mut factors: Vec<f64> = self.factors(natural.condition).to_vec();
        if let Some((condition, share)) = natural.turn {
            blend(&mut factors, self.factors(condition), share);
        }
        for one in overrides {
            blend(&mut factors, self.factors(one.condition), one.weight(milliseconds));
        }
        self.names.iter().map(String::as_str).zip(factors)
    }

    fn factors(&self, condition: Condition) -> &[f64] {
        self.rows.get(condition.index()).map_or(&[], |row| &row.factors)
    }
}

fn check_row(names: &[String], row: &RowDefinition) -> Result<EffectRow, String> {
    if let Some(unknown) = row.factors.keys().find(|key| !names.contains(key)) {
        return Err(format!("{unknown:?} is none of the effects"));
    }
    let factors = names.iter().map(|name| match row.factors.get(name) {
        None => Err(format!("the effect {name:?} is missing")),
        Some(factor) if (0.0..=FACTOR_MAX).contains(factor) => Ok(*factor),
        Some(_) => Err(format!("{name} must be from 0 to {FACTOR_MAX}")),
    });
    Ok(EffectRow { severity: row.severity, factors: factors.collect::<Result<_, _>>()? })
}

fn blend(factors: &mut [f64], others: &[f64], share: f64) {
    for (factor, other) in factors.iter_mut().zip(others) {
        *factor += (other - *factor) * share;
    }
}
