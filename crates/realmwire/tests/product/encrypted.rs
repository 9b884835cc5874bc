//! Processes over a nats-server that is spoken to with certificates only.

use realmwire_test_kit::{Authority, NatsOptions, NatsServer, Process, Ready};

use crate::harness::{BINARY, PATIENCE, run};

#[tokio::test(flavor = "multi_thread")]
async fn a_process_serves_with_the_certificates_that_are_set_and_says_what_is_wrong_without() {
    let authority = Authority::new("authority").unwrap();
    let config = authority.nats_config().unwrap();
    let server = NatsServer::start_with(NatsOptions { config, ..NatsOptions::default() }).await.unwrap();
    let client = authority.issue("client").unwrap();
    let fixed = ["serve", "auth", "--nats", &server.url(), "--http", "127.0.0.1:0", "--admin", "127.0.0.1:0"];
    let fixed = fixed.map(str::to_owned);
    let set = |key: &str, file: &std::path::Path| {
        ["--set".to_owned(), format!("nats.{key}={:?}", file.display().to_string())]
    };
    let authority = set("authority_file", &authority.file());
    let identity = [set("certificate_file", &client.certificate), set("key_file", &client.key)].concat();

    let process = Process::builder("realmwire", BINARY).unwrap();
    let process =
        process.args(fixed.iter().chain(&authority).chain(&identity)).ready(Ready::Line("ready in".to_owned()));
    process.within(PATIENCE).start().await.unwrap().terminate(PATIENCE).await.unwrap();

    let folder = tempfile::tempdir().unwrap();
    for (missing, arguments) in
        [("identity", fixed.iter().chain(&authority)), ("authority", fixed.iter().chain(&identity))]
    {
        let ran = run(folder.path(), arguments).await;
        assert_eq!(ran.code, 4, "without {missing}: {}", ran.errors);
        assert!(ran.errors.contains("the certificates do not fit"), "without {missing}: {}", ran.errors);
    }
}
