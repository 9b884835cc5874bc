//! What a flag's rule may be.

use std::collections::BTreeSet;

use prost::Message;
use prost_types::Value;
use prost_types::value::Kind;
use realmwire_contract::settings::v1::{FlagRule, FlagVariant};

use super::BASIS_POINTS;
use crate::error::Problem;

const TIERS_MAX: usize = 20;
const VARIANTS_MAX: usize = 20;
const WORD_CHARACTERS_MAX: usize = 64;
const SALT_CHARACTERS_MAX: usize = 128;
const DESCRIPTION_CHARACTERS_MAX: usize = 500;
/// Deeper values could not be decoded as part of an answer.
const VALUE_DEPTH_MAX: usize = 10;

/// Everything that is wrong with a rule that a request holds in `rule`.
pub(crate) fn check_rule(rule: &FlagRule, bytes_max: usize) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut add = |field: &str, description: String| problems.push(Problem::new(field, "", description));
    if let Some(points) = rule.rollout_basis_points.filter(|points| *points > BASIS_POINTS) {
        add("rule.rollout_basis_points", format!("is {points}, but must be from 0 to {BASIS_POINTS}"));
    }
    if rule.salt.chars().count() > SALT_CHARACTERS_MAX || rule.salt.chars().any(char::is_control) {
        add("rule.salt", format!("has at most {SALT_CHARACTERS_MAX} characters, and no control characters"));
    }
    if rule.description.chars().count() > DESCRIPTION_CHARACTERS_MAX {
        add("rule.description", format!("has more than {DESCRIPTION_CHARACTERS_MAX} characters"));
    }
    if rule.tiers.len() > TIERS_MAX {
        add("rule.tiers", format!("has more than {TIERS_MAX} entries"));
    }
    for (index, tier) in rule.tiers.iter().enumerate() {
        if !is_word(tier) {
            add(&format!("rule.tiers[{index}]"), word_rule());
        }
    }
    if rule.variants.len() > VARIANTS_MAX {
        add("rule.variants", format!("has more than {VARIANTS_MAX} entries"));
    }
    if !rule.variants.is_empty() && rule.variants.iter().all(|variant| variant.weight == 0) {
        add("rule.variants", "must have a weight above 0".to_owned());
    }
    let size = rule.encoded_len();
    if size > bytes_max {
        add("rule", format!("holds {size} encoded bytes, the limit is {bytes_max}"));
    }
    check_variants(&rule.variants, &mut problems);
    problems
}

/// What is wrong with a tier, if anything.
pub(crate) fn check_tier(tier: &str) -> Option<Problem> {
    (!tier.is_empty() && !is_word(tier)).then(|| Problem::new("tier", "", word_rule()))
}

fn check_variants(variants: &[FlagVariant], problems: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for (index, variant) in variants.iter().enumerate() {
        let field = |name: &str| format!("rule.variants[{index}].{name}");
        if !is_word(&variant.name) {
            problems.push(Problem::new(field("name"), "", word_rule()));
        }
        if !seen.insert(&variant.name) {
            problems.push(Problem::new(field("name"), "", "is another variant's name already"));
        }
        if variant.weight > BASIS_POINTS {
            let description = format!("is {}, but must be from 0 to {BASIS_POINTS}", variant.weight);
            problems.push(Problem::new(field("weight"), "", description));
        }
        if let Some(value) = &variant.value
            && !is_plain(value, VALUE_DEPTH_MAX)
        {
            let description = format!("must be of finite numbers, and nested at most {VALUE_DEPTH_MAX} deep");
            problems.push(Problem::new(field("value"), "", description));
        }
    }
}

fn is_word(word: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !word.is_empty() && word.len() <= WORD_CHARACTERS_MAX && word.chars().all(allowed)
}

fn word_rule() -> String {
    format!("must have 1 to {WORD_CHARACTERS_MAX} letters, digits, hyphens, underscores or dots")
}

fn is_plain(value: &Value, levels: usize) -> bool {
    let Some(below) = levels.checked_sub(1) else { return false };
    match &value.kind {
        Some(Kind::NumberValue(number)) => number.is_finite(),
        Some(Kind::StructValue(object)) => object.fields.values().all(|value| is_plain(value, below)),
        Some(Kind::ListValue(list)) => list.values.iter().all(|value| is_plain(value, below)),
        Some(_) => true,
        None => false,
    }
}
