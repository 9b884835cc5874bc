//! What an instance costs that hangs and comes back.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use prost::Message as _;
use realmwire_contract::auth::v1::{ISSUE_SERVICE_TOKEN, IssueServiceTokenRequest, IssueServiceTokenResponse, Role};
use realmwire_fabric::nats::{NatsConfig, connect};
use realmwire_sdk::client::CallOptions;
use realmwire_test_kit::NatsServer;
use tokio::task::JoinSet;

use crate::echo::channel;
use crate::report::{Report, Row, progress};
use crate::system::System;

const WRITERS: usize = 10;
/// How long writers write before an instance is stopped, while it stands still, and after it was woken.
const BEFORE: Duration = Duration::from_secs(3);
const STOPPED: Duration = Duration::from_secs(12);
const AFTER: Duration = Duration::from_secs(10);
/// No call takes so long but one whose first attempt was swallowed: a client waits that attempt out for a third of the
/// call's five seconds.
const SLOW: Duration = Duration::from_secs(1);

/// Stops one of two instances while clients write under idempotency keys, and wakes it again.
pub(crate) async fn measure(report: &mut Report) -> anyhow::Result<()> {
    progress("an instance hangs and wakes");
    let nats = NatsServer::start().await?;
    let door = System::serve("gateway,auth", &nats.url()).await?;
    let hanging = System::serve("state-manager", &nats.url()).await?;
    let _other = System::serve("state-manager", &nats.url()).await?;
    let client = Arc::new(Writers::new(&door, &nats.url()).await?);

    let begin = Instant::now();
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let client = Arc::clone(&client);
        writers.spawn(async move { client.write(writer, begin + BEFORE + STOPPED + AFTER).await });
    }
    tokio::time::sleep(BEFORE).await;
    let stopped = Instant::now();
    hanging.process().stop()?;
    tokio::time::sleep(STOPPED).await;
    hanging.process().cont()?;

    let (mut calls, mut failed, mut doubled) = (0, 0, 0);
    let mut last_slow = Duration::ZERO;
    while let Some(written) = writers.join_next().await {
        let written = written??;
        calls += written.calls.len();
        failed += written.calls.iter().filter(|call| !call.succeeded).count();
        let slow = written.calls.iter().filter(|call| call.took >= SLOW);
        last_slow =
            slow.map(|call| call.began.saturating_duration_since(stopped)).max().unwrap_or_default().max(last_slow);
        doubled += client.version(written.writer).await?.abs_diff(written.acknowledged);
    }
    let share = 100.0 * figure(failed) / figure(calls);
    report.row(Row::ratio(format!("instance hung for 12 s, failed calls of {calls} under keys, %"), share, "≤ 1"));
    report.row(Row::ratio("… the last call that it made slow, s after it hung", last_slow.as_secs_f64(), "≤ 6"));
    report.row(Row::target("… writes lost or doubled when it woke", figure(doubled.try_into()?), "0"));
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts of calls stay below 2^52")]
fn figure(count: usize) -> f64 {
    count as f64
}

/// What one writer saw.
struct Written {
    writer: usize,
    acknowledged: u64,
    calls: Vec<Call>,
}

struct Call {
    began: Instant,
    took: Duration,
    succeeded: bool,
}

/// The way of all writers through the gateway.
struct Writers {
    client: Client<HttpConnector, Full<bytes::Bytes>>,
    door: String,
    token: String,
}

impl Writers {
    async fn new(door: &System, nats: &str) -> anyhow::Result<Self> {
        let fabric = connect(NatsConfig::new(vec![nats.to_owned()], "bench", "token")).await?;
        let mut request = IssueServiceTokenRequest { subject: "bench".to_owned(), ..Default::default() };
        request.set_role(Role::Admin);
        let channel = channel(fabric.bus);
        let issued = channel.call(&ISSUE_SERVICE_TOKEN, CallOptions::default(), request.encode_to_vec().into()).await?;
        let token = IssueServiceTokenResponse::decode(issued.body)?.access_token;
        let client = Client::builder(TokioExecutor::new()).build_http();
        Ok(Self { client, door: door.address("gateway")?, token })
    }

    fn request(&self, method: Method, writer: usize) -> http::request::Builder {
        let uri = format!("{}/v1/states/KIND_ENTITY/writer-{writer}", self.door);
        Request::builder().method(method).uri(uri).header("authorization", format!("Bearer {}", self.token))
    }

    /// Writes a document of its own until `end`. What failed is sent again under the same key.
    async fn write(&self, writer: usize, end: Instant) -> anyhow::Result<Written> {
        let mut written = Written { writer, acknowledged: 0, calls: Vec::new() };
        loop {
            let key = format!("write-{writer}-{}", written.acknowledged);
            let request = self.request(Method::PUT, writer).header("idempotency-key", key);
            let request = request.header("content-type", "application/json");
            let began = Instant::now();
            let answer = self.client.request(request.body(Full::new("{}".into()))?).await?;
            let succeeded = answer.status() == StatusCode::OK;
            written.calls.push(Call { began, took: began.elapsed(), succeeded });
            written.acknowledged += u64::from(succeeded);
            // Not before the last write is acknowledged, so that the number of writes is known.
            if succeeded && Instant::now() >= end {
                return Ok(written);
            }
        }
    }

    /// How often a document was written.
    async fn version(&self, writer: usize) -> anyhow::Result<u64> {
        let answer = self.client.request(self.request(Method::GET, writer).body(Full::default())?).await?;
        let body = answer.into_body().collect().await?.to_bytes();
        let answer: serde_json::Value = serde_json::from_slice(&body)?;
        let version = answer.pointer("/state/version").and_then(serde_json::Value::as_str);
        Ok(version.with_context(|| format!("no version in {answer}"))?.parse()?)
    }
}
