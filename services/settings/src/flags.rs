//! Whom a flag is on for: a pure function of its rule, the player's id and tier.
//!
//! A draw is the first eight bytes, the most significant first, of the SHA-256 of the purpose, a zero byte, the salt, a
//! zero byte and the player's id. Its share of `n` parts is the draw times `n`, divided by 2^64. The rollout and the
//! variant are drawn apart, so that raising a rollout changes nobody's variant. `docs/services/settings.md` has vectors.

mod rule;
#[cfg(test)]
mod tests;

use realmwire_contract::settings::v1::{FlagReason, FlagRule, FlagVariant};
use ring::digest;

pub(crate) use rule::{check_rule, check_tier};

/// Parts that a rollout is counted in.
pub(crate) const BASIS_POINTS: u32 = 10_000;

/// What a flag is for a player.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Outcome<'a> {
    pub(crate) reason: FlagReason,
    pub(crate) variant: Option<&'a FlagVariant>,
}

/// What a draw is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Rollout,
    Variant,
}

/// Decides a flag for a player.
pub(crate) fn evaluate<'a>(flag_id: &str, rule: &'a FlagRule, player_id: &str, tier: &str) -> Outcome<'a> {
    let off = |reason| Outcome { reason, variant: None };
    if !rule.enabled {
        return off(FlagReason::Disabled);
    }
    if !rule.tiers.is_empty() && !rule.tiers.iter().any(|allowed| allowed == tier) {
        return off(FlagReason::Tier);
    }
    let salt = if rule.salt.is_empty() { flag_id } else { &rule.salt };
    let place = share(draw(Purpose::Rollout, salt, player_id), u64::from(BASIS_POINTS));
    if place >= u64::from(rule.rollout_basis_points.unwrap_or(BASIS_POINTS)) {
        return off(FlagReason::NotDrawn);
    }
    Outcome { reason: FlagReason::On, variant: variant(rule, salt, player_id) }
}

fn variant<'a>(rule: &'a FlagRule, salt: &str, player_id: &str) -> Option<&'a FlagVariant> {
    let total: u64 = rule.variants.iter().map(|variant| u64::from(variant.weight)).sum();
    let mut place = share(draw(Purpose::Variant, salt, player_id), total);
    rule.variants.iter().find(|variant| {
        let weight = u64::from(variant.weight);
        let is_here = place < weight;
        place = place.saturating_sub(weight);
        is_here
    })
}

/// A number from all of 64 bits that is always the same for a purpose, salt and player.
pub(crate) fn draw(purpose: Purpose, salt: &str, player_id: &str) -> u64 {
    let purpose = match purpose {
        Purpose::Rollout => "rollout",
        Purpose::Variant => "variant",
    };
    let mut hash = digest::Context::new(&digest::SHA256);
    for part in [purpose, "\0", salt, "\0", player_id] {
        hash.update(part.as_bytes());
    }
    let hash = hash.finish();
    hash.as_ref().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Which of `parts` equal parts of all draws a draw lies in, from 0.
pub(crate) fn share(draw: u64, parts: u64) -> u64 {
    // The product has 128 bits and its upper half is below `parts`.
    u64::try_from((u128::from(draw) * u128::from(parts)) >> 64).unwrap_or_default()
}
