//! Events that are published through the event bus, delivered to one durable subscription and acknowledged.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use anyhow::Context as _;
use prost::{Message, Name};
use prost_types::Any;
use realmwire_api::event_bus::EventBusClient;
use realmwire_contract::event_bus::v1::{
    AckRequest, NewEvent, Place, PublishBatchRequest, ReceiveRequest, SubscribeRequest, new_event,
};
use realmwire_contract::time_manager::v1::HourChanged;
use realmwire_fabric::Fabric;
use realmwire_fabric::embedded::{EmbeddedConfig, open};
use realmwire_fabric::nats::{NatsConfig, connect};
use realmwire_sdk::client::{Channel, ChannelConfig};
use realmwire_sdk::health::Health;
use realmwire_sdk::host::Host;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::resilience::ProcessGate;
use realmwire_sdk::service::{Process, ProcessParts, Running};
use realmwire_sdk::telemetry::Telemetry;
use realmwire_test_kit::NatsCluster;

use crate::measure::{Plan, median_of};
use crate::report::{Report, Row};

/// Events that are published with one call.
const BATCH: u64 = 450;
/// Publishers at a time.
const PUBLISHERS: usize = 4;
/// Events by which publishers may be ahead of the subscription.
const LEAD: u64 = 20_000;
const SUBSCRIPTION: &str = "bench";

/// Measures in one process, with the store on disk, and over three servers with copies of everything.
pub(crate) async fn delivered(plan: Plan, report: &mut Report) -> anyhow::Result<()> {
    let mut rates = Vec::new();
    for _ in 0..plan.rounds {
        let folder = tempfile::tempdir_in(".")?;
        rates.push(measure(open(EmbeddedConfig::new(folder.path()))?, plan).await?);
    }
    report.row(Row::target("events to one durable subscription, embedded, a second", median_of(rates), "≥ 50,000"));

    let cluster = NatsCluster::start(3).await?;
    let mut rates = Vec::new();
    for round in 0..plan.rounds {
        let config = NatsConfig { replicas: 3, ..NatsConfig::new(cluster.urls(), "event-bus", round.to_string()) };
        rates.push(measure(connect(config).await?, plan).await?);
    }
    report.row(Row::target("… over three nats-servers", median_of(rates), "≥ 10,000"));
    Ok(())
}

/// Events a second that are published, delivered and acknowledged.
async fn measure(fabric: Fabric, plan: Plan) -> anyhow::Result<f64> {
    let (running, client) = start(fabric).await?;
    let patterns = vec!["time-manager.hour.*".to_owned()];
    let request =
        SubscribeRequest { subscription_id: SUBSCRIPTION.to_owned(), patterns, ..SubscribeRequest::default() };
    client.subscribe(request).await?;
    let acked = Arc::new(AtomicU64::new(0));
    let published = Arc::new(AtomicU64::new(0));
    let publishing = (0..PUBLISHERS).map(|_| publish(client.clone(), Arc::clone(&published), Arc::clone(&acked)));
    let publishing = futures::future::try_join_all(publishing);
    let figure = async {
        let receiving = receive(client.clone(), Arc::clone(&acked));
        let timed = async {
            tokio::time::sleep(plan.round / 5).await;
            let (begin, before) = (Instant::now(), acked.load(Ordering::Relaxed));
            tokio::time::sleep(plan.round).await;
            let count = acked.load(Ordering::Relaxed) - before;
            #[expect(clippy::cast_precision_loss, reason = "counts of a benchmark stay below 2^52")]
            Ok(count as f64 / begin.elapsed().as_secs_f64())
        };
        tokio::select! {
            ended = receiving => Err(ended.err().context("the subscription ended")?),
            rate = timed => rate,
        }
    };
    let rate = tokio::select! {
        ended = publishing => Err(ended.err().context("the publishers ended")?),
        rate = figure => rate,
    };
    running.drain(std::time::Duration::from_secs(5)).await;
    rate
}

async fn start(fabric: Fabric) -> anyhow::Result<(Running, EventBusClient)> {
    let (host, telemetry) = (Host::system(), Telemetry::new());
    let caller = ChannelConfig { caller: "bench".to_owned(), principal: Principal::service("bench") };
    let channel = Channel::new(Arc::clone(&fabric.bus), host.clone(), telemetry.clone(), caller);
    let process = Process::new(ProcessParts {
        fabric,
        host,
        instance: "bench".to_owned(),
        telemetry,
        health: Health::new(),
        gate: ProcessGate::default(),
        content: None,
    });
    let running = realmwire_event_bus::start(process.context(realmwire_event_bus::SPEC, toml::Table::new())?).await?;
    Ok((running, EventBusClient::new(&channel)))
}

async fn publish(client: EventBusClient, published: Arc<AtomicU64>, acked: Arc<AtomicU64>) -> anyhow::Result<()> {
    let hour = HourChanged { clock_id: "default".to_owned(), hours_passed: 1, ..HourChanged::default() };
    let message = Any { type_url: HourChanged::type_url(), value: hour.encode_to_vec() };
    let event = NewEvent {
        r#type: "time-manager.hour.changed".to_owned(),
        content: Some(new_event::Content::Message(message)),
        ..NewEvent::default()
    };
    let events = vec![event; BATCH.try_into()?];
    loop {
        if published.load(Ordering::Relaxed) > acked.load(Ordering::Relaxed) + LEAD {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            continue;
        }
        client.publish_batch(PublishBatchRequest { events: events.clone() }).await?;
        published.fetch_add(BATCH, Ordering::Relaxed);
    }
}

async fn receive(client: EventBusClient, acked: Arc<AtomicU64>) -> anyhow::Result<()> {
    let request = ReceiveRequest { subscription_id: SUBSCRIPTION.to_owned(), batch_max: 0 };
    let mut stream = client.receive(request).await?;
    while let Some(message) = stream.next().await {
        let deliveries = message?.deliveries;
        let Some(last) = deliveries.last() else { continue };
        let through = vec![Place { source: last.source.clone(), sequence: last.sequence, delivery: 0 }];
        client.ack(AckRequest { subscription_id: SUBSCRIPTION.to_owned(), places: Vec::new(), through }).await?;
        acked.fetch_add(deliveries.len() as u64, Ordering::Relaxed);
    }
    Ok(())
}
