use std::time::Duration;

use realmwire_contract::{Access, Criticality, Idempotency, MethodKind};

use super::*;
use crate::testing;

const METHOD: MethodSpec = MethodSpec {
    service: "shop",
    name: "One",
    full_name: "test.Shop/One",
    subject: "svc.shop.v1.One",
    input: "test.Thing",
    output: "test.Thing",
    kind: MethodKind::Unary,
    idempotency: Idempotency::Keyed,
    access: Access::Public,
    owner_field: None,
    timeout: Duration::from_secs(5),
    max_in_flight: 1_024,
    criticality: Criticality::Default,
    brief: false,
    rate_class: "write",
};
const ONE: MethodSpec = METHOD;
const TWO: MethodSpec = MethodSpec { name: "Two", full_name: "test.Shop/Two", ..METHOD };
const SHOP: ServiceSpec = ServiceSpec {
    name: "shop",
    version: "v1",
    full_name: "test.Shop",
    description: "",
    methods: &[&ONE, &TWO],
    events: &[],
    calls: &[],
    consumes: &[],
};

/// The routes of two methods with these options, or what is wrong with them.
fn build(one: &str, two: &str, config: &str) -> Result<Operations, String> {
    let pool = testing::pool(&format!(
        "message Thing {{ string id = 1; string name = 2; Thing part = 3; }}
         service Shop {{
           rpc One(Thing) returns (Thing) {{ option (google.api.http) = {{{one}}}; }}
           rpc Two(Thing) returns (Thing) {{ option (google.api.http) = {{{two}}}; }}
         }}"
    ));
    let config = toml::from_str(config).unwrap();
    Operations::build(&pool, &[&SHOP], &config).map_err(|error| {
        let source = std::error::Error::source(&error).map(ToString::to_string);
        [Some(error.to_string()), source].into_iter().flatten().collect::<Vec<_>>().join(": ")
    })
}

#[test]
fn every_binding_becomes_a_route() {
    let one = r#"get: "/v1/things/{id}" additional_bindings { post: "/v1/things/{id}:look" body: "*" } additional_bindings { custom { kind: "REPORT" path: "/v1/things" } }"#;
    let operations = build(one, r#"patch: "/v1/things/{id}" body: "part" response_body: "name""#, "").unwrap();
    assert_eq!(
        operations.table(),
        [
            "REPORT /v1/things -> test.Shop/One",
            "GET /v1/things/{id} -> test.Shop/One",
            "PATCH /v1/things/{id} -> test.Shop/Two",
            "POST /v1/things/{id}:look -> test.Shop/One",
        ]
    );
    assert_eq!(operations.allowed("/v1/things/7"), [Method::GET, Method::HEAD, Method::OPTIONS, Method::PATCH]);
    assert_eq!(operations.allowed("/v2"), Vec::<Method>::new());
}

#[test]
fn what_cannot_be_served_is_refused_with_the_methods_name() {
    let other = r#"get: "/v1/other""#;
    for (one, expected) in [
        (r#"get: "v1""#, "test.Shop/One: invalid path template \"v1\" at character 1: expected '/'"),
        (r#"get: "/v1/{nothing}""#, "test.Shop/One: test.Thing has no field nothing"),
        (
            r#"get: "/v1/{part}""#,
            "test.Shop/One: test.Thing.part cannot be filled from the path: it is no single scalar",
        ),
        (r#"get: "/v1" body: "*""#, "test.Shop/One: a rule for GET takes no body"),
        (r#"post: "/v1" body: "nothing""#, "test.Shop/One: test.Thing has no field nothing"),
        (r#"get: "/v1" response_body: "nothing""#, "test.Shop/One: test.Thing has no field nothing"),
        (r#"body: "*""#, "test.Shop/One: the rule names no HTTP method"),
        (r#"custom { kind: "OPTIONS" path: "/v1" }"#, "test.Shop/One: the rule's HTTP method is the gateway's own"),
        (r#"custom { kind: "*" path: "/v1" }"#, "test.Shop/One: the rule's HTTP method is the gateway's own"),
    ] {
        assert_eq!(build(one, other, "").unwrap_err(), expected, "{one}");
    }
    let ambiguous = build(r#"get: "/v1/{id}""#, r#"get: "/v1/{name}""#, "").unwrap_err();
    let expected = "test.Shop/Two: GET /v1/{name} matches the same paths as GET /v1/{id}, of test.Shop/One";
    assert!(ambiguous.starts_with(expected), "{ambiguous}");
}

#[test]
fn retired_routes_stand_beside_the_others() {
    let config = "[[retired]]\nmethod = 'GET'\npath = '/old/{id}'\nsuccessor = '/v1/things'";
    let operations = build(r#"get: "/v1/{id}""#, r#"post: "/v1""#, config).unwrap();
    let found = operations.find(&Method::GET, "/old/1").unwrap();
    assert!(matches!(found.route, Route::Retired(Some(successor)) if successor == "/v1/things"));
    assert!(build(r#"get: "/old/{id}""#, r#"post: "/v1""#, config).is_err());
}

#[test]
fn the_whole_contract_can_be_served() {
    let pool = realmwire_contract::descriptors();
    let operations = Operations::build(pool, realmwire_contract::SERVICES, &GatewayConfig::default()).unwrap();
    assert!(
        operations
            .table()
            .contains(&"GET /v1/states/{kind}/{id} -> realmwire.state_manager.v1.StateManager/Get".to_owned())
    );
}

#[test]
fn every_method_can_be_called_by_its_name() {
    let operations = build(r#"get: "/v1/{id}""#, r#"post: "/v1""#, "").unwrap();
    for path in ["/test.Shop/One", "/test.Shop/Two"] {
        let found = operations.find(&Method::POST, path).unwrap();
        assert!(matches!(found.route, Route::Operation(operation) if operation.spec.full_name == &path[1..]), "{path}");
    }
    assert!(operations.find(&Method::GET, "/test.Shop/One").is_none());
}
