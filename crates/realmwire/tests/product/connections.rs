//! Many clients at a time, and the open files that they take.

use futures::{StreamExt, TryStreamExt};
use http::{Method, StatusCode};
use realmwire_gateway::open_files;
use realmwire_test_kit::{Process, ProcessBuilder, Ready, eventually, fetch};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::harness::{BINARY, PATIENCE, System, run};

/// Connections that are held, and those that come beside them.
const IDLE: usize = 10_000;
const OTHERS: usize = 64;

/// Connections that are opened at a time.
const AT_A_TIME: usize = 32;

/// A process that may open so many files, at first and in the end.
fn up_with_open_files(soft: u32, hard: u32) -> ProcessBuilder {
    let limited = format!("ulimit -Sn {soft} && ulimit -Hn {hard} && exec \"$0\" \"$@\"");
    let arguments = ["up", "--ephemeral", "--http", "127.0.0.1:0", "--admin", "127.0.0.1:0"];
    Process::builder("realmwire", "sh").unwrap().args(["-c", &limited, BINARY]).args(arguments)
}

/// A connection that has had an answer and stays open.
async fn open(address: &str) -> std::io::Result<TcpStream> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n").await?;
    let mut answer = Vec::new();
    while !answer.ends_with(b"}") {
        if stream.read_buf(&mut answer).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(stream)
}

fn is_open(stream: &TcpStream) -> bool {
    stream.try_read(&mut [0]).is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock)
}

/// The number of open connections that the gateway counts.
async fn connections(system: &System) -> Option<usize> {
    let metrics = fetch(&format!("{}/metrics", system.admin())).await?;
    metrics.lines().find_map(|line| line.strip_prefix("gateway_connections "))?.parse().ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_idle_connections_are_held_while_others_are_served() {
    open_files::raise().unwrap();
    let shortage = open_files::shortage(IDLE + OTHERS);
    assert_eq!(shortage, None, "this machine allows too few open files for this test; raise `ulimit -Hn`");
    let limit = format!("gateway.limits.connections={}", IDLE + OTHERS);
    let system = System::up_with(&["--set", &limit, "--set", "gateway.access_log=false"]).await;
    let address = system.http().trim_start_matches("http://").to_owned();

    let opening = futures::stream::iter(0..IDLE).map(|_| open(&address)).buffer_unordered(AT_A_TIME);
    let idle: Vec<TcpStream> = opening.try_collect().await.unwrap();
    assert!(connections(&system).await.unwrap() >= IDLE);

    // As many as there is room for, one after the other, and one that stays.
    for _ in 0..OTHERS {
        let stream = open(&address).await.unwrap();
        drop(stream);
    }
    let answer = system.request(Method::GET, "/v1/keys", "", &Value::Null).await.unwrap();
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(idle.iter().filter(|stream| is_open(stream)).count(), IDLE);

    drop(idle);
    let closed = || async { (connections(&system).await? <= OTHERS).then_some(()) };
    eventually("the gateway lets go of closed connections", PATIENCE, closed).await.unwrap();
}

#[tokio::test]
async fn a_process_takes_all_open_files_that_it_may_and_says_when_they_are_too_few() {
    let few = up_with_open_files(100, 1_000).ready(Ready::Line("ready in".to_owned())).within(PATIENCE);
    let few = few.start().await.unwrap();
    for line in ["\"before\":100,\"limit\":1000", "limits.connections is 10000", "raise that to 10512"] {
        assert!(few.log().contains(line), "{line}: {}", few.log());
    }
    let enough = up_with_open_files(100, 10_512).ready(Ready::Line("ready in".to_owned())).within(PATIENCE);
    let enough = enough.start().await.unwrap();
    assert!(enough.log().contains("\"limit\":10512"), "{}", enough.log());
    assert!(!enough.log().contains("fewer connections"), "{}", enough.log());
}

#[tokio::test]
async fn the_check_says_when_the_open_files_are_too_few_for_the_connections() {
    let folder = tempfile::tempdir().unwrap();
    for (connections, is_warned) in [(u32::MAX, true), (1, false)] {
        let limit = format!("gateway.limits.connections={connections}");
        let ran = run(folder.path(), ["gateway", "check", "--set", &limit]).await;
        assert_eq!(ran.code, 0, "{}", ran.errors);
        let warning = format!("warning: gateway.limits.connections is {connections}");
        assert_eq!(ran.errors.contains(&warning), is_warned, "{}", ran.errors);
    }
}
