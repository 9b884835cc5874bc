//! What deny.toml says about dependencies, checked against Cargo.lock.
//!
//! cargo-deny reads the same file and does the same and more, but takes minutes to build, which every new machine would
//! pay. So it is asked where it is installed, and this is what always holds.

mod licence;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::finding::Finding;

/// The file with the rules, from the repository's root.
pub(crate) const RULES_FILE: &str = "deny.toml";

/// The parts of deny.toml that are checked here.
#[derive(Debug, Deserialize)]
pub(crate) struct Rules {
    licenses: Licences,
    bans: Bans,
}

#[derive(Debug, Deserialize)]
struct Licences {
    allow: BTreeSet<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

#[derive(Debug, Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
struct Bans {
    #[serde(default)]
    deny: Vec<Package>,
    /// Second versions that are known, as `name@version`, where the version may end early.
    #[serde(default)]
    skip: Vec<Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

/// The parts of `cargo metadata` that are checked.
#[derive(Debug, Deserialize)]
pub(crate) struct Metadata {
    packages: Vec<Locked>,
}

#[derive(Debug, Deserialize)]
struct Locked {
    name: String,
    version: String,
    license: Option<String>,
    /// Nothing for crates of ours.
    source: Option<String>,
}

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

impl Rules {
    /// Everything in `metadata` that breaks a rule.
    pub(crate) fn check(&self, metadata: &Metadata) -> Vec<Finding> {
        let mut problems = Vec::new();
        for package in &metadata.packages {
            problems.extend(self.problem_of_licence(package));
            problems.extend(self.problem_of_ban(package));
            if package.source.as_deref().is_some_and(|source| source != CRATES_IO) {
                problems.push(("source", format!("{} comes from elsewhere than crates.io", package.name)));
            }
        }
        problems.extend(self.problems_of_versions(&metadata.packages));
        let finding = |(rule, problem)| Finding { file: RULES_FILE.to_owned(), line: 1, rule, problem };
        problems.into_iter().map(finding).collect()
    }

    fn problem_of_licence(&self, package: &Locked) -> Option<(&'static str, String)> {
        let exception = self.licenses.exceptions.iter().find(|exception| exception.name == package.name);
        let is_allowed = |licence: &str| {
            let excepted = exception.is_some_and(|exception| exception.allow.contains(licence));
            excepted || self.licenses.allow.contains(licence)
        };
        match &package.license {
            None => Some(("licence", format!("{} {} names no licence", package.name, package.version))),
            Some(licence) if !licence::is_met(licence, &is_allowed) => {
                Some(("licence", format!("{} {} is {licence}", package.name, package.version)))
            }
            Some(_) => None,
        }
    }

    fn problem_of_ban(&self, package: &Locked) -> Option<(&'static str, String)> {
        let ban = self.bans.deny.iter().find(|ban| ban.name == package.name)?;
        Some(("ban", format!("{} is not used: {}", ban.name, ban.reason)))
    }

    /// Second versions that nobody knows of, and known ones that are gone.
    fn problems_of_versions(&self, packages: &[Locked]) -> Vec<(&'static str, String)> {
        let mut versions = BTreeMap::<&str, Vec<&str>>::new();
        for package in packages {
            versions.entry(&package.name).or_default().push(&package.version);
        }
        let mut needed = BTreeSet::new();
        let mut problems = Vec::new();
        for (name, versions) in versions {
            let known: Vec<_> = versions.iter().filter_map(|version| self.skip_of(name, version)).collect();
            if versions.len() > 1 {
                needed.extend(known.iter().copied());
            }
            if versions.len() - known.len() > 1 {
                problems.push(("version", format!("{name} is there in versions {}", versions.join(", "))));
            }
        }
        for skip in self.bans.skip.iter().filter(|skip| !needed.contains(skip.name.as_str())) {
            let problem = format!("{} is skipped for {} and need not be", skip.name, skip.reason);
            problems.push(("version", problem));
        }
        problems
    }

    fn skip_of(&self, name: &str, version: &str) -> Option<&str> {
        self.bans.skip.iter().map(|skip| skip.name.as_str()).find(|skip| {
            let (skipped, begin) = skip.split_once('@').unwrap_or((skip, ""));
            let rest = version.strip_prefix(begin);
            skipped == name && rest.is_some_and(|rest| rest.is_empty() || begin.is_empty() || rest.starts_with('.'))
        })
    }
}

#[cfg(test)]
mod tests;
