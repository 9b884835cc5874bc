use realmwire_contract::settings::v1::{
    ExportRequest, ImportRequest, ResetRequest, SettingsChanged, SettingsExport, UpdateMode,
};

use super::*;

async fn export(world: &World, player_id: &str) -> SettingsExport {
    let request = ExportRequest { player_id: player_id.to_owned() };
    world.client.export(request).await.unwrap().export.unwrap()
}

fn import(player_id: &str, export: SettingsExport, mode: UpdateMode) -> ImportRequest {
    ImportRequest {
        player_id: player_id.to_owned(),
        export: Some(export),
        mode: mode.into(),
        ..ImportRequest::default()
    }
}

fn filled() -> [(&'static str, Value); 4] {
    [
        ("audio.music_volume", number(30.0)),
        ("video.fullscreen", truth(false)),
        ("controls.sensitivity", number(2.5)),
        ("accessibility.assists", list(&["large_text", "reduced_motion"])),
    ]
}

#[tokio::test]
async fn a_player_has_defaults_until_it_sets_something() {
    let world = World::new().await;
    let fresh = world.settings("pc").await;
    assert_eq!((fresh.version, fresh.set_keys.len(), fresh.update_time), (0, 0, None));
    assert_eq!(
        (value(&fresh, "audio.music_volume"), value(&fresh, "server.experience_rate")),
        (&number(70.0), &number(1.0))
    );
    let written = world.update(&filled()).await.unwrap();
    assert_eq!(
        written.changed_keys,
        ["accessibility.assists", "audio.music_volume", "controls.sensitivity", "video.fullscreen"]
    );
    let settings = world.settings("pc").await;
    assert_eq!(written.settings.unwrap(), settings);
    assert_eq!((settings.version, settings.set_keys.len()), (1, 4));
    assert_eq!(value(&settings, "controls.sensitivity"), &number(2.5));
}

#[tokio::test]
async fn what_belongs_to_a_device_stays_on_it() {
    let world = World::new().await;
    world.update(&filled()).await.unwrap();
    let other = world.settings("phone").await;
    assert_eq!(value(&other, "audio.music_volume"), &number(70.0));
    assert_eq!(value(&other, "controls.sensitivity"), &number(2.5));
    assert_eq!(value(&world.settings("").await, "audio.music_volume"), &number(70.0));
}

#[tokio::test]
async fn some_keys_can_be_asked_for() {
    let world = World::new().await;
    let request = |keys: &[&str]| GetRequest {
        player_id: "p1".to_owned(),
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        ..GetRequest::default()
    };
    let settings = world.client.get(request(&["audio.music_volume"])).await.unwrap().settings.unwrap();
    assert_eq!(settings.values.unwrap(), object(&[("audio.music_volume", number(70.0))]));
    refused_field(world.client.get(request(&["audio.music_volume", "audio.musik"])).await, "keys[1]");
}

/// Everything that is wrong is told at once, by name, and nothing is written.
#[tokio::test]
async fn every_wrong_key_is_named_and_nothing_is_written() {
    let world = World::new().await;
    let wrong = [
        ("audio.musik_volume", number(3.0)),
        ("audio.master_volume", number(101.0)),
        ("controls.invert_y", text("yes")),
        ("server.experience_rate", number(2.0)),
        ("controls.sensitivity", number(2.0)),
        ("accessibility.subtitles", text("some")),
    ];
    let result = world.update(&wrong).await;
    let message = result.as_ref().unwrap_err().message().to_owned();
    assert!(message.contains("did you mean \"audio.music_volume\"?"), "{message}");
    let found = refused_fields(result);
    let expected = [
        ("values.accessibility.subtitles", "OUT_OF_RANGE"),
        ("values.audio.master_volume", "OUT_OF_RANGE"),
        ("values.audio.musik_volume", "UNKNOWN_KEY"),
        ("values.controls.invert_y", "WRONG_TYPE"),
        ("values.server.experience_rate", "WRONG_SCOPE"),
    ];
    assert_eq!(found, expected.map(|(field, reason)| (field.to_owned(), reason.to_owned())));
    assert_eq!(world.settings("pc").await.version, 0);
    assert_eq!(world.events::<SettingsChanged>().await, []);
    let without_device = UpdateRequest { device_id: String::new(), ..update(&[("video.fullscreen", truth(true))]) };
    refused_field(world.client.update(without_device).await, "values.video.fullscreen");
    refused_field(world.client.update(UpdateRequest { values: None, ..update(&[]) }).await, "values");
    refused_field(world.client.update(UpdateRequest { mode: 9, ..update(&[]) }).await, "mode");
    refused_field(world.client.update(UpdateRequest { device_id: "x".repeat(129), ..update(&[]) }).await, "device_id");
}

#[tokio::test]
async fn a_merge_keeps_the_rest_and_a_replacement_does_not() {
    let world = World::new().await;
    world.update(&filled()).await.unwrap();
    let merged = world.update(&[("controls.invert_y", truth(true)), ("controls.sensitivity", null())]).await.unwrap();
    assert_eq!(merged.changed_keys, ["controls.invert_y", "controls.sensitivity"]);
    assert_eq!(
        merged.settings.unwrap().set_keys,
        ["accessibility.assists", "audio.music_volume", "controls.invert_y", "video.fullscreen"]
    );
    let request = UpdateRequest { mode: replace(), ..update(&[("video.fullscreen", truth(false))]) };
    let replaced = world.client.update(request).await.unwrap();
    assert_eq!(replaced.changed_keys, ["accessibility.assists", "audio.music_volume", "controls.invert_y"]);
    assert_eq!(replaced.settings.unwrap().set_keys, ["video.fullscreen"]);
}

#[tokio::test]
async fn a_write_that_changes_nothing_is_no_change() {
    let world = World::new().await;
    let first = world.update(&filled()).await.unwrap();
    let second = world.update(&filled()).await.unwrap();
    assert_eq!((second.settings, second.changed_keys), (first.settings, Vec::new()));
    assert_eq!(world.events::<SettingsChanged>().await.len(), 1);
}

#[tokio::test]
async fn a_write_that_expects_another_version_is_told_the_current_one() {
    let world = World::new().await;
    world.update(&filled()).await.unwrap();
    let expecting =
        |expected| UpdateRequest { expected_version: expected, ..update(&[("controls.invert_y", truth(true))]) };
    let absent = Some(ExpectedVersion { expectation: Some(Expectation::Absent(true)) });
    for expected in [Some(version(2)), absent] {
        let status = refused(world.client.update(expecting(expected)).await, Code::Aborted);
        assert!(status.message().contains("current version 1"), "{status}");
    }
    assert_eq!(world.client.update(expecting(Some(version(1)))).await.unwrap().settings.unwrap().version, 2);
    refused_field(world.client.update(expecting(Some(version(0)))).await, "expected_version.version");
}

#[tokio::test]
async fn a_reset_gives_the_defaults_back() {
    let world = World::new().await;
    let reset = |device_id: &str, keys: &[&str]| ResetRequest {
        player_id: "p1".to_owned(),
        device_id: device_id.to_owned(),
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        ..ResetRequest::default()
    };
    world.update(&filled()).await.unwrap();
    let one = world.client.reset(reset("pc", &["audio.music_volume", "controls.sensitivity"])).await.unwrap();
    assert_eq!(one.changed_keys, ["audio.music_volume", "controls.sensitivity"]);
    let device = world.client.reset(reset("pc", &[])).await.unwrap();
    assert_eq!(device.changed_keys, ["video.fullscreen"], "only what belongs to the device");
    let player = world.client.reset(reset("", &[])).await.unwrap();
    assert_eq!(player.changed_keys, ["accessibility.assists"]);
    assert_eq!(player.settings.unwrap().version, 4);
    let wrong = world.client.reset(reset("", &["video.fullscreen", "nothing", "server.experience_rate"])).await;
    let reasons: Vec<_> = refused_fields(wrong).into_iter().map(|(_, reason)| reason).collect();
    assert_eq!(reasons, ["WRONG_SCOPE", "UNKNOWN_KEY", "WRONG_SCOPE"]);
}

#[tokio::test]
async fn an_export_can_be_imported_by_somebody_else() {
    let world = World::new().await;
    world.update(&filled()).await.unwrap();
    let phone = UpdateRequest { device_id: "phone".to_owned(), ..update(&[("audio.master_volume", number(5.0))]) };
    world.client.update(phone).await.unwrap();
    let exported = export(&world, "p1").await;
    let imported = world.client.import(import("p2", exported.clone(), UpdateMode::Replace)).await.unwrap();
    assert_eq!(imported.changed_keys.len(), 5);
    assert_eq!(export(&world, "p2").await, exported);
    let again = world.client.import(import("p2", exported, UpdateMode::Merge)).await.unwrap();
    assert_eq!(again.changed_keys, Vec::<String>::new());
    let empty = export(&world, "p3").await;
    world.client.import(import("p2", empty.clone(), UpdateMode::Replace)).await.unwrap();
    assert_eq!(export(&world, "p2").await, empty);
}

#[tokio::test]
async fn a_wrong_import_is_refused_as_a_whole() {
    let world = World::new().await;
    world.update(&filled()).await.unwrap();
    let mut wrong = export(&world, "p1").await;
    wrong.values.as_mut().unwrap().fields.insert("gone.key".to_owned(), truth(true));
    wrong.values.as_mut().unwrap().fields.insert("controls.invert_y".to_owned(), null());
    wrong.devices[0].values.as_mut().unwrap().fields.insert("audio.music_volume".to_owned(), number(-1.0));
    wrong.devices[0].values.as_mut().unwrap().fields.insert("controls.sensitivity".to_owned(), number(1.0));
    let found = refused_fields(world.client.import(import("p2", wrong, UpdateMode::Merge)).await);
    let expected = [
        ("export.values.controls.invert_y", "WRONG_TYPE"),
        ("export.values.gone.key", "UNKNOWN_KEY"),
        ("export.devices[0].values.audio.music_volume", "OUT_OF_RANGE"),
        ("export.devices[0].values.controls.sensitivity", "WRONG_SCOPE"),
    ];
    assert_eq!(found, expected.map(|(field, reason)| (field.to_owned(), reason.to_owned())));
    let mut old = export(&world, "p1").await;
    old.values.as_mut().unwrap().fields.insert("gone.key".to_owned(), truth(true));
    let lenient = ImportRequest { ignore_unknown: true, ..import("p2", old.clone(), UpdateMode::Merge) };
    let imported = world.client.import(lenient).await.unwrap();
    assert_eq!((imported.ignored_keys, imported.changed_keys.len()), (vec!["gone.key".to_owned()], 4));
    old.format_version = 2;
    refused_field(world.client.import(import("p2", old, UpdateMode::Merge)).await, "export.format_version");
}

#[tokio::test]
async fn what_is_kept_of_a_player_has_limits() {
    let world = World::on(TestHost::new().await, "devices_per_player_max = 2\nsettings_bytes_max = 1024").await;
    let on =
        |device: &str| UpdateRequest { device_id: device.to_owned(), ..update(&[("video.fullscreen", truth(false))]) };
    world.client.update(on("one")).await.unwrap();
    world.client.update(on("two")).await.unwrap();
    let status = refused(world.client.update(on("three")).await, Code::FailedPrecondition);
    assert_eq!(status.reason().unwrap(), "TOO_MANY_DEVICES");
    let forget = ResetRequest { player_id: "p1".to_owned(), device_id: "one".to_owned(), ..ResetRequest::default() };
    world.client.reset(forget).await.unwrap();
    world.client.update(on("three")).await.unwrap();
    for (config, key) in [
        ("flags = 3", "flags"),
        ("flags_max = 501", "flags_max"),
        ("devices_per_player_max = 0", "devices_per_player_max"),
    ] {
        let error = world.host.try_start(crate::SPEC, config, crate::start).await.err().unwrap().to_string();
        assert!(error.contains(key), "{error}");
    }
}

#[tokio::test]
async fn every_change_is_told_with_its_keys_and_versions() {
    let world = World::new().await;
    world.update(&filled()).await.unwrap();
    world.update(&[("video.fullscreen", truth(true))]).await.unwrap();
    let events = world.events::<SettingsChanged>().await;
    let versions: Vec<_> = events.iter().map(|event| (event.previous_version, event.version)).collect();
    assert_eq!(versions, [(0, 1), (1, 2)]);
    assert_eq!(events[0].changed_keys, ["accessibility.assists", "controls.sensitivity"]);
    assert_eq!(events[0].devices[0].changed_keys, ["audio.music_volume", "video.fullscreen"]);
    assert_eq!((events[1].changed_keys.len(), events[1].devices[0].device_id.as_str()), (0, "pc"));
}
