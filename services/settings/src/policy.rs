//! How much of each kind of content a player wants to meet: the lower of its own choice and what everybody is allowed.

use realmwire_contract::settings::v1::{ContentCategory, ContentLevel, ContentLimit, ContentPolicy};

use crate::schema::{Schema, Scope};
use crate::values::{Layers, text_of};

/// The kinds of content, and the last words of the keys that decide about them.
pub(crate) const CATEGORIES: [(&str, ContentCategory); 7] = [
    ("violence", ContentCategory::Violence),
    ("fear", ContentCategory::Fear),
    ("language", ContentCategory::Language),
    ("sex", ContentCategory::Sex),
    ("drugs", ContentCategory::Drugs),
    ("gambling", ContentCategory::Gambling),
    ("discrimination", ContentCategory::Discrimination),
];

/// The levels by their names in settings, from the lowest.
pub(crate) const LEVELS: [(&str, ContentLevel); 5] = [
    ("none", ContentLevel::None),
    ("mild", ContentLevel::Mild),
    ("moderate", ContentLevel::Moderate),
    ("strong", ContentLevel::Strong),
    ("unrestricted", ContentLevel::Unrestricted),
];

const CHOICE: &str = "policy.";
const LIMIT: &str = "policy.limit.";

/// The scope that a setting with this key must have, if the content policy is made of it.
pub(crate) fn scope_of(key: &str) -> Option<Scope> {
    let is_category = |word: &str| CATEGORIES.iter().any(|(name, _)| *name == word);
    if key.strip_prefix(LIMIT).is_some_and(is_category) {
        return Some(Scope::Global);
    }
    key.strip_prefix(CHOICE).is_some_and(is_category).then_some(Scope::Player)
}

/// The level with this name.
pub(crate) fn level_of(name: &str) -> Option<ContentLevel> {
    LEVELS.iter().find(|(other, _)| *other == name).map(|(_, level)| *level)
}

/// The policy that the settings make.
pub(crate) fn policy(schema: &Schema, layers: &Layers<'_>) -> ContentPolicy {
    let level = |key: String| {
        let value = schema.get(&key).map(|definition| layers.value(definition));
        // Every key of the policy is defined and its values are levels; nothing is the safe side of a defect.
        value.as_ref().and_then(text_of).and_then(level_of).unwrap_or(ContentLevel::None)
    };
    let limits = CATEGORIES.map(|(name, category)| {
        let (choice, limit) = (level(format!("{CHOICE}{name}")), level(format!("{LIMIT}{name}")));
        ContentLimit { category: category.into(), level: choice.min(limit).into() }
    });
    ContentPolicy { limits: limits.into() }
}
