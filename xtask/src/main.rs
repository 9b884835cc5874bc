//! Commands for working on Realmwire: code generation, checks, tests.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the terminal is where a developer's commands answer")]

mod checks;
mod codegen;
mod dependencies;
mod finding;
mod fuzz;
mod lint;
mod schema;
mod steps;
mod tidy;
mod workspace;

use std::error::Error;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand};

/// Commands for working on Realmwire.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
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
    /// Checks everything: the one command before a change is merged.
    Test {
        /// Runs this step alone; can be given more than once.
        #[arg(long, value_name = "STEP", value_parser = PossibleValuesParser::new(steps::names()))]
        only: Vec<String>,
        /// Lists the steps and runs none.
        #[arg(long, conflicts_with = "only")]
        list: bool,
    },
    /// Looks for inputs that break what reads foreign text: builds the targets of fuzz/ and runs each for a while.
    Fuzz {
        /// How long each target runs.
        #[arg(long, value_name = "S", default_value_t = 300)]
        seconds: u64,
        /// Adds the inputs that reached something new to the corpus in fuzz/corpus.
        #[arg(long)]
        keep: bool,
    },
    /// Builds what is measured, measures it, and keeps the figures in bench/RESULTS.md.
    Bench {
        /// Options of the benchmarks, such as `--only calls`; `--help` lists them.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<String>,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Codegen { check: true, .. } => checks::generated().map_err(Box::from),
        Command::Codegen { check: false, release } => generate(release),
        Command::Bench { options } => steps::bench(&options),
        Command::Fuzz { seconds, keep } => fuzz::run(seconds, keep),
        Command::Lint => checks::schemas().map_err(Box::from),
        Command::Tidy => checks::tidiness().map_err(Box::from),
        Command::Test { list: true, .. } => Ok(list_steps()),
        Command::Test { only, .. } if steps::run(&only) => return ExitCode::SUCCESS,
        Command::Test { .. } => return ExitCode::FAILURE,
    };
    match outcome {
        Ok(note) => {
            println!("{note}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}", describe(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

fn generate(release: bool) -> Result<String, Box<dyn Error>> {
    let schema = checks::load_schema()?;
    let files = codegen::generate(&schema)?;
    let written = codegen::write(workspace::root(), &files)?;
    let note = format!("{} files generated, {} of them changed", files.len(), written.len());
    if !release {
        return Ok(note);
    }
    std::fs::write(workspace::root().join(lint::RELEASED_FILE), codegen::release(&schema)?)?;
    Ok(format!("{note}\n{} is now what later schemas are compared with", lint::RELEASED_FILE))
}

fn list_steps() -> String {
    let lines = steps::STEPS.iter().map(|step| format!("{:<14}{}", step.name, step.about));
    lines.collect::<Vec<_>>().join("\n")
}

/// An error with its causes.
fn describe(error: &dyn Error) -> String {
    let causes = std::iter::successors(Some(error), |error| (*error).source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
