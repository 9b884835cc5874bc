//! What the gateway says of itself, held against what it does: Schemathesis sends requests that the document allows and
//! some that it does not.

use std::process::Stdio;
use std::time::Duration;

use realmwire_test_kit::{fetch, tools};
use serde_json::{Map, Value};
use tokio::process::Command;

use crate::harness::System;

/// Whatever the request, the answer is one that the document describes.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
    response_schema_conformance,unsupported_method,missing_required_header,allow_header_conformance";

/// Operations that would end the tester's own session or rights.
const EXCLUDED: &str = "revokeAll|keys:rotate|:revoke|:ban|setRole";

/// How long requests are made up. The seed is fixed, so a finding is found again.
const SECONDS: &str = "45";

const ENDS_WITHIN: Duration = Duration::from_secs(240);

#[tokio::test]
async fn no_request_makes_the_gateway_answer_otherwise_than_it_says() {
    let tester = tools::schemathesis().unwrap();
    let system = System::up().await;
    let mut command = Command::new(&tester.program);
    command
        .envs(tester.environment())
        .current_dir(system.process().folder())
        .args(["run", &format!("{}/openapi.json", system.http()), "--no-color", "--seed", "20261127"])
        .args(["--header", &format!("Authorization: Bearer {}", system.admin_token())])
        .args(["--phases", "examples,coverage,fuzzing", "--max-time", SECONDS, "--checks", CHECKS])
        .args(streams(&system).await.iter().flat_map(|operation| ["--exclude-operation-id", operation]))
        .args(["--exclude-path-regex", EXCLUDED, "--suppress-health-check", "all", "--request-timeout", "30"])
        .stdin(Stdio::null())
        .kill_on_drop(true);
    let ran = tokio::time::timeout(ENDS_WITHIN, command.output()).await.expect("the tester ends").unwrap();
    let report = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{report}{}", String::from_utf8_lossy(&ran.stderr));
    // A tester that is refused has tested nothing: only sign-in and the like may refuse whatever is made up.
    let refused = report.split_once(" operations returned only 401").and_then(|(before, _)| before.rsplit(' ').next());
    assert!(refused.is_none_or(|count| count.parse::<u32>().unwrap() < 12), "{report}");
}

/// The operations whose answers do not end by themselves.
async fn streams(system: &System) -> Vec<String> {
    let document = fetch(&format!("{}/openapi.json", system.http())).await.unwrap();
    let document: Value = serde_json::from_str(&document).unwrap();
    let operations = document["paths"].as_object().unwrap().values().filter_map(Value::as_object).flat_map(Map::values);
    let is_stream = |operation: &&Value| !operation["responses"]["200"]["content"]["text/event-stream"].is_null();
    operations.filter(is_stream).filter_map(|operation| operation["operationId"].as_str()).map(str::to_owned).collect()
}
