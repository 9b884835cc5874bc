use realmwire_contract::settings::v1::{
    GetGlobalRequest, GlobalChanged, ResetGlobalRequest, UpdateGlobalRequest, UpdateGlobalResponse,
};

use super::*;

pub(super) async fn set(world: &World, values: &[(&str, Value)]) -> Result<UpdateGlobalResponse, Status> {
    let request = UpdateGlobalRequest { values: Some(object(values)), ..UpdateGlobalRequest::default() };
    world.client.update_global(request).await
}

#[tokio::test]
async fn a_global_value_holds_for_every_player() {
    let world = World::new().await;
    let written = set(&world, &[("server.experience_rate", number(2.0))]).await.unwrap();
    assert_eq!(
        (written.changed_keys, written.settings.clone().unwrap().version),
        (vec!["server.experience_rate".to_owned()], 1)
    );
    assert_eq!(value(&world.settings("pc").await, "server.experience_rate"), &number(2.0));
    let read = world.client.get_global(GetGlobalRequest {}).await.unwrap().settings.unwrap();
    assert_eq!(Some(&read), written.settings.as_ref());
    assert_eq!(read.set_keys, ["server.experience_rate"]);
    assert!(!read.values.unwrap().fields.contains_key("audio.music_volume"), "global settings only");
    let reset = world.client.reset_global(ResetGlobalRequest::default()).await.unwrap();
    assert_eq!(reset.changed_keys, ["server.experience_rate"]);
    assert_eq!(value(&world.settings("pc").await, "server.experience_rate"), &number(1.0));
    let events = world.events::<GlobalChanged>().await;
    let versions: Vec<_> = events.iter().map(|event| (event.previous_version, event.version)).collect();
    assert_eq!(versions, [(0, 1), (1, 2)]);
}

#[tokio::test]
async fn a_wrong_global_write_is_refused_by_name() {
    let world = World::new().await;
    let wrong = [("server.experience_rate", number(11.0)), ("audio.music_volume", number(1.0)), ("server.x", null())];
    let reasons: Vec<_> = refused_fields(set(&world, &wrong).await).into_iter().map(|(_, reason)| reason).collect();
    assert_eq!(reasons, ["WRONG_SCOPE", "OUT_OF_RANGE", "UNKNOWN_KEY"]);
    let reset = ResetGlobalRequest { keys: vec!["audio.music_volume".to_owned()], ..ResetGlobalRequest::default() };
    refused_field(world.client.reset_global(reset).await, "keys[0]");
    let old = UpdateGlobalRequest {
        values: Some(object(&[])),
        expected_version: Some(version(3)),
        ..UpdateGlobalRequest::default()
    };
    refused(world.client.update_global(old).await, Code::Aborted);
    assert_eq!(world.events::<GlobalChanged>().await, []);
}

#[tokio::test]
async fn a_replacement_of_global_values_resets_the_rest() {
    let world = World::new().await;
    set(&world, &[("server.experience_rate", number(2.0)), ("server.message_of_the_day", text("Hello"))])
        .await
        .unwrap();
    let values = Some(object(&[("server.message_of_the_day", text("Hello"))]));
    let request = UpdateGlobalRequest { values, mode: replace(), expected_version: Some(version(1)) };
    let replaced = world.client.update_global(request).await.unwrap();
    assert_eq!(replaced.changed_keys, ["server.experience_rate"]);
    assert_eq!(replaced.settings.unwrap().set_keys, ["server.message_of_the_day"]);
}
