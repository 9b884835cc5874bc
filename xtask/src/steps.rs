//! `cargo xtask test`: everything that must hold, step by step, and a summary.

use std::error::Error;
use std::fmt::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use realmwire_test_kit::tools;

use crate::checks;
use crate::describe;
use crate::workspace::{self, cargo};

/// One step.
pub(crate) struct Step {
    pub name: &'static str,
    pub about: &'static str,
    run: fn() -> Result<String, Box<dyn Error>>,
}

/// All steps: first what is quick to find out, last what takes long.
pub(crate) const STEPS: &[Step] = &[
    Step { name: "format", about: "the sources are formatted", run: format },
    Step { name: "generated", about: "generated files are what the schemas say", run: || Ok(checks::generated()?) },
    Step { name: "schemas", about: "the schemas keep the rules and what was released", run: || Ok(checks::schemas()?) },
    Step { name: "tidy", about: "crates, sizes and calls are as they should be", run: || Ok(checks::tidiness()?) },
    Step { name: "dependencies", about: "licences, versions and sources are allowed", run: dependencies },
    Step { name: "tools", about: "the servers and the browser that tests run are there", run: bring_tools },
    Step { name: "clippy", about: "the compiler and clippy have nothing to say", run: clippy },
    Step { name: "docs", about: "the documentation builds, and its links lead somewhere", run: docs },
    Step { name: "tests", about: "the tests pass", run: tests },
    Step { name: "examples", about: "the examples in the documentation run", run: examples },
    Step { name: "fuzz", about: "no input is found that breaks what reads foreign text", run: fuzz },
];

/// A command that did not succeed; it has said why.
#[derive(Debug, thiserror::Error)]
#[error("`{command}` failed: {status}")]
struct CommandFailed {
    command: String,
    status: std::process::ExitStatus,
}

/// What came of a step.
struct Outcome {
    name: &'static str,
    took: Duration,
    passed: bool,
}

/// Runs the steps with these names, or all of them, up to the first that fails. Whether all passed.
pub(crate) fn run(only: &[String]) -> bool {
    let steps: Vec<_> = STEPS.iter().filter(|step| is_wanted(step.name, only)).collect();
    let mut outcomes = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        println!("[{}/{}] {}: {}", index + 1, steps.len(), step.name, step.about);
        let start = Instant::now();
        let result = (step.run)();
        let outcome = Outcome { name: step.name, took: start.elapsed(), passed: result.is_ok() };
        match result {
            Ok(note) => println!("[{}/{}] {}: {note} ({})", index + 1, steps.len(), step.name, seconds(outcome.took)),
            Err(error) => eprintln!("{}", describe(error.as_ref())),
        }
        outcomes.push(outcome);
        if outcomes.last().is_some_and(|outcome| !outcome.passed) {
            break;
        }
    }
    let not_run: Vec<_> = steps.iter().skip(outcomes.len()).map(|step| step.name).collect();
    print!("{}", summary(&outcomes, &not_run));
    outcomes.iter().all(|outcome| outcome.passed)
}

/// The names of all steps, as one can ask for them.
pub(crate) fn names() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.name).collect()
}

fn is_wanted(name: &str, only: &[String]) -> bool {
    only.is_empty() || only.iter().any(|wanted| wanted == name)
}

fn summary(outcomes: &[Outcome], not_run: &[&str]) -> String {
    let mut text = String::from("\n");
    // Writing to a String does not fail.
    for outcome in outcomes {
        let result = if outcome.passed { "passed" } else { "FAILED" };
        let _ = writeln!(text, "  {:<14}{result:<10}{:>10}", outcome.name, seconds(outcome.took));
    }
    for name in not_run {
        let _ = writeln!(text, "  {name:<14}not run");
    }
    let total = seconds(outcomes.iter().map(|outcome| outcome.took).sum());
    let _ = match outcomes.iter().find(|outcome| !outcome.passed) {
        None => writeln!(text, "\nsteps passed: {} of {} in {total}", outcomes.len(), outcomes.len()),
        Some(failed) => writeln!(
            text,
            "\nstep {} failed after {total}; run it alone with `cargo xtask test --only {}`",
            failed.name, failed.name
        ),
    };
    text
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

fn format() -> Result<String, Box<dyn Error>> {
    run_cargo(&["fmt", "--all", "--check"], &[])?;
    Ok("nothing to change".to_owned())
}

fn dependencies() -> Result<String, Box<dyn Error>> {
    let note = checks::dependencies()?;
    if !is_installed("deny") {
        return Ok(format!("{note}; cargo-deny is not installed and was not asked"));
    }
    run_cargo(&["deny", "--offline", "check", "licenses", "bans", "sources"], &[])?;
    Ok(format!("{note}, and cargo-deny agrees"))
}

fn bring_tools() -> Result<String, Box<dyn Error>> {
    tools::ensure_all(|progress| println!("      {progress}"))?;
    Ok("everything is there".to_owned())
}

fn clippy() -> Result<String, Box<dyn Error>> {
    run_cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"], &[])?;
    Ok("no warnings".to_owned())
}

fn docs() -> Result<String, Box<dyn Error>> {
    run_cargo(&["doc", "--workspace", "--no-deps", "--locked"], &[("RUSTDOCFLAGS", "--deny warnings")])?;
    Ok("no warnings".to_owned())
}

/// Builds the product and the benchmarks for release and runs the latter.
pub(crate) fn bench(options: &[String]) -> Result<String, Box<dyn Error>> {
    run_cargo(&["build", "--release", "--locked", "-p", "realmwire", "-p", "realmwire-bench"], &[])?;
    let mut arguments = vec!["run", "--release", "--locked", "--quiet", "-p", "realmwire-bench", "--"];
    arguments.extend(options.iter().map(String::as_str));
    run_cargo(&arguments, &[])?;
    Ok("the figures are in bench/RESULTS.md".to_owned())
}

fn tests() -> Result<String, Box<dyn Error>> {
    if is_installed("nextest") {
        run_cargo(&["nextest", "run", "--workspace", "--tests", "--locked"], &[])?;
        return Ok("all passed, each in a process of its own".to_owned());
    }
    run_cargo(&["test", "--workspace", "--tests", "--locked"], &[])?;
    Ok("all passed; cargo-nextest is not installed, so one that hangs would not have been ended".to_owned())
}

fn examples() -> Result<String, Box<dyn Error>> {
    run_cargo(&["test", "--workspace", "--doc", "--locked"], &[])?;
    Ok("all run".to_owned())
}

fn fuzz() -> Result<String, Box<dyn Error>> {
    const SECONDS: u64 = 60;
    crate::fuzz::run(SECONDS, false)
}

/// Whether cargo has this subcommand.
fn is_installed(subcommand: &str) -> bool {
    let output = Command::new(cargo()).args([subcommand, "--version"]).output();
    output.is_ok_and(|output| output.status.success())
}

fn run_cargo(arguments: &[&str], environment: &[(&str, &str)]) -> Result<(), Box<dyn Error>> {
    let mut command = Command::new(cargo());
    run_command(command.args(arguments).envs(environment.iter().copied()).current_dir(workspace::root()))
}

/// Runs a command to its end; its output goes where this program's goes.
pub(crate) fn run_command(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let status = command.status()?;
    if status.success() {
        return Ok(());
    }
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words = words.map(|word| word.to_string_lossy()).collect::<Vec<_>>();
    Err(Box::new(CommandFailed { command: words.join(" "), status }))
}

#[cfg(test)]
mod tests;
