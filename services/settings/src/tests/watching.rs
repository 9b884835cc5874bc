use realmwire_contract::settings::v1::{WatchRequest, WatchResponse};
use realmwire_sdk::stream::Receiver;

use super::global::set;
use super::*;

fn watch(resume_token: &str) -> WatchRequest {
    WatchRequest { player_id: "p1".to_owned(), device_id: "pc".to_owned(), resume_token: resume_token.to_owned() }
}

async fn next(watch: &mut Receiver<WatchResponse>) -> (PlayerSettings, String) {
    let response = watch.next().await.unwrap().unwrap();
    (response.settings.unwrap(), response.resume_token)
}

/// Reads until the settings have the version, for changes may be sent as one.
async fn until(watch: &mut Receiver<WatchResponse>, version: u64) -> (PlayerSettings, String) {
    loop {
        let (settings, token) = next(watch).await;
        assert!(settings.version <= version, "a change was told before it was made");
        if settings.version == version {
            return (settings, token);
        }
    }
}

#[tokio::test]
async fn a_watch_sends_the_settings_and_then_every_change() {
    let world = World::new().await;
    let mut watching = world.client.watch(watch("")).await.unwrap();
    assert_eq!(next(&mut watching).await.0, world.settings("pc").await);
    world.update(&[("audio.music_volume", number(1.0))]).await.unwrap();
    assert_eq!(until(&mut watching, 1).await.0, world.settings("pc").await);
    set(&world, &[("server.experience_rate", number(3.0))]).await.unwrap();
    let (settings, _) = next(&mut watching).await;
    assert_eq!(value(&settings, "server.experience_rate"), &number(3.0));
    let other = UpdateRequest { player_id: "p10".to_owned(), ..update(&[("controls.invert_y", truth(true))]) };
    world.client.update(other).await.unwrap();
    world.update(&[("controls.invert_y", truth(true))]).await.unwrap();
    assert_eq!(next(&mut watching).await.0.version, 2, "nothing is told of other players");
}

#[tokio::test]
async fn a_watch_that_goes_on_sends_only_what_is_new() {
    let world = World::new().await;
    world.update(&[("audio.music_volume", number(1.0))]).await.unwrap();
    let mut watching = world.client.watch(watch("")).await.unwrap();
    let (_, token) = next(&mut watching).await;
    drop(watching);
    let mut resumed = world.client.watch(watch(&token)).await.unwrap();
    world.update(&[("audio.music_volume", number(2.0))]).await.unwrap();
    let (settings, token) = next(&mut resumed).await;
    assert_eq!(
        (settings.version, value(&settings, "audio.music_volume")),
        (2, &number(2.0)),
        "nothing was sent before"
    );
    drop(resumed);
    set(&world, &[("server.experience_rate", number(3.0))]).await.unwrap();
    let second = world.sibling().await;
    let (settings, _) = next(&mut second.client.watch(watch(&token)).await.unwrap()).await;
    assert_eq!(value(&settings, "server.experience_rate"), &number(3.0), "what changed meanwhile is sent at once");
}

#[tokio::test]
async fn a_watch_that_is_wrong_is_refused() {
    let world = World::new().await;
    let refusal = async |request| match world.client.watch(request).await {
        Ok(mut watching) => watching.next().await.unwrap().map(drop),
        Err(status) => Err(status),
    };
    for token in ["nonsense", "1.2", "1.2.3", "a.2.0123456789abcdef"] {
        refused_field(refusal(watch(token)).await, "resume_token");
    }
    refused_field(refusal(WatchRequest { device_id: "x".repeat(129), ..watch("") }).await, "device_id");
}
