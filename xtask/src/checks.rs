//! The checks that need no compiler: each says what is well, or what is not and what to do about it.

use std::fmt::Display;
use std::process::Command;

use crate::codegen;
use crate::dependencies::{self, Metadata, Rules};
use crate::lint;
use crate::schema::Schema;
use crate::tidy;
use crate::workspace::{self, cargo};

/// Why a check did not pass.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CheckError {
    /// Each finding on a line of its own, then what to do.
    #[error("{findings}\n{advice}")]
    Findings { findings: String, advice: &'static str },
    #[error(transparent)]
    Codegen(#[from] codegen::CodegenError),
    #[error("read {file}")]
    Read { file: &'static str, source: std::io::Error },
    #[error("read the sources")]
    Sources(#[source] std::io::Error),
    #[error("understand {}", dependencies::RULES_FILE)]
    Rules(#[from] toml::de::Error),
    #[error("run cargo metadata")]
    Metadata(#[source] std::io::Error),
    #[error("cargo metadata failed: {0}")]
    MetadataFailed(String),
    #[error("understand cargo metadata")]
    MetadataFormat(#[from] serde_json::Error),
}

/// What is generated is what is committed.
pub(crate) fn generated() -> Result<String, CheckError> {
    let root = workspace::root();
    let files = codegen::generate(&load_schema()?)?;
    let differences = codegen::differences(root, &files)?;
    conclude(&differences, "run `cargo xtask codegen` and commit what it writes")?;
    Ok(format!("{} generated files are up to date", files.len()))
}

/// The schemas keep the house rules, and what was released.
pub(crate) fn schemas() -> Result<String, CheckError> {
    let file = lint::RELEASED_FILE;
    let released = std::fs::read(workspace::root().join(file)).map_err(|source| CheckError::Read { file, source })?;
    let released = Schema::decode(&released).map_err(codegen::CodegenError::from)?;
    let schema = load_schema()?;
    let mut findings = lint::check(&schema);
    findings.extend(lint::breaking_changes(&released, &schema));
    let advice = "the rules are in xtask/src/lint; `cargo xtask codegen --release` makes a release of the schemas";
    conclude(&findings, advice)?;
    Ok(format!("{} services keep the rules and what was released", schema.services.len()))
}

/// The graph of crates, the size of things, and calls that have a better place.
pub(crate) fn tidiness() -> Result<String, CheckError> {
    let findings = tidy::check(workspace::root()).map_err(CheckError::Sources)?;
    conclude(&findings, "the rules are in xtask/src/tidy")?;
    Ok("the repository is tidy".to_owned())
}

/// What is in Cargo.lock may be there.
pub(crate) fn dependencies() -> Result<String, CheckError> {
    let file = dependencies::RULES_FILE;
    let rules = std::fs::read_to_string(workspace::root().join(file));
    let rules: Rules = toml::from_str(&rules.map_err(|source| CheckError::Read { file, source })?)?;
    let mut command = Command::new(cargo());
    command.args(["metadata", "--format-version", "1", "--locked"]).current_dir(workspace::root());
    let output = command.output().map_err(CheckError::Metadata)?;
    if !output.status.success() {
        return Err(CheckError::MetadataFailed(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let metadata: Metadata = serde_json::from_slice(&output.stdout)?;
    conclude(&rules.check(&metadata), "the rules and their exceptions are in deny.toml")?;
    Ok("licences, versions and sources are as deny.toml has them".to_owned())
}

/// The schemas under proto/.
pub(crate) fn load_schema() -> Result<Schema, codegen::CodegenError> {
    Ok(Schema::load(&workspace::root().join("proto"))?)
}

fn conclude(findings: &[impl Display], advice: &'static str) -> Result<(), CheckError> {
    if findings.is_empty() {
        return Ok(());
    }
    let findings: Vec<_> = findings.iter().map(ToString::to_string).collect();
    Err(CheckError::Findings { findings: findings.join("\n"), advice })
}
