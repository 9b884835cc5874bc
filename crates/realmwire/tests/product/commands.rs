//! The command line, used well and used wrongly.

use std::net::TcpListener;

use realmwire_test_kit::Process;

use crate::harness::{BINARY, PATIENCE, System, run};

/// Runs `realmwire` in a folder of its own and expects it to fail with `code`, saying each of `said`.
async fn refused(arguments: &[&str], code: i32, said: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(folder.path(), arguments).await;
    assert_eq!(ran.code, code, "{arguments:?}: {}{}", ran.output, ran.errors);
    for text in said {
        assert!(ran.errors.contains(text), "{arguments:?} does not say {text:?}: {}", ran.errors);
    }
}

#[tokio::test]
async fn wrong_usage_is_told_with_what_would_be_right() {
    refused(
        &["up", "--set", "gateway.lisen=\"127.0.0.1:0\""],
        3,
        &["gateway.lisen", "did you mean \"gateway.listen\"?"],
    )
    .await;
    refused(&["up", "--config", "missing.toml"], 3, &["cannot read the configuration file missing.toml"]).await;
    refused(&["serve", "state-manager"], 2, &["no NATS servers are configured", "--nats"]).await;
    refused(&["serve", "stat-manager", "--nats", "nats://127.0.0.1:1"], 2, &["\"stat-manager\"", "state-manager"])
        .await;
    let half = ["serve", "auth", "--nats", "tls://127.0.0.1:1", "--set", "nats.key_file=\"key.pem\""];
    refused(&half, 3, &["nats.certificate_file and nats.key_file go together"]).await;
    refused(&["call", "state-manager.Gte"], 2, &["did you mean \"state-manager.Get\"?"]).await;
    refused(&["call", "auth.GetKeys", "--url", "http://127.0.0.1:1"], 4, &["cannot reach http://127.0.0.1:1"]).await;
}

#[tokio::test]
async fn a_nats_that_is_down_at_the_start_is_an_error_that_names_it() {
    let started = ["serve", "auth", "--nats", "nats://127.0.0.1:1", "--set", "nats.connect_timeout_ms=500"];
    refused(&started, 4, &["127.0.0.1:1"]).await;
}

#[tokio::test]
async fn a_port_in_use_is_an_error_that_names_it() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    refused(&["up", "--ephemeral", "--admin", "127.0.0.1:0", "--http", &address], 4, &[&address]).await;
    refused(&["up", "--ephemeral", "--admin", &address, "--http", "127.0.0.1:0"], 4, &[&address, "--admin"]).await;
}

#[tokio::test]
async fn a_data_folder_that_is_taken_or_is_none_is_an_error_that_names_it() {
    let system = System::up().await;
    let data = system.data().display().to_string();
    refused(&["up", "--data", &data, "--http", "127.0.0.1:0", "--admin", "127.0.0.1:0"], 4, &[&data]).await;
    refused(&["up", "--data", "/proc/none", "--http", "127.0.0.1:0", "--admin", "127.0.0.1:0"], 4, &["/proc/none"])
        .await;
}

#[tokio::test]
async fn a_process_that_is_asked_to_stop_ends_with_success() {
    let process = Process::builder("realmwire", BINARY).unwrap();
    let process = process.args(["up", "--ephemeral", "--http", "127.0.0.1:0", "--admin", "127.0.0.1:0"]);
    let ready = realmwire_test_kit::Ready::Line("ready in".to_owned());
    let process = process.ready(ready).within(PATIENCE).start().await.unwrap();
    let status = process.terminate(PATIENCE).await.unwrap();
    assert!(status.success(), "{}", process.log());
    assert!(process.log().contains("stopped"), "{}", process.log());
}

#[tokio::test]
async fn commands_reach_a_running_system() {
    let system = System::up().await;
    let (url, admin) = (system.http(), system.admin());
    let token = system.data().join("admin-token").display().to_string();
    let folder = tempfile::tempdir().unwrap();

    let put = r#"{"kind": "KIND_ENTITY", "id": "door", "data": {"open": true}}"#;
    let ran = run(folder.path(), ["call", "state-manager.Put", put, "--url", &url, "--token-file", &token]).await;
    assert_eq!(ran.code, 0, "{}", ran.errors);
    assert!(ran.output.contains("\"version\": \"1\""), "{}", ran.output);

    let wrong = r#"{"kind": "KIND_ENTITY", "id": ""}"#;
    let ran = run(folder.path(), ["call", "state-manager.Get", wrong, "--url", &url, "--token-file", &token]).await;
    assert_eq!(ran.code, 1);
    assert!(ran.errors.contains("INVALID_ARGUMENT (400)") && ran.errors.contains("\"id\""), "{}", ran.errors);

    let ran = run(folder.path(), ["services", "--admin", &admin]).await;
    assert!(ran.output.starts_with("SERVICE") && ran.output.contains("\ntime-manager"), "{}", ran.output);
}

#[tokio::test]
async fn events_are_followed_as_they_happen() {
    let system = System::up().await;
    let (url, token) = (system.http(), system.data().join("admin-token").display().to_string());
    let folder = tempfile::tempdir().unwrap();
    let tail =
        ["events", "tail", "evt.state-manager.>", "--count", "1", "--json", "--url", &url, "--token-file", &token];
    let tail = run(folder.path(), tail);
    let write = async {
        // The feed begins with what happens after it stands, and nothing tells when: write until it has seen one.
        loop {
            let put = r#"{"kind": "KIND_ENTITY", "id": "door", "data": {}}"#;
            run(folder.path(), ["call", "state-manager.Put", put, "--url", &url, "--token-file", &token]).await;
        }
    };
    let seen = tokio::select! { seen = tail => seen, () = write => unreachable!("it writes for ever") };
    assert_eq!(seen.code, 0, "{}", seen.errors);
    assert!(seen.output.contains("evt.state-manager.entity.updated.v1"), "{}", seen.output);
}
