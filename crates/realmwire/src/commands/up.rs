//! `realmwire up` and `realmwire serve`.

use std::path::Path;
use std::time::{Duration, Instant};

use realmwire_contract::auth::v1::{
    ISSUE_SERVICE_TOKEN, IssueServiceTokenRequest, IssueServiceTokenResponse, Role, SERVICE,
};
use realmwire_fabric::embedded::EmbeddedConfig;
use realmwire_gateway::open_files;
use realmwire_node::{ServiceEntry, catalogue, select};
use realmwire_sdk::client::{Channel, ServiceClient};
use realmwire_sdk::host::Host;
use realmwire_sdk::service::Shutdown;
use realmwire_sdk::status::Status;

use crate::cli::{ServeArgs, UpArgs};
use crate::config::{Config, SettingsSource};
use crate::failure::Failure;
use crate::nats::nats_config;
use crate::system::{Plan, System, admin_token_path};
use crate::{logging, output};

/// The name in a list of services that stands for the gateway.
const GATEWAY: &str = "gateway";
/// How long the administrator's token of `up` is good, in days.
const TOKEN_DAYS: i64 = 30;
/// How often it is made anew.
const TOKEN_RENEWAL: Duration = Duration::from_hours(24);

/// Why the administrator's token could not be left beside the data.
#[derive(Debug, thiserror::Error)]
enum TokenError {
    /// Auth refused to make one.
    #[error("auth made no administrator's token")]
    Refused(#[source] Status),
    /// The file cannot be written.
    #[error("cannot write the administrator's token to {path}")]
    Write {
        /// The file.
        path: String,
        #[source]
        source: std::io::Error,
    },
}

/// `serve` without a server to serve on.
#[derive(Debug, thiserror::Error)]
#[error("no NATS servers are configured; name them with --nats, or run everything in one process with `realmwire up`")]
struct NoServers;

/// Runs `realmwire up` to its end.
pub(crate) async fn up(args: &UpArgs) -> Result<(), Failure> {
    let began = Instant::now();
    let source = SettingsSource::new(args.source.config.clone(), args.overrides());
    let config = configure(&source)?;
    let services = if args.services.is_empty() {
        catalogue().iter().collect()
    } else {
        select(&args.services).map_err(Failure::usage)?
    };
    let fabric = if config.data.ephemeral {
        realmwire_fabric::embedded::memory(Host::system().clock().clone())
    } else {
        let directory = config.data.directory.clone();
        let opened = tokio::task::spawn_blocking(|| realmwire_fabric::embedded::open(EmbeddedConfig::new(directory)));
        opened.await.map_err(Failure::failed)?.map_err(Failure::unreachable)?
    };
    let has_auth = services.iter().any(|entry| entry.spec.name == SERVICE.name);
    let plan = Plan { services, gateway: true };
    let system = System::start(fabric, instance(), &plan, &config).await?;
    if has_auth && !config.data.ephemeral {
        keep_admin_token(&system, &config).await.map_err(Failure::failed)?;
    }
    introduce(&system, &config, began);
    finish(system, &source).await
}

/// Runs `realmwire serve` to its end.
pub(crate) async fn serve(args: &ServeArgs) -> Result<(), Failure> {
    let began = Instant::now();
    let source = SettingsSource::new(args.source.config.clone(), args.overrides());
    let config = configure(&source)?;
    if config.nats.servers.is_empty() {
        return Err(Failure::usage(NoServers));
    }
    let gateway = args.services.iter().any(|name| name == GATEWAY);
    let names: Vec<String> = args.services.iter().filter(|name| *name != GATEWAY).cloned().collect();
    let services: Vec<&'static ServiceEntry> = select(&names).map_err(Failure::usage)?;
    let instance = instance();
    let name = if let [only] = args.services.as_slice() { only.as_str() } else { "realmwire" };
    let mut nats = nats_config(&config.nats, name, &instance)?;
    nats.redis = (!config.redis.nodes.is_empty()).then(|| config.redis.nodes.clone());
    let fabric = realmwire_fabric::nats::connect(nats);
    let fabric = fabric.await.map_err(Failure::unreachable)?;
    let system = System::start(fabric, instance, &Plan { services, gateway }, &config).await?;
    introduce(&system, &config, began);
    finish(system, &source).await
}

fn configure(source: &SettingsSource) -> Result<Config, Failure> {
    let config = source.load()?;
    logging::start(&config.log).map_err(Failure::usage)?;
    take_open_files();
    Ok(config)
}

/// Takes all the open files that the system allows. With fewer the process runs as well, for fewer clients.
fn take_open_files() {
    match open_files::raise() {
        Ok(raised) => tracing::info!(
            before = raised.before,
            limit = raised.limit,
            "the limit of open files is as high as the system allows"
        ),
        Err(error) => tracing::warn!(error = %error, "the limit of open files cannot be raised"),
    }
}

fn instance() -> String {
    Host::system().new_uuid().simple().to_string()
}

/// Leaves an administrator's token beside the data, readable by its owner only, and makes it anew every day.
async fn keep_admin_token(system: &System, config: &Config) -> Result<(), TokenError> {
    let path = admin_token_path(config);
    write_admin_token(system.channel(), &path).await?;
    let (channel, shutdown) = (system.channel().clone(), system.tasks().shutdown().clone());
    let renew = async move {
        while wait(&shutdown, TOKEN_RENEWAL).await {
            if let Err(error) = write_admin_token(&channel, &path).await {
                tracing::warn!(error = %error, "the administrator's token was not renewed");
            }
        }
    };
    system.tasks().spawn("administrator's token", renew, |_| {});
    Ok(())
}

/// Waits for `time`; false when the process ends first.
async fn wait(shutdown: &Shutdown, time: Duration) -> bool {
    shutdown.or(tokio::time::sleep(time)).await.is_some()
}

async fn write_admin_token(channel: &Channel, path: &Path) -> Result<(), TokenError> {
    let request = IssueServiceTokenRequest {
        subject: "administrator".to_owned(),
        role: Role::Admin.into(),
        duration: Some(prost_types::Duration { seconds: TOKEN_DAYS * 24 * 60 * 60, nanos: 0 }),
        label: "realmwire up".to_owned(),
    };
    let client = ServiceClient::new(channel, &SERVICE);
    let call = client.call::<_, IssueServiceTokenResponse>(&ISSUE_SERVICE_TOKEN, request).as_service();
    let answer = call.await.map_err(TokenError::Refused)?;
    let written = write_private(path, &answer.access_token);
    written.map_err(|source| TokenError::Write { path: path.display().to_string(), source })
}

/// Replaces a file with one that only its owner can read; a reader sees the old content or the new one.
fn write_private(path: &Path, content: &str) -> std::io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;

    let temporary = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
    file.write_all(content.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(temporary, path)
}

/// Says what runs, where, and how to call it.
fn introduce(system: &System, config: &Config, began: Instant) {
    output::line(&format!("{} {}", output::strong("realmwire"), env!("CARGO_PKG_VERSION")));
    output::line(&format!("  services  {}", system.services().join(", ")));
    if let Some(url) = system.gateway_url() {
        output::line(&format!("  gateway   {url}  (documentation: {url}/docs)"));
    }
    output::line(&format!("  admin     {}  (/readyz, /metrics, /services)", system.admin_url()));
    if config.nats.servers.is_empty() && config.data.ephemeral {
        output::line("  data      in memory, forgotten at the end");
    } else if config.nats.servers.is_empty() {
        output::line(&format!("  data      {}", config.data.directory.display()));
        output::line(&format!("  token     {}  (administrator)", admin_token_path(config).display()));
    } else {
        output::line(&format!("  instance  {}", system.process().instance()));
        output::line(&format!("  nats      {}", config.nats.servers.join(", ")));
    }
    output::line(&format!("ready in {} ms; Ctrl-C stops it", began.elapsed().as_millis()));
}

async fn finish(system: System, source: &SettingsSource) -> Result<(), Failure> {
    system.asked_to_stop(source).await.map_err(Failure::failed)?;
    output::note("stopping: what was accepted is finished first");
    for remark in system.stop().await {
        output::note(&remark);
    }
    output::note("stopped");
    Ok(())
}
