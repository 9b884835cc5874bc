//! Processes of the binary, which lies beside this program.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use realmwire_test_kit::{Process, Ready, fetch};

/// How long a process may take to take requests.
const READY_WITHIN: Duration = Duration::from_secs(60);

/// One process that serves over NATS.
pub(crate) struct System {
    process: Process,
}

/// The binary that is measured.
pub(crate) fn binary() -> anyhow::Result<PathBuf> {
    let binary = std::env::current_exe()?.with_file_name("realmwire");
    anyhow::ensure!(binary.exists(), "{} is missing: run `cargo xtask bench`, which builds it", binary.display());
    Ok(binary)
}

impl System {
    /// `realmwire serve SERVICES`, without rate limits.
    pub(crate) async fn serve(services: &str, nats: &str) -> anyhow::Result<Self> {
        let ports = ["--http", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--set", "gateway.rate_limits.enabled=false"];
        let process = Process::builder("realmwire", binary()?)?.args(["serve", services, "--nats", nats]).args(ports);
        let process = process.ready(Ready::Line("ready in".to_owned())).within(READY_WITHIN).start().await?;
        Ok(Self { process })
    }

    /// The process.
    pub(crate) fn process(&self) -> &Process {
        &self.process
    }

    /// An address that the process has printed: `gateway` or `admin`.
    pub(crate) fn address(&self, name: &str) -> anyhow::Result<String> {
        let log = self.process.log();
        let line = log.lines().find(|line| line.trim_start().starts_with(name) && line.contains("http://"));
        let address = line.and_then(|line| line.split_whitespace().find(|word| word.starts_with("http://")));
        Ok(address.with_context(|| format!("no address of {name} in:\n{log}"))?.to_owned())
    }

    /// Calls of a method that the process works on, streams among them; `None` until there was one.
    pub(crate) async fn calls_in_flight(&self, method: &str) -> anyhow::Result<Option<u64>> {
        let metrics = fetch(&format!("{}/metrics", self.address("admin")?)).await.context("no metrics")?;
        let label = format!("rpc_method=\"{method}\"");
        let mut lines = metrics.lines();
        let line = lines.find(|line| line.starts_with("rpc_server_calls_in_flight") && line.contains(&label));
        Ok(line.and_then(|line| line.rsplit(' ').next()?.parse().ok()))
    }
}
