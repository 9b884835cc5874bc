//! What of an HTTP request fills which field, as google/api/http.proto has it.

use prost_reflect::DynamicMessage;

use super::super::*;
use super::{POOL, SCHEMA};

/// One route of `test.Request`.
struct Route {
    variables: &'static [&'static str],
    body: &'static str,
    derive_mask: bool,
}

const READ: Route = Route { variables: &[], body: "", derive_mask: false };

impl Route {
    fn compile(&self) -> Result<RequestTranscoder, BindError> {
        let Self { variables, body, derive_mask } = *self;
        RequestTranscoder::compile(&SCHEMA, Binding { input: "test.Request", variables, body, derive_mask })
    }

    fn transcode(&self, path: &[&'static str], query: &str, body: &str) -> Result<Transcoded, Vec<Violation>> {
        let path = path.iter().map(|value| (*value).into()).collect();
        self.compile().unwrap().transcode(&Inputs { path, query, body: body.as_bytes(), precondition: None })
    }

    /// The request in ProtoJSON.
    #[track_caller]
    fn check(&self, path: &[&'static str], query: &str, body: &str, expected: &serde_json::Value) {
        let transcoded = self.transcode(path, query, body).unwrap();
        let descriptor = POOL.get_message_by_name("test.Request").unwrap();
        let message = DynamicMessage::decode(descriptor, transcoded.bytes.as_slice()).unwrap();
        assert_eq!(serde_json::to_value(message).unwrap(), *expected);
    }

    /// Every violation as `field: description`.
    #[track_caller]
    fn refuse(&self, path: &[&'static str], query: &str, body: &str, expected: &[&str]) {
        let violations = self.transcode(path, query, body).unwrap_err();
        let texts: Vec<_> =
            violations.iter().map(|violation| format!("{}: {}", violation.field, violation.description)).collect();
        assert!(
            texts.len() == expected.len() && texts.iter().zip(expected).all(|(text, start)| text.starts_with(start)),
            "{texts:?}"
        );
    }
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn variables_fill_scalars_also_nested_ones() {
    let route = Route { variables: &["name", "filter.inner.level", "colour", "flag", "raw"], ..READ };
    let expected = r#"{"name":"a/b","filter":{"inner":{"level":"-7"}},"colour":"COLOUR_RED","flag":true,"raw":"AQ=="}"#;
    route.check(&["a/b", "-7", "COLOUR_RED", "true", "AQ"], "", "", &json(expected));
    route.refuse(
        &["", "x", "BLUE", "1", "!"],
        "",
        "",
        &[
            "filter.inner.level: expected an integer of 64 bits",
            "colour: \"BLUE\" is not a value of test.Colour",
            "flag: expected true or false",
            "raw: expected a string of base64",
        ],
    );
}

#[test]
fn routes_that_do_not_fit_the_type_are_refused() {
    for (variables, body, expected) in [
        (&["nothing"][..], "", "test.Request has no field nothing"),
        (&["filter.nothing"], "", "test.Request has no field filter.nothing"),
        (&["things.id"], "", "test.Request has no field things.id"),
        (&["name.x"], "", "test.Request has no field name.x"),
        (&["filter"], "", "test.Request.filter cannot be filled from the path: it is no single scalar"),
        (&["numbers"], "", "test.Request.numbers cannot be filled from the path: it is no single scalar"),
        (&[], "nothing", "test.Request has no field nothing"),
        (&["name"], "name", "test.Request.name is filled from the path and from the body"),
    ] {
        let error = Route { variables, body, derive_mask: false }.compile().unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    let unknown =
        RequestTranscoder::compile(&SCHEMA, Binding { input: "test.No", variables: &[], body: "", derive_mask: false });
    assert_eq!(unknown.unwrap_err().to_string(), "there is no message type test.No");
}

#[test]
fn query_parameters_fill_what_is_left() {
    READ.check(
        &[],
        "name=a+b%2Bc&number=5&numbers=1&numbers=2&filter.owner=o&filter.tags=x&filter.tags=y&filter.inner.level=9",
        "",
        &json(r#"{"name":"a b+c","number":5,"numbers":[1,2],"filter":{"owner":"o","tags":["x","y"],"inner":{"level":"9"}}}"#),
    );
    READ.check(
        &[],
        "since=2030-01-01T00%3A00%3A00Z&limit=7&updateMask=displayName,size&timeout=1.5s&colour=1&flag=false",
        "",
        &json(r#"{"since":"2030-01-01T00:00:00Z","limit":"7","updateMask":"displayName,size","timeout":"1.500s","colour":"COLOUR_RED"}"#),
    );
    READ.check(&[], "update_mask=size&&name=", "", &json(r#"{"updateMask":"size"}"#));
}

#[test]
fn query_parameters_that_cannot_be_are_refused_and_unknown_ones_counted() {
    assert_eq!(READ.transcode(&[], "utm_source=x&name=a&filter.unknown=1", "").unwrap().ignored_parameters, 2);
    READ.refuse(
        &[],
        "number=x&thing=1&things=1&notes=a&name=a&name=b&name=%zz&since=now&filter=%7B%7D",
        "",
        &[
            "number: expected an integer of 32 bits",
            "thing: test.Thing cannot be given as text",
            "things: test.Thing cannot be given as text",
            "notes: a map cannot be given as text",
            "name: given twice",
            "name: a % is not followed by two hexadecimal digits",
            "since: \"now\" is not the text of a google.protobuf.Timestamp",
            "filter: test.Filter cannot be given as text",
        ],
    );
    Route { variables: &["name"], ..READ }.refuse(&["a"], "name=b", "", &["name: taken from the path already"]);
    let body = Route { body: "thing", ..READ };
    body.refuse(&[], "thing.size=1", "{}", &["thing.size: taken from the body"]);
    let whole = Route { body: "*", ..READ };
    assert_eq!(whole.transcode(&[], "name=a", "{}").unwrap(), Transcoded { bytes: vec![], ignored_parameters: 1 });
}

#[test]
fn a_body_fills_the_whole_request_or_one_field() {
    let whole = Route { variables: &["filter.owner"], body: "*", ..READ };
    whole.check(
        &["o"],
        "",
        r#"{"name":"a","filter":{"tags":["x"]}}"#,
        &json(r#"{"name":"a","filter":{"owner":"o","tags":["x"]}}"#),
    );
    whole.check(&["o"], "", "", &json(r#"{"filter":{"owner":"o"}}"#));
    let one = Route { variables: &["name"], body: "thing", ..READ };
    one.check(&["a"], "number=2", r#"{"size":3}"#, &json(r#"{"name":"a","number":2,"thing":{"size":3}}"#));
    one.check(&["a"], "", " \n", &json(r#"{"name":"a"}"#));
    one.check(&["a"], "", "null", &json(r#"{"name":"a"}"#));
    Route { body: "things", ..READ }.check(&[], "", r#"[{"size":1},{}]"#, &json(r#"{"things":[{"size":1},{}]}"#));
    Route { body: "name", ..READ }.check(&[], "", r#""text""#, &json(r#"{"name":"text"}"#));
    Route { body: "notes", ..READ }.check(&[], "", r#"{"a":"b"}"#, &json(r#"{"notes":{"a":"b"}}"#));
}

#[test]
fn a_body_that_names_what_the_path_fills_is_refused() {
    let whole = Route { variables: &["name", "filter.owner"], body: "*", ..READ };
    whole.refuse(&["a", "o"], "", r#"{"name":"a"}"#, &["name: taken from the path already"]);
    whole.refuse(&["a", "o"], "", r#"{"filter":{"owner":"o"}}"#, &["filter.owner: taken from the path already"]);
    let nested = Route { variables: &["thing.id"], body: "thing", ..READ };
    nested.refuse(&["a"], "", r#"{"id":"b"}"#, &["id: taken from the path already"]);
    nested.check(&["a"], "", r#"{"size":1}"#, &json(r#"{"thing":{"id":"a","size":1}}"#));
    let oneof = Route { variables: &["player"], body: "*", ..READ };
    oneof.refuse(&["p"], "", r#"{"npc":"n"}"#, &["npc: taken from the path already"]);
}

#[test]
fn without_a_body_in_the_rule_only_an_empty_one_is_taken() {
    for empty in ["", "{}", " {} ", "null"] {
        READ.check(&[], "", empty, &json("{}"));
    }
    READ.refuse(&[], "", r#"{"name":"a"}"#, &[": this operation takes no body"]);
}

#[test]
fn patch_notes_the_fields_that_the_body_names() {
    let patch = Route { variables: &["thing.id"], body: "thing", derive_mask: true };
    let mask = |body: &str| {
        let transcoded = patch.transcode(&["a"], "", body).unwrap();
        let descriptor = POOL.get_message_by_name("test.Request").unwrap();
        let message = DynamicMessage::decode(descriptor, transcoded.bytes.as_slice()).unwrap();
        serde_json::to_value(message).unwrap().get("updateMask").map(|mask| mask.as_str().unwrap().to_owned())
    };
    assert_eq!(mask(r#"{"displayName":"x","size":null}"#).as_deref(), Some("displayName,size"));
    assert_eq!(
        mask(r#"{"filter":{"owner":"o","inner":{"level":1}}}"#).as_deref(),
        Some("filter.owner,filter.inner.level")
    );
    assert_eq!(mask(r#"{"filter":{},"size":1}"#).as_deref(), Some("filter,size"));
    assert_eq!(mask(r#"{"filter":null}"#).as_deref(), Some("filter"));
    assert_eq!(
        mask(r#"{"labels":["a"],"data":{"k":{"d":1}},"notes":{"n":"v"}}"#).as_deref(),
        Some("labels,data,notes")
    );
    assert_eq!(mask("{}"), None);
    let given = patch.transcode(&["a"], "updateMask=size", r#"{"displayName":"x"}"#).unwrap();
    let descriptor = POOL.get_message_by_name("test.Request").unwrap();
    let message = DynamicMessage::decode(descriptor, given.bytes.as_slice()).unwrap();
    assert_eq!(serde_json::to_value(message).unwrap()["updateMask"], "size");
}

#[test]
fn a_response_is_written_whole_or_one_field_of_it() {
    let wire = {
        let id = SCHEMA.message_id("test.Response").unwrap();
        let reader = read::Reader::new(&SCHEMA, 64);
        let json = br#"{"thing":{"id":"a"},"things":[{"id":"b"}],"total":"3"}"#;
        let mut wire = Vec::new();
        reader.message(id, &read::Reserved::default(), json, &mut wire).unwrap();
        wire
    };
    let write = |body: &str, wire: &[u8]| {
        let response = ResponseTranscoder::compile(&SCHEMA, "test.Response", body, Profile::Canonical).unwrap();
        String::from_utf8(response.transcode(wire).unwrap()).unwrap()
    };
    assert_eq!(write("", &wire), r#"{"thing":{"id":"a"},"things":[{"id":"b"}],"total":"3"}"#);
    assert_eq!(write("thing", &wire), r#"{"id":"a"}"#);
    assert_eq!(write("things", &wire), r#"[{"id":"b"}]"#);
    assert_eq!(write("total", &wire), r#""3""#);
    assert_eq!(write("thing", &[]), "null");
    assert_eq!(write("things", &[]), "[]");
    assert_eq!(write("total", &[]), r#""0""#);
    let unknown = ResponseTranscoder::compile(&SCHEMA, "test.Response", "nothing", Profile::Canonical).unwrap_err();
    assert_eq!(unknown.to_string(), "test.Response has no field nothing");
}

#[test]
fn a_precondition_becomes_the_expected_version() {
    let route = Route { body: "*", ..READ }.compile().unwrap();
    assert!(route.takes_precondition());
    let transcode = |body: &'static str, expected| {
        let inputs = Inputs { body: body.as_bytes(), precondition: Some(expected), ..Inputs::default() };
        let bytes = route.transcode(&inputs)?.bytes;
        let message =
            DynamicMessage::decode(POOL.get_message_by_name("test.Request").unwrap(), bytes.as_slice()).unwrap();
        Ok::<_, Vec<Violation>>(serde_json::to_value(message).unwrap())
    };
    assert_eq!(transcode("", Expected::Version(7)).unwrap(), json(r#"{"expected":{"version":"7"}}"#));
    assert_eq!(transcode("{}", Expected::Absent).unwrap(), json(r#"{"expected":{"absent":true}}"#));
    assert!(transcode(r#"{"expected":{"version":6}}"#, Expected::Version(7)).is_err());
}

#[test]
fn the_version_of_the_only_thing_in_a_response_is_found() {
    let compile = |output| ResponseTranscoder::compile(&SCHEMA, output, "", Profile::Canonical).unwrap();
    assert_eq!(compile("test.GetVersioned").version(&[0x0a, 2, 0x08, 9]), Some(9));
    assert_eq!(compile("test.GetVersioned").version(&[0x0a, 0]), None);
    assert_eq!(compile("test.GetVersioned").version(&[]), None);
    assert_eq!(compile("test.Response").version(&[0x0a, 2, 0x08, 9]), None);
}
