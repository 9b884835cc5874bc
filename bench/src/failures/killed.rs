//! How soon the end of a stream is noticed when the process at the other end is killed.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use prost::Message as _;
use realmwire_contract::state_manager::v1::{Kind, WATCH, WatchRequest};
use realmwire_fabric::nats::{NatsConfig, connect};
use realmwire_sdk::client::{CallOptions, Channel};
use realmwire_sdk::stream::FrameReceiver;
use realmwire_test_kit::{NatsServer, Process};

use crate::echo::channel;
use crate::measure::Plan;
use crate::report::{Report, Row};
use crate::system::{System, binary};

const WANTED: &str = "≤ 1,000";
/// Signs of life come at intervals: a kill at another moment of one is another measurement.
const APART: Duration = Duration::from_millis(90);
/// How often the server is asked how many streams it has.
const LOOK_EVERY: Duration = Duration::from_millis(2);
/// Longer than any end takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// Kills servers under their readers, and readers under their servers. The longest of all rounds counts.
pub(crate) async fn measure(plan: Plan, report: &mut Report) -> anyhow::Result<()> {
    let nats = NatsServer::start().await?;
    let fabric = connect(NatsConfig::new(vec![nats.url()], "bench", std::process::id().to_string())).await?;
    let channel = channel(fabric.bus);
    let (mut servers, mut readers) = (Duration::ZERO, Duration::ZERO);
    for round in 0..plan.rounds {
        let pause = APART * u32::try_from(round).unwrap_or_default();
        servers = servers.max(kill_server(&nats.url(), &channel, pause).await?);
        readers = readers.max(kill_reader(&nats.url(), pause).await?);
    }
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    report.row(Row::target("server of a stream killed, until its reader knows, ms", milliseconds(servers), WANTED));
    report.row(Row::target("reader of a stream killed, until its server knows, ms", milliseconds(readers), WANTED));
    Ok(())
}

async fn open(channel: &Channel) -> anyhow::Result<FrameReceiver> {
    let request = WatchRequest { kind: Kind::Entity.into(), ..WatchRequest::default() };
    let mut stream = channel.open(&WATCH, CallOptions::default(), request.encode_to_vec().into()).await?;
    // First comes that there is nothing yet. After it the stream is idle.
    stream.next().await.context("the stream is empty")??;
    Ok(stream)
}

async fn kill_server(nats: &str, channel: &Channel, pause: Duration) -> anyhow::Result<Duration> {
    let server = System::serve("state-manager", nats).await?;
    let mut stream = open(channel).await?;
    tokio::time::sleep(pause).await;
    let killed = Instant::now();
    server.process().kill()?;
    let ended = tokio::time::timeout(PATIENCE, stream.next()).await?;
    anyhow::ensure!(matches!(ended, Some(Err(_))), "the stream ended without an error");
    Ok(killed.elapsed())
}

async fn kill_reader(nats: &str, pause: Duration) -> anyhow::Result<Duration> {
    let server = System::serve("state-manager", nats).await?;
    let request = r#"{"kind": "KIND_ENTITY"}"#;
    let reader = Process::builder("reader", binary()?)?.args(["call", "state-manager.Watch", request, "--nats", nats]);
    let reader = reader.start().await?;
    wait_for_streams(&server, 1).await?;
    tokio::time::sleep(pause).await;
    let killed = Instant::now();
    reader.kill()?;
    wait_for_streams(&server, 0).await?;
    Ok(killed.elapsed())
}

async fn wait_for_streams(server: &System, count: u64) -> anyhow::Result<()> {
    let until = Instant::now() + PATIENCE;
    while server.calls_in_flight(WATCH.full_name).await? != Some(count) {
        anyhow::ensure!(Instant::now() < until, "there are not {count} streams after {PATIENCE:?}");
        tokio::time::sleep(LOOK_EVERY).await;
    }
    Ok(())
}
