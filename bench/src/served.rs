//! What answers HTTP in the benchmarks: the gateway with a service in its process, and a handler written by hand with
//! axum, which do the same.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::extract::{Json, Path};
use axum::serve::ListenerExt;
use realmwire_api::state_manager::{StateManager, StateManagerServer};
use realmwire_contract::state_manager::v1;
use realmwire_fabric::clock::SystemClock;
use realmwire_gateway::config::{Limits, RateLimits};
use realmwire_gateway::{Gateway, GatewayConfig, GatewayParts, open_files};
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
use tokio::net::TcpListener;

use crate::peer::listening;

/// More connections than are held in any benchmark.
const CONNECTIONS: usize = 19_000;

/// A document with so many members, of about 40 bytes each.
pub(crate) fn document(members: usize) -> String {
    let members: Vec<_> = (0..members).map(|at| format!("\"member{at:04}\":\"value {at:04} of this\"")).collect();
    format!("{{{}}}", members.join(","))
}

/// The request that puts a document, as bytes.
pub(crate) fn put(token: &str, document: &str) -> Vec<u8> {
    format!(
        "PUT /v1/states/KIND_ENTITY/door HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{document}",
        document.len()
    )
    .into_bytes()
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

/// A gateway before a service that sends documents back; runs until it is killed. It says its address and a token.
///
/// Against a handler that takes all that comes, it must do so as well.
pub(crate) async fn answer_gateway(turn_wait_us: u64) -> anyhow::Result<()> {
    open_files::raise()?;
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
    let _server = Server::start(Arc::new(StateManagerServer::new(Echo)), parts).await?;
    let key = SigningKey::from_seed(&[7; 32])?;
    let trust = Trust::default();
    trust.replace(KeySet::from_jwks([&key.jwk()])?, []);
    let caller = ChannelConfig { caller: "gateway/bench".to_owned(), principal: Principal::anonymous() };
    let config = GatewayConfig {
        listen: "127.0.0.1:0".to_owned(),
        access_log: false,
        limits: Limits { connections: CONNECTIONS, turn_wait_us, ..Limits::default() },
        rate_limits: RateLimits { enabled: false },
        ..GatewayConfig::default()
    };
    let parts = GatewayParts {
        config,
        channel: Channel::new(fabric.bus, host.clone(), telemetry.clone(), caller),
        authenticator: Arc::new(Verifier::new(trust, clock, VerifierConfig::default())),
        limiter: None,
        events: None,
        telemetry,
        host,
    };
    let gateway = Gateway::start(parts).await?;
    listening(&[&gateway.address().to_string(), &key.sign(&claims())?]);
    std::future::pending().await
}

fn claims() -> Claims {
    let now = SystemTime::now();
    Claims {
        issuer: VerifierConfig::ISSUER.to_owned(),
        audience: VerifierConfig::AUDIENCE.to_owned(),
        subject: "p1".to_owned(),
        expires_at: now + Duration::from_secs(86_400),
        not_before: now,
        issued_at: now,
        token_id: "t1".to_owned(),
        session_id: "s1".to_owned(),
        role: Role::Player,
    }
}

#[derive(serde::Serialize)]
struct State {
    kind: String,
    id: String,
    version: &'static str,
    data: serde_json::Map<String, serde_json::Value>,
}

#[derive(serde::Serialize)]
struct PutResponse {
    state: State,
}

/// The same, as one would write it by hand.
async fn put_state(
    Path((kind, id)): Path<(String, String)>,
    Json(data): Json<serde_json::Map<String, serde_json::Value>>,
) -> Json<PutResponse> {
    Json(PutResponse { state: State { kind, id, version: "7", data } })
}

/// Serves the handler that was written by hand; runs until it is killed. It says its address.
pub(crate) async fn answer_axum() -> anyhow::Result<()> {
    let app = axum::Router::new().route("/v1/states/{kind}/{id}", axum::routing::put(put_state));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    listening(&[&listener.local_addr()?.to_string()]);
    // The gateway has it set, too; what fails here shows in the figures.
    let listener = listener.tap_io(|stream| _ = stream.set_nodelay(true));
    Ok(axum::serve(listener, app).await?)
}
