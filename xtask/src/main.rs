//! Commands for working on Realmwire: code generation, tidiness, tests.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the terminal is where a developer's commands answer")]

mod codegen;
mod finding;
mod lint;
mod schema;
mod tidy;
mod workspace;

use std::error::Error;
use std::fmt::Display;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use schema::Schema;

/// Commands for working on Realmwire.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generates code from the schemas under proto/.
    Codegen {
        /// Changes nothing; fails and names the files when something differs from what is committed.
        #[arg(long)]
        check: bool,
        /// Writes proto/released.binpb too: from now on a change that breaks users of the present schemas is refused.
        #[arg(long, conflicts_with = "check")]
        release: bool,
    },
    /// Checks the schemas against the house rules, and against the last release.
    Lint,
    /// Checks what neither the compiler nor clippy holds: the graph of crates, sizes, calls that have a better place.
    Tidy,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Codegen { check: true, .. } => check_generated(),
        Command::Codegen { check: false, release } => generate(release),
        Command::Lint => lint(),
        Command::Tidy => tidy(),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            report(error.as_ref());
            ExitCode::FAILURE
        }
    }
}

fn generate(release: bool) -> Result<ExitCode, Box<dyn Error>> {
    let root = workspace::root();
    let schema = Schema::load(&root.join("proto"))?;
    let files = codegen::generate(&schema)?;
    let written = codegen::write(root, &files)?;
    println!("{} files generated, {} of them changed", files.len(), written.len());
    if release {
        std::fs::write(root.join(lint::RELEASED_FILE), codegen::release(&schema)?)?;
        println!("{} is now what later schemas are compared with", lint::RELEASED_FILE);
    }
    Ok(ExitCode::SUCCESS)
}

fn check_generated() -> Result<ExitCode, Box<dyn Error>> {
    let root = workspace::root();
    let files = codegen::generate(&Schema::load(&root.join("proto"))?)?;
    let differences = codegen::differences(root, &files)?;
    let advice = "run `cargo xtask codegen` and commit what it writes";
    Ok(conclude(&differences, advice, &format!("{} generated files are up to date", files.len())))
}

fn lint() -> Result<ExitCode, Box<dyn Error>> {
    let root = workspace::root();
    let schema = Schema::load(&root.join("proto"))?;
    let released = Schema::decode(&std::fs::read(root.join(lint::RELEASED_FILE))?)?;
    let mut findings = lint::check(&schema);
    findings.extend(lint::breaking_changes(&released, &schema));
    let advice =
        "the rules are in xtask/src/lint; `cargo xtask codegen --release` makes a release of the schemas as they are";
    Ok(conclude(&findings, advice, "the schemas keep the rules and what was released"))
}

fn tidy() -> Result<ExitCode, Box<dyn Error>> {
    let findings = tidy::check(workspace::root())?;
    Ok(conclude(&findings, "the rules are in xtask/src/tidy", "the repository is tidy"))
}

/// Prints what was found, with advice, or that nothing was.
fn conclude(findings: &[impl Display], advice: &str, success: &str) -> ExitCode {
    for finding in findings {
        eprintln!("{finding}");
    }
    if findings.is_empty() {
        println!("{success}");
        return ExitCode::SUCCESS;
    }
    eprintln!("{advice}");
    ExitCode::FAILURE
}

fn report(error: &dyn Error) {
    eprint!("error: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprint!(": {cause}");
        source = cause.source();
    }
    eprintln!();
}
