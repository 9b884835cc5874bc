use proptest::prelude::*;
use prost_types::Value;
use prost_types::value::Kind;
use realmwire_contract::settings::v1::{FlagReason, FlagRule, FlagVariant};

use super::*;

/// The vectors of `docs/services/settings.md`, which were computed with another implementation of SHA-256.
#[test]
fn draws_are_those_of_the_documented_vectors() {
    for (purpose, salt, player, expected, basis_points) in VECTORS {
        let drawn = draw(purpose, salt, player);
        assert_eq!(format!("{drawn:016x}"), expected, "{purpose:?} {salt} {player}");
        assert_eq!(share(drawn, 10_000), basis_points, "{purpose:?} {salt} {player}");
    }
}

const VECTORS: [(Purpose, &str, &str, &str, u64); 6] = [
    (Purpose::Rollout, "lantern-festival", "p1", "160d1d8d80a7298d", 861),
    (Purpose::Rollout, "lantern-festival", "p2", "7b16bc51a9088efe", 4808),
    (Purpose::Rollout, "lantern-festival", "Zoë", "4af5f4ab14c9c57e", 2928),
    (Purpose::Variant, "lantern-festival", "p1", "97fe37378f336f39", 5937),
    (Purpose::Variant, "lantern-festival", "p2", "66ffd39a3ba23c4d", 4023),
    (Purpose::Rollout, "storm-sails", "p1", "7894df3d7744e05f", 4710),
];

fn rule(basis_points: u32) -> FlagRule {
    FlagRule { enabled: true, rollout_basis_points: Some(basis_points), ..FlagRule::default() }
}

fn variants(weights: &[u32]) -> Vec<FlagVariant> {
    let variant = |(index, weight): (usize, &u32)| FlagVariant {
        name: format!("v{index}"),
        weight: *weight,
        ..FlagVariant::default()
    };
    weights.iter().enumerate().map(variant).collect()
}

fn is_on(rule: &FlagRule, player: &str) -> bool {
    evaluate("flag", rule, player, "").reason == FlagReason::On
}

fn variant_of(rule: &FlagRule, player: &str) -> Option<String> {
    evaluate("flag", rule, player, "").variant.map(|variant| variant.name.clone())
}

/// Pearson's statistic of counts that should all be alike.
fn chi_square(counts: &[u32]) -> f64 {
    let expected = f64::from(counts.iter().sum::<u32>()) / f64::from(u32::try_from(counts.len()).unwrap());
    counts.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum()
}

#[test]
fn a_share_covers_its_parts_evenly_and_never_more() {
    assert_eq!((share(0, 100), share(u64::MAX, 100)), (0, 99));
    assert_eq!((share(u64::MAX / 2, 2), share(u64::MAX / 2 + 1, 2)), (0, 1));
    assert_eq!(share(u64::MAX, 0), 0);
}

#[test]
fn players_are_spread_evenly_over_the_rollout() {
    for salt in ["flag", "another", "lantern-festival"] {
        let mut counts = [0; 100];
        for number in 0..100_000 {
            let place = share(draw(Purpose::Rollout, salt, &format!("player-{number}")), 100);
            counts[usize::try_from(place).unwrap()] += 1;
        }
        // With 99 degrees of freedom, an even draw exceeds it once in a thousand times.
        let statistic = chi_square(&counts);
        assert!(statistic < 148.2, "{salt}: {statistic}");
    }
}

/// Two flags draw different players, and a flag's variants do not depend on who was drawn first.
#[test]
fn draws_of_two_flags_and_of_two_purposes_are_independent() {
    let mut pairs = [0; 100];
    for number in 0..100_000 {
        let player = format!("player-{number}");
        let one = share(draw(Purpose::Rollout, "one", &player), 10);
        let other = share(draw(Purpose::Rollout, "other", &player), 10);
        pairs[usize::try_from(one * 10 + other).unwrap()] += 1;
    }
    assert!(chi_square(&pairs) < 148.2);
    let mut pairs = [0; 100];
    for number in 0..100_000 {
        let player = format!("player-{number}");
        let drawn = share(draw(Purpose::Rollout, "one", &player), 10);
        let variant = share(draw(Purpose::Variant, "one", &player), 10);
        pairs[usize::try_from(drawn * 10 + variant).unwrap()] += 1;
    }
    assert!(chi_square(&pairs) < 148.2);
}

#[test]
fn variants_get_their_weights() {
    let rule = FlagRule { variants: variants(&[50, 30, 20, 0]), ..rule(10_000) };
    let mut counts = [0_u32; 4];
    for number in 0..100_000 {
        let name = variant_of(&rule, &format!("player-{number}")).unwrap();
        counts[name[1..].parse::<usize>().unwrap()] += 1;
    }
    let statistic: f64 = [50_000.0, 30_000.0, 20_000.0]
        .iter()
        .zip(counts)
        .map(|(expected, count)| (f64::from(count) - expected).powi(2) / expected)
        .sum();
    // Two degrees of freedom, once in a thousand times.
    assert!(statistic < 13.8, "{counts:?}");
    assert_eq!(counts[3], 0);
}

#[test]
fn a_flag_is_off_for_a_reason() {
    let tiers = vec!["gold".to_owned(), "silver".to_owned()];
    let gated = FlagRule { tiers, ..rule(10_000) };
    let reason = |rule: &FlagRule, tier: &str| evaluate("flag", rule, "p1", tier).reason;
    assert_eq!(reason(&gated, "gold"), FlagReason::On);
    assert_eq!(reason(&gated, "bronze"), FlagReason::Tier);
    assert_eq!(reason(&gated, ""), FlagReason::Tier);
    assert_eq!(reason(&rule(0), ""), FlagReason::NotDrawn);
    assert_eq!(reason(&FlagRule { enabled: false, ..rule(10_000) }, ""), FlagReason::Disabled);
    assert_eq!(reason(&FlagRule { enabled: true, ..FlagRule::default() }, ""), FlagReason::On);
}

#[test]
fn everything_that_is_wrong_with_a_rule_is_named() {
    let number = |number| Some(Value { kind: Some(Kind::NumberValue(number)) });
    let rule = FlagRule {
        rollout_basis_points: Some(10_001),
        tiers: vec!["gold".to_owned(), "not a word".to_owned()],
        variants: vec![
            FlagVariant { name: "a".to_owned(), weight: 10_001, value: number(1.0) },
            FlagVariant { name: "a".to_owned(), weight: 1, value: number(f64::NAN) },
            FlagVariant { name: String::new(), weight: 0, value: Some(Value { kind: None }) },
        ],
        salt: "s".repeat(129),
        ..FlagRule::default()
    };
    let fields: Vec<_> = check_rule(&rule, 100).into_iter().map(|problem| problem.field).collect();
    assert_eq!(
        fields,
        [
            "rule.rollout_basis_points",
            "rule.salt",
            "rule.tiers[1]",
            "rule",
            "rule.variants[0].weight",
            "rule.variants[1].name",
            "rule.variants[1].value",
            "rule.variants[2].name",
            "rule.variants[2].value",
        ]
    );
    let weightless = FlagRule { variants: variants(&[0, 0]), ..FlagRule::default() };
    assert_eq!(check_rule(&weightless, 1000)[0].field, "rule.variants");
    assert_eq!(check_rule(&FlagRule { variants: variants(&[0, 1]), ..FlagRule::default() }, 1000), []);
}

proptest! {
    /// Whoever was drawn stays drawn when the rollout grows, and nobody else's variant moves.
    #[test]
    fn a_larger_rollout_only_adds_players(player in ".{1,40}", less in 0_u32..=10_000, more in 0_u32..=10_000) {
        let (less, more) = (less.min(more), less.max(more));
        let weighted = |points| FlagRule { variants: variants(&[1, 2, 3]), ..rule(points) };
        if is_on(&weighted(less), &player) {
            prop_assert!(is_on(&weighted(more), &player));
            prop_assert_eq!(variant_of(&weighted(less), &player), variant_of(&weighted(more), &player));
        }
    }

    /// The same question has the same answer, whatever else the rule says of itself.
    #[test]
    fn a_variant_depends_on_salt_player_and_weights_only(player in ".{1,40}", weights in proptest::collection::vec(1_u32..100, 1..8)) {
        let first = FlagRule { variants: variants(&weights), ..rule(10_000) };
        let mut second = FlagRule { description: "other words".to_owned(), tiers: vec!["gold".to_owned()], ..first.clone() };
        second.salt = "flag".to_owned();
        let of_gold = evaluate("flag", &second, &player, "gold").variant.map(|variant| variant.name.clone());
        prop_assert_eq!(variant_of(&first, &player), of_gold);
    }
}
