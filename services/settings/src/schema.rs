//! What settings there are, and what values they may have: data, read from files and checked.

mod check;
mod definition;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;

use prost_types::Value;
use prost_types::value::Kind as ValueKind;
use realmwire_sdk::content::{ContentError, ContentFile, ContentSource};

/// What the service brings with it, where the content has no settings.
const DEFAULTS: &[(&str, &str)] = &[
    ("policy.toml", include_str!("../settings/policy.toml")),
    ("standard.toml", include_str!("../settings/standard.toml")),
];
/// The definitions that the content policy is made of: always there, unless the content has its own with the same keys.
const POLICY: (&str, &str) = ("policy.toml", include_str!("../settings/policy.toml"));

/// The definitions by their keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Schema {
    definitions: BTreeMap<String, Definition>,
    /// Changes when a definition does.
    pub(crate) version: String,
}

/// What a setting may be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Definition {
    pub(crate) key: String,
    pub(crate) values: Values,
    pub(crate) scope: Scope,
    pub(crate) default: Value,
    pub(crate) description: String,
}

/// The values that a setting may have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Values {
    Boolean,
    Integer(Range),
    Number(Range),
    Text { characters_max: u32 },
    Choice(Vec<String>),
    Choices(Vec<String>),
}

/// The limits of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Range {
    pub(crate) minimum: Option<f64>,
    pub(crate) maximum: Option<f64>,
}

/// Whose a setting's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    Global,
    Player,
    Device,
}

/// Why a value is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// A constant that clients can branch on.
    pub(crate) reason: &'static str,
    pub(crate) description: String,
}

/// Beyond it, two whole numbers are one double.
pub(crate) const INTEGER_MAX: f64 = 9_007_199_254_740_992.0;

impl Schema {
    /// Where the definitions come from.
    pub(crate) fn source(content: Option<&Path>) -> ContentSource {
        ContentSource::new(content, "settings", "toml", DEFAULTS)
    }

    /// Reads and checks the definitions of these files; all problems of all files are told.
    pub(crate) fn build(files: &[ContentFile]) -> Result<Self, ContentError> {
        check::build(files, POLICY)
    }

    /// The definition of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Definition> {
        self.definitions.get(key)
    }

    /// All definitions, in the order of their keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Definition> {
        self.definitions.values()
    }

    /// The key that somebody who wrote `key` may have meant.
    pub(crate) fn nearest(&self, key: &str) -> Option<&str> {
        const SIMILAR: f64 = 0.8;
        let similarity = |other: &&String| strsim::jaro_winkler(key, other);
        let nearest = self.definitions.keys().max_by(|a, b| similarity(a).total_cmp(&similarity(b)))?;
        (similarity(&nearest) >= SIMILAR).then_some(nearest.as_str())
    }
}

impl Definition {
    /// Checks that the setting may have this value.
    pub(crate) fn check(&self, value: &Value) -> Result<(), Refusal> {
        match (&self.values, &value.kind) {
            (Values::Boolean, Some(ValueKind::BoolValue(_))) => Ok(()),
            (Values::Integer(range), Some(ValueKind::NumberValue(number))) => {
                if number.fract() != 0.0 || number.abs() > INTEGER_MAX {
                    return Err(wrong_type(format!("must be a whole number, not {number}")));
                }
                range.check(*number)
            }
            (Values::Number(range), Some(ValueKind::NumberValue(number))) => {
                if !number.is_finite() {
                    return Err(wrong_type("must be a finite number".to_owned()));
                }
                range.check(*number)
            }
            (Values::Text { characters_max }, Some(ValueKind::StringValue(text))) => check_text(text, *characters_max),
            (Values::Choice(options), Some(ValueKind::StringValue(text))) => check_option(text, options),
            (Values::Choices(options), Some(ValueKind::ListValue(list))) => check_choices(&list.values, options),
            (_, found) => Err(wrong_type(format!("must be {}, not {}", self.values.name(), name_of(found.as_ref())))),
        }
    }
}

impl Values {
    fn name(&self) -> &'static str {
        match self {
            Self::Boolean => "true or false",
            Self::Integer(_) => "a whole number",
            Self::Number(_) => "a number",
            Self::Text { .. } => "a text",
            Self::Choice(_) => "one of the options, as a text",
            Self::Choices(_) => "a list of options",
        }
    }
}

impl Range {
    fn check(self, number: f64) -> Result<(), Refusal> {
        let inside = self.minimum.is_none_or(|least| number >= least) && self.maximum.is_none_or(|most| number <= most);
        if inside {
            return Ok(());
        }
        Err(Refusal { reason: "OUT_OF_RANGE", description: format!("is {number}, but must be {self}") })
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.minimum, self.maximum) {
            (Some(minimum), Some(maximum)) => write!(formatter, "from {minimum} to {maximum}"),
            (Some(minimum), None) => write!(formatter, "at least {minimum}"),
            (None, Some(maximum)) => write!(formatter, "at most {maximum}"),
            (None, None) => formatter.write_str("any number"),
        }
    }
}

fn check_text(text: &str, characters_max: u32) -> Result<(), Refusal> {
    let count = text.chars().count();
    if usize::try_from(characters_max).is_ok_and(|most| count > most) {
        let description = format!("has {count} characters, but must have at most {characters_max}");
        return Err(Refusal { reason: "OUT_OF_RANGE", description });
    }
    if text.chars().any(char::is_control) {
        let description = "must not hold control characters".to_owned();
        return Err(Refusal { reason: "OUT_OF_RANGE", description });
    }
    Ok(())
}

fn check_option(text: &str, options: &[String]) -> Result<(), Refusal> {
    if options.iter().any(|option| option == text) {
        return Ok(());
    }
    let shown: String = text.chars().take(40).collect();
    let description = format!("is {shown:?}, but must be one of {}", options.join(", "));
    Err(Refusal { reason: "OUT_OF_RANGE", description })
}

fn check_choices(values: &[Value], options: &[String]) -> Result<(), Refusal> {
    let mut seen = std::collections::BTreeSet::new();
    for value in values {
        let Some(ValueKind::StringValue(text)) = &value.kind else {
            return Err(wrong_type(format!("must hold texts only, not {}", name_of(value.kind.as_ref()))));
        };
        check_option(text, options)?;
        if !seen.insert(text) {
            return Err(Refusal { reason: "OUT_OF_RANGE", description: format!("has {text:?} twice") });
        }
    }
    Ok(())
}

fn wrong_type(description: String) -> Refusal {
    Refusal { reason: "WRONG_TYPE", description }
}

fn name_of(kind: Option<&ValueKind>) -> &'static str {
    match kind {
        Some(ValueKind::BoolValue(_)) => "true or false",
        Some(ValueKind::NumberValue(_)) => "a number",
        Some(ValueKind::StringValue(_)) => "a text",
        Some(ValueKind::ListValue(_)) => "a list",
        Some(ValueKind::StructValue(_)) => "an object",
        Some(ValueKind::NullValue(_)) | None => "null",
    }
}
