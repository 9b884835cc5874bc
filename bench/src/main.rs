//! Benchmarks of Realmwire against its peers, on the same machine and in one run.

mod calls;
mod commits;
mod echo;
mod event_bus;
mod failures;
mod gateway;
mod http;
mod measure;
mod offer;
mod overload;
mod peer;
mod players;
mod product;
mod report;
mod served;
mod system;
mod weather;
mod world;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::measure::Plan;
use crate::report::{Report, progress};

/// Measures Realmwire and keeps the figures in bench/RESULTS.md.
#[derive(Parser)]
#[command(after_help = "Run it by `cargo xtask bench`, which builds what is measured.")]
struct Arguments {
    #[command(subcommand)]
    peer: Option<Peer>,
    /// Only benchmarks whose name contains this
    #[arg(long, value_name = "TEXT", default_value = "")]
    only: String,
    /// Seconds of one round
    #[arg(long, value_name = "S", default_value_t = 3.0)]
    seconds: f64,
    /// Rounds; the median of each figure is kept
    #[arg(long, value_name = "N", default_value_t = 5)]
    rounds: usize,
    /// File that the figures are kept in
    #[arg(long, value_name = "FILE", default_value = "bench/RESULTS.md")]
    results: PathBuf,
    /// Processor that this process stays on
    #[arg(long, value_name = "NUMBER", hide = true)]
    processor: Option<usize>,
}

/// The answering sides, which a benchmark starts as processes of their own.
#[derive(Subcommand)]
enum Peer {
    #[command(hide = true, name = "answer-raw")]
    Raw { url: String },
    #[command(hide = true, name = "answer-sdk")]
    Sdk { url: String },
    #[command(hide = true, name = "answer-gateway")]
    Gateway {
        /// How long requests may wait for their turn before some are refused; 0 refuses none
        #[arg(long, value_name = "US", default_value_t = 0)]
        turn_wait_us: u64,
    },
    #[command(hide = true, name = "answer-axum")]
    Axum,
}

/// What is measured, in sections of its own.
const TOPICS: &[&str] = &[
    "calls within one process",
    "calls over NATS",
    "durable commits",
    "the gateway against axum",
    "the gateway overloaded",
    "the event bus",
    "failures of processes",
    "settings and performance modes",
    "a large world",
    "the whole product",
    "weather",
];

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    // The runtime has as many threads as there are processors to run on.
    if let Some(processor) = arguments.processor {
        peer::stay_on(processor)?;
    }
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run(arguments))
}

async fn run(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.peer {
        Some(Peer::Raw { url }) => return calls::answer_raw(&url).await,
        Some(Peer::Sdk { url }) => return calls::answer_sdk(&url).await,
        Some(Peer::Gateway { turn_wait_us }) => return served::answer_gateway(turn_wait_us).await,
        Some(Peer::Axum) => return served::answer_axum().await,
        None => {}
    }
    let plan = Plan { round: Duration::from_secs_f64(arguments.seconds), rounds: arguments.rounds };
    for &name in TOPICS {
        if !name.contains(&arguments.only) {
            continue;
        }
        progress(&format!("\n{name}"));
        let mut report = Report::default();
        match name {
            "calls within one process" => calls::in_process(plan, &mut report).await?,
            "calls over NATS" => calls::over_nats(plan, &mut report).await?,
            "durable commits" => commits::durable(plan, &mut report).await?,
            "the gateway against axum" => gateway::gateway(plan, &mut report).await?,
            "the gateway overloaded" => overload::overload(plan, &mut report).await?,
            "the event bus" => event_bus::delivered(plan, &mut report).await?,
            "a large world" => world::world(plan, &mut report).await?,
            "failures of processes" => failures::of_processes(plan, &mut report).await?,
            "settings and performance modes" => players::players(plan, &mut report).await?,
            "weather" => weather::weather(plan, &mut report).await?,
            _ => product::product(plan, &mut report).await?,
        }
        report.keep(&arguments.results, name)?;
    }
    Ok(())
}
