use std::fs;
use std::path::{Path, PathBuf};

use realmwire_contract::settings::v1::{GetSchemaRequest, Scope, ValueType, WatchRequest};

use super::*;

/// The content of the sample game.
fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

fn definition(maximum: u32) -> String {
    format!(
        "[[settings]]\nkey = 'a'\ntype = 'integer'\nscope = 'player'\nmaximum = {maximum}\ndefault = 1\ndescription = 'x'\n"
    )
}

#[tokio::test]
async fn the_settings_of_the_sample_game_are_valid() {
    let world = World::on(TestHost::with_content(Some(sample())).await, "").await;
    let schema = world.client.get_schema(GetSchemaRequest {}).await.unwrap();
    let glow = schema.definitions.iter().find(|definition| definition.key == "video.lantern_glow").unwrap();
    assert_eq!((glow.r#type(), glow.scope(), glow.maximum), (ValueType::Number, Scope::Device, Some(2.0)));
    assert_eq!(glow.default_value, Some(number(1.0)));
    assert!(schema.definitions.is_sorted_by_key(|definition| &definition.key));
    assert!(schema.definitions.iter().any(|definition| definition.key == "policy.limit.fear"));
    assert_eq!(world.settings("pc").await.schema_version, schema.schema_version);
}

#[tokio::test]
async fn wrong_content_stops_the_start_and_tells_file_and_line() {
    let directory = tempfile::tempdir().unwrap();
    let settings = directory.path().join("settings");
    fs::create_dir(&settings).unwrap();
    fs::write(settings.join("wrong.toml"), definition(0)).unwrap();
    let host = TestHost::with_content(Some(directory.path().to_owned())).await;
    let error = host.try_start(crate::SPEC, "", crate::start).await.err().unwrap();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.starts_with("settings/wrong.toml:6:11: the default is 1, but must be at most 0"), "{cause}");
}

/// Changed definitions reach whoever watches; those that are wrong change nothing.
#[tokio::test]
async fn changed_definitions_are_loaded_and_told() {
    let directory = tempfile::tempdir().unwrap();
    let settings = directory.path().join("settings");
    fs::create_dir(&settings).unwrap();
    let file = settings.join("game.toml");
    fs::write(&file, definition(100)).unwrap();
    let world = World::on(TestHost::with_content(Some(directory.path().to_owned())).await, "").await;
    world.update(&[("a", number(50.0))]).await.unwrap();
    let request = WatchRequest { player_id: "p1".to_owned(), ..WatchRequest::default() };
    let mut watching = world.client.watch(request).await.unwrap();
    let first = watching.next().await.unwrap().unwrap().settings.unwrap();
    assert_eq!(value(&first, "a"), &number(50.0));
    fs::write(&file, definition(10)).unwrap();
    let second = watching.next().await.unwrap().unwrap().settings.unwrap();
    assert_eq!((value(&second, "a"), second.version), (&number(1.0), 1), "what no longer fits is the default");
    refused_field(world.update(&[("a", number(50.0))]).await, "values.a");
}
