use std::fs;
use std::path::{Path, PathBuf};

use realmwire_contract::performance_mode::v1::{ListPresetsRequest, Preset};
use realmwire_sdk::content::ContentFile;

use super::*;
use crate::presets::Presets;

/// The content of the sample game.
fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

#[tokio::test]
async fn the_presets_of_the_sample_game_are_valid_and_listed_in_pages() {
    let world = World::on(TestHost::with_content(Some(sample())).await, "").await;
    let list = |page_token: &str| {
        world.client.list_presets(ListPresetsRequest { page_size: 3, page_token: page_token.to_owned() })
    };
    let first = list("").await.unwrap();
    let second = list(&first.next_page_token).await.unwrap();
    let modes: Vec<_> = first.presets.iter().chain(&second.presets).map(Preset::mode).collect();
    assert_eq!(modes, [Mode::Low, Mode::Medium, Mode::High, Mode::Ultra, Mode::Competitive]);
    assert_eq!((second.next_page_token.as_str(), first.presets[0].display_name.as_str()), ("", "Ember"));
    assert_eq!(refused_fields(list("nonsense").await), ["page_token"]);
    assert_eq!(world.mode().await.scalers["lantern_lights"], 3);
}

#[tokio::test]
async fn wrong_content_stops_the_start_and_tells_file_and_line() {
    let directory = tempfile::tempdir().unwrap();
    let presets = directory.path().join("presets");
    fs::create_dir(&presets).unwrap();
    let text = fs::read_to_string(sample().join("presets/emberfall.toml")).unwrap();
    let wrong = text.replacen("cost = 1.0", "cost = 11.0", 1);
    fs::write(presets.join("wrong.toml"), &wrong).unwrap();
    let host = TestHost::with_content(Some(directory.path().to_owned())).await;
    let error = host.try_start(crate::SPEC, "", crate::start).await.err().unwrap();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    let line = 1 + wrong.lines().position(|line| line == "cost = 11.0").unwrap();
    assert!(cause.starts_with(&format!("presets/wrong.toml:{line}:8: a cost must be")), "{cause}");
}

#[test]
fn presets_that_do_not_go_together_are_refused() {
    let sample = fs::read_to_string(sample().join("presets/emberfall.toml")).unwrap();
    let problem = |text: String| {
        let file = ContentFile { path: "presets/test.toml".to_owned(), text };
        Presets::build(&[file]).unwrap_err().to_string()
    };
    assert!(problem(sample.replacen("\"low\"", "\"ultra\"", 1)).contains("two presets"));
    assert!(problem(sample.replacen("cost = 0.38", "cost = 0.6", 1)).contains("must not fall"));
    assert!(problem(sample.replacen("shadows", "shades", 1)).contains("the same scalers"));
    assert!(problem(sample.replacen("shadows = 0", "shadows = 11", 1)).contains("from 0 to 10"));
    assert!(
        problem(sample.replacen("resolution_percent = 100", "resolution_percent = 99", 1)).contains("multiple of 5")
    );
    assert!(problem("presets = []".to_owned()).contains("MODE_LOW has no preset"));
}
