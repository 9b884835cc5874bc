use proptest::prelude::*;
use prost_types::{ListValue, Struct};

use super::*;
use crate::policy::{CATEGORIES, LEVELS};
use crate::values::{Layers, apply, changed};

fn file(text: &str) -> ContentFile {
    ContentFile { path: "settings/test.toml".to_owned(), text: text.to_owned() }
}

fn schema(text: &str) -> Schema {
    Schema::build(&[file(text)]).unwrap()
}

fn number(number: f64) -> Value {
    Value { kind: Some(ValueKind::NumberValue(number)) }
}

fn text(text: &str) -> Value {
    Value { kind: Some(ValueKind::StringValue(text.to_owned())) }
}

fn list(texts: &[&str]) -> Value {
    Value { kind: Some(ValueKind::ListValue(ListValue { values: texts.iter().map(|item| text(item)).collect() })) }
}

/// A definition with these lines in place of the ones of the same name.
fn setting(changes: &[(&str, &str)]) -> String {
    let mut lines = vec![
        ("key", "\"a.b\""),
        ("type", "\"boolean\""),
        ("scope", "\"player\""),
        ("default", "true"),
        ("description", "\"x\""),
    ];
    for (name, value) in changes {
        lines.retain(|(other, _)| other != name);
        lines.push((name, value));
    }
    lines.iter().fold("[[settings]]\n".to_owned(), |toml, (name, value)| format!("{toml}{name} = {value}\n"))
}

#[test]
fn the_built_in_definitions_are_valid_and_complete() {
    let read = |(name, text): &(&str, &str)| ContentFile { path: (*name).to_owned(), text: (*text).to_owned() };
    let files: Vec<_> = DEFAULTS.iter().map(read).collect();
    let schema = Schema::build(&files).unwrap();
    assert_eq!(schema.iter().count(), 26);
    for (name, _) in CATEGORIES {
        assert_eq!(schema.get(&format!("policy.{name}")).unwrap().scope, Scope::Player);
        assert_eq!(schema.get(&format!("policy.limit.{name}")).unwrap().scope, Scope::Global);
    }
    assert_eq!(LEVELS.len(), 5);
}

#[test]
fn the_policy_is_there_also_when_the_content_has_none_and_can_be_replaced() {
    assert_eq!(schema(&setting(&[])).iter().count(), 15);
    let own = setting(&[
        ("key", "\"policy.fear\""),
        ("type", "\"choice\""),
        ("options", "[\"none\", \"mild\"]"),
        ("default", "\"none\""),
    ]);
    let schema = schema(&own);
    assert_eq!(schema.iter().count(), 14);
    assert_eq!(schema.get("policy.fear").unwrap().values, Values::Choice(vec!["none".to_owned(), "mild".to_owned()]));
}

/// What is wrong in a definition, and the line on which it is said to be.
#[test]
fn a_wrong_definition_is_told_with_its_line() {
    for (changes, wrong, problem) in [
        (vec![("key", "\"Loud\"")], "key", "a key is made of words"),
        (vec![("key", "\"a..b\"")], "key", "a key is made of words"),
        (vec![("description", "\"\"")], "description", "a description has"),
        (vec![("default", "3")], "default", "the default must be true or false, not a number"),
        (vec![("minimum", "3")], "minimum", "only numbers have"),
        (vec![("options", "[\"a\"]")], "options", "only choices have"),
        (vec![("characters_max", "3")], "characters_max", "only texts have"),
        (
            vec![("type", "\"text\""), ("default", "\"a\""), ("characters_max", "1001")],
            "characters_max",
            "from 1 to 1000",
        ),
        (vec![("type", "\"text\""), ("default", "\"abc\""), ("characters_max", "2")], "default", "has 3 characters"),
        (vec![("type", "\"integer\""), ("default", "1.5")], "default", "must be a whole number"),
        (vec![("type", "\"integer\""), ("minimum", "0.5"), ("default", "1")], "minimum", "of the setting's own type"),
        (
            vec![("type", "\"number\""), ("minimum", "3"), ("maximum", "2"), ("default", "3")],
            "maximum",
            "less than the minimum",
        ),
        (vec![("type", "\"number\""), ("maximum", "2"), ("default", "3")], "default", "is 3, but must be at most 2"),
        (vec![("type", "\"choice\""), ("default", "\"a\"")], "type", "a choice needs options"),
        (vec![("type", "\"choice\""), ("options", "[]"), ("default", "\"a\"")], "options", "1 to 100 options"),
        (
            vec![("type", "\"choice\""), ("options", "[\"a\", \"a\"]"), ("default", "\"a\"")],
            "options",
            "is there twice",
        ),
        (vec![("type", "\"choices\""), ("options", "[\"a\"]"), ("default", "[\"b\"]")], "default", "must be one of a"),
        (vec![("key", "\"policy.fear\"")], "type", "is a choice"),
        (vec![("key", "\"policy.limit.fear\"")], "scope", "is global"),
        (
            vec![("key", "\"policy.fear\""), ("type", "\"choice\""), ("options", "[\"a\"]"), ("default", "\"a\"")],
            "options",
            "no level of content",
        ),
        (vec![("type", "\"colour\"")], "type", "unknown variant"),
    ] {
        // A good definition before it moves the lines.
        let toml = format!("{}\n{}", setting(&[("key", "\"first\"")]), setting(&changes));
        let error = Schema::build(&[file(&toml)]).unwrap_err();
        let line = toml
            .lines()
            .enumerate()
            .filter(|(_, line)| line.starts_with(&format!("{wrong} =")))
            .map(|(index, _)| index + 1)
            .last();
        let [found] = error.problems.as_slice() else { panic!("{error}") };
        assert_eq!(found.place.map(|(line, _)| line), line, "{error}");
        assert!(found.problem.contains(problem), "{error}");
    }
}

#[test]
fn all_problems_of_all_files_are_told() {
    let wrong = format!("{}{}", setting(&[("key", "\"One\"")]), setting(&[("default", "1")]));
    let error = Schema::build(&[file(&wrong), file("settings = 3")]).unwrap_err();
    assert_eq!(error.problems.len(), 3, "{error}");
    let twice = format!("{}{}", setting(&[]), setting(&[]));
    let error = Schema::build(&[file(&twice)]).unwrap_err();
    assert!(error.to_string().starts_with("settings/test.toml:8:7: the key \"a.b\" is defined already"), "{error}");
}

#[test]
fn the_version_changes_with_a_definition() {
    let first = schema(&setting(&[]));
    assert_eq!(first.version, schema(&format!("# a comment\n{}", setting(&[]))).version);
    assert_ne!(first.version, schema(&setting(&[("default", "false")])).version);
    assert_eq!(first.version.len(), 16);
}

#[test]
fn an_unknown_key_suggests_one_that_is_near() {
    let schema = schema(&setting(&[("key", "\"audio.music_volume\"")]));
    assert_eq!(schema.nearest("audio.musik_volume"), Some("audio.music_volume"));
    assert_eq!(schema.nearest("music_volume"), None);
}

#[test]
fn values_are_checked_by_their_definition() {
    let definition = |values| Definition {
        key: "a".to_owned(),
        values,
        scope: Scope::Player,
        default: number(0.0),
        description: "x".to_owned(),
    };
    let reason = |values, value: &Value| definition(values).check(value).map_err(|refusal| refusal.reason);
    let range = Range { minimum: Some(1.0), maximum: Some(3.0) };
    assert_eq!(reason(Values::Integer(range), &number(3.0)), Ok(()));
    assert_eq!(reason(Values::Integer(range), &number(4.0)), Err("OUT_OF_RANGE"));
    assert_eq!(reason(Values::Integer(range), &number(2.5)), Err("WRONG_TYPE"));
    assert_eq!(reason(Values::Integer(Range::default()), &number(1e300)), Err("WRONG_TYPE"));
    assert_eq!(reason(Values::Integer(Range::default()), &number(f64::NAN)), Err("WRONG_TYPE"));
    assert_eq!(reason(Values::Number(Range::default()), &number(f64::INFINITY)), Err("WRONG_TYPE"));
    assert_eq!(reason(Values::Number(range), &text("2")), Err("WRONG_TYPE"));
    assert_eq!(reason(Values::Text { characters_max: 3 }, &text("äöü")), Ok(()));
    assert_eq!(reason(Values::Text { characters_max: 3 }, &text("äöüß")), Err("OUT_OF_RANGE"));
    assert_eq!(reason(Values::Text { characters_max: 3 }, &text("a\nb")), Err("OUT_OF_RANGE"));
    let options = || vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(reason(Values::Choice(options()), &text("c")), Err("OUT_OF_RANGE"));
    assert_eq!(reason(Values::Choices(options()), &list(&["b", "a"])), Ok(()));
    assert_eq!(reason(Values::Choices(options()), &list(&["a", "a"])), Err("OUT_OF_RANGE"));
    let numbers = ListValue { values: vec![number(1.0)] };
    let numbers = Value { kind: Some(ValueKind::ListValue(numbers)) };
    assert_eq!(reason(Values::Choices(options()), &numbers), Err("WRONG_TYPE"));
    assert_eq!(reason(Values::Boolean, &Value { kind: Some(ValueKind::NullValue(0)) }), Err("WRONG_TYPE"));
    assert_eq!(reason(Values::Boolean, &Value { kind: None }), Err("WRONG_TYPE"));
}

/// A value that a later definition no longer allows counts as not set.
#[test]
fn a_stored_value_that_no_longer_fits_gives_the_default() {
    let narrowed = schema(&setting(&[("type", "\"integer\""), ("maximum", "10"), ("default", "5")]));
    let stored = Struct { fields: [("a.b".to_owned(), number(50.0)), ("gone".to_owned(), number(1.0))].into() };
    let layers = Layers { player: Some(&stored), ..Layers::default() };
    let definition = narrowed.get("a.b").unwrap();
    assert_eq!((layers.set(definition), layers.value(definition)), (None, number(5.0)));
}

proptest! {
    /// Merging edits and then comparing gives exactly the edits that made a difference.
    #[test]
    fn what_changed_is_what_was_edited(
        before in proptest::collection::btree_map("[a-d]", -3_i8..3, 0..4),
        edits in proptest::collection::btree_map("[a-d]", proptest::option::of(-3_i8..3), 0..4),
        replaces: bool,
    ) {
        let before = Struct { fields: before.into_iter().map(|(key, value)| (key, number(f64::from(value)))).collect() };
        let edits = edits.into_iter().map(|(key, value)| (key, value.map(|value| number(f64::from(value))))).collect();
        let after = apply(Some(&before), &edits, replaces);
        for key in ["a", "b", "c", "d"] {
            let expected = match edits.get(key) {
                Some(edit) => edit.as_ref(),
                None if replaces => None,
                None => before.fields.get(key),
            };
            prop_assert_eq!(after.fields.get(key), expected);
            let differs = before.fields.get(key) != after.fields.get(key);
            prop_assert_eq!(changed(Some(&before), Some(&after)).contains(key), differs);
        }
        prop_assert_eq!(apply(Some(&after), &edits, replaces), after, "a write that is repeated changes nothing");
    }
}
