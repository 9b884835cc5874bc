//! Starts the binary and talks to it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http::{Method, Request, Response, StatusCode, request};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use prost_reflect::prost::Message;
use realmwire_fabric::Fabric;
use realmwire_fabric::journal::{ConsumerStart, EventQuery};
use realmwire_test_kit::{Process, ProcessBuilder, Ready, fetch};
use serde_json::Value;

/// The binary under test.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_realmwire");

/// The longest wait for anything that is sure to happen on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The line that the binary prints when it takes requests.
const READY_LINE: &str = "ready in";

/// Tests call faster than any player may, a build without optimisation.
const NO_RATE_LIMITS: [&str; 4] =
    ["--set", "gateway.rate_limits.enabled=false", "--set", "gateway.limits.turn_wait_us=0"];

/// One running process of the binary.
pub(crate) struct System {
    process: Process,
    client: Client<HttpConnector, Full<bytes::Bytes>>,
    keys: AtomicU64,
}

/// An answer over HTTP.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
    /// Whether it is the answer to an earlier call with the same idempotency key.
    pub(crate) replayed: bool,
}

impl System {
    /// `realmwire up` with its data in a folder of its own, and without rate limits.
    pub(crate) async fn up() -> Self {
        Self::up_with(&[]).await
    }

    /// The same with more arguments.
    pub(crate) async fn up_with(arguments: &[&str]) -> Self {
        let data = ["up", "--data", "data", "--http", "127.0.0.1:0", "--admin", "127.0.0.1:0"];
        Self::start(data.into_iter().chain(NO_RATE_LIMITS).chain(arguments.iter().copied())).await
    }

    /// The same with the sample game.
    pub(crate) async fn up_with_content() -> Self {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
        let content = content.to_str().expect("a path in UTF-8");
        let fixed = ["up", "--data", "data", "--content", content, "--http", "127.0.0.1:0", "--admin", "127.0.0.1:0"];
        Self::start(fixed.into_iter().chain(NO_RATE_LIMITS)).await
    }

    /// `realmwire serve SERVICES` over the given NATS servers, without rate limits.
    pub(crate) async fn serve(services: &str, nats: &[String]) -> Self {
        let nats = nats.join(",");
        let fixed = ["serve", services, "--nats", &nats, "--http", "127.0.0.1:0", "--admin", "127.0.0.1:0"];
        Self::start(fixed.into_iter().chain(NO_RATE_LIMITS)).await
    }

    async fn start<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Self {
        Self::of(Process::builder("realmwire", BINARY).unwrap().args(arguments)).await
    }

    /// A process of the binary, when it is ready.
    pub(crate) async fn of(builder: ProcessBuilder) -> Self {
        let process = builder.ready(Ready::Line(READY_LINE.into())).within(PATIENCE).start().await.unwrap();
        Self { process, client: Client::builder(TokioExecutor::new()).build_http(), keys: AtomicU64::new(0) }
    }

    /// The process.
    pub(crate) fn process(&self) -> &Process {
        &self.process
    }

    /// The folder of the data.
    pub(crate) fn data(&self) -> PathBuf {
        self.process.folder().join("data")
    }

    /// The gateway's address, as the last start printed it.
    pub(crate) fn http(&self) -> String {
        self.printed("gateway")
    }

    /// The admin port's address, as the last start printed it.
    pub(crate) fn admin(&self) -> String {
        self.printed("admin")
    }

    /// The administrator's token that `up` wrote.
    pub(crate) fn admin_token(&self) -> String {
        std::fs::read_to_string(self.data().join("admin-token")).unwrap().trim().to_owned()
    }

    fn printed(&self, name: &str) -> String {
        let log = self.process.log();
        let line = log.lines().rev().find(|line| line.trim_start().starts_with(name) && line.contains("http://"));
        let address = line.and_then(|line| line.split_whitespace().find(|word| word.starts_with("http://")));
        address.unwrap_or_else(|| panic!("no {name} address in:\n{log}")).to_owned()
    }

    /// Sends a request to the gateway; `token` may be empty, and so may `body`.
    ///
    /// # Errors
    /// The process did not answer, as when it was killed.
    pub(crate) async fn request(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: &Value,
    ) -> Result<Answer, hyper_util::client::legacy::Error> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.http()));
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        self.send(request, body).await
    }

    /// Opens a stream of a method, such as `state_manager.v1.StateManager/Watch`.
    ///
    /// # Errors
    /// The process did not answer, as when it was killed.
    pub(crate) async fn open(
        &self,
        method: &str,
        token: &str,
        body: &Value,
    ) -> Result<Response<Incoming>, hyper_util::client::legacy::Error> {
        let request = Request::post(format!("{}/realmwire.{method}", self.http()));
        let request = request.header("authorization", format!("Bearer {token}")).header("accept", "text/event-stream");
        self.response(request, body).await
    }

    async fn response(
        &self,
        request: request::Builder,
        body: &Value,
    ) -> Result<Response<Incoming>, hyper_util::client::legacy::Error> {
        let content = if body.is_null() { String::new() } else { body.to_string() };
        let request = request.header("content-type", "application/json").body(Full::new(content.into())).unwrap();
        self.client.request(request).await
    }

    async fn send(&self, request: request::Builder, body: &Value) -> Result<Answer, hyper_util::client::legacy::Error> {
        let answer = self.response(request, body).await?;
        let status = answer.status();
        let replayed = answer.headers().contains_key("idempotency-replayed");
        let bytes = answer.into_body().collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
        Ok(Answer { status, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null), replayed })
    }

    /// Calls of a method that the process works on, streams among them; `None` when it does not answer or has never had one.
    pub(crate) async fn calls_in_flight(&self, method: &str) -> Option<u64> {
        let metrics = fetch(&format!("{}/metrics", self.admin())).await?;
        let label = format!("rpc_method=\"{method}\"");
        let mut lines = metrics.lines();
        let line = lines.find(|line| line.starts_with("rpc_server_calls_in_flight") && line.contains(&label))?;
        line.rsplit(' ').next()?.parse().ok()
    }

    /// A key that no other call has.
    pub(crate) fn new_key(&self) -> String {
        format!("key-{}", self.keys.fetch_add(1, Ordering::Relaxed))
    }

    /// Puts a document under an idempotency key.
    pub(crate) async fn put_with_key(&self, path: &str, token: &str, key: &str, body: &Value) -> Answer {
        let request = Request::builder().method(Method::PUT).uri(format!("{}{path}", self.http()));
        let request = request.header("authorization", format!("Bearer {token}")).header("idempotency-key", key);
        self.send(request, body).await.unwrap()
    }

    /// Calls a method, such as `state_manager.v1.StateManager/Get`, and expects it to succeed.
    pub(crate) async fn call(&self, method: &str, token: &str, body: &Value) -> Value {
        let path = format!("/realmwire.{method}");
        let answer = self.request(Method::POST, &path, token, body).await.unwrap();
        assert_eq!(answer.status, StatusCode::OK, "{method} {body}: {}", answer.body);
        answer.body
    }
}

/// The events of a type, oldest first, that a process has left in its data.
pub(crate) async fn events<E: Message + Default>(fabric: &Fabric, service: &str, name: &str) -> Vec<E> {
    let journal = fabric.journals.open(service).await.unwrap();
    let filter = format!("evt.{service}.{name}.v1");
    let query = EventQuery { filter, start: ConsumerStart::First, limit: 1_000_000 };
    let records = journal.read(query).await.unwrap();
    records.into_iter().map(|record| E::decode(record.payload).unwrap()).collect()
}

/// What a command printed, and its exit code.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) output: String,
    pub(crate) errors: String,
}

/// Runs the binary to its end in `folder`.
pub(crate) async fn run<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Ran {
    run_with(&[], folder, arguments).await
}

/// The same with environment variables.
pub(crate) async fn run_with<S: AsRef<OsStr>>(
    variables: &[(String, String)],
    folder: &Path,
    arguments: impl IntoIterator<Item = S>,
) -> Ran {
    let mut command = tokio::process::Command::new(BINARY);
    command.args(arguments).envs(variables.iter().cloned()).current_dir(folder).kill_on_drop(true);
    let done = tokio::time::timeout(PATIENCE, command.output()).await.expect("the command ends").unwrap();
    Ran {
        code: done.status.code().unwrap_or(-1),
        output: String::from_utf8_lossy(&done.stdout).into_owned(),
        errors: String::from_utf8_lossy(&done.stderr).into_owned(),
    }
}
