use std::collections::BTreeSet;

use realmwire_contract::{SERVICES, descriptors};

use super::paths::document_path;
use super::*;
use crate::operations::Operations;

fn whole() -> Value {
    let config = GatewayConfig::default();
    let operations = Operations::build(descriptors(), SERVICES, &config).unwrap();
    document(descriptors(), SERVICES, &config, &operations)
}

/// Every operation as method, path and description.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            found.push((method.clone(), path.clone(), operation.clone()));
        }
    }
    found
}

/// Calls `visit` with every object of a document.
fn walk(value: &Value, visit: &mut dyn FnMut(&Map<String, Value>)) {
    match value {
        Value::Object(map) => {
            visit(map);
            map.values().for_each(|value| walk(value, visit));
        }
        Value::Array(list) => list.iter().for_each(|value| walk(value, visit)),
        _ => {}
    }
}

#[test]
fn it_is_valid_by_the_meta_schema_of_openapi() {
    let schema: Value = serde_json::from_str(include_str!("testdata/openapi-3.1.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let document = whole();
    let errors: Vec<_> =
        validator.iter_errors(&document).take(5).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn its_schemas_are_valid_and_its_examples_fit_them() {
    let document = whole();
    for (method, path, operation) in operations(&document) {
        let mut media = Vec::new();
        media.extend(operation["requestBody"]["content"].as_object().into_iter().flat_map(Map::values));
        let answers = operation["responses"].as_object().unwrap().values();
        media.extend(answers.filter_map(|answer| answer["content"].as_object()).flat_map(Map::values));
        for content in media.into_iter().filter(|content| content.get("example").is_some()) {
            let mut schema = content["schema"].clone();
            put(&mut schema, "components", document["components"].clone());
            let validator = jsonschema::draft202012::new(&schema).unwrap();
            let error = validator.iter_errors(&content["example"]).next().map(|error| error.to_string());
            assert_eq!(error, None, "{method} {path}: {}", content["example"]);
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = whole();
    walk(&document, &mut |object| {
        if let Some(Value::String(reference)) = object.get("$ref") {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    });
}

#[test]
fn every_operation_says_what_it_does_and_how_it_fails() {
    let document = whole();
    let mut ids = BTreeSet::new();
    let all = operations(&document);
    assert!(all.len() > 30);
    for (method, path, operation) in all {
        let place = format!("{method} {path}");
        assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{place}");
        assert!(!operation["summary"].as_str().unwrap().is_empty(), "{place}");
        assert!(!operation["description"].as_str().unwrap().is_empty(), "{place}");
        let responses = operation["responses"].as_object().unwrap();
        for status in ["200", "400", "429", "500", "503", "504", "default"] {
            assert!(responses.contains_key(status), "{place} {status}");
        }
        let is_public = operation["x-access"] == "public";
        assert_eq!(operation["security"].as_array().unwrap().is_empty(), is_public, "{place}");
        assert_eq!(responses.contains_key("401"), !is_public, "{place}");
        if let Some(body) = operation.get("requestBody") {
            assert!(body["content"]["application/json"].get("example").is_some(), "{place}");
        }
        let parameters = operation["parameters"].as_array().unwrap();
        let in_path: BTreeSet<_> = parameters
            .iter()
            .filter(|parameter| parameter["in"] == "path")
            .map(|parameter| {
                assert_eq!(parameter["required"], true, "{place}");
                format!("{{{}}}", parameter["name"].as_str().unwrap())
            })
            .collect();
        let in_template: BTreeSet<_> =
            path.split(['/', ':']).filter(|part| part.starts_with('{')).map(str::to_owned).collect();
        assert_eq!(in_path, in_template, "{place}");
    }
}

#[test]
fn comments_become_summaries_and_fields_become_parameters() {
    let document = whole();
    let get = &document["paths"]["/v1/states/{kind}/{id}"]["get"];
    assert_eq!(get["tags"], json!(["state-manager"]));
    assert!(get["summary"].as_str().unwrap().starts_with("Returns the current state of one document"));
    let names: Vec<_> = get["parameters"].as_array().unwrap().iter().filter_map(|one| one["name"].as_str()).collect();
    assert_eq!(names, ["kind", "id", "version"]);
    for (member, value) in [("x-method", "state-manager.Get"), ("x-idempotency", "safe"), ("x-rate-class", "read")] {
        assert_eq!(get[member], value);
    }
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["realmwire.state_manager.v1.DocumentVersion"]["x-order"], json!(["kind", "id", "version"]));
    let kind = &schemas["realmwire.state_manager.v1.Kind"];
    assert_eq!(kind["enum"], json!(["KIND_UNSPECIFIED", "KIND_PLAYER", "KIND_ENTITY"]));
    assert!(kind["description"].as_str().unwrap().contains("- `KIND_PLAYER`: A player's document"));
    let put = &document["paths"]["/v1/states/{kind}/{id}"]["put"];
    let headers: Vec<_> = put["parameters"].as_array().unwrap().iter().filter_map(|one| one["$ref"].as_str()).collect();
    assert_eq!(headers, ["#/components/parameters/IdempotencyKey", "#/components/parameters/IfMatch"]);
    let watch = &document["paths"]["/v1/states/{kind}:watch"]["get"]["responses"]["200"]["content"];
    assert!(watch.get("text/event-stream").is_some() && watch.get("application/x-ndjson").is_some());
}

#[test]
fn events_are_described_if_clients_may_receive_them() {
    let document = whole();
    let events = document["tags"].as_array().unwrap().iter().flat_map(|tag| tag["x-events"].as_array().unwrap());
    let described: Vec<_> = events.map(|event| event["name"].as_str().unwrap().to_owned()).collect();
    let specs = SERVICES.iter().flat_map(|service| service.events);
    let for_clients = specs.filter(|event| event.audience != Audience::Services);
    let expected: Vec<_> = for_clients.map(|event| format!("{}.{}", event.service, event.name)).collect();
    assert!(expected.contains(&"state-manager.entity.updated".to_owned()));
    assert_eq!(described, expected);
}

#[test]
fn paths_that_differ_in_names_only_are_documented_once() {
    let path = |template: &str| document_path(&Template::parse(template).unwrap());
    let documented = [path("/v1/players/{id}/sessions").path, path("/v1/players/{id}").path];
    let mut same = path("/v1/players/{subject}/sessions");
    same.adopt_names(documented.iter());
    assert_eq!(same.path, "/v1/players/{id}/sessions");
    assert_eq!((same.parameters[0].name.as_str(), same.parameters[0].field.as_deref()), ("id", Some("subject")));
    let mut other = path("/v1/players/{subject}/states");
    other.adopt_names(documented.iter());
    assert_eq!(other.path, "/v1/players/{subject}/states");

    let document = whole();
    let anonymous =
        |path: &String| path.split('{').map(|part| part.rsplit('}').next().unwrap()).collect::<Vec<_>>().join("{");
    let paths = document["paths"].as_object().unwrap();
    let shapes: BTreeSet<_> = paths.keys().map(anonymous).collect();
    assert_eq!(shapes.len(), paths.len());
}

#[test]
fn templates_become_paths_that_they_match() {
    let check = |template: &str, path: &str, names: &[&str]| {
        let found = document_path(&Template::parse(template).unwrap());
        assert_eq!(found.path, path);
        assert_eq!(found.parameters.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), names);
    };
    check("/v1/{id}", "/v1/{id}", &["id"]);
    check("/v1/{name=shelves/*}:open", "/v1/shelves/{name}:open", &["name"]);
    check("/v1/{name=a/*/b/*}/c", "/v1/a/{name.1}/b/{name.2}/c", &["name.1", "name.2"]);
    check("/v1/{rest=**}", "/v1/{rest}", &["rest"]);
    check("/v1/*/x", "/v1/{wildcard1}/x", &["wildcard1"]);
    check("/v1/a%20b", "/v1/a%20b", &[]);
}
