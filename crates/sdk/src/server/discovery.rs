//! The NATS services protocol (ADR-32), so that `nats micro ls|info|stats` show our services.

use std::sync::Arc;

use realmwire_fabric::bus::{BusError, Message, Subscription};
use serde::Serialize;

use super::core::{Core, Method};

/// The version of a service as the protocol wants it: three numbers.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Answers questions to all services, to all instances of this one, and to this instance.
pub(super) async fn subscribe(core: &Arc<Core>) -> Result<Vec<Subscription>, BusError> {
    let (name, id) = (core.spec.name, &core.instance);
    let mut subscriptions = Vec::with_capacity(3);
    for pattern in ["$SRV.*".to_owned(), format!("$SRV.*.{name}"), format!("$SRV.*.{name}.{id}")] {
        let asked = Arc::clone(core);
        let sink = move |message: Message| answer(&asked, message);
        subscriptions.push(core.bus.subscribe(&pattern, None, Arc::new(sink)).await?);
    }
    Ok(subscriptions)
}

fn answer(core: &Arc<Core>, question: Message) {
    let Some(reply) = question.reply.filter(|reply| reply.starts_with("_INBOX.")) else { return };
    let encoded = match question.subject.split('.').nth(1) {
        Some("PING") => serde_json::to_vec(&Identity::of(core, "io.nats.micro.v1.ping_response")),
        Some("INFO") => serde_json::to_vec(&Info::of(core)),
        Some("STATS") => serde_json::to_vec(&Stats::of(core)),
        _ => return,
    };
    match encoded {
        Ok(json) => core.send_from_reader(Message::new(reply, json)),
        Err(error) => tracing::error!(%error, "the description of a service cannot be encoded"),
    }
}

#[derive(Serialize)]
struct Identity<'a> {
    r#type: &'static str,
    name: &'static str,
    id: &'a str,
    version: &'static str,
    metadata: ServiceMetadata,
}

#[derive(Serialize)]
struct ServiceMetadata {
    proto: &'static str,
}

impl<'a> Identity<'a> {
    fn of(core: &'a Core, r#type: &'static str) -> Self {
        let metadata = ServiceMetadata { proto: core.spec.full_name };
        Self { r#type, name: core.spec.name, id: &core.instance, version: VERSION, metadata }
    }
}

#[derive(Serialize)]
struct Info<'a> {
    #[serde(flatten)]
    identity: Identity<'a>,
    description: &'static str,
    endpoints: Vec<EndpointInfo>,
}

#[derive(Serialize)]
struct EndpointInfo {
    name: &'static str,
    subject: &'static str,
    queue_group: &'static str,
    metadata: EndpointMetadata,
}

#[derive(Serialize)]
struct EndpointMetadata {
    proto: &'static str,
    input: &'static str,
    output: &'static str,
}

impl<'a> Info<'a> {
    fn of(core: &'a Core) -> Self {
        let endpoints = core.methods.iter().map(|method| EndpointInfo {
            name: method.spec.name,
            subject: method.spec.subject,
            queue_group: core.spec.name,
            metadata: EndpointMetadata {
                proto: method.spec.full_name,
                input: method.spec.input,
                output: method.spec.output,
            },
        });
        Self {
            identity: Identity::of(core, "io.nats.micro.v1.info_response"),
            description: core.spec.description,
            endpoints: endpoints.collect(),
        }
    }
}

#[derive(Serialize)]
struct Stats<'a> {
    #[serde(flatten)]
    identity: Identity<'a>,
    started: &'a str,
    endpoints: Vec<EndpointStatsJson>,
}

#[derive(Serialize)]
struct EndpointStatsJson {
    name: &'static str,
    subject: &'static str,
    queue_group: &'static str,
    num_requests: u64,
    num_errors: u64,
    last_error: String,
    processing_time: u64,
    average_processing_time: u64,
    data: EndpointData,
}

#[derive(Serialize)]
struct EndpointData {
    in_flight: u32,
    limit: u32,
}

impl<'a> Stats<'a> {
    fn of(core: &'a Core) -> Self {
        Self {
            identity: Identity::of(core, "io.nats.micro.v1.stats_response"),
            started: &core.started,
            endpoints: core.methods.iter().map(|method| endpoint_stats(core, method)).collect(),
        }
    }
}

fn endpoint_stats(core: &Core, method: &Method) -> EndpointStatsJson {
    let stats = method.stats.snapshot();
    EndpointStatsJson {
        name: method.spec.name,
        subject: method.spec.subject,
        queue_group: core.spec.name,
        num_requests: stats.requests,
        num_errors: stats.errors,
        last_error: stats.last_error,
        processing_time: stats.nanos,
        average_processing_time: stats.nanos.checked_div(stats.requests).unwrap_or_default(),
        data: EndpointData { in_flight: method.gate.in_flight(), limit: method.gate.limit() },
    }
}
