use std::fs;

use super::*;
use crate::content::Templates;
use realmwire_sdk::content::{Content, ContentFile};

fn emberfall() -> String {
    fs::read_to_string(sample().join("worlds/emberfall.toml")).unwrap()
}

fn build(text: &str) -> Result<Templates, String> {
    let file = ContentFile { path: "worlds/emberfall.toml".to_owned(), text: text.to_owned() };
    Templates::build(&[file]).map_err(|error| error.to_string())
}

#[test]
fn the_sample_world_is_whole() {
    let content = Content::load(Templates::source(Some(&sample())), Templates::build).unwrap();
    let emberfall = content.current().get("emberfall").unwrap();
    let of_type = |kind: &str| emberfall.entities.iter().filter(|entity| entity.r#type == kind).count();
    assert_eq!((of_type("region"), of_type("place"), of_type("character")), (1, 6, 12));
    assert_eq!((emberfall.factions.len(), emberfall.relations.len(), emberfall.goods.len()), (4, 6, 8));
    let tam = emberfall.entities.iter().find(|entity| entity.entity_id == "old-tam").unwrap();
    assert_eq!((tam.place_id.as_str(), tam.position.unwrap().x), ("lanternford", 0.0));
}

/// What is replaced in the sample world, and what is told of it, in the line where it is.
const MISTAKES: [(&str, &str, &str); 10] = [
    ("id = \"old-tam\"", "id = \"Old Tam\"", "an id is made of"),
    ("id = \"old-tam\"", "id = \"ines-varro\"", "this id is used twice"),
    ("place = \"saltreach\"", "place = \"atlantis\"", "there is no such place"),
    ("faction = \"tide-wardens\"", "faction = \"pirates\"", "there is no such faction"),
    ("power = 62.0", "power = 162.0", "power must be from 0 to 100"),
    ("value = -0.3", "value = -1.3", "a relation must be from -1 to 1"),
    ("territory = [\"ashwater-mill\"]", "territory = [\"lanternford\"]", "is held by two factions"),
    ("base_price = 40", "base_price = 0", "base_price must be from 1"),
    ("elasticity = 0.9", "elasticity = nan", "elasticity must be from 0 to 4"),
    ("tags = [\"worker\", \"witness\"]", "tags = [\"Worker\"]", "a tag is made of"),
];

#[test]
fn mistakes_are_told_with_their_line() {
    let text = emberfall();
    for (right, wrong, problem) in MISTAKES {
        let mistaken = text.replacen(right, wrong, 1);
        assert_ne!(mistaken, text, "{right} is not in the file");
        let line = 1 + mistaken.lines().zip(text.lines()).position(|(one, other)| one != other).unwrap();
        let told = build(&mistaken).unwrap_err();
        assert!(told.starts_with(&format!("worlds/emberfall.toml:{line}:")), "{told}");
        assert!(told.contains(problem), "{told}");
    }
}

#[tokio::test]
async fn wrong_content_stops_the_start() {
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join("worlds")).unwrap();
    fs::write(directory.path().join("worlds/broken.toml"), "id = \"broken\"\n").unwrap();
    let host = TestHost::with_content(Some(directory.path().to_owned())).await;
    let error = host.try_start(crate::SPEC, "", crate::start).await.err().unwrap();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains("worlds/broken.toml") && cause.contains("name"), "{cause}");
}

#[tokio::test]
async fn a_world_without_content_is_empty() {
    let realm = Realm::on(TestHost::new().await, "").await;
    realm.create("vale", "").await;
    refused(realm.client.create_world(create("other", "emberfall")).await, Code::NotFound);
}
