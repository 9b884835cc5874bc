//! A world as its file says it, before it is checked.

use realmwire_sdk::content::Spanned;
use serde::Deserialize;

/// The content of a world's file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Definition {
    pub(super) id: Spanned<String>,
    pub(super) name: String,
    pub(super) region: Option<Region>,
    #[serde(default)]
    pub(super) places: Vec<Place>,
    #[serde(default)]
    pub(super) factions: Vec<Faction>,
    #[serde(default)]
    pub(super) relations: Vec<Relation>,
    #[serde(default)]
    pub(super) characters: Vec<Character>,
    #[serde(default)]
    pub(super) goods: Vec<Good>,
    #[serde(default)]
    pub(super) events: Vec<Event>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Region {
    pub(super) id: Spanned<String>,
    pub(super) name: String,
    pub(super) description: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    pub(super) id: Spanned<String>,
    pub(super) name: String,
    pub(super) zone: String,
    /// Metres east of the origin.
    pub(super) x: Spanned<f64>,
    /// Metres north of the origin.
    pub(super) y: Spanned<f64>,
    #[serde(default)]
    pub(super) tags: Vec<Spanned<String>>,
    pub(super) description: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Faction {
    pub(super) id: Spanned<String>,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) power: Spanned<f64>,
    /// Places.
    #[serde(default)]
    pub(super) territory: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Relation {
    /// Two factions.
    pub(super) between: [Spanned<String>; 2],
    pub(super) value: Spanned<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Character {
    pub(super) id: Spanned<String>,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) place: Spanned<String>,
    pub(super) faction: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) tags: Vec<Spanned<String>>,
    pub(super) description: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Good {
    pub(super) id: Spanned<String>,
    pub(super) name: String,
    pub(super) base_price: Spanned<i64>,
    pub(super) supply: Spanned<f64>,
    pub(super) demand: Spanned<f64>,
    pub(super) elasticity: Spanned<f64>,
}

/// Something that can befall the world.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Event {
    pub(super) id: Spanned<String>,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) description: String,
    #[serde(default)]
    pub(super) goods: Vec<GoodEffect>,
    #[serde(default)]
    pub(super) factions: Vec<FactionEffect>,
    #[serde(default)]
    pub(super) relations: Vec<RelationEffect>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Economic,
    Political,
    Social,
    Natural,
    Technological,
}

/// What supply and demand are multiplied by at full strength.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoodEffect {
    pub(super) good: Spanned<String>,
    pub(super) supply: Option<Spanned<f64>>,
    pub(super) demand: Option<Spanned<f64>>,
}

/// What is added to the power of a faction at full strength with each step.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactionEffect {
    pub(super) faction: Spanned<String>,
    pub(super) power: Spanned<f64>,
}

/// What is added to a relation at full strength with each step.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RelationEffect {
    pub(super) between: [Spanned<String>; 2],
    pub(super) change: Spanned<f64>,
}
