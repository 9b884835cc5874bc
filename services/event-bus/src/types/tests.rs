use prost_types::value::Kind;
use prost_types::{Struct, Value};
use realmwire_sdk::content::ContentFile;

use super::*;

const RAIDS: &str = r#"
[[event]]
name = "raid.won"
description = "A raid was won."
key = "raid_id"
[event.fields]
raid_id = { kind = "string", required = true }
damage = { kind = "integer" }
party = { kind = "list" }

[[event]]
name = "raid.won"
version = 2
description = "A raid was won."
"#;

fn file(text: &str) -> ContentFile {
    ContentFile { path: "events/test.toml".to_owned(), text: text.to_owned() }
}

fn types() -> Types {
    Types::build(&[file(RAIDS)]).unwrap()
}

fn data(fields: &[(&str, Kind)]) -> Struct {
    let value = |kind: &Kind| Value { kind: Some(kind.clone()) };
    Struct { fields: fields.iter().map(|(name, kind)| ((*name).to_owned(), value(kind))).collect() }
}

#[test]
fn types_are_of_the_contract_and_of_the_content() {
    let types = types();
    let entity = types.find("type", "state-manager.entity.updated").unwrap();
    assert_eq!(entity.name, "state-manager.entity.updated.v1");
    assert!(!entity.description.is_empty() && !entity.key_field.is_empty());
    assert_eq!(types.find("type", "game.raid.won").unwrap().name, "game.raid.won.v2", "the latest");
    assert_eq!(types.find("type", "game.raid.won.v1").unwrap().key_field, "raid_id");
    let names: Vec<_> = types.iter().map(|known| known.name.clone()).collect();
    let count = SERVICES.iter().map(|service| service.events.len()).sum::<usize>() + 2;
    assert_eq!(names.len(), count);
    assert!(names.is_sorted());
}

#[test]
fn an_unknown_type_is_refused_with_the_nearest() {
    for (name, nearest) in [
        ("state-manager.entity.updatet", "the nearest is state-manager.entity.updated.v1"),
        ("game.raid.one", "the nearest is game.raid.won"),
        ("state-manager.entity.updated.v9", "the nearest is state-manager.entity.updated.v1"),
    ] {
        let refused = types().find("event.type", name).map(|_| ()).unwrap_err();
        assert!(refused.to_string().contains(nearest) && refused.to_string().contains("event.type"), "{refused}");
    }
    let refused = types().pattern("patterns[0]", "state-manger.*", |_| true).unwrap_err();
    assert!(refused.to_string().contains("the nearest is state-manager."), "{refused}");
}

#[test]
fn a_malformed_name_is_refused_by_its_form() {
    for name in ["", "raid", "Raid.Won", "game..won", "game.raid won", "evt.>"] {
        let refused = types().find("type", name).map(|_| ()).unwrap_err();
        assert!(refused.to_string().contains("a type is named"), "{name:?} {refused}");
    }
}

#[test]
fn data_must_be_of_its_shape() {
    let known = types().find("type", "game.raid.won.v1").unwrap().clone();
    let TypeKind::Game(custom) = known.kind else { panic!("it is the game's") };
    let text = |text: &str| Kind::StringValue(text.to_owned());
    let good = data(&[("raid_id", text("r1")), ("damage", Kind::NumberValue(12.0))]);
    assert_eq!(custom.check(&good), Ok(()));
    for (fields, wrong) in [
        (data(&[]), "raid_id"),
        (data(&[("raid_id", Kind::BoolValue(true))]), "raid_id"),
        (data(&[("raid_id", text("r1")), ("damage", Kind::NumberValue(1.5))]), "damage"),
        (data(&[("raid_id", text("r1")), ("party", text("p"))]), "party"),
        (data(&[("raid_id", text("r1")), ("loot", text("gold"))]), "loot"),
    ] {
        assert_eq!(custom.check(&fields).unwrap_err().0, wrong);
    }
}

#[test]
fn a_file_that_breaks_a_rule_is_refused_with_its_line() {
    for (text, problem) in [
        ("[[event]]\nname = \"Raid\"\ndescription = \"\"", "events/test.toml:2:"),
        ("[[event]]\nname = \"raid.won\"\ndescription = \"\"\nversion = 0", "events/test.toml:4:"),
        ("[[event]]\nname = \"raid.won\"\ndescription = \"\"\nkey = \"id\"", "the key must be a required field"),
        ("[[event]]\nname = \"raid.won\"\n", "description"),
        ("[[event]]\nname = \"raid.won\"\ndescription = \"\"\nfields.Id = {kind = \"string\"}", "a field is named"),
        (
            "[[event]]\nname = \"a.b\"\ndescription = \"\"\n[[event]]\nname = \"a.b\"\ndescription = \"\"",
            "declared twice",
        ),
        ("[[event]]\nname = \"a.b\"\ndescription = \"\"\nfields.id = {kind = \"text\"}", "text"),
    ] {
        let refused = Types::build(&[file(text)]).map(|_| ()).unwrap_err().to_string();
        assert!(refused.contains(problem), "{text}\n{refused}");
    }
}

#[test]
fn the_sample_game_s_types_are_valid() {
    let text = include_str!("../../../../content/events/emberfall.toml");
    let types = Types::build(&[file(text)]).unwrap();
    assert!(types.find("type", "game.bounty.posted").is_ok());
}
