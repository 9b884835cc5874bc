//! What the gateway costs: finding a route, transcoding a message, and a whole request against a handler that was
//! written by hand for the same JSON. `cargo bench -p realmwire-gateway` prints a table.

#![expect(clippy::print_stdout, reason = "figures are printed")]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on ends")]

mod served;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::Method;
use realmwire_gateway::routing::{Router, Template};
use realmwire_gateway::transcode::{Binding, Inputs, Profile, RequestTranscoder, ResponseTranscoder, Schema};

/// How long each figure is measured.
const LENGTH: Duration = Duration::from_secs(3);

fn main() {
    // Cargo asks benchmarks for their list, too.
    if std::env::args().any(|argument| argument == "--list") {
        return;
    }
    find_routes();
    transcode();
    served::compare(LENGTH);
}

/// The time of one call, the least of some rounds.
fn measure(name: &str, mut call: impl FnMut()) {
    let mut best = f64::INFINITY;
    for _ in 0..20 {
        let begin = Instant::now();
        for _ in 0..2_000 {
            call();
        }
        best = best.min(begin.elapsed().as_secs_f64() / 2_000.0);
    }
    println!("{name:<58} {:>9.0} ns", best * 1e9);
}

fn find_routes() {
    for count in [100, 10_000] {
        let mut router = Router::default();
        for number in 0..count {
            let (service, resource) = (number / 20, number % 20);
            let templates = [
                format!("/v1/service{service}/resources{resource}/{{id}}"),
                format!("/v1/service{service}/{{name=resources{resource}/*/parts/*}}"),
                format!("/v1/service{service}/resources{resource}/{{id}}:act"),
            ];
            let template = Template::parse(&templates[number % 3]).unwrap();
            router.insert(&Method::GET, template, number).unwrap();
        }
        let last = count - 1;
        let base = format!("/v1/service{}/resources{}", last / 20, last % 20);
        let path = [format!("{base}/abc"), format!("{base}/abc/parts/7"), format!("{base}/abc:act")][last % 3].clone();
        measure(&format!("route among {count}, found"), || {
            black_box(router.find(&Method::GET, black_box(&path)));
        });
        let missing = format!("{base}/abc/nothing/here");
        measure(&format!("route among {count}, not there"), || {
            black_box(router.find(&Method::GET, black_box(&missing)));
        });
    }
}

fn transcode() {
    let schema = Arc::new(Schema::compile(realmwire_contract::descriptors()));
    let binding = Binding {
        input: "realmwire.state_manager.v1.PutRequest",
        variables: &["kind", "id"],
        body: "data",
        derive_mask: false,
    };
    let request = RequestTranscoder::compile(&schema, binding).unwrap();
    let output = "realmwire.state_manager.v1.PutResponse";
    let response = ResponseTranscoder::compile(&schema, output, "", Profile::Canonical).unwrap();
    for (name, members) in [("250 B", 6), ("1 KB", 26), ("10 KB", 260)] {
        let body = served::body(members);
        let inputs =
            || Inputs { path: vec!["KIND_ENTITY".into(), "door".into()], body: body.as_bytes(), ..Inputs::default() };
        let wire = request.transcode(&inputs()).unwrap().bytes;
        measure(&format!("JSON to wire, a Struct of {name}"), || {
            black_box(request.transcode(&inputs()).unwrap());
        });
        // A response that holds a state holds the same Struct one level deeper.
        let data = wire.iter().position(|byte| *byte == 0x1a).map(|at| &wire[at..]).unwrap();
        let state = [&[0x08, 2, 0x12, 4][..], b"door", &[0x18, 7, 0x22], &data[1..]].concat();
        let mut answer = vec![0x0a];
        prost::encoding::encode_varint(state.len() as u64, &mut answer);
        answer.extend(state);
        measure(&format!("wire to JSON, a State of {name}"), || {
            black_box(response.transcode(black_box(&answer)).unwrap());
        });
    }
}
