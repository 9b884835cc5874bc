//! Whole requests over loopback: through the gateway to a service in this process, and to a handler written by hand.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http::{Method, Request, Response, header};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use realmwire_api::state_manager::{StateManager, StateManagerServer};
use realmwire_contract::state_manager::v1;
use realmwire_fabric::clock::SystemClock;
use realmwire_gateway::{Gateway, GatewayConfig, GatewayParts, RunningGateway};
use realmwire_sdk::client::{Channel, ChannelConfig};
use realmwire_sdk::context::Context;
use realmwire_sdk::host::Host;
use realmwire_sdk::identity::{Principal, Role};
use realmwire_sdk::resilience::ProcessGate;
use realmwire_sdk::server::{Server, ServerParts};
use realmwire_sdk::status::Status;
use realmwire_sdk::stream::Sender;
use realmwire_sdk::telemetry::Telemetry;
use realmwire_sdk::token::{Claims, KeySet, SigningKey, Trust, Verifier, VerifierConfig};
use tokio::net::{TcpListener, TcpStream};

/// A document with so many members, of about 40 bytes each.
pub(crate) fn body(members: usize) -> String {
    let members: Vec<_> = (0..members).map(|at| format!("\"member{at:04}\":\"value {at:04} of this\"")).collect();
    format!("{{{}}}", members.join(","))
}

struct Echo;

fn unused<T>() -> Result<T, Status> {
    Err(Status::unimplemented("not part of this benchmark"))
}

impl StateManager for Echo {
    async fn get(&self, _cx: &Context, _request: v1::GetRequest) -> Result<v1::GetResponse, Status> {
        unused()
    }
    async fn batch_get(&self, _cx: &Context, _request: v1::BatchGetRequest) -> Result<v1::BatchGetResponse, Status> {
        unused()
    }
    async fn put(&self, _cx: &Context, request: v1::PutRequest) -> Result<v1::PutResponse, Status> {
        let v1::PutRequest { kind, id, data, .. } = request;
        Ok(v1::PutResponse { state: Some(v1::State { kind, id, version: 7, data, ..v1::State::default() }) })
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
        _cx: &Context,
        _request: v1::WatchRequest,
        _out: Sender<v1::WatchResponse>,
    ) -> Result<(), Status> {
        unused()
    }
    async fn transact(&self, _cx: &Context, _request: v1::TransactRequest) -> Result<v1::TransactResponse, Status> {
        unused()
    }
}

/// Measures both, one after the other, with one client and with many.
pub(crate) fn compare(length: Duration) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (gateway, token, _server) = start_gateway().await;
        let plain = start_plain().await;
        for (name, members) in [("250 B", 6), ("1 KB", 26)] {
            for clients in [1, 64] {
                let by_hand = load(plain, &token, body(members), clients, length).await;
                let through = load(gateway.address(), &token, body(members), clients, length).await;
                println!(
                    "echo of {name}, {clients:>2} clients: by hand {:>7.0}/s p50 {:>6.0} µs p99 {:>6.0} µs, gateway {:>7.0}/s p50 {:>6.0} µs p99 {:>6.0} µs: {:.2}",
                    by_hand.rate, by_hand.p50, by_hand.p99, through.rate, through.p50, through.p99,
                    through.rate / by_hand.rate
                );
            }
        }
        gateway.drain(Duration::from_secs(5)).await;
    });
}

async fn start_gateway() -> (RunningGateway, String, Server) {
    let clock = Arc::new(SystemClock);
    let fabric = realmwire_fabric::embedded::memory(clock.clone());
    let (host, telemetry) = (Host::system(), Telemetry::new());
    let parts = ServerParts {
        bus: Arc::clone(&fabric.bus),
        host: host.clone(),
        telemetry: telemetry.clone(),
        instance: "bench".to_owned(),
        gate: ProcessGate::default(),
        idempotency: None,
    };
    let server = Server::start(Arc::new(StateManagerServer::new(Echo)), parts).await.unwrap();
    let key = SigningKey::from_seed(&[7; 32]).unwrap();
    let trust = Trust::default();
    trust.replace(KeySet::from_jwks([&key.jwk()]).unwrap(), []);
    let now = SystemTime::now();
    let claims = Claims {
        issuer: VerifierConfig::ISSUER.to_owned(),
        audience: VerifierConfig::AUDIENCE.to_owned(),
        subject: "p1".to_owned(),
        expires_at: now + Duration::from_secs(3_600),
        not_before: now,
        issued_at: now,
        token_id: "t1".to_owned(),
        session_id: "s1".to_owned(),
        role: Role::Player,
    };
    let caller = ChannelConfig { caller: "gateway/bench".to_owned(), principal: Principal::anonymous() };
    let config = GatewayConfig { listen: "127.0.0.1:0".to_owned(), access_log: false, ..GatewayConfig::default() };
    let parts = GatewayParts {
        config,
        channel: Channel::new(fabric.bus, host.clone(), telemetry.clone(), caller),
        authenticator: Arc::new(Verifier::new(trust, clock, VerifierConfig::default())),
        limiter: None,
        events: None,
        telemetry,
        host,
    };
    (Gateway::start(parts).await.unwrap(), key.sign(&claims).unwrap(), server)
}

#[derive(serde::Deserialize, serde::Serialize)]
struct State {
    kind: String,
    id: String,
    version: u64,
    data: serde_json::Map<String, serde_json::Value>,
}

#[derive(serde::Serialize)]
struct PutResponse {
    state: State,
}

/// The same echo, as one would write it by hand.
async fn start_plain() -> SocketAddr {
    async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
        let path = request.uri().path().to_owned();
        let mut segments = path.split('/').skip(3).map(str::to_owned);
        let (kind, id) = (segments.next().unwrap_or_default(), segments.next().unwrap_or_default());
        let body = request.into_body().collect().await.unwrap().to_bytes();
        let data = serde_json::from_slice(&body).unwrap();
        let response = PutResponse { state: State { kind, id, version: 7, data } };
        let mut answer = Response::new(Full::new(serde_json::to_vec(&response).unwrap().into()));
        answer.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
        Ok(answer)
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            stream.set_nodelay(true).unwrap();
            let builder = hyper::server::conn::http1::Builder::new();
            tokio::spawn(builder.serve_connection(TokioIo::new(stream), service_fn(answer)));
        }
    });
    address
}

struct Figures {
    rate: f64,
    p50: f64,
    p99: f64,
}

async fn load(address: SocketAddr, token: &str, body: String, clients: usize, length: Duration) -> Figures {
    let (token, body) = (format!("Bearer {token}"), Bytes::from(body));
    let tasks: Vec<_> =
        (0..clients).map(|_| tokio::spawn(client(address, token.clone(), body.clone(), length))).collect();
    let begin = Instant::now();
    let mut times: Vec<Duration> = Vec::new();
    for task in tasks {
        times.extend(task.await.unwrap());
    }
    let elapsed = begin.elapsed();
    times.sort_unstable();
    let at = |share: usize| times[times.len() * share / 100].as_secs_f64() * 1e6;
    #[expect(clippy::cast_precision_loss, reason = "a count of requests")]
    let rate = times.len() as f64 / elapsed.as_secs_f64();
    Figures { rate, p50: at(50), p99: at(99) }
}

async fn connect(address: SocketAddr) -> SendRequest<Full<Bytes>> {
    let stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let (sender, connection) = handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    sender
}

async fn client(address: SocketAddr, token: String, body: Bytes, length: Duration) -> Vec<Duration> {
    let mut sender = connect(address).await;
    let mut times = Vec::new();
    let end = Instant::now() + length;
    while Instant::now() < end {
        let request = Request::builder()
            .method(Method::PUT)
            .uri("/v1/states/KIND_ENTITY/door")
            .header(header::HOST, "localhost")
            .header(header::AUTHORIZATION, &token)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::new(body.clone()))
            .unwrap();
        let begin = Instant::now();
        let response = sender.send_request(request).await.unwrap();
        assert_eq!(response.status(), 200);
        response.into_body().collect().await.unwrap();
        times.push(begin.elapsed());
    }
    times
}
