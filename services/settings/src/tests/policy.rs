use realmwire_contract::settings::v1::{
    ContentCategory, ContentLevel, ContentPolicy, GetContentPolicyRequest, GetContentPolicyResponse, PolicyChanged,
    SettingsChanged,
};
use realmwire_sdk::identity::{Principal, Role};

use super::global::set;
use super::*;

fn of(session_id: &str) -> GetContentPolicyRequest {
    GetContentPolicyRequest { player_id: "p1".to_owned(), session_id: session_id.to_owned() }
}

async fn get(world: &World, session_id: &str) -> GetContentPolicyResponse {
    world.client.get_content_policy(of(session_id)).await.unwrap()
}

fn level(policy: Option<&ContentPolicy>, category: ContentCategory) -> ContentLevel {
    let limit = policy.unwrap().limits.iter().find(|limit| limit.category() == category);
    limit.unwrap().level()
}

#[tokio::test]
async fn a_policy_is_the_lower_of_the_choice_and_the_limit() {
    let world = World::new().await;
    let policy = get(&world, "").await;
    assert_eq!((policy.policy.as_ref().unwrap().limits.len(), policy.snapshot_time), (7, None));
    assert_eq!(level(policy.policy.as_ref(), ContentCategory::Violence), ContentLevel::Moderate);
    world.update(&[("policy.violence", text("unrestricted")), ("policy.fear", text("none"))]).await.unwrap();
    let policy = get(&world, "").await.policy;
    assert_eq!(
        level(policy.as_ref(), ContentCategory::Violence),
        ContentLevel::Strong,
        "nobody gets more than the limit"
    );
    assert_eq!(level(policy.as_ref(), ContentCategory::Fear), ContentLevel::None);
    set(&world, &[("policy.limit.violence", text("mild"))]).await.unwrap();
    assert_eq!(level(get(&world, "").await.policy.as_ref(), ContentCategory::Violence), ContentLevel::Mild);
}

#[tokio::test]
async fn what_a_session_began_with_stays() {
    let world = World::new().await;
    let first = get(&world, "s1").await;
    assert!(!first.outdated && first.snapshot_time.is_some());
    world.update(&[("policy.fear", text("none"))]).await.unwrap();
    let again = get(&world, "s1").await;
    assert_eq!((again.policy.as_ref(), again.snapshot_time), (first.policy.as_ref(), first.snapshot_time));
    assert!(again.outdated);
    let next = get(&world, "s2").await;
    assert_eq!(level(next.policy.as_ref(), ContentCategory::Fear), ContentLevel::None);
    let sibling = world.sibling().await;
    assert_eq!(get(&sibling, "s1").await, again, "on every instance");
}

#[tokio::test]
async fn a_player_asks_about_its_own_session_only() {
    let world = World::new().await;
    let by = Principal { role: Role::Player, id: "p1".to_owned(), session_id: Some("s1".to_owned()) };
    let own = world.client.get_content_policy(of("")).principal(by.clone()).await.unwrap();
    assert_eq!(own.session_id, "s1");
    assert_eq!(world.client.get_content_policy(of("s1")).principal(by.clone()).await.unwrap(), own);
    refused_field(world.client.get_content_policy(of("s2")).principal(by).await, "session_id");
}

#[tokio::test]
async fn a_change_of_the_policy_is_told_and_no_other() {
    let world = World::new().await;
    world.update(&[("controls.invert_y", truth(true))]).await.unwrap();
    world.update(&[("policy.sex", text("none"))]).await.unwrap();
    // What the limit cuts off makes no difference.
    world.update(&[("policy.fear", text("strong"))]).await.unwrap();
    world.update(&[("policy.fear", text("unrestricted"))]).await.unwrap();
    assert_eq!(world.events::<SettingsChanged>().await.len(), 4);
    let told = world.events::<PolicyChanged>().await;
    let levels: Vec<_> = told
        .iter()
        .map(|event| [&event.previous_policy, &event.policy].map(|policy| level(policy.as_ref(), ContentCategory::Sex)))
        .collect();
    assert_eq!(levels, [[ContentLevel::Mild, ContentLevel::None], [ContentLevel::None; 2]]);
}
