use super::masked::Masked;
use super::{Exception, File, check, find, without_exceptions};
use crate::finding::Finding;
use crate::workspace;

fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: Some(text.to_owned()), size: text.len() }
}

fn found(path: &str, text: &str) -> Vec<String> {
    find(&[file(path, text)]).iter().map(ToString::to_string).collect()
}

/// Asserts that a file with `text` is found to break `rule` on `line`, and nothing else.
#[track_caller]
fn fires(path: &str, text: &str, line: usize, rule: &str) {
    let found = found(path, text);
    assert_eq!(found.len(), 1, "{text:?} in {path} gave {found:#?}");
    assert!(found[0].starts_with(&format!("{path}:{line}: {rule}: ")), "{text:?} gave {found:#?}");
}

#[track_caller]
fn is_silent(path: &str, text: &str) {
    assert_eq!(found(path, text), Vec::<String>::new(), "{text:?} in {path}");
}

const SERVICE: &str = "services/pets/src/handlers.rs";
const LIBRARY: &str = "crates/sdk/src/client.rs";

#[test]
fn our_repository_is_tidy() {
    let findings = check(workspace::root()).expect("the repository can be read");
    let findings: Vec<_> = findings.iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn services_take_time_tasks_and_settings_from_their_context() {
    for (code, rule) in [
        ("tokio::spawn(async {});", "spawn"),
        ("tokio::task::spawn(async {});", "spawn"),
        ("let now = std::time::SystemTime::now();", "clock"),
        ("let now = Instant::now();", "clock"),
        ("tokio::time::sleep(pause).await;", "sleep"),
        ("let key = std::env::var(name);", "environment"),
        ("let (sender, receiver) = mpsc::unbounded_channel();", "unbounded"),
        ("let number = rand::random();", "random"),
        ("let id = Uuid::now_v7();", "clock"),
    ] {
        fires(SERVICE, &format!("fn f() {{\n    {code}\n}}\n"), 2, rule);
        is_silent(LIBRARY, &format!("fn f() {{\n    {code}\n}}\n"));
        is_silent("services/pets/src/tests.rs", &format!("fn f() {{\n    {code}\n}}\n"));
        is_silent(SERVICE, &format!("#[cfg(test)]\nmod tests {{\n    fn f() {{ {code} }}\n}}\n"));
        is_silent(SERVICE, &format!("// {code}\n/* {code} */\n"));
        is_silent(SERVICE, &format!("const TEXT: &str = r#\"{code}\"#;\n"));
    }
    is_silent(SERVICE, "fn f() {\n    my_tokio::spawner();\n    cx.now();\n}\n");
}

#[test]
fn nothing_unfinished_or_silenced_is_left() {
    for (code, rule) in [
        ("#[allow(dead_code)]\nfn f() {}\n", "allow"),
        ("todo!();\n", "unfinished"),
        ("dbg!(1);\n", "unfinished"),
        ("// TODO: later\n", "promise"),
        ("/// FIXME\n", "promise"),
    ] {
        fires(LIBRARY, code, 1, rule);
        fires("xtask/src/main.rs", code, 1, rule);
    }
    is_silent(LIBRARY, "#[expect(dead_code, reason = \"read by name\")]\nfn f() {}\n");
    is_silent(LIBRARY, "const LIST: &str = \"TODO\";\n// A todo list, and AUTODOC.\n");
    is_silent(LIBRARY, "unimplemented(method)\n");
}

#[test]
fn only_programs_print_and_exit() {
    for (code, rule) in [("println!(\"a\");\n", "print"), ("std::process::exit(1);\n", "exit")] {
        fires(LIBRARY, code, 1, rule);
        is_silent("crates/realmwire/src/main.rs", code);
        is_silent("xtask/src/main.rs", code);
        is_silent("crates/sdk/src/client/tests.rs", code);
    }
}

#[test]
fn functions_and_files_are_short() {
    let function = |lines: usize| format!("fn long(list: [u8; 2]) {{\n{}}}\n", "    step();\n".repeat(lines - 2));
    is_silent(LIBRARY, &function(70));
    fires(LIBRARY, &function(71), 1, "function-lines");
    is_silent(LIBRARY, &format!("trait T {{\n    fn short(&self);\n}}\n{}", "const A: u8 = 1;\n".repeat(80)));
    is_silent("crates/api/src/generated/pets.rs", &function(900));
    is_silent(LIBRARY, &"const A: u8 = 1;\n".repeat(600));
    fires(LIBRARY, &"const A: u8 = 1;\n".repeat(601), 1, "file-lines");
}

#[test]
fn files_are_small_text_with_clean_lines() {
    fires("proto/a.proto", "syntax = \"proto3\"; \n", 1, "line-end");
    fires("proto/a.proto", "a\nb", 2, "line-end");
    is_silent("docs/a.md", "two spaces  \nend a line");
    let large = File { path: "content/a.bin".to_owned(), text: None, size: 2_000_000 };
    assert_eq!(find(&[large]).iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["file-size"]);
}

const PACKAGE: &str = "version.workspace = true\nedition.workspace = true\nrust-version.workspace = true\n\
                       license.workspace = true\npublish.workspace = true\ndescription = \"d\"\n";

fn manifest(name: &str, rest: &str) -> String {
    format!("[package]\nname = \"{name}\"\n{PACKAGE}{rest}\n[lints]\nworkspace = true\n")
}

#[test]
fn arrows_between_crates_run_one_way() {
    const PETS: &str = "services/pets/Cargo.toml";
    for (path, name, table, target) in [
        (PETS, "realmwire-pets", "dependencies", "realmwire-inventory"),
        (PETS, "realmwire-pets", "dependencies", "realmwire-fabric"),
        (PETS, "realmwire-pets", "dependencies", "realmwire-gateway"),
        (PETS, "realmwire-pets", "dependencies", "realmwire-test-kit"),
        (PETS, "realmwire-pets", "dependencies", "async-nats"),
        (PETS, "realmwire-pets", "target.'cfg(unix)'.dependencies", "redis"),
        ("crates/contract/Cargo.toml", "realmwire-contract", "dependencies", "realmwire-fabric"),
        ("crates/contract/Cargo.toml", "realmwire-contract", "build-dependencies", "realmwire-sdk"),
        ("crates/fabric/Cargo.toml", "realmwire-fabric", "dependencies", "prost"),
        ("crates/sdk/Cargo.toml", "realmwire-sdk", "dependencies", "realmwire-api"),
        ("crates/gateway/Cargo.toml", "realmwire-gateway", "dependencies", "realmwire-pets"),
        ("crates/node/Cargo.toml", "realmwire-node", "dependencies", "realmwire-rollout"),
        ("crates/node/Cargo.toml", "realmwire-node", "dependencies", "realmwire"),
        ("crates/new/Cargo.toml", "realmwire-new", "dependencies", "realmwire-sdk"),
    ] {
        fires(path, &manifest(name, &format!("[{table}]\n{target}.workspace = true\n")), 1, "arrow");
    }
    for (path, name, table, target) in [
        (PETS, "realmwire-pets", "dependencies", "realmwire-sdk"),
        (PETS, "realmwire-pets", "dev-dependencies", "realmwire-test-kit"),
        (PETS, "realmwire-pets", "dev-dependencies", "realmwire-inventory"),
        (PETS, "realmwire-pets", "dependencies", "jiff"),
        ("crates/node/Cargo.toml", "realmwire-node", "dependencies", "realmwire-pets"),
        ("crates/realmwire/Cargo.toml", "realmwire", "dependencies", "realmwire-node"),
        ("tests/Cargo.toml", "realmwire-tests", "dependencies", "realmwire-test-kit"),
    ] {
        is_silent(path, &manifest(name, &format!("[{table}]\n{target}.workspace = true\n")));
    }
}

#[test]
fn manifests_inherit_everything() {
    const SDK: &str = "crates/sdk/Cargo.toml";
    let good = manifest("realmwire-sdk", "[dependencies]\njiff.workspace = true\n");
    is_silent(SDK, &good);
    for (from, to, rule) in [
        ("jiff.workspace = true", "jiff = \"1\"", "manifest"),
        ("jiff.workspace = true", "jiff = { workspace = true, features = [\"serde\"] }", "manifest"),
        ("[dependencies]", "[features]\nfast = []\n[dependencies]", "manifest"),
        ("license.workspace = true\n", "license = \"MIT\"\n", "manifest"),
        ("description = \"d\"\n", "", "manifest"),
        ("[lints]\nworkspace = true\n", "", "lints"),
        ("[package]", "[package", "manifest"),
    ] {
        fires(SDK, &good.replace(from, to), 1, rule);
    }
    fires("services/pets/Cargo.toml", &manifest("realmwire-cats", ""), 1, "manifest");
    fires("Cargo.toml", "[workspace.lints.rust]\nunsafe_code = \"warn\"\n", 1, "lints");
    is_silent("Cargo.toml", "[workspace.lints.rust]\nunsafe_code = \"forbid\"\n");
    is_silent("fuzz/Cargo.toml", "[workspace]\n[package]\nname = \"realmwire-fuzz\"\n[dependencies]\njiff = \"1\"\n");
}

#[test]
fn an_exception_holds_for_one_file_and_must_be_needed() {
    let finding = |file: &str| Finding { file: file.to_owned(), line: 7, rule: "spawn", problem: "p".to_owned() };
    let exceptions = [Exception { file: "a.rs", rule: "spawn", reason: "it must" }];
    assert_eq!(without_exceptions(vec![finding("a.rs"), finding("b.rs")], &exceptions), [finding("b.rs")]);
    let left = without_exceptions(Vec::new(), &exceptions);
    assert_eq!(left.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["exception"]);
}

#[test]
fn code_comments_and_literals_are_told_apart() {
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (source, code, comments) in [
        ("a // b\nc", "a c", "// b"),
        ("a /* b /* c */ d */ e", "a e", "/* b /* c */ d */"),
        (r#"f("a // b")"#, r#"f( ")"#, ""),
        (r#"f("a\"b") // c"#, r#"f( ")"#, "// c"),
        (r##"f(r#"a"b"#) // c"##, r#"f( ")"#, "// c"),
        (r#"f(b"a", c"b", br"c\")"#, r#"f( ", ", ")"#, ""),
        ("fn f<'a>(x: &'a str) // 'c'", "fn f<'a>(x: &'a str)", "// 'c'"),
        (r"f('\'', '/', 'é') // d", "f( \", \", \")", "// d"),
        ("for r in 0..2 {} // e", "for r in 0..2 {}", "// e"),
        ("\"open", "\"", ""),
    ] {
        let masked = Masked::new(source);
        assert_eq!(
            (squeezed(&masked.code).as_str(), squeezed(&masked.comments).as_str()),
            (code, comments),
            "{source}"
        );
        assert_eq!(masked.code.matches('\n').count(), source.matches('\n').count(), "{source}");
    }
}
