//! Settings that change while the process runs.

use http::{Method, StatusCode};
use realmwire_test_kit::{Process, eventually};
use serde_json::json;

use crate::harness::{BINARY, PATIENCE, System, run};

const FILE: &str = "realmwire.toml";

async fn up_with(settings: &str) -> System {
    let builder = Process::builder("realmwire", BINARY).unwrap();
    builder.write(FILE, settings).unwrap();
    let arguments = ["up", "--config", FILE, "--ephemeral", "--http", "127.0.0.1:0", "--admin", "127.0.0.1:0"];
    System::of(builder.args(arguments)).await
}

fn write(system: &System, settings: &str) {
    std::fs::write(system.process().folder().join(FILE), settings).unwrap();
}

/// What a body of 2,000 bytes is answered with; without a token, so that it gets no further than the gateway.
async fn status_of_large_body(system: &System) -> StatusCode {
    let body = json!({"filler": "x".repeat(2_000)});
    system.request(Method::POST, "/v1/sessions:login", "", &body).await.unwrap().status
}

async fn becomes(system: &System, expected: StatusCode) {
    let answered = || async move { (status_of_large_body(system).await == expected).then_some(()) };
    eventually("the settings are in force", PATIENCE, answered).await.unwrap();
}

#[tokio::test]
async fn a_changed_file_is_put_in_force_and_a_bad_one_is_not() {
    let system = up_with("[gateway.limits]\nbody_bytes = 1500\n").await;
    assert_eq!(status_of_large_body(&system).await, StatusCode::PAYLOAD_TOO_LARGE);

    write(&system, "[gateway.limits]\nbody_bytes = 10000\n");
    // The field is not one of the request's, which only a body that was read can show.
    becomes(&system, StatusCode::BAD_REQUEST).await;

    write(&system, "[gateway.limits]\nbody_bites = 1500\n");
    system.process().wait_for_line("did you mean", PATIENCE).await.unwrap();
    assert_eq!(status_of_large_body(&system).await, StatusCode::BAD_REQUEST);

    write(&system, "[gateway.limits]\nbody_bytes = 1500\n[stop]\ndrain_ms = 1\n");
    becomes(&system, StatusCode::PAYLOAD_TOO_LARGE).await;
    system.process().wait_for_line("take effect at the next start", PATIENCE).await.unwrap();
}

#[tokio::test]
async fn a_hangup_reads_the_settings_again() {
    let system = up_with("").await;
    system.process().signal(rustix::process::Signal::HUP).unwrap();
    system.process().wait_for_line("the settings were read again", PATIENCE).await.unwrap();
}

#[tokio::test]
async fn the_check_tells_everything_that_is_wrong_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let settings = "[gateway]\nlisten = \"nowhere\"\n[gateway.profiles]\n\"quest.Nothing\" = \"legacy\"\n";
    std::fs::write(folder.path().join(FILE), settings).unwrap();
    let ran = run(folder.path(), ["gateway", "check", "--config", FILE]).await;
    assert_eq!(ran.code, 3, "{}", ran.errors);
    assert!(ran.errors.contains("gateway.listen: ") && ran.errors.contains("gateway.profiles.quest.Nothing: "));
    std::fs::write(folder.path().join(FILE), "").unwrap();
    assert_eq!(run(folder.path(), ["gateway", "check", "--config", FILE]).await.code, 0);
}
