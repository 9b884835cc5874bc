use std::path::PathBuf;

use super::{CodegenError, Difference, Files, differences, generate, rust, write};
use crate::schema::testing::compile;

const GOOD: &str = include_str!("../../testdata/quest_system.proto");

fn generated(source: &str) -> Files {
    generate(&compile(source).expect("the schema compiles")).expect("code is generated")
}

fn text<'a>(files: &'a Files, path: &str) -> &'a str {
    let content = files.get(&PathBuf::from(path)).unwrap_or_else(|| panic!("{path} is not generated"));
    std::str::from_utf8(content).expect("code is text")
}

fn refusal(source: &str) -> String {
    let schema = compile(source).expect("the schema compiles");
    let error = generate(&schema).expect_err("the schema is refused");
    assert!(matches!(error, CodegenError::Service { .. }), "{error:?}");
    error.to_string()
}

#[test]
fn the_output_depends_on_the_schemas_only() {
    assert_eq!(generated(GOOD), generated(GOOD));
}

#[test]
fn specs_say_what_the_options_say() {
    let files = generated(GOOD);
    let contract = text(&files, "crates/contract/src/generated/quest_system/v1.rs");
    for expected in [
        "//! Says what quests exist.\n",
        "calls: &[\"state-manager.Get\"]",
        "description: \"Quests of players\"",
        "methods: &[&LIST, &ACCEPT, &DEFINE, &WATCH]",
        "events: &[&QUEST_ACCEPTED]",
        "subject: \"svc.quest-system.v1.Accept\"",
        "owner_field: Some(\"player_id\")",
        "kind: crate::MethodKind::ServerStream",
        "access: crate::Access::Admin",
        "idempotency: crate::Idempotency::Safe",
        "rate_class: \"write\"",
        "subject: \"evt.quest-system.quest.accepted.v1\"",
        "impl crate::Event for QuestAccepted",
        "        &self.player_id\n",
        "BTreeMap<::prost::alloc::string::String, i64>",
    ] {
        assert!(contract.contains(expected), "{expected:?} is missing in\n{contract}");
    }
    let root = text(&files, "crates/contract/src/generated/mod.rs");
    assert!(root.contains("&[&quest_system::v1::SERVICE, &state_manager::v1::SERVICE]"), "{root}");
}

#[test]
fn servers_authorize_owners_and_clients_know_streams() {
    let files = generated(GOOD);
    let api = text(&files, "crates/api/src/generated/quest_system.rs");
    for expected in [
        "    /// Accepts a quest.\n",
        "cx.authorize_owner(\"player_id\", &mut request.player_id)?;\n",
        "Ok(encode(&service.accept(&cx, request).await?))",
        "service.watch(&cx, request, Sender::new(frames)).await",
        "out: Sender<v1::WatchResponse>,",
        "pub fn accept(&self, request: v1::AcceptRequest) -> Call<'_, v1::AcceptRequest, v1::AcceptResponse> {",
        "pub fn watch(&self, request: v1::WatchRequest) -> StreamCall<'_, v1::WatchRequest, v1::WatchResponse> {",
    ] {
        assert!(api.contains(expected), "{expected:?} is missing in\n{api}");
    }
    assert_eq!(api.matches("authorize_owner").count(), 1);
}

#[test]
fn the_call_graph_shows_both_ends() {
    let consuming = GOOD.replace("consumes: []", "consumes: [\"state-manager.state.changed\"]");
    let files = generated(&consuming);
    let page = text(&files, "docs/call-graph.md");
    for expected in [
        "  quest-system --> state-manager\n",
        "  state-manager -.-> quest-system\n",
        "| quest-system | `state-manager.Get` | `state-manager.state.changed` | – | – |\n",
        "| state-manager | – | – | quest-system | quest-system |\n",
    ] {
        assert!(page.contains(expected), "{expected:?} is missing in\n{page}");
    }
}

#[test]
fn a_service_that_hears_every_event_is_shown_with_all_others() {
    let files = generated(&GOOD.replace("consumes: []", "consumes: [\"*\"]"));
    let page = text(&files, "docs/call-graph.md");
    for expected in [
        "  state-manager -.-> quest-system\n",
        "| quest-system | `state-manager.Get` | every event | – | – |\n",
        "| state-manager | – | – | quest-system | quest-system |\n",
    ] {
        assert!(page.contains(expected), "{expected:?} is missing in\n{page}");
    }
    assert!(!page.contains("quest-system -.-> quest-system"), "{page}");
}

#[test]
fn a_method_without_access_gets_no_code() {
    assert!(refusal(&GOOD.replace("access: ACCESS_ADMIN", "")).contains("Define does not say who may call it"));
}

#[test]
fn two_specs_of_one_name_are_refused() {
    let refusal = refusal(&GOOD.replace("name: \"quest.accepted\"", "name: \"accept\""));
    assert!(refusal.contains("two specs would be named ACCEPT"), "{refusal}");
}

#[test]
fn a_file_that_differs_is_named_and_written() {
    let root = tempfile::tempdir().expect("a directory can be made");
    let files = generated(GOOD);
    let first = write(root.path(), &files).expect("files are written");
    assert_eq!(first.len(), files.len());
    assert_eq!(differences(root.path(), &files).expect("files are read"), []);

    let missing = PathBuf::from("crates/api/src/generated/quest_system.rs");
    let stale = PathBuf::from("crates/contract/src/generated/pets/v1.rs");
    let changed = PathBuf::from("crates/contract/src/generated/mod.rs");
    std::fs::remove_file(root.path().join(&missing)).expect("the file is there");
    std::fs::create_dir_all(root.path().join("crates/contract/src/generated/pets")).expect("a directory can be made");
    std::fs::write(root.path().join(&stale), "old").expect("a file can be written");
    std::fs::write(root.path().join(&changed), "edited").expect("a file can be written");
    let expected = [Difference::Missing(missing), Difference::Changed(changed), Difference::Stale(stale.clone())];
    assert_eq!(differences(root.path(), &files).expect("files are read"), expected);

    write(root.path(), &files).expect("files are written");
    assert_eq!(differences(root.path(), &files).expect("files are read"), []);
    assert!(!root.path().join(stale).exists());
}

#[test]
fn comments_hold_no_examples_links_or_tags_by_accident() {
    for (comment, expected) in [
        ("Plain.", "Plain."),
        ("A <tag> and `<code>`.", r"A \<tag> and `<code>`."),
        ("```\nlet x;\n```", "```text\nlet x;\n```"),
        ("```json\n{}\n```", "```json\n{}\n```"),
        ("As in:\n\n    a < b\n\nso.", "As in:\n\n```text\na < b\n\n```\nso."),
        ("- one\n    more of it", "- one\n    more of it"),
    ] {
        assert_eq!(rust::plain_text(comment), expected, "{comment:?}");
    }
    assert_eq!(
        rust::documentation("In [0, 1].\n\nSee https://a.b/c.", "///"),
        concat!("/// In \\[0, 1\\].\n", "///\n", "/// See <https://a.b/c>.\n",)
    );
}

#[test]
fn the_first_sentence_describes_a_service() {
    for (comment, expected) in [
        ("One. Two.", "One"),
        ("Over two\nlines.\n\nMore.", "Over two lines"),
        ("No full stop", "No full stop"),
        ("Rates of 1.5 and more.", "Rates of 1.5 and more"),
        ("", ""),
    ] {
        assert_eq!(rust::first_sentence(comment), expected, "{comment:?}");
    }
}

#[test]
fn names_are_fit_for_rust() {
    assert_eq!(rust::function_name("AcceptQuest"), "accept_quest");
    assert_eq!(rust::function_name("Move"), "r#move");
    assert_eq!(rust::function_name("Self"), "self_");
    assert_eq!(rust::constant_name("entity.updated"), "ENTITY_UPDATED");
    assert_eq!(rust::type_name("NPCState"), "NpcState");
}
