//! The mapping between JSON and protobuf, row by row as its specification has it.

use proptest::prelude::*;
use prost_reflect::DynamicMessage;

use super::super::read::{DEFAULT_DEPTH, Reader, Reserved, Violation};
use super::super::write::{Profile, WriteError, Writer};
use super::{POOL, SCHEMA};

pub(super) fn read(json: &str) -> Result<Vec<u8>, Violation> {
    let id = SCHEMA.message_id("test.All").unwrap();
    let mut wire = Vec::new();
    Reader::new(&SCHEMA, DEFAULT_DEPTH).message(id, &Reserved::default(), json.as_bytes(), &mut wire)?;
    Ok(wire)
}

pub(super) fn write(profile: Profile, wire: &[u8]) -> Result<String, WriteError> {
    let id = SCHEMA.message_id("test.All").unwrap();
    Writer::new(&SCHEMA, profile).message(id, wire).map(|json| String::from_utf8(json).unwrap())
}

/// Reads `json`, and compares with what prost-reflect reads and with what is written again.
#[track_caller]
fn check(json: &str, expected: &str) {
    let wire = read(json).unwrap_or_else(|violation| panic!("{json}: {violation:?}"));
    let ours = DynamicMessage::decode(POOL.get_message_by_name("test.All").unwrap(), wire.as_slice()).unwrap();
    assert_eq!(write(Profile::Canonical, &wire).unwrap(), expected, "{json} as {ours}");
}

#[track_caller]
fn same(json: &str) {
    check(json, json);
}

#[track_caller]
fn refuse(json: &str, field: &str, description: &str) {
    let violation = read(json).expect_err(json);
    assert_eq!(violation.field, field, "{json}: {}", violation.description);
    assert!(violation.description.starts_with(description), "{json}: {}", violation.description);
}

#[test]
fn integers_of_32_bits_are_numbers() {
    same(r#"{"int32":-2147483648,"sint32":-5,"sfixed32":-7,"uint32":4294967295,"fixed32":9}"#);
    check(r#"{"int32":"12","uint32":"4294967295"}"#, r#"{"int32":12,"uint32":4294967295}"#);
    check(r#"{"int32":1e3,"sint32":100.000,"uint32":"1.5e1"}"#, r#"{"int32":1000,"sint32":100,"uint32":15}"#);
    check(r#"{"int32":0,"uint32":"0","flag":false,"text":"","raw":"","double":0}"#, "{}");
    for bad in [
        "2147483648",
        "-2147483649",
        "1.5",
        "\"1.5\"",
        "\"\"",
        "\" 1\"",
        "\"1 \"",
        "\"0x1\"",
        "\"+1\"",
        "\"01\"",
        "true",
        "\"1e\"",
    ] {
        refuse(
            &format!("{{\"int32\":{bad}}}"),
            "int32",
            if bad == "true" { "expected an integer of 32" } else { "expected an integer of 32 bits" },
        );
    }
    refuse(r#"{"int32":{}}"#, "int32", "invalid type: map, expected an integer");
    for bad in ["-1", "4294967296", "\"-1\""] {
        refuse(&format!("{{\"uint32\":{bad}}}"), "uint32", "expected an integer of 32 bits that is not negative");
    }
}

#[test]
fn integers_of_64_bits_are_strings() {
    same(
        r#"{"int64":"-9223372036854775808","sint64":"-3","sfixed64":"-4","uint64":"18446744073709551615","fixed64":"6"}"#,
    );
    check(
        r#"{"int64":9223372036854775807,"uint64":18446744073709551615}"#,
        r#"{"int64":"9223372036854775807","uint64":"18446744073709551615"}"#,
    );
    check(r#"{"int64":1e18,"sint64":"2.0"}"#, r#"{"int64":"1000000000000000000","sint64":"2"}"#);
    refuse(r#"{"int64":9223372036854775808}"#, "int64", "expected an integer of 64 bits");
    refuse(r#"{"int64":0.5}"#, "int64", "expected an integer of 64 bits");
    refuse(r#"{"uint64":18446744073709551616}"#, "uint64", "expected an integer of 64 bits that is not negative");
    refuse(r#"{"uint64":-1}"#, "uint64", "expected an integer of 64 bits that is not negative");
}

#[test]
fn numbers_of_floating_point_have_names_for_what_json_cannot_write() {
    same(r#"{"float":1.5,"double":-0.1}"#);
    same(r#"{"float":"NaN","double":"Infinity"}"#);
    same(r#"{"double":"-Infinity"}"#);
    check(r#"{"float":"2.5","double":"1e300"}"#, r#"{"float":2.5,"double":1e+300}"#);
    check(r#"{"double":3.0,"float":0.1}"#, r#"{"float":0.1,"double":3}"#);
    same(r#"{"double":-0.0}"#);
    refuse(r#"{"float":1e39}"#, "float", "expected a number of 32 bits");
    refuse(r#"{"float":"-1e39"}"#, "float", "expected a number of 32 bits");
    refuse(r#"{"double":1e309}"#, "double", "number out of range");
    refuse(r#"{"double":"1e309"}"#, "double", "expected a number");
    refuse(r#"{"double":"inf"}"#, "double", "expected a number");
    refuse(r#"{"double":NaN}"#, "double", "expected value");
}

#[test]
fn bool_string_bytes_and_enum() {
    same(r#"{"flag":true,"text":"é\n\"\\\u0001😀","raw":"AAEC/w=="}"#);
    check(r#"{"raw":"-_8"}"#, r#"{"raw":"+/8="}"#);
    check(r#"{"raw":"+/8"}"#, r#"{"raw":"+/8="}"#);
    refuse(r#"{"raw":"a"}"#, "raw", "expected a string of base64");
    refuse(r#"{"raw":"!!!!"}"#, "raw", "expected a string of base64");
    refuse(r#"{"flag":"true"}"#, "flag", "expected true or false");
    refuse(r#"{"flag":1}"#, "flag", "expected true or false");
    refuse(r#"{"text":1}"#, "text", "expected a string");
    same(r#"{"colour":"COLOUR_RED"}"#);
    same(r#"{"colour":"COLOUR_NEGATIVE"}"#);
    check(r#"{"colour":1}"#, r#"{"colour":"COLOUR_RED"}"#);
    same(r#"{"colour":77}"#);
    check(r#"{"colour":0}"#, "{}");
    refuse(r#"{"colour":"RED"}"#, "colour", "\"RED\" is not a value of test.Colour");
    refuse(r#"{"colour":"1"}"#, "colour", "\"1\" is not a value of test.Colour");
    refuse(r#"{"colour":1.5}"#, "colour", "expected the name or number of an enum value");
}

#[test]
fn optional_fields_keep_their_defaults_and_null_is_nothing() {
    same(r#"{"maybeInt":0,"maybeText":""}"#);
    check(
        r#"{"maybeInt":null,"text":null,"child":null,"numbers":null,"counts":null,"time":null,"int64Value":null}"#,
        "{}",
    );
    check(r#"{"chosenText":null,"chosenNumber":3}"#, r#"{"chosenNumber":3}"#);
    same(r#"{"chosenText":""}"#);
    same(r#"{"chosenNull":null}"#);
    refuse(
        r#"{"chosenText":"a","chosenNumber":3}"#,
        "chosenNumber",
        "another field that excludes this one is given too",
    );
    refuse(r#"{"numbers":[1,null]}"#, "numbers[1]", "null cannot stand in a list");
    refuse(r#"{"counts":{"a":null}}"#, r#"counts["a"]"#, "null cannot stand in a map");
}

#[test]
fn names_are_those_of_json_and_of_the_schema() {
    same(r#"{"snakeCaseName":"a","@odd-name":"b"}"#);
    check(r#"{"snake_case_name":"a","odd":"b"}"#, r#"{"snakeCaseName":"a","@odd-name":"b"}"#);
    refuse(r#"{"child":{"unknown":1}}"#, "child.unknown", "test.All has no such field");
    refuse(r#"{"SnakeCaseName":1}"#, "SnakeCaseName", "test.All has no such field");
}

#[test]
fn duplicates_are_refused_also_under_the_other_name() {
    refuse(r#"{"text":"a","text":"a"}"#, "text", "given twice");
    refuse(r#"{"snakeCaseName":"a","snake_case_name":"a"}"#, "snakeCaseName", "given twice");
    refuse(r#"{"child":{"text":null,"text":"a"}}"#, "child.text", "given twice");
    refuse(r#"{"counts":{"a":1,"a":1}}"#, r#"counts["a"]"#, "given twice");
    refuse(r#"{"object":{"a":{"b":1,"b":2}}}"#, r#"object["a"]["b"]"#, "given twice");
    refuse(r#"{"any":{"@type":"x/test.All","@type":"x/test.All"}}"#, "any", "@type is given twice");
    refuse(r#"{"any":{"@type":"x/test.All","text":"a","text":"b"}}"#, "any.text", "given twice");
}

#[test]
fn lists_and_maps() {
    same(
        r#"{"numbers":[1,0,-1],"looseNumbers":[1,0],"texts":["a",""],"children":[{},{"text":"x"}],"colours":["COLOUR_RED","COLOUR_UNSPECIFIED"],"doubles":[0.5,"NaN"]}"#,
    );
    check(r#"{"numbers":[],"texts":[],"children":[],"counts":{}}"#, "{}");
    check(r#"{"counts":{"b":1,"a":"2","":3}}"#, r#"{"counts":{"":"3","a":"2","b":"1"}}"#);
    same(r#"{"names":{"-1":"x","5":""},"flags":{"false":{},"true":{"text":"a"}},"paints":{"p":"COLOUR_RED"}}"#);
    refuse(r#"{"numbers":1}"#, "numbers", "invalid type: integer `1`, expected a list");
    refuse(r#"{"numbers":{}}"#, "numbers", "invalid type: map, expected a list");
    refuse(r#"{"counts":[]}"#, "counts", "invalid type: sequence, expected an object");
    refuse(r#"{"names":{"x":"a"}}"#, r#"names["x"]"#, "the key is wrong: expected an integer of 32 bits");
    refuse(r#"{"flags":{"1":{}}}"#, r#"flags["1"]"#, "the key is wrong: expected true or false");
    refuse(r#"{"children":[{},{"child":{"numbers":[1,"x"]}}]}"#, "children[1].child.numbers[1]", "expected an integer");
}

#[test]
fn times_and_durations() {
    same(r#"{"time":"0001-01-01T00:00:00Z"}"#);
    same(r#"{"time":"9999-12-31T23:59:59.999999999Z"}"#);
    same(r#"{"duration":"1s","time":"1970-01-01T00:00:00Z"}"#);
    check(r#"{"time":"2000-02-29T12:00:00.1+01:30"}"#, r#"{"time":"2000-02-29T10:30:00.100Z"}"#);
    check(r#"{"time":"1969-12-31T23:59:59.5Z"}"#, r#"{"time":"1969-12-31T23:59:59.500Z"}"#);
    check(r#"{"time":"2030-01-01T00:00:00.000001Z"}"#, r#"{"time":"2030-01-01T00:00:00.000001Z"}"#);
    for bad in [
        "2030-01-01",
        "2030-01-01T00:00:00",
        "2030-01-01 00:00:00Z",
        "2030-01-01t00:00:00z",
        "2030-02-29T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "2030-01-01T24:00:00Z",
        "2030-01-01T00:00:60Z",
        "2030-01-01T00:00:00.Z",
        "2030-01-01T00:00:00.1234567890Z",
        "9999-12-31T23:59:59-01:00",
        "2030-01-01T00:00:00+24:00",
        "2030-13-01T00:00:00Z",
        "",
    ] {
        refuse(
            &format!("{{\"time\":\"{bad}\"}}"),
            "time",
            &format!("invalid type: string \"{bad}\", expected a time of RFC 3339"),
        );
    }
    refuse(r#"{"time":1}"#, "time", "invalid type: integer `1`, expected a time of RFC 3339");
    same(r#"{"duration":"-1.500s"}"#);
    same(r#"{"duration":"-0.000000001s"}"#);
    same(r#"{"duration":"315576000000s"}"#);
    check(r#"{"duration":"0.1s"}"#, r#"{"duration":"0.100s"}"#);
    for bad in
        ["1", "s", "1.s", ".5s", "1.1234567890s", "315576000001s", "315576000000.1s", "1e3s", "--1s", "1 s", "+1s"]
    {
        refuse(
            &format!("{{\"duration\":\"{bad}\"}}"),
            "duration",
            &format!("invalid type: string \"{bad}\", expected seconds"),
        );
    }
}

#[test]
fn field_masks_wrappers_and_empty() {
    same(r#"{"mask":"a,fooBar.bazQux"}"#);
    same(r#"{"mask":""}"#);
    refuse(r#"{"mask":"foo_bar"}"#, "mask", "invalid type: string \"foo_bar\", expected field paths");
    refuse(r#"{"mask":"a,,b"}"#, "mask", "invalid type");
    same(
        r#"{"boolValue":false,"int32Value":0,"int64Value":"5","doubleValue":0.5,"stringValue":"","bytesValue":"AA=="}"#,
    );
    refuse(r#"{"int32Value":{"value":1}}"#, "int32Value", "invalid type: map, expected an integer");
    same(r#"{"empty":{}}"#);
    refuse(r#"{"empty":{"a":1}}"#, "empty.a", "google.protobuf.Empty has no such field");
}

#[test]
fn struct_value_and_list() {
    same(r#"{"object":{"a":null,"b":[1,"x",true,{"c":-1.5}],"d":{}}}"#);
    same(r#"{"list":[null,1,[],{}]}"#);
    same(r#"{"value":null}"#);
    same(r#"{"value":"text","values":[null,false]}"#);
    same(r#"{"value":[{"a":1}]}"#);
    same(r#"{"anyMap":{"n":null}}"#);
    refuse(r#"{"object":[]}"#, "object", "invalid type: sequence, expected an object");
    refuse(r#"{"list":{}}"#, "list", "invalid type: map, expected a list");
    refuse(r#"{"object":1}"#, "object", "invalid type: integer `1`, expected an object");
    // A number that is none: JSON has no form for it, and unlike a field's it cannot become a string.
    let wire = [0xc2, 3, 9, 0x11, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f];
    assert_eq!(write(Profile::Canonical, &wire), Err(WriteError::Unrepresentable("google.protobuf.Value".into())));
}

#[test]
fn any_says_its_type() {
    same(r#"{"any":{"@type":"type.googleapis.com/test.All","text":"x","child":{"flag":true}}}"#);
    check(
        r#"{"any":{"text":"x","@type":"type.googleapis.com/test.All"}}"#,
        r#"{"any":{"@type":"type.googleapis.com/test.All","text":"x"}}"#,
    );
    same(r#"{"any":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1.500s"}}"#);
    same(r#"{"any":{"@type":"type.googleapis.com/google.protobuf.Value","value":null}}"#);
    same(r#"{"any":{"@type":"x/google.protobuf.Any","value":{"@type":"x/google.protobuf.Struct","value":{"a":1}}}}"#);
    same(r#"{"any":{}}"#);
    refuse(
        r#"{"any":{"@type":"type.googleapis.com/no.Such"}}"#,
        "any",
        "\"type.googleapis.com/no.Such\" names no known type",
    );
    refuse(r#"{"any":{"@type":"test.All"}}"#, "any", "\"test.All\" names no known type");
    refuse(r#"{"any":{"text":"x"}}"#, "any", "@type is missing");
    refuse(r#"{"any":{"@type":"x/test.Filter","value":1}}"#, "any.value", "test.Filter has no such field");
    refuse(r#"{"any":{"@type":"x/google.protobuf.Duration","duration":"1s"}}"#, "any", "a value and nothing else");
}

#[test]
fn malformed_texts_are_refused() {
    for bad in [
        "",
        "{",
        "{\"text\":}",
        "[]",
        "1",
        "\"a\"",
        "{} {}",
        "{\"text\":\"\\ud800\"}",
        "{\"text\":\"\\ud800x\"}",
        "{\"text\":\"\\udc00\"}",
        "{'text':1}",
        "{\"text\":\"a\u{0}\"}",
        "{text:1}",
        "{\"numbers\":[1,]}",
        "{\"text\":\"a\",}",
        "{\"int32\":01}",
        "{\"\\ud800\":1}",
    ] {
        assert!(read(bad).is_err(), "{bad}");
    }
    let id = SCHEMA.message_id("test.All").unwrap();
    let bytes = b"{\"text\":\"\xff\"}";
    assert!(Reader::new(&SCHEMA, DEFAULT_DEPTH).message(id, &Reserved::default(), bytes, &mut Vec::new()).is_err());
    same(r#"{"text":"😀"}"#);
    check("{\"text\":\"\\ud83d\\ude00\"}", r#"{"text":"😀"}"#);
}

#[test]
fn depth_is_limited_however_it_is_reached() {
    let nest = |open: &str, close: &str, levels: usize| format!("{}{}", open.repeat(levels), close.repeat(levels));
    let child = |levels: usize| format!("{}{{}}{}", "{\"child\":".repeat(levels), "}".repeat(levels));
    assert!(read(&child(DEFAULT_DEPTH - 1)).is_ok());
    assert!(read(&child(DEFAULT_DEPTH)).unwrap_err().description.starts_with("nested deeper than 64 levels"));
    assert!(read(&format!("{{\"value\":{}}}", nest("[", "]", 63))).is_ok());
    for levels in [64, 1_000_000] {
        assert!(read(&format!("{{\"value\":{}}}", nest("[", "]", levels))).is_err());
        assert!(read(&format!("{{\"value\":{}", "{\"a\":".repeat(levels))).is_err());
        assert!(read(&nest("[", "]", levels)).is_err());
        let any = "{\"@type\":\"x/google.protobuf.Any\",\"value\":".repeat(levels.min(5_000));
        assert!(read(&format!("{{\"any\":{any}")).is_err());
    }
    let any = |levels: usize| {
        let open = "{\"@type\":\"x/google.protobuf.Any\",\"value\":".repeat(levels);
        format!("{{\"any\":{open}{{}}{}}}", "}".repeat(levels))
    };
    assert!(read(&any(40)).is_ok());
    assert!(read(&any(70)).is_err());
}

#[test]
fn the_legacy_profile_has_numbers_names_of_the_schema_and_defaults() {
    let wire = read(r#"{"int64":"5","snakeCaseName":"x","maybeInt":0,"counts":{"a":"7"},"child":{}}"#).unwrap();
    let legacy: serde_json::Value = serde_json::from_str(&write(Profile::Legacy, &wire).unwrap()).unwrap();
    assert_eq!(legacy["int64"], 5);
    assert_eq!(legacy["snake_case_name"], "x");
    assert_eq!(legacy["maybe_int"], 0);
    assert_eq!(legacy["counts"]["a"], 7);
    assert_eq!(legacy["text"], "");
    assert_eq!(legacy["uint64"], 0);
    assert_eq!(legacy["numbers"], serde_json::json!([]));
    assert_eq!(legacy["names"], serde_json::json!({}));
    assert_eq!(legacy["colour"], "COLOUR_UNSPECIFIED");
    assert_eq!(legacy["raw"], "");
    assert_eq!(legacy.get("maybe_text"), None);
    assert_eq!(legacy.get("time"), None);
    assert_eq!(legacy.get("chosen_text"), None);
    assert_eq!(legacy["child"]["int64"], 0);
}

#[test]
fn fields_in_pieces_are_merged_as_a_decoder_does() {
    let parts = [
        r#"{"child":{"text":"a","numbers":[1]},"int32":1,"counts":{"a":1,"b":1},"chosenText":"x"}"#,
        r#"{"child":{"flag":true,"numbers":[2,3],"child":{"text":"d"}},"int32":2,"counts":{"a":2},"chosenNumber":4}"#,
        r#"{"child":{"text":"b","child":{"int32":5}},"looseNumbers":[1],"numbers":[9]}"#,
    ];
    let wire: Vec<u8> = parts.iter().flat_map(|part| read(part).unwrap()).collect();
    let merged = r#"{"int32":2,"child":{"flag":true,"text":"b","child":{"int32":5,"text":"d"},"numbers":[1,2,3]},"chosenNumber":4,"numbers":[9],"looseNumbers":[1],"counts":{"a":"2","b":"1"}}"#;
    assert_eq!(write(Profile::Canonical, &wire).unwrap(), merged);
    // A list may lie packed or not, whatever the schema says; unknown fields are skipped.
    let swapped = [0xf0, 1, 7, 0xfa, 1, 2, 1, 2, 0xfa, 0x3f, 1, b'?'];
    assert_eq!(write(Profile::Canonical, &swapped).unwrap(), r#"{"numbers":[7],"looseNumbers":[1,2]}"#);
}

#[test]
fn malformed_bytes_are_refused_and_never_panic() {
    for bad in [
        &[0x08][..],
        &[0x0a, 5, 1],
        &[0x0b],
        &[0x00],
        &[0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
        &[0x72, 1, 0xff],
        &[0x0d, 1],
        &[0x72, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
    ] {
        assert!(write(Profile::Canonical, bad).is_err(), "{bad:?}");
    }
    let deep = (0..200).fold(Vec::new(), |inner: Vec<u8>, _| {
        let mut wire = Vec::new();
        super::super::wire::put_tag(17, super::super::wire::WireType::Length, &mut wire);
        super::super::wire::put_bytes(&inner, &mut wire);
        wire
    });
    assert_eq!(write(Profile::Canonical, &deep), Err(WriteError::Depth));
}

/// JSON values with a chance to be values of `test.All`.
fn json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::{Value, json};
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e6..1e6_f64).prop_map(Value::from),
        prop::sample::select(vec![
            "",
            "a",
            "1",
            "-1",
            "1.5s",
            "2030-01-01T00:00:00Z",
            "COLOUR_RED",
            "AAEC",
            "NaN",
            "true",
            "fooBar,x"
        ])
        .prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
        any::<i64>().prop_map(|number| Value::from(number.to_string())),
    ];
    let names: Vec<String> = POOL
        .get_message_by_name("test.All")
        .unwrap()
        .fields()
        .flat_map(|field| [field.json_name().to_owned(), field.name().to_owned()])
        .chain(["@type", "value", "x"].map(str::to_owned))
        .collect();
    let leaf = scalar.clone();
    let inner = scalar.prop_recursive(4, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::btree_map("[a-c1]{1,2}", inner.clone(), 0..4).prop_map(|map| map.into_iter().collect()),
            prop::collection::btree_map(prop::sample::select(names.clone()), inner, 0..4)
                .prop_map(|map| map.into_iter().collect()),
        ]
    });
    let names: Vec<_> =
        POOL.get_message_by_name("test.All").unwrap().fields().map(|f| f.json_name().to_owned()).collect();
    let _ = json!(null);
    prop::collection::btree_map(prop::sample::select(names), prop_oneof![leaf, inner], 0..4)
        .prop_map(|map| map.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_both_read_is_the_same_message_and_text_as_prost_reflect_has_it(value in json()) {
        let text = value.to_string();
        // The specification has null for a list mean that there is none; prost-reflect reads a list of one null.
        prop_assume!(!text.contains("\"values\":null"));
        let descriptor = POOL.get_message_by_name("test.All").unwrap();
        let mut deserializer = serde_json::Deserializer::from_str(&text);
        let theirs = DynamicMessage::deserialize(descriptor.clone(), &mut deserializer);
        let ours = read(&text);
        // Only names given twice and masks that would not come back the same are refused here and taken there.
        let stricter = |violation: &Violation| violation.description.starts_with("given twice") || text.contains("mask");
        prop_assert!(theirs.is_err() || ours.as_ref().err().is_none_or(stricter), "{} {:?}", text, ours);
        if let (Ok(ours), Ok(theirs)) = (&ours, &theirs) {
            let decoded = DynamicMessage::decode(descriptor, ours.as_slice()).unwrap();
            let reference = serde_json::to_value(theirs).ok();
            prop_assert_eq!(&serde_json::to_value(decoded).ok(), &reference, "{}", text);
            let written = write(Profile::Canonical, ours);
            if let (Ok(written), Some(reference)) = (&written, reference) {
                let written: serde_json::Value = serde_json::from_str(written).unwrap();
                prop_assert!(equal(&written, &reference), "{} {} {}", text, written, reference);
                prop_assert_eq!(&read(&written.to_string()).map(|wire| write(Profile::Canonical, &wire).unwrap()), &Ok(write(Profile::Canonical, ours).unwrap()));
            }
        }
    }

    #[test]
    fn any_bytes_are_written_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        if let Ok(text) = write(Profile::Canonical, &bytes) {
            prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{}", text);
        }
        let _ = write(Profile::Legacy, &bytes);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[{}\\[\\]\":,a-z0-9.e@\\\\u-]{0,60}") {
        let _ = read(&text);
    }
}

/// Equal as JSON: `1` and `1.0` are the same number, and one of 32 bits may have been written with all of its digits.
fn equal(one: &serde_json::Value, other: &serde_json::Value) -> bool {
    use serde_json::Value;
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            (one - other).abs() <= one.abs() * f64::from(f32::EPSILON)
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(key).is_some_and(|other| equal(one, other)))
        }
        // prost-reflect writes what is no number as null when it is in a wrapper.
        (Value::String(one), Value::Null) => ["NaN", "Infinity", "-Infinity"].contains(&one.as_str()),
        _ => one == other,
    }
}
