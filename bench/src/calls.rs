//! Calls through the SDK against raw requests of the same client library, on the same server and in the same run.

use std::sync::Arc;

use bytes::Bytes;
use futures::StreamExt;
use prost::Message;
use realmwire_fabric::bus::Bus;
use realmwire_fabric::nats::NatsConfig;
use realmwire_sdk::client::{CallOptions, Channel};
use realmwire_test_kit::NatsServer;

use crate::echo::{ECHO, RAW_SUBJECT, channel, message, serve};
use crate::measure::{Figures, Plan, median, round};
use crate::peer::{Peer, listening};
use crate::report::{Report, Row};

/// How many calls are in flight at a time.
const IN_FLIGHT: [usize; 2] = [1, 64];

/// Measures calls within one process.
pub(crate) async fn in_process(plan: Plan, report: &mut Report) -> anyhow::Result<()> {
    let fabric = realmwire_fabric::embedded::memory(Arc::new(realmwire_fabric::clock::SystemClock));
    let _server = serve(Arc::clone(&fabric.bus)).await?;
    let channel = channel(Arc::clone(&fabric.bus));
    for in_flight in IN_FLIGHT {
        let mut rounds = Vec::new();
        for _ in 0..plan.rounds {
            rounds.push(round(in_flight, plan.round, sdk_call(channel.clone())).await?);
        }
        report.figures(&format!("SDK call within the process, {in_flight} in flight"), median(&rounds));
    }
    Ok(())
}

/// Measures calls over a nats-server, raw and through the SDK, with the answering side in a process of its own.
pub(crate) async fn over_nats(plan: Plan, report: &mut Report) -> anyhow::Result<()> {
    let server = NatsServer::start().await?;
    let _raw_peer = Peer::start(&["answer-raw", &server.url()]).await?;
    let _sdk_peer = Peer::start(&["answer-sdk", &server.url()]).await?;
    let raw = async_nats::connect(server.url()).await?;
    let bus = connect(&server.url(), "caller").await?;
    let channel = channel(bus);
    for in_flight in IN_FLIGHT {
        let (mut of_raw, mut of_sdk) = (Vec::new(), Vec::new());
        for _ in 0..plan.rounds {
            of_raw.push(round(in_flight, plan.round, raw_call(raw.clone())).await?);
            of_sdk.push(round(in_flight, plan.round, sdk_call(channel.clone())).await?);
        }
        compare(in_flight, median(&of_raw), median(&of_sdk), report);
    }
    Ok(())
}

fn compare(in_flight: usize, raw: Figures, sdk: Figures, report: &mut Report) {
    report.figures(&format!("raw async-nats request, {in_flight} in flight"), raw);
    report.figures(&format!("SDK call over NATS, {in_flight} in flight"), sdk);
    report.row(Row::ratio(
        format!("… throughput, SDK to raw, {in_flight} in flight"),
        sdk.throughput / raw.throughput,
        "≥ 0.85",
    ));
    report.row(Row::ratio(format!("… p50, SDK to raw, {in_flight} in flight"), sdk.p50_us / raw.p50_us, "≤ 1.20"));
}

fn raw_call(
    client: async_nats::Client,
) -> impl Fn(usize) -> futures::future::BoxFuture<'static, anyhow::Result<()>> + Clone + Send + 'static {
    let body = Bytes::from(message().encode_to_vec());
    move |_| {
        let (client, body) = (client.clone(), body.clone());
        Box::pin(async move {
            client.request(RAW_SUBJECT, body).await?;
            Ok(())
        })
    }
}

fn sdk_call(
    channel: Channel,
) -> impl Fn(usize) -> futures::future::BoxFuture<'static, anyhow::Result<()>> + Clone + Send + 'static {
    let body = Bytes::from(message().encode_to_vec());
    move |_| {
        let (channel, body) = (channel.clone(), body.clone());
        Box::pin(async move {
            channel.call(&ECHO, CallOptions::default(), body).await?;
            Ok(())
        })
    }
}

async fn connect(url: &str, name: &str) -> anyhow::Result<Arc<dyn Bus>> {
    let config = NatsConfig::new(vec![url.to_owned()], name, std::process::id().to_string());
    Ok(realmwire_fabric::nats::connect(config).await?.bus)
}

/// The answering side of raw requests; runs until it is killed.
pub(crate) async fn answer_raw(url: &str) -> anyhow::Result<()> {
    let client = async_nats::connect(url).await?;
    let mut requests = client.queue_subscribe(RAW_SUBJECT, "raw".to_owned()).await?;
    client.flush().await?;
    listening(&[]);
    while let Some(request) = requests.next().await {
        if let Some(reply) = request.reply {
            client.publish(reply, request.payload).await?;
        }
    }
    Ok(())
}

/// The answering side of calls through the SDK; runs until it is killed.
pub(crate) async fn answer_sdk(url: &str) -> anyhow::Result<()> {
    let _server = serve(connect(url, "echo").await?).await?;
    listening(&[]);
    std::future::pending().await
}
