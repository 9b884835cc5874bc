use super::{Metadata, Rules, licence};

const RULES: &str = r#"
    [licenses]
    allow = ["MIT", "Apache-2.0", "Unicode-3.0"]
    exceptions = [{ crate = "odd", allow = ["BSL-1.0"] }]
    [bans]
    deny = [{ crate = "openssl-sys", reason = "rustls needs none" }]
    skip = [{ crate = "syn@2", reason = "derives" }]
"#;

/// What is found when the packages, as (name, version, licence), are locked.
fn found(packages: &[(&str, &str, Option<&str>)]) -> Vec<String> {
    let registry = "registry+https://github.com/rust-lang/crates.io-index";
    let syn = [("syn", "2.0.1", Some("MIT")), ("syn", "3.0.1", Some("MIT"))];
    let packages = syn.iter().chain(packages).map(|(name, version, license)| {
        serde_json::json!({ "name": name, "version": version, "license": license, "source": registry })
    });
    check(&serde_json::json!({ "packages": packages.collect::<Vec<_>>() }))
}

fn check(metadata: &serde_json::Value) -> Vec<String> {
    let rules: Rules = toml::from_str(RULES).expect("the rules can be read");
    let metadata: Metadata = serde_json::from_value(metadata.clone()).expect("the metadata can be read");
    rules.check(&metadata).into_iter().map(|finding| format!("{}: {}", finding.rule, finding.problem)).collect()
}

#[test]
fn licences_are_met_or_named() {
    assert_eq!(found(&[("a", "1.0.0", Some("Unlicense OR MIT")), ("odd", "1.0.0", Some("BSL-1.0"))]), [""; 0]);
    assert_eq!(found(&[("a", "1.0.0", Some("Unlicense"))]), ["licence: a 1.0.0 is Unlicense"]);
    assert_eq!(found(&[("a", "1.0.0", Some("BSL-1.0"))]), ["licence: a 1.0.0 is BSL-1.0"]);
    assert_eq!(found(&[("a", "1.0.0", None)]), ["licence: a 1.0.0 names no licence"]);
}

#[test]
fn expressions_are_read_as_spdx_means_them() {
    let is_allowed = |licence: &str| licence == "MIT" || licence == "ISC";
    for (expression, met) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("MIT/GPL-3.0", true),
        ("MIT AND GPL-3.0", false),
        ("MIT AND ISC", true),
        ("GPL-3.0 OR MIT AND ISC", true),
        ("(GPL-3.0 OR MIT) AND ISC", true),
        ("(GPL-3.0 OR MIT) AND BSD-2-Clause", false),
        ("MIT WITH LLVM-exception", true),
        ("GPL-3.0 WITH LLVM-exception OR MIT", true),
        ("(MIT", false),
        ("MIT)", false),
        ("MIT ISC", false),
        ("", false),
    ] {
        assert_eq!(licence::is_met(expression, &is_allowed), met, "{expression}");
    }
}

#[test]
fn bans_and_foreign_sources_are_named() {
    assert_eq!(found(&[("openssl-sys", "0.9.1", Some("MIT"))]), ["ban: openssl-sys is not used: rustls needs none"]);
    let git = serde_json::json!({ "packages": [
        { "name": "syn", "version": "2.0.1", "license": "MIT", "source": null },
        { "name": "syn", "version": "3.0.1", "license": "MIT", "source": "git+https://example.org/syn" },
    ]});
    assert_eq!(check(&git), ["source: syn comes from elsewhere than crates.io"]);
}

#[test]
fn a_second_version_is_known_or_named() {
    let mit = Some("MIT");
    assert_eq!(found(&[("syn", "2.9.0", mit)]), [""; 0]);
    assert_eq!(found(&[("syn", "20.0.0", mit)]), ["version: syn is there in versions 2.0.1, 3.0.1, 20.0.0"]);
    assert_eq!(found(&[("a", "1.0.0", mit), ("a", "2.0.0", mit)]), ["version: a is there in versions 1.0.0, 2.0.0"]);
    let one =
        serde_json::json!({ "packages": [{ "name": "syn", "version": "2.0.1", "license": "MIT", "source": null }]});
    assert_eq!(check(&one), ["version: syn@2 is skipped for derives and need not be"]);
}
