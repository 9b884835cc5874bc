//! A gateway on a free port, with a service behind it whose behaviour the requests choose.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use parking_lot::Mutex;
use prost_types::value::Kind;
use prost_types::{Struct, Value};
use realmwire_api::state_manager::{StateManager, StateManagerServer};
use realmwire_contract::common::v1::expected_version::Expectation;
use realmwire_contract::state_manager::v1::{self, watch_response};
use realmwire_fabric::clock::SystemClock;
use realmwire_sdk::client::{Channel, ChannelConfig};
use realmwire_sdk::context::Context;
use realmwire_sdk::events::EventReader;
use realmwire_sdk::host::Host;
use realmwire_sdk::identity::{Principal, Role};
use realmwire_sdk::limits::{LimitTable, Limiter};
use realmwire_sdk::resilience::ProcessGate;
use realmwire_sdk::server::{Server, ServerParts};
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Store};
use realmwire_sdk::stream::Sender;
use realmwire_sdk::telemetry::Telemetry;
use realmwire_sdk::token::{Claims, KeySet, SigningKey, Trust, Verifier, VerifierConfig};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::Notify;

use super::transport::{Connection, HTTP1, Transport, say};
use crate::{Gateway, GatewayConfig, GatewayParts, RunningGateway};

/// How long a test waits for what must happen.
pub(super) const SOON: Duration = Duration::from_secs(20);

/// Text of a message that is about the largest that the bus carries, 1 MiB.
pub(super) const LARGEST_TEXT: usize = 1024 * 1024 - 1024;

/// Waits for what must happen.
pub(super) async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(SOON, future).await.expect("it did not happen in time")
}

/// A connection whose system keeps next to nothing for a client that does not read.
pub(super) async fn narrow(address: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4_096).unwrap();
    socket.connect(address).await.unwrap()
}

/// Reads until the gateway closes the connection.
pub(super) async fn read_to_end(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut answer = Vec::new();
    // A connection that is reset is closed as well.
    let _ = soon(stream.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// Reads an answer that is JSON, and after which the connection stays open.
pub(super) async fn read_answer(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut answer = Vec::new();
    while !answer.ends_with(b"}") {
        assert_ne!(soon(stream.read_buf(&mut answer)).await.unwrap(), 0, "the connection was closed");
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// What the log says in this test.
#[derive(Clone, Default)]
pub(super) struct Logs(Arc<Mutex<Vec<u8>>>);

impl Logs {
    /// Keeps what is logged on this thread until the guard is dropped.
    pub(super) fn keep() -> (Self, tracing::subscriber::DefaultGuard) {
        let logs = Self::default();
        let writer = logs.clone();
        let subscriber = tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish();
        (logs, tracing::subscriber::set_default(subscriber))
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock()).into_owned()
    }
}

impl std::io::Write for Logs {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What tests learn from the service, and tell it.
#[derive(Default)]
pub(super) struct Script {
    /// A call of `Get` for the id `slow` began.
    pub(super) began: Notify,
    /// A call or stream was cancelled.
    pub(super) cancelled: Notify,
    /// Lets one call of `Get` for the id `held` go on, or the stream of `paced` to its next message.
    pub(super) go_on: Notify,
}

struct States {
    script: Arc<Script>,
    store: Store,
}

fn text(value: impl Into<String>) -> Value {
    Value { kind: Some(Kind::StringValue(value.into())) }
}

/// A document that tells how it was asked for.
fn document(cx: &Context, kind: i32, id: &str, version: u64) -> v1::State {
    let principal = cx.principal();
    let facts = [
        ("role", principal.role.as_str().to_owned()),
        ("caller", principal.id.clone()),
        ("key", cx.idempotency_key().unwrap_or_default().to_owned()),
        ("trace", cx.trace().trace_id_hex().to_string()),
        ("time_left", format!("{}", cx.time_left().as_secs())),
    ];
    let fields = facts.into_iter().map(|(name, value)| (name.to_owned(), text(value))).collect();
    v1::State { kind, id: id.to_owned(), version, data: Some(Struct { fields }), ..v1::State::default() }
}

fn unused<T>() -> Result<T, Status> {
    Err(Status::unimplemented("not part of these tests"))
}

impl StateManager for States {
    async fn get(&self, cx: &Context, request: v1::GetRequest) -> Result<v1::GetResponse, Status> {
        match request.id.as_str() {
            "missing" => return Err(Status::not_found("document", "missing")),
            "broken" => return Err(Status::internal(std::io::Error::other("secret of the database"))),
            "panic" => panic!("a handler panics"),
            "slow" => {
                self.script.began.notify_one();
                cx.cancelled().await;
                self.script.cancelled.notify_one();
            }
            "held" => {
                self.script.began.notify_one();
                self.script.go_on.notified().await;
            }
            "large" => {
                let mut state = document(cx, request.kind, "large", 1);
                let fields = &mut state.data.get_or_insert_default().fields;
                fields.insert("text".to_owned(), text("again and ".repeat(10_000)));
                return Ok(v1::GetResponse { state: Some(state) });
            }
            _ => {}
        }
        let version = request.version.max(7);
        Ok(v1::GetResponse { state: Some(document(cx, request.kind, &request.id, version)) })
    }

    async fn batch_get(&self, _cx: &Context, _request: v1::BatchGetRequest) -> Result<v1::BatchGetResponse, Status> {
        unused()
    }

    async fn put(&self, cx: &Context, request: v1::PutRequest) -> Result<v1::PutResponse, Status> {
        let expected = request.expected_version.and_then(|expected| expected.expectation);
        match expected {
            Some(Expectation::Version(version)) if version != 7 => {
                return Err(Status::version_mismatch("document", &request.id, 7));
            }
            Some(Expectation::Absent(true)) => return Err(Status::version_mismatch("document", &request.id, 7)),
            _ => {}
        }
        let mut state = document(cx, request.kind, &request.id, 8);
        if let Some(data) = request.data {
            state.data.get_or_insert_default().fields.extend(data.fields);
        }
        // Nothing but the event and the record of the key is stored.
        let changes = if request.kind == v1::Kind::Player as i32 {
            Changes::new().event(&v1::PlayerUpdated { player_id: request.id, version: 8, ..Default::default() })
        } else {
            Changes::new().event(&v1::EntityUpdated { entity_id: request.id, version: 8, ..Default::default() })
        };
        self.store.commit(cx, changes, v1::PutResponse { state: Some(state) }).await
    }

    async fn patch(&self, _cx: &Context, _request: v1::PatchRequest) -> Result<v1::PatchResponse, Status> {
        unused()
    }

    async fn delete(&self, _cx: &Context, _request: v1::DeleteRequest) -> Result<v1::DeleteResponse, Status> {
        unused()
    }

    async fn list(&self, _cx: &Context, _request: v1::ListRequest) -> Result<v1::ListResponse, Status> {
        unused()
    }

    async fn history(&self, _cx: &Context, _request: v1::HistoryRequest) -> Result<v1::HistoryResponse, Status> {
        unused()
    }

    async fn watch(
        &self,
        cx: &Context,
        request: v1::WatchRequest,
        out: Sender<v1::WatchResponse>,
    ) -> Result<(), Status> {
        let message = |version: u64| v1::WatchResponse {
            event: Some(watch_response::Event::State(document(cx, request.kind, &request.id, version))),
            resume_token: format!("t{version}"),
        };
        let after = request.resume_token.strip_prefix('t').and_then(|token| token.parse().ok()).unwrap_or(0);
        match request.id.as_str() {
            "refused" => return Err(Status::permission_denied("not this one")),
            "three" => {
                for version in after + 1..=3 {
                    out.send(message(version)).await?;
                }
            }
            "fails" => {
                out.send(message(1)).await?;
                return Err(Status::unavailable("the source is gone"));
            }
            "paced" => {
                for version in 1..=3 {
                    out.send(message(version)).await?;
                    self.script.go_on.notified().await;
                }
            }
            "large" => {
                let mut large = message(1);
                if let Some(watch_response::Event::State(state)) = &mut large.event {
                    let fields = &mut state.data.get_or_insert_default().fields;
                    fields.insert("text".to_owned(), text("x".repeat(LARGEST_TEXT)));
                }
                out.send(large).await?;
                out.send(message(2)).await?;
            }
            "quiet" => {
                out.send(message(1)).await?;
                out.closed().await;
                self.script.cancelled.notify_one();
            }
            _ => {
                for version in 1.. {
                    if out.send(message(version)).await.is_err() {
                        break;
                    }
                }
                self.script.cancelled.notify_one();
            }
        }
        Ok(())
    }

    async fn transact(&self, _cx: &Context, _request: v1::TransactRequest) -> Result<v1::TransactResponse, Status> {
        unused()
    }
}

/// A gateway with everything behind it.
pub(super) struct Fixture {
    pub(super) gateway: RunningGateway,
    /// How it is spoken with.
    pub(super) transport: Transport,
    pub(super) script: Arc<Script>,
    pub(super) trust: Trust,
    pub(super) limits: LimitTable,
    pub(super) telemetry: Telemetry,
    pub(super) client: Client<HttpConnector, Full<Bytes>>,
    key: SigningKey,
    _server: Server,
}

/// An answer that was read whole.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Answered {
    pub(super) async fn read(response: Response<Incoming>) -> Self {
        let (parts, body) = response.into_parts();
        let body = soon(body.collect()).await.unwrap().to_bytes();
        Self { status: parts.status, headers: parts.headers, body }
    }

    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Fixture {
    /// A gateway with these settings, in TOML.
    pub(super) async fn start(config: &str) -> Self {
        Self::start_over(Transport::Plain, config).await
    }

    /// The same, spoken with over this transport.
    pub(super) async fn start_over(transport: Transport, config: &str) -> Self {
        let config: GatewayConfig = toml::from_str(config).unwrap();
        let mut config = GatewayConfig { listen: "127.0.0.1:0".to_owned(), tls: transport.settings(), ..config };
        // A build without optimisation, on a machine that builds others, has always too much to do.
        config.limits.turn_wait_us = 0;
        Self::start_with(config).await
    }

    pub(super) async fn start_with(config: GatewayConfig) -> Self {
        let transport = if config.tls.is_some() { Transport::Tls } else { Transport::Plain };
        let clock = Arc::new(SystemClock);
        let fabric = realmwire_fabric::embedded::memory(clock.clone());
        let (host, telemetry) = (Host::system(), Telemetry::new());
        let script = Arc::new(Script::default());
        let journal = fabric.journals.open("state-manager").await.unwrap();
        let store = Store::new(journal, host.clone(), &telemetry);
        let parts = ServerParts {
            bus: Arc::clone(&fabric.bus),
            host: host.clone(),
            telemetry: telemetry.clone(),
            instance: "test".to_owned(),
            gate: ProcessGate::default(),
            idempotency: Some(Arc::new(store.clone())),
        };
        let service = StateManagerServer::new(States { script: Arc::clone(&script), store });
        let server = Server::start(Arc::new(service), parts).await.unwrap();
        let key = SigningKey::from_seed(&[7; 32]).unwrap();
        let trust = Trust::default();
        trust.replace(KeySet::from_jwks([&key.jwk()]).unwrap(), []);
        let limits = LimitTable::default();
        let caller = ChannelConfig { caller: "gateway/test".to_owned(), principal: Principal::anonymous() };
        let parts = GatewayParts {
            config,
            channel: Channel::new(fabric.bus, host.clone(), telemetry.clone(), caller),
            authenticator: Arc::new(Verifier::new(trust.clone(), clock, VerifierConfig::default())),
            limiter: Some(Limiter::new(fabric.cache, limits.clone())),
            events: Some(EventReader::new(fabric.journals)),
            telemetry: telemetry.clone(),
            host,
        };
        let gateway = Gateway::start(parts).await.unwrap();
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { gateway, transport, script, trust, limits, telemetry, client, key, _server: server }
    }

    /// A token of a caller, good for ten minutes, of the session `s1`.
    pub(super) fn token(&self, role: Role, id: &str) -> String {
        let now = SystemTime::now();
        let claims = Claims {
            issuer: VerifierConfig::ISSUER.to_owned(),
            audience: VerifierConfig::AUDIENCE.to_owned(),
            subject: id.to_owned(),
            expires_at: now + Duration::from_secs(600),
            not_before: now,
            issued_at: now,
            token_id: format!("token-{id}"),
            session_id: "s1".to_owned(),
            role,
        };
        self.key.sign(&claims).unwrap()
    }

    /// A request with the token of player `p1`.
    pub(super) fn request(&self, method: Method, path: &str) -> http::request::Builder {
        let uri = format!("http://{}{path}", self.gateway.address());
        let token = self.token(Role::Player, "p1");
        Request::builder().method(method).uri(uri).header("authorization", format!("Bearer {token}"))
    }

    pub(super) async fn send(&self, request: http::request::Builder, body: impl Into<Bytes>) -> Answered {
        let request = request.body(Full::new(body.into())).unwrap();
        Answered::read(soon(self.client.request(request)).await.unwrap()).await
    }

    pub(super) async fn get(&self, path: &str) -> Answered {
        self.send(self.request(Method::GET, path), "").await
    }

    /// Waits until the metrics contain a line.
    pub(super) async fn measured(&self, line: &str) {
        let measured = async {
            while !self.telemetry.render().lines().any(|other| other == line) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let done = tokio::time::timeout(SOON, measured).await;
        assert!(done.is_ok(), "{line} is not in\n{}", self.telemetry.render());
    }

    /// A connection whose client speaks `protocol`.
    pub(super) async fn connect(&self, protocol: &[u8]) -> Connection {
        self.transport.over(TcpStream::connect(self.gateway.address()).await.unwrap(), protocol).await
    }

    /// The same, with next to no room for what is not read.
    pub(super) async fn connect_narrowly(&self, protocol: &[u8]) -> Connection {
        self.transport.over(narrow(self.gateway.address()).await, protocol).await
    }

    /// A connection that has sent bytes of HTTP/1.
    pub(super) async fn begin(&self, bytes: &[u8]) -> Connection {
        let mut stream = self.connect(HTTP1).await;
        say(&mut stream, bytes).await.unwrap();
        stream
    }

    /// The head of a request with the token of player `p1`, as bytes of HTTP/1.
    pub(super) fn head(&self, method: &str, path: &str, headers: &str) -> String {
        let token = self.token(Role::Player, "p1");
        format!("{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n{headers}\r\n")
    }

    /// Another client, which does nothing wrong, is served.
    pub(super) async fn serves_others(&self) {
        let request = self.head("GET", "/v1/states/KIND_ENTITY/door", "Connection: close\r\n");
        let answer = read_to_end(&mut self.begin(request.as_bytes()).await).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
}
