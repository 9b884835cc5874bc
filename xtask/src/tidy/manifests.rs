//! The graph of crates, and how their manifests are written.

use toml::{Table, Value};

use super::File;
use crate::finding::Finding;

/// Crates of ours that a crate may depend on, and no others. `services/*` stands for every service.
struct Arrows {
    from: &'static str,
    to: &'static [&'static str],
}

const SERVICES: &str = "services/*";
const TEST_KIT: &str = "realmwire-test-kit";

/// Arrows run one way; what is not here does not exist.
const ARROWS: &[Arrows] = &[
    Arrows { from: "realmwire-contract", to: &[] },
    Arrows { from: "realmwire-fabric", to: &[] },
    Arrows { from: TEST_KIT, to: &[] },
    Arrows { from: "realmwire-sdk", to: &["realmwire-contract", "realmwire-fabric"] },
    Arrows { from: "realmwire-api", to: &["realmwire-contract", "realmwire-sdk"] },
    Arrows { from: SERVICES, to: &["realmwire-api", "realmwire-contract", "realmwire-sdk"] },
    Arrows { from: "realmwire-gateway", to: &["realmwire-api", "realmwire-contract", "realmwire-sdk"] },
    Arrows { from: "realmwire-rollout", to: BELOW_THE_BINARY },
    Arrows { from: "realmwire-node", to: BELOW_THE_BINARY },
    Arrows { from: "realmwire-cluster", to: BELOW_THE_BINARY },
    Arrows { from: "realmwire", to: PRODUCT },
    // The tests and benchmarks of the whole product look at it from outside, and start real servers.
    Arrows { from: "realmwire-tests", to: PRODUCT_AND_TEST_KIT },
    Arrows { from: "realmwire-bench", to: PRODUCT_AND_TEST_KIT },
    // The one command for all tests brings the servers' programs along.
    Arrows { from: "xtask", to: &[TEST_KIT] },
];

const BELOW_THE_BINARY: &[&str] =
    &["realmwire-api", "realmwire-contract", "realmwire-fabric", "realmwire-gateway", "realmwire-sdk", SERVICES];

const PRODUCT: &[&str] = &[
    "realmwire",
    "realmwire-api",
    "realmwire-cluster",
    "realmwire-contract",
    "realmwire-fabric",
    "realmwire-gateway",
    "realmwire-node",
    "realmwire-rollout",
    "realmwire-sdk",
    SERVICES,
];

const PRODUCT_AND_TEST_KIT: &[&str] = &[
    "realmwire",
    "realmwire-api",
    "realmwire-cluster",
    "realmwire-contract",
    "realmwire-fabric",
    "realmwire-gateway",
    "realmwire-node",
    "realmwire-rollout",
    "realmwire-sdk",
    SERVICES,
    TEST_KIT,
];

/// Libraries that a crate may not use, and why.
struct Ban {
    from: &'static str,
    libraries: &'static [&'static str],
    reason: &'static str,
}

const BANS: &[Ban] = &[
    Ban {
        from: "realmwire-fabric",
        libraries: &["prost", "prost-build", "prost-reflect", "prost-types", "protox"],
        reason: "fabric knows bytes, subjects and headers, and no protobuf",
    },
    Ban {
        from: SERVICES,
        libraries: &["async-nats", "redb", "redis", "http", "http-body-util", "hyper", "hyper-util"],
        reason: "a service does not know which shape it runs in: it meets others through contract clients and keeps its \
                 state in the Journal",
    },
];

/// One crate's manifest.
struct Manifest<'a> {
    file: &'a str,
    /// The name in the tables above.
    group: &'a str,
    name: &'a str,
    table: &'a Table,
}

pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.path == "Cargo.toml" || file.path.ends_with("/Cargo.toml")) {
        let table = match file.text.as_deref().unwrap_or_default().parse::<Table>() {
            Ok(table) => table,
            Err(error) => {
                findings.push(finding(&file.path, "manifest", error.message().to_owned()));
                continue;
            }
        };
        if file.path != "Cargo.toml" && table.contains_key("workspace") {
            // A workspace of its own takes nothing from this one, and is no part of the product.
            continue;
        }
        if file.path == "Cargo.toml" {
            findings.extend(check_workspace(&table));
        } else {
            let name = string(&table, &["package", "name"]).unwrap_or_default();
            let group = if file.path.starts_with("services/") { SERVICES } else { name };
            let manifest = Manifest { file: &file.path, group, name, table: &table };
            findings.extend(manifest.check());
        }
    }
    findings
}

/// What every crate inherits.
fn check_workspace(table: &Table) -> Option<Finding> {
    let level = string(table, &["workspace", "lints", "rust", "unsafe_code"]);
    (level != Some("forbid"))
        .then(|| finding("Cargo.toml", "lints", "[workspace.lints.rust] must forbid unsafe_code".to_owned()))
}

impl Manifest<'_> {
    fn check(&self) -> Vec<Finding> {
        let mut problems = self.problems_of_package();
        for (kind, name, dependency) in self.dependencies() {
            if !is_inherited(dependency) {
                let problem =
                    format!("write {name}.workspace = true: versions and features are in the root Cargo.toml");
                problems.push(("manifest", problem));
            }
            problems.extend(self.problem_of_arrow(kind, name).map(|problem| ("arrow", problem)));
            problems.extend(self.problem_of_library(name).map(|problem| ("arrow", problem)));
        }
        problems.into_iter().map(|(rule, problem)| finding(self.file, rule, problem)).collect()
    }

    fn problems_of_package(&self) -> Vec<(&'static str, String)> {
        let mut problems = Vec::new();
        for key in ["version", "edition", "rust-version", "license", "publish"] {
            let inherited = value(self.table, &["package", key, "workspace"]).and_then(Value::as_bool);
            if inherited != Some(true) {
                problems.push(("manifest", format!("[package] must say {key}.workspace = true")));
            }
        }
        if string(self.table, &["package", "description"]).is_none_or(str::is_empty) {
            problems.push(("manifest", "[package] must have a description".to_owned()));
        }
        if value(self.table, &["lints", "workspace"]).and_then(Value::as_bool) != Some(true) {
            problems.push(("lints", "[lints] must say workspace = true".to_owned()));
        }
        if self.table.contains_key("features") {
            problems.push(("manifest", "features make builds of some crates differ from builds of all".to_owned()));
        }
        let directory = self.file.split('/').nth(1).unwrap_or_default();
        if self.group == SERVICES && self.name != format!("realmwire-{directory}") {
            problems.push(("manifest", format!("the crate must be named realmwire-{directory}")));
        }
        problems
    }

    /// The kind of table, the name and the value of each dependency.
    fn dependencies(&self) -> impl Iterator<Item = (&'static str, &str, &Value)> {
        let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
        let targets = self.table.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
        let tables: Vec<_> = targets.filter_map(Value::as_table).chain([self.table]).collect();
        kinds.into_iter().flat_map(move |kind| {
            let tables: Vec<_> = tables.iter().filter_map(|table| table.get(kind)?.as_table()).collect();
            tables.into_iter().flatten().map(move |(name, dependency)| (kind, name.as_str(), dependency))
        })
    }

    fn problem_of_arrow(&self, kind: &str, name: &str) -> Option<String> {
        if name != "realmwire" && !name.starts_with("realmwire-") {
            return None;
        }
        let Some(arrows) = ARROWS.iter().find(|arrows| arrows.from == self.group) else {
            return Some(format!("{} has no place in the graph of crates (xtask/src/tidy/manifests.rs)", self.name));
        };
        // Tests of any crate may start servers, or stand on the fabric in their own process.
        if kind == "dev-dependencies" && [TEST_KIT, "realmwire-fabric"].contains(&name) {
            return None;
        }
        let is_crate = |known: &str| ARROWS.iter().any(|arrows| arrows.from == known);
        let target = if is_crate(name) { name } else { SERVICES };
        // Tests of a service start those that it calls, rather than something that pretends to be them.
        if kind == "dev-dependencies" && self.group == SERVICES && target == SERVICES {
            return None;
        }
        (!arrows.to.contains(&target)).then(|| format!("{} must not depend on {name}: arrows run one way", self.name))
    }

    fn problem_of_library(&self, name: &str) -> Option<String> {
        let ban = BANS.iter().find(|ban| ban.from == self.group && ban.libraries.contains(&name))?;
        Some(format!("{} must not use {name}: {}", self.name, ban.reason))
    }
}

/// Whether a dependency takes everything from the workspace.
fn is_inherited(dependency: &Value) -> bool {
    let Some(table) = dependency.as_table() else { return false };
    table.get("workspace").and_then(Value::as_bool) == Some(true) && table.len() == 1
}

fn value<'a>(table: &'a Table, path: &[&str]) -> Option<&'a Value> {
    let (last, parents) = path.split_last()?;
    let parent = parents.iter().try_fold(table, |table, key| table.get(*key)?.as_table())?;
    parent.get(*last)
}

fn string<'a>(table: &'a Table, path: &[&str]) -> Option<&'a str> {
    value(table, path)?.as_str()
}

fn finding(file: &str, rule: &'static str, problem: String) -> Finding {
    Finding { file: file.to_owned(), line: 1, rule, problem }
}
