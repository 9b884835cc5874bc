use std::time::Duration;

use tokio::process::Command;

use crate::process::{Process, Ready};
use crate::tools::Tool;
use crate::wait::eventually;
use crate::{Error, Port, tools};

const LIVE_WITHIN: Duration = Duration::from_secs(30);

/// A redis-server that keeps nothing on disk.
#[derive(Debug)]
pub struct RedisServer {
    process: Process,
    port: Port,
    tool: Tool,
    _bus: Option<Port>,
}

impl RedisServer {
    /// Starts a server of its own and waits until it is live.
    pub async fn start() -> Result<Self, Error> {
        Self::start_node("redis", None).await
    }

    async fn start_node(name: &str, bus: Option<Port>) -> Result<Self, Error> {
        let tool = tokio::task::spawn_blocking(tools::redis_server).await;
        let tool = tool.map_err(|error| Error::system("bring redis-server")(std::io::Error::other(error)))??;
        let port = Port::reserve()?;
        let mut builder = Process::builder(name, &tool.program)?
            .args(["--bind", "127.0.0.1", "--port", &port.to_string()])
            .args(["--save", "", "--appendonly", "no"])
            .ready(Ready::Line("Ready to accept connections".to_owned()));
        for (variable, value) in tool.environment() {
            builder = builder.env(variable, value);
        }
        if let Some(bus) = &bus {
            // Two seconds, because at the default of 15 s a lost shard is noticed only after 18 s.
            builder = builder
                .args(["--cluster-enabled", "yes", "--cluster-node-timeout", "2000"])
                .args(["--cluster-port", &bus.to_string()]);
        }
        Ok(Self { process: builder.start().await?, port, tool, _bus: bus })
    }

    /// Where clients connect: `redis://127.0.0.1:<port>`.
    pub fn url(&self) -> String {
        format!("redis://{}", self.port.address())
    }

    /// The process, for its log and further signals.
    pub fn process(&self) -> &Process {
        &self.process
    }

    /// Kills the server at once (SIGKILL); it forgets everything.
    pub fn kill(&self) -> Result<(), Error> {
        self.process.kill()
    }

    /// Makes the server stand still (SIGSTOP).
    pub fn stop(&self) -> Result<(), Error> {
        self.process.stop()
    }

    /// Lets the server go on after [`RedisServer::stop`].
    pub fn cont(&self) -> Result<(), Error> {
        self.process.cont()
    }

    /// Starts the server again on the same port, empty, and waits until it is live.
    pub async fn restart(&self) -> Result<(), Error> {
        self.process.restart().await
    }

    /// What `redis-cli` prints for a command on this server.
    pub async fn cli(&self, arguments: &[&str]) -> Result<String, Error> {
        let output = Command::new(self.tool.sibling("redis-cli").program)
            .envs(self.tool.environment())
            .args(["-p", &self.port.to_string()])
            .args(arguments)
            .kill_on_drop(true)
            .output()
            .await
            .map_err(Error::system("run redis-cli"))?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// Redis Cluster with a master for each shard and no replicas.
#[derive(Debug)]
pub struct RedisCluster {
    nodes: Vec<RedisServer>,
}

impl RedisCluster {
    /// Starts `shards` servers, at least 3, and waits until all slots are served.
    pub async fn start(shards: usize) -> Result<Self, Error> {
        let mut nodes = Vec::with_capacity(shards);
        for number in 1..=shards {
            nodes.push(RedisServer::start_node(&format!("redis-{number}"), Some(Port::reserve()?)).await?);
        }
        let addresses: Vec<_> = nodes.iter().map(|node| node.port.address().to_string()).collect();
        let mut create = vec!["--cluster", "create"];
        create.extend(addresses.iter().map(String::as_str));
        create.push("--cluster-yes");
        if let Some(first) = nodes.first() {
            first.cli(&create).await?;
        }
        let cluster = Self { nodes };
        cluster.wait_until_live().await?;
        Ok(cluster)
    }

    /// Waits until every server that runs says that all slots are served.
    pub async fn wait_until_live(&self) -> Result<(), Error> {
        for node in self.nodes.iter().filter(|node| node.process.is_running()) {
            eventually("all slots of the Redis cluster are served", LIVE_WITHIN, || async move {
                let info = node.cli(&["cluster", "info"]).await.ok()?;
                info.contains("cluster_state:ok").then_some(())
            })
            .await?;
        }
        Ok(())
    }

    /// The servers.
    pub fn nodes(&self) -> &[RedisServer] {
        &self.nodes
    }

    /// The URLs of all servers.
    pub fn urls(&self) -> Vec<String> {
        self.nodes.iter().map(RedisServer::url).collect()
    }
}
