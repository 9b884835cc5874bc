//! A process of the system: its fabric, its services, its gateway and its admin port, from start to drain.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use realmwire_fabric::Fabric;
use realmwire_gateway::admin::{AdminPage, AdminParts, RunningAdmin};
use realmwire_gateway::{Gateway, GatewayParts, RunningGateway};
use realmwire_node::{Node, ServiceEntry};
use realmwire_sdk::client::{Channel, ChannelConfig};
use realmwire_sdk::edge::Edge;
use realmwire_sdk::events::EventReader;
use realmwire_sdk::health::Health;
use realmwire_sdk::host::Host;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::resilience::ProcessGate;
use realmwire_sdk::service::{Process, ProcessParts};
use realmwire_sdk::tasks::Tasks;
use realmwire_sdk::telemetry::Telemetry;
use realmwire_sdk::token::VerifierConfig;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::config::{Config, SettingsSource};
use crate::discovery;
use crate::failure::Failure;
use crate::reload::InForce;

/// How long instances have to answer when an operator asks who runs.
const DISCOVERY_WINDOW: Duration = Duration::from_millis(300);

/// What a process runs.
pub(crate) struct Plan {
    pub(crate) services: Vec<&'static ServiceEntry>,
    pub(crate) gateway: bool,
}

/// The port for operators cannot be opened.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address} for the admin port; choose another one with --admin")]
struct AdminPort {
    address: String,
    #[source]
    source: std::io::Error,
}

/// A process that runs.
pub(crate) struct System {
    process: Process,
    channel: Channel,
    node: Node,
    gateway: Option<RunningGateway>,
    settings: InForce,
    admin: RunningAdmin,
    tasks: Tasks,
    stop: Arc<Notify>,
    drain_within: Duration,
}

/// What was cut off at the end, in words.
pub(crate) type Remarks = Vec<String>;

impl System {
    /// Starts what `plan` names on `fabric`.
    ///
    /// # Errors
    /// A port that is taken, a service or gateway that does not start; what was started is stopped again.
    pub(crate) async fn start(fabric: Fabric, instance: String, plan: &Plan, config: &Config) -> Result<Self, Failure> {
        let process = Process::new(ProcessParts {
            fabric,
            host: Host::system(),
            instance,
            telemetry: Telemetry::new(),
            health: Health::new(),
            gate: ProcessGate::default(),
            content: config.content.directory.clone(),
        });
        let stop = Arc::new(Notify::new());
        let settings = InForce::new(config, process.telemetry());
        let admin = start_admin(&process, &settings, &stop).await?;
        let drain_within = Duration::from_millis(config.stop.drain_ms);
        let node = Node::start(&plan.services, &process, &config.services, drain_within);
        let node = node.await.map_err(Failure::unreachable)?;
        let tasks = Tasks::default();
        let channel = edge_channel(&process);
        let mut system = Self { process, channel, node, gateway: None, settings, admin, tasks, stop, drain_within };
        if plan.gateway {
            match start_gateway(&system.process, &system.channel, config, &system.tasks).await {
                Ok(gateway) => system.gateway = Some(gateway),
                Err(failure) => {
                    system.stop().await;
                    return Err(failure);
                }
            }
        }
        Ok(system)
    }

    /// The gateway's address as a URL, if this process has one.
    pub(crate) fn gateway_url(&self) -> Option<String> {
        self.gateway.as_ref().map(|gateway| format!("http://{}", gateway.address()))
    }

    /// The admin port's address as a URL.
    pub(crate) fn admin_url(&self) -> String {
        format!("http://{}", self.admin.address())
    }

    /// The names of the services, in the order they were started.
    pub(crate) fn services(&self) -> Vec<&'static str> {
        self.node.states().iter().map(|state| state.service).collect()
    }

    /// What services are started in.
    pub(crate) fn process(&self) -> &Process {
        &self.process
    }

    /// The way to the services, on behalf of this process.
    pub(crate) fn channel(&self) -> &Channel {
        &self.channel
    }

    /// What runs beside the services until the end.
    pub(crate) fn tasks(&self) -> &Tasks {
        &self.tasks
    }

    /// Waits until an operator asks the process to stop: SIGTERM, Ctrl-C, or the admin port. Meanwhile settings that
    /// change in `source` are put in force.
    ///
    /// # Errors
    /// Signals cannot be listened to.
    pub(crate) async fn asked_to_stop(&self, source: &SettingsSource) -> std::io::Result<()> {
        // Listened to all the time, so that none is missed while settings are read.
        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        let mut changes = source.changes().await?;
        loop {
            tokio::select! {
                _ = interrupt.recv() => return Ok(()),
                _ = terminate.recv() => return Ok(()),
                () = self.stop.notified() => return Ok(()),
                () = changes.next() => self.settings.replace(source.load(), self.gateway.as_ref()),
            }
        }
    }

    /// Stops in reverse order of the start; what was accepted has time to finish.
    pub(crate) async fn stop(self) -> Remarks {
        let until = Instant::now() + self.drain_within;
        let left = || until.saturating_duration_since(Instant::now());
        let mut remarks = Remarks::new();
        self.admin.set_draining();
        if let Some(gateway) = self.gateway {
            // The services still have to finish after it.
            let report = gateway.drain(left() / 2).await;
            if report.cut_off > 0 {
                remarks.push(format!("gateway: {} connections were cut off", report.cut_off));
            }
        }
        for (service, report) in self.node.stop(left()).await {
            if !report.is_clean() {
                remarks.push(format!("{service}: cut off {report:?}"));
            }
        }
        self.channel.close().await;
        let cut_off = self.tasks.stop(until).await;
        self.admin.stop().await;
        remarks.extend(cut_off.into_iter().map(|task| format!("{task}: was cut off")));
        remarks
    }
}

async fn start_admin(process: &Process, settings: &InForce, stop: &Arc<Notify>) -> Result<RunningAdmin, Failure> {
    let listen = settings.get().admin.listen;
    let shown = settings.clone();
    let config_page = AdminPage {
        path: "/config",
        content_type: "application/json",
        render: Box::new(move || Box::pin(std::future::ready(shown.to_json()))),
    };
    let bus = Arc::clone(&process.fabric().bus);
    let services_page = AdminPage {
        path: "/services",
        content_type: "application/json",
        render: Box::new(move || {
            let bus = Arc::clone(&bus);
            Box::pin(async move { discovery::render(&bus, DISCOVERY_WINDOW).await })
        }),
    };
    let stop = Arc::clone(stop);
    let parts = AdminParts {
        listen: listen.clone(),
        health: process.health().clone(),
        telemetry: process.telemetry().clone(),
        pages: vec![config_page, services_page],
        drain: Box::new(move || stop.notify_one()),
    };
    let failed = |source| Failure::unreachable(AdminPort { address: listen.clone(), source });
    RunningAdmin::start(parts).await.map_err(failed)
}

/// The channel of what this process does at the system's edge.
fn edge_channel(process: &Process) -> Channel {
    let caller =
        ChannelConfig { caller: format!("gateway/{}", process.instance()), principal: Principal::service("gateway") };
    let bus = Arc::clone(&process.fabric().bus);
    Channel::new(bus, process.host().clone(), process.telemetry().clone(), caller)
}

async fn start_gateway(
    process: &Process,
    channel: &Channel,
    config: &Config,
    tasks: &Tasks,
) -> Result<RunningGateway, Failure> {
    let edge = Edge::default();
    let (following, followed) = (edge.clone(), channel.clone());
    let (host, shutdown) = (process.host().clone(), tasks.shutdown().clone());
    tasks.spawn("edge", async move { following.follow(&followed, &host, &shutdown).await }, |_| {});
    let known = edge.clone();
    process
        .health()
        .check("gateway", "auth", move || (!known.is_ready()).then(|| "its keys are not known yet".to_owned()));
    let parts = GatewayParts {
        config: config.gateway.clone(),
        channel: channel.clone(),
        authenticator: Arc::new(edge.verifier(process.host(), VerifierConfig::default())),
        limiter: Some(edge.limiter(Arc::clone(&process.fabric().cache))),
        events: Some(EventReader::new(Arc::clone(&process.fabric().journals))),
        telemetry: process.telemetry().clone(),
        host: process.host().clone(),
    };
    Gateway::start(parts).await.map_err(Failure::unreachable)
}

/// Where the administrator's token of `up` lies.
pub(crate) fn admin_token_path(config: &Config) -> PathBuf {
    Path::new(&config.data.directory).join(crate::target::ADMIN_TOKEN_FILE)
}
