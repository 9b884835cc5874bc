use super::*;
use crate::condition::Condition;
use crate::effects::Severity;
use crate::tests::sample;

const EFFECTS_TEXT: &str = include_str!("../../../../content/weather/effects.toml");
const VALE: &str = include_str!("../../../../content/zones/vale.toml");
const CLIMATE: &str = include_str!("../../../../content/climates/temperate-vale.toml");

fn file(path: &str, text: &str) -> ContentFile {
    ContentFile { path: path.to_owned(), text: text.to_owned() }
}

fn problem(files: &[ContentFile]) -> String {
    Atlas::build(files).unwrap_err().to_string()
}

fn with(zone: &str, effects: &str) -> String {
    let climate = file("climates/vale.toml", CLIMATE);
    problem(&[climate, file("zones/vale.toml", zone), file("weather/effects.toml", effects)])
}

#[test]
fn the_zones_of_the_sample_game_have_their_climates() {
    let atlas = sample::atlas();
    let zones: Vec<_> = atlas.zones().map(|zone| (zone.id.as_str(), zone.climate.id.as_str())).collect();
    assert_eq!(zones, [("coast", "salt-coast"), ("heights", "ember-heights"), ("vale", "temperate-vale")]);
    assert_eq!(atlas.effects.severity(Condition::Blizzard), Severity::Warning);
    assert_eq!(atlas.effects.severity(Condition::Clear), Severity::None);
}

#[test]
fn what_comes_without_content_is_valid() {
    let atlas = Atlas::build(&[
        file("climates/standard.toml", CLIMATES[0].1),
        file("zones/standard.toml", ZONES[0].1),
        file("weather/effects.toml", EFFECTS[0].1),
    ]);
    assert!(atlas.unwrap().zone("standard").is_some());
}

#[test]
fn what_a_zone_must_not_say_is_told_with_its_line() {
    let check = |from: &str, to: &str, expected: &str| {
        let told = with(&VALE.replacen(from, to, 1), EFFECTS_TEXT);
        assert!(told.starts_with(expected), "{told}");
    };
    check("temperate-vale", "tundra", "zones/vale.toml:3:11: there is no climate \"tundra\"");
    check("\"vale\"", "\"The Vale\"", "zones/vale.toml:1:6: an id is made of");
    check("x = 0.0", "x = 1e12", "zones/vale.toml:5:5: x must be from");
    check("altitude_metres = 120.0", "altitude_metres = 99000.0", "zones/vale.toml:7:19: altitude_metres must be from");
    check("x = 0.0", "z = 0.0", "zones/vale.toml:5:1: unknown field");
}

#[test]
fn what_the_table_of_effects_must_not_say_is_told_with_its_line() {
    let check = |from: &str, to: &str, expected: &str| {
        let told = with(VALE, &EFFECTS_TEXT.replacen(from, to, 1));
        assert!(told.contains(expected) && told.starts_with("weather/effects.toml:"), "{told}");
    };
    check("front_metres = 20000.0", "front_metres = 1.0", "front_metres must be from");
    check("\"fire\", \"hearing\"", "\"fire\", \"fire\"", "different names");
    check("fog = {", "mist = {", "\"mist\" is no condition");
    check("\nfog = {", "\n# fog = {", "the condition fog is missing");
    check("fire = 0.7, hearing", "hearing", "the effect \"fire\" is missing");
    check("fire = 0.7,", "fire = 0.7, luck = 2.0,", "\"luck\" is none of the effects");
    check("fire = 0.7,", "fire = -1.0,", "fire must be from 0 to 100");
    check("severity = \"advisory\"", "severity = \"awful\"", "unknown variant");
}

#[test]
fn ids_belong_to_one_file_and_zones_are_needed() {
    let climate = || file("climates/vale.toml", CLIMATE);
    let effects = || file("weather/effects.toml", EFFECTS_TEXT);
    let zone = |path: &str| file(path, VALE);
    assert!(problem(&[climate(), effects()]).contains("there must be 1 to 256 zones"));
    assert!(problem(&[climate(), zone("zones/a.toml")]).contains("one file is needed, there are 0"));
    let told = problem(&[climate(), effects(), zone("zones/a.toml"), zone("zones/b.toml")]);
    assert!(told.starts_with("zones/b.toml: the id \"vale\" belongs to"), "{told}");
    let told = problem(&[climate(), file("climates/b.toml", CLIMATE), effects(), zone("zones/a.toml")]);
    assert!(told.starts_with("climates/b.toml: the id \"temperate-vale\" belongs to"), "{told}");
}
