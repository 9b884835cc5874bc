//! Processes of this program that answer.

use std::process::Stdio;
use std::time::Duration;

use anyhow::Context as _;
use rustix::thread::{CpuSet, sched_setaffinity};
use tokio::io::{AsyncBufReadExt, BufReader};

/// What an answering side says first when it takes requests.
const LISTENING: &str = "listening";

/// How long it may take to begin.
const READY_WITHIN: Duration = Duration::from_secs(20);

/// A process of this program that answers. Dropping it kills it.
pub(crate) struct Peer {
    child: tokio::process::Child,
    said: Vec<String>,
}

impl Peer {
    /// Starts this program with `arguments`.
    pub(crate) async fn start(arguments: &[&str]) -> anyhow::Result<Self> {
        let mut child = tokio::process::Command::new(std::env::current_exe()?)
            .args(arguments)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let output = child.stdout.take().context("the peer has no output")?;
        let mut lines = BufReader::new(output).lines();
        let line = tokio::time::timeout(READY_WITHIN, lines.next_line()).await??.unwrap_or_default();
        let mut words = line.split_whitespace().map(str::to_owned);
        anyhow::ensure!(words.next().as_deref() == Some(LISTENING), "the peer {arguments:?} did not start");
        Ok(Self { child, said: words.collect() })
    }

    /// A word that it said when it began, by its place.
    pub(crate) fn said(&self, place: usize) -> anyhow::Result<&str> {
        self.said.get(place).map(String::as_str).context("the peer has said less than was expected")
    }

    /// The memory that it takes, in megabytes.
    pub(crate) fn resident_mb(&self) -> anyhow::Result<f64> {
        resident_mb(self.child.id().context("the peer has ended")?)
    }
}

/// Says that this process answers, and what others need to know.
pub(crate) fn listening(words: &[&str]) {
    crate::report::say([&[LISTENING], words].concat().join(" ").as_str());
}

/// The memory that a process takes, in megabytes.
pub(crate) fn resident_mb(process: u32) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kilobytes: f64 = resident.trim().trim_end_matches(" kB").parse()?;
    Ok(kilobytes / 1024.0)
}

/// Keeps this thread, and those that it starts, on one processor, if there are several.
pub(crate) fn stay_on(processor: usize) -> anyhow::Result<()> {
    if std::thread::available_parallelism()?.get() > 1 {
        let mut only = CpuSet::new();
        only.set(processor);
        sched_setaffinity(None, &only)?;
    }
    Ok(())
}
