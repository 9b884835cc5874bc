//! What the gateway costs: finding a route, transcoding a message, and a whole request against a handler that was
//! written by hand with axum for the same JSON.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context as _;
use futures::future::BoxFuture;
use http::Method;
use parking_lot::Mutex;
use realmwire_gateway::routing::{Router, Template};
use realmwire_gateway::transcode::{Binding, Inputs, Profile, RequestTranscoder, ResponseTranscoder, Schema};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::http::complete;
use crate::measure::{Figures, Plan, median, round};
use crate::peer::Peer;
use crate::report::{Report, Row};
use crate::served::{document, put};

/// How many requests are in flight at a time: one shows what is added to each, the others the throughput.
const IN_FLIGHT: [usize; 2] = [1, 16];

/// Sizes of documents, by name and number of members.
const SIZES: [(&str, usize); 2] = [("250 B", 6), ("1 KB", 26)];

/// Measures all of it.
pub(crate) async fn gateway(plan: Plan, report: &mut Report) -> anyhow::Result<()> {
    find_routes(report)?;
    transcode(report)?;
    let by_hand = Peer::start(&["answer-axum"]).await?;
    let gateway = Peer::start(&["answer-gateway"]).await?;
    for (size, members) in SIZES {
        let request = put(gateway.said(1)?, &document(members));
        for in_flight in IN_FLIGHT {
            let (mut of_hand, mut of_gateway) = (Vec::new(), Vec::new());
            for _ in 0..plan.rounds {
                of_hand.push(load(by_hand.said(0)?, &request, in_flight, plan).await?);
                of_gateway.push(load(gateway.said(0)?, &request, in_flight, plan).await?);
            }
            compare(size, in_flight, median(&of_hand), median(&of_gateway), report);
        }
    }
    Ok(())
}

fn compare(size: &str, in_flight: usize, by_hand: Figures, gateway: Figures, report: &mut Report) {
    report.figures(&format!("echo of {size}, axum by hand, {in_flight} in flight"), by_hand);
    report.figures(&format!("echo of {size}, gateway and service, {in_flight} in flight"), gateway);
    if in_flight == 1 {
        report.row(Row::target("… added to the p50, µs", gateway.p50_us - by_hand.p50_us, "≤ 60"));
    } else {
        report.row(Row::ratio("… throughput, gateway to axum", gateway.throughput / by_hand.throughput, "≥ 0.50"));
    }
}

async fn load(address: &str, request: &[u8], in_flight: usize, plan: Plan) -> anyhow::Result<Figures> {
    let mut connections = Vec::new();
    for _ in 0..in_flight {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        connections.push(Mutex::new(Some((stream, Vec::new()))));
    }
    let (connections, request) = (Arc::new(connections), Arc::new(request.to_vec()));
    let call = move |caller: usize| -> BoxFuture<'static, anyhow::Result<()>> {
        let (connections, request) = (Arc::clone(&connections), Arc::clone(&request));
        Box::pin(async move {
            let place = connections.get(caller).context("no such caller")?;
            let (mut stream, mut answer) = place.lock().take().context("a caller has one request at a time")?;
            answer.clear();
            stream.write_all(&request).await?;
            let status = loop {
                anyhow::ensure!(stream.read_buf(&mut answer).await? > 0, "the connection was closed");
                if let Some(status) = complete(&answer)? {
                    break status;
                }
            };
            anyhow::ensure!(status == 200, "the answer is {status}");
            *place.lock() = Some((stream, answer));
            Ok(())
        })
    };
    round(in_flight, plan.round, call).await
}

/// The time of one call, the least of some rounds, in nanoseconds.
fn time_of(mut call: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..20 {
        let begin = Instant::now();
        for _ in 0..2_000 {
            call();
        }
        best = best.min(begin.elapsed().as_secs_f64() / 2_000.0);
    }
    best * 1e9
}

fn find_routes(report: &mut Report) -> anyhow::Result<()> {
    for count in [100, 10_000] {
        let mut router = Router::default();
        for number in 0..count {
            let (service, resource) = (number / 20, number % 20);
            let template = match number % 3 {
                0 => format!("/v1/service{service}/resources{resource}/{{id}}"),
                1 => format!("/v1/service{service}/{{name=resources{resource}/*/parts/*}}"),
                _ => format!("/v1/service{service}/resources{resource}/{{id}}:act"),
            };
            router.insert(&Method::GET, Template::parse(&template)?, number)?;
        }
        let last = count - 1;
        let base = format!("/v1/service{}/resources{}", last / 20, last % 20);
        let path = match last % 3 {
            0 => format!("{base}/abc"),
            1 => format!("{base}/abc/parts/7"),
            _ => format!("{base}/abc:act"),
        };
        anyhow::ensure!(router.find(&Method::GET, &path).is_some(), "{path} is not found");
        let found = time_of(|| _ = black_box(router.find(&Method::GET, black_box(&path))));
        report.row(Row::target(format!("finding a route among {count} templates, ns"), found, "≤ 1,000"));
        let missing = format!("{base}/abc/nothing/here");
        let missed = time_of(|| _ = black_box(router.find(&Method::GET, black_box(&missing))));
        report.row(Row::target(format!("finding none among {count} templates, ns"), missed, "≤ 1,000"));
    }
    Ok(())
}

fn transcode(report: &mut Report) -> anyhow::Result<()> {
    let schema = Arc::new(Schema::compile(realmwire_contract::descriptors()));
    let binding = Binding {
        input: "realmwire.state_manager.v1.PutRequest",
        variables: &["kind", "id"],
        body: "data",
        derive_mask: false,
    };
    let request = RequestTranscoder::compile(&schema, binding)?;
    let output = "realmwire.state_manager.v1.PutResponse";
    let response = ResponseTranscoder::compile(&schema, output, "", Profile::Canonical)?;
    for (name, members) in [("250 B", 6), ("1 KB", 26), ("10 KB", 260)] {
        let body = document(members);
        let inputs =
            || Inputs { path: vec!["KIND_ENTITY".into(), "door".into()], body: body.as_bytes(), ..Inputs::default() };
        let wire = request.transcode(&inputs()).map_err(|error| anyhow::anyhow!("{error:?}"))?.bytes;
        let read = time_of(|| _ = black_box(request.transcode(&inputs())));
        report.row(Row::target(format!("JSON to wire, a Struct of {name}, ns"), read, ""));
        // A response that holds a state holds the same Struct one level deeper.
        let at = wire.iter().position(|byte| *byte == 0x1a).context("the document is a field of the request")?;
        let data = wire.get(at + 1..).unwrap_or_default();
        let state = [&[0x08, 2, 0x12, 4][..], b"door", &[0x18, 7, 0x22], data].concat();
        let mut answer = vec![0x0a];
        prost::encoding::encode_varint(state.len() as u64, &mut answer);
        answer.extend(state);
        let written = time_of(|| _ = black_box(response.transcode(black_box(&answer))));
        report.row(Row::target(format!("wire to JSON, a State of {name}, ns"), written, ""));
    }
    Ok(())
}
