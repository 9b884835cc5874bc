//! Commands for working on Realmwire: code generation, tidiness, tests.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the terminal is where a developer's commands answer")]

mod codegen;
mod schema;
mod workspace;

use std::error::Error;
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
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Codegen { check } => codegen(check),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            report(error.as_ref());
            ExitCode::FAILURE
        }
    }
}

fn codegen(check: bool) -> Result<ExitCode, Box<dyn Error>> {
    let root = workspace::root();
    let files = codegen::generate(&Schema::load(&root.join("proto"))?)?;
    if !check {
        let written = codegen::write(root, &files)?;
        println!("{} files generated, {} of them changed", files.len(), written.len());
        return Ok(ExitCode::SUCCESS);
    }
    let differences = codegen::differences(root, &files)?;
    for difference in &differences {
        eprintln!("{difference}");
    }
    if differences.is_empty() {
        println!("{} generated files are up to date", files.len());
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("run `cargo xtask codegen` and commit what it writes");
    Ok(ExitCode::FAILURE)
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
