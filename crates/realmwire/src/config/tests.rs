use std::io::Write;

use super::keys::Key;
use super::{keys, load, render_page};

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

fn error(text: &str) -> String {
    let file = file(text);
    let error = load(Some(file.path()), [], Vec::new()).unwrap_err();
    error.to_string().replace(&file.path().display().to_string(), "realmwire.toml")
}

#[test]
fn defaults_hold_without_any_source() {
    let config = load(None, [], Vec::new()).unwrap();
    assert_eq!(config.admin.listen, "127.0.0.1:9901");
    assert!(!config.data.ephemeral);
}

#[test]
fn a_variable_wins_over_the_file_and_a_flag_over_both() {
    let file = file("[admin]\nlisten = \"127.0.0.1:1\"\n[nats]\nreplicas = 5\n[stop]\ndrain_ms = 7\n");
    let variables = [("REALMWIRE_NATS_REPLICAS", "3"), ("REALMWIRE_ADMIN_LISTEN", "127.0.0.1:2"), ("HOME", "/")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let flags = vec![("admin.listen".to_owned(), "127.0.0.1:3".into())];

    let config = load(Some(file.path()), variables, flags).unwrap();

    assert_eq!((config.admin.listen.as_str(), config.nats.replicas, config.stop.drain_ms), ("127.0.0.1:3", 3, 7));
}

#[test]
fn a_list_in_a_variable_is_separated_by_commas() {
    let variables = [("REALMWIRE_NATS_SERVERS".to_owned(), "nats://a:1, nats://b:2".to_owned())];
    assert_eq!(load(None, variables, Vec::new()).unwrap().nats.servers, ["nats://a:1", "nats://b:2"]);
}

#[test]
fn an_unknown_key_is_refused_with_its_line_and_the_nearest_key() {
    let message = error("[admin]\nlisten = \"127.0.0.1:1\"\n\n[nats]\nreplcas = 3\n");
    assert_eq!(
        message,
        "realmwire.toml:5: unknown key \"nats.replcas\", did you mean \"nats.replicas\"?; \
         `realmwire config keys` lists them all"
    );
}

#[test]
fn an_unknown_service_setting_is_refused() {
    let message = error("[services.auth]\nno_such_setting = 3\n");
    assert!(message.starts_with("realmwire.toml:2: unknown key \"services.auth.no_such_setting\""), "{message}");
}

#[test]
fn an_unknown_variable_is_refused_with_the_nearest() {
    let error = load(None, [("REALMWIRE_NATS_SERVER".to_owned(), "x".to_owned())], Vec::new()).unwrap_err();
    assert!(error.to_string().contains("did you mean \"REALMWIRE_NATS_SERVERS\"?"), "{error}");
}

#[test]
fn a_value_of_the_wrong_type_is_refused_with_its_line() {
    let message = error("[nats]\nreplicas = \"three\"\n");
    assert!(message.starts_with("realmwire.toml:2: nats.replicas: invalid type"), "{message}");
}

#[test]
fn text_that_is_not_toml_is_refused_with_line_and_column() {
    let message = error("[nats\n");
    assert!(message.contains("line 1, column 6"), "{message}");
}

#[test]
fn every_key_is_documented_and_has_a_variable_of_its_own() {
    let keys = keys();
    for key in &keys {
        assert!(!key.description.is_empty(), "{} has no description", key.path);
    }
    let mut variables: Vec<_> = keys.iter().map(Key::variable).collect();
    variables.sort();
    variables.dedup();
    assert_eq!(variables.len(), keys.len(), "two keys share a variable");
}

#[test]
fn the_committed_page_lists_the_keys_as_they_are() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/configuration.md");
    let committed = std::fs::read_to_string(path).unwrap();
    let page = render_page();
    let stale = committed.lines().zip(page.lines()).find(|(committed, now)| committed != now);
    assert_eq!(stale, None, "run `realmwire config page > docs/configuration.md`");
    assert_eq!(committed.lines().count(), page.lines().count());
}
