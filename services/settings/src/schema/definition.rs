//! Definitions as a file says them, before they are checked.

use realmwire_sdk::content::Spanned;
use serde::Deserialize;

/// The content of a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Definitions {
    pub(super) settings: Vec<Setting>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Setting {
    pub(super) key: Spanned<String>,
    #[serde(rename = "type")]
    pub(super) value_type: Spanned<ValueType>,
    pub(super) scope: Spanned<Scope>,
    pub(super) default: Spanned<Plain>,
    pub(super) minimum: Option<Spanned<f64>>,
    pub(super) maximum: Option<Spanned<f64>>,
    pub(super) characters_max: Option<Spanned<u32>>,
    pub(super) options: Option<Spanned<Vec<String>>>,
    pub(super) description: Spanned<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ValueType {
    Boolean,
    Integer,
    Number,
    Text,
    Choice,
    Choices,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Scope {
    Global,
    Player,
    Device,
}

/// A value, of whichever type.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub(super) enum Plain {
    Boolean(bool),
    Number(f64),
    Text(String),
    Texts(Vec<String>),
}
