//! The port for operators: health, metrics, and what a gateway is doing. Never public.
//!
//! *Live* means that the process turns over, whatever its dependencies do. *Ready* names what is missing, and turns
//! first when the process drains. *Started* means that everything was ready once.

#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use realmwire_sdk::health::{Health, Readiness};
use realmwire_sdk::telemetry::Telemetry;
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Connections at a time; further ones wait.
const CONNECTIONS: usize = 64;
/// How long a request's headers may take.
const HEADER_TIMEOUT: Duration = Duration::from_secs(5);

/// What the port tells about.
pub struct AdminParts {
    /// The address and port to listen on; port 0 takes a free one.
    pub listen: String,
    /// What the process needs, and whether it has it.
    pub health: Health,
    /// What the process measures.
    pub telemetry: Telemetry,
    /// What else can be asked for.
    pub pages: Vec<AdminPage>,
    /// Begins to end the process, as SIGTERM does. It is called once.
    pub drain: Box<dyn Fn() + Send + Sync>,
}

/// Something that can be asked for at a path, such as `/routes`.
pub struct AdminPage {
    /// The path.
    pub path: &'static str,
    /// The media type of the answer.
    pub content_type: &'static str,
    /// Makes the answer.
    pub render: Box<dyn Fn() -> BoxFuture<'static, String> + Send + Sync>,
}

/// A port that answers. Dropping it closes it at once.
pub struct RunningAdmin {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    parts: AdminParts,
    is_draining: AtomicBool,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl RunningAdmin {
    /// Begins to answer.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub async fn start(parts: AdminParts) -> std::io::Result<Self> {
        let listener = TcpListener::bind(&parts.listen).await?;
        let address = listener.local_addr()?;
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        let shared = Arc::new(Shared { parts, is_draining: AtomicBool::new(false), stop, tasks });
        shared.tasks.spawn(Arc::clone(&shared).accept(listener));
        Ok(Self { address, shared })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Says from now on that the process is not ready, so that nothing new is sent to it.
    pub fn set_draining(&self) {
        self.shared.is_draining.store(true, Ordering::Relaxed);
    }

    /// Closes the port and waits for its connections, which end at once.
    pub async fn stop(self) {
        self.shared.stop.cancel();
        self.shared.tasks.close();
        self.shared.tasks.wait().await;
    }
}

impl Drop for RunningAdmin {
    fn drop(&mut self) {
        self.shared.stop.cancel();
    }
}

impl Shared {
    async fn accept(self: Arc<Self>, listener: TcpListener) {
        let room = Arc::new(Semaphore::new(CONNECTIONS));
        loop {
            let accepted = async {
                let permit = Arc::clone(&room).acquire_owned().await.ok()?;
                Some((listener.accept().await, permit))
            };
            let Some(Some((accepted, permit))) = self.stop.run_until_cancelled(accepted).await else { return };
            match accepted {
                Ok((stream, _)) => {
                    let serving = Arc::clone(&self).serve(stream);
                    self.tasks.spawn(async move {
                        serving.await;
                        drop(permit);
                    });
                }
                Err(error) => {
                    tracing::warn!(error = %error, "a connection to the admin port could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }

    async fn serve(self: Arc<Self>, stream: TcpStream) {
        let shared = Arc::clone(&self);
        let service = service_fn(move |request| {
            let shared = Arc::clone(&shared);
            async move { Ok::<_, Infallible>(shared.answer(&request).await) }
        });
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT);
        // Connections end in every way that networks know.
        let _ = self.stop.run_until_cancelled(builder.serve_connection(TokioIo::new(stream), service)).await;
    }

    async fn answer(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let path = request.uri().path();
        let wanted = if path == "/drain" { Method::POST } else { Method::GET };
        if *request.method() != wanted {
            let mut response = text(StatusCode::METHOD_NOT_ALLOWED, format!("{path} takes {wanted}\n"));
            let allow = if wanted == Method::POST { "POST" } else { "GET" };
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
            return response;
        }
        match path {
            "/livez" => text(StatusCode::OK, "live\n"),
            "/readyz" => self.ready(),
            "/startupz" if self.parts.health.is_started() => text(StatusCode::OK, "started\n"),
            "/startupz" => text(StatusCode::SERVICE_UNAVAILABLE, format!("{}\n", self.parts.health.readiness())),
            "/metrics" => typed("text/plain; version=0.0.4; charset=utf-8", self.parts.telemetry.render()),
            "/drain" => {
                if !self.is_draining.swap(true, Ordering::Relaxed) {
                    (self.parts.drain)();
                }
                text(StatusCode::ACCEPTED, "draining\n")
            }
            _ => match self.parts.pages.iter().find(|page| page.path == path) {
                Some(page) => typed(page.content_type, (page.render)().await),
                None => text(StatusCode::NOT_FOUND, format!("there is nothing at {path}\n")),
            },
        }
    }

    fn ready(&self) -> Response<Full<Bytes>> {
        if self.is_draining.load(Ordering::Relaxed) {
            return json_answer(StatusCode::SERVICE_UNAVAILABLE, &json!({"ready": false, "draining": true}));
        }
        match self.parts.health.readiness() {
            Readiness::Ready => json_answer(StatusCode::OK, &json!({"ready": true})),
            Readiness::Missing(missing) => {
                let missing: Vec<_> = missing
                    .iter()
                    .map(|one| json!({"part": one.part, "dependency": one.dependency, "problem": one.problem}))
                    .collect();
                json_answer(StatusCode::SERVICE_UNAVAILABLE, &json!({"ready": false, "missing": missing}))
            }
        }
    }
}

fn text(status: StatusCode, body: impl Into<Bytes>) -> Response<Full<Bytes>> {
    answer(status, "text/plain; charset=utf-8", body.into())
}

fn typed(content_type: &'static str, body: String) -> Response<Full<Bytes>> {
    answer(StatusCode::OK, content_type, body.into())
}

fn json_answer(status: StatusCode, body: &serde_json::Value) -> Response<Full<Bytes>> {
    answer(status, "application/json", body.to_string().into())
}

fn answer(status: StatusCode, content_type: &'static str, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
