use realmwire_contract::settings::v1::{
    DeleteFlagRequest, EvaluateFlagsRequest, Flag, FlagChanged, FlagEvaluation, FlagReason, FlagRule, FlagVariant,
    GetFlagRequest, ListFlagsRequest, SetTierRequest, UpsertFlagRequest,
};

use super::*;

pub(super) fn upsert(flag_id: &str, rule: FlagRule) -> UpsertFlagRequest {
    UpsertFlagRequest { flag_id: flag_id.to_owned(), rule: Some(rule), expected_version: None }
}

pub(super) fn rollout(basis_points: u32) -> FlagRule {
    FlagRule { enabled: true, rollout_basis_points: Some(basis_points), ..FlagRule::default() }
}

pub(super) fn colours() -> FlagRule {
    let variant = |name: &str| FlagVariant { name: name.to_owned(), weight: 1, value: Some(text(name)) };
    FlagRule { enabled: true, variants: ["red", "green", "blue"].map(variant).into(), ..FlagRule::default() }
}

async fn put(world: &World, flag_id: &str, rule: FlagRule) -> Flag {
    world.client.upsert_flag(upsert(flag_id, rule)).await.unwrap().flag.unwrap()
}

pub(super) async fn evaluate(world: &World, player_id: &str, flag_ids: &[&str]) -> Vec<FlagEvaluation> {
    let flag_ids = flag_ids.iter().map(|flag_id| (*flag_id).to_owned()).collect();
    let request = EvaluateFlagsRequest { player_id: player_id.to_owned(), flag_ids };
    world.client.evaluate_flags(request).await.unwrap().evaluations
}

/// How many of 200 players have the flag, by number.
async fn drawn(world: &World) -> Vec<usize> {
    let mut drawn = Vec::new();
    for number in 0..200 {
        if evaluate(world, &format!("player-{number}"), &["flag"]).await[0].enabled {
            drawn.push(number);
        }
    }
    drawn
}

#[tokio::test]
async fn going_from_10_to_20_percent_moves_nobody_out() {
    let world = World::new().await;
    put(&world, "flag", rollout(1000)).await;
    let tenth = drawn(&world).await;
    put(&world, "flag", rollout(2000)).await;
    let fifth = drawn(&world).await;
    assert!(tenth.iter().all(|number| fifth.contains(number)));
    assert!((8..=35).contains(&tenth.len()) && (20..=60).contains(&fifth.len()), "{tenth:?} {fifth:?}");
}

#[tokio::test]
async fn a_tier_opens_a_flag_and_players_cannot_give_it_to_themselves() {
    let world = World::new().await;
    put(&world, "flag", FlagRule { enabled: true, tiers: vec!["gold".to_owned()], ..FlagRule::default() }).await;
    let reason = async || evaluate(&world, "p1", &["flag"]).await[0].reason();
    assert_eq!(reason().await, FlagReason::Tier);
    let tier = |tier: &str| SetTierRequest { player_id: "p1".to_owned(), tier: tier.to_owned() };
    refused(world.client.set_tier(tier("gold")).principal(world.host.as_player("p1")).await, Code::PermissionDenied);
    world.client.set_tier(tier("gold")).await.unwrap();
    assert_eq!(reason().await, FlagReason::On);
    world.client.set_tier(tier("")).await.unwrap();
    assert_eq!(reason().await, FlagReason::Tier);
    refused_field(world.client.set_tier(tier("two words")).await, "tier");
}

#[tokio::test]
async fn all_flags_or_some_are_decided_at_once() {
    let world = World::new().await;
    put(&world, "b", colours()).await;
    put(&world, "a", rollout(0)).await;
    let ids = |found: &[FlagEvaluation]| found.iter().map(|flag| flag.flag_id.clone()).collect::<Vec<_>>();
    let all = evaluate(&world, "p1", &[]).await;
    assert_eq!(ids(&all), ["a", "b"]);
    assert_eq!((all[0].reason(), all[1].reason()), (FlagReason::NotDrawn, FlagReason::On));
    assert_eq!(all[1].value, Some(text(&all[1].variant)));
    let some = evaluate(&world, "p1", &["b", "nothing"]).await;
    assert_eq!((ids(&some), some[1].reason()), (vec!["b".to_owned(), "nothing".to_owned()], FlagReason::Unknown));
    let twice = EvaluateFlagsRequest { player_id: "p1".to_owned(), flag_ids: vec!["b".to_owned(); 2] };
    refused_field(world.client.evaluate_flags(twice).await, "flag_ids[1]");
}

#[tokio::test]
async fn a_flag_is_written_under_a_version_and_told() {
    let world = World::new().await;
    let created = put(&world, "flag", rollout(1000)).await;
    assert_eq!(put(&world, "flag", rollout(1000)).await, created, "the same rule is no change");
    let other = |expected_version| UpsertFlagRequest { expected_version, ..upsert("flag", rollout(2000)) };
    refused(world.client.upsert_flag(other(Some(version(2)))).await, Code::Aborted);
    let changed = world.client.upsert_flag(other(Some(version(1)))).await.unwrap().flag.unwrap();
    assert_eq!((changed.version, changed.create_time), (2, created.create_time));
    let get = || world.client.get_flag(GetFlagRequest { flag_id: "flag".to_owned() });
    assert_eq!(get().await.unwrap().flag.unwrap(), changed);
    let delete = |expected_version| DeleteFlagRequest { flag_id: "flag".to_owned(), expected_version };
    refused(world.client.delete_flag(delete(Some(version(1)))).await, Code::Aborted);
    world.client.delete_flag(delete(Some(version(2)))).await.unwrap();
    refused(get().await, Code::NotFound);
    refused(world.client.delete_flag(delete(None)).await, Code::NotFound);
    let versions: Vec<_> =
        world.events::<FlagChanged>().await.iter().map(|event| (event.previous_version, event.version)).collect();
    assert_eq!(versions, [(0, 1), (1, 2), (2, 0)]);
}

#[tokio::test]
async fn flags_are_listed_in_pages_and_are_limited() {
    let world = World::on(TestHost::new().await, "flags_max = 3").await;
    for flag_id in ["c", "a", "b"] {
        put(&world, flag_id, rollout(1000)).await;
    }
    let list = |page_token: &str| ListFlagsRequest { page_size: 2, page_token: page_token.to_owned() };
    let first = world.client.list_flags(list("")).await.unwrap();
    let second = world.client.list_flags(list(&first.next_page_token)).await.unwrap();
    let ids: Vec<_> = first.flags.iter().chain(&second.flags).map(|flag| flag.flag_id.as_str()).collect();
    assert_eq!((ids, second.next_page_token.as_str()), (vec!["a", "b", "c"], ""));
    let status = refused(world.client.upsert_flag(upsert("d", rollout(0))).await, Code::FailedPrecondition);
    assert_eq!(status.reason().unwrap(), "TOO_MANY_FLAGS");
    put(&world, "a", rollout(2000)).await;
    world.client.delete_flag(DeleteFlagRequest { flag_id: "a".to_owned(), expected_version: None }).await.unwrap();
    put(&world, "d", rollout(0)).await;
}

#[tokio::test]
async fn a_wrong_rule_is_refused_by_name() {
    let world = World::new().await;
    let wrong = FlagRule { rollout_basis_points: Some(10_001), tiers: vec![String::new()], ..FlagRule::default() };
    let fields: Vec<_> = refused_fields(world.client.upsert_flag(upsert("flag", wrong)).await)
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    assert_eq!(fields, ["rule.rollout_basis_points", "rule.tiers[0]"]);
    refused_field(world.client.upsert_flag(upsert("", rollout(1))).await, "flag_id");
    refused_field(
        world.client.upsert_flag(UpsertFlagRequest { rule: None, ..upsert("flag", rollout(1)) }).await,
        "rule",
    );
}
