//! The `realmwire` binary: every service, the gateway, and the commands to talk to a running system.

mod cli;
mod commands;
mod config;
mod discovery;
mod failure;
mod http;
mod logging;
mod nats;
mod output;
mod reload;
mod remote;
mod system;
mod target;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::cli::{Cli, Command, EventsCommand, GatewayCommand};
use crate::failure::Failure;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::error(failure.error.as_ref());
            ExitCode::from(failure.code())
        }
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::failed)?;
    match cli.command {
        Command::Up(args) => runtime.block_on(commands::up::up(&args)),
        Command::Serve(args) => runtime.block_on(commands::up::serve(&args)),
        Command::Call(args) => runtime.block_on(commands::call::run(&args)),
        Command::Services(args) => runtime.block_on(commands::services::run(&args)),
        Command::Events(EventsCommand::Tail(args)) => runtime.block_on(commands::events::tail(&args)),
        Command::Gateway(GatewayCommand::Check(source)) => commands::gateway::check(&source),
        Command::Config(command) => commands::config::run(&command),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "realmwire", &mut std::io::stdout());
            Ok(())
        }
    }
}
