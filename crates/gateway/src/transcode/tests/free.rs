//! JSON that no schema describes: what is special-cased for it must be what the oracle has, for any text and any bytes.

use proptest::prelude::*;
use prost::Message as _;
use prost_reflect::DynamicMessage;
use serde_json::{Value, json};

use super::super::read::DEFAULT_DEPTH;
use super::super::wire::{WireType, put_bytes, put_tag};
use super::super::write::{Profile, WriteError};
use super::POOL;
use super::protojson::{read, write};

/// The numbers of `test.All.object` and `test.All.value`.
const OBJECT: u32 = 54;
const VALUE: u32 = 56;

fn record(number: u32, content: &[u8]) -> Vec<u8> {
    let mut wire = Vec::new();
    put_tag(number, WireType::Length, &mut wire);
    put_bytes(content, &mut wire);
    wire
}

/// An entry of a `google.protobuf.Struct` whose value is a text.
fn entry(key: &str, text: &str) -> Vec<u8> {
    record(1, &[record(1, key.as_bytes()), record(2, &record(3, text.as_bytes()))].concat())
}

fn object(content: &[u8]) -> Result<String, WriteError> {
    write(Profile::Canonical, &record(OBJECT, content))
}

fn value(content: &[u8]) -> Result<String, WriteError> {
    write(Profile::Canonical, &record(VALUE, content))
}

/// A text with every character escaped.
fn escaped(text: &str) -> String {
    let units = text.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
    format!("\"{}\"", units.collect::<String>())
}

/// JSON with every text in it escaped, and blanks wherever they may be.
fn spread(value: &Value) -> String {
    match value {
        Value::String(text) => escaped(text),
        Value::Array(values) => format!("[ {} ]", values.iter().map(spread).collect::<Vec<_>>().join(" ,\n")),
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| format!("{}\t: {}", escaped(key), spread(value)));
            format!("{{\r\n{} }}", members.collect::<Vec<_>>().join(" , "))
        }
        other => other.to_string(),
    }
}

/// What prost-reflect has as JSON.
fn oracle(wire: &[u8]) -> Option<Value> {
    let descriptor = POOL.get_message_by_name("test.All").unwrap();
    serde_json::to_value(DynamicMessage::decode(descriptor, wire).ok()?).ok()
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof!["[ -~]{0,12}", "[\"\\\\/\u{0}-\u{1f}\u{7f}]{0,3}", "[é€😀\u{2028}\u{80}\u{ffff}]{0,3}"];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// A number as both read it: whole ones have no point in JSON.
fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i32>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no others", |number| number.is_finite()).prop_map(Value::from),
    ]
}

fn free() -> impl Strategy<Value = Value> {
    let scalar =
        prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), number(), text().prop_map(Value::from),];
    scalar.prop_recursive(8, 64, 40, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..40).prop_map(Value::Array),
            prop::collection::btree_map(text(), inner, 0..40).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// Numbers as a double holds them.
fn rounded(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64().unwrap()),
        Value::Array(values) => values.into_iter().map(rounded).collect(),
        Value::Object(members) => members.into_iter().map(|(key, value)| (key, rounded(value))).collect(),
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_json_comes_back_and_is_what_the_oracle_reads(value in free()) {
        let whole = json!({ "value": value, "object": { "a": value }, "list": [value], "values": [value] });
        let descriptor = POOL.get_message_by_name("test.All").unwrap();
        let reference = whole.to_string();
        let theirs = DynamicMessage::deserialize(descriptor.clone(), &mut serde_json::Deserializer::from_str(&reference));
        let theirs = theirs.unwrap();
        for text in [whole.to_string(), spread(&whole)] {
            let ours = read(&text).unwrap();
            prop_assert_eq!(&DynamicMessage::decode(descriptor.clone(), ours.as_slice()).unwrap(), &theirs);
            for wire in [ours, theirs.encode_to_vec()] {
                let written: Value = serde_json::from_str(&write(Profile::Canonical, &wire).unwrap()).unwrap();
                prop_assert_eq!(rounded(written), rounded(whole.clone()));
            }
        }
    }

    #[test]
    fn objects_in_pieces_and_in_any_order_are_what_the_oracle_has(
        pieces in prop::collection::vec(prop::collection::vec(("[a-d]{0,2}", text()), 0..6), 0..4),
    ) {
        let piece = |members: &Vec<(String, String)>| members.iter().flat_map(|(key, text)| entry(key, text)).collect();
        let contents: Vec<Vec<u8>> = pieces.iter().map(piece).collect();
        let outer: Vec<u8> = contents.iter().flat_map(|content| record(OBJECT, content)).collect();
        let inner: Vec<u8> = contents.iter().flat_map(|content| record(5, content)).collect();
        for wire in [outer, record(VALUE, &inner)] {
            let written = write(Profile::Canonical, &wire).unwrap();
            let written: Value = serde_json::from_str(&written).unwrap();
            prop_assert_eq!(Some(written), oracle(&wire));
        }
    }

    #[test]
    fn any_bytes_are_no_object_or_what_the_oracle_has(bytes in prop::collection::vec(any::<u8>(), 0..24)) {
        for number in [OBJECT, VALUE] {
            let wire = record(number, &bytes);
            if let Ok(written) = write(Profile::Canonical, &wire) {
                let written: Value = serde_json::from_str(&written).unwrap();
                prop_assert!(oracle(&wire).is_none_or(|oracle| oracle == written), "{:?} {}", bytes, written);
            }
        }
    }
}

#[test]
fn every_byte_is_escaped_wherever_it_stands() {
    for length in 1..20 {
        for at in 0..length {
            for byte in (0..=0x7f_u8).chain([0xc3]) {
                let mut text = vec![b'x'; length];
                text[at] = byte;
                let text = String::from_utf8_lossy(&text).into_owned();
                assert_eq!(value(&record(3, text.as_bytes())).unwrap(), json!({ "value": text }).to_string());
                assert_eq!(
                    read(&json!({ "value": text }).to_string()).unwrap(),
                    record(VALUE, &record(3, text.as_bytes()))
                );
            }
        }
    }
}

#[test]
fn a_key_is_taken_once_however_many_there_are() {
    for count in [1, 2, 31, 32, 33, 34, 100, 1_000] {
        // They differ in the middle only, or are short.
        for key in [|at: usize| format!("beginning{at:04}the end"), |at: usize| at.to_string()] {
            let members: Vec<_> = (0..count).map(|at| format!("\"{}\":{{\"a\":{at}}}", key(at))).collect();
            let members = members.join(",");
            assert!(read(&format!("{{\"object\":{{{members}}}}}")).is_ok());
            for again in [0, count / 2, count - 1] {
                let again = key(again);
                let violation = read(&format!("{{\"object\":{{\"x\":[{{{members},\"{again}\":1}}]}}}}")).unwrap_err();
                assert_eq!(violation.field, format!("object[\"x\"][0][\"{again}\"]"));
                assert!(violation.description.starts_with("given twice"), "{}", violation.description);
            }
        }
    }
}

#[test]
fn an_error_is_told_with_its_path() {
    for (json, field, description) in [
        (r#"{"object":{"a":[1,{"b c":[true,}]}}"#, r#"object["a"][1]["b c"][1]"#, "expected value"),
        (r#"{"values":[{},{"é":[0,1e999]}]}"#, r#"values[1]["é"][1]"#, "number out of range"),
        (r#"{"list":["\ud800"]}"#, "list[0]", "unexpected end of hex escape"),
        (r#"{"object":{"a":{"\udc00":1}}}"#, r#"object["a"]"#, "lone leading surrogate"),
        (r#"{"anyMap":{"a":{"b":nul}}}"#, r#"anyMap["a"]["b"]"#, "expected ident"),
    ] {
        let violation = read(json).unwrap_err();
        assert_eq!(violation.field, field, "{json}: {}", violation.description);
        assert!(violation.description.starts_with(description), "{json}: {}", violation.description);
    }
}

#[test]
fn texts_must_be_utf_8() {
    for bytes in [&b"\xff"[..], b"abcdefgh\x80", b"\xed\xa0\x80", b"\xc3", b"abcdefg\xf0\x9f\x98"] {
        assert_eq!(value(&record(3, bytes)), Err(WriteError::Malformed("google.protobuf.Value".to_owned())));
        let member = record(1, &[record(1, bytes), record(2, &[])].concat());
        assert_eq!(object(&member), Err(WriteError::Malformed("google.protobuf.Struct".to_owned())));
    }
}

#[test]
fn values_are_as_a_decoder_has_them() {
    for (content, expected) in [
        // Of the members of a value the last one counts.
        ([record(3, b"a"), vec![0x20, 1]].concat(), "true"),
        ([vec![0x20, 1], vec![0x08, 0]].concat(), "null"),
        ([record(5, &entry("a", "b")), record(3, b"x"), record(5, &entry("c", "d"))].concat(), r#"{"c":"d"}"#),
        // Messages are merged, and unknown fields skipped.
        ([record(5, &entry("b", "1")), record(99, b"?"), record(5, &entry("a", "2"))].concat(), r#"{"a":"2","b":"1"}"#),
        ([record(6, &record(1, &[0x20, 0])), record(6, &record(1, &[]))].concat(), "[false,null]"),
        (record(5, &record(1, &[])), r#"{"":null}"#),
        (record(5, &record(1, &[record(2, &record(6, &[])), record(1, b"k")].concat())), r#"{"k":[]}"#),
        (vec![], "null"),
    ] {
        let expected = format!("{{\"value\":{expected}}}");
        assert_eq!(value(&content).as_deref(), Ok(expected.as_str()));
        assert_eq!(oracle(&record(VALUE, &content)), serde_json::from_str(&expected).ok());
    }
    for malformed in [&[0x18, 1][..], &[0x10, 1], &[0x22, 0], &[0x28, 1], &[0x1a, 5, b'x'], &[0x2a, 2, 0x08, 1]] {
        assert_eq!(oracle(&record(VALUE, malformed)), None);
        assert!(matches!(value(malformed), Err(WriteError::Malformed(_))), "{malformed:?}");
    }
}

#[test]
fn depth_is_limited_in_both_directions() {
    let lists = |levels: usize| format!("{{\"value\":{}1{}}}", "[".repeat(levels), "]".repeat(levels));
    let objects = |levels: usize| format!("{{\"value\":{}1{}}}", "{\"a\":".repeat(levels), "}".repeat(levels));
    for nested in [lists(DEFAULT_DEPTH - 1), objects(DEFAULT_DEPTH - 1)] {
        let written = read(&nested).map(|wire| write(Profile::Canonical, &wire));
        // 63 lists are 127 messages in each other, more than are written.
        assert_eq!(written, Ok(Err(WriteError::Depth)));
    }
    for nested in [lists(DEFAULT_DEPTH), objects(DEFAULT_DEPTH)] {
        assert!(read(&nested).unwrap_err().description.starts_with("nested deeper than 64 levels"));
    }
    for nested in [lists(49), objects(49)] {
        assert_eq!(read(&nested).map(|wire| write(Profile::Canonical, &wire)), Ok(Ok(nested)));
    }
    for nested in [lists(50), objects(50)] {
        assert_eq!(read(&nested).map(|wire| write(Profile::Canonical, &wire)), Ok(Err(WriteError::Depth)));
    }
}
