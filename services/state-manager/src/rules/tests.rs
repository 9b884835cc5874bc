use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use prost::Message;
use prost_types::value::Kind;
use prost_types::{ListValue, Struct, Value};
use realmwire_contract::common::v1::{ExpectedVersion, expected_version::Expectation};
use realmwire_contract::state_manager::v1;

use super::limits::check_data;
use super::merge_patch::merge_patch;
use super::versions::{Due, Edit, Expected, expire};
use super::*;
use crate::config::Config;
use crate::error::Error;
use crate::state::{Document, DocumentId, DocumentKind};
use crate::tests::{object, value};

const SECOND: Duration = Duration::from_secs(1);

/// The examples of RFC 7396, appendix A: original, patch, result.
const EXAMPLES: [(&str, &str, &str); 15] = [
    (r#"{"a":"b"}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
    (r#"{"a":"b"}"#, r#"{"b":"c"}"#, r#"{"a":"b","b":"c"}"#),
    (r#"{"a":"b"}"#, r#"{"a":null}"#, "{}"),
    (r#"{"a":"b","b":"c"}"#, r#"{"a":null}"#, r#"{"b":"c"}"#),
    (r#"{"a":["b"]}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
    (r#"{"a":"c"}"#, r#"{"a":["b"]}"#, r#"{"a":["b"]}"#),
    (r#"{"a":{"b":"c"}}"#, r#"{"a":{"b":"d","c":null}}"#, r#"{"a":{"b":"d"}}"#),
    (r#"{"a":[{"b":"c"}]}"#, r#"{"a":[1]}"#, r#"{"a":[1]}"#),
    (r#"["a","b"]"#, r#"["c","d"]"#, r#"["c","d"]"#),
    (r#"{"a":"b"}"#, r#"["c"]"#, r#"["c"]"#),
    (r#"{"a":"foo"}"#, "null", "null"),
    (r#"{"a":"foo"}"#, r#""bar""#, r#""bar""#),
    (r#"{"e":null}"#, r#"{"a":1}"#, r#"{"e":null,"a":1}"#),
    ("[1,2]", r#"{"a":"b","c":null}"#, r#"{"a":"b"}"#),
    ("{}", r#"{"a":{"bb":{"ccc":null}}}"#, r#"{"a":{"bb":{}}}"#),
];

#[test]
fn a_patch_does_what_the_examples_of_the_rfc_say() {
    for (original, patch, result) in EXAMPLES {
        // Documents are objects; what is none in an example is tried as a member of one.
        let mut document = object(&format!(r#"{{"member":{original}}}"#));
        merge_patch(&mut document, &object(&format!(r#"{{"member":{patch}}}"#)));
        let expected = if result == "null" { "{}".to_owned() } else { format!(r#"{{"member":{result}}}"#) };
        assert_eq!(document, object(&expected), "{original} patched by {patch}");
    }
}

#[test]
fn a_patch_does_what_the_long_example_of_the_rfc_says() {
    let mut document = object(
        r#"{"title":"Goodbye!","author":{"givenName":"John","familyName":"Doe"},"tags":["example","sample"],
            "content":"This will be unchanged"}"#,
    );
    let patch =
        r#"{"title":"Hello!","phoneNumber":"+01-123-456-7890","author":{"familyName":null},"tags":["example"]}"#;
    merge_patch(&mut document, &object(patch));
    let expected = r#"{"title":"Hello!","author":{"givenName":"John"},"tags":["example"],
        "content":"This will be unchanged","phoneNumber":"+01-123-456-7890"}"#;
    assert_eq!(document, object(expected));
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Kind::NullValue(0)),
        any::<bool>().prop_map(Kind::BoolValue),
        prop::num::f64::NORMAL.prop_map(Kind::NumberValue),
        "[a-c]{0,3}".prop_map(Kind::StringValue),
    ];
    leaf.prop_map(|kind| Value { kind: Some(kind) }).prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|values| Value { kind: Some(Kind::ListValue(ListValue { values })) }),
            prop::collection::btree_map("[a-d]", inner, 0..4)
                .prop_map(|fields| Value { kind: Some(Kind::StructValue(Struct { fields })) }),
        ]
    })
}

fn any_object() -> impl Strategy<Value = Struct> {
    prop::collection::btree_map("[a-d]", any_value(), 0..5).prop_map(|fields| Struct { fields })
}

/// The algorithm of section 2 of the RFC on any two values, as something to compare with.
fn merge_patch_of_the_rfc(target: Option<Value>, patch: &Value) -> Value {
    let Some(Kind::StructValue(patch)) = &patch.kind else { return patch.clone() };
    let mut target = match target {
        Some(Value { kind: Some(Kind::StructValue(object)) }) => object,
        _ => Struct::default(),
    };
    for (name, value) in &patch.fields {
        if matches!(value.kind, Some(Kind::NullValue(_))) {
            target.fields.remove(name);
        } else {
            let merged = merge_patch_of_the_rfc(target.fields.get(name).cloned(), value);
            target.fields.insert(name.clone(), merged);
        }
    }
    Value { kind: Some(Kind::StructValue(target)) }
}

proptest! {
    #[test]
    fn a_patch_does_what_the_pseudocode_of_the_rfc_does(document in any_object(), patch in any_object()) {
        let mut patched = document.clone();
        merge_patch(&mut patched, &patch);
        let [document, patch] = [document, patch].map(|object| Value { kind: Some(Kind::StructValue(object)) });
        let expected = merge_patch_of_the_rfc(Some(document), &patch);
        prop_assert_eq!(Value { kind: Some(Kind::StructValue(patched)) }, expected);
    }

    #[test]
    fn a_patch_that_is_applied_twice_does_no_more(document in any_object(), patch in any_object()) {
        let mut once = document;
        merge_patch(&mut once, &patch);
        let mut twice = once.clone();
        merge_patch(&mut twice, &patch);
        prop_assert_eq!(once, twice);
    }
}

fn nested(levels: usize, open: &str, close: &str) -> Struct {
    let inner = levels - 1;
    object(&format!(r#"{{"a":{}1{}}}"#, open.repeat(inner), close.repeat(inner)))
}

#[test]
fn a_document_is_as_deep_as_the_limit_says_and_no_deeper() {
    let config = Config::default();
    for (open, close) in [(r#"{"a":"#, "}"), ("[", "]")] {
        assert_eq!(check_data("data", &nested(config.document_depth_max, open, close), &config), Ok(()));
        let error = check_data("data", &nested(config.document_depth_max + 1, open, close), &config).unwrap_err();
        assert!(error.to_string().contains("nested deeper"), "{error}");
    }
}

#[test]
fn the_deepest_document_that_can_be_configured_can_be_read_back() {
    for (open, close) in [(r#"{"a":"#, "}"), ("[", "]")] {
        let document = Document { data: Some(nested(30, open, close)), ..Document::default() };
        assert_eq!(Document::decode(document.encode_to_vec().as_slice()), Ok(document.clone()));
        // As it comes in a transaction, which is where it lies deepest.
        let put = v1::PutRequest { data: document.data, ..v1::PutRequest::default() };
        let operation = v1::Operation { operation: Some(v1::operation::Operation::Put(put)) };
        let request = v1::TransactRequest { operations: vec![operation] };
        assert_eq!(v1::TransactRequest::decode(request.encode_to_vec().as_slice()), Ok(request));
    }
}

#[test]
fn errors_name_the_place_in_the_document() {
    let config = Config::default();
    let mut data = object(r#"{"stats":{"list":[1,2]}}"#);
    let Some(Kind::StructValue(stats)) = &mut data.fields.get_mut("stats").unwrap().kind else { panic!() };
    stats.fields.insert("hp".to_owned(), Value { kind: Some(Kind::NumberValue(f64::NAN)) });
    let error = check_data("data", &data, &config).unwrap_err();
    assert!(matches!(&error, Error::Invalid { field, .. } if field == "data.stats.hp"), "{error}");
    let list = ListValue { values: vec![value(&1.into()), Value::default()] };
    data.fields.insert("bag".to_owned(), Value { kind: Some(Kind::ListValue(list)) });
    let error = check_data("data", &data, &config).unwrap_err();
    assert!(matches!(&error, Error::Invalid { field, .. } if field == "data.bag[1]"), "{error}");
}

#[test]
fn a_document_that_is_too_large_is_refused() {
    let config = Config { document_bytes_max: 64, ..Config::default() };
    let data = object(&format!(r#"{{"text":"{}"}}"#, "x".repeat(64)));
    let error = check_data("data", &data, &config).unwrap_err();
    assert!(error.to_string().contains("the limit is 64"), "{error}");
}

fn id() -> DocumentId {
    DocumentId { kind: DocumentKind::Entity, id: "door".to_owned() }
}

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_893_456_000)
}

fn write(expected: Expected, edit: Edit) -> Write {
    Write { document: id(), expected, edit }
}

fn put(ttl: Option<Duration>) -> Write {
    write(Expected::Any, Edit::Put { data: object(r#"{"open":true}"#), ttl })
}

fn delete(erase_history: bool) -> Write {
    write(Expected::Any, Edit::Delete { allow_missing: false, erase_history })
}

/// The document after these writes, one a second from [`now`] on.
fn after(writes: &[Write], config: &Config) -> Option<Document> {
    writes.iter().zip(0..).fold(None, |document, (write, second)| {
        decide(write, document.as_ref(), now() + SECOND * second, config).unwrap().pop()
    })
}

#[test]
fn a_version_is_never_used_twice() {
    let config = Config::default();
    let document = after(&[put(None), put(None), delete(false)], &config).unwrap();
    assert_eq!((document.version, document.deleted), (3, true));
    let again = decide(&put(None), Some(&document), now() + SECOND * 9, &config).unwrap();
    assert_eq!(again.iter().map(|document| document.version).collect::<Vec<_>>(), [4]);
}

#[test]
fn the_end_of_a_time_to_live_is_a_version_of_its_own() {
    let config = Config::default();
    let document = after(&[put(Some(SECOND * 10))], &config).unwrap();
    let later = now() + SECOND * 20;
    let versions = decide(&put(None), Some(&document), later, &config).unwrap();
    let [deletion, created] = versions.as_slice() else { panic!("{versions:?}") };
    assert_eq!((deletion.version, deletion.deleted, deletion.updated_at()), (2, true, Some(now() + SECOND * 10)));
    assert_eq!((created.version, created.deleted, created.expires_at()), (3, false, None));
    let expected = Write { expected: Expected::Version(1), ..put(None) };
    let refused = decide(&expected, Some(&document), later, &config);
    assert_eq!(refused, Err(Error::VersionMismatch { document: id(), current: 0 }));
}

#[test]
fn a_patch_keeps_the_time_to_live_and_a_put_ends_it() {
    let config = Config::default();
    let document = after(&[put(Some(SECOND * 10))], &config).unwrap();
    let patch = write(Expected::Any, Edit::Patch { patch: Struct::default(), ttl: None, allow_missing: false });
    let patched = decide(&patch, Some(&document), now(), &config).unwrap().pop().unwrap();
    assert_eq!(patched.expires_at(), Some(now() + SECOND * 10));
    let replaced = decide(&put(None), Some(&patched), now(), &config).unwrap().pop().unwrap();
    assert_eq!(replaced.expires_at(), None);
    assert_eq!(alarm(Some(&patched), &replaced, &config), Alarm::Cancel);
}

#[test]
fn each_expectation_is_met_or_refused() {
    let config = Config::default();
    let there = after(&[put(None), put(None)], &config);
    let deleted = after(&[put(None), delete(false)], &config);
    let outcome = |expected, current: &Option<Document>| {
        decide(&Write { expected, ..put(None) }, current.as_ref(), now(), &config).map(|versions| versions[0].version)
    };
    let mismatch = |current| Err(Error::VersionMismatch { document: id(), current });
    assert_eq!(outcome(Expected::Any, &None), Ok(1));
    assert_eq!(outcome(Expected::Any, &there), Ok(3));
    assert_eq!(outcome(Expected::Absent, &None), Ok(1));
    assert_eq!(outcome(Expected::Absent, &there), mismatch(2));
    assert_eq!(outcome(Expected::Absent, &deleted), Ok(3));
    assert_eq!(outcome(Expected::Version(2), &there), Ok(3));
    assert_eq!(outcome(Expected::Version(1), &there), mismatch(2));
    assert_eq!(outcome(Expected::Version(2), &None), mismatch(0));
    assert_eq!(outcome(Expected::Version(2), &deleted), mismatch(0));
}

#[test]
fn what_is_missing_can_be_allowed_to_be() {
    let config = Config::default();
    let patch = |allow_missing| {
        let edit = Edit::Patch { patch: object(r#"{"a":1,"b":null}"#), ttl: None, allow_missing };
        decide(&write(Expected::Any, edit), None, now(), &config)
    };
    assert_eq!(patch(false), Err(Error::NotFound(id())));
    assert_eq!(patch(true).unwrap()[0].data, Some(object(r#"{"a":1}"#)));
    let remove = |allow_missing| {
        let edit = Edit::Delete { allow_missing, erase_history: false };
        decide(&write(Expected::Any, edit), None, now(), &config)
    };
    assert_eq!(remove(false), Err(Error::NotFound(id())));
    assert_eq!(remove(true), Ok(Vec::new()));
}

#[test]
fn as_many_versions_are_kept_as_configured() {
    let config = Config { history_versions_max: 3, ..Config::default() };
    let document = after(&vec![put(None); 10], &config).unwrap();
    assert_eq!((document.version, document.history_from), (10, 8));
    let next = decide(&put(None), Some(&document), now(), &config).unwrap().pop().unwrap();
    assert_eq!(freed(Some(&document), &next), 8..9);
    assert_eq!(oldest_shown(&next, now(), &config), 9);
}

#[test]
fn fewer_versions_are_kept_step_by_step_when_the_limit_is_lowered() {
    let document = after(&vec![put(None); 100], &Config::default()).unwrap();
    let lowered = Config { history_versions_max: 10, ..Config::default() };
    assert_eq!(oldest_shown(&document, now(), &lowered), 91, "hidden at once");
    let next = decide(&put(None), Some(&document), now(), &lowered).unwrap().pop().unwrap();
    assert_eq!(freed(Some(&document), &next), 1..17, "and freed a few at a time");
}

#[test]
fn the_history_of_a_deleted_document_is_kept_for_a_while() {
    let config = Config { deleted_history_retention_hours: 1, ..Config::default() };
    let document = after(&[put(None), put(None), delete(false)], &config).unwrap();
    let end = now() + SECOND * 2 + Duration::from_secs(3600);
    assert_eq!(alarm(None, &document, &config), Alarm::Set(end));
    assert_eq!(oldest_shown(&document, end - SECOND, &config), 1);
    assert_eq!(oldest_shown(&document, end, &config), 3);
    assert_eq!(due(&document, end, &config), Due::Clean { oldest_shown: 3, next: None });
    assert_eq!(due(&document, end - SECOND, &config), Due::Clean { oldest_shown: 1, next: Some(end) }, "too early");
}

#[test]
fn an_erased_history_is_hidden_at_once() {
    let config = Config::default();
    let document = after(&[put(None), put(None), delete(true)], &config).unwrap();
    assert_eq!(oldest_shown(&document, now() + SECOND * 2, &config), 3);
    assert_eq!(alarm(None, &document, &config), Alarm::Set(now() + SECOND * 2));
    let again = decide(&put(None), Some(&document), now() + SECOND * 3, &config).unwrap().pop().unwrap();
    assert_eq!(oldest_shown(&again, now() + SECOND * 3, &config), 3, "and stays so");
    assert_eq!(alarm(Some(&document), &again, &config), Alarm::Keep, "what is left is still freed");
}

#[test]
fn a_timer_that_fires_early_is_set_again() {
    let config = Config::default();
    let document = after(&[put(Some(SECOND * 10))], &config).unwrap();
    let end = now() + SECOND * 10;
    assert_eq!(due(&document, end - SECOND, &config), Due::Clean { oldest_shown: 1, next: Some(end) });
    assert!(matches!(due(&document, end, &config), Due::Expire(deletion) if deletion.version == 2));
    assert_eq!(expire(&document, end - SECOND, &config), None);
}

#[test]
fn requests_are_refused_by_the_name_of_the_field() {
    let config = Config::default();
    let valid = v1::PutRequest {
        kind: v1::Kind::Entity.into(),
        id: "door".to_owned(),
        data: Some(Struct::default()),
        ..v1::PutRequest::default()
    };
    assert!(parse_put(valid.clone(), &config).is_ok());
    let check = |field: &str, request: v1::PutRequest| {
        let error = parse_put(request, &config).unwrap_err();
        assert!(matches!(&error, Error::Invalid { field: found, .. } if found == field), "{field}: {error:?}");
    };
    let expected = |expectation| Some(ExpectedVersion { expectation: Some(expectation) });
    let seconds = |seconds| Some(prost_types::Duration { seconds, nanos: 0 });
    check("kind", v1::PutRequest { kind: 0, ..valid.clone() });
    check("kind", v1::PutRequest { kind: 9, ..valid.clone() });
    check("id", v1::PutRequest { id: String::new(), ..valid.clone() });
    check("id", v1::PutRequest { id: "é".repeat(129), ..valid.clone() });
    check("id", v1::PutRequest { id: "a\nb".to_owned(), ..valid.clone() });
    check("data", v1::PutRequest { data: None, ..valid.clone() });
    check("ttl", v1::PutRequest { ttl: seconds(0), ..valid.clone() });
    check("ttl", v1::PutRequest { ttl: seconds(-1), ..valid.clone() });
    check("ttl", v1::PutRequest { ttl: seconds(i64::MAX), ..valid.clone() });
    let absent = expected(Expectation::Absent(false));
    check("expected_version.absent", v1::PutRequest { expected_version: absent, ..valid.clone() });
    let version = expected(Expectation::Version(0));
    check("expected_version.version", v1::PutRequest { expected_version: version, ..valid.clone() });
    assert!(parse_put(v1::PutRequest { id: "é".repeat(128), ..valid }, &config).is_ok());
}
