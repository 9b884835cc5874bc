use realmwire_contract::settings::v1::{SettingsChanged, UpdateGlobalRequest};
use realmwire_sdk::on_every_fabric;
use realmwire_sdk::testing::eventually;

use super::flags::{colours, evaluate, upsert};
use super::*;

on_every_fabric!(
    two_instances_give_one_player_the_same_variant,
    two_instances_agree_on_settings_at_once,
    no_write_is_lost_among_writers_on_two_instances,
    no_acknowledged_change_and_no_event_is_lost,
);

async fn two_instances_give_one_player_the_same_variant(host: TestHost) {
    let first = World::on(host, "").await;
    let second = first.sibling().await;
    first.client.upsert_flag(upsert("colour", colours())).await.unwrap();
    // Calls go to either instance; a second host of its own shows that nothing is left to chance within one.
    let third = World::new().await;
    third.client.upsert_flag(upsert("colour", colours())).await.unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for number in 0..50 {
        let player = format!("player-{number}");
        let one = evaluate(&first, &player, &["colour"]).await[0].variant.clone();
        assert_eq!(evaluate(&second, &player, &["colour"]).await[0].variant, one);
        assert_eq!(evaluate(&third, &player, &["colour"]).await[0].variant, one);
        seen.insert(one);
    }
    assert_eq!(seen.len(), 3);
}

async fn two_instances_agree_on_settings_at_once(host: TestHost) {
    let first = World::on(host, "").await;
    let second = first.sibling().await;
    for round in 0..10 {
        first.update(&[("audio.music_volume", number(f64::from(round)))]).await.unwrap();
        assert_eq!(value(&second.settings("pc").await, "audio.music_volume"), &number(f64::from(round)));
    }
}

/// Writers on two instances that expect the version they read never overwrite each other.
async fn no_write_is_lost_among_writers_on_two_instances(host: TestHost) {
    const WRITES: u32 = 5;
    let first = World::on(host, "").await;
    let second = first.sibling().await;
    let writer = async |world: &World| {
        for _ in 0..WRITES {
            loop {
                let read = world.settings("pc").await;
                let Some(Kind::NumberValue(count)) = value(&read, "audio.music_volume").kind else { panic!() };
                let expected_version = match read.version {
                    0 => Some(ExpectedVersion { expectation: Some(Expectation::Absent(true)) }),
                    read => Some(version(read)),
                };
                let next = if read.version == 0 { 0.0 } else { count } + 1.0;
                let request = UpdateRequest { expected_version, ..update(&[("audio.music_volume", number(next))]) };
                match world.client.update(request).timeout(std::time::Duration::from_secs(60)).await {
                    Ok(_) => break,
                    Err(status) => assert_eq!(status.code(), Code::Aborted, "{status}"),
                }
            }
        }
    };
    futures::join!(writer(&first), writer(&second), writer(&first), writer(&second));
    let end = first.settings("pc").await;
    assert_eq!((end.version, value(&end, "audio.music_volume")), (20, &number(20.0)));
}

/// Whatever happens to a commit, a call that is repeated with its key takes effect once; after a kill, every change that
/// was acknowledged is there, and each has one event.
async fn no_acknowledged_change_and_no_event_is_lost(host: TestHost) {
    let first = World::on(host, "").await;
    let second = first.sibling().await;
    for step in 0..24_u32 {
        match step % 4 {
            1 => first.host.faults().lose_commit_answers(1),
            2 => first.host.faults().fail_commits(1),
            3 => second.host.faults().lose_commit_answers(1),
            _ => {}
        }
        let request = update(&[("audio.music_volume", number(f64::from(step)))]);
        eventually("the call is acknowledged", async || {
            first.client.update(request.clone()).idempotency_key(format!("update-{step}")).await.ok()
        })
        .await;
    }
    // What a kill does: nothing is drained, and whatever the instance had begun is cut off.
    first.host.faults().disconnect();
    drop(first.running);
    second.host.faults().clear();
    let settings = second.settings("pc").await;
    assert_eq!((settings.version, value(&settings, "audio.music_volume")), (24, &number(23.0)));
    let events = second.events::<SettingsChanged>().await;
    let versions: Vec<_> = events.iter().map(|event| (event.previous_version, event.version)).collect();
    assert_eq!(versions, (0..24).map(|version| (version, version + 1)).collect::<Vec<_>>());
    let values = Some(object(&[("server.experience_rate", number(4.0))]));
    let request = UpdateGlobalRequest { values, ..UpdateGlobalRequest::default() };
    second.client.update_global(request).await.unwrap();
    assert_eq!(value(&second.settings("pc").await, "server.experience_rate"), &number(4.0));
}
