use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::process::Signal;

use crate::process::{Process, Ready};
use crate::wait::eventually;
use crate::{Error, Port, fetch, tools};

/// A cluster elects its leaders in a few seconds, and in more on a machine that is busy.
const CLUSTER_WITHIN: Duration = Duration::from_mins(1);

/// What a server is started with beside its defaults.
#[derive(Clone, Debug, Default)]
pub struct NatsOptions {
    /// Lines added to the configuration file, such as accounts and users.
    pub config: String,
    /// How often JetStream syncs its files, such as `always`; the server's default if not said.
    pub sync_interval: Option<String>,
    /// A folder for JetStream's files in place of one of the server's own.
    pub store: Option<PathBuf>,
    /// The most that JetStream stores in files, such as `16MB`; plenty if not said.
    pub max_file_store: Option<String>,
}

/// A nats-server with JetStream.
#[derive(Debug)]
pub struct NatsServer {
    name: String,
    process: Process,
    client: Port,
    monitor: Port,
    _route: Option<Port>,
}

impl NatsServer {
    /// Starts a server of its own and waits until it is live.
    pub async fn start() -> Result<Self, Error> {
        Self::start_with(NatsOptions::default()).await
    }

    /// Starts a server with `options`.
    pub async fn start_with(options: NatsOptions) -> Result<Self, Error> {
        Node::reserve("nats")?.start("", None, &options).await
    }

    /// Its name in the cluster and in monitoring.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where clients connect: `nats://127.0.0.1:<port>`.
    pub fn url(&self) -> String {
        format!("nats://{}", self.client.address())
    }

    /// Where monitoring is served: `http://127.0.0.1:<port>`.
    pub fn monitor_url(&self) -> String {
        format!("http://{}", self.monitor.address())
    }

    /// The body of a monitoring page such as `/varz`, if the server serves it.
    pub async fn monitor(&self, path: &str) -> Option<String> {
        fetch(&format!("{}{path}", self.monitor_url())).await
    }

    /// The process, for its log and further signals.
    pub fn process(&self) -> &Process {
        &self.process
    }

    /// Kills the server at once (SIGKILL).
    pub fn kill(&self) -> Result<(), Error> {
        self.process.kill()
    }

    /// Makes the server stand still (SIGSTOP).
    pub fn stop(&self) -> Result<(), Error> {
        self.process.stop()
    }

    /// Lets the server go on after [`NatsServer::stop`].
    pub fn cont(&self) -> Result<(), Error> {
        self.process.cont()
    }

    /// Asks the server to send its clients elsewhere before it ends (lame-duck mode).
    pub fn lame_duck(&self) -> Result<(), Error> {
        self.process.signal(Signal::USR2)
    }

    /// Starts the server again, with the same ports and files, and waits until it is live.
    pub async fn restart(&self) -> Result<(), Error> {
        self.process.restart().await
    }

    /// The leader of a stream of the default account as this server knows it.
    async fn leader_of(&self, stream: &str) -> Option<String> {
        let report = self.monitor("/jsz?acc=$G&streams=true&limit=1024").await?;
        let report: serde_json::Value = serde_json::from_str(&report).ok()?;
        let accounts = report.get("account_details")?.as_array()?;
        let mut streams = accounts.iter().filter_map(|account| account.get("stream_detail")?.as_array()).flatten();
        let detail = streams.find(|detail| detail.get("name").is_some_and(|name| name == stream))?;
        detail.get("cluster")?.get("leader")?.as_str().map(str::to_owned)
    }
}

/// Several nats-servers in one cluster.
#[derive(Debug)]
pub struct NatsCluster {
    nodes: Vec<NatsServer>,
}

impl NatsCluster {
    /// Starts `size` servers and waits until JetStream works on all of them.
    pub async fn start(size: usize) -> Result<Self, Error> {
        Self::start_with(size, NatsOptions::default()).await
    }

    /// Starts `size` servers with `options`.
    pub async fn start_with(size: usize, options: NatsOptions) -> Result<Self, Error> {
        let reserved = (1..=size).map(|number| Node::reserve(&format!("nats-{number}")));
        let reserved = reserved.collect::<Result<Vec<_>, _>>()?;
        let routes = (0..size).map(|_| Port::reserve()).collect::<Result<Vec<_>, _>>()?;
        let addresses: Vec<_> = routes.iter().map(|port| format!("nats-route://{}", port.address())).collect();
        let peers = addresses.join(", ");
        let starts = reserved.into_iter().zip(routes).map(|(node, route)| {
            let (peers, options) = (peers.clone(), options.clone());
            // A node is live only when enough others are: all start at once.
            tokio::spawn(async move { node.start(&peers, Some(route), &options).await })
        });
        let mut nodes = Vec::with_capacity(size);
        for start in starts.collect::<Vec<_>>() {
            let failed = |error| Error::system("start a node of a cluster")(std::io::Error::other(error));
            nodes.push(start.await.map_err(failed)??);
        }
        Ok(Self { nodes })
    }

    /// The servers.
    pub fn nodes(&self) -> &[NatsServer] {
        &self.nodes
    }

    /// The URLs of all servers.
    pub fn urls(&self) -> Vec<String> {
        self.nodes.iter().map(NatsServer::url).collect()
    }

    /// The server that leads `stream`, when there is one.
    pub async fn leader_of(&self, stream: &str) -> Result<&NatsServer, Error> {
        eventually(&format!("{stream} has a leader"), CLUSTER_WITHIN, || async move {
            for node in self.nodes.iter().filter(|node| node.process.is_running()) {
                // Only the leader's own word counts: others may still name one that is gone.
                if node.leader_of(stream).await.is_some_and(|leader| leader == node.name) {
                    return Some(node);
                }
            }
            None
        })
        .await
    }
}

/// A server before its start.
struct Node {
    name: String,
    client: Port,
    monitor: Port,
}

impl Node {
    fn reserve(name: &str) -> Result<Self, Error> {
        Ok(Self { name: name.to_owned(), client: Port::reserve()?, monitor: Port::reserve()? })
    }

    async fn start(self, peers: &str, route: Option<Port>, options: &NatsOptions) -> Result<NatsServer, Error> {
        // The tools come in blocking calls of other programs.
        let tool = tokio::task::spawn_blocking(tools::nats_server).await;
        let tool = tool.map_err(|error| Error::system("bring nats-server")(std::io::Error::other(error)))??;
        let builder = Process::builder(&self.name, &tool.program)?;
        let own_store = builder.folder().join("data");
        let store = options.store.as_deref().unwrap_or(&own_store);
        let config = builder.write("server.conf", &self.config(store, peers, route.as_ref(), options))?;
        let process = builder
            .arg("--config")
            .arg(config)
            .ready(Ready::Url(format!("http://{}/healthz", self.monitor.address())))
            .within(CLUSTER_WITHIN)
            .start()
            .await?;
        Ok(NatsServer { name: self.name, process, client: self.client, monitor: self.monitor, _route: route })
    }

    fn config(&self, store: &Path, peers: &str, route: Option<&Port>, options: &NatsOptions) -> String {
        let sync = options.sync_interval.as_deref().map(|interval| format!(", sync_interval: {interval}"));
        let cluster = route.map(|route| {
            let listen = route.address();
            format!("cluster {{ name: test, listen: \"{listen}\", routes: [{peers}] }}\n")
        });
        // Two seconds, because with the default of two minutes a hung client keeps getting its share of the requests.
        format!(
            "server_name: {name}\nlisten: \"{client}\"\nhttp: \"{monitor}\"\nping_interval: \"2s\"\nping_max: 2\n\
             jetstream {{ store_dir: \"{store}\", max_memory_store: 256MB, max_file_store: {limit}{sync} }}\n{cluster}{more}\n",
            name = self.name,
            client = self.client.address(),
            monitor = self.monitor.address(),
            store = store.display(),
            limit = options.max_file_store.as_deref().unwrap_or("8GB"),
            sync = sync.unwrap_or_default(),
            cluster = cluster.unwrap_or_default(),
            more = options.config,
        )
    }
}
