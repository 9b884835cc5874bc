use prost_reflect::DescriptorPool;

use super::{RULES, apply, breaking_changes, check};
use crate::codegen;
use crate::schema::Schema;
use crate::schema::testing::compile;
use crate::workspace;

/// A schema that keeps every rule. The cases change a piece of it.
const GOOD: &str = include_str!("../../testdata/quest_system.proto");

/// One rule, what a schema has in place of a piece of the good one, and a part of what the rule finds.
struct Case {
    rule: &'static str,
    from: &'static str,
    to: &'static str,
    finds: &'static str,
}

const fn case(rule: &'static str, from: &'static str, to: &'static str, finds: &'static str) -> Case {
    Case { rule, from, to, finds }
}

const FIRING: &[Case] = &[
    case(
        "package",
        "package realmwire.quest_system.v1;",
        "package realmwire.quests.v1;",
        "must be in realmwire/quests/v1/",
    ),
    case(
        "package",
        "package realmwire.quest_system.v1;",
        "package realmwire.quest_system;",
        "realmwire.<domain>.v<number>",
    ),
    case(
        "package",
        "package realmwire.quest_system.v1;",
        "package realmwire.quest_system.beta;",
        "realmwire.<domain>.v<number>",
    ),
    case(
        "name",
        "message Quest {",
        "message Quest {\n  // No.\n  string questGiver = 9;",
        "questGiver must be written quest_giver",
    ),
    case("name", "rpc Accept(", "rpc accept(", "accept must be written Accept"),
    case("name", "STATE_OPEN", "STATE_open", "STATE_open must be written STATE_OPEN"),
    case("name", "oneof reward", "oneof Reward", "Reward must be written reward"),
    case("comment", "// Says what quests exist.\n", "\n", "the file, above its syntax line, needs a comment"),
    case("comment", "  // The quest's id.\n", "", "quest_id needs a comment"),
    case("comment", "  // Not said.\n", "", "STATE_UNSPECIFIED needs a comment"),
    case("comment", "  // Accepts a quest.\n", "", "Accept needs a comment"),
    case("comment", "// Quests of players.\n", "", "QuestSystem needs a comment"),
    case("comment", "  // What the player gets.\n", "", "reward needs a comment"),
    case("enum-value", "STATE_OPEN", "OPEN", "OPEN must begin with STATE_"),
    case("enum-value", "STATE_UNSPECIFIED", "STATE_UNKNOWN", "the zero value must be STATE_UNSPECIFIED"),
    case("reserved-number", "string quest_id = 1;", "string quest_id = 2047;", "quest_id has number 2047"),
    case("time", "google.protobuf.Timestamp accept_time", "google.protobuf.Timestamp accepted", "must end in _time"),
    case("time", "google.protobuf.Timestamp accept_time", "int64 accept_time", "must be google.protobuf.Timestamp"),
    case("time", "google.protobuf.Timestamp accept_time", "string accepted_at", "must be google.protobuf.Timestamp"),
    case("service", "service QuestSystem", "service Quests", "must be named QuestSystem"),
    case("service", "name: \"quest-system\"", "name: \"quests\"", "must say name: \"quest-system\""),
    case("reference", "\"state-manager.Get\"", "\"state-manager.Fetch\"", "state-manager has no \"Fetch\""),
    case("reference", "\"state-manager.Get\"", "\"bank.Pay\"", "there is no service bank"),
    case("reference", "\"state-manager.Get\"", "\"quest-system.List\"", "does not name itself"),
    case("reference", "consumes: []", "consumes: [\"state-manager.Get\"]", "state-manager has no \"Get\""),
    case("reference", "consumes: []", "consumes: [\"*\", \"state-manager.state.changed\"]", "which stands alone"),
    case(
        "reference",
        "[\"state-manager.Get\"]",
        "[\"state-manager.Get\", \"state-manager.Get\"]",
        "calls must be sorted",
    ),
    case("message-pair", "rpc Accept(AcceptRequest)", "rpc Accept(ListRequest)", "must use the message AcceptRequest"),
    case("message-pair", "returns (AcceptResponse)", "returns (Quest)", "must use the message AcceptResponse"),
    case("message-pair", "rpc Watch(WatchRequest)", "rpc Watch(stream WatchRequest)", "only answers can be streams"),
    case("page", "int32 page_size", "int64 page_size", "ListRequest must have the field int32 page_size"),
    case("page", "string page_token", "string token", "ListRequest must have the field string page_token"),
    case(
        "page",
        "string next_page_token",
        "bytes next_page_token",
        "ListResponse must have the field string next_page_token",
    ),
    case("page", "repeated Quest quests", "Quest quests", "must have a repeated field for the page"),
    case("access", "access: ACCESS_ADMIN", "", "Define must say in its option who may call it"),
    case(
        "owner-field",
        "owner_field: \"player_id\"",
        "owner_field: \"owner_id\"",
        "must have the field string owner_id",
    ),
    case("owner-field", "  string player_id = 2;", "  int64 player_id = 2;", "must have the field string player_id"),
    case("owner-field", "access: ACCESS_PLAYER, owner_field", "access: ACCESS_PUBLIC, owner_field", "no owner_field"),
    case("safe-method", "get: \"/v1/quests\"", "delete: \"/v1/quests\"", "use GET, or POST"),
    case("safe-method", "get: \"/v1/quests\"", "post: \"/v1/quests\" body: \"*\"", "use GET, or POST"),
    case(
        "safe-method",
        "access: ACCESS_PUBLIC",
        "access: ACCESS_PUBLIC, idempotency_key: IDEMPOTENCY_KEY_REQUIRED",
        "takes no idempotency_key",
    ),
    case("safe-method", "post: \"/v1/quests\" body: \"quest\"", "get: \"/v1/quests/new\"", "must be NO_SIDE_EFFECTS"),
    case("safe-method", "idempotency_level = NO_SIDE_EFFECTS", "idempotency_level = IDEMPOTENT", "leave the level out"),
    case("http-binding", "    option (google.api.http) = {get: \"/v1/quests\"};\n", "", "List needs an HTTP binding"),
    case("http-binding", "{quest_id}:accept", "{quest}:accept", "quest is no single text, number or enum"),
    case("http-binding", "{quest_id}:accept", "{quest_id}/{quest_id}:accept", "quest_id is bound twice"),
    case("http-binding", "{quest_id}:accept", "{quest_id:accept", "a variable has no end"),
    case(
        "http-binding",
        "\"/v1/quests/{quest_id}:accept\"",
        "\"/quests/{quest_id}:accept\"",
        "must begin with the version",
    ),
    case("http-binding", "body: \"quest\"", "body: \"quests\"", "quests is no field of DefineRequest"),
    case("http-binding", "body: \"quest\"", "", "say which field it is"),
    case("http-binding", "get: \"/v1/quests\"", "get: \"/v1/quests\" body: \"*\"", "GET has no body"),
    case(
        "http-binding",
        "body: \"quest\"",
        "body: \"quest\" response_body: \"it\"",
        "it is no field of DefineResponse",
    ),
    case(
        "route",
        "get: \"/v1/quests/{quest_id}/changes\"",
        "get: \"/v1/quests\"",
        "is a route of realmwire.quest_system.v1.QuestSystem.List",
    ),
    case("route", "get: \"/v1/quests\"", "get: \"/v1/quests/{page_token}/changes\"", "is a route of"),
    case("event", "name: \"quest.accepted\"", "name: \"accepted\"", "must be of the form \"thing.happened\""),
    case("event", "name: \"quest.accepted\"", "name: \"quest.Accepted\"", "must be of the form \"thing.happened\""),
    case("event", "key_field: \"player_id\"", "key_field: \"player\"", "must have the field string player"),
    case("event", "key_field: \"player_id\"", "", "must name its key_field"),
];

/// Changes that a rule must let pass.
const SILENT: &[(&str, &str, &str)] = &[
    ("package", "service QuestSystem", "service Quests"),
    ("name", "string quest_id = 1;", "optional string quest_id = 1;"),
    ("comment", "string quest_id = 1;", "optional string quest_id = 1;"),
    ("comment", "// Quests of players.\n", "// Quests of players.\n//\n// More.\n"),
    ("enum-value", "STATE_OPEN", "STATE_OPEN_TO_ALL"),
    ("reserved-number", "string quest_id = 1;", "string quest_id = 2048;"),
    ("time", "google.protobuf.Timestamp accept_time", "repeated google.protobuf.Timestamp accept_times"),
    ("time", "google.protobuf.Timestamp accept_time", "Quest world_time"),
    ("service", "consumes: []", ""),
    ("reference", "[\"state-manager.Get\"]", "[]"),
    ("message-pair", "returns (AcceptResponse)", "returns (stream AcceptResponse)"),
    ("page", "int32 page_size", "optional int32 page_size"),
    ("access", "access: ACCESS_ADMIN", "access: ACCESS_SERVICE"),
    ("owner-field", ", owner_field: \"player_id\"", ""),
    ("safe-method", "get: \"/v1/quests\"", "post: \"/v1/quests:search\" body: \"*\""),
    ("http-binding", "{quest_id}:accept", "{quest_id=*}:accept"),
    ("http-binding", "get: \"/v1/quests\"", "get: \"/.well-known/quests.json\""),
    (
        "http-binding",
        "    option (google.api.http) = {get: \"/v1/quests\"};\n    option (realmwire.options.v1.method) = {access: ACCESS_PUBLIC",
        "    option (realmwire.options.v1.method) = {access: ACCESS_SERVICE",
    ),
    ("route", "get: \"/v1/quests/{quest_id}/changes\"", "get: \"/v1/quests/{quest_id}\""),
    ("event", "name: \"quest.accepted\"", "name: \"side-quest.accepted\""),
];

fn changed(from: &str, to: &str) -> Schema {
    assert!(GOOD.contains(from), "the good schema has no {from:?}");
    compile(&GOOD.replace(from, to)).unwrap_or_else(|error| panic!("{from:?} as {to:?}: {error}"))
}

fn findings(rule: &str, schema: &Schema) -> Vec<String> {
    let rule = RULES.iter().find(|known| known.name == rule).unwrap_or_else(|| panic!("there is no rule {rule}"));
    apply(rule, schema).into_iter().map(|finding| finding.to_string()).collect()
}

#[test]
fn every_rule_fires_where_it_should() {
    for Case { rule, from, to, finds } in FIRING {
        let found = findings(rule, &changed(from, to));
        assert!(found.iter().any(|finding| finding.contains(finds)), "{rule}: {from:?} as {to:?} gave {found:#?}");
    }
}

#[test]
fn every_rule_is_silent_where_it_should_be() {
    for (rule, from, to) in SILENT {
        assert_eq!(findings(rule, &changed(from, to)), Vec::<String>::new(), "{rule}: {from:?} as {to:?}");
    }
    assert_eq!(check(&compile(GOOD).expect("the good schema compiles")), []);
}

#[test]
fn every_rule_has_a_firing_and_a_silent_case() {
    for rule in RULES {
        assert!(FIRING.iter().any(|case| case.rule == rule.name), "{} never fires", rule.name);
        assert!(SILENT.iter().any(|(name, ..)| *name == rule.name), "{} is never silent", rule.name);
    }
}

#[test]
fn a_finding_names_the_place() {
    let found = findings("access", &changed("access: ACCESS_ADMIN", ""));
    let line = 1 + GOOD.lines().position(|line| line.contains("rpc Define(")).expect("the method is there");
    assert!(
        found[0].starts_with(&format!("proto/realmwire/quest_system/v1/quest_system.proto:{line}: access: ")),
        "{found:?}"
    );
}

#[test]
fn our_schemas_keep_the_rules_and_what_was_released() {
    let root = workspace::root();
    let schema = Schema::load(&root.join("proto")).expect("the schemas compile");
    assert_eq!(check(&schema), []);
    let released = std::fs::read(root.join(super::RELEASED_FILE)).expect("there is a released set");
    let released = Schema::decode(&released).expect("the released set can be read");
    assert_eq!(breaking_changes(&released, &schema), []);
}

/// What is released, what it becomes, and a part of what is found; nothing is found where that is empty.
const CHANGES: &[(&str, &str, &str)] = &[
    ("  // The quest's id.\n  string quest_id = 1;\n", "  reserved 1;\n  reserved \"quest_id\";\n", ""),
    ("  // The quest's id.\n  string quest_id = 1;\n", "", "quest_id was removed"),
    ("  // The quest's id.\n  string quest_id = 1;\n", "  reserved 1;\n", "quest_id was removed"),
    ("string quest_id = 1;", "string quest_id = 9;", "quest_id was renumbered from 1 to 9"),
    ("string quest_id = 1;", "string id = 1;", "field 1 was renamed from quest_id"),
    ("string quest_id = 1;", "bytes quest_id = 1;", "quest_id was string and is bytes"),
    ("string quest_id = 1;", "repeated string quest_id = 1;", "quest_id was string and is repeated string"),
    ("string quest_id = 1;", "optional string quest_id = 1;", ""),
    ("string quest_id = 1;", "string quest_id = 1;\n  // New.\n  string more = 9;", ""),
    (
        "map<string, int64> counters",
        "map<string, string> counters",
        "was map<string, int64> and is map<string, string>",
    ),
    (
        "    // A thing.\n    string item = 6;\n  }\n",
        "  }\n  // A thing.\n  string item = 6;\n",
        "item was moved into or out of a oneof",
    ),
    ("STATE_DONE = 2;", "STATE_DONE = 3;", "STATE_DONE was renumbered from 2 to 3"),
    ("STATE_DONE = 2;", "STATE_OVER = 2;", "value 2 was renamed from STATE_DONE"),
    ("  // Done.\n  STATE_DONE = 2;\n", "", "STATE_DONE was removed"),
    ("  // Done.\n  STATE_DONE = 2;\n", "  reserved 2;\n  reserved \"STATE_DONE\";\n", ""),
    ("STATE_DONE = 2;", "STATE_DONE = 2;\n  // New.\n  STATE_LOST = 3;", ""),
    ("Quest", "Task", "the message realmwire.quest_system.v1.Quest was removed"),
    ("State", "Condition", "the enum realmwire.quest_system.v1.State was removed"),
    ("rpc Accept(", "rpc Take(", "the method Accept was removed"),
    (
        "returns (AcceptResponse)",
        "returns (stream AcceptResponse)",
        "Accept was (realmwire.quest_system.v1.AcceptRequest)",
    ),
    ("{quest_id}:accept", "{quest_id}:take", "no longer bound to POST /v1/quests/{quest_id}:accept"),
    ("get: \"/v1/quests\"", "get: \"/v1/quests\" additional_bindings {get: \"/v1/all-quests\"}", ""),
    ("    option idempotency_level = NO_SIDE_EFFECTS;\n", "", "callers repeat it at will"),
    (
        "access: ACCESS_ADMIN",
        "access: ACCESS_ADMIN, idempotency_key: IDEMPOTENCY_KEY_REQUIRED",
        "without an idempotency key",
    ),
    ("access: ACCESS_ADMIN", "access: ACCESS_SERVICE", "open to fewer callers"),
    ("access: ACCESS_ADMIN", "access: ACCESS_MODERATOR", ""),
    ("name: \"quest-system\"", "name: \"quests\"", "the service's name was quest-system and is quests"),
    ("name: \"quest.accepted\"", "name: \"quest.taken\"", "the event's name was quest.accepted and is quest.taken"),
    (
        "  option (realmwire.options.v1.event) = {name: \"quest.accepted\", key_field: \"player_id\"};\n",
        "",
        "the event quest.accepted was removed",
    ),
];

#[test]
fn changes_that_break_users_are_found_and_others_are_not() {
    let good = compile(GOOD).expect("the good schema compiles");
    let released = codegen::release(&good).expect("the set can be encoded");
    let released = Schema::decode(&released).expect("the set can be read");
    for (from, to, finds) in CHANGES {
        let found = breaking_changes(&released, &changed(from, to));
        let found: Vec<_> = found.into_iter().map(|finding| finding.to_string()).collect();
        let as_expected =
            if finds.is_empty() { found.is_empty() } else { found.iter().any(|finding| finding.contains(finds)) };
        assert!(as_expected, "{from:?} as {to:?} gave {found:#?}");
    }
}

#[test]
fn a_released_set_is_small_and_keeps_the_options() {
    let released = codegen::release(&compile(GOOD).expect("the good schema compiles")).expect("the set can be encoded");
    let pool = DescriptorPool::decode(released.as_slice()).expect("the set can be read");
    assert!(pool.files().all(|file| file.file_descriptor_proto().source_code_info.is_none()));
    let released = Schema::decode(&released).expect("the set can be read");
    assert_eq!(released.service("quest-system").map(|service| service.policy.calls.len()), Some(1));
}
