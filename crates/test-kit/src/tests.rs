use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;

use super::*;

/// The first line that a nats-server sends.
async fn greeting(server: &NatsServer) -> Option<String> {
    let stream = TcpStream::connect(server.url().trim_start_matches("nats://")).await.ok()?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).await.ok()?;
    Some(line)
}

#[tokio::test]
async fn a_nats_server_lives_dies_and_lives_again() {
    let server = NatsServer::start().await.unwrap();
    assert!(greeting(&server).await.unwrap().contains("\"jetstream\":true"));

    server.kill().unwrap();
    assert!(greeting(&server).await.is_none());
    assert!(server.stop().is_err(), "there is nothing to stop");

    server.restart().await.unwrap();
    server.stop().unwrap();
    server.cont().unwrap();
    assert!(greeting(&server).await.is_some());
}

#[tokio::test]
async fn a_dropped_server_leaves_nothing() {
    let server = NatsServer::start().await.unwrap();
    let folder = server.process().folder().to_owned();
    let id = server.process().id().unwrap();
    assert!(folder.exists());

    drop(server);
    assert!(!folder.exists());
    assert!(!std::path::Path::new(&format!("/proc/{id}")).exists());
}

#[tokio::test]
async fn a_cluster_of_three_is_live() {
    let cluster = NatsCluster::start(3).await.unwrap();
    for node in cluster.nodes() {
        assert!(node.monitor("/healthz").await.is_some_and(|body| body.contains("ok")));
    }
    assert_eq!(cluster.urls().len(), 3);
}

#[tokio::test]
async fn a_browser_tells_what_a_page_asks_for_and_complains_about() {
    let mut browser = Browser::start().await.unwrap();
    browser.open("data:text/html,<title>first</title><input autofocus>").await.unwrap();
    browser.until("document.title === 'first' && document.hasFocus()").await.unwrap();
    browser.evaluate("document.querySelector('input').focus()").await.unwrap();
    browser.write("typed").await.unwrap();
    browser.press("!").await.unwrap();
    assert_eq!(browser.evaluate("Promise.resolve(document.activeElement.value)").await.unwrap(), "typed!");
    assert!(browser.evaluate("there.is.no.such").await.is_err());
    assert_eq!(browser.complaints(), Vec::<String>::new());

    browser
        .open("data:text/html,<title>second</title><script>console.error('alas'); undefined.broken</script>")
        .await
        .unwrap();
    browser.until("document.title === 'second'").await.unwrap();
    let complaints = browser.complaints().concat();
    assert!(complaints.contains("alas") && complaints.contains("broken"), "{complaints}");
    assert!(browser.requests().iter().any(|url| url.contains("second")), "{:?}", browser.requests());
}

#[tokio::test]
async fn redis_lives_and_forgets_when_killed() {
    let server = RedisServer::start().await.unwrap();
    server.cli(&["set", "key", "value"]).await.unwrap();
    assert_eq!(server.cli(&["get", "key"]).await.unwrap().trim(), "value");

    server.kill().unwrap();
    server.restart().await.unwrap();
    assert_eq!(server.cli(&["get", "key"]).await.unwrap().trim(), "");
}

#[tokio::test]
async fn a_redis_cluster_serves_all_slots() {
    let cluster = RedisCluster::start(3).await.unwrap();
    let first = &cluster.nodes()[0];
    assert!(first.cli(&["cluster", "info"]).await.unwrap().contains("cluster_slots_ok:16384"));
}

#[tokio::test]
async fn a_process_that_ends_early_says_why() {
    let builder = Process::builder("broken", "sh").unwrap();
    let error = builder.args(["-c", "echo the cause; exit 3"]).ready(Ready::Line("ready".to_owned())).start().await;
    let Err(Error::Start { log_end, reason, .. }) = error else { panic!("{error:?}") };
    assert_eq!((log_end.as_str(), reason.as_str()), ("the cause", "it ended"));
}

#[test]
fn reserved_ports_differ() {
    let ports: Vec<_> = (0..50).map(|_| Port::reserve().unwrap()).collect();
    let numbers: std::collections::BTreeSet<_> = ports.iter().map(Port::number).collect();
    assert_eq!(numbers.len(), ports.len());
}

#[test]
fn all_tools_are_brought() {
    let mut said = Vec::new();
    tools::ensure_all(|line| said.push(line.to_owned())).unwrap();
    // What is brought, and where it is then.
    let is_told = |lines: &[String]| matches!(lines, [tool, place] if place.starts_with(&format!("{tool} is ")));
    assert!(!said.is_empty() && said.chunks(2).all(is_told), "{said:?}");
}
